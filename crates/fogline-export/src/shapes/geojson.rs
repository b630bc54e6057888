//! GeoJSON (RFC 7946) of incidents: one feature each; without a geometry where no place, or only an area, is known.

use std::io::Write;

use fogline_reconcile::public::{self, Policy};
use serde_json::{Value, json};

use crate::{Declared, ExportError, Input, input::word, tables};

/// How finely points are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coordinates {
    /// At public precision.
    Public,
    /// As reports tell them; not for publication. Of an [`Input`] in public form they are public all the same.
    AsRead,
}

/// The incidents as a feature collection. Coordinates are longitude and latitude (WGS 84).
pub fn geojson(input: &Input<'_>, coordinates: Coordinates, mut out: impl Write) -> Result<Declared, ExportError> {
    let fine = coordinates == Coordinates::AsRead && !input.public;
    let precision =
        if fine { "as reports tell them: not for publication".to_owned() } else { Policy::bundled().stated() };
    // What was released has its public places already.
    let located = (!fine && !input.public).then(|| public::located(input.incidents, input.reports));
    let mut placed = 0;
    let mut features = Vec::new();
    for (number, incident) in input.incidents.iter().enumerate() {
        let (place, label) = match located.as_ref().and_then(|all| all.get(number)) {
            Some((place, label)) => (place.as_ref(), label),
            None => (incident.place.as_ref(), &incident.label),
        };
        let point = place.and_then(|place| place.lon.zip(place.lat));
        let point = point.filter(|(lon, lat)| lon.abs() <= 180.0 && lat.abs() <= 90.0);
        placed += usize::from(point.is_some());
        let figures = |slot: &str| {
            let (low, high) = tables::range(incident.details.get(slot));
            json!({ "low": low, "high": high })
        };
        features.push(json!({
            "type": "Feature",
            "id": incident.id,
            "geometry": point.map_or(Value::Null, |(lon, lat)| json!({ "type": "Point", "coordinates": [lon, lat] })),
            "properties": {
                "label": label,
                "family": incident.family,
                "kind": incident.kind,
                "place": place.map(|place| &place.name),
                "place_level": place.map(|place| word(place.level)),
                "start": incident.time.start,
                "end": incident.time.end,
                "occurrence": incident.occurrence,
                "responsibility": incident.responsibility,
                "denied_by": incident.denied_by,
                "roll_up": incident.roll_up,
                "reports": incident.reports,
                "origins": { "min": incident.origins.min, "max": incident.origins.max },
                "sides": incident.sides,
                "killed": figures("killed"),
                "injured": figures("injured"),
                "reviewed": word(incident.reviewed),
            },
        }));
    }
    let total = features.len();
    let all = json!({
        "type": "FeatureCollection",
        "fogline": { "as_of": input.as_of, "rules": input.rules, "head": input.head, "public": input.public, "precision": precision },
        "features": features,
    });
    serde_json::to_writer(&mut out, &all)?;
    out.write_all(b"\n")?;
    Ok(Declared::new("Incidents of Fogline as GeoJSON (RFC 7946)", input)
        .loses(format!("Precision of points: {precision}"))
        .loses(format!("{} of {total} incidents have no point: no place is told, or only an area.", total - placed))
        .loses("Accounts, exact words and weapons are not in it."))
}
