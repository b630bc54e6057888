//! Where the parser hangs a verb at which its form cannot stand, and where it then belongs.
//!
//! "He claimed that they would attack and said that ...": the small model takes *said* for a second verb of what was
//! claimed, which would put one party's words into another's mouth. A tense cannot stand beside a bare verb, and who is
//! said to have claimed something is as a rule who goes on to say something.

use super::{clauses::Clauses, statements::Cues};

/// Verbs with the verb that each of them goes on from.
pub(super) fn mended(clauses: &Clauses<'_>, cues: &Cues) -> Vec<(usize, usize)> {
    (0..clauses.len())
        .filter(|i| clauses.dep(*i) == "conj" && matches!(clauses.token(*i).pos(), "VERB" | "AUX"))
        .filter_map(|verb| Some((verb, of_another_form(clauses, verb).or_else(|| of_a_speaker(clauses, cues, verb))?)))
        .collect()
}

/// A verb with a tense beside one without: the first verb with a tense above it.
fn of_another_form(clauses: &Clauses<'_>, verb: usize) -> Option<usize> {
    let beside = clauses.head(verb);
    let bare = clauses.token(beside).tag() == "VB"
        && clauses.children(beside).any(|child| matches!(clauses.token(child).tag(), "MD" | "TO"));
    if !bare || !clauses.is_finite(verb) || has_subject(clauses, verb) {
        return None;
    }
    above(clauses, beside).find(|other| *other < verb && clauses.is_finite(*other))
}

/// A verb of saying in what is said, beside a verb of another kind: it goes on from the verb that says.
fn of_a_speaker(clauses: &Clauses<'_>, cues: &Cues, verb: usize) -> Option<usize> {
    let says = |i: usize| cues.introduces(clauses.token(i).lemma());
    let beside = clauses.head(verb);
    let introduces = clauses.child(verb, &["ccomp"]).is_some_and(|clause| clause > verb);
    if !says(verb) || !introduces || says(beside) || !clauses.is_finite(verb) {
        return None;
    }
    let own = has_subject(clauses, verb);
    // With a subject of its own it has to be set off.
    if own
        && !clauses.children(beside).any(|child| clauses.token(child).text() == "," && child > beside && child < verb)
    {
        return None;
    }
    let mut clause = beside;
    while clauses.dep(clause) == "conj" && clauses.head(clause) != clause {
        clause = clauses.head(clause);
    }
    let speaks = clauses.head(clause);
    let same = clauses.token(speaks).tag() == clauses.token(verb).tag();
    (clauses.dep(clause) == "ccomp" && speaks < clause && says(speaks) && has_subject(clauses, speaks) && (own || same))
        .then_some(speaks)
}

fn has_subject(clauses: &Clauses<'_>, verb: usize) -> bool {
    clauses.child(verb, &["nsubj", "nsubjpass", "csubj", "expl"]).is_some_and(|subject| subject < verb)
}

/// The words above a word, up to the top of its sentence.
fn above<'c>(clauses: &'c Clauses<'_>, word: usize) -> impl Iterator<Item = usize> + 'c {
    std::iter::successors(Some(word), |at| Some(clauses.head(*at)).filter(|head| head != at)).skip(1).take(12)
}
