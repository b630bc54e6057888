//! Reading for the server: the engine, loaded when it is first needed.

use std::{io::Cursor, ops::ControlFlow, sync::OnceLock};

use fogline::{
    acquire::{self, Options, Quarantined, Record, Source, dates},
    document::{Facts, Published, PublishedBasis},
    lang::Lang,
    reading::Contract,
};
use fogline_ledger::{Ledger, Outcome};
use fogline_server::{Added, Brought, Fault, Read, Reader};
use jiff::Timestamp;

use crate::{
    commands::ingest::draft,
    derive,
    engine::{Engine, Sources},
    ledger::Place,
};

/// The engine with what it is loaded from.
pub(crate) struct OnDemand {
    place: Place,
    sources: Sources,
    engine: OnceLock<Engine>,
}

impl OnDemand {
    /// Nothing is loaded yet.
    pub(crate) fn new(place: Place, sources: Sources) -> Self {
        Self { place, sources, engine: OnceLock::new() }
    }

    fn engine(&self) -> Result<&Engine, Fault> {
        if let Some(engine) = self.engine.get() {
            return Ok(engine);
        }
        let loaded =
            self.place.open_read_only().and_then(|ledger| self.sources.load(ledger.packs(None)?)).map_err(unread)?;
        Ok(self.engine.get_or_init(|| loaded))
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
    let published = said(&facts.published).map(|text| {
        let at = dates::written(&text);
        at.map(|at| Published { at, basis: PublishedBasis::Supplied })
            .ok_or_else(|| Fault::Wrong(format!("`{text}` is no date as 2022-02-17 or 2022-02-17T09:05:00+02:00")))
    });
    let lang = said(&facts.lang).map(|code| {
        let known = Lang::of_code(&code).code().map(str::to_owned);
        known.ok_or_else(|| Fault::Wrong(format!("`{code}` is none of the languages en, ru, uk")))
    });
    Ok(Facts {
        title: said(&facts.title),
        outlet: said(&facts.outlet),
        uri: said(&facts.url),
        published: published.transpose()?,
        lang: lang.transpose()?,
        ..Facts::default()
    })
}

impl Reader for OnDemand {
    fn read(&self, brought: &Brought<'_>) -> Result<Read, Fault> {
        let (engine, supplied) = (self.engine()?, supplied(brought)?);
        let (records, quarantined) = records(brought);
        let read = |record| {
            let (document, annotation, reading) = engine.read_with(record, &supplied);
            let json = serde_json::to_vec(&Contract::new(&document, &annotation, &reading))?;
            serde_json::from_slice(&json)
        };
        let reports = records.into_iter().map(read).collect::<Result<_, serde_json::Error>>()?;
        Ok(Read { reports, quarantined })
    }

    fn add(&self, ledger: &mut Ledger, brought: &Brought<'_>) -> Result<Added, Fault> {
        let (engine, supplied) = (self.engine()?, supplied(brought)?);
        let (records, quarantined) = records(brought);
        let now = Timestamp::now();
        derive::keep_packs(ledger, engine.packs(), now).map_err(unread)?;
        let (drafter, versions) = (ledger.drafter(), [engine.versions(), engine.parsing()]);
        let mut added = Added { quarantined, ..Added::default() };
        let mut drafts = Vec::new();
        for record in records {
            added.ids.push(fogline_ledger::DocId::of(&record.original).to_string());
            drafts.push(draft(engine, &drafter, &versions, record, &supplied).map_err(unread)?);
        }
        let appended = ledger.append(&drafts, now)?;
        added.known = appended.outcomes.iter().filter(|one| matches!(one, Outcome::Known(_))).count();
        derive::settle(ledger).map_err(unread)?;
        Ok(added)
    }
}

fn unread(error: anyhow::Error) -> Fault {
    match error.downcast::<fogline_ledger::LedgerError>() {
        Ok(error) => Fault::Ledger(error),
        Err(error) => Fault::Unread(format!("{error:#}")),
    }
}
