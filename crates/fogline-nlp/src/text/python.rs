//! Python's `str` predicates, which the pipelines were trained with and which differ from Rust's in corners.

use unicode_general_category::{GeneralCategory as Category, get_general_category};

/// `str.isspace` of one character.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1C}'..='\u{1F}').contains(&c)
}

/// `str.isalpha` of one character: a letter of any kind.
pub(crate) fn is_alpha(c: char) -> bool {
    use Category::{LowercaseLetter, ModifierLetter, OtherLetter, TitlecaseLetter, UppercaseLetter};
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    matches!(
        get_general_category(c),
        LowercaseLetter | ModifierLetter | OtherLetter | TitlecaseLetter | UppercaseLetter
    )
}

/// `str.isdigit` of one character: decimal digits, and those that stand in circles or above the line.
pub(crate) fn is_digit(c: char) -> bool {
    /// Numeric type "digit" of the Unicode Character Database.
    const RAISED_OR_ENCLOSED: [(char, char); 20] = [
        ('\u{B2}', '\u{B3}'),
        ('\u{B9}', '\u{B9}'),
        ('\u{1369}', '\u{1371}'),
        ('\u{19DA}', '\u{19DA}'),
        ('\u{2070}', '\u{2070}'),
        ('\u{2074}', '\u{2079}'),
        ('\u{2080}', '\u{2089}'),
        ('\u{2460}', '\u{2468}'),
        ('\u{2474}', '\u{247C}'),
        ('\u{2488}', '\u{2490}'),
        ('\u{24EA}', '\u{24EA}'),
        ('\u{24F5}', '\u{24FD}'),
        ('\u{24FF}', '\u{24FF}'),
        ('\u{2776}', '\u{277E}'),
        ('\u{2780}', '\u{2788}'),
        ('\u{278A}', '\u{2792}'),
        ('\u{10A40}', '\u{10A43}'),
        ('\u{10E60}', '\u{10E68}'),
        ('\u{11052}', '\u{1105A}'),
        ('\u{1F100}', '\u{1F10A}'),
    ];
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    get_general_category(c) == Category::DecimalNumber
        || RAISED_OR_ENCLOSED.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// A character of any punctuation category.
pub(crate) fn is_punct(c: char) -> bool {
    use Category::{
        ClosePunctuation, ConnectorPunctuation, DashPunctuation, FinalPunctuation, InitialPunctuation, OpenPunctuation,
        OtherPunctuation,
    };
    matches!(
        get_general_category(c),
        ClosePunctuation
            | ConnectorPunctuation
            | DashPunctuation
            | FinalPunctuation
            | InitialPunctuation
            | OpenPunctuation
            | OtherPunctuation
    )
}

/// `str.isupper` (with `true`) or `str.islower`: no cased character of the other case, and at least one of this.
pub(crate) fn is_cased(text: &str, upper: bool) -> bool {
    let title = |c| get_general_category(c) == Category::TitlecaseLetter;
    let (ours, other) = if upper {
        (char::is_uppercase as fn(char) -> bool, char::is_lowercase as fn(char) -> bool)
    } else {
        (char::is_lowercase as _, char::is_uppercase as _)
    };
    text.chars().any(ours) && !text.chars().any(|c| other(c) || title(c))
}

/// `str.istitle`: capitals only after uncased characters, small letters only after cased ones.
pub(crate) fn is_title(text: &str) -> bool {
    let (mut after_cased, mut any) = (false, false);
    for c in text.chars() {
        if c.is_uppercase() || get_general_category(c) == Category::TitlecaseLetter {
            if after_cased {
                return false;
            }
            (after_cased, any) = (true, true);
        } else if c.is_lowercase() {
            if !after_cased {
                return false;
            }
            any = true;
        } else {
            after_cased = false;
        }
    }
    any
}

/// The last `count` characters.
pub(crate) fn last_chars(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().take(count).last().map_or(text.len(), |(index, _)| index);
    text.get(start..).unwrap_or_default()
}

/// spaCy's word shape: letters as `X` and `x`, digits as `d`, no more than four alike in a row.
pub(crate) fn shape(text: &str) -> String {
    /// From this many characters on, a word's shape is only "long".
    const LONG: usize = 100;
    if text.len() >= LONG && text.chars().nth(LONG - 1).is_some() {
        return "LONG".into();
    }
    let mut shape = String::with_capacity(text.len());
    let (mut last, mut run) = (None, 0);
    for c in text.chars() {
        let sign = if is_alpha(c) {
            if c.is_uppercase() { 'X' } else { 'x' }
        } else if is_digit(c) {
            'd'
        } else {
            c
        };
        run = if last == Some(sign) { run + 1 } else { 0 };
        last = Some(sign);
        if run < 4 {
            shape.push(sign);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_those_of_spacy() {
        for (text, expected) in [
            ("Kyiv", "Xxxx"),
            ("122-mm", "ddd-xx"),
            ("shelling", "xxxx"),
            ("......", "...."),
            ("x²", "xd"),
            ("Ǆ", "X"),
            ("ǅ", "x"),
            ("обстріл", "xxxx"),
        ] {
            assert_eq!(shape(text), expected, "{text}");
        }
        assert_eq!(shape(&"a".repeat(99)), "xxxx");
        assert_eq!(shape(&"a".repeat(100)), "LONG");
        assert_eq!(shape(&"é".repeat(60)), "xxxx");
    }

    #[test]
    fn cases_follow_python() {
        assert!(is_cased("U.S.", true) && !is_cased("123", true) && is_cased("a1", false));
        assert!(is_title("Black Sea") && !is_title("NATO") && !is_title("12"));
        assert!(is_space('\u{1C}') && is_space('\u{A0}') && !is_space('\u{200B}'));
        assert_eq!(last_chars("Київ", 3), "иїв");
        assert_eq!(last_chars("ok", 3), "ok");
    }
}
