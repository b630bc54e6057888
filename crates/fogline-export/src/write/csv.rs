//! CSV (RFC 4180, UTF-8, LF), plain and with HXL hashtags.

use std::io::Write;

use super::cell::{shown, spreadsheet_safe};
use crate::{Declared, ExportError, Input, tables::Table};

const LOST: &str = "Cells are text: a list is joined by ` | ` (`||` stands for a bar within a text), an empty cell is not \
    known, a text that a spreadsheet would take for a formula begins with an apostrophe, one that begins with an apostrophe \
    has two, characters that steer the display stand as ⟦U+...⟧, and white space is one space. Parquet keeps all of it.";

/// A table as CSV.
pub fn csv(table: &Table, input: &Input<'_>, out: impl Write) -> Result<Declared, ExportError> {
    rows(out, &header(table), None, table)?;
    Ok(Declared::new(&format!("Table `{}` of Fogline as CSV", table.name), input).table(table).loses(LOST))
}

/// A table as CSV with a second row of HXL hashtags (HXL 1.1); columns of Fogline's own have attributes of its own.
pub fn hxl(table: &Table, input: &Input<'_>, out: impl Write) -> Result<Declared, ExportError> {
    let tags: Vec<&str> = table.columns.iter().map(|column| column.hxl).collect();
    rows(out, &header(table), Some(&tags), table)?;
    Ok(Declared::new(&format!("Table `{}` of Fogline as CSV with HXL hashtags in its second row", table.name), input)
        .table(table)
        .loses(LOST)
        .loses(
            "HXL has no hashtags for who says what: `#status`, `#meta` and `#actor` with attributes stand for them.",
        ))
}

fn header(table: &Table) -> Vec<&'static str> {
    table.columns.iter().map(|column| column.name).collect()
}

/// Writes a header, tags if there are any, and the rows of a table.
pub(crate) fn rows(out: impl Write, header: &[&str], tags: Option<&[&str]>, table: &Table) -> Result<(), ExportError> {
    let mut writer = csv::WriterBuilder::new().from_writer(out);
    writer.write_record(header.iter().map(|name| spreadsheet_safe(name)))?;
    if let Some(tags) = tags {
        writer.write_record(tags)?;
    }
    for row in &table.rows {
        writer.write_record(row.iter().map(shown))?;
    }
    writer.flush()?;
    Ok(())
}
