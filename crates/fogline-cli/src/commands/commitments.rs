//! `fogline commitments`: what was promised, agreed or warned of, and what is reported of it since.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ask::{
    Need,
    commitments::{self, Kind, Standing, Wanted},
    time::beginning,
};
use jiff::Timestamp;

use crate::{
    asked::Asked,
    exit::Outcome,
    output::{Form, commitment_list},
};

/// List promises, agreements in force and warnings, with their day and what is reported of them since
///
/// Whether something was kept is never said, only who reports what about it. "Due" and "overdue" are as of now, or as of the
/// time that is asked for; days are those of UTC.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only one kind; promises take in offers, announcements and declared readiness
    #[arg(long, value_enum, value_name = "KIND")]
    kind: Option<Kind>,

    /// Only what is due or overdue, or of which something new is reported since the day before
    #[arg(long)]
    due: bool,

    /// New is what is reported since this time or day, instead of the day before; needs --due
    #[arg(long, value_name = "TIME", value_parser = beginning, requires = "due")]
    since: Option<Timestamp>,

    /// Only those that stand so, as `open`, `overdue`, `violation_alleged` or `horizon_passed`
    #[arg(long, value_name = "STATUS")]
    status: Option<Standing>,

    /// Only those of this side: it promises, or it warns
    #[arg(long, value_name = "SIDE")]
    side: Option<String>,

    /// Only those in whose words, parties or matter all of these words occur
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,

    #[command(flatten)]
    asked: Asked,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let view = args.asked.view(Need::Commitments)?;
    let wanted = Wanted {
        kind: args.kind,
        due: args.due,
        since: args.since,
        status: args.status,
        side: args.side.clone(),
        text: args.text.clone(),
    };
    let found = commitments::find(&wanted, &view);
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(out, "{}", view.json(&found)?),
        Form::Text => write!(out, "{}", commitment_list(&found, &view)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
