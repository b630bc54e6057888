//! Words as they are compared: folded, and cut so that forms of one word are mostly one in every language.

use std::collections::{BTreeSet, HashMap};

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

/// How much each stem tells among some sets of them: what few have tells more. Stems are known here by their place in the
/// order of all that are told, so that what one tells is looked up at once.
pub(super) struct Rarity {
    /// All stems that are told, in order.
    stems: Vec<Stem>,
    /// The square of what each tells.
    squares: Vec<f64>,
}

impl Rarity {
    /// Over the sets of stems of all that are compared.
    pub(super) fn new<'s>(sets: impl Iterator<Item = &'s [Stem]>) -> Self {
        let (mut held, mut number) = (HashMap::<Stem, usize>::new(), 0_usize);
        for set in sets {
            number += 1;
            for stem in set {
                *held.entry(*stem).or_default() += 1;
            }
        }
        let mut held: Vec<(Stem, usize)> = held.into_iter().collect();
        held.sort_unstable();
        let square = |held: usize| ((number as f64 + 1.0) / (held as f64 + 0.5)).ln().max(0.05).powi(2);
        Self {
            stems: held.iter().map(|(stem, _)| *stem).collect(),
            squares: held.iter().map(|(_, held)| square(*held)).collect(),
        }
    }

    /// The places of a sorted set's stems, sorted too, without those that nobody tells.
    pub(super) fn places(&self, set: &[Stem]) -> Vec<u32> {
        let place = |stem: &Stem| self.stems.binary_search(stem).ok();
        set.iter().filter_map(place).map(|place| u32::try_from(place).unwrap_or(u32::MAX)).collect()
    }

    /// All that a set of places tells.
    pub(super) fn total(&self, set: &[u32]) -> f64 {
        set.iter().map(|place| self.square(*place)).sum()
    }

    fn square(&self, place: u32) -> f64 {
        self.squares.get(place as usize).copied().unwrap_or_default()
    }
}

/// What the places of one set tell, looked up at once: that of an account which is compared with many.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// For each place the square of what it tells, nothing where the set does not have it.
    squares: Vec<f64>,
    held: Vec<u32>,
}

impl Held {
    /// Holds a set, and no other any more.
    pub(super) fn hold(&mut self, set: &[u32], rarity: &Rarity) {
        self.squares.resize(rarity.squares.len(), 0.0);
        for place in self.held.drain(..) {
            if let Some(square) = self.squares.get_mut(place as usize) {
                *square = 0.0;
            }
        }
        for place in set {
            if let Some(square) = self.squares.get_mut(*place as usize) {
                *square = rarity.square(*place);
            }
        }
        self.held.extend_from_slice(set);
    }

    /// What a place tells, if the set has it.
    fn square(&self, place: u32) -> f64 {
        self.squares.get(place as usize).copied().unwrap_or_default()
    }

    /// All that the set and another both tell. Places that only the other has add nothing, which is quicker than to ask for each
    /// whether the set has it.
    pub(super) fn shared(&self, other: &[u32]) -> f64 {
        other.iter().fold(0.0, |sum, place| sum + self.square(*place))
    }

    /// The same for two sets and one other, at once.
    pub(super) fn both_shared(&self, second: &Self, other: &[u32]) -> (f64, f64) {
        let add = |(own, others): (f64, f64), place: &u32| (own + self.square(*place), others + second.square(*place));
        other.iter().fold((0.0, 0.0), add)
    }
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
        let places: Vec<Vec<u32>> = sets.iter().map(|set| rarity.places(set)).collect();
        let shared = |one: &[u32], other: &[u32]| {
            let both = one.iter().filter(|place| other.contains(place));
            both.fold(0.0, |sum, place| sum + rarity.square(*place))
        };
        assert!(shared(&places[0], &places[2]) > shared(&places[0], &places[1]));
        assert!((shared(&places[1], &places[1]) - rarity.total(&places[1])).abs() < 1e-9);
        for (one, other) in [(0, 2), (2, 0), (0, 1), (1, 1)] {
            let told = shared(&places[one], &places[other]);
            let mut held = Held::default();
            held.hold(&places[2], &rarity);
            held.hold(&places[one], &rarity);
            assert_eq!(held.shared(&places[other]).to_bits(), told.to_bits());
            let both = held.both_shared(&Held::default(), &places[other]);
            assert_eq!((both.0.to_bits(), both.1.to_bits()), (told.to_bits(), 0));
        }
        let other: Vec<Stem> = stems("tribunal").into_iter().collect();
        assert!(rarity.places(&other).is_empty());
    }
}
