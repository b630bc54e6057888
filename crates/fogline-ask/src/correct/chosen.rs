//! Words chosen in the stored text of a report: by where they stand, or by what they are.

use fogline_reconcile::report::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{Result, refused};

/// Which words of the report.
#[derive(Debug, Clone, clap::Args, Serialize, Deserialize, JsonSchema)]
#[command(group(clap::ArgGroup::new("chosen").required(true).args(["words", "start"])))]
pub struct Chosen {
    /// The words, exactly as they stand in the text
    #[arg(long, value_name = "TEXT")]
    words: Option<String>,

    /// Which of them, where they stand in the text more than once: 1 for the first
    #[arg(long, value_name = "N", requires = "words")]
    nth: Option<usize>,

    /// Code point at which the words begin, counted from 0
    #[arg(long, value_name = "N", requires = "end", conflicts_with = "words")]
    start: Option<usize>,

    /// Code point behind the last one
    #[arg(long, value_name = "N", requires = "start")]
    end: Option<usize>,
}

impl Chosen {
    /// Where they stand in a text.
    pub fn within(&self, text: &str) -> Result<Span> {
        match (&self.words, self.start, self.end) {
            (Some(words), ..) => named(text, words, self.nth),
            (None, Some(start), Some(end)) => between(text, start, end),
            _ => Err(refused("choose words by what they are, or by where they start and end".to_string())),
        }
    }
}

fn between(text: &str, start: usize, end: usize) -> Result<Span> {
    let length = text.chars().count();
    if start >= end || end > length {
        return Err(refused(format!(
            "{start} to {end} are no words of the text, which has the code points 0 to {length}"
        )));
    }
    Ok(Span { start, end, exact: text.chars().skip(start).take(end - start).collect() })
}

fn named(text: &str, words: &str, nth: Option<usize>) -> Result<Span> {
    if words.trim().is_empty() {
        return Err(refused("there are no words to look for".to_string()));
    }
    let found: Vec<usize> = text.match_indices(words).map(|(at, _)| at).collect();
    let at = match (found.as_slice(), nth) {
        ([], _) => {
            return Err(refused(format!(
                "the words `{words}` do not stand in the text; they must be exactly as they stand there"
            )));
        }
        ([one], None) => *one,
        (all, None) => {
            return Err(refused(format!(
                "the words `{words}` stand in the text {} times; choose one of them, from 1 to {0}",
                all.len()
            )));
        }
        (all, Some(nth)) => match nth.checked_sub(1).and_then(|nth| all.get(nth)) {
            Some(at) => *at,
            None => {
                return Err(refused(format!(
                    "the words `{words}` stand in the text {} times, so there is none of number {nth}",
                    all.len()
                )));
            }
        },
    };
    let start = text.get(..at).unwrap_or_default().chars().count();
    Ok(Span { start, end: start + words.chars().count(), exact: words.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "Обстріл тривав. The mayor denied it; the army denied it.";

    #[test]
    fn words_are_found_once_or_by_their_number() {
        let one = named(TEXT, "mayor", None).unwrap();
        assert_eq!((one.start, one.end, one.exact.as_str()), (20, 25, "mayor"));
        let second = named(TEXT, "denied", Some(2)).unwrap();
        assert_eq!(between(TEXT, second.start, second.end).unwrap(), second);
        for (words, nth, why) in [
            ("denied", None, "2 times; choose one of them, from 1 to 2"),
            ("denied", Some(3), "none of number 3"),
            ("denied", Some(0), "none of number 0"),
            ("denies", None, "do not stand"),
            (" ", None, "no words to look for"),
        ] {
            let error = named(TEXT, words, nth).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
    }

    proptest! {
        #[test]
        fn a_span_has_the_words_that_stand_there(text in "\\PC{0,40}", start in 0_usize..50, end in 0_usize..50) {
            if let Ok(span) = between(&text, start, end) {
                let stands: String = text.chars().skip(span.start).take(span.end - span.start).collect();
                prop_assert_eq!(stands, span.exact);
            }
        }
    }
}
