//! The ledger as requests see it: what every question needs is at hand in memory, and connections are kept open.
//!
//! A snapshot holds for as long as nothing is recorded. The one of now is made anew when the ledger has grown and is settled;
//! until then the last one answers. Those of other times are made when they are asked for, and the latest are kept.

mod snapshot;

use std::{
    collections::{BTreeSet, VecDeque},
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use fogline_ask::{Need, View, incidents::Filter};
use fogline_ledger::{
    Ledger, LedgerError,
    standing::{self, Known},
};
use fogline_reconcile::{copies::CopyGroup, incidents::Incident};
use tokio::sync::{Semaphore, watch};

pub(crate) use self::snapshot::{Card, Snapshot, revision, spot};
use crate::{
    accounts::Who,
    api::{Answered, Read},
    error::{Fault, Result},
    reader::Reader,
};

/// Snapshots of other times that are kept.
const TIMES: usize = 8;
/// Questions that are answered at once.
const AT_ONCE: usize = 8;
/// Of those about other times.
const THEN_AT_ONCE: usize = 2;

/// Where the ledger lies, and how it is opened.
#[derive(Clone)]
pub struct Place {
    /// The folder.
    pub dir: PathBuf,
    /// The passphrase of a sealed one.
    pub passphrase: Option<String>,
}

/// The ledger as requests see it.
pub struct Desk {
    place: Place,
    /// Connections that nobody uses.
    idle: Mutex<Vec<Ledger>>,
    /// What is known now.
    now: Mutex<Arc<Snapshot>>,
    /// What was known at other times, the one that was asked for last at the end.
    times: Mutex<VecDeque<Arc<Snapshot>>>,
    /// Held while a snapshot of another time is made: one at a time.
    making: Mutex<()>,
    /// Held by the request that writes.
    writing: Mutex<()>,
    /// What was answered to those that wrote.
    pub(crate) answered: Answered,
    reader: Option<Box<dyn Reader>>,
    turns: Arc<Semaphore>,
    turns_then: Arc<Semaphore>,
    turns_to_work: Arc<Semaphore>,
    grown: watch::Sender<String>,
}

impl Desk {
    /// Opens a ledger, brings up to date what follows from it where nobody else writes to it, and takes in what is known.
    pub fn open(place: Place, reader: Option<Box<dyn Reader>>) -> Result<Self> {
        let ledger = settled(&place)?;
        let now = Arc::new(Snapshot::now(&ledger)?);
        Ok(Self {
            grown: watch::Sender::new(now.revision.clone()),
            place,
            idle: Mutex::new(vec![ledger]),
            now: Mutex::new(now),
            times: Mutex::default(),
            making: Mutex::default(),
            writing: Mutex::default(),
            answered: Answered::default(),
            reader,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            turns_then: Arc::new(Semaphore::new(THEN_AT_ONCE)),
            turns_to_work: Arc::new(Semaphore::new(AT_ONCE)),
        })
    }

    /// What is known now, as far as it was taken in.
    pub(crate) fn now(&self) -> Arc<Snapshot> {
        Arc::clone(&held(&self.now))
    }

    /// Tells when the ledger has grown: the revision that it has come to.
    pub(crate) fn grown(&self) -> watch::Receiver<String> {
        self.grown.subscribe()
    }

    /// Takes in what was recorded since, if it is settled. Whether there was anything.
    pub(crate) fn refresh(&self) -> Result<bool> {
        let ledger = self.connection()?;
        let (revision, settled) = revision(&ledger)?;
        if !settled || self.now().revision == revision {
            self.give_back(ledger);
            return Ok(false);
        }
        let now = Arc::new(Snapshot::now(&ledger)?);
        *held(&self.now) = now;
        // What was erased since must not stay at hand.
        held(&self.times).clear();
        self.give_back(ledger);
        self.grown.send_replace(revision);
        Ok(true)
    }

    /// Answers a question of a time, on a thread that may wait for the disk.
    pub(crate) async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        known: Known,
        answer: impl FnOnce(&Asked<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        // Questions about now do not wait for what was at another time to be put together.
        let turns = if known == Known::default() { &self.turns } else { &self.turns_then };
        let turn = Arc::clone(turns).acquire_owned().await.map_err(|_| Fault::Closing)?;
        let desk = Arc::clone(self);
        let answered = tokio::task::spawn_blocking(move || {
            // Held until the work ends, also where nobody waits for the answer any more.
            let _turn = turn;
            let ledger = desk.connection()?;
            let snapshot = desk.snapshot(&ledger, known)?;
            let answered = answer(&Asked { desk: &desk, ledger: &ledger, snapshot: &snapshot });
            desk.give_back(ledger);
            answered
        });
        answered.await.map_err(|_| Fault::Broken)?
    }

    /// Writes to the ledger for somebody, who goes on record with it, and takes in what came of it.
    pub(crate) async fn write<T: Send + 'static>(
        self: &Arc<Self>,
        who: &Who,
        work: impl FnOnce(&Self, &mut Ledger) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let acting = who.acting();
        self.work(move |desk| {
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

    /// Adds to the ledger, one request after the other.
    pub(crate) fn record<T>(&self, work: impl FnOnce(&mut Ledger) -> Result<T>) -> Result<T> {
        let _turn = held(&self.writing);
        let mut ledger = Ledger::open(&self.place.dir, self.place.passphrase.as_deref())?;
        work(&mut ledger)
    }

    /// Works without the ledger, on a thread that may take its time.
    pub(crate) async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let turn = Arc::clone(&self.turns_to_work).acquire_owned().await.map_err(|_| Fault::Closing)?;
        let desk = Arc::clone(self);
        let worked = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work(&desk)
        });
        worked.await.map_err(|_| Fault::Broken)?
    }

    /// What reads the reports that people bring.
    pub(crate) fn reader(&self) -> Result<&dyn Reader> {
        self.reader.as_deref().ok_or(Fault::NoReader)
    }

    /// The snapshot of a time.
    fn snapshot(&self, ledger: &Ledger, known: Known) -> Result<Arc<Snapshot>> {
        if known == Known::default() {
            return Ok(self.now());
        }
        let revision = self.now().revision.clone();
        let kept = || {
            let mut times = held(&self.times);
            let at = times.iter().position(|one| one.base.known == known && one.revision == revision)?;
            let one = times.remove(at)?;
            times.push_back(Arc::clone(&one));
            Some(one)
        };
        if let Some(one) = kept() {
            return Ok(one);
        }
        let _making = held(&self.making);
        // Another request may have made it in the meantime.
        if let Some(one) = kept() {
            return Ok(one);
        }
        let made = Arc::new(Snapshot::at(ledger, known, revision)?);
        let mut times = held(&self.times);
        times.push_back(Arc::clone(&made));
        if times.len() > TIMES {
            times.pop_front();
        }
        Ok(made)
    }

    fn connection(&self) -> Result<Ledger> {
        let idle = held(&self.idle).pop();
        idle.map_or_else(|| Ok(Ledger::open_read_only(&self.place.dir, self.place.passphrase.as_deref())?), Ok)
    }

    fn give_back(&self, ledger: Ledger) {
        let mut idle = held(&self.idle);
        if idle.len() < AT_ONCE {
            idle.push(ledger);
        }
    }
}

