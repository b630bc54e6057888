//! A small gazetteer of facts for tests, written and read again.

use proptest::prelude::*;

use crate::lang::Lang;

use super::{
    Gazetteer, GazetteerError, Kind, NameKind,
    build::{Builder, Entry, Id},
};

/// number, name, latitude, longitude, country, division, feature, kind, people, other names
const ROWS: &str = include_str!("tests.tsv");

/// The bytes of a gazetteer of a few dozen places.
pub(crate) fn small() -> Vec<u8> {
    let mut builder = Builder::default();
    for line in ROWS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, name, lat, lon, country, admin1, feature, kind, population, names] = cells[..] else {
            panic!("{line}");
        };
        let names = names.split('|').filter(|name| !name.is_empty()).map(|name| {
            let of_people = name.strip_prefix('*').map(|name| (name.to_owned(), NameKind::Demonym));
            let code = name.strip_prefix('=').map(|name| (name.to_owned(), NameKind::Code));
            of_people.or(code).unwrap_or((name.to_owned(), NameKind::Other))
        });
        let entry = Entry {
            name: name.to_owned(),
            names: names.collect(),
            point: Some((lat.parse().unwrap(), lon.parse().unwrap())),
            country: country.to_owned(),
            admin1: admin1.to_owned(),
            feature: feature.to_owned(),
            kind: Kind::named(kind).unwrap(),
            population: population.parse().unwrap(),
            ..Entry::default()
        };
        builder.put(id.parse().map_or_else(|_| Id::Pack(id.to_owned()), Id::GeoNames), entry);
    }
    builder.finish().unwrap()
}

pub(crate) fn opened() -> Gazetteer {
    let mut gazetteer = Gazetteer::default();
    gazetteer.add(small()).unwrap();
    gazetteer
}

#[test]
fn names_are_found_in_any_spelling_the_largest_first() {
    let gazetteer = opened();
    let ids = |found: Vec<(super::Place, NameKind)>| found.iter().map(|(place, _)| place.id()).collect::<Vec<_>>();
    assert_eq!(ids(gazetteer.lookup("donetsk")), ["geonames:709717", "geonames:565348", "geonames:709716"]);
    assert_eq!(ids(gazetteer.lookup("STANYTSYA LUHANSKA")), ["geonames:692953"]);
    assert_eq!(ids(gazetteer.lookup_loose("Stanitsa Luganskaya")), ["geonames:692953"]);
    assert!(ids(gazetteer.lookup("Nowhere")).is_empty());
    let fuzzy: Vec<String> = gazetteer.lookup_fuzzy("doentsk").iter().map(|place| place.id()).collect();
    assert!(fuzzy.contains(&"geonames:709717".to_owned()));
    let place = gazetteer.by_id("geonames:709717").unwrap();
    assert_eq!(
        (place.name(), place.country(), place.admin1(), place.kind()),
        ("Donetsk", Some("UA"), "05", Kind::Settlement)
    );
}

#[test]
fn a_layer_takes_the_place_of_what_has_its_ids() {
    let mut gazetteer = opened();
    let mut builder = Builder::default();
    builder.put(
        Id::GeoNames(709_717),
        Entry { name: "Stalino".into(), point: Some((48.0, 37.8)), country: "UA".into(), ..Entry::default() },
    );
    gazetteer.add(builder.finish().unwrap()).unwrap();
    let found: Vec<String> = gazetteer.lookup("Donetsk").iter().map(|(place, _)| place.id()).collect();
    assert_eq!(found, ["geonames:565348", "geonames:709716"]);
    assert_eq!(gazetteer.by_id("geonames:709717").unwrap().name(), "Stalino");
}

#[test]
fn the_same_entries_give_the_same_bytes() {
    assert_eq!(small(), small());
}

#[test]
fn other_files_are_refused() {
    let open = |bytes: Vec<u8>| Gazetteer::default().add(bytes).map(|_| ()).unwrap_err();
    assert!(matches!(open(b"PK".to_vec()), GazetteerError::NotAGazetteer));
    for version in [1, 99] {
        let mut other = small();
        other[7] = version;
        let error = open(other);
        assert!(matches!(error, GazetteerError::Version) && error.to_string().contains("build it again"), "{error}");
    }
    let mut short = small();
    short.truncate(short.len() - 10);
    assert!(matches!(open(short), GazetteerError::Damaged(_)));
}

