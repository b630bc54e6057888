//! Words, numbers and marks of a stretch of text, cut the same way in every language, and the word lists looked up in
//! them. Models and rules cut `10:25` or `7,000` differently; expressions of time and number need one way.

use std::borrow::Cow;

use hashbrown::HashMap;

use crate::span::Span;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Letters, with apostrophes between them.
    Word,
    /// Digits.
    Digits,
    /// One other character.
    Mark,
}

/// A word, a run of digits or a mark.
#[derive(Debug, Clone)]
pub(super) struct Token<'t> {
    pub(super) span: Span,
    pub(super) shape: Shape,
    pub(super) text: &'t str,
    /// Lower case, with one kind of apostrophe and without the dots of `ё`.
    pub(super) lower: Cow<'t, str>,
    /// The white space before it, one character of it; `None` where it touches the token before.
    pub(super) gap: Option<char>,
    /// Whether a line begins with it.
    pub(super) opens_line: bool,
}

impl Token<'_> {
    /// Whether it begins with a capital.
    pub(super) fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether it touches the token before.
    pub(super) fn glued(&self) -> bool {
        self.gap.is_none()
    }

    /// Whether it is this mark.
    pub(super) fn is(&self, mark: &str) -> bool {
        self.text == mark
    }

    /// Whether it is a hyphen or a dash.
    pub(super) fn is_dash(&self) -> bool {
        matches!(self.text, "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" | "\u{2014}" | "\u{2212}")
    }

    /// Whether it is a mark that opens what follows: a bracket, a quotation mark, a dash.
    pub(super) fn is_opening(&self) -> bool {
        self.is_dash() || matches!(self.text, "(" | "[" | "\"" | "'" | "“" | "‘" | "«" | "„" | "/" | "|")
    }

    /// Its digits as a number; `None` for words and for more than nine digits.
    pub(super) fn number(&self) -> Option<u32> {
        (self.shape == Shape::Digits && self.text.len() <= 9).then(|| self.text.parse().ok()).flatten()
    }
}

/// Cuts a stretch of a text.
pub(super) fn tokens(text: &str, span: Span) -> Vec<Token<'_>> {
    let stretch = span.of(text);
    let mut found = Vec::new();
    let mut chars = stretch.char_indices().peekable();
    let (mut gap, mut opens_line) = (Some('\n'), true);
    while let Some((start, first)) = chars.next() {
        if first.is_whitespace() {
            gap = Some(first);
            opens_line |= first == '\n';
            continue;
        }
        let shape = match first {
            _ if first.is_ascii_digit() => Shape::Digits,
            _ if first.is_alphabetic() => Shape::Word,
            _ => Shape::Mark,
        };
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = chars.peek().copied() {
            let goes_on = match shape {
                Shape::Digits => c.is_ascii_digit(),
                Shape::Word => {
                    c.is_alphabetic()
                        || is_accent(c)
                        || (is_apostrophe(c) && joins(stretch.get(at + c.len_utf8()..).unwrap_or_default()))
                }
                Shape::Mark => is_accent(c),
            };
            if !goes_on {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let word = stretch.get(start..end).unwrap_or_default();
        let span = Span::new(start, end).shifted(span.start);
        found.push(Token { span, shape, text: word, lower: folded(word), gap, opens_line });
        (gap, opens_line) = (None, false);
    }
    found
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02bc}')
}

/// Stress marks and other signs that belong to the letter before them.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036f}' | '\u{fe0f}')
}

/// Whether an apostrophe before this belongs within a word: not where it opens an ending, as in `Monday's` or `he'll`.
fn joins(rest: &str) -> bool {
    let ending = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    !ending.is_empty() && !matches!(ending, "s" | "S" | "ll" | "re" | "ve" | "d" | "m" | "t")
}

/// The form that word lists hold.
fn folded(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    let fold = |c: char| match c {
        'ё' => 'е',
        c if is_apostrophe(c) => '\'',
        c => c,
    };
    Cow::Owned(word.chars().filter(|c| !is_accent(*c)).flat_map(char::to_lowercase).map(fold).collect())
}

