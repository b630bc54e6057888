//! Workbooks (XLSX, ECMA-376): the values of one sheet, row by row.
//!
//! Only values are looked at. Formulas are not run: a cell has the value that was kept with it, and one without is a fault.
//! Macros lie in a part that is never opened. `parts.rs` opens parts within limits and reads those that name sheets, strings and
//! formats; `sheet.rs` goes through the cells. A crate that reads workbooks whole would hold a sheet in memory, and make room for
//! as many strings as a file claims to have.

mod parts;
mod sheet;

use std::io::{Read, Seek};

use zip::ZipArchive;

use super::{Limits, Take};
use crate::ImportError;
use parts::{Book, open};

pub(super) fn read<R: Read + Seek>(
    from: R,
    wanted: Option<&str>,
    limits: Limits,
    take: &mut dyn Take,
) -> Result<(), ImportError> {
    let mut archive = ZipArchive::new(from).map_err(|error| {
        ImportError::NoTable(format!("it begins as a workbook, and is none that can be opened: {error}"))
    })?;
    let mut book = Book::read(&mut archive, limits)?;
    let (name, part) = book.sheet(wanted)?;
    let strings = std::mem::take(&mut book.strings);
    let has_macros = archive.file_names().flatten().any(|name| name.to_lowercase().ends_with("vbaproject.bin"));
    let part = open(&mut archive, &part, limits)?
        .ok_or_else(|| ImportError::NoTable(format!("sheet `{name}` is not in the file")))?;
    sheet::read(part, &book, &strings, &sheet::Of { name, has_macros }, limits, take)
}
