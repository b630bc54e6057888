//! Coding by people: two scripted coders who disagree where it was planted, blindness, decisions, and erasure.

use std::fs;

use serde_json::{Value, json};

use crate::{
    accounts::{add, token},
    morning_shift, questions,
    served::Served,
    support::{Desk, names, repository},
};

fn json_of(desk: &Desk, arguments: &str) -> Value {
    serde_json::from_str(&desk.run(arguments).succeeded()).unwrap()
}

/// The codings with the alpha of each field as a reference implementation has it (`tools/agreement_reference.py`).
fn planted() -> Value {
    let path = repository().join("crates/fogline-cli/tests/fixtures/coding.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn assigned(desk: &Desk, arguments: &str) -> i64 {
    json_of(desk, &format!("code assign {arguments} --by chief"))["assignments"][0].as_i64().unwrap()
}

fn alpha_of<'t>(table: &'t Value, field: &str) -> &'t Value {
    table["fields"].as_array().unwrap().iter().find(|one| one["field"] == field).unwrap()
}

#[test]
fn two_coders_of_the_dossier_agree_as_the_reference_computes() {
    let Some(desk) = morning_shift::desk() else { return };
    let planted = planted();
    for report in planted["reports"].as_array().unwrap() {
        let number = assigned(&desk, &format!("{} --to anna --to boris", report["dispatch"].as_str().unwrap()));
        // Whoever is done first changes nothing.
        let order = if number % 2 == 0 { ["anna", "boris"] } else { ["boris", "anna"] };
        for coder in order {
            desk.file("coding.json", report["coders"][coder].to_string());
            desk.run(&format!("code take {number} coding.json --coder {coder}")).succeeded();
        }
    }
    let incidents = json_of(&desk, "incidents --format json");
    let coded = planted["incidents"].as_object().unwrap();
    for (at, incident) in incidents.as_array().unwrap().iter().take(6).enumerate() {
        let number = assigned(&desk, &format!("--incident {} --to boris --to anna", incident["id"].as_str().unwrap()));
        for (column, coder) in ["anna", "boris"].into_iter().enumerate() {
            let statuses: Value = coded.iter().map(|(field, rows)| (field.clone(), rows[column][at].clone())).collect();
            desk.file("coding.json", json!({ "statuses": statuses }).to_string());
            desk.run(&format!("code take {number} coding.json --coder {coder}")).succeeded();
        }
    }
    let table = json_of(&desk, "code agreement --values --format json");
    assert_eq!(table["coders"], json!(["anna", "boris"]));
    for (field, reference) in planted["alpha"].as_object().unwrap() {
        let one = alpha_of(&table, field);
        let (own, reference) = (one["all"]["people"]["alpha"].as_f64().unwrap(), reference.as_f64().unwrap());
        assert!((own - reference).abs() < 1e-9, "{field}: {own} and not {reference}");
        let pair =
            one["pairs"].as_array().unwrap().iter().find(|pair| pair["one"] == "anna" && pair["other"] == "boris");
        assert_eq!(pair.unwrap()["agreement"], one["all"]["people"], "two coders are a pair");
        assert!(one["pairs"].as_array().unwrap().iter().any(|pair| pair["other"] == "the machine"), "{field}");
    }
    let side = alpha_of(&table, "side");
    assert_eq!(side["all"]["people"]["units"], planted["units"]);
    assert!(side["by_side"]["UA"].is_object() && side["by_language"]["uk"].is_object());
    assert!(alpha_of(&table, "occurrence")["all"]["with_machine"]["alpha"].is_f64());
    assert!(table["values"].as_array().unwrap().iter().any(|row| row["values"]["the machine"].is_string()));
    let rows = table["values"].as_array().unwrap().iter();
    let absent = rows.filter(|row| row["field"] == "accused" && row["values"]["anna"] == "absent").count();
    assert!(absent > 0, "what a coder lacks is no `none`");
    let text = desk.run("code agreement --format text").succeeded();
    names(&text, &["24", "speech_act", "anna and the machine", "side UA", " low", "A unit (n) is what coders found"]);
    let head = text.lines().find(|line| line.starts_with("field")).unwrap();
    let head: Vec<&str> = head.split_whitespace().collect();
    assert_eq!(head, ["field", "of", "n", "alpha", "n", "with", "the", "machine"]);
    // Of few units no alpha stands alone.
    let all = table["fields"].as_array().unwrap().iter();
    let all = all.flat_map(|one| one["by_side"].as_object().unwrap().values().chain([&one["all"]]));
    let all: Vec<&Value> = all.flat_map(|both| [&both["people"], &both["with_machine"]]).collect();
    let few = |one: &&Value| one["alpha"].is_f64() && one["units"].as_u64().unwrap() < 15;
    assert!(all.iter().any(few) && all.iter().all(|one| few(one) == (one["carries"] == "too_few")));
    names(&text, &["too few (n="]);
    names(&desk.run("code agreement --as-of 2020-01-01 --format text").succeeded(), &["nothing to compare"]);
}

