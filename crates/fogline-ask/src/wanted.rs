//! What lists are looked through by.

use std::collections::BTreeSet;

/// A word of an enumeration, however it is written: `no_answer` for "No answer" and `no-answer`.
pub(crate) fn as_word(text: &str) -> String {
    text.trim().to_lowercase().replace(['-', ' '], "_")
}

/// Whether a side is the one asked for, where one is.
pub(crate) fn is_side(wanted: Option<&str>, side: Option<&str>) -> bool {
    wanted.is_none_or(|wanted| side.is_some_and(|side| side.eq_ignore_ascii_case(wanted)))
}

/// What texts say, each once, as it is looked for: in small letters.
pub(crate) fn in_small_letters<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let each: BTreeSet<&str> = texts.collect();
    each.into_iter().collect::<Vec<_>>().join("\n").to_lowercase()
}

/// Whether all words that are looked for occur in a text, which is in small letters.
pub(crate) fn are_in(wanted: &str, said: &str) -> bool {
    wanted.to_lowercase().split_whitespace().all(|word| said.contains(word))
}
