//! `fogline serve`: the ledger over HTTP and as pages, asked as a browser, a program and somebody hostile would.

use std::{collections::BTreeSet, io::Write, net::TcpStream, time::Duration};

use serde_json::{Value, json};

use crate::{
    questions::{desk, desk_of, reports},
    served::{Answer, Served},
    support::{Desk, Ran, names},
};

/// The id of the incident of the school.
fn school(served: &Served) -> String {
    let found = served.get("/api/v1/incidents?text=school&area=Vrubivka").json();
    found["incidents"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn the_api_answers_as_the_command_line() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    let id = school(&served);
    let mut one = served.get(&format!("/api/v1/incidents/{id}")).json();
    let told: Value = serde_json::from_str(&desk.run(&format!("incident {id}")).succeeded()).unwrap();
    one["incident"]["no_answer"] = one["no_answer"].take();
    one["incident"]["coded"] = one["coded"].take();
    assert_eq!(one["incident"], told);
    for (path, command) in [
        ("search?q=school&limit=20", "search school"),
        ("figures", "diff --quantities"),
        ("responses", "responses"),
        ("responses?response=denied&text=SCHOOL", "responses --response denied --text SCHOOL"),
        ("responses?accused=sep&claimant=ua", "responses --accused sep --claimant ua"),
        ("retractions", "retractions"),
        ("labels", "narratives"),
        ("copies", "copies"),
        ("stats", "stats"),
        ("observer?place=Vrubivka&window=2022-02-17", "observer --place Vrubivka --window 2022-02-17"),
        ("corrections", "correct list"),
        ("review", "review"),
        ("brief?area=Vrubivka", "brief --area Vrubivka --format json"),
        ("brief?public=true&as_of=2037-01-01", "brief --public --format json"),
    ] {
        let mut told: Value = serde_json::from_str(&desk.run(command).succeeded()).unwrap();
        let mut answer = served.get(&format!("/api/v1/{path}")).json();
        if command.starts_with("brief") {
            // The moment at which it was made.
            (told["as_of"], answer["as_of"]) = (Value::Null, Value::Null);
        }
        assert_eq!(answer, told, "{path}");
        if command.starts_with("responses") {
            // Else it would be alike whatever it lets through.
            assert!(!told.as_array().unwrap().is_empty(), "{command}");
        }
    }
    let api = served.get("/api/v1/openapi.json").json();
    for path in api["paths"].as_object().unwrap().keys() {
        assert!(path.starts_with("/api/v1/"), "{path}");
        // Whoever listens for what is new hears no end.
        if !path.contains('{') && !path.ends_with("/grown") && api["paths"][path].get("get").is_some() {
            assert_ne!(served.get(path).status, 404, "{path} is described and not there");
        }
    }
}

#[test]
fn what_a_client_has_is_not_sent_again_and_earlier_times_are_answered() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    let found = served.get("/api/v1/search?q=school&limit=1").json();
    let next =
        served.get(&format!("/api/v1/search?q=school&limit=1&cursor={}", found["next"].as_str().unwrap())).json();
    assert_ne!(found["hits"][0]["id"], next["hits"][0]["id"]);
    assert_eq!(found["total"], next["total"]);
    let part = served.get("/api/v1/responses?limit=1");
    let whole = served.get("/api/v1/responses");
    assert_eq!((part.json().as_array().unwrap().len(), whole.header("link")), (1, None));
    assert_eq!(part.header("link"), Some("<?cursor=1&limit=1>; rel=\"next\""));
    assert_eq!(served.get("/api/v1/responses?limit=1&cursor=1").json()[0], whole.json()[1]);
    let all = served.get("/api/v1/commitments").json();
    let kinds = ["promises", "agreements", "warnings"];
    let mut parts: Vec<Vec<Value>> = vec![Vec::new(); kinds.len()];
    let mut next = Some("/api/v1/commitments?limit=7".to_owned());
    while let Some(path) = next {
        let part = served.get(&path);
        for (kind, list) in kinds.iter().zip(&mut parts) {
            list.extend(part.json()[*kind].as_array().unwrap().iter().cloned());
        }
        let link = part.header("link").map(|link| link.trim_start_matches('<').split('>').next().unwrap().to_owned());
        next = link.map(|query| format!("/api/v1/commitments{query}"));
    }
    for (kind, list) in kinds.iter().zip(parts) {
        assert_eq!(json!(list), all[*kind], "{kind} part by part");
    }
    let total = |path: &str| served.get(&format!("/api/v1/{path}")).header("total-count").unwrap().parse().unwrap();
    let long: usize = kinds.iter().map(|kind| all[*kind].as_array().unwrap().len()).sum();
    assert_eq!((total("commitments?limit=1"), total("commitments?limit=7&cursor=7")), (long, long));
    let promises = all["promises"].as_array().unwrap();
    let of = |side: &str| {
        let by = |one: &&Value| one["promisor"].as_array().unwrap().iter().any(|party| party["side"] == side);
        promises.iter().filter(by).count()
    };
    assert!(of("RU") > 0, "{promises:#?}");
    assert_eq!(total("commitments?kind=promise&side=ru"), of("RU"));
    assert_eq!(total("commitments?kind=promise&side=UA"), of("UA"));
    let stand: Vec<&str> = kinds
        .iter()
        .flat_map(|kind| all[*kind].as_array().unwrap())
        .map(|one| one["status"].as_str().unwrap())
        .collect();
    let words: BTreeSet<&str> = stand.iter().copied().collect();
    assert!(words.len() > 1, "{words:?}");
    for word in words {
        let so = stand.iter().filter(|one| **one == word).count();
        assert_eq!(total(&format!("commitments?status={word}")), so, "{word}");
    }
    assert_eq!(served.get("/api/v1/commitments?status=kept").status, 400);
    assert_eq!(total("commitments?text=no+such+words"), 0);
    let figures = served.get("/api/v1/figures").json();
    let incident = figures[0]["incident"].as_str().unwrap();
    let own = figures.as_array().unwrap().iter().filter(|one| one["incident"] == incident).count();
    assert_eq!(total(&format!("figures?incidents=none,{incident}")), own);
    assert_eq!((total("figures?incidents=none"), total("figures?incidents=")), (0, figures.as_array().unwrap().len()));
    let taken = served.get("/api/v1/retractions").json();
    let last = taken.as_array().unwrap().iter().map(|one| one["at"].as_str().unwrap()).max().unwrap();
    let since = |at: &str| -> usize { total(&format!("retractions?since={}", at.replace('+', "%2B"))) };
    assert!(since(last) > 0, "{taken:#?}");
    assert_eq!((since("2037-01-01"), since("")), (0, taken.as_array().unwrap().len()));
    let asked = served.get("/api/v1/review").json();
    let last = asked.as_array().unwrap().last().unwrap();
    assert_eq!(served.get(&format!("/api/v1/review?id={}", last["id"].as_str().unwrap())).json(), json!([last]));
    let tag = served.get("/api/v1/commitments").header("etag").unwrap().to_owned();
    assert_eq!(served.ask("GET", "/api/v1/commitments", &[("If-None-Match", &tag)], "").status, 304);
    let first = served.get("/api/v1/incidents");
    let tag = first.header("etag").unwrap().to_owned();
    assert_eq!(served.ask("GET", "/api/v1/incidents", &[("If-None-Match", &tag)], "").status, 304);
    assert_eq!(served.get("/api/v1/incidents?as_of=2022-01-01").json()["all"], 0, "nothing was recorded then");
    // The sides of the conflict that is told of stand before those of all other packs, its parties first.
    let sides = served.get("/api/v1/ledger").json()["sides"].as_array().unwrap().clone();
    let place = |id: &str| sides.iter().position(|one| one["id"] == id).unwrap();
    assert!(
        place("UA") < place("MEDIA") && place("SEP") < place("MEDIA") && place("MEDIA") < place("RSF"),
        "{sides:?}"
    );
    let then = served.get("/api/v1/ledger?as_published=2022-02-17").json();
    assert_eq!(then["reports"], 2, "two of the four were published by then");
    for list in ["incidents", "reports"] {
        let all = served.get(&format!("/api/v1/{list}")).json()["all"].as_u64().unwrap();
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = served.get(&format!("/api/v1/{list}?limit=1{cursor}")).json();
            seen.extend(page[list].as_array().unwrap().iter().map(|one| one["id"].to_string()));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let number = seen.len() as u64;
        seen.sort();
        seen.dedup();
        assert_eq!((number, seen.len() as u64), (all, all), "pages hold each of the {list} once");
        assert_eq!(served.get(&format!("/api/v1/{list}?cursor=nothing")).status, 400);
    }
}

