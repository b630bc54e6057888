//! What joins two reports, and why.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a report stands to the one whose text it shares. The least change first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "CopyRelation")]
pub enum Relation {
    /// The same words.
    Identical,
    /// The same text, retyped, trimmed or with another head and foot.
    Reprint,
    /// A part of the text.
    Excerpt,
    /// The text abridged, extended or reworded.
    Rewrite,
    /// A candidate for the same text in another language.
    Translation,
    /// A later version by the same outlet or agency, which says something else or more. No copy.
    Update,
}

/// What a decision rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "CopyReasonCode")]
pub enum Code {
    /// Every word is the same. Figure: how many.
    SameWords,
    /// Share of the shorter text's own words, in runs of three, that stand in the other.
    WordsShared,
    /// The same share among the words with which the text begins.
    LeadShared,
    /// Runs of three quoted words that both quote.
    QuotesShared,
    /// Figures that stand in the same words in both.
    FiguresAgree,
    /// Figures that differ within the same words.
    FiguresDiffer,
    /// Names that stand in the same words in both.
    NamesAgree,
    /// Both credit the same agency. Figure: how many.
    CreditShared,
    /// One credits the other's outlet.
    OriginCredited,
    /// Both are of one outlet.
    SameOutlet,
    /// The later one says that it corrects or updates.
    MarkedVersion,
    /// Share of the longer text that the shorter does not have.
    NewMaterial,
    /// Names and figures that stand in the same order in both, of those that the shorter has.
    AnchorsShared,
    /// Hours between the two.
    HoursApart,
}

/// One reason, with its figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "CopyReason")]
pub struct Reason {
    /// What is looked at.
    pub code: Code,
    /// How much of it: a share from 0 to 1, a count, or hours.
    pub figure: f64,
}

/// What joins two reports. It has no direction: which is the copy is for [`groups`](super::groups) to tell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edge {
    /// How they stand to each other.
    pub relation: Relation,
    /// How sure it is, from 0 to 1.
    pub score: f64,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// A figure with three decimals: exact in JSON, and the same whatever the order of a sum.
pub(super) fn rounded(figure: f64) -> f64 {
    (figure * 1000.0).round() / 1000.0
}
