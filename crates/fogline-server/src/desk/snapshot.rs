//! What is known at one time.

use std::{
    cmp::Reverse,
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use fogline::packs::SideRole;
use fogline_ask::view::Base;
use fogline_ledger::{
    Ledger,
    derived::{Derived, Filter},
    standing::{self, Known},
};
use fogline_reconcile::{
    head::Head,
    incidents::{Incident, Place, Time, mention::Level},
    report::{Reviewed, seconds},
    terms::{Family, Occurrence, Responsibility, RollUp},
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    held,
    lists::Lists,
    pool::{Pool, Spare},
};
use crate::error::Result;

/// What is known at one time.
pub(crate) struct Snapshot {
    /// What every question needs.
    pub(crate) base: Arc<Base>,
    /// All incidents, the latest last; of each no more than lists show.
    pub(crate) cards: Vec<Incident>,
    /// Where each report stands among the heads, the one that was published last first.
    latest: Vec<usize>,
    /// Names the state of the ledger that it was made from.
    pub(crate) revision: String,
    /// What takes long to put together.
    pub(crate) lists: Lists,
    /// The number of the last record that it has taken in.
    pub(crate) upto: i64,
    /// What followed at another time; what follows now is in the ledger.
    made: Option<Mutex<Derived>>,
    /// Whether nothing that is added changes it: what was recorded by a time that is past.
    pub(super) lasts: bool,
    /// Connections that see the ledger as it was then; none of its own has a snapshot of another time.
    pub(super) pool: Pool,
    /// Held while a snapshot of another time is made of it.
    pub(super) making: Mutex<()>,
}

/// What lists show of an incident.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Card {
    /// Its id.
    pub(crate) id: String,
    /// In words, without a party's labels.
    pub(crate) label: String,
    /// The family of events, as `violence`.
    #[schemars(with = "Family")]
    pub(crate) family: String,
    /// The PLOVER event of its core.
    pub(crate) kind: String,
    /// Where.
    pub(crate) place: Option<Place>,
    /// When.
    pub(crate) time: Time,
    /// Whether it happened, by who says so.
    #[schemars(with = "Occurrence")]
    pub(crate) occurrence: String,
    /// Who did it, by who says so.
    #[schemars(with = "Responsibility")]
    pub(crate) responsibility: String,
    /// One word for lists.
    #[schemars(with = "RollUp")]
    pub(crate) roll_up: String,
    /// Sides that deny it.
    pub(crate) denied_by: Vec<String>,
    /// Sides that are accused.
    pub(crate) accused: Vec<String>,
    /// Sides that speak of it.
    pub(crate) sides: Vec<String>,
    /// How many reports tell of it.
    pub(crate) reports: usize,
    /// How many origins they go back to: at least, and at most.
    pub(crate) origins: [usize; 2],
    /// Whether people have looked at it.
    pub(crate) reviewed: Reviewed,
}

/// Where an incident is, if it is at one spot, and not in an area or nowhere that is told.
pub(crate) fn spot(one: &Incident) -> Option<(f64, f64)> {
    let place = one.place.as_ref().filter(|place| place.level == Level::Site)?;
    place.lat.zip(place.lon)
}

impl From<&Incident> for Card {
    fn from(one: &Incident) -> Self {
        let mut accused: Vec<String> = one.accused.iter().filter_map(|party| party.side.clone()).collect();
        accused.sort();
        accused.dedup();
        Self {
            id: one.id.clone(),
            label: one.label.clone(),
            family: one.family.clone(),
            kind: one.kind.clone(),
            place: one.place.clone(),
            time: one.time.clone(),
            occurrence: one.occurrence.clone(),
            responsibility: one.responsibility.clone(),
            roll_up: one.roll_up.clone(),
            denied_by: one.denied_by.clone(),
            accused,
            sides: one.sides.clone(),
            reports: one.reports,
            origins: [one.origins.min, one.origins.max],
            reviewed: one.reviewed,
        }
    }
}

impl Snapshot {
    /// What is known now, as connections see it that all see the same.
    pub(super) fn now(pool: Pool) -> Result<Self> {
        let lent = pool.lend();
        let ledger = lent.ledger()?;
        let (revision, upto) = revision(ledger)?;
        let facts = Facts::of(ledger, ledger.derived()?, Known::default())?;
        drop(lent);
        Ok(Self::made_of(facts, revision, upto, None, pool))
    }

