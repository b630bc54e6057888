//! Files that are made are sound packs, what is written by hand stays, and faults of the sheet are told by line.

use std::{borrow::Cow, collections::BTreeMap};

use fogline::packs::Pack;
use proptest::prelude::*;

use super::{Made, make};
use crate::packs::sheet::{Row, Sheet, parse, written};

/// A conflict that no pack knows, sorted.
const SHEET: &str = "\
kind\tname\tside\trole\tas\tfrom\tsource
pack\tNorland, the lake conflict\t\t\t\t\t
side\tNorland's authorities\t\t\tGOV\t\t
side\tLake Front\t\t\tREB\t\t
side\tMonitors\t\tobserver\tOBS\t\t
side\tMedia in their own voice\t\tmedia\tMEDIA\t\t
state\tNorland\tGOV\t\tXNO\t\t
state\tNorlandic\t\tadjective\tNorland\t\t
state\tNorhaven\t\tcapital\tXNO\t\t
institution\tNorlandic Defence Ministry\tGOV\t\tXNO.mod\t\t
non_state_armed_group\tLake Front\tREB\t\t\t2018-01-01\tCharter
institution\tFront\t\t\tLake Front\t\t
non_state_armed_group\tОзёрный фронт\t\t\tLake Front\t\t
monitoring_mission\tLake Mission\tOBS\t\t\t\t
person\tAnna Berg\tyes\tDefence Minister @ Norlandic Defence Ministry\t\t2019-01-01..2020-12-31\tGazette 1
person\tAnna Berg\t\tPrime Minister @ XNO.gov\tAnna Berg\t2021-01-01\tGazette 2
person\tBerg\t\t\tAnna Berg\t\t
person\tJor Lind\tREB\tspokesman\t\t\t
international_org\tUnited Nations\tOBS\t\tun\t\t
outlet\tLake Voice\tREB\tparty_channel\t\t\tImprint
outlet\tNorhaven Post\tyes\tnewspaper\t\t\t
outlet\tNobody\tno\twire\t\t\t
place\tLakeland\tyes\tdivision\tXN.01\t\t
place\tOrm\tyes\t\tXN.01\t\t
place\tFar Town\tyes\t\tXN.02\t\t
label\tlake rats\tGOV\tfighters of the Lake Front\tLake Front\t\t
agreement\tOrm Accord\tyes\tAll fire stops [ASSAULT]; prisoners go home\tNorland; Lake Front; un\t2019-05-01\tText
person\tNot Sorted\t\t\t\t\t
";

fn sheet(text: &str) -> Sheet {
    parse(text).unwrap()
}

fn pack(made: &Made) -> Pack {
    let files: BTreeMap<String, Cow<'static, str>> =
        made.files.iter().map(|(name, text)| (name.clone(), Cow::Owned(text.clone()))).collect();
    let checked = Pack::check("norland", files.clone());
    assert_eq!(checked.faults, [], "{:#?}", made.files);
    Pack::parse("norland", files).unwrap()
}

#[test]
fn a_sorted_sheet_becomes_a_sound_pack() {
    let made = make(&sheet(SHEET), &BTreeMap::new()).unwrap();
    let pack = pack(&made);
    assert_eq!(made.open, 1, "whoever is not sorted is counted and not taken in");
    let side = |id: &str| pack.sides.iter().find(|side| side.id == id).unwrap();
    assert_eq!((&side("GOV").countries, &side("OBS").actors), (&vec!["XNO".to_owned()], &vec!["un".to_owned()]));
    assert_eq!(side("GOV").name, "Norland's authorities");
    let front = pack.actor("lake-front").unwrap();
    assert_eq!(
        (front.sides[0].side.as_str(), front.sides[0].from.unwrap().to_string()),
        ("REB", "2018-01-01".to_owned())
    );
    assert!(front.names.iter().any(|(_, name)| name == "Озёрный фронт"));
    assert!(made.files["institutions.toml"].contains("ambiguous = [\"Front\"]"), "{}", made.files["institutions.toml"]);
    assert!(
        made.files["states.toml"].contains("adj = \"Norlandic\"\ncapital = \"Norhaven\""),
        "{}",
        made.files["states.toml"]
    );
    let berg = pack.actor("person.anna-berg").unwrap();
    let roles: Vec<_> =
        berg.roles.iter().map(|role| (role.office.as_str(), role.organisation.as_deref().unwrap())).collect();
    assert_eq!(roles, [("Defence Minister", "XNO.mod"), ("Prime Minister", "XNO.gov")]);
    assert!(berg.sides.is_empty() && berg.names.iter().any(|(_, name)| name == "Berg"));
    assert_eq!(pack.agreements[0].parties, ["XNO", "lake-front", "un"]);
    assert_eq!(pack.agreements[0].measures.len(), 2);
    assert_eq!(pack.labels[0].of.as_deref(), Some("lake-front"));
    assert!(made.files["areas.toml"].contains("divisions = [\"XN.01\"]"), "{}", made.files["areas.toml"]);
    assert!(made.files["media.toml"].contains("[\"party\", \"REB\", \"\", \"\", \"Imprint\"]"));
    assert!(!made.files.values().any(|text| text.contains("Nobody") || text.contains("Not Sorted")));
}

