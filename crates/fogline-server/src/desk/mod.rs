//! The ledger as requests see it: what every question needs is at hand in memory, and connections are kept open.
//!
//! A snapshot holds for as long as nothing is recorded, and its connections see the ledger as it was then: all parts of an
//! answer are of one revision, also while others write. The one of now is made anew when the ledger has grown and is settled;
//! until then the last one answers. Those of other times are made when they are asked for, and the latest are kept.

mod lists;
mod pool;
mod snapshot;

use std::{
    cmp::Reverse,
    collections::{BTreeSet, VecDeque},
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use fogline::gazetteer::{Gazetteer, Kind};
use fogline_ask::{
    AskError, Need, View, coding,
    incident::{unheard, went_by},
    incidents::Filter,
    news,
};
use fogline_ledger::{
    Ledger, LedgerError,
    standing::{self, Known},
};
use fogline_reconcile::{coding::Work, copies::CopyGroup, incidents::Incident};
use tokio::{
    sync::{Semaphore, watch},
    time::{Instant, timeout_at},
};

use self::pool::{Pool, Spare};
pub(crate) use self::snapshot::{Card, Snapshot, in_time, spot};
use crate::{
    accounts::Who,
    api::Read,
    error::{Fault, Result},
    reader::{Atlas, Reader},
};

/// Snapshots of other times that are kept.
const TIMES: usize = 8;
/// Questions that are answered at once.
const AT_ONCE: usize = 8;
/// Of those about other times.
const THEN_AT_ONCE: usize = 2;
/// How long is waited for what was known at another time to be put together.
const PATIENCE: Duration = Duration::from_secs(20);
/// Texts that people bring that are read at once.
const READ_AT_ONCE: usize = 2;
/// Bytes that the logs of the ledger may grow to for a snapshot to be held.
const LOG_MOST: u64 = 4 << 30;

/// Where a place is, and its number in the gazetteer.
type Spot = ((f64, f64), u64);

/// Where the ledger lies, and how it is opened.
#[derive(Clone)]
pub struct Place {
    /// The folder.
    pub dir: PathBuf,
    /// The passphrase of a sealed one.
    pub passphrase: Option<String>,
}

impl Place {
    fn look_into(&self) -> Result<Ledger, LedgerError> {
        Ledger::open_read_only(&self.dir, self.passphrase.as_deref())
    }
}

/// The ledger as requests see it.
pub struct Desk {
    place: Place,
    /// Connections that nobody uses.
    spare: Spare,
    /// What is known now; none where there is nothing yet that can be answered from.
    now: Mutex<Option<Arc<Snapshot>>>,
    /// What was known at other times, the one that was asked for last at the end.
    times: Mutex<VecDeque<Arc<Snapshot>>>,
    /// How often all of them were let go, as when something was erased.
    let_go: AtomicU64,
    /// Held while a snapshot is made: one at a time.
    making: Mutex<()>,
    /// What is recorded of coding, with the hash of the record that it was read at.
    coding: Mutex<Option<(String, Arc<Work>)>>,
    reader: Option<Box<dyn Reader>>,
    atlas: Option<Box<dyn Atlas>>,
    /// Where places are, with the number of each in the gazetteer, the most populous first.
    places: OnceLock<Vec<Spot>>,
    turns: Arc<Semaphore>,
    turns_then: Arc<Semaphore>,
    turns_to_make: Arc<Semaphore>,
    turns_to_work: Arc<Semaphore>,
    turns_to_read: Arc<Semaphore>,
    turns_to_write: Arc<Semaphore>,
    /// Held while something is recorded.
    writing: Mutex<()>,
    grown: watch::Sender<String>,
}

impl Desk {
    /// Opens a ledger, brings up to date what follows from it where nobody else writes to it, and takes in what is known. Where
    /// others write and nothing can be answered from yet, that is said until it can.
    pub fn open(place: Place, reader: Option<Box<dyn Reader>>, atlas: Option<Box<dyn Atlas>>) -> Result<Self> {
        let alone = settle(&place)? != Settled::ByOthers;
        let desk = Self {
            place,
            spare: Spare::default(),
            now: Mutex::default(),
            times: Mutex::default(),
            let_go: AtomicU64::default(),
            making: Mutex::default(),
            coding: Mutex::default(),
            reader,
            atlas,
            places: OnceLock::new(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            turns_then: Arc::new(Semaphore::new(THEN_AT_ONCE)),
            turns_to_make: Arc::new(Semaphore::new(1)),
            turns_to_work: Arc::new(Semaphore::new(AT_ONCE)),
            turns_to_read: Arc::new(Semaphore::new(READ_AT_ONCE)),
            turns_to_write: Arc::new(Semaphore::new(1)),
            writing: Mutex::default(),
            grown: watch::Sender::new(String::new()),
        };
        if !desk.refresh()? && alone {
            // Nobody brings it up to date, as on a medium that cannot be written.
            let now = Snapshot::made_now(desk.place.look_into()?, &desk.spare)?;
            desk.grown.send_replace(now.revision.clone());
            *held(&desk.now) = Some(Arc::new(now));
        }
        Ok(desk)
    }

    /// What is known now, as far as it was taken in.
    pub(crate) fn now(&self) -> Result<Arc<Snapshot>> {
        held(&self.now).clone().ok_or(Fault::BeingWritten)
    }

    /// Tells when the ledger has grown: the revision that it has come to.
    pub(crate) fn grown(&self) -> watch::Receiver<String> {
        self.grown.subscribe()
    }

    /// Takes in what was recorded since, if it is settled. Whether there is anything to answer from that was not there before.
    pub(crate) fn refresh(&self) -> Result<bool> {
        let _making = held(&self.making);
        let ledger = match self.connection() {
            Ok(ledger) => ledger,
            Err(LedgerError::Busy { .. }) => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        let last = held(&self.now).as_ref().map(|now| (now.revision.clone(), now.upto));
        if let Some((_, upto)) = &last
            && (ledger.erased_since(*upto)? || Ledger::logged(&self.place.dir) > LOG_MOST)
        {
            // What was erased is not answered from any more, and nothing holds up that it is gone.
            *held(&self.now) = None;
            let mut times = held(&self.times);
            self.let_go.fetch_add(1, Ordering::Relaxed);
            times.clear();
        }
        let settled = match standing::is_settled(&ledger, &ledger.packs(None)?) {
            Err(LedgerError::Busy { .. }) => false,
            settled => settled?,
        };
        let revision = snapshot::revision(&ledger)?.0;
        held(&self.spare).push(ledger);
        // Whoever wrote may have been stopped before it was done.
        let settled = settled || settle(&self.place)? == Settled::Here;
        if !settled || held(&self.now).as_ref().is_some_and(|now| now.revision == revision) {
            return Ok(false);
        }
        let pool = self.hold()?;
        let Some(now) = pool.map(Snapshot::now).transpose()? else { return Ok(false) };
        let revision = now.revision.clone();
        *held(&self.now) = Some(Arc::new(now));
        held(&self.times).retain(|one| one.lasts);
        self.grown.send_replace(revision);
        Ok(true)
    }

    /// Connections that see the ledger as it is now; none where it is not settled.
    fn hold(&self) -> Result<Option<Pool>> {
        let mut all: Vec<Ledger> = Vec::new();
        let mut first = None;
        while all.len() < AT_ONCE {
            let ledger = self.connection()?;
            ledger.hold()?;
            let end = ledger.told()?;
            let same = first.get_or_insert_with(|| end.clone()) == &end;
            if !same || !standing::is_settled(&ledger, &ledger.packs(None)?)? {
                ledger.let_go()?;
                break;
            }
            all.push(ledger);
        }
        Ok((!all.is_empty()).then(|| Pool::new(all, Arc::clone(&self.spare))))
    }

    /// Answers a question of a time, on a thread that may wait for the disk.
    pub(crate) async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        known: Known,
        answer: impl FnOnce(&Asked<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.ask_beside(known, known, answer).await
    }

    /// The same, where what was known at another time is looked at too.
    pub(crate) async fn ask_beside<T: Send + 'static>(
        self: &Arc<Self>,
        other: Known,
        known: Known,
        answer: impl FnOnce(&Asked<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        // Questions about now do not wait for those about other times.
        let mut turns = &self.turns;
        let patience = Instant::now() + PATIENCE;
        for then in [other, known].into_iter().filter(|one| *one != Known::default()) {
            self.put_together(then, patience).await?;
            turns = &self.turns_then;
        }
        self.in_turn(turns, move |desk| {
            let now = desk.now()?;
            let lent = now.pool.lend();
            let ledger = lent.ledger()?;
            let snapshot = desk.snapshot(ledger, &now, known)?;
            answer(&Asked { desk, ledger, now: &now, snapshot: &snapshot })
        })
        .await
    }

    /// Puts together what was known at another time. Whoever asks does not wait for ever; it is made all the same, and is there when
    /// it is asked again.
    async fn put_together(self: &Arc<Self>, known: Known, patience: Instant) -> Result<()> {
        if self.of_time(&*self.now()?, known).is_some() {
            return Ok(());
        }
        let made = self.in_turn(&self.turns_to_make, move |desk| {
            let now = desk.now()?;
            let lent = now.pool.lend();
            desk.snapshot(lent.ledger()?, &now, known).map(drop)
        });
        timeout_at(patience, made).await.unwrap_or(Err(Fault::BeingMade))
    }

    /// Writes to the ledger for somebody, who goes on record with it, and takes in what came of it.
    pub(crate) async fn write<T: Send + 'static>(
        self: &Arc<Self>,
        who: &Who,
        work: impl FnOnce(&Self, &mut Ledger) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let acting = who.acting();
        self.in_turn(&self.turns_to_write, move |desk| {
            let done = desk.record(|ledger| {
                ledger.act_for(acting);
                work(desk, ledger)
            })?;
            // What was written stands, also where it cannot be taken in just now.
            let _ = desk.refresh();
            Ok(done)
        })
        .await
    }

    /// Looks at the records as they are now, which may be later than what is known: at those that nothing follows from.
    pub(crate) async fn look<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self, &Ledger) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.in_turn(&self.turns, move |desk| {
            let ledger = desk.connection()?;
            let done = work(desk, &ledger);
            held(&desk.spare).push(ledger);
            done
        })
        .await
    }

    /// All that is recorded of coding, read anew when anything was recorded.
    pub(crate) fn coding(&self, ledger: &Ledger) -> Result<Arc<Work>> {
        let (head, _) = ledger.head()?;
        let mut kept = held(&self.coding);
        if let Some((_, work)) = kept.as_ref().filter(|(own, _)| *own == head) {
            return Ok(Arc::clone(work));
        }
        let work = Arc::new(coding::work(ledger, None)?);
        *kept = Some((head, Arc::clone(&work)));
        Ok(work)
    }

    /// Adds to the ledger, one after the other.
    pub(crate) fn record<T>(&self, work: impl FnOnce(&mut Ledger) -> Result<T>) -> Result<T> {
        let _turn = held(&self.writing);
        let mut ledger = Ledger::open(&self.place.dir, self.place.passphrase.as_deref())?;
        work(&mut ledger)
    }

    /// Puts together what takes long, one after the other, before it is asked for; not what is of no use any more.
    pub(crate) async fn get_ready(self: &Arc<Self>, is_old: impl Fn() -> bool) {
        for make in lists::ALL {
            if is_old() {
                return;
            }
            // Whoever asks is told why it cannot be made.
            let _ = self.ask(Known::default(), make).await;
        }
    }

    /// Works without the ledger, on a thread that may take its time.
    pub(crate) async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.in_turn(&self.turns_to_work, work).await
    }

    /// Reads what somebody brings, which takes longer than anything else that is worked.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        read: impl FnOnce(&dyn Reader) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.in_turn(&self.turns_to_read, |desk| read(desk.reader.as_deref().ok_or(Fault::NoReader)?)).await
    }

    async fn in_turn<T: Send + 'static>(
        self: &Arc<Self>,
        turns: &Arc<Semaphore>,
        work: impl FnOnce(&Self) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let turn = Arc::clone(turns).acquire_owned().await.map_err(|_| Fault::Closing)?;
        let desk = Arc::clone(self);
        let worked = tokio::task::spawn_blocking(move || {
            // Held until the work ends, also where nobody waits for the answer any more.
            let _turn = turn;
            work(&desk)
        });
        worked.await.map_err(|_| Fault::Broken)?
    }

    /// A connection of its own, for work that takes longer than a question.
    pub(crate) fn beside(&self) -> Result<Ledger> {
        Ok(self.place.look_into()?)
    }

    /// What reads the reports that people bring.
    pub(crate) fn reader(&self) -> Result<&dyn Reader> {
        self.reader.as_deref().ok_or(Fault::NoReader)
    }

    /// The gazetteer, and where its places are that a map shows, the most populous first.
    pub(crate) fn places(&self) -> Result<(&Gazetteer, &[Spot])> {
        let gazetteer = self.atlas.as_deref().ok_or(Fault::NoGazetteer)?.gazetteer()?;
        let places = self.places.get_or_init(|| {
            let shown = gazetteer.places().filter(|place| place.kind() != Kind::Section);
            let mut all: Vec<_> =
                shown.filter_map(|place| Some((place.population(), place.point()?, place.key()))).collect();
            // Those of as many stand as the gazetteer has them.
            all.sort_by_key(|(population, _, key)| (Reverse(*population), *key));
            all.into_iter().map(|(_, spot, key)| (spot, key)).collect()
        });
        Ok((gazetteer, places))
    }

    /// The snapshot of a time, of the ledger as it is now.
    fn snapshot(&self, ledger: &Ledger, now: &Arc<Snapshot>, known: Known) -> Result<Arc<Snapshot>> {
        if known == Known::default() {
            return Ok(Arc::clone(now));
        }
        if let Some(one) = self.of_time(now, known) {
            return Ok(one);
        }
        let _making = held(&now.making);
        // Another request may have made it in the meantime.
        if let Some(one) = self.of_time(now, known) {
            return Ok(one);
        }
        let let_go = self.let_go.load(Ordering::Relaxed);
        let made = Arc::new(Snapshot::at(ledger, known, now)?);
        let is_now = held(&self.now).as_ref().is_some_and(|one| Arc::ptr_eq(one, now));
        let mut times = held(&self.times);
        // What was erased meanwhile is not kept, nor what nobody can ask for any more.
        if self.let_go.load(Ordering::Relaxed) == let_go && (is_now || made.lasts) {
            times.push_back(Arc::clone(&made));
            if times.len() > TIMES {
                times.pop_front();
            }
        }
        Ok(made)
    }

    /// The snapshot of a time, if it is kept.
    fn of_time(&self, now: &Snapshot, known: Known) -> Option<Arc<Snapshot>> {
        let mut times = held(&self.times);
        let is_same = |one: &Arc<Snapshot>| one.base.known == known && (one.lasts || one.revision == now.revision);
        let at = times.iter().position(is_same)?;
        let one = times.remove(at)?;
        times.push_back(Arc::clone(&one));
        Some(one)
    }

    fn connection(&self) -> Result<Ledger, LedgerError> {
        let spare = held(&self.spare).pop();
        match spare {
            // One that was opened before there was anything derived does not see what is derived now.
            Some(ledger) if ledger.derived().is_ok() => Ok(ledger),
            _ => self.place.look_into(),
        }
    }
}

