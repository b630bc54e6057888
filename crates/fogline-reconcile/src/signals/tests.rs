//! What holds for all signals together.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{
    build::*,
    commitments::commitments,
    figures::{Whose, changed_figures},
    narratives::narratives,
    responses::responses,
    warnings::warnings,
    *,
};
use crate::report::Report;

const SIDES: [&str; 4] = ["RU", "UA", "US", ""];
const GENOCIDE: &str = "violence against the population";

/// A report of some of the things that signals are read from.
fn some_report() -> impl Strategy<Value = Report> {
    (0_u32..1_000_000, 10_u8..26, prop::collection::vec((0_usize..6, 0..SIDES.len(), 0..SIDES.len(), 1_u8..5), 1..6))
        .prop_map(|(number, day, said)| {
            let mut made = Make::new(&format!("d{number}"), &format!("2022-02-{day}"));
            for (what, side, other, figure) in said {
                let (side, other) = (SIDES[side], SIDES[other]);
                let (who, force) = (format!("speaker of {side}"), format!("force of {other}"));
                made = match what {
                    0 => made.says(&who, side, "promise", "the troops will go back to their bases"),
                    1 => made
                        .says(&who, side, "warn", "they could attack at any time")
                        .accusing(&force, other)
                        .event("attack", "ASSAULT", "possible")
                        .warning("could", "at any time"),
                    2 => made
                        .says(&who, side, "accuse", "it is genocide")
                        .accusing(&force, other)
                        .label("genocide", GENOCIDE),
                    3 => made.says(&who, side, "deny", "the talk of genocide").label("genocide", GENOCIDE),
                    4 => made
                        .says(&who, side, "assert", &format!("shells hit Zolote and {figure} were hurt"))
                        .place("Zolote", "geonames:686868", "settlement")
                        .event("hit", "ASSAULT", "actual")
                        .by(&force, other)
                        .on("2022-02-17")
                        .count(&figure.to_string(), "injured", figure.into()),
                    _ => made
                        .says(&who, side, "deny", "they shelled Zolote")
                        .place("Zolote", "geonames:686868", "settlement")
                        .event("shelled", "ASSAULT", "actual"),
                };
            }
            made.0
        })
}

/// What each is, and how much it rests on.
fn of_each<T>(all: Vec<Based<'_, T>>) -> Vec<(T, usize)> {
    all.into_iter().map(|one| (one.what, one.on.len())).collect()
}

/// Everything, as JSON.
fn all(reports: &[Report], as_of: &str) -> String {
    let (items, sides) = (items(reports), sides());
    let figures = changed_figures(&items, Whose::Side, |_, _| None, &Interval::default(), as_of);
    let found = (
        of_each(commitments(&items, &[], &sides, as_of)),
        of_each(warnings(&items, &sides, as_of)),
        narratives(&items, &BTreeMap::new(), as_of),
        figures,
        responses(&items, &sides, as_of),
    );
    serde_json::to_string_pretty(&found).unwrap()
}

fn distinct(reports: Vec<Report>) -> Vec<Report> {
    let by_reference: BTreeMap<String, Report> =
        reports.into_iter().map(|one| (one.document.reference.clone(), one)).collect();
    by_reference.into_values().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_reports_matters_to_no_signal(
        (reports, shuffled) in prop::collection::vec(some_report(), 1..10).prop_map(distinct)
            .prop_flat_map(|reports| (Just(reports.clone()), Just(reports).prop_shuffle()))
    ) {
        prop_assert_eq!(all(&reports, "2022-02-26"), all(&shuffled, "2022-02-26"));
    }

    #[test]
    fn no_signal_knows_what_was_not_published_yet(reports in prop::collection::vec(some_report(), 1..10).prop_map(distinct)) {
        let early: Vec<Report> =
            reports.iter().filter(|one| one.document.published.as_deref() <= Some("2022-02-17")).cloned().collect();
        prop_assert_eq!(all(&reports, "2022-02-17"), all(&early, "2022-02-17"));
    }

    #[test]
    fn items_come_back_as_they_were_kept(report in some_report()) {
        let items = items(&[report]);
        let kept = serde_json::to_string(&items).unwrap();
        let back: Vec<Item> = serde_json::from_str(&kept).unwrap();
        prop_assert_eq!(items, back);
    }
}

#[test]
fn every_item_holds_the_exact_words_of_its_report() {
    let made = Make::new("a", "2022-02-17")
        .says("speaker", "UA", "promise", "війська — the troops will leave")
        .says("speaker", "UA", "deny", "the talk of genocide")
        .label("genocide", GENOCIDE);
    let text: Vec<char> = made.0.document.text.chars().collect();
    for statement in &made.0.statements {
        let span = &statement.content[0];
        assert_eq!(text[span.start..span.end].iter().collect::<String>(), span.exact);
    }
    let items = items(&[made.0]);
    assert_eq!(items[0].exact, ["війська — the troops will leave"]);
    assert_eq!(items[0].deeds[0].words, "leave");
}
