//! Phrases and adverbs that make the clause around them what someone says.

use super::{By, Candidate, How, Source};
use crate::read::clauses::Clauses;

/// "according to X": the clause that it stands in is what X says.
pub(super) fn phrase(clauses: &Clauses<'_>, i: usize, out: &mut Vec<Candidate>) {
    for (words, row) in &clauses.cues.phrases {
        let is_here = words.iter().enumerate().all(|(by, word)| {
            i + by < clauses.len()
                && clauses.sentence_of(i + by) == clauses.sentence_of(i)
                && clauses.lower(i + by) == *word
        });
        if !is_here {
            continue;
        }
        let last = i + words.len() - 1;
        let Some(source) = clauses.child(last, &["pobj"]).or_else(|| clauses.child(i, &["pobj"])) else { continue };
        if clauses
            .cues
            .rows
            .get(*row)
            .is_some_and(|row| row.unless.iter().any(|word| word == clauses.token(source).lemma()))
        {
            continue;
        }
        out.push(Candidate {
            cue: i..last + 1,
            word: i,
            row: Some(*row),
            how: How::Host,
            source: Some(Source { words: clauses.noun(source), head: source, by: By::Behind }),
            ..hosted(clauses, i)
        });
    }
}

/// "in the minister's words": the clause that it stands in is what the minister says.
pub(super) fn view(clauses: &Clauses<'_>, i: usize, out: &mut Vec<Candidate>) {
    if clauses.dep(i) != "prep" {
        return;
    }
    let Some(noun) = clauses.child(i, &["pobj"]) else { return };
    let Some(rows) = clauses.cues.views.get(clauses.token(noun).lemma()) else { return };
    let Some(owner) = clauses.child(noun, &["poss"]) else { return };
    for number in rows {
        if !clauses.cues.rows.get(*number).is_some_and(|row| row.with.contains(&clauses.lower(i))) {
            continue;
        }
        let words: Vec<usize> = clauses.below(owner).into_iter().filter(|i| clauses.token(*i).tag() != "POS").collect();
        let run = clauses.runs(&words).into_iter().find(|run| run.contains(&owner)).unwrap_or(owner..owner + 1);
        out.push(Candidate {
            cue: i..noun + 1,
            word: i,
            row: Some(*number),
            how: How::Host,
            source: Some(Source { words: run, head: owner, by: By::Owner }),
            ..hosted(clauses, i)
        });
    }
}

/// The clause that a phrase stands in, as what is said; where the phrase begins or ends its sentence, all of that.
fn hosted(clauses: &Clauses<'_>, i: usize) -> Candidate {
    let own = clauses.below(i);
    let mut host = clauses.head(i);
    for _ in 0..8 {
        let verb = matches!(clauses.token(host).pos(), "VERB" | "AUX");
        if verb && !matches!(clauses.dep(host), "acl" | "xcomp" | "pcomp" | "amod") || clauses.head(host) == host {
            break;
        }
        host = clauses.head(host);
    }
    let sentence = clauses.sentence(i);
    let last_own = own.last().copied().unwrap_or(i);
    let at_edge =
        (last_own + 1..sentence.end).all(|at| clauses.is_mark(at)) || (sentence.start..i).all(|at| clauses.is_mark(at));
    let said = if at_edge { sentence.clone().collect() } else { clauses.below(host) };
    let words: Vec<usize> =
        said.into_iter().filter(|at| own.binary_search(at).is_err() && sentence.contains(at)).collect();
    Candidate { cue: i..i + 1, word: i, row: None, how: How::Host, source: None, content: clauses.runs(&words) }
}

/// "reportedly": the clause that it stands in.
pub(super) fn hedge(clauses: &Clauses<'_>, i: usize, out: &mut Vec<Candidate>) {
    let Some(row) = clauses.cues.hedges.get(&clauses.lower(i)) else { return };
    let mut host = clauses.head(i);
    if !matches!(clauses.token(host).pos(), "VERB" | "AUX")
        && clauses.head(host) != host
        && clauses.token(host).pos() != "NOUN"
    {
        host = clauses.head(host);
    }
    let words: Vec<usize> = clauses.below(host).into_iter().filter(|at| *at != i).collect();
    out.push(Candidate {
        cue: i..i + 1,
        word: i,
        row: Some(*row),
        how: How::Hedge,
        source: None,
        content: clauses.runs(&words),
    });
}
