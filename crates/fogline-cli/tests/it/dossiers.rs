//! Dossiers whose gold has the form of halvoria-2019's, each in a ledger of its own and all in one with all bundled packs: what
//! is told of one conflict is the same in both, and nothing of another's comes into it.
//!
//! What is not read yet as the gold says stands under `pending` in the gold, by its name here with a sentence why. It fails
//! once it is, so that it is taken away.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::{
    english::english,
    second_conflict::{asked, list},
    support::{Desk, Ran, repository},
};

/// Towns that the dossiers name, as GeoNames has them: id, name, other names, place, class, feature, country,
/// division and how many live there.
const PLACES: [&str; 30] = [
    "379252|Khartoum|Al Khartum|15.55|32.53|P|PPLC|SD|29|1974647",
    "379251|Khartoum North|Bahri|15.65|32.53|P|PPL|SD|29|1012211",
    "365137|Omdurman|Umm Durman|15.64|32.48|P|PPL|SD|29|1849659",
    "373198|Kabkabiya|Kabkabiyah|13.65|24.08|P|PPL|SD|55|42376",
    "379303|El Geneina|Al-Junaynah|13.45|22.45|P|PPLA|SD|47|162981",
    "379555|El Fasher|Al Fashir|13.63|25.35|P|PPLA|SD|55|252609",
    "369004|Nyala|Niyala|12.05|24.88|P|PPLA|SD|49|565734",
    "363533|Zalingei|Zalinjay|12.91|23.47|P|PPLA|SD|61|35061",
    "377039|Port Sudan|Bur Sudan|19.62|37.22|P|PPLA|SD|36|489725",
    "364103|Wad Madani|Wad Medani|14.40|33.52|P|PPLA|SD|38|332714",
    "408666|North Darfur|Shamal Darfur|16.46|25.51|A|ADM1|SD|55|0",
    "366755|Sudan|Sudanese|16.0|30.0|A|PCLI|SD|00|0",
    "105343|Jeddah|Jiddah|21.49|39.19|P|PPL|SA|14|4697000",
    "146970|Stepanakert|Khankendi,Степанакерт|39.82|46.75|P|PPLA|AZ|61|2100",
    "147105|Shusha|Shushi,Шуши|39.76|46.75|P|PPL|AZ|55|19400",
    "148105|Hadrut|Гадрут|39.52|47.03|P|PPL|AZ|65|2523",
    "586523|Ganja|Гянджа|40.68|46.36|P|PPL|AZ|20|330663",
    "585514|Mingachevir|Мингечевир|40.76|47.06|P|PPL|AZ|33|106048",
    "586268|Kalbajar|Кельбаджар|40.11|46.04|P|PPL|AZ|26|8400",
    "584871|Tartar|Тертер|40.34|46.93|P|PPL|AZ|57|20400",
    "587057|Barda|Барда|40.38|47.13|P|PPL|AZ|11|41600",
    "587084|Baku|Баку|40.38|49.89|P|PPLC|AZ|09|2351300",
    "587116|Azerbaijan|Азербайджан|40.5|47.5|A|PCLI|AZ|00|0",
    "616052|Yerevan|Ереван|40.18|44.51|P|PPLC|AM|11|1144700",
    "174982|Armenia|Армения|40.0|45.0|A|PCLI|AM|00|0",
    "524901|Moscow|Москва|55.75|37.62|P|PPLC|RU|48|10381222",
    "148141|Jabrayil|Джебраил|39.40|47.03|P|PPLA|AZ|14|9600",
    "147625|Lachin|Лачин|39.64|46.55|P|PPLA|AZ|28|2300",
    "148619|Aghdam|Агдам|39.99|46.93|P|PPLA|AZ|03|37700",
    "2017370|Russia|Россия|60.0|100.0|A|PCLI|RU|00|0",
];

const DOSSIERS: [&str; 3] = ["halvoria-2019", "sudan-2023", "karabakh-2020"];

fn folder(dossier: &str) -> PathBuf {
    repository().join("dossiers").join(dossier)
}

fn gold(dossier: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder(dossier).join("gold.json")).unwrap()).unwrap()
}