/// A coding of the report `w2` of [`questions::desk`]: a denial and a promise.
fn coding(act: &str) -> Value {
    let words = "they had shelled the school in Vrubivka";
    let start = "The separatists denied on Thursday that ".len();
    json!({
        "statements": [{
            "content": [{ "start": start, "end": start + words.len(), "exact": words }],
            "speaker": "the separatists", "side": "SEP", "speech_act": act, "accused": [], "factuality": "CT-",
        }],
        "events": [],
    })
}

#[test]
fn faults_are_told_with_their_path_and_nothing_is_recorded() {
    let Some(desk) = questions::desk() else { return };
    for (arguments, told) in [
        ("code assign w9 --to anna --by chief", "no report `w9`"),
        ("code assign w2 --to anna --field truth --by chief", "it is one of speaker, side"),
        ("code assign w2 --to anna --field occurrence --by chief", "a report has no field `occurrence`"),
        ("code assign w2 --to anna", "--by"),
        ("code assign --to anna --by chief", "required"),
    ] {
        names(&desk.run(arguments).refused(), &[told]);
    }
    let machine =
        desk.command().args(["code", "assign", "w2", "--to", "the machine", "--by", "chief"]).output().unwrap();
    assert_eq!(machine.status.code(), Some(2));
    let number = assigned(&desk, "w2 --to anna --to boris");
    let mut wrong = coding("denies");
    wrong["statements"][0]["side"] = "MARS".into();
    wrong["statements"][0]["speaker"] = "Absent".into();
    wrong["statements"][0]["content"][0]["exact"] = "they had not".into();
    wrong["events"] = json!([{ "trigger": { "start": 9000, "end": 9001, "exact": "x" }, "killed": -1 }]);
    desk.file("wrong.json", wrong.to_string());
    let refused = desk.run(&format!("code take {number} wrong.json --coder anna")).refused();
    names(&refused, &["wrong.json: statements[0].content[0]: the words `they had not` do not stand there"]);
    names(&refused, &["statements[0].side: `MARS` is not known", "statements[0].speech_act: `denies` is not known"]);
    names(&refused, &["statements[0].speaker: `absent` stands for what a coder has not found"]);
    names(
        &refused,
        &["events[0].trigger: 9000 to 9001 are no words", "events[0].killed", "events[0].type: this is not coded"],
    );
    desk.file("odd.json", "{\"statements\": [{\"speach_act\": \"deny\"}]}");
    names(
        &desk.run(&format!("code take {number} odd.json --coder anna")).refused(),
        &["odd.json", "speach_act", "line 1"],
    );
    desk.file("bytes.json", b"{\n\"x\": \"\xff\"}");
    names(
        &desk.run(&format!("code take {number} bytes.json --coder anna")).refused(),
        &["bytes.json", "byte 0xFF at offset 8 (line 2)"],
    );
    names(&desk.run("code take --help").succeeded(), &["code take <NUMBER> <FILE> --coder", "<NUMBER> --give-back"]);
    desk.file("right.json", coding("deny").to_string());
    names(&desk.run(&format!("code take {number} right.json --coder clara")).refused(), &["it is for anna, boris"]);
    names(&desk.run("code take 99999 right.json --coder anna").refused(), &["no assignment 99999"]);
    desk.run(&format!("code take {number} right.json --coder anna --draft")).succeeded();
    let first = desk.run(&format!("code take {number} right.json --coder anna")).succeeded();
    assert_eq!(
        desk.run(&format!("code take {number} right.json --coder anna")).succeeded(),
        first,
        "the same is kept once"
    );
    desk.file("other.json", coding("doubt").to_string());
    names(&desk.run(&format!("code take {number} other.json --coder anna")).refused(), &["stays as it is"]);
    desk.run(&format!("code take {number} --give-back --coder boris")).succeeded();
    names(&desk.run(&format!("code take {number} other.json --coder boris")).refused(), &["gave assignment"]);
    let listed = json_of(&desk, "code list --coder boris --format json");
    let stages: Vec<&str> =
        listed[0]["coders"].as_array().unwrap().iter().map(|one| one["stage"].as_str().unwrap()).collect();
    assert_eq!((listed[0]["name"].as_str(), stages), (Some("w2"), vec!["finished", "given_back"]));
}

