//! What stays the same when a text is translated: figures, and names by their sound.

use fogline::gazetteer::fold;
use serde::{Deserialize, Serialize};

use super::words::{self, Word};

/// Anchors that are kept, from the beginning of the text.
const MOST: usize = 48;
/// Keys that are kept.
const KEYS: usize = 16;
/// Letters of a name's key, so that case endings do not count.
const STEM: usize = 5;

/// Figures and names of a text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Anchors {
    /// Each once, in the order of the text; figures are odd, names even.
    pub(super) list: Vec<u32>,
    /// Two that stand in one sentence: what candidates are found by.
    pub(super) keys: Vec<u32>,
}

/// The anchors of a text: figures of two and more digits, and names within sentences.
pub(super) fn anchors(text: &str, words: &[Word]) -> Anchors {
    let mut seen: Vec<u64> = Vec::new();
    let mut anchors = Anchors::default();
    let mut sentence: Vec<u32> = Vec::new();
    for word in words {
        if word.first {
            pair(&mut sentence, &mut anchors.keys);
        }
        if !(word.figure && word.end - word.start >= 2 || word.capital && !word.first && word.end - word.start >= 4) {
            continue;
        }
        if seen.contains(&word.hash) {
            continue;
        }
        if anchors.list.len() == MOST {
            break;
        }
        seen.push(word.hash);
        let Some(anchor) = anchor(text, *word) else { continue };
        if !anchors.list.contains(&anchor) {
            anchors.list.push(anchor);
            sentence.push(anchor);
        }
    }
    pair(&mut sentence, &mut anchors.keys);
    anchors.keys.sort_unstable();
    anchors.keys.dedup();
    anchors.keys.truncate(KEYS);
    anchors
}

fn anchor(text: &str, word: Word) -> Option<u32> {
    if word.figure {
        return Some(word.hash as u32 | 1);
    }
    let loose = fold::loose(text.get(word.start..word.end)?)?;
    let stem: String = loose.chars().take(STEM).collect();
    Some(words::hash_of(&stem) as u32 & !1)
}

/// The neighbours among a sentence's anchors, in whatever order, with a figure among them.
fn pair(sentence: &mut Vec<u32>, keys: &mut Vec<u32>) {
    for (number, one) in sentence.iter().enumerate() {
        for other in sentence.iter().skip(number + 1).take(4) {
            if (one | other) & 1 == 1 {
                let both = [u64::from(*one.min(other)), u64::from(*one.max(other))];
                keys.push(words::combine(both) as u32);
            }
        }
    }
    sentence.clear();
}

/// How many anchors two texts share in the same order (the longest common subsequence), how many figures are among them,
/// and how many the one with fewer has.
pub(super) fn in_order(a: &Anchors, b: &Anchors) -> Ordered {
    let of = a.list.len().min(b.list.len());
    let shared = |figures: bool| a.list.iter().filter(|one| (*one & 1 == 1) == figures && b.list.contains(one)).count();
    let mut row = vec![0_usize; b.list.len() + 1];
    for one in &a.list {
        let mut diagonal = 0;
        let mut left = 0;
        for (cell, other) in row.iter_mut().skip(1).zip(&b.list) {
            let above = *cell;
            *cell = if one == other { diagonal + 1 } else { above.max(left) };
            (diagonal, left) = (above, *cell);
        }
    }
    Ordered { in_order: row.last().copied().unwrap_or(0), figures: shared(true), names: shared(false), of }
}

/// What two lists of anchors share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ordered {
    pub(super) in_order: usize,
    pub(super) figures: usize,
    pub(super) names: usize,
    pub(super) of: usize,
}
