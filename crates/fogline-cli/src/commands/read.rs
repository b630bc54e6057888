//! `fogline read`: reports in, what they say out.

use std::{
    io::{self, IsTerminal, Write},
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
};

use anyhow::{Context, anyhow};
use clap::ValueEnum;
use fogline::{
    acquire::{Input, Quarantined, Record},
    packs::Pack,
    reading::Contract,
};
use rayon::prelude::*;

use crate::{
    engine::{Basis, Engine},
    exit::{Outcome, complain},
    intake::{self, Allowed},
    output::write_summary,
    progress::Bar,
};

/// Read reports: who said what, what is said to have happened, where, when and how many, each with its exact words
///
/// Takes files, folders and standard input: plain text, Markdown, saved pages, JSON, JSONL and CSV records, Telegram
/// Desktop exports, feeds, web archives (WARC, ARC), e-mails, and zip, gz and zst of these. What cannot be read is set
/// aside with the reason, and reading goes on.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Files or folders to read, or `-` for standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    basis: Basis,

    /// How to write the readings: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Format>,

    #[command(flatten)]
    allowed: Allowed,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A summary for people, with the text
    Text,
    /// One line of JSON a report, schema `fogline.reading/1`
    Json,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    intake::check(&args.paths)?;
    let engine = args.basis.load(Pack::bundled()?.to_vec())?;
    let default = if io::stdout().is_terminal() { Format::Text } else { Format::Json };
    let bar = Bar::new(intake::size(&args.paths));
    let options = args.allowed.options(args.basis.input_format.map(Input::from), bar.bytes());
    let mut batch = Batch {
        engine: &engine,
        format: args.format.unwrap_or(default),
        waiting: Vec::new(),
        bytes: 0,
        faults: 0,
        out: anstream::AutoStream::auto(io::stdout()),
    };
    let mut failed = None;
    let total = intake::read(&args.paths, &options, &mut |item| match batch.take(item) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    });
    if let Some(error) = failed {
        return Err(error);
    }
    batch.flush()?;
    drop(bar);
    if total.quarantined > 0 {
        complain(&format!("{} read, {} quarantined", total.records, total.quarantined));
    }
    intake::tell(&total);
    Ok(match (batch.faults, total.quarantined) {
        (0, 0) => Outcome::Done,
        (0, _) => Outcome::Quarantined,
        _ => Outcome::Fault,
    })
}

/// A report's reading as it is to be written.
fn written(engine: &Engine, format: Format, record: Record) -> anyhow::Result<Vec<u8>> {
    let (document, annotation, reading) = engine.read(record);
    let mut out = Vec::new();
    match format {
        Format::Text => write_summary(&document, &annotation, &reading, &mut out)?,
        Format::Json => serde_json::to_writer(&mut out, &Contract::new(&document, &annotation, &reading))?,
    }
    out.push(b'\n');
    Ok(out)
}

/// Records that are read together, on all threads, and written in the order they came in.
struct Batch<'e, W: Write> {
    engine: &'e Engine,
    format: Format,
    waiting: Vec<Result<Record, Quarantined>>,
    bytes: usize,
    /// Reports in which Fogline itself failed.
    faults: u64,
    out: W,
}

impl<W: Write> Batch<'_, W> {
    /// Records and bytes that are read together: enough to keep the threads busy, and flat in memory.
    const RECORDS: usize = 256;
    const BYTES: usize = 8 << 20;

    fn take(&mut self, item: Result<Record, Quarantined>) -> anyhow::Result<()> {
        self.bytes += item.as_ref().map_or(0, |record| record.original.len());
        self.waiting.push(item);
        if self.waiting.len() >= Self::RECORDS || self.bytes >= Self::BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        self.bytes = 0;
        let (engine, format) = (self.engine, self.format);
        let read: Vec<_> = std::mem::take(&mut self.waiting)
            .into_par_iter()
            .map(|item| {
                let record = match item {
                    Ok(record) => record,
                    Err(quarantined) => return Err(quarantined),
                };
                let name = record.reference.clone();
                // A fault of ours in one report must not end the others.
                let read = catch_unwind(AssertUnwindSafe(|| written(engine, format, record)));
                Ok(read.unwrap_or_else(|_| Err(anyhow!("a fault in fogline"))).map_err(|error| (name, error)))
            })
            .collect();
        for item in read {
            match item {
                Ok(Ok(line)) => self.out.write_all(&line).context("cannot write the result")?,
                Ok(Err((name, error))) => {
                    complain(&format!("not read: {name}: {error:#}; please report it with the lines above"));
                    self.faults += 1;
                }
                Err(quarantined) => complain(&format!("quarantined: {quarantined}")),
            }
        }
        self.out.flush().context("cannot write the result")
    }
}
