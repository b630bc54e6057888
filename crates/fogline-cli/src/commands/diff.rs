//! `fogline diff --quantities`: which figures changed, and which differ between accounts.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ask::{Need, View, figures, time::beginning};
use jiff::Timestamp;

use crate::{
    asked::Asked,
    exit::Outcome,
    output::{Form, figure_list},
};

/// List figures that changed or differ: from what to what, by whom, when, with the exact words
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Compare figures: of casualties, troops, explosions and all else that is counted
    #[arg(long, required = true)]
    quantities: bool,

    /// Only where a figure came out in a report published since this time or day
    #[arg(long, value_name = "TIME", value_parser = beginning)]
    since: Option<Timestamp>,

    #[command(flatten)]
    asked: Asked,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let ledger = args.asked.place.open_read_only()?;
    let mut view = View::answering(&ledger, Need::Figures, args.asked.known())?;
    let mut found = figures::differing(&view);
    let all = found.len();
    found.retain(|one| args.since.is_none_or(|since| one.is_since(since.as_second())));
    let cited = found.iter().flat_map(|one| &one.values).flat_map(|value| &value.statements);
    view.bring(&ledger, &cited.map(|citation| citation.document.as_str()).collect())?;
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(out, "{}", view.json(&found)?),
        Form::Text => write!(out, "{}", figure_list(&found, all, &view)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
