//! Days as tables write them, in styles that a mapping names.

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::civil::Date;
use serde::Deserialize;

use crate::{Fault, Reason, serial::day_of};

/// How a day is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// 2022-02-17, with or without a time behind it.
    Iso,
    /// 17/02/2022, 17.02.2022, 17-02-2022.
    DayFirst,
    /// 02/17/2022, with any of the same marks.
    MonthFirst,
    /// 17 February 2022, 17-Feb-2022, February 17, 2022.
    DayMonthName,
    /// 44609, as spreadsheets count days.
    ExcelSerial,
}

impl Style {
    /// Every style.
    pub const ALL: [Self; 5] = [Self::Iso, Self::DayFirst, Self::MonthFirst, Self::DayMonthName, Self::ExcelSerial];

    /// As a mapping writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Iso => "iso",
            Self::DayFirst => "day_first",
            Self::MonthFirst => "month_first",
            Self::DayMonthName => "day_month_name",
            Self::ExcelSerial => "excel_serial",
        }
    }

    /// The day that a text is in this style.
    pub fn read(self, text: &str) -> Option<Date> {
        let text = text.trim();
        match self {
            Self::Iso => {
                let (day, rest) = (text.get(..10)?, text.get(10..)?);
                let time = rest.is_empty()
                    || rest.starts_with(['T', ' '])
                        && rest.bytes().all(|b| b.is_ascii_digit() || b"T :.Z+-".contains(&b));
                (time && day.as_bytes().get(4) == Some(&b'-')).then(|| day.parse().ok()).flatten()
            }
            Self::DayFirst => numbers(text).and_then(|[day, month, year]| date(year, month, day)),
            Self::MonthFirst => numbers(text).and_then(|[month, day, year]| date(year, month, day)),
            Self::DayMonthName => named(text),
            Self::ExcelSerial => day_of(text.parse().ok()?, false),
        }
    }
}

/// How precisely a day is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// To the day.
    #[default]
    Day,
    /// To the week around it.
    Week,
    /// To its month.
    Month,
    /// To its year.
    Year,
}

impl Precision {
    /// The first and the last day that can be meant by a day.
    pub fn around(self, day: Date) -> (Date, Date) {
        const HALF_A_WEEK: i64 = 3;
        let span = |days: i64| jiff::Span::new().try_days(days).unwrap_or_default();
        match self {
            Self::Day => (day, day),
            Self::Week => {
                (day.checked_sub(span(HALF_A_WEEK)).unwrap_or(day), day.checked_add(span(HALF_A_WEEK)).unwrap_or(day))
            }
            Self::Month => (day.first_of_month(), day.last_of_month()),
            Self::Year => (day.first_of_year(), day.last_of_year()),
        }
    }
}

/// The day that a cell tells. Styles by which it would be two different days leave it open.
pub(super) fn day(text: &str, styles: &[Style]) -> Result<Date, Fault> {
    let mut read: Vec<(Style, Date)> = Vec::new();
    for style in std::iter::once(Style::Iso).chain(styles.iter().copied()) {
        if let Some(date) = style.read(text)
            && read.iter().all(|(_, known)| *known != date)
        {
            read.push((style, date));
        }
    }
    match read.as_slice() {
        [(_, date)] => Ok(*date),
        [] => {
            let named: Vec<&str> = styles.iter().map(|style| style.name()).collect();
            let would: Vec<&str> =
                Style::ALL.into_iter().filter(|style| style.read(text).is_some()).map(Style::name).collect();
            let hint = match would.as_slice() {
                [] => String::new(),
                would => {
                    format!("; it would be read by {}, which the mapping can name under [days]", would.join(" or "))
                }
            };
            let named = if named.is_empty() { "iso".to_owned() } else { named.join(", ") };
            Err(Fault::new(Reason::DateStyle, format!("`{text}` is no day in a style of the mapping ({named}){hint}")))
        }
        [(one, a), (other, b), ..] => {
            let (one, other) = (one.name(), other.name());
            let detail =
                format!("`{text}` is {a} by {one} and {b} by {other}; name one of the two under [days] of the mapping");
            Err(Fault::new(Reason::DateAmbiguous, detail))
        }
    }
}

