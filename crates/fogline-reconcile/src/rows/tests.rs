use super::*;
use crate::incidents::{Detail, DetailStatus, Incident, Place, Time, Value, mention::Level};

/// An incident of a day at a spot.
fn incident(id: &str, day: &str, place: &str, (lat, lon): (f64, f64)) -> Incident {
    let text = serde_json::json!({
        "id": id, "aliases": [], "label": "", "family": "violence", "kind": "ASSAULT", "place": null,
        "time": { "start": day, "end": day, "stated": true }, "occurrence": "one_sided", "denied_by": [],
        "responsibility": "unattributed", "accused": [], "details": {}, "characterisation": [], "roll_up": "one_sided",
        "reviewed": "machine", "reports": 1, "origins": { "min": 1, "max": 1, "each": [] }, "sides": [], "members": [],
        "accounts": [], "links": [], "answers_sought": {}, "why": []
    });
    let mut one: Incident = serde_json::from_value(text).unwrap();
    one.place = Some(Place {
        name: place.to_owned(),
        written: None,
        gazetteer_id: None,
        lat: Some(lat),
        lon: Some(lon),
        admin1: None,
        level: Level::Site,
    });
    one
}

fn area(id: &str, days: [&str; 2], name: &str) -> Incident {
    let mut one = incident(id, days[0], name, (0.0, 0.0));
    one.time = Time { start: Some(days[0].to_owned()), end: Some(days[1].to_owned()), stated: true };
    if let Some(place) = &mut one.place {
        (place.lat, place.lon, place.level) = (None, None, Level::Area);
    }
    one
}

fn row(day: &str, place: &str, (lat, lon): (f64, f64)) -> Coded {
    Coded {
        id: "r".to_owned(),
        from: Some(day.to_owned()),
        to: Some(day.to_owned()),
        place: Some(place.to_owned()),
        lat: Some(lat),
        lon: Some(lon),
        families: vec!["violence".to_owned()],
        ..Coded::default()
    }
}

fn link(row: &Coded, incidents: &[Incident]) -> Link {
    Linker::new(incidents.iter().map(Target::from).collect()).link(row, None)
}

const STANYTSIA: (f64, f64) = (48.65, 39.48);
const VRUBIVKA: (f64, f64) = (48.56, 38.55);

#[test]
fn the_rules_are_read_and_every_reason_has_a_weight() {
    let rules = Rules::bundled();
    for name in [
        "same_days",
        "next_day",
        "distance",
        "same_name",
        "same_division",
        "same_kind",
        "same_weapon",
        "same_count",
        "same_actor",
    ] {
        assert!(rules.weights.get(name).is_some_and(|weight| *weight > 0.0), "{name}");
    }
    assert_eq!(rules.weights.len(), 9);
    assert_eq!(rules.division("Donetsk Oblast"), rules.division("donetsk"));
}

#[test]
fn a_row_of_the_same_day_and_village_is_proposed_with_reasons() {
    let all = [
        incident("i1", "2022-02-17", "Stanytsia Luhanska", STANYTSIA),
        incident("i2", "2022-02-17", "Vrubivka", VRUBIVKA),
    ];
    let found = link(&row("2022-02-17", "Stanytsia Luhanska", (48.66, 39.47)), &all);
    assert_eq!((found.state, found.incident.as_deref()), (State::Proposed, Some("i1")));
    let names: Vec<&str> = found.candidates[0].reasons.iter().map(|reason| reason.name.as_str()).collect();
    assert_eq!(names, ["same_days", "same_kind", "distance", "same_name"]);
    assert_eq!(found.candidates[0].reasons[2].figure, Some(1.3));
    let sum: f64 = found.candidates[0].reasons.iter().map(|reason| reason.weight).sum();
    assert!((sum - found.candidates[0].score).abs() < 1e-9);
}

#[test]
fn other_days_kinds_and_places_are_not_compared() {
    let all = [incident("i1", "2022-02-17", "Vrubivka", VRUBIVKA)];
    let none = |row: &Coded| link(row, &all).candidates.is_empty();
    assert!(none(&row("2022-02-20", "Vrubivka", VRUBIVKA)));
    assert!(none(&row("2022-02-17", "Popasna", (48.63, 38.38))));
    assert!(none(&Coded { families: vec!["protest".to_owned()], ..row("2022-02-17", "Vrubivka", VRUBIVKA) }));
    assert!(none(&Coded { from: None, ..row("2022-02-17", "Vrubivka", VRUBIVKA) }));
    assert!(none(&Coded { place: None, lat: None, lon: None, ..row("2022-02-17", "", VRUBIVKA) }));
    // A day apart is still possible, and weighs less.
    let next = link(&row("2022-02-18", "Vrubivka", VRUBIVKA), &all);
    assert_eq!(next.candidates[0].reasons[0].name, "next_day");
}

#[test]
fn several_that_fit_about_as_well_stay_open() {
    let all = [incident("i1", "2022-02-17", "Vrubivka", VRUBIVKA), incident("i2", "2022-02-17", "Vrubivka", VRUBIVKA)];
    let found = link(&row("2022-02-17", "Vrubivka", VRUBIVKA), &all);
    assert_eq!((found.state, found.incident, found.candidates.len()), (State::Ambiguous, None, 2));
    assert_eq!(found.margin, Some(0.0));
}

