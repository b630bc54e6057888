//! Numbers in figures and words: where one stands and what it comes to. Data: `lexicon/*/numbers.toml`.

use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

use serde::Deserialize;

use super::tokens::{Lexicon, Shape, Token, expanded};
use crate::lang::Lang;

/// A number as it is written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    /// Its tokens.
    pub(super) at: Range<usize>,
    pub(super) value: f64,
    /// Whether it is written in digits.
    pub(super) digits: bool,
    /// Whether its words stand for about that many: `two dozen`.
    pub(super) about: bool,
    /// Whether a separator, decimals or a word such as `million` show it to be no code or year.
    pub(super) formed: bool,
}

/// What a word does in a number.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    Adds(f64, bool),
    Times(f64, bool),
    /// Multiplies only where it touches digits.
    Suffix(f64),
    And,
    To,
    Between,
    From,
}

/// Words of number of one language.
#[derive(Debug, Clone, Default)]
pub(super) struct Numerals {
    parts: Lexicon<Part>,
    /// Whether a plain space may stand between groups of three digits.
    spaced: bool,
    lists: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NumbersFile {
    #[serde(default)]
    pub(super) endings: BTreeMap<String, Vec<String>>,
    number: Vec<ValueRow>,
    scale: Vec<ValueRow>,
    link: Vec<LinkRow>,
    pub(super) bound: Vec<BoundRow>,
    pub(super) vague: Vec<VagueRow>,
    pub(super) none: Vec<NoneRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ValueRow {
    value: f64,
    #[serde(default)]
    about: bool,
    forms: Vec<String>,
    #[serde(default)]
    suffixes: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "run as a test"))]
    example: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkRow {
    is: Link,
    forms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Link {
    And,
    To,
    Between,
    From,
    List,
}

/// What words around a number make of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BoundRow {
    pub(super) bound: BoundName,
    #[serde(default)]
    pub(super) after: bool,
    pub(super) forms: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "run as a test"))]
    pub(super) example: Option<String>,
}

/// A bound, as the tables write it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum BoundName {
    Exact,
    AtLeast,
    AtMost,
    About,
}

/// A word that counts without a number.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VagueRow {
    pub(super) low: Option<f64>,
    /// Whether it counts only what is worth counting: troops and incidents, not `some officials`.
    #[serde(default)]
    pub(super) strong: bool,
    pub(super) forms: Vec<String>,
}

/// Words for none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoneRow {
    /// Whether it stands without a noun: `nobody`.
    #[serde(default)]
    pub(super) alone: bool,
    pub(super) forms: Vec<String>,
}

/// The tables that come with Fogline.
static FILES: LazyLock<[NumbersFile; 3]> = LazyLock::new(|| {
    [
        parsed(include_str!("../../../../lexicon/en/numbers.toml")),
        parsed(include_str!("../../../../lexicon/ru/numbers.toml")),
        parsed(include_str!("../../../../lexicon/uk/numbers.toml")),
    ]
});

/// A table that is part of the program: a test reads each.
#[expect(clippy::panic, reason = "a fault of the program's own data, which the tests read")]
pub(crate) fn parsed<T: serde::de::DeserializeOwned>(file: &str) -> T {
    toml::from_str(file).unwrap_or_else(|error| panic!("a bundled table is broken: {error}"))
}

/// The place of a language in tables by language; other languages are read with English ones.
pub(super) fn slot(lang: Lang) -> usize {
    match lang {
        Lang::En | Lang::Other => 0,
        Lang::Ru => 1,
        Lang::Uk => 2,
    }
}

/// The bundled table of a language.
pub(super) fn numbers_file(lang: Lang) -> &'static NumbersFile {
    let [en, ru, uk] = &*FILES;
    [en, ru, uk][slot(lang)]
}

