//! First-level divisions as areas, from GeoJSON of Natural Earth.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Builder, Entry, Id, fault};
use crate::gazetteer::{
    GazetteerError, Kind, NameKind,
    geo::{Point, simplified},
};

/// How far a simplified border may lie from the true one, in degrees: about two kilometres.
const TOLERANCE: f64 = 0.02;

#[derive(Deserialize)]
struct Collection<'j> {
    #[serde(borrow)]
    features: Vec<Feature<'j>>,
}

#[derive(Deserialize)]
struct Feature<'j> {
    properties: Properties,
    #[serde(borrow)]
    geometry: Option<&'j RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Properties {
    adm1_code: Option<String>,
    iso_a2: Option<String>,
    name: Option<String>,
    name_en: Option<String>,
    name_ru: Option<String>,
    name_uk: Option<String>,
    name_alt: Option<String>,
    woe_label: Option<String>,
    gn_name: Option<String>,
    postal: Option<String>,
    abbrev: Option<String>,
    gn_id: Option<i64>,
    gn_level: Option<i32>,
    gn_a1_code: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Vec<(f64, f64)>>),
    MultiPolygon(Vec<Vec<Vec<(f64, f64)>>>),
}

/// Countries whose divisions are known by their postal codes.
const BY_CODE: [&str; 3] = ["US", "CA", "AU"];

pub(super) fn add_divisions(builder: &mut Builder, json: &str) -> Result<(), GazetteerError> {
    let collection: Collection =
        serde_json::from_str(json).map_err(|error| fault("admin1.json", error.line(), error))?;
    for feature in collection.features {
        let properties = feature.properties;
        let level = properties.gn_level.unwrap_or(-1);
        if level == 0 {
            continue; // a country without divisions
        }
        let rings =
            feature.geometry.and_then(|raw| serde_json::from_str(raw.get()).ok()).map(rings).unwrap_or_default();
        let id = match properties.gn_id {
            Some(id) if id > 0 => Id::GeoNames(u32::try_from(id).unwrap_or_default()),
            _ => Id::Pack(format!("ne-{}", properties.adm1_code.clone().unwrap_or_default())),
        };
        let entry = entry_of(properties, level, rings);
        if !entry.name.is_empty() {
            builder.put(id, entry);
        }
    }
    Ok(())
}

fn entry_of(properties: Properties, level: i32, rings: Vec<Vec<Point>>) -> Entry {
    let full = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let code = full(properties.gn_a1_code).unwrap_or_default();
    let (country, admin1) = code.split_once('.').unwrap_or_default();
    // The code of the division tells the country by the international standard, whoever holds the land.
    let country = if country.len() == 2 { country.to_owned() } else { full(properties.iso_a2).unwrap_or_default() };
    let admin1 = if level == 1 { admin1.to_owned() } else { String::new() };
    let name = full(properties.name);
    let english = full(properties.name_en);
    let label = full(properties.woe_label).and_then(|label| label.split(',').next().map(str::trim).map(str::to_owned));
    let listed = label.or_else(|| english.clone()).or_else(|| name.clone()).unwrap_or_default();
    let (name_uk, name_ru) = (full(properties.name_uk), full(properties.name_ru));
    let alternatives = full(properties.name_alt).unwrap_or_default();
    let mut names: Vec<(String, NameKind)> = [name, english, name_ru.clone(), name_uk.clone(), properties.gn_name]
        .into_iter()
        .flatten()
        .chain(alternatives.split('|').map(str::to_owned))
        .filter(|other| other.chars().count() > 3 && !other.ends_with('.') && *other != listed)
        .map(|other| (other, NameKind::Other))
        .collect();
    if BY_CODE.contains(&country.as_str()) {
        let codes = [properties.postal, properties.abbrev].into_iter().flatten();
        let dotted = alternatives.split('|').filter(|other| other.ends_with('.') || other.chars().count() <= 3);
        names.extend(codes.chain(dotted.map(str::to_owned)).map(|code| (code, NameKind::Code)));
    }
    names.retain(|(name, _)| !name.trim().is_empty());
    Entry {
        name: listed,
        names,
        name_uk,
        name_ru,
        point: properties.latitude.zip(properties.longitude),
        country: if country.len() == 2 && country != "-1" { country } else { String::new() },
        admin1,
        feature: if level == 2 { "ADM2" } else { "ADM1" }.to_owned(),
        kind: if level == 2 { Kind::Adm2 } else { Kind::Adm1 },
        rings,
        ..Entry::default()
    }
}

/// Simplified rings; those that become a point are left out unless all do.
fn rings(geometry: Geometry) -> Vec<Vec<Point>> {
    let polygons = match geometry {
        Geometry::Polygon(polygon) => vec![polygon],
        Geometry::MultiPolygon(polygons) => polygons,
    };
    let all: Vec<Vec<Point>> = polygons
        .into_iter()
        .flatten()
        .map(|ring| {
            let ring: Vec<Point> = ring.into_iter().map(|(lon, lat)| (lat, lon)).collect();
            // A ring ends where it begins: its halves are simplified on their own.
            let middle = ring.len() / 2;
            let half = |part: Option<&[Point]>| simplified(part.unwrap_or_default(), TOLERANCE);
            let mut line = half(ring.get(..=middle));
            line.extend(half(ring.get(middle..)).into_iter().skip(1));
            line.pop();
            line
        })
        .collect();
    let large: Vec<_> = all.iter().filter(|ring| ring.len() > 3).cloned().collect();
    if large.is_empty() { all } else { large }
}
