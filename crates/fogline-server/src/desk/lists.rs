//! What takes long to put together, kept for as long as its snapshot is answered from.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use fogline_ask::{
    commitments, figures::Figures, narratives::Told, packs::Candidates, responses::Claimed,
    retractions::Found as TakenBack, review::Question, rows::Rows, stats::Stats,
};

use super::held;
use crate::{api::Marks, error::Result};

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
