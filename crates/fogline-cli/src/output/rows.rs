//! Rows of coders' tables for people.

use std::fmt::Write;

use fogline_ask::rows::Row;
use fogline_reconcile::rows::{Figure, State};

use super::columns::shown;

/// A row: whose it is, what it says, and which incident it could be an account of.
pub(crate) fn row_lines(row: &Row) -> String {
    let mut out = String::new();
    let says = &row.says;
    let sheet = row.sheet.as_ref().map_or(String::new(), |sheet| format!(", sheet {}", shown(sheet)));
    let _ =
        writeln!(out, "{} {}  ({}{sheet}, row {})", shown(&row.coder), shown(&says.id), shown(&row.file), row.number);
    let days = match (&says.from, &says.to) {
        (Some(from), Some(to)) if from == to => from.clone(),
        (Some(from), Some(to)) => format!("{from} to {to}"),
        _ => "no day told".to_owned(),
    };
    let place = says.place.as_deref().or(says.division.as_deref()).map_or("no place told".into(), shown);
    let kind: Vec<_> = says.kind.iter().map(|kind| shown(kind)).collect();
    let kind = if kind.is_empty() { String::new() } else { format!(" · {}", kind.join(", ")) };
    let _ = writeln!(out, "    {place} ({}) · {days}{kind}", says.reach.name());
    let figures: Vec<String> = says.figures.iter().map(|(what, figure)| format!("{what} {}", number(figure))).collect();
    let actors: Vec<_> = says.actors.iter().map(|actor| shown(actor)).collect();
    let took = if actors.is_empty() { String::new() } else { format!("took part: {}", actors.join(", ")) };
    let told: Vec<String> = figures.into_iter().chain(Some(took)).filter(|text| !text.is_empty()).collect();
    if !told.is_empty() {
        let _ = writeln!(out, "    {}", told.join(" · "));
    }
    let link = &row.link;
    let state = match (link.state, &link.incident) {
        (State::Confirmed, Some(incident)) => format!("linked by a person to {incident}"),
        (_, Some(incident)) => format!("could be an account of {incident} (proposed by rule)"),
        (State::Ambiguous, None) => "could be an account of several incidents".to_owned(),
        _ => "linked to no incident".to_owned(),
    };
    let margin = link.margin.map_or(String::new(), |margin| format!(", {margin:.2} before the next"));
    let _ = writeln!(out, "    {state}{margin}");
    for one in &link.candidates {
        let reasons: Vec<String> = one.reasons.iter().map(|reason| shown(&reason.to_string()).into_owned()).collect();
        let _ = writeln!(out, "      {} {:.2}: {}", one.incident, one.score, reasons.join(", "));
    }
    if !link.undone.is_empty() {
        let _ = writeln!(out, "      not {}, as a person says", link.undone.join(", "));
    }
    out
}

/// Rows beside the accounts of an incident.
pub(crate) fn coded_rows(rows: &[Row]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut out =
        "\nCoded elsewhere (rows of coders' tables; in no status, and no report, origin or side)\n".to_owned();
    for row in rows {
        for line in row_lines(row).lines() {
            let _ = writeln!(out, "  {line}");
        }
    }
    out
}

fn number(figure: &Figure) -> String {
    let best = figure.best.map_or("not known".to_owned(), |best| best.to_string());
    match (figure.low, figure.high) {
        (None, None) => best,
        (low, high) => {
            let known = |bound: Option<f64>| bound.map_or("?".to_owned(), |bound| bound.to_string());
            format!("{best} ({} to {})", known(low), known(high))
        }
    }
}
