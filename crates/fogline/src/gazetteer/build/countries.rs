//! Countries and continents: names, codes, populations. Points, languages and names of peoples come from our own table.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Builder, Entry, Id, fault};
use crate::gazetteer::{GazetteerError, Kind, NameKind};

#[derive(Deserialize)]
struct Country {
    geonameid: u32,
    name: String,
    iso: String,
    iso3: String,
    population: u32,
}

/// Countries that are no more; their codes lead to what came after them.
const PAST: [&str; 2] = ["CS", "AN"];

pub(super) fn add_countries(builder: &mut Builder, json: &str) -> Result<(), GazetteerError> {
    let countries: BTreeMap<String, Country> =
        serde_json::from_str(json).map_err(|error| fault("countries.json", error.line(), error))?;
    for country in countries.into_values().filter(|country| !PAST.contains(&country.iso.as_str())) {
        builder.put(
            Id::GeoNames(country.geonameid),
            Entry {
                name: country.name.trim().to_owned(),
                names: vec![(country.iso3, NameKind::Code)],
                country: country.iso,
                feature: "PCLI".to_owned(),
                kind: Kind::Country,
                population: country.population,
                ..Entry::default()
            },
        );
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Continent {
    geoname_id: u32,
    name: String,
    lat: String,
    lng: String,
    alternate_names: Vec<Alternate>,
}

#[derive(Deserialize)]
struct Alternate {
    name: String,
    lang: Option<String>,
}

pub(super) fn add_continents(builder: &mut Builder, json: &str) -> Result<(), GazetteerError> {
    let continents: BTreeMap<String, Continent> =
        serde_json::from_str(json).map_err(|error| fault("continents.json", error.line(), error))?;
    for continent in continents.into_values() {
        let told = |lang: &str| {
            let mut all = continent.alternate_names.iter().filter(|other| other.lang.as_deref() == Some(lang));
            all.next().map(|other| other.name.clone())
        };
        let (name_uk, name_ru) = (told("uk"), told("ru"));
        let names = continent
            .alternate_names
            .into_iter()
            .filter(|other| matches!(other.lang.as_deref(), Some("en" | "ru" | "uk")) && other.name != continent.name)
            .map(|other| (other.name, NameKind::Other))
            .collect();
        builder.put(
            Id::GeoNames(continent.geoname_id),
            Entry {
                name: continent.name,
                names,
                name_uk,
                name_ru,
                point: continent.lat.parse().ok().zip(continent.lng.parse().ok()),
                feature: "CONT".to_owned(),
                kind: Kind::Area,
                ..Entry::default()
            },
        );
    }
    Ok(())
}