/// What a question is answered from.
pub(crate) struct Asked<'a> {
    /// What requests share.
    pub(crate) desk: &'a Desk,
    /// A connection, which sees the ledger as it is now.
    pub(crate) ledger: &'a Ledger,
    /// What is known now.
    now: &'a Arc<Snapshot>,
    /// What is known at the time that is asked about.
    pub(crate) snapshot: &'a Snapshot,
}

impl Asked<'_> {
    /// What a question needs.
    pub(crate) fn view(&self, need: Need<'_>) -> Result<View> {
        self.snapshot.with_derived(self.ledger, |derived| {
            Ok(View::over(Arc::clone(&self.snapshot.base), self.ledger, derived, need)?)
        })
    }

    /// What a question about an incident needs, with the id that it has at the time that is asked about: an incident is named by
    /// its earliest mention, and before that was known it is found by the others.
    pub(crate) fn incident(&self, id: &str) -> Result<(View, String)> {
        let view = self.view(Need::Incident(id))?;
        let unknown = match view.incident(id) {
            Ok(one) => {
                let id = one.id.clone();
                return Ok((view, id));
            }
            Err(error) => error,
        };
        if std::ptr::eq(self.snapshot, self.now.as_ref()) || !matches!(unknown, AskError::Unknown(_)) {
            return Err(unknown.into());
        }
        let now = Asked { snapshot: self.now, ..*self }.view(Need::Incident(id))?;
        let Ok(one) = now.incident(id) else { return Err(unknown.into()) };
        let told = self.findable()?;
        let beside: BTreeSet<usize> =
            one.documents().filter_map(|document| told.beside.get(document)).flatten().copied().collect();
        let ids = beside.iter().filter_map(|at| self.snapshot.cards.get(*at)).map(|card| card.id.as_str());
        let then = self.view(Need::Named { reports: &[], incidents: &ids.collect::<Vec<_>>() })?;
        let id = went_by(one, &then.incidents).ok_or_else(|| unheard(id))?;
        Ok((self.view(Need::Incident(id))?, id.to_owned()))
    }

    /// A report with what was read in it, those that print its text, and the incidents that it tells of; and what it was found in.
    pub(crate) fn report(&self, name: &str) -> Result<(Read, View)> {
        let same = self.snapshot.base.heads.iter().filter(|head| head.is_called(name)).count();
        if same > 1 {
            return Err(Fault::Wrong(format!("{same} reports are called `{name}`: name one by its id")));
        }
        let view = self.view(Need::Report(name))?;
        let report = view.report(name)?.clone();
        let own = &report.document.reference;
        let prints =
            |group: &&CopyGroup| group.origin == *own || group.members.iter().any(|member| member.reference == *own);
        let copies = view.copies.iter().find(prints).cloned();
        let told = self.findable()?;
        let cards = told.beside.get(own).into_iter().flatten().filter_map(|at| self.snapshot.cards.get(*at));
        Ok((Read { copies, incidents: cards.map(Card::from).collect(), report }, view))
    }

    /// What was known at another time, and what is asked about, each with the incidents that are told otherwise.
    pub(crate) fn views_since(&self, known: Known) -> Result<(View, View)> {
        let snapshot = self.desk.snapshot(self.ledger, self.now, known)?;
        let then = Asked { snapshot: &snapshot, ..*self };
        // One after the other: a snapshot that is asked about in two ways is not waited for while another is held.
        let gists = |of: &Asked<'_>| of.snapshot.with_derived(self.ledger, |derived| Ok(derived.gists()?));
        let (was, is) = news::differing(&gists(&then)?, &gists(self)?);
        Ok((then.view(Need::These(&was))?, self.view(Need::These(&is))?))
    }

    /// The incidents that a filter lets through, and that are as is asked besides, the latest first.
    pub(crate) fn incidents(&self, filter: &Filter, also: impl Fn(&Incident) -> bool) -> Result<Vec<&Incident>> {
        filter.check()?;
        let told = filter.text.is_some().then(|| self.findable()).transpose()?;
        let said = |at: usize| {
            told.as_ref().is_none_or(|told| told.said.get(at).is_some_and(|said| filter.words_are_in(said)))
        };
        let cards = &self.snapshot.cards;
        let found: Vec<&Incident> = cards
            .iter()
            .enumerate()
            .rev()
            .filter(|(at, one)| filter.takes_card(one) && also(one) && said(*at))
            .map(|(_, one)| one)
            .collect();
        if found.is_empty() {
            filter.check_side(&self.snapshot.base.sides, cards)?;
        }
        Ok(found)
    }
}

