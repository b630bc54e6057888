//! `fogline search`: words in the reports of the ledger.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ask::time::moment;
use fogline_ledger::{Found, Search};
use jiff::Timestamp;

use crate::{
    exit::Outcome,
    ledger::Place,
    output::{Form, form, shown},
};

/// Search the reports of the ledger
///
/// Finds the reports that have all the words, in whatever form: `shell` finds shells and shelling, "обстріл" finds обстріли.
/// "Quotes" make a phrase, `kinder*` finds every word that begins so, `-word` leaves out reports that have it.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// What to look for
    #[arg(value_name = "QUERY", required = true, allow_hyphen_values = true)]
    query: String,

    #[command(flatten)]
    place: Place,

    /// Only reports in this language: en, ru, uk
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,

    /// Only reports published on this day or later
    #[arg(long, value_name = "DATE")]
    since: Option<String>,

    /// Only reports published on this day or before
    #[arg(long, value_name = "DATE")]
    until: Option<String>,

    /// What was known then: only what the ledger had recorded by this time, as 2022-02-17T09:00:00+02:00 or 2022-02-17
    #[arg(long, value_name = "TIME", value_parser = moment)]
    as_of: Option<Timestamp>,

    /// Reports that are shown at most
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,

    /// Show those after so many of the best: the `next` of the answer before
    #[arg(long, value_name = "N", default_value_t = 0)]
    cursor: usize,

    /// How to write what is found: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let ledger = args.place.open_read_only()?;
    let found = ledger.search(&Search {
        words: &args.query,
        lang: args.lang.as_deref(),
        since: args.since.as_deref(),
        until: args.until.as_deref(),
        as_of: args.as_of,
        from: args.cursor,
        limit: args.limit,
    })?;
    let mut out = io::stdout().lock();
    match form(args.format) {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&found)?),
        Form::Text => write!(out, "{}", as_text(&found)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

fn as_text(found: &Found) -> String {
    if found.hits.is_empty() {
        return "nothing found: try fewer words, the beginning of a word as shell*, or no --lang, --since and --until\n"
            .to_owned();
    }
    let mut lines = Vec::new();
    for hit in &found.hits {
        let facts: Vec<_> =
            [&hit.published, &hit.outlet, &hit.lang].into_iter().flatten().map(String::as_str).collect();
        lines.push(format!("{}  {}", shown(&hit.reference), shown(&facts.join(", "))));
        lines.extend(hit.title.as_deref().map(|title| format!("  {}", one_line(title))));
        lines.push(format!("  {}\n", one_line(&hit.snippet.exact)));
    }
    let reports = if found.total == 1 { "report" } else { "reports" };
    lines.push(format!("{} {reports}, {} shown\n", found.total, found.hits.len()));
    lines.join("\n")
}

/// Words of a report, without what would steer the terminal.
fn one_line(text: &str) -> String {
    shown(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}
