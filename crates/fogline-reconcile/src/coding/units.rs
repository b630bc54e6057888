//! What several coders found in the same words.
//!
//! Coders do not only differ in the values that they give: one has a statement where another has none. Whatever one of them
//! found is therefore a unit. What they found is one unit where its words overlap: the strongest overlap first, of each coder
//! one at most. The order of coders, and that in which they found things, changes nothing.

use std::collections::BTreeMap;

use super::{Coded, CodedEvent, CodedStatement};
use crate::report::{Report, Span};

/// What coders found in the same words: of each the place among what they found, in the order of coders.
pub type Unit = Vec<Option<usize>>;

/// How well two finds fit together; the more the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// The kind of reason: words that overlap come before a sentence that is shared.
    class: u8,
    /// How much of their words is common to both, in millionths.
    common: usize,
}

/// The statements that are one, among those of several coders. Two are where at least half of the shorter one's content lies in
/// the other's.
pub fn of_statements(coders: &[&Coded]) -> Vec<Unit> {
    let found: Vec<&[CodedStatement]> = coders.iter().map(|coded| coded.statements.as_slice()).collect();
    matched(&found, |one| place(&one.content), |one, other| overlap(&one.content, &other.content))
}

/// The events that are one: their triggers overlap, or else stand in one sentence, those of the same type first.
pub fn of_events(coders: &[&Coded], report: Option<&Report>) -> Vec<Unit> {
    let sentences = report.map(|report| report.document.sentences.as_slice()).unwrap_or_default();
    let sentence = |event: &CodedEvent| sentences.iter().position(|one| within(&event.trigger, one.start, one.end));
    let found: Vec<&[CodedEvent]> = coders.iter().map(|coded| coded.events.as_slice()).collect();
    matched(
        &found,
        |one| (one.trigger.start, one.trigger.end),
        |one, other| {
            let common =
                one.trigger.end.min(other.trigger.end).saturating_sub(one.trigger.start.max(other.trigger.start));
            if common > 0 {
                return overlap(std::slice::from_ref(&one.trigger), std::slice::from_ref(&other.trigger))
                    .or(Some(Fit { class: 2, common: 0 }))
                    .map(|fit| Fit { class: 3, ..fit });
            }
            let same = sentence(one).is_some() && sentence(one) == sentence(other);
            same.then(|| Fit { class: 1 + u8::from(one.kind.is_some() && one.kind == other.kind), common: 0 })
        },
    )
}

/// The statement among some whose content fits best to that of others.
pub fn best<'s>(content: &[&[Span]], among: &'s [CodedStatement]) -> Option<&'s CodedStatement> {
    let fits = among.iter().filter_map(|one| {
        let fit = content.iter().filter_map(|content| overlap(content, &one.content)).max()?;
        Some((fit, std::cmp::Reverse(place(&one.content)), one))
    });
    fits.max_by_key(|(fit, place, _)| (*fit, *place)).map(|(.., one)| one)
}

pub(super) fn within(span: &Span, start: usize, end: usize) -> bool {
    start <= span.start && span.start < end
}

fn place(content: &[Span]) -> (usize, usize) {
    let start = content.iter().map(|span| span.start).min().unwrap_or_default();
    (start, content.iter().map(|span| span.end).max().unwrap_or_default())
}

/// How much of their words is common, if it is at least half of the shorter one's.
fn overlap(one: &[Span], other: &[Span]) -> Option<Fit> {
    let length = |spans: &[Span]| spans.iter().map(|span| span.end.saturating_sub(span.start)).sum::<usize>();
    let pairs = one.iter().flat_map(|a| other.iter().map(move |b| (a, b)));
    let common: usize = pairs.map(|(a, b)| a.end.min(b.end).saturating_sub(a.start.max(b.start))).sum();
    let (shorter, longer) = (length(one).min(length(other)), length(one).max(length(other)));
    let all = (shorter + longer).saturating_sub(common).max(1);
    (common > 0 && 2 * common >= shorter).then(|| Fit { class: 3, common: common * 1_000_000 / all })
}

