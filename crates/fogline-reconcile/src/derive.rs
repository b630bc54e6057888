//! The whole derivation: from reports and corrections to copies and incidents. Made anew from the same input it gives the same,
//! whatever the order of the reports.
//!
//! A ledger that grows derives block by block instead (see [`crate::incidents::block`]) and comes to the same result.

use std::collections::{BTreeMap, BTreeSet};

use fogline::packs::Pack;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{
    copies::{self, CopyGroup, Node, Signature},
    corrections::{self, Recorded},
    incidents::{self, Incident, mention::Mention},
    report::Report,
    sides::Sides,
};

/// Version of the rules by which all this is derived. Whatever changes a result needs another one.
pub const RULES: &str = "fogline.rules/5";

/// What is derived across reports.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct State {
    /// Version of the rules.
    pub rules: &'static str,
    /// Reports that print one text.
    pub copies: Vec<CopyGroup>,
    /// What could be one occurrence, with all accounts.
    pub incidents: Vec<Incident>,
    /// Numbers of corrections that do not fit the readings any more.
    pub unfit: Vec<i64>,
}

/// Derives everything, and lays the corrections over the reports, whose order stays.
pub fn derive(reports: &mut [Report], recorded: &[Recorded], packs: &[Pack]) -> State {
    set_apart_shared(reports);
    let sides = Sides::new(packs);
    let standing = corrections::standing(recorded);
    let unfit = correct(reports, &standing);
    let mut reports: Vec<&Report> = reports.iter().collect();
    reports.sort_by(|a, b| a.document.id.cmp(&b.document.id));
    reports.dedup_by(|a, b| a.document.id == b.document.id);
    let signatures: Vec<Signature> = reports.iter().map(|report| Signature::of(report)).collect();
    let nodes: Vec<Node<'_>> = reports
        .iter()
        .zip(&signatures)
        .map(|(report, signature)| Node { reference: &report.document.id, signature })
        .collect();
    let groups = copies::groups(&nodes, &copies::links(&nodes));
    let origins = origins(&groups);
    let mut blocks = BTreeMap::<String, Vec<Mention>>::new();
    for report in &reports {
        let id = report.document.id.as_str();
        let origin = origins.get(id).copied().unwrap_or(id);
        for mention in incidents::mentions(report, &sides, origin) {
            blocks.entry(incidents::block(&mention)).or_default().push(mention);
        }
    }
    let decisions = corrections::decisions(&standing);
    let mut all: Vec<Incident> =
        blocks.into_values().flat_map(|block| incidents::incidents(block, &sides, &decisions)).collect();
    incidents::order(&mut all);
    let references: BTreeMap<&str, &str> =
        reports.iter().map(|report| (report.document.id.as_str(), report.document.reference.as_str())).collect();
    let mut copies = groups;
    name_copies(&mut copies, &references);
    State { rules: RULES, copies, incidents: all, unfit }
}

/// Gives reports that the input calls the same names of their own.
fn set_apart_shared(reports: &mut [Report]) {
    let mut ids = BTreeMap::<String, BTreeSet<String>>::new();
    for Report { document, .. } in reports.iter() {
        ids.entry(document.reference.clone()).or_default().insert(document.id.clone());
    }
    for Report { document, .. } in reports {
        let is_shared = ids.get(&document.reference).is_some_and(|ids| ids.len() > 1);
        document.tell_apart(is_shared);
    }
}

/// Lays corrections over reports; gives the numbers of those that do not fit.
fn correct(reports: &mut [Report], standing: &[&Recorded]) -> Vec<i64> {
    let about = corrections::about(standing);
    let mut unfit = Vec::new();
    for report in reports {
        if let Some(own) = about.get(report.document.id.as_str()) {
            unfit.extend(corrections::apply(report, own));
        }
    }
    unfit.sort_unstable();
    unfit
}

/// The origin of each report that is a copy, by ids. A later version of a text is an origin of its own.
pub fn origins(groups: &[CopyGroup]) -> BTreeMap<&str, &str> {
    let mut out = BTreeMap::new();
    for group in groups {
        for member in group.members.iter().filter(|member| member.relation != copies::Relation::Update) {
            out.insert(member.reference.as_str(), group.origin.as_str());
        }
    }
    out
}

/// Puts what the input calls each report in the place of its id, by which groups are found.
pub fn name_copies(groups: &mut [CopyGroup], references: &BTreeMap<&str, &str>) {
    for group in groups {
        named(&mut group.origin, references);
        for member in &mut group.members {
            named(&mut member.reference, references);
        }
    }
}

/// Puts what the input calls a report in the place of its id.
fn named(id: &mut String, references: &BTreeMap<&str, &str>) {
    if let Some(reference) = references.get(id.as_str()) {
        (*reference).clone_into(id);
    }
}

impl State {
    /// Hash of all that is derived: the same input and rules give the same.
    pub fn hash(&self) -> String {
        let json = serde_json::to_vec(self).unwrap_or_default();
        Sha256::digest(json).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
