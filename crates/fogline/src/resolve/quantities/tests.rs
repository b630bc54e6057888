use proptest::prelude::*;

use super::*;
use crate::resolve::{
    cases,
    when::{Calendars, times},
};

fn read(text: &str, lang: &str) -> Vec<(String, Quantity)> {
    let (document, annotation) = cases::document(text, Some("2022-02-17T12:00:00+02:00"), lang);
    found(&document, &annotation)
}

fn found(document: &Document, annotation: &Annotation) -> Vec<(String, Quantity)> {
    let times = times(document, annotation, &Calendars::bundled());
    let found = quantities(document, annotation, &times, &Numbers::bundled());
    found.into_iter().map(|quantity| (quantity.span.of(&document.text).to_owned(), quantity)).collect()
}

/// As the case file writes it: `words = kind low/best/high`, or `kind number` where the three are one.
fn written(words: &str, quantity: &Quantity) -> String {
    let number = |value: Option<f64>| value.map_or_else(|| "?".to_owned(), |value| value.to_string());
    let (low, best, high) = (number(quantity.low), number(quantity.best), number(quantity.high));
    let kind = quantity.kind.name();
    if low == best && best == high {
        format!("{words} = {kind} {best}")
    } else {
        format!("{words} = {kind} {low}/{best}/{high}")
    }
}

#[test]
fn cases_hold() {
    let file = cases::Cases::of(include_str!("../../../../../corpus/cases/quantities.toml"));
    file.hold(|document, annotation| {
        found(document, annotation).iter().map(|(words, found)| written(words, found)).collect()
    });
}

#[test]
fn units_and_victims_are_told() {
    let of = |text: &str| {
        let (_, found) = read(text, "en").swap_remove(0);
        (
            found.unit.unwrap_or_default(),
            found.victims.unwrap_or_default(),
            found.bound.map(Bound::name).unwrap_or_default(),
        )
    };
    let told = |unit: &str, victims: &str, bound| (unit.to_owned(), victims.to_owned(), bound);
    assert_eq!(of("Two teachers were injured."), told("person", "teacher", "exact"));
    assert_eq!(of("At least five children died."), told("person", "child", "at_least"));
    assert_eq!(of("As many as 7,000 troops came."), told("soldier", "soldier", "at_most"));
    assert_eq!(of("It cost about $5 million."), told("USD", "", "about"));
    assert_eq!(of("Some 60% of the town is dark."), told("%", "", "about"));
}

proptest! {
    #[test]
    fn spans_lie_in_the_text_and_numbers_are_in_order(
        parts in prop::collection::vec(prop::sample::select(vec![
            "at least", "7,000", "troops", "two", "dozen", "-", ".", ",", "killed", "were", "injured", "from", "to", "20", "30",
            "$", "million", "%", "no", "casualties", "не менее", "пятеро", "ранены", "до", "тыс.", "людей", "понад", "сорок",
            "dozens of", "some", "of whom", "351", "voted", "152mm", "Su-25", "\n", "é", "№", "(", ")", "and", "one", "999999999999",
        ]), 0..24),
        lang in prop::sample::select(vec!["en", "ru", "uk"]),
    ) {
        let text = parts.join(" ");
        for (words, found) in read(&text, lang) {
            prop_assert!(!words.is_empty());
            let ordered: Vec<f64> = [found.low, found.best, found.high].into_iter().flatten().collect();
            prop_assert!(ordered.is_sorted(), "{words}: {found:?}");
            prop_assert!(ordered.iter().all(|value| *value >= 0.0 && value.is_finite()));
        }
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,80}") {
        for lang in ["en", "ru", "uk"] {
            read(&text, lang);
        }
    }

    #[test]
    fn unrelated_sentences_change_nothing(before in prop::sample::select(vec!["The wall is high.", "A dog barked at the gate."])) {
        for text in ["At least five people were killed.", "Shelling injured two teachers.", "They lost 12 tanks."] {
            let alone: Vec<String> = read(text, "en").iter().map(|(w, q)| written(w, q)).collect();
            let more = format!("{before} {text} {before}");
            let together: Vec<String> = read(&more, "en").iter().map(|(w, q)| written(w, q)).collect();
            prop_assert_eq!(alone, together);
        }
    }
}
