//! Nothing leaves that is finer, sooner or more personal than the policy says, whatever reports hold.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::{
    brief::{self, Material, Window, render::Form},
    incidents::{self, Member, Time},
    report::{Actor, Document, Event, EventTime, Span, Speaker, Statement},
    sides::Sides,
};

/// What happens at a place of a made-up report.
#[derive(Debug, Clone, Copy, PartialEq)]
enum What {
    Fight,
    March,
    Harm,
    Talk,
    Barred,
}

#[derive(Debug, Clone)]
struct Scene {
    name: String,
    precision: Option<&'static str>,
    lat: f64,
    lon: f64,
    what: What,
    /// Words around the name.
    words: Vec<String>,
    /// Whether a statement about the place before this one tells of it too.
    elsewhere: bool,
}

fn scene() -> impl Strategy<Value = Scene> {
    let precision = prop::sample::select(vec![Some("settlement"), Some("point"), Some("adm2"), None]);
    let what = prop::sample::select(vec![What::Fight, What::March, What::Harm, What::Talk, What::Barred]);
    let fine = prop_oneof![
        Just("48.66247, 39.48358".to_owned()),
        Just("N 48.6624 E 39.4835".to_owned()),
        Just("48°39'44\"N 39°29'01\"E".to_owned()),
        Just("37U DQ 12345 67890".to_owned()),
        Just("5-7km SW of".to_owned()),
        Just("12 Peremohy Street".to_owned()),
        "[a-z ]{0,12}",
        any::<String>(),
    ];
    (
        "Zq[a-z]{3,7}",
        precision,
        -89.0..89.0f64,
        -179.0..179.0f64,
        what,
        prop::collection::vec(fine, 0..4),
        any::<bool>(),
    )
        .prop_map(|(name, precision, lat, lon, what, words, elsewhere)| Scene {
            name,
            precision,
            lat,
            lon,
            what,
            words,
            elsewhere,
        })
}

/// A report that tells of each scene in a statement of its own.
fn report(scenes: &[Scene]) -> Report {
    let mut report = Report::default();
    let mut text = String::new();
    let length = |text: &str| text.chars().count();
    for (number, scene) in scenes.iter().enumerate() {
        let start = length(&text);
        let other = scenes.get(number.wrapping_sub(1)).filter(|_| scene.elsewhere);
        let named = format!("{} {} ", scene.words.join(" "), other.map_or("", |other| other.name.as_str()));
        text.push_str(&named);
        let at = length(&text);
        text.push_str(&scene.name);
        let words = Span { start: at, end: length(&text), exact: scene.name.clone() };
        text.push_str(" said Zw");
        text.extend(["person", &number.to_string(), " Family. "]);
        let end = length(&text);
        let exact: String = text.chars().skip(start).take(end - start).collect();
        report.places.push(crate::report::Place {
            id: format!("p{number}"),
            span: Some(words.clone()),
            name: scene.name.clone(),
            gazetteer_id: Some(format!("geonames:{number}")),
            lat: Some(scene.lat),
            lon: Some(scene.lon),
            admin1: Some("7".to_owned()),
            country: None,
            precision: scene.precision.map(str::to_owned),
            ..crate::report::Place::default()
        });
        report.actors.push(Actor {
            id: format!("person:zwperson{number}"),
            name: format!("Zwperson{number} Family"),
            kind: "person".to_owned(),
            ..Actor::default()
        });
        report.statements.push(Statement {
            id: format!("s{number}"),
            order: number,
            speaker: Speaker { actor: Some(format!("person:zwperson{number}")), ..Speaker::default() },
            content: vec![Span { start, end, exact }],
            events: vec![format!("e{number}")],
            ..Statement::default()
        });
        let (kind, object, weapon) = match scene.what {
            What::Fight => (Some("ASSAULT"), None, Some("artillery")),
            What::March => (Some("MOBILIZE"), None, None),
            What::Harm => (Some("ASSAULT"), Some("school"), Some("artillery")),
            What::Talk => (Some("CONSULT"), None, None),
            What::Barred => (Some("COERCE"), None, None),
        };
        report.events.push(Event {
            id: format!("e{number}"),
            trigger: words,
            kind: kind.map(str::to_owned),
            modes: if scene.what == What::Barred { vec!["restrict".to_owned()] } else { Vec::new() },
            object_struck: object.map(str::to_owned),
            weapon: weapon.map(str::to_owned),
            place: Some(format!("p{number}")),
            time: Some(EventTime::Interval { start: Some("2031-05-06".to_owned()), end: None }),
            polarity: "positive".to_owned(),
            modality: "actual".to_owned(),
            asserted_in: vec![format!("s{number}")],
            ..Event::default()
        });
    }
    report.document = Document {
        reference: "r".to_owned(),
        id: "00".to_owned(),
        uri: Some("https://maps.example/@48.66247,39.48358,9z".to_owned()),
        title: Some(text.clone()),
        outlet: Some("Outlet".to_owned()),
        authors: vec!["Zwperson0 Family".to_owned()],
        published: Some("2031-05-06".to_owned()),
        text,
        ..Document::default()
    };
    report
}

