//! What one statement holds that commitments, warnings, labels, figures and answers are read from: small, without the
//! report's text, so that a ledger can keep one list of them.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use super::themes::Way;
use crate::report::Citation;

/// A statement as the signals need it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Item {
    /// Where it stands.
    #[serde(flatten)]
    pub citation: Citation,
    /// Where it stands among the report's statements.
    pub order: usize,
    /// Its language.
    pub lang: Option<String>,
    /// How it reached the reader.
    pub channel: Channel,
    /// When the report was published: a day or an instant.
    pub published: Option<String>,
    /// When it was said.
    pub said: Interval,
    /// When it came out: published, else said; in seconds since 1970, UTC.
    pub moment: Option<i64>,
    /// Who says it.
    pub speaker: Speaker,
    /// Who says it as well: "both sides agreed".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<Party>,
    /// As `promise`.
    pub act: String,
    /// The exact words, one a span.
    pub exact: Vec<String>,
    /// Sides of those whom its report names.
    pub sides: BTreeSet<String>,
    /// Packs of the conflicts that its report tells of, as far as that is known.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub conflicts: BTreeSet<String>,
    /// Whom it is said to.
    pub addressee: Option<Party>,
    /// Who is accused.
    pub accused: Vec<Party>,
    /// How the writer keeps away from it.
    pub distance: Option<String>,
    /// What it says was done, or will be.
    pub deeds: Vec<Deed>,
    /// By when, where it is about what is to come.
    pub deadline: Option<Deadline>,
    /// Whether its words are of what is to come.
    pub coming: bool,
    /// Whether its words are of readiness alone.
    pub willing: bool,
    /// Whether its words move a term.
    pub extending: bool,
    /// Parties' words for one another.
    pub labels: Vec<LabelUse>,
    /// Counts.
    pub counts: Vec<Count>,
    /// What is warned of.
    pub warning: Option<Warned>,
    /// What it answers.
    pub answers: Vec<Answer>,
}

/// Outlet and medium.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Channel {
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// Class of the outlet, as the contract names it.
    #[schemars(with = "Option<crate::terms::OutletKind>")]
    pub kind: Option<String>,
    /// As `telegram`.
    pub medium: Option<String>,
}

/// From and to; a day at the end is included.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Interval {
    /// From: a day or an instant.
    pub start: Option<String>,
    /// To.
    pub end: Option<String>,
}

/// Someone, as an actor of a side.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "SignalParty")]
pub struct Party {
    /// Id of the actor.
    pub actor: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its side.
    pub side: Option<String>,
}

/// Who says something.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "SignalSpeaker")]
pub struct Speaker {
    /// Who.
    #[serde(flatten)]
    pub party: Party,
    /// Whether no name is given.
    pub anonymous: bool,
    /// Whether it is the outlet in its own voice.
    pub author: bool,
}

/// A place by which deeds are compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "PlaceRef")]
pub struct Spot {
    /// Id in the gazetteer; its folded name where it has none.
    pub id: String,
    /// Name.
    pub name: String,
    /// As `country`.
    #[schemars(with = "Option<crate::terms::PlacePrecision>")]
    pub precision: Option<String>,
    /// Country code, as the gazetteer has it.
    pub country: Option<String>,
}

impl Spot {
    /// Whether it is a country as a whole.
    pub(super) fn is_country(&self) -> bool {
        self.precision.as_deref() == Some("country")
    }
}

/// How a deed is told that is named and neither kept nor broken.
pub(super) const ONLY_NAMED: &str = "named";

/// Something that was done, or will be, according to a statement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Deed {
    /// What can be promised that it bears on, as `withdrawal`; none where the kind of event stands for itself.
    pub theme: Option<String>,
    /// PLOVER event, where one was read.
    pub kind: Option<String>,
    /// PLOVER modes.
    pub modes: Vec<String>,
    /// Id of the event in the report.
    pub event: Option<String>,
    /// The words that tell of it.
    pub words: String,
    /// Who does it.
    pub doers: Vec<Party>,
    /// Where.
    pub places: Vec<Spot>,
    /// When.
    pub when: Interval,
    /// Whether it carries its theme out or goes against it, negation not yet counted.
    pub way: Way,
    /// Whether it is said not to be so.
    pub negative: bool,
    /// As `actual` or `promised`; where only words tell `actual`, `future`, `requested` or, of what can be kept and is named without
    /// a word on whether it is, `named`.
    pub modality: String,
    /// Whether its words name what was agreed on itself, as "the truce".
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pact: bool,
    /// The rules that found it.
    pub why: Vec<String>,
}

