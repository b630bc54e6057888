//! `fogline serve`: the ledger over HTTP and as pages, asked as a browser, a program and somebody hostile would.

use std::{io::Write, net::TcpStream, time::Duration};

use serde_json::{Value, json};

use crate::{
    questions::desk,
    served::Served,
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
    assert_eq!(one["incident"], told);
    for (path, command) in [
        ("search?q=school&limit=20", "search school"),
        ("figures", "diff --quantities"),
        ("responses", "responses"),
        ("retractions", "retractions"),
        ("labels", "narratives"),
        ("copies", "copies"),
        ("stats", "stats"),
        ("observer?place=Vrubivka&window=2022-02-17", "observer --place Vrubivka --window 2022-02-17"),
        ("corrections", "correct list"),
    ] {
        let told: Value = serde_json::from_str(&desk.run(command).succeeded()).unwrap();
        assert_eq!(served.get(&format!("/api/v1/{path}")).json(), told, "{path}");
    }
    let api = served.get("/api/v1/openapi.json").json();
    for path in api["paths"].as_object().unwrap().keys() {
        assert!(path.starts_with("/api/v1/"), "{path}");
        if !path.contains('{') && api["paths"][path].get("get").is_some() {
            assert_ne!(served.get(path).status, 404, "{path} is described and not there");
        }
    }
}

#[test]
fn what_a_client_has_is_not_sent_again_and_earlier_times_are_answered() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    let first = served.get("/api/v1/incidents");
    let tag = first.header("etag").unwrap().to_owned();
    assert_eq!(served.ask("GET", "/api/v1/incidents", &[("If-None-Match", &tag)], "").status, 304);
    assert_eq!(served.get("/api/v1/incidents?as_of=2022-01-01").json()["all"], 0, "nothing was recorded then");
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
    assert_eq!(served.post("/api/v1/corrections", &[("Idempotency-Key", "k1")], &other).status, 400);
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
    assert_eq!(none.get("/api/v1/basemap").status, 204);
    let mut map = b"PMTiles\x03".to_vec();
    map.extend([b'x'; 119]);
    std::fs::write(desk.path("own.pmtiles"), &map).unwrap();
    let served = Served::with(&desk, &["--bind", "127.0.0.1:0", "--basemap", "own.pmtiles"]);
    // A browser says what it can unpack; a part of a file is nevertheless sent as it is.
    let part = served.ask("GET", "/api/v1/basemap", &[("Range", "bytes=0-6"), ("Accept-Encoding", "gzip, br")], "");
    assert_eq!((part.status, part.body.as_str()), (206, "PMTiles"));
    assert_eq!(part.header("content-range"), Some("bytes 0-6/127"));
    assert_eq!(served.ask("GET", "/api/v1/basemap", &[("Range", "bytes=500-600")], "").status, 416);
    std::fs::write(desk.path("other.pmtiles"), "nothing of the kind").unwrap();
    names(&desk.run("serve --bind 127.0.0.1:0 --basemap other.pmtiles").refused(), &["other.pmtiles", "PMTiles"]);
    names(&desk.run("serve --bind 127.0.0.1:0 --basemap missing.pmtiles").refused(), &["missing.pmtiles"]);
}
