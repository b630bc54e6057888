//! Times: expressions in running text, resolved against the moment of publication and what was said before.

mod calendar;
mod frame;
mod grammar;
mod place;
mod point;
mod spec;
mod tense;
#[cfg(test)]
mod tests;

use std::{ops::Range, sync::LazyLock};

use crate::{
    annotate::{Annotation, Paragraph},
    document::Document,
    lang::Lang,
    span::Span,
    time::Interval,
};

use super::{
    numerals::slot,
    tokens::{self, Token},
};
use calendar::{Calendar, Class};
use frame::Frame;
use grammar::Reader;
use spec::{Day, Point, Spec};

/// An expression of time.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeMention {
    /// Its words.
    pub span: Span,
    /// The time it stands for; both ends open where it cannot be told.
    pub interval: Interval,
    /// What the interval rests on.
    pub basis: TimeBasis,
    /// How finely the words tell it.
    pub precision: Option<TimePrecision>,
    /// Whether its words count how long it is: `the 24 hours to Friday evening`.
    pub measured: bool,
    /// Whether its words tell how long something to come goes on, and not when: `for 72 hours`.
    pub lasts: bool,
}

/// What an interval rests on (domain.md 1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeBasis {
    /// A date written out.
    ExplicitDate,
    /// A weekday.
    StatedWeekday,
    /// A part of the day: overnight, on Thursday morning.
    StatedPartOfDay,
    /// A week: this week, over the weekend.
    StatedWeek,
    /// Counted from another time: yesterday, two days earlier.
    Relative,
    /// Told by the discourse.
    InferredFromDiscourse,
    /// Taken over from an expression before.
    CarriedOver,
    /// It is not clear what it belongs to.
    AmbiguousScope,
    /// The moment of publication.
    Publication,
    /// Not told.
    NotStated,
}

impl TimeBasis {
    /// As the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::ExplicitDate => "explicit_date",
            Self::StatedWeekday => "stated_weekday",
            Self::StatedPartOfDay => "stated_part_of_day",
            Self::StatedWeek => "stated_week",
            Self::Relative => "relative",
            Self::InferredFromDiscourse => "inferred_from_discourse",
            Self::CarriedOver => "carried_over",
            Self::AmbiguousScope => "ambiguous_scope",
            Self::Publication => "publication",
            Self::NotStated => "not_stated",
        }
    }
}

/// How finely words tell a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimePrecision {
    /// A point on the clock.
    Instant,
    /// Morning, night.
    PartOfDay,
    /// A day.
    Day,
    /// A week or weekend.
    Week,
    /// A month or season.
    Month,
    /// A year or more.
    Year,
    /// An end that is not told.
    Open,
}

impl TimePrecision {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Instant, Self::PartOfDay, Self::Day, Self::Week, Self::Month, Self::Year, Self::Open];

    /// As the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Instant => "instant",
            Self::PartOfDay => "part_of_day",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
            Self::Open => "open",
        }
    }
}

/// Words of time by language.
#[derive(Debug, Clone, Copy)]
pub struct Calendars {
    by_lang: &'static [Calendar; 3],
}

/// The tables that come with Fogline.
static BUNDLED: LazyLock<[Calendar; 3]> = LazyLock::new(|| [Lang::En, Lang::Ru, Lang::Uk].map(Calendar::bundled));

impl Calendars {
    /// The tables that come with Fogline (`lexicon/*/calendar.toml`).
    pub fn bundled() -> Self {
        Self { by_lang: &BUNDLED }
    }

    /// The words of a language; those of English where there are none.
    fn of(self, lang: Lang) -> &'static Calendar {
        let [en, ru, uk] = self.by_lang;
        [en, ru, uk][slot(lang)]
    }
}

impl Default for Calendars {
    fn default() -> Self {
        Self::bundled()
    }
}

