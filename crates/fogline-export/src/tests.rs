//! Exports of a small dossier of our own: ids come back from every form, direction is lost only where that is declared, hostile
//! text stays text, and the public form is no finer than it may be.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read},
};

use fogline_reconcile::{incidents::Incident, public, report::Report};
use serde_json::Value;

use crate::{
    shapes::{Coordinates, acled, annotations, claims, geojson, ucdp},
    tables::{self, Cell},
    write::{csv, hxl, parquet, xlsx},
    *,
};

struct Dossier {
    incidents: Vec<Incident>,
    reports: Vec<Report>,
    copies: Vec<CopyGroup>,
    public: bool,
}

impl Dossier {
    fn new() -> Self {
        let readings = include_str!("../../fogline-reconcile/tests/fixtures/lumen/readings.jsonl");
        let incidents = include_str!("../../fogline-reconcile/tests/fixtures/lumen/incidents.json");
        Self {
            incidents: serde_json::from_str(incidents).unwrap(),
            reports: readings.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
            copies: serde_json::from_str(
                r#"[{"origin":"r1","members":[{"ref":"r9","relation":"reprint","score":0.9}]}]"#,
            )
            .unwrap(),
            public: false,
        }
    }

    fn public() -> Self {
        let all = Self::new();
        let out = public::release(&all.incidents, &all.reports, &[], "2031-06-01");
        Self { incidents: out.incidents, reports: out.reports, copies: all.copies, public: true }
    }

    fn input(&self) -> Input<'_> {
        Input {
            incidents: &self.incidents,
            reports: &self.reports,
            copies: &self.copies,
            public: self.public,
            as_of: "2031-06-01",
            rules: "1",
            head: Some("c0ffee"),
        }
    }

    fn ids(&self) -> BTreeSet<String> {
        self.incidents.iter().map(|incident| incident.id.clone()).collect()
    }

    /// Every form as text, by name; of the packed ones what is packed.
    fn forms(&self) -> BTreeMap<String, String> {
        let input = self.input();
        let mut out = BTreeMap::new();
        let mut put = |name: String, bytes: Vec<u8>, declared: Declared| {
            out.insert(format!("{name}.README.txt"), declared.text());
            out.insert(name, String::from_utf8(bytes).unwrap());
        };
        for table in tables::all(&input) {
            let mut bytes = Vec::new();
            let declared = csv(&table, &input, &mut bytes).unwrap();
            put(format!("{}.csv", table.name), bytes, declared);
            let mut bytes = Vec::new();
            let declared = hxl(&table, &input, &mut bytes).unwrap();
            put(format!("{}.hxl.csv", table.name), bytes, declared);
        }
        let mut bytes = Vec::new();
        let declared = geojson(&input, Coordinates::Public, &mut bytes).unwrap();
        put("incidents.geojson".to_owned(), bytes, declared);
        let mut bytes = Vec::new();
        let declared = acled(&input, &mut bytes).unwrap();
        put("acled.csv".to_owned(), bytes, declared);
        let mut bytes = Vec::new();
        let declared = ucdp(&input, &mut bytes).unwrap();
        put("ucdp.csv".to_owned(), bytes, declared);
        let mut bytes = Vec::new();
        let declared = claims(&input, &mut bytes).unwrap();
        put("claims.jsonld".to_owned(), bytes, declared);
        let mut bytes = Vec::new();
        let declared = annotations(&input, &mut bytes).unwrap();
        put("annotations.jsonld".to_owned(), bytes, declared);
        for incident in input.incidents {
            let mut bytes = Cursor::new(Vec::new());
            bundle::bundle(incident, &input, None, &mut bytes).unwrap();
            for (path, text) in unpacked(bytes.into_inner()) {
                out.insert(format!("{}/{path}", incident.id), String::from_utf8(text).unwrap());
            }
        }
        let mut bytes = Vec::new();
        xlsx(&tables::all(&input), &input, &mut bytes).unwrap();
        for (path, text) in unpacked(bytes) {
            out.insert(format!("workbook/{path}"), String::from_utf8(text).unwrap());
        }
        out
    }
}

