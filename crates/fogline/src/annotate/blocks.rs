//! Segments cut into paragraphs: a line each, or, where the lines are wrapped at a width, what blank lines part.

use std::borrow::Cow;

use crate::{document::Document, span::Span};

/// A paragraph of a segment, without white space at its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) segment: usize,
    pub(super) span: Span,
}

/// A wrapped line is about this long, in characters.
const WRAPPED: std::ops::RangeInclusive<usize> = 45..=100;
/// Lines that a text must have to be taken for wrapped.
const ENOUGH: usize = 4;
/// Bytes that a paragraph may have. No person writes longer ones, and what is compared within a paragraph stays bounded.
const LONGEST: usize = 16 * 1024;

/// The paragraphs of the segments that are read, in order.
pub(super) fn of(document: &Document) -> Vec<Block> {
    let text = &*document.text;
    let mut blocks = Vec::new();
    for (segment, part) in document.segments.iter().enumerate().filter(|(_, part)| part.kind.is_read()) {
        let words = part.span.of(text);
        let wrapped = is_wrapped(words);
        let mut open: Option<Span> = None;
        let mut at = part.span.start;
        for line in words.split_inclusive('\n') {
            let span = trimmed(text, Span::new(at, at + line.len()));
            at += line.len();
            match (open, span.is_empty()) {
                (Some(_), true) | (None, _) => {
                    blocks.extend(open.map(|span| Block { segment, span }));
                    open = Some(span).filter(|span| !span.is_empty());
                }
                (Some(before), false) if wrapped => open = Some(Span::new(before.start, span.end)),
                (Some(before), false) => {
                    blocks.push(Block { segment, span: before });
                    open = Some(span);
                }
            }
        }
        blocks.extend(open.map(|span| Block { segment, span }));
    }
    let cut = |block: Block| pieces(text, block.span).into_iter().map(move |span| Block { span, ..block });
    blocks.into_iter().flat_map(cut).collect()
}

/// A paragraph in parts that are no longer than is read at once, cut behind a sentence, or else between words.
fn pieces(text: &str, span: Span) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut rest = span;
    while rest.len() > LONGEST {
        let window = rest.start..text.floor_char_boundary(rest.start + LONGEST);
        let words = text.get(window.clone()).unwrap_or_default();
        let blank = |(at, c): (usize, char)| c.is_whitespace().then_some(at);
        let ends = |at: &usize| words.get(..*at).is_some_and(|before| before.ends_with(['.', '!', '?', '…']));
        let later_half = || words.char_indices().rev().take_while(|(at, _)| *at > LONGEST / 2).filter_map(blank);
        let at = later_half().find(ends).or_else(|| later_half().next()).unwrap_or(words.len());
        pieces.push(trimmed(text, Span::new(rest.start, rest.start + at)));
        rest = trimmed(text, Span::new(rest.start + at, rest.end));
    }
    pieces.push(rest);
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// The text with its line ends made spaces, so that a wrapped sentence is read as one; of the same length.
pub(super) fn joined(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) { text.replace(['\n', '\r'], " ").into() } else { text.into() }
}

/// A stretch without the white space at its ends.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, (start + words.trim().len()).max(start))
}

/// Whether most lines that another follows break off within a sentence, at about one width.
fn is_wrapped(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let (mut inner, mut broken) = (0, 0);
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        if line.is_empty() || next.is_empty() {
            continue;
        }
        inner += 1;
        let ends = line.ends_with(['.', '!', '?', '…', ':', '"', '”', '»', ')']);
        if !ends && WRAPPED.contains(&line.chars().count()) {
            broken += 1;
        }
    }
    inner >= ENOUGH && broken * 10 >= inner * 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_one_width_that_break_off_are_wrapped() {
        let wrapped = "Monitors said on Friday that they had recorded more than\n\
                       forty explosions near the village over the past day, and\n\
                       that they had been kept from a crossing point at which a\n\
                       patrol had been turned back twice within the same week on\n\
                       the orders of armed men.";
        assert!(is_wrapped(wrapped));
        assert!(!is_wrapped("One sentence stands here.\nAnother stands here.\nA third.\nA fourth.\nA fifth."));
        assert_eq!(joined("a\r\nb").len(), 4);
    }

    #[test]
    fn a_paragraph_without_an_end_is_cut_behind_a_sentence_and_loses_no_word() {
        for (sentence, end) in [("Shells fell near the mill. ", "."), ("обстріл ", "обстріл"), ("x", "x")]
        {
            let text = sentence.repeat(20_000);
            let text = text.trim();
            let all = pieces(text, Span::new(0, text.len()));
            assert!(all.len() > 1 && all.iter().all(|one| one.len() <= LONGEST && one.of(text).ends_with(end)));
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>().concat();
            assert_eq!(all.iter().map(|one| words(one.of(text))).collect::<String>(), words(text));
        }
    }

    #[test]
    fn trimming_keeps_what_is_blank_within_the_text() {
        assert_eq!(trimmed("  a b \n", Span::new(0, 7)), Span::new(2, 5));
        assert!(trimmed(" \n ", Span::new(0, 3)).is_empty());
    }
}
