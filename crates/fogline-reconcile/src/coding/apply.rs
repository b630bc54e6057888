//! From what was decided to the corrections by which it is taken over, where somebody asks for that: never by itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AUTHOR, Coded, CodedEvent, CodedStatement, NONE, table::Names, units};
use crate::report::{Event, Report, Span, Speaker, Statement};

/// A correction that would take over a part of what was decided.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// A field of a statement or event that was read gets another value.
    Edit {
        /// Id of the statement or event.
        target: String,
        /// Name of the field, as the contract has it.
        field: &'static str,
        /// The value.
        value: serde_json::Value,
    },
    /// A statement that was not read.
    AddStatement {
        /// Its first words.
        words: Span,
        /// Who says it: id in the report; none for the outlet.
        speaker: Option<String>,
        /// Its side.
        side: Option<String>,
        /// What saying it is.
        act: String,
        /// Who is accused: ids in the report.
        accused: Vec<String>,
    },
}

/// A part of what was decided that no correction can take over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "NotTakenOver")]
pub struct Left {
    /// Which: the words, or the id in the reading.
    pub what: String,
    /// Why not.
    pub why: String,
}

/// What takes over a decision on a report as it stands, and what stays to be done by hand.
pub fn steps(decided: &Coded, report: &Report) -> (Vec<Step>, Vec<Left>) {
    let (mut steps, mut left) = (Vec::new(), Vec::new());
    let names = Names { report: Some(report) };
    let standing = super::machine::coded(report);
    for unit in units::of_statements(&[decided, &standing]) {
        let at = |coder: usize| unit.get(coder).copied().flatten();
        match (at(0).and_then(|at| decided.statements.get(at)), at(1).and_then(|at| report.statements.get(at))) {
            (Some(wanted), Some(read)) => edit_statement(wanted, read, names, report, &mut steps, &mut left),
            (Some(wanted), None) => add_statement(wanted, names, report, &mut steps, &mut left),
            (None, Some(read)) => left.push(Left {
                what: read.id.clone(),
                why: "the machine read a statement here and none was decided; no correction takes away what was read"
                    .to_owned(),
            }),
            (None, None) => {}
        }
    }
    for unit in units::of_events(&[decided, &standing], Some(report)) {
        let at = |coder: usize| unit.get(coder).copied().flatten();
        match (at(0).and_then(|at| decided.events.get(at)), at(1).and_then(|at| report.events.get(at))) {
            (Some(wanted), Some(read)) => edit_event(wanted, read, &mut steps),
            (Some(wanted), None) => left.push(Left {
                what: wanted.trigger.exact.clone(),
                why: "an event that was not read is added by hand, with the statements that tell of it".to_owned(),
            }),
            (None, Some(read)) => left.push(Left {
                what: read.id.clone(),
                why: "the machine read an event here and none was decided; no correction takes away what was read"
                    .to_owned(),
            }),
            (None, None) => {}
        }
    }
    if decided.statuses.is_some() {
        let why = "statuses follow from statements by rules, and are changed by correcting these";
        left.push(Left { what: "statuses".to_owned(), why: why.to_owned() });
    }
    (steps, left)
}

fn word(value: Option<&String>) -> Option<serde_json::Value> {
    value.map(|word| if word == NONE { serde_json::Value::Null } else { word.as_str().into() })
}

/// Ids of those who are named, if the report knows all of them.
fn known(names: Names<'_>, wanted: &[String], report: &Report) -> Result<Vec<String>, String> {
    let each = wanted.iter().filter(|name| *name != NONE).map(|name| {
        let id = names.actor(name);
        if report.actor(&id).is_some() { Ok(id) } else { Err(name.clone()) }
    });
    each.collect()
}

fn unknown(what: &str, name: &str) -> Left {
    Left { what: what.to_owned(), why: format!("the report names nobody called `{name}` that a correction could name") }
}

fn edit_statement(
    wanted: &CodedStatement,
    read: &Statement,
    names: Names<'_>,
    report: &Report,
    steps: &mut Vec<Step>,
    left: &mut Vec<Left>,
) {
    let mut edit = |field, value: serde_json::Value| steps.push(Step::Edit { target: read.id.clone(), field, value });
    if let Some(act) = wanted.speech_act.as_ref().filter(|act| **act != read.speech_act) {
        edit("speech_act", act.as_str().into());
    }
    if let Some(side) = word(wanted.side.as_ref()).filter(|side| side.as_str() != read.side.as_deref()) {
        edit("side", side);
    }
    if let Some(value) = word(wanted.factuality.as_ref()).filter(|value| value.as_str() != read.factuality.as_deref()) {
        edit("factuality", value);
    }
    match wanted.accused.as_ref().map(|accused| known(names, accused, report)) {
        Some(Ok(accused)) if accused != read.accused => edit("accused", accused.into()),
        Some(Err(name)) => left.push(unknown(&read.id, &name)),
        _ => {}
    }
    let Some(speaker) = wanted.speaker.as_ref().filter(|name| *name != AUTHOR && *name != NONE) else { return };
    let id = names.actor(speaker);
    match report.actor(&id) {
        None => left.push(unknown(&read.id, speaker)),
        Some(actor) if read.speaker.actor.as_ref() != Some(&actor.id) => {
            let anonymous = actor.kind == "anonymous";
            let speaker = Speaker { actor: Some(id), span: None, resolution: "explicit".to_owned(), anonymous };
            edit("speaker", serde_json::to_value(speaker).unwrap_or_default());
        }
        Some(_) => {}
    }
}

