//! The text of a report in pieces: between two borders of anything that was read in it, one piece.

use std::{collections::BTreeSet, fmt::Write};

use fogline_ledger::Hit;
use fogline_reconcile::{
    report::{Report, Span},
    visible::is_hidden,
};
use serde::Serialize;

/// A piece of text with what it is part of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Piece {
    /// Its words.
    text: String,
    /// Statements whose content it is part of.
    statements: Vec<String>,
    /// What else it is part of: `quote`, `cue`, `speaker`, `place`, `time`, `figure`, `event`.
    kinds: Vec<&'static str>,
    /// Statements whose content begins here.
    begins: Vec<String>,
    /// Code point at which it begins.
    start: usize,
}

/// A paragraph of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Paragraph {
    /// As `body` or `headline`.
    kind: String,
    pieces: Vec<Piece>,
}

/// The paragraphs of a report's text, those that are no part of what it tells among them.
pub(super) fn paragraphs(report: &Report) -> Vec<Paragraph> {
    let letters: Vec<char> = report.document.text.chars().collect();
    let marks = marks(report);
    let mut out: Vec<Paragraph> = Vec::new();
    let mut last = None;
    for segment in &report.document.segments {
        let end = segment.end.min(letters.len());
        let mut start = segment.start.min(end);
        // Parts of one line are one paragraph; a part may hold several lines.
        let between = last.and_then(|last| letters.get(last..start));
        let mut goes_on = between.is_some_and(|between| !between.contains(&'\n'));
        if let Some(last) = last.filter(|_| goes_on) {
            start = last;
        }
        last = Some(end);
        while start < end {
            let line = letters.get(start..end).unwrap_or_default();
            let length = line.iter().position(|letter| *letter == '\n').unwrap_or(line.len());
            let pieces = pieces(&letters, start, start + length, &marks);
            match out.last_mut().filter(|_| goes_on) {
                Some(paragraph) => {
                    paragraph.pieces.extend(pieces);
                    paragraph.kind.clone_from(&segment.kind);
                }
                None if !pieces.is_empty() => out.push(Paragraph { kind: segment.kind.clone(), pieces }),
                None => {}
            }
            goes_on = false;
            start += length + 1;
        }
    }
    out
}

/// What something that was read marks in the text.
struct Mark<'r> {
    start: usize,
    end: usize,
    statement: Option<&'r str>,
    kind: Option<&'static str>,
    /// Whether it is the first part of its statement.
    first: bool,
}

fn marks(report: &Report) -> Vec<Mark<'_>> {
    let mut marks = Vec::new();
    let mut mark = |span: &Span, kind: &'static str| {
        marks.push(Mark { start: span.start, end: span.end, statement: None, kind: Some(kind), first: false });
    };
    for one in &report.statements {
        one.quotes.iter().for_each(|span| mark(span, "quote"));
        one.cue.iter().filter_map(|cue| cue.span.as_ref()).for_each(|span| mark(span, "cue"));
        one.speaker.span.iter().for_each(|span| mark(span, "speaker"));
    }
    report.places.iter().filter_map(|one| one.span.as_ref()).for_each(|span| mark(span, "place"));
    report.times.iter().filter_map(|one| one.span.as_ref()).for_each(|span| mark(span, "time"));
    report.quantities.iter().filter_map(|one| one.span.as_ref()).for_each(|span| mark(span, "figure"));
    report.events.iter().for_each(|one| mark(&one.trigger, "event"));
    for one in &report.statements {
        for (number, span) in one.content.iter().enumerate() {
            let statement = Some(one.id.as_str());
            marks.push(Mark { start: span.start, end: span.end, statement, kind: None, first: number == 0 });
        }
    }
    marks
}

