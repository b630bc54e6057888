//! Tables row by row, with the number of each.
//!
//! What a file is, its first bytes tell: a zip is a workbook, all else is text. What comes out is the head, then each row or what
//! is wrong with it. Memory holds one row at a time, within [`Limits`].

mod delimited;
mod workbook;

use std::io::{Read, Seek, SeekFrom};

use crate::{BadRow, ImportError};

/// How much a table may ask for.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of one row.
    pub row: u64,
    /// Bytes of one cell.
    pub cell: usize,
    /// Columns.
    pub columns: usize,
    /// Bytes that a workbook may unpack to.
    pub unpacked: u64,
    /// Bytes of the strings that a workbook keeps apart, which are held in memory.
    pub strings: u64,
    /// How many times its packed size a part of a workbook may unpack to.
    pub ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        // A spreadsheet has 16,384 columns at most, and a cell of it 32,767 letters.
        Self { row: 16 << 20, cell: 256 << 10, columns: 16_384, unpacked: 4 << 30, strings: 256 << 20, ratio: 1000 }
    }
}

/// A row as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Of CSV the line on which it begins, of a sheet its row; from 1.
    pub number: u64,
    /// Its cells, as many as the head has.
    pub cells: Vec<String>,
}

/// What a table begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Names of its columns, in their order.
    pub columns: Vec<String>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The encoding of text.
    pub encoding: Option<String>,
    /// Whether the file holds macros, which are never run.
    pub has_macros: bool,
}

/// Takes what a table holds, in order.
pub trait Take {
    /// The head, once, before any row.
    fn head(&mut self, head: Head) -> Result<(), ImportError>;
    /// A row, or one that cannot be read. `false` ends the reading.
    fn row(&mut self, row: Result<Row, BadRow>) -> bool;
}

/// What of a file is read, and how, where it is not as the file itself tells.
#[derive(Debug, Clone, Copy, Default)]
pub struct Which<'w> {
    /// The sheet of a workbook; the first unless given.
    pub sheet: Option<&'w str>,
    /// The encoding of text, by any of its names; the one that its letters tell unless given.
    pub encoding: Option<&'w str>,
}

/// Reads a table: a sheet of a workbook, or delimited text.
pub fn read<R: Read + Seek>(
    mut from: R,
    which: Which<'_>,
    limits: Limits,
    take: &mut dyn Take,
) -> Result<(), ImportError> {
    let mut first = [0; 4];
    let mut got = 0;
    while let Some(rest) = first.get_mut(got..).filter(|rest| !rest.is_empty()) {
        match from.read(rest)? {
            0 => break,
            read => got += read,
        }
    }
    from.seek(SeekFrom::Start(0))?;
    match &first {
        b"PK\x03\x04" => workbook::read(from, which.sheet, limits, take),
        b"\xd0\xcf\x11\xe0" => Err(ImportError::NoTable(
            "this is a workbook of the old form (.xls), or one with a password; save it as .xlsx without one"
                .to_owned(),
        )),
        _ if which.sheet.is_some() => Err(ImportError::NoTable("this is no workbook, so it has no sheets".to_owned())),
        _ => delimited::read(from, which.encoding, limits, take),
    }
}

/// The head of a table and its first rows, as many as there are of so many.
pub fn sample<R: Read + Seek>(
    from: R,
    which: Which<'_>,
    limits: Limits,
    many: usize,
) -> Result<(Head, Vec<Vec<String>>), ImportError> {
    struct First {
        head: Option<Head>,
        rows: Vec<Vec<String>>,
        many: usize,
    }
    impl Take for First {
        fn head(&mut self, head: Head) -> Result<(), ImportError> {
            self.head = Some(head);
            Ok(())
        }

        fn row(&mut self, row: Result<Row, BadRow>) -> bool {
            if self.rows.len() < self.many {
                self.rows.extend(row.map(|row| row.cells));
            }
            self.rows.len() < self.many
        }
    }
    let mut first = First { head: None, rows: Vec::new(), many };
    read(from, which, limits, &mut first)?;
    let head = first.head.ok_or_else(|| ImportError::NoTable("it has no head".to_owned()))?;
    Ok((head, first.rows))
}

/// The head as it is taken: without empty columns at its end, and not too wide.
fn checked(mut columns: Vec<String>, limits: Limits) -> Result<Vec<String>, ImportError> {
    while columns.last().is_some_and(String::is_empty) {
        columns.pop();
    }
    if columns.is_empty() {
        return Err(ImportError::NoTable("its first row has no names of columns".to_owned()));
    }
    if columns.len() > limits.columns {
        let many = columns.len();
        return Err(ImportError::TooLarge(format!("it has {many} columns; {} are the most", limits.columns)));
    }
    Ok(columns)
}

/// Whether a row is too long in one cell.
fn too_long(number: u64, cells: &[String], limits: Limits) -> Option<BadRow> {
    let at = cells.iter().position(|cell| cell.len() > limits.cell)?;
    let detail = format!("cell {} is longer than {} bytes, the most that one may have", at + 1, limits.cell);
    Some(BadRow { number, reason: crate::Reason::TooLong, detail, cells: cells.to_vec() })
}
