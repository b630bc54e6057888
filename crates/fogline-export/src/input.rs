//! What is exported.

use std::collections::BTreeMap;

use fogline_reconcile::{
    copies,
    incidents::{Incident, Said},
    report::{Actor, Event, Place, Report},
};
use serde::{Deserialize, Serialize};

/// Everything that an export can hold.
#[derive(Debug, Clone, Copy)]
pub struct Input<'i> {
    /// What could be occurrences.
    pub incidents: &'i [Incident],
    /// Readings of reports.
    pub reports: &'i [Report],
    /// Groups of copies.
    pub copies: &'i [CopyGroup],
    /// Whether this is what [`fogline_reconcile::public::release`] gave.
    pub public: bool,
    /// What was known then.
    pub as_of: &'i str,
    /// Version of the rules.
    pub rules: &'i str,
    /// Head of the ledger's chain.
    pub head: Option<&'i str>,
}

/// Reports that print one text, as the contract gives them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CopyGroup {
    /// The report that the others go back to.
    pub origin: String,
    /// The others.
    pub members: Vec<CopyMember>,
}

/// A report of a group.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CopyMember {
    /// What the input calls it.
    #[serde(rename = "ref")]
    pub reference: String,
    /// As `reprint`.
    pub relation: String,
    /// How sure that is, from 0 to 1.
    pub score: f64,
}

impl From<&copies::CopyGroup> for CopyGroup {
    fn from(group: &copies::CopyGroup) -> Self {
        let members = group.members.iter().map(|one| CopyMember {
            reference: one.reference.clone(),
            relation: word(one.relation),
            score: one.score,
        });
        Self { origin: group.origin.clone(), members: members.collect() }
    }
}

impl<'i> Input<'i> {
    /// Reports by what the input calls them.
    pub(crate) fn by_reference(&self) -> BTreeMap<&'i str, &'i Report> {
        self.reports.iter().map(|report| (report.document.reference.as_str(), report)).collect()
    }

    /// Ids of the incidents that each statement and each event is part of.
    pub(crate) fn memberships(&self) -> Memberships<'i> {
        let mut of = Memberships::default();
        for incident in self.incidents {
            for said in said(incident) {
                let key = (said.document.as_str(), said.statement.as_str());
                add(of.statements.entry(key).or_default(), &incident.id);
                of.said.entry(key).or_insert(said);
            }
            for member in &incident.members {
                if let Some(event) = &member.event {
                    add(of.events.entry((member.document.as_str(), event.as_str())).or_default(), &incident.id);
                }
            }
        }
        of
    }
}

/// Which incidents statements and events are part of, by report and id.
#[derive(Debug, Default)]
pub(crate) struct Memberships<'i> {
    pub(crate) statements: BTreeMap<(&'i str, &'i str), Vec<String>>,
    pub(crate) events: BTreeMap<(&'i str, &'i str), Vec<String>>,
    pub(crate) said: BTreeMap<(&'i str, &'i str), &'i Said>,
}

fn add(list: &mut Vec<String>, id: &str) {
    if list.iter().all(|known| known != id) {
        list.push(id.to_owned());
    }
}

/// The statements of all accounts of an incident.
pub(crate) fn said(incident: &Incident) -> impl Iterator<Item = &Said> {
    incident.accounts.iter().flat_map(|account| &account.statements)
}

/// A value of an enumeration as the contract writes it.
pub(crate) fn word<T: Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// The events of an incident with their reports.
pub(crate) fn events<'i>(
    incident: &'i Incident,
    reports: &BTreeMap<&'i str, &'i Report>,
) -> Vec<(&'i Report, &'i Event)> {
    let found = |member: &'i fogline_reconcile::incidents::Member| {
        let report = reports.get(member.document.as_str())?;
        Some((*report, report.event(member.event.as_deref()?)?))
    };
    incident.members.iter().filter_map(found).collect()
}

/// The actors of some ids in a report.
pub(crate) fn actors<'r>(report: &'r Report, ids: &'r [String]) -> impl Iterator<Item = &'r Actor> {
    ids.iter().filter_map(|id| report.actor(id))
}

/// The place of an event.
pub(crate) fn place<'r>(report: &'r Report, event: &'r Event) -> Option<&'r Place> {
    report.place(event.place.as_deref()?)
}