#[test]
fn a_page_leads_from_the_list_to_the_exact_words() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    let id = school(&served);
    let list = served.get("/incidents");
    names(&list.body, &[&format!("href=\"/incidents/{id}\""), "1 to "]);
    let one = served.get(&format!("/incidents/{id}"));
    names(&one.body, &["denies it", "says so", "Vrubivka"]);
    let link = one.body.split("class=\"words\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let (path, anchor) = link.split_once('#').unwrap();
    let report = served.get(path);
    assert_eq!(report.status, 200, "{link}");
    names(&report.body, &[&format!("id=\"{anchor}\""), "class=\"said"]);
    names(&served.get("/search?q=crater").body, &["<mark>crater</mark>", "Daily bulletin"]);
    assert_eq!(served.get("/incidents/nothing").status, 404);
    assert_eq!(served.get("/incidents?since=soon").status, 400);
    for page in ["/incidents", "/reports", "/search?q=school", path] {
        let body = served.get(page).body;
        assert!(!body.contains("http://") && !body.contains("https://") && !body.contains("<script"), "{page}");
    }
}

/// What a page says itself: without what is named, quoted, typed or told in another language.
fn own_words(page: &str) -> String {
    let (mut out, mut within) = (String::new(), Vec::new());
    for part in page.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        let lang = tag.split_once(" lang=\"").and_then(|(_, rest)| rest.split('"').next());
        if tag.starts_with('/') {
            while within.pop().is_some_and(|(open, _)| open != name) {}
        } else if !tag.ends_with('/') && !matches!(name, "!doctype" | "meta" | "link" | "input") {
            let foreign = matches!(name, "bdi" | "code" | "q") || name != "html" && lang.is_some();
            within.push((name, foreign));
        }
        if within.iter().any(|(_, foreign)| *foreign) {
            continue;
        }
        for attribute in [" aria-label=\"", " title=\""] {
            let said = tag.split_once(attribute).and_then(|(_, rest)| rest.split('"').next());
            out.extend(said.map(|said| format!("{said}\n")));
        }
        out.push_str(text);
    }
    out
}

