//! The commands that ask the ledger, run on a few reports of our own, as a user would.

use std::collections::BTreeSet;

use fogline_ask::{Need, View, news};
use fogline_ledger::{Ledger, derived::IncidentRow, standing::Known};
use serde_json::{Value, json};

use crate::{
    english::english,
    support::{Desk, Ran, names},
};

/// Four reports of an invented day on a real line of contact.
pub(crate) fn reports() -> String {
    let record = |id: &str, outlet: &str, kind: &str, published: &str, title: &str, text: &str| {
        json!({ "id": id, "outlet": outlet, "outlet_kind": kind, "published": published, "title": title, "lang": "en",
                "text": text })
        .to_string()
    };
    [
        record(
            "w1",
            "Steppe Wire",
            "wire",
            "2022-02-17T09:00:00+02:00",
            "School hit",
            "The Ukrainian military said on Thursday that Russian-backed separatists had shelled a school in Vrubivka. \
             Two teachers were injured in the shelling of the school in Vrubivka, Ukraine's military said.",
        ),
        record(
            "w2",
            "Steppe Wire",
            "wire",
            "2022-02-17T15:00:00+02:00",
            "Denial",
            "The separatists denied on Thursday that they had shelled the school in Vrubivka. Russia promised on Thursday \
             that its troops would leave Belarus by Sunday, 20 February.",
        ),
        record(
            "m1",
            "Line Monitor",
            "monitor_bulletin",
            "2022-02-18T10:00:00+02:00",
            "Daily bulletin",
            "On 17 February the OSCE Special Monitoring Mission saw a crater at the school in Vrubivka. Armed men denied \
             the OSCE Special Monitoring Mission access to Vrubivka on 17 February.",
        ),
        record(
            "w3",
            "Steppe Wire",
            "wire",
            "2022-02-18T12:00:00+02:00",
            "Three hurt",
            "Three teachers were injured on Thursday in the shelling of the school in Vrubivka, Ukraine's military said on \
             Friday. Ukraine said Russia was looking for a \"pretext\". Russia said Ukraine was to blame for \"genocide\".",
        ),
    ]
    .join("\n")
}

/// A desk with a gazetteer of a few names, and these reports in its ledger.
pub(crate) fn desk() -> Option<Desk> {
    desk_of(&[&reports()])
}

/// The same with the reports that come one after the other.
pub(crate) fn desk_of(batches: &[&str]) -> Option<Desk> {
    let model = english()?;
    let desk = Desk::new();
    let row = |id: &str, name: &str, class: &str, feature: &str, admin1: &str| {
        [id, name, name, "", "48.7", "38.4", class, feature, "UA", "", admin1, "", "", "", "2000", "", "", "", ""]
            .join("\t")
    };
    let rows = [
        row("689071", "Vrubivka", "P", "PPL", "14"),
        row("702657", "Luhansk Oblast", "A", "ADM1", "14"),
        row("690791", "Ukraine", "A", "PCLI", "00"),
    ];
    desk.file("dumps/UA.txt", rows.join("\n"));
    let others = ["1\t689071\tuk\tВрубівка\t\t\t\t\t\t", "2\t689071\tru\tВрубовка\t\t\t\t\t\t"];
    desk.file("dumps/alternateNamesV2.txt", others.join("\n"));
    desk.run("gazetteer add dumps --name ua --to gazetteer").succeeded();
    for batch in batches {
        desk.file("in.jsonl", batch);
        let mut command = desk.command();
        command.args(["ingest", "in.jsonl", "--model"]).arg(&model);
        names(&Ran::of(command.output().unwrap()).out, &[&format!("\"stored\":{}", batch.lines().count())]);
    }
    Some(desk)
}

#[test]
fn each_time_of_a_history_leads_to_the_incident_that_was_known_then() {
    let reports = reports();
    // What was published last comes first.
    let batches: Vec<&str> = reports.lines().rev().collect();
    let Some(desk) = desk_of(&batches) else { return };
    let asked = |command: &str| -> Value { serde_json::from_str(&desk.run(command).succeeded()).unwrap() };
    let found = asked("incidents --text school --area Vrubivka");
    let one = found.as_array().unwrap().iter().max_by_key(|one| one["reports"].as_u64()).unwrap();
    let id = one["id"].as_str().unwrap();
    let history = asked(&format!("incident {id} --history"));
    let entries = history["entries"].as_array().unwrap();
    let mut names = BTreeSet::new();
    for (known, entry) in (1_u64..).zip(entries) {
        let at = entry["at"].as_str().unwrap();
        let then = asked(&format!("incident {id} --as-of {at}"));
        assert_eq!(then["reports"], known, "as of {at}: {history:#}");
        names.insert(then["id"].as_str().unwrap().to_owned());
    }
    assert!(entries.len() > 2 && names.len() > 1 && names.contains(id), "{history:#}");
}

