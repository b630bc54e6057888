//! The packs that a ledger keeps.

use std::{borrow::Cow, collections::BTreeMap};

use fogline::packs::Pack;
use fogline_ledger::{Kind, LedgerError, Note};

use rusqlite::Connection;

use crate::desk::{Desk, at};

/// A pack of one side, by that name.
fn pack(id: &str, side: &str) -> Pack {
    let text = format!("[pack]\ntitle = \"Harbour dispute\"\n[[side]]\nid = \"{side}\"\nname = \"Harbour guard\"\n");
    Pack::parse(id, BTreeMap::from([("pack.toml".to_owned(), Cow::Owned(text))])).unwrap()
}

/// The sides of a pack of these, by id.
fn sides(packs: &[Pack], id: &str) -> Vec<String> {
    let own = packs.iter().filter(|pack| pack.id == id).flat_map(|pack| &pack.sides);
    own.map(|side| side.id.clone()).collect()
}

#[test]
fn a_pack_is_kept_once_and_the_later_takes_the_place_of_the_earlier() {
    for desk in [Desk::new(), Desk::sealed()] {
        let mut ledger = desk.open();
        let bundled = Pack::bundled().unwrap().len();
        assert_eq!(ledger.packs(None).unwrap().len(), bundled);
        let one = pack("harbour", "GUARD");
        assert!(ledger.keep_pack(&one, at(10)).unwrap());
        assert!(!ledger.keep_pack(&one, at(11)).unwrap(), "the same again is not kept");
        let other = pack("harbour", "WATCH");
        assert!(ledger.keep_pack(&other, at(20)).unwrap());
        assert!(ledger.keep_pack(&one, at(30)).unwrap(), "what was there before can come back");
        drop(ledger);
        let ledger = desk.open();
        let known = |second| sides(&ledger.packs(Some(at(second))).unwrap(), "harbour");
        assert_eq!((known(9), known(15), known(25)), (vec![], vec!["GUARD".to_owned()], vec!["WATCH".to_owned()]));
        let now = ledger.packs(None).unwrap();
        assert_eq!((now.len(), sides(&now, "harbour")), (bundled + 1, vec!["GUARD".to_owned()]));
        assert_eq!(desk.holding(b"Harbour dispute"), Vec::<String>::new(), "it is encrypted as all records are");
        assert!(ledger.verify(None).unwrap().is_sound());
        assert!(ledger.counts(None).unwrap().contains(&(Kind::Pack, 3)));
    }
}

#[test]
fn a_pack_of_the_binary_is_kept_only_where_it_is_another() {
    let desk = Desk::new();
    let mut ledger = desk.open();
    let bundled = Pack::bundled().unwrap();
    for pack in bundled {
        assert!(!ledger.keep_pack(pack, at(1)).unwrap(), "{}", pack.id);
    }
    let last = bundled.last().unwrap();
    assert!(ledger.keep_pack(&pack(&last.id, "GUARD"), at(2)).unwrap());
    let ids = |packs: &[Pack]| packs.iter().map(|pack| pack.id.clone()).collect::<Vec<_>>();
    let known = ledger.packs(None).unwrap();
    assert_eq!(ids(&known), ids(bundled), "it takes the place of the one in the binary");
    assert_eq!(sides(&known, &last.id), ["GUARD"]);
    assert!(ledger.keep_pack(last, at(3)).unwrap(), "and that one comes back by being kept");
    assert_eq!(ledger.packs(None).unwrap().last().unwrap().sides, last.sides);
}

#[test]
fn a_pack_that_was_changed_is_told() {
    let desk = Desk::new();
    desk.open().keep_pack(&pack("harbour", "GUARD"), at(1)).unwrap();
    let raw = Connection::open(desk.file("ledger.sqlite")).unwrap();
    raw.execute_batch(
        "DROP TRIGGER record_is_final; UPDATE record SET body = CAST(body || x'00' AS BLOB) WHERE kind = 'pack'",
    )
    .unwrap();
    let ledger = fogline_ledger::Ledger::open_read_only(desk.folder.path(), None).unwrap();
    assert_eq!(ledger.verify(None).unwrap().findings[0].record, Some(1));
    assert!(ledger.packs(None).is_err(), "nothing is derived by it");
}

#[test]
fn a_pack_that_is_not_sound_is_told_and_nothing_panics() {
    let desk = Desk::new();
    let mut ledger = desk.open();
    let note = |body| Note { kind: Kind::Pack, about: None, quotes: &[], body };
    ledger.append_note(&note(br#"{"id":"x","files":{"pack.toml":"[pack]"}}"#), at(1)).unwrap();
    let error = ledger.packs(None).unwrap_err();
    assert!(matches!(error, LedgerError::Pack(_)) && error.to_string().contains("pack.toml"), "{error}");
    ledger.append_note(&note(b"no pack"), at(2)).unwrap();
    assert!(matches!(ledger.packs(None).unwrap_err(), LedgerError::Damaged { seq: 2, .. }));
}
