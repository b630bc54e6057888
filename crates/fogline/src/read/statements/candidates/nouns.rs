//! Nouns and adjectives of saying.

use super::{
    By, Candidate, How, Source,
    content::{introduces, without_mark},
    sources::{owner, source_of, source_words},
    verbs::behind,
};
use crate::read::clauses::Clauses;

pub(super) fn noun(clauses: &Clauses<'_>, i: usize, out: &mut Vec<Candidate>) {
    let Some(rows) = clauses.cues.nouns.get(clauses.token(i).lemma()) else { return };
    if clauses.dep(i) == "compound" {
        return;
    }
    let of = || {
        // "the claim of the rebels that": of a noun with a clause, "of" names whose it is.
        let of = clauses.children(i).find(|child| clauses.cues.genitives.contains(&clauses.lower(*child)))?;
        let head = clauses.child(of, &["pobj"]).filter(|_| clause_of_noun(clauses, i).is_some())?;
        let words = source_words(clauses, head, clause_of_noun(clauses, i)?);
        Some(Source { words, head, by: By::Behind })
    };
    let source = owner(clauses, i).or_else(of);
    for number in rows {
        let Some(row) = clauses.cues.rows.get(*number) else { continue };
        let make = |how: How, words: Vec<usize>| Candidate {
            cue: i..i + 1,
            word: i,
            row: Some(*number),
            how,
            source: source.clone(),
            content: clauses.runs(&words),
        };
        let clause = clause_of_noun(clauses, i);
        if let Some(top) = clause {
            out.push(make(How::NounClause, without_mark(clauses, top, clauses.below(top))));
            continue;
        }
        if let Some((head, top)) = beyond(clauses, i) {
            let source = Source { words: source_words(clauses, head, top), head, by: By::Behind };
            let made = make(How::NounClause, without_mark(clauses, top, clauses.below(top)));
            out.push(Candidate { source: Some(source), ..made });
            continue;
        }
        // "the call by the bishops for a truce"
        let behind = source.as_ref().filter(|source| source.by == By::Behind).map(|source| source.head);
        let preposition = clauses
            .children(i)
            .chain(behind.into_iter().flat_map(|head| clauses.children(head)))
            .find(|child| *child > i && clauses.dep(*child) == "prep" && row.with.contains(&clauses.lower(*child)));
        if let Some(top) = preposition.and_then(|preposition| clauses.child(preposition, &["pobj", "pcomp"])) {
            out.push(make(How::NounBehind, clauses.below(top)));
        }
    }
}

/// The clause that a noun of saying introduces.
pub(super) fn clause_of_noun(clauses: &Clauses<'_>, noun: usize) -> Option<usize> {
    clauses.children(noun).find(|child| {
        let marked =
            || clauses.children(*child).any(|below| introduces(clauses, below) || clauses.token(below).tag() == "TO");
        *child > noun && matches!(clauses.dep(*child), "acl" | "ccomp" | "relcl" | "xcomp") && marked()
    })
}

/// "the claims of the rebels that the town had fallen": whose they are, and the clause, which the parse hangs on them.
fn beyond(clauses: &Clauses<'_>, noun: usize) -> Option<(usize, usize)> {
    let owns = |word: &str| clauses.cues.authors.contains(word) || clauses.cues.genitives.contains(word);
    let owner = clauses
        .children(noun)
        .filter(|child| *child > noun && owns(&clauses.lower(*child)))
        .find_map(|preposition| clauses.child(preposition, &["pobj"]))?;
    let clause = clauses.children(owner).find(|child| {
        matches!(clauses.dep(*child), "relcl" | "acl") && clauses.children(*child).any(|that| introduces(clauses, that))
    })?;
    Some((owner, clause))
}

pub(super) fn adjective(clauses: &Clauses<'_>, i: usize, out: &mut Vec<Candidate>) {
    let Some(rows) = clauses.cues.adjectives.get(clauses.token(i).lemma()) else { return };
    if !matches!(clauses.dep(i), "acomp" | "oprd" | "conj" | "ROOT" | "advcl" | "acl") {
        return;
    }
    let verb = if clauses.dep(i) == "acomp" { clauses.head(i) } else { i };
    let source = source_of(clauses, verb);
    for number in rows {
        let Some(row) = clauses.cues.rows.get(*number) else { continue };
        let clause = clauses.children(i).find(|child| *child > i && matches!(clauses.dep(*child), "ccomp" | "xcomp"));
        let top = clause.or_else(|| behind(clauses, row, i).map(|(_, top)| top));
        let Some(top) = top else { continue };
        out.push(Candidate {
            cue: if verb < i { verb..i + 1 } else { i..i + 1 },
            word: i,
            row: Some(*number),
            how: How::Adjective,
            source: source.clone(),
            content: clauses.runs(&without_mark(clauses, top, clauses.below(top))),
        });
    }
}