/// Runs a command whose words may hold spaces.
fn run(desk: &Desk, arguments: &[&str]) -> Ran {
    Ran::of(desk.command().args(arguments).output().unwrap())
}

#[track_caller]
fn parsed(ran: Ran) -> Value {
    serde_json::from_str(&ran.succeeded()).unwrap()
}

/// Every question, as its users ask it.
const QUESTIONS: [&str; 10] = [
    "new --since 2022-02-18 --published",
    "observer --place Vrubivka --window 2022-02-17..2022-02-18",
    "responses",
    "diff --quantities",
    "retractions",
    "retractions --cited",
    "commitments",
    "commitments --due",
    "narratives",
    "narratives --first-seen",
];

#[test]
fn an_empty_ledger_says_how_to_fill_it() {
    let desk = Desk::new();
    names(&desk.run("responses").refused(), &["fogline-ledger"]);
    desk.run("init");
    for question in QUESTIONS {
        let text = desk.run(&format!("{question} --format text")).succeeded();
        names(&text, &["No reports", "fogline ingest"]);
        let json = parsed(desk.run(&format!("{question} --format json")));
        assert!(json.is_array() || json.is_object(), "{question}");
    }
    names(&desk.run("correct list --format text").succeeded(), &["No corrections are recorded"]);
    assert_eq!(parsed(desk.run("correct list --format json")), json!([]));
}

#[test]
fn what_nothing_can_be_is_refused() {
    let desk = Desk::new();
    desk.run("init");
    for (question, why) in [
        ("incidents --since 2022-02-20 --until 2022-02-15", "is before since"),
        ("brief --since 2022-02-20 --until 2022-02-15", "is before since"),
        ("export csv -o x --since 2022-02-20 --until 2022-02-15", "is before since"),
        ("incidents --status nonsense", "there are acknowledged"),
        ("incidents --side MARS", "there are"),
        ("incidents --as-of 9999-12-31", "beyond the days"),
    ] {
        names(&desk.run(question).refused(), &[why]);
    }
    names(&run(&desk, &["brief", "--issued-by", " "]).refused(), &["--issued-by needs a name"]);
    names(&run(&desk, &["ingest", "--note", "x", "--by", ""]).refused(), &["a note needs a person"]);
    names(&desk.run("brief --as-of 1999-01-01").succeeded(), &["No reports"]);
}

#[test]
fn redacted_words_and_whom_they_name_are_in_no_export_and_what_was_taken_back_is_marked() {
    let Some(desk) = desk() else { return };
    let head = desk.run("head").succeeded();
    let before = jiff::Timestamp::now().to_string();
    let made = ["--by", "A", "--reason", "asked"];
    run(&desk, &[&["correct", "redact", "w2", "--words", "Belarus"], &made[..]].concat()).succeeded();
    run(&desk, &[&["correct", "retract", "w2", "s1"], &made[..]].concat()).succeeded();
    let reviewed = run(&desk, &[&["correct", "review", "w2", "s1"], &made[..]].concat());
    names(&reviewed.refused(), &["this contradicts correction"]);
    let forged = r#"[{"start":0,"end":3,"exact":"They will attack"}]"#;
    let forged = run(&desk, &[&["correct", "edit", "w2", "s1", "content", forged], &made[..]].concat());
    names(&forged.refused(), &["do not stand there; what stands there is `The`"]);
    for public in ["", " --public"] {
        for form in ["csv", "claims", "annotations"] {
            assert_eq!(desk.run(&format!("export {form} -o out{public}")).code, Some(0));
        }
        for file in ["statements.csv", "claims.jsonld", "annotations.jsonld"] {
            let text = std::fs::read_to_string(desk.path("out").join(file)).unwrap();
            assert!(!text.contains("Belarus"), "{text}");
        }
        let brief = desk.run(&format!("brief{public}")).succeeded();
        assert!(!brief.contains("Belarus"), "{brief}");
        names(&brief, &["taken back"]);
    }
    let then: Value = parsed(desk.run(&format!("brief --format json --as-of {before}")));
    assert_eq!(then["head"], head.trim(), "as of a time, the chain ended where it did then");
}