#[test]
fn a_decision_is_recorded_and_taken_over_only_where_asked() {
    let Some(desk) = questions::desk() else { return };
    let number = assigned(&desk, "w2 --to anna --to boris");
    for (coder, act) in [("anna", "deny"), ("boris", "doubt")] {
        desk.file("coding.json", coding("deny").to_string());
        let decide = format!("code adjudicate {number} coding.json --by chief --reason settled");
        names(&desk.run(&decide).refused(), &["neither finished nor given it back"]);
        desk.file("coding.json", coding(act).to_string());
        desk.run(&format!("code take {number} coding.json --coder {coder}")).succeeded();
    }
    let before = desk.run("correct list --format json").succeeded();
    let own = format!("code adjudicate {number} coding.json --by anna --reason settled");
    names(&desk.run(&own).refused(), &["`anna` has coded this; let somebody else decide"]);
    names(&desk.run(&format!("code adjudicate {number} --apply --by chief")).refused(), &["nothing was decided"]);
    let decided = json_of(&desk, &format!("code adjudicate {number} coding.json --by chief --reason settled"));
    assert!(decided["record"].is_i64() && decided["applied"].is_null());
    assert_eq!(desk.run("correct list --format json").succeeded(), before, "nothing is taken over by itself");
    names(&desk.run(&format!("code adjudicate {number} --apply --by boris")).refused(), &["only they take it over"]);
    let applied = json_of(&desk, &format!("code adjudicate {number} --apply --by chief"));
    assert!(!applied["applied"]["corrections"].as_array().unwrap().is_empty(), "{applied}");
    let corrections = json_of(&desk, "correct list --format json");
    let one = &corrections.as_array().unwrap()[0];
    assert_eq!(one["by"], "chief");
    assert!(one["reason"].as_str().unwrap().starts_with("settled (adjudication "));
    let again = json_of(&desk, &format!("code adjudicate {number} --apply --by chief"));
    assert_eq!(again["applied"]["corrections"], json!([]), "what is so already is not corrected again");
    // The machine is compared by what it read, whatever was corrected since.
    let act = alpha_of(&json_of(&desk, "code agreement --values --format json"), "speech_act").clone();
    assert_eq!(act["pairs"].as_array().unwrap().len(), 3);
    desk.run("verify").succeeded();
}

