//! What people change: kept as records of their own, laid over readings and groups, never written into them.
//!
//! A correction names what it is about by document id and by the id of a statement or event in it, so that it holds whatever
//! becomes of incidents. A later one that contradicts an earlier one must say which it takes the place of.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    incidents::{Decisions, Key},
    report::{Event, Report, Reviewed, Statement},
};

/// A correction with who made it and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Correction {
    /// What is changed.
    #[serde(flatten)]
    pub change: Change,
    /// Who changes it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Number of the correction that it takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<i64>,
}

/// What is changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "change", rename_all = "snake_case")]
#[schemars(rename = "CorrectionChange")]
pub enum Change {
    /// A statement that was not read.
    AddStatement {
        /// Document id.
        document: String,
        /// The statement; its id must be new in the report.
        statement: Box<Statement>,
    },
    /// An event that was not read.
    AddEvent {
        /// Document id.
        document: String,
        /// The event; `asserted_in` names the statements that tell of it.
        event: Box<Event>,
    },
    /// Another value for a field.
    Edit {
        /// Document id.
        document: String,
        /// Id of the statement or event.
        target: String,
        /// Name of the field, as the contract has it.
        field: String,
        /// The value.
        value: Value,
    },
    /// Two mentions are of one occurrence.
    Merge {
        /// Document id and event id.
        one: Key,
        /// The other.
        other: Key,
    },
    /// Two mentions are of two occurrences.
    Split {
        /// Document id and event id.
        one: Key,
        /// The other.
        other: Key,
    },
    /// Another name for the incident that holds a mention.
    Relabel {
        /// Document id and event id.
        mention: Key,
        /// The name.
        label: String,
    },
    /// Who published it has taken it back: a statement, or the report.
    Retract {
        /// Document id.
        document: String,
        /// The statement; without one, all of the report.
        statement: Option<String>,
    },
    /// Words that must not leave the ledger.
    Redact {
        /// Document id.
        document: String,
        /// First code point.
        start: usize,
        /// Code point behind the last.
        end: usize,
    },
    /// A person has looked at a statement, or at the whole report, and lets it stand.
    Review {
        /// Document id.
        document: String,
        /// The statement; without one, all of the report.
        statement: Option<String>,
    },
    /// Whether an answer of the accused was looked for elsewhere.
    AnswerSought {
        /// Document id and event id of a mention of the incident.
        mention: Key,
        /// The side that has not answered.
        side: String,
        /// What was found, in words.
        found: String,
    },
    /// A coder's row is an account of the incident that holds a mention.
    LinkRow {
        /// The coder.
        coder: String,
        /// The coder's id of the row.
        row: String,
        /// Document id and event id of a mention of the incident.
        mention: Key,
    },
    /// A coder's row is no account of the incident that holds a mention.
    UnlinkRow {
        /// The coder.
        coder: String,
        /// The coder's id of the row.
        row: String,
        /// Document id and event id of a mention of the incident.
        mention: Key,
    },
}

/// A correction with the number and time of its record.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Number of its record.
    pub seq: i64,
    /// When it was recorded (RFC 3339).
    pub at: String,
    /// The correction.
    pub correction: Correction,
}

/// What is wrong with a correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is no such statement or event in the report.
    Unknown {
        /// What was named.
        target: String,
        /// What there is.
        known: Vec<String>,
    },
    /// There is already one of that id.
    Taken(String),
    /// The field does not take that value.
    Value {
        /// The field.
        field: String,
        /// What is wrong.
        fault: String,
    },
    /// It contradicts an earlier correction.
    Contradicts {
        /// Number of that one.
        seq: i64,
        /// Who made it.
        by: String,
    },
    /// Words that it quotes do not stand where it says.
    Words {
        /// What it says.
        quoted: String,
        /// What stands there.
        stands: String,
    },
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown { target, known } => {
                write!(f, "the report has no `{target}`; it has {}", known.join(", "))
            }
            Self::Taken(id) => write!(f, "the report already has a `{id}`; take another id"),
            Self::Value { field, fault } => write!(f, "`{field}` does not take this value: {fault}"),
            Self::Contradicts { seq, by } => write!(
                f,
                "this contradicts correction {seq} by {by}; if it is to take its place, say so with --instead-of {seq}"
            ),
            Self::Words { quoted, stands } => {
                write!(f, "the words `{quoted}` do not stand there; what stands there is `{stands}`")
            }
        }
    }
}

