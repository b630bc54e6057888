//! `fogline import` and `fogline rows`, as a desk would use them.

use serde_json::Value;

use crate::{
    morning_shift::desk as dossier,
    questions::desk as reports,
    served::Served,
    support::{Desk, Ran, names},
};

const ACLED: &str = "event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,actor2,country,admin1,location,latitude,longitude,geo_precision,source,notes,fatalities,fatalities
UKR1,17 February 2022,2022,1,Explosions/Remote violence,Shelling/artillery/missile attack,Force A,Force B,Ukraine,Luhansk,Vrubivka,48.7,38.4,1,Outlet One,\"=1+1, \"\"a school\"\" SECRETNOTE\",0,
UKR2,2022-02-18,2022,1,Battles,Armed clash,Force B,Force A,Ukraine,Donetsk,Nowhere,47.0,37.0,1,,\"two
lines\",2,x
";

#[track_caller]
fn parsed(ran: Ran) -> Value {
    serde_json::from_str(&ran.succeeded()).unwrap()
}

#[test]
fn a_table_comes_back_as_it_was_with_columns_that_tell_whose_it_is() {
    let desk = Desk::new();
    desk.file("acled.csv", ACLED);
    let done = parsed(desk.run("import acled.csv"));
    assert_eq!((&done["stored"], &done["mapping"], &done["coder"]), (&2.into(), &"acled".into(), &"ACLED".into()));
    let csv = desk.run("rows --format csv").succeeded();
    let mut lines = csv.lines();
    assert_eq!(
        lines.next(),
        ACLED
            .lines()
            .next()
            .map(|head| {
                format!(
                    "{head},fogline_incident,fogline_link,fogline_reasons,fogline_coder,fogline_file,fogline_row,\
                     fogline_redistribution"
                )
            })
            .as_deref()
    );
    let bare = |line: &str| {
        let bare = line.replace(",,none,,ACLED,acled.csv,2,no", "");
        bare.replace(",,none,,ACLED,acled.csv,3,no", "")
    };
    let bare: Vec<String> = csv.lines().skip(1).map(bare).collect();
    assert_eq!(bare.join("\n") + "\n", ACLED.lines().skip(1).collect::<Vec<_>>().join("\n") + "\n", "{csv}");
    let again = parsed(desk.run("import acled.csv"));
    assert_eq!((&again["again"], &again["stored"]), (&true.into(), &0.into()));
    names(&desk.run("import acled.csv --format text").succeeded(), &["imported before"]);
    // Exported, and imported once more as somebody's own.
    desk.file("again.csv", &csv);
    parsed(desk.run("import again.csv --coder Desk"));
    let twice = desk.run("rows --coder desk --format csv").succeeded();
    names(
        &twice,
        &["fogline_row,fogline_redistribution,fogline_incident_2,fogline_link_2,fogline_reasons_2,fogline_coder_2"],
    );
}

#[test]
fn rows_that_cannot_be_read_are_set_aside_and_found_again() {
    let desk = Desk::new();
    desk.file(
        "bad.csv",
        format!("{ACLED}UKR3,31 February 2022,,,,,,,,,,,,,,,,\nUKR1,17 February 2022,,,,,,,,,,,,,,,,\n"),
    );
    let ran = desk.run("import bad.csv --format text");
    assert_eq!(ran.code, Some(1), "part of it could not be read");
    names(&ran.out, &["2 stored", "2 quarantined", "row 5: date_style", "row 6: duplicate_id", "--quarantined"]);
    names(
        &desk.run("rows --quarantined --format text").succeeded(),
        &["bad.csv, row 5: date_style", "31 February 2022"],
    );
    names(&desk.run("rows --quarantined").succeeded(), &["\"UKR3\"", "\"duplicate_id\""]);
    names(&desk.run("rows --quarantined --format csv").succeeded(), &["UKR3,31 February 2022"]);
    desk.file("x.csv", "a,b\n1,2\n");
    names(&desk.run("import x.csv").refused(), &["x.csv", "`a`, `b`"]);
    names(&desk.run("import x.csv --as nothing").refused(), &["acled, ucdp, atlos"]);
    desk.file("m.toml", "name = 'm'\ncoder = 'D'\n[columns]\nid = 'a'\nday = 'c'\n");
    names(&desk.run("import x.csv --as m.toml").refused(), &["`c`", "`a`, `b`"]);
    names(&desk.run("rows --coder UCDP").refused(), &["ACLED"]);
    desk.file("m.toml", "name = 'm'\ncoder = 'CODER'\n[columns]\nid = 'a'\n");
    for args in ["import x.csv --as m.toml --ledger none", "import x.csv --ledger none"] {
        desk.run(args).refused();
        assert!(!desk.path("none").exists(), "an import that failed leaves no ledger: {args}");
    }
    names(&desk.run("import x.csv --as m.toml").refused(), &["CODER", "--coder"]);
    desk.file("old.csv", b"a,b\n1,\xf8\xea\xee\xeb\xe0\n".as_slice());
    let told = desk.run("import old.csv --as m.toml --coder Desk --encoding windows-1251 --format text").succeeded();
    names(&told, &["windows-1251", "--encoding"]);
    names(&desk.run("rows --coder desk").succeeded(), &["школа"]);
}

