//! Which proposals stand, and why the others do not.

use std::ops::Range;

use super::{
    Share,
    acts::Act,
    candidates::{By, Candidate, How},
    cues::Row,
    score,
};
use crate::{
    read::{Rule, clauses::Clauses},
    span::Span,
};

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// It is a statement.
    Kept,
    /// Nothing stands where the row looks for what was said.
    Empty,
    /// The sum of its features is not above zero.
    Below,
    /// Another reading of the same cue stands in its place.
    Another {
        /// That reading's sum.
        sum: f64,
    },
    /// It is above zero by itself but stands within what another statement says.
    Within {
        /// The cue of that statement.
        cue: Span,
    },
}

/// A way in which words of a document could be read as a statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The words that say that it was said.
    pub cue: Span,
    /// The row of the lexicon that proposes it; none where only the layout does.
    pub rule: Option<Rule>,
    /// The words for who said it.
    pub source: Option<Span>,
    /// What would be said.
    pub content: Vec<Span>,
    /// The features with their shares.
    pub why: Vec<Share>,
    /// What became of it.
    pub verdict: Verdict,
}

impl Proposal {
    /// A judged proposal in spans of the document.
    pub(super) fn of(clauses: &Clauses<'_>, judged: &Judged) -> Option<Self> {
        let candidate = &judged.candidate;
        Some(Self {
            cue: clauses.span(&candidate.cue)?,
            rule: candidate.row(clauses.cues).map(Row::rule),
            source: candidate.source.as_ref().and_then(|source| clauses.span(&source.words)),
            content: candidate.content.iter().filter_map(|words| clauses.span(words)).collect(),
            why: judged.why.clone(),
            verdict: judged.verdict,
        })
    }

    /// A word of the lexicon that proposes nothing.
    pub(super) fn empty(clauses: &Clauses<'_>, words: &Range<usize>, row: usize) -> Option<Self> {
        Some(Self {
            cue: clauses.span(words)?,
            rule: clauses.cues.rows.get(row).map(Row::rule),
            source: None,
            content: Vec::new(),
            why: Vec::new(),
            verdict: Verdict::Empty,
        })
    }

    /// The sum that decides.
    pub fn sum(&self) -> f64 {
        score::sum(&self.why)
    }
}

/// A proposal with its shares and what became of it, in words of one paragraph.
pub(super) struct Judged {
    pub(super) candidate: Candidate,
    pub(super) why: Vec<Share>,
    pub(super) verdict: Verdict,
}

/// Judges all proposals of a paragraph: those stand that are above zero, the best of each cue, and within another's words
/// only where they hold their own.
pub(super) fn judge(
    clauses: &Clauses<'_>,
    proposed: Vec<Candidate>,
    shares: impl Fn(&Candidate) -> Vec<Share>,
) -> Vec<Judged> {
    let mut all: Vec<(Judged, f64)> = proposed
        .into_iter()
        .map(|candidate| {
            let why = shares(&candidate);
            let sum = score::sum(&why);
            (Judged { candidate, why, verdict: Verdict::Kept }, sum)
        })
        .collect();
    all.sort_by(|(a, first), (b, second)| {
        (a.candidate.word, second).partial_cmp(&(b.candidate.word, first)).unwrap_or(std::cmp::Ordering::Equal)
    });
    one_reading_a_cue(&mut all);
    let source = |candidate: &Candidate| candidate.source.as_ref().map(|source| source.head);
    let stands = |(one, sum): &&(Judged, f64)| one.verdict == Verdict::Kept && *sum > 0.0;
    let outer: Vec<(Candidate, f64)> =
        all.iter().filter(stands).map(|(one, sum)| (one.candidate.clone(), *sum)).collect();
    let holds = |outer: &Candidate, word: usize| outer.content.iter().any(|words| words.contains(&word));
    for (one, sum) in all.iter_mut().filter(|(one, _)| one.verdict == Verdict::Kept) {
        let candidate = &one.candidate;
        // Of two within each other's words the better one stands.
        let within = outer.iter().find(|(other, of_other)| {
            let better = holds(candidate, other.word) && *sum > *of_other;
            other.cue != candidate.cue && holds(other, candidate.word) && !better
        });
        if *sum <= 0.0 {
            one.verdict = Verdict::Below;
        }
        if let Some((outer, _)) = within {
            let record = candidate.row(clauses.cues).is_some_and(|row| row.act == Act::Record);
            let same = candidate.source.as_ref().is_none_or(|source| clauses.token(source.head).pos() == "PRON")
                || source(outer) == source(candidate)
                || !(record || holds_its_own(candidate));
            let share = score::of(&[if same { "within.own" } else { "within.other" }]);
            one.why.extend(share);
            if *sum > 0.0 && score::sum(&one.why) <= 0.0 {
                one.verdict = Verdict::Within { cue: clauses.span(&outer.cue).unwrap_or_default() };
            }
        }
    }
    all.into_iter().map(|(one, _)| one).collect()
}

/// Whether what a proposal gives is more than a turn of phrase within another's words: a clause, or the words of someone
/// or something of its own.
fn holds_its_own(candidate: &Candidate) -> bool {
    let by = candidate.source.as_ref().map(|source| source.by);
    match candidate.how {
        How::Clause | How::Inverted | How::NounClause | How::NounBehind => true,
        How::Infinitive => by == Some(By::Subject),
        How::Behind | How::Object => by == Some(By::Described),
        _ => false,
    }
}

/// Of the readings of one cue, best first, the best stands, with those of the same kind for other sources: the members of
/// "accused each other" are proposals of their own.
fn one_reading_a_cue(all: &mut [(Judged, f64)]) {
    let source = |candidate: &Candidate| candidate.source.as_ref().map(|source| source.head);
    let mut best = None::<(usize, Option<usize>, How, f64)>;
    let mut last = None;
    for (one, sum) in all {
        let candidate = &one.candidate;
        let (word, row, how, top) = *best.insert(best.filter(|best| best.0 == candidate.word).unwrap_or((
            candidate.word,
            candidate.row,
            candidate.how,
            *sum,
        )));
        let own = Some((word, source(candidate)));
        if (row, how) != (candidate.row, candidate.how) || last == own {
            one.verdict = Verdict::Another { sum: top };
        } else {
            last = own;
        }
    }
}
