//! Reading for the server: the engine, loaded when it is first needed.

use std::{
    io::Cursor,
    ops::ControlFlow,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use fogline::{
    acquire::{self, Options, Quarantined, Record, Source},
    document::Facts,
    packs::Pack,
    reading::Contract,
};
use fogline_ask::packs::diff::Differing;
use fogline_ledger::{DocId, Drafter, Ledger};
use fogline_server::{Brought, Drafted, Fault, Read, Reader};
use jiff::Timestamp;

use crate::{
    commands::ingest::draft,
    engine::{Engine, Sources, lang, published},
    ledger::Place,
    rereading,
};

/// How long what one person brings may keep others waiting.
const AT_MOST: Duration = Duration::from_secs(45);
/// Bytes that one report may have here; nothing that a person pastes or drops comes near.
const LARGEST: usize = 4 << 20;

/// The engine with what it is loaded from.
pub(crate) struct OnDemand {
    place: Place,
    sources: Sources,
    engine: Mutex<Option<Arc<Engine>>>,
}

impl OnDemand {
    /// Nothing is loaded yet.
    pub(crate) fn new(place: Place, sources: Sources) -> Self {
        Self { place, sources, engine: Mutex::default() }
    }

    fn engine(&self) -> Result<Arc<Engine>, Fault> {
        let mut kept = self.engine.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(engine) = &*kept {
            return Ok(Arc::clone(engine));
        }
        let loaded =
            self.place.open_read_only().and_then(|ledger| self.sources.load(ledger.packs(None)?)).map_err(unread)?;
        Ok(Arc::clone(kept.insert(Arc::new(loaded))))
    }
}

/// The records in something, and what could not be read of it.
fn records(brought: &Brought<'_>) -> (Vec<Record>, Vec<String>) {
    let at = Timestamp::now().strftime("brought %Y-%m-%dT%H:%M:%SZ").to_string();
    let name = brought.facts.name.clone().filter(|name| !name.trim().is_empty()).unwrap_or(at);
    let (mut records, mut quarantined) = (Vec::new(), Vec::new());
    let source = Source::Stream(&name, Box::new(Cursor::new(brought.bytes)));
    acquire::read(source, &Options::default(), &mut |item: Result<Record, Quarantined>| {
        match item {
            Ok(record) if record.original.len() > LARGEST => {
                let name = &record.reference;
                quarantined
                    .push(format!("{name} is larger than {} MiB, which only `fogline ingest` takes", LARGEST >> 20));
            }
            Ok(record) => records.push(record),
            Err(problem) => quarantined.push(problem.to_string()),
        }
        ControlFlow::Continue(())
    });
    (records, quarantined)
}

/// What is known of a report that does not say it itself.
fn supplied(brought: &Brought<'_>) -> Result<Facts, Fault> {
    let said = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let facts = brought.facts;
    let wrong = |error: anyhow::Error| Fault::Wrong(error.to_string());
    Ok(Facts {
        title: said(&facts.title),
        outlet: said(&facts.outlet),
        uri: said(&facts.url),
        published: said(&facts.published).map(|text| published(&text).map_err(wrong)).transpose()?,
        lang: said(&facts.lang).map(|code| lang(&code).map_err(wrong)).transpose()?,
        ..Facts::default()
    })
}

/// Reads one record after the other, for as long as others can be kept waiting.
fn each<T>(records: Vec<Record>, mut read: impl FnMut(Record) -> Result<T, Fault>) -> Result<Vec<T>, Fault> {
    let (begun, all) = (Instant::now(), records.len());
    let mut done = Vec::with_capacity(all);
    for record in records {
        if begun.elapsed() > AT_MOST {
            let number = done.len();
            return Err(Fault::TooMuch(format!(
                "{number} of {all} reports were read in {} seconds, and nothing was kept: bring fewer at once, or all by `fogline ingest`",
                AT_MOST.as_secs()
            )));
        }
        done.push(read(record)?);
    }
    Ok(done)
}

impl Reader for OnDemand {
    fn read(&self, brought: &Brought<'_>) -> Result<Read, Fault> {
        let (engine, supplied) = (self.engine()?, supplied(brought)?);
        let (records, quarantined) = records(brought);
        let reports = each(records, |record| {
            let (document, annotation, reading) = engine.read_with(record, &supplied);
            let json = serde_json::to_vec(&Contract::new(&document, &annotation, &reading))?;
            Ok(serde_json::from_slice(&json)?)
        })?;
        Ok(Read { reports, quarantined })
    }

    fn draft(&self, drafter: &Drafter, brought: &Brought<'_>) -> Result<Drafted, Fault> {
        let (engine, supplied) = (self.engine()?, supplied(brought)?);
        let (records, quarantined) = records(brought);
        let versions = [engine.versions(), engine.parsing()];
        let ids = records.iter().map(|record| DocId::of(&record.original)).collect();
        let drafts = each(records, |record| draft(&engine, drafter, &versions, record, &supplied).map_err(unread))?;
        Ok(Drafted { packs: engine.packs().to_vec(), ids, drafts, quarantined })
    }

    fn supposing(&self, ledger: &Ledger, pack: Pack) -> Result<Differing, Fault> {
        let id = pack.id.clone();
        let engine = self.sources.load(rereading::with(ledger.packs(None)?, pack)).map_err(unread)?;
        Ok(rereading::supposed(ledger, &engine, &id, |_| Ok(()))?)
    }

    fn forget(&self) {
        *self.engine.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

fn unread(error: anyhow::Error) -> Fault {
    match error.downcast::<fogline_ledger::LedgerError>() {
        Ok(error) => Fault::Ledger(error),
        Err(error) => Fault::Unread(format!("{error:#}")),
    }
}
