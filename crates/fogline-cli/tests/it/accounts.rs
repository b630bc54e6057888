//! Accounts, and what somebody hostile can try of a server that others reach: each try is one that must fail.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    questions::desk,
    served::{Answer, Served},
    support::{Desk, Ran, names},
};

const PASSWORD: &str = "correct horse battery";
const LOCAL: [&str; 2] = ["--bind", "127.0.0.1:0"];

/// Adds an account whose password is piped in.
pub(crate) fn add(desk: &Desk, name: &str, role: &str) {
    let mut command = desk.command();
    command.args(["accounts", "add", name, "--role", role]).write_stdin(format!("{PASSWORD}\n"));
    Ran::of(command.output().unwrap()).succeeded();
}

/// A ledger without reports, and accounts for it.
fn guarded(roles: &[(&str, &str)]) -> Desk {
    let desk = Desk::new();
    assert_eq!(desk.run("init").code, Some(0));
    for (name, role) in roles {
        add(&desk, name, role);
    }
    desk
}

pub(crate) fn token(desk: &Desk, name: &str) -> String {
    format!("Bearer {}", desk.run(&format!("accounts token {name}")).succeeded().trim())
}

/// A session as a browser has it.
struct Session {
    cookie: String,
    csrf: String,
}

fn login(served: &Served, name: &str, headers: &[(&str, &str)]) -> Session {
    let answer = served.post("/api/v1/session", headers, &json!({ "name": name, "password": PASSWORD }));
    session(&answer)
}

fn session(answer: &Answer) -> Session {
    let cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    Session { cookie, csrf: answer.json()["csrf"].as_str().unwrap().to_owned() }
}

fn audits(desk: &Desk) -> Vec<Value> {
    serde_json::from_str(&desk.run("accounts log --format json").succeeded()).unwrap()
}

/// An answer that says in the API's form what was wrong.
#[track_caller]
fn refused(answer: &Answer, status: u16) {
    assert_eq!(answer.status, status, "{}\n{}", answer.head, answer.body);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{}", answer.head);
    let problem: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(problem["status"], status);
    assert!(!problem["detail"].as_str().unwrap().is_empty());
}

#[test]
fn others_are_served_with_accounts_alone_and_not_in_clear() {
    let desk = Desk::new();
    assert_eq!(desk.run("init").code, Some(0));
    for arguments in ["serve --bind 0.0.0.0:0", "serve --host fogline.example", "serve --proxy 127.0.0.1"] {
        names(&desk.run(arguments).refused(), &["needs accounts", "fogline accounts add"]);
    }
    add(&desk, "anna", "admin");
    for arguments in ["serve --bind 0.0.0.0:0", "serve --bind 127.0.0.1:0 --host fogline.example"] {
        names(&desk.run(arguments).refused(), &["in clear", "--proxy", "--plain-http"]);
    }
    for wrong in
        ["serve --host http://a", "serve --host a:1", "serve --proxy nowhere", "serve --proxy ::1 --plain-http"]
    {
        assert_eq!(desk.run(wrong).code, Some(2), "{wrong}");
    }
    let mut here = Served::with(&desk, &["--bind", "0.0.0.0:0", "--plain-http", "--host", "desk.example"]);
    let port = here.address.rsplit(':').next().unwrap().to_owned();
    here.address = format!("127.0.0.1:{port}");
    let host = |name: &str| here.ask("GET", "/login", &[("Host", name)], "").status;
    assert_eq!((host("desk.example"), host(&format!("127.0.0.1:{port}"))), (200, 200));
    assert_eq!((host("evil.example"), host("0.0.0.0"), host("192.0.2.1")), (421, 421, 421));
}

