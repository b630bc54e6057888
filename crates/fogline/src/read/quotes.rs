//! What stands in quotation marks, however they are paired: nested, mismatched, left open at the end of a paragraph.

use crate::span::Span;

/// Words in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quote {
    /// The words, without the marks.
    pub(super) inner: Span,
    /// The words with the marks that are there.
    pub(super) outer: Span,
    /// Whether a mark ends it within its paragraph.
    pub(super) closed: bool,
}

/// How a mark can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Opens,
    Closes,
    Either,
}

/// The mark that begins at a byte, and its length.
fn mark(text: &str, at: usize) -> Option<(Mark, usize)> {
    let rest = text.get(at..)?;
    let c = rest.chars().next()?;
    let kind = match c {
        '“' | '«' | '„' => Mark::Opens,
        '”' | '»' => Mark::Closes,
        '"' | '＂' => Mark::Either,
        '\'' | '’' if rest.starts_with("''") || rest.starts_with("’’") => {
            return Some((Mark::Either, 2 * c.len_utf8()));
        }
        '`' if rest.starts_with("``") => return Some((Mark::Opens, 2)),
        _ => return None,
    };
    Some((kind, c.len_utf8()))
}

/// The quotations of a paragraph, in order. One within another belongs to the outer one.
pub(super) fn quotes(text: &str, paragraph: Span) -> Vec<Quote> {
    let words = paragraph.of(text);
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None; // where its mark begins and ends
    let mut depth = 0usize;
    let mut at = 0;
    while at < words.len() {
        let Some((kind, len)) = mark(words, at) else {
            at += words.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            continue;
        };
        let before = words.get(..at).and_then(|text| text.chars().next_back());
        let after = words.get(at + len..).and_then(|text| text.chars().next());
        let spaced_before = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-'));
        let spaced_after = after.is_none_or(|c| c.is_whitespace() || matches!(c, ')' | ']' | ',' | '.' | ';' | ':'));
        let opens = match kind {
            Mark::Opens => true,
            Mark::Closes => false,
            Mark::Either => open.is_none() && !(before.is_some_and(|c| c.is_ascii_digit()) && spaced_after),
        };
        match (open, opens) {
            (None, true) => (open, depth) = (Some((at, at + len)), 0),
            // A closing mark that nothing opened.
            (None, false) => {}
            // Nested, where a mark of its own will close it; otherwise the first was never closed.
            (Some(_), true) if !spaced_before || words.get(at..).is_some_and(closes_twice) => depth += 1,
            (Some(start), true) => {
                found.push(quote(words, start, (at, at), false));
                (open, depth) = (Some((at, at + len)), 0);
            }
            (Some(_), false) if depth > 0 => depth -= 1,
            (Some(start), false) => {
                found.push(quote(words, start, (at, at + len), true));
                open = None;
            }
        }
        at += len;
    }
    if let Some(start) = open {
        found.push(quote(words, start, (words.len(), words.len()), false));
    }
    let shifted = |quote: Quote| Quote {
        inner: quote.inner.shifted(paragraph.start),
        outer: quote.outer.shifted(paragraph.start),
        ..quote
    };
    found.into_iter().filter(|quote| !quote.inner.is_empty()).map(shifted).collect()
}

/// Whether two closing marks follow before another one opens.
fn closes_twice(text: &str) -> bool {
    let mut closing = 0;
    let mut at = mark(text, 0).map_or(0, |(_, len)| len);
    while at < text.len() {
        match mark(text, at) {
            Some((Mark::Opens, _)) => return false,
            Some((_, len)) => {
                closing += 1;
                at += len;
                if closing == 2 {
                    return true;
                }
            }
            None => at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8),
        }
    }
    false
}

fn quote(words: &str, open: (usize, usize), close: (usize, usize), closed: bool) -> Quote {
    let inner = words.get(open.1..close.0).unwrap_or_default();
    let trimmed = inner.trim();
    let start = open.1 + (inner.len() - inner.trim_start().len());
    Quote {
        inner: Span::new(start, start + trimmed.len()),
        outer: Span::new(open.0, if closed { close.1 } else { start + trimmed.len() }),
        closed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<&str> {
        quotes(text, Span::new(0, text.len())).iter().map(|quote| quote.inner.of(text)).collect()
    }

    #[test]
    fn marks_are_paired_as_they_come() {
        assert_eq!(of("He said “no” and «да»."), ["no", "да"]);
        assert_eq!(of("\"One,\" she said. \"Two.\""), ["One,", "Two."]);
        assert_eq!(of("“It escalated,\" a message said."), ["It escalated,"]);
        assert_eq!(of("''Two,'' he said"), ["Two,"]);
        assert_eq!(of("“He told me “go” and I went”"), ["He told me “go” and I went"]);
    }

    #[test]
    fn what_is_left_open_ends_with_its_paragraph() {
        let text = "“One and two.";
        let found = quotes(text, Span::new(0, text.len()));
        assert_eq!((found.len(), found[0].closed, found[0].inner.of(text)), (1, false, "One and two."));
        assert_eq!(of("no marks, a 12\" gun and 5\" shells"), Vec::<&str>::new());
        assert_eq!(of("stray ” mark"), Vec::<&str>::new());
    }
}