/// The other tokens of a phrase, and what it means.
type Entry<C> = (Box<[Box<str>]>, C);

/// Words and phrases, each with what it means.
#[derive(Debug, Clone)]
pub(super) struct Lexicon<C> {
    /// By first token: the other tokens and the meaning, longest first.
    entries: HashMap<Box<str>, Vec<Entry<C>>>,
}

impl<C> Default for Lexicon<C> {
    fn default() -> Self {
        Self { entries: HashMap::new() }
    }
}

impl<C> Lexicon<C> {
    /// Adds a word or phrase.
    pub(super) fn add(&mut self, form: &str, meaning: C) {
        let mut parts = tokens(form, Span::new(0, form.len())).into_iter().map(|token| Box::from(&*token.lower));
        let Some(first) = parts.next() else { return };
        let rest: Box<[Box<str>]> = parts.collect();
        let list = self.entries.entry(first).or_default();
        let at = list.partition_point(|(other, _)| other.len() >= rest.len());
        list.insert(at, (rest, meaning));
    }

    /// What stands at a token: how many tokens it takes and what it means, longest first.
    pub(super) fn at<'l>(&'l self, tokens: &'l [Token<'_>], at: usize) -> impl Iterator<Item = (usize, &'l C)> {
        let list = tokens.get(at).and_then(|token| self.entries.get(&*token.lower)).map_or(&[][..], Vec::as_slice);
        list.iter().filter_map(move |(rest, meaning)| {
            let stands = rest
                .iter()
                .enumerate()
                .all(|(i, word)| tokens.get(at + 1 + i).is_some_and(|token| *token.lower == **word));
            stands.then_some((1 + rest.len(), meaning))
        })
    }

    /// Whether a phrase of the list ends before this token: where it begins, and what it means. The longest wins.
    pub(super) fn before<'l>(&'l self, tokens: &'l [Token<'_>], end: usize) -> Option<(usize, &'l C)> {
        (end.saturating_sub(5)..end)
            .find_map(|start| self.at(tokens, start).find(|(len, _)| start + len == end).map(|(_, c)| (start, c)))
    }
}

/// The forms that a row of a word list stands for: `stem:ending` takes the endings of that name, `stem|a|b` its own.
pub(super) fn expanded(form: &str, endings: &std::collections::BTreeMap<String, Vec<String>>) -> Vec<String> {
    if let Some((stem, name)) = form.split_once(':')
        && let Some(list) = endings.get(name)
    {
        return list.iter().map(|ending| format!("{stem}{ending}")).collect();
    }
    match form.split_once('|') {
        Some((stem, list)) => list.split('|').map(|ending| format!("{stem}{ending}")).collect(),
        None => vec![form.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        tokens(text, Span::new(0, text.len())).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_digits_and_marks_stand_alone() {
        assert_eq!(cut("At 10:25, 7,000 men"), ["At", "10", ":", "25", ",", "7", ",", "000", "men"]);
        assert_eq!(cut("п’ять Су-25, 17-го"), ["п’ять", "Су", "-", "25", ",", "17", "-", "го"]);
        assert_eq!(cut("nine o'clock Monday's he'll"), ["nine", "o'clock", "Monday", "'", "s", "he", "'", "ll"]);
    }

    #[test]
    fn the_longest_phrase_comes_first() {
        let mut list = Lexicon::default();
        list.add("day", 1);
        list.add("day before yesterday", 2);
        let text = "Day before yesterday";
        let words = tokens(text, Span::new(0, text.len()));
        assert_eq!(list.at(&words, 0).map(|(len, c)| (len, *c)).collect::<Vec<_>>(), [(3, 2), (1, 1)]);
        assert_eq!(list.before(&words, 3), Some((0, &2)));
    }

    #[test]
    fn endings_are_spelled_out() {
        let endings = [("f".to_owned(), vec!["а".to_owned(), "и".to_owned()])].into();
        assert_eq!(expanded("мін:f", &endings), ["міна", "міни"]);
        assert_eq!(expanded("сред|а|у", &endings), ["среда", "среду"]);
        assert_eq!(expanded("вчора", &endings), ["вчора"]);
    }
}