#[test]
fn wrong_questions_are_refused_with_what_would_be_right() {
    let desk = Desk::new();
    desk.run("init");
    for (question, why) in [
        ("new", "--since"),
        ("new --since yesterday", "2022-02-17"),
        ("new --since 2999-01-01", "nothing since"),
        ("observer --place X", "--window"),
        ("observer --place X --window soon", "2022-02-17..2022-02-18"),
        ("observer --place X --window 2022-02-18..2022-02-17", "before it begins"),
        ("diff", "--quantities"),
        ("responses --since soon", "2022-02-17"),
        ("commitments --kind vow", "promise"),
        ("commitments --since 2022-02-17", "--due"),
        ("correct review x --reason r", "--by"),
        ("correct review x --by A", "--reason"),
        ("correct review x --by A --reason r", "no report `x`"),
        ("correct merge i1 i2 --by A --reason r", "no incident `i1`"),
    ] {
        let ran = desk.run(question);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{question}: {ran:?}");
        names(&ran.err, &[why]);
    }
}

#[test]
fn every_question_is_answered_in_words_and_as_json() {
    let Some(desk) = desk() else { return };
    for question in QUESTIONS {
        let text = desk.run(&format!("{question} --format text")).succeeded();
        assert!(!text.trim().is_empty() && !text.contains('\u{1b}'), "{question}");
        // In a pipe it is JSON without being asked.
        assert_eq!(desk.run(question).succeeded().trim_end().lines().count(), 1, "{question}");
    }
}

#[test]
fn what_monitors_recorded_stands_with_their_words_and_level() {
    let Some(desk) = desk() else { return };
    let found = parsed(desk.run("observer --place vrubivka --window 2022-02-17 --format json"));
    assert_eq!(found["names"], json!(["Vrubivka"]));
    let crater = found["recorded"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["observation_level"] == "evidence_on_ground")
        .unwrap();
    assert_eq!(
        (&crater["document"], &crater["kind"], &crater["reviewed"]),
        (&json!("m1"), &json!("direct"), &json!("machine"))
    );
    names(&crater["exact"].to_string(), &["crater"]);
    names(&found["access"][0]["exact"].to_string(), &["denied the OSCE Special Monitoring Mission access"]);
    assert!(found["sides"].as_array().unwrap().contains(&json!("IND")), "{found}");
    let text = desk.run("observer --place vrubivka --window 2022-02-17 --days --format text").succeeded();
    names(
        &text,
        &[
            "Recorded by monitors",
            "evidence on ground",
            "crater",
            "m1#",
            "machine-read",
            "Access denied or restricted",
            "1 report, 1 origin",
        ],
    );
    let none = desk.run("observer --place Lviv --window 2022-02-17 --format text").succeeded();
    names(
        &none,
        &["No report of the ledger names such a place", "nothing of this place was found in", "monitors speak"],
    );
}

#[test]
fn a_claim_stands_with_the_denial_or_with_what_was_read() {
    let Some(desk) = desk() else { return };
    let found = parsed(desk.run("responses --format json"));
    let found = found.as_array().unwrap();
    let denied = found.iter().find(|one| one["accused_side"] == "SEP").unwrap();
    assert_eq!(denied["response"], "denied", "{denied}");
    assert!(denied["answers"].as_array().unwrap().iter().any(|one| one["document"] == "w2"), "{denied}");
    let text = desk.run("responses --format text").succeeded();
    names(&text, &["DENIED", "claims: ", "its side: ", "w2#", "machine-read"]);
    // What was known before the denial.
    let early = desk.run("responses --as-published 2022-02-17T10:00:00+02:00 --format text").succeeded();
    names(&early, &["no answer found in 1 report read (1 en), published 2022-02-17 to 2022-02-17"]);
    let later = desk.run("responses --since 2022-02-20 --format text").succeeded();
    names(&later, &["None of", "is among what was asked for"]);
}

