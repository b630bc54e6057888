//! What is derived and kept, or put together for another time, against the whole derivation from the records.

use fogline::packs::Pack;
use fogline_ledger::{
    DocId, Kind, Ledger, NewReport, Note, Search,
    derived::Filter,
    standing::{self, Known},
};
use fogline_reconcile::{
    corrections::{Change, Correction, Recorded},
    derive::derive,
    incidents::{self, Incident},
    report::{Report, seconds, set_apart},
};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::desk::{Desk, at, versions};

/// Readings of reports on one shelling.
const READINGS: &str = include_str!("../../../fogline-reconcile/tests/fixtures/lumen/readings.jsonl");

fn packs() -> Vec<Pack> {
    Pack::bundled().unwrap().to_vec()
}

/// A ledger that took in one report every ten seconds, with the ids of the reports.
fn kept(desk: &Desk) -> (Ledger, Vec<DocId>) {
    took_in(desk, READINGS.lines(), |_| {})
}

/// The same of some readings, each changed first.
fn took_in<'l>(desk: &Desk, lines: impl Iterator<Item = &'l str>, change: impl Fn(&mut Value)) -> (Ledger, Vec<DocId>) {
    let mut ledger = desk.open();
    let mut ids = Vec::new();
    for (number, line) in (1..).zip(lines) {
        let mut reading: Value = serde_json::from_str(line).unwrap();
        change(&mut reading);
        let id = DocId::of(line.as_bytes());
        reading["document"]["id"] = id.to_string().into();
        let draft = ledger.drafter().draft(&NewReport {
            reference: reading["document"]["ref"].as_str().unwrap(),
            original: line.as_bytes(),
            source: b"source",
            annotation: None,
            reading: reading.to_string().as_bytes(),
            basis: &versions("1"),
        });
        ledger.append(&[draft.unwrap()], at(10 * number)).unwrap();
        standing::take_in(&mut ledger, &packs()).unwrap();
        ids.push(id);
    }
    standing::settle(&mut ledger, &packs()).unwrap();
    (ledger, ids)
}

fn correct(ledger: &mut Ledger, id: DocId, change: Change, now: Timestamp) {
    correct_instead(ledger, id, change, None, now);
}

fn correct_instead(ledger: &mut Ledger, id: DocId, change: Change, instead_of: Option<i64>, now: Timestamp) {
    let correction = Correction { change, by: "A. Analyst".into(), reason: "read twice".into(), instead_of };
    let body = serde_json::to_vec(&correction).unwrap();
    let note = Note { kind: Kind::Correction, about: Some(id), quotes: &[], body: &body };
    ledger.append_note(&note, now).unwrap();
}

/// What the records give, all at once.
fn given(ledger: &Ledger, known: Known, recorded: &[Recorded]) -> Vec<Incident> {
    let reports = ledger.reports(known.as_of).unwrap().map(|read| read.unwrap().report().unwrap());
    let limit = known.as_published.map_or(i64::MAX, Timestamp::as_second);
    let published = |one: &Report| one.document.published.as_deref().and_then(seconds).is_some_and(|at| at <= limit);
    let mut reports: Vec<Report> = reports.filter(published).collect();
    derive(&mut reports, recorded, &packs()).incidents
}

/// Incidents as they are listed, without what they were called before.
fn listed(mut found: Vec<Incident>) -> Vec<Incident> {
    for one in &mut found {
        one.aliases.clear();
    }
    incidents::order(&mut found);
    found
}