impl std::error::Error for Fault {}

/// The corrections that hold: without those that others have taken the place of.
pub fn standing(all: &[Recorded]) -> Vec<&Recorded> {
    let replaced: BTreeSet<i64> = all.iter().filter_map(|one| one.correction.instead_of).collect();
    all.iter().filter(|one| !replaced.contains(&one.seq)).collect()
}

/// Which corrections bear on a report.
pub fn about<'c>(standing: &[&'c Recorded]) -> BTreeMap<&'c str, Vec<&'c Recorded>> {
    let mut out = BTreeMap::<&str, Vec<&Recorded>>::new();
    for one in standing {
        if let Some(document) = one.correction.change.document() {
            out.entry(document).or_default().push(one);
        }
    }
    out
}

/// What people have decided on groups.
pub fn decisions(standing: &[&Recorded]) -> Decisions {
    let mut out = Decisions::default();
    for one in standing {
        match &one.correction.change {
            Change::Merge { one, other } => {
                out.together.insert((one.clone(), other.clone()));
            }
            Change::Split { one, other } => {
                out.apart.insert((one.clone(), other.clone()));
            }
            Change::Relabel { mention, label } => {
                out.labels.insert(mention.clone(), label.clone());
            }
            Change::AnswerSought { mention, side, found } => {
                out.sought.entry(mention.clone()).or_default().insert(side.clone(), found.clone());
            }
            _ => {}
        }
    }
    out
}

impl Change {
    /// The document that it changes, where it changes one.
    pub fn document(&self) -> Option<&str> {
        match self {
            Self::AddStatement { document, .. }
            | Self::AddEvent { document, .. }
            | Self::Edit { document, .. }
            | Self::Retract { document, .. }
            | Self::Redact { document, .. }
            | Self::Review { document, .. } => Some(document),
            Self::Merge { .. }
            | Self::Split { .. }
            | Self::Relabel { .. }
            | Self::AnswerSought { .. }
            | Self::LinkRow { .. }
            | Self::UnlinkRow { .. } => None,
        }
    }

    /// Documents whose words or mentions it names.
    pub fn documents(&self) -> Vec<&str> {
        match self {
            Self::Merge { one, other } | Self::Split { one, other } => vec![&one.0, &other.0],
            Self::Relabel { mention, .. }
            | Self::AnswerSought { mention, .. }
            | Self::LinkRow { mention, .. }
            | Self::UnlinkRow { mention, .. } => vec![&mention.0],
            _ => self.document().into_iter().collect(),
        }
    }

    /// Whether it cannot hold beside an earlier one.
    fn contradicts(&self, other: &Self) -> bool {
        let pair = |a: &Key, b: &Key| if a < b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) };
        match (self, other) {
            (Self::Merge { one, other }, Self::Split { one: a, other: b })
            | (Self::Split { one, other }, Self::Merge { one: a, other: b }) => pair(one, other) == pair(a, b),
            (
                Self::Edit { document, target, field, value },
                Self::Edit { document: d, target: t, field: f, value: v },
            ) => (document, target, field) == (d, t, f) && value != v,
            (Self::Relabel { mention, label }, Self::Relabel { mention: m, label: l }) => mention == m && label != l,
            (Self::LinkRow { coder, row, mention }, Self::LinkRow { coder: c, row: r, mention: m }) => {
                (coder, row) == (c, r) && mention != m
            }
            (Self::LinkRow { coder, row, mention }, Self::UnlinkRow { coder: c, row: r, mention: m })
            | (Self::UnlinkRow { coder, row, mention }, Self::LinkRow { coder: c, row: r, mention: m }) => {
                (coder, row, mention) == (c, r, m)
            }
            // What was taken back does not stand because someone has looked at it.
            (Self::Review { document, statement }, Self::Retract { document: d, statement: s }) => {
                document == d && (s.is_none() || statement == s)
            }
            _ => false,
        }
    }
}

