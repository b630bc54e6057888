//! What of a clause belongs to what is said.

use std::ops::Range;

use super::Source;
use crate::read::{clauses::Clauses, quotes::Quote};

/// The words around a cue that belong to the attribution and not to what is said.
pub(super) fn attribution(clauses: &Clauses<'_>, verb: usize, top: usize, source: Option<&Source>) -> Vec<usize> {
    let said = clauses.below(top);
    let mut words: Vec<usize> = clauses.below(verb).into_iter().filter(|i| said.binary_search(i).is_err()).collect();
    words.extend(source.iter().flat_map(|source| source.words.clone()));
    words.sort_unstable();
    words.dedup();
    words
}

pub(super) fn minus(words: Vec<usize>, without: &[usize]) -> Vec<usize> {
    words.into_iter().filter(|i| without.binary_search(i).is_err()).collect()
}

/// A clause of what is said without the writer's own clauses behind it: "..., while prices rose", "..., as officials met".
pub(super) fn foreground(clauses: &Clauses<'_>, top: usize, words: Vec<usize>) -> Vec<usize> {
    let mut without = Vec::new();
    let mut tops = vec![top];
    tops.extend(clauses.children(top).filter(|child| matches!(clauses.dep(*child), "conj" | "prep" | "pcomp")));
    for at in tops {
        for child in clauses.children(at).filter(|child| *child > at && clauses.dep(*child) == "advcl") {
            // "..., urging them to leave": the speaker goes on.
            let goes_on = clauses.token(child).tag() == "VBG"
                && clauses.token(child - 1).text() == ","
                && clauses.cues.verbs.contains_key(clauses.token(child).lemma());
            if goes_on {
                without.extend(clauses.below(child));
            }
            let mark = clauses
                .child(child, &["mark"])
                .is_some_and(|mark| clauses.cues.background.contains(&clauses.lower(mark)));
            if mark && clauses.child(child, &["nsubj", "nsubjpass"]).is_some() {
                without.extend(clauses.below(child));
            }
        }
    }
    without.sort_unstable();
    minus(words, &without)
}

/// What is said without the word that introduces it.
pub(super) fn without_mark(clauses: &Clauses<'_>, top: usize, words: Vec<usize>) -> Vec<usize> {
    let first = words.iter().copied().find(|i| !clauses.is_mark(*i));
    match first {
        Some(first) if clauses.head(first) == top && introduces(clauses, first) => {
            words.into_iter().filter(|i| *i != first).collect()
        }
        _ => words,
    }
}

/// Whether a word is the conjunction "that", which the parse may take for a pronoun: the clause has a subject of its own.
pub(super) fn introduces(clauses: &Clauses<'_>, that: usize) -> bool {
    let own = || clauses.child(clauses.head(that), &["nsubj", "nsubjpass", "expl"]).is_some_and(|own| own > that);
    clauses.cues.that.contains(&clauses.lower(that))
        && (clauses.dep(that) == "mark" || clauses.dep(that) == "dobj" && own())
}

/// "A denied it; B is true, he said": what comes before the semicolon is another's where it has a cue of its own.
pub(super) fn behind_semicolon(clauses: &Clauses<'_>, verb: usize, words: Vec<usize>) -> Vec<usize> {
    let Some(first) = words.first().copied() else { return words };
    let Some(cut) = (first..verb).rev().find(|i| clauses.token(*i).text() == ";") else { return words };
    let other = (first..cut).any(|i| matches!(clauses.token(i).pos(), "VERB" | "AUX") && is_cue(clauses, i));
    if other { words.into_iter().filter(|i| *i > cut).collect() } else { words }
}

/// Whether a verb is one of attribution with a subject of its own.
pub(super) fn is_cue(clauses: &Clauses<'_>, verb: usize) -> bool {
    clauses.cues.verbs.contains_key(clauses.token(verb).lemma())
        && clauses.child(verb, &["nsubj", "nsubjpass"]).is_some()
}

/// Takes in the phrases right behind what is said that the parse hangs on the cue: "warned of floods in the valley". A time,
/// an occasion or someone spoken to belongs to the saying.
pub(super) fn trailing(clauses: &Clauses<'_>, verb: usize, words: &mut Vec<usize>) {
    for child in clauses.children(verb).filter(|child| *child > verb && clauses.dep(*child) == "prep") {
        let Some(noun) = clauses.child(child, &["pobj"]) else { continue };
        let lemma = clauses.token(noun).lemma().to_lowercase();
        let own = clauses.cues.locating.contains(&clauses.lower(child))
            && !clauses.is_time(noun)
            && !clauses.cues.vessels.contains(&lemma)
            && !clauses.cues.occasions.contains(&lemma)
            && !clauses.cues.media.contains(&lemma);
        if own && words.last().is_some_and(|last| last + 1 == child) {
            words.extend(clauses.below(child));
        }
    }
}

/// Whether some of these words stand in quotation marks.
pub(super) fn is_quoted(clauses: &Clauses<'_>, quotes: &[Quote], words: &[Range<usize>]) -> bool {
    let spans: Vec<_> = words.iter().filter_map(|words| clauses.span(words)).collect();
    quotes.iter().any(|quote| spans.iter().any(|span| span.overlaps(quote.inner)))
}

/// Whether a quotation can stand alone: it begins like a sentence or is long.
pub(in crate::read::statements) fn is_whole(clauses: &Clauses<'_>, quote: &Quote) -> bool {
    let text = quote.inner.of(clauses.text);
    let capital = text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let words = clauses.paragraph.words_in(quote.inner).len();
    words >= 12 || capital && (words >= 4 || text.ends_with(['.', ',', '!', '?']))
}

pub(super) fn is_relative(clauses: &Clauses<'_>, i: usize) -> bool {
    matches!(clauses.token(i).tag(), "WDT" | "WP" | "WP$")
}
