//! The lexicon's own examples, and the literate cases of `corpus/cases/*.md`.

use std::{fmt::Write as _, fs, path::Path};

use super::{
    events::{self, Events, Sense},
    statements::{self, Acts, Cues},
};
use crate::{
    annotate::Models,
    gazetteer::tests::opened,
    lang::Lang,
    reading::{self, Contract, Knowledge, Reading},
    resolve::cases::{annotated, models},
};

/// What a sentence says, without packs and gazetteer; `None` where the English model is absent and needed.
fn read(text: &str, lang: Lang) -> Option<Reading> {
    read_by(text, lang, &Knowledge::default())
}

fn read_by(text: &str, lang: Lang, knowledge: &Knowledge) -> Option<Reading> {
    let none = Models::default();
    let models = if lang == Lang::En { models()? } else { &none };
    let (document, annotation) = annotated(text, Some("2022-02-17"), lang.code().unwrap(), models);
    Some(reading::read(&document, &annotation, knowledge))
}

const LANGUAGES: [Lang; 3] = [Lang::En, Lang::Ru, Lang::Uk];

#[test]
fn every_cue_is_read_as_its_example_says() {
    let mut faults = String::new();
    for lang in LANGUAGES {
        for row in &Cues::of(lang).unwrap().rows {
            let Some(example) = read(&row.example, lang) else { break };
            let cues = |reading: &Reading| -> Vec<String> {
                reading.statements.iter().filter_map(|one| one.cue.as_ref().map(|cue| cue.lemma.clone())).collect()
            };
            let words = || row.words.iter().chain(&row.imperfective);
            let of_row = |lemma: &String| words().any(|word| word.split(' ').next() == Some(lemma) || word == lemma);
            // A hedge says that someone says so, without a statement of anyone's.
            let is_hedge = row.id.starts_with("cue.hedge.");
            let by_row = |reading: &Reading| match is_hedge {
                true => reading.statements.iter().any(|one| one.distance.as_deref() == Some("hedge")),
                false => cues(reading).iter().any(of_row),
            };
            if !by_row(&example) {
                writeln!(faults, "not found: {} {:?}", row.example, cues(&example)).unwrap();
            }
            let not = read(&row.not, lang).unwrap();
            if by_row(&not) {
                writeln!(faults, "found: {} {:?}", row.not, cues(&not)).unwrap();
            }
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn every_event_is_read_as_its_example_says() {
    let mut faults = String::new();
    for lang in LANGUAGES {
        for row in &Events::of(lang).unwrap().rows {
            let Some(example) = read(&row.example, lang) else { break };
            let of_row = |reading: &Reading| {
                let event = |event: &super::events::Event| {
                    event.kind == row.kind && row.mode.as_ref().is_none_or(|mode| event.modes.contains(mode))
                };
                reading.events.iter().any(event)
                    // An act of speech is told by its statement.
                    || row.sense == Some(Sense::Speech)
                        && reading.statements.iter().any(|one| matches!(one.act.name(), "accuse" | "appeal" | "threaten" | "comment"))
            };
            if !of_row(&example) {
                let found: Vec<_> = example.events.iter().map(|event| (&event.kind, &event.modes)).collect();
                writeln!(faults, "not found: {} {found:?}", row.example).unwrap();
            }
            if of_row(&read(&row.not, lang).unwrap()) {
                writeln!(faults, "found: {}", row.not).unwrap();
            }
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn every_act_is_made_as_its_example_says() {
    let mut faults = String::new();
    for lang in LANGUAGES {
        for row in &Acts::of(lang).rows {
            let Some(example) = read(&row.example, lang) else { break };
            let acts =
                |reading: &Reading| -> Vec<&str> { reading.statements.iter().map(|one| one.act.name()).collect() };
            if !acts(&example).contains(&row.act.name()) {
                writeln!(faults, "not {}: {} {:?}", row.act.name(), row.example, acts(&example)).unwrap();
            }
            if acts(&read(&row.not, lang).unwrap()).contains(&row.act.name()) {
                writeln!(faults, "{}: {}", row.act.name(), row.not).unwrap();
            }
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

/// A case of `corpus/cases`, in the form that its README describes.
struct Case {
    name: String,
    lang: Lang,
    /// Whether the places of the small gazetteer of the tests are known.
    placed: bool,
    text: String,
    expected: Vec<Expected>,
    pending: Option<String>,
}

/// A line of what is expected.
struct Expected {
    line: String,
    absent: bool,
    told: Told,
}

/// A statement or event in the words of a case: fields by place, then named ones.
struct Told {
    fields: Vec<String>,
    named: Vec<(String, Vec<String>)>,
}

impl Expected {
    fn new(line: &str) -> Self {
        let (absent, told) = line.strip_prefix("not ").map_or((false, line), |told| (true, told));
        let (kind, rest) = told.split_once(' ').unwrap_or((told, ""));
        let mut fields = vec![kind.to_owned()];
        let mut named = Vec::new();
        for part in rest.split('|').map(str::trim).filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some((key, value)) => named.push((key.to_owned(), vec![value.to_owned()])),
                None => fields.push(part.to_owned()),
            }
        }
        Self { line: line.to_owned(), absent, told: Told { fields, named } }
    }

    /// Whether something told is what is expected: every field given is the same, `*` is anything, `-` is nothing.
    fn is(&self, told: &Told) -> bool {
        let fields = self
            .told
            .fields
            .iter()
            .enumerate()
            .all(|(at, field)| field == "*" || told.fields.get(at).is_some_and(|other| bare(other) == bare(field)));
        let named = self.told.named.iter().all(|(key, values)| {
            let mut found = told.named.iter().filter(|(other, _)| other == key).flat_map(|(_, names)| names).peekable();
            let value = values.first().map_or("", String::as_str);
            match value {
                "-" => found.peek().is_none(),
                "*" => found.peek().is_some(),
                _ => found.any(|name| without_article(name) == without_article(value)),
            }
        });
        fields && named
    }

    fn holds(&self, found: &[Told]) -> bool {
        found.iter().any(|told| self.is(told)) != self.absent
    }
}

/// Words without the marks at their ends, with a space for every run of white space.
fn bare(words: &str) -> String {
    let parts = words.split(" ... ").map(|part| {
        let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
        let bare = part.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '$' | '%'));
        if bare.is_empty() { part } else { bare.to_owned() }
    });
    parts.collect::<Vec<_>>().join(" ... ")
}

fn without_article(words: &str) -> String {
    let words = bare(words).to_lowercase();
    let rest = ["the ", "a ", "an "].iter().find_map(|article| words.strip_prefix(article));
    rest.map_or_else(|| words.clone(), str::to_owned)
}

impl std::fmt::Display for Told {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (kind, rest) = self.fields.split_first().map_or(("", &[][..]), |(kind, rest)| (kind, rest));
        write!(out, "{kind} {}", rest.join(" | "))?;
        for (key, names) in &self.named {
            write!(out, " | {key}={}", names.join("/"))?;
        }
        Ok(())
    }
}

fn cases(file: &str) -> Vec<Case> {
    let mut cases = Vec::<Case>::new();
    let mut lang = Lang::En;
    let placed = file.lines().any(|line| line == "places: known");
    for line in file.lines() {
        if let Some(code) = line.strip_prefix("lang: ") {
            lang = Lang::of_code(code);
        } else if let Some(name) = line.strip_prefix("## ") {
            let (text, expected) = (String::new(), Vec::new());
            cases.push(Case { name: name.to_owned(), lang, placed, text, expected, pending: None });
        } else if let Some(case) = cases.last_mut() {
            if let Some(text) = line.strip_prefix('>') {
                case.text.push_str(text.strip_prefix(' ').unwrap_or(text));
                case.text.push('\n');
            } else if let Some(reason) = line.strip_prefix("- pending: ") {
                case.pending = Some(reason.to_owned());
            } else if let Some(expected) = line.strip_prefix("- ") {
                case.expected.push(Expected::new(expected.trim().trim_matches('`')));
            }
        }
    }
    cases
}

#[test]
fn the_literate_cases_are_read_as_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/cases");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        path.extension().is_some_and(|ending| ending == "md") && path.file_stem().is_some_and(|name| name != "README")
    });
    paths.sort();
    let mut faults = String::new();
    let mut pending = String::new();
    let mut count = 0;
    let placed = Knowledge { gazetteer: Some(opened()), ..Knowledge::default() };
    let bare = Knowledge::default();
    for path in &paths {
        let file = path.file_stem().unwrap_or_default().display();
        for case in cases(&fs::read_to_string(path).unwrap()) {
            let text = case.text.trim_end();
            let knowledge = if case.placed { &placed } else { &bare };
            let Some(reading) = read_by(text, case.lang, knowledge) else { continue };
            count += 1;
            let found = told(text, &reading);
            let failing: Vec<&str> =
                case.expected.iter().filter(|one| !one.holds(&found)).map(|one| one.line.as_str()).collect();
            let name = &case.name;
            if case.expected.is_empty() {
                writeln!(faults, "{file}: {name}: expects nothing").unwrap();
            }
            match &case.pending {
                Some(_) if failing.is_empty() => writeln!(faults, "{file}: {name}: no longer pending").unwrap(),
                None if failing.is_empty() => {}
                reason => {
                    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
                    let to = if reason.is_some() { &mut pending } else { &mut faults };
                    let reason = reason.as_deref().unwrap_or_default();
                    writeln!(to, "{file}: {name}: {reason}").unwrap();
                    writeln!(to, "    > {}", text.replace('\n', "\n    > ")).unwrap();
                    writeln!(to, "  - {}\n    {}", failing.join("\n  - "), found.join("\n    ")).unwrap();
                }
            }
        }
    }
    eprintln!("{count} cases\n{pending}");
    assert!(count > 0 && faults.is_empty(), "\n{faults}");
}

/// A reading in the lines of the cases.
fn told(text: &str, reading: &Reading) -> Vec<Told> {
    let named = |actor: usize| -> Vec<String> {
        let Some(actor) = reading.actors.get(actor) else { return Vec::new() };
        let mut names = vec![actor.name.clone()];
        names.extend(actor.mentions.iter().map(|mention| mention.span.of(text).to_owned()));
        names.sort();
        names.dedup();
        names
    };
    let speaker = |one: &statements::Statement| match one.resolution() {
        "author" => "-".to_owned(),
        _ => one.speaker.span.map_or("?", |span| span.of(text)).to_owned(),
    };
    let mut lines = Vec::new();
    for one in &reading.statements {
        let content: Vec<&str> = one.content.iter().map(|span| span.of(text)).collect();
        let fields = vec!["says".to_owned(), speaker(one), one.act.name().to_owned(), content.join(" ... ")];
        let mut named_fields: Vec<(&str, Vec<String>)> = Vec::new();
        let mut actors = |key: &'static str, of: &[usize]| {
            named_fields.extend(of.iter().map(|actor| (key, named(*actor))));
        };
        actors("actor", &one.speaker.actor.into_iter().collect::<Vec<_>>());
        actors("accused", &one.accused);
        actors("addressee", &one.addressee.into_iter().collect::<Vec<_>>());
        let words = [
            ("resolution", Some(one.resolution())),
            ("cue", one.cue.as_ref().map(|cue| cue.lemma.as_str())),
            ("distance", one.distance.as_deref()),
            ("medium", one.medium.as_deref()),
            ("evidential", one.evidential.as_deref()),
            ("factuality", one.factuality),
            ("likelihood", one.warning.as_ref().and_then(|warning| warning.likelihood).map(|span| span.of(text))),
            ("horizon", one.warning.as_ref().and_then(|warning| warning.horizon).map(|span| span.of(text))),
            ("said", one.said.time.and_then(|time| reading.times.get(time)).map(|time| time.span.of(text))),
        ];
        named_fields.extend(words.into_iter().filter_map(|(key, word)| Some((key, vec![word?.to_owned()]))));
        named_fields.extend(one.labels.iter().map(|label| ("label", vec![label.span.of(text).to_owned()])));
        named_fields.extend(one.quotes.iter().map(|quote| ("quote", vec![quote.of(text).to_owned()])));
        let parent = one.parent.and_then(|parent| reading.statements.get(parent));
        named_fields.extend(parent.map(|parent| ("parent", vec![speaker(parent)])));
        for target in &one.targets {
            let other = target.statement.and_then(|other| reading.statements.get(other));
            named_fields.push((target.relation, vec![other.map_or_else(|| "?".to_owned(), speaker)]));
        }
        lines.push(Told { fields, named: owned(named_fields) });
    }
    for event in &reading.events {
        let fields = vec![
            "event".to_owned(),
            event.trigger.of(text).to_owned(),
            event.kind.clone().unwrap_or_else(|| "-".to_owned()),
            event.polarity.name().to_owned(),
            event.modality.name().to_owned(),
        ];
        let mut named_fields: Vec<(&str, Vec<String>)> = Vec::new();
        named_fields.extend(event.actor.iter().map(|actor| ("actor", named(*actor))));
        named_fields.extend(event.recipient.iter().map(|actor| ("recipient", named(*actor))));
        named_fields.extend(event.modes.iter().map(|mode| ("mode", vec![mode.clone()])));
        let words = [
            ("struck", event.object_struck.as_deref()),
            ("weapon", event.weapon.as_deref()),
            ("place", event.place.and_then(|place| reading.places.get(place)).map(|place| place.span.of(text))),
            ("time", event.time.and_then(|time| reading.times.get(time)).map(|time| time.span.of(text))),
            ("tense", event.tense.map(events::Tense::name)),
        ];
        named_fields.extend(words.into_iter().filter_map(|(key, word)| Some((key, vec![word?.to_owned()]))));
        for quantity in event.quantities.iter().filter_map(|number| reading.quantities.get(*number)) {
            let number = quantity.best.or(quantity.low).or(quantity.high);
            let number = number.map_or_else(|| quantity.span.of(text).to_owned(), |number| number.to_string());
            named_fields.push((quantity.kind.name(), vec![number]));
        }
        lines.push(Told { fields, named: owned(named_fields) });
    }
    lines.extend(reading.unread.iter().map(|one| {
        let fields = vec!["unread".to_owned(), one.reason.to_owned()];
        Told { fields, named: Vec::new() }
    }));
    if reading.statements.iter().all(|one| one.resolution() == "author") {
        lines.push(Told { fields: vec!["nothing".to_owned()], named: Vec::new() });
    }
    lines
}

