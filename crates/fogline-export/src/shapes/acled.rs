//! ACLED's columns. What ACLED's form has no room for, and what is not known, is declared.

use std::io::Write;

use fogline_reconcile::incidents::{Detail, Incident, mention::Level};

use super::{days, doers, notes, outlets};
use crate::{
    Declared, ExportError, Input,
    crosswalk::Crosswalk,
    tables::{Cell, Table},
    write::rows,
};

/// The columns as ACLED publishes them.
pub(crate) const COLUMNS: [&str; 31] = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
];

/// The incidents for which ACLED has an event type, in its columns.
pub fn acled(input: &Input<'_>, out: impl Write) -> Result<Declared, ExportError> {
    let reports = input.by_reference();
    let mut left = 0;
    let mut undirected = 0;
    let mut table = Table { name: "acled", columns: Vec::new(), rows: Vec::new() };
    for incident in input.incidents {
        let Some(row) = Crosswalk::bundled().acled(incident) else {
            left += 1;
            continue;
        };
        let doers = doers(incident, &reports);
        undirected += usize::from(doers.is_empty());
        let place = incident.place.as_ref();
        let site = place.is_some_and(|place| place.level == Level::Site);
        let known = |text: &str| if text.is_empty() { Cell::Unknown } else { Cell::from(text) };
        let fatalities = fatalities(incident.details.get("killed"));
        table.rows.push(vec![
            (&incident.id).into(),
            incident.time.start.as_ref().into(),
            incident.time.start.as_deref().and_then(|day| day.get(..4)).into(),
            days(incident)
                .map(|days| {
                    if days <= 1 {
                        "1"
                    } else if days <= 7 {
                        "2"
                    } else {
                        "3"
                    }
                })
                .into(),
            known(&row.disorder_type),
            known(&row.event_type),
            known(&row.sub_event_type),
            known(&doers.join("; ")),
            Cell::Unknown,
            Cell::Unknown,
            Cell::Unknown,
            Cell::Unknown,
            Cell::Unknown,
            Cell::Unknown,
            Cell::Unknown,
            Cell::Unknown,
            Cell::Unknown,
            Cell::Unknown,
            place.filter(|_| !site).map(|place| &place.name).into(),
            Cell::Unknown,
            Cell::Unknown,
            place.filter(|_| site).map(|place| &place.name).into(),
            place.and_then(|place| place.lat).into(),
            place.and_then(|place| place.lon).into(),
            place
                .map(|_| {
                    if site && !input.public {
                        "1"
                    } else if site {
                        "2"
                    } else {
                        "3"
                    }
                })
                .into(),
            known(&outlets(incident).join("; ")),
            Cell::Unknown,
            note(incident, fatalities.is_some()).into(),
            fatalities.into(),
            known(if incident.details.contains_key("killed") { "" } else { "fatalities not reported" }),
            Cell::Unknown,
        ]);
    }
    rows(out, &COLUMNS, None, &table)?;
    Ok(Declared::new("Incidents of Fogline in ACLED's columns. This is not data of ACLED", input)
        .loses("event_id_cnty is Fogline's incident id; it leads back to `fogline incident ID`.")
        .loses(format!(
            "actor1 and actor2 have no direction in ACLED. actor1 is filled only where responsibility is acknowledged, agreed, \
             attributed by an observer or self-reported; in {undirected} rows it is empty. Who accuses whom is in `notes` and in the tables."
        ))
        .loses("fatalities is the least of the standing figures, as ACLED's codebook asks; `tens` is 10, `dozens` 12, `hundreds` 100 here alone. Empty means not reported, where ACLED writes 0.")
        .loses("admin1 is filled where a place is told by area alone; country, iso, region, admin2, admin3, inter1, inter2, interaction, civilian_targeting, source_scale and timestamp are not filled.")
        .loses("sub_event_type is empty where ACLED's types would say more than is known.")
        .loses(format!("{left} incidents are of no type that ACLED has and are left out.")))
}

/// The least of the standing figures, with ACLED's numbers for words.
fn fatalities(killed: Option<&Detail>) -> Option<f64> {
    let standing = killed.into_iter().flat_map(|detail| &detail.values).filter(|value| !value.superseded);
    let numbers =
        standing.filter_map(|value| value.low.or(value.best).or_else(|| Crosswalk::bundled().number_of(&value.value)));
    numbers.min_by(f64::total_cmp)
}

fn note(incident: &Incident, deaths: bool) -> String {
    let mut out = notes(incident);
    let values = incident.details.get("killed").map(|detail| detail.values.as_slice()).unwrap_or_default();
    if deaths && values.len() > 1 {
        let list: Vec<String> = values
            .iter()
            .map(|value| {
                format!(
                    "{} ({})",
                    value.value,
                    if value.sides.is_empty() { "side not known".to_owned() } else { value.sides.join(", ") }
                )
            })
            .collect();
        out.extend([" Figures of killed differ: ", &list.join("; "), "."]);
    }
    out
}