/// Three numbers with the same mark between them, the last of four digits.
fn numbers(text: &str) -> Option<[i16; 3]> {
    let mark = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| "/.-".contains(*c))?;
    // A time may stand behind.
    let (day, _) = text.split_once([' ', 'T']).unwrap_or((text, ""));
    let mut parts = day.split(mark);
    let (a, b, year) = (parts.next()?, parts.next()?, parts.next()?);
    let short = |part: &str| (1..=2).contains(&part.len());
    let fits = parts.next().is_none() && short(a) && short(b) && year.len() == 4;
    fits.then(|| Some([a.parse().ok()?, b.parse().ok()?, year.parse().ok()?])).flatten()
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// A day with the name of its month, before or behind it.
fn named(text: &str) -> Option<Date> {
    let words: Vec<String> =
        text.split([' ', '-', ',', '.', '\u{a0}']).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    // Behind the year there may be a sign for it, or a time.
    let (first, second, year) = (words.first()?, words.get(1)?, words.get(2)?);
    let number = |word: &str, most: usize| (word.len() <= most).then(|| word.parse::<i16>().ok()).flatten();
    let day = |word: &str| number(word.trim_end_matches(['s', 't', 'h', 'n', 'd', 'r']), 2);
    let year = (year.len() == 4).then(|| number(year, 4)).flatten()?;
    match (day(first), month(second), month(first), day(second)) {
        (Some(day), Some(month), ..) | (_, _, Some(month), Some(day)) => date(year, month, day),
        _ => None,
    }
}

/// The number of a month by its name.
fn month(name: &str) -> Option<i16> {
    static MONTHS: LazyLock<BTreeMap<String, i16>> = LazyLock::new(|| {
        let all = super::guess::Words::bundled().months.iter();
        all.flat_map(|(number, names)| names.iter().map(|name| (name.clone(), number.parse().unwrap_or_default())))
            .collect()
    });
    MONTHS.get(name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_in_every_style() {
        for (style, texts) in [
            (Style::Iso, &["2022-02-17", "2022-02-17 00:00:00.000", "2022-02-17T09:00:00Z"][..]),
            (Style::DayFirst, &["17/02/2022", "17.2.2022", "17-02-2022", "17/02/2022 09:00"]),
            (Style::MonthFirst, &["02/17/2022", "2-17-2022"]),
            (
                Style::DayMonthName,
                &["17 February 2022", "17-Feb-2022", "February 17, 2022", "17 лютого 2022 р.", "17 февраля 2022"],
            ),
            (Style::ExcelSerial, &["44609", "44609.5"]),
        ] {
            for text in texts {
                assert_eq!(
                    style.read(text).map(|day| day.to_string()).as_deref(),
                    Some("2022-02-17"),
                    "{text} by {style:?}"
                );
            }
        }
        for (style, text) in [
            (Style::Iso, "2022-02-17x"),
            (Style::Iso, "2022-02-30"),
            (Style::DayFirst, "17/02/22"),
            (Style::DayFirst, "31/02/2022"),
            (Style::DayMonthName, "17 Foo 2022"),
            (Style::ExcelSerial, "0"),
            (Style::ExcelSerial, "99999999"),
        ] {
            assert_eq!(style.read(text), None, "{text} by {style:?}");
        }
    }

    #[test]
    fn what_could_be_two_days_stays_open() {
        let both = [Style::DayFirst, Style::MonthFirst];
        let open = day("03/04/2023", &both).unwrap_err();
        assert_eq!(open.reason, Reason::DateAmbiguous);
        assert!(open.detail.contains("2023-04-03 by day_first and 2023-03-04 by month_first"), "{}", open.detail);
        assert_eq!(day("03/04/2023", &both[..1]).unwrap().to_string(), "2023-04-03");
        assert_eq!(day("17/02/2022", &both).unwrap().to_string(), "2022-02-17");
        assert_eq!(day("04/04/2023", &both).unwrap().to_string(), "2023-04-04");
        let none = day("03/04/2023", &[]).unwrap_err();
        assert_eq!(none.reason, Reason::DateStyle);
        assert!(none.detail.contains("day_first or month_first"), "{}", none.detail);
    }

    #[test]
    fn precision_widens_a_day() {
        let day = jiff::civil::date(2022, 2, 17);
        let around = |precision: Precision| {
            let (from, to) = precision.around(day);
            (from.to_string(), to.to_string())
        };
        assert_eq!(around(Precision::Week), ("2022-02-14".into(), "2022-02-20".into()));
        assert_eq!(around(Precision::Month), ("2022-02-01".into(), "2022-02-28".into()));
        assert_eq!(around(Precision::Year), ("2022-01-01".into(), "2022-12-31".into()));
    }
}
