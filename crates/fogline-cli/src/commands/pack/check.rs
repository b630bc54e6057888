//! `fogline pack check`: every fault of a pack, with file, line and what to do.

use std::{
    io::{self, Write},
    path::Path,
};

use anyhow::{Context, bail};
use fogline::{
    faults::Fault,
    packs::{Checked, Pack, clashes},
};
use serde_json::{Value, json};

use crate::{
    exit::Outcome,
    output::{Form, form, shown},
};

/// Check a pack: its faults, and what is probably not meant so, each with file and line
///
/// Ends with 0 where it is sound, 1 where there are warnings, 2 where there are faults, with which it cannot be used.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Folder of the pack, or the name of one that comes with Fogline
    #[arg(value_name = "DIR|NAME")]
    pack: String,

    /// How to write the outcome: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let bundled = Pack::bundled()?;
    let folder = Path::new(&args.pack);
    let (id, files) = if folder.is_dir() {
        let folder = folder.canonicalize().with_context(|| format!("cannot read `{}`", args.pack))?;
        let id = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        (id, Pack::files_in(&folder))
    } else {
        match bundled.iter().find(|pack| pack.id == args.pack) {
            Some(pack) => (pack.id.clone(), Ok(pack.files.clone())),
            None => bail!("there is no pack `{}`: it is neither a folder nor one that comes with Fogline", args.pack),
        }
    };
    let checked = match files {
        Ok(files) => {
            let mut checked = Pack::check(&id, files.clone());
            if let Ok(pack) = Pack::parse(&id, files) {
                checked.warnings.extend(clashes(&pack, bundled));
            }
            checked
        }
        Err(error) => Checked { faults: error.faults, warnings: Vec::new() },
    };
    let mut out = io::stdout().lock();
    match form(args.format) {
        Form::Json => writeln!(out, "{}", as_json(&id, &checked)),
        Form::Text => write!(out, "{}", as_text(&checked)),
    }
    .context("cannot write the result")?;
    let Checked { faults, warnings } = &checked;
    if !faults.is_empty() {
        bail!("pack `{id}` has {} faults and cannot be used", faults.len());
    }
    Ok(if warnings.is_empty() { Outcome::Done } else { Outcome::Quarantined })
}

fn as_json(id: &str, checked: &Checked) -> Value {
    let list = |faults: &[Fault]| -> Vec<Value> {
        faults.iter().map(|one| json!({ "file": one.file, "line": one.line, "fault": one.fault })).collect()
    };
    json!({ "pack": id, "faults": list(&checked.faults), "warnings": list(&checked.warnings) })
}

fn as_text(checked: &Checked) -> String {
    let mut lines: Vec<String> =
        checked.faults.iter().map(|one| format!("fault    {}", shown(&one.to_string()))).collect();
    lines.extend(checked.warnings.iter().map(|one| format!("warning  {}", shown(&one.to_string()))));
    lines.push(format!("{} faults, {} warnings\n", checked.faults.len(), checked.warnings.len()));
    lines.join("\n")
}
