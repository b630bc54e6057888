//! `fogline code list`.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use anyhow::{Context, bail};
use fogline_ask::coding::{Listed, heads, list, work};
use fogline_reconcile::coding::Stage;

use crate::{
    asked::Asked,
    exit::Outcome,
    output::{Form, shown},
};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only those of one coder
    #[arg(long, value_name = "WHO")]
    coder: Option<String>,

    #[command(flatten)]
    asked: Asked,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    if args.asked.as_published.is_some() {
        bail!("coding is not published; ask by --as-of");
    }
    let ledger = args.asked.place.open_read_only()?;
    let work = work(&ledger, args.asked.as_of)?;
    let found = list(&work, &heads(&ledger)?, args.coder.as_deref());
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&found)?),
        Form::Text => write!(out, "{}", as_text(&found)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

fn as_text(all: &[Listed]) -> String {
    if all.is_empty() {
        return "Nothing is assigned. `fogline code assign --help` shows how to.\n".to_owned();
    }
    let mut out = String::new();
    for one in all {
        let title = one.title.as_deref().map(|title| format!("  {}", shown(title))).unwrap_or_default();
        let blind = if one.blind { ", blind" } else { "" };
        let _ = writeln!(
            out,
            "{}  {}{title}\n    assigned by {}, {}{blind}",
            one.assignment,
            shown(&one.name),
            shown(&one.by),
            one.at
        );
        for coder in &one.coders {
            let stage = match coder.stage {
                Stage::Open => "not begun",
                Stage::Draft => "begun",
                Stage::Finished => "finished",
                Stage::GivenBack => "given back",
            };
            let _ = write!(out, "    {}: {stage}", shown(&coder.name));
            if let Some(own) = &coder.withdrawn {
                let _ = write!(out, ", withdrawn by {}: {}", shown(&own.by), shown(&own.reason));
            }
            out.push('\n');
        }
        if let Some(by) = &one.decided_by {
            let _ = writeln!(out, "    decided by {}", shown(by));
        }
    }
    out
}
