//! A ledger in a folder of its own, and reports to put into it.

use std::{collections::BTreeMap, fs, path::PathBuf};

use fogline_ledger::{Basis, DocId, Draft, Ledger, NewReport};
use jiff::Timestamp;
use serde_json::json;
use tempfile::TempDir;

pub(crate) struct Desk {
    pub(crate) folder: TempDir,
    passphrase: Option<&'static str>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self::with(None)
    }

    pub(crate) fn sealed() -> Self {
        Self::with(Some("correct horse"))
    }

    fn with(passphrase: Option<&'static str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Ledger::init(folder.path(), passphrase, at(0)).unwrap();
        Self { folder, passphrase }
    }

    pub(crate) fn open(&self) -> Ledger {
        Ledger::open(self.folder.path(), self.passphrase).unwrap()
    }

    pub(crate) fn passphrase(&self) -> Option<&'static str> {
        self.passphrase
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Names of the files that hold some bytes.
    pub(crate) fn holding(&self, bytes: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        for entry in fs::read_dir(self.folder.path()).unwrap() {
            let path = entry.unwrap().path();
            if fs::read(&path).unwrap().windows(bytes.len()).any(|window| window == bytes) {
                found.push(path.file_name().unwrap().to_string_lossy().into_owned());
            }
        }
        found
    }
}

/// So many seconds into 2022.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_640_995_200 + seconds).unwrap()
}

pub(crate) fn versions(engine: &str) -> Basis {
    Basis(BTreeMap::from([("engine".to_owned(), engine.to_owned())]))
}

/// A reading that finds nothing in a text.
pub(crate) fn reading(id: DocId, reference: &str, text: &str) -> Vec<u8> {
    json!({
        "schema": "fogline.reading/1",
        "document": {
            "ref": reference, "id": id.to_string(), "text": text, "lang": "en", "published": "2022-02-17",
            "segments": [{ "kind": "body", "start": 0, "end": text.chars().count() }],
        },
    })
    .to_string()
    .into_bytes()
}

pub(crate) fn draft(ledger: &Ledger, reference: &str, text: &str) -> Draft {
    let original = format!("<p>{text}</p>");
    let id = DocId::of(original.as_bytes());
    ledger
        .drafter()
        .draft(&NewReport {
            reference,
            original: original.as_bytes(),
            source: b"source",
            annotation: Some((&versions("1"), b"parse")),
            reading: &reading(id, reference, text),
            basis: &versions("1"),
        })
        .unwrap()
}