#[test]
fn what_was_coded_goes_with_its_report() {
    let Some(desk) = questions::desk() else { return };
    let number = assigned(&desk, "w2 --to anna");
    desk.file("coding.json", coding("deny").to_string());
    desk.run(&format!("code take {number} coding.json --coder anna")).succeeded();
    let incidents = json_of(&desk, "incidents --format json");
    let tells = |one: &&Value| one["members"].as_array().unwrap().iter().any(|member| member["document"] == "w2");
    let incident = incidents.as_array().unwrap().iter().find(tells).unwrap()["id"].as_str().unwrap().to_owned();
    assigned(&desk, &format!("--incident {incident} --to anna"));
    assert_eq!(json_of(&desk, "code list --format json").as_array().unwrap().len(), 2);
    let heads = json_of(&desk, "search school --format json");
    let id = heads["hits"].as_array().unwrap().iter().find(|hit| hit["ref"] == "w2").unwrap()["id"].clone();
    let erased =
        desk.command().args(["erase", id.as_str().unwrap(), "--reason", "asked", "--by", "chief"]).output().unwrap();
    assert!(erased.status.success(), "{erased:?}");
    assert_eq!(json_of(&desk, "code list --format json"), json!([]), "the incident quoted it too");
    assert_eq!(json_of(&desk, "code agreement --format json")["assignments"], 0);
}

