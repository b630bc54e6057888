//! What is known at one time.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

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
};
use schemars::JsonSchema;
use serde::Serialize;

use super::held;
use crate::error::Result;

/// What is known at one time.
pub(crate) struct Snapshot {
    /// What every question needs.
    pub(crate) base: Arc<Base>,
    /// All incidents, the latest last; of each no more than lists show.
    pub(crate) cards: Vec<Incident>,
    /// Where each report stands among the heads, the one that was published last first.
    latest: Vec<usize>,
    /// Where in `cards` each stands.
    places: BTreeMap<String, usize>,
    /// Names the state of the ledger that it was made from.
    pub(crate) revision: String,
    /// What followed at another time; what follows now is in the ledger.
    made: Option<Mutex<Derived>>,
}

/// What lists show of an incident.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Card {
    /// Its id.
    pub(crate) id: String,
    /// In words, without a party's labels.
    pub(crate) label: String,
    /// The family of events, as `violence`.
    pub(crate) family: String,
    /// The PLOVER event of its core.
    pub(crate) kind: String,
    /// Where.
    pub(crate) place: Option<Place>,
    /// When.
    pub(crate) time: Time,
    /// Whether it happened, by who says so.
    pub(crate) occurrence: String,
    /// Who did it, by who says so.
    pub(crate) responsibility: String,
    /// One word for lists.
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
    /// What is known now.
    pub(crate) fn now(ledger: &Ledger) -> Result<Self> {
        let derived = ledger.derived()?;
        Self::of(ledger, derived, Known::default(), revision(ledger)?.0)
    }

    /// What was known at another time.
    pub(crate) fn at(ledger: &Ledger, known: Known, revision: String) -> Result<Self> {
        let derived = standing::at(ledger, &ledger.packs(known.as_of)?, known)?;
        let snapshot = Self::of(ledger, &derived, known, revision)?;
        Ok(Self { made: Some(Mutex::new(derived)), ..snapshot })
    }

    fn of(ledger: &Ledger, derived: &Derived, known: Known, revision: String) -> Result<Self> {
        let cards = standing::cards(derived, &Filter::default(), None, |_| true)?;
        let cards: Vec<Incident> = cards.into_iter().map(|(_, one)| one).collect();
        let base = Base::of(ledger, derived, known)?;
        let mut latest: Vec<usize> = (0..base.heads.len()).collect();
        latest.sort_by_cached_key(|at| {
            let head = base.heads.get(*at);
            let published = head.and_then(|head| seconds(head.published.as_deref()?));
            (Reverse(published), head.map(|head| head.reference.clone()))
        });
        Ok(Self {
            base: Arc::new(base),
            latest,
            places: cards.iter().enumerate().map(|(at, one)| (one.id.clone(), at)).collect(),
            cards,
            revision,
            made: None,
        })
    }

    /// What is known of every report, the one that was published last first.
    pub(crate) fn latest(&self) -> Vec<&Head> {
        self.latest.iter().filter_map(|at| self.base.heads.get(*at)).collect()
    }

    /// Where an incident stands among the cards.
    pub(crate) fn place_of(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// Works with what followed at its time.
    pub(crate) fn with_derived<T>(&self, ledger: &Ledger, work: impl FnOnce(&Derived) -> Result<T>) -> Result<T> {
        match &self.made {
            Some(made) => work(&held(made)),
            None => work(ledger.derived()?),
        }
    }
}

/// Names the state of a ledger: the last record that anything follows from, the beginning of its hash, and whether all that follows is taken in, which is
/// given too.
pub(crate) fn revision(ledger: &Ledger) -> Result<(String, bool)> {
    let (head, seq) = ledger.told()?;
    let settled = standing::is_settled(ledger, &ledger.packs(None)?)?;
    let name = format!("{seq}-{}{}", head.get(..16).unwrap_or(&head), if settled { "" } else { "-unsettled" });
    Ok((name, settled))
}