/// Nothing is left half done under a lock here, so what a panicking request held can be used on.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// By whom what follows from the records is brought up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Settled {
    /// It was here.
    Here,
    /// Another process writes.
    ByOthers,
    /// Nobody can.
    ByNobody,
}

/// Brings up to date what follows from the records, if that is possible.
fn settle(place: &Place) -> Result<Settled> {
    match Ledger::open(&place.dir, place.passphrase.as_deref()) {
        Ok(mut ledger) => {
            let packs = ledger.packs(None)?;
            standing::settle(&mut ledger, &packs)?;
            Ok(Settled::Here)
        }
        Err(LedgerError::Busy { .. }) => Ok(Settled::ByOthers),
        Err(LedgerError::ReadOnly(_)) => Ok(Settled::ByNobody),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_takes_long_to_put_together_is_made_while_nobody_waits() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("ledger");
        Ledger::init(&dir, None, "2022-02-17T07:00:00Z".parse().unwrap()).unwrap();
        let desk = Arc::new(Desk::open(Place { dir, passphrase: None }, None, None).unwrap());
        let known = Known { as_of: Some("2022-02-17T09:00:00Z".parse().unwrap()), as_published: None };
        let now = desk.now().unwrap();
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let (begin, begun) = std::sync::mpsc::channel();
        let another = std::thread::spawn(move || {
            let making = held(&now.making);
            begin.send(()).unwrap();
            ended.recv().unwrap();
            drop(making);
        });
        begun.recv().unwrap();
        let told = desk.put_together(known, Instant::now() + Duration::from_millis(20)).await;
        assert!(matches!(told, Err(Fault::BeingMade)), "{told:?}");
        assert_eq!(told.unwrap_err().status(), axum::http::StatusCode::SERVICE_UNAVAILABLE);
        end.send(()).unwrap();
        another.join().unwrap();
        desk.put_together(known, Instant::now() + PATIENCE).await.unwrap();
        assert_eq!(held(&desk.times).len(), 1, "it was made once");
        assert!(held(&desk.times)[0].lasts, "no record that is added is of a time that is past");
    }
}
