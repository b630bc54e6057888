//! A conflict that the program has never heard of, read with its pack and nothing else: dossiers/halvoria-2019.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::{
    english::english,
    support::{Desk, Ran, names, repository},
};

fn dossier() -> PathBuf {
    repository().join("dossiers/halvoria-2019")
}

/// The dispatches, in the order of their numbers.
pub(crate) fn dispatches() -> Vec<PathBuf> {
    let all = fs::read_dir(dossier()).unwrap().map(|entry| entry.unwrap().path());
    let numbered =
        |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with(|c: char| c.is_ascii_digit());
    let mut all: Vec<PathBuf> = all.filter(numbered).collect();
    all.sort();
    assert_eq!(all.len(), 12);
    all
}

fn gold() -> Value {
    serde_json::from_str(&fs::read_to_string(dossier().join("gold.json")).unwrap()).unwrap()
}

/// A desk that knows the towns of the invented country, and no others.
pub(crate) fn desk() -> Desk {
    let desk = Desk::new();
    let mut command = desk.command();
    command.args(["gazetteer", "add"]).arg(dossier().join("places")).args(["--name", "halvoria", "--to", "gazetteer"]);
    Ran::of(command.output().unwrap()).succeeded();
    desk
}

/// Reads reports into the ledger with a pack.
pub(crate) fn ingest(desk: &Desk, model: &Path, pack: &Path, reports: &[PathBuf]) {
    let mut command = desk.command();
    command.arg("ingest").args(reports).arg("--pack").arg(pack).arg("--model").arg(model);
    let out = Ran::of(command.output().unwrap()).succeeded();
    names(&out, &[&format!("\"stored\":{}", reports.len())]);
}

/// The pack of the invented conflict.
pub(crate) fn pack() -> PathBuf {
    dossier().join("packs/halvoria-2019")
}

/// What a question is answered in JSON.
pub(crate) fn asked(desk: &Desk, question: &str) -> Value {
    serde_json::from_str(&desk.run(&format!("{} --format json", question.trim())).succeeded()).unwrap()
}

fn all_of_it() -> Option<Desk> {
    let model = english()?;
    let desk = desk();
    ingest(&desk, &model, &pack(), &dispatches());
    Some(desk)
}

pub(crate) fn list(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}

/// The dispatches that an incident is told in.
pub(crate) fn told_in(incident: &Value) -> BTreeSet<String> {
    incident["members"].as_array().unwrap().iter().map(|one| one["document"].as_str().unwrap().to_owned()).collect()
}

/// The incident that tells of most of the gold's dispatches, at its place.
fn found<'i>(incidents: &'i [Value], gold: &Value) -> &'i Value {
    let members: BTreeSet<String> = list(&gold["members"]).into_iter().collect();
    let here = |one: &&Value| one["place"]["name"] == gold["place"];
    let words = |one: &Value| one.to_string().contains(gold["text"].as_str().unwrap());
    let fit = |one: &&Value| {
        let told = told_in(one);
        (words(one), told.intersection(&members).count(), std::cmp::Reverse(told.len()))
    };
    incidents.iter().filter(here).max_by_key(fit).unwrap_or_else(|| panic!("nothing at {}", gold["place"]))
}

/// B-cubed precision and recall of groups that may overlap (Amigo et al. 2009).
pub(crate) fn b_cubed(found: &[BTreeSet<String>], gold: &[BTreeSet<String>]) -> (f64, f64) {
    let shared = |groups: &[BTreeSet<String>], a: &String, b: &String| {
        groups.iter().filter(|group| group.contains(a) && group.contains(b)).count()
    };
    let items: BTreeSet<&String> = gold.iter().flatten().collect();
    let mean = |of: &[BTreeSet<String>], against: &[BTreeSet<String>]| {
        let (mut sum, mut counted) = (0.0, 0.0);
        for a in &items {
            let parts: Vec<f64> = items
                .iter()
                .filter(|b| shared(of, a, b) > 0)
                .map(|b| shared(of, a, b).min(shared(against, a, b)) as f64 / shared(of, a, b) as f64)
                .collect();
            if !parts.is_empty() {
                sum += parts.iter().sum::<f64>() / parts.len() as f64;
                counted += 1.0;
            }
        }
        sum / counted
    };
    (mean(found, gold), mean(gold, found))
}

#[test]
fn the_pack_and_the_dispatches_agree_with_their_gold() {
    let gold = gold();
    let ids: BTreeMap<String, Value> = dispatches()
        .iter()
        .map(|path| serde_json::from_str::<Value>(&fs::read_to_string(path).unwrap()).unwrap())
        .map(|one| (one["id"].as_str().unwrap().to_owned(), one))
        .collect();
    for (name, incident) in gold["incidents"].as_object().unwrap() {
        for member in list(&incident["members"]) {
            let text = ids[&member]["text"].as_str().unwrap();
            assert!(text.contains(incident["place"].as_str().unwrap()), "{name}: {member}");
        }
    }
    fogline::packs::Pack::load(&pack()).unwrap();
}

