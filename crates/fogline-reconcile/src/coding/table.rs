//! How far coders agree, field by field: among people, with the machine as one more, two by two, by side and by language.
//!
//! Units are made of what the coders who are compared found (`units.rs`). Where one has a statement or event and another has not,
//! the other's value of each of its fields is `absent`: a value as any other, and none that anybody can give, so that finding
//! other statements counts against agreement, also where what was found says `none`. Several who lack the same agree that it is
//! not there. A count or a day has no such value and is missing there. A unit counts for the side that was decided for its
//! statement, else for the one that most of the coders who are compared gave it; where as many gave another, for `undecided`. An
//! event counts for the side of the innermost statement that its trigger stands in. Names that are written alike are one, and so
//! are those that the reading knows as one actor or place.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Coded, CodedEvent, CodedStatement, Field, MACHINE, NONE, Of, Statuses, Subject,
    units::{self, Unit},
};
use crate::{
    agreement::{Agreement, Level, alpha, alpha_of_words},
    report::{Report, Span},
};

/// The side of what as many coders gave to one side as to another.
pub const UNDECIDED: &str = "undecided";

/// The value of what a coder has not found, where another has something.
pub const ABSENT: &str = "absent";

/// An assignment that is compared.
#[derive(Debug, Clone)]
pub struct Material<'m> {
    /// Number of its record.
    pub assignment: i64,
    /// What was coded.
    pub subject: &'m Subject,
    /// Which fields.
    pub fields: &'m [Field],
    /// The report as the machine read it: by it, names are known to be of one actor or place, and languages are told.
    pub report: Option<&'m Report>,
    /// What people found who are done, in the order of their names.
    pub people: Vec<(&'m str, &'m Coded)>,
    /// What the machine found.
    pub machine: &'m Coded,
    /// What was decided.
    pub decided: Option<&'m Coded>,
}

/// How far coders agree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "AgreementTable")]
pub struct Table {
    /// Assignments of which at least one coding is done.
    pub assignments: usize,
    /// Those who coded them, in the order of their names.
    pub coders: Vec<String>,
    /// Field by field, of those that were asked.
    pub fields: Vec<OfField>,
    /// The values that it was computed from, where they are asked for: another program comes to the same by them.
    pub values: Option<Vec<Row>>,
}

/// The agreement on one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "FieldAgreement")]
pub struct OfField {
    /// The field.
    pub field: Field,
    /// What it is of.
    pub of: Of,
    /// The level at which it is measured.
    pub level: Level,
    /// Of all units.
    pub all: Both,
    /// By the side for which a unit counts.
    pub by_side: BTreeMap<String, Both>,
    /// By the language of the words.
    pub by_language: BTreeMap<String, Both>,
    /// Two by two, the machine as one more.
    pub pairs: Vec<Pair>,
}

/// The agreement among people, and with the machine as one more coder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "AgreementOfBoth")]
pub struct Both {
    /// Among people.
    pub people: Agreement,
    /// With the machine.
    pub with_machine: Agreement,
}

/// The agreement of two coders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PairAgreement")]
pub struct Pair {
    /// One; people stand in the order of their names, and before the machine.
    pub one: String,
    /// The other.
    pub other: String,
    /// Their agreement.
    pub agreement: Agreement,
}

/// What coders gave a field of one unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "CodedValues")]
pub struct Row {
    /// Number of the assignment's record.
    pub assignment: i64,
    /// The field.
    pub field: Field,
    /// Where the words begin of what the first coder found; none for incidents.
    pub start: Option<usize>,
    /// The side for which it counts.
    pub side: String,
    /// The language of the words.
    pub language: String,
    /// The value of each coder who gave one: a word, or a number (days since 1970 for a day); `absent` of who has not found it.
    pub values: BTreeMap<String, Value>,
}

/// A value as it is compared.
#[derive(Debug, Clone, PartialEq, PartialOrd, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "CodedValue")]
pub enum Value {
    /// A number.
    Number(f64),
    /// A word.
    Word(String),
}

