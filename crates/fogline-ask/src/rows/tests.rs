use std::io::Cursor;

use fogline_ledger::{Basis, DocId, NewReport, standing};
use fogline_reconcile::incidents::{Incident, mention::Level};
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::correct::{OfRow, What, Wish, correct};

/// Readings of reports on one shelling.
const READINGS: &str = include_str!("../../../fogline-reconcile/tests/fixtures/lumen/readings.jsonl");

const HEAD: &str = "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,location,latitude,longitude,geo_precision,fatalities,notes";

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

/// A ledger that took in these reports.
fn ledger(dir: &std::path::Path) -> Ledger {
    Ledger::init(dir, None, at(0)).unwrap();
    let mut ledger = Ledger::open(dir, None).unwrap();
    let basis = Basis([("engine".to_owned(), "1".to_owned())].into());
    for line in READINGS.lines() {
        let mut reading: Value = serde_json::from_str(line).unwrap();
        reading["document"]["id"] = DocId::of(line.as_bytes()).to_string().into();
        let draft = ledger.drafter().draft(&NewReport {
            reference: reading["document"]["ref"].as_str().unwrap(),
            original: line.as_bytes(),
            source: b"source",
            annotation: None,
            reading: reading.to_string().as_bytes(),
            basis: &basis,
        });
        ledger.append(&[draft.unwrap()], at(1)).unwrap();
    }
    settle(&mut ledger);
    ledger
}

fn settle(ledger: &mut Ledger) {
    standing::settle(ledger, &ledger.packs(None).unwrap()).unwrap();
}

fn take(ledger: &mut Ledger, table: &str, now: Timestamp) -> Imported {
    take_as(ledger, table, now, Wanted { file: "table.csv", ..Wanted::default() })
}

fn take_as(ledger: &mut Ledger, table: &str, now: Timestamp, wanted: Wanted<'_>) -> Imported {
    let done = Plan::of(Cursor::new(table), wanted).unwrap().import(ledger, Cursor::new(table), now).unwrap();
    settle(ledger);
    done
}

fn view(ledger: &Ledger, as_of: Option<Timestamp>) -> View {
    View::answering(ledger, Need::Incidents, Known { as_of, as_published: None }).unwrap()
}

fn shown(ledger: &Ledger, as_of: Option<Timestamp>) -> Vec<Row> {
    let rows = Rows::linked(ledger, &view(ledger, as_of)).unwrap();
    rows.shown(ledger, &rows.found(&Filter::default()).unwrap()).unwrap()
}

/// An incident of violence at a spot.
fn spot(ledger: &Ledger) -> Incident {
    let is_spot = |one: &Incident| {
        one.family == "violence"
            && one.place.as_ref().is_some_and(|place| place.level == Level::Site && place.lat.is_some())
    };
    view(ledger, None).incidents.iter().find(|one| is_spot(one)).unwrap().clone()
}

/// A row of the same day and spot.
fn row(id: &str, one: &Incident, notes: &str) -> String {
    let place = one.place.as_ref().unwrap();
    let (lat, lon) = (place.lat.unwrap(), place.lon.unwrap());
    let day = one.time.start.as_ref().unwrap();
    format!(
        "{id},{day},1,Explosions/Remote violence,Shelling/artillery/missile attack,Side A,Side B,{},{lat},{lon},1,0,{notes}",
        place.name
    )
}