#[test]
fn a_figure_that_changed_stands_with_both_its_words() {
    let Some(desk) = desk() else { return };
    let text = desk.run("diff --quantities --format text").succeeded();
    names(&text, &["injured", "w1#", "w3#", "machine-read"]);
    let found = parsed(desk.run("diff --quantities --format json"));
    let injured = found.as_array().unwrap().iter().find(|one| one["slot"] == "injured").unwrap();
    let values: Vec<_> = injured["values"].as_array().unwrap().iter().map(|one| one["value"].clone()).collect();
    assert_eq!(values, ["2", "3"], "{injured}");
    assert_eq!(injured["reports"], 2);
    names(&desk.run("diff --quantities --since 2022-02-19 --format text").succeeded(), &["came out since then"]);
}

#[test]
fn a_promise_is_due_on_its_day_and_nobody_is_said_to_have_broken_it() {
    let Some(desk) = desk() else { return };
    let due = |at: &str| {
        let found = parsed(desk.run(&format!("commitments --kind promise --due --as-published {at} --format json")));
        assert!(found["warnings"].is_null() && found["agreements"].is_null());
        found["promises"].as_array().unwrap().len()
    };
    assert_eq!((due("2022-02-18"), due("2022-02-20")), (0, 1));
    let text = desk.run("commitments --kind promise --as-published 2022-02-25 --format text").succeeded();
    names(&text, &["its day is over", "w2#", "2022-02-20", "machine-read", "1 report, 1 origin"]);
    assert!(!text.contains("broken") && !text.contains("kept"), "{text}");
}

#[test]
fn labels_stand_with_who_used_them_first() {
    let Some(desk) = desk() else { return };
    let text = desk.run("narratives --first-seen --format text").succeeded();
    names(&text, &["genocide", "first used by", "w3#", "Steppe Wire"]);
    let found = parsed(desk.run("narratives --format json"));
    assert!(found.as_array().unwrap().iter().all(|one| one["origins"].as_u64() <= one["reports"].as_u64()), "{found}");
}

#[test]
fn what_is_new_is_told_once_by_when_it_was_published_or_recorded() {
    let Some(desk) = desk() else { return };
    let news = |options: &str| parsed(desk.run(&format!("new {options} --format json")));
    let published = news("--since 2022-02-18 --published");
    assert_eq!((&published["new_reports"], &published["published"]), (&json!(2), &json!(true)));
    let all: Vec<&Value> =
        published["areas"].as_object().unwrap().values().flat_map(|one| one.as_array().unwrap()).collect();
    assert!(
        all.iter().any(|one| one["is_new"] == false && !one["changes"].as_array().unwrap().is_empty()),
        "{published}"
    );
    // All of it was recorded just now.
    assert_eq!(news("--since 2022-02-18")["new_reports"], 4);
    let text = desk.run("new --since 2022-02-18 --published --format text").succeeded();
    names(&text, &["CHANGED", " -> ", "2 reports new, of which none is a copy"]);
    let none = desk.run("new --since 2022-03-01 --published --format text").succeeded();
    names(&none, &["Nothing is new published since", "0 reports new"]);
}

#[test]
fn what_is_new_is_found_in_incidents_that_differ_as_in_all() {
    let Some(desk) = desk() else { return };
    let ledger = Ledger::open_read_only(&desk.path("fogline-ledger"), None).unwrap();
    let mut told = 0;
    for since in ["2022-02-17T10:00:00Z", "2022-02-18T07:00:00Z", "2022-02-18T09:00:00Z", "2022-02-19T00:00:00Z"] {
        let since: jiff::Timestamp = since.parse().unwrap();
        let before = news::just_before(since, true, Known::default());
        let all = |known: Known| View::answering(&ledger, Need::Incidents, known).unwrap();
        let of_all = news::compare(&all(before), &all(Known::default()), since, true);
        let (then, now) = news::views(&ledger, before, Known::default()).unwrap();
        told += of_all.incidents;
        assert!(now.incidents.len() <= all(Known::default()).incidents.len());
        let found = news::compare(&then, &now, since, true);
        let [all, found] = [of_all, found].map(|news| serde_json::to_value(&news.areas).unwrap());
        assert_eq!(found, all, "{since}");
    }
    assert!(told > 0);
}

