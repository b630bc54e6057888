//! `fogline narratives`: who uses and who rejects each label that the packs know.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ask::{
    Need,
    narratives::{self, Told},
};
use serde_json::json;

use crate::{
    asked::Asked,
    exit::Outcome,
    output::{Form, narrative_list},
};

/// List labels, as "genocide": who uses them, who rejects them, and who used them first in which words
///
/// Counts are of reports and of their origins, by day of publication; no trend is claimed. "First" is the first in the reports
/// of this ledger.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only the first use of each label, with its exact words and channel
    #[arg(long)]
    first_seen: bool,

    #[command(flatten)]
    asked: Asked,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let view = args.asked.view(Need::Labels)?;
    let found = narratives::find(&view);
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json if args.first_seen => {
            let first = |one: &Told| json!({ "label": one.narrative.label, "first_use": one.narrative.first_use });
            writeln!(out, "{}", view.json(&found.iter().map(first).collect::<Vec<_>>())?)
        }
        Form::Json => writeln!(out, "{}", view.json(&found)?),
        Form::Text => write!(out, "{}", narrative_list(&found, args.first_seen, &view)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
