//! The shapes of others, filled with what is known and no more.

mod acled;
mod annotations;
mod claims;
mod geojson;
mod ucdp;

pub use acled::acled;
pub use annotations::annotations;
pub use claims::claims;
pub use geojson::{Coordinates, geojson};
pub use ucdp::ucdp;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use fogline_reconcile::{
    incidents::Incident,
    report::{Report, day},
};

use crate::{
    crosswalk::Crosswalk,
    input::{actors, events, said, word},
};

/// Who may be filled in as having done it: names, where the status of responsibility lets one. Of a party's own report it is
/// those whom it names as acting, on its own side.
fn doers(incident: &Incident, reports: &BTreeMap<&str, &Report>) -> Vec<String> {
    if !Crosswalk::bundled().directs(&incident.responsibility) {
        return Vec::new();
    }
    let mut names: BTreeSet<String> = incident.accused.iter().map(|party| party.name.clone()).collect();
    if names.is_empty() {
        for (report, event) in events(incident, reports) {
            let told = event.asserted_in.iter().filter_map(|id| report.statement(id)?.side.as_deref());
            let sides: BTreeSet<&str> = told.collect();
            let own = |side: Option<&str>| side.is_some_and(|side| sides.contains(side));
            names.extend(
                actors(report, &event.actor).filter(|actor| own(actor.side.as_deref())).map(|one| one.name.clone()),
            );
        }
    }
    names.into_iter().collect()
}

/// Names of the outlets that tell of an incident.
fn outlets(incident: &Incident) -> Vec<String> {
    let names: BTreeSet<&str> = said(incident).filter_map(|said| said.outlet.as_deref()).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// Days from the first to the last that an incident can have been on, both included.
fn days(incident: &Incident) -> Option<i32> {
    let first = day(incident.time.start.as_deref()?)?;
    let last = day(incident.time.end.as_deref().or(incident.time.start.as_deref())?)?;
    Some(last.since(first).ok()?.get_days() + 1)
}

/// The statuses of an incident in one line, for columns of notes.
fn notes(incident: &Incident) -> String {
    let mut out = format!(
        "{}. Occurrence: {}. Responsibility: {}. Reports: {}, origins: {} to {}, sides: {}.",
        incident.label,
        incident.occurrence.replace('_', " "),
        incident.responsibility.replace('_', " "),
        incident.reports,
        incident.origins.min,
        incident.origins.max,
        if incident.sides.is_empty() { "none known".to_owned() } else { incident.sides.join(", ") },
    );
    if !incident.denied_by.is_empty() {
        out.extend([" Denied by: ", &incident.denied_by.join(", "), "."]);
    }
    let taken_back = said(incident).filter(|one| one.is_taken_back()).count();
    if taken_back > 0 {
        let _ = write!(out, " Statements taken back: {taken_back} of {}.", said(incident).count());
    }
    let _ = write!(out, " Looked at: {}.", word(incident.reviewed).replace('_', " "));
    out
}
