//! Days as spreadsheets count them.

use jiff::civil;

/// The day of a spreadsheet's serial number.
pub(crate) fn day_of(serial: f64, from_1904: bool) -> Option<civil::Date> {
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let whole = serial.floor() as i64;
    let (first, days) = match (from_1904, whole) {
        (true, _) => (civil::date(1904, 1, 1), whole),
        (false, ..60) => (civil::date(1899, 12, 31), whole),
        (false, 60) => return None,
        (false, _) => (civil::date(1899, 12, 30), whole),
    };
    first.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_days() {
        for (serial, day) in [
            (1.0, Some("1900-01-01")),
            (59.0, Some("1900-02-28")),
            (60.0, None),
            (61.0, Some("1900-03-01")),
            (44_609.0, Some("2022-02-17")),
            (0.5, None),
            (f64::NAN, None),
        ] {
            assert_eq!(day_of(serial, false).map(|date| date.to_string()).as_deref(), day, "{serial}");
        }
        assert_eq!(day_of(43_147.0, true).unwrap().to_string(), "2022-02-17");
    }
}
