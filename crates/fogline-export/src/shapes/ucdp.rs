//! UCDP GED's columns, of incidents in which someone is said to have been killed.

use std::io::Write;

use fogline_reconcile::incidents::mention::Level;

use super::{days, doers, notes, outlets};
use crate::{
    Declared, ExportError, Input,
    input::said,
    tables::{self, Cell, Table},
    write::rows,
};

/// The columns as UCDP publishes them (GED), and one of our own.
pub(crate) const COLUMNS: [&str; 50] = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
    "fogline_notes",
];

/// The incidents with deaths, in UCDP GED's columns.
pub fn ucdp(input: &Input<'_>, out: impl Write) -> Result<Declared, ExportError> {
    let reports = input.by_reference();
    let mut left = 0;
    let mut undirected = 0;
    let mut table = Table { name: "ucdp", columns: Vec::new(), rows: Vec::new() };
    for incident in input.incidents {
        let (low, high) = tables::range(incident.details.get("killed"));
        if incident.family != "violence" || high.or(low).is_none_or(|most| most < 1.0) {
            left += 1;
            continue;
        }
        let doers = doers(incident, &reports);
        undirected += usize::from(doers.is_empty());
        let place = incident.place.as_ref();
        let site = place.is_some_and(|place| place.level == Level::Site);
        let known = |text: String| if text.is_empty() { Cell::Unknown } else { Cell::Text(text) };
        let told: Vec<_> = {
            let mut all: Vec<&str> = said(incident).map(|said| said.document.as_str()).collect();
            all.sort_unstable();
            all.dedup();
            all.into_iter().filter_map(|one| reports.get(one)).map(|report| &report.document).collect()
        };
        let list = |of: &dyn Fn(&fogline_reconcile::report::Document) -> Option<String>| {
            known(told.iter().filter_map(|document| of(document)).collect::<Vec<_>>().join("; "))
        };
        let best = incident.details.get("killed").and_then(|detail| {
            let mut standing = detail.values.iter().filter(|value| !value.superseded).filter_map(|value| value.best);
            let first = standing.next()?;
            standing.all(|other| (other - first).abs() < f64::EPSILON).then_some(first)
        });
        let mut row = vec![Cell::Unknown; COLUMNS.len()];
        let mut set = |name: &str, cell: Cell| {
            if let Some(place) = COLUMNS.iter().position(|column| *column == name).and_then(|at| row.get_mut(at)) {
                *place = cell;
            }
        };
        set("relid", (&incident.id).into());
        set("year", incident.time.start.as_deref().and_then(|day| day.get(..4)).into());
        set("side_a", known(doers.join("; ")));
        set("number_of_sources", incident.reports.into());
        set("source_article", list(&|document| document.uri.clone()));
        set("source_office", known(outlets(incident).join("; ")));
        set("source_date", list(&|document| document.published.clone()));
        set("source_headline", list(&|document| document.title.clone()));
        set(
            "source_original",
            known(incident.origins.each.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join("; ")),
        );
        set(
            "where_prec",
            place
                .map(|_| {
                    if site && !input.public {
                        "1"
                    } else if site {
                        "2"
                    } else {
                        "5"
                    }
                })
                .into(),
        );
        set("where_coordinates", place.map(|place| &place.name).into());
        set("where_description", place.map(|place| &place.name).into());
        set("latitude", place.and_then(|place| place.lat).into());
        set("longitude", place.and_then(|place| place.lon).into());
        set(
            "geom_wkt",
            place.and_then(|one| one.lon.zip(one.lat)).map(|(lon, lat)| format!("POINT ({lon} {lat})")).into(),
        );
        set("event_clarity", (if incident.time.stated && site { "1" } else { "2" }).into());
        set(
            "date_prec",
            days(incident)
                .map(|days| match days {
                    ..=1 => "1",
                    2..=6 => "2",
                    7 => "3",
                    8..=31 => "4",
                    _ => "5",
                })
                .into(),
        );
        set("date_start", incident.time.start.as_ref().into());
        set("date_end", incident.time.end.as_ref().into());
        set("best", best.into());
        set("high", high.into());
        set("low", low.into());
        set("fogline_notes", notes(incident).into());
        table.rows.push(row);
    }
    rows(out, &COLUMNS, None, &table)?;
    Ok(Declared::new("Incidents of Fogline in UCDP GED's columns. This is not data of UCDP", input)
        .loses("fogline_notes is no column of UCDP: it has the statuses, what was taken back, and whether people looked at it.")
        .loses("relid is Fogline's incident id; it leads back to `fogline incident ID`. id, and all numbers that UCDP gives, are empty.")
        .loses(format!(
            "side_a is filled only where responsibility is acknowledged, agreed, attributed by an observer or self-reported; in \
             {undirected} rows it is empty. side_b, dyad, conflict and type_of_violence are never filled: they would say who fought whom."
        ))
        .loses("low and high are the least and the most of the standing figures, as reports give them: no confidence interval. best is filled where all figures are the same. Deaths are not divided by side.")
        .loses("source_office is who printed it, source_original whom it goes back to; number_of_sources counts reports, not origins.")
        .loses(format!("{left} incidents without reported deaths, or that are no violence, are left out.")))
}