#[test]
fn reports_that_the_input_calls_the_same_are_cited_apart_in_any_order() {
    let names = |ledger: &Ledger, known: Known| -> Vec<String> {
        let made = standing::at(ledger, &packs(), known).unwrap();
        let mut names: Vec<String> =
            standing::heads(&made).unwrap().into_iter().map(|(_, head)| head.reference).collect();
        names.sort();
        names
    };
    let mut lines: Vec<&str> = READINGS.lines().collect();
    let mut found = Vec::new();
    for _ in 0..2 {
        let desk = Desk::new();
        let (mut ledger, ids) = took_in(&desk, lines.iter().copied(), |reading| {
            reading["document"]["ref"] = "1".into();
        });
        let mut apart: Vec<String> = ids.iter().map(|id| set_apart("1", &id.to_string())).collect();
        apart.sort();
        let heads = standing::heads(ledger.derived().unwrap()).unwrap();
        let mut kept: Vec<String> = heads.into_iter().map(|(_, head)| head.reference).collect();
        kept.sort();
        assert_eq!(kept, apart);
        let now = listed(standing::incidents(ledger.derived().unwrap(), &Filter::default()).unwrap());
        assert!(now.iter().flat_map(Incident::documents).all(|one| apart.iter().any(|name| name == one)));
        assert_eq!(now, given(&ledger, Known::default(), &[]));
        found.push(now);
        assert_eq!(names(&ledger, Known::default()), apart);
        assert_eq!(names(&ledger, Known { as_of: Some(at(15)), as_published: None }), ["1"], "alone, it was so called");
        let search = |words| Search { words, as_of: Some(at(15)), limit: 9, ..Search::default() };
        let hits = ["Lumen", "Орре"].map(|words| ledger.search(&search(words)).unwrap().hits).concat();
        assert_eq!(hits.iter().map(|hit| hit.reference.as_str()).collect::<Vec<_>>(), ["1"]);
        assert!(ledger.document_named("1").unwrap_err().to_string().contains("name one by its id"));
        let named = ledger.id_of(ledger.document_named(&apart[0]).unwrap()).unwrap();
        assert_eq!(set_apart("1", &named.to_string()), apart[0]);
        for id in &ids[1..] {
            ledger.erase(*id, "asked for", "A", at(90)).unwrap();
        }
        standing::settle(&mut ledger, &packs()).unwrap();
        let heads = standing::heads(ledger.derived().unwrap()).unwrap();
        assert_eq!(heads.iter().map(|(_, head)| head.reference.as_str()).collect::<Vec<_>>(), ["1"]);
        lines.reverse();
    }
    assert_eq!(found[0], found[1]);
}

#[test]
fn what_is_made_of_another_time_is_what_the_records_give() {
    for desk in [Desk::new(), Desk::sealed()] {
        let (mut ledger, ids) = kept(&desk);
        let retracted = Change::Retract { document: ids[0].to_string(), statement: None };
        correct(&mut ledger, ids[0], retracted, at(60));
        standing::settle(&mut ledger, &packs()).unwrap();
        let now = standing::incidents(ledger.derived().unwrap(), &Filter::default()).unwrap();
        let recorded = standing::recorded(&ledger, None).unwrap();
        assert!(now.len() > 1 && recorded.len() == 1);
        assert_eq!(listed(now), given(&ledger, Known::default(), &recorded));
        let moments = [15, 25, 45, 60, 99].map(|second| Known { as_of: Some(at(second)), as_published: None });
        let day = |day: &str| Known { as_published: Some(day.parse().unwrap()), as_of: None };
        let days = ["2031-05-06T12:00:00Z", "2031-05-07T12:00:00Z"].map(day);
        let mut seen = Vec::new();
        let mut compare = |ledger: &Ledger| {
            for known in moments.into_iter().chain(days) {
                let made = standing::at(ledger, &packs(), known).unwrap();
                let found = listed(standing::incidents(&made, &Filter::default()).unwrap());
                let recorded = standing::recorded(ledger, known.as_of).unwrap();
                assert_eq!(found, given(ledger, known, &recorded), "{known:?}");
                seen.push(found);
            }
        };
        compare(&ledger);
        // Without what is kept, all is made anew.
        drop(ledger);
        std::fs::remove_file(desk.file("derived.sqlite")).unwrap();
        let ledger = Ledger::open_read_only(desk.folder.path(), desk.passphrase()).unwrap();
        assert!(!standing::is_settled(&ledger, &packs()).unwrap());
        compare(&ledger);
        seen.dedup();
        assert!(seen.len() > 4, "the times differ");
    }
}

