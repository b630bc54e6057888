//! `fogline copies`: which reports print one text.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ask::Need;

use crate::{
    asked::Asked,
    exit::Outcome,
    output::{Form, copy_list},
};

/// List copies: reports that print one text, with their origin
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    asked: Asked,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let view = args.asked.view(Need::Heads)?;
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&view.copies)?),
        Form::Text => write!(out, "{}", copy_list(&view)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
