//! `fogline incident ID` and `fogline why ID`: what each side says of one incident, what has made it what it is, and by which
//! rules its statuses are as they are.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ask::{View, assess, history::history, incident::Shown, rows::of_incident};

use crate::{
    asked::Asked,
    exit::Outcome,
    output::{Form, incident_accounts, incident_history, incident_reasons},
};

/// Show one incident: who says what, in their exact words, who answers and who does not
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Its id, or the beginning of it
    id: String,

    /// Show in its place what has made it what it is: reports, corrections and judgements in the order of recording, each with the
    /// time that `--as-of` takes
    #[arg(long)]
    history: bool,

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
    let (view, id) = View::of_incident(&ledger, &args.id, args.asked.known())?;
    if args.history {
        let judged = assess::recorded(&ledger, args.asked.as_of)?;
        let history = history(&id, &ledger, &view, &judged)?;
        return say(&match args.asked.form() {
            Form::Json => format!("{}\n", serde_json::to_string(&history)?),
            Form::Text => incident_history(&history),
        });
    }
    let one = view.incident(&id)?;
    let coded = of_incident(&ledger, &one.id, args.asked.known())?;
    say(&match args.asked.form() {
        Form::Json => format!("{}\n", serde_json::to_string(&Shown { coded, ..view.shown(&id)? })?),
        Form::Text => incident_accounts(one, &coded, &view),
    })
}

pub(crate) fn why(args: &WhyArgs) -> anyhow::Result<Outcome> {
    let ledger = args.asked.place.open_read_only()?;
    let (view, id) = View::of_incident(&ledger, &args.id, args.asked.known())?;
    let why = view.reasons(&id)?;
    say(&match args.asked.form() {
        Form::Json => format!("{}\n", serde_json::to_string(&why)?),
        Form::Text => incident_reasons(&view.incident(&id)?.label, &why, &view),
    })
}

fn say(text: &str) -> anyhow::Result<Outcome> {
    io::stdout().lock().write_all(text.as_bytes()).context("cannot write the result")?;
    Ok(Outcome::Done)
}