#[test]
fn an_account_keeps_no_secret_and_no_name_misleads() {
    let desk = guarded(&[("anna", "analyst")]);
    for (arguments, typed, told) in [
        ("accounts add anna --role reader", PASSWORD, "already"),
        ("accounts add b --role chief", PASSWORD, "reader, analyst, admin"),
        ("accounts add b --role reader", "short", "at least 12"),
        ("accounts add b --role reader", "", "needs a password"),
        ("accounts password nobody", PASSWORD, "no account `nobody`"),
    ] {
        let ran = Ran::of(desk.command().args(arguments.split(' ')).write_stdin(typed).output().unwrap());
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments}");
        names(&ran.err, &[told]);
    }
    for name in ["Anna", "аnna", "anna\u{202e}", "an na", "../anna", "anna\u{200b}", "-"] {
        let ran = desk.command().args(["accounts", "add", name, "--role", "reader"]).write_stdin(PASSWORD).output();
        assert_eq!(Ran::of(ran.unwrap()).code, Some(2), "{name:?}");
    }
    let refused = desk.command().args(["accounts", "add", "b", "--role", "reader", "--password", "x"]).output();
    assert_eq!(refused.unwrap().status.code(), Some(2), "a password is no argument, which others can see");
    desk.file("password", "another horse battery\n");
    desk.run("accounts add boris --role reader --password-file password").succeeded();
    let token = desk.run("accounts token anna --label board").succeeded();
    let secret = token.trim().strip_prefix("fogline_").unwrap();
    assert_eq!(secret.len(), 64);
    names(&desk.run("accounts token anna --label board").refused(), &["already"]);
    desk.run("accounts role boris analyst").succeeded();
    let listed: Value = serde_json::from_str(&desk.run("accounts list").succeeded()).unwrap();
    assert_eq!((&listed[0]["name"], &listed[0]["tokens"][0]["label"]), (&json!("anna"), &json!("board")));
    assert_eq!((&listed[1]["name"], &listed[1]["role"]), (&json!("boris"), &json!("analyst")));
    desk.run("accounts revoke anna --label board").succeeded();
    desk.run("accounts remove boris").succeeded();
    names(&desk.run("accounts remove boris").refused(), &["no account"]);
    names(&desk.run("accounts revoke anna --label board").refused(), &["no token"]);
    for entry in fs::read_dir(desk.path("fogline-ledger")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        for word in [PASSWORD, "another horse battery", secret] {
            assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{}", path.display());
        }
    }
    let changes: Vec<String> =
        audits(&desk).iter().map(|one| format!("{} {}", one["account"], one["change"]).replace('"', "")).collect();
    let expected = [
        "anna added as analyst",
        "boris added as reader",
        "anna given the token `board`",
        "boris made analyst",
        "anna token `board` revoked",
        "boris removed",
    ];
    assert_eq!(changes, expected);
    names(&desk.run("verify --format text").succeeded(), &["6 records, all as they were written"]);
    names(&desk.run("accounts log --format text").succeeded(), &["boris was removed, by somebody at this machine"]);
}

#[test]
fn without_an_account_there_is_nothing() {
    let desk = guarded(&[("anna", "admin")]);
    let served = Served::with(&desk, &LOCAL);
    let wish = json!({ "change": "review", "document": "w1", "by": "E", "reason": "e" });
    let stranger = format!("Bearer fogline_{}", "0".repeat(64));
    let unknown = format!("fogline={}", "a".repeat(64));
    for headers in [
        &[][..],
        &[("Authorization", stranger.as_str())],
        &[("Authorization", "Basic YW5uYTpjb3JyZWN0")],
        &[("Authorization", "Bearer ")],
        &[("Cookie", unknown.as_str())],
    ] {
        for path in ["ledger", "incidents", "openapi.json", "reports/x", "grown", "nothing"] {
            let answer = served.ask("GET", &format!("/api/v1/{path}"), headers, "");
            refused(&answer, 401);
            assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"fogline\""));
        }
        refused(&served.post("/api/v1/corrections", headers, &wish), 401);
        for path in ["/api/v1/added", "/api/v1/read", "/api/v1/nothing"] {
            refused(&served.ask("POST", path, headers, "Shells fell."), 401);
        }
        for path in ["/", "/incidents?area=A&text=%22b%22", "/reports/x", "/search?q=a", "/board", "/nothing"] {
            let answer = served.ask("GET", path, headers, "");
            assert_eq!((answer.status, answer.body.as_str()), (303, ""), "{path}");
            assert!(answer.header("location").unwrap().starts_with("/login?to=%2F"), "{}", answer.head);
        }
        for (method, path) in [("PUT", "/incidents"), ("TRACE", "/api/v1/ledger"), ("DELETE", "/api/v1/session")] {
            assert!(matches!(served.ask(method, path, headers, "").status, 303 | 401), "{method} {path}");
        }
    }
    assert_eq!(desk.run("accounts log").succeeded().matches("\"write\"").count(), 0);
    for open in ["/login", "/pages.css", "/icon.svg"] {
        assert_eq!(served.get(open).status, 200, "{open}");
    }
    let nobody = served.get("/api/v1/session").json();
    assert_eq!(nobody, json!({ "accounts": true, "name": null, "role": null, "csrf": null }));
}

