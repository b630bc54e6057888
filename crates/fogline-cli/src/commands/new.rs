//! `fogline new --since T`: what is new or changed since then, each thing once, area by area.

mod compare;

use std::io::{self, Write};

use anyhow::{Context, bail};
use fogline_ledger::standing::Known;
use jiff::Timestamp;

use crate::{
    exit::Outcome,
    output::Form,
    view::{Asked, Need, View, beginning},
};

pub(crate) use compare::{Changed, Entry, News, compare};

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
    let mut after = View::answering(&ledger, Need::Incidents, known)?;
    if args.since > after.at {
        bail!("there is nothing since {}: it is looked at from {}", args.since, after.at);
    }
    // What stands exactly at the time belongs to what is new.
    let before = Timestamp::from_nanosecond(args.since.as_nanosecond() - 1).unwrap_or(args.since);
    let before = if args.published {
        Known { as_published: Some(just_before(args.since)), ..known }
    } else {
        Known { as_of: Some(before), ..known }
    };
    let before = View::answering(&ledger, Need::Incidents, before)?;
    let news = compare(&before, &after, args.since, args.published);
    drop(before);
    after.bring(&ledger, &news.documents())?;
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(out, "{}", after.json(&news)?),
        Form::Text => write!(out, "{}", crate::output::news(&news, &after)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

/// The last second before a time: publication is known to the second.
fn just_before(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second() - 1).unwrap_or(time)
}
