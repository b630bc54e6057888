//! Figures that changed: what one speaker said of one thing, at one time and another.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    cited::{Cited, known},
    item::{Count, Interval, Item, Party},
};
use crate::{
    incidents::details::{SLOTS, TALLIES},
    report::seconds,
};

/// A figure as it was said.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "Figure")]
pub struct Value {
    /// Who said it, where, in which words.
    #[serde(flatten)]
    pub cited: Cited,
    /// At least.
    pub low: Option<f64>,
    /// As said.
    pub best: Option<f64>,
    /// At most.
    pub high: Option<f64>,
    /// `exact`, `at_least`, `at_most` or `about`.
    #[schemars(with = "Option<crate::terms::Bound>")]
    pub bound: Option<String>,
    /// The exact words of the figure.
    pub figure: String,
}

/// From one figure to the next.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "FigureChange")]
pub struct Change {
    /// What was said.
    pub from: Value,
    /// What was said later.
    pub to: Value,
}

/// What one speaker said of one thing, in the order of time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Series {
    /// Of what: the caller's key of the incident, else kind of event, place and day.
    pub about: String,
    /// As `injured`.
    #[schemars(with = "crate::terms::QuantityKind")]
    pub kind: String,
    /// What is counted, where the kind does not tell it.
    pub unit: Option<String>,
    /// Who says it: the speaker, or the first of its side.
    pub speaker: Party,
    /// Every figure.
    pub values: Vec<Value>,
    /// Where it changed.
    pub changes: Vec<Change>,
}

/// Whose figures are one series.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Whose {
    /// One speaker's, by name.
    #[default]
    Speaker,
    /// One side's, whoever speaks for it.
    Side,
}

/// Figures that speakers changed, as known at a moment, the latest change first. `incident` gives the incident that an event
/// of a report belongs to, by report and event; where it gives none, kind of event, place and day tell what is the same.
/// Only changes that came out within the window count; an open window holds them all.
pub fn changed_figures(
    items: &[Item],
    whose: Whose,
    incident: impl Fn(&str, &str) -> Option<String>,
    window: &Interval,
    as_of: &str,
) -> Vec<Series> {
    let end_of_day = if as_of.len() == 10 { 24 * 3600 - 1 } else { 0 };
    let items = known(items, seconds(as_of).map(|moment| moment + end_of_day));
    let mut series: BTreeMap<(String, String, Option<String>, String), Series> = BTreeMap::new();
    for item in items {
        let party = &item.speaker.party;
        let speaker = match whose {
            // Someone without a name is no second time the same.
            Whose::Speaker => party.actor.clone().filter(|_| !item.speaker.anonymous),
            Whose::Side => party.side.clone(),
        };
        let Some(speaker) = speaker else { continue };
        // A tally is that of its day and area: the next day's takes the place of none.
        for count in item.counts.iter().filter(|count| !TALLIES.contains(&count.kind.as_str())) {
            let Some(about) = about(item, count, &incident) else { continue };
            // "Two civilians", then "three workers" hurt: what befell them tells what is counted.
            let unit = count.unit.clone().filter(|_| !SLOTS.contains(&count.kind.as_str()));
            let key = (about.clone(), count.kind.clone(), unit.clone(), speaker.clone());
            let one = series.entry(key).or_insert_with(|| Series {
                about,
                kind: count.kind.clone(),
                unit,
                speaker: party.clone(),
                ..Series::default()
            });
            one.values.push(Value {
                cited: Cited::from(item),
                low: count.low,
                best: count.best,
                high: count.high,
                bound: count.bound.clone(),
                figure: count.exact.clone(),
            });
        }
    }
    let mut found: Vec<Series> = series.into_values().map(|one| with_changes(one, window)).collect();
    found.retain(|one| !one.changes.is_empty());
    found.sort_by_key(|one| {
        std::cmp::Reverse(one.changes.last().map(|change| (moment(&change.to), change.to.cited.citation.clone())))
    });
    found
}

fn about(item: &Item, count: &Count, incident: &impl Fn(&str, &str) -> Option<String>) -> Option<String> {
    let event = count.event.as_deref()?;
    let known = incident(&item.citation.document, event);
    known.or_else(|| {
        let (kind, place) = (count.event_kind.as_deref()?, count.place.as_ref()?);
        let day = count.day.as_deref()?;
        Some(format!("{kind} {} {day}", place.id))
    })
}

fn moment(value: &Value) -> Option<i64> {
    let cited = &value.cited;
    cited.published.as_deref().or(cited.said.end.as_deref()).and_then(seconds)
}