impl Deed {
    /// What it is compared by: its theme, else the kind of event.
    pub fn predicate(&self) -> Option<&str> {
        self.theme.as_deref().or(self.kind.as_deref())
    }

    /// What it comes to with its negation.
    pub fn outcome(&self) -> Way {
        self.way.turned(self.negative)
    }

    /// Whether it names something that can be kept, as a truce that was agreed on, without a word on whether it is.
    pub fn is_only_named(&self) -> bool {
        self.modality == ONLY_NAMED
    }

    /// Whether it is said of what is or was.
    pub fn is_actual(&self) -> bool {
        self.modality == "actual"
    }
}

/// By when something is to be done.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Deadline {
    /// `date`, `event_anchored`; nothing else is ever written.
    pub basis: String,
    /// From and to; open where the words give no date.
    pub within: Interval,
    /// The exact words.
    pub words: Option<String>,
    /// Whether the words say "until": what is kept up for a time is over then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub until: bool,
    /// Whether the words tell how long: "for seven days from Monday". What is kept up for a time is over after it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lasting: bool,
    /// The words of the event it hangs on.
    pub anchor: Option<String>,
    /// The statement from which it is carried over, where the words of this one give none.
    pub carried_from: Option<Citation>,
}

/// A party's word for another, used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LabelUse {
    /// The neutral counterpart, which names the label.
    pub label: String,
    /// The exact word.
    pub word: String,
    /// Whether the statement uses it, rejects it or keeps away from it.
    pub stance: Stance,
    /// The rules that say so.
    pub why: Vec<String>,
}

/// How a speaker stands to a label.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "LabelStance")]
pub enum Stance {
    /// Uses it as its own word.
    #[default]
    Uses,
    /// Says that it does not hold.
    Rejects,
    /// Repeats it in quotation marks or as so-called.
    Distances,
}

/// A count.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Count {
    /// Id in the report.
    pub id: String,
    /// As `killed`.
    pub kind: String,
    /// At least.
    pub low: Option<f64>,
    /// As said.
    pub best: Option<f64>,
    /// At most.
    pub high: Option<f64>,
    /// `exact`, `at_least`, `at_most` or `about`.
    pub bound: Option<String>,
    /// What is counted.
    pub unit: Option<String>,
    /// The exact words.
    pub exact: String,
    /// Id of the event that it belongs to.
    pub event: Option<String>,
    /// PLOVER event of that event.
    pub event_kind: Option<String>,
    /// Where that was.
    pub place: Option<Spot>,
    /// On which day that was, as written.
    pub day: Option<String>,
}

/// What a statement warns of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Warned {
    /// PLOVER event of the harm, or a theme where only words tell; none where neither was found.
    pub kind: Option<String>,
    /// The words for it.
    pub words: Option<String>,
    /// Where.
    pub places: Vec<Spot>,
    /// Who would do it.
    pub agents: Vec<Party>,
    /// How likely, in its words.
    pub likelihood: Option<String>,
    /// By when, in its words.
    pub horizon: Option<String>,
    /// By when, resolved; open where the words give no date.
    pub until: Option<String>,
}

/// What a statement answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Answer {
    /// As `denies`.
    pub relation: String,
    /// Id of the statement in the same report.
    pub statement: String,
    /// Whether the reading names it, or it is the nearest earlier statement of another bloc.
    pub inferred: bool,
}

impl Item {
    /// The first day on which it can have been said.
    pub fn said_day(&self) -> Option<&str> {
        let text = self.said.start.as_deref().or(self.said.end.as_deref()).or(self.published.as_deref())?;
        text.get(..10)
    }

    /// Whether it had come out at a moment; one without a date had.
    pub fn known_at(&self, as_of: Option<i64>) -> bool {
        as_of.is_none_or(|as_of| self.moment.is_none_or(|moment| moment <= as_of))
    }

    /// What items are put in order by, whatever order they come in.
    pub(super) fn order_key(&self) -> (Option<i64>, &Citation) {
        (self.moment, &self.citation)
    }
}