#[test]
fn the_same_file_is_known_and_a_newer_one_takes_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = ledger(dir.path());
    let one = spot(&ledger);
    let first =
        format!("{HEAD}\n{}\n{}\nbad,17 of May,1,,,,,,,,,,\n", row("A1", &one, "first"), row("A2", &one, "same"));
    let done = take(&mut ledger, &first, at(10));
    assert_eq!((done.stored, done.known, done.quarantined, done.again), (2, 0, 1, false));
    assert_eq!(done.examples[0].0, 4, "the line of the row that was set aside");
    let head = ledger.head().unwrap();
    let again = take(&mut ledger, &first, at(20));
    assert!(again.again && again.known == 2 && again.quarantined == 1);
    assert_eq!(ledger.head().unwrap(), head, "the same again is no new record");

    let newer =
        format!("{HEAD}\n{}\n{}\n{}\n", row("A1", &one, "second"), row("A2", &one, "same"), row("A3", &one, "new"));
    let done = take(&mut ledger, &newer, at(30));
    assert_eq!((done.stored, done.known), (2, 1));
    let notes = |ledger: &Ledger, as_of| {
        let mut all: Vec<(String, String)> =
            shown(ledger, as_of).into_iter().map(|row| (row.says.id.clone(), row.says.notes.concat())).collect();
        all.sort();
        all
    };
    let pair = |id: &str, notes: &str| (id.to_owned(), notes.to_owned());
    assert_eq!(notes(&ledger, None), [pair("A1", "second"), pair("A2", "same"), pair("A3", "new")]);
    assert_eq!(notes(&ledger, Some(at(15))), [pair("A1", "first"), pair("A2", "same")], "looking back finds what was");
    assert!(notes(&ledger, Some(at(5))).is_empty());
    // An older file that comes again holds again, and what it does not have stays.
    let back = take(&mut ledger, &first, at(40));
    assert_eq!((back.again, back.stored, back.known), (false, 1, 1));
    assert_eq!(notes(&ledger, None), [pair("A1", "first"), pair("A2", "same"), pair("A3", "new")]);
    assert_eq!(notes(&ledger, Some(at(35)))[0], pair("A1", "second"));
    assert!(take(&mut ledger, &first, at(45)).again);
    let aside = set_aside(&ledger, None).unwrap();
    assert_eq!((aside.len(), aside[0].rows[0].number, aside[0].rows[0].cells[0].as_str()), (1, 4, "bad"));
    assert!(ledger.verify(None).unwrap().is_sound());
}

#[test]
fn a_complete_table_takes_away_what_it_does_not_have() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = ledger(dir.path());
    let one = spot(&ledger);
    let complete = || Wanted { file: "table.csv", replaces: true, ..Wanted::default() };
    let ids = |ledger: &Ledger, as_of| {
        let mut all: Vec<String> = shown(ledger, as_of).into_iter().map(|row| row.says.id).collect();
        all.sort();
        all
    };
    take(&mut ledger, &format!("{HEAD}\n{}\n{}\n", row("A1", &one, ""), row("A2", &one, "")), at(10));
    let bad = format!("{HEAD}\n{}\nbad,17 of May,1,,,,,,,,,,\n", row("A1", &one, ""));
    let done = take_as(&mut ledger, &bad, at(20), complete());
    assert!(done.gone == 0 && done.kept.is_some(), "a row that was set aside could be the other: {done:?}");
    let newer = format!("{HEAD}\n{}\n", row("A1", &one, ""));
    let done = take_as(&mut ledger, &newer, at(30), complete());
    assert_eq!((done.stored, done.known, done.gone), (0, 1, 1));
    assert_eq!(ids(&ledger, None), ["A1"]);
    assert_eq!(ids(&ledger, Some(at(25))), ["A1", "A2"]);
    assert!(take_as(&mut ledger, &newer, at(40), complete()).again);
    take(&mut ledger, &format!("{HEAD}\n{}\n", row("A2", &one, "")), at(50));
    assert_eq!(ids(&ledger, None), ["A1", "A2"], "what comes again holds again");
}

#[test]
fn columns_of_wide_tables_are_all_found_with_those_of_one_name() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = ledger(dir.path());
    let more: String = (0..2000).map(|at| format!(",c{at}")).collect();
    let table = format!("{HEAD}{more},c7\n{}{}\n", row("A1", &spot(&ledger), ""), ",".repeat(2001));
    take(&mut ledger, &table, at(10));
    let rows = Rows::of(&ledger, None).unwrap();
    let columns = rows.columns(&[0]);
    assert_eq!(columns.len(), 13 + 2001);
    assert_eq!(columns.iter().filter(|name| *name == "c7").count(), 2);
}