#[test]
fn a_session_is_never_one_that_somebody_else_chose() {
    let desk = guarded(&[("anna", "reader")]);
    let served = Served::with(&desk, &LOCAL);
    let planted = format!("fogline={}", "f".repeat(64));
    let first = login(&served, "anna", &[("Cookie", &planted)]);
    assert_ne!(first.cookie, planted);
    let status = |cookie: &str| served.ask("GET", "/api/v1/ledger", &[("Cookie", cookie)], "").status;
    assert_eq!((status(&planted), status(&first.cookie)), (401, 200));
    assert_eq!(status(&format!("{planted}; {}", first.cookie)), 401, "of two cookies either may be planted");
    // Whoever signs in again has another session, and the one before ends.
    let second = login(&served, "anna", &[("Cookie", &first.cookie)]);
    assert_ne!(second.cookie, first.cookie);
    assert_eq!((status(&first.cookie), status(&second.cookie)), (401, 200));
    let own = [("Cookie", second.cookie.as_str()), ("X-Fogline-CSRF", second.csrf.as_str())];
    let out = served.ask("DELETE", "/api/v1/session", &own, "");
    names(out.header("set-cookie").unwrap(), &["Max-Age=0"]);
    assert_eq!(status(&second.cookie), 401);
    let answer = served.post("/api/v1/session", &[], &json!({ "name": "anna", "password": PASSWORD }));
    names(answer.header("set-cookie").unwrap(), &["; Path=/; HttpOnly; SameSite=Strict"]);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[test]
fn pages_sign_in_and_out_without_a_script_and_lead_nowhere_else() {
    let desk = guarded(&[("anna", "reader")]);
    let served = Served::with(&desk, &LOCAL);
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let send = |to: &str| {
        let password = PASSWORD.replace(' ', "+");
        served.ask("POST", "/login", &form, &format!("name=anna&password={password}&to={to}"))
    };
    let answer = send("%2Fincidents%3Farea%3DA");
    assert_eq!((answer.status, answer.header("location")), (303, Some("/incidents?area=A")));
    for elsewhere in [
        "https%3A%2F%2Fevil.example",
        "%2F%2Fevil.example",
        "%2F%5Cevil.example",
        "%2F%0d%0aX-Evil%3A+yes",
        "%2F%09%2Fevil.example",
        "javascript%3Aalert(1)",
        "",
    ] {
        let answer = send(elsewhere);
        assert_eq!((answer.status, answer.header("location")), (303, Some("/")), "{elsewhere}");
        assert_eq!(answer.header("x-evil"), None);
        let page = served.get(&format!("/login?to={elsewhere}"));
        assert!(!page.body.contains("evil") && !page.body.contains("javascript"), "{}", page.body);
        assert_eq!(page.header("x-evil"), None);
    }
    // The language of the form is that of where it leads, unless that names one.
    for (to, leads) in [
        ("%2Freports%3Fas_of%3D2022-02-18", "/reports?as_of=2022-02-18&lang=uk"),
        ("%2Freports", "/reports?lang=uk"),
        ("%2Freports%3Flang%3Dru", "/reports?lang=ru"),
        ("%2Fboard%3Fui%3Dru", "/board?ui=ru"),
    ] {
        let sent = format!("name=anna&password={}&to={to}", PASSWORD.replace(' ', "+"));
        assert_eq!(served.ask("POST", "/login?lang=uk", &form, &sent).header("location"), Some(leads));
    }
    assert_eq!(served.get("/board?ui=uk").header("location"), Some("/login?to=%2Fboard%3Fui%3Duk&lang=uk"));
    let wrong = served.ask("POST", "/login", &form, "name=anna&password=wrong&to=%2Freports");
    assert_eq!(wrong.status, 401);
    names(&wrong.body, &["The name or the password is wrong", "value=\"&#x2f;reports\""]);
    let wrong = served.ask("POST", "/login?lang=uk", &form, "name=anna&password=wrong&to=%2Freports%3Flang%3Duk");
    names(&wrong.body, &["Ім’я або пароль неправильні", "href=\"?to=%2Freports%3Flang%3Duk&amp;lang=ru\""]);
    assert_eq!(served.get("/reports?lang=uk").header("location"), Some("/login?to=%2Freports%3Flang%3Duk&lang=uk"));
    let cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let page = served.ask("GET", "/login?to=/reports&x=repeated&as_of=2022-02-18", &[("Cookie", &cookie)], "").body;
    names(&page, &["signed in as <b><bdi>anna</bdi></b>"]);
    assert!(!page.contains("repeated") && !page.contains("2022-02-18"), "what proves the session stands here: {page}");
    let csrf = page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let own = [form[0], ("Cookie", cookie.as_str())];
    assert_eq!(served.ask("POST", "/logout", &own, "csrf=").status, 403, "another site's form signs nobody out");
    assert_eq!(served.ask("GET", "/incidents", &own, "").status, 200);
    let missing = served.ask("GET", "/incidents/none", &own, "");
    assert_eq!((missing.status, missing.header("cache-control")), (404, Some("no-store")), "it may come yet");
    let left = served.ask("POST", "/logout?lang=uk", &own, &format!("csrf={csrf}"));
    assert_eq!((left.status, left.header("location")), (303, Some("/login?lang=uk")));
    assert_eq!(served.ask("GET", "/incidents", &own, "").status, 303);
}

#[test]
fn another_site_cannot_use_a_session() {
    let desk = guarded(&[("anna", "admin")]);
    let served = Served::with(&desk, &LOCAL);
    let Session { cookie, csrf } = login(&served, "anna", &[]);
    let own = ("Cookie", cookie.as_str());
    let wish = json!({ "change": "review", "document": "w1", "by": "E", "reason": "e" });
    let other = login(&served, "anna", &[]).csrf;
    for proof in [None, Some(""), Some("x"), Some(other.as_str()), Some(cookie.as_str())] {
        let headers: Vec<_> = [own].into_iter().chain(proof.map(|proof| ("X-Fogline-CSRF", proof))).collect();
        refused(&served.post("/api/v1/corrections", &headers, &wish), 403);
        refused(&served.ask("POST", "/api/v1/added", &headers, "Shells fell."), 403);
        refused(&served.ask("DELETE", "/api/v1/session", &headers, ""), 403);
    }
    let proven = ("X-Fogline-CSRF", csrf.as_str());
    for foreign in [("Origin", "http://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site")] {
        refused(&served.post("/api/v1/corrections", &[own, proven, foreign], &wish), 403);
        let login = json!({ "name": "anna", "password": PASSWORD });
        refused(&served.post("/api/v1/session", &[foreign], &login), 403);
    }
    assert_eq!(served.post("/api/v1/corrections", &[own, proven], &wish).status, 404, "only there is no such report");
    assert!(audits(&desk).iter().all(|one| one["what"] == "account"), "nothing was written");
}

#[test]
fn a_role_does_what_it_may_and_signs_what_it_does() {
    let Some(desk) = desk() else { return };
    for (name, role) in [("rita", "reader"), ("anna", "analyst"), ("ada", "admin")] {
        add(&desk, name, role);
    }
    let served = Served::with(&desk, &LOCAL);
    let (rita, anna, ada) = (token(&desk, "rita"), token(&desk, "anna"), token(&desk, "ada"));
    let wish = json!({ "change": "review", "document": "w1", "by": "Somebody Else", "reason": "read" });
    let asks = |who: &str| [("Authorization", who)].map(|(name, value)| (name.to_owned(), value.to_owned()));
    for (who, statuses) in [(&rita, [200, 403, 403, 403]), (&anna, [200, 200, 403, 403]), (&ada, [200, 200, 404, 405])]
    {
        let headers = asks(who);
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let read = served.ask("GET", "/api/v1/ledger", &headers, "").status;
        let other = served.post("/api/v1/invented", &headers, &json!({})).status;
        let wrong = served.ask("DELETE", "/api/v1/ledger", &headers, "").status;
        let wished = if *who == ada { 200 } else { served.post("/api/v1/corrections", &headers, &wish).status };
        assert_eq!([read, wished, other, wrong], statuses, "{who}");
    }
    let own = asks(&anna);
    let own = [(own[0].0.as_str(), own[0].1.as_str())];
    let corrections = served.ask("GET", "/api/v1/corrections", &own, "").json();
    assert_eq!(corrections[0]["by"], "anna", "whoever it says");
    // Without a word on who it is, too; and in a session.
    let Session { cookie, csrf } = login(&served, "anna", &[]);
    let wish = json!({ "change": "review", "document": "w1", "reason": "again" });
    let session = [("Cookie", cookie.as_str()), ("X-Fogline-CSRF", csrf.as_str())];
    let again = served.post("/api/v1/corrections", &session, &wish).json();
    let added =
        served.ask("POST", "/api/v1/added?title=Secret%20title", &own, "Shells hit a bridge in Vrubivka on Friday.");
    assert_eq!(added.status, 200, "{}", added.body);
    let written: Vec<Value> = audits(&desk).into_iter().filter(|one| one["what"] == "write").collect();
    let by = |token: Value| json!({ "account": "anna", "token": token, "address": "127.0.0.1" });
    assert_eq!(written.len(), 3, "{written:?}");
    assert_eq!((&written[0]["by"], &written[0]["request"]), (&by(json!("token")), &json!("POST /api/v1/corrections")));
    assert_eq!((&written[1]["by"], &written[1]["records"][0]), (&by(Value::Null), &again["record"]));
    assert_eq!((&written[2]["by"], &written[2]["request"]), (&by(json!("token")), &json!("POST /api/v1/added")));
    assert!(!format!("{written:?}").contains("Secret"), "no words of a report are on record with it");
    names(&desk.run("verify --format text").succeeded(), &["all as they were written"]);
    names(
        &desk.run("accounts log --format text").succeeded(),
        &["anna (token token) from 127.0.0.1 wrote", "by POST /api/v1/added"],
    );
    // What follows from the ledger is settled all the same.
    let revision = served.ask("GET", "/api/v1/ledger", &own, "").json()["revision"].clone();
    assert!(!revision.as_str().unwrap().contains("unsettled"), "{revision}");
}

#[test]
fn without_accounts_what_is_written_is_on_record_as_from_this_machine() {
    let Some(desk) = desk() else { return };
    let served = Served::start(&desk);
    let nobody = served.get("/api/v1/session").json();
    assert_eq!(nobody, json!({ "accounts": false, "name": null, "role": "admin", "csrf": null }));
    assert_eq!(served.post("/api/v1/session", &[], &json!({ "name": "a", "password": "b" })).status, 400);
    names(&served.get("/login").body, &["without accounts"]);
    let wish = json!({ "change": "review", "document": "w1", "by": "A. Editor", "reason": "read" });
    served.post("/api/v1/corrections", &[], &wish).json();
    assert_eq!(served.get("/api/v1/corrections").json()[0]["by"], "A. Editor");
    let all = audits(&desk);
    assert_eq!(all[0]["by"], json!({ "account": null, "token": null, "address": "127.0.0.1" }));
}

#[test]
fn guessing_takes_ever_longer_and_is_on_record() {
    let desk = guarded(&[("anna", "reader")]);
    let served = Served::with(&desk, &LOCAL);
    let guess = |name: &str, password: &str| {
        served.post("/api/v1/session", &[], &json!({ "name": name, "password": password }))
    };
    let (known, unknown) = (guess("anna", "wrong"), guess("nobody", "wrong"));
    refused(&known, 401);
    assert_eq!(known.body, unknown.body, "nobody is told who there is");
    // Somebody who types the password where the name goes.
    refused(&guess("my own secret phrase", ""), 401);
    refused(&guess("anna", &"x".repeat(5000)), 401);
    for _ in 0..3 {
        guess("anna", "wrong");
    }
    let wait = guess("anna", PASSWORD);
    refused(&wait, 429);
    assert!(wait.header("retry-after").unwrap().parse::<u64>().unwrap() >= 1);
    std::thread::sleep(Duration::from_millis(1100));
    assert_eq!(guess("anna", PASSWORD).status, 200, "who knows it gets in after the wait");
    let failed = (0..50).find_map(|_| {
        std::thread::sleep(Duration::from_millis(200));
        audits(&desk).into_iter().find(|one| one["what"] == "logins_failed")
    });
    let failed = failed.expect("failed logins go on record");
    let tries = failed["tries"].as_array().unwrap();
    assert!(tries.iter().any(|one| one["account"] == "anna" && one["address"] == "127.0.0.1"), "{failed}");
    assert!(!failed.to_string().contains("phrase") && !failed.to_string().contains("nobody"), "{failed}");
    names(&desk.run("verify --format text").succeeded(), &["all as they were written"]);
}

#[test]
fn whoever_is_removed_is_out_at_once() {
    let desk = guarded(&[("anna", "analyst"), ("boris", "reader")]);
    let served = Served::with(&desk, &LOCAL);
    let (session, token) = (login(&served, "anna", &[]).cookie, token(&desk, "anna"));
    let status = || {
        let by = |name, value: &str| served.ask("GET", "/api/v1/ledger", &[(name, value)], "").status;
        (by("Cookie", &session), by("Authorization", &token))
    };
    assert_eq!(status(), (200, 200));
    desk.run("accounts role anna reader").succeeded();
    let read = served.ask("POST", "/api/v1/read", &[("Authorization", &token)], "Shells fell.");
    refused(&read, 403);
    let mut command = desk.command();
    command.args(["accounts", "password", "anna"]).write_stdin("another horse battery");
    Ran::of(command.output().unwrap()).succeeded();
    assert_eq!(status(), (401, 200), "another password ends sessions");
    desk.run("accounts revoke anna").succeeded();
    assert_eq!(status(), (401, 401));
    desk.run("accounts remove anna").succeeded();
    assert_eq!(
        served.post("/api/v1/session", &[], &json!({ "name": "anna", "password": "another horse battery" })).status,
        401
    );
}

#[test]
fn nobody_asks_too_often() {
    let desk = guarded(&[("ada", "admin")]);
    let served = Served::with(&desk, &LOCAL);
    let own = token(&desk, "ada");
    let statuses: Vec<u16> =
        (0..120).map(|_| served.ask("POST", "/api/v1/invented", &[("Authorization", &own)], "").status).collect();
    assert!(statuses.iter().take(40).all(|status| *status == 404), "{statuses:?}");
    assert!(statuses.contains(&429), "{statuses:?}");
    let wait = served.ask("POST", "/api/v1/invented", &[("Authorization", &own)], "");
    if wait.status == 429 {
        refused(&wait, 429);
        assert!(wait.header("retry-after").is_some());
    }
}

#[test]
fn no_secret_is_said_or_kept() {
    let desk = guarded(&[("anna", "admin")]);
    let served = Served::with(&desk, &LOCAL);
    let Session { cookie, csrf } = login(&served, "anna", &[]);
    let token = token(&desk, "anna");
    served.post("/api/v1/session", &[], &json!({ "name": "anna", "password": "a wrong passphrase" }));
    served.ask("POST", "/api/v1/session", &[("Content-Type", "application/json")], &format!("{{\"name\":\"{PASSWORD}"));
    served.ask("GET", &format!("/search?q={csrf}"), &[("Cookie", &cookie)], "");
    served.ask("GET", &format!("/{cookie}"), &[("Authorization", &token)], "");
    served.ask("POST", "/api/v1/corrections", &[("Authorization", &token)], "{");
    served.send(format!("GET /{token} HTTP/9\r\n\r\n").as_bytes());
    std::thread::sleep(Duration::from_secs(3));
    let log = served.ended();
    let bare = |text: &str| text.rsplit(['=', '_']).next().unwrap().to_owned();
    for secret in [PASSWORD, "a wrong passphrase", &bare(&cookie), &csrf, &bare(&token)] {
        assert!(!log.contains(secret), "{log}");
        for entry in fs::read_dir(desk.path("fogline-ledger")).unwrap() {
            let path = entry.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{}", path.display());
        }
    }
    assert!(!desk.run("accounts log").succeeded().contains("passphrase"));
}

#[test]
fn a_command_waits_for_who_is_just_writing() {
    let desk = guarded(&[("anna", "admin")]);
    let lock = std::fs::File::options().write(true).open(desk.path("fogline-ledger/ledger.lock")).unwrap();
    lock.lock().unwrap();
    let before = audits(&desk).len();
    let writer = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(300));
        drop(lock);
    });
    token(&desk, "anna");
    writer.join().unwrap();
    assert_eq!(audits(&desk).len(), before + 1);
}

