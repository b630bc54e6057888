//! What is known of a commitment.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::{
    cited::Cited,
    item::{Deadline, Interval, Party, Spot, Way},
};
use crate::report::Citation;

/// What kind of commitment it is, the weakest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "CommitmentKind")]
pub enum Kind {
    /// Readiness is declared, nothing more.
    #[default]
    DeclaredWillingness,
    /// Something is offered.
    Offer,
    /// An own act is said to be decided or under way.
    Announcement,
    /// The own side is committed to something.
    UnilateralPromise,
    /// A measure of an agreement that holds.
    AgreementInForce,
}

/// Where a commitment stands. Nothing here says that it was kept or broken: only what is reported, and by whom.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "CommitmentStatus")]
pub enum Status {
    /// Nothing but the commitment, and its day has not come.
    #[default]
    Open,
    /// Its day has come.
    Due,
    /// Its day is over and nobody is known to have said what became of it.
    Overdue,
    /// Someone reports that it was carried out, nobody the opposite.
    FulfilmentReported,
    /// Someone reports the opposite of what was committed to, nobody that it was carried out.
    ViolationAlleged,
    /// What is reported of it differs, or is denied.
    Disputed,
    /// Its own side has later committed itself to the opposite or moved the term.
    Superseded,
    /// A term to which it was limited is over.
    Expired,
    /// Its words name nothing that could be seen to happen.
    NotTestable,
}

/// Where the day of a commitment stands, whatever is reported of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "CommitmentTiming")]
pub enum Timing {
    /// It names no day.
    #[default]
    NoDeadline,
    /// It hangs on something whose day is not known.
    Unresolved,
    /// Its day is to come.
    Upcoming,
    /// Its day is now.
    Due,
    /// Its day is over.
    Past,
}

/// What a later statement does to a commitment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "CommitmentEffect")]
pub enum Effect {
    /// Says it again.
    #[default]
    Restates,
    /// Reports that it was carried out, or is being.
    FulfilmentReported,
    /// Reports that it was gone against.
    ViolationAlleged,
    /// Says the opposite.
    Contradicts,
    /// Does not believe it, or sees nothing of it yet.
    Doubts,
    /// Says that what is reported of it is not so.
    Denies,
    /// Moves its term.
    Extends,
}

/// A later statement that bears on a commitment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "CommitmentEvidence")]
pub struct Evidence {
    /// Who says it, where, in which words.
    #[serde(flatten)]
    pub cited: Cited,
    /// Other reports that print the same words of the same speaker.
    pub also_in: Vec<Citation>,
    /// What it does.
    pub effect: Effect,
    /// The rules that say so.
    pub why: Vec<String>,
}

/// What a commitment covers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "CommitmentScope")]
pub struct Scope {
    /// Where.
    pub places: Vec<Spot>,
    /// Whose forces or deeds.
    pub forces: Vec<Party>,
}

/// The measure of an agreement that a commitment is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MeasureRef {
    /// As `minsk-2`.
    pub agreement: String,
    /// Its name.
    pub name: String,
    /// As `P1`.
    pub measure: String,
    /// The measure in the pack's words.
    pub text: String,
    /// PLOVER events that would go against it.
    pub violated_by: Vec<String>,
    /// Where it is written.
    pub source: String,
}

/// Something to which someone is committed, with what is reported of it since.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Commitment {
    /// From its first statement, or from agreement and measure.
    pub id: String,
    /// What kind it is: the strongest of its statements'.
    pub kind: Kind,
    /// Who is committed.
    pub promisor: Vec<Party>,
    /// To whom.
    pub promisee: Vec<Party>,
    /// What it is about: a theme of `lexicon/commitments.toml` or a PLOVER event; none where neither was found.
    pub predicate: Option<String>,
    /// The theme in words; of another event the words that tell of it.
    pub about: Option<String>,
    /// Whether the predicate is to be done or left.
    pub way: Way,
    /// Its exact words where it was first made; none for a measure of a pack.
    pub content: Vec<String>,
    /// When it was made.
    pub made: Interval,
    /// By when.
    pub deadline: Option<Deadline>,
    /// Where its day stands.
    pub timing: Timing,
    /// What it covers.
    pub scope: Scope,
    /// Whether its words name something that could be seen to happen.
    pub testable: bool,
    /// Where it stands.
    pub status: Status,
    /// The statements that make or repeat it: of each side the first and the latest, in the order of time.
    pub statements: Vec<Cited>,
    /// How many there are in all.
    pub statement_total: usize,
    /// What is said of it later, in the order of time.
    pub evidence: Vec<Evidence>,
    /// How much evidence there is; `evidence` holds the first and the latest of each side and effect.
    pub evidence_total: usize,
    /// Sides that report that it was carried out.
    pub fulfilment_reported_by: Vec<String>,
    /// Sides that report the opposite.
    pub violation_reported_by: Vec<String>,
    /// Sides that doubt it.
    pub doubted_by: Vec<String>,
    /// The measure that it is.
    pub measure: Option<MeasureRef>,
    /// The rules behind status, kind and term.
    pub why: Vec<String>,
}
