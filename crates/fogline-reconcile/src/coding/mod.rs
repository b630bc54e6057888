//! What people code, and how far they agree with one another and with the machine.
//!
//! ```text
//! Assignment ──▶ Coded, one a coder ──units.rs──▶ units: what several coders found in the same words ──table.rs──▶ Table
//!                Coded of the machine ◀──machine.rs── its reading, as it stood when the assignment was made
//!                                                           └▶ people decide: Adjudication ──apply.rs──▶ corrections
//! ```
//! `field.rs` is the one table of what is coded, at which level it is measured, and which words it takes. `blind.rs` says who may
//! see what before they are done. Pure: whoever records and reads the records is elsewhere.

pub mod apply;
pub mod blind;
pub mod codebook;
pub mod field;
pub mod machine;
pub mod table;
pub mod units;
mod valid;

use std::collections::{BTreeMap, BTreeSet};

use fogline::packs::Pack;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::{
    field::{Field, Of},
    valid::{Fault, check},
};
use crate::{
    report::{Report, Span},
    sides::Sides,
};

/// The name under which the machine stands among coders. No account can have it, as it has a space.
pub const MACHINE: &str = "the machine";

/// The word by which a coder says that there is none.
pub const NONE: &str = "none";

/// The speaker of what the outlet says in its own voice.
pub const AUTHOR: &str = "author";

/// The sides that a coder of a report can tell: those of the packs whose conflicts it tells of, or of all where it tells of none.
/// In the order of the packs; one that several have is one.
pub fn sides(packs: &[Pack], report: &Report) -> Vec<String> {
    let conflicts = Sides::new(packs).conflicts_of(report);
    let own = packs.iter().filter(|pack| conflicts.is_empty() || conflicts.contains(&pack.id));
    let mut seen = BTreeSet::new();
    let sides = own.flat_map(|pack| &pack.sides).map(|side| &side.id);
    sides.filter(|id| seen.insert(*id)).cloned().collect()
}

/// What is coded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "subject", rename_all = "snake_case")]
#[schemars(rename = "CodedSubject")]
pub enum Subject {
    /// A report: its statements and events.
    Report {
        /// Document id.
        document: String,
    },
    /// An incident: its statuses.
    Incident {
        /// Its id when the assignment was made.
        incident: String,
        /// Ids of the documents that told of it then.
        documents: Vec<String>,
    },
}

impl Subject {
    /// The documents whose words are coded.
    pub fn documents(&self) -> Vec<&str> {
        match self {
            Self::Report { document } => vec![document],
            Self::Incident { documents, .. } => documents.iter().map(String::as_str).collect(),
        }
    }

    /// What of it can be coded.
    pub fn takes(&self, of: Of) -> bool {
        matches!(self, Self::Incident { .. }) == (of == Of::Incident)
    }
}

/// Who is to code what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Assignment {
    /// What is coded.
    #[serde(flatten)]
    pub subject: Subject,
    /// Who codes it, in the order of their names.
    pub coders: Vec<String>,
    /// Which fields.
    pub fields: Vec<Field>,
    /// Whether coders see neither the machine's reading nor anything that follows from it until they are done.
    pub blind: bool,
    /// Who assigned it.
    pub by: String,
    /// Number of the record of the machine's reading as it stood then; none for incidents.
    pub reading: Option<i64>,
    /// The statuses that the machine derived then; none for reports.
    pub statuses: Option<Statuses>,
}

/// What a coder found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Coded {
    /// What was said, by whom.
    pub statements: Vec<CodedStatement>,
    /// What is said to have happened.
    pub events: Vec<CodedEvent>,
    /// The statuses of an incident.
    pub statuses: Option<Statuses>,
}

/// A statement as a coder found it. What is left out was not coded; `none` says that there is none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CodedStatement {
    /// What is said, in the report's words.
    pub content: Vec<Span>,
    /// Who says it, as the report names them; `author` for the outlet's own voice.
    pub speaker: Option<String>,
    /// The speaker's side, by the packs.
    pub side: Option<String>,
    /// What saying it is, as `deny`.
    pub speech_act: Option<String>,
    /// Who is accused, as the report names them; an empty list says nobody.
    pub accused: Option<Vec<String>>,
    /// How certain it is to whoever says it, as `CT+`.
    pub factuality: Option<String>,
}

/// An event as a coder found it. What is left out was not coded; `none` says that there is none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CodedEvent {
    /// The word that tells of it.
    pub trigger: Span,
    /// PLOVER's type, as `ASSAULT`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// PLOVER's mode, as `heavy_weapons`.
    pub mode: Option<String>,
    /// Whether it is said to be so.
    pub polarity: Option<String>,
    /// How it stands to what is the case.
    pub modality: Option<String>,
    /// Where, as the report names it.
    pub place: Option<String>,
    /// On which day.
    pub day: Option<Date>,
    /// How many were killed by it; the number as said, or what lies in the middle of a range.
    pub killed: Option<f64>,
    /// How many were injured.
    pub injured: Option<f64>,
}

/// The statuses of an incident as a coder finds them, or as the machine derives them. What is left out was not coded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(rename = "CodedStatuses")]
pub struct Statuses {
    /// Whether it happened, by who says so.
    pub occurrence: Option<String>,
    /// Who did it, by who says so.
    pub responsibility: Option<String>,
    /// How the figures that are told of it stand to each other.
    pub details: Option<String>,
    /// Whether it is called by a party's label, and whether that is rejected.
    pub characterisation: Option<String>,
}

