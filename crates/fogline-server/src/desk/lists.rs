//! What takes long to put together, kept for as long as its snapshot is answered from.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use fogline_ask::{
    Need, commitments,
    figures::{self, Figures},
    narratives::{self, Told},
    packs::{Candidates, candidates},
    responses::{self, Claimed},
    retractions::{self, Found as TakenBack},
    review::{self, Question},
    rows::Rows,
    stats::{Stats, stats},
};
use fogline_ledger::standing::{self, Known};
use jiff::Timestamp;

use super::{Asked, held};
use crate::{
    api::{Holdings, Marks},
    error::Result,
};

/// One thing that is made once.
pub(crate) struct Kept<T>(Mutex<Option<Arc<T>>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Kept<T> {
    /// As it was made, or as it is made now. Whoever asks meanwhile waits for it and does not make it again.
    pub(crate) fn get(&self, make: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
        self.get_if(|_| true, make)
    }

    /// The same, where it holds no longer than something says.
    pub(crate) fn get_if(&self, holds: impl Fn(&T) -> bool, make: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
        let mut kept = held(&self.0);
        if let Some(kept) = kept.as_ref().filter(|kept| holds(kept)) {
            return Ok(Arc::clone(kept));
        }
        // What held before is not needed beside what holds now.
        *kept = None;
        let made = Arc::new(make()?);
        *kept = Some(Arc::clone(&made));
        Ok(made)
    }
}

/// What finding incidents takes besides their cards.
#[derive(Default)]
pub(crate) struct Findable {
    /// Which incidents each report tells of, by where they stand among the cards.
    pub(crate) beside: BTreeMap<String, Vec<usize>>,
    /// The name of each and the words said of it, in small letters, in the order of the cards.
    pub(crate) said: Vec<String>,
}

/// What is kept of a snapshot.
#[derive(Default)]
pub(crate) struct Lists {
    /// What finding incidents takes.
    pub(crate) findable: Kept<Findable>,
    /// All incidents in columns.
    pub(crate) marks: Kept<Marks>,
    /// What the ledger holds.
    pub(crate) holdings: Kept<Holdings>,
    /// How much was read.
    pub(crate) stats: Kept<Stats>,
    /// Claims and answers.
    pub(crate) responses: Kept<Vec<Claimed>>,
    /// Figures that differ.
    pub(crate) figures: Kept<Vec<Figures>>,
    /// What was taken back.
    pub(crate) retractions: Kept<Vec<TakenBack>>,
    /// What no pack knows.
    pub(crate) candidates: Kept<Candidates>,
    /// Labels.
    pub(crate) labels: Kept<Vec<Told>>,
    /// Decisions that need a person.
    pub(crate) review: Kept<Vec<Question>>,
    /// Rows of coders' tables, linked to incidents.
    pub(crate) rows: Kept<Rows>,
    /// Promises, agreements, warnings.
    pub(crate) commitments: Kept<commitments::All>,
}

/// All that takes long, what most ask for first.
pub(super) const ALL: [fn(&Asked<'_>) -> Result<()>; 9] = [
    |asked| asked.findable().map(drop),
    |asked| asked.marks().map(drop),
    |asked| asked.stats().map(drop),
    |asked| asked.labels().map(drop),
    |asked| asked.responses().map(drop),
    |asked| asked.figures().map(drop),
    |asked| asked.commitments().map(drop),
    |asked| asked.retractions().map(drop),
    |asked| asked.review().map(drop),
];

impl Asked<'_> {
    fn lists(&self) -> &Lists {
        &self.snapshot.lists
    }

    fn known(&self) -> Known {
        self.snapshot.base.known
    }

    /// What finding incidents takes besides their cards.
    pub(crate) fn findable(&self) -> Result<Arc<Findable>> {
        self.lists().findable.get(|| {
            let cards = self.snapshot.cards.iter().enumerate();
            let places: BTreeMap<&str, usize> = cards.map(|(at, one)| (one.id.as_str(), at)).collect();
            let all = self.snapshot.with_derived(self.ledger, |derived| Ok(standing::findable(derived)?))?;
            let mut told = Findable { said: vec![String::new(); places.len()], ..Findable::default() };
            for one in all {
                let Some(at) = places.get(one.id.as_str()) else { continue };
                for document in one.documents {
                    told.beside.entry(document).or_default().push(*at);
                }
                if let Some(said) = told.said.get_mut(*at) {
                    *said = one.said;
                }
            }
            for all in told.beside.values_mut() {
                all.sort_unstable();
            }
            Ok(told)
        })
    }

    /// All incidents in columns.
    pub(crate) fn marks(&self) -> Result<Arc<Marks>> {
        self.lists().marks.get(|| Ok(Marks::of(self.snapshot)))
    }

    /// What the ledger holds.
    pub(crate) fn holdings(&self) -> Result<Arc<Holdings>> {
        self.lists().holdings.get(|| Holdings::of(self))
    }

    /// How much was read.
    pub(crate) fn stats(&self) -> Result<Arc<Stats>> {
        self.lists().stats.get(|| Ok(stats(self.ledger, self.known().as_of)?))
    }

    /// Claims and answers.
    pub(crate) fn responses(&self) -> Result<Arc<Vec<Claimed>>> {
        self.lists().responses.get(|| Ok(responses::claims(&self.view(Need::Responses)?)))
    }

    /// Figures that differ.
    pub(crate) fn figures(&self) -> Result<Arc<Vec<Figures>>> {
        self.lists().figures.get(|| Ok(figures::differing(&self.view(Need::Figures)?)))
    }

    /// What was taken back.
    pub(crate) fn retractions(&self) -> Result<Arc<Vec<TakenBack>>> {
        self.lists().retractions.get(|| {
            let view = self.view(Need::Corrections)?;
            Ok(retractions::all(self.ledger, self.known().as_of, &view)?.0)
        })
    }

    /// What no pack knows.
    pub(crate) fn candidates(&self) -> Result<Arc<Candidates>> {
        self.lists().candidates.get(|| Ok(candidates(self.ledger, self.known().as_of)?))
    }

    /// Labels.
    pub(crate) fn labels(&self) -> Result<Arc<Vec<Told>>> {
        self.lists().labels.get(|| Ok(narratives::find(&self.view(Need::Labels)?)))
    }

    /// Decisions that need a person.
    pub(crate) fn review(&self) -> Result<Arc<Vec<Question>>> {
        self.lists().review.get(|| Ok(review::questions(&self.view(Need::Incidents)?)))
    }

    /// Promises, agreements, warnings. Where they stand now follows from the day.
    pub(crate) fn commitments(&self) -> Result<Arc<commitments::All>> {
        let day = |moment: i64| moment.div_euclid(24 * 3600);
        let today = day(Timestamp::now().as_second());
        let holds = |all: &commitments::All| self.known() != Known::default() || day(all.moment()) == today;
        self.lists().commitments.get_if(holds, || Ok(commitments::all(&self.view(Need::Commitments)?)))
    }

    /// Rows of coders' tables, linked to incidents.
    pub(crate) fn rows(&self) -> Result<Arc<Rows>> {
        self.lists().rows.get(|| {
            let rows = Rows::of(self.ledger, self.known().as_of)?;
            if rows.is_empty() { Ok(rows) } else { Ok(rows.linked_to(&self.view(Need::Incidents)?)) }
        })
    }
}
