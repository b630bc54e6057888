//! What analysts judge: on record, apart from what is derived, and gone with the words that it may quote.

use serde_json::{Value, json};

use crate::{
    english::english,
    second_conflict,
    support::{Desk, Ran, names},
};

/// A ledger of an invented conflict.
fn desk() -> Option<Desk> {
    let model = english()?;
    let desk = second_conflict::desk();
    second_conflict::ingest(&desk, &model, &second_conflict::pack(), &second_conflict::dispatches());
    Some(desk)
}

fn run(desk: &Desk, arguments: &[&str]) -> Ran {
    Ran::of(desk.command().args(arguments).output().unwrap())
}

fn asked(desk: &Desk, question: &str) -> Value {
    serde_json::from_str(&desk.run(&format!("{question} --format json")).succeeded()).unwrap()
}

#[test]
fn a_judgement_stands_apart_and_changes_no_status() {
    let Some(desk) = desk() else { return };
    let incidents = asked(&desk, "incidents");
    let id = incidents[0]["id"].as_str().unwrap().to_owned();
    let before = (asked(&desk, &format!("incident {id}")), asked(&desk, &format!("why {id}")));
    let made = run(
        &desk,
        &[
            "assess",
            "add",
            &id,
            "--text",
            "The hole fits a shell from the south",
            "--likelihood",
            "very likely",
            "--grade",
            "b2",
            "--evidence",
            "01#s1",
            "--by",
            "anna",
            "--format",
            "json",
        ],
    );
    let first = serde_json::from_str::<Value>(&made.succeeded()).unwrap()["record"].as_i64().unwrap();
    assert_eq!(before, (asked(&desk, &format!("incident {id}")), asked(&desk, &format!("why {id}"))));
    let listed = asked(&desk, &format!("assess list --about {id}"));
    assert_eq!(listed[0]["held"], json!({ "likelihood": "very_likely" }));
    assert_eq!((&listed[0]["chance"], &listed[0]["grade"]), (&json!([80, 95]), &json!("B2")));
    assert_eq!(listed[0]["evidence"], json!([{ "document": "01", "statement": "s1" }]));

    // Nobody replaces another's, nor one of something else; its own beginning names an incident.
    let number = first.to_string();
    let add = |about: &str, by: &str, more: &[&str]| {
        let mut all = vec!["assess", "add", about, "--text", "The hole fits no shell", "--by", by, "--format", "json"];
        all.extend(more);
        run(&desk, &all)
    };
    names(&add(&id, "ben", &["--instead-of", &number]).refused(), &["anna's"]);
    let elsewhere = incidents.as_array().unwrap().iter().find(|one| one["id"] != id.as_str()).unwrap();
    let elsewhere = elsewhere["id"].as_str().unwrap();
    names(&add(elsewhere, "anna", &["--instead-of", &number]).refused(), &["is not of"]);
    names(&run(&desk, &["assess", "withdraw", &number, "--by", "ben", "--reason", "mistaken"]).refused(), &["anna's"]);
    let begun = asked(&desk, &format!("assess list --about {}", id.get(..8).unwrap()));
    assert_eq!(begun.as_array().unwrap().len(), 1);
    names(&desk.run("assess list --about i952c5").refused(), &["i952c5"]);
    assert_eq!(asked(&desk, &format!("assess list --about {elsewhere}")), json!([]));

    // A later one of its author's takes its place, and is taken back; both stay on record.
    let second = add(&id, "anna", &["--confidence", "low", "--instead-of", &number]);
    let second = serde_json::from_str::<Value>(&second.succeeded()).unwrap()["record"].as_i64().unwrap();
    let listed = asked(&desk, "assess list");
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["grade"]), (1, &Value::Null));
    names(&desk.run("assess list --all --format text").succeeded(), &["not graded", &format!("replaced by {second}")]);
    let again = run(&desk, &["assess", "withdraw", &number, "--by", "anna", "--reason", "mistaken"]);
    names(&again.refused(), &["no assessment", &number]);
    run(&desk, &["assess", "withdraw", &second.to_string(), "--by", "anna", "--reason", "mistaken"]).succeeded();
    assert_eq!(asked(&desk, "assess list"), json!([]));
    assert_eq!(asked(&desk, "assess list --all").as_array().unwrap().len(), 2);
    desk.run("verify").succeeded();
}

#[test]
fn a_statement_of_methods_tells_what_answers_rest_on() {
    let Some(desk) = desk() else { return };
    let told = asked(&desk, "methods");
    let versions = &told["readings"][0]["versions"];
    assert_eq!(told["readings"][0]["reports"], 12);
    assert!(versions["engine"].is_string() && versions["pack halvoria-2019"].is_string(), "{versions}");
    assert!(told["packs"].as_array().unwrap().iter().any(|pack| pack["id"] == "halvoria-2019"), "{told}");
    assert!(!told["packs"].as_array().unwrap().iter().any(|pack| pack["id"] == "sudan-2023"), "{told}");
    assert_eq!(told["not_measured"], json!({ "langs": [], "packs": ["halvoria-2019"] }));
    assert_eq!(told["scores"][0]["in_development"], true);
    assert_eq!((&told["counts"]["reports"], &told["agreement"]), (&12.into(), &json!([])));
    assert!(told["coverage"].as_array().unwrap().iter().all(|one| one["lang"] == "en"), "{told}");
    assert_eq!(told["head"], asked(&desk, "methods")["head"]);
    names(
        &desk.run("methods").succeeded(),
        &["# Methods and limits", "## What was measured", "halvoria-2019", "Not measured"],
    );
    names(&desk.run("methods --format html").succeeded(), &["<h1>Methods and limits</h1>", "Gave nothing"]);
}

#[test]
fn a_judgement_that_makes_no_sense_is_refused_with_what_would() {
    let Some(desk) = desk() else { return };
    let id = asked(&desk, "incidents")[0]["id"].as_str().unwrap().to_owned();
    let said = |more: &[&str]| {
        let mut all = vec!["assess", "add", &id, "--text", "words", "--by", "anna"];
        all.extend(more);
        run(&desk, &all).refused()
    };
    names(&said(&["--likelihood", "likely", "--confidence", "high"]), &["cannot be used with"]);
    names(&said(&["--likelihood", "probable"]), &["very_likely"]);
    names(&said(&["--grade", "G7"]), &["letter from A to F"]);
    names(&said(&["--evidence", "01#s99"]), &["no statement `s99`"]);
    names(
        &run(&desk, &["assess", "add", "i0000000000", "--text", "words", "--by", "anna"]).refused(),
        &["no incident"],
    );
}

#[test]
fn a_judgement_goes_with_the_words_that_it_rests_on() {
    let Some(desk) = desk() else { return };
    let id = asked(&desk, "incidents")[0]["id"].as_str().unwrap().to_owned();
    run(&desk, &["assess", "add", &id, "--text", "a secret", "--evidence", "03", "--by", "anna"]).succeeded();
    let erased = run(&desk, &["erase", "03", "--reason", "asked by the outlet", "--by", "anna"]);
    assert_eq!(erased.code, Some(0), "{erased:?}");
    assert_eq!(asked(&desk, "assess list"), json!([]));
    desk.run("verify").succeeded();
}