#[test]
fn pages_speak_the_language_that_is_asked_for() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    let id = school(&served);
    let report = served.get("/api/v1/reports").json()["reports"][0]["id"].as_str().unwrap().to_owned();
    let pages = [
        ("/incidents", 200),
        ("/incidents?text=nothing-is-so", 200),
        ("/reports", 200),
        ("/search", 200),
        ("/search?q=school", 200),
        ("/search?q=zeppelin", 200),
        ("/login", 200),
        ("/incidents/nothing", 404),
        ("/incidents?since=soon", 400),
        ("/nowhere", 404),
        ("/incidents?as_of=2022-01-01&as_published=2022-01-01", 200),
    ];
    let own = [(format!("/incidents/{id}"), 200), (format!("/reports/{report}"), 200)];
    let pages: Vec<(String, u16)> =
        pages.map(|(page, status)| (page.to_owned(), status)).into_iter().chain(own).collect();
    for (page, status) in &pages {
        let mark = if page.contains('?') { '&' } else { '?' };
        for (lang, other) in [("uk", "ыэъё"), ("ru", "їієґ")] {
            let named = served.get(&format!("{page}{mark}lang={lang}"));
            assert_eq!(named.status, *status, "{page}");
            names(&named.body, &[&format!("<html lang=\"{lang}\">"), &format!("lang={lang}")]);
            let said = own_words(&named.body);
            // The title is of a name and ours; what a report is called stands in its heading too.
            let rest: String = said.lines().filter(|line| !line.ends_with("· Fogline")).collect::<Vec<_>>().join("\n");
            let latin = ["Fogline", "SHA-256", "&quot;"].iter().fold(rest.clone(), |rest, name| rest.replace(name, ""));
            let word = latin.lines().find(|line| line.contains(|letter: char| letter.is_ascii_alphabetic()));
            // A statement is named by its number.
            assert!(word.is_none_or(|word| word.starts_with('s')), "{page}: {word:?}");
            assert!(!rest.contains(|letter| other.contains(letter)), "{page} mixes languages: {rest}");
            let accepted = served.ask("GET", page, &[("Accept-Language", &format!("{lang}-XX, en;q=0.5"))], "");
            assert_eq!(own_words(&accepted.body), said, "{page}");
            assert_eq!(accepted.header("vary"), Some("Accept-Language"), "{page}");
        }
        names(&served.get(page).body, &["<html lang=\"en\">", "Fogline shows who says what"]);
    }
    // Links keep to the language and the time, forms too.
    let one = served.get(&format!("/incidents/{id}?as_published=2022-03-01&lang=uk")).body;
    names(
        &one,
        &[
            "/reports?as_published=2022-03-01&amp;lang=uk\"",
            "name=\"lang\" value=\"uk\"",
            "name=\"as_published\" value=\"2022-03-01\"",
        ],
    );
    names(
        &one,
        &["href=\"?as_published=2022-03-01&amp;lang=ru\" lang=\"ru\" hreflang=\"ru\"", "href=\"?lang=uk&amp;\""],
    );
    names(
        &own_words(&one),
        &["заперечує це", "каже, що це так", "оспорюється", "4 матеріали, 2 першоджерела, 3 сторони"],
    );
}

#[test]
fn a_correction_is_recorded_once_and_others_are_told() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    let id = school(&served);
    let before = served.get("/api/v1/ledger").json()["revision"].clone();
    let wish = json!({ "change": "relabel", "incident": id, "label": "fire on a school", "by": "A. Editor", "reason": "plainer" });
    let first = served.post("/api/v1/corrections", &[("Idempotency-Key", "k1")], &wish).json();
    let again = served.post("/api/v1/corrections", &[("Idempotency-Key", "k1")], &wish).json();
    assert_eq!((&first["record"], &again["again"]), (&again["record"], &json!(true)));
    assert_eq!(served.get("/api/v1/corrections").json().as_array().unwrap().len(), 1);
    let other = json!({ "change": "relabel", "incident": id, "label": "else", "by": "A. Editor", "reason": "x" });
    assert_eq!(served.post("/api/v1/corrections", &[("Idempotency-Key", "k1")], &other).status, 422);
    assert_eq!(served.post("/api/v1/corrections", &[], &other).status, 409, "it contradicts the first");
    let shown = served.get(&format!("/api/v1/incidents/{id}")).json();
    assert_eq!(shown["incident"]["label"], "fire on a school");
    assert_ne!(served.get("/api/v1/ledger").json()["revision"], before);
    for wrong in [
        json!({ "change": "relabel", "incident": "nothing", "label": "x", "by": "A", "reason": "b" }),
        json!({ "change": "relabel", "incident": id, "label": "x", "by": " ", "reason": "b" }),
        json!({ "change": "invent", "by": "A", "reason": "b" }),
        json!({ "change": "add_statement", "document": "w1", "words": "a school", "act": "bogus", "by": "A", "reason": "b" }),
        json!({ "change": "add_event", "document": "w1", "words": "hit", "asserted_in": [], "by": "A", "reason": "b" }),
        json!([1, 2]),
    ] {
        let answer = served.post("/api/v1/corrections", &[], &wrong);
        assert!((400..500).contains(&answer.status), "{wrong}: {}", answer.status);
    }
    // What another process records appears by itself.
    let revision = served.get("/api/v1/ledger").json()["revision"].clone();
    desk.run("correct review w1 --by B --reason read --ledger ./fogline-ledger").succeeded();
    let grown = (0..50).any(|_| {
        std::thread::sleep(Duration::from_millis(200));
        served.get("/api/v1/ledger").json()["revision"] != revision
    });
    assert!(grown, "the server did not see what was recorded");
}

