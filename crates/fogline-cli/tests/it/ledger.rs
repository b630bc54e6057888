//! The commands that keep a ledger, from the first ingestion to an erasure.

use std::{
    process::{Command as Process, Stdio},
    thread,
    time::Duration,
};

use assert_cmd::Command;
use serde_json::{Value, json};

use crate::support::{Desk, Ran, wheel};

/// A desk with a file of reports.
fn desk(reports: usize) -> Desk {
    let desk = Desk::new();
    let lines: Vec<_> = (0..reports)
        .map(|i| {
            let text = format!("The army said on Thursday that shelling had hit house {i}. Обстрел продолжался.");
            json!({ "id": format!("r{i}"), "text": text, "outlet": "Northwire", "published": "2022-02-17" }).to_string()
        })
        .collect();
    desk.file("reports.jsonl", lines.join("\n"));
    desk
}

/// `fogline ingest` with the small model.
fn ingest(desk: &Desk, arguments: &[&str]) -> Command {
    let mut command = desk.command();
    command.arg("ingest").args(arguments).arg("--model").arg(wheel("mini_parse"));
    command
}

fn run(mut command: Command) -> Ran {
    Ran::of(command.output().unwrap())
}

#[track_caller]
fn value(ran: Ran) -> Value {
    // Notices, as of a gazetteer that is not there, go to standard error.
    let Ran { code: Some(0), out, .. } = ran else { panic!("{ran:?}") };
    serde_json::from_str(&out).unwrap()
}

#[test]
fn what_is_ingested_is_kept_found_and_erased() {
    let desk = desk(5);
    let summary = value(run(ingest(&desk, &["reports.jsonl"])));
    assert_eq!((&summary["read"], &summary["stored"], &summary["known"]), (&json!(5), &json!(5), &json!(0)));
    let head = desk.run("head").succeeded();
    let again = value(run(ingest(&desk, &["reports.jsonl"])));
    assert_eq!((&again["stored"], &again["known"]), (&json!(0), &json!(5)));
    assert_eq!(desk.run("head").succeeded(), head, "the same again changes nothing");

    let found = value(desk.run("search shell --limit 2"));
    assert_eq!((&found["total"], found["hits"].as_array().unwrap().len()), (&json!(5), 2));
    let hit = &value(desk.run("search обстрелы --format json"))["hits"][0];
    assert_eq!(hit["matches"][0]["exact"], "Обстрел");
    assert!(desk.run("search rocket --format text").succeeded().contains("nothing found"));

    let stats = value(desk.run("stats"));
    assert_eq!(
        stats["records"],
        json!({
            "document": 5, "annotation": 5, "reading": 5, "correction": 0, "assessment": 0, "brief": 0, "pack": 0,
            "erasure": 0, "quarantine": 0, "rows": 0, "audit": 0, "assignment": 0, "coding": 0, "adjudication": 0,
        })
    );
    assert_eq!(stats["reports"][0]["reports"], 5);
    assert_eq!(value(desk.run("stats --as-of 2100-01-01")), stats, "what is known at a glance is what the records say");
    let before = value(desk.run("stats --as-of 2001-01-01"));
    assert_eq!((&before["records"]["document"], &before["reports"]), (&json!(0), &json!([])));
    assert_eq!(value(desk.run("search shell --as-of 2001-01-01"))["total"], 0);

    let mut erase = desk.command();
    erase.args(["erase", "r3", "--reason", "a witness asked", "--by", "A. Editor"]);
    let erased = value(Ran::of(erase.output().unwrap()));
    assert_eq!(erased["erased"].as_array().unwrap().len(), 3);
    assert_eq!(value(desk.run("search house"))["total"], 4);
    let verified = value(desk.run(&format!("verify --head {}", head.trim())));
    assert_eq!((&verified["sound"], &verified["given_head"]["in_chain"]), (&json!(true), &json!(true)));
    assert_eq!(verified["erased"].as_array().unwrap().len(), 1);
    let last = value(run(ingest(&desk, &["reports.jsonl"])));
    assert_eq!((&last["known"], &last["erased"]), (&json!(4), &json!(1)));
    assert!(desk.run("erase r3 --reason again --by me").refused().contains("no document"));
    assert_eq!(desk.run(&format!("verify --head {}", "0".repeat(64))).code, Some(1));
}

