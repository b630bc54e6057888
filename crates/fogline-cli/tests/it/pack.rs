//! `fogline pack`: sorting from a pipe, checks with their exit codes, and sheets and packs that are not as they should be.

use std::fs;

use serde_json::Value;

use crate::{
    english::english,
    second_conflict::{asked, desk as halvoria, dispatches, pack as invented},
    support::{Desk, Ran, names, repository},
};

/// Answers given to `pack sort` from a pipe.
fn sorted(desk: &Desk, answers: &str) -> String {
    let mut command = desk.command();
    command.args(["pack", "sort", "packs/lake"]).write_stdin(answers);
    Ran::of(command.output().unwrap()).succeeded()
}

fn sheet(desk: &Desk) -> String {
    fs::read_to_string(desk.path("packs/lake/sorting.tsv")).unwrap()
}

#[test]
fn a_sheet_is_sorted_from_a_pipe_and_gone_on_with_later() {
    let desk = Desk::new();
    desk.file(
        "packs/lake/sorting.tsv",
        "kind\tname\tside\tmine\nperson\tAnna Berg\t\tx\nperson\tJor Lind\t\t\nlabel\tlake rats\t\t\n",
    );
    let out = sorted(&desk, "n GOV The government\nwhat\nq\n");
    names(&out, &["person Anna Berg", "person Jor Lind", "1 GOV", "2 rows are open"]);
    names(&sheet(&desk), &["side\tThe government\t\t\t\t\tGOV", "person\tAnna Berg\t\t\tGOV", "\tx\n"]);
    // A pipe that ends is as if one went.
    let out = sorted(&desk, "1\nu\nx");
    names(&out, &["1 rows are open"]);
    names(&sheet(&desk), &["person\tJor Lind\t\t\tno"]);
    let out = sorted(&desk, "r fighters of the Front\n1\n");
    names(&out, &["label lake rats", "0 rows are open"]);
    names(&desk.run("pack sort packs/none").refused(), &["there is no `packs/none/sorting.tsv`"]);
}

#[test]
fn a_pack_is_made_checked_and_made_again() {
    let desk = Desk::new();
    desk.run("pack init lake --to packs").succeeded();
    desk.run("pack make packs/lake --format text").succeeded();
    let checked: Value = serde_json::from_str(&desk.run("pack check packs/lake --format json").out).unwrap();
    assert_eq!(checked["faults"], serde_json::json!([]));
    // Sides to which nobody belongs are warned of.
    assert_eq!(desk.run("pack check packs/lake").code, Some(1));
    names(&desk.run("pack check packs/lake --format text").out, &["nobody belongs to side `OBS`", "pack.toml:"]);
    names(&desk.run("pack make packs/lake --format text").succeeded(), &["nothing to write"]);
    desk.file(
        "packs/lake/pack.toml",
        "[pack]\ntitle = \"x\"\n[[side]]\nid = \"A\"\nname = \"A\"\n[[bloc]]\nid = \"B\"\nsides = [\"B\"]\n",
    );
    let ran = desk.run("pack check packs/lake --format text");
    assert_eq!(ran.code, Some(2));
    names(&ran.out, &["fault    pack.toml:7: bloc `B` holds itself"]);
    names(&ran.err, &["cannot be used"]);
    desk.file("packs/lake/labels.toml", "[[label]\n");
    names(&desk.run("pack check packs/lake --format text").out, &["labels.toml:1:"]);
    names(&desk.run("pack check nowhere").refused(), &["neither a folder"]);
    names(&desk.run("pack init ../x").refused(), &["cannot be the name of a pack"]);
    // Another bundled pack may have a side of the same id, which is warned of.
    names(&desk.run("pack check donbas-2022 --format json").out, &["\"faults\":[]"]);
}

