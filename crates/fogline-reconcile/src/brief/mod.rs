//! A situation report over a window: what is new, contested, corroborated, agreed; who has not answered; figures, commitments,
//! warnings, what monitors recorded and where they were denied access. Every sentence leads to exact words.
//!
//! [`Material`] goes in, a [`Brief`] comes out (`build.rs`), which is its own JSON form; [`render`] makes Markdown and HTML of
//! it by templates that users can replace. Sentences are filled from `lexicon/brief.toml`; nothing of a report enters them
//! outside quotation marks but names. A public brief is made of material that [`crate::public`] has made fit to leave.

mod build;
mod cites;
mod coverage;
mod incident;
mod material;
pub mod render;
mod signals;
#[cfg(test)]
mod tests;
mod words;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    incidents::mention::{Cited, Reviewed},
    public::Withheld,
};

pub use build::brief;
pub use coverage::{Coverage, coverage};
pub use words::statuses;

pub use material::{ChangedFigure, Commitment, Material, Warning, Window, changed_figures};

/// Version of the JSON form.
pub const SCHEMA: &str = "fogline.brief/1";

/// A situation report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Brief {
    /// [`SCHEMA`].
    pub schema: String,
    /// Whether it is made to leave the house.
    pub public: bool,
    /// What it covers.
    pub window: Window,
    /// The area asked for.
    pub area: Option<String>,
    /// What was known then.
    pub as_of: String,
    /// Head of the ledger's chain, which it can be checked against.
    pub head: Option<String>,
    /// Version of the rules.
    pub rules: String,
    /// How finely places are given, in words; only in the public form.
    pub precision: Option<String>,
    /// What is told.
    pub sections: Vec<Section>,
    /// What the numbers behind sentences lead to.
    pub citations: Vec<Cite>,
    /// What was read, by language and side of the outlet.
    pub coverage: Vec<Coverage>,
    /// What was held back and why; only in the public form.
    pub withheld: Vec<Withheld>,
    /// What it cannot tell.
    pub limits: Vec<String>,
}

/// A part of a brief.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "BriefSection")]
pub struct Section {
    /// As `contested`.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What stands there when nothing else does.
    pub empty: String,
    /// What it tells.
    pub items: Vec<Item>,
}

/// What is told of one incident or matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "BriefItem")]
pub struct Item {
    /// Id of the incident, where it is of one.
    pub incident: Option<String>,
    /// Its sentences; the first says what it is about.
    pub lines: Vec<Line>,
}

/// A sentence with what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "BriefLine")]
pub struct Line {
    /// Which sentence of the word list it is.
    pub kind: String,
    /// How deep it stands below the first.
    pub level: usize,
    /// The sentence.
    pub text: String,
    /// Numbers of citations, from 1; never empty.
    pub cites: Vec<usize>,
    /// Whether people have looked at what it rests on.
    pub reviewed: Reviewed,
    /// The same in words, with `partly read`, and `taken back` where all that it rests on was.
    pub marks: Vec<String>,
}

/// Exact words that a sentence rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "BriefCite")]
pub struct Cite {
    /// Its number in the brief, from 1.
    pub number: usize,
    /// The report, as the input calls it.
    pub document: String,
    /// SHA-256 of the report's original bytes; empty where the report is not at hand.
    pub sha256: String,
    /// The statement in it.
    pub statement: String,
    /// The words, with code points from and to in the report's text.
    pub words: Vec<Cited>,
    /// Outlet that printed them.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<String>,
    /// Where.
    pub uri: Option<String>,
    /// Headline; never in the public form.
    pub title: Option<String>,
    /// Language.
    pub lang: Option<String>,
    /// Whether people have looked at it.
    pub reviewed: Reviewed,
    /// Whether who published it took it back, as people recorded.
    #[serde(default)]
    pub retracted: bool,
}
