//! `fogline reread`: reads what the ledger holds with the engine, lexicons, packs, model and gazetteer at hand.

use std::{
    io::{self, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use anyhow::{Context, anyhow};
use fogline::{acquire::Record, reading::Contract};
use fogline_ledger::{Ledger, LedgerError, Stored};
use jiff::Timestamp;
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::{
    derive::{self, Moved},
    engine::{Engine, Sources},
    exit::{Outcome, complain},
    ledger::Place,
    output::{Form, form, shown},
};

/// Read the reports of the ledger again, with the engine and the data at hand
///
/// Adds a reading to each report whose newest one rests on other versions of engine, lexicons, packs, model or gazetteer.
/// Earlier readings stay, and so does all that people decided.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: Place,

    #[command(flatten)]
    sources: Sources,

    /// How to write the outcome: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

/// Reports that are read together.
const TOGETHER: usize = 128;

/// What came of it.
#[derive(Default)]
struct Reread {
    documents: usize,
    /// What the inputs call the reports in which something else is read now, with what differs.
    changed: Vec<(String, Vec<&'static str>)>,
    faults: usize,
    /// Incidents whose statuses are others now.
    moved: Vec<Moved>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let mut ledger = args.place.open()?;
    let engine = args.sources.load(ledger.packs(None)?)?;
    again(&mut ledger, &engine, args.format)
}

/// Reads again what was read with other versions, keeps the packs, and tells what came of it.
pub(crate) fn again(ledger: &mut Ledger, engine: &Engine, format: Option<Form>) -> anyhow::Result<Outcome> {
    derive::keep_packs(ledger, engine.packs(), Timestamp::now())?;
    let (versions, parsing) = (engine.versions(), engine.parsing());
    let documents = ledger.read_otherwise(&versions)?;
    derive::settle(ledger)?;
    let before = derive::incidents(ledger)?;
    let mut reread = Reread { documents: documents.len(), ..Reread::default() };
    for chunk in documents.chunks(TOGETHER) {
        let parsed = |seq: i64| ledger.annotation(seq, &parsing);
        let stored = chunk.iter().map(|seq| Ok((ledger.document(*seq)?, parsed(*seq)?)));
        let stored = stored.collect::<Result<Vec<_>, LedgerError>>()?;
        let read: Vec<_> = stored
            .into_par_iter()
            .map(|(stored, parse)| {
                let (seq, name) = (stored.seq, stored.reference.clone());
                // A fault of ours in one report must not end the others.
                let json = catch_unwind(AssertUnwindSafe(|| read(engine, stored, parse.as_deref())))
                    .unwrap_or_else(|_| Err(anyhow!("a fault in fogline")));
                (seq, name, json)
            })
            .collect();
        for (seq, name, json) in read {
            match json {
                Ok(json) => add(ledger, seq, &json, &versions, name, &mut reread)?,
                Err(error) => {
                    complain(&format!("not read again: {name}: {error:#}; its earlier reading stays"));
                    reread.faults += 1;
                }
            }
        }
        derive::update(ledger)?;
    }
    derive::settle(ledger)?;
    reread.moved = derive::moved(&before, &derive::incidents(ledger)?);
    let mut out = io::stdout().lock();
    match form(format) {
        Form::Json => writeln!(out, "{}", as_json(&reread)),
        Form::Text => write!(out, "{}", as_text(&reread)),
    }
    .context("cannot write the result")?;
    Ok(if reread.faults > 0 { Outcome::Fault } else { Outcome::Done })
}

fn read(engine: &Engine, stored: Stored, parse: Option<&[u8]>) -> anyhow::Result<Vec<u8>> {
    let (record, supplied) = Record::again(stored.reference, Arc::from(stored.original), &stored.source)?;
    let (document, annotation, reading) = engine.read_again(record, &supplied, parse);
    Ok(serde_json::to_vec(&Contract::new(&document, &annotation, &reading))?)
}

fn add(
    ledger: &mut Ledger,
    seq: i64,
    json: &[u8],
    versions: &fogline_ledger::Basis,
    name: String,
    reread: &mut Reread,
) -> anyhow::Result<()> {
    let before = ledger.reading_of(seq, None)?.map(|read| read.json).unwrap_or_default();
    let id = ledger.id_of(seq)?;
    ledger.add_reading(id, json, versions, Timestamp::now())?;
    let differs = differing(&before, json);
    if !differs.is_empty() {
        reread.changed.push((name, differs));
    }
    Ok(())
}

/// The parts of a reading in which two differ.
fn differing(before: &[u8], after: &[u8]) -> Vec<&'static str> {
    const PARTS: [&str; 8] = ["document", "actors", "places", "times", "quantities", "statements", "events", "unread"];
    if before == after {
        return Vec::new();
    }
    let parsed = |json| serde_json::from_slice::<Value>(json).unwrap_or_default();
    let (before, after) = (parsed(before), parsed(after));
    PARTS.into_iter().filter(|part| before.get(part) != after.get(part)).collect()
}

fn as_json(reread: &Reread) -> Value {
    let changed: Vec<_> = reread.changed.iter().map(|(name, parts)| json!({ "ref": name, "differs": parts })).collect();
    json!({ "reread": reread.documents - reread.faults, "faults": reread.faults, "changed": changed, "statuses": reread.moved })
}

fn as_text(reread: &Reread) -> String {
    if reread.documents == 0 {
        return "every report was read with these versions already\n".to_owned();
    }
    let mut lines: Vec<_> =
        reread.changed.iter().map(|(name, parts)| format!("{}: other {}", shown(name), parts.join(", "))).collect();
    let words = |statuses: &Option<[String; 3]>| match statuses {
        Some(statuses) => statuses.join(", ").replace('_', " "),
        None => "no incident".to_owned(),
    };
    lines.extend(reread.moved.iter().map(|one| {
        let rules = one.rules.join(", ");
        format!("{} {}: {} -> {} ({rules})", one.id, shown(&one.label), words(&one.from), words(&one.to))
    }));
    let (all, changed) = (reread.documents - reread.faults, reread.changed.len());
    let moved = reread.moved.len();
    lines.push(format!(
        "{all} read again, {changed} of them otherwise than before; {moved} incidents with other statuses\n"
    ));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_named() {
        let one = br#"{"document":{"ref":"a"},"events":[],"statements":[1]}"#;
        let other = br#"{"document":{"ref":"a"},"events":[1],"statements":[1],"unread":[]}"#;
        assert_eq!(differing(one, one), Vec::<&str>::new());
        assert_eq!(differing(one, other), ["events", "unread"]);
    }
}