/// An incident of each scene, as the derivation would name and place it.
fn incidents_of(report: &Report, scenes: &[Scene]) -> Vec<Incident> {
    let template: Vec<Incident> =
        serde_json::from_str(include_str!("../../tests/fixtures/lumen/incidents.json")).unwrap_or_default();
    let said = template.iter().flat_map(|one| &one.accounts).flat_map(|one| &one.statements).next().unwrap().clone();
    let mut account = template[0].accounts[0].clone();
    let mut out = Vec::new();
    for (number, scene) in scenes.iter().enumerate() {
        let family = match scene.what {
            What::Fight | What::Harm => "violence",
            What::March => "build_up",
            What::Talk => "recognition",
            What::Barred => "coercion",
        };
        let content = &report.statements[number].content[0];
        account.statements = vec![incidents::Said {
            document: "r".to_owned(),
            statement: format!("s{number}"),
            speaker: Some(format!("Zwperson{number} Family")),
            words: vec![incidents::mention::Cited {
                start: content.start,
                end: content.end,
                exact: content.exact.clone(),
            }],
            published: Some("2031-05-06".to_owned()),
            ..said.clone()
        }];
        out.push(Incident {
            id: format!("i{number}"),
            label: format!("{family} (artillery), {}", scene.name),
            family: family.to_owned(),
            kind: report.events[number].kind.clone().unwrap_or_default(),
            place: Some(incidents::Place {
                name: scene.name.clone(),
                written: Some(incidents::mention::Written { words: scene.name.clone(), lang: None }),
                gazetteer_id: Some(format!("geonames:{number}")),
                lat: Some(scene.lat),
                lon: Some(scene.lon),
                admin1: Some("7".to_owned()),
                level: incidents::mention::Level::Site,
            }),
            time: Time { start: Some("2031-05-06".to_owned()), end: None, stated: true },
            details: std::collections::BTreeMap::new(),
            members: vec![Member {
                document: "r".to_owned(),
                event: Some(format!("e{number}")),
                statement: Some(format!("s{number}")),
            }],
            accounts: vec![account.clone()],
            why: Vec::new(),
            accused: Vec::new(),
            ..template[0].clone()
        });
    }
    out
}

/// Everything that is printed of what was released.
fn printed(released: &Released) -> String {
    let sides = Sides::default();
    let brief = brief::brief(&Material {
        window: Window { from: "2031-05-01".to_owned(), to: "2031-05-31".to_owned() },
        area: None,
        as_of: "2031-06-01".to_owned(),
        head: None,
        rules: "1".to_owned(),
        incidents: &released.incidents,
        reports: &released.reports,
        sides: &sides,
        commitments: Vec::new(),
        warnings: Vec::new(),
        figures: Vec::new(),
        public: Some(released.withheld.clone()),
    });
    let mut out = serde_json::to_string(&brief).unwrap();
    out += &serde_json::to_string(&(&released.incidents, &released.reports)).unwrap();
    for form in [Form::Html, Form::Markdown] {
        out += &brief::render::render(&brief, form, None).unwrap();
    }
    out
}

proptest! {
    #[test]
    fn nothing_is_finer_than_the_public_precision(scenes in prop::collection::vec(scene(), 1..5)) {
        let names: BTreeSet<&str> = scenes.iter().map(|scene| scene.name.as_str()).collect();
        prop_assume!(names.len() == scenes.len());
        let report = report(&scenes);
        let released = release(&incidents_of(&report, &scenes), &[report], &[], "2031-06-01");
        let printed = printed(&released);
        for scene in &scenes {
            let fine = matches!(scene.what, What::Fight | What::March | What::Barred) || scene.precision != Some("settlement");
            prop_assert!(!fine || !printed.contains(&scene.name), "{} {:?}", scene.name, scene);
        }
        for hidden in ["48.66", "39.48", "39'44", "DQ 12345", "7km", "Peremohy", "Zwperson", "Family"] {
            prop_assert!(!printed.contains(hidden), "{}", hidden);
        }
        let policy = Policy::bundled();
        let incidents = released.incidents.iter().filter_map(|one| one.place.as_ref()).map(|one| (one.lat, one.lon));
        let places = released.reports.iter().flat_map(|one| &one.places).map(|one| (one.lat, one.lon));
        for (lat, lon) in incidents.chain(places) {
            for degrees in [lat, lon].into_iter().flatten() {
                prop_assert!((policy.cell(degrees) - degrees).abs() < 1e-6, "{} is no centre of a cell", degrees);
            }
        }
        // No weapon stands with a point.
        for report in &released.reports {
            for event in report.events.iter().filter(|event| event.weapon.is_some()) {
                let place = event.place.as_deref().and_then(|id| report.place(id));
                prop_assert!(place.is_none_or(|place| place.lat.is_none()));
            }
        }
    }
}