#[test]
fn a_correction_is_recorded_and_shows_what_it_changes() {
    let Some(desk) = desk() else { return };
    let made = |more: &[&str]| {
        let all = [&["correct"], more, &["--by", "A. Desk", "--reason", "read again", "--format", "text"]].concat();
        run(&desk, &all)
    };
    let text = made(&["review", "w1"]).succeeded();
    names(&text, &["reviewed: all of the report", "by A. Desk: read again", "machine-read -> reviewed"]);
    // Taken back, the denial no longer contests it.
    let denial = parsed(desk.run("responses --format json"));
    let denial =
        denial.as_array().unwrap().iter().find(|one| one["response"] == "denied").unwrap()["answers"][0].clone();
    let statement = denial["statement"].as_str().unwrap();
    names(
        &made(&["retract", "w2", statement]).succeeded(),
        &["taken back by who published it", "denied by accused -> "],
    );
    names(&desk.run("retractions --format text").succeeded(), &["taken back: read again", "by hand, by A. Desk"]);
    // Contradictions name what they contradict.
    names(&made(&["edit", "w3", "s1", "side", "RU"]).succeeded(), &["`side` of s1 is \"RU\""]);
    let refused = made(&["edit", "w3", "s1", "side", "UA"]).refused();
    names(&refused, &["contradicts correction", "by A. Desk", "--instead-of"]);
    let number = refused.split("--instead-of ").nth(1).unwrap().trim().to_owned();
    names(&made(&["edit", "w3", "s1", "side", "UA", "--instead-of", &number]).succeeded(), &["in the place of"]);
    names(&made(&["edit", "w3", "s1", "side", "US", "--instead-of", "999"]).refused(), &["no correction 999"]);
    let listed = parsed(desk.run("correct list --format json"));
    assert_eq!(listed.as_array().unwrap().len(), 4);
    assert_eq!(parsed(desk.run("correct list --standing --format json")).as_array().unwrap().len(), 3);
    names(&desk.run("correct list --format text").succeeded(), &["A. Desk", "replaced by"]);
    names(&desk.run("verify --format text").succeeded(), &[]);
}

#[test]
fn statements_and_events_are_added_by_words_of_the_text() {
    let Some(desk) = desk() else { return };
    let made =
        |more: &[&str]| run(&desk, &[&["correct"], more, &["--by", "A", "--reason", "r", "--format", "json"]].concat());
    let refused = made(&["add-statement", "m1", "--words", "Special Monitoring Mission"]).refused();
    names(&refused, &["2 times", "from 1 to 2"]);
    names(&made(&["add-statement", "m1", "--words", "a crate"]).succeeded(), &["\"statement\""]);
    names(
        &made(&["add-statement", "m1", "--words", "crater", "--speaker", "Nobody"]).refused(),
        &["names nobody called `Nobody`"],
    );
    names(&made(&["add-statement", "m1", "--words", "crater", "--act", "sing"]).refused(), &["unknown variant `sing`"]);
    names(&made(&["add-statement", "m1", "--start", "5", "--end", "5000"]).refused(), &["no words of the text"]);
    let added = parsed(made(&["add-statement", "m1", "--words", "Armed men denied", "--act", "record"]));
    let id = added["correction"]["statement"]["id"].as_str().unwrap().to_owned();
    assert_eq!(id, "h2");
    let event = ["add-event", "m1", "--words", "crater", "--type", "ASSAULT", "--mode", "heavy_weapons"];
    let placed = ["--asserted-in", &id, "--place", "Vrubivka", "--day", "2022-02-17"];
    let added = parsed(made(&[&event[..], &placed].concat()));
    names(&added["changed"]["areas"].to_string(), &["by_hand"]);
    names(
        &made(&["add-event", "m1", "--words", "crater", "--type", "SING", "--asserted-in", &id]).refused(),
        &["no type of event `SING`"],
    );
    let mode = ["add-event", "m1", "--words", "crater", "--type", "AGREE", "--mode", "x", "--asserted-in", &id];
    names(&made(&mode).refused(), &["AGREE has no mode `x`"]);
    names(&made(&["add-event", "m1", "--words", "crater", "--asserted-in", "s99"]).refused(), &["no `s99`"]);
}

