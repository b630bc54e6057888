//! What a brief is made of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    incidents::Incident,
    public::Withheld,
    report::{Citation, Report, seconds},
    sides::Sides,
    signals,
};

/// From and to: days or instants. The beginning is included, the end is not; a day at the end is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "BriefWindow")]
pub struct Window {
    /// From.
    pub from: String,
    /// To.
    pub to: String,
}

impl Window {
    /// Whether a moment lies in it. A border that cannot be read is none.
    pub fn holds(&self, moment: &str) -> bool {
        let Some(at) = seconds(moment) else { return false };
        let to = seconds(&self.to).map(|to| if self.to.len() == 10 { to + 86_400 } else { to });
        seconds(&self.from).is_none_or(|from| at >= from) && to.is_none_or(|to| at < to)
    }
}

/// Everything that a brief can tell. Incidents and reports are those of the area, as known at `as_of`.
#[derive(Debug, Clone)]
pub struct Material<'m> {
    /// What the brief covers.
    pub window: Window,
    /// The area asked for, in words.
    pub area: Option<String>,
    /// What was known then.
    pub as_of: String,
    /// Head of the ledger's chain.
    pub head: Option<String>,
    /// Version of the rules.
    pub rules: String,
    /// What could be occurrences.
    pub incidents: &'m [Incident],
    /// Readings of the reports that incidents rest on, and of all others of the window.
    pub reports: &'m [Report],
    /// Names of sides.
    pub sides: &'m Sides,
    /// Promises and agreements that are to be shown.
    pub commitments: Vec<Commitment>,
    /// Warnings that are to be shown.
    pub warnings: Vec<Warning>,
    /// Figures that a side replaced; [`changed_figures`] finds those of the incidents.
    pub figures: Vec<ChangedFigure>,
    /// Set for the public form, with what was held back; incidents and reports are then those that
    /// [`crate::public::release`] gave.
    pub public: Option<Vec<Withheld>>,
}

/// A promise, an offer, an announcement or an agreement in force.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Commitment {
    /// Who is bound, in words.
    pub promisor: String,
    /// What it is, in words: `unilateral promise`.
    pub kind: String,
    /// The measure of an agreement that it is, in words: its name, point and text.
    pub measure: Option<String>,
    /// By when.
    pub due: Option<String>,
    /// What is reported of it, in words: never "broken" or "kept".
    pub status: String,
    /// The statements that made it.
    pub made: Vec<Citation>,
    /// Later statements about it.
    pub evidence: Vec<Citation>,
}

/// A warning of harm by another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Warning {
    /// Who warns, in words.
    pub issuer: String,
    /// By when or for when, as understood.
    pub horizon: Option<String>,
    /// What is reported of its outcome, in words.
    pub outcome: Option<String>,
    /// The statements that warn.
    pub made: Vec<Citation>,
    /// Statements that tell of the outcome.
    pub evidence: Vec<Citation>,
}

impl From<&signals::commitments::Commitment> for Commitment {
    fn from(one: &signals::commitments::Commitment) -> Self {
        Self {
            promisor: names(&one.promisor),
            kind: in_words(one.kind),
            measure: one.measure.as_ref().map(|of| format!("{}, {}: {}", of.name, of.measure, of.text)),
            due: one.deadline.as_ref().and_then(|deadline| deadline.within.end.clone()),
            status: in_words(one.status),
            made: one.statements.iter().map(|cited| cited.citation.clone()).collect(),
            evidence: one.evidence.iter().map(|evidence| evidence.cited.citation.clone()).collect(),
        }
    }
}

impl From<&signals::warnings::Warning> for Warning {
    fn from(one: &signals::warnings::Warning) -> Self {
        Self {
            issuer: names(&one.issuer),
            horizon: one.until.clone(),
            outcome: (one.status != signals::warnings::WarningStatus::Open).then(|| in_words(one.status)),
            made: one.statements.iter().map(|cited| cited.citation.clone()).collect(),
            evidence: one.outcome.iter().map(|outcome| outcome.cited.citation.clone()).collect(),
        }
    }
}

/// Parties by name, or by side where they have none.
fn names(parties: &[signals::Party]) -> String {
    let names = parties.iter().filter_map(|party| party.name.clone().or_else(|| party.side.clone()));
    names.collect::<Vec<_>>().join(", ")
}

/// A value of an enumeration in words.
fn in_words<T: Serialize>(value: T) -> String {
    let word = serde_json::to_value(value).ok();
    word.as_ref().and_then(|word| word.as_str()).unwrap_or_default().replace('_', " ")
}

/// A figure that a side replaced by another.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangedFigure {
    /// The incident.
    pub incident: String,
    /// As `injured`.
    pub slot: String,
    /// The side that gives both; `None` where it is not known.
    pub side: Option<String>,
    /// What it said before.
    pub before: String,
    /// What it says since.
    pub after: String,
    /// Where it said so.
    pub said_before: Vec<Citation>,
    /// Where it says so since.
    pub said_after: Vec<Citation>,
}

/// The figures that sides replaced in some incidents: a superseded value beside one that stands, of the same side.
pub fn changed_figures(incidents: &[Incident]) -> Vec<ChangedFigure> {
    let mut out = Vec::new();
    for incident in incidents {
        for (slot, detail) in &incident.details {
            for before in detail.values.iter().filter(|value| value.superseded) {
                for after in detail.values.iter().filter(|value| !value.superseded) {
                    let side = before.sides.iter().find(|side| after.sides.contains(side));
                    let both_unknown = before.sides.is_empty() && after.sides.is_empty();
                    if side.is_none() && !both_unknown || before.value == after.value {
                        continue;
                    }
                    out.push(ChangedFigure {
                        incident: incident.id.clone(),
                        slot: slot.clone(),
                        side: side.cloned(),
                        before: before.value.clone(),
                        after: after.value.clone(),
                        said_before: before.statements.clone(),
                        said_after: after.statements.clone(),
                    });
                }
            }
        }
    }
    out.sort();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_holds_its_first_moment_and_its_last_day() {
        let window = |from: &str, to: &str| Window { from: from.to_owned(), to: to.to_owned() };
        assert!(window("2022-02-17", "2022-02-17").holds("2022-02-17T23:59:59Z"));
        assert!(!window("2022-02-17", "2022-02-17").holds("2022-02-18"));
        assert!(!window("2022-02-17T07:00:00Z", "2022-02-18T07:00:00Z").holds("2022-02-18T07:00:00Z"));
        assert!(!window("2022-02-17", "2022-02-17").holds("soon"));
    }
}
