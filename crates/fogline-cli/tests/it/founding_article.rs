//! The worked example, one newspaper article, from its own reading: each incident of its gold is found with its statuses. The
//! article is no part of the project; where it is not at hand, the test says so.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use crate::{
    english::english,
    support::{Desk, Ran, repository},
};

/// Towns and regions that the article names, as GeoNames has them.
const PLACES: [[&str; 7]; 8] = [
    ["692953", "Stanytsya-Luhanska", "Stanytsia Luhanska", "P", "PPL", "UA", "14"],
    ["703448", "Kyiv", "Kiev", "P", "PPLC", "UA", "12"],
    ["709717", "Donetsk", "", "P", "PPLA", "UA", "05"],
    ["703883", "Crimea", "", "A", "ADM1", "UA", "11"],
    ["690791", "Ukraine", "", "A", "PCLI", "UA", "00"],
    ["524901", "Moscow", "", "P", "PPLC", "RU", "48"],
    ["2017370", "Russia", "", "A", "PCLI", "RU", "00"],
    ["630336", "Belarus", "", "A", "PCLI", "BY", "00"],
];

fn folder() -> PathBuf {
    repository().join("../shared/gold/seed")
}

/// From where to where something stands in the text.
type Stretch = (u64, u64);

fn stretch(span: &Value) -> Option<Stretch> {
    Some((span["start"].as_u64()?, span["end"].as_u64()?))
}

fn each(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The words of an incident of the gold: of its events, and of what each side says.
fn annotated(gold: &Value, incident: &Value) -> [Vec<Stretch>; 2] {
    let of = |name: &str, id: &Value| each(&gold[name]).find(|one| one["id"] == *id).unwrap();
    let events = each(&incident["events"]).filter_map(|id| stretch(&of("events", id)["trigger"]));
    let said = each(&incident["accounts"]).flat_map(|account| each(&account["statements"]));
    let said = said.flat_map(|id| each(&of("statements", id)["content"])).filter_map(stretch);
    [events.collect(), said.collect()]
}

/// The words of an incident as it was found.
fn told(reading: &Value, incident: &Value) -> [Vec<Stretch>; 2] {
    let event = |id: &Value| each(&reading["events"]).find(|one| one["id"] == *id);
    let events = each(&incident["members"]).filter_map(|member| stretch(&event(&member["event"])?["trigger"]));
    let said = each(&incident["accounts"]).flat_map(|account| each(&account["statements"]));
    let said = said.flat_map(|said| each(&said["words"])).filter_map(stretch);
    [events.collect(), said.collect()]
}

/// How many stretches of one share words with the other's.
fn shared(one: &[Stretch], other: &[Stretch]) -> usize {
    one.iter().filter(|(start, end)| other.iter().any(|(from, to)| start < to && from < end)).count()
}

#[test]
fn each_incident_of_the_article_is_found_with_its_statuses() {
    let Ok(gold) = fs::read_to_string(folder().join("gold.json")) else {
        return eprintln!("not run: the annotated article is not at hand");
    };
    let Some(model) = english() else { return };
    let gold: Value = serde_json::from_str(&gold).unwrap();
    let text = fs::read_to_string(folder().join("article.txt")).unwrap();
    let desk = Desk::new();
    for country in ["UA", "RU", "BY"] {
        let of_country = PLACES.iter().filter(|place| place[5] == country);
        let rows: Vec<String> = of_country
            .map(|[id, name, other, class, feature, country, division]| {
                [id, name, name, other, "48.6", "39.4", class, feature, country, "", division, "", "", "", "2000"]
                    .join("\t")
                    + "\t\t\t\t"
            })
            .collect();
        desk.file(&format!("dumps/{country}.txt"), rows.join("\n"));
    }
    desk.run("gazetteer add dumps --name ua --to gazetteer").succeeded();
    let article = json!({ "id": "seed", "text": text, "outlet": "The Moscow Times",
                          "published": gold["document"]["published"] });
    desk.file("seed.json", article.to_string());
    let run = |arguments: &[&str]| {
        let mut command = desk.command();
        command.args(arguments).args(["seed.json", "--format", "json", "--model"]).arg(&model);
        serde_json::from_str::<Value>(&Ran::of(command.output().unwrap()).succeeded()).unwrap()
    };
    run(&["ingest"]);
    let reading = run(&["read"]);
    let incidents: Value = serde_json::from_str(&desk.run("incidents --format json").succeeded()).unwrap();
    let mut faults = Vec::new();
    // Each incident is one of the gold's at most.
    let mut taken = Vec::new();
    for wanted in each(&gold["incidents"]) {
        let [events, said] = annotated(&gold, wanted);
        let fit = |one: &&Value| {
            let [own, own_said] = told(&reading, one);
            let events = shared(&own, &events);
            (events > 0, events + shared(&said, &own_said))
        };
        let found = each(&incidents).filter(|one| !taken.contains(&one["id"])).max_by_key(fit).filter(|one| fit(one).0);
        let Some(found) = found else {
            faults.push(format!("{} is not found", wanted["title"]));
            continue;
        };
        taken.push(found["id"].clone());
        for axis in ["occurrence", "responsibility"] {
            if found[axis] != wanted["derived_status"][axis] {
                faults.push(format!(
                    "{} as {}: {axis} {} for {}: {}",
                    wanted["title"], found["label"], found[axis], wanted["derived_status"][axis], found["why"]
                ));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
