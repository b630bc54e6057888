//! What analysts judge: on record, apart from what is derived, and gone with the words that it may quote.

use serde_json::{Value, json};

use crate::{
    english::english,
    support::{Desk, Ran, names, repository},
};

/// A ledger of a report and its denial.
fn desk() -> Option<Desk> {
    let model = english()?;
    let desk = Desk::new();
    let dossier = repository().join("dossiers/donbas-2022");
    let mut command = desk.command();
    command.arg("ingest").arg("--model").arg(model);
    command.args(["11-kindergarten-two-hurt", "17-lpr-denial"].map(|name| dossier.join(format!("{name}.json"))));
    Ran::of(command.output().unwrap()).succeeded();
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
            "11#s1",
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
    assert_eq!(listed[0]["evidence"], json!([{ "document": "11", "statement": "s1" }]));

    // Another takes its place, and is taken back; both stay on record.
    let number = first.to_string();
    let second = run(
        &desk,
        &[
            "assess",
            "add",
            &id,
            "--text",
            "The hole fits no shell",
            "--confidence",
            "low",
            "--by",
            "ben",
            "--instead-of",
            &number,
            "--format",
            "json",
        ],
    );
    let second = serde_json::from_str::<Value>(&second.succeeded()).unwrap()["record"].as_i64().unwrap();
    let listed = asked(&desk, "assess list");
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["by"]), (1, &json!("ben")));
    let again = run(&desk, &["assess", "withdraw", &number, "--by", "anna", "--reason", "mistaken"]);
    names(&again.refused(), &["no assessment", &number]);
    run(&desk, &["assess", "withdraw", &second.to_string(), "--by", "ben", "--reason", "mistaken"]).succeeded();
    assert_eq!(asked(&desk, "assess list"), json!([]));
    desk.run("verify").succeeded();
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
    names(&said(&["--evidence", "11#s99"]), &["no statement `s99`"]);
    names(
        &run(&desk, &["assess", "add", "i0000000000", "--text", "words", "--by", "anna"]).refused(),
        &["no incident"],
    );
}

#[test]
fn a_judgement_goes_with_the_words_that_it_rests_on() {
    let Some(desk) = desk() else { return };
    let id = asked(&desk, "incidents")[0]["id"].as_str().unwrap().to_owned();
    run(&desk, &["assess", "add", &id, "--text", "a secret", "--evidence", "17", "--by", "anna"]).succeeded();
    run(&desk, &["erase", "17", "--reason", "asked by the outlet", "--by", "anna"]).succeeded();
    assert_eq!(asked(&desk, "assess list"), json!([]));
    desk.run("verify").succeeded();
}
