use proptest::prelude::*;

use super::*;
use crate::{resolve::cases, time::Moment};

fn read(text: &str, published: Option<&str>, lang: &str) -> Vec<(String, TimeMention)> {
    let (document, annotation) = cases::document(text, published, lang);
    found(&document, &annotation)
}

fn found(document: &Document, annotation: &Annotation) -> Vec<(String, TimeMention)> {
    let found = times(document, annotation, &Calendars::bundled());
    found.into_iter().map(|time| (time.span.of(&document.text).to_owned(), time)).collect()
}

/// As the case file writes it: `words = start/end`, one of them alone where both are the same.
fn written(words: &str, time: &TimeMention) -> String {
    let moment = |moment: Option<Moment>| moment.map_or_else(|| "?".to_owned(), Moment::rfc3339);
    let (start, end) = (moment(time.interval.start), moment(time.interval.end));
    if start == end { format!("{words} = {start}") } else { format!("{words} = {start}/{end}") }
}

#[test]
fn cases_hold() {
    let file = cases::Cases::of(include_str!("../../../../../corpus/cases/when.toml"));
    file.hold(|document, annotation| {
        found(document, annotation).iter().map(|(words, found)| written(words, found)).collect()
    });
}

#[test]
fn examples_of_the_tables_hold() {
    let published = Some("2022-02-17T12:00:00+02:00");
    let mut wrong = Vec::new();
    for (lang, name) in [(Lang::En, "en"), (Lang::Ru, "ru"), (Lang::Uk, "uk")] {
        for row in calendar::file(lang).word {
            if row.class().is_none() {
                wrong.push(format!("{name}: a row without a class: {:?}", row.example));
            }
            if let Some(example) = &row.example {
                let wanted = example.split_once('{').and_then(|(_, rest)| Some(rest.split_once('}')?.0)).unwrap();
                let text = example.replace(['{', '}'], "");
                let found: Vec<String> = read(&text, published, name).into_iter().map(|(words, _)| words).collect();
                if !found.iter().any(|words| words == wanted || words.ends_with(&format!(" {wanted}"))) {
                    wrong.push(format!("{name}: {example}: {found:?}"));
                }
            }
            if let Some(text) = &row.not {
                let found: Vec<String> = read(text, published, name).into_iter().map(|(words, _)| words).collect();
                if !found.is_empty() {
                    wrong.push(format!("{name}: none in {text}: {found:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn bases_and_precisions_are_told() {
    let published = Some("2022-02-17T12:00:00+02:00");
    let of = |text: &str| {
        let found = read(text, published, "en");
        let time = &found.first().unwrap_or_else(|| panic!("{text}")).1;
        (time.basis.name(), time.precision.map(TimePrecision::name).unwrap())
    };
    for (text, basis, precision) in [
        ("They met on 16 February.", "explicit_date", "day"),
        ("They met on Wednesday.", "stated_weekday", "day"),
        ("They met late on Wednesday.", "stated_weekday", "part_of_day"),
        ("They met overnight.", "stated_part_of_day", "part_of_day"),
        ("They met this week.", "stated_week", "week"),
        ("They met yesterday.", "relative", "day"),
        ("They met over the past several weeks.", "relative", "open"),
        ("They met in 2015.", "explicit_date", "year"),
        ("They met in January.", "explicit_date", "month"),
        ("They met in the spring of 2014.", "explicit_date", "month"),
        ("They met at noon local time on Monday.", "stated_weekday", "part_of_day"),
        ("They met at 10:25 a.m. Kyiv time.", "inferred_from_discourse", "instant"),
        ("They met that same day.", "inferred_from_discourse", "day"),
        ("It has lasted since Monday.", "stated_weekday", "open"),
    ] {
        assert_eq!(of(text), (basis, precision), "{text}");
    }
}

#[test]
fn a_dateline_sets_the_day_of_writing() {
    let text = "DONETSK, 16 February (Northwire) - The office said today that shells fell.";
    let found = read(text, Some("2022-02-17"), "en");
    assert_eq!(
        found.iter().map(|(words, time)| written(words, time)).collect::<Vec<_>>(),
        ["16 February = 2022-02-16", "today = 2022-02-16",]
    );
}

proptest! {
    #[test]
    fn spans_lie_in_the_text_and_intervals_run_forward(
        parts in prop::collection::vec(prop::sample::select(vec![
            "Thursday", "late", "on", "17", "February", "2022", "-", ".", ",", "last", "week", "two", "days", "ago", "before",
            "10:25", "a.m.", "(", ")", "Moscow time", "between", "and", "from", "to", "since", "the", "past", "в ночь на",
            "18 февраля", "утром", "з", "по", "тижня", "минулого", "половине", "седьмого", "99", "31", "24:00", "30 February",
            "\n", "é", "’s", "T", "2/17/2022", "0530Z", "UTC+99", "overnight", "until", "year", "2014–15", "several",
        ]), 0..24),
        lang in prop::sample::select(vec!["en", "ru", "uk"]),
        published in prop::sample::select(vec![None, Some("2022-02-17"), Some("2022-12-31T23:59:00-11:00"), Some("0001-01-01"), Some("9999-12-31")]),
    ) {
        let text = parts.join(" ");
        let (document, annotation) = cases::document(&text, published, lang);
        let mut last = 0;
        for time in times(&document, &annotation, &Calendars::bundled()) {
            prop_assert!(!time.span.of(&document.text).is_empty());
            prop_assert!(time.span.start >= last);
            last = time.span.end;
            if let (Some(start), Some(end)) = (time.interval.start, time.interval.end) {
                prop_assert!(start.date() <= end.date() || matches!(start, Moment::Instant { .. }), "{start:?} {end:?}");
            }
        }
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,80}") {
        for lang in ["en", "ru", "uk"] {
            for (words, _) in read(&text, Some("2022-02-17"), lang) {
                prop_assert!(text.contains(&words));
            }
        }
    }

    #[test]
    fn unrelated_sentences_change_nothing(before in prop::sample::select(vec![
        "The wall is high.", "Nobody spoke.", "A dog barked at the gate.",
    ])) {
        for text in ["They met on Wednesday.", "They will meet on Wednesday.", "It ended two days ago.", "He left in 2015."] {
            let alone: Vec<String> = read(text, Some("2022-02-17"), "en").iter().map(|(w, t)| written(w, t)).collect();
            let more = format!("{before} {text} {before}");
            let together: Vec<String> = read(&more, Some("2022-02-17"), "en").iter().map(|(w, t)| written(w, t)).collect();
            prop_assert_eq!(alone, together);
        }
    }
}
