//! Assignments as people see them, and what a coder needs to code one.

use std::collections::{BTreeMap, BTreeSet};

use fogline_ledger::{Ledger, standing::Known};
use fogline_reconcile::{
    coding::{Assignment, Coded, Field, Kept, NONE, Stage, Subject, Withdrawn, Work, blind, machine},
    head::Head,
    report::Report,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::sides_of;
use crate::{
    Need, View,
    error::{Result, unknown},
};

/// An assignment with how far it has come.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ListedAssignment")]
pub struct Listed {
    /// Number of its record.
    pub assignment: i64,
    /// When it was made.
    pub at: String,
    /// Who made it.
    pub by: String,
    /// What is coded.
    #[serde(flatten)]
    pub subject: Subject,
    /// What the input calls the report, or the incident's id.
    pub name: String,
    /// Its headline, if it has one.
    pub title: Option<String>,
    /// Which fields.
    pub fields: Vec<Field>,
    /// Whether it is coded without a view of what the machine made of it.
    pub blind: bool,
    /// Who codes it.
    pub coders: Vec<Coder>,
    /// Who decided it last; none where nobody has.
    pub decided_by: Option<String>,
}

/// A coder with how far they have come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "CoderStage")]
pub struct Coder {
    /// Their name.
    pub name: String,
    /// How far they have come.
    pub stage: Stage,
    /// Who withdrew it from them, and why; none where nobody did.
    pub withdrawn: Option<Withdrawn>,
}

/// The assignments, the latest first: all, or those of one coder.
pub fn list(work: &Work, heads: &[Head], coder: Option<&str>) -> Vec<Listed> {
    let own = |one: &&Kept<Assignment>| coder.is_none_or(|name| one.what.coders.iter().any(|own| own == name));
    let own: Vec<&Kept<Assignment>> = work.assignments.iter().rev().filter(own).collect();
    let wanted: BTreeSet<&str> = own.iter().flat_map(|one| one.what.subject.documents()).collect();
    let heads: BTreeMap<&str, &Head> =
        heads.iter().map(|head| (head.id.as_str(), head)).filter(|(id, _)| wanted.contains(id)).collect();
    own.into_iter().map(|one| listed(work, |id| heads.get(id).copied(), one)).collect()
}

/// One assignment.
pub fn one(work: &Work, number: i64) -> Result<&Kept<Assignment>> {
    work.assignment(number).ok_or_else(|| unknown(format!("there is no assignment {number}")))
}

fn listed<'h>(work: &Work, head: impl Fn(&str) -> Option<&'h Head>, one: &Kept<Assignment>) -> Listed {
    let (name, title) = match &one.what.subject {
        Subject::Report { document } => match head(document) {
            Some(head) => (head.reference.clone(), head.title.clone()),
            None => (document.clone(), None),
        },
        Subject::Incident { incident, .. } => (incident.clone(), None),
    };
    Listed {
        assignment: one.record,
        at: one.at.clone(),
        by: one.what.by.clone(),
        subject: one.what.subject.clone(),
        name,
        title,
        fields: one.what.fields.clone(),
        blind: one.what.blind,
        coders: one
            .what
            .coders
            .iter()
            .map(|name| Coder {
                name: name.clone(),
                stage: work.stage(one.record, name),
                withdrawn: work.coding(one.record, name).and_then(|own| own.what.withdrawn.clone()),
            })
            .collect(),
        decided_by: work.adjudication(one.record).map(|own| own.what.by.clone()),
    }
}

/// What it takes to code an assignment: the words alone where it is coded blind.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "CodingTask")]
pub struct Task {
    /// The assignment.
    pub assignment: Listed,
    /// The reports, as they were when it was made.
    pub texts: Vec<Text>,
    /// What each field takes; none where it takes names, days or counts.
    pub words: BTreeMap<String, Vec<String>>,
    /// What the coder has kept so far; none where nothing is.
    pub own: Option<Coded>,
    /// What the machine made of it; none where it is coded blind, or where the coder is to code anything else blind.
    pub machine: Option<Coded>,
}

/// A report without anything that was read in it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "CodedText")]
pub struct Text {
    /// Document id.
    pub document: String,
    /// What the input calls it.
    pub name: String,
    /// Headline.
    pub title: Option<String>,
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Main language.
    pub lang: Option<String>,
    /// All visible text.
    pub text: String,
}

/// What it takes a coder to code an assignment. `coder` is none for somebody who only looks.
pub fn task(ledger: &Ledger, work: &Work, heads: &[Head], number: i64, coder: Option<&str>) -> Result<Task> {
    let assigned = one(work, number)?;
    let text = |report: Report| Text {
        document: report.document.id,
        name: report.document.reference,
        title: report.document.title,
        outlet: report.document.outlet,
        published: report.document.published,
        lang: report.document.lang,
        text: report.document.text,
    };
    let (mut texts, mut machine, mut sides) = (Vec::new(), Coded::default(), Vec::new());
    match (&assigned.what.subject, assigned.what.reading) {
        (Subject::Report { .. }, Some(reading)) => {
            let report = ledger.reading(reading)?.report()?;
            machine = machine::named(&report);
            sides = sides_of(ledger, assigned, &report)?;
            texts.push(text(report));
        }
        (subject, _) => {
            machine.statuses.clone_from(&assigned.what.statuses);
            let at = assigned.at.parse().ok();
            for id in subject.documents() {
                if let Some(read) = ledger.reading_of(ledger.document_of(id)?, at)? {
                    texts.push(text(read.report()?));
                }
            }
        }
    }
    sides.push(NONE.to_owned());
    // A report that is coded blind may be the same, or of the same events, as one that is not.
    let is_blind = assigned.what.blind || coder.is_some_and(|name| blind::keeps_from_readings(work, name).is_some());
    let words = assigned.what.fields.iter().filter_map(|field| {
        let words = match field {
            Field::Side => sides.clone(),
            other => other.words()?.into_iter().map(ToOwned::to_owned).collect(),
        };
        Some((field.name().to_owned(), words))
    });
    Ok(Task {
        assignment: listed(work, |id| heads.iter().find(|head| head.id == id), assigned),
        texts,
        words: words.collect(),
        own: coder.and_then(|name| work.coding(number, name)).map(|own| own.what.coded.clone()),
        machine: (!is_blind).then_some(machine),
    })
}

/// What is known of every report, for the names of assignments.
pub fn heads(ledger: &Ledger) -> Result<Vec<Head>> {
    Ok(View::answering(ledger, Need::Heads, Known::default())?.heads.clone())
}