#[test]
fn an_incident_is_found_by_the_name_that_it_has_now_before_the_report_came_that_names_it() {
    let all = reports();
    let mut later: Vec<&str> = all.lines().collect();
    let earlier = later.drain(..later.len() / 2).collect::<Vec<_>>().join("\n");
    let Some(desk) = desk_of(&[&later.join("\n"), &earlier]) else { return };
    let served = Served::start(&desk);
    let id = school(&served);
    let history = served.get(&format!("/api/v1/incidents/{id}/history")).json();
    let first = &history["entries"][0];
    let then = format!("as_of={}", first["at"].as_str().unwrap());
    for path in ["", "/why", "/history"] {
        assert_eq!(served.get(&format!("/api/v1/incidents/{id}{path}?{then}")).status, 200, "{path}");
    }
    let by_now = served.get(&format!("/api/v1/incidents/{id}?{then}")).json();
    let name = by_now["incident"]["id"].as_str().unwrap().to_owned();
    assert_ne!(name, id, "the report that names it came later: {history:#}");
    assert_eq!(served.get(&format!("/api/v1/incidents/{name}?{then}")).json(), by_now);
    assert_eq!(served.get(&format!("/incidents/{id}?{then}")).status, 200);
    // Before anything was known of it, it is not there.
    assert_eq!(served.get(&format!("/api/v1/incidents/{id}?as_published=2022-02-01T00:00:00Z")).status, 404);
}

#[test]
fn a_history_tells_what_made_an_incident_and_when_it_was_known() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    let id = school(&served);
    let path = format!("/api/v1/incidents/{id}/history");
    let before = served.get(&path).json();
    let entries = |history: &Value| history["entries"].as_array().unwrap().clone();
    let reports: Vec<String> =
        entries(&before).iter().map(|one| one["document"].as_str().unwrap().to_owned()).collect();
    let one = served.get(&format!("/api/v1/incidents/{id}")).json();
    assert_eq!(one["incident"]["reports"], reports.len(), "each report that is a member stands here once: {before:#}");
    assert!(entries(&before).iter().all(|one| one["kind"] == "report" && one["published"].is_string()));
    let copies: Vec<Value> = entries(&before).into_iter().filter(|one| !one["copy"].is_null()).collect();
    assert!(copies.iter().all(|one| one["copy"]["relation"].is_string() && one["copy"]["origin"] != one["document"]));
    // What people add, and what they say of it.
    let post = |path: &str, wish: &Value| served.post(path, &[], wish).json()["record"].as_i64().unwrap();
    let label = one["incident"]["label"].clone();
    let mut wish = json!({ "change": "relabel", "incident": id, "label": "fire on a school", "by": "A. Editor", "reason": "plainer" });
    let first = post("/api/v1/corrections", &wish);
    wish["label"] = "shelling of a school".into();
    wish["instead_of"] = first.into();
    let second = post("/api/v1/corrections", &wish);
    let said = &one["incident"]["accounts"][0]["statements"][0];
    let statement = format!("{}#{}", said["document"].as_str().unwrap(), said["statement"].as_str().unwrap());
    let judged: Vec<i64> = [id.as_str(), &statement]
        .map(|about| {
            post(
                "/api/v1/assessments",
                &json!({ "about": about, "text": "Nothing more can be told.", "by": "Analyst" }),
            )
        })
        .to_vec();
    let after = served.get(&path).json();
    let added: Vec<(Value, i64)> = entries(&after)
        .into_iter()
        .filter(|one| one["kind"] != "report")
        .map(|one| (one["kind"].clone(), one["record"].as_i64().unwrap()))
        .collect();
    let wanted = [("correction", first), ("correction", second), ("assessment", judged[0]), ("assessment", judged[1])];
    assert_eq!(added, wanted.map(|(kind, record)| (json!(kind), record)), "{after:#}");
    let of = |record: i64| entries(&after).into_iter().find(|one| one["record"] == record).unwrap();
    assert_eq!((&of(first)["replaced_by"], &of(second)["instead_of"]), (&json!(second), &json!(first)));
    assert_eq!((&of(first)["by"], &of(first)["label"]), (&json!("A. Editor"), &json!("fire on a school")));
    assert_eq!(of(judged[1])["statement"]["statement"], said["statement"]);
    let records: Vec<i64> = entries(&after).iter().map(|one| one["record"].as_i64().unwrap()).collect();
    assert!(records.is_sorted(), "{records:?}");
    // The command tells the same, and each time leads to what was known then.
    let told: Value = serde_json::from_str(&desk.run(&format!("incident {id} --history")).succeeded()).unwrap();
    assert_eq!(told, after);
    names(
        &desk.run(&format!("incident {id} --history --format text")).succeeded(),
        &["fire on a school", "in the place of", "judgement"],
    );
    let then = |record: i64| format!("as_of={}", of(record)["at"].as_str().unwrap());
    let known = |record: i64| {
        served.get(&format!("/api/v1/incidents/{id}?{}", then(record))).json()["incident"]["label"].clone()
    };
    let earliest = entries(&after).iter().rfind(|one| one["kind"] == "report").unwrap()["record"].as_i64().unwrap();
    assert_eq!(
        [known(earliest), known(first), known(second)],
        [label, json!("fire on a school"), json!("shelling of a school")]
    );
    let shorter = entries(&served.get(&format!("{path}?{}", then(first))).json());
    assert_eq!(shorter.len(), reports.len() + 1);
    assert_eq!(
        (&shorter.last().unwrap()["record"], &shorter.last().unwrap()["replaced_by"]),
        (&json!(first), &Value::Null)
    );
    let tag = served.get(&path).header("etag").unwrap().to_owned();
    assert_eq!(served.ask("GET", &path, &[("If-None-Match", &tag)], "").status, 304);
    assert_eq!(served.get("/api/v1/incidents/nothing/history").status, 404);
    let api = served.get("/api/v1/openapi.json").json();
    let schema = &api["paths"]["/api/v1/incidents/{id}/history"]["get"]["responses"]["200"]["content"]["application/json"]
        ["schema"];
    fits(&after, schema, &api, "history").unwrap();
    desk.run(&format!("assess withdraw {} --by Analyst --reason mistaken --ledger ./fogline-ledger", judged[0]))
        .succeeded();
    let told: Value = serde_json::from_str(&desk.run(&format!("incident {id} --history")).succeeded()).unwrap();
    let last = entries(&told).pop().unwrap();
    assert_eq!(
        (&last["kind"], &last["reason"], &last["instead_of"]),
        (&json!("withdrawal"), &json!("mistaken"), &json!(judged[0]))
    );
    fits(&told, schema, &api, "history").unwrap();
}

