//! `fogline annotate`: one text in, its tokens, parse and names out.

use std::io::{self, BufWriter, Write};

use anyhow::{Context, bail};
use clap::ValueEnum;
use fogline_nlp::{LoadOptions, Pipeline};

use crate::{
    exit::Outcome,
    input::Source,
    models::{Folders, Wanted, locate},
    output::{write_conllu, write_json, write_table},
    progress::busy,
};

/// Show the tokens, parse and names of one text
///
/// Reads one UTF-8 text and runs a trained pipeline over it. The text is taken as it is, but for a byte order mark.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Text file to read, or `-` for standard input
    #[arg(value_name = "FILE")]
    source: Source,

    /// How to write the result
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,

    /// Model to run: a name, or the path of a wheel or of an unpacked folder
    #[arg(long, value_name = "NAME|PATH", default_value_t)]
    model: Wanted,

    /// Leave out a component of the pipeline, as `ner` (repeatable)
    #[arg(long, value_name = "COMPONENT")]
    without: Vec<String>,

    /// Run a component that the pipeline has but leaves off, as `senter` (repeatable)
    #[arg(long, value_name = "COMPONENT")]
    with: Vec<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Aligned columns for reading
    Table,
    /// One line of JSON, offsets in Unicode code points
    Json,
    /// CoNLL-U, one block of lines per sentence
    Conllu,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    if let Some(both) = args.without.iter().find(|name| args.with.contains(name)) {
        bail!("`{both}` cannot be left out and run: give it with one of --without and --with");
    }
    // The text first: it is the cheaper of the two to be wrong about.
    let text = args.source.read_text()?;
    let path = locate(&args.model, &Folders::from_env())?;
    let options = LoadOptions { exclude: args.without.clone(), enable: args.with.clone(), ..LoadOptions::default() };
    let pipeline = Pipeline::load_with(&path, &options)?;
    let doc = busy("annotating", text.len(), || pipeline.annotate(&text));

    let mut out = BufWriter::new(io::stdout().lock());
    match args.format {
        Format::Table => write_table(&doc, &mut out),
        Format::Json => write_json(&doc, pipeline.components(), &mut out),
        Format::Conllu => write_conllu(&doc, &mut out),
    }
    .and_then(|()| out.flush())
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