#[test]
fn a_count_that_is_alike_decides_between_two() {
    let mut hurt = incident("i2", "2022-02-17", "Vrubivka", VRUBIVKA);
    let value = Value {
        value: "2".to_owned(),
        low: None,
        best: Some(2.0),
        high: None,
        sides: Vec::new(),
        statements: Vec::new(),
        superseded: false,
    };
    hurt.details.insert("killed".to_owned(), Detail { status: DetailStatus::Single, values: vec![value] });
    let all = [incident("i1", "2022-02-17", "Vrubivka", VRUBIVKA), hurt];
    let mut one = row("2022-02-17", "Vrubivka", VRUBIVKA);
    one.figures.insert("killed".to_owned(), Figure { best: Some(2.0), ..Figure::default() });
    let found = link(&one, &all);
    assert_eq!(found.incident.as_deref(), Some("i2"));
    // Nobody killed is what tables also write where nobody counted.
    one.figures.insert("killed".to_owned(), Figure { best: Some(0.0), ..Figure::default() });
    assert_eq!(link(&one, &all).state, State::Ambiguous);
}

#[test]
fn a_row_of_a_division_is_of_an_area_and_never_a_village_s() {
    let all = [
        area("i1", ["2022-02-17", "2022-02-17"], "Donetsk Oblast"),
        incident("i2", "2022-02-17", "Donetsk", (48.0, 37.8)),
    ];
    let coarse = Coded {
        reach: Reach::Division,
        division: Some("Donetsk".to_owned()),
        ..row("2022-02-17", "Avdiivka", (48.14, 37.75))
    };
    let found = link(&coarse, &all);
    assert_eq!(found.incident.as_deref(), Some("i1"), "{found:?}");
    let fine = Coded { reach: Reach::Site, ..coarse };
    assert!(link(&fine, &all).candidates.iter().all(|one| one.incident != "i1"), "a village is not the area around it");
}

#[test]
fn what_a_person_decided_goes_before() {
    let all =
        [incident("i1", "2022-02-17", "Vrubivka", VRUBIVKA), incident("i2", "2022-02-17", "Zolote", (48.69, 38.5))];
    let linker = Linker::new(all.iter().map(Target::from).collect());
    let row = row("2022-02-17", "Vrubivka", VRUBIVKA);
    let confirmed = Decided { confirmed: Some(("i2".to_owned(), "A. Desk".to_owned())), ..Decided::default() };
    let found = linker.link(&row, Some(&confirmed));
    assert_eq!((found.state, found.incident.as_deref()), (State::Confirmed, Some("i2")));
    assert_eq!(
        (found.candidates[0].reasons[0].name.as_str(), found.candidates[0].reasons[0].says.as_str()),
        ("person", "A. Desk")
    );
    let undone = Decided { undone: ["i1".to_owned()].into(), ..Decided::default() };
    let found = linker.link(&row, Some(&undone));
    assert_eq!((found.state, found.incident), (State::None, None));
    assert_eq!(found.undone, ["i1"]);
}

#[test]
fn plans_and_claims_are_nothing_that_a_row_codes() {
    let mut plan = incident("i1", "2022-02-17", "Vrubivka", VRUBIVKA);
    plan.family = "plan".to_owned();
    assert!(
        link(&Coded { families: Vec::new(), ..row("2022-02-17", "Vrubivka", VRUBIVKA) }, &[plan]).candidates.is_empty()
    );
}

/// A row is found at the edges of the index's squares, around the world, and whatever the order of incidents.
#[test]
fn the_index_finds_what_a_comparison_with_all_finds() {
    let mut all = Vec::new();
    for step in 0..400_i32 {
        let (lat, lon) = (f64::from(step % 20) * 0.13 - 1.0, 179.0 + f64::from(step / 20) * 0.11);
        let lon = if lon > 180.0 { lon - 360.0 } else { lon };
        all.push(incident(
            &format!("i{step:03}"),
            if step % 3 == 0 { "2022-02-17" } else { "2022-02-18" },
            "",
            (lat, lon),
        ));
    }
    let targets: Vec<Target> = all.iter().map(Target::from).collect();
    let linker = Linker::new(targets.clone());
    let turned = Linker::new(targets.iter().rev().cloned().collect());
    for step in 0..60_i32 {
        let (lat, lon) = (f64::from(step % 10) * 0.2 - 0.95, 179.5 + f64::from(step) * 0.02);
        let lon = if lon > 180.0 { lon - 360.0 } else { lon };
        let one = Coded { reach: Reach::Near, ..row("2022-02-17", "x", (lat, lon)) };
        let link = linker.link(&one, None);
        assert_eq!(link, turned.link(&one, None));
        // Each by itself, which needs no index to be found among others.
        let best =
            targets.iter().filter_map(|target| Linker::new(vec![target.clone()]).link(&one, None).candidates.pop());
        let best = best.max_by(|a, b| a.score.total_cmp(&b.score).then_with(|| b.incident.cmp(&a.incident)));
        assert_eq!(link.candidates.first(), best.as_ref(), "{lat} {lon}");
    }
}
