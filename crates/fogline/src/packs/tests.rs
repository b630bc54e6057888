//! Broken packs are told by file, line and fault; dated roles lead to sides.

use std::{borrow::Cow, collections::BTreeMap};

use jiff::civil::date;

use super::{Pack, side_of, side_of_word};
use crate::{document::OutletKind, faults::Fault};

const HEAD: &str = "[pack]\ntitle = \"A test\"\n[[side]]\nid = \"A\"\nname = \"A\"\ncountries = [\"RUS\"]\n";

fn pack(files: &[(&str, &str)]) -> Result<Pack, Vec<Fault>> {
    let files: BTreeMap<String, Cow<'static, str>> =
        files.iter().map(|(name, text)| ((*name).to_owned(), Cow::Owned((*text).to_owned()))).collect();
    Pack::parse("test", files).map_err(|error| error.faults)
}

fn fault(actors: &str) -> (String, usize, String) {
    let faults = pack(&[("pack.toml", HEAD), ("people.toml", actors)]).unwrap_err();
    let Fault { file, line, fault } = faults.first().unwrap().clone();
    (file, line, fault)
}

fn bundled() -> Vec<&'static Pack> {
    Pack::bundled().unwrap().iter().collect()
}

#[test]
fn bundled_packs_are_sound() {
    let packs = bundled();
    assert_eq!(packs.first().unwrap().id, "general");
    assert!(packs.iter().any(|pack| pack.id == "donbas-2022"));
    let states =
        packs[0].actors.iter().filter(|actor| actor.id.len() == 3 && actor.country.as_ref() == Some(&actor.id));
    assert!(states.count() > 190);
}

#[test]
fn broken_packs_are_told_by_file_line_and_fault() {
    let told = |actors: &str, line: usize, words: &str| {
        let (file, at, fault) = fault(actors);
        assert_eq!((file.as_str(), at), ("people.toml", line), "{fault}");
        assert!(fault.contains(words), "{fault}");
    };
    told("[[actor]]\nid = \"x\"\nname = \"X\"\nkind = \"wizard\"\n", 4, "no kind of actor");
    told("[[actor]]\nid = \"x\"\nname = \"X\"\nkind = \"person\"\ncolour = 1\n", 5, "colour");
    told("[[actor]]\nid = \"x\"\nname = \"X\"\nkind = \"person\"\nsectors = [\"ZZZ\"]\n", 5, "no sector");
    told("[[actor]]\nid = \"x\"\nname = \"X\"\nkind = \"person\"\nsides = [[\"B\", \"\", \"\"]]\n", 5, "no side `B`");
    told("[[actor]]\nid = \"x\"\nname = \" \"\nkind = \"person\"\n", 3, "a name is empty");
    told("[[actor]]\nid = \"x\"\nname = \"X\"\nkind = \"person\"\nuk = [\"\"]\n", 5, "a name is empty");
    told("[[actor]]\nid = \"x\"\nname = \"X\\nY\"\nkind = \"person\"\n", 1, "several lines");
    told(
        "[[actor]]\nid = \"x\"\nname = \"X\"\nkind = \"person\"\nsides = [[\"A\", \"\", \"\", \"a book\"]]\n",
        5,
        "3 cells at most",
    );
    told(
        "[[actor]]\nid = \"x\"\nname = \"X\"\nkind = \"institution\"\nparent = \"y\"\n[[actor]]\nid = \"y\"\n\
         name = \"Y\"\nkind = \"institution\"\nparent = \"x\"\n",
        5,
        "part of itself",
    );
    told(
        "[[agreement]]\nid = \"a\"\nname = \"A\"\nmade = \"\"\nparties = [\"RUS\"]\nsource = \"s\"\n",
        4,
        "needs the day",
    );
    for id in ["none", "", "A B", "A\\nB", "A,B", "No"] {
        told(
            &format!("[[side]]\nid = \"{id}\"\nname = \"S\"\n"),
            if id.contains('\\') { 1 } else { 2 },
            "no id of a side",
        );
    }
    told("[[side]]\nid = \"B\"\nname = \"\"\n", 3, "a name is empty");
    told(
        "[[actor]]\nid = \"x\"\nname = \"X\"\nkind = \"person\"\nroles = [[\"Boss\", \"nowhere\", \"\", \"\"]]\n",
        5,
        "no actor `nowhere`",
    );
    told(
        "[[actor]]\nid = \"x\"\nname = \"X\"\nkind = \"person\"\nroles = [[\"Boss\", \"RUS.mfa\", \"2022-02-30\", \"\"]]\n",
        5,
        "no date",
    );
    told(
        "[[actor]]\nid = \"x\"\nname = \"X\"\nkind = \"person\"\nroles = [[\"Boss\", \"RUS.mfa\", \"2022-02-02\", \"2021-01-01\"]]\n",
        5,
        "before it begins",
    );
    told(
        "[[actor]]\nid = \"x\"\nname = \"X\"\nkind = \"outlet\"\nclass = \"state_media\"\n",
        2,
        "state media without funding",
    );
    told("[[actor]]\nid = \"x\"\nname = \"X\"\n\n[[actor]]\n = 2\n", 6, "");
    told(
        "[[actor]]\nid = \"x\"\nname = \"X\"\nkind = \"person\"\n[[actor]]\nid = \"x\"\nname = \"Y\"\nkind = \"person\"\n",
        6,
        "twice",
    );
    let faults = pack(&[("people.toml", "")]).unwrap_err();
    assert_eq!(faults.first().unwrap().fault, "no file has a [pack]");
}

