//! `fogline correct list`: the corrections of a ledger.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

use anyhow::Context;
use fogline_reconcile::corrections::{Correction, standing};
use serde::Serialize;

use crate::{
    exit::Outcome,
    output::{Form, correction_list},
    view::{Asked, Need},
};

/// Which corrections.
#[derive(clap::Args)]
pub(super) struct ListArgs {
    /// Only those that still hold
    #[arg(long)]
    standing: bool,

    #[command(flatten)]
    asked: Asked,
}

/// A correction with where it stands.
#[derive(Serialize)]
pub(crate) struct Listed {
    /// Number of its record.
    pub(crate) record: i64,
    /// When it was recorded.
    pub(crate) at: String,
    /// Documents that it names, as the input calls them.
    pub(crate) documents: Vec<String>,
    /// Number of the correction that took its place.
    pub(crate) replaced_by: Option<i64>,
    /// Whether it no longer fits the readings.
    pub(crate) unfit: bool,
    /// The correction.
    #[serde(flatten)]
    pub(crate) correction: Correction,
}

pub(super) fn run(args: &ListArgs) -> anyhow::Result<Outcome> {
    let view = args.asked.view(Need::Heads)?;
    let names: BTreeMap<&str, &str> = view.heads.iter().map(|one| (one.id.as_str(), one.reference.as_str())).collect();
    let holds: BTreeSet<i64> = standing(&view.recorded).iter().map(|one| one.seq).collect();
    let replaced: BTreeMap<i64, i64> =
        view.recorded.iter().filter_map(|one| Some((one.correction.instead_of?, one.seq))).collect();
    let listed = view.recorded.iter().filter(|one| !args.standing || holds.contains(&one.seq)).map(|one| {
        let ids = one.correction.change.documents().into_iter();
        Listed {
            record: one.seq,
            at: one.at.clone(),
            documents: ids.map(|id| names.get(id).copied().unwrap_or(id).to_owned()).collect(),
            replaced_by: replaced.get(&one.seq).copied(),
            unfit: view.state.unfit.contains(&one.seq),
            correction: one.correction.clone(),
        }
    });
    let listed: Vec<Listed> = listed.collect();
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&listed)?),
        Form::Text => write!(out, "{}", correction_list(&listed, view.heads.len())),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
