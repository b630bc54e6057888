//! Datelines: `KYIV, Feb 17 (Northwire) -`, `ПОПАСНА.`, `WASHINGTON (AP) —`, `Київ. 17 лютого. УНІАН.`.

use super::lexicon::{fold, lexicon};

/// The longest dateline, in characters.
const LONGEST: usize = 90;

/// The length in bytes of the dateline that a paragraph begins with, up to where its first sentence begins.
pub(in crate::acquire) fn dateline(text: &str) -> Option<usize> {
    let head = text.get(..text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at))?;
    // Up to a dash between spaces or after a bracket, whichever comes first; else up to the first full stop.
    let mut open = 0_i32;
    let mut stop = None;
    let mut before = ' ';
    for (at, c) in head.char_indices() {
        let after = head.get(at + c.len_utf8()..).unwrap_or_default();
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            '—' | '–' | '-' if open == 0 && (before.is_whitespace() || before == ')' || c == '—') => {
                let rest = after.trim_start_matches(['-', '—', '–']);
                if !rest.starts_with(char::is_whitespace) && c != '—' && rest.len() == after.len() {
                    before = c;
                    continue;
                }
                let is = is_dateline(head.get(..at)?, true);
                return is.then(|| goes_on(text, ends_at(text, at + c.len_utf8())).0);
            }
            '.' | ':'
                if open == 0
                    && stop.is_none()
                    && (after.starts_with(char::is_whitespace) || (after.is_empty() && text.len() == head.len()))
                    && (is_dateline(head.get(..at)?, false)
                        || (are_places(head.get(..at)?) && goes_on(text, at + 1).1)) =>
            {
                stop = Some(goes_on(text, at + 1).0);
            }
            '\n' | '"' | '“' | '«' | '?' | '!' => break,
            _ => {}
        }
        before = c;
    }
    stop.map(|at| ends_at(text, at))
}

/// Past further dashes, without the space after them.
fn ends_at(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.len() - rest.trim_start_matches(['-', '—', '–']).len()
}

/// Past a date and an agency that follow as sentences of their own, and whether a date does.
fn goes_on(text: &str, mut at: usize) -> (usize, bool) {
    let mut dated = false;
    if let Some((words, end)) = sentence(text, at).filter(|(words, _)| is_date(words)) {
        (at, dated) = (end, !words.is_empty());
    }
    if let Some((_, end)) = sentence(text, at).filter(|(words, _)| is_agency(words)) {
        at = end;
    }
    (at, dated)
}

/// The short sentence that begins there, without its full stop, and its end.
fn sentence(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text.get(at..)?;
    let near = rest.get(..rest.char_indices().nth(LONGEST).map_or(rest.len(), |(at, _)| at))?;
    let stop = near.match_indices('.').map(|(stop, _)| stop).find(|stop| {
        rest.get(stop + 1..).is_some_and(|after| after.is_empty() || after.starts_with(char::is_whitespace))
    })?;
    Some((near.get(..stop)?.trim(), at + stop + 1))
}

fn is_date(words: &str) -> bool {
    let folded = fold(words);
    let mut words = folded.split([' ', ',']).filter(|word| !word.is_empty());
    let lexicon = lexicon();
    let month = |word: &str| lexicon.months.contains_key(word);
    folded.split([' ', ',']).any(month)
        && folded.bytes().any(|b| b.is_ascii_digit())
        && words.all(|w| month(w) || lexicon.of_dates.contains(w) || w.bytes().all(|b| b.is_ascii_digit()))
}

/// An agency, alone or with the name of its writer.
fn is_agency(words: &str) -> bool {
    let mut parts = words.split(',').map(str::trim);
    let agency = parts.next().unwrap_or_default().trim_matches(['/', '(', ')', '[', ']']);
    lexicon().wires.contains(&fold(agency)) && parts.all(are_places)
}