/// Joins what fits, the best first, so that a unit has one of each coder at most.
fn matched<T: std::fmt::Debug>(
    coders: &[&[T]],
    place: impl Fn(&T) -> (usize, usize),
    fit: impl Fn(&T, &T) -> Option<Fit>,
) -> Vec<Unit> {
    // Finds are numbered in the order of the text, and what stands in the same place by its values.
    let mut finds: Vec<(usize, usize, &T)> = Vec::new();
    for (coder, own) in coders.iter().enumerate() {
        finds.extend(own.iter().enumerate().map(|(at, one)| (coder, at, one)));
    }
    finds.sort_by_cached_key(|(coder, at, one)| (place(one), format!("{one:?}"), *coder, *at));
    let mut fits: Vec<(std::cmp::Reverse<Fit>, usize, usize)> = Vec::new();
    for (first, (coder, _, one)) in finds.iter().enumerate() {
        for (second, (own, _, other)) in finds.iter().enumerate().skip(first + 1) {
            if coder != own
                && let Some(fit) = fit(one, other)
            {
                fits.push((std::cmp::Reverse(fit), first, second));
            }
        }
    }
    fits.sort_unstable();
    let mut units: BTreeMap<usize, Unit> = BTreeMap::new();
    let mut unit_of: Vec<usize> = (0..finds.len()).collect();
    for (number, (coder, at, _)) in finds.iter().enumerate() {
        let unit = (0..coders.len()).map(|other| (other == *coder).then_some(*at)).collect();
        units.insert(number, unit);
    }
    for (_, first, second) in fits {
        let (Some(one), Some(other)) = (unit_of.get(first).copied(), unit_of.get(second).copied()) else { continue };
        let (keep, gone) = (one.min(other), one.max(other));
        let (Some(kept), Some(taken)) = (units.get(&keep), units.get(&gone)) else { continue };
        if keep == gone || kept.iter().zip(taken).any(|(a, b)| a.is_some() && b.is_some()) {
            continue;
        }
        let joined = kept.iter().zip(taken).map(|(a, b)| a.or(*b)).collect();
        units.insert(keep, joined);
        units.remove(&gone);
        unit_of.iter_mut().filter(|unit| **unit == gone).for_each(|unit| *unit = keep);
    }
    units.into_values().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(spans: &[(usize, usize)]) -> Coded {
        let one = |(start, end): &(usize, usize)| CodedStatement {
            content: vec![Span { start: *start, end: *end, exact: String::new() }],
            ..CodedStatement::default()
        };
        Coded { statements: spans.iter().map(one).collect(), ..Coded::default() }
    }

    #[test]
    fn what_one_has_alone_is_a_unit_too() {
        let (one, other) = (said(&[(0, 10), (20, 30)]), said(&[(2, 12), (40, 50)]));
        assert_eq!(of_statements(&[&one, &other]), [vec![Some(0), Some(0)], vec![Some(1), None], vec![None, Some(1)]]);
    }

    #[test]
    fn a_statement_within_another_is_joined_with_its_like() {
        let (one, other) = (said(&[(0, 100)]), said(&[(60, 100), (0, 100)]));
        assert_eq!(of_statements(&[&one, &other]), [vec![Some(0), Some(1)], vec![None, Some(0)]]);
        assert_eq!(of_statements(&[&said(&[(0, 10)]), &said(&[(8, 18)])]).len(), 2, "less than half is common");
    }

    #[test]
    fn events_are_one_by_their_triggers_or_else_by_their_sentence() {
        let event = |start, kind: &str| CodedEvent {
            trigger: Span { start, end: start + 5, exact: String::new() },
            kind: Some(kind.to_owned()),
            ..CodedEvent::default()
        };
        let of = |events: Vec<CodedEvent>| Coded { events, ..Coded::default() };
        let mut report = Report::default();
        let sentence = |start, end| crate::report::Sentence { start, end, lang: None };
        report.document.sentences = vec![sentence(0, 50), sentence(50, 99)];
        let (one, other) =
            (of(vec![event(0, "A"), event(60, "A")]), of(vec![event(20, "B"), event(30, "A"), event(61, "B")]));
        let units = of_events(&[&one, &other], Some(&report));
        assert_eq!(units, [vec![Some(0), Some(1)], vec![None, Some(0)], vec![Some(1), Some(2)]]);
    }

    proptest! {
        #[test]
        fn all_is_found_once_and_no_order_of_coders_matters(
            spans in proptest::collection::vec(proptest::collection::vec((0_usize..60, 1_usize..20), 0..6), 2..5)
        ) {
            let all: Vec<Coded> = spans
                .iter()
                .map(|own| said(&own.iter().map(|(start, long)| (*start, start + long)).collect::<Vec<_>>()))
                .collect();
            let units = of_statements(&all.iter().collect::<Vec<_>>());
            for (coder, own) in all.iter().enumerate() {
                let mut seen: Vec<usize> = units.iter().filter_map(|unit| unit[coder]).collect();
                seen.sort_unstable();
                prop_assert_eq!(seen, (0..own.statements.len()).collect::<Vec<_>>());
            }
            let sizes = |units: &[Unit]| {
                let mut sizes: Vec<usize> = units.iter().map(|unit| unit.iter().flatten().count()).collect();
                sizes.sort_unstable();
                sizes
            };
            let other: Vec<&Coded> = all.iter().rev().collect();
            // Where two fit equally well, who comes first decides which; how many are joined stays the same.
            if all.len() == 2 {
                prop_assert_eq!(sizes(&units), sizes(&of_statements(&other)));
            }
        }
    }
}