#[test]
fn hostile_sheets_are_refused_with_their_line_and_nothing_is_lost() {
    let desk = Desk::new();
    let sheet = "kind\tname\tside\tas\nside\tA\t\tGOV\nperson\t=cmd|'/C calc'!A0\tGOV\t\nperson\tAn\\u{202E}na\tGOV\t\nperson\tB\tREB\t\n";
    desk.file("packs/lake/sorting.tsv", sheet);
    desk.file("packs/lake/persons.toml", "# mine\n");
    let told = desk.run("pack make packs/lake").refused();
    names(
        &told,
        &[
            "sorting.tsv:4:",
            "U+202E",
            "sorting.tsv:5:",
            "no row of kind `side` has the id `REB`",
            "nothing was written",
        ],
    );
    assert_eq!(fs::read_to_string(desk.path("packs/lake/sorting.tsv")).unwrap(), sheet);
    assert_eq!(fs::read_to_string(desk.path("packs/lake/persons.toml")).unwrap(), "# mine\n");
    assert!(!desk.path("packs/lake/pack.toml").exists());
}

/// A desk that holds the dispatches, read before their pack was there.
fn unsorted() -> Option<(Desk, std::path::PathBuf)> {
    let model = english()?;
    let desk = halvoria();
    let mut ingest = desk.command();
    ingest.arg("ingest").args(dispatches()).arg("--model").arg(&model);
    Ran::of(ingest.output().unwrap()).succeeded();
    Some((desk, model))
}

fn with_pack(desk: &Desk, model: &std::path::Path, what: &str) -> Value {
    let mut command = desk.command();
    command.args(["pack", what]).arg(invented()).args(["--format", "json", "--model"]).arg(model);
    serde_json::from_str(&Ran::of(command.output().unwrap()).succeeded()).unwrap()
}

#[test]
fn what_a_pack_changes_is_told_before_it_is_taken_and_comes_true() {
    let Some((desk, model)) = unsorted() else { return };
    let before = asked(&desk, "incidents");
    let head = desk.run("head").succeeded();
    let diff = with_pack(&desk, &model, "diff");
    assert_eq!((desk.run("head").succeeded(), asked(&desk, "incidents")), (head, before), "nothing was recorded");
    assert_eq!((&diff["reports"], &diff["reread"]), (&12.into(), &12.into()), "{diff}");
    let moved = diff["sides"].as_array().unwrap();
    assert!(moved.iter().any(|one| one["from"].is_null() && one["to"] == "FRONT"), "{moved:?}");
    let mut promised: Vec<Value> =
        diff["incidents"].as_array().unwrap().iter().map(|one| one["incident"].clone()).collect();
    with_pack(&desk, &model, "take");
    let after = asked(&desk, "incidents");
    // Every incident that was to be is, with the same statuses.
    for one in &mut promised {
        let same =
            after.as_array().unwrap().iter().find(|own| own["members"] == one["members"]).unwrap_or(&Value::Null);
        for of in ["occurrence", "responsibility", "roll_up", "sides", "denied_by", "origins"] {
            assert_eq!(same[of], one[of], "{of} of {}", one["label"]);
        }
    }
    let again = with_pack(&desk, &model, "diff");
    assert_eq!(
        (&again["changed"], &again["incidents"], &again["gone"]),
        (&0.into(), &serde_json::json!([]), &serde_json::json!([])),
        "{again}"
    );
}

