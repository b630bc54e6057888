//! `fogline incidents`: what is said to have happened, one line each.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ask::incidents::{self, Filter};
use fogline_reconcile::incidents::Incident;

use crate::{
    asked::Asked,
    exit::Outcome,
    output::{Form, incident_list},
};

/// List incidents: what could be one occurrence, with who says so and on how many origins
///
/// Each line has the statuses of what happened and of who did it, and three numbers: reports, origins, sides. Copies of one
/// text are one origin.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    asked: Asked,

    #[command(flatten)]
    filter: Filter,

    /// At most so many, those that began last
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let whole = args.asked.form() == Form::Json;
    let ledger = args.asked.place.open_read_only()?;
    let listed = incidents::list(&ledger, &args.filter, args.limit, whole, args.asked.known())?;
    let found: Vec<&Incident> = listed.found.iter().collect();
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&found)?),
        Form::Text => write!(out, "{}", incident_list(&found, listed.all, listed.reports)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
