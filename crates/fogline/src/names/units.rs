//! A stretch of text as the units that names are made of.

use super::fold;
use crate::span::Span;

/// A run of letters and digits. An apostrophe between letters belongs to it, but for the English possessive, which is a
/// unit of its own: `People's` is `people` and `s`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Where it stands in the text.
    pub span: Span,
    /// As names are compared.
    pub folded: String,
    /// How it is capitalised.
    pub shape: Shape,
    /// What stands before it.
    pub gap: Gap,
}

/// How a unit is capitalised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// No capital.
    Lower,
    /// The first letter only.
    Capital,
    /// All letters.
    Upper,
    /// Capitals elsewhere.
    Mixed,
    /// Begins with a digit.
    Number,
}

impl Shape {
    fn of(word: &str) -> Self {
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        if word.chars().next().is_some_and(char::is_numeric) {
            return Self::Number;
        }
        let first = letters.next().is_some_and(char::is_uppercase);
        let (mut upper, mut lower) = (0, 0);
        for c in letters {
            if c.is_uppercase() {
                upper += 1;
            } else {
                lower += 1;
            }
        }
        match (first, upper, lower) {
            (true, _, 0) => Self::Upper,
            (true, 0, _) => Self::Capital,
            (false, 0, _) => Self::Lower,
            _ => Self::Mixed,
        }
    }

    /// Whether it has a capital.
    pub fn is_capitalised(self) -> bool {
        matches!(self, Self::Capital | Self::Upper | Self::Mixed)
    }
}

/// What stands between a unit and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nothing, or the beginning of the stretch.
    Start,
    /// A single space, or several.
    Space,
    /// A hyphen without spaces.
    Hyphen,
    /// A full stop, with or without a space.
    Dot,
    /// An apostrophe.
    Apostrophe,
    /// A slash.
    Slash,
    /// An opening quotation mark, and the space before it.
    Quote,
    /// A comma and a space.
    Comma,
    /// An opening bracket.
    Bracket,
    /// A line break.
    Line,
    /// Anything else.
    Other,
}

impl Gap {
    fn of(between: &str, first: bool) -> Self {
        if first {
            return Self::Start;
        }
        if between.contains(['\n', '\r', '\u{2028}']) {
            return Self::Line;
        }
        match between.trim() {
            "" if between.is_empty() => Self::Apostrophe,
            "" => Self::Space,
            "-" | "‑" | "‐" if !between.contains(char::is_whitespace) => Self::Hyphen,
            "." => Self::Dot,
            "'" | "’" | "ʼ" | "‘" => Self::Apostrophe,
            "/" => Self::Slash,
            "," => Self::Comma,
            "(" | "[" => Self::Bracket,
            "«" | "“" | "„" | "\"" => Self::Quote,
            _ => Self::Other,
        }
    }
}

/// The units of a stretch of a text, with offsets into the text.
pub fn units(text: &str, span: Span) -> Vec<Unit> {
    let mut units = Vec::<Unit>::new();
    let stretch = span.of(text);
    let mut from = None;
    let mut chars = stretch.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        let is_inner = is_apostrophe(c)
            && from.is_some()
            && next.is_some_and(char::is_alphabetic)
            && !is_possessive(stretch.get(at + c.len_utf8()..).unwrap_or_default());
        if c.is_alphanumeric() || is_inner || (from.is_some() && is_joined(c)) {
            from.get_or_insert(at);
        } else if let Some(start) = from.take() {
            push(&mut units, text, span.start + start, span.start + at, span.start);
        }
    }
    if let Some(start) = from {
        push(&mut units, text, span.start + start, span.start + stretch.len(), span.start);
    }
    units
}

fn push(units: &mut Vec<Unit>, text: &str, start: usize, end: usize, from: usize) {
    let word = text.get(start..end).unwrap_or_default();
    let before = units.last().map_or(from, |unit| unit.span.end);
    let gap = Gap::of(text.get(before..start).unwrap_or_default(), units.is_empty());
    units.push(Unit { span: Span::new(start, end), folded: fold(word), shape: Shape::of(word), gap });
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘')
}

/// Accents and other marks that are written behind a letter, and signs that show nothing.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}')
}

/// Whether what follows an apostrophe is `s` and the end of the word.
fn is_possessive(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        units(text, Span::new(0, text.len())).into_iter().map(|unit| unit.folded).collect()
    }

    #[test]
    fn possessives_come_apart_and_inner_apostrophes_do_not() {
        assert_eq!(split("People’s Republic, O'Brien"), ["people", "s", "republic", "o'brien"]);
        assert_eq!(split("U.S. forces"), ["u", "s", "forces"]);
        assert_eq!(split("Слов'янськ-2"), ["слов'янськ", "2"]);
    }

    #[test]
    fn gaps_tell_what_stands_between() {
        let gaps =
            |text: &str| units(text, Span::new(0, text.len())).into_iter().map(|unit| unit.gap).collect::<Vec<_>>();
        assert_eq!(gaps("партия «Воля»"), [Gap::Start, Gap::Quote]);
        assert_eq!(gaps("a, b"), [Gap::Start, Gap::Comma]);
        assert_eq!(gaps("al-Assad said"), [Gap::Start, Gap::Hyphen, Gap::Space]);
    }

    proptest::proptest! {
        #[test]
        fn units_lie_in_the_text_in_order(text in "\\PC*") {
            let mut before = 0;
            for unit in units(&text, Span::new(0, text.len())) {
                proptest::prop_assert!(unit.span.start >= before);
                proptest::prop_assert!(!unit.span.of(&text).is_empty());
                before = unit.span.end;
            }
        }
    }
}