#[test]
fn a_pack_needs_neither_persons_nor_outlets() {
    let made = make(&sheet("kind\tname\tside\npack\tX\t\n"), &BTreeMap::new()).unwrap();
    assert_eq!(made.files.keys().collect::<Vec<_>>(), ["pack.toml"]);
    pack(&made);
}

#[test]
fn made_again_it_is_the_same_and_what_is_by_hand_stays() {
    let first = make(&sheet(SHEET), &BTreeMap::new()).unwrap();
    let again = make(&sheet(SHEET), &first.files).unwrap();
    assert_eq!(first.files, again.files);
    // A person adds an entry, changes one that was made, and has files of their own.
    let mut mine = first.files.clone();
    let file = mine.get_mut("institutions.toml").unwrap();
    *file = file.replace("name = \"Lake Mission\"", "name = \"Lake Mission\"\nen = [\"LM\"]");
    file.push_str("\n# Mine.\n[[actor]]\nid = \"own\"\nname = \"Own Group\"\nkind = \"institution\"\n");
    mine.insert("notes.toml".to_owned(), "# nothing yet\n".to_owned());
    let fewer = SHEET
        .replace("label\tlake rats\tGOV", "label\tlake rats\tno")
        .replace("Norland's authorities", "The government");
    let later = make(&sheet(&fewer), &mine).unwrap();
    let file = &later.files["institutions.toml"];
    assert!(file.contains("# Mine.\n[[actor]]\nid = \"own\"") && file.contains("en = [\"LM\"]"), "{file}");
    assert_eq!(file.matches("id = \"lake-mission\"").count(), 1);
    assert!(later.kept.iter().any(|kept| kept.contains("actor lake-mission is written by hand")), "{:?}", later.kept);
    assert!(later.files["pack.toml"].contains("The government"), "what was only made follows the sheet");
    assert!(!later.files["labels.toml"].contains("lake rats"));
    assert_eq!(later.files["notes.toml"], "# nothing yet\n");
    assert_eq!(make(&sheet(&fewer), &later.files).unwrap().files, later.files);
    pack(&later);
}

#[test]
fn files_that_cannot_be_read_are_left_alone() {
    let broken = [("labels.toml".to_owned(), "[[label]\n".to_owned())].into_iter().collect();
    let faults = make(&sheet(SHEET), &broken).unwrap_err();
    assert!(
        faults[0].to_string().contains("labels.toml") && faults[0].fault.contains("nothing was written"),
        "{faults:?}"
    );
}

