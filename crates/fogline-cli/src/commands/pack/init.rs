//! `fogline pack init`: what the reports name, as a sheet to be sorted.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use fogline_ask::packs::{Candidates, candidates, sheet};
use serde_json::json;

use super::files;
use crate::{
    exit::Outcome,
    ledger::Place,
    output::{Form, form, shown},
    progress,
};

/// Begin a pack: a sheet of what the ledger's reports name, for a person to sort into sides
///
/// Writes `sorting.tsv` into the pack's folder: actors that no pack knows or that are on no side, outlets, places by division,
/// words of speakers for others, and agreements, each with numbers and exact words. Persons are listed only with an office
/// beside their name. Where the sheet is there already, what is new is added to it and all else stays.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Name of the pack, as norland-2021: its folder is called so
    #[arg(value_name = "NAME")]
    name: String,

    /// Fill the sheet with what the ledger's reports name; without it, it has only the sides that every conflict has
    #[arg(long)]
    from_ledger: bool,

    /// Folder in which the pack's own folder is made
    #[arg(long, value_name = "DIR", default_value = ".")]
    to: PathBuf,

    #[command(flatten)]
    place: Place,

    /// How to write the outcome: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if args.name.is_empty() || !args.name.chars().all(plain) {
        bail!(
            "`{}` cannot be the name of a pack: it has letters, digits, `-` and `_` alone, as norland-2021",
            args.name
        );
    }
    let folder = args.to.join(&args.name);
    let found = if args.from_ledger {
        let ledger = args.place.open_read_only()?;
        progress::spin("reading what the reports name", || candidates(&ledger, None))?
    } else {
        Candidates::default()
    };
    let before = files::read_sheet(&folder)?;
    let (sheet, added) = sheet::grown(before, sheet::draft(&found, &args.name));
    fs::create_dir_all(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    files::write(&files::sheet_of(&folder), &sheet::written(&sheet))?;
    let mut out = io::stdout().lock();
    match form(args.format) {
        Form::Json => {
            let path = files::sheet_of(&folder);
            let told = json!({ "sheet": path, "reports": found.reports, "rows": sheet.rows.len(), "added": added });
            writeln!(out, "{told}")
        }
        Form::Text => write!(out, "{}", as_text(&found, &folder, added)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

fn as_text(found: &Candidates, folder: &Path, added: usize) -> String {
    let lists = [
        ("actors", &found.actors),
        ("outlets", &found.outlets),
        ("places", &found.places),
        ("labels", &found.labels),
        ("agreements", &found.agreements),
    ];
    let mut lines = Vec::new();
    for (what, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        let first: Vec<String> =
            list.iter().take(5).map(|one| format!("{} ({})", shown(&one.name), one.reports)).collect();
        lines.push(format!("{what} {}: {}", list.len(), first.join(", ")));
    }
    let folder = folder.display();
    lines.push(format!("{added} rows new in {folder}/sorting.tsv, from {} reports", found.reports));
    lines.push(format!(
        "Say who is on which side: `fogline pack sort {folder}`, or in any editor. Then `fogline pack make {folder}`.\n"
    ));
    lines.join("\n")
}
