//! `fogline ingest`: reports into the ledger.

mod note;
mod summary;
mod work;

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::{Context, bail};
use fogline::acquire::Input;
use jiff::Timestamp;

use self::summary::Ingested;
pub(crate) use self::work::draft;
use crate::{
    derive,
    engine::Basis,
    exit::{Outcome, complain},
    intake::{self, Allowed},
    ledger::Place,
    output::{Form, form},
    progress::{self, Bar},
};

/// Read reports into the ledger, which is made if it is not there
///
/// Takes what `fogline read` takes. What the ledger has already is passed over, so a run that was cut off is continued by
/// running the same again. What cannot be read is set aside with the reason, and the ledger keeps that too.
#[derive(clap::Args)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["paths", "note"])))]
pub(crate) struct Args {
    /// Files or folders to read, or `-` for standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Record a field note or a call, in these words, as a document of its own
    #[arg(long, value_name = "TEXT", requires = "by", conflicts_with = "paths")]
    note: Option<String>,

    /// Who records the note
    #[arg(long, value_name = "WHO", requires = "note")]
    by: Option<String>,

    #[command(flatten)]
    place: Place,

    #[command(flatten)]
    basis: Basis,

    /// How to write the summary: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,

    #[command(flatten)]
    allowed: Allowed,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    intake::check(&args.paths)?;
    if args.note.is_some() && args.by.as_deref().is_none_or(|by| by.trim().is_empty()) {
        bail!("a note needs a person, who stays on record");
    }
    if args.note.as_deref().is_some_and(|text| text.trim().is_empty()) {
        bail!("a note without words says nothing");
    }
    let now = Timestamp::now();
    // The ledger first: whoever cannot write to it need not wait for the models.
    let mut ledger = args.place.open_or_init(now)?;
    let engine = args.basis.load(ledger.packs(None)?)?;
    let stop = stop_on_interrupt()?;
    let bar = Bar::new(intake::size(&args.paths));
    let options = args.allowed.options(args.basis.input_format.map(Input::from), bar.bytes());
    let note = args.note.as_deref().zip(args.by.as_deref()).map(|(text, by)| note::record(text, by, now));
    derive::keep_packs(&mut ledger, engine.packs(), now)?;
    let ingested = work::run(&mut ledger, &engine, &stop, |take| match note {
        Some(record) => {
            let _ = take(Ok(record));
            fogline::acquire::Summary { records: 1, ..Default::default() }
        }
        None => intake::read(&args.paths, &options, take),
    });
    drop(bar);
    let mut ingested = ingested?;
    let copies = derive::copies(&ledger)?;
    progress::spin("folding copies and grouping what is told", || derive::settle(&mut ledger))?;
    ingested.copies = derive::copies(&ledger)?.saturating_sub(copies);
    intake::tell(&ingested.input);
    summary::write(&ingested, form(args.format))?;
    if ingested.interrupted {
        complain("interrupted: what was read so far is stored; run the same again to go on");
    }
    Ok(outcome(&ingested))
}

/// 0 only if nothing was lost.
fn outcome(ingested: &Ingested) -> Outcome {
    if ingested.faults > 0 {
        Outcome::Fault
    } else if ingested.interrupted || ingested.input.quarantined > 0 {
        Outcome::Quarantined
    } else {
        Outcome::Done
    }
}

/// Set when the user interrupts. The batch at work is finished; a second interrupt ends the process, which loses nothing that
/// was acknowledged.
fn stop_on_interrupt() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::<AtomicBool>::default();
    let asked = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            std::process::exit(1);
        }
        complain("interrupted: finishing the batch at work; once more to end at once");
    })
    .context("cannot listen for interrupts")?;
    Ok(stop)
}
