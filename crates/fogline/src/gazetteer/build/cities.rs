//! Settlements: fresh names and populations from one package, feature codes and second-level divisions from the other,
//! counties by the settlements that lie in them.

use std::collections::BTreeMap;

use hashbrown::HashMap;
use serde::Deserialize;

use super::{Builder, Entry, Id, fault};
use crate::gazetteer::{GazetteerError, Kind, NameKind, geo};

#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u32,
    admin1code: String,
    #[serde(default)]
    alternatenames: Vec<String>,
}

pub(super) fn add_cities(builder: &mut Builder, json: &str) -> Result<(), GazetteerError> {
    let cities: BTreeMap<String, City> =
        serde_json::from_str(json).map_err(|error| fault("cities500.json", error.line(), error))?;
    for city in cities.into_values() {
        let names = alternates(city.alternatenames.iter().map(String::as_str), &city.name);
        builder.put(
            Id::GeoNames(city.geonameid),
            Entry {
                name: city.name,
                names,
                point: Some((city.latitude, city.longitude)),
                country: city.countrycode,
                admin1: city.admin1code,
                population: city.population,
                ..Entry::default()
            },
        );
    }
    Ok(())
}

/// Other names of a place, without airport codes and the like.
pub(super) fn alternates<'a>(names: impl Iterator<Item = &'a str>, main: &str) -> Vec<(String, NameKind)> {
    let is_name = |name: &&str| {
        *name != main && name.chars().count() > 2 && name.chars().any(char::is_lowercase) && super::is_indexed(name)
    };
    names.filter(is_name).map(|name| (name.to_owned(), NameKind::Other)).collect()
}

/// What a settlement of a feature code is.
pub(super) fn kind_of(feature: &str) -> Kind {
    if feature == "PPLX" { Kind::Section } else { Kind::Settlement }
}

pub(super) fn add_features(builder: &mut Builder, text: &str) -> Result<(), GazetteerError> {
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
        let row = super::dumps::Row::parse(line).map_err(|reason| fault("cities500.txt", i + 1, reason))?;
        let entry = builder.entry(Id::GeoNames(row.id));
        if entry.name.is_empty() {
            row.name.clone_into(&mut entry.name);
            entry.names = alternates(row.alternates.split(','), row.name);
            entry.point = Some(row.point);
            row.country.clone_into(&mut entry.country);
            row.admin1.clone_into(&mut entry.admin1);
        }
        row.admin2.clone_into(&mut entry.admin2);
        row.feature.clone_into(&mut entry.feature);
        entry.kind = kind_of(row.feature);
        if entry.population == 0 {
            entry.population = row.population;
        }
    }
    Ok(())
}

/// Rows without a feature code that many people live in, close to a larger town or one that is the seat of a division,
/// are its districts.
pub(super) fn mark_sections(builder: &mut Builder) {
    const MANY: u32 = 20_000;
    const CLOSE: f64 = 15.0;
    let mut towns: HashMap<(i32, i32), Vec<((f64, f64), u32)>> = HashMap::new();
    let cell = |point: (f64, f64)| (point.0.floor() as i32, point.1.floor() as i32);
    for entry in builder.entries.values() {
        let is_seat = matches!(entry.feature.as_str(), "PPLC" | "PPLA" | "PPLA2");
        if let Some(point) = entry.point
            && !entry.feature.is_empty()
            && entry.kind == Kind::Settlement
            && entry.population > MANY
        {
            let weight = if is_seat { u32::MAX } else { entry.population };
            towns.entry(cell(point)).or_default().push((point, weight));
        }
    }
    for entry in builder.entries.values_mut() {
        let Some(point) = entry.point.filter(|_| entry.feature.is_empty() && entry.population > MANY) else { continue };
        let (lat, lon) = cell(point);
        let mut near = (lat - 1..=lat + 1).flat_map(|lat| (lon - 1..=lon + 1).map(move |lon| (lat, lon)));
        let is_larger = |town: &((f64, f64), u32)| town.1 > entry.population && geo::kilometres(town.0, point) <= CLOSE;
        if near.any(|cell| towns.get(&cell).is_some_and(|towns| towns.iter().any(is_larger))) {
            entry.kind = Kind::Section;
        }
    }
}

#[derive(Deserialize)]
struct County {
    fips: String,
    name: String,
    state: String,
}

/// Counties of the United States, each at the middle of where its people live.
pub(super) fn add_counties(builder: &mut Builder, json: &str) -> Result<(), GazetteerError> {
    let counties: Vec<County> =
        serde_json::from_str(json).map_err(|error| fault("us_counties.json", error.line(), error))?;
    let mut middles: HashMap<(String, String), (f64, f64, f64)> = HashMap::new();
    for entry in builder.entries.values().filter(|entry| entry.country == "US" && !entry.admin2.is_empty()) {
        if let Some(point) = entry.point {
            let weight = f64::from(entry.population.max(1));
            let sum = middles.entry((entry.admin1.clone(), entry.admin2.clone())).or_default();
            *sum = (sum.0 + point.0 * weight, sum.1 + point.1 * weight, sum.2 + weight);
        }
    }
    for county in counties {
        let Some(code) = county.fips.get(2..5) else { continue };
        let Some(sum) = middles.get(&(county.state.clone(), code.to_owned())) else { continue };
        builder.put(
            Id::Pack(format!("us-county-{}", county.fips)),
            Entry {
                names: Vec::new(),
                name: county.name,
                point: Some((sum.0 / sum.2, sum.1 / sum.2)),
                country: "US".to_owned(),
                admin1: county.state,
                admin2: code.to_owned(),
                feature: "ADM2".to_owned(),
                kind: Kind::Adm2,
                population: (sum.2 as u32).min(20_000_000),
                ..Entry::default()
            },
        );
    }
    Ok(())
}
