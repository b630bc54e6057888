//! What lists are looked through by.

/// A word of an enumeration, however it is written: `no_answer` for "No answer" and `no-answer`.
pub(crate) fn as_word(text: &str) -> String {
    text.trim().to_lowercase().replace(['-', ' '], "_")
}

/// Whether a side is the one asked for, where one is.
pub(crate) fn is_side(wanted: Option<&str>, side: Option<&str>) -> bool {
    wanted.is_none_or(|wanted| side.is_some_and(|side| side.eq_ignore_ascii_case(wanted)))
}

/// Whether all words that are looked for occur in some texts, in any case.
pub(crate) fn has_words<'t>(wanted: &str, texts: impl Iterator<Item = &'t str>) -> bool {
    are_in(wanted, &texts.collect::<Vec<_>>().join("\n").to_lowercase())
}

/// Whether all words that are looked for occur in a text, which is in small letters.
pub(crate) fn are_in(wanted: &str, said: &str) -> bool {
    wanted.to_lowercase().split_whitespace().all(|word| said.contains(word))
}