/// Compares what was coded. The order of assignments and coders changes nothing. With `values`, all that was compared is given
/// along.
pub fn table(all: &[Material<'_>], with_values: bool) -> Table {
    let done: Vec<&Material<'_>> = all.iter().filter(|one| !one.people.is_empty()).collect();
    let mut coders: Vec<&str> = done.iter().flat_map(|one| &one.people).map(|(name, _)| *name).collect();
    coders.sort_unstable();
    coders.dedup();
    let people = compared(&done, |_| true, false);
    let with_machine = compared(&done, |_| true, true);
    let mut two: Vec<(&str, &str, Rows)> = Vec::new();
    for (at, one) in coders.iter().enumerate() {
        for other in coders.iter().skip(at + 1) {
            two.push((one, other, compared(&done, |name| name == *one || name == *other, false)));
        }
    }
    for one in &coders {
        two.push((one, MACHINE, compared(&done, |name| name == *one, true)));
    }
    let asked = |field: &&Field| done.iter().any(|one| one.fields.contains(field));
    let fields = Field::ALL.iter().filter(asked).map(|field| {
        let by = |key: fn(&Row) -> &str| {
            let (people, with_machine) = (split(&people, *field, key), split(&with_machine, *field, key));
            let keys: BTreeSet<&str> = people.keys().chain(with_machine.keys()).copied().collect();
            let of = |parts: &BTreeMap<&str, Vec<&Row>>, key| {
                agreement(*field, parts.get(key).into_iter().flatten().copied())
            };
            let both = |key| Both { people: of(&people, key), with_machine: of(&with_machine, key) };
            keys.into_iter().map(|key| (key.to_owned(), both(key))).collect::<BTreeMap<_, _>>()
        };
        OfField {
            field: *field,
            of: field.of(),
            level: field.level(),
            all: Both {
                people: agreement(*field, people.get(field).into_iter().flatten()),
                with_machine: agreement(*field, with_machine.get(field).into_iter().flatten()),
            },
            by_side: if field.of() == Of::Incident { BTreeMap::new() } else { by(|row| &row.side) },
            by_language: by(|row| &row.language),
            pairs: two
                .iter()
                .map(|(one, other, rows)| Pair {
                    one: (*one).to_owned(),
                    other: (*other).to_owned(),
                    agreement: agreement(*field, rows.get(field).into_iter().flatten()),
                })
                .collect(),
        }
    });
    Table {
        assignments: done.len(),
        coders: coders.iter().map(|name| (*name).to_owned()).collect(),
        fields: fields.collect(),
        values: with_values.then(|| {
            let mut rows: Vec<Row> = with_machine.into_values().flatten().collect();
            rows.sort_by_key(|row| (row.assignment, row.field, row.start));
            rows
        }),
    }
}

/// What was given of each field, unit by unit.
type Rows = BTreeMap<Field, Vec<Row>>;

/// The rows of a field by what they count for.
fn split(rows: &Rows, field: Field, key: fn(&Row) -> &str) -> BTreeMap<&str, Vec<&Row>> {
    let mut parts = BTreeMap::<&str, Vec<&Row>>::new();
    for row in rows.get(&field).into_iter().flatten() {
        parts.entry(key(row)).or_default().push(row);
    }
    parts
}

fn agreement<'r>(field: Field, rows: impl IntoIterator<Item = &'r Row>) -> Agreement {
    let rows = rows.into_iter();
    if field.level() == Level::Nominal {
        let word = |value: &Value| match value {
            Value::Word(word) => word.clone(),
            Value::Number(number) => number.to_string(),
        };
        return alpha_of_words(&rows.map(|row| row.values.values().map(word).collect()).collect::<Vec<_>>());
    }
    let number = |value: &Value| if let Value::Number(number) = value { *number } else { f64::NAN };
    alpha(field.level(), &rows.map(|row| row.values.values().map(number).collect()).collect::<Vec<_>>())
}