fn dossier() -> (Vec<Incident>, Vec<Report>) {
    let readings = include_str!("../../tests/fixtures/lumen/readings.jsonl");
    (
        serde_json::from_str(include_str!("../../tests/fixtures/lumen/incidents.json")).unwrap(),
        readings.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
    )
}

#[test]
fn movements_are_held_back_and_harm_is_not() {
    let (incidents, reports) = dossier();
    let labels = |as_of: &str| -> Vec<String> {
        release(&incidents, &reports, &[], as_of).incidents.into_iter().map(|incident| incident.label).collect()
    };
    let early = ["coercion, place withheld", "violence (school), Lumen"];
    assert_eq!(labels("2031-05-07T12:00:00Z"), early);
    assert_eq!(labels("2031-05-09T05:59:59Z"), early);
    assert_eq!(labels("when?"), early, "a moment that cannot be read frees nothing");
    assert_eq!(labels("2031-05-09T06:00:00Z").len(), 3);
    let later = release(&incidents, &reports, &[], "2031-05-10");
    let said = &later.incidents[0].accounts[0].statements[0];
    assert_eq!(said.words[0].exact, "колонна из сорока танков вышла к [place withheld]");
    assert_eq!(said.outlet.as_deref(), Some("a social account"));
}

#[test]
fn redacted_words_are_masked_wherever_they_are_quoted() {
    let (incidents, reports) = dossier();
    let text = &reports[0].document.text;
    let start = text.split("three civilians").next().unwrap().chars().count();
    let redaction =
        Redaction { document: "r1".to_owned(), start, end: start + 5, reason: "asked by those concerned".to_owned() };
    let out = release(&incidents, &reports, &[redaction], "2031-06-01");
    let masked = "the number of injured at [redacted: asked by those concerned] civilians";
    assert!(out.reports[0].statements.iter().any(|one| one.content[0].exact == masked));
    assert!(
        out.incidents
            .iter()
            .flat_map(|one| &one.accounts)
            .flat_map(|one| &one.statements)
            .any(|one| one.words[0].exact == masked)
    );
}

#[test]
fn whom_redacted_words_name_is_gone_from_all_that_was_derived() {
    let (incidents, mut reports) = dossier();
    reports[0].document.uri = Some("https://example.org/southern-command".to_owned());
    reports[0].document.title = Some("Southern Command speaks".to_owned());
    let span = reports[0].actors[0].mentions[0].clone();
    let redaction =
        Redaction { document: "r1".to_owned(), start: span.start, end: span.end, reason: "asked for".to_owned() };
    let redacted = Redacted::new(&reports, std::slice::from_ref(&redaction));
    let inside = serde_json::to_string(&(redacted.all(&incidents), redacted.all(&reports))).unwrap();
    let out = release(&incidents, &reports, &[redaction], "2031-06-01");
    for gone in [inside.to_lowercase(), printed(&out).to_lowercase()] {
        assert!(!gone.contains("southern command") && !gone.contains("south.command"), "{gone}");
        assert!(!gone.contains("southern-command"), "{gone}");
    }
    let text = &redacted.all(&reports)[0].document.text;
    assert_eq!(text.chars().count(), reports[0].document.text.chars().count(), "offsets stay");
    assert!(redacted.touches("r1"));
}

