//! `fogline read`: reports in, what they say out.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::PathBuf,
};

use anyhow::Context;
use clap::ValueEnum;
use fogline::{
    acquire,
    annotate::{self, Models},
    outlets::Outlets,
    reading::{self, Contract, Knowledge},
};
use fogline_nlp::Pipeline;
use rayon::prelude::*;

use crate::{
    exit::{Outcome, complain},
    gazetteers,
    models::{Folders, Wanted, locate},
};

/// Reports read before their readings are written.
const CHUNK: usize = 256;

/// Read reports: documents, actors, places, times and quantities, each with its exact words
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Files or folders to read, or `-` for standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<String>,

    /// What the input is, where it should not be recognised
    #[arg(long, value_enum)]
    input_format: Option<InputFormat>,

    /// How to write the readings
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,

    /// Model for English: a name, or the path of a wheel or of an unpacked folder
    #[arg(long, value_name = "NAME|PATH", default_value_t)]
    model: Wanted,

    /// Gazetteer files, each over the one before, instead of those that are found
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum InputFormat {
    /// A record a line
    Jsonl,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// One line of JSON a report, schema `fogline.reading/1`
    Json,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let path = locate(&args.model, &Folders::from_env())?;
    let models = Models { en: Some(Pipeline::load(&path)?) };
    let knowledge = Knowledge { gazetteer: gazetteers::open(&args.gazetteer)?, ..Knowledge::default() };
    let outlets = Outlets::bundled();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut outcome = Outcome::Done;
    for path in &args.paths {
        let input: Box<dyn BufRead> = if path == "-" {
            Box::new(io::stdin().lock())
        } else {
            Box::new(BufReader::new(File::open(path).with_context(|| format!("cannot open `{path}`"))?))
        };
        let mut lines = input.lines().enumerate();
        loop {
            let chunk: Vec<(usize, String)> = lines
                .by_ref()
                .take(CHUNK)
                .map(|(number, line)| line.map(|line| (number + 1, line)))
                .collect::<Result<_, _>>()
                .with_context(|| format!("cannot read `{path}`"))?;
            if chunk.is_empty() {
                break;
            }
            let read: Vec<_> = chunk
                .par_iter()
                .filter(|(_, line)| !line.trim().is_empty())
                .map(|(number, line)| {
                    let record = acquire::json::record(line.as_bytes(), &format!("{path}:{number}"))
                        .map_err(|(reason, detail)| format!("{path}:{number}: {}: {detail}", reason.code()))?;
                    let document = acquire::document(record, &outlets);
                    let annotation = annotate::annotate(&document, &models);
                    let reading = reading::read(&document, &annotation, &knowledge);
                    serde_json::to_vec(&Contract::new(&document, &annotation, &reading))
                        .map_err(|error| error.to_string())
                })
                .collect();
            for line in read {
                match line {
                    Ok(line) => {
                        out.write_all(&line).and_then(|()| out.write_all(b"\n")).context("cannot write the result")?;
                    }
                    Err(fault) => {
                        complain(&format!("quarantined: {fault}"));
                        outcome = Outcome::Quarantined;
                    }
                }
            }
        }
    }
    out.flush().context("cannot write the result")?;
    Ok(outcome)
}
