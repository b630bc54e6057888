//! `fogline pack make`: the files of a pack by its sheet.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use anyhow::Context;
use fogline_ask::packs::make;
use serde_json::json;

use super::files;
use crate::{
    exit::Outcome,
    output::{Form, form},
};

/// Write the files of a pack by its sheet
///
/// Entries that were made stand between marks and follow the sheet; what was added or changed by hand stays as it is. A fault of
/// the sheet is told with its line, and nothing is written.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Folder of the pack
    #[arg(value_name = "DIR")]
    dir: PathBuf,

    /// How to write the outcome: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let sheet = files::sheet(&args.dir)?;
    let before = files::files(&args.dir)?;
    let made =
        make::make(&sheet, &before).map_err(|faults| files::told(&faults, "the pack cannot be made of the sheet"))?;
    let mut changed = Vec::new();
    for (name, text) in made.files.iter().filter(|(name, text)| before.get(*name) != Some(*text)) {
        files::write(&args.dir.join(name), text)?;
        changed.push(name.clone());
    }
    let mut out = io::stdout().lock();
    match form(args.format) {
        Form::Json => writeln!(out, "{}", json!({ "written": changed, "open": made.open, "kept": made.kept })),
        Form::Text => {
            let mut lines = made.kept;
            lines.push(match changed.as_slice() {
                [] => "nothing to write: the files are as the sheet has them".to_owned(),
                some => format!("written: {}", some.join(", ")),
            });
            if made.open > 0 {
                lines.push(format!("{} rows of the sheet are open and were passed over", made.open));
            }
            lines.push(format!("Look at it: `fogline pack check {0}`, `fogline pack diff {0}`.\n", args.dir.display()));
            write!(out, "{}", lines.join("\n"))
        }
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
