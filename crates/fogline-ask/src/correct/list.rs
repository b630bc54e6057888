//! The corrections of a ledger.

use std::collections::{BTreeMap, BTreeSet};

use fogline_reconcile::corrections::{Correction, Recorded, standing};
use schemars::JsonSchema;
use serde::Serialize;

use crate::View;

/// A correction with where it stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "ListedCorrection")]
pub struct Listed {
    /// Number of its record.
    pub record: i64,
    /// When it was recorded.
    pub at: String,
    /// Documents that it names, as the input calls them.
    pub documents: Vec<String>,
    /// Number of the correction that took its place.
    pub replaced_by: Option<i64>,
    /// Whether it no longer fits the readings.
    pub unfit: bool,
    /// The correction.
    #[serde(flatten)]
    pub correction: Correction,
}

/// The corrections: all, or those that still hold. The view needs [`Need::Heads`](crate::Need::Heads).
pub fn list(view: &View, only_standing: bool) -> Vec<Listed> {
    let holds: BTreeSet<i64> = standing(&view.recorded).iter().map(|one| one.seq).collect();
    list_of(view, |one| !only_standing || holds.contains(&one.seq))
}

/// The corrections that are wanted. The view needs [`Need::Heads`](crate::Need::Heads).
pub fn list_of(view: &View, is_wanted: impl Fn(&Recorded) -> bool) -> Vec<Listed> {
    let wanted: Vec<&Recorded> = view.recorded.iter().filter(|one| is_wanted(one)).collect();
    let names = view.names_of(wanted.iter().flat_map(|one| one.correction.change.documents()));
    let replaced: BTreeMap<i64, i64> =
        view.recorded.iter().filter_map(|one| Some((one.correction.instead_of?, one.seq))).collect();
    let listed = wanted.into_iter().map(|one| {
        let ids = one.correction.change.documents().into_iter();
        Listed {
            record: one.seq,
            at: one.at.clone(),
            documents: ids.map(|id| names.get(id).copied().unwrap_or(id).to_owned()).collect(),
            replaced_by: replaced.get(&one.seq).copied(),
            unfit: view.unfit.contains(&one.seq),
            correction: one.correction.clone(),
        }
    });
    listed.collect()
}
