//! The strings inside CoNLL-U columns.

use std::borrow::Cow;

/// The 17 categories of Universal Dependencies.
const UPOS: [&str; 17] = [
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
    "SYM", "VERB", "X",
];

/// A field that may hold neither white space nor what could steer a terminal; `_` if there is none.
pub(super) fn field(value: &str) -> Cow<'_, str> {
    if value.is_empty() {
        "_".into()
    } else if value.contains(|c: char| c.is_whitespace() || c.is_control()) {
        escaped(value).into()
    } else {
        value.into()
    }
}

/// The coarse category: `_` if there is none, `X` for one that Universal Dependencies does not have.
pub(super) fn upos(pos: &str) -> &str {
    match pos {
        "" => "_",
        pos if UPOS.contains(&pos) => pos,
        "CONJ" => "CCONJ",
        _ => "X",
    }
}

/// `Name=Value` pairs sorted by name without regard to case, values sorted too; `_` if there are none.
pub(super) fn feats(morph: &str) -> String {
    let mut pairs: Vec<(&str, Vec<&str>)> = morph
        .split('|')
        .filter_map(|pair| pair.split_once('='))
        .filter(|(name, value)| !name.is_empty() && !value.is_empty())
        .map(|(name, value)| (name, value.split(',').collect()))
        .collect();
    pairs.sort_by_cached_key(|(name, _)| name.to_lowercase());
    pairs.dedup_by(|again, first| {
        again.0 == first.0 && {
            first.1.append(&mut again.1);
            true
        }
    });
    let pairs: Vec<_> = pairs
        .into_iter()
        .map(|(name, mut values)| {
            values.sort_by_cached_key(|value| value.to_lowercase());
            values.dedup();
            field(&format!("{name}={}", values.join(","))).into_owned()
        })
        .collect();
    if pairs.is_empty() { "_".into() } else { pairs.join("|") }
}

/// White space and `|` as the MISC column writes them: `\s`, `\n`, `\r`, `\t`, `\p`, `\\`.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' => out.push_str("\\s"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '|' => out.push_str("\\p"),
            '\\' => out.push_str("\\\\"),
            // The rest of Unicode's white space, which some readers take for the end of a line.
            c if c.is_whitespace() || c.is_control() => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feats_are_sorted_by_name() {
        assert_eq!(feats("Number=Sing|animacy=Inan|Case=Nom,Acc"), "animacy=Inan|Case=Acc,Nom|Number=Sing");
        assert_eq!(feats("Case=Nom|Case=Acc"), "Case=Acc,Nom");
        assert_eq!(feats(""), "_");
        assert_eq!(feats("broken|=x|y="), "_");
    }

    #[test]
    fn categories_outside_the_standard_become_x() {
        assert_eq!([upos("NOUN"), upos("CONJ"), upos("SPACE"), upos("")], ["NOUN", "CCONJ", "X", "_"]);
    }

    #[test]
    fn white_space_is_spelled_out() {
        assert_eq!(escaped(" \n\u{a0}|\\"), "\\s\\n\\u{a0}\\p\\\\");
        assert_eq!(field("10 000"), "10\\s000");
        assert_eq!(field(""), "_");
        assert_eq!(field("a\u{1b}[31m\0"), "a\\u{1b}[31m\\u{0}");
    }
}
