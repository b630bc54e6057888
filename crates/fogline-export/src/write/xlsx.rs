//! A workbook: a sheet a table, and one that says what it is.

use std::io::Write;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

use super::cell::{shown, spreadsheet_safe};
use crate::{
    Declared, ExportError, Input,
    tables::{Cell, Table},
};

/// Rows of a sheet, header included.
const MOST_ROWS: usize = 1_048_576;
/// UTF-16 units of a cell.
const MOST_LETTERS: usize = 32_767;
const CUT: &str = " [cut: a cell holds no more]";

/// Tables as one workbook. The same input gives the same bytes.
pub fn xlsx(tables: &[Table], input: &Input<'_>, mut out: impl Write) -> Result<Declared, ExportError> {
    let mut declared = Declared::new("Tables of Fogline as a workbook", input)
        .loses("Lists are joined by ` | `, times are text as the reports have them, and a text that begins as a formula does gets an apostrophe.");
    for table in tables {
        declared = declared.table(table);
    }
    let mut book = Workbook::new();
    // A workbook says when it was made: as fixed as its contents are.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let bold = Format::new().set_bold();
    let mut cut = 0;
    for table in tables {
        if table.rows.len() >= MOST_ROWS {
            return Err(ExportError::TooLong {
                table: table.name.to_owned(),
                rows: table.rows.len(),
                most: MOST_ROWS - 1,
            });
        }
        let sheet = book.add_worksheet().set_name(table.name)?;
        for (at, column) in (0u16..).zip(&table.columns) {
            sheet.write_string_with_format(0, at, column.name, &bold)?;
        }
        for (line, row) in (1u32..).zip(&table.rows) {
            for (at, cell) in (0u16..).zip(row) {
                cut += usize::from(write(sheet, line, at, cell)?);
            }
        }
        sheet.set_freeze_panes(1, 0)?;
    }
    if cut > 0 {
        declared =
            declared.loses(format!("{cut} cells were cut at {MOST_LETTERS} characters, as a cell holds no more."));
    }
    let sheet = book.add_worksheet().set_name("README")?;
    for (line, text) in (0u32..).zip(declared.text().lines()) {
        sheet.write_string(line, 0, spreadsheet_safe(text))?;
    }
    sheet.set_column_width(0, 120)?;
    out.write_all(&book.save_to_buffer()?)?;
    Ok(declared)
}

/// Writes a cell; whether it had to be cut.
fn write(sheet: &mut Worksheet, line: u32, at: u16, cell: &Cell) -> Result<bool, ExportError> {
    match cell {
        Cell::Unknown => {}
        Cell::Whole(number) => {
            sheet.write_number(line, at, *number as f64)?;
        }
        Cell::Number(number) => {
            sheet.write_number(line, at, *number)?;
        }
        Cell::Flag(flag) => {
            sheet.write_boolean(line, at, *flag)?;
        }
        Cell::Text(_) | Cell::Texts(_) => {
            let text = shown(cell);
            if text.encode_utf16().count() <= MOST_LETTERS {
                sheet.write_string(line, at, text)?;
                return Ok(false);
            }
            let room = MOST_LETTERS - CUT.len();
            let mut used = 0;
            let kept = text.chars().take_while(|letter| {
                used += letter.len_utf16();
                used <= room
            });
            sheet.write_string(line, at, kept.chain(CUT.chars()).collect::<String>())?;
            return Ok(true);
        }
    }
    Ok(false)
}