/// Whether a correction can be taken: what it names is there, its words stand where it says, and it contradicts no other
/// that holds. `report` is the report that it is about, with the corrections so far.
pub fn check(correction: &Correction, report: Option<&Report>, all: &[Recorded]) -> Result<(), Fault> {
    for other in standing(all) {
        if correction.change.contradicts(&other.correction.change) && correction.instead_of != Some(other.seq) {
            return Err(Fault::Contradicts { seq: other.seq, by: other.correction.by.clone() });
        }
    }
    let Some(report) = report else { return Ok(()) };
    apply_one(&mut report.clone(), &correction.change)
}

/// Whether all words that a value brings in stand in the text where it says: nothing is quoted that nobody wrote.
fn quoted(value: &Value, text: &str) -> Result<(), Fault> {
    let parts: Vec<&Value> = match value {
        Value::Array(all) => all.iter().collect(),
        Value::Object(fields) => {
            if let Some(Value::String(exact)) = fields.get("exact") {
                let place = |name| fields.get(name).and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
                let (start, end) = (place("start").unwrap_or(0), place("end").unwrap_or(0));
                let stands: String = text.chars().skip(start).take(end.saturating_sub(start)).collect();
                if stands != *exact || start > end {
                    return Err(Fault::Words { quoted: exact.clone(), stands });
                }
            }
            fields.values().collect()
        }
        _ => Vec::new(),
    };
    parts.into_iter().try_for_each(|part| quoted(part, text))
}

/// The same of all that is to be added.
fn quotes(added: &impl Serialize, text: &str) -> Result<(), Fault> {
    serde_json::to_value(added).map_or(Ok(()), |value| quoted(&value, text))
}

/// Lays corrections over a report. One that no longer fits, as a newer reading has other ids, is passed over: its number is
/// given back.
pub fn apply(report: &mut Report, corrections: &[&Recorded]) -> Vec<i64> {
    let mut unfit = Vec::new();
    for one in corrections {
        if apply_one(report, &one.correction.change).is_err() {
            unfit.push(one.seq);
        }
    }
    unfit
}

fn apply_one(report: &mut Report, change: &Change) -> Result<(), Fault> {
    match change {
        Change::AddStatement { statement, .. } => {
            quotes(statement, &report.document.text)?;
            if report.statement(&statement.id).is_some() {
                return Err(Fault::Taken(statement.id.clone()));
            }
            report.statements.push(Statement { reviewed: Reviewed::ByHand, ..(**statement).clone() });
        }
        Change::AddEvent { event, .. } => {
            if report.event(&event.id).is_some() {
                return Err(Fault::Taken(event.id.clone()));
            }
            quotes(event, &report.document.text)?;
            if let Some(id) = event.asserted_in.iter().find(|id| report.statement(id).is_none()) {
                let known = report.statements.iter().map(|one| one.id.clone()).collect();
                return Err(Fault::Unknown { target: id.clone(), known });
            }
            for statement in report.statements.iter_mut().filter(|one| event.asserted_in.contains(&one.id)) {
                statement.events.push(event.id.clone());
            }
            report.events.push((**event).clone());
        }
        Change::Edit { target, field, value, .. } => edit(report, target, field, value)?,
        Change::Retract { statement, .. } => of_each(report, statement.as_deref(), |one| one.retracted = true)?,
        Change::Review { statement, .. } => {
            of_each(report, statement.as_deref(), |one| one.reviewed = one.reviewed.max(Reviewed::Reviewed))?;
        }
        Change::Redact { .. }
        | Change::Merge { .. }
        | Change::Split { .. }
        | Change::Relabel { .. }
        | Change::AnswerSought { .. }
        | Change::LinkRow { .. }
        | Change::UnlinkRow { .. } => {}
    }
    Ok(())
}

fn of_each(report: &mut Report, id: Option<&str>, mut change: impl FnMut(&mut Statement)) -> Result<(), Fault> {
    let known: Vec<String> = report.statements.iter().map(|one| one.id.clone()).collect();
    let mut found = false;
    for statement in report.statements.iter_mut().filter(|one| id.is_none_or(|id| one.id == id)) {
        change(statement);
        found = true;
    }
    match id {
        Some(id) if !found => Err(Fault::Unknown { target: id.to_owned(), known }),
        _ => Ok(()),
    }
}