    /// What is known now of a ledger in which what follows is not up to date, and that nobody writes to.
    pub(super) fn made_now(ledger: Ledger, spare: &Spare) -> Result<Self> {
        let (revision, upto) = revision(&ledger)?;
        let derived = standing::at(&ledger, &ledger.packs(None)?, Known::default())?;
        let facts = Facts::of(&ledger, &derived, Known::default())?;
        let pool = Pool::new(vec![ledger], Arc::clone(spare));
        Ok(Self::made_of(facts, revision, upto, Some(derived), pool))
    }

    /// What was known at another time of what is known now.
    pub(super) fn at(ledger: &Ledger, known: Known, now: &Self) -> Result<Self> {
        let lasts = known.as_of.is_some_and(|at| at < Timestamp::now());
        let derived = standing::at(ledger, &ledger.packs(known.as_of)?, known)?;
        let facts = Facts::of(ledger, &derived, known)?;
        let none = Pool::new(Vec::new(), Spare::default());
        Ok(Self { lasts, ..Self::made_of(facts, now.revision.clone(), now.upto, Some(derived), none) })
    }

    fn made_of(facts: Facts, revision: String, upto: i64, made: Option<Derived>, pool: Pool) -> Self {
        let Facts { base, cards, latest } = facts;
        Self {
            base: Arc::new(base),
            latest,
            cards,
            revision,
            upto,
            lists: Lists::default(),
            made: made.map(Mutex::new),
            lasts: false,
            pool,
            making: Mutex::default(),
        }
    }

    /// Ids of the sides, parties before others, in the order of the packs; `by_incidents`, those of which incidents tell before all
    /// others.
    pub(crate) fn sides(&self, by_incidents: bool) -> Vec<&str> {
        let cards = if by_incidents { self.cards.as_slice() } else { &[] };
        let accused = cards.iter().flat_map(|one| &one.accused).filter_map(|party| party.side.as_ref());
        let speaking = cards.iter().flat_map(|one| one.sides.iter().chain(&one.denied_by));
        let told: BTreeSet<&str> = speaking.chain(accused).map(String::as_str).collect();
        let mut seen = BTreeSet::new();
        let packs = self.base.packs.iter();
        let mut all: Vec<_> = packs.flat_map(|pack| &pack.sides).filter(|side| seen.insert(&side.id)).collect();
        all.sort_by_key(|side| (!told.contains(side.id.as_str()), side.role != SideRole::Party));
        all.into_iter().map(|side| side.id.as_str()).collect()
    }

    /// What is known of every report, the one that was published last first.
    pub(crate) fn latest(&self) -> Vec<&Head> {
        self.latest.iter().filter_map(|at| self.base.heads.get(*at)).collect()
    }

    /// Works with what followed at its time.
    pub(crate) fn with_derived<T>(&self, ledger: &Ledger, work: impl FnOnce(&Derived) -> Result<T>) -> Result<T> {
        match &self.made {
            Some(made) => work(&held(made)),
            None => work(ledger.derived()?),
        }
    }
}

/// What a snapshot knows.
struct Facts {
    base: Base,
    cards: Vec<Incident>,
    latest: Vec<usize>,
}

impl Facts {
    fn of(ledger: &Ledger, derived: &Derived, known: Known) -> Result<Self> {
        let cards = standing::cards(derived, &Filter::default(), None, |_| true)?;
        let cards: Vec<Incident> = cards.into_iter().map(|(_, one)| one).collect();
        let base = Base::of(ledger, derived, known)?;
        let mut latest: Vec<usize> = (0..base.heads.len()).collect();
        latest.sort_by_cached_key(|at| base.heads.get(*at).map(in_time));
        Ok(Self { base, cards, latest })
    }
}

/// By what reports are listed: the one that was published last first.
pub(crate) fn in_time(head: &Head) -> (Reverse<Option<i64>>, String) {
    (Reverse(head.published.as_deref().and_then(seconds)), head.id.clone())
}

/// Names the state of a ledger, with the number of its last record that anything follows from: that, and the beginning of its
/// hash.
pub(super) fn revision(ledger: &Ledger) -> Result<(String, i64)> {
    let (head, seq) = ledger.told()?;
    Ok((format!("{seq}-{}", head.get(..16).unwrap_or(&head)), seq))
}
