//! Invariants of whole derivations, over made-up reports of a made-up conflict.

use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

use fogline::packs::Pack;
use fogline_reconcile::{
    derive::{State, derive},
    incidents::Incident,
    report::{Actor, Document, Event, EventTime, Place, Report, Sentence, Span, Speaker, Statement},
};
use proptest::prelude::*;

/// Sides of the made-up conflict: two parties and the monitors.
const SIDES: [&str; 3] = ["NORTH", "SOUTH", "WATCH"];
/// Villages.
const SITES: [&str; 3] = ["Halma", "Norden", "Tarn"];

fn pack() -> Pack {
    static PACK: LazyLock<Pack> = LazyLock::new(made_up);
    PACK.clone()
}

fn made_up() -> Pack {
    let text = r#"
[pack]
title = "A made-up conflict"
[[side]]
id = "NORTH"
name = "Northern forces"
[[side]]
id = "SOUTH"
name = "Southern forces"
[[side]]
id = "WATCH"
name = "Monitors"
role = "observer"
"#;
    Pack::parse("made-up", BTreeMap::from([("pack.toml".to_owned(), Cow::Borrowed(text))])).unwrap()
}

/// What one report tells: who speaks, what they do with it, whom they blame, where and on which day.
#[derive(Debug, Clone)]
struct Told {
    speaker: usize,
    act: &'static str,
    blamed: Option<usize>,
    site: usize,
    day: u8,
    hour: u8,
    hurt: Option<u8>,
}

fn told() -> impl Strategy<Value = Told> {
    let act = prop::sample::select(vec!["assert", "accuse", "deny", "record", "comment"]);
    let blamed = prop::option::of(0..2usize);
    (0..3usize, act, blamed, 0..SITES.len(), 10u8..14, 0u8..24, prop::option::of(1u8..5))
        .prop_map(|(speaker, act, blamed, site, day, hour, hurt)| Told { speaker, act, blamed, site, day, hour, hurt })
}

fn actor(side: usize) -> Actor {
    let kind = if side == 2 { "monitoring_mission" } else { "armed_force" };
    Actor {
        id: format!("actor.{side}"),
        name: format!("Forces {side}"),
        kind: kind.to_owned(),
        side: Some(SIDES[side].to_owned()),
        ..Actor::default()
    }
}

/// A report; with `swapped`, the parties have changed places and nothing else.
fn report(number: usize, told: &Told, swapped: bool) -> Report {
    let side = |side: usize| if swapped && side < 2 { 1 - side } else { side };
    let place = SITES[told.site];
    // Reports do not spell it alike.
    let spelled = if number.is_multiple_of(2) { place.to_owned() } else { place.to_uppercase() };
    let text = format!("Someone spoke of shelling in {spelled}.");
    let span = Span { start: 17, end: 25, exact: "shelling".to_owned() };
    let end = text.chars().count();
    let blamed = told.blamed.map(|one| format!("actor.{}", side(one)));
    let speaker = side(told.speaker);
    Report {
        document: Document {
            reference: format!("r{number}"),
            id: format!("{number:064x}"),
            outlet: Some(format!("Outlet {number}")),
            outlet_kind: Some("newspaper".to_owned()),
            published: Some(format!("2030-03-{:02}T{:02}:00:00Z", told.day, told.hour)),
            lang: Some("en".to_owned()),
            sentences: vec![Sentence { start: 0, end, lang: None }],
            text,
            ..Document::default()
        },
        actors: (0..3).map(actor).collect(),
        places: vec![Place {
            id: "p1".to_owned(),
            span: Some(Span { start: 29, end: 29 + spelled.chars().count(), exact: spelled }),
            name: place.to_owned(),
            gazetteer_id: Some(format!("geonames:{}", told.site)),
            precision: Some("settlement".to_owned()),
            country: Some("XX".to_owned()),
            ..Place::default()
        }],
        quantities: told
            .hurt
            .map(|number| fogline_reconcile::report::Quantity {
                id: "q1".to_owned(),
                span: Some(span.clone()),
                kind: "injured".to_owned(),
                best: Some(f64::from(number)),
                ..fogline_reconcile::report::Quantity::default()
            })
            .into_iter()
            .collect(),
        statements: vec![Statement {
            id: "s1".to_owned(),
            order: 1,
            speaker: Speaker {
                actor: Some(format!("actor.{speaker}")),
                resolution: "explicit".to_owned(),
                ..Speaker::default()
            },
            side: Some(SIDES[speaker].to_owned()),
            speech_act: told.act.to_owned(),
            evidential: (told.act == "record").then(|| "saw".to_owned()),
            content: vec![span.clone()],
            accused: if told.act == "accuse" { blamed.clone().into_iter().collect() } else { Vec::new() },
            factuality: Some("CT+".to_owned()),
            events: vec!["e1".to_owned()],
            ..Statement::default()
        }],
        events: vec![Event {
            id: "e1".to_owned(),
            trigger: span,
            kind: Some("ASSAULT".to_owned()),
            actor: blamed.into_iter().collect(),
            place: Some("p1".to_owned()),
            time: Some(EventTime::Interval {
                start: Some(format!("2030-03-{:02}", told.day)),
                end: Some(format!("2030-03-{:02}", told.day)),
            }),
            quantities: told.hurt.map(|_| "q1".to_owned()).into_iter().collect(),
            polarity: "positive".to_owned(),
            modality: "actual".to_owned(),
            asserted_in: vec!["s1".to_owned()],
            ..Event::default()
        }],
        ..Report::default()
    }
}

