//! Days, instants and intervals, as reports give them.

use jiff::{civil, tz::Offset};

/// A day, or an instant on a clock whose distance from UTC is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A whole day.
    Day(civil::Date),
    /// A point in time.
    Instant {
        /// What the clock shows.
        clock: civil::DateTime,
        /// How far the clock is ahead of UTC.
        offset: Offset,
    },
}

impl Moment {
    /// The day on its own clock.
    pub fn date(self) -> civil::Date {
        match self {
            Self::Day(date) => date,
            Self::Instant { clock, .. } => clock.date(),
        }
    }

    /// As the contract writes it: RFC 3339, a date or an instant to the second.
    pub fn rfc3339(self) -> String {
        match self {
            Self::Day(date) => date.to_string(),
            Self::Instant { clock, offset } => {
                let seconds = offset.seconds();
                let sign = if seconds < 0 { '-' } else { '+' };
                let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
                format!("{}{sign}{hours:02}:{minutes:02}", clock.strftime("%Y-%m-%dT%H:%M:%S"))
            }
        }
    }
}

/// From one moment to another; the end of a day-precise interval is included. An open end is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Interval {
    /// Where it begins.
    pub start: Option<Moment>,
    /// Where it ends.
    pub end: Option<Moment>,
}

impl Interval {
    /// One whole day.
    pub fn day(date: civil::Date) -> Self {
        Self { start: Some(Moment::Day(date)), end: Some(Moment::Day(date)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_rfc_3339() {
        let day = civil::date(2022, 2, 17);
        assert_eq!(Moment::Day(day).rfc3339(), "2022-02-17");
        let instant = Moment::Instant { clock: day.at(9, 5, 0, 0), offset: Offset::constant(2) };
        assert_eq!(instant.rfc3339(), "2022-02-17T09:05:00+02:00");
        let behind = Moment::Instant { clock: day.at(9, 5, 7, 0), offset: Offset::from_seconds(-12_600).unwrap() };
        assert_eq!(behind.rfc3339(), "2022-02-17T09:05:07-03:30");
    }
}