fn owned(named: Vec<(&str, Vec<String>)>) -> Vec<(String, Vec<String>)> {
    named.into_iter().map(|(key, names)| (key.to_owned(), names)).collect()
}

#[test]
fn a_reading_goes_into_the_contract() {
    let text = "The army denied on Monday that its guns had shelled the village, killing two people.";
    let Some(models) = models() else { return };
    let (document, annotation) = annotated(text, Some("2022-02-17"), "en", models);
    let reading = reading::read(&document, &annotation, &Knowledge::default());
    let json = serde_json::to_value(Contract::new(&document, &annotation, &reading)).unwrap();
    let denial = &json["statements"][0];
    assert_eq!((&denial["speech_act"], &denial["factuality"]), (&"deny".into(), &"CT-".into()));
    assert_eq!(denial["targets"][0]["reason"], "not_in_text");
    let event = json["events"].as_array().unwrap().iter().find(|event| event["type"] == "ASSAULT").unwrap();
    assert_eq!(event["asserted_in"][0], denial["id"]);
    assert!(json["unread"].as_array().unwrap().is_empty());
}

#[test]
fn an_outlet_that_its_report_names_is_one_actor() {
    let Some(models) = models() else { return };
    let text = "The road was mined, a diplomat told Northwire on Monday.";
    let (mut document, annotation) = annotated(text, Some("2022-02-17"), "en", models);
    document.facts.outlet = Some("Northwire".to_owned());
    let reading = reading::read(&document, &annotation, &Knowledge::default());
    let named: Vec<&str> =
        reading.actors.iter().filter(|actor| actor.name == "Northwire").map(|actor| actor.id.as_str()).collect();
    assert_eq!(named, ["publisher.northwire"]);
    let chain: Vec<&str> = reading.statements[0].chain.iter().map(|actor| reading.actors[*actor].id.as_str()).collect();
    assert_eq!(chain.last(), Some(&"publisher.northwire"));
    assert_eq!(chain.len(), 2);
}

