//! A ledger is derived with the packs it was read with.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use crate::{
    english::english,
    second_conflict,
    support::{Desk, Ran, names, repository},
};

/// The folder of a pack that is not in the binary.
fn invented() -> PathBuf {
    repository().join("dossiers/halvoria-2019/packs/halvoria-2019")
}

/// A report of the invented conflict.
fn report(id: &str, published: &str, text: &str) -> String {
    json!({ "id": id, "outlet": "Lantern Wire", "published": published, "lang": "en", "text": text }).to_string()
}

/// Two parties who accuse each other, and a word of one for the other.
fn first() -> String {
    report(
        "one",
        "2019-05-14T10:00:00+01:00",
        "Halvoria's Defence Ministry said on Tuesday that the Dreyland Front had shelled a market in Velmish. The Dreyland \
         Front said that the \"lowland garrison\" had staged it. Ulmara will withdraw its troops from \
         Kadrun by Friday, 17 May, Foreign Minister Sabel Ruun promised.",
    )
}

fn second() -> String {
    report(
        "two",
        "2019-05-15T10:00:00+01:00",
        "The Dreyland Front denied on Wednesday that it had shelled the market in Velmish on Tuesday.",
    )
}

/// A desk with the two reports.
fn desk() -> Option<(Desk, PathBuf)> {
    let model = english()?;
    let desk = second_conflict::desk();
    desk.file("one.json", first());
    desk.file("two.json", second());
    Some((desk, model))
}

fn ingest(desk: &Desk, model: &PathBuf, file: &str, pack: Option<&PathBuf>) {
    let mut command = desk.command();
    command.args(["ingest", file, "--model"]).arg(model);
    if let Some(pack) = pack {
        command.arg("--pack").arg(pack);
    }
    names(&Ran::of(command.output().unwrap()).succeeded(), &["\"stored\":1"]);
}

fn parsed(desk: &Desk, question: &str) -> Value {
    serde_json::from_str(&desk.run(&format!("{question} --format json")).succeeded()).unwrap()
}

fn pack_records(desk: &Desk) -> Value {
    parsed(desk, "stats")["records"]["pack"].clone()
}

/// The pack with some words of it replaced, in a folder of the same name.
fn changed(desk: &Desk, from: &str, to: &str) -> PathBuf {
    for entry in fs::read_dir(invented()).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap().replace(from, to);
        desk.file(&format!("mine/halvoria-2019/{}", path.file_name().unwrap().to_str().unwrap()), text);
    }
    desk.path("mine/halvoria-2019")
}

#[test]
fn what_follows_knows_the_sides_blocs_agreements_and_labels_of_a_users_pack() {
    let Some((desk, model)) = desk() else { return };
    ingest(&desk, &model, "one.json", Some(&invented()));
    assert_eq!(pack_records(&desk), 1);
    names(&desk.run("stats --format text").succeeded(), &["pack 1"]);
    let labels = parsed(&desk, "narratives");
    let label = labels.as_array().unwrap().iter().find(|one| one.to_string().contains("lowland garrison")).unwrap();
    assert!(label.to_string().contains("FRONT"), "{label}");
    let commitments = parsed(&desk, "commitments --as-published 2019-05-16");
    let promise = commitments["promises"].to_string();
    names(&promise, &["\"ULM\"", "2019-05-17"]);
    let agreements = parsed(&desk, "commitments --kind agreement --as-published 2019-05-16")["agreements"].clone();
    let measures: Vec<&Value> = agreements.as_array().unwrap().iter().collect();
    let of = |id: &str| measures.iter().find(|one| one["id"] == id).copied().unwrap_or(&Value::Null).clone();
    assert!(!of("orlet-accord/A1")["evidence"].as_array().unwrap().is_empty(), "{agreements}");
    assert_eq!(of("minsk-2/P1"), Value::Null, "an agreement of a conflict that no report tells of is not listed");
    let text = desk.run("incidents --format text").succeeded();
    names(&text, &["Velmish", "told by HALV"]);
    names(&desk.run("incident x --format text").refused(), &["no incident"]);
    assert!(parsed(&desk, "verify")["sound"].as_bool().unwrap());
    // The names of sides come from the pack as well.
    let incidents = parsed(&desk, "incidents --text Velmish");
    let id = incidents[0]["id"].as_str().unwrap();
    names(&desk.run(&format!("incident {id} --format text")).succeeded(), &["Halvorian authorities and forces"]);
}

