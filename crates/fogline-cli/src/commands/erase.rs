//! `fogline erase`: destroys what is kept of a document.

use std::io::{self, Write};

use anyhow::{Context, bail};
use jiff::Timestamp;
use serde_json::json;

use crate::{
    derive,
    exit::{Outcome, complain},
    ledger::Place,
    output::{Form, form},
};

/// Erase a document: destroy its key, and with it its words in every copy of the ledger's records
///
/// A record of the erasure stays, with who and why; `fogline verify` then says erased, not tampered with. Briefs and
/// corrections that quote the document are erased with it. Exports, bundles and copies of the key file that were made before
/// are out of reach.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The document: what the input calls it, or its id, or the beginning of that
    #[arg(value_name = "DOC")]
    document: String,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,

    /// Who erases it
    #[arg(long, value_name = "WHO")]
    by: String,

    #[command(flatten)]
    place: Place,

    /// How to write the outcome: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    if args.reason.trim().is_empty() || args.by.trim().is_empty() {
        bail!("an erasure needs a reason and a person, which stay on record");
    }
    let mut ledger = args.place.open()?;
    let document = ledger.document_named(&args.document)?;
    let id = ledger.id_of(document)?;
    let erased = ledger.erase(id, &args.reason, &args.by, Timestamp::now())?;
    derive::settle(&mut ledger)?;
    let mut out = io::stdout().lock();
    match form(args.format) {
        Form::Json => writeln!(
            out,
            "{}",
            json!({
                "id": id.to_string(), "record": erased.seq, "erased": erased.records, "quoting": erased.quoting,
            })
        ),
        Form::Text => {
            let quoting = match erased.quoting.len() {
                0 => String::new(),
                n => format!("; with it {n} briefs and corrections that quoted it"),
            };
            writeln!(out, "erased {id}: {} records can no longer be opened{quoting}", erased.records.len())
        }
    }
    .context("cannot write the result")?;
    complain("exports and bundles made before, and copies of the ledger's key file, are out of reach of this");
    Ok(Outcome::Done)
}