#[test]
fn incidents_are_named_split_and_marked_by_people() {
    let Some(desk) = desk() else { return };
    let made =
        |more: &[&str]| run(&desk, &[&["correct"], more, &["--by", "A", "--reason", "r", "--format", "text"]].concat());
    let incidents = parsed(desk.run("incidents --format json"));
    let school = incidents.as_array().unwrap().iter().find(|one| one["reports"].as_u64() > Some(2)).unwrap();
    let id = school["id"].as_str().unwrap();
    names(&made(&["relabel", id, "The school"]).succeeded(), &["-> The school"]);
    names(
        &made(&["answer-sought", id, "sep", "--found", "nothing"]).succeeded(),
        &["an answer of SEP was looked for: nothing"],
    );
    names(&made(&["answer-sought", id, "XX", "--found", "nothing"]).refused(), &["no pack knows a side `XX`"]);
    let member = school["members"].as_array().unwrap().iter().find(|one| one["document"] == "w3").unwrap();
    let mention = format!("w3#{}", member["event"].as_str().unwrap());
    let out = made(&["split", id, &mention]).succeeded();
    names(&out, &["are of two occurrences", "reports"]);
    let again = parsed(desk.run("incidents --format json"));
    assert_eq!(again.as_array().unwrap().len(), incidents.as_array().unwrap().len() + 1);
    // Said apart once, they are not said to be one without a word on the first.
    names(&made(&["merge", id, &mention]).refused(), &["contradicts correction"]);
    names(&made(&["split", id, id]).refused(), &["are the same mention"]);
    names(&made(&["split", id, "w3#e99"]).refused(), &["`e99` is no mention"]);
    names(&made(&["redact", "w1", "--words", "Two teachers"]).succeeded(), &["may not leave the ledger"]);
}

/// A moment as it is told stands for any other.
fn without_moment(answer: &str) -> String {
    let lines =
        answer.lines().map(|line| match line.split_once("As of ").or_else(|| line.split_once("as known at ")) {
            Some((before, rest)) => format!("{before}{}", rest.get("2022-02-17T09:00:00Z".len()..).unwrap_or_default()),
            None => line.to_owned(),
        });
    let text: Vec<String> = lines.collect();
    let Ok(mut value) = serde_json::from_str::<Value>(&text.join("\n")) else { return text.join("\n") };
    if let Some(fields) = value.as_object_mut() {
        fields.remove("as_of");
    }
    value.to_string()
}

#[test]
fn what_is_kept_answers_as_the_records_do() {
    let Some(desk) = desk() else { return };
    run(&desk, &["correct", "review", "w1", "s1", "--by", "A. Analyst", "--reason", "read twice"]).succeeded();
    run(&desk, &["correct", "retract", "w3", "--by", "A. Analyst", "--reason", "the outlet withdrew it"]).succeeded();
    let incidents = parsed(desk.run("incidents --format json"));
    let ids: Vec<&str> = incidents.as_array().unwrap().iter().filter_map(|one| one["id"].as_str()).collect();
    assert!(!ids.is_empty());
    let mut questions: Vec<String> = QUESTIONS.iter().skip(1).map(|question| (*question).to_owned()).collect();
    questions.extend(["copies", "correct list"].map(str::to_owned));
    let filters = ["", " --limit 1", " --area Vrubivka", " --text school", " --text school --limit 1", " --side ua"];
    questions.extend(filters.map(|filter| format!("incidents{filter}")));
    questions.extend(["", " --public", " --since 2022-02-18"].map(|more| format!("brief{more}")));
    questions.extend(ids.iter().flat_map(|id| [format!("incident {id}"), format!("why {id}")]));
    // As of a moment what is kept is put together anew.
    let now = jiff::Timestamp::now();
    let mut answers = Vec::new();
    for question in &questions {
        for form in [if question.starts_with("brief") { "md" } else { "text" }, "json"] {
            let kept = without_moment(&desk.run(&format!("{question} --format {form}")).succeeded());
            let derived = desk.run(&format!("{question} --format {form} --as-of {now}")).succeeded();
            assert_eq!(kept, without_moment(&derived), "{question}");
            answers.push((format!("{question} --format {form}"), kept));
        }
    }
    // Without what is kept everything is made of the records.
    std::fs::remove_file(desk.path("fogline-ledger/derived.sqlite")).unwrap();
    for (question, kept) in answers {
        assert_eq!(kept, without_moment(&desk.run(&question).succeeded()), "{question}");
    }
    let whole = parsed(desk.run(&format!("incident {} --format json", ids[0])));
    assert!(whole["no_answer"].is_array(), "{whole}");
}

