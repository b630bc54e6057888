//! Dates as records, pages, feeds and mails write them.

use jiff::{
    Timestamp, civil,
    fmt::{rfc2822, temporal::DateTimeParser},
    tz::Offset,
};

use super::furniture::dates::first_date;
use crate::time::Moment;

/// Reads a date or an instant: RFC 3339 and its relatives (`2022-02-17`, `2022-02-17T09:05:00+02:00`, `2022-02-17
/// 09:05:00Z`) or RFC 2822 (`Thu, 17 Feb 2022 09:05:00 +0200`). A clock time without an offset gives its day only, since
/// it is not told where the clock stands.
pub fn moment(text: &str) -> Option<Moment> {
    static PARSER: DateTimeParser = DateTimeParser::new();
    let text = text.trim();
    if let Ok(pieces) = PARSER.parse_pieces(text) {
        let clock = pieces.time().map(|time| pieces.date().to_datetime(time));
        return Some(match (clock, pieces.to_numeric_offset()) {
            (Some(clock), Some(offset)) => Moment::Instant { clock, offset },
            _ => Moment::Day(pieces.date()),
        });
    }
    if let Some(zoned) = compact_offset(text).and_then(|text| moment(&text)) {
        return Some(zoned);
    }
    rfc2822::parse(text).ok().map(|zoned| Moment::Instant { clock: zoned.datetime(), offset: zoned.offset() })
}

/// Reads a date as data write it, or as people do: `17 Feb 2022`.
pub fn written(text: &str) -> Option<Moment> {
    moment(text).or_else(|| first_date(text).map(Moment::Day))
}

/// `+0200` written as `+02:00`.
fn compact_offset(text: &str) -> Option<String> {
    let at = text.rfind(['+', '-']).filter(|at| *at > 10 && text.len() - at == 5)?;
    let (clock, offset) = text.split_at_checked(at)?;
    let (hours, minutes) = offset.split_at_checked(3)?;
    minutes.bytes().all(|b| b.is_ascii_digit()).then(|| format!("{clock}{hours}:{minutes}"))
}

/// The instant so many seconds after 1970 began, in UTC.
pub fn unix(seconds: i64) -> Option<Moment> {
    let stamp = Timestamp::from_second(seconds).ok()?;
    Some(Moment::Instant { clock: Offset::UTC.to_datetime(stamp), offset: Offset::UTC })
}

/// A plain day.
pub fn day(year: i16, month: i8, day: i8) -> Option<Moment> {
    civil::Date::new(year, month, day).ok().map(Moment::Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_they_are_written() {
        for (text, expected) in [
            ("2022-02-17", "2022-02-17"),
            ("2022-02-17T17:35:00+02:00", "2022-02-17T17:35:00+02:00"),
            ("2022-02-17T17:35:00+0200", "2022-02-17T17:35:00+02:00"),
            ("2022-02-17T17:35:00Z", "2022-02-17T17:35:00+00:00"),
            ("2022-02-17 17:35:00", "2022-02-17"),
            ("Thu, 17 Feb 2022 17:35:00 +0200", "2022-02-17T17:35:00+02:00"),
            ("Thu, 17 Feb 2022 17:35:00 GMT", "2022-02-17T17:35:00+00:00"),
        ] {
            assert_eq!(moment(text).map(Moment::rfc3339).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "yesterday", "2022-02-31", "17"] {
            assert_eq!(moment(text), None, "{text}");
        }
        assert_eq!(unix(1_645_112_100).map(Moment::rfc3339).as_deref(), Some("2022-02-17T15:35:00+00:00"));
    }
}
