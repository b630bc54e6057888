//! Which name of a place the text puts in which: `Springfield, Illinois`, `X, a village in the Luhansk region`.

use std::ops::Range;

use super::{
    mentions::Mention,
    text::{Line, Word},
};
use crate::gazetteer::Kind;

/// Words between the two at most.
const FAR: usize = 8;
/// Words between two names that follow each other so closely that what lies between need not be known.
const CLOSE: usize = 2;

/// A name and the one after or before it that may be where it lies.
pub(super) struct Link {
    /// Of the mentions, that of the smaller place.
    pub(super) inner: usize,
    /// That of the larger.
    pub(super) outer: usize,
    /// Whether the words between say that the one lies in the other.
    pub(super) said: bool,
}

/// The links between the mentions of a document, in order.
pub(super) fn of(lines: &[Line], mentions: &[Mention]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for (i, pair) in mentions.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        let Some(line) = lines.get(first.paragraph).filter(|_| first.paragraph == second.paragraph) else { continue };
        let between = first.words.end..second.words.start;
        if between.start > between.end || first.key == second.key {
            continue;
        }
        let said = says(line, between.clone());
        if said && is_division(first) && !is_division(second) {
            // "In the Luhansk region, in the village of X": unless the region is where the name before it lies.
            let taken = links.last().is_some_and(|link| link.said && link.outer == i);
            if !taken {
                links.push(Link { inner: i + 1, outer: i, said: false });
            }
        } else if said || between.len() <= CLOSE {
            links.push(Link { inner: i, outer: i + 1, said });
        }
    }
    links
}

/// Whether the words of a mention say that it is a division.
fn is_division(mention: &Mention) -> bool {
    mention.class.as_ref().is_some_and(|kinds| kinds.contains(&Kind::Adm1) || kinds.contains(&Kind::Adm2))
}

/// Whether words between two names say that the first lies in the second: a comma, a bracket or a word like "in", and
/// besides only articles, adjectives and words of class.
fn says(line: &Line, between: Range<usize>) -> bool {
    let words = line.words.get(between).unwrap_or_default();
    let puts = |word: &Word| matches!(word.text, "," | "(") || line.lexicon.situated.contains(&word.lower);
    let leads = |word: &Word| {
        line.lexicon.classes.contains_key(&word.lower)
            || line.lexicon.articles.contains(&word.lower)
            || line.lexicon.from.contains(&word.lower)
            || word.pos == "ADJ"
    };
    words.len() <= FAR && words.iter().any(puts) && words.iter().all(|word| puts(word) || !word.capital && leads(word))
}
