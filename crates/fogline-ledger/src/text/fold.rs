//! Text into words, each in a form that does not depend on case, accents, stress marks, apostrophes and hyphens.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A word where it stands, in code points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) folded: String,
}

/// Longer runs of letters are cut: no word is so long.
const LONGEST: usize = 64;

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{02BC}' | '\u{FF07}' | '`' | '\u{00B4}')
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// The words of a text. An apostrophe between letters belongs to its word; a hyphen parts two.
pub(crate) fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    let mut chars = text.chars().enumerate().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, first) = chars.next()?;
            if !first.is_alphanumeric() || is_apostrophe(first) {
                continue;
            }
            let (mut word, mut end) = (String::from(first), start + 1);
            while let Some(&(at, c)) = chars.peek() {
                if end - start >= LONGEST {
                    break;
                }
                if is_apostrophe(c) {
                    // Only if a letter follows.
                    let mut ahead = chars.clone();
                    ahead.next();
                    if !ahead.peek().is_some_and(|&(_, next)| next.is_alphabetic() && !is_apostrophe(next)) {
                        break;
                    }
                } else if is_letter(c) {
                    word.push(c);
                    end = at + 1;
                } else if c != '\u{AD}' {
                    break;
                }
                chars.next();
            }
            return Some(Token { start, end, folded: fold(&word) });
        }
    })
}

/// Lower case; no marks on Latin letters and no stress on Cyrillic ones, whose own marks stay (й, ї), but for ё.
fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase).nfkc() {
        match c {
            'ё' => out.push('е'),
            '\u{0400}'..='\u{052F}' => out.push(c),
            _ if c.is_ascii() => out.push(c),
            _ => out.extend(std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> Vec<String> {
        tokens(text).map(|token| token.folded).collect()
    }

    #[test]
    fn words_are_folded() {
        assert_eq!(folded("ДОНЕЦЬК, Донецьк"), ["донецьк", "донецьк"]);
        assert_eq!(folded("Ёлка п\u{2019}ять п'ять пʼять"), ["елка", "пять", "пять", "пять"]);
        assert_eq!(folded("Зеле\u{301}нский Zelenský"), ["зеленский", "zelensky"]);
        assert_eq!(folded("и\u{306}од йод її"), ["йод", "йод", "її"]);
        assert_eq!(
            folded("Су-25 don't 'so-called' troops' 7,000"),
            ["су", "25", "dont", "so", "called", "troops", "7", "000"]
        );
        assert_eq!(folded("co\u{AD}operate"), ["cooperate"]);
    }

    #[test]
    fn words_stand_where_they_are_written() {
        let text = "Обстріл м. Щастя: п'ять";
        let at: Vec<_> = tokens(text).map(|token| (token.start, token.end)).collect();
        assert_eq!(at, [(0, 7), (8, 9), (11, 16), (18, 23)]);
    }

    proptest! {
        #[test]
        fn tokens_lie_in_the_text_and_in_order(text: String) {
            let length = text.chars().count();
            let mut at = 0;
            for token in tokens(&text) {
                prop_assert!(at <= token.start && token.start < token.end && token.end <= length);
                at = token.end;
            }
        }
    }
}
