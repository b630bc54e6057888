//! `fogline observer`: what monitors recorded for a place and days, and where they were denied access.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ask::{
    Need,
    observer::{self, Window},
};

use crate::{
    asked::Asked,
    exit::Outcome,
    output::{Form, observer_record},
};

/// Show what monitors recorded for a place and days, in their exact words, and where they were denied access
///
/// A record that reached the ledger through others says through how many. What is told of the region around the place stands
/// apart from what is told of the place.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The place: a part of its name as reports or the gazetteer have it, or its gazetteer id
    #[arg(long, value_name = "NAME")]
    place: String,

    /// The days, both included, as 2022-02-17..2022-02-18; one day for that day alone
    #[arg(long, value_name = "FROM..TO", value_parser = observer::window)]
    window: Window,

    /// A heading for each day
    #[arg(long)]
    days: bool,

    #[command(flatten)]
    asked: Asked,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let view = args.asked.view(Need::Monitors)?;
    let found = observer::find(&args.place, args.window, &view);
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(out, "{}", view.json(&found)?),
        Form::Text => write!(out, "{}", observer_record(&found, args.days, &view)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
