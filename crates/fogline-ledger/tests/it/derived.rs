use std::ops::ControlFlow;

use fogline_ledger::derived::{Filter, IncidentRow};

use crate::desk::Desk;

fn incident(id: &str, day: i32, side: &str, status: &str, area: &str, text: &str) -> IncidentRow {
    IncidentRow {
        id: id.to_owned(),
        aliases: vec![format!("{id}-before")],
        since_day: day,
        until_day: day + 1,
        area: area.to_owned(),
        sides: vec![side.to_owned(), "MONITOR".to_owned()],
        kind: "ASSAULT".to_owned(),
        occurrence: status.to_owned(),
        responsibility: "disputed".to_owned(),
        roll_up: "contested".to_owned(),
        text: text.to_owned(),
        reports: 2,
        card: format!("card of {id}").into_bytes(),
        gist: text.to_owned(),
        body: id.as_bytes().to_vec(),
    }
}

fn names(bodies: Vec<Vec<u8>>) -> Vec<String> {
    bodies.into_iter().map(|body| String::from_utf8(body).unwrap()).collect()
}

#[test]
fn incidents_are_found_by_whatever_they_are_looked_for() {
    for (desk, sealed) in [(Desk::new(), false), (Desk::sealed(), true)] {
        let mut ledger = desk.open();
        let derived = ledger.derived_mut().unwrap();
        let one = incident("i1", 10, "A", "observer_recorded", "Stanytsia Luhanska", "kindergarten shelled");
        let two = incident("i2", 12, "B", "claimed", "Marinka", "school shelled");
        derived.replace_incidents("b1", &[one.clone(), two]).unwrap();
        derived.replace_incidents("b2", &[incident("i3", 20, "B", "claimed", "Щастя", "обстріл школи")]).unwrap();
        let find = |filter: Filter| names(derived.incidents(&filter).unwrap());
        let any = Filter::default();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(find(any.clone()), ["i3", "i2", "i1"], "the latest first");
        assert_eq!(find(Filter { since: Some(12), ..any.clone() }), ["i3", "i2"]);
        assert_eq!(find(Filter { until: Some(11), ..any.clone() }), ["i1"]);
        assert_eq!(find(Filter { since: Some(11), until: Some(11), ..any.clone() }), ["i1"]);
        assert_eq!(find(Filter { side: some("B"), ..any.clone() }), ["i3", "i2"]);
        assert_eq!(find(Filter { status: some("observer_recorded"), ..any.clone() }), ["i1"]);
        assert_eq!(find(Filter { status: some("contested"), ..any.clone() })[..2], ["i3", "i2"]);
        assert_eq!(find(Filter { status: some("B"), ..any.clone() }), Vec::<String>::new());
        assert_eq!(find(Filter { kind: some("ASSAULT"), side: some("A"), ..any.clone() }), ["i1"]);
        assert_eq!(find(Filter { area: some("luhanska"), ..any.clone() }), ["i1"]);
        assert_eq!(find(Filter { area: some("kindergarten"), ..any.clone() }), Vec::<String>::new());
        assert_eq!(find(Filter { text: some("shelling -school"), ..any.clone() }), ["i1"]);
        assert_eq!(find(Filter { text: some("школа обстріли"), ..any.clone() }), ["i3"]);
        assert_eq!(derived.incident("i1-before").unwrap().unwrap(), b"i1");
        let mut cards = Vec::new();
        let first = |num: i64, _: i32, card: &[u8]| {
            cards.push((num, card.to_vec()));
            Ok(ControlFlow::Break(()))
        };
        derived.each_card(&any, first).unwrap();
        assert_eq!((cards.len(), cards[0].1.as_slice()), (1, &b"card of i3"[..]));
        assert_eq!(derived.incident_at(cards[0].0).unwrap().unwrap(), b"i3");
        assert_eq!(derived.incident("i4").unwrap(), None);
        derived.replace_incidents("b1", &[one]).unwrap();
        let find = |filter: Filter| names(derived.incidents(&filter).unwrap());
        assert_eq!(find(any.clone()), ["i3", "i1"]);
        assert_eq!(find(Filter { text: some("school"), ..any }), Vec::<String>::new());
        for words in ["uhansk", "indergarten", "observer_recorded", "школ"] {
            assert_eq!(desk.holding(words.as_bytes()).is_empty(), sealed, "{words}");
        }
    }
}

#[test]
fn an_incident_that_is_as_it_was_is_not_written_again() {
    for desk in [Desk::new(), Desk::sealed()] {
        let mut ledger = desk.open();
        let derived = ledger.derived_mut().unwrap();
        let [one, two] = ["i1", "i2"].map(|id| incident(id, 10, "A", "claimed", "Marinka", "school shelled"));
        derived.replace_incidents("b1", &[one.clone(), two.clone()]).unwrap();
        let before = derived.incidents_in("b1").unwrap();
        let told_anew = IncidentRow { body: b"more is told".to_vec(), ..two };
        derived.replace_incidents("b1", &[one, told_anew.clone()]).unwrap();
        let now = derived.incidents_in("b1").unwrap();
        assert_eq!((now[0], now.len()), (before[0], 2));
        assert_eq!(derived.incident_at(now[1]).unwrap().unwrap(), b"more is told");
        derived.put_incident("b2", &told_anew).unwrap();
        assert_eq!(derived.incidents_in("b1").unwrap(), [before[0]], "what goes to another block leaves its own");
    }
}

