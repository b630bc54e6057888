//! What times are resolved against: the moment of publication, and the days that the text has spoken of.

use jiff::{
    ToSpan,
    civil::Date,
    tz::{Offset, TimeZone},
};

use crate::time::{Interval, Moment};

use super::{TimeBasis, TimePrecision};

/// A resolved expression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Resolved {
    pub(super) interval: Interval,
    pub(super) basis: TimeBasis,
    pub(super) precision: Option<TimePrecision>,
}

impl Resolved {
    /// An expression that cannot be placed.
    pub(super) fn unknown(basis: TimeBasis, precision: TimePrecision) -> Self {
        Self { interval: Interval::default(), basis, precision: Some(precision) }
    }
}

/// What times are resolved against.
#[derive(Debug, Clone, Default)]
pub(super) struct Frame {
    /// The day of writing.
    pub(super) today: Option<Date>,
    /// The clock at publication, if it is known to be one of the place of writing.
    pub(super) offset: Option<Offset>,
    pub(super) instant: Option<Moment>,
    /// The zone that the document says its times are in.
    pub(super) zone: Option<TimeZone>,
    /// The day spoken of last.
    pub(super) last_day: Option<Date>,
    /// The day spoken of last in this paragraph.
    pub(super) near_day: Option<Date>,
    pub(super) last_instant: Option<Moment>,
}

impl Frame {
    /// Of a document published then.
    pub(super) fn of(published: Option<Moment>) -> Self {
        let offset = match published {
            // An offset of zero is how machines write any zone.
            Some(Moment::Instant { offset, .. }) if offset != Offset::UTC => Some(offset),
            _ => None,
        };
        let instant = published.filter(|moment| matches!(moment, Moment::Instant { .. }));
        Self { today: published.map(Moment::date), offset, instant, ..Self::default() }
    }

    /// Keeps what later expressions refer to.
    pub(super) fn remember(&mut self, resolved: &Resolved) {
        let day =
            matches!(resolved.precision, Some(TimePrecision::Day | TimePrecision::PartOfDay | TimePrecision::Instant));
        let at = resolved.interval.end.or(resolved.interval.start);
        if let (true, Some(moment)) = (day, at) {
            self.last_day = Some(moment.date());
            self.near_day = self.last_day;
            self.last_instant = Some(moment).filter(|moment| matches!(moment, Moment::Instant { .. }));
        }
    }
}

/// A day so many days from another.
pub(super) fn days_from(day: Date, days: i64) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// The Monday of a day's week.
pub(super) fn monday(day: Date) -> Option<Date> {
    days_from(day, -i64::from(day.weekday().to_monday_zero_offset()))
}

/// Whole days, both included.
pub(super) fn days(start: Date, end: Date) -> Interval {
    Interval { start: Some(Moment::Day(start)), end: Some(Moment::Day(end)) }
}

/// The days of a month.
pub(super) fn month(year: i16, month: i8) -> Option<(Date, Date)> {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

/// A day so many months from another.
pub(super) fn months_from(day: Date, months: i64) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_months(months).ok()?).ok()
}

/// An instant so many seconds from another.
pub(super) fn seconds_from(moment: Moment, seconds: i64) -> Option<Moment> {
    let Moment::Instant { clock, offset } = moment else { return None };
    let span = 0.seconds().checked_add(jiff::Span::new().try_seconds(seconds).ok()?).ok()?;
    Some(Moment::Instant { clock: clock.checked_add(span).ok()?, offset })
}
