//! Proposals: every way in which words of attribution, who they belong to and what they introduce could be read.

mod content;
mod layout;
mod nouns;
mod phrases;
mod quotes;
mod sources;
mod verbs;

use std::ops::Range;

use hashbrown::HashSet;

use super::cues::{Cues, Row};
use crate::read::{clauses::Clauses, quotes::Quote};
pub(super) use content::is_whole;
pub(in crate::read) use sources::source_of;
pub(super) use sources::{addressee, against, authors, cited, members, through};

/// A possible statement, in words of one paragraph.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The cue's words.
    pub(super) cue: Range<usize>,
    /// The word whose lemma names the cue.
    pub(super) word: usize,
    /// The row of the lexicon that proposes it; none where only the layout does.
    pub(super) row: Option<usize>,
    pub(super) how: How,
    pub(super) source: Option<Source>,
    pub(super) content: Vec<Range<usize>>,
}

impl Candidate {
    /// The row of the lexicon that proposes it.
    pub(super) fn row<'c>(&self, cues: &'c Cues) -> Option<&'c Row> {
        self.row.and_then(|row| cues.rows.get(row))
    }
}

/// Who is the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::read) struct Source {
    pub(in crate::read) words: Range<usize>,
    pub(in crate::read) head: usize,
    pub(in crate::read) by: By,
}

/// How the source stands to the cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::read) enum By {
    Subject,
    Agent,
    Governor,
    Described,
    Owner,
    Behind,
    Lender,
}

/// How what is said stands to the cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum How {
    Clause,
    Inverted,
    Infinitive,
    Object,
    As,
    Behind,
    Quote,
    Fragment,
    Host,
    NounClause,
    NounBehind,
    Adjective,
    Hedge,
    Colon,
}

/// Everything that the words of a paragraph propose.
pub(super) fn propose(clauses: &Clauses<'_>, quotes: &[Quote]) -> Vec<Candidate> {
    let mut out = Vec::new();
    for i in 0..clauses.len() {
        let token = clauses.token(i);
        match token.pos() {
            "VERB" | "AUX" => verbs::verb(clauses, quotes, i, &mut out),
            "NOUN" => nouns::noun(clauses, i, &mut out),
            "ADJ" => nouns::adjective(clauses, i, &mut out),
            _ => {}
        }
        phrases::phrase(clauses, i, &mut out);
        phrases::view(clauses, i, &mut out);
        phrases::hedge(clauses, i, &mut out);
    }
    layout::tail(clauses, &mut out);
    layout::colon(clauses, quotes, &mut out);
    quotes::before_quote(clauses, quotes, &mut out);
    quotes::byline(clauses, quotes, &mut out);
    out
}

/// Words of the lexicon that propose nothing, with their first row: nothing stands where the row's frames look for what
/// was said. `proposing` are the words that do.
pub(super) fn silent(clauses: &Clauses<'_>, proposing: &HashSet<usize>) -> Vec<(Range<usize>, usize)> {
    let row = |i: usize| {
        let lemma = clauses.token(i).lemma();
        match clauses.token(i).pos() {
            "VERB" => verbs::rows_of(clauses, i).0.first().copied(),
            "NOUN" => clauses.cues.nouns.get(lemma)?.first().copied(),
            "ADJ" => clauses.cues.adjectives.get(lemma)?.first().copied(),
            _ => None,
        }
    };
    (0..clauses.len()).filter(|i| !proposing.contains(i)).filter_map(|i| Some((i..i + 1, row(i)?))).collect()
}
