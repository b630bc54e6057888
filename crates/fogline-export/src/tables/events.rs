//! The table of events: what single reports say happened, or did not, or is to happen.

use super::{Cell, Column, Kind, Table, column};
use crate::{Input, input::place};

const COLUMNS: &[Column] = &[
    column("document", Kind::Text, "#meta+document", "the report, as the input calls it"),
    column("event", Kind::Text, "#meta+id", "id of the event in it"),
    column("sha256", Kind::Text, "#meta+hash", "SHA-256 of the report's original bytes"),
    column("type", Kind::Text, "#event+type", "PLOVER event; empty for damage and casualties alone"),
    column("modes", Kind::Texts, "#event+mode", "PLOVER modes"),
    column("trigger", Kind::Text, "#description+word", "the word that tells of it"),
    column("start", Kind::Whole, "#meta+start", "where the word begins, in code points of the report's text"),
    column("end", Kind::Whole, "#meta+end", "where it ends"),
    column("actor", Kind::Texts, "#actor+id+source", "ids of who is said to do it"),
    column("recipient", Kind::Texts, "#actor+id+target", "ids of to whom it is said to be done"),
    column("object_struck", Kind::Text, "#event+object", "what is said to be struck"),
    column("weapon", Kind::Text, "#event+weapon", "with what"),
    column("place", Kind::Text, "#loc+name", "where"),
    column("gazetteer_id", Kind::Text, "#loc+code", "id of the place in the gazetteer"),
    column("lat", Kind::Number, "#geo+lat", "degrees north"),
    column("lon", Kind::Number, "#geo+lon", "degrees east"),
    column("place_precision", Kind::Text, "#loc+precision", "how finely the place is told"),
    column("time_start", Kind::Instant, "#date+start", "from when it is said to have been"),
    column("time_end", Kind::Instant, "#date+end", "until when"),
    column("figures", Kind::Texts, "#affected", "figures, as KIND=LOW..HIGH"),
    column("polarity", Kind::Text, "#status+polarity", "`negative` where it is said not to have been"),
    column(
        "modality",
        Kind::Text,
        "#status+modality",
        "`actual` where it is said to have been; plans and hopes are others",
    ),
    column("tense", Kind::Text, "#status+tense", "past, ongoing, future or historical"),
    column("asserted_in", Kind::Texts, "#meta+statements", "ids of the statements that tell of it"),
    column("incidents", Kind::Texts, "#meta+incidents", "ids of the incidents that it is part of"),
];

/// The events, in the order of reports.
pub fn events(input: &Input<'_>) -> Table {
    let of = input.memberships();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for report in input.reports {
        let document = &report.document;
        for one in &report.events {
            let key = (document.reference.as_str(), one.id.as_str());
            let at = place(report, one);
            let (start, end) = report.time_of(one);
            let figures = report.quantities.iter().filter(|count| one.quantities.contains(&count.id)).map(|count| {
                let number = |figure: Option<f64>| figure.map(|figure| figure.to_string()).unwrap_or_default();
                format!("{}={}..{}", count.kind, number(count.low.or(count.best)), number(count.high.or(count.best)))
            });
            rows.push(vec![
                (&document.reference).into(),
                (&one.id).into(),
                (&document.id).into(),
                one.kind.as_ref().into(),
                (&one.modes).into(),
                (&one.trigger.exact).into(),
                one.trigger.start.into(),
                one.trigger.end.into(),
                (&one.actor).into(),
                (&one.recipient).into(),
                one.object_struck.as_ref().into(),
                one.weapon.as_ref().into(),
                at.map(|place| &place.name).into(),
                at.and_then(|place| place.gazetteer_id.as_ref()).into(),
                at.and_then(|place| place.lat).into(),
                at.and_then(|place| place.lon).into(),
                at.and_then(|place| place.precision.as_ref()).into(),
                start.into(),
                end.into(),
                figures.collect::<Vec<_>>().into(),
                (&one.polarity).into(),
                (&one.modality).into(),
                one.tense.as_ref().into(),
                (&one.asserted_in).into(),
                of.events.get(&key).cloned().unwrap_or_default().into(),
            ]);
        }
    }
    Table { name: "events", columns: COLUMNS.to_vec(), rows }
}
