//! `fogline methods`: what a ledger's answers rest on, what was measured, and what is known to go wrong.

use std::{
    fs,
    io::{self, Write},
    path::PathBuf,
};

use anyhow::Context;
use clap::ValueEnum;
use fogline_ask::{methods::methods, time::moment};
use fogline_ledger::standing::Known;
use fogline_reconcile::{brief::render::Form, methods::render};
use jiff::Timestamp;

use crate::{exit::Outcome, ledger::Place};

/// Write a statement of methods and limits, to go with whatever is published from the ledger
///
/// Versions and packs, how much was read by language and side, measured errors, known biases.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: Place,

    /// Only what the ledger had recorded by this time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    as_of: Option<Timestamp>,

    /// How to write it
    #[arg(long, value_enum, default_value = "md")]
    format: MethodsForm,

    /// Write it to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum MethodsForm {
    /// Markdown
    Md,
    /// A page for screen and print that loads nothing
    Html,
    /// For programs
    Json,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let found = methods(&args.place.open_read_only()?, Known { as_of: args.as_of, as_published: None })?;
    let text = match args.format {
        MethodsForm::Md => render(&found, Form::Markdown)?,
        MethodsForm::Html => render(&found, Form::Html)?,
        MethodsForm::Json => serde_json::to_string_pretty(&found)? + "\n",
    };
    match &args.output {
        Some(path) => fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))?,
        None => io::stdout().lock().write_all(text.as_bytes()).context("cannot write the result")?,
    }
    Ok(Outcome::Done)
}