fn edit(report: &mut Report, target: &str, field: &str, value: &Value) -> Result<(), Fault> {
    let fault = |fault: String| Fault::Value { field: field.to_owned(), fault };
    quoted(value, &report.document.text)?;
    if let Some(statement) = report.statements.iter_mut().find(|one| one.id == target) {
        let mut changed: Statement = replaced(statement, field, value).map_err(fault)?;
        changed.reviewed = Reviewed::ByHand;
        *statement = changed;
        return Ok(());
    }
    let known = || report.statements.iter().map(|one| &one.id).chain(report.events.iter().map(|one| &one.id));
    let ids: Vec<String> = known().cloned().collect();
    let told: Vec<String> = match report.events.iter_mut().find(|one| one.id == target) {
        Some(event) => {
            *event = replaced(event, field, value).map_err(fault)?;
            event.asserted_in.clone()
        }
        None => return Err(Fault::Unknown { target: target.to_owned(), known: ids }),
    };
    for statement in report.statements.iter_mut().filter(|one| told.contains(&one.id)) {
        statement.reviewed = Reviewed::ByHand;
    }
    Ok(())
}

/// The same with another value in a field that it has.
fn replaced<T: Serialize + for<'de> Deserialize<'de>>(of: &T, field: &str, value: &Value) -> Result<T, String> {
    const FIXED: [&str; 3] = ["id", "order", "why"];
    let mut json = serde_json::to_value(of).map_err(|error| error.to_string())?;
    let fields = json.as_object_mut().ok_or("it has no fields")?;
    if FIXED.contains(&field) || !fields.contains_key(field) {
        let known: Vec<&str> = fields.keys().map(String::as_str).filter(|name| !FIXED.contains(name)).collect();
        return Err(format!("there is no such field to change; there are {}", known.join(", ")));
    }
    fields.insert(field.to_owned(), value.clone());
    serde_json::from_value(json).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Document, Span};

    fn report() -> Report {
        Report {
            document: Document { id: "d".to_owned(), text: "The mayor denied it.".to_owned(), ..Document::default() },
            statements: vec![Statement {
                id: "s1".to_owned(),
                speech_act: "assert".to_owned(),
                ..Statement::default()
            }],
            ..Report::default()
        }
    }

    fn recorded(seq: i64, change: Change) -> Recorded {
        let correction = Correction { change, by: "A".to_owned(), reason: "r".to_owned(), instead_of: None };
        Recorded { seq, at: String::new(), correction }
    }

    fn edit_of(value: &str) -> Change {
        Change::Edit {
            document: "d".to_owned(),
            target: "s1".to_owned(),
            field: "speech_act".to_owned(),
            value: Value::from(value),
        }
    }

    #[test]
    fn a_field_is_edited_by_hand() {
        let mut changed = report();
        let one = recorded(1, edit_of("deny"));
        assert!(apply(&mut changed, &[&one]).is_empty());
        assert_eq!(
            (changed.statements[0].speech_act.as_str(), changed.statements[0].reviewed),
            ("deny", Reviewed::ByHand)
        );
    }

    #[test]
    fn what_contradicts_an_earlier_one_says_which() {
        let earlier = [recorded(7, edit_of("deny"))];
        let mut later = recorded(8, edit_of("doubt")).correction;
        let refused = check(&later, Some(&report()), &earlier).unwrap_err();
        assert_eq!(refused, Fault::Contradicts { seq: 7, by: "A".to_owned() });
        later.instead_of = Some(7);
        assert_eq!(check(&later, Some(&report()), &earlier), Ok(()));
        let of = || ("d".to_owned(), Some("s1".to_owned()));
        let (document, statement) = of();
        let retracted = recorded(3, Change::Retract { document, statement });
        let (document, statement) = of();
        let review = recorded(4, Change::Review { document, statement }).correction;
        assert!(matches!(check(&review, Some(&report()), &[retracted]), Err(Fault::Contradicts { seq: 3, .. })));
        let key = |id: &str| (id.to_owned(), "e1".to_owned());
        let merge = recorded(1, Change::Merge { one: key("a"), other: key("b") });
        let split = recorded(2, Change::Split { one: key("b"), other: key("a") }).correction;
        assert!(matches!(check(&split, None, &[merge]), Err(Fault::Contradicts { seq: 1, .. })));
    }

    #[test]
    fn words_are_quoted_as_they_stand() {
        let of = |exact: &str| {
            let content = vec![Span { start: 4, end: 9, exact: exact.to_owned() }];
            let statement = Box::new(Statement { id: "h1".to_owned(), content, ..Statement::default() });
            recorded(1, Change::AddStatement { document: "d".to_owned(), statement }).correction
        };
        assert_eq!(check(&of("mayor"), Some(&report()), &[]), Ok(()));
        assert!(matches!(check(&of("major"), Some(&report()), &[]), Err(Fault::Words { .. })));
    }

    #[test]
    fn no_edit_puts_words_into_a_report() {
        let of = |target: &str, field: &str, value: &str| {
            let (document, target, field) = ("d".to_owned(), target.to_owned(), field.to_owned());
            recorded(1, Change::Edit { document, target, field, value: serde_json::from_str(value).unwrap() })
        };
        let mut with_event = report();
        with_event.events.push(Event { id: "e1".to_owned(), ..Event::default() });
        for (target, field, value) in [
            (
                "s1",
                "content",
                r#"[{"start":0,"end":9,"exact":"The mayor"},{"start":0,"end":1,"exact":"We will attack"}]"#,
            ),
            ("s1", "content", r#"[{"start":0,"end":99,"exact":"The mayor denied it. All of it."}]"#),
            ("s1", "content", r#"[{"start":9,"end":4,"exact":""}]"#),
            ("s1", "quotes", r#"[{"start":0,"end":1,"exact":"We will attack"}]"#),
            ("s1", "speaker", r#"{"actor":null,"span":{"start":0,"end":3,"exact":"Ann"},"resolution":"explicit"}"#),
            ("s1", "warning", r#"{"horizon":{"start":0,"end":3,"exact":"Tue"}}"#),
            ("s1", "labels", r#"[{"span":{"start":0,"end":3,"exact":"foe"},"neutral":"x"}]"#),
            ("e1", "trigger", r#"{"start":10,"end":16,"exact":"bombed"}"#),
        ] {
            let one = of(target, field, value);
            let refused = check(&one.correction, Some(&with_event), &[]);
            assert!(matches!(refused, Err(Fault::Words { .. })), "{field} {value}: {refused:?}");
            let mut changed = with_event.clone();
            assert_eq!(apply(&mut changed, &[&one]), [1], "{field} {value}");
            assert_eq!(changed, with_event, "what is unfit changes nothing");
        }
        let right = of("s1", "content", r#"[{"start":4,"end":9,"exact":"mayor"}]"#);
        assert_eq!(check(&right.correction, Some(&with_event), &[]), Ok(()));
    }

    #[test]
    fn a_faulty_edit_says_what_there_is() {
        let unknown = Change::Edit {
            document: "d".to_owned(),
            target: "s9".to_owned(),
            field: "side".to_owned(),
            value: Value::Null,
        };
        let fault = check(&recorded(1, unknown).correction, Some(&report()), &[]).unwrap_err();
        assert_eq!(fault.to_string(), "the report has no `s9`; it has s1");
        let field = Change::Edit {
            document: "d".to_owned(),
            target: "s1".to_owned(),
            field: "truth".to_owned(),
            value: Value::from(true),
        };
        assert!(matches!(check(&recorded(1, field).correction, Some(&report()), &[]), Err(Fault::Value { .. })));
    }

    #[test]
    fn a_correction_that_no_longer_fits_is_told() {
        let gone = Change::Review { document: "d".to_owned(), statement: Some("s9".to_owned()) };
        assert_eq!(apply(&mut report(), &[&recorded(3, gone)]), [3]);
    }

    #[test]
    fn corrections_are_read_back() {
        let one = recorded(1, edit_of("deny")).correction;
        let json = serde_json::to_string(&one).unwrap();
        assert_eq!(serde_json::from_str::<Correction>(&json).unwrap(), one);
    }
}