fn unpacked(bytes: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut out = BTreeMap::new();
    for name in names {
        let mut bytes = Vec::new();
        zip.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
        out.insert(name, bytes);
    }
    out
}

fn records(text: &str) -> Vec<BTreeMap<String, String>> {
    ::csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().unwrap()
}

fn column(text: &str, name: &str) -> BTreeSet<String> {
    records(text).into_iter().map(|row| row[name].clone()).collect()
}

#[test]
fn ids_come_back_from_every_form() {
    for dossier in [Dossier::new(), Dossier::public()] {
        let forms = dossier.forms();
        let ids = dossier.ids();
        assert_eq!(column(&forms["incidents.csv"], "id"), ids);
        assert_eq!(column(&forms["accounts.csv"], "incident"), ids);
        let mut tagged = column(&forms["incidents.hxl.csv"], "id");
        assert!(tagged.remove("#meta+id"));
        assert_eq!(tagged, ids);
        let statements: BTreeSet<String> = records(&forms["statements.csv"])
            .iter()
            .map(|row| format!("{}#{}", row["document"], row["statement"]))
            .collect();
        let of_reports = dossier
            .reports
            .iter()
            .flat_map(|report| report.statements.iter().map(|one| format!("{}#{}", report.document.reference, one.id)));
        assert_eq!(statements, of_reports.collect());
        let told = records(&forms["accounts.csv"]);
        let told: BTreeSet<&str> =
            told.iter().flat_map(|row| row["statements"].split(" | ")).filter(|one| !one.is_empty()).collect();
        assert!(told.iter().all(|one| statements.contains(*one)));
        let events: BTreeSet<String> =
            records(&forms["events.csv"]).iter().map(|row| format!("{}#{}", row["document"], row["event"])).collect();
        let members = dossier.incidents.iter().flat_map(|one| &one.members);
        assert!(
            members
                .filter_map(|one| Some(format!("{}#{}", one.document, one.event.as_ref()?)))
                .all(|one| events.contains(&one))
        );
        assert_eq!(column(&forms["copies.csv"], "document"), BTreeSet::from(["r9".to_owned()]));
        let map: Value = serde_json::from_str(&forms["incidents.geojson"]).unwrap();
        let mapped = map["features"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned());
        assert_eq!(mapped.collect::<BTreeSet<_>>(), ids);
        let page: Value = serde_json::from_str(&forms["annotations.jsonld"]).unwrap();
        assert_eq!(page["items"].as_array().unwrap().len(), statements.len());
        let claimed: Value = serde_json::from_str(&forms["claims.jsonld"]).unwrap();
        for one in claimed["@graph"].as_array().unwrap() {
            assert!(ids.contains(one["about"].as_str().unwrap().rsplit(':').next().unwrap()));
            assert!(
                one.get("reviewRating").is_none() && one["itemReviewed"]["appearance"].get("reviewRating").is_none()
            );
        }
        let shaped = column(&forms["acled.csv"], "event_id_cnty");
        assert!(shaped.is_subset(&ids) && shaped.len() == 2, "{shaped:?}");
        assert!(forms["acled.csv.README.txt"].contains("1 incidents are of no type that ACLED has"));
        assert!(forms["workbook/xl/sharedStrings.xml"].contains(ids.first().unwrap()));
    }
}