/// Up to three words that all begin with a capital.
fn are_places(words: &str) -> bool {
    let words: Vec<&str> = words.split_whitespace().collect();
    (1..=3).contains(&words.len()) && words.iter().all(|word| word.chars().next().is_some_and(char::is_uppercase))
}

/// Whether what stands before the dash or full stop is places, dates and agencies alone.
fn is_dateline(head: &str, dash: bool) -> bool {
    let lexicon = lexicon();
    let (outside, bracket) = match head.split_once('(') {
        Some((outside, rest)) => (outside, rest.split_once(')').map(|(inside, _)| inside)),
        None => (head, None),
    };
    let words: Vec<&str> = outside.split([' ', ',', '/', '\u{a0}', ';']).filter(|word| !word.is_empty()).collect();
    let mut capitals = 0;
    let (mut places, mut date, mut wire) = (0, false, false);
    for word in &words {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let folded = fold(bare);
        if bare.bytes().all(|b| b.is_ascii_digit())
            || lexicon.months.contains_key(&folded)
            || lexicon.of_dates.contains(&folded)
        {
            date |= lexicon.months.contains_key(&folded);
        } else if lexicon.wires.contains(&folded) && places > 0 {
            wire = true;
        } else if bare.chars().next().is_some_and(char::is_uppercase) {
            places += 1;
            capitals += usize::from(
                bare.chars().filter(|c| c.is_alphabetic()).count() >= 3 && bare.chars().all(|c| !c.is_lowercase()),
            );
        } else {
            return false;
        }
    }
    if places == 0 || places > 5 {
        return false;
    }
    let agency = bracket.is_some_and(|inside| {
        inside.chars().count() <= 30
            && inside.split_whitespace().count() <= 4
            && inside.chars().next().is_some_and(char::is_uppercase)
    });
    let shouted = capitals > 0
        && words.first().is_some_and(|w| w.chars().filter(|c| c.is_alphabetic()).all(|c| !c.is_lowercase()));
    if dash {
        shouted || agency || (date && places <= 3) || wire
    } else {
        bracket.is_none() && shouted && capitals == places && places <= 3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_end_where_the_report_begins() {
        for (line, text) in [
            ("KYIV, Feb 17 (Northwire) -", " Shelling hit a school."),
            ("WASHINGTON (AP) —", " The president spoke."),
            ("Donetsk, 17 February (Meridian) –", " Two were hurt."),
            ("ПОПАСНА.", " Обстріл тривав годину."),
            ("ДОНЕЦК, 17 фев — РИА Новости.", ""),
            ("МОСКВА, 17 фев — РИА Новости.", " Министерство это отрицает."),
            ("ЛУГАНСК, 17 фев - РИА Новости, Иван Коваль.", " Двое ранены."),
            ("Київ. 17 лютого. УНІАН.", " Обстріл тривав годину."),
            ("Kyiv. 17 February 2022.", " Two were hurt."),
            ("MOSCOW, February 17. /TASS/.", " The ministry denied it."),
            ("MOSCOW --", " The ministry denied it."),
            ("HAYWARD, Calif. (AP) —", " The Latest."),
            ("КИЕВ, 17 февраля —", " Мэр просит жителей остаться дома."),
        ] {
            let whole = format!("{line}{text}");
            let found = dateline(&whole).and_then(|end| whole.get(..end));
            assert_eq!(found, Some(line));
        }
    }

    #[test]
    fn sentences_are_no_datelines() {
        for text in [
            "NATO-led forces moved in.",
            "Putin – who spoke on Friday – denied it.",
            "The town fell. Nobody was hurt.",
            "Putin. May 5 was quiet. Reuters.",
            "Kyiv. Reuters reported it.",
            "Washington said it would - if asked - send more.",
            "\"WE WILL NOT LEAVE.\" He said it twice.",
            "Two people (a couple) - both of Kyiv - left.",
        ] {
            assert_eq!(dateline(text), None, "{text}");
        }
    }
}