/// Every value that an answer has is as its schema says, as far as kinds of values, required fields and closed lists go.
fn fits(value: &Value, schema: &Value, api: &Value, at: &str) -> Result<(), String> {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        fits(value, &api["components"]["schemas"][name], api, &format!("{at}({name})"))?;
    }
    for all in schema["allOf"].as_array().into_iter().flatten() {
        fits(value, all, api, at)?;
    }
    for of in ["anyOf", "oneOf"] {
        if let Some(any) = schema[of].as_array() {
            let faults: Vec<String> = any.iter().filter_map(|one| fits(value, one, api, at).err()).collect();
            if faults.len() == any.len() {
                return Err(faults.join("; or "));
            }
        }
    }
    let wrong = |what: &str| Err(format!("{at}: {value} is not {what}"));
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        return wrong(&format!("one of {words:?}"));
    }
    if !schema["const"].is_null() && schema["const"] != *value {
        return wrong(&schema["const"].to_string());
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let known: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => vec![kind],
    };
    if !known.iter().any(|one| *one == kind || *one == "number" && kind == "integer") {
        return wrong(&known.join(" or "));
    }
    for field in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.is_object() && value.get(field).is_none() {
            return wrong(&format!("with `{field}`"));
        }
    }
    for (name, inner) in value.as_object().into_iter().flatten() {
        if let Some(own) = schema["properties"].get(name) {
            fits(inner, own, api, &format!("{at}.{name}"))?;
        } else if schema["additionalProperties"].is_object() {
            fits(inner, &schema["additionalProperties"], api, &format!("{at}.{name}"))?;
        }
    }
    for (number, inner) in value.as_array().into_iter().flatten().enumerate() {
        if schema["items"].is_object() {
            fits(inner, &schema["items"], api, &format!("{at}[{number}]"))?;
        }
    }
    Ok(())
}

#[test]
fn answers_are_as_they_are_described() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    let api = served.get("/api/v1/openapi.json").json();
    let names: Vec<&String> = api["components"]["schemas"].as_object().unwrap().keys().collect();
    assert!(names.iter().all(|name| !name.ends_with(|last: char| last.is_ascii_digit())), "two of one name: {names:?}");
    let id = school(&served);
    let queries = [
        ("/api/v1/search", "?q=school"),
        ("/api/v1/new", "?since=2022-01-01"),
        ("/api/v1/observer", "?place=Vrubivka&window=2022-02-17"),
        ("/api/v1/places", "?bbox=30,40,40,50"),
    ];
    for (path, methods) in api["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(operation["operationId"].is_string(), "{path}");
            let said = &operation["responses"];
            for status in ["400", "421", "429", "500", "503", "504"] {
                assert!(said[status]["content"]["application/problem+json"].is_object(), "{method} {path} {status}");
            }
            let schema = &said["200"]["content"]["application/json"]["schema"];
            let has = schema["$ref"].is_string() || schema["items"]["$ref"].is_string();
            // Events as they come, and the bytes of a file.
            let is_no_json = path.ends_with("/grown") || path.ends_with("/basemap");
            assert_ne!(has, is_no_json, "{path}: {schema}");
            // Nothing is assigned here; `coding.rs` asks for assignments.
            if method != "get" || is_no_json || path.contains("{number}") {
                continue;
            }
            let query = queries.iter().find(|(own, _)| own == path).map_or("", |(_, query)| query);
            let id = if path.contains("/packs/") { "general" } else { &id };
            let address = path.replace("{id}", id).replace("{name}", "w1") + query;
            let answer = served.get(&address).json();
            if let Err(fault) = fits(&answer, schema, &api, path) {
                panic!("{fault}");
            }
        }
    }
    let wish = json!({ "change": "relabel", "incident": id, "label": "fire on a school", "by": "A. Editor", "reason": "plainer" });
    let effect = served.post("/api/v1/corrections", &[], &wish).json();
    let said = |of: &str| api["components"]["schemas"][of].clone();
    fits(&effect, &said("Corrected"), &api, "corrected").unwrap();
    fits(&wish, &said("Wish"), &api, "wish").unwrap();
    assert!(fits(&json!({ "change": "relabel", "by": "A", "reason": "b" }), &said("Wish"), &api, "wish").is_err());
}

