//! What the fuzz targets and the maker of their seeds share.

pub mod acquire;
pub mod package;
pub mod stored;

use std::{fs, path::PathBuf};

/// The small pipelines that the tests bring along.
pub const PIPELINES: [&str; 4] = ["mini_morph", "mini_vectors", "mini_parse", "mini_uk"];

/// The wheel of one of them.
pub fn wheel(pipeline: &str) -> PathBuf {
    fixtures().join(format!("pipelines/{pipeline}-0.1.0-py3-none-any.whl"))
}

/// Texts of the tests.
///
/// # Panics
/// If they cannot be read.
pub fn texts() -> Vec<String> {
    let file = fs::read_to_string(fixtures().join("texts.jsonl")).expect("the tests' texts");
    let text = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok()?["text"].as_str().map(str::to_owned);
    file.lines().filter_map(text).collect()
}

fn fixtures() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/fogline-nlp/tests/fixtures"))
}
