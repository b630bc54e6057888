//! How fast stored reports are read anew after an edit of a pack or of the gazetteer, when nothing has to be parsed:
//! annotates the reports once and keeps the annotations as bytes, then decodes and resolves them again and again.
//!
//! ```sh
//! cargo run --release -p fogline --example reresolve -- --model WHEEL --gazetteer world.fgz < reports.jsonl
//! ```
//!
//! Goes in: records a line, as `fogline read` takes them. Comes out: the figures for people on standard error, and one line
//! of JSON. With `--print` it prints a reading a line instead, to compare the results of two builds.

use std::{
    env,
    error::Error,
    io::{self, Write},
    ops::ControlFlow,
    path::PathBuf,
    time::{Duration, Instant},
};

use fogline::{
    acquire::{self, Options, Source},
    annotate::{self, Annotation, Models, StoreError},
    document::{Document, Facts},
    gazetteer::Gazetteer,
    outlets::Outlets,
    packs::Pack,
    reading::{self, Contract, Knowledge},
};
use fogline_nlp::Pipeline;
use rayon::prelude::*;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

struct Args {
    model: Option<PathBuf>,
    gazetteer: Option<PathBuf>,
    threads: usize,
    /// Reports to resolve, given again from the first where there are fewer.
    reports: usize,
    print: bool,
}

impl Args {
    fn parse() -> Result<Self> {
        let mut args = Self { model: None, gazetteer: None, threads: 0, reports: 5_000, print: false };
        let mut words = env::args().skip(1);
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
            match word.as_str() {
                "--model" => args.model = Some(value()?.into()),
                "--gazetteer" => args.gazetteer = Some(value()?.into()),
                "--threads" => args.threads = value()?.parse()?,
                "--reports" => args.reports = value()?.parse()?,
                "--print" => args.print = true,
                _ => return Err(format!("`{word}` is not known").into()),
            }
        }
        Ok(args)
    }
}

/// A report as it is kept.
struct Stored {
    document: Document,
    annotation: Vec<u8>,
}

fn main() -> Result<()> {
    let args = Args::parse()?;
    rayon::ThreadPoolBuilder::new().num_threads(args.threads).build_global()?;
    let mut gazetteer = Gazetteer::default();
    if let Some(path) = &args.gazetteer {
        gazetteer.open(path)?;
    }
    let knowledge = Knowledge {
        gazetteer: args.gazetteer.is_some().then_some(gazetteer),
        packs: Pack::bundled()?.to_vec(),
        ..Knowledge::default()
    };
    let stored = stored(&args)?;
    if stored.is_empty() {
        return Err("there are no reports on standard input".into());
    }
    if args.print { print(&stored, &knowledge) } else { measure(&args, &stored, &knowledge) }
}

/// Reads and annotates what stands on standard input.
fn stored(args: &Args) -> Result<Vec<Stored>> {
    let models = Models { en: args.model.as_deref().map(Pipeline::load).transpose()? };
    let outlets = Outlets::bundled();
    let mut documents = Vec::new();
    let source = Source::Stream("-", Box::new(io::stdin().lock()));
    acquire::read(source, &Options::default(), &mut |found| {
        documents.extend(found.ok().map(|record| acquire::document(record, &outlets, &Facts::default())));
        ControlFlow::Continue(())
    });
    let store = |document: Document| {
        let annotation = annotate::annotate(&document, &models).to_bytes();
        Stored { document, annotation }
    };
    Ok(documents.into_par_iter().map(store).collect())
}

fn measure(args: &Args, stored: &[Stored], knowledge: &Knowledge) -> Result<()> {
    // What is made once, at the first report, is not part of the time of the others.
    resolve(&stored[0], knowledge)?;
    let started = Instant::now();
    let resolved = (0..args.reports).into_par_iter().map(|i| {
        let report = &stored[i % stored.len()];
        let started = Instant::now();
        let annotation = Annotation::from_bytes(&report.annotation, &report.document.text)?;
        let decoding = started.elapsed();
        let reading = reading::read(&report.document, &annotation, knowledge);
        let found = reading.actors.len() + reading.places.len() + reading.times.len() + reading.quantities.len();
        Ok::<_, StoreError>((decoding, found))
    });
    let (decoding, found) = resolved
        .try_reduce(|| (Duration::ZERO, 0), |(time, found), (more_time, more)| Ok((time + more_time, found + more)))?;
    let seconds = started.elapsed().as_secs_f64();

    let threads = rayon::current_num_threads();
    let per_second = args.reports as f64 / seconds;
    let per_100_000 = 100_000.0 / per_second;
    let decoding = decoding.as_secs_f64() / threads as f64 / seconds;
    let bytes = stored.iter().map(|report| report.annotation.len()).sum::<usize>() / stored.len();
    let text = stored.iter().map(|report| report.document.text.len()).sum::<usize>() / stored.len();
    writeln!(
        io::stderr().lock(),
        "{} different reports of {text} bytes, {} resolved on {threads} threads in {seconds:.1} s, {:.0} % of it decoding: \
         {per_second:.0} reports/s, {per_100_000:.0} s for 100,000; an annotation takes {bytes} bytes",
        stored.len(),
        args.reports,
        decoding * 100.0,
    )?;
    let line = serde_json::json!({
        "reports": args.reports,
        "different_reports": stored.len(),
        "threads": threads,
        "seconds": seconds,
        "reports_per_second": per_second,
        "seconds_per_100000": per_100_000,
        "share_of_decoding": decoding,
        "annotation_bytes": bytes,
        "text_bytes": text,
        "found": found,
    });
    Ok(writeln!(io::stdout().lock(), "{line}")?)
}

fn print(stored: &[Stored], knowledge: &Knowledge) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for report in stored {
        writeln!(out, "{}", resolve(report, knowledge)?)?;
    }
    Ok(out.flush()?)
}

/// One stored report read anew, in the contract's form.
fn resolve(report: &Stored, knowledge: &Knowledge) -> Result<String> {
    let annotation = Annotation::from_bytes(&report.annotation, &report.document.text)?;
    let reading = reading::read(&report.document, &annotation, knowledge);
    Ok(serde_json::to_string(&Contract::new(&report.document, &annotation, &reading))?)
}
