//! `fogline review`: decisions that need a person.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ask::{
    Need, View,
    review::{self, Kind, Question},
};

use crate::{
    asked::Asked,
    exit::Outcome,
    output::{Form, shown},
};

/// List decisions that need a person, the most uncertain first: joins that rest on little, figures in conflict, sides not known
///
/// Each comes with the words it rests on and, as JSON, with the corrections that record an answer. What was decided does not
/// come back.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only of one kind
    #[arg(long, value_enum)]
    kind: Option<Kind>,

    /// Decisions that are shown at most
    #[arg(long, value_name = "N", default_value_t = 1000)]
    limit: usize,

    #[command(flatten)]
    asked: Asked,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let ledger = args.asked.place.open_read_only()?;
    let mut view = View::answering(&ledger, Need::Incidents, args.asked.known())?;
    let mut found = review::questions(&view);
    found.retain(|one| args.kind.is_none_or(|kind| one.kind == kind));
    let all = found.len();
    found.truncate(args.limit);
    review::with_refusals(&mut found, &ledger, &mut view)?;
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&found)?),
        Form::Text => write!(out, "{}", as_text(&found, all)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

fn as_text(found: &[Question], all: usize) -> String {
    let mut lines = Vec::new();
    for one in found {
        lines.push(shown(&one.asks).into_owned());
        for words in &one.evidence {
            let who = words.speaker.as_deref().or(words.outlet.as_deref()).unwrap_or("the outlet itself");
            let exact: Vec<&str> = words.words.iter().map(|words| words.exact.as_str()).collect();
            lines.push(format!(
                "  {}#{} {}: {}",
                shown(&words.document),
                words.statement,
                shown(who),
                shown(&exact.join(" ... ")).replace('\n', " ")
            ));
        }
        let answers: Vec<&str> = one.answers.iter().map(|answer| answer.says.as_str()).collect();
        lines.push(format!("  {}\n", answers.join(" | ")));
    }
    lines.push(format!("{all} decisions, {} shown; recorded by `fogline correct`\n", found.len()));
    lines.join("\n")
}