impl Numerals {
    /// The bundled words of a language.
    pub(super) fn bundled(lang: Lang) -> Self {
        let file = numbers_file(lang);
        let mut parts = Lexicon::default();
        let mut add = |forms: &[String], part: Part| {
            for form in forms.iter().flat_map(|form| expanded(form, &file.endings)) {
                parts.add(&form, part);
            }
        };
        for row in &file.number {
            add(&row.forms, Part::Adds(row.value, row.about));
        }
        for row in &file.scale {
            add(&row.forms, Part::Times(row.value, row.about));
            add(&row.suffixes, Part::Suffix(row.value));
        }
        for row in &file.link {
            add(
                &row.forms,
                match row.is {
                    Link::And => Part::And,
                    Link::To => Part::To,
                    Link::Between => Part::Between,
                    Link::From => Part::From,
                    Link::List => continue,
                },
            );
        }
        let lists = file.link.iter().filter(|row| matches!(row.is, Link::List));
        let lists = lists.flat_map(|row| row.forms.iter().cloned()).collect();
        Self { parts, spaced: slot(lang) > 0, lists }
    }

    /// The bundled words of a language, read once.
    pub(super) fn of(lang: Lang) -> &'static Self {
        static ALL: LazyLock<[Numerals; 3]> = LazyLock::new(|| [Lang::En, Lang::Ru, Lang::Uk].map(Numerals::bundled));
        let [en, ru, uk] = &*ALL;
        [en, ru, uk][slot(lang)]
    }

    /// The number that begins at a token.
    pub(super) fn number(&self, tokens: &[Token<'_>], at: usize) -> Option<Number> {
        if tokens.get(at)?.shape == Shape::Digits { self.figures(tokens, at) } else { self.words(tokens, at) }
    }

    /// Whether a word between two numbers makes them the ends of a range; how many tokens it takes.
    pub(super) fn to(&self, tokens: &[Token<'_>], at: usize) -> Option<usize> {
        self.parts.at(tokens, at).find(|(_, part)| **part == Part::To).map(|(len, _)| len)
    }

    /// Whether the word before a token opens a range: `between`, `from`.
    pub(super) fn opens_range(&self, tokens: &[Token<'_>], at: usize) -> bool {
        self.follows(tokens, at, Part::Between) || self.opens_change(tokens, at)
    }

    /// Whether the word before a token may tell from what a figure changes: `from`.
    pub(super) fn opens_change(&self, tokens: &[Token<'_>], at: usize) -> bool {
        self.follows(tokens, at, Part::From)
    }

    fn follows(&self, tokens: &[Token<'_>], at: usize, part: Part) -> bool {
        at.checked_sub(1).is_some_and(|before| self.parts.at(tokens, before).any(|(_, found)| *found == part))
    }

    /// Whether a word joins the members of a list: `and`.
    pub(super) fn joins_lists(&self, word: &str) -> bool {
        self.lists.iter().any(|list| &**list == word)
    }

    fn figures(&self, tokens: &[Token<'_>], at: usize) -> Option<Number> {
        let first = tokens.get(at)?;
        let mut digits = first.text.to_owned();
        let mut end = at + 1;
        let mut formed = false;
        if first.text.len() <= 3 && !first.text.starts_with('0') {
            while let Some(len) = self.group(tokens, end) {
                digits.push_str(tokens.get(end + len - 1)?.text);
                end += len;
                formed = true;
            }
        }
        if let Some(decimals) = decimals(tokens, end) {
            digits.push('.');
            digits.push_str(decimals);
            end += 2;
            formed = true;
        }
        let mut value: f64 = digits.parse().ok()?;
        let mut about = false;
        let suffix = self.parts.at(tokens, end).find_map(|(len, part)| match part {
            // `150m` is a length, `$150m` a sum.
            Part::Suffix(times)
                if tokens.get(end).is_some_and(|t| t.glued() && (t.text.len() > 1 || *times < 1e6))
                    || at
                        .checked_sub(1)
                        .and_then(|i| tokens.get(i))
                        .is_some_and(|t| matches!(t.text, "$" | "€" | "£" | "₴" | "₽")) =>
            {
                Some((len, *times))
            }
            _ => None,
        });
        if let Some((len, times)) = suffix {
            value *= times;
            end += len;
            formed = true;
        }
        while let Some((len, times, rough)) = self.parts.at(tokens, end).find_map(|(len, part)| match part {
            Part::Times(times, about) if !tokens.get(end).is_some_and(Token::glued) => Some((len, *times, *about)),
            _ => None,
        }) {
            value *= times;
            about |= rough;
            end += len;
            formed = true;
            // `7 тыс. военных`: the stop of an abbreviation, where a sentence goes on.
            let stop = tokens.get(end).is_some_and(|token| token.glued() && token.is("."));
            let goes_on = |next: &Token<'_>| next.shape == Shape::Word && !next.is_capital() && !next.opens_line;
            if stop && tokens.get(end + 1).is_some_and(goes_on) {
                end += 1;
            }
        }
        value.is_finite().then_some(Number { at: at..end, value, digits: true, about, formed })
    }

    /// A separator and three digits: how many tokens they take.
    fn group(&self, tokens: &[Token<'_>], at: usize) -> Option<usize> {
        let three = |i: usize, glued: bool| {
            tokens.get(i).is_some_and(|t| t.shape == Shape::Digits && t.text.len() == 3 && t.glued() == glued)
        };
        let here = tokens.get(at)?;
        if matches!(here.text, "," | "'" | "\u{2019}") && here.glued() && three(at + 1, true) {
            return Some(2);
        }
        let narrow =
            matches!(here.gap, Some('\u{a0}' | '\u{2009}' | '\u{202f}')) || (self.spaced && here.gap == Some(' '));
        (narrow && three(at, false)).then_some(1)
    }

    fn words(&self, tokens: &[Token<'_>], at: usize) -> Option<Number> {
        let (mut total, mut group) = (0.0f64, 0.0f64);
        let (mut about, mut any) = (false, false);
        // The next part of a group has to be smaller than this; the next scale smaller than that.
        let (mut below, mut scale_below) = (f64::INFINITY, f64::INFINITY);
        let mut end = at;
        loop {
            let mut next = end;
            if any {
                if tokens.get(next).is_some_and(|t| t.is_dash() && t.glued()) {
                    next += 1;
                } else if below >= 100.0
                    && let Some((len, _)) = self.parts.at(tokens, next).find(|(_, part)| **part == Part::And)
                {
                    next += len;
                }
            }
            let joined = next > end;
            let part = self.parts.at(tokens, next).find_map(|(len, part)| match *part {
                Part::Times(times, rough) if group > 0.0 && times < scale_below && !joined => {
                    Some((len, times, rough, true))
                }
                Part::Adds(value, rough) if value < below && (value > 0.0 || !any) => Some((len, value, rough, false)),
                _ => None,
            });
            let Some((len, value, rough, times)) = part else { break };
            about |= rough;
            if !times {
                group += value;
                below = floor(value);
            } else if value >= 1000.0 {
                total += group * value;
                (group, below, scale_below) = (0.0, 1000.0, value);
            } else {
                group *= value;
                below = 100.0;
            }
            any = true;
            end = next + len;
            if rough {
                break;
            }
        }
        any.then_some(Number { at: at..end, value: total + group, digits: false, about, formed: false })
    }
}

/// The unit that a part of a number is told in: what follows it has to be smaller.
fn floor(value: f64) -> f64 {
    match value {
        v if v >= 1000.0 => 1000.0,
        v if v >= 100.0 => 100.0,
        v if v >= 20.0 => 10.0,
        _ => 0.5,
    }
}

/// Decimals behind a point or comma, unless more follow as in a date.
fn decimals<'t>(tokens: &[Token<'t>], at: usize) -> Option<&'t str> {
    let touches = |i: usize| tokens.get(i).filter(|token| token.glued());
    let mark = touches(at).filter(|token| token.is(".") || token.is(","))?;
    let digits = touches(at + 1).filter(|token| token.shape == Shape::Digits)?;
    let more = touches(at + 2)
        .is_some_and(|token| token.is(mark.text) && touches(at + 3).is_some_and(|t| t.shape == Shape::Digits));
    (!more && digits.text.len() <= 3).then_some(digits.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{resolve::tokens::tokens, span::Span};

    fn value(lang: Lang, text: &str) -> Option<(String, f64)> {
        let words = tokens(text, Span::new(0, text.len()));
        let number = Numerals::bundled(lang).number(&words, 0)?;
        let end = words.get(number.at.end - 1)?.span.end;
        Some((text.get(..end)?.to_owned(), number.value))
    }

    fn comes_to(lang: Lang, text: &str, number: f64) {
        assert_eq!(value(lang, text), Some((text.to_owned(), number)), "{text}");
    }

    #[test]
    fn figures_come_with_separators_decimals_and_scales() {
        for (text, number) in [
            ("7,000", 7e3),
            ("1,234,567", 1_234_567.0),
            ("7.5 million", 7.5e6),
            ("93", 93.0),
            ("150k", 15e4),
            ("2 thousand", 2e3),
            ("7\u{a0}000", 7e3),
        ] {
            comes_to(Lang::En, text, number);
        }
        for (text, number) in [("7 000", 7e3), ("7,5 тыс.", 7.5e3), ("12 млн", 12e6), ("150 тысяч", 15e4)] {
            let (found, of) = value(Lang::Ru, text).unwrap();
            assert_eq!((found.as_str(), of), (text.trim_end_matches('.'), number));
        }
        assert_eq!(value(Lang::En, "20 100"), Some(("20".to_owned(), 20.0)), "a plain space parts English numbers");
    }

    #[test]
    fn words_add_and_multiply() {
        for (text, number) in [
            ("twenty-four", 24.0),
            ("three hundred and fifty-one", 351.0),
            ("a hundred", 100.0),
            ("seven hundred thousand", 7e5),
            ("two dozen", 24.0),
            ("one million two hundred thousand", 1.2e6),
            ("a thousand", 1000.0),
            ("sixteen", 16.0),
            ("a dozen", 12.0),
            ("two and", 2.0),
        ] {
            let found = value(Lang::En, text).unwrap();
            assert_eq!((found.0.as_str(), found.1), (text.trim_end_matches(" and"), number));
        }
        for (text, number) in [
            ("двадцать одно", 21.0),
            ("пятистах", 500.0),
            ("сорок", 40.0),
            ("двое", 2.0),
            ("три тысячи двести", 3200.0),
            ("полторы тысячи", 1500.0),
            ("тысяча", 1000.0),
            ("ста пятидесяти", 150.0),
        ] {
            comes_to(Lang::Ru, text, number);
        }
        for (text, number) in [
            ("тридцять", 30.0),
            ("п'ятеро", 5.0),
            ("двоє", 2.0),
            ("чотирнадцять", 14.0),
            ("дві тисячі", 2000.0),
            ("сорока семи", 47.0),
            ("п’ятсот", 500.0),
        ] {
            comes_to(Lang::Uk, text, number);
        }
    }

    #[test]
    fn words_that_do_not_fit_together_are_two_numbers() {
        assert_eq!(value(Lang::En, "twenty thirty"), Some(("twenty".to_owned(), 20.0)));
        assert_eq!(value(Lang::En, "three five"), Some(("three".to_owned(), 3.0)));
        assert_eq!(value(Lang::En, "dozens"), None);
        assert_eq!(value(Lang::Ru, "тысячи людей"), None);
    }

    #[test]
    fn examples_of_the_tables_hold() {
        for lang in [Lang::En, Lang::Ru, Lang::Uk] {
            let numerals = Numerals::bundled(lang);
            let file = numbers_file(lang);
            let rows = file.number.iter().chain(&file.scale).filter_map(|row| row.example.as_deref());
            for example in rows.chain(file.bound.iter().filter_map(|row| row.example.as_deref())) {
                let (before, rest) = example.split_once('{').unwrap();
                let (inside, after) = rest.split_once('}').unwrap();
                let text = format!("{before}{inside}{after}");
                let words = tokens(&text, Span::new(0, text.len()));
                let at = words.iter().position(|word| word.span.start == before.len()).unwrap();
                let number = numerals.number(&words, at).unwrap_or_else(|| panic!("{example}"));
                assert_eq!(words[number.at.end - 1].span.end, before.len() + inside.len(), "{example}");
            }
        }
    }
}
