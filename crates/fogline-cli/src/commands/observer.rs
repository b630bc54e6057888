//! `fogline observer`: what monitors recorded for a place and days, and where they were denied access.

mod find;
mod spot;

use std::io::{self, Write};

use anyhow::{Context, anyhow, bail};
use jiff::civil::Date;

use crate::{
    exit::Outcome,
    output::{Form, observer_record},
    view::{Asked, Need},
};

pub(crate) use find::{Found, Kind, Recorded};
pub(crate) use spot::Near;

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
    #[arg(long, value_name = "FROM..TO", value_parser = window)]
    window: Window,

    /// A heading for each day
    #[arg(long)]
    days: bool,

    #[command(flatten)]
    asked: Asked,
}

/// Days, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    /// The first.
    pub(crate) from: Date,
    /// The last.
    pub(crate) to: Date,
}

fn window(argument: &str) -> anyhow::Result<Window> {
    let day = |text: &str| {
        let day: Result<Date, _> = text.trim().parse();
        day.map_err(|_| anyhow!("`{text}` is no day as 2022-02-17; a window is written 2022-02-17..2022-02-18"))
    };
    let (from, to) = argument.split_once("..").unwrap_or((argument, argument));
    let window = Window { from: day(from)?, to: day(to)? };
    if window.to < window.from {
        bail!("the window ends on {} before it begins on {}", window.to, window.from);
    }
    Ok(window)
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let view = args.asked.view(Need::Monitors)?;
    let found = find::find(&args.place, args.window, &view);
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(out, "{}", view.json(&found)?),
        Form::Text => write!(out, "{}", observer_record(&found, args.days, &view)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_two_days_in_order() {
        let one = window("2022-02-17..2022-02-18").unwrap();
        assert_eq!((one.from.day(), one.to.day()), (17, 18));
        assert_eq!(window("2022-02-17").unwrap().to.day(), 17);
        assert!(window("2022-02-18..2022-02-17").unwrap_err().to_string().contains("before it begins"));
        assert!(window("2022-02-17..soon").unwrap_err().to_string().contains("soon"));
    }
}
