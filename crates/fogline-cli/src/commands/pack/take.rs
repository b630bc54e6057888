//! `fogline pack take`: a pack put on record, and the reports read again with it.

use super::{Tried, files};
use crate::{commands::reread, exit::Outcome, rereading};

/// Record a pack in the ledger and read the reports again with it, beside the packs that the ledger has
///
/// From then on, reports that name its conflict are read with it, whoever adds them. `fogline pack diff` shows ahead what it
/// changes. Earlier readings and all that people decided stay.
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    tried: Tried,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let args = &args.tried;
    let mut ledger = args.place.open()?;
    let known = ledger.packs(None)?;
    let pack = files::pack(&args.pack, &known)?;
    let engine = args.sources.load(rereading::with(known, pack))?;
    reread::again(&mut ledger, &engine, args.format)
}
