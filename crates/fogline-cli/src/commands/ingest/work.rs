//! Reading on all threads, and one writer that commits batch after batch beside them.

use std::{
    collections::HashSet,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::{SyncSender, sync_channel},
    },
    thread,
};

use anyhow::{Context, anyhow};
use fogline::{
    acquire::{Quarantined, Record, Summary},
    document::Facts,
    reading::Contract,
};
use fogline_ledger::{Basis, DocId, Draft, Drafter, Kind, Ledger, NewReport, Note, Outcome};
use jiff::Timestamp;
use rayon::prelude::*;
use serde_json::json;

use super::summary::Ingested;
use crate::{
    derive,
    engine::{Engine, kept_parse},
    exit::complain,
};

/// Records and bytes that are read together: enough to keep the threads busy, and flat in memory.
const RECORDS: usize = 128;
const BYTES: usize = 8 << 20;

/// What the writer is given.
#[derive(Default)]
struct Done {
    drafts: Vec<Draft>,
    quarantined: Vec<Quarantined>,
}

/// Takes what a source gives, and tells whether it is to go on.
type Take<'t> = dyn FnMut(Result<Record, Quarantined>) -> ControlFlow<()> + 't;

/// Reads what the source gives into the ledger.
pub(super) fn run(
    ledger: &mut Ledger,
    engine: &Engine,
    stop: &AtomicBool,
    source: impl FnOnce(&mut Take<'_>) -> Summary,
) -> anyhow::Result<Ingested> {
    let known: HashSet<DocId> = ledger.known_ids()?.into_iter().collect();
    let drafter = ledger.drafter();
    let (to_writer, from_readers) = sync_channel::<Done>(1);
    thread::scope(|scope| {
        let writer = scope.spawn(move || {
            let mut written = Ingested::default();
            let mut warned = false;
            for done in from_readers {
                write(ledger, done, &mut written, &mut warned)?;
            }
            anyhow::Ok((ledger, written))
        });
        let mut reader = Reader {
            engine,
            drafter: &drafter,
            versions: [engine.versions(), engine.parsing()],
            known,
            passed: Vec::new(),
            waiting: Vec::new(),
            quarantined: Vec::new(),
            bytes: 0,
            faults: 0,
            to_writer,
        };
        let mut interrupted = false;
        let input = source(&mut |item| {
            interrupted = stop.load(Ordering::Relaxed);
            // A writer that is gone has failed, and says why when it is joined.
            if interrupted || reader.take(item).is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        let _ = reader.flush();
        let (passed, faults) = (reader.passed, reader.faults);
        drop(reader.to_writer);
        let (ledger, mut ingested) = writer.join().map_err(|_| anyhow!("a fault in fogline while writing"))??;
        for id in passed {
            count(ledger.known(id)?.unwrap_or(Outcome::Known(0)), &mut ingested);
        }
        Ok(Ingested { input, faults, interrupted, ..ingested })
    })
}

/// Gathers records into batches and reads each on all threads.
struct Reader<'e> {
    engine: &'e Engine,
    drafter: &'e Drafter,
    /// Versions of what readings rest on, and of what parses rest on.
    versions: [Basis; 2],
    /// What is in the ledger or on its way there.
    known: HashSet<DocId>,
    /// What was passed over because it is.
    passed: Vec<DocId>,
    waiting: Vec<Record>,
    quarantined: Vec<Quarantined>,
    bytes: usize,
    faults: u64,
    to_writer: SyncSender<Done>,
}

/// The writer has ended before its time.
struct WriterGone;

impl Reader<'_> {
    fn take(&mut self, item: Result<Record, Quarantined>) -> Result<(), WriterGone> {
        match item {
            Ok(record) => {
                // Reading is costly, so what is known is passed over before.
                let id = DocId::of(&record.original);
                if !self.known.insert(id) {
                    self.passed.push(id);
                    return Ok(());
                }
                self.bytes += record.original.len();
                self.waiting.push(record);
            }
            Err(quarantined) => self.quarantined.push(quarantined),
        }
        if self.waiting.len() + self.quarantined.len() >= RECORDS || self.bytes >= BYTES {
            self.flush()
        } else {
            Ok(())
        }
    }

    fn flush(&mut self) -> Result<(), WriterGone> {
        self.bytes = 0;
        let quarantined = std::mem::take(&mut self.quarantined);
        let drafts: Vec<_> = std::mem::take(&mut self.waiting)
            .into_par_iter()
            .map(|record| {
                let name = record.reference.clone();
                // A fault of ours in one report must not end the others.
                catch_unwind(AssertUnwindSafe(|| {
                    draft(self.engine, self.drafter, &self.versions, record, self.engine.supplied())
                }))
                .unwrap_or_else(|_| Err(anyhow!("a fault in fogline")))
                .map_err(|error| (name, error))
            })
            .collect();
        let mut done = Done { quarantined, ..Done::default() };
        for draft in drafts {
            match draft {
                Ok(draft) => done.drafts.push(draft),
                Err((name, error)) => {
                    complain(&format!("not read: {name}: {error:#}; please report it with the lines above"));
                    self.faults += 1;
                }
            }
        }
        self.to_writer.send(done).map_err(|_| WriterGone)
    }
}

/// Reads a report and seals it as it is to be recorded. `supplied` is what fills in for facts that it lacks.
pub(crate) fn draft(
    engine: &Engine,
    drafter: &Drafter,
    [versions, parsing]: &[Basis; 2],
    record: Record,
    supplied: &Facts,
) -> anyhow::Result<Draft> {
    let source = record.kept(supplied);
    let (document, annotation, reading) = engine.read_with(record, supplied);
    let json = serde_json::to_vec(&Contract::new(&document, &annotation, &reading))?;
    Ok(drafter.draft(&NewReport {
        reference: &document.reference,
        original: &document.original,
        source: &source,
        annotation: Some((parsing, &kept_parse(&document, &annotation))),
        reading: &json,
        basis: versions,
    })?)
}

fn write(ledger: &mut Ledger, done: Done, ingested: &mut Ingested, warned: &mut bool) -> anyhow::Result<()> {
    let now = Timestamp::now();
    let appended = ledger.append(&done.drafts, now).context("cannot store what was read")?;
    if let Some(last) = appended.clock_behind.filter(|_| !std::mem::replace(warned, true)) {
        complain(&format!(
            "the clock shows {now}, before the last record of the ledger; recorded as of {last} until it has caught up"
        ));
    }
    for outcome in appended.outcomes {
        count(outcome, ingested);
    }
    for quarantined in done.quarantined {
        complain(&format!("quarantined: {quarantined}"));
        *ingested.quarantined.entry(quarantined.reason.code()).or_default() += 1;
        let body = json!({
            "path": quarantined.path,
            "offset": quarantined.offset,
            "reason": quarantined.reason.code(),
            "detail": quarantined.detail,
        })
        .to_string();
        let note = Note { kind: Kind::Quarantine, about: None, quotes: &[], body: body.as_bytes() };
        ledger.append_note(&note, now).context("cannot store what was quarantined")?;
    }
    derive::update(ledger)
}

fn count(outcome: Outcome, ingested: &mut Ingested) {
    match outcome {
        Outcome::Stored(_) => ingested.stored += 1,
        Outcome::Known(_) => ingested.known += 1,
        Outcome::Erased(_) => ingested.erased += 1,
    }
}
