use fogline_ledger::{Kind, LedgerError, Note, Outcome};

use crate::desk::{Desk, at, draft};

const WORDS: &str = "Perepelytsia of Zoryane named her neighbour.";

#[test]
fn erased_words_are_nowhere_and_the_chain_holds() {
    for desk in [Desk::new(), Desk::sealed()] {
        let mut ledger = desk.open();
        let kept = draft(&ledger, "kept", "Shells fell.");
        let gone = draft(&ledger, "gone", WORDS);
        ledger.append(&[kept.clone(), gone.clone()], at(1)).unwrap();
        let about = Note { kind: Kind::Correction, about: Some(gone.id()), quotes: &[], body: WORDS.as_bytes() };
        ledger.append_note(&about, at(2)).unwrap();
        let quotes = [gone.id(), kept.id()];
        let brief = Note { kind: Kind::Brief, about: None, quotes: &quotes, body: WORDS.as_bytes() };
        let Outcome::Stored(brief) = ledger.append_note(&brief, at(3)).unwrap() else { panic!() };
        let other = Note { kind: Kind::Brief, about: None, quotes: &quotes[1..], body: b"Shells fell." };
        ledger.append_note(&other, at(3)).unwrap();
        let head = ledger.head().unwrap().0;

        let erased = ledger.erase(gone.id(), "a witness asked for it", "A. Editor", at(4)).unwrap();
        assert_eq!(
            (erased.records.as_slice(), erased.quoting.as_slice()),
            ([4, 5, 6, 7].as_slice(), [brief].as_slice())
        );
        let error = ledger.document(4).unwrap_err();
        let LedgerError::Erased { at: when, reason, .. } = &error else { panic!("{error}") };
        assert_eq!((*when, reason.as_str()), (at(4), "a witness asked for it"));
        assert!(matches!(ledger.reading(6), Err(LedgerError::Erased { .. })));
        assert_eq!(ledger.reports(None).unwrap().count(), 1);
        assert_eq!(ledger.reports(Some(at(1))).unwrap().count(), 1, "nor as of an earlier time");
        assert_eq!(ledger.notes(Kind::Brief, None).unwrap().len(), 1);
        assert_eq!(ledger.notes(Kind::Correction, None).unwrap().len(), 0);
        let verified = ledger.verify(Some(&head)).unwrap();
        assert!(verified.is_sound(), "{:?}", verified.findings);
        assert_eq!(verified.erased, [4]);

        let again = draft(&ledger, "gone", WORDS);
        assert_eq!(ledger.append(&[again], at(5)).unwrap().outcomes, [Outcome::Erased(4)]);
        let correction = Note { kind: Kind::Correction, about: Some(gone.id()), quotes: &[], body: b"x" };
        assert!(matches!(ledger.append_note(&correction, at(5)), Err(LedgerError::Erased { .. })));
        assert!(matches!(ledger.erase(gone.id(), "again", "A. Editor", at(6)), Err(LedgerError::Erased { .. })));
        for word in WORDS.split(' ') {
            if word.len() > 4 {
                assert_eq!(desk.holding(word.as_bytes()), Vec::<String>::new(), "{word}");
            }
        }
    }
}

#[test]
fn an_erasure_that_was_cut_off_is_completed() {
    let desk = Desk::new();
    let mut ledger = desk.open();
    let gone = draft(&ledger, "gone", WORDS);
    ledger.append(std::slice::from_ref(&gone), at(1)).unwrap();
    // As if the process had ended before the key was destroyed.
    let keys = std::fs::read(desk.file("keys.sqlite")).unwrap();
    ledger.erase(gone.id(), "asked for", "A. Editor", at(2)).unwrap();
    let own: Vec<(Vec<u8>, Vec<u8>)> = {
        let raw = rusqlite::Connection::open(desk.file("keys.sqlite")).unwrap();
        let mut statement = raw.prepare("SELECT id, secret FROM key").unwrap();
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    drop(ledger);
    std::fs::write(desk.file("keys.sqlite"), keys).unwrap();
    let raw = rusqlite::Connection::open(desk.file("keys.sqlite")).unwrap();
    for key in own {
        raw.execute("INSERT OR IGNORE INTO key VALUES (?1, ?2)", key).unwrap();
    }
    drop(raw);
    let ledger = desk.open();
    assert!(matches!(ledger.document(1), Err(LedgerError::Erased { .. })));
}
