//! `fogline codebook`: what coders go by.

use std::io::{self, Write};

use anyhow::Context;
use clap::ValueEnum;
use fogline_reconcile::coding::codebook::{Codebook, Form};

use crate::exit::Outcome;

/// Print the codebook: every field and word that is coded, with examples, rules, and the lexicons that the machine goes by
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How to write it
    #[arg(long, value_enum, default_value = "markdown")]
    format: As,
}

#[derive(Clone, Copy, ValueEnum)]
enum As {
    /// One page that loads nothing
    Html,
    /// Text for people
    Markdown,
    /// For programs
    Json,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let book = Codebook::bundled();
    let text = match args.format {
        As::Html => book.render(Form::Html),
        As::Markdown => book.render(Form::Markdown),
        As::Json => serde_json::to_string(book)?,
    };
    writeln!(io::stdout().lock(), "{}", text.trim_end()).context("cannot write the result")?;
    Ok(Outcome::Done)
}
