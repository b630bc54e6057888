//! Words by rule, for text that no model reads.

use unicode_segmentation::UnicodeSegmentation;

use crate::span::Span;

/// The words and marks of a stretch, by Unicode's word borders (UAX 29), but that hyphens join letters and digits and
/// colons join digits: `Станица-Луганская` and `04:55` are one word each.
pub(super) fn of(text: &str, span: Span) -> Vec<Span> {
    let stretch = span.of(text);
    let mut words = Vec::<Span>::new();
    let mut glue = false;
    for (at, piece) in stretch.split_word_bound_indices() {
        if piece.chars().all(char::is_whitespace) {
            glue = false;
            continue;
        }
        let start = span.start + at;
        let end = start + piece.len();
        let touches = words.last().is_some_and(|word| word.end == start);
        let before = words.last().and_then(|word| word.of(text).chars().next_back());
        let after = stretch.get(at + piece.len()..).and_then(|rest| rest.chars().next());
        let joins = touches
            && match (before, piece, after) {
                (Some(b), "-" | "\u{2010}" | "\u{2011}", Some(a)) => b.is_alphanumeric() && a.is_alphanumeric(),
                (Some(b), ":", Some(a)) => b.is_ascii_digit() && a.is_ascii_digit(),
                _ => false,
            };
        match words.last_mut() {
            Some(word) if joins || (glue && touches) => word.end = end,
            _ => words.push(Span::new(start, end)),
        }
        glue = joins;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        of(text, Span::new(0, text.len())).into_iter().map(|word| word.of(text)).collect()
    }

    #[test]
    fn hyphens_apostrophes_and_clocks_stay_within_words() {
        assert_eq!(split("У Станице-Луганской, в 04:55"), ["У", "Станице-Луганской", ",", "в", "04:55"]);
        assert_eq!(split("п'ять об'єктів — «так»"), ["п'ять", "об'єктів", "—", "«", "так", "»"]);
        assert_eq!(split("до 7,5 тыс."), ["до", "7,5", "тыс", "."]);
    }
}