#[test]
fn who_codes_blind_sees_nothing_that_was_read() {
    let Some(desk) = questions::desk() else { return };
    for (name, role) in [("anna", "analyst"), ("boris", "analyst"), ("chief", "admin"), ("reader", "reader")] {
        add(&desk, name, role);
    }
    let held: Vec<(&str, String)> =
        ["anna", "boris", "chief", "reader"].map(|name| (name, token(&desk, name))).into_iter().collect();
    let served = Served::start(&desk);
    let of = |name: &str| held.iter().find(|(own, _)| *own == name).unwrap().1.clone();
    let get = |name: &str, path: &str| served.ask("GET", path, &[("Authorization", &of(name))], "");
    let post = |name: &str, path: &str, body: &Value| served.post(path, &[("Authorization", &of(name))], body);
    let wish = json!({ "reports": ["w2"], "coders": ["anna", "boris"] });
    assert_eq!(post("anna", "/api/v1/coding/assignments", &wish).status, 403, "analysts assign nothing");
    let number = post("chief", "/api/v1/coding/assignments", &wish).json()["assignments"][0].as_i64().unwrap();
    let at = |rest: &str| format!("/api/v1/coding/assignments/{number}{rest}");
    // Every address that the API has, and every page: all is tried.
    let described = get("chief", "/api/v1/openapi.json").json();
    let incident = get("chief", "/api/v1/incidents").json()["incidents"][0]["id"].as_str().unwrap().to_owned();
    let open = ["/api/v1/ledger", "/api/v1/session", "/api/v1/codebook", "/api/v1/grown", "/api/v1/coding/assignments"];
    let mut tried = 0;
    for (path, methods) in described["paths"].as_object().unwrap() {
        let filled = path.replace("{id}", &incident).replace("{name}", "w2").replace("{number}", &number.to_string());
        let is_own = open.contains(&path.as_str()) || filled == at("");
        if methods.get("get").is_some() && !is_own {
            for asked in
                [filled.clone(), format!("{filled}?as_of=2100-01-01"), format!("{filled}?q=school&place=Vrubivka")]
            {
                let answer = get("anna", &asked);
                assert_eq!(answer.status, 403, "{asked}: {}", answer.body);
                assert!(!answer.body.contains("Vrubivka") && answer.body.contains(&number.to_string()), "{asked}");
                tried += 1;
            }
        }
        if methods.get("post").is_some() && filled != at("/coding") && path != "/api/v1/session" {
            assert_eq!(post("anna", &filled, &json!({ "text": "x" })).status, 403, "{filled}");
        }
    }
    assert!(tried > 50);
    for page in
        ["/incidents", &format!("/incidents/{incident}"), "/reports", "/reports/w2", "/search?q=school", "/brief"]
    {
        assert_eq!(get("anna", page).status, 403, "{page}");
    }
    // What is open tells nothing of it either, at no time.
    for when in ["", "?as_of=2100-01-01", "?as_published=2022-02-18"] {
        let path = format!("/api/v1/ledger{when}");
        let ledger = get("anna", &path).json();
        assert_eq!((&ledger["incidents"], &ledger["days"]), (&Value::Null, &Value::Null), "{when}");
        assert!(ledger["reports"].is_u64() && get("chief", &path).json()["incidents"].is_u64(), "{when}");
    }
    let tag = get("chief", "/api/v1/ledger").header("ETag").unwrap().to_owned();
    let asked = [("Authorization", of("anna")), ("If-None-Match", tag)];
    let asked = asked.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(served.ask("GET", "/api/v1/ledger", &asked, "").status, 200, "who may see more had another answer");
    let task = get("anna", &at("")).json();
    assert!(task["machine"].is_null() && task["texts"][0]["text"].as_str().unwrap().contains("denied"));
    assert!(!task.to_string().contains("\"statements\""), "{task}");
    let listed = get("anna", "/api/v1/coding/assignments").json();
    assert_eq!(listed["kept_by"], number);
    // Whoever finishes sees again, but not what is still being coded blind by another: that is not done.
    let done = |act: &str| json!({ "state": "finished", "coded": coding(act) });
    assert_eq!(post("reader", &at("/coding"), &done("deny")).status, 403);
    let faults = post("anna", &at("/coding"), &json!({ "state": "finished", "coded": coding("denies") }));
    assert_eq!(faults.status, 422);
    assert!(faults.body.contains("statements[0].speech_act"), "{}", faults.body);
    post("anna", &at("/coding"), &done("deny")).json();
    assert_eq!(get("anna", "/api/v1/incidents").status, 200);
    let others = get("anna", &at("/codings")).json();
    assert_eq!(others["codings"].as_array().unwrap().len(), 1, "only what is done");
    for path in [at("/codings"), "/api/v1/coding/agreement".to_owned(), "/api/v1/reports/w2".to_owned()] {
        assert_eq!(get("boris", &path).status, 403, "{path}");
    }
    assert_eq!(get("reader", &at("/codings")).status, 403, "who has not coded it and decides nothing");
    let decision = json!({ "reason": "settled", "decided": coding("deny") });
    assert_eq!(post("chief", &at("/adjudication"), &decision).status, 400, "boris is not done");
    post("boris", &at("/coding"), &done("doubt")).json();
    assert_eq!(get("boris", &at("/codings")).json()["codings"].as_array().unwrap().len(), 2);
    assert_eq!(post("anna", &at("/adjudication"), &decision).status, 403);
    post("chief", &at("/adjudication"), &decision).json();
    let applied = post("chief", &at("/taken-over"), &json!({})).json();
    assert!(applied["corrections"].is_array());
    let table = get("anna", "/api/v1/coding/agreement?values=true").json();
    assert_eq!((table["coders"].clone(), table["values"].is_array()), (json!(["anna", "boris"]), true));
    assert_eq!(get("reader", "/api/v1/coding/agreement").json()["coders"], json!(["anna", "boris"]));
    // Values are what coders made, and are shown to nobody else.
    assert_eq!(get("reader", "/api/v1/coding/agreement?values=true").json()["values"], json!([]));
    let single = format!("/api/v1/coding/agreement?assignment={number}");
    assert_eq!((get("reader", &single).status, get("boris", &single).status), (403, 200));
    // What another still codes is in no table of who has nothing to do with it.
    let open = json!({ "reports": ["w3"], "coders": ["anna", "boris"] });
    let third = post("chief", "/api/v1/coding/assignments", &open).json()["assignments"][0].as_i64().unwrap();
    let third = |rest: &str| format!("/api/v1/coding/assignments/{third}{rest}");
    post("anna", &third("/coding"), &json!({ "state": "finished" })).json();
    let assignments = |name: &str| get(name, "/api/v1/coding/agreement").json()["assignments"].clone();
    assert_eq!((assignments("reader"), assignments("anna"), assignments("chief")), (1.into(), 2.into(), 2.into()));
    let withdrawal = json!({ "reason": "on leave", "coders": ["boris"] });
    assert_eq!(post("anna", &third("/withdrawal"), &withdrawal).status, 403, "analysts withdraw nothing");
    post("chief", &third("/withdrawal"), &withdrawal).json();
    assert_eq!((assignments("reader"), assignments("boris")), (2.into(), 2.into()));
    // Sighted coding closes nothing but what others made of it and how far they agree.
    let sighted = json!({ "reports": ["w1"], "coders": ["anna"], "sighted": true });
    let second = post("chief", "/api/v1/coding/assignments", &sighted).json()["assignments"][0].as_i64().unwrap();
    assert_eq!(get("anna", "/api/v1/reports/w1").status, 200);
    assert_eq!(get("anna", "/api/v1/coding/agreement").status, 403);
    assert!(get("anna", &format!("/api/v1/coding/assignments/{second}")).json()["machine"].is_object());
    post("anna", &format!("/api/v1/coding/assignments/{second}/coding"), &json!({ "state": "given_back" })).json();
    assert_eq!(get("anna", "/api/v1/coding/agreement").status, 200);
    assert_eq!(get("reader", "/codebook").status, 200);
}

