//! By when something is to be done, from the times that a statement's own words name.

use super::{
    item::{Deadline, Interval},
    stretch::Own,
    themes::Lexicon,
};
use crate::report::{Report, Statement, Time};

/// The deadline that a statement sets, if any. `near` is where its deed stands, in code points.
pub(super) fn deadline(
    report: &Report,
    statement: &Statement,
    own: &Own,
    lexicon: Option<&Lexicon>,
    near: Option<usize>,
) -> Option<Deadline> {
    let said =
        statement.said.start.as_deref().or(statement.said.end.as_deref()).or(report.document.published.as_deref());
    let said = said.and_then(|said| said.get(..10));
    let comes = |time: &&Time| match (time.end.as_deref().or(time.start.as_deref()), said) {
        (Some(end), Some(said)) => end.get(..10).is_some_and(|end| end >= said),
        _ => true,
    };
    // When something was said is not when it is to be done.
    let saying =
        |time: &Time| report.statements.iter().any(|one| one.said.span.is_some() && one.said.span == time.span);
    let times = report
        .times
        .iter()
        .filter(|time| time.span.as_ref().is_some_and(|span| own.holds(span)))
        .filter(comes)
        .filter(|time| !saying(time));
    let time = times.min_by_key(|time| {
        let start = time.span.as_ref().map_or(0, |span| span.start);
        (near.map_or(0, |near| near.abs_diff(start)), start)
    });
    let anchor = lexicon.and_then(|lexicon| {
        let found = lexicon.anchors.all(&own.words).find(|(at, length)| {
            let next = own.words.get(at + length);
            let is_time = |word: &super::words::Word| {
                let spans = report.times.iter().filter_map(|time| time.span.as_ref());
                spans.into_iter().any(|span| span.start <= word.start && word.start < span.end)
            };
            next.is_some_and(|word| !is_time(word))
        });
        let first = found.and_then(|(at, _)| own.words.get(at))?;
        let last = own.words.iter().rev().find(|word| word.sentence == first.sentence)?;
        Some(Own::text(&statement.content, first.start, last.end))
    });
    if time.is_none() && anchor.is_none() {
        return None;
    }
    let first = time.and_then(|time| time.span.as_ref()).map(|span| own.word_at(span.start));
    let says = |tells: fn(&Lexicon, &[super::words::Word], usize) -> bool| {
        lexicon.zip(first).is_some_and(|(lexicon, first)| tells(lexicon, &own.words, first))
    };
    Some(Deadline {
        basis: if anchor.is_some() { "event_anchored" } else { "date" }.to_owned(),
        within: time
            .map_or_else(Interval::default, |time| Interval { start: time.start.clone(), end: time.end.clone() }),
        until: says(Lexicon::is_ending),
        lasting: says(Lexicon::is_duration),
        words: time.and_then(|time| Some(time.span.as_ref()?.exact.clone())),
        anchor,
        carried_from: None,
    })
}
