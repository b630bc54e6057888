//! `fogline verify` and `fogline head`: whether the ledger is as it was written, and what to write down to know later.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ledger::{HeadCheck, Verified};
use serde_json::json;

use crate::{
    exit::Outcome,
    ledger::Place,
    output::{Form, form},
};

/// Check that every record of the ledger is as it was written
///
/// Names every record that was changed, moved, put in or taken out. Someone who can write the files can also write the whole
/// chain anew; only a head that was written down elsewhere, by `fogline head` or in a brief, shows that.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: Place,

    /// A head that was written down elsewhere
    #[arg(long, value_name = "HASH")]
    head: Option<String>,

    /// How to write the outcome: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

/// Print the head of the ledger's chain, to be written down elsewhere
#[derive(clap::Args)]
pub(crate) struct HeadArgs {
    #[command(flatten)]
    place: Place,

    /// How to write it: `text` is the hash alone
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let ledger = args.place.open_as_it_is()?;
    let verified = ledger.verify(args.head.as_deref())?;
    let mut out = io::stdout().lock();
    match form(args.format) {
        Form::Json => writeln!(out, "{}", as_json(&verified)),
        Form::Text => write!(out, "{}", as_text(&verified)),
    }
    .context("cannot write the result")?;
    Ok(if verified.is_sound() { Outcome::Done } else { Outcome::Quarantined })
}

pub(crate) fn head(args: &HeadArgs) -> anyhow::Result<Outcome> {
    let (hash, records) = args.place.open_as_it_is()?.head()?;
    let mut out = io::stdout().lock();
    match args.format {
        Form::Json => writeln!(out, "{}", json!({ "head": hash, "records": records })),
        Form::Text => writeln!(out, "{hash}"),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

fn as_json(verified: &Verified) -> serde_json::Value {
    json!({
        "sound": verified.is_sound(),
        "records": verified.records,
        "erased": verified.erased,
        "head": verified.head,
        "given_head": verified.against.map(|check| match check {
            HeadCheck::After(seq) => json!({ "in_chain": true, "after_record": seq }),
            HeadCheck::NotInChain => json!({ "in_chain": false, "after_record": null }),
        }),
        "findings": verified.findings.iter()
            .map(|finding| json!({ "record": finding.record, "problem": finding.problem }))
            .collect::<Vec<_>>(),
    })
}

fn as_text(verified: &Verified) -> String {
    let mut lines: Vec<String> = verified
        .findings
        .iter()
        .map(|finding| match finding.record {
            Some(seq) => format!("record {seq}: {}", finding.problem),
            None => finding.problem.clone(),
        })
        .collect();
    if !verified.erased.is_empty() {
        let numbers: Vec<_> = verified.erased.iter().map(ToString::to_string).collect();
        lines.push(format!("erased, with a record of by whom and why: document {}", numbers.join(", ")));
    }
    match verified.against {
        Some(HeadCheck::After(seq)) => {
            lines.push(format!("the head given is that after record {seq}: up to there nothing was changed since"));
        }
        Some(HeadCheck::NotInChain) => lines.push(
            "the head given is not in this chain: it was written anew or cut since, or the head is that of another ledger"
                .to_owned(),
        ),
        None => {}
    }
    lines.push(format!(
        "{} records, {}",
        verified.records,
        if verified.is_sound() { "all as they were written" } else { "NOT all as they were written" }
    ));
    lines.push(format!("head {}", verified.head));
    lines.join("\n") + "\n"
}