#[test]
fn a_mapping_is_guessed_mended_and_used() {
    let desk = Desk::new();
    desk.file("own.csv", "Case;Date;Town;Killed\n7;13/02/2022;Vrubivka;1\n8;03/04/2022;Zolote;\n");
    let made = desk.run("import map own.csv --to own.toml");
    assert_eq!((made.code, made.out.as_str()), (Some(0), ""));
    names(&made.err, &["look at it", "fogline import own.csv --as own.toml"]);
    let mapping = std::fs::read_to_string(desk.path("own.toml")).unwrap();
    names(&mapping, &["id = \"Case\"", "place = \"Town\"", "styles = [\"day_first\"]", "coder = \"CODER\""]);
    names(&desk.run("import map own.csv --to own.toml").refused(), &["is there already"]);
    names(&desk.run("import map own.csv").succeeded(), &["[columns]"]);
    let done = parsed(desk.run("import own.csv --as own.toml --coder Desk"));
    assert_eq!((&done["stored"], &done["coder"]), (&2.into(), &"Desk".into()));
    let rows = parsed(desk.run("rows"));
    assert_eq!(rows[1]["says"]["from"], "2022-04-03");
    assert_eq!(rows[0]["cells"][2]["value"], "Vrubivka");
}

#[test]
fn rows_stand_beside_an_incident_and_in_nothing_that_leaves() {
    let Some(desk) = reports() else { return };
    let question = "incidents --area Vrubivka --text school";
    let before = desk.run(question).succeeded();
    let id = serde_json::from_str::<Value>(&before).unwrap()[0]["id"].as_str().unwrap().to_owned();
    let why = desk.run(&format!("why {id}")).succeeded();
    desk.file("acled.csv", ACLED);
    desk.run("import acled.csv").succeeded();
    assert_eq!(desk.run(question).succeeded(), before, "no status and no number changes");
    assert_eq!(desk.run(&format!("why {id}")).succeeded(), why);
    let rows = parsed(desk.run(&format!("rows --incident {id}")));
    assert_eq!((rows.as_array().unwrap().len(), &rows[0]["says"]["id"]), (1, &"UKR1".into()), "{rows}");
    let reasons = rows[0]["link"]["candidates"][0]["reasons"].to_string();
    names(&reasons, &["same_days", "distance", "same_name", "same_kind"]);
    names(
        &desk.run(&format!("incident {id} --format text")).succeeded(),
        &["Coded elsewhere", "ACLED UKR1", "proposed by rule"],
    );
    assert_eq!(parsed(desk.run("rows --unlinked"))[0]["says"]["id"], "UKR2");

    // What may leave has nothing of them, nor has what stays in the house and is no list of rows.
    for command in [
        "brief --public --format json --as-of 2037-01-01",
        "brief --format md",
        "export csv --output all",
        "export csv --public --output released",
        "export acled --output acled-out.csv",
    ] {
        let ran = desk.run(command);
        assert!(ran.code.is_some_and(|code| code < 2), "{command}: {}", ran.err);
        assert!(!ran.out.contains("SECRETNOTE") && !ran.out.contains("UKR1"), "{command}");
    }
    desk.run(&format!("export bundle --incident {id} --public --output bundle.zip"));
    let mut open = vec![desk.path("")];
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(path).unwrap().flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if path.is_dir() {
                open.push(path);
            } else if !name.ends_with(".sqlite") && !name.contains("acled.csv") {
                let bytes = std::fs::read(&path).unwrap();
                let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|part| part == needle);
                assert!(!holds(b"SECRETNOTE") && !holds(b"UKR1"), "{}", path.display());
            }
        }
    }

    let served = Served::start(&desk);
    let page = served.get("/api/v1/rows?limit=1").json();
    assert_eq!(
        (&page["all"], &page["matching"], &page["coders"][0]["redistribution"]),
        (&2.into(), &2.into(), &false.into())
    );
    let next = served.get(&format!("/api/v1/rows?limit=1&cursor={}", page["next"].as_str().unwrap())).json();
    assert_eq!((&next["rows"][0]["says"]["id"], &next["next"]), (&"UKR2".into(), &Value::Null));
    assert_eq!(served.get(&format!("/api/v1/rows?incident={id}")).json()["rows"], rows);
    assert_eq!(served.get(&format!("/api/v1/incidents/{id}")).json()["coded"], rows);
    assert_eq!(served.get("/api/v1/rows?as_of=2001-01-01").json()["all"], 0);
    assert_eq!(served.get("/api/v1/rows?coder=nobody").status, 404);
    let undo = serde_json::json!({ "change": "unlink_row", "coder": "ACLED", "row": "UKR1", "incident": id, "by": "A. Desk", "reason": "another shell" });
    assert_eq!(served.post("/api/v1/corrections", &[], &undo).status, 200);
    assert_eq!(served.get(&format!("/api/v1/rows?incident={id}")).json()["matching"], 0);
}

