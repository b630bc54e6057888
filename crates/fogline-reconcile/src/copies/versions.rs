//! Whether a report says that it is a later version, by the words of `lexicon/*/copies.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// Characters from the beginning within which a text says so.
const HEAD: usize = 80;

static MARKS: LazyLock<Vec<Version>> = LazyLock::new(|| {
    let files = [
        include_str!("../../../../lexicon/en/copies.toml"),
        include_str!("../../../../lexicon/ru/copies.toml"),
        include_str!("../../../../lexicon/uk/copies.toml"),
    ];
    files.into_iter().filter_map(|file| toml::from_str::<Lexicon>(file).ok()).flat_map(|file| file.version).collect()
});

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    version: Vec<Version>,
}

/// Words with which later versions begin.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Version {
    /// In small letters.
    words: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers of the file"))]
    why: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "for the test that runs it"))]
    example: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "for the test that runs it"))]
    not: String,
}

/// Whether the headline or the text begins with such words, set apart: in brackets, or before a colon, dash or number.
pub(super) fn is_marked(title: Option<&str>, text: &str) -> bool {
    title.is_some_and(begins) || begins(text)
}

fn begins(line: &str) -> bool {
    let line = line.trim_start();
    let bracket = line.starts_with(['(', '[']);
    let head: String =
        line.trim_start_matches(['(', '[', '*']).chars().take(HEAD).flat_map(char::to_lowercase).collect();
    MARKS.iter().flat_map(|version| &version.words).any(|words| {
        head.strip_prefix(words.as_str()).filter(|rest| !rest.starts_with(char::is_alphanumeric)).is_some_and(|rest| {
            let rest = rest.trim_start_matches(' ');
            let apart = rest.starts_with([':', '-', '–', '—', ')', ']', '.', '|'])
                || rest.starts_with(|c: char| c.is_ascii_digit());
            apart || bracket
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_reads_its_example_and_not_its_counterexample() {
        assert_eq!(MARKS.iter().filter(|row| row.why.is_empty()).count(), 0);
        assert!(MARKS.len() >= 3);
        for row in &*MARKS {
            assert!(begins(&row.example), "{}", row.example);
            assert!(!begins(&row.not), "{}", row.not);
        }
    }
}
