//! Rows of other people's tables, and the incidents that they could be accounts of.
//!
//! A row is a report of its coder. A coder is no origin: a row never counts as report, origin or side, nothing of it goes into a
//! status, and who did what to whom is never made of the order of its actors. `link.rs` proposes which incident a row could tell
//! of, with each reason and its figure, by `lexicon/rows.toml`; `rules.rs` reads that file. A person can confirm a link or undo
//! it, by a correction ([`crate::corrections::Change::LinkRow`]).

mod link;
mod rules;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use link::{Decided, Linker, Target};
pub use rules::Rules;

/// What a row says, as far as its mapping tells what its columns are. What is not told is not there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RowFacts")]
pub struct Coded {
    /// The coder's own id of it.
    pub id: String,
    /// First day that it can have been, as `2022-02-17`.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// Name of the place.
    pub place: Option<String>,
    /// Name of the first-level division.
    pub division: Option<String>,
    /// Name of the country.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How precisely the place is told.
    pub reach: Reach,
    /// Kinds of event in the coder's words, the most general first.
    pub kind: Vec<String>,
    /// Families of events that this can be, as `violence`; none where the kind tells nothing.
    pub families: Vec<String>,
    /// Weapons that the kind tells of.
    pub weapons: Vec<String>,
    /// Who took part, in no order that says who did what.
    pub actors: Vec<String>,
    /// Figures by what they count, as `killed`.
    pub figures: BTreeMap<String, Figure>,
    /// Sources that the coder names.
    pub sources: Vec<String>,
    /// The coder's notes.
    pub notes: Vec<String>,
    /// Addresses.
    pub url: Vec<String>,
}

/// A figure of a coder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RowFigure")]
pub struct Figure {
    /// At least.
    pub low: Option<f64>,
    /// As coded.
    pub best: Option<f64>,
    /// At most.
    pub high: Option<f64>,
}

/// How precisely a place is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// A village, a town, or a spot in it.
    #[default]
    Site,
    /// Near a place, or a part of a district.
    Near,
    /// A district, for which a town stands.
    District,
    /// A first-level division, for which its capital stands.
    Division,
    /// A country, or more, or the sea.
    Country,
}

impl Reach {
    /// As data files and the contract write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Near => "near",
            Self::District => "district",
            Self::Division => "division",
            Self::Country => "country",
        }
    }
}

/// How a row stands to incidents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RowLinkState")]
pub enum State {
    /// No incident fits well enough.
    #[default]
    None,
    /// One fits, by rule; no person has looked at it.
    Proposed,
    /// Several fit about as well.
    Ambiguous,
    /// A person says that it is this one.
    Confirmed,
}

impl State {
    /// As the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Proposed => "proposed",
            Self::Ambiguous => "ambiguous",
            Self::Confirmed => "confirmed",
        }
    }
}

/// Which incident a row could be an account of, and why.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RowLink")]
pub struct Link {
    /// How it stands.
    pub state: State,
    /// The incident; none where nothing fits, or several do.
    pub incident: Option<String>,
    /// By how much the best leads; none where it is the only one.
    pub margin: Option<f64>,
    /// What fits best, the best first; a person's own choice stands first.
    pub candidates: Vec<Candidate>,
    /// Incidents of which a person says that it is not them.
    pub undone: Vec<String>,
}

/// An incident that a row could be an account of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RowCandidate")]
pub struct Candidate {
    /// The incident.
    pub incident: String,
    /// The sum of what its reasons weigh.
    pub score: f64,
    /// What speaks for it.
    pub reasons: Vec<Reason>,
}

/// What speaks for a row and an incident being of one occurrence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RowReason")]
pub struct Reason {
    /// As `distance`: a name of `[weights]` in `lexicon/rows.toml`, or `person`.
    pub name: String,
    /// Its figure: days in common, kilometres, or how often a name stands in both; none where it has none.
    pub figure: Option<f64>,
    /// What it is about: the days, the name, the count.
    pub says: String,
    /// What it weighs.
    pub weight: f64,
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({}) {:+.2}", self.name, self.says, self.weight)
    }
}
