//! `fogline export`: what the ledger derives, in the forms that other tools read.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::ValueEnum;
use fogline_ask::{Need, View, incidents::Filter, time::moment};
use fogline_export::{CopyGroup, Declared, Input, bundle, shapes, tables, write};
use fogline_ledger::standing::Known;
use fogline_reconcile::{
    derive::RULES,
    incidents::Incident,
    public::{self, Redacted},
    report::Report,
};
use jiff::Timestamp;

use crate::{
    exit::{Outcome, complain},
    ledger::Place,
};

/// Export tables and shapes for other tools, each with a file that says what is lost in it
///
/// An export is out of the ledger's reach: what is erased in the ledger later stays in it. Redacted words are in none: blocks
/// stand for them, and the original of their report is in no bundle.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// In which form
    #[arg(value_enum)]
    form: ExportForm,

    /// Folder to write into, made if it is not there; for a bundle, the file
    #[arg(long, short, value_name = "PATH")]
    output: PathBuf,

    /// For a bundle: the incident
    #[arg(long, value_name = "ID")]
    incident: Option<String>,

    /// The form that may leave the house: coarse places, no private names, quotes and hashes instead of articles
    #[arg(long)]
    public: bool,

    /// In GeoJSON, points as reports tell them; not for publication
    #[arg(long, conflicts_with = "public")]
    exact_places: bool,

    /// Only what the ledger had recorded by this time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    as_of: Option<Timestamp>,

    /// Only what had been published by this time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    as_published: Option<Timestamp>,

    #[command(flatten)]
    filter: Filter,

    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ExportForm {
    /// Tables of statements, events, incidents, accounts and copies
    Csv,
    /// The same as one workbook
    Xlsx,
    /// The same as Parquet files
    Parquet,
    /// The same with tags of the Humanitarian Exchange Language
    Hxl,
    /// Incidents on the map
    Geojson,
    /// Incidents in ACLED's columns
    Acled,
    /// Incidents in the columns of UCDP's georeferenced events
    Ucdp,
    /// Statements in ClaimReview's shape, without ratings
    Claims,
    /// Spans of statements as W3C Web Annotations
    Annotations,
    /// The evidence of one incident in a file that verifies itself
    Bundle,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    args.filter.check()?;
    let ledger = args.place.open_read_only()?;
    let need = args.incident.as_deref().map_or(Need::All, Need::Incident);
    let mut view = View::answering(&ledger, need, Known { as_of: args.as_of, as_published: args.as_published })?;
    let at = view.moment();
    let found: Vec<Incident> = match &args.incident {
        Some(id) => vec![view.incident(id)?.clone()],
        None => view.incidents.iter().filter(|one| args.filter.takes(one)).cloned().collect(),
    };
    let redactions = view.redactions();
    let reports = view.take_reports();
    let redacted = Redacted::new(&reports, &redactions);
    let mut copies: Vec<CopyGroup> = view.copies.iter().map(CopyGroup::from).collect();
    let (incidents, reports) = if args.public {
        let released = public::release(&found, &reports, &redactions, &at);
        copies = released.references.all(&copies);
        for withheld in &released.withheld {
            complain(&format!("held back: {} {}", withheld.number, withheld.reason));
        }
        (released.incidents, released.reports)
    } else {
        (redacted.all(&found), redacted.all(&reports))
    };
    let input = Input {
        incidents: &incidents,
        reports: &reports,
        copies: &copies,
        public: args.public,
        as_of: &at,
        rules: RULES,
        head: view.head.as_deref(),
    };
    if args.form == ExportForm::Bundle {
        let [one] = incidents.as_slice() else {
            bail!(
                "a bundle is of one incident that may be shown: name it with --incident ID; `fogline incidents` lists them"
            );
        };
        let original = |report: &Report| {
            if redacted.touches(&report.document.reference) {
                return None;
            }
            let document = ledger.document_named(&report.document.id).ok()?;
            Some(ledger.document(document).ok()?.original)
        };
        let mut file = create(&args.output)?;
        let declared = bundle::bundle(one, &input, Some(&original), &mut file)?;
        file.flush().with_context(|| format!("cannot write `{}`", args.output.display()))?;
        declare(&args.output, &declared)?;
        complain(&format!("wrote {}", args.output.display()));
        return Ok(Outcome::Done);
    }
    fs::create_dir_all(&args.output).with_context(|| format!("cannot make `{}`", args.output.display()))?;
    let coordinates = if args.exact_places { shapes::Coordinates::AsRead } else { shapes::Coordinates::Public };
    let written = match args.form {
        ExportForm::Csv => of_tables(args, &input, "csv", |table, out| write::csv(table, &input, out))?,
        ExportForm::Hxl => of_tables(args, &input, "hxl.csv", |table, out| write::hxl(table, &input, out))?,
        ExportForm::Parquet => of_tables(args, &input, "parquet", |table, out| write::parquet(table, &input, out))?,
        ExportForm::Xlsx => one(args, "ledger.xlsx", |out| write::xlsx(&tables::all(&input), &input, out))?,
        ExportForm::Geojson => one(args, "incidents.geojson", |out| shapes::geojson(&input, coordinates, out))?,
        ExportForm::Acled => one(args, "acled.csv", |out| shapes::acled(&input, out))?,
        ExportForm::Ucdp => one(args, "ucdp.csv", |out| shapes::ucdp(&input, out))?,
        ExportForm::Claims => one(args, "claims.jsonld", |out| shapes::claims(&input, out))?,
        ExportForm::Annotations => one(args, "annotations.jsonld", |out| shapes::annotations(&input, out))?,
        ExportForm::Bundle => Vec::new(),
    };
    for path in written {
        complain(&format!("wrote {}", path.display()));
    }
    Ok(Outcome::Done)
}

type Exported = Result<Declared, fogline_export::ExportError>;

fn of_tables(
    args: &Args,
    input: &Input<'_>,
    ending: &str,
    write: impl Fn(&tables::Table, &mut BufWriter<File>) -> Exported,
) -> anyhow::Result<Vec<PathBuf>> {
    let mut written = Vec::new();
    for table in tables::all(input) {
        written.extend(one(args, &format!("{}.{ending}", table.name), |out| write(&table, out))?);
    }
    Ok(written)
}

/// Writes one file with what is to be known of it beside.
fn one(args: &Args, name: &str, write: impl FnOnce(&mut BufWriter<File>) -> Exported) -> anyhow::Result<Vec<PathBuf>> {
    let path = args.output.join(name);
    let mut file = create(&path)?;
    let declared = write(&mut file).with_context(|| format!("cannot write `{}`", path.display()))?;
    file.flush().with_context(|| format!("cannot write `{}`", path.display()))?;
    declare(&path, &declared)?;
    Ok(vec![path])
}

fn create(path: &Path) -> anyhow::Result<BufWriter<File>> {
    let file = File::create(path).with_context(|| format!("cannot write `{}`", path.display()))?;
    Ok(BufWriter::new(file))
}

fn declare(path: &Path, declared: &Declared) -> anyhow::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".README.txt");
    fs::write(&beside, declared.text()).with_context(|| format!("cannot write `{}`", Path::new(&beside).display()))
}