/// Everything that some coders gave of what at least two of them coded, the machine counted as one where it is compared.
fn compared(all: &[&Material<'_>], is_compared: impl Fn(&str) -> bool, machine: bool) -> Rows {
    let mut rows = Rows::new();
    for one in all {
        let mut coders: Vec<(&str, &Coded)> =
            one.people.iter().filter(|(name, _)| is_compared(name)).copied().collect();
        coders.sort_by_key(|(name, _)| *name);
        if coders.is_empty() {
            continue;
        }
        if machine {
            coders.push((MACHINE, one.machine));
        }
        if coders.len() < 2 {
            continue;
        }
        for row in Compared::of(one, coders).rows() {
            rows.entry(row.field).or_default().push(row);
        }
    }
    rows
}

/// An assignment with the coders who are compared.
struct Compared<'c> {
    material: &'c Material<'c>,
    coders: Vec<(&'c str, &'c Coded)>,
    names: Names<'c>,
    statements: Vec<Unit>,
}

impl<'c> Compared<'c> {
    fn of(material: &'c Material<'c>, coders: Vec<(&'c str, &'c Coded)>) -> Self {
        let coded: Vec<&Coded> = coders.iter().map(|(_, coded)| *coded).collect();
        let statements = units::of_statements(&coded);
        Self { material, coders, names: Names { report: material.report }, statements }
    }

    fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        if let Subject::Incident { .. } = self.material.subject {
            self.row(&mut rows, Of::Incident, None, NONE, |coded, field, _| {
                coded.statuses.as_ref().and_then(|one| status(one, field))
            });
            return rows;
        }
        for unit in &self.statements {
            let found: Vec<&CodedStatement> = self.found(unit, |coded| &coded.statements);
            let start = found.first().and_then(|one| one.content.first()).map(|span| span.start);
            let side = self.side(unit);
            self.row(&mut rows, Of::Statement, start, &side, |coded, field, coder| {
                match unit.get(coder).copied().flatten().and_then(|at| coded.statements.get(at)) {
                    Some(one) => self.names.statement(one, field),
                    None => absent(field),
                }
            });
        }
        let coded: Vec<&Coded> = self.coders.iter().map(|(_, coded)| *coded).collect();
        for unit in units::of_events(&coded, self.material.report) {
            let found: Vec<&CodedEvent> = self.found(&unit, |coded| &coded.events);
            let trigger = found.first().map(|one| &one.trigger);
            let side = trigger.map_or_else(|| NONE.to_owned(), |trigger| self.side_around(trigger));
            self.row(&mut rows, Of::Event, trigger.map(|one| one.start), &side, |coded, field, coder| {
                match unit.get(coder).copied().flatten().and_then(|at| coded.events.get(at)) {
                    Some(one) => self.names.event(one, field),
                    None => absent(field),
                }
            });
        }
        rows
    }

    fn row(
        &self,
        rows: &mut Vec<Row>,
        of: Of,
        start: Option<usize>,
        side: &str,
        value: impl Fn(&Coded, Field, usize) -> Option<Value>,
    ) {
        for field in self.material.fields.iter().filter(|field| field.of() == of) {
            let values = self.coders.iter().enumerate();
            let values = values.filter_map(|(at, (name, coded))| Some(((*name).to_owned(), value(coded, *field, at)?)));
            rows.push(Row {
                assignment: self.material.assignment,
                field: *field,
                start,
                side: side.to_owned(),
                language: self.language(start),
                values: values.collect(),
            });
        }
    }

    fn found<T>(&self, unit: &Unit, list: fn(&Coded) -> &Vec<T>) -> Vec<&'c T> {
        let own = unit.iter().zip(&self.coders);
        own.filter_map(|(at, (_, coded))| at.and_then(|at| list(coded).get(at))).collect()
    }

    /// The side for which a unit of statements counts.
    fn side(&self, unit: &Unit) -> String {
        let found = self.found(unit, |coded| &coded.statements);
        let contents: Vec<&[Span]> = found.iter().map(|one| one.content.as_slice()).collect();
        let decided = self.material.decided.and_then(|decided| units::best(&contents, &decided.statements));
        if let Some(side) = decided.and_then(|one| one.side.as_ref()) {
            return side.clone();
        }
        let mut counts = BTreeMap::<&str, usize>::new();
        for side in found.iter().filter_map(|one| one.side.as_deref()) {
            *counts.entry(side).or_default() += 1;
        }
        let most = counts.values().max().copied().unwrap_or_default();
        let mut leading = counts.iter().filter(|(_, count)| **count == most).map(|(side, _)| *side);
        match (leading.next(), leading.next()) {
            (Some(side), None) => side.to_owned(),
            (None, _) => NONE.to_owned(),
            _ => UNDECIDED.to_owned(),
        }
    }

    /// The side of the innermost statement around a word.
    fn side_around(&self, trigger: &Span) -> String {
        let around = self.statements.iter().filter_map(|unit| {
            let found = self.found(unit, |coded| &coded.statements);
            let spans =
                found.iter().flat_map(|one| &one.content).filter(|span| units::within(trigger, span.start, span.end));
            Some((spans.map(|span| span.end - span.start).min()?, unit))
        });
        around.min_by_key(|(length, _)| *length).map_or_else(|| NONE.to_owned(), |(_, unit)| self.side(unit))
    }

    fn language(&self, start: Option<usize>) -> String {
        let document = self.material.report.map(|report| &report.document);
        let own = document.zip(start).and_then(|(document, start)| {
            let around = document.sentences.iter().find(|one| one.start <= start && start < one.end);
            around.and_then(|one| one.lang.as_ref())
        });
        own.or(document.and_then(|document| document.lang.as_ref())).map_or_else(|| NONE.to_owned(), Clone::clone)
    }
}

