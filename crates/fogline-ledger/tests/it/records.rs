use std::fs;

use fogline_ledger::{
    DocId, Kind, Ledger, LedgerError, Note, Outcome, Search,
    audit::{Acting, Actor, Audited, Deed},
};
use rusqlite::Connection;

use crate::desk::{Desk, at, draft, reading, versions};

#[test]
fn what_is_stored_comes_back() {
    for desk in [Desk::new(), Desk::sealed()] {
        let mut ledger = desk.open();
        let drafts = [draft(&ledger, "a", "Shells fell."), draft(&ledger, "b", "Nothing fell.")];
        let outcomes = ledger.append(&drafts, at(1)).unwrap().outcomes;
        assert_eq!(outcomes, [Outcome::Stored(1), Outcome::Stored(4)]);
        drop(ledger);
        let ledger = desk.open();
        let texts: Vec<_> =
            ledger.reports(None).unwrap().map(|read| read.unwrap().report().unwrap().document.text).collect();
        assert_eq!(texts, ["Shells fell.", "Nothing fell."]);
        let stored = ledger.document(4).unwrap();
        assert_eq!((stored.reference.as_str(), stored.recorded_at), ("b", at(1)));
        assert_eq!(stored.original, b"<p>Nothing fell.</p>");
        assert_eq!(stored.source, b"source");
        assert_eq!(ledger.annotation(4, &versions("1")).unwrap().unwrap(), b"parse");
        assert_eq!(ledger.annotation(4, &versions("2")).unwrap(), None);
        let id = drafts[1].id();
        assert_eq!(ledger.document_of(id.to_string().get(..8).unwrap()).unwrap(), 4);
        assert_eq!(ledger.id_of(4).unwrap(), id);
        assert!(matches!(ledger.document_of("00000000"), Err(LedgerError::NoDocument(_))));
        let verified = ledger.verify(None).unwrap();
        assert!(verified.is_sound(), "{:?}", verified.findings);
        assert_eq!(verified.records, 6);
        assert_eq!(desk.holding(b"Nothing fell."), Vec::<String>::new(), "all is compressed or encrypted");
    }
}

#[test]
fn the_same_again_changes_nothing() {
    let desk = Desk::new();
    let mut ledger = desk.open();
    let one = draft(&ledger, "a", "Shells fell.");
    let again = draft(&ledger, "a copy", "Shells fell.");
    let outcomes = ledger.append(&[one.clone(), again.clone()], at(1)).unwrap().outcomes;
    assert_eq!(outcomes, [Outcome::Stored(1), Outcome::Known(1)]);
    let head = ledger.head().unwrap();
    assert_eq!(ledger.append(&[again, one], at(2)).unwrap().outcomes, [Outcome::Known(1), Outcome::Known(1)]);
    assert_eq!(ledger.head().unwrap(), head);
    assert_eq!(ledger.document(1).unwrap().reference, "a", "it still opens with its key");
}

#[test]
fn a_reading_is_added_and_none_is_lost() {
    let desk = Desk::new();
    let mut ledger = desk.open();
    let one = draft(&ledger, "a", "Shells fell.");
    ledger.append(std::slice::from_ref(&one), at(10)).unwrap();
    assert_eq!(ledger.read_otherwise(&versions("1")).unwrap(), Vec::<i64>::new());
    assert_eq!(ledger.read_otherwise(&versions("2")).unwrap(), [1]);
    let newer = reading(one.id(), "a", "Shells fell, read again.");
    let seq = ledger.add_reading(one.id(), &newer, &versions("2"), at(20)).unwrap();
    assert_eq!(ledger.read_otherwise(&versions("2")).unwrap(), Vec::<i64>::new());
    let as_of = |ledger: &Ledger, second| {
        let reads: Vec<_> = ledger.reports(Some(at(second))).unwrap().map(Result::unwrap).collect();
        reads.into_iter().map(|read| (read.seq, read.basis)).collect::<Vec<_>>()
    };
    assert_eq!(as_of(&ledger, 9), []);
    assert_eq!(as_of(&ledger, 10), [(3, versions("1"))]);
    assert_eq!(as_of(&ledger, 19), [(3, versions("1"))]);
    assert_eq!(as_of(&ledger, 20), [(seq, versions("2"))]);
    assert_eq!(ledger.reading_of(1, None).unwrap().unwrap().json, newer);
    assert_eq!(ledger.reading_of(1, Some(at(9))).unwrap(), None);
    let found = |second| {
        let search = Search { words: "shells", as_of: Some(at(second)), limit: 9, ..Search::default() };
        ledger.search(&search).unwrap().total
    };
    assert_eq!([9, 10, 99].map(found), [0, 1, 1]);
}

#[test]
fn a_clock_set_back_is_held_at_the_last_record() {
    let desk = Desk::new();
    let mut ledger = desk.open();
    let drafts: Vec<_> = ["a", "b", "c"].map(|name| draft(&ledger, name, name)).into();
    assert_eq!(ledger.append(&drafts[..1], at(100)).unwrap().clock_behind, None);
    assert_eq!(ledger.append(&drafts[1..2], at(50)).unwrap().clock_behind, Some(at(100)));
    assert_eq!(ledger.document(4).unwrap().recorded_at, at(100));
    assert_eq!(ledger.append(&drafts[2..], at(101)).unwrap().clock_behind, None);
    assert!(ledger.verify(None).unwrap().is_sound());
}

