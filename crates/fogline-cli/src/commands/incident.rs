//! `fogline incident ID` and `fogline why ID`: what each side says of one incident, and by which rules its statuses are as
//! they are.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ask::{Need, View, incident::Shown, rows::of_incident};

use crate::{
    asked::Asked,
    exit::Outcome,
    output::{Form, incident_accounts, incident_reasons},
};

/// Show one incident: who says what, in their exact words, who answers and who does not
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Its id, or the beginning of it
    id: String,

    #[command(flatten)]
    asked: Asked,
}

/// Explain one incident: the rules that decided, its origins, and what joined the reports
#[derive(clap::Args)]
pub(crate) struct WhyArgs {
    /// Its id, or the beginning of it
    id: String,

    #[command(flatten)]
    asked: Asked,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let ledger = args.asked.place.open_read_only()?;
    let view = View::answering(&ledger, Need::Incident(&args.id), args.asked.known())?;
    let one = view.incident(&args.id)?;
    let coded = of_incident(&ledger, &one.id, args.asked.known())?;
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&Shown { coded, ..view.shown(&args.id)? })?),
        Form::Text => write!(out, "{}", incident_accounts(one, &coded, &view)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

pub(crate) fn why(args: &WhyArgs) -> anyhow::Result<Outcome> {
    let view = args.asked.view(Need::Incident(&args.id))?;
    let why = view.reasons(&args.id)?;
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&why)?),
        Form::Text => write!(out, "{}", incident_reasons(&view.incident(&args.id)?.label, &why, &view)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