#[test]
fn why_another_was_relieved_is_not_told_to_who_still_codes_blind() {
    let Some(desk) = questions::desk() else { return };
    for (name, role) in [("anna", "analyst"), ("boris", "analyst"), ("chief", "admin")] {
        add(&desk, name, role);
    }
    let (anna, chief) = (token(&desk, "anna"), token(&desk, "chief"));
    let served = Served::start(&desk);
    let wish = json!({ "reports": ["w2"], "coders": ["anna", "boris"] });
    let made = served.post("/api/v1/coding/assignments", &[("Authorization", &chief)], &wish).json();
    let number = &made["assignments"][0];
    let withdrawal = json!({ "reason": "he holds them to blame", "coders": ["boris"] });
    served
        .post(&format!("/api/v1/coding/assignments/{number}/withdrawal"), &[("Authorization", &chief)], &withdrawal)
        .json();
    let told = |token: &str| {
        let all = served.ask("GET", "/api/v1/coding/assignments", &[("Authorization", token)], "");
        (all.json()["assignments"][0]["coders"].as_array().unwrap().len(), all.body.contains("to blame"))
    };
    assert_eq!((told(&anna), told(&chief)), ((2, false), (2, true)));
    let given_back = json!({ "state": "given_back" });
    served
        .post(&format!("/api/v1/coding/assignments/{number}/coding"), &[("Authorization", &anna)], &given_back)
        .json();
    assert_eq!(told(&anna), (2, true), "who codes nothing any more may know");
}

#[test]
fn a_sighted_assignment_shows_no_reading_to_who_codes_another_blind() {
    let Some(desk) = questions::desk() else { return };
    add(&desk, "anna", "analyst");
    add(&desk, "chief", "admin");
    let (anna, chief) = (token(&desk, "anna"), token(&desk, "chief"));
    let served = Served::start(&desk);
    let assign = |wish: Value| {
        let made = served.post("/api/v1/coding/assignments", &[("Authorization", &chief)], &wish).json();
        format!("/api/v1/coding/assignments/{}", made["assignments"][0])
    };
    let blind = assign(json!({ "reports": ["w2"], "coders": ["anna"] }));
    // Of the same report, and of another that may tell of the same.
    let same = assign(json!({ "reports": ["w2"], "coders": ["anna"], "sighted": true }));
    let other = assign(json!({ "reports": ["w1"], "coders": ["anna"], "sighted": true }));
    let task = |path: &str| served.ask("GET", path, &[("Authorization", &anna)], "").json();
    for path in [&blind, &same, &other] {
        assert!(task(path)["machine"].is_null(), "{path}");
    }
    let back = json!({ "state": "given_back" });
    assert_eq!(served.post(&format!("{blind}/coding"), &[("Authorization", &anna)], &back).status, 200);
    assert!(task(&blind)["machine"].is_null() && task(&same)["machine"].is_object());
}

