//! Lines that an outlet's pages repeat, set apart from the report.

use crate::{
    document::{Segment, SegmentKind},
    names::fold,
    span::Span,
};

/// A line, or the beginning of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Folded, with single spaces.
    words: String,
    /// Whether other words may follow.
    open: bool,
}

impl Line {
    /// Reads a line of a pack: `...` at its end stands for whatever follows.
    pub(super) fn read(line: &str) -> Self {
        let open = line.strip_suffix("...");
        Self { words: plain(open.unwrap_or(line)), open: open.is_some() }
    }

    fn is(&self, line: &str) -> bool {
        if self.open { line.starts_with(&self.words) } else { line == self.words }
    }
}

/// A line without what changes from page to page: case, accents, white space.
fn plain(line: &str) -> String {
    let folded = fold(line);
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The segments with such lines of the report as boilerplate. All other stretches keep their kind and order.
pub(super) fn set_apart(text: &str, segments: &[Segment], lines: &[&Line]) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::with_capacity(segments.len());
    for segment in segments {
        if !segment.kind.is_read() {
            out.push(*segment);
            continue;
        }
        let mut cut = false;
        let mut kept: Option<Span> = None;
        let mut at = segment.span.start;
        for line in segment.span.of(text).split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
            let start = at + line.len() - line.trim_start().len();
            let span = Span::new(start, start + line.trim().len());
            at += line.len();
            if span.is_empty() {
                continue;
            }
            let words = plain(line);
            if lines.iter().any(|known| known.is(&words)) {
                cut = true;
                out.extend(kept.take().map(|span| Segment { kind: segment.kind, span }));
                out.push(Segment { kind: SegmentKind::Boilerplate, span });
            } else {
                kept.get_or_insert(span).end = span.end;
            }
        }
        if cut {
            out.extend(kept.map(|span| Segment { kind: segment.kind, span }));
        } else {
            out.push(*segment);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn segments(text: &str) -> Vec<Segment> {
        let known = [Line::read("Our standards: ..."), Line::read("Truth in every word")];
        let body = Segment { kind: SegmentKind::Body, span: Span::new(0, text.len()) };
        set_apart(text, &[body], &known.iter().collect::<Vec<_>>())
    }

    fn kinds(text: &str) -> Vec<(&'static str, &str)> {
        segments(text).iter().map(|segment| (segment.kind.name(), segment.span.of(text))).collect()
    }

    #[test]
    fn a_segment_is_split_around_the_line() {
        assert_eq!(
            kinds(
                "TRUTH  in every word\nThe bridge fell.\nTruth in every word, he said.\n\nOur Standards: see here\nThe end."
            ),
            [
                ("boilerplate", "TRUTH  in every word"),
                ("body", "The bridge fell.\nTruth in every word, he said."),
                ("boilerplate", "Our Standards: see here"),
                ("body", "The end."),
            ]
        );
    }

    #[test]
    fn without_such_a_line_nothing_changes() {
        let text = "\nThe bridge fell.\n The end. \n";
        assert_eq!(kinds(text), [("body", text)]);
    }

    proptest! {
        #[test]
        fn segments_stay_in_order_and_leave_out_white_space_alone(parts in prop::collection::vec(
            prop::sample::select(vec!["\n", "\r\n", " ", "Our standards: x", "Truth in every word", "Слово.", "\u{2028}", "\u{a0}"]),
            0..20,
        )) {
            let text = parts.concat();
            let mut at = 0;
            for segment in segments(&text) {
                prop_assert!(segment.span.start >= at);
                prop_assert!(text.get(segment.span.range()).is_some());
                prop_assert!(text.get(at..segment.span.start).unwrap_or("x").trim().is_empty());
                at = segment.span.end;
            }
            prop_assert!(text.get(at..).unwrap_or("x").trim().is_empty());
        }
    }
}
