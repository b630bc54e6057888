use std::fs;

use fogline_ledger::{HeadCheck, Ledger, Verified};
use proptest::prelude::*;
use rusqlite::Connection;

use crate::desk::{Desk, at, draft};

/// A ledger of so many reports, closed.
fn filled(reports: u32) -> Desk {
    let desk = Desk::new();
    let mut ledger = desk.open();
    for i in 0..reports {
        let one = draft(
            &ledger,
            &format!("r{i}"),
            &format!("Shells fell on street {i}. {}", "word ".repeat(i as usize * 40)),
        );
        ledger.append(&[one], at(i.into())).unwrap();
    }
    desk
}

/// Changes the records behind the back of the triggers.
fn tamper(desk: &Desk, sql: &str) -> usize {
    let raw = Connection::open(desk.file("ledger.sqlite")).unwrap();
    raw.execute_batch("DROP TRIGGER record_is_kept; DROP TRIGGER record_is_final; DROP TRIGGER record_is_last;")
        .unwrap();
    raw.execute(sql, []).unwrap()
}

fn verify(desk: &Desk, head: Option<&str>) -> Verified {
    Ledger::open_read_only(desk.folder.path(), None).unwrap().verify(head).unwrap()
}

fn named(verified: &Verified) -> Vec<i64> {
    verified.findings.iter().filter_map(|finding| finding.record).collect()
}

#[test]
fn every_column_of_every_record_counts() {
    for (sql, record) in [
        ("UPDATE record SET body = zeroblob(length(body)) WHERE seq = 4", 4),
        ("UPDATE record SET body = CAST(body || x'00' AS BLOB) WHERE seq = 5", 5),
        ("UPDATE record SET recorded_at = recorded_at + 1 WHERE seq = 7", 7),
        ("UPDATE record SET kind = 'brief' WHERE seq = 6", 6),
        ("UPDATE record SET id = zeroblob(32) WHERE seq = 1", 1),
        ("UPDATE record SET subject = 1 WHERE seq = 6", 6),
        ("UPDATE record SET basis = NULL WHERE seq = 3", 3),
        ("UPDATE record SET key = zeroblob(32) WHERE seq = 2", 2),
        ("UPDATE record SET body_hash = zeroblob(32) WHERE seq = 2", 2),
        ("UPDATE record SET hash = zeroblob(32) WHERE seq = 8", 8),
        ("DELETE FROM record WHERE seq = 5", 5),
    ] {
        let desk = filled(3);
        assert!(verify(&desk, None).is_sound());
        assert_eq!(tamper(&desk, sql), 1, "{sql}");
        let verified = verify(&desk, None);
        assert!(named(&verified).contains(&record), "{sql}: {:?}", verified.findings);
    }
}

#[test]
fn a_chain_that_was_cut_or_written_anew_does_not_hold_the_head() {
    let desk = filled(3);
    let (head, records) = desk.open().head().unwrap();
    assert_eq!(records, 9);
    assert_eq!(verify(&desk, Some(&head.to_uppercase())).against, Some(HeadCheck::After(9)));
    let mut ledger = desk.open();
    let one = draft(&ledger, "later", "later");
    ledger.append(&[one], at(99)).unwrap();
    drop(ledger);
    let verified = verify(&desk, Some(&head));
    assert!(verified.is_sound() && verified.against == Some(HeadCheck::After(9)) && verified.records == 12);
    let later = verified.head;
    tamper(&desk, "DELETE FROM record WHERE seq > 9");
    assert!(verify(&desk, None).is_sound(), "nothing inside shows a chain that was cut at its end");
    let cut = verify(&desk, Some(&later));
    assert!(!cut.is_sound() && cut.against == Some(HeadCheck::NotInChain));
    assert!(!verify(&filled(3), Some(&head)).is_sound(), "another ledger of the same reports has another chain");
    assert!(!verify(&desk, Some("no hash")).is_sound());
}

#[test]
fn a_key_that_was_changed_or_taken_is_told() {
    for sql in ["UPDATE key SET secret = zeroblob(32)", "DELETE FROM key", "UPDATE key SET secret = x'00'"] {
        let desk = filled(1);
        Connection::open(desk.file("keys.sqlite")).unwrap().execute(sql, []).unwrap();
        assert_eq!(named(&verify(&desk, None)), [1, 2, 3], "{sql}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Where a byte that changed belongs to a record, the record is named; where it belongs to the file's own order, SQLite
    /// finds it, or what is read is still what was written.
    #[test]
    fn any_byte_of_the_file(place: prop::sample::Index, change in 1..=255_u8) {
        let desk = filled(6);
        let path = desk.file("ledger.sqlite");
        let before = verify(&desk, None);
        let mut bytes = fs::read(&path).unwrap();
        let at = place.index(bytes.len());
        bytes[at] ^= change;
        fs::write(&path, bytes).unwrap();
        let Ok(ledger) = Ledger::open_read_only(desk.folder.path(), None) else { return Ok(()) };
        let Ok(after) = ledger.verify(None) else { return Ok(()) };
        prop_assert!(!after.is_sound() || after == before, "{:?}", after);
    }

    /// Any byte of anything that is stored.
    #[test]
    fn any_byte_of_a_record(seq in 1..=9_i64, column in 0..5_usize, place: prop::sample::Index, change in 1..=255_u8) {
        let desk = filled(3);
        let column = ["body", "body_hash", "hash", "key", "id"][column];
        let raw = Connection::open(desk.file("ledger.sqlite")).unwrap();
        let value: Option<Vec<u8>> =
            raw.query_row(&format!("SELECT {column} FROM record WHERE seq = ?1"), [seq], |row| row.get(0)).unwrap();
        drop(raw);
        prop_assume!(value.is_some());
        let mut value = value.unwrap();
        let at = place.index(value.len());
        value[at] ^= change;
        let hex: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
        tamper(&desk, &format!("UPDATE record SET {column} = x'{hex}' WHERE seq = {seq}"));
        let verified = verify(&desk, None);
        prop_assert!(named(&verified).contains(&seq), "{column} of {seq}: {:?}", verified.findings);
    }
}