#[test]
fn direction_is_lost_only_where_that_is_declared() {
    let statuses = [
        ("acknowledged", true),
        ("agreed", true),
        ("observer_attributed", true),
        ("self_reported", true),
        ("contested_mutual", false),
        ("denied_by_accused", false),
        ("contested_by_third_party", false),
        ("one_sided_unanswered", false),
        ("unattributed", false),
    ];
    for (status, directed) in statuses {
        let mut dossier = Dossier::new();
        let killed = dossier.incidents[2].details["injured"].clone();
        for incident in &mut dossier.incidents {
            incident.responsibility = status.to_owned();
            incident.details.insert("killed".to_owned(), killed.clone());
        }
        let forms = dossier.forms();
        let rows = records(&forms["acled.csv"]);
        let shelled = rows.iter().find(|row| row["location"] == "Lumen").unwrap();
        assert_eq!(shelled["actor1"], if directed { "Northern forces" } else { "" }, "{status}");
        assert_eq!(shelled["actor2"], "");
        assert_eq!(shelled["fatalities"], "3");
        let fought = &records(&forms["ucdp.csv"])[0];
        assert_eq!(fought["side_a"], if directed { "Northern forces" } else { "" }, "{status}");
        assert_eq!(
            (fought["relid"].as_str(), fought["low"].as_str(), fought["side_b"].as_str()),
            (shelled["event_id_cnty"].as_str(), "3", "")
        );
        let empty = rows.iter().filter(|row| row["actor1"].is_empty()).count();
        let said = format!("in {empty} rows it is empty");
        assert!(forms["acled.csv.README.txt"].contains(&said), "{}", forms["acled.csv.README.txt"]);
        assert!(forms["ucdp.csv.README.txt"].contains("side_a is filled only where"));
        // The tables keep who is accused, whatever the status.
        assert!(records(&forms["incidents.csv"]).iter().any(|row| row["accused"] == "zz/north.forces"));
    }
}

#[test]
fn dozens_is_a_number_in_acled_alone() {
    let mut dossier = Dossier::new();
    let mut detail = dossier.incidents[2].details["injured"].clone();
    detail.values.truncate(1);
    let value = &mut detail.values[0];
    (value.value, value.low, value.best, value.high) = ("dozens".to_owned(), None, None, None);
    dossier.incidents[2].details.insert("killed".to_owned(), detail);
    let forms = dossier.forms();
    assert!(column(&forms["acled.csv"], "fatalities").contains("12"));
    assert!(forms["acled.csv.README.txt"].contains("`dozens` 12"));
    assert_eq!(column(&forms["incidents.csv"], "killed_low"), BTreeSet::from([String::new()]));
    assert!(records(&forms["ucdp.csv"]).is_empty());
}

#[test]
fn hostile_text_is_text_in_every_form() {
    let mut dossier = Dossier::new();
    let hostile = "=HYPERLINK(\"http://x\",\"y\")\r\n\u{202e}<script>";
    dossier.reports[0].document.outlet = Some(hostile.to_owned());
    dossier.reports[0].statements[0].content[0].exact = hostile.to_owned();
    dossier.reports[0].actors[0].name = "+1-2@cmd".to_owned();
    dossier.incidents[2].label = "@SUM(A1)".to_owned();
    let forms = dossier.forms();
    for (name, text) in forms.iter().filter(|(name, _)| name.split('.').next_back() == Some("csv")) {
        assert!(!text.contains('\u{202e}'), "{name}");
        for record in ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).records() {
            for cell in &record.unwrap() {
                let number = cell.parse::<f64>().is_ok();
                assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{name}: {cell}");
            }
        }
    }
    let sheets = forms.iter().filter(|(name, _)| name.starts_with("workbook/xl/worksheets/")).map(|(_, text)| text);
    assert!(sheets.into_iter().all(|sheet| !sheet.contains("<f>")), "no formula");
    assert!(forms["workbook/xl/sharedStrings.xml"].contains("'=HYPERLINK"));
    // JSON keeps the exact words.
    assert!(forms["annotations.jsonld"].contains("\\r\\n\u{202e}<script>"));
}