/// What a question is answered from.
pub(crate) struct Asked<'a> {
    /// What requests share.
    pub(crate) desk: &'a Desk,
    /// A connection.
    pub(crate) ledger: &'a Ledger,
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

    /// A report with what was read in it, those that print its text, and the incidents that it tells of.
    pub(crate) fn report(&self, name: &str) -> Result<Read> {
        let same = self.snapshot.base.heads.iter().filter(|head| head.is_called(name)).count();
        if same > 1 {
            return Err(Fault::Wrong(format!("{same} reports are called `{name}`: name one by its id")));
        }
        let view = self.view(Need::Named { reports: &[name], incidents: &[] })?;
        let report = view.report(name)?.clone();
        let own = &report.document.reference;
        let prints =
            |group: &&CopyGroup| group.origin == *own || group.members.iter().any(|member| member.reference == *own);
        let copies = view.copies.iter().find(prints).cloned();
        Ok(Read { copies, incidents: view.incidents.iter().map(Card::from).collect(), report })
    }

    /// What was known at another time, of the same ledger.
    pub(crate) fn view_at(&self, known: Known, need: Need<'_>) -> Result<View> {
        let snapshot = self.desk.snapshot(self.ledger, known)?;
        Asked { snapshot: &snapshot, ..*self }.view(need)
    }

    /// The incidents that a filter lets through, and that are as is asked besides, the latest first.
    pub(crate) fn incidents(&self, filter: &Filter, also: impl Fn(&Incident) -> bool) -> Result<Vec<&Incident>> {
        filter.check()?;
        let words = filter.text.is_some().then(|| self.with_words(filter)).transpose()?;
        let said = |one: &Incident| words.as_ref().is_none_or(|words| words.contains(&one.id));
        let cards = &self.snapshot.cards;
        let found: Vec<&Incident> =
            cards.iter().rev().filter(|one| filter.takes_card(one) && also(one) && said(one)).collect();
        if found.is_empty() {
            filter.check_side(&self.snapshot.base.sides, cards)?;
        }
        Ok(found)
    }

    /// Ids of the incidents that a filter lets through and of which the words that it asks for are said.
    fn with_words(&self, filter: &Filter) -> Result<BTreeSet<String>> {
        self.snapshot.with_derived(self.ledger, |derived| {
            let cards = standing::cards(derived, &filter.looked_up(), None, |one| filter.takes_card(one))?;
            let whole = standing::whole(derived, cards.into_iter().map(|(number, _)| number))?;
            Ok(whole.into_iter().filter(|one| filter.has_words(one)).map(|one| one.id).collect())
        })
    }
}

/// Nothing is left half done under a lock here, so what a panicking request held can be used on.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The ledger to read from, settled if that is possible.
fn settled(place: &Place) -> Result<Ledger> {
    let passphrase = place.passphrase.as_deref();
    match Ledger::open(&place.dir, passphrase) {
        Ok(mut ledger) => {
            let packs = ledger.packs(None)?;
            standing::settle(&mut ledger, &packs)?;
        }
        Err(LedgerError::Busy { .. } | LedgerError::ReadOnly(_)) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(Ledger::open_read_only(&place.dir, passphrase)?)
}