#[test]
fn who_could_never_code_is_assigned_nothing_and_can_be_taken_out() {
    let Some(desk) = questions::desk() else { return };
    // As long as there are no accounts, anybody may be named.
    let early = assigned(&desk, "w2 --to Anna --to boris");
    for (name, role) in [("anna", "analyst"), ("reader", "reader"), ("chief", "admin")] {
        add(&desk, name, role);
    }
    let told = ["none that may code is called `Anna` or `nobdy` or `reader`", "analyst or admin"];
    let refused = desk.run("code assign w2 --to Anna --to nobdy --to anna --to reader --by chief").refused();
    names(&refused, &told);
    let chief = token(&desk, "chief");
    {
        let served = Served::start(&desk);
        let wish = json!({ "reports": ["w2"], "coders": ["Anna", "nobdy", "anna", "reader"] });
        let answer = served.post("/api/v1/coding/assignments", &[("Authorization", &chief)], &wish);
        assert_eq!(answer.status, 400);
        names(&answer.body, &told);
    }
    assigned(&desk, "w2 --to anna --to chief");
    // Who was named before is taken out by an admin, with a reason, and the rest is decided.
    desk.file("coding.json", coding("deny").to_string());
    desk.run(&format!("code take {early} coding.json --coder boris")).succeeded();
    let decide = format!("code adjudicate {early} coding.json --by chief --reason settled");
    names(&desk.run(&decide).refused(), &["Anna have neither finished", "withdraw"]);
    let withdraw = format!("code withdraw {early} --by chief --reason left");
    names(&desk.run(&format!("{withdraw} --coder boris")).refused(), &["`boris` is not among those who are still"]);
    names(&desk.run(&format!("code withdraw {early} --by chief")).refused(), &["--reason"]);
    let records = json_of(&desk, &withdraw)["records"].as_array().unwrap().len();
    assert_eq!(records, 1, "boris has finished");
    names(&desk.run(&withdraw).refused(), &["nobody is still to code"]);
    let late = desk.run(&format!("code take {early} coding.json --coder Anna")).refused();
    names(&late, &["chief withdrew assignment", "from `Anna` (left)"]);
    names(&desk.run("code list --format text").succeeded(), &["Anna: given back, withdrawn by chief: left"]);
    desk.run(&decide).succeeded();
}

#[test]
fn sides_are_those_of_the_conflict_that_a_report_tells_of() {
    let Some(desk) = questions::desk() else { return };
    let number = assigned(&desk, "w2 --to anna");
    let mut other = coding("deny");
    other["statements"][0]["side"] = "RSF".into();
    desk.file("other.json", other.to_string());
    let refused = desk.run(&format!("code take {number} other.json --coder anna")).refused();
    names(&refused, &["`RSF` is not known here", "SEP"]);
    assert_eq!((refused.matches("MEDIA").count(), refused.matches("RSF").count()), (1, 1), "{refused}");
    let task = Served::start(&desk).get(&format!("/api/v1/coding/assignments/{number}")).json();
    let sides: Vec<&str> = task["words"]["side"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    let told = refused.split("it is one of ").nth(1).unwrap().lines().next().unwrap();
    assert_eq!(sides.join(", "), told, "what is offered is what is taken");
}

#[test]
fn without_accounts_nothing_is_shown_of_what_is_still_coded() {
    let Some(desk) = questions::desk() else { return };
    let number = assigned(&desk, "w2 --to anna --to boris");
    desk.file("coding.json", coding("deny").to_string());
    desk.run(&format!("code take {number} coding.json --coder anna")).succeeded();
    let single = format!("/api/v1/coding/agreement?assignment={number}");
    let values = "/api/v1/coding/agreement?values=true";
    {
        let served = Served::start(&desk);
        assert_eq!(served.get(&single).status, 403);
        assert_eq!(served.get(values).json()["values"], json!([]));
        assert_eq!(served.get("/api/v1/coding/agreement").json()["assignments"], 0);
    }
    desk.run(&format!("code withdraw {number} --by chief --reason ill")).succeeded();
    let served = Served::start(&desk);
    assert_eq!(served.get(&single).json()["assignments"], 1);
    assert_eq!(served.get(values).json()["values"][0]["assignment"], number);
}