#[test]
fn notes_are_kept_in_order_and_as_of_a_time() {
    let desk = Desk::sealed();
    let mut ledger = desk.open();
    let one = draft(&ledger, "a", "Shells fell.");
    ledger.append(std::slice::from_ref(&one), at(1)).unwrap();
    let note = |kind, about, body| Note { kind, about, quotes: &[], body };
    ledger.append_note(&note(Kind::Correction, Some(one.id()), b"first"), at(2)).unwrap();
    ledger.append_note(&note(Kind::Correction, None, b"second"), at(3)).unwrap();
    ledger.append_note(&note(Kind::Brief, None, b"a brief"), at(4)).unwrap();
    let first = ledger.append_note(&note(Kind::Quarantine, None, b"unreadable"), at(5)).unwrap();
    let again = ledger.append_note(&note(Kind::Quarantine, None, b"unreadable"), at(6)).unwrap();
    assert!(matches!((first, again), (Outcome::Stored(a), Outcome::Known(b)) if a == b));
    let bodies = |ledger: &Ledger, kind, as_of| {
        let entries = ledger.notes(kind, as_of).unwrap();
        entries.into_iter().map(|entry| (entry.document, String::from_utf8(entry.body).unwrap())).collect::<Vec<_>>()
    };
    let (first, second) = ((Some(1), "first".to_owned()), (None, "second".to_owned()));
    assert_eq!(bodies(&ledger, Kind::Correction, Some(at(2))), std::slice::from_ref(&first));
    assert_eq!(bodies(&ledger, Kind::Correction, None), [first, second]);
    assert_eq!(ledger.notes(Kind::Quarantine, None).unwrap().len(), 1);
    let unknown = Note { about: Some(DocId([0; 32])), ..note(Kind::Correction, None, b"x") };
    assert!(matches!(ledger.append_note(&unknown, at(7)), Err(LedgerError::NoDocument(_))));
}

#[test]
fn one_writes_and_others_read_meanwhile() {
    let desk = Desk::new();
    let mut writer = desk.open();
    let reader = Ledger::open_read_only(desk.folder.path(), None).unwrap();
    let error = Ledger::open(desk.folder.path(), None).unwrap_err();
    assert!(error.to_string().contains(&format!("({})", std::process::id())), "{error}");
    let one = draft(&writer, "a", "Shells fell.");
    writer.append(&[one], at(1)).unwrap();
    assert_eq!(reader.reports(None).unwrap().count(), 1);
    let mut reader = reader;
    let other = draft(&reader, "b", "b");
    assert!(matches!(reader.append(&[other], at(2)), Err(LedgerError::OpenedForReading)));
}

#[test]
fn records_cannot_be_changed_by_sql() {
    let desk = Desk::new();
    let mut ledger = desk.open();
    let one = draft(&ledger, "a", "Shells fell.");
    ledger.append(&[one], at(1)).unwrap();
    let raw = Connection::open(desk.file("ledger.sqlite")).unwrap();
    for sql in [
        "UPDATE record SET recorded_at = 0",
        "DELETE FROM record WHERE seq = 3",
        "INSERT OR REPLACE INTO record SELECT * FROM record WHERE seq = 2",
        "INSERT INTO record SELECT 9, 'brief', 9, NULL, NULL, NULL, key, body_hash, hash, body FROM record WHERE seq = 3",
        "DELETE FROM ledger",
    ] {
        assert!(raw.execute(sql, []).is_err(), "{sql}");
    }
    drop(raw);
    assert!(ledger.verify(None).unwrap().is_sound());
}

#[test]
fn wrong_folders_and_passphrases_are_told() {
    let desk = Desk::sealed();
    let error = |result: Result<Ledger, LedgerError>| result.unwrap_err().to_string();
    assert!(error(Ledger::open(desk.folder.path(), None)).contains("is sealed"));
    assert!(error(Ledger::open(desk.folder.path(), Some("wrong"))).contains("does not open"));
    let empty = tempfile::tempdir().unwrap();
    assert!(error(Ledger::open(empty.path(), None)).contains("no ledger"));
    fs::write(empty.path().join("ledger.sqlite"), "anything").unwrap();
    assert!(error(Ledger::open(empty.path(), None)).contains("not made by Fogline"));
    assert!(matches!(Ledger::init(desk.folder.path(), None, at(0)), Err(LedgerError::Exists(_))));
    Connection::open(desk.file("ledger.sqlite")).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(error(Ledger::open(desk.folder.path(), Some("correct horse"))).contains("version 99"));
    let two = Desk::new();
    fs::copy(desk.file("keys.sqlite"), two.file("keys.sqlite")).unwrap();
    assert!(error(Ledger::open(two.folder.path(), None)).contains("another ledger"));
    fs::remove_file(two.file("keys.sqlite")).unwrap();
    assert!(error(Ledger::open(two.folder.path(), None)).contains("missing"));
}

#[test]
fn who_asked_for_it_is_recorded_with_it() {
    let desk = Desk::new();
    let mut ledger = desk.open();
    let acting = Acting {
        by: Actor { account: Some("anna".to_owned()), token: None, address: Some("10.0.0.7".to_owned()) },
        request: "POST /api/v1/added".to_owned(),
    };
    ledger.act_for(acting.clone());
    let one = draft(&ledger, "a", "Shells fell.");
    ledger.append(std::slice::from_ref(&one), at(1)).unwrap();
    ledger.append(&[one], at(2)).unwrap();
    let note = Note { kind: Kind::Correction, about: None, quotes: &[], body: b"second" };
    ledger.append_note(&note, at(3)).unwrap();
    let written = |record, records, second| Audited {
        record,
        recorded_at: at(second),
        deed: Deed::Write { by: acting.by.clone(), request: acting.request.clone(), records },
    };
    assert_eq!(
        ledger.audits(None).unwrap(),
        [written(4, [1, 3], 1), written(6, [5, 5], 3)],
        "what the ledger had already is no write"
    );
    assert_eq!(ledger.told().unwrap().1, 5);
    assert!(ledger.verify(None).unwrap().is_sound());
}
