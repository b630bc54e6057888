//! Whether what a coder sends can be taken: words of closed lists, spans as they stand in the text, and when it is to be done,
//! a value for every field that is asked.

use std::fmt;

use fogline::read::events::modes_of;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Assignment, Coded, CodedEvent, CodedStatement, Field, NONE, Of, Statuses, field::Takes, table::ABSENT};
use crate::report::Span;

/// What is wrong, and where in what was sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "CodingFault")]
pub struct Fault {
    /// As `statements[2].speech_act`, counted from 0.
    pub path: String,
    /// What is wrong, and what to do.
    pub says: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.says)
    }
}

/// All that is wrong with what was coded. `text` is the report's, `sides` are those that it can tell, `whole` says that it is to
/// be finished.
pub fn check(coded: &Coded, assignment: &Assignment, text: &str, sides: &[String], whole: bool) -> Vec<Fault> {
    let mut look = Look { assignment, text: text.chars().collect(), sides, whole, faults: Vec::new() };
    if assignment.subject.takes(Of::Incident) {
        if !coded.statements.is_empty() || !coded.events.is_empty() {
            look.fault("statements", "an incident has statuses alone; code its reports by an assignment of their own");
        }
        match &coded.statuses {
            Some(statuses) => look.statuses(statuses),
            None if whole => look.fault("statuses", "the statuses are not coded yet"),
            None => {}
        }
    } else {
        if coded.statuses.is_some() {
            look.fault("statuses", "a report has statements and events alone; statuses are those of an incident");
        }
        for (at, one) in coded.statements.iter().enumerate() {
            look.statement(at, one);
        }
        for (at, one) in coded.events.iter().enumerate() {
            look.event(at, one);
        }
    }
    look.faults
}

struct Look<'l> {
    assignment: &'l Assignment,
    text: Vec<char>,
    sides: &'l [String],
    whole: bool,
    faults: Vec<Fault>,
}

impl Look<'_> {
    fn fault(&mut self, path: impl Into<String>, says: impl Into<String>) {
        self.faults.push(Fault { path: path.into(), says: says.into() });
    }

    fn span(&mut self, path: &str, span: &Span) {
        let stands: Option<String> =
            (span.start < span.end).then(|| self.text.get(span.start..span.end)).flatten().map(|s| s.iter().collect());
        match stands {
            None => self.fault(
                path,
                format!(
                    "{} to {} are no words of the text, which has the code points 0 to {}",
                    span.start,
                    span.end,
                    self.text.len()
                ),
            ),
            Some(stands) if stands != span.exact => {
                self.fault(
                    path,
                    format!("the words `{}` do not stand there; what stands there is `{stands}`", span.exact),
                );
            }
            Some(_) => {}
        }
    }

    /// A field that takes words.
    fn word(&mut self, within: &str, field: Field, value: Option<&str>, kind: Option<&str>) {
        let path = format!("{within}.{}", field.name());
        let asked = self.assignment.fields.contains(&field);
        let Some(value) = value else {
            if asked && self.whole {
                self.fault(path, "this is not coded yet");
            }
            return;
        };
        if !asked {
            return self.fault(path, "the assignment does not ask for this field");
        }
        if value.trim().eq_ignore_ascii_case(ABSENT) {
            return self
                .fault(path, "`absent` stands for what a coder has not found at all; say `none` where there is none");
        }
        let known: Vec<&str> = match field.takes() {
            Takes::Words(words) => words(),
            Takes::Side => self.sides.iter().map(String::as_str).chain([NONE]).collect(),
            Takes::Mode => {
                let modes = kind.and_then(modes_of).unwrap_or_default();
                modes.iter().copied().chain([NONE]).collect()
            }
            Takes::Named | Takes::Day | Takes::Count => {
                if value.trim().is_empty() {
                    self.fault(path, "there are no words in it; say `none` where there is none");
                }
                return;
            }
        };
        if !known.contains(&value) {
            self.fault(path, format!("`{value}` is not known here; it is one of {}", known.join(", ")));
        }
    }

    fn statement(&mut self, at: usize, one: &CodedStatement) {
        let within = format!("statements[{at}]");
        if one.content.is_empty() {
            self.fault(format!("{within}.content"), "a statement needs the words that are said");
        }
        for (number, span) in one.content.iter().enumerate() {
            self.span(&format!("{within}.content[{number}]"), span);
        }
        self.word(&within, Field::Speaker, one.speaker.as_deref(), None);
        self.word(&within, Field::Side, one.side.as_deref(), None);
        self.word(&within, Field::SpeechAct, one.speech_act.as_deref(), None);
        self.word(&within, Field::Factuality, one.factuality.as_deref(), None);
        match &one.accused {
            Some(names) if names.is_empty() => self.word(&within, Field::Accused, Some(NONE), None),
            Some(names) => names.iter().for_each(|name| self.word(&within, Field::Accused, Some(name), None)),
            None => self.word(&within, Field::Accused, None, None),
        }
    }

    fn event(&mut self, at: usize, one: &CodedEvent) {
        let within = format!("events[{at}]");
        self.span(&format!("{within}.trigger"), &one.trigger);
        self.word(&within, Field::Type, one.kind.as_deref(), None);
        self.word(&within, Field::Mode, one.mode.as_deref(), one.kind.as_deref());
        self.word(&within, Field::Polarity, one.polarity.as_deref(), None);
        self.word(&within, Field::Modality, one.modality.as_deref(), None);
        self.word(&within, Field::Place, one.place.as_deref(), None);
        if one.day.is_some() && !self.assignment.fields.contains(&Field::Day) {
            self.fault(format!("{within}.day"), "the assignment does not ask for this field");
        }
        for (field, count) in [(Field::Killed, one.killed), (Field::Injured, one.injured)] {
            let Some(count) = count else { continue };
            let path = format!("{within}.{}", field.name());
            if !self.assignment.fields.contains(&field) {
                self.fault(path, "the assignment does not ask for this field");
            } else if !count.is_finite() || count < 0.0 {
                self.fault(path, "a count is a number from 0");
            }
        }
    }

    fn statuses(&mut self, one: &Statuses) {
        for (field, value) in [
            (Field::Occurrence, &one.occurrence),
            (Field::Responsibility, &one.responsibility),
            (Field::Details, &one.details),
            (Field::Characterisation, &one.characterisation),
        ] {
            self.word("statuses", field, value.as_deref(), None);
        }
    }
}
