//! What stands where in a report's text, in code points.

use crate::{
    report::{Event, Place, Report, Span, Statement},
    sides::Sides,
};

use super::super::rules::Words;

/// A report with what is asked of its text.
pub(super) struct Scene<'r> {
    pub(super) report: &'r Report,
    pub(super) sides: &'r Sides,
    pub(super) words: &'static Words,
    /// Byte at which each code point begins, and where the text ends.
    bytes: Vec<usize>,
    /// Code points at which lines begin.
    lines: Vec<usize>,
    /// What the report is about: the conflict pack of whom it names, else the country of most of its places.
    pub(super) theatre: Option<String>,
}

impl<'r> Scene<'r> {
    pub(super) fn new(report: &'r Report, sides: &'r Sides) -> Self {
        let text = &report.document.text;
        let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        bytes.push(text.len());
        let lines = text.chars().enumerate().filter(|(_, c)| *c == '\n').map(|(at, _)| at + 1);
        let words = Words::of(report.document.lang.as_deref());
        Self {
            report,
            sides,
            words,
            bytes,
            lines: std::iter::once(0).chain(lines).collect(),
            theatre: theatre(report, sides),
        }
    }

    /// The text between two code points.
    pub(super) fn text(&self, start: usize, end: usize) -> &'r str {
        let at = |point: usize| self.bytes.get(point).copied().unwrap_or(self.report.document.text.len());
        self.report.document.text.get(at(start)..at(end)).unwrap_or_default()
    }

    /// The sentence that holds a code point.
    pub(super) fn sentence(&self, at: usize) -> &'r str {
        self.sentence_span(at).map_or("", |(start, end)| self.text(start, end))
    }

    /// Where the sentence that holds a code point begins and ends.
    pub(super) fn sentence_span(&self, at: usize) -> Option<(usize, usize)> {
        let sentences = &self.report.document.sentences;
        let next = sentences.partition_point(|one| one.start <= at);
        let one = sentences.get(next.checked_sub(1)?)?;
        (at < one.end).then_some((one.start, one.end))
    }

    /// The number of the sentence that holds a code point, or the last one before it.
    pub(super) fn sentence_number(&self, at: usize) -> usize {
        self.report.document.sentences.partition_point(|one| one.start <= at)
    }

    /// Whether a code point stands in the first two sentences, which a headline tells of.
    pub(super) fn first_sentences(&self, at: usize) -> bool {
        self.sentence_number(at) <= 2
    }

    /// The number of the line, which is a paragraph, that holds a code point.
    pub(super) fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at)
    }

    /// Whether words are a part of somebody's name. Words that only say to whom something was done are none: "fired at Norton".
    pub(super) fn is_named(&self, span: &Span) -> bool {
        let known = self.report.actors.iter().filter(|actor| !actor.id.starts_with("unnamed."));
        let mentions = known.flat_map(|actor| &actor.mentions);
        mentions.into_iter().any(|one| one.start <= span.start && span.end <= one.end)
    }

    /// The paragraph that holds a code point, with those before and behind it.
    pub(super) fn around(&self, at: usize) -> &'r str {
        // Empty lines stand between paragraphs.
        const LINES: usize = 2;
        let number = self.line(at) - 1;
        let start = self.lines.get(number.saturating_sub(LINES)).copied().unwrap_or_default();
        self.text(start, self.lines.get(number + LINES + 1).copied().unwrap_or(usize::MAX))
    }

    /// The statements that tell of an event.
    pub(super) fn telling(&self, event: &'r Event) -> impl Iterator<Item = &'r Statement> {
        self.report.statements.iter().filter(|one| one.events.contains(&event.id))
    }

    /// Whether the word behind says that whom something befell is known from before: "executed him".
    pub(super) fn befell_known(&self, word: &Span) -> bool {
        let to = self.sentence_span(word.start).map_or(word.end, |(_, end)| end.max(word.end));
        let mut behind = self.text(word.end, to).split(|c: char| !c.is_alphanumeric());
        behind.find(|one| !one.is_empty()).is_some_and(|one| is_among(&self.words.befallen, one))
    }

    /// Whether the words before say that something is known from before: "the blast", "that explosion".
    pub(super) fn is_definite(&self, word: &Span) -> bool {
        let from = self.sentence_span(word.start).map_or(0, |(start, _)| start);
        let before = self.text(from, word.start);
        let mut near = before.split(|c: char| !c.is_alphanumeric()).rev().filter(|one| !one.is_empty()).take(2);
        near.any(|one| is_among(&self.words.definite, one))
    }

    /// Whether the words before a figure say that it does not hold: "not two".
    pub(super) fn is_replaced(&self, figure: &Span) -> bool {
        let before = self.text(figure.start.saturating_sub(16), figure.start).trim_end().to_lowercase();
        self.words
            .instead_of
            .iter()
            .any(|word| before.strip_suffix(word.as_str()).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)))
    }

    /// Whether a place named in the text can be where something happened: it is known, and not a part of somebody's name.
    pub(super) fn is_site(&self, place: &Place) -> bool {
        place.gazetteer_id.is_some()
            && matches!(place.precision.as_deref(), Some("settlement" | "point" | "adm2"))
            && place.span.as_ref().is_some_and(|span| !self.is_named(span) && self.stands_as_place(span))
    }
}

impl Scene<'_> {
    /// Whether the word before a name says that it is where something is, or the name heads a line.
    fn stands_as_place(&self, span: &Span) -> bool {
        let line = self.lines.get(self.line(span.start) - 1).copied().unwrap_or_default();
        let before = self.text(line.max(span.start.saturating_sub(48)), span.start);
        if !before.chars().any(char::is_alphabetic) {
            return true;
        }
        // One word may stand between: "in central Norton", "in government-held Norton".
        let near =
            before.split(|c: char| !c.is_alphanumeric() && c != '-').rev().filter(|word| !word.is_empty()).take(2);
        near.into_iter().any(|word| is_among(&self.words.at, word))
    }
}

/// Whether a list of words holds one, whatever its case.
pub(super) fn is_among(words: &[String], one: &str) -> bool {
    let one = one.to_lowercase();
    words.contains(&one)
}

/// The pack, other than the general one, of most actors; else that in whose area most places lie, or the country of most.
fn theatre(report: &Report, sides: &Sides) -> Option<String> {
    let packs = report.actors.iter().filter_map(|actor| {
        let (pack, _) = actor.pack_id.as_deref()?.split_once('/')?;
        (pack != "general").then_some((pack, actor.mentions.len().max(1)))
    });
    let around = |place: &Place| {
        let conflict = sides.conflict_in(place.country.as_deref()?, place.admin1.as_deref()?);
        conflict.map(str::to_owned)
    };
    let conflicts: Vec<String> = report.places.iter().filter_map(around).collect();
    let of_places = report.places.iter().filter_map(|place| Some((place.country.as_deref()?, 1)));
    most(packs).or_else(|| most(conflicts.iter().map(|pack| (pack.as_str(), 1)))).or_else(|| most(of_places))
}

fn most<'s>(of: impl Iterator<Item = (&'s str, usize)>) -> Option<String> {
    let mut tally = std::collections::BTreeMap::<&str, usize>::new();
    for (one, number) in of {
        *tally.entry(one).or_default() += number;
    }
    tally.into_iter().max_by_key(|(name, number)| (*number, std::cmp::Reverse(*name))).map(|(name, _)| name.to_owned())
}