#[test]
fn the_public_form_is_no_finer_than_it_may_be() {
    let forms = Dossier::public().forms();
    assert!(forms.len() > 30);
    for (name, text) in &forms {
        for hidden in [
            "Mira",
            "Solen",
            "solen",
            "48.66",
            "48.61",
            "39.41",
            "48.92",
            "SW of",
            "Orra",
            "Орре",
            "Канал",
            "School in Lumen",
            "Ada Quill",
            "Тарас",
        ] {
            assert!(!text.contains(hidden), "{hidden} in {name}:\n{text}");
        }
    }
    assert!(forms["incidents.geojson"].contains("[39.45,48.65]"));
    assert!(forms.keys().all(|name| !name.contains("texts/") && !name.contains("originals/")));
}

#[test]
fn a_map_is_public_unless_asked_otherwise() {
    let dossier = Dossier::new();
    let map = |coordinates| {
        let mut bytes = Vec::new();
        let declared = geojson(&dossier.input(), coordinates, &mut bytes).unwrap();
        (String::from_utf8(bytes).unwrap(), declared.text())
    };
    let (text, declared) = map(Coordinates::Public);
    assert!(text.contains("[39.45,48.65]") && !text.contains("Orra") && !text.contains("48.92"), "{text}");
    assert!(declared.contains("2 of 3 incidents have no point") && declared.contains("cell of 0.1 degrees"));
    let (text, declared) = map(Coordinates::AsRead);
    assert!(text.contains("[39.41358,48.61247]") && text.contains("Orra"));
    assert!(declared.contains("not for publication"));
    let public = Dossier::public();
    let mut bytes = Vec::new();
    geojson(&public.input(), Coordinates::AsRead, &mut bytes).unwrap();
    assert!(!String::from_utf8(bytes).unwrap().contains("48.61247"));
}

#[test]
fn parquet_has_types_and_reads_back() {
    use arrow_array::{
        Array, Date32Array, Float64Array, ListArray, StringArray, TimestampMicrosecondArray, cast::AsArray,
    };
    let dossier = Dossier::new();
    let input = dossier.input();
    let read = |table: &tables::Table| {
        let mut bytes = Vec::new();
        parquet(table, &input, &mut bytes).unwrap();
        let file = ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(bytes_of(bytes)).unwrap();
        let metadata = file.schema().metadata().get("fogline.readme").cloned();
        (file.build().unwrap().next().unwrap().unwrap(), metadata)
    };
    let (batch, metadata) = read(&tables::incidents(&input));
    assert!(metadata.unwrap().contains("c0ffee"));
    let get = |name: &str| batch.column_by_name(name).unwrap();
    let ids: &StringArray = get("id").as_string();
    assert_eq!(ids.iter().flatten().map(str::to_owned).collect::<BTreeSet<_>>(), dossier.ids());
    let start: &Date32Array = get("start").as_primitive();
    assert_eq!(start.value_as_date(2).unwrap().to_string(), "2031-05-06");
    let lat: &Float64Array = get("lat").as_primitive();
    assert!((lat.value(2) - 48.61247).abs() < 1e-9);
    let denied: &ListArray = get("denied_by").as_list();
    assert_eq!(denied.value(2).as_string::<i32>().value(0), "N");
    let killed: &Float64Array = get("killed_low").as_primitive();
    assert!(killed.is_null(0), "not known is not 0");
    let (batch, _) = read(&tables::statements(&input));
    let published: &TimestampMicrosecondArray = batch.column_by_name("published").unwrap().as_primitive();
    assert_eq!(published.value(0), 1_935_828_000_000_000, "2031-05-06T10:00:00Z");
    assert_eq!(batch.num_rows(), 9);
    // A table without rows can be read as well.
    let mut bytes = Vec::new();
    let none = Dossier { copies: Vec::new(), ..Dossier::new() };
    parquet(&tables::copies(&none.input()), &none.input(), &mut bytes).unwrap();
    let file = ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(bytes_of(bytes)).unwrap();
    assert_eq!(file.schema().fields().len(), 4);
}

fn bytes_of(bytes: Vec<u8>) -> bytes::Bytes {
    bytes::Bytes::from(bytes)
}

