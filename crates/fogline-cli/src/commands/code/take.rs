//! `fogline code take`.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow, bail};
use fogline_ask::{
    AskError,
    coding::{Taking, take},
};
use fogline_reconcile::coding::{Coded, State};
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use crate::{
    exit::Outcome,
    input::Source,
    ledger::Place,
    output::{Form, form},
};

#[derive(clap::Args)]
#[command(override_usage = "fogline code take <NUMBER> <FILE> --coder <WHO> [OPTIONS]\n       \
                            fogline code take <NUMBER> --give-back --coder <WHO> [OPTIONS]")]
pub(crate) struct Args {
    /// Number of the assignment
    #[arg(value_name = "NUMBER")]
    assignment: i64,

    /// The coding as JSON: statements, events or statuses; `fogline codebook` says what each field takes. Left out
    /// only with --give-back
    #[arg(value_name = "FILE", required_unless_present = "give_back")]
    file: Option<PathBuf>,

    /// Who coded it
    #[arg(long, value_name = "WHO")]
    coder: String,

    /// Keep it as a draft, which may be incomplete and can be taken again
    #[arg(long, conflicts_with = "give_back")]
    draft: bool,

    /// Give the assignment back without coding it
    #[arg(long, conflicts_with = "file")]
    give_back: bool,

    #[command(flatten)]
    place: Place,

    /// How to write the outcome: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let coded: Coded = args.file.as_deref().map(read).transpose()?.unwrap_or_default();
    let state = match (args.give_back, args.draft) {
        (true, _) => State::GivenBack,
        (_, true) => State::Draft,
        _ => State::Finished,
    };
    let mut ledger = args.place.open()?;
    let taking = Taking { coder: args.coder.clone(), state, coded };
    let record = take(&mut ledger, args.assignment, &taking, Timestamp::now())
        .map_err(|error| told(error, args.file.as_deref()))?;
    let mut out = io::stdout().lock();
    match form(args.format) {
        Form::Json => writeln!(out, "{}", serde_json::json!({ "record": record })),
        Form::Text => writeln!(out, "recorded as {record}"),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

/// What a file of JSON says; a fault is told with its path in it and its line.
pub(super) fn read<T: DeserializeOwned>(path: &Path) -> anyhow::Result<T> {
    let text = Source::File(path.to_owned()).read_text()?;
    match serde_json::from_str(&text) {
        Ok(read) => Ok(read),
        Err(error) => bail!("`{}` cannot be taken: {error}; nothing was recorded", path.display()),
    }
}

/// Faults of a coding, each on a line of its own with the file that it is in.
pub(super) fn told(error: AskError, file: Option<&Path>) -> anyhow::Error {
    match (error, file) {
        (AskError::Uncoded(faults), Some(file)) => {
            let lines: Vec<String> = faults.iter().map(|fault| format!("  {}: {fault}", file.display())).collect();
            anyhow!("the coding cannot be taken, and nothing was recorded\n{}", lines.join("\n"))
        }
        (other, _) => other.into(),
    }
}
