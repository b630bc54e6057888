//! `fogline read`: reports in, what they say out.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, IsTerminal, Write},
    panic::{AssertUnwindSafe, catch_unwind},
};

use anyhow::Context;
use clap::ValueEnum;
use fogline::{
    acquire::{self, Record},
    annotate::{self, Models},
    outlets::Outlets,
    packs::Pack,
    reading::{self, Contract, Knowledge},
};
use fogline_nlp::Pipeline;
use rayon::prelude::*;

use crate::{
    exit::{Outcome, complain},
    models::{Folders, Wanted, locate},
    output::write_summary,
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

    /// How to write the readings: text on a terminal, json elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Model for English: a name, or the path of a wheel or of an unpacked folder
    #[arg(long, value_name = "NAME|PATH", default_value_t)]
    model: Wanted,
}

#[derive(Clone, Copy, ValueEnum)]
enum InputFormat {
    /// A record a line
    Jsonl,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A summary for people, with the text
    Text,
    /// One line of JSON a report, schema `fogline.reading/1`
    Json,
}

/// What reading rests on.
struct Engine {
    models: Models,
    outlets: Outlets,
    knowledge: Knowledge,
    format: Format,
}

impl Engine {
    /// A report's reading as it is to be written.
    fn read(&self, record: Record) -> anyhow::Result<Vec<u8>> {
        let document = acquire::document(record, &self.outlets);
        let annotation = annotate::annotate(&document, &self.models);
        let reading = reading::read(&document, &annotation, &self.knowledge);
        let mut out = Vec::new();
        match self.format {
            Format::Text => write_summary(&document, &annotation, &reading, &mut out)?,
            Format::Json => serde_json::to_writer(&mut out, &Contract::new(&document, &annotation, &reading))?,
        }
        out.push(b'\n');
        Ok(out)
    }
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let path = locate(&args.model, &Folders::from_env())?;
    let default = if io::stdout().is_terminal() { Format::Text } else { Format::Json };
    let engine = Engine {
        models: Models { en: Some(Pipeline::load(&path)?) },
        outlets: Outlets::bundled(),
        knowledge: Knowledge { packs: Pack::bundled()?.to_vec(), ..Knowledge::default() },
        format: args.format.unwrap_or(default),
    };
    let mut out = anstream::AutoStream::auto(io::stdout());
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
                    match catch_unwind(AssertUnwindSafe(|| engine.read(record))) {
                        Ok(read) => read.map_err(|error| error.to_string()),
                        Err(_) => Err(format!("{path}:{number}: a fault in fogline")),
                    }
                })
                .collect();
            for line in read {
                match line {
                    Ok(line) => out.write_all(&line).context("cannot write the result")?,
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