#[test]
fn broken_hosts_and_lines_are_told_by_file_line_and_fault() {
    let outlet = "[[actor]]\nid = \"x\"\nname = \"X\"\nkind = \"outlet\"\nclass = \"wire\"\n";
    let told = |rest: &str, line: usize, words: &str| {
        let (file, at, fault) = fault(&format!("{outlet}{rest}"));
        assert_eq!((file.as_str(), at), ("people.toml", line), "{fault}");
        assert!(fault.contains(words), "{fault}");
    };
    for host in
        ["https://x.example", "x.example/a", "X.example", "www.x.example", "example", "x..example", "-x.example"]
    {
        told(&format!("hosts = [\n\"a.example\",\n\"{host}\"]\n"), 8, "is no host");
    }
    told("hosts = [\"a.example\", \"a.example\"]\n", 6, "twice");
    told("hosts = [\"reuters.com\"]\n", 6, "already in the general pack");
    told("lines = [\"Advert\"]\n", 6, "too short");
    let person = "[[actor]]\nid = \"y\"\nname = \"Y\"\nkind = \"person\"\nhosts = [\"y.example\"]\n";
    told(person, 10, "no outlet");
}

#[test]
fn every_fault_is_told_at_once() {
    let faults = pack(&[("pack.toml", HEAD), ("a.toml", "x ="), ("b.toml", "[[bloc]]\nid = \"Q\"\nsides = [\"Z\"]\n")]);
    assert_eq!(faults.unwrap_err().len(), 2);
}

#[test]
fn the_side_follows_the_office_held_on_the_day() {
    let packs = bundled();
    let donbas = packs.iter().find(|pack| pack.id == "donbas-2022").unwrap();
    let rau = donbas.actors.iter().find(|actor| actor.name == "Zbigniew Rau").unwrap();
    assert_eq!(rau.role_on(Some(date(2022, 2, 17))).unwrap().office, "OSCE Chairperson-in-Office");
    assert_eq!(rau.role_on(Some(date(2021, 2, 17))).unwrap().office, "Foreign minister");
    let text = "[[actor]]\nid = \"x\"\nname = \"X\"\nkind = \"person\"\nroles = [[\"Aide\", \"RUS.pres\", \"2020-01-01\", \"2021-12-31\"]]\n";
    let test = pack(&[("pack.toml", HEAD), ("people.toml", text)]).unwrap();
    let both = [packs[0], &test];
    let actor = test.actor("x").unwrap();
    assert_eq!(side_of(actor, Some(date(2021, 5, 1)), &both).as_deref(), Some("A"));
    assert_eq!(side_of(actor, Some(date(2022, 5, 1)), &both), None);
}