#[test]
fn whatever_fails_is_told_in_one_form() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    let post = |path: &str, kind: &str, body: &str| served.ask("POST", path, &[("Content-Type", kind)], body);
    let big = "x".repeat(9 << 20);
    let all = [
        (served.get("/api/v1/incidents/%ff"), 400),
        (served.get("/api/v1/reports/%ff?as_of=soon"), 400),
        (served.get("/api/v1/search?q=%ff"), 400),
        (served.get("/api/v1/incidents?limit=x"), 400),
        (served.get("/api/v1/incidents?limit=0"), 400),
        (served.get("/api/v1/incidents?bbox=1,2,3"), 400),
        (served.get("/api/v1/observer?place=x"), 400),
        (served.get("/api/v1/incidents/nothing"), 404),
        (served.get("/api/v1/nothing"), 404),
        (served.ask("DELETE", "/api/v1/ledger", &[], ""), 405),
        (post("/api/v1/corrections", "application/json", "{ \"change\""), 400),
        (post("/api/v1/corrections", "application/json", "[1]"), 422),
        (post("/api/v1/corrections", "text/plain", "{}"), 415),
        (post("/api/v1/read", "text/plain", &big), 413),
        (served.ask("GET", "/api/v1/ledger", &[("Host", "evil.example")], ""), 421),
    ];
    for (answer, status) in all {
        assert_eq!(answer.status, status, "{}", answer.body);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{}", answer.head);
        let problem: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!((&problem["status"], problem["title"].is_string()), (&json!(status), true));
        let detail = problem["detail"].as_str().unwrap();
        assert!(!detail.is_empty() && !detail.contains("--") && !detail.contains("`fogline"), "{detail}");
        assert!(!answer.body.contains(desk.path(".").to_str().unwrap()), "{}", answer.body);
    }
    assert!(served.ask("DELETE", "/api/v1/ledger", &[], "").header("allow").is_some());
    for (path, status) in
        [("/incidents?from=abc", 400), ("/incidents/%ff", 400), ("/reports/nothing", 404), ("/nothing", 404)]
    {
        let answer = served.get(path);
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"), "{path}");
        names(&answer.body, &["<h1>", "All incidents"]);
    }
}

#[test]
fn a_brief_is_a_page_of_this_site() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    let page = served.get("/brief?area=Vrubivka");
    names(&page.body, &["Situation report", "Vrubivka", "href=\"/brief.css\"", "SHA-256"]);
    assert!(!page.body.contains("<style") && !page.body.contains("http-equiv"), "{}", page.body);
    names(&served.get("/brief.css").body, &["@media print"]);
    assert_eq!(served.get("/brief?since=2022-02-18&until=2022-02-17").status, 400);
    assert_eq!(served.get("/brief?since=soon").status, 400);
    names(
        &served.get("/incidents?area=Vrubivka&as_of=2037-01-01").body,
        &["<a href=\"?area=Vrubivka&amp;\">Back to now"],
    );
}

#[test]
fn names_for_a_map_come_from_the_gazetteer() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    for (lang, village) in [("uk", "Врубівка"), ("ru", "Врубовка"), ("en", "Vrubivka")] {
        let found = served.get(&format!("/api/v1/places?bbox=38,48,39,49&lang={lang}")).json();
        let name = |id: &str| found.as_array().unwrap().iter().find(|one| one["id"] == id).unwrap()["name"].clone();
        assert_eq!(name("geonames:689071"), village);
        // The gazetteer has no other name of it.
        assert_eq!(name("geonames:702657"), "Luhansk Oblast");
    }
    let found = served.get("/api/v1/places?bbox=38,48,39,49").json();
    let one = found.as_array().unwrap().iter().find(|one| one["name"] == "Vrubivka").unwrap();
    assert_eq!(
        (&one["id"], &one["kind"], &one["population"]),
        (&json!("geonames:689071"), &json!("settlement"), &json!(2000))
    );
    assert_eq!(served.get("/api/v1/places?bbox=0,0,1,1").json(), json!([]));
    assert_eq!(served.get("/api/v1/places?limit=1").json().as_array().unwrap().len(), 1);
    assert_eq!(served.get("/api/v1/places?lang=xx").status, 400);
}

#[test]
fn what_a_person_decided_is_not_asked_again() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    let questions = || served.get("/api/v1/review").json().as_array().unwrap().clone();
    let all = questions();
    assert!(!all.is_empty(), "the figures of the school contradict one another at least");
    let mut asked: Vec<f64> = all.iter().map(|one| one["uncertainty"].as_f64().unwrap()).collect();
    asked.reverse();
    assert!(asked.is_sorted(), "{asked:?}");
    let (mut recorded, mut kinds) = (0, Vec::new());
    for one in &all {
        assert!(!one["evidence"][0]["words"][0]["exact"].as_str().unwrap().is_empty(), "{one}");
        kinds.push(one["kind"].as_str().unwrap().to_owned());
        if !questions().iter().any(|own| own["id"] == one["id"]) {
            // Decided with another one.
            continue;
        }
        let mut wish = one["answers"].as_array().unwrap().last().unwrap()["correction"].clone();
        (wish["by"], wish["reason"]) = (json!("A. Editor"), json!("looked at the words"));
        let answer = served.post("/api/v1/corrections", &[], &wish);
        assert_eq!(answer.status, 200, "{one}: {}", answer.body);
        recorded += 1;
        assert!(!questions().iter().any(|own| own["id"] == one["id"]), "{one} came back");
    }
    assert!(recorded > 0, "{kinds:?}");
    let kind = &kinds[0];
    assert_eq!(served.get("/api/v1/review?kind=bogus").status, 400);
    assert_eq!(served.get(&format!("/api/v1/review?kind={kind}")).status, 200);
}

#[test]
fn redacted_words_are_on_no_page() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    let id = school(&served);
    let wish = json!({ "change": "redact", "document": "w3", "words": "Three teachers", "by": "A. Editor", "reason": "safety" });
    served.post("/api/v1/corrections", &[], &wish).json();
    for path in ["/reports/w3", &format!("/incidents/{id}"), "/search?q=teachers", "/brief"] {
        let page = served.get(path).body;
        assert!(!page.contains("Three teachers"), "{path}: {page}");
    }
    names(&served.get("/reports/w3").body, &["[redacted]"]);
    for (field, value) in [("side", "NOBODY"), ("speech_act", "sing")] {
        let wrong = json!({ "change": "edit", "document": "w1", "target": "s1", "field": field, "value": value, "by": "A", "reason": "b" });
        assert!((400..500).contains(&served.post("/api/v1/corrections", &[], &wrong).status), "{field}");
    }
}

