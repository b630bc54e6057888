//! Outlets are found by host and name; what a record says stands.

use std::{borrow::Cow, collections::BTreeMap};

use super::Outlets;
use crate::{
    acquire::{self, Body, Record},
    document::{Document, Facts, OutletKind},
    offsets::OffsetMap,
    packs::Pack,
};

const PACK: &str = r#"
[pack]
title = "A test"
[[actor]]
id = "outlet.post"
name = "The Harbour Post"
kind = "outlet"
class = "newspaper"
en = ["Harbour Post", "Daily"]
hosts = ["harbourpost.example"]
lines = ["Independent since 1911", "Printed in the harbour hall:..."]
[[actor]]
id = "outlet.channel"
name = "Northchannel"
kind = "outlet"
class = "broadcaster"
en = ["Daily"]
hosts = ["news.north.example"]
lines = ["You watch the north"]
"#;

fn outlets() -> Outlets {
    let files = BTreeMap::from([("pack.toml".to_owned(), Cow::Borrowed(PACK))]);
    Outlets::new(&[Pack::parse("test", files).unwrap()])
}

fn read(text: &str, facts: Facts) -> Document {
    let body = Body::Text { text: text.to_owned(), offsets: OffsetMap::identity(text.len(), 0) };
    let record = Record { facts, ..Record::new("r", text.as_bytes(), body) };
    acquire::document(record, &outlets(), &Facts::default())
}

fn facts(outlet: &str, uri: &str) -> Facts {
    let given = |fact: &str| (!fact.is_empty()).then(|| fact.to_owned());
    Facts { outlet: given(outlet), uri: given(uri), ..Facts::default() }
}

#[test]
fn a_host_stands_for_all_below_it() {
    let outlets = outlets();
    let id = |address: &str| outlets.of(address).map(|outlet| outlet.id.as_str());
    for address in [
        "harbourpost.example",
        "https://www.harbourpost.example/world/1",
        "http://m.HarbourPost.example:80",
        "https://edition.harbourpost.example/",
        "https://archive.example/2022/https://harbourpost.example/1",
    ] {
        assert_eq!(id(address), Some("outlet.post"), "{address}");
    }
    assert_eq!(id("https://news.north.example/1"), Some("outlet.channel"));
    for address in ["https://north.example", "https://otherharbourpost.example", "https://example", "example", ""] {
        assert_eq!(id(address), None, "{address}");
    }
}

#[test]
fn a_name_that_two_outlets_bear_leads_to_none() {
    let outlets = outlets();
    assert_eq!(outlets.of("«harbour  post»").unwrap().kind, OutletKind::Newspaper);
    assert_eq!(outlets.of("The Northchannel").unwrap().kind, OutletKind::Broadcaster);
    assert_eq!(outlets.of("Daily"), None);
}

#[test]
fn name_and_kind_are_completed_and_never_replaced() {
    let told = |given: Facts| {
        let facts = read("The bridge fell.", given).facts;
        (facts.outlet.unwrap_or_default(), facts.outlet_kind)
    };
    let (post, channel) = ("https://harbourpost.example/1", "https://news.north.example/1");
    assert_eq!(told(facts("", post)), ("The Harbour Post".to_owned(), Some(OutletKind::Newspaper)));
    // The kind comes by the name that is given, also where another's page repeats the report.
    assert_eq!(told(facts("harbour post", channel)), ("harbour post".to_owned(), Some(OutletKind::Newspaper)));
    assert_eq!(told(facts("Daily", channel)), ("Daily".to_owned(), Some(OutletKind::Broadcaster)));
    assert_eq!(
        told(facts("Post of the North", channel)),
        ("Post of the North".to_owned(), Some(OutletKind::Broadcaster))
    );
    assert_eq!(told(facts("Another", "https://another.example")), ("Another".to_owned(), None));
    let given = Facts { outlet_kind: Some(OutletKind::Aggregator), ..facts("", post) };
    assert_eq!(told(given), ("The Harbour Post".to_owned(), Some(OutletKind::Aggregator)));
}

#[test]
fn the_lines_of_its_own_outlet_are_no_part_of_a_report() {
    let text = "Independent since 1911\nThe bridge fell on Monday, the mayor said.\nPrinted in the harbour hall: at night\nNobody was hurt, he said.\nYou watch the north";
    let body = |given: Facts| {
        let document = read(text, given);
        let read = document.segments.iter().filter(|segment| segment.kind.name() == "body");
        read.map(|segment| segment.span.of(&document.text).to_owned()).collect::<Vec<_>>().join("|")
    };
    assert_eq!(
        body(facts("", "https://harbourpost.example/1")),
        "The bridge fell on Monday, the mayor said.|Nobody was hurt, he said.\nYou watch the north"
    );
    assert!(!body(facts("Northchannel", "")).contains("You watch"));
    assert!(body(facts("", "")).contains("You watch"));
}

#[test]
fn the_bundled_tables_know_the_agencies() {
    let outlets = Outlets::bundled();
    for (address, name, kind) in [
        ("https://www.reuters.com/world/", "Reuters", OutletKind::Wire),
        ("https://tass.ru/politika/1", "TASS", OutletKind::StateMedia),
        ("https://www.ukrinform.ua/rubric-ato/1.html", "Ukrinform", OutletKind::StateMedia),
        ("https://edition.cnn.com/2022/02/17/", "CNN", OutletKind::Broadcaster),
        ("https://dan-news.info/1", "Donetsk News Agency", OutletKind::PartyChannel),
    ] {
        let outlet = outlets.of(address).unwrap();
        assert_eq!((outlet.name.as_str(), outlet.kind), (name, kind));
        assert_eq!(outlets.of(name), Some(outlet));
    }
}
