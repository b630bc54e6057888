//! `fogline code adjudicate`.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use anyhow::Context;
use fogline_ask::coding::{Applied, Deciding, apply, decide};
use fogline_reconcile::coding::Coded;
use jiff::Timestamp;
use serde::Serialize;

use super::take::{read, told};
use crate::{
    exit::Outcome,
    ledger::Place,
    output::{Form, form, shown},
};

#[derive(clap::Args)]
#[command(override_usage = "fogline code adjudicate <NUMBER> <FILE> --by <WHO> --reason <TEXT> [OPTIONS]\n       \
                            fogline code adjudicate <NUMBER> --apply --by <WHO> [OPTIONS]")]
pub(crate) struct Args {
    /// Number of the assignment
    #[arg(value_name = "NUMBER")]
    assignment: i64,

    /// What is decided, as JSON in the form of a coding; without it, only what was decided before is taken over
    #[arg(value_name = "FILE", required_unless_present = "apply", requires = "reason")]
    file: Option<PathBuf>,

    /// Who decides
    #[arg(long, value_name = "WHO")]
    by: String,

    /// Why so
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,

    /// Why somebody decides who has coded it themselves, as nobody else can
    #[arg(long, value_name = "TEXT")]
    own: Option<String>,

    /// Take over what was decided: corrections of the reading are recorded, and what they cannot say is told
    #[arg(long)]
    apply: bool,

    #[command(flatten)]
    place: Place,

    /// How to write the outcome: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

/// What came of it.
#[derive(Serialize)]
struct Came {
    /// Number of the decision's record.
    record: Option<i64>,
    /// What was taken over.
    applied: Option<Applied>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let mut ledger = args.place.open()?;
    let mut came = Came { record: None, applied: None };
    if let Some(file) = &args.file {
        let decided: Coded = read(file)?;
        let reason = args.reason.clone().unwrap_or_default();
        let wish = Deciding { by: args.by.clone(), reason, own: args.own.clone(), decided };
        let record = decide(&mut ledger, args.assignment, &wish, None, Timestamp::now());
        came.record = Some(record.map_err(|error| told(error, Some(file)))?);
    }
    if args.apply {
        came.applied = Some(apply(&mut ledger, args.assignment, args.by.trim())?);
    }
    let mut out = io::stdout().lock();
    match form(args.format) {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&came)?),
        Form::Text => as_text(&came, &mut out),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

fn as_text(came: &Came, out: &mut impl Write) -> io::Result<()> {
    if let Some(record) = came.record {
        writeln!(out, "recorded as {record}")?;
    }
    let Some(applied) = &came.applied else { return Ok(()) };
    writeln!(out, "{} corrections recorded", applied.corrections.len())?;
    applied.left.iter().try_for_each(|left| writeln!(out, "  left: {}: {}", shown(&left.what), left.why))
}
