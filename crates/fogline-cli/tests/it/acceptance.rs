//! From reports to statuses through the whole program: reprints, page furniture, a second day, a report taken back, a promise whose
//! day is over.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use crate::{
    english::english,
    second_conflict::{asked, desk, dispatches, ingest, pack},
    support::{Desk, Ran, names},
};

/// Writes a report of the invented conflict to a file.
fn report(desk: &Desk, id: &str, outlet: &str, kind: &str, side: &str, published: &str, text: &str) -> PathBuf {
    let report = json!({ "id": id, "outlet": outlet, "outlet_kind": kind, "side": side, "published": published, "lang": "en",
                         "title": "News", "text": text });
    desk.file(&format!("{id}.json"), report.to_string())
}

/// The day on which a school is hit: one side's account.
fn first_day(desk: &Desk) -> Vec<PathBuf> {
    let text = "TARNESK (Lantern Wire) - A shell hit the school in Tirvane on Monday morning and injured two teachers, \
                Halvoria's Defence Ministry said. Its spokeswoman, Colonel Petra Halm, accused the Dreyland Front of shelling \
                the school in Tirvane.";
    vec![report(desk, "day1", "Lantern Wire", "wire", "media", "2019-06-03T12:00:00+01:00", text)]
}

/// What came out on the day after: the monitors, a wire, another paper, and someone who calls it staged.
fn second_day(desk: &Desk) -> Vec<PathBuf> {
    vec![
        report(
            desk,
            "monitors",
            "Drey Observer Mission",
            "monitor_bulletin",
            "monitor",
            "2019-06-04T15:00:00+01:00",
            "DAILY NOTE, 4 JUNE 2019. On 3 June the Drey Observer Mission saw a fresh crater 20 metres south-west of the school in \
             Tirvane and a hole of about one metre in its north-eastern wall. The Mission assessed the damage as recent and was \
             unable to determine its cause. Halvorian soldiers denied the Mission access to the school in Tirvane, and it watched \
             from a distance of 50 metres.",
        ),
        report(
            desk,
            "wire",
            "Lantern Wire",
            "wire",
            "media",
            "2019-06-04T16:00:00+01:00",
            "TARNESK (Lantern Wire) - Three people were injured in the shelling of the school in Tirvane on Monday, the Halvorian \
             army said on Tuesday.",
        ),
        report(
            desk,
            "mirror",
            "Sevrath Mirror",
            "newspaper",
            "media",
            "2019-06-04T18:00:00+01:00",
            "The shelling of the school in Tirvane on Monday was a \"staged attack\", a columnist of the Sevrath Mirror wrote on \
             Tuesday.",
        ),
    ]
}

/// Ten prints of a dispatch: as it is, under other headings, cut, with an agency's credit, and partly reworded.
fn prints(desk: &Desk, text: &str) -> Vec<PathBuf> {
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    let print = |number: usize| {
        let body = match number % 5 {
            0 => text.to_owned(),
            1 => paragraphs[..2].join("\n\n"),
            2 => format!("{text} (Lantern Wire)"),
            3 => {
                text.replace("early on Tuesday", "on Tuesday morning").replace("Part of the roof", "A part of the roof")
            }
            _ => format!("{}\n\nReporting by Lantern Wire.", paragraphs[..2].join("\n\n")),
        };
        let at = format!("2019-05-14T{:02}:30:00+01:00", 11 + number);
        report(desk, &format!("print{number}"), &format!("Paper {number}"), "newspaper", "media", &at, &body)
    };
    (0..10).map(print).collect()
}

#[test]
fn ten_prints_of_a_dispatch_add_no_origin_and_move_no_status() {
    let Some(model) = english() else { return };
    let desk = desk();
    let all = dispatches();
    ingest(&desk, &model, &pack(), &all);
    let market = |desk: &Desk| {
        let found = asked(desk, "incidents --text market");
        let of_two = |one: &&Value| one["place"]["name"] == "Velmish" && one["reports"].as_u64() > Some(2);
        found.as_array().unwrap().iter().find(of_two).unwrap().clone()
    };
    let before = market(&desk);
    let first: Value = serde_json::from_str(&fs::read_to_string(&all[0]).unwrap()).unwrap();
    ingest(&desk, &model, &pack(), &prints(&desk, first["text"].as_str().unwrap()));
    let after = market(&desk);
    assert_eq!(after["reports"].as_u64(), before["reports"].as_u64().map(|reports| reports + 10), "{after}");
    let origins = |one: &Value| (one["origins"]["min"].clone(), one["origins"]["max"].clone());
    assert_eq!(origins(&after), origins(&before));
    for key in ["occurrence", "responsibility", "roll_up", "denied_by", "sides"] {
        assert_eq!(after[key], before[key], "{key}");
    }
}