#[test]
fn faults_of_the_sheet_are_told_by_line() {
    let told = |row: &str, words: &str| {
        let text = format!("kind\tname\tside\trole\tas\tfrom\tsource\nside\tA\t\t\tGOV\t\t\n{row}\n");
        let faults = make(&sheet(&text), &BTreeMap::new()).unwrap_err();
        assert!(faults.iter().any(|fault| fault.line == 3 && fault.fault.contains(words)), "`{words}`: {faults:?}");
    };
    told("person\tAnna\tREB\t\t\t\t", "no row of kind `side` has the id `REB`");
    told("side\tB\t\t\tGOV\t\t", "is there twice");
    told("side\tB\t\tking\tB\t\t", "no role of a side");
    told("side\tB\t\t\t\t\t", "needs a short id");
    told("state\tNorland\tGOV\t\t\t\t", "needs its code");
    told("person\tAnna\tGOV\t\tno such one\t\t", "neither the name of another row nor an id");
    told("person\tAnna\tGOV\tAide @ The Moon\t\t\t", "no pack knows `The Moon`");
    told("person\tAnna\tGOV\t\t\t2021-13-01\t", "no date");
    told("person\tAnna\tGOV\t\t\t2021-02-01..2021-01-01\t", "before it begins");
    told("person\tAn\u{5c}u{202E}na\tGOV\t\t\t\t", "does not show (U+202E)");
    told("person\tAn\u{5c}nna\tGOV\t\t\t\t", "does not show (U+000A)");
    told("label\trats\tGOV\t\t\t\t", "neutral counterpart");
    told("label\trats\tyes\trebels\t\t\t", "needs the sides");
    told("agreement\tAccord\tyes\t\t\t\tx", "the day on which it was made");
    told("agreement\tAccord\tyes\t\t\t2020-01-01\t", "needs a source");
    told("agreement\tAccord\tyes\t\tNobody\t2020-01-01\tx", "who is named as a party");
    told("place\tOrm\tyes\t\tOrmland\t\t", "is no division");
    let circle = "kind\tname\tside\tas\nside\tA\t\tGOV\nperson\tA\tGOV\tB\nperson\tB\tGOV\tA\n";
    let faults = make(&sheet(circle), &BTreeMap::new()).unwrap_err();
    assert!(faults.iter().any(|fault| fault.fault.contains("names of each other")), "{faults:?}");
}

#[test]
fn hostile_names_are_text_and_nothing_else() {
    let names = [
        "=HYPERLINK(\"http://x\")",
        "a\"]\n[pack]",
        "x\\u0041",
        "'; DROP TABLE",
        "[[actor]]",
        "#<",
        "#> made from sorting.tsv x",
    ];
    for name in names {
        let row = |kind: &str, name: &str, side: &str, same: &str| Row {
            kind: kind.to_owned(),
            name: name.to_owned(),
            side: side.to_owned(),
            same: same.to_owned(),
            example: name.to_owned(),
            ..Row::default()
        };
        let rows = vec![row("side", "A", "", "GOV"), row("person", name, "GOV", "one")];
        let text = written(&Sheet { rows, ..Sheet::default() });
        match make(&sheet(&text), &BTreeMap::new()) {
            Ok(made) => {
                assert_eq!(pack(&made).actor("one").unwrap().name, name);
                assert_eq!(make(&sheet(&text), &made.files).unwrap().files, made.files);
            }
            Err(faults) => assert!(name.contains('\n') && faults[0].line > 0, "{name}: {faults:?}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_sheet_is_a_pack_or_a_list_of_faults(
        rows in prop::collection::vec(
            ("state|person|institution|label|agreement|place|outlet|bloc|side", "[A-Ca-c\\]\"#=é]{1,4}", "GOV|no|yes||GOV;GOV", "[A-C]?|XAA|UKR|un", "adjective|spokesman|x @ y|"),
            0..8,
        ),
    ) {
        let side = Row { kind: "side".to_owned(), name: "A".to_owned(), same: "GOV".to_owned(), ..Row::default() };
        let rows = rows.into_iter().map(|(kind, name, side, same, role)| Row { kind, name, side, role, same, ..Row::default() });
        let sheet = Sheet { rows: std::iter::once(side).chain(rows).collect(), ..Sheet::default() };
        if let Ok(made) = make(&sheet, &BTreeMap::new()) {
            for text in made.files.values() {
                prop_assert!(toml::from_str::<toml::Table>(text).is_ok(), "{}", text);
            }
            let again = make(&sheet, &made.files).map_err(|faults| TestCaseError::fail(format!("{faults:?}")))?;
            prop_assert_eq!(made.files, again.files);
        }
    }
}