/// Rows of our own on the dossier's occurrences, as a coder would place them.
const OF_THE_DOSSIER: &str = "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,country,admin1,location,latitude,longitude,geo_precision,source,notes,fatalities
KINDERGARTEN,17 February 2022,1,Explosions/Remote violence,Shelling/artillery/missile attack,Unidentified,Civilians,Ukraine,Luhansk,Stanytsia Luhanska,48.6600,39.4700,1,,,0
SCHOOL,17 February 2022,1,Explosions/Remote violence,Shelling/artillery/missile attack,Unidentified,,Ukraine,Luhansk,Vrubivka,48.8300,38.4000,2,,,0
MONTH,17 February 2022,3,Battles,Armed clash,,,Ukraine,Donetsk,Donetsk,48.0000,37.8000,3,,,0
LATER,24 February 2022,1,Battles,Armed clash,,,Ukraine,Luhansk,Stanytsia Luhanska,48.6600,39.4700,1,,,0
PROTEST,17 February 2022,1,Protests,Peaceful protest,,,Ukraine,Luhansk,Stanytsia Luhanska,48.6600,39.4700,1,,,0
";

#[test]
fn rows_find_the_occurrences_of_the_dossier() {
    let Some(desk) = dossier() else { return };
    let before = desk.run("incidents").succeeded();
    desk.file("rows.csv", OF_THE_DOSSIER);
    assert_eq!(parsed(desk.run("import rows.csv"))["stored"], 5);
    assert_eq!(desk.run("incidents").succeeded(), before, "no status and no number changes");
    let incidents: Value = serde_json::from_str(&before).unwrap();
    let at = |place: &str| {
        let of_school =
            |one: &&Value| one["place"]["name"].as_str() == Some(place) && one["label"].to_string().contains("school");
        incidents.as_array().unwrap().iter().find(of_school).unwrap()["id"].clone()
    };
    let rows = parsed(desk.run("rows"));
    let link = |id: &str| rows.as_array().unwrap().iter().find(|row| row["says"]["id"] == id).unwrap()["link"].clone();
    for (row, place) in [("KINDERGARTEN", "Stanytsya-Luhanska"), ("SCHOOL", "Vrubivka")] {
        let link = link(row);
        assert_eq!((&link["state"], &link["incident"]), (&"proposed".into(), &at(place)), "{link}");
        names(
            &link["candidates"][0]["reasons"].to_string(),
            &["same_days", "same_kind", "distance", "same_name", "km of"],
        );
    }
    for row in ["MONTH", "LATER", "PROTEST"] {
        assert_eq!(link(row)["state"], "none", "{row}: {}", link(row));
    }
}
