//! Attributions that only the order of words and marks shows.

use std::ops::Range;

use super::{
    By, Candidate, How, Source,
    content::{is_quoted, is_relative},
};
use crate::read::{clauses::Clauses, quotes::Quote};

/// "..., our office in the town reports.": an attribution that ends its sentence and that the parse did not see, as it
/// takes a verb in the present for a noun, or one behind an apposition for a participle.
pub(super) fn tail(clauses: &Clauses<'_>, out: &mut Vec<Candidate>) {
    const BEHIND: usize = 8;
    for sentence in clauses.paragraph.sentences.iter().map(|sentence| sentence.words.clone()) {
        let Some(last) = sentence.clone().rev().find(|i| !clauses.is_mark(*i)) else { continue };
        let said = |verb: &usize| {
            let tag = clauses.token(*verb).tag();
            matches!(tag, "VBD" | "VBN" | "VBZ" | "NNS") && clauses.cues.introduces(clauses.token(*verb).lemma())
        };
        let Some(verb) = (sentence.start.max(last.saturating_sub(BEHIND))..=last).rev().find(said) else { continue };
        let nominal = |range: &Range<usize>| range.clone().all(|i| is_nominal(clauses, i));
        if clauses.child(verb, &["nsubj"]).is_some() || !nominal(&(verb + 1..last + 1)) {
            continue;
        }
        // Back to the comma before the noun, over one apposition.
        let segment = |end: usize| {
            let start = (sentence.start..end).rev().find(|i| clauses.is_mark(*i))?;
            (clauses.token(start).text() == "," && start + 1 < end && nominal(&(start + 1..end))).then_some(start)
        };
        let apposition = verb > sentence.start && clauses.token(verb - 1).text() == ",";
        let end = if apposition { verb - 1 } else { verb };
        let Some(mut comma) = segment(end) else { continue };
        if apposition {
            let Some(before) = segment(comma) else { continue };
            comma = before;
        }
        let clause = (sentence.start..comma).any(|i| matches!(clauses.dep(i), "nsubj" | "nsubjpass" | "expl"));
        let first_end = (comma + 1..end).find(|i| clauses.is_mark(*i)).unwrap_or(end);
        let named = |i: &usize| matches!(clauses.token(*i).pos(), "NOUN" | "PROPN" | "PRON");
        let outside = |i: &usize| {
            let head = clauses.head(*i);
            head == *i || !(comma + 1..first_end).contains(&head)
        };
        let Some(head) = (comma + 1..first_end).find(|i| named(i) && outside(i)) else { continue };
        let Some(row) = clauses.cues.verbs.get(clauses.token(verb).lemma()).and_then(|rows| rows.first()) else {
            continue;
        };
        if !clause {
            continue;
        }
        out.push(Candidate {
            cue: verb..verb + 1,
            word: verb,
            row: Some(*row),
            how: How::Inverted,
            source: Some(Source { words: comma + 1..end, head, by: By::Subject }),
            content: clauses.runs(&(sentence.start..comma).collect::<Vec<_>>()),
        });
    }
}

/// Whether a word can stand in a noun's group or a phrase of time and place.
fn is_nominal(clauses: &Clauses<'_>, i: usize) -> bool {
    matches!(
        clauses.token(i).pos(),
        "NOUN" | "PROPN" | "PRON" | "DET" | "ADJ" | "ADP" | "NUM" | "PART" | "ADV" | "CCONJ"
    ) && clauses.token(i).tag() != "TO"
}

/// "NAME: words", in headlines and transcripts.
pub(super) fn colon(clauses: &Clauses<'_>, quotes: &[Quote], out: &mut Vec<Candidate>) {
    const LONGEST: usize = 7;
    let sentences = &clauses.paragraph.sentences;
    for sentence in sentences {
        let words = sentence.words.clone();
        let Some(mark) = words.clone().take(LONGEST + 1).find(|i| clauses.token(*i).text() == ":") else { continue };
        let inked: Vec<usize> = (words.start..mark).filter(|i| !clauses.is_mark(*i)).collect();
        let capital = |i: &usize| clauses.token(*i).text().chars().next().is_some_and(char::is_uppercase);
        let Some(head) = inked.last().copied() else { continue };
        let label = |label: &str| matches!(label, "PERSON" | "ORG" | "GPE" | "NORP");
        let named = inked.iter().any(|i| clauses.token(*i).entity_label().is_some_and(label));
        let until = if words.start == 0 { clauses.len() } else { words.end };
        let title = words.start == 0 && sentences.len() <= 2 && matches!(clauses.token(head).pos(), "PROPN" | "NOUN");
        let begins =
            clauses.runs(&(mark + 1..until).collect::<Vec<_>>()).first().is_some_and(|run| capital(&run.start));
        let sentence = || {
            (mark + 1..words.end).any(|i| {
                clauses.child(i, &["nsubj", "nsubjpass"]).is_some_and(|subject| !is_relative(clauses, subject))
            }) && !is_relative(clauses, mark + 1)
        };
        let capitals =
            inked.iter().filter(|i| !matches!(clauses.token(**i).pos(), "NOUN" | "ADP" | "DET")).all(capital);
        let rest: Vec<usize> = (mark + 1..words.end).collect();
        let spoken = || sentence() || is_quoted(clauses, quotes, &clauses.runs(&rest));
        let shouted = words.start == 0
            && inked.iter().all(|i| clauses.token(*i).text().chars().all(|c| !c.is_lowercase()))
            && !clauses.cues.notices.contains(&clauses.lower(head));
        if !capitals || !(named && (begins || spoken()) || title && spoken() || shouted && begins) {
            continue;
        }
        let Some(source) = clauses.runs(&inked).into_iter().next_back() else { continue };
        out.push(Candidate {
            cue: mark..mark + 1,
            word: mark,
            row: None,
            how: How::Colon,
            source: Some(Source { words: source, head, by: By::Subject }),
            content: clauses.runs(&(mark + 1..until).collect::<Vec<_>>()),
        });
    }
}
