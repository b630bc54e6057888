//! `fogline init`: makes an empty ledger.

use anyhow::bail;
use fogline_ledger::Ledger;
use jiff::Timestamp;

use crate::{
    exit::{Outcome, complain},
    ledger::Place,
};

/// Make an empty ledger
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: Place,

    /// Seal it with a passphrase, without which nothing in it can be read; nobody can recover it
    #[arg(long)]
    encrypt: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let passphrase = if args.encrypt { args.place.passphrase(true)? } else { None };
    if args.encrypt && passphrase.is_none() {
        bail!("a sealed ledger needs a passphrase: give one by --passphrase-file or FOGLINE_PASSPHRASE");
    }
    Ledger::init(&args.place.dir, passphrase.as_deref(), Timestamp::now())?;
    let sealed = if args.encrypt { " sealed" } else { "n empty" };
    complain(&format!("made a{sealed} ledger in `{}`", args.place.dir.display()));
    Ok(Outcome::Done)
}
