//! `fogline pack diff`: what an edit of a pack would change, before it is taken.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ask::packs::diff::Differing;

use super::{Tried, files};
use crate::{
    exit::Outcome,
    output::{Form, form, pack_diff},
    progress::Counted,
    rereading,
};

/// Show what a pack would change in a ledger: sides, incidents with their statuses, commitments, copies; nothing is recorded
///
/// Reports that the pack concerns are read again in memory, by the parses that are kept, and all that follows is derived beside
/// what stands. It can be interrupted at any time.
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    tried: Tried,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let args = &args.tried;
    let ledger = args.place.open_read_only()?;
    let known = ledger.packs(None)?;
    let pack = files::pack(&args.pack, &known)?;
    let id = pack.id.clone();
    let engine = args.sources.load(rereading::with(known, pack))?;
    let bar = Counted::new("reports", ledger.count_reports()?);
    let found: Differing = rereading::supposed(&ledger, &engine, &id, |looked| {
        bar.more(looked);
        Ok(())
    })?;
    drop(bar);
    let mut out = io::stdout().lock();
    match form(args.format) {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&found)?),
        Form::Text => write!(out, "{}", pack_diff(&found, &args.pack)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
