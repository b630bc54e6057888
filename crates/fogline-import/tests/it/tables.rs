//! Samples after the columns that ACLED, UCDP and Atlos publish, and tables of one's own.

use fogline_import::{Mapping, Reason, Spots, mapping::guess::guess, rows};
use fogline_reconcile::rows::Reach;
use rust_xlsxwriter::{Format, Formula, Workbook};

use super::{read, taken};

const ACLED: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp
UKR1,17 February 2022,2022,1,Political violence,Explosions/Remote violence,Shelling/artillery/missile attack,Military Forces of A; Guard of A,,1,Rebels of B,,2,12,,804,Europe,Ukraine,Luhansk,Shchastynskyi,,Stanytsia Luhanska,48.6521,39.4803,1,\"Outlet One; Outlet \"\"Two\"\"\",National,\"Shells hit a kindergarten, =1+1.\",0,,1645500000
UKR2,2022-02-18,2022,3,Political violence,Battles,Armed clash,Rebels of B,,2,Military Forces of A,,1,12,,804,Europe,Ukraine,Donetsk,,,Donetsk,48.0159,37.8028,3,Outlet One,National,\"Two lines
in one cell\",2,,1645500001
";

const UCDP: &str = "id,relid,year,active_year,code_status,type_of_violence,conflict_name,dyad_name,side_a,side_b,number_of_sources,source_office,source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,country,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low
412001,UKR-2022-1,2022,True,Clear,1,A: B,Government of A - B,Government of A,B,2,Outlet One;Outlet Two,Headline,An official,2,Vrubivka village,near Vrubivka,Luhansk oblast,,48.56,38.55,POINT (38.55 48.56),Ukraine,1,2,2022-02-16 00:00:00.000,2022-02-19 00:00:00.000,1,0,2,0,3,5,2
";

const ATLOS: &str = "slug,project,inserted_at,updated_at,latitude,longitude,status,description,date,tags,geolocation_resolution,more_info,restrictions,sensitive,source_1,source_2,Own column
CIV-1,Civilian harm,2022-02-18 08:00:00,2022-02-19 08:00:00,48.65,39.48,Completed,A kindergarten is damaged,2022-02-17,,Exact,,,Not Sensitive,https://example.org/1,https://example.org/2,of one's own
CIV-2,Civilian harm,2022-02-18 08:00:00,2022-02-19 08:00:00,'-1.5,36.8,Unclaimed,Another,,,,,,Not Sensitive,,,
";

