//! docs/new-conflict.md, command by command: from reports of a conflict that no pack knows to a brief.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use serde_json::Value;

use crate::{
    english::english,
    second_conflict::asked,
    support::{Desk, Ran, names, repository},
};

/// A command of the page, with the lines that it shows of the answer.
struct Step {
    command: String,
    shown: Vec<String>,
}

/// What the page has one do, in its order.
fn steps(page: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for (number, block) in page.split("```").enumerate() {
        if number % 2 == 0 {
            continue;
        }
        let (kind, lines) = block.split_once('\n').unwrap();
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "…") {
            match line.strip_prefix("$ ") {
                Some(command) => steps.push(Step { command: command.to_owned(), shown: Vec::new() }),
                None if kind.is_empty() => steps.push(Step { command: line.to_owned(), shown: Vec::new() }),
                None => steps.last_mut().unwrap().shown.push(line.to_owned()),
            }
        }
    }
    steps
}

/// An empty folder, but for the repository in `fogline`: as much of it as the page takes.
fn desk() -> Desk {
    let desk = Desk::new();
    copy(&repository().join("dossiers/issar-2021"), &desk.path("fogline/dossiers/issar-2021"));
    desk
}

/// Copies a folder with all that is in it, as `cp -r` does.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Runs a command of the page as it stands there, for people.
fn run(desk: &Desk, model: &Path, step: &Step) -> String {
    let words: Vec<&str> = step.command.split_whitespace().collect();
    match words.as_slice() {
        ["cp", "-r", from, to] => {
            assert!(!desk.path(to).exists(), "`cp -r` would copy into {to}");
            copy(&desk.path(from), &desk.path(to));
            String::new()
        }
        ["cp", from, to] => {
            fs::copy(desk.path(from), desk.path(to)).unwrap();
            String::new()
        }
        ["fogline", arguments @ ..] => {
            let mut command = desk.command();
            command.args(arguments).env("FOGLINE_MODELS", model.parent().unwrap());
            if arguments.starts_with(&["pack", "sort"]) {
                command.write_stdin("s\nq\n");
            } else if !["brief", "gazetteer", "model"].iter().any(|one| arguments.first() == Some(one)) {
                command.args(["--format", "text"]);
            }
            Ran::of(command.output().unwrap()).succeeded()
        }
        _ => panic!("the page has `{}`, which nobody can run", step.command),
    }
}

#[test]
fn the_page_leads_from_an_empty_folder_to_a_brief() {
    let page = fs::read_to_string(repository().join("docs/new-conflict.md")).unwrap();
    let Some(model) = english() else { return };
    let desk = desk();
    let steps = steps(&page);
    assert!(steps.len() >= 12, "{}", steps.len());
    let mut brief = String::new();
    for step in &steps {
        let out = run(&desk, &model, step);
        for line in &step.shown {
            assert!(out.lines().any(|own| own.trim() == line), "`{}` does not print\n{line}\nbut\n{out}", step.command);
        }
        if step.command.starts_with("fogline brief") {
            brief = out;
        }
    }
    // What was planted: a denial of the accused, an accusation that nobody answered, and blame of both for one school.
    let incidents = asked(&desk, "incidents");
    let at = |place: &str| -> Vec<&Value> {
        let all = incidents.as_array().unwrap().iter();
        all.filter(|one| one["place"]["name"] == place && one["responsibility"] != "unattributed").collect()
    };
    let statuses = |place: &str| -> BTreeSet<&str> {
        at(place).iter().map(|one| one["responsibility"].as_str().unwrap()).collect()
    };
    assert!(statuses("Hollmar").contains("denied_by_accused"), "{:?}", at("Hollmar"));
    let market = at("Hollmar").into_iter().find(|one| one["responsibility"] == "denied_by_accused").unwrap();
    assert_eq!(market["denied_by"], serde_json::json!(["ISSAR"]), "{market}");
    assert!(statuses("Padrell").contains("one_sided_unanswered"), "{:?}", at("Padrell"));
    assert!(statuses("Ostrel").contains("contested_mutual"), "{:?}", at("Ostrel"));
    let promises = asked(&desk, "commitments --kind promise --as-published 2021-03-20");
    names(&promises["promises"].to_string(), &["\"AMB\"", "2021-03-26"]);
    let labels = asked(&desk, "narratives").to_string();
    names(&labels, &["hill bandits", "lowland junta"]);
    // The brief tells each with the words that it rests on.
    names(&brief, &["Hollmar", "Padrell", "Ostrel", "Issar Council"]);
    assert!(asked(&desk, "verify")["sound"].as_bool().unwrap());
}

#[test]
fn the_reports_are_those_of_their_generator() {
    let dossier = repository().join("dossiers/issar-2021");
    let Ok(made) = Command::new("python3").arg(dossier.join("generate.py")).output() else { return };
    let made = String::from_utf8(made.stdout).unwrap();
    assert!(
        made == fs::read_to_string(dossier.join("reports.jsonl")).unwrap(),
        "reports.jsonl is not what generate.py writes"
    );
    assert_eq!(made.lines().count(), 30);
}

#[test]
fn a_filled_sheet_stays_when_more_is_found() {
    let Some(model) = english() else { return };
    let desk = desk();
    copy(&desk.path("fogline/dossiers/issar-2021"), &desk.path("issar-2021"));
    desk.run("gazetteer add issar-2021/places --name issar --to gazetteer").succeeded();
    let mut ingest = desk.command();
    ingest.args(["ingest", "issar-2021/reports.jsonl", "--model"]).arg(&model);
    assert_eq!(Ran::of(ingest.output().unwrap()).code, Some(0));
    let sheet = fs::read_to_string(desk.path("issar-2021/sorting.tsv")).unwrap();
    let with_one_less: Vec<&str> = sheet.lines().filter(|line| !line.starts_with("person\tIlvo Marrane")).collect();
    desk.file("packs/issar-2021/sorting.tsv", with_one_less.join("\n"));
    desk.run("pack init issar-2021 --from-ledger --to packs").succeeded();
    let grown = fs::read_to_string(desk.path("packs/issar-2021/sorting.tsv")).unwrap();
    for line in with_one_less.iter().filter(|line| line.contains("\tTOL\t") || line.contains("\tISSAR\t")) {
        assert!(grown.lines().any(|own| own.trim_end() == line.trim_end()), "{line}\nis not in\n{grown}");
    }
    assert!(grown.contains("person\tIlvo Marrane\t"), "{grown}");
}