#[test]
fn what_is_read_again_by_the_kept_parse_is_as_if_it_were_new() {
    let Some(desk) = desk() else { return };
    let model = english().unwrap();
    let with = |arguments: &[&str]| {
        let mut command = desk.command();
        command.args(arguments).args(["--pack", "general", "--format", "json", "--model"]).arg(&model);
        parsed(Ran::of(command.output().unwrap()))
    };
    let reread = with(&["reread"]);
    assert_eq!((&reread["reread"], reread["changed"].as_array().unwrap().is_empty()), (&json!(4), false), "{reread}");
    with(&["ingest", "--ledger", "new", "in.jsonl"]);
    for question in ["incidents", "responses", "narratives", "copies"] {
        let again = without_moment(&desk.run(&format!("{question} --format json")).succeeded());
        let new = without_moment(&desk.run(&format!("{question} --format json --ledger new")).succeeded());
        let plain = |json: &str| -> Value {
            let mut all: Value = serde_json::from_str(json).unwrap();
            for one in all.as_array_mut().unwrap() {
                // What it was called before is history.
                one.as_object_mut().unwrap().remove("aliases");
            }
            all
        };
        assert_eq!(plain(&again), plain(&new), "{question}");
    }
}

#[test]
fn no_report_steers_the_terminal() {
    let Some(model) = english() else { return };
    let desk = Desk::new();
    let hostile = json!({
        "id": "x\u{1b}[2J", "outlet": "Evil\u{1b}[31m", "outlet_kind": "newspaper", "published": "2022-02-17T15:00:00+02:00",
        "title": "Shells\u{202e} hit\u{1b}]0;x\u{7}", "lang": "en",
        "text": "Russian-backed separatists shelled a school in Vrubivka\u{1b}[2J on Thursday, said Ukraine's military\u{202e}, and \
                 promised to \u{9b}31m leave by Sunday. Two teachers were injured, Ukraine's military said.",
    });
    desk.file("in.jsonl", format!("{hostile}\n{}", reports()));
    let mut command = desk.command();
    command.args(["ingest", "in.jsonl", "--format", "text", "--model"]).arg(&model);
    let mut all = vec![Ran::of(command.output().unwrap())];
    let incidents = parsed(desk.run("incidents --format json"));
    let ids = incidents.as_array().unwrap().iter().filter_map(|one| one["id"].as_str());
    let mut questions: Vec<String> = QUESTIONS.iter().map(|question| (*question).to_owned()).collect();
    questions.extend(ids.flat_map(|id| [format!("incident {id}"), format!("why {id}")]));
    questions.extend(["incidents", "copies", "search school", "stats", "verify", "correct list"].map(str::to_owned));
    all.extend(questions.iter().map(|question| desk.run(&format!("{question} --format text"))));
    for form in ["md", "html"] {
        all.push(desk.run(&format!("brief --format {form}")));
    }
    let mut command = desk.command();
    command.args(["reread", "--format", "text", "--pack", "general", "--model"]).arg(&model);
    all.push(Ran::of(command.output().unwrap()));
    for ran in all {
        let steers = |c: char| c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{202a}'..='\u{202e}');
        let line = ran.out.lines().chain(ran.err.lines()).find(|line| line.contains(steers));
        assert_eq!(line, None);
    }
}

#[test]
fn words_that_do_not_stand_in_the_records_are_not_printed() {
    let Some(desk) = desk() else { return };
    let id = parsed(desk.run("incidents --format json"))[0]["id"].as_str().unwrap().to_owned();
    let mut ledger = Ledger::open(&desk.path("fogline-ledger"), None).unwrap();
    let derived = ledger.derived_mut().unwrap();
    let mut incident: Value = serde_json::from_slice(&derived.incident(&id).unwrap().unwrap()).unwrap();
    let words = &mut incident["accounts"][0]["statements"][0]["words"][0]["exact"];
    *words = words.as_str().unwrap().to_uppercase().into();
    let row = IncidentRow { id: id.clone(), body: serde_json::to_vec(&incident).unwrap(), ..IncidentRow::default() };
    derived.put_incident("forged", &row).unwrap();
    drop(ledger);
    for question in [format!("incident {id}"), format!("why {id}"), "brief".to_owned()] {
        let refused = desk.run(&question).refused();
        names(&refused, &[&id, "words that do not stand in report", "derived.sqlite"]);
    }
    std::fs::remove_file(desk.path("fogline-ledger/derived.sqlite")).unwrap();
    desk.run(&format!("incident {id}")).succeeded();
}
