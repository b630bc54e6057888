//! `fogline import`: rows of other people's tables into the ledger.

mod map;

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use anyhow::{Context, bail};
use clap::Subcommand;
use fogline::gazetteer::Gazetteer;
use fogline_ask::rows::{Imported, Plan, Wanted};
use fogline_import::{Mapping, Spots};
use jiff::Timestamp;

use crate::{
    derive,
    exit::{Outcome, complain},
    gazetteers,
    ledger::Place,
    output::{Form, form, shown},
    progress::Bar,
};

/// Read rows of ACLED, UCDP, Atlos or a table of your own (CSV, XLSX) into the ledger, which is made if it is not there
///
/// A row is kept as it stands, as a report of its coder: it is no report, no origin and no side, and nothing of it goes into a
/// status. Rows that cannot be read are set aside with their number and the reason. Rows take the place of those of the same id, whose
/// coder is the same; those that hold already as they are make no new record.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Command>,

    /// The table
    #[arg(value_name = "FILE", required = true)]
    file: Option<PathBuf>,

    /// What its columns are: `acled`, `ucdp`, `atlos`, or a mapping file; without it, it is recognised by its columns
    #[arg(long = "as", value_name = "MAPPING")]
    mapping: Option<String>,

    /// Who coded the rows, where it is not as the mapping says
    #[arg(long, value_name = "NAME")]
    coder: Option<String>,

    /// Encoding of text, as windows-1251, where it is not the one that its letters tell
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,

    /// The table is complete: rows of the same coder and mapping that it does not have no longer hold
    #[arg(long)]
    replaces: bool,

    /// Gazetteer file by which coordinates in each other's place are found; instead of those that are found
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,

    #[command(flatten)]
    place: Place,

    /// How to write the summary: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

#[derive(Subcommand)]
enum Command {
    Map(map::MapArgs),
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    if let Some(Command::Map(args)) = &args.command {
        return map::run(args);
    }
    let Some(path) = &args.file else { bail!("name the table that is to be imported") };
    if args.coder.as_deref().is_some_and(|coder| coder.trim().is_empty()) {
        bail!("--coder needs a name");
    }
    let mapping = args.mapping.as_deref().map(named).transpose()?;
    let file = File::open(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    // It is gone through twice: once for what names it, once for its rows.
    let bar = Bar::new(file.metadata().ok().map(|about| about.len() * 2));
    let mut from = Counted { file, bytes: bar.bytes() };
    // Without one, rows are only checked against the globe; reports need one, rows do not.
    let is_there = !args.gazetteer.is_empty() || !gazetteers::found().is_empty();
    let atlas = is_there.then(|| gazetteers::open(&args.gazetteer)).transpose()?.flatten().map(Named);
    let wanted = Wanted {
        file: &path.file_name().unwrap_or(path.as_os_str()).to_string_lossy(),
        mapping,
        coder: args.coder.as_deref().map(str::trim),
        encoding: args.encoding.as_deref(),
        replaces: args.replaces,
        spots: atlas.as_ref().map(|atlas| atlas as &dyn Spots),
    };
    let not_imported = || format!("`{}` was not imported", path.display());
    // A table that cannot be imported makes no ledger.
    let plan = Plan::of(&mut from, wanted).with_context(not_imported)?;
    let now = Timestamp::now();
    let mut ledger = args.place.open_or_init(now)?;
    let imported = plan.import(&mut ledger, from, now);
    drop(bar);
    let imported = imported.with_context(not_imported)?;
    derive::settle(&mut ledger)?;
    let mut out = io::stdout().lock();
    match form(args.format) {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&imported)?),
        Form::Text => write!(out, "{}", summary(&imported, atlas.is_some())),
    }
    .context("cannot write the result")?;
    if imported.has_macros {
        complain("the workbook holds macros; nothing of them was run or kept");
    }
    Ok(if imported.quarantined > 0 { Outcome::Quarantined } else { Outcome::Done })
}

fn summary(one: &Imported, has_atlas: bool) -> String {
    let mut out = format!(
        "{} (mapping {}): {} stored, {} already known, {} quarantined\n",
        shown(&one.coder),
        shown(&one.mapping),
        one.stored,
        one.known,
        one.quarantined
    );
    if one.again {
        out.push_str("The same file was imported before in the same way, and all of it holds; nothing was recorded.\n");
    }
    if let Some(encoding) = one.encoding.as_deref().filter(|encoding| *encoding != "utf-8") {
        out.extend([format!("Read as {encoding}; if letters are wrong, name another with --encoding.\n")]);
    }
    if one.gone > 0 {
        out.extend([format!("{} rows that the table does not have any more no longer hold.\n", one.gone)]);
    }
    if let Some(why) = &one.kept {
        out.extend([format!("No row was taken away: {why}.\n")]);
    }
    if !one.unknown_kinds.is_empty() {
        let kinds = one.unknown_kinds.iter().map(|(kind, number)| format!("`{}` ({number})", shown(kind)));
        let kinds: Vec<String> = kinds.collect();
        out.extend([format!(
            "Kinds of event that the mapping does not know, with their rows: {}.\n",
            kinds.join(", ")
        )]);
    }
    for (reason, number) in &one.reasons {
        out.extend([format!("    {number} {reason}\n")]);
    }
    for (number, reason, detail) in &one.examples {
        out.extend([format!("    row {number}: {reason}: {}\n", shown(detail))]);
    }
    if !one.again && !has_atlas {
        out.push_str("Without a gazetteer it was not looked whether north and east stand in each other's place.\n");
    }
    if one.quarantined > 0 {
        out.push_str("`fogline rows --quarantined` has all that was set aside.\n");
    }
    out
}

/// A mapping by its name, or of a file.
fn named(name: &str) -> anyhow::Result<Mapping> {
    if let Some(mapping) = Mapping::named(name)? {
        return Ok(mapping);
    }
    let path = Path::new(name);
    let text = std::fs::read_to_string(path).with_context(|| {
        format!(
            "`{name}` is no mapping that comes with fogline ({}), and no file that can be read",
            Mapping::names().join(", ")
        )
    })?;
    Ok(Mapping::parse(name, &text)?)
}

/// A gazetteer as rows are checked against it.
struct Named(Gazetteer);

impl Spots for Named {
    fn spots(&self, name: &str) -> Vec<(f64, f64)> {
        self.0.lookup(name).into_iter().filter_map(|(place, _)| place.point()).collect()
    }
}

/// A file, with how much of it was read.
struct Counted {
    file: File,
    bytes: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(out)?;
        self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