#[test]
fn a_coder_s_table_is_recognised_and_no_cell_is_lost() {
    for (name, text) in [("acled", ACLED), ("ucdp", UCDP), ("atlos", ATLOS)] {
        let (head, rows) = read(text.as_bytes()).unwrap();
        let mapping = Mapping::recognised(&head.columns).unwrap();
        assert_eq!(mapping.name, name);
        // Written out again by the same rules, it is the same table.
        let mut out = String::new();
        let all = std::iter::once(head.columns.clone()).chain(rows.into_iter().map(|row| row.unwrap().cells));
        for cells in all {
            let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
            out += &(cells.join(",") + "\n");
        }
        assert_eq!(out, text, "{name}");
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

#[test]
fn acled_says_who_took_part_and_not_who_did_it() {
    let mapping = Mapping::named("acled").unwrap().unwrap();
    let rows = taken(ACLED.as_bytes(), &mapping, None);
    let (row, says) = rows[0].as_ref().unwrap();
    assert_eq!((row.number, says.id.as_str()), (2, "UKR1"));
    assert_eq!((says.from.as_deref(), says.to.as_deref()), (Some("2022-02-17"), Some("2022-02-17")));
    assert_eq!(says.actors, ["Military Forces of A", "Guard of A", "Rebels of B"]);
    assert_eq!(says.sources, ["Outlet One", "Outlet \"Two\""]);
    assert_eq!((says.families.as_slice(), says.reach), (&["violence".to_owned()][..], Reach::Site));
    assert!(says.weapons.contains(&"artillery".to_owned()));
    assert_eq!(says.figures["killed"].best, Some(0.0));
    let (row, says) = rows[1].as_ref().unwrap();
    assert_eq!((row.number, says.reach), (3, Reach::Division));
    assert_eq!((says.from.as_deref(), says.to.as_deref()), (Some("2022-02-01"), Some("2022-02-28")));
    // The same actors in the other order say the same of who did it: nothing.
    let json = serde_json::to_value(says).unwrap();
    assert!(!json.to_string().contains("\"actor\"") && json.get("recipient").is_none());
}

#[test]
fn ucdp_and_atlos_say_days_places_and_counts() {
    let ucdp = taken(UCDP.as_bytes(), &Mapping::named("ucdp").unwrap().unwrap(), None);
    let (_, says) = ucdp[0].as_ref().unwrap();
    assert_eq!((says.from.as_deref(), says.to.as_deref()), (Some("2022-02-16"), Some("2022-02-19")));
    let killed = says.figures["killed"];
    assert_eq!((killed.low, killed.best, killed.high), (Some(2.0), Some(3.0), Some(5.0)));
    assert_eq!(
        (says.reach, says.actors.as_slice()),
        (Reach::Near, &["Government of A".to_owned(), "B".to_owned()][..])
    );
    let atlos = taken(ATLOS.as_bytes(), &Mapping::named("atlos").unwrap().unwrap(), None);
    let (_, says) = atlos[0].as_ref().unwrap();
    assert_eq!(says.url, ["https://example.org/1", "https://example.org/2"]);
    assert!(says.families.is_empty() && says.figures.is_empty());
    // What is not told is not there, and the apostrophe before what could be a formula is no part of a number.
    let (_, says) = atlos[1].as_ref().unwrap();
    assert_eq!((says.from.as_deref(), says.lat, says.url.len()), (None, Some(-1.5), 0));
}

const OWN: &str = "name = 'own'\ncoder = 'A. Desk'\n[columns]\nid = 'Id'\nday = 'Date'\nplace = 'Place'\ncountry = 'Country'\n\
                   latitude = 'Lat'\nlongitude = 'Lon'\nkilled = 'Killed'\nnotes = ['Notes']\n[days]\nstyles = ['day_first', 'month_first']\n";

#[test]
fn bad_rows_are_set_aside_with_number_and_reason() {
    struct Known;
    impl Spots for Known {
        fn spots(&self, name: &str) -> Vec<(f64, f64)> {
            if name == "Stanytsia Luhanska" { vec![(48.65, 39.48)] } else { Vec::new() }
        }
    }
    let long = "x".repeat(300 << 10);
    let table = format!(
        "Id,Date,Place,Country,Lat,Lon,Killed,Notes\n\
         1,17/02/2022,Stanytsia Luhanska,Ukraine,48.65,39.48,2,Снаряд влучив у дитячий садок\n\
         2,17 of May,,,,,,\n\
         3,03/04/2023,,,,,,\n\
         4,17/02/2022,,,139.48,48.65,,\n\
         5,17/02/2022,Stanytsia Luhanska,Ukraine,39.48,48.65,,\n\
         6,17/02/2022,,,,,many,\n\
         7,17/02/2022,,,,,-1,\n\
         1,18/02/2022,,,,,,again\n\
         ,18/02/2022,,,,,,\n\
         8,18/02/2022,,\n\
         9,18/02/2022,,,,,,{long}\n\
         10,18/02/2022,,,,,,\"open\n\
         11,18/02/2022,Elsewhere,Nowhere,39.48,48.65,,fine\n"
    );
    let mut bytes = table.into_bytes();
    bytes.extend_from_slice(b"12,18/02/2022,,,,,,\xff\xfe\n13,2022-02-18,,,,,,fine\n");
    let mapping = Mapping::parse("own.toml", OWN).unwrap();
    let rows = taken(&bytes, &mapping, Some(&Known));
    let bad: Vec<(u64, Reason)> =
        rows.iter().filter_map(|row| Some((row.as_ref().err()?.number, row.as_ref().err()?.reason))).collect();
    assert_eq!(
        bad,
        [
            (3, Reason::DateStyle),
            (4, Reason::DateAmbiguous),
            (5, Reason::OutOfRange),
            (6, Reason::Swapped),
            (7, Reason::WrongType),
            (8, Reason::WrongType),
            (9, Reason::DuplicateId),
            (10, Reason::NoId),
            (11, Reason::Cells),
            (12, Reason::TooLong),
            (13, Reason::Quotes),
            (15, Reason::Encoding),
        ]
    );
    let good: Vec<&str> = rows.iter().flatten().map(|(_, says)| says.id.as_str()).collect();
    assert_eq!(good, ["1", "11", "13"], "of a place that nobody knows nothing is said");
    let all: Vec<_> = rows.iter().filter_map(|row| row.as_ref().err()).collect();
    assert_eq!(
        all[3].cells,
        ["5", "17/02/2022", "Stanytsia Luhanska", "Ukraine", "39.48", "48.65", "", ""],
        "nothing is lost"
    );
    assert!(all[6].detail.contains("row 2"), "{}", all[6].detail);
    assert_eq!(all[11].cells, ["12,18/02/2022,,,,,,\\xff\\xfe\n"]);
}

#[test]
fn damaged_lines_of_a_table_in_utf_8_are_set_aside_and_the_others_read_as_they_are() {
    let mut bytes = "Id,Place\n1,Станиця Луганська\n2,Врубівка\n".as_bytes().to_vec();
    bytes.extend_from_slice(b"3,\xd1\x82\xd0 cut\n4,caf\xe9\n");
    let (head, rows) = read(&bytes).unwrap();
    assert_eq!(head.encoding.as_deref(), Some("utf-8"));
    let bad: Vec<(u64, Reason)> =
        rows.iter().filter_map(|row| row.as_ref().err()).map(|bad| (bad.number, bad.reason)).collect();
    assert_eq!(bad, [(4, Reason::Encoding), (5, Reason::Encoding)]);
    assert_eq!(rows[1].as_ref().unwrap().cells, ["2", "Врубівка"]);
    let mut all = super::All::default();
    let which = rows::Which { encoding: Some("latin1"), ..rows::Which::default() };
    rows::read(std::io::Cursor::new(b"Id,Place\n1,caf\xe9\n"), which, rows::Limits::default(), &mut all).unwrap();
    assert_eq!(all.rows[0].as_ref().unwrap().cells, ["1", "café"]);
    let which = rows::Which { encoding: Some("martian"), ..rows::Which::default() };
    let unknown = rows::read(std::io::Cursor::new(b"a\n"), which, rows::Limits::default(), &mut all).unwrap_err();
    assert!(unknown.to_string().contains("`martian`"), "{unknown}");
}

#[test]
fn counts_that_do_not_rise_and_half_a_point_are_set_aside() {
    let mapping = Mapping::named("ucdp").unwrap().unwrap();
    let of = |from: &str, to: &str| {
        assert!(UCDP.contains(from), "{from}");
        taken(UCDP.replace(from, to).as_bytes(), &mapping, None).remove(0)
    };
    for (from, to, says) in [
        (",3,5,2\n", ",3,5,4\n", "4, 3, 5"),
        (",3,5,2\n", ",6,5,2\n", "2, 6, 5"),
        (",3,5,2\n", ",,1,2\n", "2, 1"),
        (",48.56,38.55,", ",,38.55,", "none north"),
        (",48.56,38.55,", ",48.56,,", "none east"),
    ] {
        let bad = of(from, to).unwrap_err();
        assert!(bad.reason == Reason::WrongType && bad.detail.contains(says), "{bad:?}");
    }
    let (head, rows) = read(UCDP.replace(",Clear,1,", ",Clear,9,").as_bytes()).unwrap();
    let mut intake = fogline_import::Intake::new(mapping.bind(&head.columns).unwrap(), None);
    let (_, facts) = intake.take(rows.into_iter().next().unwrap().unwrap()).unwrap();
    assert_eq!(intake.unknown_kind(&facts).as_deref(), Some("9"));
    let (_, facts) = of(",Clear,1,", ",Clear,2,").unwrap();
    assert_eq!(intake.unknown_kind(&facts), None);
}

#[test]
fn a_mapping_with_a_fault_is_told_with_its_line() {
    let told = |text: &str| Mapping::parse("own.toml", text).unwrap_err().to_string();
    let fault = told("name = 'x'\ncoder = 'y'\n[columns]\nidd = 'Id'\n");
    assert!(fault.contains("own.toml") && fault.contains("line 4") && fault.contains("idd"), "{fault}");
    assert!(told("name = 'x'\ncoder = ' '\n[columns]\n").contains("coder"));
    assert!(told("name = 'x'\ncoder = 'y'\n[columns]\nlatitude = 'a'\n").contains("longitude"));
    assert!(told("name = 'x'\ncoder = 'y'\n[columns]\n[days]\nstyles = ['roman']\n").contains("roman"));
    let mapping = Mapping::parse("own.toml", OWN).unwrap();
    let missing = mapping.bind(&["Id".to_owned(), "Date".to_owned()]).unwrap_err().to_string();
    assert!(missing.contains("`Lat`") && missing.contains("`Date`"), "{missing}");
    let unknown = Mapping::recognised(&["a".to_owned()]).unwrap_err().to_string();
    assert!(unknown.contains("`a`") && unknown.contains("fogline import map"), "{unknown}");
    let ucdp = Mapping::named("ucdp").unwrap().unwrap();
    let missing = ucdp.bind(&["id".to_owned()]).unwrap_err().to_string();
    assert_eq!(missing.matches("`where_prec`").count(), 1, "{missing}");
}

#[test]
fn encodings_and_marks_between_fields_are_told() {
    let text = "Id;Place\n1;Станиця Луганська\n2;Врубівка\n";
    let utf_16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let (windows, ..) = encoding_rs::WINDOWS_1251.encode(text);
    for bytes in [text.as_bytes(), &[b"\xef\xbb\xbf", text.as_bytes()].concat(), &utf_16, &windows] {
        let (head, rows) = read(bytes).unwrap();
        assert_eq!(head.columns, ["Id", "Place"], "{:?}", head.encoding);
        assert_eq!(rows[0].as_ref().unwrap().cells, ["1", "Станиця Луганська"], "{:?}", head.encoding);
    }
}

/// A workbook of one sheet with what a desk's sheet has.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, name) in ["Id", "Date", "Lat", "Killed", "Notes"].into_iter().enumerate() {
        sheet.write(0, at as u16, name).unwrap();
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write(1, 0, "a1").unwrap();
    sheet.write_number_with_format(1, 1, 44_609.0, &day).unwrap();
    sheet.write(1, 2, 48.6521).unwrap();
    sheet.write_formula(1, 3, Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write(1, 4, "A <b> & \"c\"\nЛуганська").unwrap();
    // Row 3 is empty, and row 4 has a formula that is an error.
    sheet.write(3, 0, "a2").unwrap();
    sheet.write_formula(3, 3, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write(4, 0, 7).unwrap();
    sheet.write(4, 1, 44_610).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_gives_its_values_and_runs_nothing() {
    let (head, rows) = read(&workbook()).unwrap();
    assert_eq!(head.columns, ["Id", "Date", "Lat", "Killed", "Notes"]);
    assert_eq!((head.sheet.as_deref(), head.has_macros), (Some("Sheet1"), false));
    let first = rows[0].as_ref().unwrap();
    assert_eq!(
        (first.number, first.cells.as_slice()),
        (2, &["a1", "2022-02-17", "48.6521", "2", "A <b> & \"c\"\nЛуганська"].map(str::to_owned)[..])
    );
    let numbers: Vec<u64> =
        rows.iter().map(|row| row.as_ref().map_or_else(|bad| bad.number, |row| row.number)).collect();
    assert_eq!(numbers, [2, 4, 5]);
    let last = rows[2].as_ref().unwrap();
    assert_eq!(last.cells, ["7", "44610", "", "", ""]);
    let mapping = "name = 'x'\ncoder = 'y'\n[columns]\nid = 'Id'\nday = 'Date'\n[days]\nstyles = ['excel_serial']\n";
    let says = taken(&workbook(), &Mapping::parse("x", mapping).unwrap(), None);
    let days: Vec<_> = says.iter().flatten().map(|(_, says)| says.from.clone().unwrap()).collect();
    assert!(days.starts_with(&["2022-02-17".to_owned()]) && days.ends_with(&["2022-02-18".to_owned()]), "{days:?}");
}

#[test]
fn a_mapping_is_guessed_from_columns_and_can_be_read() {
    let columns =
        ["Incident ID", "Date", "Oblast", "Settlement", "lat", "lon", "Killed", "Geo_Precision", "Source URL"]
            .map(str::to_owned);
    let row = |cells: [&str; 9]| cells.map(str::to_owned).to_vec();
    let rows = [
        row(["1", "03/04/2023", "", "", "", "", "", "exact", ""]),
        row(["2", "13/04/2023", "", "", "", "", "", "town", ""]),
    ];
    let draft = guess(&columns, &rows);
    let text = draft.toml("mine");
    let mapping = Mapping::parse("mine.toml", &text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(mapping.columns.id.as_deref(), Some("Incident ID"));
    assert_eq!(mapping.columns.place.as_deref(), Some("Settlement"));
    assert_eq!(mapping.columns.url, ["Source URL"]);
    assert_eq!(mapping.days.styles, [fogline_import::mapping::Style::DayFirst], "13/04 cannot have the month first");
    assert_eq!(mapping.place_precision.len(), 2);
    let both = guess(&columns, &rows[..1]).toml("mine");
    assert!(both.contains("leave one of the two"), "{both}");
}