/// A desk that knows the towns of the dossiers.
fn desk() -> Desk {
    let desk = Desk::new();
    let row = |place: &&str| {
        let cells: Vec<&str> = place.split('|').collect();
        let [id, name, others, lat, lon, class, feature, country, division, people] = cells[..] else {
            panic!("{place}")
        };
        [id, name, name, others, lat, lon, class, feature, country, "", division, "", "", "", people, "", "", "", ""]
            .join("\t")
    };
    for country in ["SD", "SA", "AZ", "AM", "RU"] {
        let rows: Vec<String> =
            PLACES.iter().filter(|place| place.contains(&format!("|{country}|"))).map(row).collect();
        desk.file(&format!("dumps/{country}.txt"), rows.join("\n"));
    }
    for country in ["XH", "XU"] {
        let rows = fs::read(folder("halvoria-2019").join(format!("places/{country}.txt"))).unwrap();
        desk.file(&format!("dumps/{country}.txt"), rows);
    }
    desk.run("gazetteer add dumps --name towns --to gazetteer").succeeded();
    desk
}

/// The dispatches of a dossier with ids that none of another has.
fn dispatches(desk: &Desk, dossier: &str) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(folder(dossier))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    all.sort();
    let renamed = all.into_iter().map(|path| {
        let mut report: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        report["id"] = json!(format!("{dossier}.{}", report["id"].as_str().unwrap()));
        let name = path.file_name().unwrap().to_str().unwrap();
        desk.file(&format!("reports/{dossier}/{name}"), report.to_string())
    });
    renamed.collect()
}

fn ingest(desk: &Desk, model: &Path, dossier: &str, ledger: &str) {
    let reports = dispatches(desk, dossier);
    let mut command = desk.command();
    command.args(["ingest", "--ledger", ledger]).args(&reports).arg("--model").arg(model);
    // The others' packs are in the binary, and found by what the reports name.
    let own = folder(dossier).join("packs").join(dossier);
    if own.is_dir() {
        command.arg("--pack").arg(own);
    }
    let out = Ran::of(command.output().unwrap()).succeeded();
    assert!(out.contains(&format!("\"stored\":{}", reports.len())), "{dossier}: {out}");
}

/// What a ledger answers of one dossier, its dispatches named as the gold names them.
struct Answers {
    incidents: Vec<Value>,
    copies: Vec<Value>,
    promises: Vec<Value>,
    warnings: Vec<Value>,
    /// Where observers were denied access, by the gold's place and day.
    access: BTreeMap<String, String>,
}

impl Answers {
    fn of(desk: &Desk, ledger: &str, dossier: &str) -> Self {
        fn members(one: &Value) -> Vec<&Value> {
            one["members"].as_array().unwrap().iter().map(|member| &member["document"]).collect()
        }
        fn statements(one: &Value) -> Vec<&Value> {
            one["statements"].as_array().unwrap().iter().map(|statement| &statement["document"]).collect()
        }
        let own = format!("{dossier}.");
        let answer = |question: &str, part: &[&str], named: fn(&Value) -> Vec<&Value>| -> Vec<Value> {
            let mut found = asked(desk, &format!("{question} --ledger {ledger}"));
            for part in part {
                found = found[*part].take();
            }
            let all = found.as_array().unwrap().iter();
            let ours = all.filter(|one| named(one).into_iter().all(|name| name.as_str().unwrap().starts_with(&own)));
            ours.map(|one| serde_json::from_str(&one.to_string().replace(&own, "")).unwrap()).collect()
        };
        let asked_of = |one: &Value| {
            let (place, day) = (one["place"].as_str()?.to_owned(), one["date"].as_str()?);
            let found = asked(desk, &format!("observer --place {place} --window {day} --ledger {ledger}"));
            Some((place, found["access"].to_string().replace(&own, "")))
        };
        let access = gold(dossier)["access_denied"].as_array().into_iter().flatten().filter_map(asked_of).collect();
        Self {
            access,
            incidents: answer("incidents", &[], members),
            copies: answer("copies", &[], |one| vec![&one["origin"]]),
            promises: answer("commitments --kind promise", &["promises"], statements),
            warnings: answer("commitments --kind warning", &["warnings"], statements),
        }
    }
}

fn told_in(incident: &Value) -> BTreeSet<String> {
    incident["members"].as_array().unwrap().iter().map(|one| one["document"].as_str().unwrap().to_owned()).collect()
}

