//! `fogline rows`: rows of coders' tables, with the incidents that they could be accounts of.

use std::io::{self, IsTerminal, Write};

use anyhow::Context;
use clap::ValueEnum;
use fogline_ask::{
    Need, View,
    rows::{Filter, Row, Rows, set_aside},
    time::moment,
};
use fogline_ledger::standing::Known;
use jiff::Timestamp;

use crate::{
    exit::Outcome,
    ledger::Place,
    output::{row_lines, shown},
};

/// List rows of coders' tables with the incidents that they could be accounts of, and why
///
/// As CSV their own columns come back as they are, in their order; behind them stand the incident, how it is linked and the reasons,
/// and the coder, the file, the row in it and whether the coder lets it be passed on. Cells that begin with = + - or @ stay as they
/// are, so that a table comes back as it was: a spreadsheet may take them for formulas, so import the file as text.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    filter: Filter,

    /// Rows that were set aside, with their number and the reason, instead
    #[arg(long, conflicts_with_all = ["coder", "unlinked", "incident"])]
    quarantined: bool,

    /// How to write the rows: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<RowsForm>,

    #[command(flatten)]
    place: Place,

    /// What was known then: only what the ledger had recorded by this time, as 2022-02-17T09:00:00+02:00 or 2022-02-17
    #[arg(long, value_name = "TIME", value_parser = moment)]
    as_of: Option<Timestamp>,

    /// Incidents by what had been published by then, whenever it was recorded
    #[arg(long, value_name = "TIME", value_parser = moment)]
    as_published: Option<Timestamp>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RowsForm {
    /// For people
    Text,
    /// For programs
    Json,
    /// Their own columns, and seven of Fogline's
    Csv,
}

/// Columns that CSV has behind the coder's own.
const OWN: [&str; 7] = [
    "fogline_incident",
    "fogline_link",
    "fogline_reasons",
    "fogline_coder",
    "fogline_file",
    "fogline_row",
    "fogline_redistribution",
];

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let usual = if io::stdout().is_terminal() { RowsForm::Text } else { RowsForm::Json };
    let form = args.format.unwrap_or(usual);
    let ledger = args.place.open_read_only()?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    if args.quarantined {
        for import in set_aside(&ledger, args.as_of)? {
            aside(&import, form, &mut out).context("cannot write the result")?;
        }
        out.flush().context("cannot write the result")?;
        return Ok(Outcome::Done);
    }
    let known = Known { as_of: args.as_of, as_published: args.as_published };
    let view = View::answering(&ledger, Need::Incidents, known)?;
    let rows = Rows::linked(&ledger, &view)?;
    let found = rows.found(&args.filter)?;
    match form {
        RowsForm::Csv => {
            let columns = rows.columns(&found);
            let mut table = csv::Writer::from_writer(&mut out);
            table.write_record(columns.iter().cloned().chain(own(&columns)))?;
            rows.each::<Failed>(&ledger, &found, |row| {
                let cells = placed(&row, &columns);
                table.write_record(cells.into_iter().chain(linked(&row))).map_err(|error| Failed(error.into()))
            })
            .map_err(|failed| failed.0)?;
            table.flush().context("cannot write the result")?;
        }
        RowsForm::Json => {
            let mut first = true;
            out.write_all(b"[").context("cannot write the result")?;
            rows.each::<Failed>(&ledger, &found, |row| {
                let written = if std::mem::take(&mut first) { Ok(()) } else { out.write_all(b",\n") };
                written.map_err(|error| Failed(error.into()))?;
                serde_json::to_writer(&mut out, &row).map_err(|error| Failed(error.into()))
            })
            .map_err(|failed| failed.0)?;
            out.write_all(b"]\n").context("cannot write the result")?;
        }
        RowsForm::Text => {
            rows.each::<Failed>(&ledger, &found, |row| {
                out.write_all(row_lines(&row).as_bytes()).map_err(|error| Failed(error.into()))
            })
            .map_err(|failed| failed.0)?;
            let states = rows.states(&found);
            let told: Vec<String> = states.iter().map(|(state, number)| format!("{number} {}", state.name())).collect();
            let told = if told.is_empty() { String::new() } else { format!(": {}", told.join(", ")) };
            writeln!(out, "{} of {} rows{told}", found.len(), rows.len()).context("cannot write the result")?;
        }
    }
    out.flush().context("cannot write the result")?;
    Ok(Outcome::Done)
}

/// Why rows could not be written out: what the ledger said, or who was written to.
struct Failed(anyhow::Error);

impl From<fogline_ask::AskError> for Failed {
    fn from(error: fogline_ask::AskError) -> Self {
        Self(error.into())
    }
}

/// Names of Fogline's columns; a table that was exported once has such columns of its own.
fn own(columns: &[String]) -> impl Iterator<Item = String> {
    let free = |name: &str| {
        let numbered = std::iter::once(name.to_owned()).chain((2_u32..).map(|number| format!("{name}_{number}")));
        numbered.into_iter().find(|name| !columns.contains(name)).unwrap_or_default()
    };
    OWN.map(free).into_iter()
}

/// The cells of a row under the columns of all rows: the first of a name under the first.
fn placed(row: &Row, columns: &[String]) -> Vec<String> {
    let mut cells: Vec<Option<&str>> = vec![None; columns.len()];
    for cell in &row.cells {
        let free = columns.iter().zip(&mut cells).find(|(name, at)| **name == cell.column && at.is_none());
        if let Some((_, at)) = free {
            *at = Some(&cell.value);
        }
    }
    cells.into_iter().map(|cell| cell.unwrap_or_default().to_owned()).collect()
}

/// What stands in Fogline's columns.
fn linked(row: &Row) -> [String; 7] {
    let link = &row.link;
    let reasons = link.candidates.first().map(|best| {
        let reasons: Vec<String> = best.reasons.iter().map(ToString::to_string).collect();
        format!("{}: {}", best.incident, reasons.join("; "))
    });
    [
        link.incident.clone().unwrap_or_default(),
        link.state.name().to_owned(),
        reasons.unwrap_or_default(),
        row.coder.clone(),
        row.file.clone(),
        row.number.to_string(),
        if row.redistribution { "yes" } else { "no" }.to_owned(),
    ]
}

fn aside(import: &fogline_import::SetAside, form: RowsForm, out: &mut impl Write) -> anyhow::Result<()> {
    match form {
        RowsForm::Json => writeln!(out, "{}", serde_json::to_string(import)?)?,
        RowsForm::Text => {
            for row in &import.rows {
                let (file, coder) = (shown(&import.file), shown(&import.coder));
                writeln!(out, "{coder}, {file}, row {}: {}: {}", row.number, row.reason.code(), shown(&row.detail))?;
            }
        }
        RowsForm::Csv => {
            let mut table = csv::WriterBuilder::new().flexible(true).from_writer(out);
            for row in &import.rows {
                let about = [
                    import.coder.clone(),
                    import.file.clone(),
                    row.number.to_string(),
                    row.reason.code().to_owned(),
                    row.detail.clone(),
                ];
                table.write_record(about.iter().chain(&row.cells))?;
            }
            table.flush()?;
        }
    }
    Ok(())
}