#[test]
fn what_came_later_is_no_origin_of_what_was_known() {
    let desk = Desk::new();
    let mut lines: Vec<String> = READINGS.lines().map(str::to_owned).collect();
    let first = lines.remove(0);
    // A later print of the first report, which comes before it, and which tells of something of another kind.
    let print = [
        ("ASSAULT", "MOBILIZE"),
        ("\"r1\"", "\"r9\""),
        ("2031-05-06T10:00", "2031-05-06T12:00"),
        ("Harbour Post", "Evening Sheet"),
    ]
    .iter()
    .fold(first.clone(), |line, (from, to)| line.replace(from, to));
    lines.insert(0, print);
    lines.push(first);
    // It says so in its own voice, of which its text is the origin.
    let (ledger, _) = took_in(&desk, lines.iter().map(String::as_str), |reading| {
        if reading["document"]["ref"] == "r9" {
            for statement in reading["statements"].as_array_mut().unwrap() {
                statement["speaker"] =
                    json!({ "actor": null, "span": null, "resolution": "author", "anonymous": false });
                statement["side"] = Value::Null;
            }
        }
    });
    assert_eq!(standing::copies(ledger.derived().unwrap()).unwrap().len(), 1);
    let before = Known { as_of: Some(at(45)), as_published: None };
    let made = standing::at(&ledger, &packs(), before).unwrap();
    assert!(standing::copies(&made).unwrap().is_empty());
    let found = listed(standing::incidents(&made, &Filter::default()).unwrap());
    assert!(found.iter().any(|one| one.family == "build_up"));
    assert_eq!(found, given(&ledger, before, &[]));
}

#[test]
fn a_decision_holds_until_another_correction_takes_its_place() {
    let desk = Desk::new();
    let (mut ledger, ids) = kept(&desk);
    let key = |id: DocId| (id.to_string(), "e1".to_owned());
    correct(&mut ledger, ids[1], Change::Split { one: key(ids[0]), other: key(ids[1]) }, at(60));
    standing::settle(&mut ledger, &packs()).unwrap();
    let split = standing::recorded(&ledger, None).unwrap()[0].seq;
    let review = Change::Review { document: ids[3].to_string(), statement: None };
    correct_instead(&mut ledger, ids[3], review, Some(split), at(70));
    standing::settle(&mut ledger, &packs()).unwrap();
    let mut seen = Vec::new();
    for known in [Known::default(), Known { as_of: Some(at(65)), as_published: None }] {
        let recorded = standing::recorded(&ledger, known.as_of).unwrap();
        let made = standing::at(&ledger, &packs(), known).unwrap();
        let found = listed(standing::incidents(&made, &Filter::default()).unwrap());
        assert_eq!(found, given(&ledger, known, &recorded), "{known:?}");
        seen.push(found.len());
    }
    let now = standing::incidents(ledger.derived().unwrap(), &Filter::default()).unwrap();
    let recorded = standing::recorded(&ledger, None).unwrap();
    assert_eq!(listed(now), given(&ledger, Known::default(), &recorded));
    assert!(seen[0] < seen[1], "the split held then: {seen:?}");
}

#[test]
fn a_correction_that_is_tried_out_leaves_all_as_it_was_and_tells_what_it_would_change() {
    let desk = Desk::new();
    let (mut ledger, ids) = kept(&desk);
    let all = |ledger: &Ledger| standing::incidents(ledger.derived().unwrap(), &Filter::default()).unwrap();
    let before = all(&ledger);
    let change = Change::Retract { document: ids[0].to_string(), statement: None };
    let correction = Correction { change: change.clone(), by: "A".into(), reason: "b".into(), instead_of: None };
    let tried =
        standing::try_out(&mut ledger, &packs(), &[Recorded { seq: i64::MAX, at: at(60).to_string(), correction }]);
    let tried = tried.unwrap();
    assert_eq!(all(&ledger), before, "nothing is kept of it");
    assert!(standing::is_settled(&ledger, &packs()).unwrap());
    correct(&mut ledger, ids[0], change, at(60));
    standing::settle(&mut ledger, &packs()).unwrap();
    let after = all(&ledger);
    assert_ne!(tried.before, tried.after);
    assert!(tried.before.iter().all(|one| before.contains(one)));
    assert!(tried.after.iter().all(|one| after.contains(one)));
    let is_touched = |one: &&Incident| !tried.before.contains(one);
    let untouched: Vec<&Incident> = before.iter().filter(is_touched).collect();
    assert!(untouched.iter().all(|one| after.contains(one)), "what it does not touch stays");
}