#[test]
fn what_is_erased_while_it_is_served_is_gone() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    assert_eq!(served.get("/api/v1/reports/w3").status, 200);
    let erased = desk.run("erase w3 --reason asked --by E --ledger ./fogline-ledger");
    assert_eq!(erased.code, Some(0), "{erased:?}");
    let gone = (0..50).any(|_| {
        std::thread::sleep(Duration::from_millis(200));
        matches!(served.get("/api/v1/reports/w3").status, 404 | 410)
    });
    assert!(gone, "{}", served.get("/api/v1/reports/w3").body);
    assert_eq!(served.get("/api/v1/ledger").json()["reports"], 3);
}

#[test]
fn the_end_of_a_page_holds_when_what_stood_there_was_merged() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    let ids = |page: &Value| -> Vec<String> {
        page["incidents"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    };
    let all = ids(&served.get("/api/v1/incidents").json());
    let first = served.get("/api/v1/incidents?limit=1").json();
    let cursor = first["next"].as_str().unwrap().replace(&all[0], "i0000000000");
    // One that stood there and is gone.
    let rest = ids(&served.get(&format!("/api/v1/incidents?cursor={cursor}")).json());
    assert!(rest.iter().all(|id| all.contains(id)) && rest.len() < all.len() + 1, "{rest:?}");
    let next = ids(&served.get(&format!("/api/v1/incidents?cursor={}", first["next"].as_str().unwrap())).json());
    assert_eq!(next, all[1..]);
}

#[test]
fn a_ledger_that_is_being_written_is_served_as_it_was() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    let before = served.get("/api/v1/ledger").json();
    let folder = desk.path("fogline-ledger");
    // Another process writes, and is not done.
    let ledger = fogline_ledger::Ledger::open(&folder, None).unwrap();
    let wish = json!({ "change": "review", "document": "w1", "by": "E", "reason": "e" });
    let refused = served.post("/api/v1/corrections", &[], &wish);
    assert_eq!((refused.status, refused.header("retry-after").is_some()), (503, true), "{}", refused.body);
    assert_eq!(served.get("/api/v1/ledger").json(), before);
    let late = Served::start(&desk);
    assert_eq!(late.get("/api/v1/ledger").json(), before, "what is settled is served while others write");
    drop(ledger);
    // A ledger in which nothing is derived yet, while another process writes to it.
    let empty = desk.path("other");
    fogline_ledger::Ledger::init(&empty, None, jiff::Timestamp::now()).unwrap();
    let lock =
        std::fs::File::options().create(true).truncate(false).write(true).open(empty.join("ledger.lock")).unwrap();
    lock.lock().unwrap();
    let waiting = Served::with(&desk, &["--bind", "127.0.0.1:0", "--ledger", &empty.to_string_lossy()]);
    let told = waiting.get("/api/v1/ledger");
    assert_eq!((told.status, told.header("retry-after").is_some()), (503, true), "{}", told.body);
    names(&told.body, &["being written"]);
    names(&waiting.get("/incidents").body, &["being written"]);
    drop(lock);
    // Whoever wrote left it unsettled; the server does what is left to do.
    let answers = (0..50).any(|_| {
        std::thread::sleep(Duration::from_millis(200));
        waiting.get("/api/v1/ledger").status == 200
    });
    assert!(answers, "the server did not see that the ledger can be read");
}

#[test]
fn a_text_is_read_and_only_then_added() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    let text = "Ukraine's military said on Friday that separatists had shelled a bridge in Vrubivka.";
    let facts = "?outlet=Steppe%20Wire&published=2022-02-18&name=n1";
    let read = served.ask("POST", &format!("/api/v1/read{facts}"), &[], text).json();
    assert_eq!(read["reports"][0]["document"]["outlet"], "Steppe Wire");
    assert!(!read["reports"][0]["statements"].as_array().unwrap().is_empty(), "{read}");
    assert_eq!(served.get("/api/v1/ledger").json()["reports"], 4, "nothing is kept of it");
    let added = served.ask("POST", &format!("/api/v1/added{facts}"), &[], text).json();
    assert_eq!((added["ids"].as_array().unwrap().len(), &added["known"]), (1, &json!(0)));
    assert_eq!(served.get("/api/v1/ledger").json()["reports"], 5);
    let again = served.ask("POST", &format!("/api/v1/added{facts}"), &[], text).json();
    assert_eq!(again["known"], 1);
    let id = added["ids"][0].as_str().unwrap();
    assert_eq!(served.get(&format!("/api/v1/reports/{id}")).json()["report"]["document"]["ref"], "n1");
    assert_eq!(served.ask("POST", "/api/v1/read?published=soon", &[], text).status, 400);
    assert_eq!(served.ask("POST", "/api/v1/read?lang=xx", &[], text).status, 400);
}

