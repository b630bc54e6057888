//! Words as they are compared: folded, and cut so that forms of one word are mostly one in every language.

use std::collections::{BTreeMap, BTreeSet};

/// Letters that a stem keeps. English, Russian and Ukrainian change words behind them.
const KEPT: usize = 6;
/// Shorter words say little.
const LEAST: usize = 4;

/// A stem by its hash, as thousands of them are held for each report.
pub type Stem = u32;

/// The stems of a text, without repetition, sorted. Figures count from two digits on.
pub(super) fn stems(text: &str) -> BTreeSet<Stem> {
    let mut out = BTreeSet::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let letters = word.chars().count();
        let figure = word.chars().all(|c| c.is_ascii_digit());
        if figure && letters > 1 || letters >= LEAST {
            let folded = word.chars().flat_map(char::to_lowercase).map(|c| if c == 'ё' { 'е' } else { c });
            out.insert(hash(folded.take(if figure { usize::MAX } else { KEPT })));
        }
    }
    out
}

/// FNV-1a over the code points of a stem.
fn hash(letters: impl Iterator<Item = char>) -> Stem {
    letters.fold(0x811c_9dc5, |sum: u32, letter| (sum ^ u32::from(letter)).wrapping_mul(0x0100_0193))
}

/// How much each stem tells among some sets of them: what few have tells more.
pub(super) struct Rarity {
    held: BTreeMap<Stem, usize>,
    sets: usize,
}

impl Rarity {
    /// Over the sets of stems of all that are compared.
    pub(super) fn new<'s>(sets: impl Iterator<Item = &'s [Stem]>) -> Self {
        let (mut held, mut number) = (BTreeMap::<Stem, usize>::new(), 0);
        for set in sets {
            number += 1;
            for stem in set {
                *held.entry(*stem).or_default() += 1;
            }
        }
        Self { held, sets: number }
    }

    fn weight(&self, stem: Stem) -> f64 {
        let held = self.held.get(&stem).copied().unwrap_or(1);
        ((self.sets as f64 + 1.0) / (held as f64 + 0.5)).ln().max(0.05)
    }

    /// How alike two sorted sets of stems are, from 0 to 1: the cosine of their weighted vectors.
    pub(super) fn likeness(&self, one: &[Stem], other: &[Stem]) -> f64 {
        let norm = |set: &[Stem]| set.iter().map(|stem| self.weight(*stem).powi(2)).sum::<f64>().sqrt();
        let both = shared(one, other).map(|stem| self.weight(*stem).powi(2)).sum::<f64>();
        let norms = norm(one) * norm(other);
        if norms > 0.0 { both / norms } else { 0.0 }
    }
}

impl Rarity {
    /// How much of what one sorted set tells another one holds, from 0 to 1.
    pub(super) fn held(&self, one: &[Stem], within: &[Stem]) -> f64 {
        let weight = |stem: &Stem| self.weight(*stem).powi(2);
        let all: f64 = one.iter().map(weight).sum();
        if all > 0.0 { shared(one, within).map(weight).sum::<f64>() / all } else { 0.0 }
    }
}

/// What two sorted sets share.
pub(super) fn shared<'s>(one: &'s [Stem], other: &'s [Stem]) -> impl Iterator<Item = &'s Stem> {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    few.iter().filter(|stem| many.binary_search(stem).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_one() {
        assert_eq!(stems("Evacuated the evacuees, 93 of 7"), stems("93 evacua evacue"));
        assert_eq!(stems("обстрелял обстрелы"), stems("обстрелов"));
        assert!(stems("her two men").is_empty());
    }

    #[test]
    fn what_few_have_tells_more() {
        let sets: Vec<Vec<Stem>> = ["shelled kindergarten", "shelled bridge", "shelled station kindergarten"]
            .iter()
            .map(|text| stems(text).into_iter().collect())
            .collect();
        let rarity = Rarity::new(sets.iter().map(Vec::as_slice));
        assert!(rarity.likeness(&sets[0], &sets[2]) > rarity.likeness(&sets[0], &sets[1]));
        assert!((rarity.likeness(&sets[1], &sets[1]) - 1.0).abs() < 1e-9);
    }
}
