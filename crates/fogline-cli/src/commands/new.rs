//! `fogline new --since T`: what is new or changed since then, each thing once, area by area.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ask::{news, time::beginning};
use jiff::Timestamp;

use crate::{asked::Asked, exit::Outcome, output::Form};

/// Show what is new since a time: incidents, accounts, denials, statuses and figures, each once, area by area
///
/// Compares what was known then with what is known now, or was known at the later time that is asked for. Copies of what was
/// known are counted and not shown.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Since this time or day, by when the ledger recorded it
    #[arg(long, value_name = "TIME", value_parser = beginning)]
    since: Timestamp,

    /// By when reports were published instead of when they were recorded, as for reports that were all added at once
    #[arg(long)]
    published: bool,

    #[command(flatten)]
    asked: Asked,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let ledger = args.asked.place.open_read_only()?;
    let known = args.asked.known();
    let before = news::just_before(args.since, args.published, known);
    let (before, mut after) = news::views(&ledger, before, known)?;
    let news = news::since(&before, &after, args.since, args.published, None)?;
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(out, "{}", after.json(&news)?),
        Form::Text => {
            // Its words are shown.
            after.bring(&ledger, &news.documents())?;
            write!(out, "{}", crate::output::news(&news, &after))
        }
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
