//! The words that are a statement's own: its content without what statements nested in it say.

use super::words::{Word, words};
use crate::report::{Report, Span, Statement};

/// Parts of a statement's content, in order, with their words.
pub(super) struct Own {
    parts: Vec<(usize, usize)>,
    pub(super) words: Vec<Word>,
}

impl Own {
    /// What is left of a statement when those nested in it are taken out.
    pub(super) fn new(report: &Report, statement: &Statement) -> Self {
        let nested: Vec<&Span> = report
            .statements
            .iter()
            .filter(|one| one.parent.as_ref() == Some(&statement.id) && one.id != statement.id)
            .flat_map(|one| &one.content)
            .collect();
        Self::of(&statement.content, &nested)
    }

    /// All of a statement's content.
    pub(super) fn whole(statement: &Statement) -> Self {
        Self::of(&statement.content, &[])
    }

    fn of(content: &[Span], without: &[&Span]) -> Self {
        let mut parts = Vec::new();
        let mut found: Vec<Word> = Vec::new();
        for span in content {
            let mut at = span.start;
            let mut cuts: Vec<_> = without.iter().filter(|cut| cut.start < span.end && span.start < cut.end).collect();
            cuts.sort_by_key(|cut| (cut.start, cut.end));
            for cut in cuts {
                if at < cut.start {
                    parts.push((at, cut.start));
                }
                at = at.max(cut.end);
            }
            if at < span.end {
                parts.push((at, span.end));
            }
            let sentences = found.last().map_or(0, |word| word.sentence);
            for mut word in words(&span.exact, span.start) {
                if parts.iter().any(|(start, end)| *start <= word.start && word.end <= *end) {
                    word.sentence += sentences;
                    found.push(word);
                }
            }
        }
        Self { parts, words: found }
    }

    /// Whether a span begins in it.
    pub(super) fn holds(&self, span: &Span) -> bool {
        self.parts.iter().any(|(start, end)| *start <= span.start && span.start < *end)
    }

    /// Where a word stands that begins at a code point, or the first after it.
    pub(super) fn word_at(&self, start: usize) -> usize {
        self.words.partition_point(|word| word.start < start)
    }

    /// The text of some words with what stands between them, from a statement's content.
    pub(super) fn text(content: &[Span], start: usize, end: usize) -> String {
        let Some(span) = content.iter().find(|span| span.start <= start && start < span.end) else {
            return String::new();
        };
        span.exact.chars().skip(start - span.start).take(end.min(span.end).saturating_sub(start)).collect()
    }
}