#[test]
fn a_person_confirms_and_undoes_a_link() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = ledger(dir.path());
    let one = spot(&ledger);
    take(&mut ledger, &format!("{HEAD}\n{}\n", row("A1", &one, "")), at(10));
    let link = |ledger: &Ledger| shown(ledger, None).remove(0).link;
    let before = link(&ledger);
    assert_eq!((before.state, before.incident.as_deref()), (State::Proposed, Some(one.id.as_str())), "{before:?}");
    let wish = |what, instead_of| Wish { what, by: "A. Desk".to_owned(), reason: "read both".to_owned(), instead_of };
    let of = |row: &str| OfRow { coder: "ACLED".to_owned(), row: row.to_owned(), incident: one.id.clone() };
    let none = correct(&mut ledger, &wish(What::LinkRow(of("A9")), None), None).err().unwrap();
    assert!(none.to_string().contains("no row `A9`"), "{none}");
    let (done, _) = correct(&mut ledger, &wish(What::LinkRow(of("A1")), None), None).unwrap();
    assert_eq!(link(&ledger).state, State::Confirmed);
    assert!(
        correct(&mut ledger, &wish(What::UnlinkRow(of("A1")), None), None).is_err(),
        "it contradicts the one before"
    );
    correct(&mut ledger, &wish(What::UnlinkRow(of("A1")), Some(done.record)), None).unwrap();
    let after = link(&ledger);
    assert!(after.incident.as_deref() != Some(one.id.as_str()) && after.undone == [one.id.clone()], "{after:?}");
}

#[test]
fn filters_and_pages_find_rows() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = ledger(dir.path());
    let one = spot(&ledger);
    let far = "A2,2001-01-01,1,Battles,Armed clash,,,Elsewhere,1,1,1,,";
    take(&mut ledger, &format!("{HEAD}\n{}\n{far}\n", row("A1", &one, "")), at(10));
    let rows = Rows::linked(&ledger, &view(&ledger, None)).unwrap();
    let found = |filter: &Filter| rows.found(filter).unwrap();
    assert_eq!(found(&Filter { incident: Some(one.id.clone()), ..Filter::default() }), [0]);
    assert_eq!(found(&Filter { unlinked: true, ..Filter::default() }), [1]);
    assert_eq!(found(&Filter { coder: Some("acled".to_owned()), ..Filter::default() }), [0, 1]);
    let unknown = rows.found(&Filter { coder: Some("UCDP".to_owned()), ..Filter::default() }).unwrap_err().to_string();
    assert!(unknown.contains("ACLED"), "{unknown}");
    assert_eq!(rows.behind(&[0, 1], &rows.place(0)), Some(1));
    assert_eq!(rows.behind(&[0, 1], "x"), None);
    let coder = rows.by_coder().remove(0);
    assert_eq!((coder.rows, coder.redistribution), (2, false), "ACLED's rows may not be passed on");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Whatever is imported, no status, no number and no account changes.
    #[test]
    fn nothing_of_a_row_goes_into_an_incident(rows in prop::collection::vec(("[A-Z]{1,4}[0-9]{1,3}", "20[12][0-9]-0[1-9]-[12][0-9]", 0..9_u8, "[a-z ,\"]{0,20}"), 0..8)) {
        let dir = tempfile::tempdir().unwrap();
        let mut ledger = ledger(dir.path());
        let incidents = |ledger: &Ledger| serde_json::to_string(&view(ledger, None).incidents).unwrap();
        let (before, reports) = (incidents(&ledger), view(&ledger, None).heads.len());
        let one = spot(&ledger);
        let mut table = format!("{HEAD}\n{}\n", row("S1", &one, "same day and spot"));
        for (id, day, killed, notes) in rows {
            let notes = notes.replace('"', "\"\"");
            let place = one.label.replace(',', " ");
            table.extend([format!("{id},{day},1,Battles,Armed clash,Side A,Side B,{place},1.0,2.0,1,{killed},\"{notes}\"\n")]);
        }
        take(&mut ledger, &table, at(10));
        prop_assert_eq!(incidents(&ledger), before);
        prop_assert_eq!(view(&ledger, None).heads.len(), reports);
    }
}
