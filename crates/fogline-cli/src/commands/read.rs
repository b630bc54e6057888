//! `fogline read`: reports in, what they say out.

use std::{
    io::{self, IsTerminal, Write},
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow, bail};
use clap::ValueEnum;
use fogline::{
    acquire::{self, Input, Limits, Options, Quarantined, Record, Source, Summary, dates},
    annotate::{self, Models},
    document::{Facts, OutletKind, Published, PublishedBasis},
    lang::Lang,
    outlets::Outlets,
    packs::Pack,
    reading::{self, Contract, Knowledge},
};
use fogline_nlp::Pipeline;
use rayon::prelude::*;

use crate::{
    exit::{Outcome, complain},
    gazetteers,
    models::{Folders, Wanted, locate},
    output::write_summary,
    progress::Bar,
};

/// Read reports: their text, actors, places, times and quantities, each with its exact words
///
/// Takes files, folders and standard input: plain text, Markdown, saved pages, JSON, JSONL and CSV records, Telegram
/// Desktop exports, feeds, web archives (WARC, ARC), e-mails, and zip, gz and zst of these. What cannot be read is set
/// aside with the reason, and reading goes on.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Files or folders to read, or `-` for standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    /// What the input is, where it should not be recognised by its content
    #[arg(long, value_enum)]
    input_format: Option<InputFormat>,

    /// How to write the readings: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// When reports were published that do not say it themselves, as 2022-02-17 or 2022-02-17T09:05:00+02:00
    #[arg(long, value_name = "DATE", value_parser = published)]
    published: Option<Published>,

    /// Name of the outlet of reports that do not say it themselves
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,

    /// Class of that outlet, as wire or newspaper
    #[arg(long, value_name = "KIND", value_parser = outlet_kind)]
    outlet_kind: Option<OutletKind>,

    /// Address of a report that does not say it itself
    #[arg(long, value_name = "URL")]
    url: Option<String>,

    /// Language of reports that do not say it themselves: en, ru, uk
    #[arg(long, value_name = "CODE", value_parser = lang)]
    lang: Option<String>,

    /// Conflict packs to read every report with, by name or folder; without it, those whose area or parties it names
    #[arg(long = "pack", value_name = "NAME|DIR")]
    packs: Vec<String>,

    /// Model for English: a name, or the path of a wheel or of an unpacked folder
    #[arg(long, value_name = "NAME|PATH", default_value_t)]
    model: Wanted,

    /// Gazetteer files, each over the one before, instead of those that are found
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,

    /// Bytes that one record may have, unpacked
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().record)]
    max_record: u64,

    /// Bytes that one packed file may unpack to
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().unpacked)]
    max_unpacked: u64,

    /// How many times its own size a packed file may unpack to
    #[arg(long, value_name = "N", default_value_t = Limits::default().ratio)]
    max_ratio: u64,
}

#[derive(Clone, Copy, ValueEnum)]
enum InputFormat {
    /// Plain text
    Text,
    /// Markdown
    Markdown,
    /// A saved page
    Html,
    /// A record a line
    Jsonl,
    /// One record or a list of them
    Json,
    /// Records with named columns
    Csv,
    /// Telegram Desktop's `result.json`
    Telegram,
    /// RSS, Atom or JSON Feed
    Feed,
    /// WARC or ARC
    Warc,
    /// One e-mail
    Email,
}