#[test]
fn accounts_of_one_occurrence_come_together_and_none_of_two() {
    let Some(desk) = all_of_it() else { return };
    let incidents = asked(&desk, "incidents");
    let incidents = incidents.as_array().unwrap();
    let gold = gold();
    let wanted: Vec<BTreeSet<String>> = gold["incidents"]
        .as_object()
        .unwrap()
        .values()
        .map(|one| list(&one["members"]).into_iter().collect())
        .collect();
    let groups: Vec<BTreeSet<String>> = incidents.iter().map(told_in).collect();
    for (incident, group) in incidents.iter().zip(&groups).filter(|(_, group)| group.len() > 1) {
        assert!(wanted.iter().any(|gold| group.is_subset(gold)), "{} joins {group:?}", incident["label"]);
    }
    // An incident of one dispatch says nothing on grouping.
    let groups: Vec<BTreeSet<String>> = groups.into_iter().filter(|group| group.len() > 1).collect();
    let (precision, recall) = b_cubed(&groups, &wanted);
    assert!(precision >= 0.99 && recall >= 0.8, "B-cubed precision {precision:.3}, recall {recall:.3}: {groups:?}");
}

#[test]
fn statuses_are_those_of_the_gold() {
    let Some(desk) = all_of_it() else { return };
    let incidents = asked(&desk, "incidents");
    let incidents = incidents.as_array().unwrap();
    for (name, gold) in gold()["incidents"].as_object().unwrap() {
        let incident = found(incidents, gold);
        for axis in ["occurrence", "responsibility"] {
            let status = incident[axis].as_str().unwrap().to_owned();
            assert!(list(&gold[axis]).contains(&status), "{name}: {axis} is {status}: {incident}");
        }
        if let Some(denied) = gold["denied_by"].as_array() {
            assert_eq!(incident["denied_by"].as_array(), Some(denied), "{name}");
        }
    }
}

#[test]
fn a_copy_is_no_origin_and_a_corrected_figure_is_superseded() {
    let Some(desk) = all_of_it() else { return };
    let copies = asked(&desk, "copies");
    let group = copies.as_array().unwrap().iter().find(|one| one["origin"] == "01").unwrap();
    let printed: Vec<_> =
        group["members"].as_array().unwrap().iter().filter(|one| one["relation"] != "update").collect();
    assert_eq!((printed.len(), &printed[0]["ref"]), (1, &json!("02")), "{group}");
    let incidents = asked(&desk, "incidents");
    let market = found(incidents.as_array().unwrap(), &gold()["incidents"]["a"]).clone();
    // Halvoria's ministry, the Front and the mission, in one report more than the five tell it.
    assert_eq!((&market["reports"], &market["origins"]["max"]), (&json!(5), &json!(3)), "{market}");
    let values = market["details"]["injured"]["values"].as_array().unwrap();
    let of =
        |value: &str| values.iter().find(|one| one["value"] == value).unwrap_or(&Value::Null)["superseded"].clone();
    assert_eq!((of("4"), of("5")), (json!(true), json!(false)), "{values:?}");
}

#[test]
fn a_denial_stands_beside_what_the_observer_recorded() {
    let Some(desk) = all_of_it() else { return };
    let incidents = asked(&desk, "incidents");
    let market = found(incidents.as_array().unwrap(), &gold()["incidents"]["a"]).clone();
    let account = |side: &str| {
        let accounts = market["accounts"].as_array().unwrap();
        accounts.iter().find(|one| one["side"] == side).unwrap_or_else(|| panic!("no account of {side}: {market}"))
    };
    names(&account("OBS").to_string(), &["two craters in front of the market"]);
    names(&account("FRONT").to_string(), &["had shelled the market in Velmish", "deny"]);
    let recorded = asked(&desk, "observer --place Kadrun --window 2019-05-15");
    names(&recorded["access"].to_string(), &["denied a DOM patrol access to Kadrun"]);
}

#[test]
fn a_promise_falls_due_and_both_sides_of_what_is_reported_stand() {
    let Some(desk) = all_of_it() else { return };
    let due = |day: &str| {
        let found = asked(&desk, &format!("commitments --kind promise --due --as-published {day}"));
        found["promises"].as_array().unwrap().clone()
    };
    assert_eq!(due("2019-05-15").len(), 0);
    let promises = due("2019-05-17");
    let promise = &promises[0];
    assert_eq!((promises.len(), &promise["promisor"][0]["side"]), (1, &json!("ULM")), "{promises:?}");
    names(&promise.to_string(), &["2019-05-17"]);
    let found = asked(&desk, "commitments --kind promise --as-published 2019-05-19");
    let later: Vec<&Value> =
        found["promises"].as_array().unwrap().iter().filter(|one| one["id"] == promise["id"]).collect();
    names(&later[0]["evidence"].to_string(), &["fulfilment_reported", "OBS", "violation_alleged", "HALV"]);
    let warned = asked(&desk, "commitments --kind warning --as-published 2019-05-17");
    names(&warned["warnings"].to_string(), &["the Dreyland Front could attack Tirvane", "2019-05-19"]);
}
