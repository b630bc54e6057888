//! Times as people write them.

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

use crate::error::{Result, refused};

/// A time, or the end of a day in UTC.
pub fn moment(argument: &str) -> Result<Timestamp> {
    match day(argument)? {
        Some(day) => {
            let end = day.tomorrow().and_then(|next| next.to_zoned(TimeZone::UTC)).map(|next| next.timestamp());
            end.and_then(|end| end.checked_sub(1.second())).map_err(|_| no_such(day))
        }
        None => instant(argument),
    }
}

/// A time, or the beginning of a day in UTC.
pub fn beginning(argument: &str) -> Result<Timestamp> {
    match day(argument)? {
        Some(day) => day.to_zoned(TimeZone::UTC).map(|day| day.timestamp()).map_err(|_| no_such(day)),
        None => instant(argument),
    }
}

/// Refuses days that end before they begin.
pub fn in_order(since: Option<Date>, until: Option<Date>) -> Result<()> {
    match since.zip(until) {
        Some((since, until)) if until < since => Err(refused(format!("until {until} is before since {since}"))),
        _ => Ok(()),
    }
}

/// A day without a time; a time has a day in it too, which is not what it means.
fn day(argument: &str) -> Result<Option<Date>> {
    let bare = argument.len() == "2022-02-17".len();
    if bare { argument.parse().map(Some).map_err(|_| neither()) } else { Ok(None) }
}

fn instant(argument: &str) -> Result<Timestamp> {
    argument.parse().map_err(|_| neither())
}

fn no_such(day: Date) -> crate::AskError {
    refused(format!("{day} is beyond the days that can be reckoned with"))
}

fn neither() -> crate::AskError {
    refused("not a time as 2022-02-17T09:00:00+02:00, nor a day as 2022-02-17")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_that_time_and_a_day_its_beginning_or_end() {
        let read = |argument: &str| [moment(argument), beginning(argument)].map(|at| at.unwrap().to_string());
        assert_eq!(read("2022-02-17T09:00:00+02:00"), ["2022-02-17T07:00:00Z", "2022-02-17T07:00:00Z"]);
        assert_eq!(read("2022-02-17"), ["2022-02-17T23:59:59Z", "2022-02-17T00:00:00Z"]);
        assert!(moment("9999-12-31").unwrap_err().to_string().contains("beyond the days"));
        for wrong in ["yesterday", "2022-02-30", "2022-02-17T09:00", ""] {
            assert!(moment(wrong).unwrap_err().to_string().contains("2022-02-17"), "{wrong}");
        }
    }
}