fn with_changes(mut series: Series, window: &Interval) -> Series {
    let same = |one: &Value, other: &Value| (one.low, one.best, one.high) == (other.low, other.best, other.high);
    let from = window.start.as_deref().and_then(seconds);
    let to = window
        .end
        .as_deref()
        .and_then(|end| seconds(end).map(|one| if end.len() == 10 { one + 24 * 3600 - 1 } else { one }));
    let within = |value: &Value| {
        let moment = moment(value);
        from.is_none_or(|from| moment >= Some(from)) && to.is_none_or(|to| moment.is_none_or(|moment| moment <= to))
    };
    // Two figures in one report are two things, or the one that held before beside the one that holds: "three, not two".
    let reports: Vec<&[Value]> =
        series.values.chunk_by(|one, next| one.cited.citation.document == next.cited.citation.document).collect();
    let pairs = reports.iter().zip(reports.iter().skip(1));
    let changes = pairs.filter_map(|(before, after)| {
        let gone = before.iter().rfind(|one| !after.iter().any(|other| same(one, other)));
        let to = after.iter().find(|other| !before.iter().any(|one| same(one, other)))?;
        Some(Change { from: gone.or(before.last())?.clone(), to: to.clone() })
    });
    series.changes = changes.filter(|change| within(&change.to)).collect();
    series
}

#[cfg(test)]
mod tests {
    use super::{super::build::*, *};
    use crate::report::Report;

    fn hurt(reference: &str, published: &str, speaker: &str, words: &str, number: f64) -> Report {
        let content = format!("shells hit Vrubivka and {words} people were hurt");
        Make::new(reference, published)
            .says(speaker, "UA", "assert", &content)
            .place("Vrubivka", "geonames:688841", "settlement")
            .event("hit", "ASSAULT", "actual")
            .on("2022-02-17")
            .count(words, "injured", number)
            .0
    }

    #[test]
    fn a_figure_that_its_speaker_changes_is_shown_from_and_to() {
        let reports = [
            hurt("b", "2022-02-17T18:00:00+02:00", "police", "three", 3.0),
            hurt("a", "2022-02-17T12:00:00+02:00", "police", "two", 2.0),
            hurt("c", "2022-02-17T13:00:00+02:00", "mayor", "five", 5.0),
        ];
        let found = changed_figures(&items(&reports), Whose::Speaker, |_, _| None, &Interval::default(), "2022-02-18");
        assert_eq!(found.len(), 1, "another speaker's figure is no change: {found:#?}");
        let change = &found[0].changes[0];
        assert_eq!((change.from.best, change.to.best), (Some(2.0), Some(3.0)));
        assert_eq!((change.from.figure.as_str(), change.to.cited.citation.to_string().as_str()), ("two", "b#s1"));
        assert_eq!(found[0].about, "ASSAULT geonames:688841 2022-02-17");
        let window = Interval { start: Some("2022-02-17T20:00:00+02:00".into()), end: None };
        assert_eq!(changed_figures(&items(&reports), Whose::Speaker, |_, _| None, &window, "2022-02-18"), []);
        assert_eq!(
            changed_figures(
                &items(&reports),
                Whose::Speaker,
                |_, _| None,
                &Interval::default(),
                "2022-02-17T13:00:00+02:00"
            ),
            []
        );
    }

    #[test]
    fn a_report_that_names_the_old_figure_beside_the_new_one_changes_it_once() {
        let both = hurt("b", "2022-02-17T18:00:00+02:00", "police", "three", 3.0);
        let mut both = items(&[both]);
        let old = Count {
            low: Some(2.0),
            best: Some(2.0),
            high: Some(2.0),
            exact: "two".into(),
            ..both[0].counts[0].clone()
        };
        both[0].counts.push(old);
        let before = items(&[hurt("a", "2022-02-17T12:00:00+02:00", "police", "two", 2.0)]);
        let after = items(&[hurt("c", "2022-02-17T19:00:00+02:00", "police", "three", 3.0)]);
        let all = [before, both, after].concat();
        let found = changed_figures(&all, Whose::Speaker, |_, _| None, &Interval::default(), "2022-02-18");
        let changes: Vec<_> = found[0].changes.iter().map(|one| (one.from.best, one.to.best)).collect();
        assert_eq!(changes, [(Some(2.0), Some(3.0))]);
    }

    #[test]
    fn the_callers_incidents_tell_what_is_the_same() {
        let reports = [
            hurt("a", "2022-02-17T12:00:00+02:00", "police", "two", 2.0),
            hurt("b", "2022-02-17T18:00:00+02:00", "police", "three", 3.0),
        ];
        let apart = |document: &str, _: &str| Some(format!("i-{document}"));
        assert_eq!(changed_figures(&items(&reports), Whose::Speaker, apart, &Interval::default(), "2022-02-18"), []);
        let one = |_: &str, _: &str| Some("i1".to_owned());
        assert_eq!(
            changed_figures(&items(&reports), Whose::Speaker, one, &Interval::default(), "2022-02-18")[0].about,
            "i1"
        );
    }
}