#[test]
fn paths_and_headers_lead_nowhere() {
    let desk = guarded(&[("anna", "admin")]);
    desk.file("secret.txt", "root:x:0:0");
    let served = Served::with(&desk, &LOCAL);
    let own = token(&desk, "anna");
    for path in [
        "/../../etc/passwd",
        "/board/../../etc/passwd",
        "/board/assets/../../../Cargo.toml",
        "/board/assets/..%2f..%2f..%2fCargo.toml",
        "/board/assets/%2e%2e/%2e%2e/index.html",
        "/board/assets/%252e%252e%252fsecret.txt",
        "/board/assets/..%5c..%5csecret.txt",
        "/board/assets/..\\..\\secret.txt",
        "/board/assets/a%00.js",
        "/board/assets//etc/passwd",
        "/reports/..%2f..%2fetc%2fpasswd",
        "/reports/%2e%2e%5c%2e%2e%5csecret.txt",
        "/reports/%00",
        "/api/v1/reports/%252e%252e%252f",
        "/api/v1/incidents/%2e%2e%2f%2e%2e%2fledger",
        "/pages.css/../../Cargo.toml",
        "/%2e%2e/%2e%2e/secret.txt",
        "/reports/%ff%fe",
        "/login/../incidents",
        "/board/assets/../../incidents",
    ] {
        for headers in [&[][..], &[("Authorization", own.as_str())]] {
            let answer = served.ask("GET", path, headers, "");
            assert!((200..500).contains(&answer.status), "{path}: {}", answer.status);
            assert!(!answer.body.contains("root:") && !answer.body.contains("[workspace]"), "{path}");
            // Whatever is below `/board` and no file is a screen of it, which holds nothing of the ledger.
            let screen =
                path.starts_with("/board/..") && answer.header("content-type") == Some("text/html; charset=utf-8");
            assert!(answer.status != 200 || screen, "{path}: {}", answer.body);
        }
    }
    for path in ["/incidents?area=%0d%0aX-Evil:%20yes", "/x%0d%0aX-Evil:%20yes", "/login?to=%2f%0d%0aX-Evil:%20yes"] {
        let answer = served.get(path);
        assert_eq!(answer.header("x-evil"), None, "{path}");
        assert!(!answer.head.contains("\nX-Evil"), "{}", answer.head);
    }
    let smuggled = served.send(
        b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n\
          GET /api/v1/ledger HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    );
    assert!(!smuggled.body.contains("revision"), "{}", smuggled.body);
    let long = served.ask("GET", "/login", &[("X-Long", &"x".repeat(1 << 20))], "");
    assert!(matches!(long.status, 0 | 431), "{}", long.status);
    let many: Vec<(&str, &str)> = vec![("X-A", "b"); 200];
    assert!(matches!(served.ask("GET", "/login", &many, "").status, 0 | 431));
}

