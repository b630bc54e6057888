//! The table of incidents: one row each.

use fogline_reconcile::incidents::{Detail, Incident};

use super::{Cell, Column, Kind, Table, column};
use crate::{Input, input::word};

const COLUMNS: &[Column] = &[
    column("id", Kind::Text, "#meta+id", "id of the incident"),
    column("aliases", Kind::Texts, "#meta+id+alias", "ids that it had before"),
    column("label", Kind::Text, "#event+name", "neutral name, by Fogline"),
    column("family", Kind::Text, "#event+family", "family of events"),
    column("kind", Kind::Text, "#event+type", "PLOVER event, or `statement`"),
    column("place", Kind::Text, "#loc+name", "name of the place"),
    column("gazetteer_id", Kind::Text, "#loc+code", "id in the gazetteer"),
    column("admin1", Kind::Text, "#adm1+code", "GeoNames code of the first-level division"),
    column("place_level", Kind::Text, "#loc+type", "`site`, `area` or `unplaced`"),
    column("lat", Kind::Number, "#geo+lat", "degrees north"),
    column("lon", Kind::Number, "#geo+lon", "degrees east"),
    column("start", Kind::Day, "#date+start", "first day that it can have been"),
    column("end", Kind::Day, "#date+end", "last day that it can have been"),
    column("day_stated", Kind::Flag, "#meta+date", "whether a report tells the day"),
    column("occurrence", Kind::Text, "#status+occurrence", "whether it happened, by who says so"),
    column("responsibility", Kind::Text, "#status+responsibility", "who did it, by who says so"),
    column("roll_up", Kind::Text, "#status+summary", "one word for lists"),
    column("denied_by", Kind::Texts, "#indicator+denied", "sides that deny it"),
    column("accused", Kind::Texts, "#actor+accused", "ids of those who are accused"),
    column("accused_sides", Kind::Texts, "#actor+accused+side", "their sides"),
    column("reports", Kind::Whole, "#indicator+reports+num", "reports that tell of it"),
    column("origins_min", Kind::Whole, "#indicator+origins+min+num", "origins of these, at least"),
    column("origins_max", Kind::Whole, "#indicator+origins+max+num", "origins of these, at most"),
    column("sides", Kind::Texts, "#actor+side", "sides that speak of it"),
    column("killed_low", Kind::Number, "#affected+killed+min", "killed: the least that any standing report says"),
    column("killed_high", Kind::Number, "#affected+killed+max", "killed: the most that any standing report says"),
    column("injured_low", Kind::Number, "#affected+injured+min", "injured: the least"),
    column("injured_high", Kind::Number, "#affected+injured+max", "injured: the most"),
    column(
        "figures_status",
        Kind::Text,
        "#status+figures",
        "how the figures of killed and injured stand to each other",
    ),
    column("rules", Kind::Texts, "#meta+rules", "rules that decided"),
    column("reviewed", Kind::Text, "#meta+reviewed", "`machine`, `reviewed` or `by_hand`"),
];

/// The incidents.
pub fn incidents(input: &Input<'_>) -> Table {
    Table { name: "incidents", columns: COLUMNS.to_vec(), rows: input.incidents.iter().map(row).collect() }
}

fn row(one: &Incident) -> Vec<Cell> {
    let place = one.place.as_ref();
    let (killed, injured) = (range(one.details.get("killed")), range(one.details.get("injured")));
    let mut accused_sides: Vec<String> = one.accused.iter().filter_map(|party| party.side.clone()).collect();
    accused_sides.sort();
    accused_sides.dedup();
    let figures = ["killed", "injured"]
        .iter()
        .filter_map(|slot| Some(format!("{slot}: {}", word(one.details.get(*slot)?.status))));
    let figures = figures.collect::<Vec<_>>().join(", ");
    vec![
        (&one.id).into(),
        (&one.aliases).into(),
        (&one.label).into(),
        (&one.family).into(),
        (&one.kind).into(),
        place.map(|place| &place.name).into(),
        place.and_then(|place| place.gazetteer_id.as_ref()).into(),
        place.and_then(|place| place.admin1.as_ref()).into(),
        place.map(|place| word(place.level)).into(),
        place.and_then(|place| place.lat).into(),
        place.and_then(|place| place.lon).into(),
        one.time.start.as_ref().into(),
        one.time.end.as_ref().into(),
        one.time.stated.into(),
        (&one.occurrence).into(),
        (&one.responsibility).into(),
        (&one.roll_up).into(),
        (&one.denied_by).into(),
        one.accused.iter().map(|party| party.id.clone()).collect::<Vec<_>>().into(),
        accused_sides.into(),
        one.reports.into(),
        one.origins.min.into(),
        one.origins.max.into(),
        (&one.sides).into(),
        killed.0.into(),
        killed.1.into(),
        injured.0.into(),
        injured.1.into(),
        (!figures.is_empty()).then_some(figures).into(),
        one.why.iter().map(|reason| reason.rule.clone()).collect::<Vec<_>>().into(),
        word(one.reviewed).into(),
    ]
}

/// The least and the most that standing values say. A word without a number, as "dozens", is neither.
pub(crate) fn range(detail: Option<&Detail>) -> (Option<f64>, Option<f64>) {
    let standing = || detail.into_iter().flat_map(|detail| &detail.values).filter(|value| !value.superseded);
    let low = standing().filter_map(|value| value.low.or(value.best));
    let high = standing().filter_map(|value| value.high.or(value.best));
    (low.min_by(f64::total_cmp), high.max_by(f64::total_cmp))
}
