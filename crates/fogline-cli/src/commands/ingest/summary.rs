//! What came of an ingestion, in words and as JSON.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use anyhow::Context;
use fogline::acquire::Summary;
use serde_json::json;

use crate::output::Form;

/// What became of all input.
#[derive(Debug, Default)]
pub(crate) struct Ingested {
    /// What was found in the paths.
    pub(crate) input: Summary,
    /// New documents.
    pub(crate) stored: u64,
    /// Documents that the ledger had.
    pub(crate) known: u64,
    /// Documents that the ledger had and that were erased: they are not stored again.
    pub(crate) erased: u64,
    /// Reports that turned out to print a text which another report is the origin of.
    pub(crate) copies: usize,
    /// Records that could not be read, by reason.
    pub(crate) quarantined: BTreeMap<&'static str, u64>,
    /// Reports in which Fogline itself failed.
    pub(crate) faults: u64,
    /// Whether the user stopped it.
    pub(crate) interrupted: bool,
}

/// Writes the summary to standard output.
pub(crate) fn write(ingested: &Ingested, form: Form) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match form {
        Form::Json => writeln!(out, "{}", as_json(ingested)),
        Form::Text => writeln!(out, "{}", as_text(ingested)),
    }
    .context("cannot write the summary")
}

fn as_json(ingested: &Ingested) -> serde_json::Value {
    json!({
        "read": ingested.input.records,
        "stored": ingested.stored,
        "known": ingested.known,
        "erased": ingested.erased,
        "copies": ingested.copies,
        "quarantined": { "total": ingested.input.quarantined, "reasons": ingested.quarantined },
        "faults": ingested.faults,
        "interrupted": ingested.interrupted,
    })
}

fn as_text(ingested: &Ingested) -> String {
    let mut parts = vec![
        format!("{} read", ingested.input.records),
        format!("{} stored", ingested.stored),
        format!("{} already known", ingested.known),
    ];
    if ingested.erased > 0 {
        parts.push(format!("{} erased before and not stored again", ingested.erased));
    }
    if ingested.copies > 0 {
        parts.push(format!("{} more copies", ingested.copies));
    }
    let reasons: Vec<_> = ingested.quarantined.iter().map(|(code, count)| format!("{code} {count}")).collect();
    let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
    parts.push(format!("{} quarantined{reasons}", ingested.input.quarantined));
    if ingested.faults > 0 {
        parts.push(format!("{} not read by a fault in fogline", ingested.faults));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_was_read_is_accounted_for() {
        let ingested = Ingested {
            input: Summary { records: 5, quarantined: 2, ..Summary::default() },
            stored: 3,
            known: 2,
            quarantined: BTreeMap::from([("empty", 2)]),
            ..Ingested::default()
        };
        assert_eq!(as_text(&ingested), "5 read, 3 stored, 2 already known, 2 quarantined (empty 2)");
        assert_eq!(as_json(&ingested)["quarantined"], json!({ "total": 2, "reasons": { "empty": 2 } }));
    }
}
