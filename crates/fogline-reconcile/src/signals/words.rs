//! Words of a text, and lists of words and phrases found among them.

use std::collections::BTreeMap;

use fogline::names::fold;
use serde::Deserialize;

/// A word as it is compared, with where it stands in code points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) folded: String,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Which sentence of the stretch it is in.
    pub(super) sentence: usize,
}

/// The words of a stretch of text that begins at `offset`.
pub(super) fn words(text: &str, offset: usize) -> Vec<Word> {
    let mut found = Vec::new();
    let mut word = String::new();
    let (mut begin, mut sentence) = (offset, 0);
    let mut flush = |word: &mut String, begin: usize, end: usize, sentence: usize| {
        let trimmed = word.trim_end_matches(['-', '\'', '’']);
        if !trimmed.is_empty() {
            found.push(Word { folded: fold(trimmed), start: begin, end, sentence });
        }
        word.clear();
    };
    let mut at = offset;
    for c in text.chars() {
        let inner = matches!(c, '\'' | '’' | 'ʼ' | '-') && !word.is_empty();
        if c.is_alphanumeric() || inner {
            if word.is_empty() {
                begin = at;
            }
            word.push(c);
        } else {
            flush(&mut word, begin, at, sentence);
            sentence += usize::from(matches!(c, '.' | '!' | '?' | ';' | '…'));
        }
        at += 1;
    }
    flush(&mut word, begin, at, sentence);
    found
}

/// Words and phrases. A part that ends in `*` is a beginning of a word, one that begins with `*` an ending.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Phrases {
    /// By first word.
    exact: BTreeMap<String, Vec<Vec<String>>>,
    /// By the beginning of the first word.
    stems: BTreeMap<String, Vec<Vec<String>>>,
    /// Endings of a word.
    endings: Vec<String>,
    /// First letters of all that begin a phrase, and last letters of endings: most words are told by them to be neither.
    first: Letters,
    last: Letters,
}

/// A set of letters, which may hold others of the same remainder.
#[derive(Debug, Clone, Copy, Default)]
struct Letters(u64);

impl Letters {
    fn add(&mut self, letter: Option<char>) {
        self.0 |= letter.map_or(u64::MAX, Self::bit);
    }

    fn may_hold(self, letter: Option<char>) -> bool {
        letter.is_none_or(|letter| self.0 & Self::bit(letter) != 0)
    }

    fn bit(letter: char) -> u64 {
        1 << (u32::from(letter) % u64::BITS)
    }
}

impl From<Vec<String>> for Phrases {
    fn from(list: Vec<String>) -> Self {
        let mut phrases = Self::default();
        for entry in list {
            let mut parts = entry.split_whitespace().map(fold).collect::<Vec<_>>().into_iter();
            let Some(first) = parts.next() else { continue };
            let rest: Vec<_> = parts.collect();
            if let Some(ending) = first.strip_prefix('*') {
                phrases.last.add(ending.chars().next_back());
                phrases.endings.push(ending.to_owned());
                continue;
            }
            phrases.first.add(first.trim_end_matches('*').chars().next());
            if let Some(stem) = first.strip_suffix('*') {
                phrases.stems.entry(stem.to_owned()).or_default().push(rest);
            } else {
                phrases.exact.entry(first).or_default().push(rest);
            }
        }
        phrases
    }
}

impl Phrases {
    /// How many words the longest phrase has that begins at a place; none where none does.
    pub(super) fn at(&self, words: &[Word], at: usize) -> Option<usize> {
        let first = words.get(at)?.folded.as_str();
        if !self.first.may_hold(first.chars().next()) && !self.last.may_hold(first.chars().next_back()) {
            return None;
        }
        let follows = |rest: &Vec<String>| {
            let goes_on = rest.iter().enumerate().all(|(i, part)| {
                words.get(at + 1 + i).is_some_and(|word| match part.strip_suffix('*') {
                    Some(stem) => word.folded.starts_with(stem),
                    None => word.folded == *part,
                })
            });
            goes_on.then_some(rest.len() + 1)
        };
        let exact = self.exact.get(first).into_iter().flatten();
        let stems =
            first.char_indices().map(|(i, c)| i + c.len_utf8()).filter_map(|end| self.stems.get(first.get(..end)?));
        let ending = self.endings.iter().any(|ending| first.ends_with(ending.as_str())).then_some(1);
        exact.chain(stems.flatten()).filter_map(follows).chain(ending).max()
    }

    /// Where phrases stand, as (first word, number of words), longest first at each place.
    pub(super) fn all<'a>(&'a self, words: &'a [Word]) -> impl Iterator<Item = (usize, usize)> + 'a {
        (0..words.len()).filter_map(|at| Some((at, self.at(words, at)?)))
    }

    /// Whether any stands there.
    pub(super) fn any(&self, words: &[Word]) -> bool {
        self.all(words).next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(list: &[&str]) -> Phrases {
        list.iter().map(ToString::to_string).collect::<Vec<_>>().into()
    }

    #[test]
    fn phrases_are_found_by_whole_words_beginnings_and_endings() {
        let words = words("We’ll pull back. Withdrawals, they didn't", 10);
        assert_eq!(words[0], Word { folded: "we'll".into(), start: 10, end: 15, sentence: 0 });
        let found = |list: &[&str]| phrases(list).all(&words).collect::<Vec<_>>();
        assert_eq!(found(&["pull", "pull back"]), [(1, 2)]);
        assert_eq!(found(&["withdraw*", "with"]), [(3, 1)]);
        assert_eq!(found(&["*n't", "*'ll"]), [(0, 1), (5, 1)]);
        assert_eq!(found(&["back withdraw*"]), [(2, 2)]);
        assert_eq!((words[2].sentence, words[3].sentence), (0, 1));
    }
}
