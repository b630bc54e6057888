//! The worked example: one article annotated by hand, whose statuses a reference derivation gives. It is a newspaper's text and
//! no part of the project; where it is not at hand, the test says so.

use std::{collections::BTreeSet, fmt::Write, fs, path::Path};

use fogline::packs::Pack;
use fogline_reconcile::{
    incidents::{self, mention::Mention},
    report::{Actor, Document, Event, EventTime, Place, Report, Said, Sentence, Span, Speaker, Statement, Target},
    sides::Sides,
    status,
};
use serde_json::Value;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/gold/seed");

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// One value or several, as a list.
fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(all) => all.iter().filter_map(text).collect(),
        one => text(one).into_iter().collect(),
    }
}

fn span(value: &Value) -> Span {
    let at = |name: &str| value[name].as_u64().unwrap_or_default() as usize;
    Span { start: at("start"), end: at("end"), exact: text(&value["exact"]).unwrap_or_default() }
}

fn each<T>(gold: &Value, name: &str, of: impl Fn(&Value) -> T) -> Vec<T> {
    gold[name].as_array().into_iter().flatten().map(of).collect()
}

/// The annotation as a reading.
fn report(gold: &Value, article: &str) -> Report {
    let lines = article.split('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.chars().count() + 1;
        Some(Sentence { start, end: *at - 1, lang: None })
    });
    Report {
        document: Document {
            reference: "seed".to_owned(),
            id: "seed".to_owned(),
            outlet_kind: Some("newspaper".to_owned()),
            published: text(&gold["document"]["published"]),
            text: article.to_owned(),
            sentences: lines.collect(),
            ..Document::default()
        },
        actors: each(gold, "actors", |one| Actor {
            id: text(&one["id"]).unwrap(),
            name: text(&one["name"]).unwrap(),
            kind: text(&one["kind"]).unwrap_or_default(),
            side: text(&one["side"]),
            ..Actor::default()
        }),
        places: gold["places"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(id, one)| Place {
                id: id.clone(),
                name: text(&one["name"]).unwrap_or_default(),
                gazetteer_id: Some(id.clone()),
                precision: Some(if one["lat"].is_null() { "area" } else { "settlement" }.to_owned()),
                ..Place::default()
            })
            .collect(),
        statements: each(gold, "statements", |one| Statement {
            id: text(&one["id"]).unwrap(),
            speaker: Speaker {
                actor: text(&one["speaker"]["actor"]),
                resolution: text(&one["speaker"]["resolution"]).unwrap_or_default(),
                anonymous: one["speaker"]["resolution"] == "anonymous",
                ..Speaker::default()
            },
            side: text(&one["side"]),
            speech_act: text(&one["speech_act"]).unwrap(),
            content: one["content"].as_array().unwrap().iter().map(span).collect(),
            parent: text(&one["parent"]),
            chain: list(&one["chain"]),
            hops: one["hops"].as_u64().unwrap_or_default() as usize,
            accused: list(&one["accused"]),
            targets: each(one, "targets", |target| Target {
                relation: text(&target["relation"]).unwrap_or_default(),
                statement: text(&target["statement"]),
                event: None,
            }),
            said: Said { end: text(&one["date_said"]["end"]), ..Said::default() },
            factuality: text(&one["source_factuality"]),
            events: each(gold, "events", |event| (text(&event["id"]).unwrap(), list(&event["asserted_in"])))
                .into_iter()
                .filter(|(_, told)| told.contains(&text(&one["id"]).unwrap()))
                .map(|(id, _)| id)
                .collect(),
            ..Statement::default()
        }),
        events: each(gold, "events", |one| Event {
            id: text(&one["id"]).unwrap(),
            trigger: span(&one["trigger"]),
            kind: text(&one["plover_event"]),
            modes: list(&one["plover_mode"]),
            actor: list(&one["actor"]),
            recipient: list(&one["recipient"]),
            place: list(&one["place"]).into_iter().next(),
            time: Some(EventTime::Interval { start: text(&one["date_start"]), end: text(&one["date_end"]) }),
            polarity: if one["polarity"] == "neg" { "negative" } else { "positive" }.to_owned(),
            modality: text(&one["modality"]).unwrap_or_default(),
            ..Event::default()
        }),
        ..Report::default()
    }
}

/// The incident of the annotation as mentions, with exactly the statements that it names.
fn as_annotated(incident: &Value, report: &Report, sides: &Sides) -> Vec<Mention> {
    let of =
        |name: &str, key: &str| each(incident, name, |one| list(if key.is_empty() { one } else { &one[key] })).concat();
    let named: BTreeSet<String> = of("accounts", "statements").into_iter().chain(of("origin_clusters", "")).collect();
    let events = list(&incident["events"]);
    let all = incidents::mentions(report, sides, "seed");
    let mut own: Vec<Mention> = all.into_iter().filter(|one| events.contains(&one.event)).collect();
    for mention in &mut own {
        mention.voices.retain(|voice| named.contains(&voice.statement));
    }
    let told: BTreeSet<String> = own.iter().flat_map(|one| &one.voices).map(|voice| voice.statement.clone()).collect();
    for id in named.difference(&told) {
        let family = own[0].family.clone();
        let mut voice = incidents::voice(report, sides, report.statement(id).unwrap(), &family);
        // It speaks of the incident without telling of its events.
        if voice.stance == incidents::mention::Stance::Asserts && voice.accused.is_empty() {
            voice.stance = incidents::mention::Stance::Comments;
        }
        own[0].voices.push(voice);
    }
    own
}

#[test]
fn the_statuses_of_the_annotated_article_are_those_of_the_reference() {
    let Ok(gold) = fs::read_to_string(Path::new(FOLDER).join("gold.json")) else {
        return eprintln!("not run: the annotated article is not at hand");
    };
    let gold: Value = serde_json::from_str(&gold).unwrap();
    let article = fs::read_to_string(Path::new(FOLDER).join("article.txt")).unwrap();
    let report = report(&gold, &article);
    let sides = Sides::new(Pack::bundled().unwrap());
    let mut faults = String::new();
    for incident in gold["incidents"].as_array().unwrap() {
        let mentions = as_annotated(incident, &report, &sides);
        let found = status::derive(&mentions.iter().collect::<Vec<_>>(), &sides);
        let expected = &incident["derived_status"];
        let (occurrence, responsibility) = (&expected["occurrence"], &expected["responsibility"]);
        if found.occurrence != *occurrence || found.responsibility != *responsibility {
            writeln!(
                faults,
                "{} {}: {} {}, expected {occurrence} {responsibility}\n  {:?}",
                incident["id"], incident["title"], found.occurrence, found.responsibility, found.why
            )
            .unwrap();
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}