#[test]
fn what_a_page_adds_to_a_report_tells_of_nothing() {
    let Some(model) = english() else { return };
    let desk = desk();
    let report_itself = "TARNESK (Lantern Wire) - The Dreyland Front shelled the market in Velmish on Tuesday, Halvoria's Defence \
                         Ministry said.";
    let added = "\n\nRelated stories\n\nRebels kill nine in Orlet, army says\n\nUlmara denies sending troops to Kadrun\n\nSign up for our \
                 newsletter. By subscribing you agree to our terms.";
    let read = |text: &str| {
        let file = report(&desk, "page", "Lantern Wire", "wire", "media", "2019-05-14T12:00:00+01:00", text);
        let mut command = desk.command();
        command.arg("read").arg(file).arg("--pack").arg(pack()).arg("--model").arg(&model).args(["--format", "json"]);
        serde_json::from_str::<Value>(&Ran::of(command.output().unwrap()).succeeded()).unwrap()
    };
    let (plain, page) = (read(report_itself), read(&format!("{report_itself}{added}")));
    assert!(!plain["statements"].as_array().unwrap().is_empty());
    assert_eq!(plain["statements"], page["statements"]);
    assert_eq!(plain["events"], page["events"]);
}

/// The incident of violence in Tirvane that most reports tell of.
fn tirvane(desk: &Desk, more: &str) -> Value {
    let found = asked(desk, &format!("incidents --text school {more}"));
    let here = |one: &&Value| one["place"]["name"] == "Tirvane" && one["kind"] == "ASSAULT";
    found.as_array().unwrap().iter().filter(here).max_by_key(|one| one["reports"].as_u64()).unwrap().clone()
}

#[test]
fn the_second_day_brings_the_monitors_record_and_leaves_open_who_fired() {
    let Some(model) = english() else { return };
    let desk = desk();
    ingest(&desk, &model, &pack(), &first_day(&desk));
    let day = tirvane(&desk, "");
    assert_eq!(
        (&day["occurrence"], &day["responsibility"]),
        (&json!("one_sided"), &json!("one_sided_unanswered")),
        "{day}"
    );
    ingest(&desk, &model, &pack(), &second_day(&desk));
    let day = tirvane(&desk, "");
    assert_eq!(day["occurrence"], "observer_recorded", "{day}");
    assert_eq!(day["responsibility"], "one_sided_unanswered", "what monitors saw says nothing on who fired: {day}");
    let injured: Vec<&Value> =
        day["details"]["injured"]["values"].as_array().unwrap().iter().map(|one| &one["value"]).collect();
    assert!(injured.contains(&&json!("2")) && injured.contains(&&json!("3")), "{injured:?}");
    let access = asked(&desk, "observer --place Tirvane --window 2019-06-03..2019-06-04");
    names(&access["access"].to_string(), &["denied the Mission access"]);
    names(&asked(&desk, "narratives").to_string(), &["staged attack", "mirror"]);
    // What was known on the first day stays as it was.
    let then = tirvane(&desk, "--as-published 2019-06-03");
    assert_eq!((&then["occurrence"], &then["responsibility"]), (&json!("one_sided"), &json!("one_sided_unanswered")));
}

#[test]
fn a_report_that_is_taken_back_counts_no_longer_and_is_told() {
    let Some(model) = english() else { return };
    let desk = desk();
    ingest(&desk, &model, &pack(), &first_day(&desk));
    let brief = desk.command().args(["brief", "--issued-by", "A. Desk", "--format", "json"]).output().unwrap();
    assert_eq!(Ran::of(brief).code, Some(0));
    let before = jiff::Timestamp::now();
    let taken = ["correct", "retract", "day1", "--by", "A. Desk", "--reason", "the wire withdrew its report"];
    names(&Ran::of(desk.command().args(taken).output().unwrap()).out, &["retracted"]);
    let day = tirvane(&desk, "");
    assert_eq!((&day["occurrence"], &day["roll_up"]), (&json!("retracted"), &json!("retracted")), "{day}");
    let then = tirvane(&desk, &format!("--as-of {before}"));
    assert_eq!(then["occurrence"], "one_sided", "as known before it is what it was");
    let cited = asked(&desk, "retractions --cited");
    names(&cited.to_string(), &["the wire withdrew its report", "day1"]);
    // What monitors saw themselves is not taken back with it.
    ingest(&desk, &model, &pack(), &second_day(&desk));
    assert_eq!(tirvane(&desk, "")["occurrence"], "observer_recorded");
}

