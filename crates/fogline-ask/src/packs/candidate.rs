//! What a pack could hold, as the reports name it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a candidate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Someone who speaks, acts, or is accused.
    Actor,
    /// Who published reports.
    Outlet,
    /// A first-level division of a country, or a place in one.
    Place,
    /// A word of speakers for others.
    Label,
    /// Something that parties have agreed on.
    Agreement,
}

/// A candidate with what the reports tell of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PackCandidate")]
pub struct Candidate {
    /// What it is.
    pub sort: Sort,
    /// What kind of it, as a pack would call it; a guess. `adjective` where it says whose something is.
    pub kind: String,
    /// The name that is written most.
    pub name: String,
    /// Other names that the reader took for the same.
    pub names: Vec<String>,
    /// What it is probably another name of, or where it lies: another candidate's name, or the id of one that is known.
    pub same_as: Option<String>,
    /// Country: ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Offices as written beside it, the most frequent first.
    pub offices: Vec<String>,
    /// Of a label who uses it, of an agreement who is named as party to it, of a division the places in it.
    pub related: Vec<Related>,
    /// Reports that name it.
    pub reports: usize,
    /// Statements in which it speaks or is accused; of a label and an agreement those that hold it.
    pub statements: usize,
    /// First day on which a report that names it was published.
    pub first: Option<String>,
    /// Where it is named, in three reports at most, the earliest.
    pub examples: Vec<Example>,
}

/// Someone or something beside a candidate, with the number of reports that say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PackRelated")]
pub struct Related {
    /// Its name.
    pub name: String,
    /// Reports.
    pub reports: usize,
}

/// Where a candidate is named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PackExample")]
pub struct Example {
    /// When the report was published.
    pub published: Option<String>,
    /// What the report is cited by.
    pub document: String,
    /// Where the name begins, in code points.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The name as written.
    pub exact: String,
    /// The words around it: its sentence, or as much of it as is needed.
    pub words: String,
}

/// What the reports of a ledger name, by sort, what most reports name first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PackCandidates")]
pub struct Candidates {
    /// Reports that were looked at.
    pub reports: usize,
    /// Those whom no pack knows, or who are on no side.
    pub actors: Vec<Candidate>,
    /// Outlets that no pack knows.
    pub outlets: Vec<Candidate>,
    /// First-level divisions of countries, each with the places in it behind it.
    pub places: Vec<Candidate>,
    /// Words for others.
    pub labels: Vec<Candidate>,
    /// Agreements.
    pub agreements: Vec<Candidate>,
}

impl Candidates {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Candidate> {
        [&self.actors, &self.outlets, &self.places, &self.labels, &self.agreements].into_iter().flatten()
    }
}
