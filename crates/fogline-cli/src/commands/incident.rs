//! `fogline incident ID` and `fogline why ID`: what each side says of one incident, and by which rules its statuses are as
//! they are.

use std::io::{self, Write};

use anyhow::Context;
use fogline_reconcile::incidents::{Account, Incident, Position};
use serde::Serialize;

use crate::{
    exit::Outcome,
    output::{Form, incident_accounts, incident_reasons},
    signals::Looked,
    view::{Asked, Need, View},
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
    let view = args.asked.view(Need::Incident(&args.id))?;
    let one = view.incident(&args.id)?;
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => {
            writeln!(out, "{}", serde_json::to_string(&Shown { incident: one, no_answer: unanswered(one, &view) })?)
        }
        Form::Text => write!(out, "{}", incident_accounts(one, &view)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

/// An incident, and what was read where no answer was found.
#[derive(Serialize)]
struct Shown<'i> {
    #[serde(flatten)]
    incident: &'i Incident,
    no_answer: Vec<NoAnswer<'i>>,
}

/// A side that is accused and of which no word was found: no silence, but what was read.
#[derive(Serialize)]
struct NoAnswer<'i> {
    side: Option<&'i str>,
    looked: Looked,
    /// What was found where an answer was looked for elsewhere, by hand.
    sought: Option<&'i String>,
}

fn unanswered<'i>(one: &'i Incident, view: &View) -> Vec<NoAnswer<'i>> {
    let silent = one.accounts.iter().filter(|account| account.position == Position::NoPositionRecorded);
    let no_answer = |account: &'i Account| NoAnswer {
        side: account.side.as_deref(),
        looked: view.looked(one.time.start.as_deref()),
        sought: account.side.as_ref().and_then(|side| one.answers_sought.get(side)),
    };
    silent.map(no_answer).collect()
}

pub(crate) fn why(args: &WhyArgs) -> anyhow::Result<Outcome> {
    let view = args.asked.view(Need::Incident(&args.id))?;
    let one = view.incident(&args.id)?;
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(
            out,
            "{}",
            serde_json::json!({
                "id": one.id, "rules": view.state.rules, "why": one.why, "origins": one.origins, "links": one.links,
            })
        ),
        Form::Text => write!(out, "{}", incident_reasons(one, &view)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
