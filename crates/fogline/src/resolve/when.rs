//! Times: expressions in running text, resolved against the moment of publication and what was said before.

use crate::{annotate::Annotation, document::Document, span::Span, time::Interval};

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
    /// A month.
    Month,
    /// A year or season.
    Year,
    /// An end that is not told.
    Open,
}

impl TimePrecision {
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
#[derive(Debug, Clone, Default)]
pub struct Calendars {}

impl Calendars {
    /// The tables that come with Fogline (`lexicon/*/calendar.toml`).
    pub fn bundled() -> Self {
        Self::default()
    }
}

/// Finds and resolves the expressions of time of a document, in order.
pub fn times(document: &Document, annotation: &Annotation, calendars: &Calendars) -> Vec<TimeMention> {
    let _ = (document, annotation, calendars);
    Vec::new()
}