/// Words and marks by which English paragraphs are read, in whatever order.
const ENGLISH: [&str; 36] = [
    "the mayor",
    "Norland",
    "said",
    "denied",
    "accused",
    "each other",
    "of",
    "that",
    ",",
    "\"",
    "“",
    "”",
    "''",
    "'",
    "—",
    "-",
    ":",
    ".",
    "?",
    "(",
    ")",
    "according to",
    "claims of",
    "it",
    "he",
    "who",
    "and",
    "not",
    "shelling",
    "shelled",
    "two people",
    "killed",
    "had",
    "to withdraw",
    "\n\n",
    "é🙂",
];

/// Words and marks by which Russian and Ukrainian paragraphs are read, in whatever order.
const SLAVIC: [&str; 30] = [
    "мэр",
    "Петров",
    "заявил",
    "что",
    ",",
    "«",
    "»",
    "—",
    ":",
    ".",
    "по словам",
    "его",
    "как",
    "и",
    "не",
    "обстрел",
    "мост",
    "закрыт",
    "в",
    "полиции",
    "сообщили",
    "мер",
    "заявив",
    "що",
    "за словами",
    "повідомили",
    "поліції",
    "обстріл",
    "\n",
    "х",
];

/// Whether all that is read of a text in pieces stands in it, between characters.
fn is_found_where_it_says(
    pieces: &[usize],
    of: &[&str],
    lang: Lang,
) -> Result<(), proptest::test_runner::TestCaseError> {
    let none = Models::default();
    let models = if lang == Lang::En { models() } else { Some(&none) };
    let Some(models) = models else { return Ok(()) };
    let text: Vec<&str> = pieces.iter().filter_map(|piece| of.get(*piece).copied()).collect();
    let (document, annotation) = annotated(&text.join(" "), None, lang.code().unwrap(), models);
    let reading = reading::read(&document, &annotation, &Knowledge::default());
    let of = |span: crate::span::Span| document.text.get(span.range()).is_some_and(|words| !words.trim().is_empty());
    for one in &reading.statements {
        let spans = one.content.iter().chain(&one.quotes).copied().chain(one.speaker.span);
        for span in spans.chain(one.cue.as_ref().map(|cue| cue.span)) {
            proptest::prop_assert!(of(span), "{span:?} in {:?}", document.text);
        }
        proptest::prop_assert!(one.content.is_sorted_by(|a, b| a.end <= b.start), "{one:?} in {:?}", document.text);
    }
    for event in &reading.events {
        proptest::prop_assert!(of(event.trigger) && event.sentence.contains(event.trigger));
    }
    Ok(())
}

proptest::proptest! {
    #[test]
    fn english_is_found_where_it_says(pieces in proptest::collection::vec(0..ENGLISH.len(), 0..40)) {
        is_found_where_it_says(&pieces, &ENGLISH, Lang::En)?;
    }

    #[test]
    fn russian_and_ukrainian_are_found_where_they_say(pieces in proptest::collection::vec(0..SLAVIC.len(), 0..40), uk: bool) {
        is_found_where_it_says(&pieces, &SLAVIC, if uk { Lang::Uk } else { Lang::Ru })?;
    }
}
