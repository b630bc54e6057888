//! `fogline stats`: what the ledger holds, and how much of it was understood.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ask::{
    stats::{Stats, stats},
    time::moment,
};
use jiff::Timestamp;

use crate::{
    exit::Outcome,
    ledger::Place,
    output::{Form, form, shown},
};

/// Show what the ledger holds: records, reports by language and side of the outlet, and how much of them was read
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: Place,

    /// What was known then: only what the ledger had recorded by this time, as 2022-02-17T09:00:00+02:00 or 2022-02-17
    #[arg(long, value_name = "TIME", value_parser = moment)]
    as_of: Option<Timestamp>,

    /// How to write it: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let stats = stats(&args.place.open_read_only()?, args.as_of)?;
    let mut out = io::stdout().lock();
    match form(args.format) {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&stats)?),
        Form::Text => write!(out, "{}", as_text(&stats)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

fn as_text(stats: &Stats) -> String {
    let held = stats.records.iter().filter(|(_, count)| count.as_i64() > Some(0));
    let records: Vec<_> = held.map(|(kind, count)| format!("{kind} {count}")).collect();
    let mut lines = vec![if records.is_empty() {
        "no records yet: `fogline ingest PATH...` adds some".to_owned()
    } else {
        format!("records: {}", records.join(", "))
    }];
    if !stats.reports.is_empty() {
        lines.push("\nlang  side of outlet  reports  sentences   unread  statements per 100".to_owned());
    }
    for group in &stats.reports {
        let share = group.unread_share.map_or("-".to_owned(), |share| format!("{:.1} %", 100.0 * share));
        let rate = group.statements_per_100_sentences.map_or("-".to_owned(), |rate| format!("{rate:.1}"));
        let lang = shown(group.lang.as_deref().unwrap_or("-"));
        let side = shown(group.side.as_deref().unwrap_or("not known"));
        let (reports, sentences) = (group.reports, group.sentences);
        lines.push(format!("{lang:<5} {side:<14} {reports:>8} {sentences:>10} {share:>8} {rate:>19}"));
    }
    lines.join("\n") + "\n"
}