fn state(told: &[Told], swapped: bool) -> State {
    let mut reports: Vec<Report> = told.iter().enumerate().map(|(number, one)| report(number, one, swapped)).collect();
    derive(&mut reports, &[], &[pack()])
}

/// An incident without whatever names a side or rests on a name.
fn outline(one: &Incident) -> (String, String, String, String, usize, usize, usize, usize) {
    (
        one.id.clone(),
        one.occurrence.clone(),
        one.responsibility.clone(),
        one.roll_up.clone(),
        one.reports,
        one.origins.min,
        one.sides.len(),
        one.accounts.len(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_reports_changes_nothing(told in prop::collection::vec(told(), 1..12), seed: u64) {
        let mut reports: Vec<Report> = told.iter().enumerate().map(|(number, one)| report(number, one, false)).collect();
        let hash = derive(&mut reports, &[], &[pack()]).hash();
        // Any order will do, if it is another one.
        reports.sort_by_key(|report| report.document.id.bytes().fold(seed, |sum, byte| sum.rotate_left(5) ^ u64::from(byte)));
        prop_assert_eq!(derive(&mut reports, &[], &[pack()]).hash(), hash);
    }

    #[test]
    fn exchanged_sides_exchange_nothing_but_labels(told in prop::collection::vec(told(), 1..12)) {
        let (one, other) = (state(&told, false), state(&told, true));
        let outlines = |state: &State| state.incidents.iter().map(outline).collect::<Vec<_>>();
        prop_assert_eq!(outlines(&one), outlines(&other));
    }

    #[test]
    fn a_denial_never_moves_what_an_observer_recorded(told in prop::collection::vec(told(), 1..10), side in 0..2usize, site in 0..3usize) {
        let before = state(&told, false);
        let denial = Told { speaker: side, act: "deny", blamed: Some(side), site, day: 12, hour: 23, hurt: None };
        let after = state(&[told, vec![denial]].concat(), false);
        for one in before.incidents.iter().filter(|one| one.occurrence == "observer_recorded") {
            let holder = after.incidents.iter().find(|other| other.members.contains(&one.members[0]));
            prop_assert_eq!(holder.map(|other| other.occurrence.as_str()), Some("observer_recorded"));
        }
    }

    #[test]
    fn every_statement_in_an_account_stands_in_its_report(told in prop::collection::vec(told(), 1..8)) {
        let reports: Vec<Report> = told.iter().enumerate().map(|(number, one)| report(number, one, false)).collect();
        for said in state(&told, false).incidents.iter().flat_map(|one| &one.accounts).flat_map(|account| &account.statements) {
            let report = reports.iter().find(|report| report.document.reference == said.document).unwrap();
            for words in &said.words {
                let stands: String = report.document.text.chars().skip(words.start).take(words.end - words.start).collect();
                prop_assert_eq!(&stands, &words.exact);
            }
        }
    }
}

#[test]
fn a_place_is_spelled_as_the_earliest_report_spells_it() {
    let told = Told { site: 0, day: 12, hour: 9, speaker: 0, blamed: None, hurt: None, act: "assert" };
    let mut reports = vec![report(1, &Told { hour: 11, ..told.clone() }, false), report(2, &told, false)];
    for _ in 0..2 {
        let state = derive(&mut reports, &[], &[pack()]);
        let place = state.incidents[0].place.clone().unwrap();
        assert_eq!((place.name.as_str(), place.in_words()), (SITES[0], SITES[0].to_owned()));
        let written = place.written.unwrap();
        assert_eq!((written.words.as_str(), written.lang.as_deref()), (SITES[0], Some("en")));
        reports.reverse();
    }
    let state = derive(&mut [report(1, &told, false)], &[], &[pack()]);
    assert_eq!(state.incidents[0].place.as_ref().unwrap().written.as_ref().unwrap().words, SITES[0].to_uppercase());
}

#[test]
fn two_villages_and_two_days_are_two_incidents() {
    let base = Told { speaker: 0, act: "accuse", blamed: Some(1), site: 0, day: 12, hour: 9, hurt: Some(2) };
    let same = Told { speaker: 1, act: "deny", hour: 12, hurt: None, ..base.clone() };
    let village = Told { site: 1, ..base.clone() };
    let day = Told { day: 13, ..base.clone() };
    let found = state(&[base, same, village, day], false);
    assert_eq!(found.incidents.len(), 3);
    let first = found.incidents.iter().find(|one| one.reports == 2).unwrap();
    assert_eq!((first.occurrence.as_str(), first.responsibility.as_str()), ("one_sided", "denied_by_accused"));
    assert_eq!(first.denied_by, ["SOUTH"]);
}

/// What an outlet says in its own voice: its origin is the text that it prints.
fn in_own_voice(number: usize, hour: u8, text: &str) -> Report {
    let told = Told { speaker: 0, act: "report", blamed: None, site: 0, day: 12, hour, hurt: None };
    let mut one = report(number, &told, false);
    let statement = &mut one.statements[0];
    (statement.speaker, statement.side) = (Speaker { resolution: "author".to_owned(), ..Speaker::default() }, None);
    one.document.text.push_str(text);
    one
}

#[test]
fn prints_of_one_text_are_one_origin_and_two_texts_are_two() {
    let wire = " The mayor of the village counted nine houses without roofs on the road to the mill, and said that \
                the bridge behind the school would stay closed until the engineers from the capital had looked at it.";
    let other = " Farmers who came to the market had heard three blasts before dawn; a teacher, a nurse and two drivers \
                 were looked after in the clinic, where the lights went out twice while the doctors were at work.";
    let found = |texts: [&str; 2]| {
        let mut reports: Vec<Report> =
            texts.iter().zip(0..).map(|(text, number)| in_own_voice(number, 9 + number as u8, text)).collect();
        let state = derive(&mut reports, &[], &[pack()]);
        assert_eq!((state.incidents.len(), state.incidents[0].reports), (1, 2));
        (state.incidents[0].origins.max, state.incidents[0].occurrence.clone())
    };
    let uncontested = "outlet_reported_uncontested".to_owned();
    assert_eq!(found([wire, wire]), (1, uncontested.clone()));
    assert_eq!(found([wire, other]), (2, uncontested));
}