/// Whether a coding is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "CodingState")]
pub enum State {
    /// It may change.
    Draft,
    /// It is done.
    Finished,
    /// The coder will not do it: they are no longer kept from what others made of it, and can no longer code it.
    GivenBack,
}

/// What one coder made of an assignment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Coding {
    /// Number of the assignment's record.
    pub assignment: i64,
    /// Who codes.
    pub coder: String,
    /// Whether it is done. What is done, or given back, stays as it is.
    pub state: State,
    /// What they found.
    pub coded: Coded,
    /// Who took it from them, and why; none where they gave it back themselves.
    #[serde(default)]
    pub withdrawn: Option<Withdrawn>,
}

/// Why somebody no longer codes what was assigned to them, though they did not give it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "CodingWithdrawn")]
pub struct Withdrawn {
    /// Who took it from them.
    pub by: String,
    /// Why so.
    pub reason: String,
}

/// What somebody decided where coders differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Adjudication {
    /// Number of the assignment's record.
    pub assignment: i64,
    /// Who decided.
    pub by: String,
    /// Why so.
    pub reason: String,
    /// Why somebody decides who had coded it themselves; none where somebody else does.
    pub own: Option<String>,
    /// Numbers of the records of the codings that lay before them.
    pub codings: Vec<i64>,
    /// What was decided.
    pub decided: Coded,
}

/// A record of coding with its number and time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Kept<T> {
    /// Number of its record.
    pub record: i64,
    /// When it was recorded (RFC 3339).
    pub at: String,
    /// What was recorded.
    #[serde(flatten)]
    pub what: T,
}

/// All that is recorded of coding, in the order of its records.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Work {
    /// Who is to code what.
    pub assignments: Vec<Kept<Assignment>>,
    /// What coders made of it, by the number of the assignment's record.
    pub codings: BTreeMap<i64, Vec<Kept<Coding>>>,
    /// What was decided last, by the number of the assignment's record.
    pub adjudications: BTreeMap<i64, Kept<Adjudication>>,
}

/// How far a coder has come with an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "CodingStage")]
pub enum Stage {
    /// Nothing is kept yet.
    Open,
    /// Something is kept and may change.
    Draft,
    /// It is done.
    Finished,
    /// The coder gave it back, or it was withdrawn from them.
    GivenBack,
}

impl Work {
    /// All of it, each in the order of its records.
    pub fn of(
        assignments: Vec<Kept<Assignment>>,
        codings: Vec<Kept<Coding>>,
        adjudications: Vec<Kept<Adjudication>>,
    ) -> Self {
        let mut by_assignment = BTreeMap::<i64, Vec<Kept<Coding>>>::new();
        for one in codings {
            by_assignment.entry(one.what.assignment).or_default().push(one);
        }
        let adjudications = adjudications.into_iter().map(|one| (one.what.assignment, one)).collect();
        Self { assignments, codings: by_assignment, adjudications }
    }

    /// The assignment of a number.
    pub fn assignment(&self, record: i64) -> Option<&Kept<Assignment>> {
        let at = self.assignments.binary_search_by_key(&record, |one| one.record).ok()?;
        self.assignments.get(at)
    }

    /// What a coder made of an assignment: what is done, else what was kept last.
    pub fn coding(&self, assignment: i64, coder: &str) -> Option<&Kept<Coding>> {
        let own = || self.codings.get(&assignment).into_iter().flatten().filter(|one| one.what.coder == coder);
        own().find(|one| one.what.state != State::Draft).or_else(|| own().next_back())
    }

    /// The codings of an assignment that are done, in the order of their coders' names.
    pub fn finished(&self, assignment: &Kept<Assignment>) -> Vec<&Kept<Coding>> {
        let done =
            |coder: &String| self.coding(assignment.record, coder).filter(|one| one.what.state == State::Finished);
        assignment.what.coders.iter().filter_map(done).collect()
    }

    /// Those who are still to code an assignment, in the order of their names.
    pub fn left<'a>(&self, assignment: &'a Kept<Assignment>) -> Vec<&'a str> {
        let left = |coder: &&String| matches!(self.stage(assignment.record, coder), Stage::Open | Stage::Draft);
        assignment.what.coders.iter().filter(left).map(String::as_str).collect()
    }

    /// How far a coder has come.
    pub fn stage(&self, assignment: i64, coder: &str) -> Stage {
        match self.coding(assignment, coder).map(|one| one.what.state) {
            None => Stage::Open,
            Some(State::Draft) => Stage::Draft,
            Some(State::Finished) => Stage::Finished,
            Some(State::GivenBack) => Stage::GivenBack,
        }
    }

    /// What was decided last of an assignment.
    pub fn adjudication(&self, assignment: i64) -> Option<&Kept<Adjudication>> {
        self.adjudications.get(&assignment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Actor;

    #[test]
    fn sides_are_those_of_the_conflicts_that_a_report_tells_of() {
        let packs = Pack::bundled().unwrap();
        let of = |actor: &str| {
            let actors = vec![Actor { pack_id: Some(actor.to_owned()), ..Actor::default() }];
            sides(packs, &Report { actors, ..Report::default() })
        };
        let (donbas, sudan, any) = (of("donbas-2022/zelensky"), of("sudan-2023/burhan"), of("general/somebody"));
        let has = |all: &[String], side: &str| all.iter().filter(|one| *one == side).count();
        assert_eq!((has(&donbas, "SEP"), has(&donbas, "RSF"), has(&sudan, "RSF"), has(&sudan, "SEP")), (1, 0, 1, 0));
        assert_eq!((has(&any, "SEP"), has(&any, "RSF"), has(&any, "MEDIA")), (1, 1, 1));
    }
}
