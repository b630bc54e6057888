//! `fogline model list`: the models that can be run by name, and where they lie.

use std::{
    borrow::Cow,
    io::{self, BufWriter, Write},
    path::Path,
};

use anyhow::Context;
use clap::ValueEnum;
use fogline_nlp::package::Package;
use serde::Serialize;

use crate::{
    exit::{Outcome, complain},
    models::{Folders, Meta, Wanted, candidates, hash_file, locate, pin_of},
    output::{Columns, shown},
};

/// List the models found on this machine
///
/// Looks into the folders of $FOGLINE_MODELS, the user's data folder and ./models. A file that cannot be read is listed
/// with the reason, and the exit code is then 1.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How to write the list
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Aligned columns for reading
    Table,
    /// One line of JSON
    Json,
}

#[derive(Serialize)]
struct List<'a> {
    schema: &'static str,
    folders: Vec<Cow<'a, str>>,
    models: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    path: String,
    kind: &'static str,
    name: Option<String>,
    version: Option<String>,
    lang: Option<String>,
    components: Vec<String>,
    disabled: Vec<String>,
    /// `pinned`, `differs` from its pin, or `unpinned`; null for what cannot be read.
    pin: Option<&'static str>,
    /// Whether it is the model that runs when none is named.
    default: bool,
    error: Option<String>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let folders = Folders::from_env();
    let default = locate(&Wanted::default(), &folders).ok();
    let models: Vec<_> = folders
        .iter()
        .flat_map(candidates)
        .map(|found| row(&found.path, default.as_deref() == Some(&found.path)))
        .collect();
    let unreadable = models.iter().any(|model| model.error.is_some());

    let mut out = BufWriter::new(io::stdout().lock());
    match args.format {
        Format::Json => {
            let folders = folders.iter().map(Path::to_string_lossy).collect();
            let list = List { schema: "fogline.models/1", folders, models };
            serde_json::to_writer(&mut out, &list).map_err(io::Error::from).and_then(|()| out.write_all(b"\n"))
        }
        Format::Table => write_table(&models, &folders, &mut out),
    }
    .and_then(|()| out.flush())
    .context("cannot write the list")?;
    Ok(if unreadable { Outcome::Quarantined } else { Outcome::Done })
}

fn row(path: &Path, default: bool) -> Row {
    let read = Package::open(path).map_err(Into::into).and_then(|package| Meta::read(&package));
    let (meta, error) = match read {
        Ok(meta) => (Some(meta), None),
        Err(error) => (None, Some(format!("{error:#}"))),
    };
    let known = |value: String| Some(value).filter(|value| !value.is_empty());
    Row {
        path: path.display().to_string(),
        kind: if path.is_dir() { "folder" } else { "wheel" },
        name: meta.as_ref().map(Meta::full_name).and_then(known),
        version: meta.as_ref().and_then(|meta| known(meta.version.clone())),
        lang: meta.as_ref().and_then(|meta| known(meta.lang.clone())),
        pin: meta.as_ref().map(|meta| pin_state(path, meta)),
        components: meta.as_ref().map(|meta| meta.running().map(str::to_owned).collect()).unwrap_or_default(),
        disabled: meta.map(|meta| meta.disabled).unwrap_or_default(),
        default,
        error,
    }
}

/// For a wheel only: an unpacked folder is compared member by member, by `fogline model verify`.
fn pin_state(path: &Path, meta: &Meta) -> &'static str {
    match pin_of(path, Some(meta)) {
        Some(_) if path.is_dir() => "unpacked",
        Some(pin) if hash_file(path).is_ok_and(|(hash, _)| hash == pin.sha256) => "pinned",
        Some(_) => "differs",
        None => "unpinned",
    }
}

fn write_table(models: &[Row], folders: &Folders, out: &mut impl Write) -> io::Result<()> {
    if models.is_empty() {
        return writeln!(out, "no models in:{folders}");
    }
    let mut columns = Columns::new(["name", "version", "lang", "pin", "runs", "path"]);
    let rows: Vec<_> = models
        .iter()
        .map(|model| {
            let cell = |value: &Option<String>| shown(value.as_deref().unwrap_or_default()).into_owned();
            let mark = if model.default { " (default)" } else { "" };
            [
                cell(&model.name) + mark,
                cell(&model.version),
                cell(&model.lang),
                shown(model.pin.unwrap_or_default()).into_owned(),
                shown(&model.components.join(" ")).into_owned(),
                shown(&model.path).into_owned(),
            ]
            .map(Cow::Owned)
        })
        .collect();
    for row in &rows {
        columns.fit(row);
    }
    columns.write_headings(out)?;
    rows.iter().try_for_each(|row| columns.write(row, out))?;
    for model in models {
        if let Some(error) = &model.error {
            complain(&format!("warning: {error}"));
        }
    }
    Ok(())
}
