//! Lines in their order: what follows the words that open an appeal or a list of other reports belongs to it.

use super::{Class, Line};
use crate::document::SegmentKind;

/// How much more is asked of a line in a speech or a letter.
const SPEECH: f32 = 1.5;

/// The kind of each line that is not the report; `None` for the report's own.
///
/// Precision comes first in the middle of a text: there a line goes only on its own signs and those of its neighbours.
/// After the last sentence of the report, and after words that open a part of its own, less is asked.
pub(in crate::acquire) fn judge(lines: &[Line]) -> Vec<Option<SegmentKind>> {
    let mut kinds: Vec<Option<SegmentKind>> = vec![None; lines.len()];
    // In a speech or a letter, words to listeners are the report itself.
    let long = lines.iter().filter(|line| line.words >= 8);
    let speech = long.clone().count() >= 4 && long.clone().filter(|line| line.speaks()).count() * 2 > long.count();
    // Twice, as a line that is taken speaks for its neighbours.
    for _ in 0..2 {
        let last = (0..lines.len()).rev().find(|&at| {
            kinds.get(at) == Some(&None)
                && lines.get(at).is_some_and(|line| line.is_prose() && line.class(0.0).is_none())
        });
        for (at, line) in lines.iter().enumerate() {
            if kinds.get(at).is_some_and(Option::is_some) {
                continue;
            }
            let taken = |at: Option<usize>| {
                at.and_then(|at| kinds.get(at).copied().flatten()).is_some_and(|kind| !kind.is_read())
            };
            let near = taken(at.checked_sub(1)) || taken(at.checked_add(1));
            let after = last.is_none_or(|last| at > last) && lines.len() > 1;
            let context = if speech { -SPEECH } else { Line::context(near, after) };
            if let Some((class, _)) = line.class(context)
                && let Some(kind) = kinds.get_mut(at)
            {
                *kind = Some(class.kind());
            }
        }
        open_parts(lines, &mut kinds, if speech { lines.len() * 3 / 4 } else { 0 });
    }
    kinds
}

/// Goes on from every line that opens a part of its own, from line `from` on.
fn open_parts(lines: &[Line], kinds: &mut [Option<SegmentKind>], from: usize) {
    let mut part: Option<SegmentKind> = None;
    for (at, line) in lines.iter().enumerate().skip(from) {
        let own = kinds.get(at).copied().flatten();
        let class = own.and_then(|_| line.best()).map(|(class, _)| class);
        if let Some(class) = class {
            part = match class {
                Class::Appeal if line.opens(class) => Some(SegmentKind::Appeal),
                Class::RelatedHeading if line.opens(class) => Some(SegmentKind::Related),
                Class::Comments if line.opens(class) && line.words <= 3 => Some(SegmentKind::Boilerplate),
                // `Remind me later` within an appeal is a part of it, as is a button within a list.
                _ => part,
            };
            continue;
        }
        let rest = lines.get(at..).unwrap_or_default();
        let goes_on = match part {
            Some(SegmentKind::Appeal) => speaks_on(rest),
            Some(SegmentKind::Related) => lists_on(rest),
            Some(_) => !line.is_prose() || at * 2 > lines.len(),
            None => false,
        };
        if goes_on && let Some(kind) = kinds.get_mut(at) {
            *kind = part;
        } else {
            part = None;
        }
    }
}

/// Whether the outlet goes on speaking to its readers: now, or in one of the next two lines where this one tells of no
/// event.
fn speaks_on(rest: &[Line]) -> bool {
    let Some((line, after)) = rest.split_first() else { return false };
    if line.speaks() {
        return line.said < 2 || line.readers + line.outlet >= 2;
    }
    (line.words <= 5 && !line.quoted)
        || (line.said == 0 && !line.quoted && after.iter().take(2).any(|next| next.speaks() && next.said == 0))
}

/// Whether a list of titles goes on: a title, or a sentence under one, with another title to come.
fn lists_on(rest: &[Line]) -> bool {
    let Some((line, after)) = rest.split_first() else { return false };
    if !line.is_prose() {
        return !line.closed || line.words < 8;
    }
    // Titles may be sentences: a list in which no line is long, to the end of the text.
    line.words <= 20 && line.said == 0 && after.iter().all(|next| next.words <= 20)
}
