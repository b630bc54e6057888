//! What an expression of time says, before it is known when it was written.

use jiff::tz::{Offset, TimeZone};

use super::calendar::{Edge, Part, Shift, Unit};

/// What an expression says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Spec {
    /// A day, part of a day or point on the clock.
    Point(Point),
    /// A stretch of the calendar.
    Period(Period),
    /// So many units before or after something.
    Counted {
        count: Option<f64>,
        unit: Unit,
        ahead: bool,
        from: Anchor,
    },
    /// The units before or after the time of writing; without a number it is not told how many.
    Window {
        count: Option<f64>,
        unit: Unit,
        ahead: bool,
    },
    /// The units that end with something: `the 24 hours to Friday evening`.
    Leading {
        count: f64,
        unit: Unit,
        to: Box<Spec>,
    },
    /// The units that begin with something: `seven days from noon on Monday`.
    Lasting {
        count: f64,
        unit: Unit,
        from: Box<Spec>,
    },
    /// Units for which something to come goes on from the time of writing: `for 72 hours`.
    For {
        count: f64,
        unit: Unit,
    },
    Range(Box<Spec>, Box<Spec>),
    Since(Box<Spec>),
    Until(Box<Spec>),
    AsOf(Box<Spec>),
    By(Box<Spec>),
}

/// What units are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Publication,
    /// What was spoken of last.
    Discourse,
    /// Publication where the sentence looks ahead; elsewhere what was spoken of last.
    Either,
    /// Publication where the sentence looks ahead; elsewhere it tells how long something took.
    AheadOnly,
    /// Something that follows in the sentence: `two days before the vote`.
    Told,
}

/// A day, part of a day or point on the clock.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Point {
    pub(super) day: Option<Day>,
    pub(super) part: Option<Part>,
    pub(super) edge: Option<Edge>,
    pub(super) clock: Option<Clock>,
    /// The end of a range on the clock.
    pub(super) until: Option<Clock>,
    pub(super) zone: Option<Zone>,
}

/// The zone of a clock.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Zone {
    /// That of the place spoken of.
    Local,
    Named(TimeZone),
    Fixed(Offset),
}

/// A point on the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: i8,
    pub(super) minute: i8,
    /// Whether it can be either half of the day: `nine o'clock`.
    pub(super) either_half: bool,
}

/// Which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    Weekday(i8, Option<Shift>),
    /// A weekday of the week so many weeks from this one.
    WeekdayOf(i8, i32),
    /// Days from publication.
    Relative(i32),
    /// Days from the day spoken of.
    Same(i32),
    Date(Date),
}

/// A date as it is written; with `last` a run of days of one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: Year,
    pub(super) month: i8,
    pub(super) day: i8,
    pub(super) last: Option<i8>,
    /// Whether day and month may be the other way round.
    pub(super) unsure: bool,
}

/// The year of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    Unsaid,
    Said(i16),
    /// Years from that of publication.
    Shifted(i16),
}

/// A stretch of the calendar, or with an edge a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) of: Stretch,
    pub(super) edge: Option<Edge>,
}

/// A stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    /// A week, weekend, month, year: which one, if it is said.
    Unit(Unit, Option<Shift>),
    Month(i8, Year, Option<Shift>),
    Season(i8, Year, Option<Shift>),
    Years(i16, i16),
}