/// The value of a field of what a coder has not.
fn absent(field: Field) -> Option<Value> {
    (field.level() == Level::Nominal).then(|| word(ABSENT))
}

fn word(value: &str) -> Value {
    Value::Word(value.to_owned())
}

fn status(one: &Statuses, field: Field) -> Option<Value> {
    let value = match field {
        Field::Occurrence => &one.occurrence,
        Field::Responsibility => &one.responsibility,
        Field::Details => &one.details,
        Field::Characterisation => &one.characterisation,
        _ => return None,
    };
    value.as_deref().map(word)
}

/// Which names are of one actor or place, by the report.
#[derive(Clone, Copy)]
pub(super) struct Names<'r> {
    pub(super) report: Option<&'r Report>,
}

impl Names<'_> {
    fn statement(self, one: &CodedStatement, field: Field) -> Option<Value> {
        match field {
            Field::Speaker => one.speaker.as_deref().map(|name| Value::Word(self.actor(name))),
            Field::Side => one.side.as_deref().map(word),
            Field::SpeechAct => one.speech_act.as_deref().map(word),
            Field::Factuality => one.factuality.as_deref().map(word),
            Field::Accused => {
                let mut all: Vec<String> = one.accused.as_ref()?.iter().map(|name| self.actor(name)).collect();
                all.retain(|name| name != NONE);
                all.sort();
                all.dedup();
                // A set of names is one value; a line break is in no name.
                Some(Value::Word(if all.is_empty() { NONE.to_owned() } else { all.join("\n") }))
            }
            _ => None,
        }
    }

    fn event(self, one: &CodedEvent, field: Field) -> Option<Value> {
        match field {
            Field::Type => one.kind.as_deref().map(word),
            Field::Mode => one.mode.as_deref().map(word),
            Field::Polarity => one.polarity.as_deref().map(word),
            Field::Modality => one.modality.as_deref().map(word),
            Field::Place => one.place.as_deref().map(|name| Value::Word(self.place(name))),
            Field::Day => one.day.map(|day| Value::Number(f64::from(days(day)))),
            Field::Killed => one.killed.map(Value::Number),
            Field::Injured => one.injured.map(Value::Number),
            _ => None,
        }
    }

    /// The actor that a name, or an id of the reading, is of; what the report knows nobody by stays as it is, in small letters.
    /// What is written alike is always one: whoever is called so goes before whoever is only mentioned so, and of several who
    /// are called so the first stands for all.
    pub(super) fn actor(self, name: &str) -> String {
        let own = self.report.and_then(|report| report.actor(name));
        let wanted = folded(own.map_or(name, |actor| &actor.name));
        let is = |other: &str| folded(other) == wanted;
        let known = self.report.and_then(|report| {
            let actors = || report.actors.iter();
            let by_mention = || actors().find(|actor| actor.mentions.iter().any(|span| is(&span.exact)));
            actors().find(|actor| is(&actor.name)).or_else(by_mention)
        });
        known.map_or(wanted, |actor| actor.id.clone())
    }

    /// The place that a name is of.
    pub(super) fn place(self, name: &str) -> String {
        let wanted = folded(name);
        let is = |other: &str| folded(other) == wanted;
        let known = self.report.and_then(|report| {
            let places = || report.places.iter();
            let by_span = || places().find(|place| place.span.as_ref().is_some_and(|span| is(&span.exact)));
            places().find(|place| place.id == name).or_else(|| places().find(|place| is(&place.name))).or_else(by_span)
        });
        // Each mention of a place has an id of its own; what it is of is told by the gazetteer, or else by its name.
        known.map_or(wanted, |place| place.gazetteer_id.clone().unwrap_or_else(|| folded(&place.name)))
    }
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Days since 1970.
fn days(day: jiff::civil::Date) -> i32 {
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    epoch.until(day).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Actor, Sentence};

    const FIELDS: [Field; 4] = [Field::Speaker, Field::Side, Field::SpeechAct, Field::Accused];

    fn said(start: usize, speaker: &str, side: &str, act: &str) -> CodedStatement {
        CodedStatement {
            content: vec![Span { start, end: start + 10, exact: String::new() }],
            speaker: Some(speaker.to_owned()),
            side: Some(side.to_owned()),
            speech_act: Some(act.to_owned()),
            accused: Some(Vec::new()),
            factuality: None,
        }
    }

    fn of(statements: Vec<CodedStatement>) -> Coded {
        Coded { statements, ..Coded::default() }
    }

    fn report() -> Report {
        let mut report = Report::default();
        report.document.lang = Some("en".to_owned());
        report.document.sentences = vec![Sentence { start: 40, end: 80, lang: Some("uk".to_owned()) }];
        let span = Span { start: 0, end: 9, exact: "the mayor".to_owned() };
        report.actors = vec![Actor {
            id: "a1".to_owned(),
            name: "Anna Koval".to_owned(),
            mentions: vec![span],
            ..Actor::default()
        }];
        report
    }

    fn compare(people: Vec<(&str, &Coded)>, machine: &Coded, decided: Option<&Coded>) -> Table {
        let (report, subject) = (report(), Subject::Report { document: "d".to_owned() });
        let material = Material {
            assignment: 1,
            subject: &subject,
            fields: &FIELDS,
            report: Some(&report),
            people,
            machine,
            decided,
        };
        table(&[material], true)
    }

    #[test]
    fn names_of_one_are_one_and_what_one_has_alone_counts() {
        let one = of(vec![said(0, "Anna  Koval", "x", "deny"), said(20, "author", "none", "report")]);
        let other = of(vec![said(1, "The mayor", "x", "accuse")]);
        let machine = of(vec![said(0, "a1", "x", "deny"), said(50, "a1", "x", "deny")]);
        let table = compare(vec![("b", &other), ("a", &one)], &machine, None);
        assert_eq!((table.coders, table.assignments), (vec!["a".to_owned(), "b".to_owned()], 1));
        let speaker = &table.fields[0];
        assert_eq!((speaker.field, speaker.all.people.units, speaker.all.with_machine.units), (Field::Speaker, 2, 3));
        let rows = table.values.unwrap();
        assert_eq!(rows[0].values.values().collect::<Vec<_>>(), vec![&Value::Word("a1".to_owned()); 3]);
        let alone: Vec<&Row> = rows.iter().filter(|row| row.start == Some(50) && row.field == Field::Side).collect();
        assert_eq!((alone[0].language.as_str(), alone[0].side.as_str()), ("uk", "x"));
        assert_eq!(alone[0].values["a"], Value::Word(ABSENT.to_owned()));
    }

    #[test]
    fn to_lack_a_statement_is_not_to_say_that_nobody_is_accused() {
        let one = of(vec![said(0, "a", "x", "deny"), said(20, "a", "x", "deny")]);
        let other = of(vec![said(0, "a", "x", "deny")]);
        let table = compare(vec![("a", &one), ("b", &other)], &Coded::default(), None);
        let accused = &table.fields[3];
        assert_eq!((accused.field, accused.all.people.units), (Field::Accused, 2));
        assert_eq!(accused.all.people.alpha, Some(0.0), "they differ on one of two");
        let last = &table.values.unwrap()[7].values;
        assert_eq!((&last["a"], &last["b"]), (&word(NONE), &word(ABSENT)));
    }

    #[test]
    fn names_that_are_written_alike_are_one_whatever_the_reading_knows() {
        let mut report = report();
        let mention = |exact: &str| Span { start: 0, end: 9, exact: exact.to_owned() };
        report.actors.push(Actor {
            id: "a2".to_owned(),
            name: "The Mayor".to_owned(),
            mentions: vec![mention("Koval")],
            ..Actor::default()
        });
        report.actors.push(Actor { id: "a3".to_owned(), name: "the  mayor".to_owned(), ..Actor::default() });
        for names in [Names { report: Some(&report) }, Names { report: None }] {
            for name in ["the mayor", "Koval", "Nemo", "author", "none"] {
                assert_eq!(names.actor(name), names.actor(&format!("  {} ", name.to_uppercase())), "{name}");
            }
        }
        // Whoever is called so goes before whoever is only mentioned so.
        assert_eq!(Names { report: Some(&report) }.actor("the mayor"), "a2");
        assert_eq!(
            Names { report: Some(&report) }.actor("a3"),
            "a2",
            "the machine tells two apart that are called alike"
        );
    }

    #[test]
    fn a_unit_counts_for_the_side_that_was_decided_or_for_most() {
        let (one, other) = (of(vec![said(0, "a", "x", "deny")]), of(vec![said(0, "a", "y", "deny")]));
        let people = || vec![("a", &one), ("b", &other)];
        let nothing = Coded::default();
        let sides = |table: Table| table.fields[1].by_side.keys().cloned().collect::<Vec<_>>();
        assert_eq!(sides(compare(people(), &nothing, None)), [UNDECIDED]);
        assert_eq!(sides(compare(people(), &other, None)), [UNDECIDED, "y"], "with the machine most say y");
        let decided = of(vec![said(2, "a", "z", "deny")]);
        assert_eq!(sides(compare(people(), &nothing, Some(&decided))), ["z"]);
    }

    #[test]
    fn the_order_of_coders_and_assignments_changes_nothing() {
        let one = of(vec![said(0, "a", "x", "deny"), said(20, "b", "y", "accuse"), said(40, "c", "x", "deny")]);
        let other = of(vec![said(41, "c", "x", "deny"), said(0, "a", "x", "accuse"), said(21, "b", "x", "accuse")]);
        let (report, subject, machine) = (report(), Subject::Report { document: "d".to_owned() }, Coded::default());
        let material = |assignment, people| Material {
            assignment,
            subject: &subject,
            fields: &FIELDS,
            report: Some(&report),
            people,
            machine: &machine,
            decided: None,
        };
        let first = material(1, vec![("a", &one), ("b", &other)]);
        let second = material(2, vec![("a", &other), ("c", &one)]);
        let turned = material(1, vec![("b", &other), ("a", &one)]);
        assert_eq!(table(&[first, second.clone()], true), table(&[second, turned], true));
    }
}
