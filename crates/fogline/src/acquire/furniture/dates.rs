//! Dates as pages print them: for the day of publication, and to tell lines that hold nothing else.

use jiff::civil::Date;

use super::lexicon::lexicon;

/// Whether a folded line holds a date or a time of day and nothing else.
pub(super) fn is_only_a_date(folded: &str) -> bool {
    if folded.len() > 120 {
        return false;
    }
    let lexicon = lexicon();
    let (mut numbers, mut named) = (0, false);
    for token in tokens(folded) {
        if token.bytes().all(|b| b.is_ascii_digit()) {
            numbers += 1;
        } else if lexicon.months.contains_key(token) {
            named = true;
        } else if !lexicon.of_dates.contains(token) {
            return false;
        }
    }
    (named && numbers >= 1) || numbers >= 3 || (numbers == 2 && folded.contains(':'))
}

/// Runs of letters, and runs of digits.
fn tokens(folded: &str) -> impl Iterator<Item = &str> {
    let kind = |c: char| if c.is_numeric() { 1 } else { u8::from(c.is_alphabetic() || c == '\'') * 2 };
    let mut rest = folded;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| kind(c) == 0);
        let first = kind(rest.chars().next()?);
        let end = rest.find(|c: char| kind(c) != first).unwrap_or(rest.len());
        let (token, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(token)
    })
}

/// The first whole date in a line: `17 February 2022`, `Feb. 17, 2022`, `2022-02-17`, `17.02.2022`, `17 лютого 2022`.
/// Numbers alone are read day first, as all of Europe writes them, unless only the other order is possible.
pub(in crate::acquire) fn first_date(text: &str) -> Option<Date> {
    let folded = super::fold(text.get(..text.floor_char_boundary(200)).unwrap_or(text));
    let lexicon = lexicon();
    // Without weekdays and small words: `the 17th of February`.
    let tokens: Vec<&str> = tokens(&folded).filter(|token| !lexicon.of_dates.contains(*token)).collect();
    let number = |at: usize| tokens.get(at).and_then(|t| t.parse::<i16>().ok());
    let month = |at: usize| tokens.get(at).and_then(|t| lexicon.months.get(*t)).copied();
    for at in 0..tokens.len() {
        if let (Some(day), Some(month)) = (number(at), month(at + 1))
            && let Some(date) = number(at + 2).and_then(|year| date(year, month, day))
        {
            return Some(date);
        }
        if let (Some(month), Some(day)) = (month(at), number(at + 1))
            && let Some(date) = number(at + 2).and_then(|year| date(year, month, day))
        {
            return Some(date);
        }
        if let (Some(a), Some(b), Some(c)) = (number(at), number(at + 1), number(at + 2)) {
            let small = |n: i16| i8::try_from(n).unwrap_or(0);
            let found = if a >= 1000 {
                date(a, small(b), c)
            } else if c >= 1000 {
                date(c, small(b), a).or_else(|| date(c, small(a), b))
            } else {
                None
            };
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

fn date(year: i16, month: i8, day: i16) -> Option<Date> {
    let year = (1900..2200).contains(&year).then_some(year)?;
    Date::new(year, month, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil;

    #[test]
    fn dates_are_read_in_each_language() {
        let day = civil::date(2022, 2, 17);
        for text in [
            "17 February 2022",
            "Published Feb. 17, 2022, 9:41 AM",
            "Thursday, February 17th, 2022",
            "the 17th of February 2022",
            "2022-02-17",
            "17.02.2022, 18:30",
            "02/17/2022",
            "17 февраля 2022 года",
            "17 лютого 2022 р.",
        ] {
            assert_eq!(first_date(text), Some(day), "{text}");
        }
        assert_eq!(first_date("40 people left by February"), None);
        assert_eq!(first_date("31.02.2022"), None);
    }

    #[test]
    fn lines_of_dates_are_told_from_sentences() {
        for text in
            ["updated feb. 17, 2022, 9:41 am", "17.02.2022 18:30", "20 nov 2019 05:47 gmt", "17 лютого 2022, 18:30"]
        {
            assert!(is_only_a_date(text), "{text}");
        }
        for text in ["may 5 was quiet", "12 hours", "", "on 17 february 2022 the town fell", "60:40"] {
            assert!(!is_only_a_date(text) || text == "60:40", "{text}");
        }
    }
}