proptest! {
    #[test]
    fn a_damaged_file_gives_an_error_or_answers(at in 0_usize..4000, byte: u8, cut in 0_usize..4000) {
        let mut bytes = small();
        let at = at * bytes.len() / 4000;
        bytes[at] = byte;
        if cut < 1000 {
            bytes.truncate(cut * bytes.len() / 1000);
        }
        let mut gazetteer = Gazetteer::default();
        if gazetteer.add(bytes).is_ok() {
            for name in ["Donetsk", "Springfield", "Україна"] {
                for (place, _) in gazetteer.lookup(name).into_iter().chain(gazetteer.lookup_loose(name)) {
                    let _ = (place.id(), place.name().len(), place.name_in(Lang::Uk), place.point(), place.feature().len(), place.rings());
                }
            }
            let _ = gazetteer.division_of((48.0, 37.8));
        }
    }

    #[test]
    fn dumps_of_any_content_are_read_or_refused(line in "[\\PC\t]{0,200}") {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("XX.txt"), &line).unwrap();
        let _ = super::build::read_dumps(folder.path());
    }
}

#[test]
fn geonames_dumps_become_a_layer() {
    let folder = tempfile::tempdir().unwrap();
    let row =
        "1\tVerkhnie\tVerkhnie\tVerhnee\t48.5\t38.5\tP\tPPL\tUA\t\t14\t\t\t\t120\t\t90\tEurope/Kyiv\t2020-01-01\n";
    std::fs::write(folder.path().join("UA.txt"), row).unwrap();
    std::fs::write(
        folder.path().join("alternateNamesV2.txt"),
        "8\t1\tru\tВерхний\t\t\t\t1\t\t\n9\t1\tru\tВерхнее\t\t\t\t\t\t\n",
    )
    .unwrap();
    let builder = super::build::read_dumps(folder.path()).unwrap();
    let mut gazetteer = Gazetteer::default();
    gazetteer.add(builder.finish().unwrap()).unwrap();
    let place = gazetteer.lookup("Верхнее")[0].0;
    assert_eq!(place.population(), 120);
    // What is marked as of the past is found, but not shown.
    assert_eq!(place.name_in(Lang::Ru), Some("Верхнее"));
    assert_eq!((place.name_in(Lang::Uk), place.name_in(Lang::En)), (None, Some("Verkhnie")));
    std::fs::write(folder.path().join("UA.txt"), "1\tVerkhnie\n").unwrap();
    let error = super::build::read_dumps(folder.path()).unwrap_err().to_string();
    assert_eq!(error, "UA.txt, line 1: 2 columns, where a GeoNames dump has 19");
}

#[test]
#[ignore = "needs what `make gazetteer` downloads: FOGLINE_GAZETTEER_SOURCES names its folder, FOGLINE_GAZETTEER_OUT a file to write"]
fn names_of_the_world() {
    let sources = std::env::var("FOGLINE_GAZETTEER_SOURCES").unwrap();
    let tables = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../gazetteer");
    let bytes = super::build::world(sources.as_ref(), &tables).unwrap().finish().unwrap();
    if let Ok(out) = std::env::var("FOGLINE_GAZETTEER_OUT") {
        std::fs::write(out, &bytes).unwrap();
    }
    let mut gazetteer = Gazetteer::default();
    gazetteer.add(bytes).unwrap();
    let shown = |id: &str| {
        let place = gazetteer.by_id(id).unwrap();
        (place.name_in(Lang::Uk).unwrap_or("-"), place.name_in(Lang::Ru).unwrap_or("-"))
    };
    assert_eq!(shown("geonames:709930"), ("Дніпро", "Днепр"));
    assert_eq!(shown("geonames:709716"), ("Донецька область", "Донецкая область"));
    assert_eq!(shown("geonames:690791"), ("Україна", "Украина"));
    assert_eq!(shown("geonames:524901"), ("Москва", "Москва"));
    // Shares of settlements with a name in Ukrainian and in Russian, a little below what was measured.
    for (country, ukrainian, russian) in [("UA", 0.97, 0.86), ("RU", 0.44, 0.97), ("BY", 0.57, 0.93)] {
        let of_it = |place: &super::Place<'_>| {
            place.country() == Some(country) && place.kind() == Kind::Settlement && place.population() > 5000
        };
        let all: Vec<_> = gazetteer.places().filter(of_it).collect();
        let with = |lang| all.iter().filter(|place| place.name_in(lang).is_some()).count() as f64 / all.len() as f64;
        let (uk, ru) = (with(Lang::Uk), with(Lang::Ru));
        assert!(uk > ukrainian && ru > russian, "{country} {uk} {ru}");
    }
}