#[test]
fn the_chair_of_an_organisation_is_not_its_mission() {
    let packs = bundled();
    let donbas = packs.iter().find(|pack| pack.id == "donbas-2022").unwrap();
    let day = Some(date(2022, 2, 17));
    let side = |id: &str| side_of(donbas.actor(id).unwrap(), day, &packs);
    assert_eq!(side("smm").as_deref(), Some("IND"));
    assert_eq!(side("osce.cio").as_deref(), Some("WEST"));
    assert_eq!(side("dpr").as_deref(), Some("SEP"));
}

#[test]
fn words_of_inputs_are_mapped_to_sides() {
    let donbas = bundled().into_iter().find(|pack| pack.id == "donbas-2022").unwrap();
    for (word, side) in [
        ("russian_government", "RU"),
        ("separatist", "SEP"),
        ("Ukrainian", "UA"),
        ("western", "WEST"),
        ("independent", "IND"),
        ("monitor", "IND"),
        ("UA", "UA"),
    ] {
        assert_eq!(side_of_word(word, donbas).as_deref(), Some(side), "{word}");
    }
    assert_eq!(side_of_word("martian", donbas), None);
}

#[test]
fn state_media_are_so_by_one_criterion() {
    let general = bundled()[0];
    for actor in &general.actors {
        let Some(outlet) = &actor.outlet else { continue };
        let is = |about: &str| outlet.facts.iter().any(|fact| fact.about == about && fact.value == "state");
        assert_eq!(outlet.class == OutletKind::StateMedia, is("funding") && is("control"), "{}", actor.id);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_is_a_pack_or_a_list_of_faults(text in "\\PC{0,200}") {
        if let Err(faults) = pack(&[("pack.toml", HEAD), ("a.toml", &text)]) {
            proptest::prop_assert!(!faults.is_empty());
        }
    }
}

#[test]
fn countries_that_no_pack_knows_are_warned_of() {
    let head = HEAD.replace("title = \"A test\"", "title = \"A test\"\nparties = [\"RUS\", \"ZZZ\"]");
    let actor = "[[actor]]\nid = \"x\"\nname = \"Xavo Xen\"\nkind = \"person\"\ncountry = \"QQQ\"\n";
    let files = [("pack.toml", head), ("people.toml", actor.to_owned())];
    let files = files.into_iter().map(|(name, text)| (name.to_owned(), Cow::Owned(text))).collect();
    let warnings = Pack::check("test", files).warnings;
    let told: Vec<(&str, usize)> = warnings.iter().map(|one| (one.file.as_str(), one.line)).collect();
    assert_eq!(told, [("pack.toml", 3), ("people.toml", 5)], "{warnings:?}");
}

#[test]
fn bytes_that_are_no_text_are_told_by_line() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("pack.toml"), b"[pack]\ntitle = \"caf\xe9\"\n").unwrap();
    let faults = Pack::load(dir.path()).unwrap_err().faults;
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["pack.toml:2: byte 13 of the line is not UTF-8; save the file as UTF-8"]);
}