/// A list, or one that is no list, or none.
fn several(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Array(_) => list(value).into_iter().collect(),
        Value::String(one) => BTreeSet::from([one.clone()]),
        _ => BTreeSet::new(),
    }
}

/// What of a dossier's gold the answers fall short of, by name, with what they say instead.
#[derive(Default)]
struct Shortfalls(BTreeMap<String, String>);

impl Shortfalls {
    fn check(&mut self, name: String, holds: bool, found: impl std::fmt::Display) {
        if !holds {
            self.0.insert(name, found.to_string());
        }
    }

    fn of(answers: &Answers, gold: &Value) -> Self {
        let mut short = Self::default();
        let incidents = gold["incidents"].as_object().unwrap();
        short.grouping(answers, incidents);
        for (name, gold) in incidents {
            short.incident(answers, name, gold);
        }
        for relation in gold["relations"].as_array().into_iter().flatten() {
            if relation["type"] == "syndicated_copy" {
                let origin = &relation["of"];
                let found = answers.copies.iter().find(|one| one["origin"] == *origin);
                let members = found.map(|one| one["members"].as_array().unwrap().clone()).unwrap_or_default();
                let printed: BTreeSet<String> = members
                    .iter()
                    .filter(|one| one["relation"] != "update")
                    .map(|one| one["ref"].as_str().unwrap().to_owned())
                    .collect();
                short.check(
                    format!("copies of {}", origin.as_str().unwrap()),
                    printed == several(&relation["copies"]),
                    json!(members),
                );
            }
        }
        for (place, access) in &answers.access {
            let own = gold["access_denied"].as_array().into_iter().flatten().filter(|one| one["place"] == *place);
            for one in own {
                let told = access.contains(&format!("\"document\":{}", one["dispatch"]));
                short.check(format!("access to {place}"), told, access);
            }
        }
        for promise in gold["commitments"].as_array().into_iter().flatten() {
            short.promise(answers, promise);
        }
        for warning in gold["warnings"].as_array().into_iter().flatten() {
            short.warning(answers, warning);
        }
        short
    }

    /// No incident tells of two occurrences of the gold.
    fn grouping(&mut self, answers: &Answers, gold: &serde_json::Map<String, Value>) {
        let wanted: Vec<BTreeSet<String>> = gold.values().map(|one| several(&one["members"])).collect();
        for incident in &answers.incidents {
            let told = told_in(incident);
            let fits = told.len() < 2 || wanted.iter().any(|wanted| told.is_subset(wanted));
            let named = told.into_iter().collect::<Vec<_>>().join(", ");
            self.check(format!("joined: {named}"), fits, &incident["label"]);
        }
    }

    fn incident(&mut self, answers: &Answers, name: &str, gold: &Value) {
        let members = several(&gold["members"]);
        let here = |one: &Value| one["place"]["name"] == gold["place"];
        let fit = |one: &&Value| {
            let told = told_in(one);
            (here(one), told.intersection(&members).count(), std::cmp::Reverse(told.len()))
        };
        let of_it = |one: &&Value| {
            one.to_string().contains(gold["text"].as_str().unwrap()) && !told_in(one).is_disjoint(&members)
        };
        let Some(found) = answers.incidents.iter().filter(of_it).max_by_key(fit) else {
            self.check(format!("incident {name}"), false, "no incident has its words");
            return;
        };
        self.check(format!("incident {name}: place"), here(found), &found["place"]["name"]);
        for axis in ["occurrence", "responsibility"] {
            let status = found[axis].as_str().unwrap();
            self.check(format!("incident {name}: {axis}"), several(&gold[axis]).contains(status), status);
        }
        if !gold["denied_by"].is_null() {
            let denied = several(&found["denied_by"]);
            self.check(format!("incident {name}: denied_by"), denied == several(&gold["denied_by"]), json!(denied));
        }
        for (kind, figures) in gold["figures"].as_object().into_iter().flatten() {
            let values = found["details"][kind]["values"].as_array().cloned().unwrap_or_default();
            for (what, figure) in figures.as_object().unwrap().iter().filter(|(what, _)| !what.ends_with("_by")) {
                let wanted = figure.to_string();
                let said = values.iter().find(|one| {
                    let words = one["value"].as_str().unwrap_or_default();
                    words.split(' ').any(|word| word == wanted)
                });
                let replaced = !figures["corrected"].is_null() && what == "first";
                let holds = said.is_some_and(|one| !replaced || one["superseded"] == true)
                    && said.is_some_and(|one| what != "corrected" || one["superseded"] == false);
                self.check(format!("incident {name}: {kind} {what}"), holds, json!(values));
            }
        }
    }

