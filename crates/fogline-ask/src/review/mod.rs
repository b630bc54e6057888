//! Decisions that need a person, the most uncertain first, each with the exact words it rests on and the corrections that
//! would record an answer. What was decided does not come back: the corrections of the ledger tell.

mod figures;
mod joins;
mod voices;

pub use self::figures::with_refusals;
use fogline_reconcile::{
    incidents::{Evidence as Reason, Incident, Said, mention::Cited},
    report::Reviewed,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    View,
    correct::{Part, What},
};

/// Something that a person is asked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "ReviewQuestion")]
pub struct Question {
    /// Stays the same for as long as the same is asked.
    pub id: String,
    /// What is uncertain.
    pub kind: Kind,
    /// What is asked, in words.
    pub asks: String,
    /// How uncertain it is, from 0 to 1: by it the questions are ordered, and it is no probability.
    pub uncertainty: f64,
    /// The incidents that it bears on.
    pub incidents: Vec<String>,
    /// The exact words that it rests on.
    pub evidence: Vec<Evidence>,
    /// Of what joins, or nearly joins, two reports: the pieces of evidence, each with its weight.
    pub reasons: Vec<Reason>,
    /// What can be answered.
    pub answers: Vec<Choice>,
    /// The figure that is asked about.
    #[serde(skip)]
    figure: Option<f64>,
}

/// What is uncertain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ReviewKind")]
pub enum Kind {
    /// Whether two reports tell of one occurrence, which little evidence joins
    WeakJoin,
    /// Whether two incidents are one, of one place and kind and of the same days
    NearJoin,
    /// Whether a figure was read right that contradicts others
    FigureConflict,
    /// For which side someone speaks
    SideUnknown,
    /// Whether an answer of the accused was looked for elsewhere, without which it may not be told in public as unanswered
    Unanswered,
}

/// Exact words with who said them where.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ReviewEvidence")]
pub struct Evidence {
    /// The report.
    pub document: String,
    /// The statement in it.
    pub statement: String,
    /// Who speaks; none for the outlet itself.
    pub speaker: Option<String>,
    /// For which side.
    pub side: Option<String>,
    /// The outlet that printed it.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// The words.
    pub words: Vec<Cited>,
    /// Who has looked at it.
    pub reviewed: Reviewed,
}

/// An answer, and the correction that records it: with who answers and why it is what corrections are asked for with.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "ReviewChoice")]
pub struct Choice {
    /// Whether it says yes to what is asked.
    pub answer: Answer,
    /// What it means, in words.
    pub says: String,
    /// The correction.
    pub correction: What,
}

/// How an answer stands to what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ReviewAnswer")]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// One of several that it can be.
    Other,
}

/// All that is uncertain and not decided, the most uncertain first. The view needs [`Need::Incidents`](crate::Need::Incidents).
pub fn questions(view: &View) -> Vec<Question> {
    let decided = joins::Decided::of(view);
    let mut found: Vec<Question> = Vec::new();
    for one in &view.incidents {
        found.extend(joins::weak(one, &decided, view));
        found.extend(figures::conflicting(one));
        found.extend(voices::unknown(one, view));
        found.extend(voices::unanswered(one, view));
    }
    found.extend(joins::near(&view.incidents, &decided, view));
    order(&mut found);
    found
}

/// The most uncertain first.
pub fn order(questions: &mut Vec<Question>) {
    questions.sort_by(|a, b| b.uncertainty.total_cmp(&a.uncertainty).then_with(|| a.id.cmp(&b.id)));
    questions.dedup_by(|a, b| a.id == b.id);
}

impl Evidence {
    fn of(side: Option<&String>, said: &Said) -> Self {
        Self {
            document: said.document.clone(),
            statement: said.statement.clone(),
            speaker: said.speaker.clone(),
            side: side.cloned(),
            outlet: said.outlet.clone(),
            published: said.published.clone(),
            words: said.words.clone(),
            reviewed: said.reviewed,
        }
    }
}

/// What is said in an incident, with the side of each.
fn said(one: &Incident) -> impl Iterator<Item = (Option<&String>, &Said)> {
    one.accounts.iter().flat_map(|account| account.statements.iter().map(move |said| (account.side.as_ref(), said)))
}

/// The correction by which a person lets a statement stand.
fn stands(said: &Said) -> What {
    What::Review(Part { document: said.document.clone(), statement: Some(said.statement.clone()) })
}