#[test]
fn whoever_is_hostile_gets_nothing() {
    let Some(desk) = desk() else { return };
    let hostile = "The army said on Friday that <script>alert(1)</script> shells hit \u{202e}Vrubivka\u{202c} <img src=x onerror=y>.";
    desk.file("hostile.txt", hostile);
    let served = Served::start(&desk);
    served.ask("POST", "/api/v1/added?name=%3Cscript%3E", &[], hostile).json();
    let found = served.get("/search?q=onerror").body;
    let reports = served.get("/reports").body;
    let id = served.get("/api/v1/reports?limit=10").json();
    let id = id["reports"].as_array().unwrap().iter().find(|one| one["reference"] == "<script>").unwrap()["id"].clone();
    let report = served.get(&format!("/reports/{}", id.as_str().unwrap()));
    for page in [&found, &reports, &report.body] {
        assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
        assert!(!page.contains('\u{202e}'), "{page}");
    }
    names(&report.body, &["&lt;script&gt;", "⟦U+202E⟧"]);
    assert!(report.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    assert_eq!(report.header("x-content-type-options"), Some("nosniff"));

    for host in ["evil.example", "[::1].evil.example", "8.8.8.8"] {
        assert_eq!(served.ask("GET", "/api/v1/ledger", &[("Host", host)], "").status, 421, "{host}");
    }
    assert_eq!(served.ask("GET", "/api/v1/ledger", &[("Sec-Fetch-Site", "cross-site")], "").status, 403);
    let wish = json!({ "change": "review", "document": "w1", "by": "E", "reason": "e" });
    for headers in [[("Origin", "http://evil.example")], [("Origin", "null")], [("Sec-Fetch-Site", "cross-site")]] {
        assert_eq!(served.post("/api/v1/corrections", &headers, &wish).status, 403, "{headers:?}");
    }
    let form = served.ask("POST", "/api/v1/corrections", &[("Content-Type", "text/plain")], &wish.to_string());
    assert_eq!(form.status, 415, "no form of another site can send JSON");
    for path in [
        "/../../etc/passwd",
        "/reports/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/pages.css/../../Cargo.toml",
    ] {
        let answer = served.get(path);
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.body.contains("root:"), "{path}");
    }
    let split = served.get("/search?q=a%0d%0aX-Evil:%20yes%0d%0a%0d%0a%3Cscript%3E");
    assert_eq!(split.header("x-evil"), None);
    assert!(!split.body.contains("<script"));
    let big = "x".repeat(9 << 20);
    assert_eq!(served.ask("POST", "/api/v1/read", &[], &big).status, 413);
    let said = served.ask("POST", "/api/v1/read", &[], "");
    assert!(said.status < 500, "{}", said.body);
    assert_eq!(served.ask("DELETE", "/api/v1/ledger", &[], "").status, 405);
    assert_eq!(served.get("/api/v1/nothing").status, 404);
    // Half a request holds up nobody else.
    let mut slow = TcpStream::connect(&served.address).unwrap();
    slow.write_all(b"POST /api/v1/read HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nhalf").unwrap();
    assert_eq!(served.get("/api/v1/ledger").status, 200);
    assert_eq!(served.send(b"nonsense\r\n\r\n").status, 400);
}

#[test]
fn only_this_machine_is_served() {
    let desk = Desk::new();
    let mut command = desk.command();
    command.args(["serve", "--bind", "0.0.0.0:0"]);
    names(&Ran::of(command.output().unwrap()).refused(), &["needs accounts", "127.0.0.1"]);
    names(&desk.run("serve --bind 127.0.0.1:0").refused(), &["there is no ledger"]);
}

#[test]
fn a_map_of_ones_own_is_served_in_parts() {
    let Some(desk) = desk() else { return };
    let none = Served::start(&desk);
    let api = none.get("/api/v1/openapi.json").json();
    let described = &api["paths"]["/api/v1/basemap"]["get"]["responses"];
    // Status, kind and headers of an answer are those that the document has.
    let check = |answer: Answer, status: u16| {
        assert_eq!(answer.status, status, "{}", answer.head);
        let said = &described[status.to_string()];
        let kinds: Vec<&String> = said["content"].as_object().into_iter().flat_map(|all| all.keys()).collect();
        let kind = answer.header("content-type").map(str::to_owned);
        assert_eq!(kinds, kind.iter().collect::<Vec<_>>(), "{status}: {}", answer.head);
        for name in said["headers"].as_object().into_iter().flat_map(|all| all.keys()) {
            assert!(answer.header(name).is_some(), "{status} without {name}: {}", answer.head);
        }
        answer
    };
    check(none.get("/api/v1/basemap"), 204);
    let mut map = b"PMTiles\x03".to_vec();
    map.extend([b'x'; 119]);
    // Whatever it is called, it is taken for nothing else.
    std::fs::write(desk.path("own.html"), &map).unwrap();
    let served = Served::with(&desk, &["--bind", "127.0.0.1:0", "--basemap", "own.html"]);
    let ask = |headers: &[(&str, &str)]| served.ask("GET", "/api/v1/basemap", headers, "");
    // A browser says what it can unpack; a part of a file is nevertheless sent as it is.
    let part = check(ask(&[("Range", "bytes=0-6"), ("Accept-Encoding", "gzip, br")]), 206);
    assert_eq!(part.body, "PMTiles");
    assert_eq!(part.header("content-range"), Some("bytes 0-6/127"));
    let whole = check(ask(&[("Accept-Encoding", "gzip, br")]), 200);
    assert_eq!((whole.header("content-encoding"), whole.header("cache-control")), (None, Some("private, no-cache")));
    assert_eq!(whole.body.len(), 127);
    check(ask(&[("If-None-Match", whole.header("etag").unwrap())]), 304);
    check(ask(&[("If-Match", "\"another\"")]), 412);
    check(ask(&[("Range", "bytes=500-600")]), 416);
    check(ask(&[("Range", "bytes=0-1,3-4")]), 416);
    assert_eq!(served.ask("POST", "/api/v1/basemap", &[], "").status, 405);
    std::fs::remove_file(desk.path("own.html")).unwrap();
    let gone = check(ask(&[]), 404);
    assert!(!gone.body.contains("own"), "{}", gone.body);
    std::fs::write(desk.path("other.pmtiles"), "nothing of the kind").unwrap();
    names(&desk.run("serve --bind 127.0.0.1:0 --basemap other.pmtiles").refused(), &["other.pmtiles", "PMTiles"]);
    names(&desk.run("serve --bind 127.0.0.1:0 --basemap missing.pmtiles").refused(), &["missing.pmtiles"]);
}