fn pieces(letters: &[char], start: usize, end: usize, marks: &[Mark<'_>]) -> Vec<Piece> {
    let near: Vec<&Mark<'_>> = marks.iter().filter(|mark| mark.start < end && mark.end > start).collect();
    let inner = near.iter().flat_map(|mark| [mark.start, mark.end]).filter(|at| *at > start && *at < end);
    let borders: BTreeSet<usize> = inner.chain([start, end]).collect();
    let borders: Vec<usize> = borders.into_iter().collect();
    borders
        .windows(2)
        .filter_map(|pair| {
            let [from, to] = pair else { return None };
            let holds = |mark: &&&Mark<'_>| mark.start <= *from && mark.end >= *to;
            let begins = near.iter().filter(|mark| mark.first && mark.start == *from);
            let mut kinds: Vec<&'static str> = near.iter().filter(holds).filter_map(|mark| mark.kind).collect();
            kinds.sort_unstable();
            kinds.dedup();
            Some(Piece {
                text: letters.get(*from..*to)?.iter().collect(),
                statements: near.iter().filter(holds).filter_map(|mark| mark.statement).map(str::to_owned).collect(),
                begins: begins.filter_map(|mark| mark.statement).map(str::to_owned).collect(),
                kinds,
                start: *from,
            })
        })
        .collect()
}

/// A hit's snippet in pieces, those that were looked for marked as `hit`.
pub(super) fn marked(hit: &Hit) -> Vec<Piece> {
    let letters: Vec<char> = hit.snippet.exact.chars().collect();
    let offset = hit.snippet.start;
    let inside = hit.matches.iter().filter(|span| span.start >= offset && span.end <= hit.snippet.end);
    let marks: Vec<Mark<'_>> = inside
        .map(|span| Mark {
            start: span.start - offset,
            end: span.end - offset,
            statement: None,
            kind: Some("hit"),
            first: false,
        })
        .collect();
    pieces(&letters, 0, letters.len(), &marks)
}

/// What stands for a letter of redacted words.
const BLOCK: char = '█';

/// Text in which redacted words are told as such by the word for it, and characters that show nothing, or steer how it runs, stand by their names; where its lines end stays.
pub(super) fn harmless(text: &str, redacted_as: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut redacted = false;
    for letter in text.chars() {
        let goes_on = std::mem::replace(&mut redacted, letter == BLOCK);
        if letter == BLOCK {
            if !goes_on {
                let _ = write!(out, "[{redacted_as}]");
            }
        } else if is_hidden(letter) && !matches!(letter, '\n' | '\r' | '\t') {
            let _ = write!(out, "⟦U+{:04X}⟧", u32::from(letter));
        } else {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_text_and_know_what_they_are_part_of() {
        let letters: Vec<char> = "A «б» said c.".chars().collect();
        let mark = |start, end, kind, statement, first| Mark { start, end, statement, kind, first };
        let marks = [
            mark(2, 5, Some("quote"), None, false),
            mark(0, 13, None, Some("s1"), true),
            mark(3, 9, None, Some("s2"), true),
        ];
        let found = pieces(&letters, 0, letters.len(), &marks);
        assert_eq!(found.iter().map(|one| one.text.as_str()).collect::<String>(), "A «б» said c.");
        let second = found.iter().find(|one| one.start == 3).unwrap();
        assert_eq!(
            (second.statements.as_slice(), second.kinds.as_slice()),
            (&["s1".to_owned(), "s2".to_owned()][..], &["quote"][..])
        );
        assert_eq!(found[0].begins, ["s1"]);
        assert_eq!(second.begins, ["s2"]);
    }

    #[test]
    fn nothing_that_is_shown_steers() {
        assert_eq!(harmless("a\u{202e}b\u{200b}\u{7}\n", "redacted"), "a⟦U+202E⟧b⟦U+200B⟧⟦U+0007⟧\n");
        assert_eq!(harmless("said ████ ██.", "redacted"), "said [redacted] [redacted].");
        assert_eq!(harmless("Обстріл — “так”", "redacted"), "Обстріл — “так”");
    }
}