#[test]
fn too_much_is_refused_before_it_is_read() {
    let desk = guarded(&[("anna", "admin")]);
    let served = Served::with(&desk, &LOCAL);
    let own = token(&desk, "anna");
    refused(&served.ask("POST", "/api/v1/read", &[("Authorization", &own)], &"x".repeat(9 << 20)), 413);
    let open = json!({ "name": "anna", "password": "x".repeat(20_000) });
    refused(&served.post("/api/v1/session", &[], &open), 413);
    let head = |more: &str| {
        format!("POST /api/v1/read HTTP/1.1\r\nHost: {}\r\nAuthorization: {own}\r\n{more}\r\n\r\n", served.address)
    };
    let told = served.send(head("Content-Length: 99999999999").as_bytes());
    refused(&told, 413);
    let mut chunked = head("Transfer-Encoding: chunked").into_bytes();
    for _ in 0..9 {
        chunked.extend_from_slice(b"100000\r\n");
        chunked.extend_from_slice(&vec![b'x'; 1 << 20]);
        chunked.extend_from_slice(b"\r\n");
    }
    refused(&served.send(&chunked), 413);
    let stranger = format!("POST /api/v1/read HTTP/1.1\r\nHost: {}\r\nContent-Length: 99999\r\n\r\n", served.address);
    let asked = Instant::now();
    refused(&served.send(stranger.as_bytes()), 401);
    assert!(asked.elapsed() < Duration::from_secs(8), "what nobody may send is not waited for");
}

