//! What one report says: the end of the path from bytes, pure and deterministic.

mod contract;

pub use contract::{Contract, SCHEMA};

use crate::{
    annotate::Annotation,
    document::Document,
    packs::{self, Pack},
    resolve::{
        places::{self, Gazetteer, PlaceMention},
        quantities::{self, Numbers, Quantity},
        when::{self, Calendars, TimeMention},
        who::{self, Actor},
    },
};

/// What a reading rests on besides the report itself.
#[derive(Default)]
pub struct Knowledge {
    /// Words of time.
    pub calendars: Calendars,
    /// Words of number.
    pub numbers: Numbers,
    /// Where names of places are looked up.
    pub gazetteer: Option<Gazetteer>,
    /// Conflicts.
    pub packs: Vec<Pack>,
}

/// What one report says.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Who is named.
    pub actors: Vec<Actor>,
    /// Places.
    pub places: Vec<PlaceMention>,
    /// Times.
    pub times: Vec<TimeMention>,
    /// Counts.
    pub quantities: Vec<Quantity>,
}

/// Reads an annotated document.
pub fn read(document: &Document, annotation: &Annotation, knowledge: &Knowledge) -> Reading {
    let packs = packs::chosen(document, annotation, &knowledge.packs);
    let times = when::times(document, annotation, &knowledge.calendars);
    let quantities = quantities::quantities(document, annotation, &times, &knowledge.numbers);
    let places = places::places(document, annotation, knowledge.gazetteer.as_ref(), &packs);
    let actors = who::actors(document, annotation, &places, &packs);
    Reading { actors, places, times, quantities }
}