#[test]
fn names_that_mean_no_spot_stay_and_a_heading_withholds_nothing_from_its_words() {
    let (incidents, mut reports) = dossier();
    let report = &mut reports[0];
    let begin = report.document.text.chars().count();
    let told = " The Orre agreements hold, Vale's forces said. Vale denied it near Upper Mill.";
    report.document.text.push_str(told);
    let span = |words: &str, nth: usize| {
        let at = told.match_indices(words).nth(nth).unwrap().0;
        Span { start: begin + at, end: begin + at + words.len(), exact: words.to_owned() }
    };
    for (number, (words, nth)) in [("Orre", 0), ("Vale", 0), ("Vale", 1), ("Upper Mill", 0)].into_iter().enumerate() {
        report.places.push(crate::report::Place {
            id: format!("x{number}"),
            span: Some(span(words, nth)),
            name: words.to_owned(),
            gazetteer_id: Some(format!("geonames:9{}", words.len())),
            precision: Some("settlement".to_owned()),
            ..crate::report::Place::default()
        });
    }
    report.actors.push(Actor {
        id: "zz/vale".to_owned(),
        pack_id: Some("zz/vale".to_owned()),
        kind: "state".to_owned(),
        mentions: vec![span("Vale", 1)],
        ..Actor::default()
    });
    report.statements[0].content = vec![Span { start: begin, end: begin + told.len(), exact: told.to_owned() }];
    report.statements[0].events.clear();
    report.events.iter_mut().for_each(|event| event.asserted_in.retain(|id| id != "s1"));
    let out = release(&incidents, &reports, &[], "2031-06-01");
    let words = &out.reports[0].statements.iter().find(|one| one.id == "s1").unwrap().content[0].exact;
    assert!(words.contains("The Orre agreements hold, Vale's forces said. Vale denied it"), "{words}");
    for incident in out.incidents.iter().filter(|one| one.label.contains("Lumen")) {
        let said = incident.accounts.iter().flat_map(|account| &account.statements).flat_map(|said| &said.words);
        for one in said {
            assert!(!one.exact.contains("school in [place"), "{}", one.exact);
        }
    }
}

#[test]
fn no_reference_address_or_outlet_tells_of_a_person() {
    let (incidents, mut reports) = dossier();
    let id = reports[0].document.id.clone();
    for (kind, reference, outlet, kept) in [
        (None, "olena-koval", "olena_mother", None),
        (Some("social_account"), "7", "olena_mother", None),
        (Some("aggregator"), "7", "olena_mother", None),
        (Some("newspaper"), "https://example.org/olena", "Harbour Post", Some("https://example.org/")),
        (Some("newspaper"), "r1", "Harbour Post", Some("https://example.org/")),
    ] {
        let mut incidents = incidents.clone();
        for member in incidents.iter_mut().flat_map(|one| &mut one.members).filter(|one| one.document == "r1") {
            reference.clone_into(&mut member.document);
        }
        reference.clone_into(&mut reports[0].document.reference);
        let document = &mut reports[0].document;
        document.outlet_kind = kind.map(str::to_owned);
        document.outlet = Some(outlet.to_owned());
        document.uri = Some("https://example.org/olena-koval/lenina-14".to_owned());
        let out = release(&incidents, &reports, &[], "2031-06-01");
        let own = &out.reports[0].document;
        assert_eq!(own.uri.as_deref(), kept, "{kind:?}");
        assert!(!printed(&out).contains("olena"), "{kind:?}");
        let cited = if reference == "r1" { "r1".to_owned() } else { format!("sha256:{}", id.get(..12).unwrap()) };
        assert_eq!(own.reference, cited);
        assert!(out.incidents.iter().flat_map(|one| &one.members).any(|one| one.document == cited));
    }
}

#[test]
fn words_of_reports_that_are_not_at_hand_stay() {
    let (incidents, reports) = dossier();
    let out = release(&incidents, &reports[1..], &[], "2031-06-01");
    assert!(
        out.incidents
            .iter()
            .flat_map(|one| &one.accounts)
            .flat_map(|one| &one.statements)
            .all(|one| one.document != "r1")
    );
    assert!(out.withheld.iter().any(|one| one.reason == "words of reports that were not at hand"));
}

#[test]
fn ids_and_hashes_of_what_leaves_are_kept() {
    let (incidents, reports) = dossier();
    let out = release(&incidents, &reports, &[], "2031-06-01");
    assert_eq!(out.incidents.len(), incidents.len());
    for (kept, original) in out.incidents.iter().zip(&incidents) {
        assert_eq!(kept.id, original.id);
        for (kept, original) in kept.members.iter().zip(&original.members) {
            assert_eq!((&kept.event, &kept.statement), (&original.event, &original.statement));
            // A private account is cited by its hash.
            assert!(kept.document == original.document || kept.document.starts_with("sha256:"));
        }
    }
    for (kept, original) in out.reports.iter().zip(&reports) {
        assert_eq!(kept.document.id, original.document.id);
        assert!(kept.document.text.is_empty() && kept.document.title.is_none() && kept.document.authors.is_empty());
    }
}

#[test]
fn sexual_violence_is_restricted() {
    let (incidents, mut reports) = dossier();
    reports[0].events[0].modes.push("sexual".to_owned());
    let out = release(&incidents, &reports, &[], "2031-06-01");
    assert!(out.incidents.iter().all(|incident| !incident.label.contains("Lumen")));
    assert!(out.reports[0].statements.iter().all(|statement| statement.id != "s1"));
    assert!(out.withheld.iter().any(|one| one.reason.contains("restricted")));
}
