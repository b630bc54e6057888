//! Places in texts, by the small gazetteer of the tests and without a model.

use std::sync::Arc;

use proptest::prelude::*;

use super::{PlaceMention, PlacePrecision, places};
use crate::{
    annotate::{self, Models},
    document::{Document, Facts, Segment, SegmentKind},
    gazetteer::{geo, tests::opened},
    offsets::OffsetMap,
    packs::{self, Pack},
    span::Span,
};

fn document(text: &str) -> Document {
    Document {
        reference: "test".into(),
        sha256: [0; 32],
        original: Arc::from(text.as_bytes()),
        text: Arc::from(text),
        offsets: OffsetMap::identity(text.len(), 0),
        segments: vec![Segment { kind: SegmentKind::Body, span: Span::new(0, text.len()) }],
        facts: Facts::default(),
        media: Vec::new(),
        post: None,
        marks: Vec::new(),
    }
}

/// The places of a text, with the bundled packs that it is read with.
fn read(text: &str) -> Vec<PlaceMention> {
    let document = document(text);
    let annotation = annotate::annotate(&document, &Models::default());
    let packs = packs::chosen(&document, &annotation, Pack::bundled().unwrap());
    places(&document, &annotation, Some(&opened()), &packs)
}

fn found(text: &str) -> Vec<(String, String)> {
    let id = |place: &PlaceMention| place.place.as_ref().map_or("open".to_owned(), |place| place.id.clone());
    read(text).iter().map(|place| (place.span.of(text).to_owned(), id(place))).collect()
}

