//! Words in which what may not be shown is replaced by a mark in square brackets.

use super::policy::Policy;
use crate::visible::web_address;

/// What is masked in the words of one report.
#[derive(Debug, Clone, Default)]
pub(super) struct Masks {
    /// From and to in code points of the report's text, with what stands for it.
    pub(super) spans: Vec<(usize, usize, String)>,
    /// Names that are masked wherever they stand, with what stands for them.
    pub(super) names: Vec<(Vec<char>, String)>,
    /// From and to of words in which a name stands for something else: there it stays.
    pub(super) kept: Vec<(usize, usize)>,
}

impl Masks {
    /// Masks a name and, of a name of several words, each word with a capital letter.
    pub(super) fn name(&mut self, name: &str, mark: &str) {
        let parts = name.split(|letter: char| !is_of_word(letter)).filter(|part| part.chars().count() > 2);
        let capital = parts.filter(|part| part.chars().next().is_some_and(char::is_uppercase));
        for one in std::iter::once(name.trim()).chain(capital) {
            if one.chars().any(char::is_alphanumeric) {
                self.names.push((one.chars().collect(), mark.to_owned()));
            }
        }
    }

    /// Masks a name as a whole alone: parts of a place's name are words of many things.
    pub(super) fn whole(&mut self, name: &str, mark: &str) {
        if name.chars().any(char::is_alphanumeric) {
            self.names.push((name.trim().chars().collect(), mark.to_owned()));
        }
    }

    /// Takes a name, and each of its words, off the list of those that `mark` stands for.
    pub(super) fn allow(&mut self, name: &str, mark: &str) {
        let mut allowed = Masks::default();
        allowed.name(name, mark);
        self.names.retain(|known| !allowed.names.contains(known));
    }

    /// Masks what the policy's patterns find in a whole text.
    pub(super) fn patterns(&mut self, text: &str) {
        for (start, end, says) in found(text) {
            self.spans.push((start, end, says.to_owned()));
        }
    }

    /// The words that stand at `start` of the report, masked.
    pub(super) fn words(&self, exact: &str, start: usize) -> String {
        let letters: Vec<char> = exact.chars().collect();
        let mut marks: Vec<Option<&str>> = vec![None; letters.len()];
        let mut set = |from: usize, to: usize, mark| {
            for place in marks.iter_mut().take(to).skip(from) {
                place.get_or_insert(mark);
            }
        };
        for (from, to, mark) in &self.spans {
            set(from.saturating_sub(start), to.saturating_sub(start), mark.as_str());
        }
        for (name, mark) in &self.names {
            for at in occurrences(&letters, name) {
                let (from, to) = (start + at, start + at + name.len());
                if !self.kept.iter().any(|(first, last)| from < *last && *first < to) {
                    set(at, at + name.len(), mark.as_str());
                }
            }
        }
        for (from, to, mark) in found(exact) {
            set(from, to, mark);
        }
        let mut out = String::with_capacity(exact.len());
        let mut last = None;
        for (letter, mark) in letters.iter().zip(marks) {
            match mark {
                Some(mark) if last != Some(mark) => out.extend(["[", mark, "]"]),
                Some(_) => {}
                None => out.push(*letter),
            }
            last = mark;
        }
        out
    }

    /// Words without a place in the report, masked.
    pub(super) fn text(&self, text: &str) -> String {
        Masks { names: self.names.clone(), ..Masks::default() }.words(text, 0)
    }
}

/// What the policy's patterns find, in code points.
fn found(text: &str) -> Vec<(usize, usize, &'static str)> {
    let mut out = Vec::new();
    for mask in &Policy::bundled().masks {
        for hit in mask.pattern.find_iter(text) {
            let start = text.get(..hit.start()).map_or(0, |before| before.chars().count());
            out.push((start, start + hit.as_str().chars().count(), mask.says.as_str()));
        }
    }
    out
}

/// Where a name stands as whole words, letter by letter whatever their case.
pub(super) fn occurrences(letters: &[char], name: &[char]) -> Vec<usize> {
    let same = |a: &char, b: &char| a == b || a.to_lowercase().eq(b.to_lowercase());
    let ends = |at: Option<&char>| at.is_none_or(|letter| !is_of_word(*letter));
    letters
        .windows(name.len().max(1))
        .enumerate()
        .filter(|(at, window)| {
            window.len() == name.len()
                && window.iter().zip(name).all(|(a, b)| same(a, b))
                && (*at == 0 || ends(letters.get(at - 1)))
                && ends(letters.get(at + name.len()))
        })
        .map(|(at, _)| at)
        .collect()
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '\'' | '’' | 'ʼ')
}

/// The host of an address alone, which tells no more than the outlet's name does; none that a browser does not open.
pub(super) fn host_of(uri: &str) -> Option<String> {
    let (scheme, rest) = web_address(uri)?.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?;
    found(host).is_empty().then(|| format!("{scheme}://{host}/"))
}

/// An address fit to be published: as it is, or its host alone where it holds coordinates; none that a browser does not open.
pub fn web_or_host(uri: &str) -> Option<String> {
    let uri = web_address(uri)?;
    let digits = uri.split(|letter: char| !(letter.is_ascii_digit() || letter == '.'));
    let decimals =
        digits.filter(|part| part.split_once('.').is_some_and(|(whole, rest)| !whole.is_empty() && rest.len() > 1));
    if decimals.count() == 0 && found(uri).is_empty() {
        return Some(uri.to_owned());
    }
    host_of(uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_names_and_patterns_are_masked_once_each() {
        let mut masks = Masks::default();
        masks.spans.push((15, 20, "redacted: a child".to_owned()));
        masks.name("Olena Koval", "name withheld");
        assert_eq!(
            masks.words("They saw Maria, told Olena KOVAL at 48.66247, 39.48358", 6),
            "They saw [redacted: a child], told [name withheld] at [coordinates]"
        );
        assert_eq!(masks.text("Kovalenko"), "Kovalenko", "only whole words");
    }

    #[test]
    fn addresses_with_coordinates_are_cut() {
        assert_eq!(web_or_host("https://example.org/a/2022"), Some("https://example.org/a/2022".to_owned()));
        assert_eq!(web_or_host("https://maps.example/@48.66247,39.48358,9z"), Some("https://maps.example/".to_owned()));
        assert_eq!(web_or_host("https://maps.example/?lat=48.66&lon=39.48"), Some("https://maps.example/".to_owned()));
        assert_eq!(web_or_host("geo:48.66,39.48"), None);
    }
}