fn add_statement(
    wanted: &CodedStatement,
    names: Names<'_>,
    report: &Report,
    steps: &mut Vec<Step>,
    left: &mut Vec<Left>,
) {
    let Some(words) = wanted.content.first() else { return };
    let named = wanted.speaker.as_ref().filter(|name| *name != AUTHOR && *name != NONE);
    let accused = known(names, wanted.accused.as_deref().unwrap_or_default(), report);
    let speaker = named.map(|name| known(names, std::slice::from_ref(name), report)).transpose();
    match (accused, speaker) {
        (Err(name), _) | (_, Err(name)) => left.push(unknown(&words.exact, &name)),
        (Ok(accused), Ok(speaker)) => steps.push(Step::AddStatement {
            words: words.clone(),
            speaker: speaker.and_then(|ids| ids.into_iter().next()),
            side: wanted.side.clone().filter(|side| side != NONE),
            act: wanted.speech_act.clone().unwrap_or_else(|| "assert".to_owned()),
            accused,
        }),
    }
}

fn edit_event(wanted: &CodedEvent, read: &Event, steps: &mut Vec<Step>) {
    let mut edit = |field, value: serde_json::Value| steps.push(Step::Edit { target: read.id.clone(), field, value });
    if let Some(kind) = word(wanted.kind.as_ref()).filter(|kind| kind.as_str() != read.kind.as_deref()) {
        edit("type", kind);
    }
    if let Some(mode) =
        word(wanted.mode.as_ref()).filter(|mode| mode.as_str() != read.modes.first().map(String::as_str))
    {
        edit("modes", mode.as_str().map(|mode| vec![mode]).unwrap_or_default().into());
    }
    if let Some(polarity) = wanted.polarity.as_ref().filter(|polarity| **polarity != read.polarity) {
        edit("polarity", polarity.as_str().into());
    }
    if let Some(modality) = wanted.modality.as_ref().filter(|modality| **modality != read.modality) {
        edit("modality", modality.as_str().into());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::report::{Actor, Document};

    #[test]
    fn what_differs_is_taken_over_and_what_cannot_be_is_told() {
        let span = |start, end, exact: &str| Span { start, end, exact: exact.to_owned() };
        let actor = |id: &str, name: &str| Actor { id: id.to_owned(), name: name.to_owned(), ..Actor::default() };
        let read = |id: &str, start| Statement {
            id: id.to_owned(),
            content: vec![span(start, start + 9, "xxxxxxxxx")],
            speech_act: "assert".to_owned(),
            side: Some("x".to_owned()),
            ..Statement::default()
        };
        let report = Report {
            document: Document { text: "x".repeat(99), ..Document::default() },
            actors: vec![actor("a1", "Anna"), actor("a2", "Boris")],
            statements: vec![read("s1", 0), read("s2", 50)],
            ..Report::default()
        };
        let coded = |start, speaker: &str| CodedStatement {
            content: vec![span(start, start + 9, "xxxxxxxxx")],
            speaker: Some(speaker.to_owned()),
            side: Some(NONE.to_owned()),
            speech_act: Some("deny".to_owned()),
            accused: Some(vec!["boris".to_owned()]),
            factuality: None,
        };
        let decided =
            Coded { statements: vec![coded(0, "Anna"), coded(20, "author"), coded(30, "Nemo")], ..Coded::default() };
        let (steps, left) = steps(&decided, &report);
        let fields: Vec<&str> = steps
            .iter()
            .filter_map(|step| if let Step::Edit { field, .. } = step { Some(*field) } else { None })
            .collect();
        assert_eq!(fields, ["speech_act", "side", "accused", "speaker"]);
        assert!(steps.contains(&Step::Edit { target: "s1".to_owned(), field: "side", value: json!(null) }));
        assert!(matches!(&steps[4], Step::AddStatement { speaker: None, accused, .. } if accused == &["a2"]));
        assert_eq!(left.len(), 2, "Nemo is nobody, and s2 stays: {left:?}");
    }
}