#[track_caller]
fn is(text: &str, expected: &[(&str, &str)]) {
    let found = found(text);
    let found: Vec<(&str, &str)> = found.iter().map(|(words, id)| (words.as_str(), id.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn the_text_says_which_place_of_a_name_is_meant() {
    is(
        "The train stopped in Springfield, Illinois.",
        &[("Springfield", "geonames:4250542"), ("Illinois", "geonames:4896861")],
    );
    is("Talks were held in Paris, France.", &[("Paris", "geonames:2988507"), ("France", "geonames:3017382")]);
    is("A storm hit Paris, Texas.", &[("Paris", "geonames:4717560"), ("Texas", "geonames:4736286")]);
    is("The envoys met in Moscow.", &[("Moscow", "geonames:524901")]);
}

#[test]
fn a_dateline_s_capitals_are_read_and_its_agency_is_no_place() {
    let text = "СТАНИЦА ЛУГАНСКАЯ. Обстрел начался утром.";
    let end = text.find(" Обстрел").unwrap();
    let mut document = document(text);
    document.segments = vec![
        Segment { kind: SegmentKind::Dateline, span: Span::new(0, end) },
        Segment { kind: SegmentKind::Body, span: Span::new(end + 1, text.len()) },
    ];
    let annotation = annotate::annotate(&document, &Models::default());
    let places = places(&document, &annotation, Some(&opened()), &[]);
    let [place] = &places[..] else { panic!("{places:?}") };
    assert_eq!(place.place.as_ref().map(|place| place.id.as_str()), Some("geonames:692953"));
}

#[test]
fn words_of_class_tell_a_region_from_its_city() {
    is("They fought in the Donetsk region.", &[("Donetsk", "geonames:709716")]);
    is("They fought in the city of Donetsk.", &[("Donetsk", "geonames:709717")]);
}

#[test]
fn names_are_read_in_the_cases_of_russian_and_ukrainian() {
    is("Обстрел начался в Донецке утром.", &[("Донецке", "geonames:709717")]);
    is("Мост у Станицы Луганской закрыт.", &[("Станицы Луганской", "geonames:692953")]);
    is(
        "Снаряд упал в поселке Врубовка Луганской области.",
        &[("Врубовка", "geonames:689500"), ("Луганской области", "geonames:702657")],
    );
    is("Школу у Врубівці пошкоджено.", &[("Врубівці", "geonames:689500")]);
    is("Вибухи лунали у Харкові.", &[("Харкові", "geonames:706483")]);
}

#[test]
fn distance_and_bearing_give_a_point() {
    for text in [
        "Shells landed 15km north of Donetsk.",
        "Shells landed about 15 kilometers (nine miles) north of Donetsk.",
        "Снаряды упали в 15 км к северу от Донецка.",
        "Shells landed 14-16km N of Donetsk.",
        "Shells landed between 14 and 16 km to the north of the city of Donetsk.",
        "Flashes were seen fifteen kilometres north of the camera in Donetsk.",
        "Снаряды упали в 15 км севернее города Донецк.",
    ] {
        let all = read(text);
        let computed = all.iter().find(|place| place.precision == Some(PlacePrecision::Point));
        let point = computed.and_then(|place| place.place.as_ref()?.point).expect(text);
        assert!((geo::kilometres(point, (48.023, 37.80224)) - 15.0).abs() < 0.1, "{text}");
        assert!(point.0 > 48.1, "{text}");
    }
}

#[test]
fn villages_of_one_name_stay_open_with_their_candidates() {
    let all = read("The village of Oleksandrivka was quiet.");
    assert_eq!((all[0].place.as_ref(), all[0].candidates.len(), all[0].alternatives), (None, 3, 2));
    is(
        "In Oleksandrivka, Donetsk Oblast, a house burned.",
        &[("Oleksandrivka", "geonames:698625"), ("Donetsk Oblast", "geonames:709716")],
    );
}

#[test]
fn one_name_in_two_divisions_is_two_places() {
    is(
        "In Oleksandrivka, Donetsk Oblast, and Oleksandrivka, a village in the Kyiv region, houses burned.",
        &[
            ("Oleksandrivka", "geonames:698625"),
            ("Donetsk Oblast", "geonames:709716"),
            ("Oleksandrivka", "geonames:698626"),
            ("Kyiv", "geonames:703446"),
        ],
    );
}

#[test]
fn a_word_of_class_is_said_of_a_list_and_not_of_what_holds_the_place() {
    is(
        "The Kharkiv and Donetsk regions were quiet.",
        &[("Kharkiv", "geonames:706484"), ("Donetsk", "geonames:709716")],
    );
    is("Shells hit a district of Kharkiv.", &[("Kharkiv", "geonames:706483")]);
    is("Shells hit the Saltivka district of Kharkiv.", &[("Kharkiv", "geonames:706483")]);
}

#[test]
fn a_list_of_divisions_shares_its_word_of_class() {
    is(
        "В Донецкой и Луганской областях было тихо.",
        &[("Донецкой", "geonames:709716"), ("Луганской областях", "geonames:702657")],
    );
    is(
        "У Донецькій та Луганській областях було тихо.",
        &[("Донецькій", "geonames:709716"), ("Луганській областях", "geonames:702657")],
    );
}

#[test]
fn another_name_of_a_city_gives_way_to_towns_that_bear_it() {
    let all = read("Residents of Oleksandrivka fled to Kyiv.");
    assert_ne!(all[0].candidates[0].id, "geonames:709717");
}

#[test]
fn an_article_is_no_part_of_an_abbreviation() {
    is("A US envoy left.", &[("US", "geonames:6252001")]);
}

#[test]
fn areas_and_lines_are_told_as_such() {
    let text = "Shelling along the line of contact in Donbas and over the Black Sea.";
    let kinds: Vec<_> = read(text).iter().map(|place| (place.span.of(text).to_owned(), place.precision)).collect();
    assert_eq!(
        kinds,
        [
            ("line of contact".to_owned(), Some(PlacePrecision::Line)),
            ("Donbas".to_owned(), Some(PlacePrecision::Area)),
            ("Black Sea".to_owned(), Some(PlacePrecision::Area)),
        ]
    );
}

proptest! {
    #[test]
    fn every_mention_lies_in_the_text_between_characters(words in prop::collection::vec(
        prop_oneof![
            Just("Donetsk".to_owned()), Just("in".to_owned()), Just("15km north of".to_owned()), Just("U.S.".to_owned()),
            Just("Донецке".to_owned()), Just("у Харкові".to_owned()), Just("—".to_owned()), "\\PC{0,6}",
        ], 0..20,
    )) {
        let text = words.join(" ");
        for place in read(&text) {
            prop_assert!(!place.span.is_empty());
            prop_assert!(text.get(place.span.range()).is_some());
        }
    }
}