#[test]
fn conflicts_beside_one_another_stay_apart() {
    let Some(model) = english() else { return };
    let root = repository();
    // Each conflict that has a pack and a dossier of its own joins here by itself.
    let known =
        [("halvoria-2019", Some(invented())), ("donbas-2022", None), ("sudan-2023", None), ("karabakh-2020", None)];
    let known: Vec<_> = known
        .into_iter()
        .filter(|(name, pack)| {
            root.join("dossiers").join(name).is_dir() && (pack.is_some() || root.join("packs").join(name).is_dir())
        })
        .collect();
    assert!(known.len() >= 2);
    let desk = halvoria();
    let reports = |name: &str| {
        let all = fs::read_dir(root.join("dossiers").join(name)).unwrap().map(|entry| entry.unwrap().path());
        let mut all: Vec<_> = all
            .filter(|path| {
                let file = path.file_name().unwrap().to_str().unwrap();
                file.starts_with(|c: char| c.is_ascii_digit())
                    && std::path::Path::new(file).extension().is_some_and(|kind| kind == "json")
            })
            .collect();
        all.sort();
        all
    };
    let ingest = |ledger: &str, name: &str, pack: Option<&std::path::PathBuf>| {
        let mut command = desk.command();
        command.args(["ingest", "--ledger", ledger]).args(reports(name)).arg("--model").arg(&model);
        // In the ledger of all, reports find their packs by themselves.
        if let Some(pack) = pack {
            command.arg("--pack").arg(pack);
        }
        Ran::of(command.output().unwrap()).succeeded();
    };
    let take = |ledger: &str, pack: &std::path::PathBuf| {
        let mut command = desk.command();
        command.args(["pack", "take"]).arg(pack).args(["--ledger", ledger, "--model"]).arg(&model);
        Ran::of(command.output().unwrap()).succeeded();
    };
    for (name, pack) in &known {
        ingest(name, name, None);
        ingest("all", name, None);
        if let Some(pack) = pack {
            take(name, pack);
        }
    }
    for (_, pack) in &known {
        if let Some(pack) = pack {
            take("all", pack);
        }
    }
    let stands = |one: &Value, documents: &dyn Fn(&str) -> String| {
        let members: Vec<String> = one["members"]
            .as_array()
            .unwrap()
            .iter()
            .map(|own| {
                format!("{}#{}#{}", documents(own["document"].as_str().unwrap()), own["event"], own["statement"])
            })
            .collect();
        let mut of =
            ["occurrence", "responsibility", "roll_up", "sides", "denied_by", "details"].map(|of| one[of].clone());
        for of in &mut of {
            rename(of, documents);
        }
        (members, of)
    };
    // What the input calls the same in two conflicts is told apart by the beginning of its id in the ledger of all.
    let called = |name: &str| name.split('~').next().unwrap().to_owned();
    let all = asked(&desk, "incidents --ledger all");
    let together: Vec<_> = all.as_array().unwrap().iter().map(|one| stands(one, &called)).collect();
    for (name, pack) in &known {
        let alone = asked(&desk, &format!("incidents --ledger {name}"));
        let folder = pack.clone().unwrap_or_else(|| root.join("packs").join(name));
        let own = fogline::packs::Pack::load(&folder).unwrap();
        let sides: Vec<&str> = own.sides.iter().map(|side| side.id.as_str()).collect();
        for one in alone.as_array().unwrap() {
            let one = stands(one, &called);
            assert!(together.contains(&one), "{name}: {one:?} stands otherwise beside other conflicts");
            for side in one.1[3].as_array().unwrap() {
                assert!(sides.contains(&side.as_str().unwrap()), "{name}: {side} is no side of it");
            }
        }
    }
    // Agreements are gone against only by what is told of their own conflict.
    let promised = asked(&desk, "commitments --kind agreement --ledger all");
    for one in promised["agreements"].as_array().unwrap() {
        let id = one["id"].as_str().unwrap();
        let owner = known.iter().find(|(name, pack)| {
            let folder = pack.clone().unwrap_or_else(|| root.join("packs").join(name));
            fogline::packs::Pack::load(&folder)
                .unwrap()
                .agreements
                .iter()
                .any(|own| id.starts_with(&format!("{}/", own.id)))
        });
        let Some((name, _)) = owner else { continue };
        let alone = asked(&desk, &format!("commitments --kind agreement --ledger {name}"));
        let same = alone["agreements"].as_array().unwrap().iter().find(|own| own["id"] == one["id"]);
        let evidence = |one: &Value| one["evidence"].as_array().unwrap().len();
        assert_eq!(same.map(evidence), Some(evidence(one)), "{id}");
    }
}

/// Documents in a value, called otherwise.
fn rename(value: &mut Value, documents: &dyn Fn(&str) -> String) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(|one| rename(one, documents)),
        Value::Object(fields) => {
            for (name, own) in fields {
                match own {
                    Value::String(text) if name == "document" => *text = documents(text),
                    other => rename(other, documents),
                }
            }
        }
        _ => {}
    }
}