#[test]
fn mentions_stand_in_their_blocks_and_mark_them() {
    for desk in [Desk::new(), Desk::sealed()] {
        let mut ledger = desk.open();
        let derived = ledger.derived_mut().unwrap();
        derived.put_mentions(4, &[("a", b"4a"), ("b", b"4b"), ("a", b"4c")]).unwrap();
        derived.put_mentions(1, &[("a", b"1a")]).unwrap();
        assert_eq!(names(derived.mentions("a").unwrap()), ["1a", "4a", "4c"]);
        assert_eq!(names(derived.mentions_in("a", 4).unwrap()), ["4a", "4c"]);
        assert_eq!(names(derived.mentions_in("b", 4).unwrap()), ["4b"]);
        assert_eq!(derived.blocks_of(4).unwrap(), ["a", "b"]);
        assert_eq!(derived.docs_in("a").unwrap(), [1, 4]);
        assert_eq!(derived.dirty_blocks().unwrap(), ["a", "b"]);
        for block in ["a", "b"] {
            derived.replace_incidents(block, &[]).unwrap();
        }
        assert_eq!(derived.dirty_blocks().unwrap(), Vec::<String>::new());
        derived.put_mentions(4, &[("c", b"4d")]).unwrap();
        assert_eq!(derived.dirty_blocks().unwrap(), ["a", "b", "c"], "blocks that lose a mention are marked too");
        assert_eq!(names(derived.mentions("a").unwrap()), ["1a"]);
        assert_eq!(derived.blocks().unwrap(), ["a", "b", "c"]);
    }
}

#[test]
fn keys_and_items_belong_to_documents() {
    let desk = Desk::sealed();
    let mut ledger = desk.open();
    let derived = ledger.derived_mut().unwrap();
    derived.put_copy_keys(&[(7, &[u64::MAX, 1, 1]), (3, &[u64::MAX])]).unwrap();
    assert_eq!(derived.docs_with_key(u64::MAX).unwrap(), [3, 7]);
    derived.put_copy_keys(&[(7, &[2])]).unwrap();
    assert_eq!(derived.docs_with_key(u64::MAX).unwrap(), [3]);
    derived.put_items("edge", 7, &[b"x", b"y"]).unwrap();
    derived.put_items("edge", 3, &[b"z"]).unwrap();
    assert_eq!(names(derived.items("edge").unwrap()), ["z", "x", "y"]);
    assert_eq!(names(derived.items_of("edge", 7).unwrap()), ["x", "y"]);
    assert_eq!(derived.items("signature").unwrap(), Vec::<Vec<u8>>::new());
    derived.clear().unwrap();
    assert_eq!(derived.items("edge").unwrap(), Vec::<Vec<u8>>::new());
    assert_eq!(derived.docs_with_key(2).unwrap(), Vec::<i64>::new());
}

#[test]
fn several_things_are_done_together_or_not_at_all() {
    let desk = Desk::new();
    let mut ledger = desk.open();
    let derived = ledger.derived_mut().unwrap();
    assert_eq!(derived.built("incidents").unwrap(), None);
    let failed: fogline_ledger::Result<()> = derived.atomically(|derived| {
        derived.put_mentions(1, &[("a", b"1a")])?;
        derived.set_built("incidents", "rules 1", 5)?;
        Err(fogline_ledger::LedgerError::Query("for the test".to_owned()))
    });
    assert!(failed.is_err());
    assert_eq!(derived.built("incidents").unwrap(), None);
    assert_eq!(derived.mentions("a").unwrap(), Vec::<Vec<u8>>::new());
    derived.set_built("incidents", "rules 1", 5).unwrap();
    derived.set_built("incidents", "rules 1", 8).unwrap();
    let built = derived.built("incidents").unwrap().unwrap();
    assert_eq!((built.rules.as_str(), built.upto, built.revision), ("rules 1", 8, 2));
}

#[test]
fn an_incident_can_pass_from_one_block_to_another_before_that_is_computed_again() {
    let desk = Desk::new();
    let mut ledger = desk.open();
    let derived = ledger.derived_mut().unwrap();
    let [here, there] = ["Marinka", "Zolote"].map(|area| incident("i1", 10, "A", "claimed", area, "school shelled"));
    derived.replace_incidents("b1", &[here]).unwrap();
    derived.replace_incidents("b2", &[there]).unwrap();
    let find =
        |area: &str| derived.incidents(&Filter { area: Some(area.to_owned()), ..Filter::default() }).unwrap().len();
    assert_eq!((find("Marinka"), find("Zolote")), (0, 1));
}