#[test]
fn whoever_is_slow_holds_up_nobody() {
    let desk = guarded(&[("anna", "admin"), ("boris", "reader")]);
    let served = Served::with(&desk, &LOCAL);
    let (own, boris) = (token(&desk, "anna"), token(&desk, "boris"));
    let connect = || {
        let stream = TcpStream::connect(&served.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
        stream
    };
    let head = |method: &str, path: &str| {
        format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: {own}\r\n", served.address)
    };
    // Who listens for what is new stays connected.
    let mut listens = connect();
    write!(listens, "{}\r\n", head("GET", "/api/v1/grown")).unwrap();
    let mut removed = connect();
    write!(removed, "{}\r\n", head("GET", "/api/v1/grown").replace(&own, &boris)).unwrap();
    // Who sends no request, half a head, or half of what it brings is let go.
    let mut slow: Vec<TcpStream> = (0..300).map(|_| connect()).collect();
    for stream in slow.iter_mut().skip(100) {
        stream.write_all(b"GET / HTTP/1.1\r\nX-Slow: ").unwrap();
    }
    let mut half = connect();
    write!(half, "{}Content-Length: 1000\r\n\r\nhalf", head("POST", "/api/v1/read")).unwrap();
    // One byte after the other is no faster.
    let mut drips = connect();
    let asked = Instant::now();
    for _ in 0..8 {
        let answer = served.ask("GET", "/api/v1/ledger", &[("Authorization", &own)], "");
        assert_eq!(answer.status, 200, "others are answered");
        let _ = drips.write_all(b"G");
        std::thread::sleep(Duration::from_secs(1));
    }
    assert!(asked.elapsed() < Duration::from_secs(20));
    let rest = |stream: &mut TcpStream| {
        let mut text = Vec::new();
        let _ = stream.read_to_end(&mut text);
        String::from_utf8_lossy(&text).into_owned()
    };
    let told = rest(&mut half);
    names(&told, &["HTTP/1.1 408", "application/problem+json", "too slowly"]);
    for stream in &mut slow {
        assert!(!rest(stream).contains(" 200 "));
    }
    rest(&mut drips);
    assert!(asked.elapsed() < Duration::from_secs(25), "all are let go after ten seconds: {:?}", asked.elapsed());
    let mut begun = [0; 4096];
    let read = removed.read(&mut begun).unwrap();
    names(&String::from_utf8_lossy(&begun[..read]), &["HTTP/1.1 200"]);
    desk.run("accounts remove boris").succeeded();
    rest(&mut removed);
    assert!(asked.elapsed() < Duration::from_secs(40), "who listened and was removed is cut");
    let read = listens.read(&mut begun).unwrap();
    names(&String::from_utf8_lossy(&begun[..read]), &["HTTP/1.1 200", "text/event-stream"]);
    listens.set_nonblocking(true).unwrap();
    let open = loop {
        match listens.read(&mut begun) {
            Ok(0) => break false,
            Ok(_) => {}
            Err(error) => break error.kind() == std::io::ErrorKind::WouldBlock,
        }
    };
    assert!(open, "who listens was cut");
    assert_eq!(served.get("/login").status, 200);
}

#[test]
fn a_proxy_says_who_asks_and_the_cookie_goes_over_tls_alone() {
    let desk = guarded(&[("anna", "reader")]);
    let served = Served::with(&desk, &["--bind", "127.0.0.1:0", "--host", "fogline.example", "--proxy", "127.0.0.1"]);
    let host = ("Host", "fogline.example");
    let from = ("X-Forwarded-For", "10.6.6.6, 203.0.113.9");
    let tls = ("X-Forwarded-Proto", "https");
    assert_eq!(served.ask("GET", "/login", &[host, from, ("X-Forwarded-Proto", "http")], "").status, 403);
    let login = json!({ "name": "anna", "password": "wrong" });
    refused(&served.post("/api/v1/session", &[host, from, tls], &login), 401);
    let login = json!({ "name": "anna", "password": PASSWORD });
    let answer = served.post("/api/v1/session", &[host, from, tls, ("Origin", "https://fogline.example")], &login);
    let cookie = answer.header("set-cookie").unwrap();
    names(cookie, &["__Host-fogline=", "; Secure", "; HttpOnly", "SameSite=Strict"]);
    let cookie = cookie.split(';').next().unwrap();
    assert_eq!(served.ask("GET", "/api/v1/ledger", &[host, tls, ("Cookie", cookie)], "").status, 200);
    let failed = (0..50).find_map(|_| {
        std::thread::sleep(Duration::from_millis(200));
        audits(&desk).into_iter().find(|one| one["what"] == "logins_failed")
    });
    assert_eq!(failed.unwrap()["tries"][0]["address"], "203.0.113.9", "what the proxy did not see may be invented");
}

#[test]
fn a_hostile_report_is_text() {
    let Some(desk) = desk() else { return };
    add(&desk, "anna", "analyst");
    let served = Served::with(&desk, &LOCAL);
    let own = token(&desk, "anna");
    let own = [("Authorization", own.as_str())];
    let page = "<html><head><title>Shells \u{202e}tih</title></head><body><article><h1>Shells hit <script>alert(1)</script>Vrubivka</h1>\
                <p>The army said on Friday that shells hit Vrubivka &lt;script&gt;alert(2)&lt;/script&gt; and \u{202e}nothing\u{202c} else.\
                </p><p onclick=\"alert(3)\">\u{2066}Nobody was hurt\u{2069}, the army said, and &lt;img src=x onerror=alert(4)&gt; fell.\
                </p><iframe src=\"javascript:alert(5)\"></iframe><a href=\"javascript:alert(6)\">more</a></article></body></html>";
    let mut zipped = std::io::Cursor::new(Vec::new());
    let mut archive = zip::ZipWriter::new(&mut zipped);
    for name in ["../../evil.html", "a\u{202e}lmth.html"] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(page.replace("Friday", name).as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    let mut request = format!(
        "POST /api/v1/added?url=javascript:alert(7)&outlet=%3Cscript%3Ealert(8)%3C/script%3E HTTP/1.0\r\nHost: {}\r\n{}: {}\r\nContent-Length: {}\r\n\r\n",
        served.address, own[0].0, own[0].1, zipped.get_ref().len()
    )
    .into_bytes();
    request.extend(zipped.into_inner());
    let added = served.send(&request).json();
    let ids = added["ids"].as_array().unwrap();
    assert!(
        !ids.is_empty() || !added["quarantined"].as_array().unwrap().is_empty(),
        "read, or set aside with a reason: {added}"
    );
    let plain =
        "Shells hit <script>alert(1)</script> \u{202e}Vrubivka\u{202c} on Friday, the army said. <img src=x onerror=y>";
    let text =
        served.ask("POST", "/api/v1/added?name=%3Csvg%20onload%3Dx%3E&url=javascript:alert(1)", &own, plain).json();
    let all: Vec<&str> = ids.iter().chain(text["ids"].as_array().unwrap()).map(|id| id.as_str().unwrap()).collect();
    assert!(!desk.path("../evil.html").exists() && !desk.path("evil.html").exists());
    let paths = all.iter().map(|id| format!("/reports/{id}"));
    for path in paths.chain(["/reports", "/incidents", "/search?q=shells"].map(str::to_owned)) {
        let shown = served.ask("GET", &path, &own, "");
        assert_eq!(shown.status, 200, "{path}");
        let lower = shown.body.to_lowercase();
        for bad in ["<script", "<img", "<iframe", "<svg onload", " onclick=", "href=\"javascript:", "src=\"javascript:"]
        {
            assert!(!lower.contains(bad), "{path}: {bad}\n{}", shown.body);
        }
        assert!(!shown.body.contains(['\u{202e}', '\u{2066}', '\u{2069}', '\u{202c}']), "{path}");
        names(shown.header("content-security-policy").unwrap(), &["default-src 'none'", "script-src 'self'"]);
        assert_eq!(shown.header("x-content-type-options"), Some("nosniff"));
    }
    let shown = served.ask("GET", &format!("/reports/{}", all.last().unwrap()), &own, "").body;
    names(&shown, &["&lt;script&gt;", "⟦U+202E⟧"]);
    let told = served.ask("GET", &format!("/api/v1/reports/{}", all.last().unwrap()), &own, "");
    assert_eq!(told.header("content-type"), Some("application/json"), "no browser takes it for a page");
}