#[test]
fn a_promise_is_open_then_due_then_answered_by_what_others_report() {
    let Some(model) = english() else { return };
    let desk = desk();
    let promise = "SEVRATH. Ulmara will withdraw its troops from Kadrun by Sunday, 9 June, Foreign Minister Sabel Ruun promised on \
                   Wednesday.";
    let stayed = "KADRUN (Lantern Wire) - Ulmara did not withdraw its troops from Kadrun on Sunday, Halvoria's Defence Ministry said \
                  on Monday.";
    let left =
        "DAILY NOTE, 12 JUNE 2019. On 11 June Ulmara withdrew its troops from Kadrun, the Drey Observer Mission said.";
    let reports = [
        report(&desk, "promise", "Ulmara State Radio", "state_media", "ulmaran", "2019-06-05T18:00:00+01:00", promise),
        report(&desk, "stayed", "Lantern Wire", "wire", "media", "2019-06-10T09:00:00+01:00", stayed),
        report(
            &desk,
            "left",
            "Drey Observer Mission",
            "monitor_bulletin",
            "monitor",
            "2019-06-12T16:00:00+01:00",
            left,
        ),
    ];
    ingest(&desk, &model, &pack(), &reports);
    let at = |day: &str| {
        let found = asked(&desk, &format!("commitments --kind promise --as-published {day}"));
        let of_ulmara =
            |one: &&Value| one["promisor"][0]["side"] == "ULM" && one["deadline"]["within"]["end"] == "2019-06-09";
        let found: Vec<Value> = found["promises"].as_array().unwrap().iter().filter(of_ulmara).cloned().collect();
        assert_eq!(found.len(), 1, "{day}: {found:?}");
        found[0].clone()
    };
    let status = |day: &str| at(day)["status"].as_str().unwrap().to_owned();
    assert_eq!((status("2019-06-06"), status("2019-06-09")), ("open".to_owned(), "due".to_owned()));
    assert_eq!(status("2019-06-10"), "disputed");
    let after = at("2019-06-13");
    names(&after["evidence"].to_string(), &["contradicts", "stayed", "fulfilment_reported", "left"]);
    assert_eq!(after["status"], "disputed", "who reports what stands side by side: {after}");
    let text = desk.run("commitments --kind promise --as-published 2019-06-13 --format text").succeeded();
    assert!(!text.contains("broken") && !text.contains("kept"), "{text}");
}

#[test]
fn what_an_opponent_says_that_somebody_said_is_the_opponents_word() {
    let Some(model) = english() else { return };
    let desk = desk();
    let texts = [
        (
            "admitted",
            "Halvoria said the Dreyland Front had admitted shelling Orlet on Monday. The Dreyland Front has not commented.",
        ),
        (
            "recorded",
            "The Drey Observer Mission recorded 40 explosions in Velmish on Monday, Halvoria's Defence Ministry said.",
        ),
        ("denied", "The Halvorian army denied that it had killed six civilians in Kadrun on Monday."),
    ];
    let reports: Vec<PathBuf> = texts
        .iter()
        .map(|(id, text)| report(&desk, id, "Lantern Wire", "wire", "media", "2019-06-04T12:00:00+01:00", text))
        .collect();
    ingest(&desk, &model, &pack(), &reports);
    let found = asked(&desk, "incidents");
    let of = |id: &str| {
        let own = |one: &&Value| one["members"].as_array().unwrap().iter().any(|member| member["document"] == id);
        found.as_array().unwrap().iter().find(own).unwrap_or_else(|| panic!("{id}: {found}"))
    };
    let admitted = of("admitted");
    assert_eq!(admitted["responsibility"], "one_sided_unanswered", "{admitted}");
    assert_eq!(admitted["occurrence"], "one_sided", "{admitted}");
    let recorded = of("recorded");
    assert_eq!(
        (&recorded["occurrence"], &recorded["origins"]["max"]),
        (&json!("observer_reported_secondhand"), &json!(1))
    );
    let denied = of("denied");
    assert!(denied["details"].get("killed").is_none(), "a denial is no source of what it denies: {denied}");
}

#[test]
fn incidents_that_people_join_stay_whole() {
    let Some(model) = english() else { return };
    let desk = desk();
    let texts = [
        ("school1", "A shell hit the school in Tirvane on Monday, Halvoria's Defence Ministry said."),
        ("school2", "The school in Tirvane was hit by a shell on Monday, the Halvorian army said."),
        ("market1", "The Dreyland Front shelled the market in Velmish on Monday, Halvoria's Defence Ministry said."),
        ("market2", "The market in Velmish was shelled by the Dreyland Front on Monday, the Halvorian army said."),
    ];
    let reports: Vec<PathBuf> = (10..)
        .zip(&texts)
        .map(|(hour, (id, text))| {
            report(&desk, id, id, "newspaper", "media", &format!("2019-06-04T{hour}:00:00+01:00"), text)
        })
        .collect();
    ingest(&desk, &model, &pack(), &reports);
    let listed = || {
        let found = asked(&desk, "incidents");
        let reports = |one: &Value| (one["id"].as_str().unwrap().to_owned(), one["reports"].as_u64().unwrap());
        let mut all: Vec<(String, u64)> = found.as_array().unwrap().iter().map(reports).collect();
        all.sort_by_key(|(_, reports)| *reports);
        all
    };
    let before = listed();
    assert_eq!(before.iter().map(|(_, reports)| *reports).collect::<Vec<_>>(), [2, 2], "{before:?}");
    let merge = ["correct", "merge", &before[0].0, &before[1].0, "--by", "A. Desk", "--reason", "one attack"];
    Ran::of(desk.command().args(merge).output().unwrap()).succeeded();
    let after = listed();
    assert_eq!(after.iter().map(|(_, reports)| *reports).collect::<Vec<_>>(), [4], "{after:?}");
}