/// Finds and resolves the expressions of time of a document, in order.
pub fn times(document: &Document, annotation: &Annotation, calendars: &Calendars) -> Vec<TimeMention> {
    let mut frame = Frame::of(document.facts.published.map(|published| published.at));
    let mut found = Vec::new();
    for (number, paragraph) in annotation.paragraphs.iter().enumerate() {
        let lang = paragraph.sentences.first().map_or(Lang::Other, |sentence| sentence.lang);
        let tokens = tokens::tokens(&document.text, paragraph.span);
        let reader = Reader { tokens: &tokens, calendar: calendars.of(lang) };
        let view = paragraph.parse.as_ref().map(tense::Tree::of);
        frame.near_day = None;
        if frame.zone.is_none() {
            frame.zone = stated_zone(&reader);
        }
        for (at, spec) in reader.expressions() {
            let Some(span) = span_of(&tokens, &at) else { continue };
            let sentence = sentence_of(paragraph, span, &tokens);
            let word = view.as_ref().map(|view| (view, main_word(&reader, paragraph, &at)));
            let ahead = tense::ahead(&reader, &at, &spec, &sentence, word);
            let Some(placed) = frame.place(&spec, ahead) else { continue };
            // How long something will go on is not when it is.
            if !matches!(spec, Spec::For { .. }) {
                frame.remember(&placed);
            }
            if number == 0 && found.is_empty() && is_dateline(&tokens, &at, &spec) {
                frame.date_from(&placed.interval);
            }
            found.push(TimeMention {
                span,
                interval: placed.interval,
                basis: placed.basis,
                precision: placed.precision,
                measured: matches!(spec, Spec::Leading { .. } | Spec::Lasting { .. } | Spec::For { .. }),
                lasts: matches!(spec, Spec::For { .. }),
            });
        }
    }
    found
}

impl Frame {
    /// Takes a dateline's day for the day of writing, where the report was published then or a little later.
    fn date_from(&mut self, dateline: &Interval) {
        let Some((today, day)) = self.today.zip(dateline.end.map(crate::time::Moment::date)) else { return };
        if (0..=3).contains(&(today - day).get_days()) {
            self.today = Some(day);
        }
    }
}

/// Whether an expression is the date of a dateline: early in the text, behind a place in capitals, before a mark.
fn is_dateline(tokens: &[Token<'_>], at: &Range<usize>, spec: &Spec) -> bool {
    let date = matches!(spec, Spec::Point(Point { day: Some(Day::Date(_)), clock: None, .. }));
    let place = tokens
        .iter()
        .take(at.start)
        .any(|token| token.text.chars().count() > 2 && token.text.chars().all(char::is_uppercase));
    let closes = tokens
        .get(at.end)
        .is_some_and(|token| token.is_dash() || matches!(token.text, "." | "(" | ":" | "," | "/") && !token.opens_line);
    date && at.start <= 10 && place && closes
}

/// The zone that a paragraph says all times are in.
fn stated_zone(reader: &Reader<'_>) -> Option<jiff::tz::TimeZone> {
    (0..reader.tokens.len()).find_map(|at| {
        let len = reader.is(at, &Class::TimesAre)?;
        let zone = |at: usize| {
            reader.class(at, |class| if let Class::Zone(Some(zone)) = class { Some(zone.clone()) } else { None })
        };
        (at + len..at + len + 3).find_map(zone).map(|(_, zone)| zone)
    })
}

fn span_of(tokens: &[Token<'_>], at: &Range<usize>) -> Option<Span> {
    let (first, last) = (tokens.get(at.start)?, tokens.get(at.end.checked_sub(1)?)?);
    Some(Span::new(first.span.start, last.span.end))
}

/// The tokens of the sentence that a stretch begins in.
fn sentence_of(paragraph: &Paragraph, span: Span, tokens: &[Token<'_>]) -> Range<usize> {
    let whole = paragraph.span;
    let after = paragraph.sentences.partition_point(|sentence| sentence.span.end <= span.start);
    let sentence = paragraph.sentences.get(after);
    let sentence = sentence.map_or(whole, |sentence| sentence.span);
    let start = tokens.partition_point(|token| token.span.start < sentence.start);
    let end = tokens.partition_point(|token| token.span.start < sentence.end);
    start..end.max(start)
}

/// The parsed word that an expression hangs on: its weekday, month or unit, else its first.
fn main_word(reader: &Reader<'_>, paragraph: &Paragraph, at: &Range<usize>) -> usize {
    let head = at.clone().find(|i| {
        let named =
            |class: &Class| matches!(class, Class::Weekday(_) | Class::Month(_) | Class::Unit(..) | Class::Day(_));
        reader.class(*i, |class| named(class).then_some(())).is_some()
    });
    let token = reader.token(head.unwrap_or(at.start));
    token.map_or(usize::MAX, |token| paragraph.words_in(token.span).start)
}
