//! One account of something, as one report tells it: what incidents are made of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::stems::Stem;
pub use crate::report::Reviewed;

/// An event or claim of one report with everyone in it who tells of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// The report.
    pub source: Source,
    /// Id of the event in the report; that of the statement where there is no event.
    pub event: String,
    /// Family of events that it belongs to; `plan` and `claim` besides those of the table.
    pub family: String,
    /// PLOVER event.
    pub kind: Option<String>,
    /// PLOVER modes.
    pub modes: Vec<String>,
    /// The words that tell of it.
    pub trigger: String,
    /// The label that it is about, by its neutral counterpart.
    pub label: Option<String>,
    /// Whether it is said not to have happened.
    pub negative: bool,
    /// As the contract names it.
    pub modality: String,
    /// Who did it.
    pub actor: Vec<Party>,
    /// To whom.
    pub recipient: Vec<Party>,
    /// As `school`.
    pub object: Option<String>,
    /// As `artillery`.
    pub weapon: Option<String>,
    /// Where.
    pub place: Where,
    /// When.
    pub window: Window,
    /// Figures told of it.
    pub counts: Vec<Count>,
    /// Stems of the words around, sorted.
    pub stems: Vec<Stem>,
    /// Stems of its paragraph and of the headline, sorted.
    pub context: Vec<Stem>,
    /// Mentions of one report with the same number tell of the same.
    pub chain: usize,
    /// Who tells of it or answers.
    pub voices: Vec<Voice>,
}

/// The report of a mention.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// SHA-256 of the report's original bytes, in hexadecimal.
    pub id: String,
    /// What the input calls it.
    pub reference: String,
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// Class of the outlet.
    pub outlet_kind: Option<String>,
    /// Where the outlet stands.
    pub side: Option<String>,
    /// As the report has it.
    pub published: Option<String>,
    /// The same in seconds since 1970, UTC; as late as can be where it is not known.
    pub at: i64,
    /// Main language.
    pub lang: Option<String>,
    /// The origin that the report's text goes back to: its own id, or that of the report it copies.
    pub origin: String,
    /// The monitoring mission whose bulletin it is.
    pub mission: Option<String>,
}

/// Someone who acts, suffers or is accused.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// Id of the actor.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it is.
    #[schemars(with = "crate::terms::ActorKind")]
    pub kind: String,
    /// Its side.
    pub side: Option<String>,
}

/// Where something is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Where {
    /// How finely it is told.
    pub level: Level,
    /// As `geonames:692953`.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// As the report spells it.
    pub written: Option<Written>,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// First-level division (GeoNames code).
    pub admin1: Option<String>,
    /// Country (ISO 3166-1 alpha-2); of an unplaced mention, that which its report is about.
    pub country: Option<String>,
    /// Whether the place is told for this event itself, and not taken over from elsewhere in the report.
    pub stated: bool,
}

/// A name as a report spells it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "WrittenName")]
pub struct Written {
    /// Its words, in the case that they stand in.
    pub words: String,
    /// The language of the sentence that they stand in; none where it is not known.
    pub lang: Option<String>,
}

/// How finely a place is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// No place is told.
    #[default]
    Unplaced,
    /// A country, region or line as a whole.
    Area,
    /// A village or town, or a spot in it.
    Site,
}

/// When something was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Window {
    /// First day that it can have been: days since 1970.
    pub first: i32,
    /// Last day.
    pub last: i32,
    /// Time on the clock, in seconds since 1970: first and last.
    pub clock: Option<(i64, i64)>,
    /// Whether the day is told for this event itself.
    pub stated: bool,
}

/// A figure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Count {
    /// As `injured`.
    pub kind: String,
    /// At least.
    pub low: Option<f64>,
    /// As said.
    pub best: Option<f64>,
    /// At most.
    pub high: Option<f64>,
    /// What is counted.
    pub unit: Option<String>,
    /// Class of the victims, as `child`.
    pub victims: Option<String>,
    /// Its words.
    pub exact: String,
    /// Whether the words say that it does not hold: "not two".
    pub replaced: bool,
}

/// A statement about what is mentioned.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Voice {
    /// Id of the statement in the report.
    pub statement: String,
    /// Who speaks; `None` for the outlet's own voice.
    pub speaker: Option<Party>,
    /// As `explicit`, `author`, `anonymous`.
    pub resolution: String,
    /// The side that it counts for.
    pub side: Option<String>,
    /// Speech act.
    pub act: String,
    /// As `CT+`.
    pub factuality: Option<String>,
    /// How the speaker knows.
    pub evidential: Option<String>,
    /// Whether it comes to the outlet through someone else who is not named in the outlet's own voice.
    pub relayed: bool,
    /// The side of the party that passes it on, where that is of another bloc: then it is that party's word that it was said.
    pub through: Option<String>,
    /// Ids of those through whom it came.
    pub chain: Vec<String>,
    /// Whether it tells of the event itself, and does not only answer or go on.
    pub tells: bool,
    /// Who is accused.
    pub accused: Vec<Party>,
    /// What the speaker is as a source.
    pub class: Class,
    /// How it stands to what is mentioned.
    pub stance: Stance,
    /// Exact words.
    pub words: Vec<Cited>,
    /// When it was said: days since 1970.
    pub said: Option<i32>,
    /// Labels in it, by their neutral counterpart.
    pub labels: Vec<String>,
    /// Who has looked at it: `machine`, `reviewed` or `by_hand`.
    pub reviewed: Reviewed,
}

/// Exact words with where they stand, in code points.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Words")]
pub struct Cited {
    /// Where they begin.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// The words.
    pub exact: String,
}

/// How a statement stands to what is mentioned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// Says that it was.
    #[default]
    Asserts,
    /// Says that it was not, or that it was not as said.
    Denies,
    /// Does not believe it, or says something that goes the other way.
    Doubts,
    /// Says something of it without saying whether it was.
    Comments,
    /// Takes it back.
    Retracts,
    /// Does not want to say.
    Declines,
}

/// What someone is as a source (domain.md 3.2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// A monitor, in its own words.
    Monitor,
    /// A monitor's record told by someone without a name.
    MonitorSecondHand,
    /// Reporters or residents who were there.
    Eyewitness,
    /// Police, medics, rescuers.
    Service,
    /// A party, or a state with a stake.
    Party,
    /// Media of a state or party.
    PartyMedia,
    /// An organisation that takes no side.
    Observer,
    /// The outlet in its own voice.
    Outlet,
    /// Nobody knows who.
    #[default]
    Unknown,
}

impl Voice {
    /// Whether its act is one by which a side speaks of what it does itself.
    pub fn is_of_own_act(&self) -> bool {
        matches!(self.act.as_str(), "announce" | "promise" | "offer" | "state_intent")
    }
}

impl Mention {
    /// What names a mention in all reports.
    pub fn key(&self) -> (i64, &str, &str) {
        (self.source.at, &self.source.id, &self.event)
    }
}