impl From<InputFormat> for Input {
    fn from(format: InputFormat) -> Self {
        match format {
            InputFormat::Text => Self::Text,
            InputFormat::Markdown => Self::Markdown,
            InputFormat::Html => Self::Html,
            InputFormat::Jsonl => Self::Jsonl,
            InputFormat::Json => Self::Json,
            InputFormat::Csv => Self::Csv,
            InputFormat::Telegram => Self::Telegram,
            InputFormat::Feed => Self::Feed,
            InputFormat::Warc => Self::Warc,
            InputFormat::Email => Self::Email,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A summary for people, with the text
    Text,
    /// One line of JSON a report, schema `fogline.reading/1`
    Json,
}

fn published(argument: &str) -> anyhow::Result<Published> {
    let at =
        dates::written(argument).ok_or_else(|| anyhow!("not a date as 2022-02-17 or 2022-02-17T09:05:00+02:00"))?;
    Ok(Published { at, basis: PublishedBasis::Supplied })
}

fn lang(argument: &str) -> anyhow::Result<String> {
    let known = Lang::of_code(argument).code().ok_or_else(|| anyhow!("not one of: en, ru, uk"))?;
    Ok(known.to_owned())
}

fn outlet_kind(argument: &str) -> anyhow::Result<OutletKind> {
    let names = || OutletKind::ALL.map(OutletKind::name).join(", ");
    OutletKind::named(argument).ok_or_else(|| anyhow!("not one of: {}", names()))
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    for path in args.paths.iter().filter(|path| !is_stdin(path)) {
        if !path.exists() {
            bail!("there is nothing at `{}`", path.display());
        }
    }
    let model = locate(&args.model, &Folders::from_env())?;
    let packs = packs(&args.packs)?;
    let default = if io::stdout().is_terminal() { Format::Text } else { Format::Json };
    let engine = Engine {
        models: Models { en: Some(Pipeline::load(&model)?) },
        outlets: Outlets::new(&packs),
        knowledge: Knowledge { gazetteer: gazetteers::open(&args.gazetteer)?, packs, ..Knowledge::default() },
        supplied: Facts {
            uri: args.url.clone(),
            outlet: args.outlet.clone(),
            outlet_kind: args.outlet_kind,
            published: args.published,
            lang: args.lang.clone(),
            ..Facts::default()
        },
        format: args.format.unwrap_or(default),
    };
    let bar =
        Bar::new(args.paths.iter().map(|path| if is_stdin(path) { None } else { Some(acquire::size(path)) }).sum());
    let options = Options {
        input: args.input_format.map(Input::from),
        limits: Limits {
            record: args.max_record,
            unpacked: args.max_unpacked,
            ratio: args.max_ratio,
            ..Limits::default()
        },
        progress: Some(bar.bytes()),
    };
    let mut batch = Batch {
        engine: &engine,
        waiting: Vec::new(),
        bytes: 0,
        faults: 0,
        out: anstream::AutoStream::auto(io::stdout()),
    };
    let mut total = Summary::default();
    let mut failed = None;
    for path in &args.paths {
        let source =
            if is_stdin(path) { Source::Stream("-", Box::new(io::stdin().lock())) } else { Source::Path(path.clone()) };
        let summary = acquire::read(source, &options, &mut |item| match batch.take(item) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        });
        if let Some(error) = failed {
            return Err(error);
        }
        total.records += summary.records;
        total.quarantined += summary.quarantined;
        for (why, count) in summary.skipped {
            *total.skipped.entry(why).or_default() += count;
        }
        for (field, (count, value)) in summary.unusable {
            total.unusable.entry(field).or_insert((0, value)).0 += count;
        }
    }
    batch.flush()?;
    drop(bar);
    report(&total);
    Ok(match (batch.faults, total.quarantined) {
        (0, 0) => Outcome::Done,
        (0, _) => Outcome::Quarantined,
        _ => Outcome::Fault,
    })
}

/// How much of a value is shown, in characters.
const SHOWN: usize = 60;

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Says what was not read, if anything.
fn report(total: &Summary) {
    if total.quarantined > 0 {
        complain(&format!("{} read, {} quarantined", total.records, total.quarantined));
    }
    if !total.skipped.is_empty() {
        let parts: Vec<_> = total.skipped.iter().map(|(why, count)| format!("{} {count}", why.code())).collect();
        complain(&format!("passed over, holding no report: {}", parts.join(", ")));
    }
    for (field, (count, value)) in &total.unusable {
        let value: String = value.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
        complain(&format!("not usable, so not known: `{field}` of {count} records, as `{value}`"));
    }
}

/// The packs that come with Fogline; those that are asked for, by name or folder, are used for every text.
fn packs(asked: &[String]) -> anyhow::Result<Vec<Pack>> {
    let mut packs = Pack::bundled()?.to_vec();
    for name in asked {
        if let Some(pack) = packs.iter_mut().find(|pack| pack.id == *name) {
            pack.always = true;
        } else {
            let folder = Path::new(name);
            if !folder.is_dir() {
                let known: Vec<_> = packs.iter().map(|pack| pack.id.as_str()).collect();
                bail!("there is no pack `{name}`: it is neither a folder nor one of {}", known.join(", "));
            }
            let mut pack = Pack::load(folder)?;
            pack.always = true;
            packs.push(pack);
        }
    }
    Ok(packs)
}

/// What reading rests on.
struct Engine {
    models: Models,
    outlets: Outlets,
    knowledge: Knowledge,
    /// What fills in for facts that a report lacks.
    supplied: Facts,
    format: Format,
}

impl Engine {
    /// A report's reading as it is to be written.
    fn read(&self, record: Record) -> anyhow::Result<Vec<u8>> {
        let document = acquire::document(record, &self.outlets, &self.supplied);
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

/// Records that are read together, on all threads, and written in the order they came in.
struct Batch<'e, W: Write> {
    engine: &'e Engine,
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
        let engine = self.engine;
        let read: Vec<_> = std::mem::take(&mut self.waiting)
            .into_par_iter()
            .map(|item| {
                let record = match item {
                    Ok(record) => record,
                    Err(quarantined) => return Err(quarantined),
                };
                let name = record.reference.clone();
                // A fault of ours in one report must not end the others.
                let read = catch_unwind(AssertUnwindSafe(|| engine.read(record)));
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