#[test]
fn what_cannot_be_read_is_kept_with_its_reason() {
    let desk = desk(1);
    desk.file("reports/empty.txt", "");
    desk.file("reports/good.txt", "The army said that shelling had stopped.");
    let ran = run(ingest(&desk, &["reports", "reports.jsonl"]));
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let summary: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(summary["quarantined"], json!({ "total": 1, "reasons": { "empty": 1 } }));
    assert_eq!(summary["stored"], 2);
    run(ingest(&desk, &["reports"]));
    assert_eq!(value(desk.run("stats"))["records"]["quarantine"], 1, "once, however often it is tried");
}

#[test]
fn a_note_is_a_document_of_its_own() {
    let desk = desk(0);
    let note = ["--note", "Two shells fell near the bridge.", "--by", "A. Monitor"];
    assert_eq!(value(run(ingest(&desk, &note)))["stored"], 1);
    let found = value(desk.run("search bridge"));
    assert!(found["hits"][0]["ref"].as_str().unwrap().starts_with("note 2"));
    assert_eq!(run(ingest(&desk, &note[..2])).code, Some(2), "a note has an author");
    assert_eq!(run(ingest(&desk, &[])).code, Some(2));
}

#[test]
fn a_sealed_ledger_asks_for_its_passphrase() {
    let desk = desk(2);
    desk.file("right", "correct horse\n");
    desk.file("wrong", "correct house\n");
    assert_eq!(desk.run("init --encrypt --passphrase-file right").code, Some(0));
    assert!(desk.run("init --encrypt --passphrase-file right").refused().contains("already"));
    assert!(desk.run("head").refused().contains("is sealed"));
    assert!(desk.run("head --passphrase-file wrong").refused().contains("does not open"));
    assert_eq!(value(run(ingest(&desk, &["reports.jsonl", "--passphrase-file", "right"])))["stored"], 2);
    let mut search = desk.command();
    search.args(["search", "shelling"]).env("FOGLINE_PASSPHRASE", "correct horse");
    assert_eq!(value(Ran::of(search.output().unwrap()))["total"], 2);
}

#[test]
fn reading_again_adds_readings_only_where_versions_differ() {
    let desk = desk(3);
    value(run(ingest(&desk, &["reports.jsonl"])));
    let reread = |pipeline| {
        let mut command = desk.command();
        command.arg("reread").arg("--model").arg(wheel(pipeline));
        value(Ran::of(command.output().unwrap()))
    };
    assert_eq!(reread("mini_parse")["reread"], 0);
    assert_eq!(reread("mini_morph")["reread"], 3);
    assert_eq!(value(desk.run("stats"))["records"]["reading"], 6);
    assert_eq!(value(desk.run("verify"))["sound"], true);
}

#[test]
fn a_run_that_was_killed_is_continued() {
    let desk = desk(600);
    for wait in [300, 600, 900] {
        let mut command = Process::new(ingest(&desk, &[]).get_program());
        command.args(["ingest", "reports.jsonl", "--model"]).arg(wheel("mini_parse")).current_dir(desk.path("."));
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        if desk.path("fogline-ledger/ledger.sqlite").exists() {
            assert_eq!(value(desk.run("verify"))["sound"], true);
        }
    }
    let summary = value(run(ingest(&desk, &["reports.jsonl"])));
    assert_eq!(summary["stored"].as_u64().unwrap() + summary["known"].as_u64().unwrap(), 600);
    assert_eq!(value(desk.run("search house"))["total"], 600);
    assert_eq!(value(desk.run("verify"))["records"], 1800);
}