#[test]
fn a_bundle_verifies_itself() {
    let dossier = Dossier::new();
    let input = dossier.input();
    // The hash of these made-up reports is that of their text.
    let original = |report: &Report| Some(report.document.text.clone().into_bytes());
    let pack = |originals: Option<&bundle::Originals<'_>>| {
        let mut bytes = Cursor::new(Vec::new());
        bundle::bundle(&dossier.incidents[2], &input, originals, &mut bytes).map(|_| bytes.into_inner())
    };
    let bytes = pack(Some(&original)).unwrap();
    assert_eq!(bytes, pack(Some(&original)).unwrap(), "the same input gives the same bytes");
    let files = unpacked(bytes);
    let manifest = String::from_utf8(files["manifest.sha256"].clone()).unwrap();
    assert_eq!(manifest.lines().count(), files.len() - 1);
    for line in manifest.lines() {
        let (hash, path) = line.split_once("  ").unwrap();
        let found: String =
            <sha2::Sha256 as sha2::Digest>::digest(&files[path]).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, found, "{path}");
        if let Some(name) = path.strip_prefix("originals/") {
            assert_eq!(hash, name);
        }
    }
    assert!(String::from_utf8_lossy(&files["chain.json"]).contains("c0ffee"));
    let lines = String::from_utf8(files["statements.jsonl"].clone()).unwrap();
    for line in lines.lines() {
        let one: Value = serde_json::from_str(line).unwrap();
        let text = String::from_utf8(files[&format!("texts/{}.txt", one["sha256"].as_str().unwrap())].clone()).unwrap();
        for span in one["words"].as_array().unwrap() {
            let at = |key: &str| usize::try_from(span[key].as_u64().unwrap()).unwrap();
            let exact: String = text.chars().skip(at("start")).take(at("end") - at("start")).collect();
            assert_eq!(exact, span["exact"].as_str().unwrap());
        }
    }
    let wrong = |_: &Report| Some(b"something else".to_vec());
    let error = pack(Some(&wrong)).unwrap_err().to_string();
    assert!(error.contains("report `r1`") && error.contains("fogline verify"), "{error}");
}

#[test]
fn a_workbook_is_the_same_each_time_and_tells_what_it_cannot_hold() {
    let dossier = Dossier::new();
    let input = dossier.input();
    let mut tables = tables::all(&input);
    let write = |tables: &[tables::Table]| {
        let mut bytes = Vec::new();
        xlsx(tables, &input, &mut bytes).map(|declared| (bytes, declared))
    };
    assert_eq!(write(&tables).unwrap().0, write(&tables).unwrap().0);
    tables[0].rows[0][2] = Cell::Text("ж".repeat(40_000));
    let (_, declared) = write(&tables).unwrap();
    assert!(declared.text().contains("1 cells were cut at 32767 characters"));
    let row = vec![Cell::Unknown; tables[4].columns.len()];
    tables[4].rows = vec![row; 1_048_576];
    let error = write(&tables).unwrap_err().to_string();
    assert!(error.contains("`copies` has 1048576 rows") && error.contains("CSV or Parquet"), "{error}");
}

#[test]
fn forms_are_as_they_were() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");
    for (dossier, kind) in [(Dossier::new(), "own"), (Dossier::public(), "public")] {
        let forms = dossier.forms();
        for name in [
            "incidents.hxl.csv",
            "statements.csv",
            "acled.csv",
            "acled.csv.README.txt",
            "incidents.geojson",
            "claims.jsonld",
        ] {
            let path = format!("{folder}/{kind}.{name}");
            if std::env::var_os("FOGLINE_BLESS").is_some() {
                std::fs::write(&path, &forms[name]).unwrap();
            }
            let golden = std::fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(
                forms[name], golden,
                "{path}: if the change is meant, run with FOGLINE_BLESS=1 and look at the difference"
            );
        }
    }
}
