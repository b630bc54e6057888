//! `fogline correct list`: the corrections of a ledger.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ask::{Need, correct};

use crate::{
    asked::Asked,
    exit::Outcome,
    output::{Form, correction_list},
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

pub(super) fn run(args: &ListArgs) -> anyhow::Result<Outcome> {
    let view = args.asked.view(Need::Heads)?;
    let listed = correct::list(&view, args.standing);
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&listed)?),
        Form::Text => write!(out, "{}", correction_list(&listed, view.heads.len())),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
