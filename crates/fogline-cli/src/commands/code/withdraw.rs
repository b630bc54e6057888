//! `fogline code withdraw`.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ask::coding::{Withdrawing, withdraw};
use jiff::Timestamp;

use crate::{
    exit::Outcome,
    ledger::Place,
    output::{Form, form},
};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Number of the assignment
    #[arg(value_name = "NUMBER")]
    assignment: i64,

    /// From whom; may be given again. Without it, from all who are still to code it
    #[arg(long = "coder", value_name = "WHO")]
    coders: Vec<String>,

    /// Who withdraws it
    #[arg(long, value_name = "WHO")]
    by: String,

    /// Why so
    #[arg(long, value_name = "TEXT")]
    reason: String,

    #[command(flatten)]
    place: Place,

    /// How to write the outcome: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let mut ledger = args.place.open()?;
    let wish = Withdrawing { by: args.by.clone(), reason: args.reason.clone(), coders: args.coders.clone() };
    let withdrawn = withdraw(&mut ledger, args.assignment, &wish, Timestamp::now())?;
    let mut out = io::stdout().lock();
    match form(args.format) {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&withdrawn)?),
        Form::Text => withdrawn.records.iter().try_for_each(|record| writeln!(out, "recorded as {record}")),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