#[test]
fn later_reports_are_read_with_the_ledgers_own_packs_where_they_name_their_conflict() {
    let Some((desk, model)) = desk() else { return };
    ingest(&desk, &model, "one.json", Some(&invented()));
    ingest(&desk, &model, "two.json", None);
    assert_eq!(pack_records(&desk), 1);
    let velmish = parsed(&desk, "incidents --text Velmish");
    let incident = &velmish[0];
    assert_eq!((&incident["responsibility"], &incident["denied_by"]), (&json!("denied_by_accused"), &json!(["FRONT"])));
}

#[test]
fn reread_uses_the_ledgers_own_packs_too() {
    let Some((desk, model)) = desk() else { return };
    ingest(&desk, &model, "one.json", Some(&invented()));
    let reread = |more: &str| {
        let mut command = desk.command();
        command.args(["reread", "--format", "json", "--model"]).arg(&model).args(more.split_whitespace());
        let out = Ran::of(command.output().unwrap()).succeeded();
        serde_json::from_str::<Value>(&out).unwrap()
    };
    let found = reread("");
    assert_eq!(found["changed"], json!([]), "its readings are the same with the pack out of the ledger");
    let found = reread("--pack general");
    assert_eq!(found["changed"][0]["ref"], "one", "with the general pack alone nobody is on a side");
    let back = reread("--pack halvoria-2019");
    assert_eq!(back["changed"][0]["ref"], "one", "an own pack can be asked for by name");
    assert_eq!(pack_records(&desk), 1);
}

#[test]
fn a_changed_pack_takes_the_place_of_the_earlier_from_its_time_on() {
    let Some((desk, model)) = desk() else { return };
    ingest(&desk, &model, "one.json", Some(&invented()));
    let before = jiff::Timestamp::now();
    // The name of a side is not in the readings, so it shows which pack what follows is derived by.
    let mine = changed(&desk, "Halvorian authorities and forces", "The government in Tarnesk");
    ingest(&desk, &model, "two.json", Some(&mine));
    assert_eq!(pack_records(&desk), 2);
    let id = parsed(&desk, "incidents --text Velmish")[0]["id"].as_str().unwrap().to_owned();
    names(&desk.run(&format!("incident {id} --format text")).succeeded(), &["The government in Tarnesk"]);
    let id = parsed(&desk, &format!("incidents --text Velmish --as-of {before}"))[0]["id"].as_str().unwrap().to_owned();
    let then = desk.run(&format!("incident {id} --as-of {before} --format text")).succeeded();
    names(&then, &["Halvorian authorities and forces"]);
    let verified = parsed(&desk, "verify");
    assert_eq!(verified["sound"], true, "{verified}");
}

/// The English reports of a dossier.
fn english_reports(dossier: &str) -> Vec<PathBuf> {
    let all = fs::read_dir(repository().join("dossiers").join(dossier)).unwrap().map(|entry| entry.unwrap().path());
    let numbered =
        |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with(|c: char| c.is_ascii_digit());
    let is_english = |path: &PathBuf| {
        let report: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        report["lang"] == "en"
    };
    let mut found: Vec<PathBuf> = all.filter(numbered).filter(is_english).collect();
    found.sort();
    found
}

#[test]
fn the_general_pack_alone_guesses_no_side() {
    let Some(model) = english() else { return };
    let desk = second_conflict::desk();
    for (dossier, least) in [("donbas-2022", 20), ("halvoria-2019", 12)] {
        let reports = english_reports(dossier);
        assert!(reports.len() >= least, "{dossier}");
        let command = |name: &str, more: &[&str]| {
            let mut command = desk.command();
            command.arg(name).args(&reports).args(["--pack", "general", "--model"]).arg(&model).args(more);
            Ran::of(command.output().unwrap()).succeeded()
        };
        for line in command("read", &["--format", "json"]).lines() {
            let reading: Value = serde_json::from_str(line).unwrap();
            let sided = |kind: &str| {
                let all = reading[kind].as_array().unwrap();
                all.iter().filter(|one| !one["side"].is_null()).cloned().collect::<Vec<_>>()
            };
            let (actors, statements) = (sided("actors"), sided("statements"));
            assert!(actors.is_empty() && statements.is_empty(), "{dossier}: {actors:?} {statements:?}");
            assert!(reading["document"]["side"].is_null(), "{dossier}: {}", reading["document"]["ref"]);
        }
        command("ingest", &["--ledger", dossier]);
        let incidents: Value =
            serde_json::from_str(&desk.run(&format!("incidents --ledger {dossier} --format json")).succeeded())
                .unwrap();
        let incidents = incidents.as_array().unwrap();
        // Outlets in their own voice are of no conflict.
        let open = |one: &Value| one["sides"].as_array().unwrap().iter().all(|side| side == "MEDIA");
        assert!(!incidents.is_empty() && incidents.iter().all(open), "{dossier}: {incidents:?}");
    }
}
