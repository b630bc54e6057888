//! `fogline stats`: what the ledger holds, and how much of it was understood.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ledger::{Group, Kind};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    exit::Outcome,
    ledger::Place,
    output::{Form, form, shown},
    view::moment,
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
    let ledger = args.place.open_read_only()?;
    let (counts, groups) = (ledger.counts(args.as_of)?, ledger.groups(args.as_of)?);
    let mut out = io::stdout().lock();
    match form(args.format) {
        Form::Json => writeln!(out, "{}", as_json(&counts, &groups)),
        Form::Text => write!(out, "{}", as_text(&counts, &groups)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

/// A share of sentences; not known without any.
fn per(part: u64, sentences: u64) -> Option<f64> {
    (sentences > 0).then(|| part as f64 / sentences as f64)
}

fn as_json(counts: &[(Kind, i64)], groups: &[Group]) -> Value {
    let round = |value: f64| (value * 10_000.0).round() / 10_000.0;
    let group = |group: &Group| {
        json!({
            "lang": group.lang,
            "side": group.side,
            "reports": group.reports,
            "sentences": group.sentences,
            "unread_share": per(group.unread, group.sentences).map(round),
            "statements_per_100_sentences": per(100 * group.statements, group.sentences).map(round),
        })
    };
    json!({
        "records": counts.iter().map(|(kind, count)| (kind.name().to_owned(), json!(count))).collect::<serde_json::Map<_, _>>(),
        "reports": groups.iter().map(group).collect::<Vec<_>>(),
    })
}

fn as_text(counts: &[(Kind, i64)], groups: &[Group]) -> String {
    let records: Vec<_> =
        counts.iter().filter(|(_, count)| *count > 0).map(|(kind, count)| format!("{} {count}", kind.name())).collect();
    let mut lines = vec![if records.is_empty() {
        "no records yet: `fogline ingest PATH...` adds some".to_owned()
    } else {
        format!("records: {}", records.join(", "))
    }];
    if !groups.is_empty() {
        lines.push("\nlang  side of outlet  reports  sentences   unread  statements per 100".to_owned());
    }
    for group in groups {
        let share =
            per(group.unread, group.sentences).map_or("-".to_owned(), |share| format!("{:.1} %", 100.0 * share));
        let rate = per(100 * group.statements, group.sentences).map_or("-".to_owned(), |rate| format!("{rate:.1}"));
        let lang = shown(group.lang.as_deref().unwrap_or("-"));
        let side = shown(group.side.as_deref().unwrap_or("not known"));
        let (reports, sentences) = (group.reports, group.sentences);
        lines.push(format!("{lang:<5} {side:<14} {reports:>8} {sentences:>10} {share:>8} {rate:>19}"));
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_nothing_are_not_known() {
        let some =
            Group { lang: Some("en".to_owned()), side: None, reports: 1, sentences: 8, unread: 2, statements: 6 };
        let none = Group { lang: None, ..Group::default() };
        let json = as_json(&[(Kind::Document, 1)], &[some.clone(), none.clone()]);
        assert_eq!(json["reports"][0]["unread_share"], 0.25);
        assert_eq!(json["reports"][0]["statements_per_100_sentences"], 75.0);
        assert_eq!(json["reports"][1]["unread_share"], Value::Null);
        let text = as_text(&[(Kind::Document, 1), (Kind::Brief, 0)], &[some, none]);
        assert!(
            text.starts_with("records: document 1\n") && text.contains("25.0 %") && text.contains("75.0"),
            "{text}"
        );
    }
}
