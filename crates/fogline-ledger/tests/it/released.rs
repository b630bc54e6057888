//! Ledgers that released versions have written open with this one.

use std::{fs, path::Path};

use fogline_ledger::{HeadCheck, Kind, Ledger, LedgerError, Note, Search};

use crate::desk::{at, draft, versions};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
const PASSPHRASE: &str = "correct horse";

/// A ledger with one of everything.
fn fill(folder: &Path, passphrase: Option<&str>) {
    Ledger::init(folder, passphrase, at(0)).unwrap();
    let mut ledger = Ledger::open(folder, passphrase).unwrap();
    let drafts =
        [draft(&ledger, "kept", "Shells fell on Stanytsia Luhanska."), draft(&ledger, "gone", "To be erased.")];
    ledger.append(&drafts, at(1)).unwrap();
    ledger
        .add_reading(drafts[0].id(), br#"{"document":{"text":"Shells fell, read again."}}"#, &versions("2"), at(2))
        .unwrap();
    for (kind, about) in [(Kind::Correction, Some(drafts[0].id())), (Kind::Brief, None), (Kind::Quarantine, None)] {
        ledger.append_note(&Note { kind, about, quotes: &[], body: kind.name().as_bytes() }, at(3)).unwrap();
    }
    ledger.erase(drafts[1].id(), "for the test", "the test", at(4)).unwrap();
    fs::write(folder.join("head.txt"), ledger.head().unwrap().0).unwrap();
}

/// Writes the fixtures of the version at hand; to be run once when a version is released, and never again for it.
#[test]
#[ignore = "writes the fixtures of a new version"]
fn make_fixtures() {
    for (name, passphrase) in [("ledger-v1", None), ("sealed-v1", Some(PASSPHRASE))] {
        let folder = Path::new(FIXTURES).join(name);
        assert!(!folder.exists(), "{} is there already", folder.display());
        fill(&folder, passphrase);
        fs::remove_file(folder.join("ledger.lock")).unwrap();
    }
}

#[test]
fn ledgers_of_version_1_open() {
    for (name, passphrase) in [("ledger-v1", None), ("sealed-v1", Some(PASSPHRASE))] {
        let copy = tempfile::tempdir().unwrap();
        for entry in fs::read_dir(Path::new(FIXTURES).join(name)).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, copy.path().join(path.file_name().unwrap())).unwrap();
        }
        let head = fs::read_to_string(copy.path().join("head.txt")).unwrap();
        let mut ledger = Ledger::open(copy.path(), passphrase).unwrap();
        let verified = ledger.verify(Some(&head)).unwrap();
        assert!(verified.is_sound(), "{:?}", verified.findings);
        assert_eq!((verified.against, verified.erased), (Some(HeadCheck::After(11)), vec![4]));
        assert_eq!(ledger.document(1).unwrap().original, b"<p>Shells fell on Stanytsia Luhanska.</p>");
        assert_eq!(ledger.annotation(1, &versions("1")).unwrap().unwrap(), b"parse");
        assert!(matches!(ledger.document(4), Err(LedgerError::Erased { .. })));
        for kind in [Kind::Correction, Kind::Brief, Kind::Quarantine] {
            assert_eq!(ledger.notes(kind, None).unwrap()[0].body, kind.name().as_bytes());
        }
        let text = |second| ledger.reading_of(1, Some(at(second))).unwrap().unwrap().report().unwrap().document.text;
        assert_eq!(
            (text(1).as_str(), text(2).as_str()),
            ("Shells fell on Stanytsia Luhanska.", "Shells fell, read again.")
        );
        assert_eq!(ledger.search(&Search { words: "shelling", limit: 9, ..Search::default() }).unwrap().total, 1);
        let more = draft(&ledger, "more", "More.");
        ledger.append(&[more], at(9)).unwrap();
        assert!(ledger.verify(Some(&head)).unwrap().is_sound());
    }
}
