//! The lexicon's own examples, and the literate cases of `corpus/cases/*.md`.

use std::{fmt::Write as _, fs, path::Path};

use super::{events::Events, statements::Cues};
use crate::{
    annotate::Models,
    lang::Lang,
    reading::{self, Contract, Knowledge, Reading},
    resolve::cases::{annotated, models},
};

/// What a sentence says, without packs and gazetteer; `None` where the English model is absent and needed.
fn read(text: &str, lang: Lang) -> Option<Reading> {
    let none = Models::default();
    let models = if lang == Lang::En { models()? } else { &none };
    let (document, annotation) = annotated(text, Some("2022-02-17"), lang.code().unwrap(), models);
    Some(reading::read(&document, &annotation, &Knowledge::default()))
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
            let is_hedge = row.frames.is_empty() && row.words.iter().all(|word| word.ends_with("ly"));
            if !is_hedge && !cues(&example).iter().any(of_row) {
                writeln!(faults, "not found: {} {:?}", row.example, cues(&example)).unwrap();
            }
            let not = read(&row.not, lang).unwrap();
            if cues(&not).iter().any(of_row) {
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
                    || row.speech
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

/// A case: a heading, the text in a block of quotation, and what it says, a line each. Lines of what is expected:
///
/// - `says SPEAKER | ACT | CONTENT`, a statement with these words for its speaker and content; `-` is the outlet's voice
/// - `event TRIGGER | TYPE | positive or negative | MODALITY`
/// - `nothing`, no statement but the outlet's
/// - `unread REASON`, a sentence that gave nothing
///
/// A line `lang: CODE` before the cases of a file is their language; without it they are in English.
struct Case {
    name: String,
    lang: Lang,
    text: String,
    expected: Vec<String>,
}

fn cases(file: &str) -> Vec<Case> {
    let mut cases = Vec::<Case>::new();
    let mut lang = Lang::En;
    for line in file.lines() {
        if let Some(code) = line.strip_prefix("lang: ") {
            lang = Lang::of_code(code);
        } else if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case { name: name.to_owned(), lang, text: String::new(), expected: Vec::new() });
        } else if let Some(case) = cases.last_mut() {
            if let Some(text) = line.strip_prefix('>') {
                case.text.push_str(text.strip_prefix(' ').unwrap_or(text));
                case.text.push('\n');
            } else if let Some(expected) = line.strip_prefix("- ") {
                case.expected.push(expected.trim().trim_matches('`').to_owned());
            }
        }
    }
    cases
}

#[test]
fn the_literate_cases_are_read_as_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/cases");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    paths.sort();
    let mut faults = String::new();
    let mut count = 0;
    for path in &paths {
        for case in cases(&fs::read_to_string(path).unwrap()) {
            let text = case.text.trim_end();
            let Some(reading) = read(text, case.lang) else { continue };
            count += 1;
            let found = told(text, &reading);
            for expected in &case.expected {
                if !found.contains(expected) {
                    writeln!(faults, "{}: {expected}\n    {}", case.name, found.join("\n    ")).unwrap();
                }
            }
        }
    }
    assert!(count > 30 && faults.is_empty(), "\n{faults}");
}

/// A reading in the lines of the cases.
fn told(text: &str, reading: &Reading) -> Vec<String> {
    let mut lines = Vec::new();
    for one in &reading.statements {
        let content: Vec<&str> = one.content.iter().map(|span| span.of(text)).collect();
        let speaker = match one.resolution() {
            "author" => "-",
            _ => one.speaker.span.map_or("?", |span| span.of(text)),
        };
        lines.push(format!("says {speaker} | {} | {}", one.act.name(), content.join(" ... ")));
    }
    for event in &reading.events {
        lines.push(format!(
            "event {} | {} | {} | {}",
            event.trigger.of(text),
            event.kind.as_deref().unwrap_or("-"),
            event.polarity.name(),
            event.modality.name()
        ));
    }
    lines.extend(reading.unread.iter().map(|one| format!("unread {}", one.reason)));
    if reading.statements.iter().all(|one| one.resolution() == "author") {
        lines.push("nothing".to_owned());
    }
    lines
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

/// Words and marks by which Russian and Ukrainian paragraphs are read, in whatever order.
const PIECES: [&str; 30] = [
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

proptest::proptest! {
    #[test]
    fn spans_lie_in_the_text_between_characters(pieces in proptest::collection::vec(0usize..PIECES.len(), 0..40), uk: bool) {
        let text: Vec<&str> = pieces.iter().filter_map(|piece| PIECES.get(*piece).copied()).collect();
        let lang = if uk { Lang::Uk } else { Lang::Ru };
        let (document, annotation) = annotated(&text.join(" "), None, lang.code().unwrap(), &Models::default());
        let reading = reading::read(&document, &annotation, &Knowledge::default());
        let of = |span: crate::span::Span| document.text.get(span.range()).is_some_and(|words| !words.trim().is_empty());
        for one in &reading.statements {
            let spans = one.content.iter().chain(&one.quotes).copied().chain(one.speaker.span);
            for span in spans.chain(one.cue.as_ref().map(|cue| cue.span)) {
                proptest::prop_assert!(of(span), "{span:?} in {:?}", document.text);
            }
        }
        for event in &reading.events {
            proptest::prop_assert!(of(event.trigger) && event.sentence.contains(event.trigger));
        }
    }
}
