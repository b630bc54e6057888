//! Figures that contradict one another, and may have been misread.

use fogline_ledger::Ledger;
use fogline_reconcile::{
    incidents::{DetailStatus, Incident, Said, Value},
    report::{Report, Reviewed},
};

use super::{Answer, Choice, Evidence, Kind, Question, said, stands};
use crate::{
    Result, View,
    correct::{Edit, What},
};

/// The values of a detail that contradict one another, each of which nobody has looked at.
pub(super) fn conflicting(one: &Incident) -> Vec<Question> {
    let mut found = Vec::new();
    for (slot, detail) in one.details.iter().filter(|(_, detail)| detail.status == DetailStatus::Conflicting) {
        let figures = detail.values.iter().filter(|value| !value.superseded && figure(value).is_some());
        let figures: Vec<&Value> = figures.collect();
        let most = figures.iter().map(|value| value.statements.len()).max().unwrap_or_default();
        for value in figures {
            // What is told by many is seldom misread in all.
            let share = value.statements.len() as f64 / (most.max(1) + 1) as f64;
            let of = |(_, said): &(Option<&String>, &Said)| {
                value
                    .statements
                    .iter()
                    .any(|cited| cited.document == said.document && cited.statement == said.statement)
            };
            let own: Vec<(Option<&String>, &Said)> = said(one).filter(of).collect();
            let Some((_, first)) =
                own.first().filter(|_| own.iter().all(|(_, said)| said.reviewed == Reviewed::Machine))
            else {
                continue;
            };
            let slot = slot.replace('_', " ");
            found.push(Question {
                id: format!("figure_conflict:{}:{slot}:{}#{}", one.id, first.document, first.statement),
                kind: Kind::FigureConflict,
                asks: format!("Do these words give `{}` as what is told of {slot} ({})?", value.value, one.label),
                uncertainty: super::joins::rounded(0.8 - 0.2 * share),
                incidents: vec![one.id.clone()],
                evidence: own.iter().map(|(side, said)| Evidence::of(*side, said)).collect(),
                reasons: Vec::new(),
                figure: figure(value),
                answers: vec![Choice {
                    answer: Answer::Yes,
                    says: "it was read right".to_owned(),
                    correction: stands(first),
                }],
            });
        }
    }
    found
}

fn figure(value: &Value) -> Option<f64> {
    value.best.or(value.low).or(value.high)
}

/// Adds to questions about figures the correction by which an event is told without the figure, which takes the report.
pub fn with_refusals(questions: &mut [Question], ledger: &Ledger, view: &mut View) -> Result<()> {
    let about = |one: &Question| one.kind == Kind::FigureConflict;
    let documents: Vec<String> = questions
        .iter()
        .filter(|one| about(one))
        .filter_map(|one| Some(one.evidence.first()?.document.clone()))
        .collect();
    view.bring(ledger, &documents.iter().map(String::as_str).collect())?;
    for one in questions.iter_mut().filter(|one| about(one)) {
        let first = one.evidence.first();
        let edit = first.and_then(|first| without(view.cited(&first.document)?, &first.statement, one.figure?));
        one.answers.extend(edit.map(|correction| Choice {
            answer: Answer::No,
            says: "the figure is of something else".to_owned(),
            correction: What::Edit(correction),
        }));
    }
    Ok(())
}

/// The first event of a statement that is told with a figure, without that.
fn without(report: &Report, statement: &str, figure: f64) -> Option<Edit> {
    let statement = report.statement(statement)?;
    let quantity = |id: &String| report.quantities.iter().find(|one| one.id == *id);
    let is_asked = |id: &&String| quantity(id).and_then(|one| one.best.or(one.low).or(one.high)) == Some(figure);
    let event = statement
        .events
        .iter()
        .filter_map(|id| report.event(id))
        .find(|one| one.quantities.iter().any(|id| is_asked(&id)))?;
    let kept: Vec<&String> = event.quantities.iter().filter(|id| !is_asked(id)).collect();
    Some(Edit {
        document: report.document.reference.clone(),
        target: event.id.clone(),
        field: "quantities".to_owned(),
        value: serde_json::to_string(&kept).ok()?,
    })
}
