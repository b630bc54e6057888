//! What may leave the house: the same incidents and reports, no finer, no sooner and no more personal than the policy says.
//!
//! [`release`] goes from what the ledger derives to a copy fit to be published (the red lines of the domain): places by
//! settlement or area, movements held back, people who hold no known office unnamed, redacted words masked, no texts of
//! whole reports. Briefs and exports are then made of the copy as of the original. What is masked stands in square brackets;
//! offsets are those of the report as it was. `policy.rs` reads the policy, `matter.rs` tells what something is about,
//! `mask.rs` masks words, `redact.rs` hides those that people redacted, `references.rs` tells by what reports are cited, `places.rs` tells how coarse each place is, `report.rs` and `incident.rs` make the copies.

mod incident;
mod mask;
mod matter;
mod places;
mod policy;
mod redact;
mod references;
mod report;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    incidents::{Incident, Place},
    report::Report,
};

pub use mask::web_or_host;
pub use policy::{Grid, Mask, Matter, Observers, Persons, Policy, Precision};
pub use redact::Redacted;
pub use references::References;

/// Words of a report that a person has redacted, in code points.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Redaction {
    /// The report, as the input calls it.
    pub document: String,
    /// Where they begin.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// Why, in words that may be published.
    pub reason: String,
}

/// How many things were held back for one reason.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Withheld {
    /// In words.
    pub reason: String,
    /// Incidents, statements or names.
    pub number: usize,
}

/// What may be published.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Released {
    /// Incidents that may, each as coarse as it has to be.
    pub incidents: Vec<Incident>,
    /// Reports, without their texts, with the statements that may leave.
    pub reports: Vec<Report>,
    /// What was held back.
    pub withheld: Vec<Withheld>,
    /// What stands for references that would tell more than may be told.
    pub references: References,
}

/// Values as `rewrite` leaves their JSON; nothing of one that cannot be written so, as it could hold what it should not.
fn rewritten<T: Serialize + DeserializeOwned>(values: &[T], rewrite: impl Fn(&mut Value)) -> Vec<T> {
    let one = |value: &T| {
        let mut json = serde_json::to_value(value).ok()?;
        rewrite(&mut json);
        serde_json::from_value(json).ok()
    };
    values.iter().filter_map(one).collect()
}

/// The copy of some incidents and the reports that they rest on that may be published at `as_of` (an instant; of a day its
/// beginning counts). Words of reports that are not given are withheld, as nobody can tell what they hold.
pub fn release(incidents: &[Incident], reports: &[Report], redactions: &[Redaction], as_of: &str) -> Released {
    let mut tally = Tally::default();
    let redacted = Redacted::new(reports, redactions);
    let (incidents, reports) = (redacted.all(incidents), redacted.all(reports));
    let (incidents, reports) = (incidents.as_slice(), reports.as_slice());
    let mut told = BTreeMap::<&str, Vec<&Incident>>::new();
    for incident in incidents {
        let documents: BTreeSet<&str> = incident.members.iter().map(|member| member.document.as_str()).collect();
        for document in documents {
            told.entry(document).or_default().push(incident);
        }
    }
    let in_report = |one: &Report| told.get(one.document.reference.as_str()).map(Vec::as_slice).unwrap_or_default();
    let places = places::Places::new(reports.iter());
    let copies: Vec<report::Copy<'_>> =
        reports.iter().map(|one| report::Copy::new(one, redactions, as_of, in_report(one), &places)).collect();
    let by_reference: BTreeMap<&str, &report::Copy<'_>> =
        copies.iter().map(|copy| (copy.original.document.reference.as_str(), copy)).collect();
    let references = References::of(&copies);
    let incidents: Vec<Incident> =
        incidents.iter().filter_map(|one| incident::released(one, &by_reference, &places, as_of, &mut tally)).collect();
    let reports: Vec<Report> = copies.iter().map(|copy| copy.released(&mut tally)).collect();
    let (incidents, reports) = (references.all(&incidents), references.all(&reports));
    Released { incidents, reports, withheld: tally.list(), references }
}

/// Where each incident may be said to have been in public, and its name with that place: of incidents that are not
/// [`release`]d themselves, as on a map for the house that may be seen by others.
pub fn located(incidents: &[Incident], reports: &[Report]) -> Vec<(Option<Place>, String)> {
    let by_reference: BTreeMap<&str, &Report> =
        reports.iter().map(|report| (report.document.reference.as_str(), report)).collect();
    let places = places::Places::new(reports.iter());
    let report = |reference: &str| by_reference.get(reference).copied();
    incidents.iter().map(|one| incident::located(one, report, &places)).collect()
}

/// Counts what is held back.
#[derive(Debug, Default)]
pub(crate) struct Tally(BTreeMap<String, usize>);

impl Tally {
    pub(crate) fn add(&mut self, reason: impl Into<String>) {
        *self.0.entry(reason.into()).or_default() += 1;
    }

    fn list(self) -> Vec<Withheld> {
        self.0.into_iter().map(|(reason, number)| Withheld { reason, number }).collect()
    }
}
