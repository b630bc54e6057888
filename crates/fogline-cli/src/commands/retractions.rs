//! `fogline retractions`: what was corrected, replaced, taken back or erased.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ask::{
    Need,
    retractions::{self, Way},
};

use crate::{
    asked::Asked,
    exit::Outcome,
    output::{Form, retraction_list},
};

/// List corrections, retractions, later versions and erased documents
///
/// What was said before stays in the ledger and stands beside what was said later.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only what bears on documents that an issued brief cites
    #[arg(long)]
    cited: bool,

    #[command(flatten)]
    asked: Asked,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let ledger = args.asked.place.open_read_only()?;
    let view = args.asked.view(Need::Corrections)?;
    let (mut found, briefs) = retractions::all(&ledger, args.asked.as_of, &view)?;
    if args.cited {
        // A brief that quoted an erased document is erased with it, so nothing tells any more whether one did.
        found.retain(|one| one.way == Way::Erased || !one.cited_in.is_empty());
    }
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(out, "{}", view.json(&found)?),
        Form::Text => write!(out, "{}", retraction_list(&found, args.cited.then_some(briefs), &view)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