    fn promise(&mut self, answers: &Answers, gold: &Value) {
        let sides = several(&gold["side"]);
        let what = gold["what"].as_str().unwrap_or_default();
        let who = sides.iter().cloned().collect::<Vec<_>>().join(" and ");
        let named = if what.is_empty() { who } else { format!("{who}, {what}") };
        let name = format!("promise in {} by {named}", gold["dispatch"].as_str().unwrap());
        let by = |one: &Value| {
            let promisors = one["promisor"].as_array().unwrap().iter();
            promisors.filter_map(|one| one["side"].as_str()).map(str::to_owned).collect::<BTreeSet<String>>()
        };
        let told = |one: &&Value| {
            let here = one["statements"].as_array().unwrap().iter().any(|one| one["document"] == gold["dispatch"]);
            let about = what.is_empty() || one["content"].to_string().contains(what) || one["predicate"] == what;
            here && about && sides.is_subset(&by(one))
        };
        // One's own is meant before one that is made with others.
        let Some(found) = answers.promises.iter().filter(told).min_by_key(|one| by(one).len()) else {
            self.check(name, false, "no such promise");
            return;
        };
        if let Some(deadline) = gold["deadline"].as_str() {
            let within = &found["deadline"]["within"];
            let until = within["end"].as_str().or(within["start"].as_str()).unwrap_or_default();
            self.check(format!("{name}: deadline"), until.starts_with(deadline), &found["deadline"]);
        }
        for (effect, key) in [("fulfilment", "reported_fulfilled_by"), ("violation", "reported_violated_by")] {
            let said = several(&found[format!("{effect}_reported_by")]);
            let wanted = several(&gold[key]);
            self.check(format!("{name}: {effect}"), said == wanted, json!(said));
        }
    }

    fn warning(&mut self, answers: &Answers, gold: &Value) {
        let name = format!("warning in {} by {}", gold["dispatch"].as_str().unwrap(), gold["side"].as_str().unwrap());
        let told = |one: &&Value| {
            let here = one["statements"].as_array().unwrap().iter().any(|one| one["document"] == gold["dispatch"]);
            here && one["issuer"].as_array().unwrap().iter().any(|one| one["side"] == gold["side"])
        };
        let Some(found) = answers.warnings.iter().find(told) else {
            self.check(name, false, "no such warning");
            return;
        };
        let agents: BTreeSet<&str> =
            found["agent"].as_array().unwrap().iter().filter_map(|one| one["side"].as_str()).collect();
        let agent: BTreeSet<&str> = gold["agent"].as_str().into_iter().collect();
        self.check(format!("{name}: agent"), agents == agent, json!(agents));
        let until = found["until"].as_str().unwrap_or_default();
        let wanted = gold["until"].as_str().unwrap_or_default();
        self.check(format!("{name}: until"), wanted.is_empty() == until.is_empty() && until.starts_with(wanted), until);
    }
}