#[test]
fn circles_of_sides_are_faults_and_are_told_by_line() {
    let faults = |blocs: &str| {
        let faults = pack(&[("pack.toml", HEAD), ("z.toml", blocs)]).unwrap_err();
        faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let found = faults("[[bloc]]\nid = \"Q\"\nsides = [\"A\", \"R\"]\n[[bloc]]\nid = \"R\"\nsides = [\"Q\", \"A\"]\n");
    assert!(found.contains("z.toml:3: `R` is a bloc") && found.contains("z.toml:6: `Q` is a bloc"), "{found}");
    let found = faults("[[bloc]]\nid = \"Q\"\nsides = [\n\"A\",\n\"Q\"]\n");
    assert!(found.contains("z.toml:2: bloc `Q` holds itself"), "{found}");
    let found = faults("[[bloc]]\nid = \"Q\"\nsides = [\"A\"]\n[[bloc]]\nid = \"Q\"\nsides = [\"A\"]\n");
    assert!(found.contains("z.toml:5: bloc `Q` is there twice"), "{found}");
}

#[test]
fn what_is_probably_not_meant_so_is_warned_of_with_its_line() {
    let files = |rest: &str| -> BTreeMap<String, Cow<'static, str>> {
        let head = HEAD.replace("[[side]]", "[[side]]\nid = \"B\"\nname = \"B\"\ncountries = [\"UKR\"]\n[[side]]");
        [("pack.toml", head), ("people.toml", rest.to_owned())]
            .into_iter()
            .map(|(name, text)| (name.to_owned(), Cow::Owned(text)))
            .collect()
    };
    let told = |rest: &str, line: usize, words: &str| {
        let checked = Pack::check("test", files(rest));
        assert_eq!(checked.faults, []);
        let found = checked.warnings.iter().any(|one| one.line == line && one.fault.contains(words));
        assert!(found, "`{words}` at line {line} is none of {:?}", checked.warnings);
    };
    let actor = |id: &str, rest: &str| {
        format!("[[actor]]\nid = \"{id}\"\nname = \"Norhaven {id}\"\nkind = \"institution\"\n{rest}")
    };
    told(
        &format!("{}{}", actor("x", "en = [\"Lake Men\"]\n"), actor("y", "en = [\"Lake Men\"]\n")),
        10,
        "is a name of `x` too",
    );
    told(&actor("x", "en = [\"Council\"]\n"), 5, "would be found in reports");
    told(&actor("x", "en = [\"lot\"]\n"), 5, "would be found in reports");
    told(
        &actor("x", "sides = [[\"A\", \"2020-01-01\", \"\"], [\"B\", \"2021-01-01\", \"\"]]\n"),
        5,
        "at the same time",
    );
    told(
        &actor(
            "x",
            "roles = [[\"Aide\", \"RUS.mfa\", \"2020-01-01\", \"2021-12-31\"], [\"Envoy\", \"UKR.mfa\", \"2021-12-31\", \"\"]]\n",
        ),
        5,
        "(Envoy) at the same time",
    );
    told("[[bloc]]\nid = \"Q\"\nsides = [\"A\"]\n", 2, "has one side");
    told(
        "[[bloc]]\nid = \"Q\"\nsides = [\"A\", \"B\"]\n[[bloc]]\nid = \"R\"\nsides = [\"B\", \"A\"]\n",
        6,
        "is in `Q` already",
    );
    told("[[side]]\nid = \"C\"\nname = \"C\"\n", 2, "nobody belongs to side `C`");
    told("[[side]]\nid = \"C\"\nname = \"C\"\ncountries = [\"XQZ\"]\n", 4, "no pack has a state `XQZ`");
    let agreement = "[[agreement]]\nid = \"a\"\nname = \"A\"\nmade = \"2020-02-02\"\nin_force = \"2020-01-01\"\nparties = []\nsource = \"s\"\n";
    told(agreement, 2, "binds nobody");
    told(agreement, 2, "has no measure");
    told(agreement, 5, "before it was made");
    let sound = actor("x", "sides = [[\"A\", \"2020-01-01\", \"2020-12-31\"], [\"B\", \"2021-01-01\", \"\"]]\n");
    assert_eq!(Pack::check("test", files(&sound)).warnings, []);
}

#[test]
fn a_damaged_file_of_areas_is_a_fault() {
    let files = [("pack.toml", HEAD), ("areas.toml", "countries = [\n\"RU\",\n")];
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), Cow::Borrowed(*text))).collect();
    let checked = Pack::check("test", files);
    assert!(checked.faults.iter().any(|fault| fault.file == "areas.toml" && fault.line > 0), "{checked:?}");
}

#[test]
fn bundled_packs_have_no_faults_and_their_warnings_are_few() {
    for pack in bundled() {
        let checked = Pack::check(&pack.id, pack.files.clone());
        assert_eq!(checked.faults, [], "{}", pack.id);
        assert!(pack.id == "general" || checked.warnings.is_empty(), "{}: {:#?}", pack.id, checked.warnings);
    }
}