/// Asserts that the answers of a ledger fall short of the golds in what is pending, and in nothing else.
fn agree(desk: &Desk, ledger: impl Fn(&'static str) -> &'static str) {
    let mut differing = Vec::new();
    for dossier in DOSSIERS {
        let gold = gold(dossier);
        let found = Shortfalls::of(&Answers::of(desk, ledger(dossier), dossier), &gold).0;
        let pending = gold["pending"].as_object().cloned().unwrap_or_default();
        let missed = found.iter().filter(|(name, _)| !pending.contains_key(*name));
        differing.extend(missed.map(|(name, said)| format!("{dossier}: {name} is told as {said}")));
        let met = pending.keys().filter(|name| !found.contains_key(*name));
        differing.extend(met.map(|name| format!("{dossier}: {name} is no longer pending")));
    }
    assert!(differing.is_empty(), "not as the golds say:\n{}", differing.join("\n"));
}

#[test]
fn each_dossier_alone_is_told_as_its_gold_says() {
    let Some(model) = english() else { return };
    let desk = desk();
    for dossier in DOSSIERS {
        ingest(&desk, &model, dossier, dossier);
    }
    agree(&desk, |dossier| dossier);
}

#[test]
fn conflicts_side_by_side_in_one_ledger_keep_apart() {
    let Some(model) = english() else { return };
    let desk = desk();
    for dossier in DOSSIERS {
        ingest(&desk, &model, dossier, "all");
    }
    agree(&desk, |_| "all");
    // Nothing is told of reports of two dossiers at once.
    let conflict = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
    for incident in asked(&desk, "incidents --ledger all").as_array().unwrap() {
        let of: BTreeSet<String> = told_in(incident).iter().map(|name| conflict(name)).collect();
        assert_eq!(of.len(), 1, "{}", incident["label"]);
        let own = &allowed(of.first().unwrap());
        let sides: BTreeSet<String> = incident["accounts"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|one| one["side"].as_str())
            .filter(|side| !own.contains(*side))
            .map(str::to_owned)
            .collect();
        assert!(sides.is_empty(), "{of:?}: {} has sides of another conflict: {sides:?}", incident["label"]);
    }
    // What a conflict's agreement or promise is held against is told in its own reports.
    let found = asked(&desk, "commitments --ledger all");
    let agreed: BTreeMap<String, &str> = DOSSIERS
        .iter()
        .flat_map(|dossier| pack(dossier).agreements.into_iter().map(|one| (one.id, *dossier)).collect::<Vec<_>>())
        .collect();
    for (kind, of) in [("promises", "statements"), ("agreements", "measure")] {
        for one in found[kind].as_array().into_iter().flatten() {
            let told: BTreeSet<String> = one["evidence"]
                .as_array()
                .into_iter()
                .chain(one["statements"].as_array())
                .flatten()
                .filter_map(|one| one["document"].as_str())
                .map(conflict)
                .collect();
            assert!(told.len() < 2, "{kind}, {}: {told:?}", one[of]);
            if let Some(agreement) = one["measure"]["agreement"].as_str() {
                let own = |name: &String| agreed.get(agreement) == Some(&name.as_str());
                assert!(told.iter().all(own), "{agreement}: {told:?}");
            }
        }
    }
    // Nor does any report know someone, or use a word, that only another conflict's pack has.
    for dossier in DOSSIERS {
        let mut command = desk.command();
        command.arg("read").args(dispatches(&desk, dossier)).args(["--format", "json", "--model"]).arg(&model);
        if dossier == "halvoria-2019" {
            command.arg("--pack").arg(folder(dossier).join("packs").join(dossier));
        }
        for line in Ran::of(command.output().unwrap()).succeeded().lines() {
            let reading: Value = serde_json::from_str(line).unwrap();
            let foreign = |id: &str| {
                let pack = id.split('/').next().unwrap_or_default();
                id.contains('/') && !["general", dossier].contains(&pack)
            };
            for actor in reading["actors"].as_array().unwrap() {
                let id = actor["pack_id"].as_str().unwrap_or_default();
                assert!(!foreign(id), "{}: {actor}", reading["document"]["ref"]);
                let side = actor["side"].as_str();
                assert!(
                    side.is_none_or(|side| allowed(dossier).contains(side)),
                    "{}: {actor}",
                    reading["document"]["ref"]
                );
            }
            for statement in reading["statements"].as_array().unwrap() {
                for label in statement["labels"].as_array().into_iter().flatten() {
                    let pack = label["pack"].as_str().unwrap_or(dossier);
                    assert!(["general", dossier].contains(&pack), "{}: {label}", reading["document"]["ref"]);
                }
            }
        }
    }
}

/// The pack of a conflict.
fn pack(dossier: &str) -> fogline::packs::Pack {
    let own = folder(dossier).join("packs").join(dossier);
    let pack = if own.is_dir() { own } else { repository().join("packs").join(dossier) };
    fogline::packs::Pack::load(&pack).unwrap()
}

/// The sides of a conflict, with those of outlets and observers that every conflict has.
fn allowed(dossier: &str) -> BTreeSet<String> {
    pack(dossier)
        .sides
        .into_iter()
        .map(|side| side.id)
        .chain(["MEDIA", "OBS", "IND", "UNKNOWN"].map(str::to_owned))
        .collect()
}
