//! Delimited text: parted by commas, semicolons or tabs, in any encoding.

use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};
use fogline::acquire::{
    self,
    rows::{Table, TableRow, fields},
};

use super::{Head, Limits, Row, Take, checked, too_long};
use crate::{BadRow, ImportError, Reason};

/// What is looked at to tell the encoding: so much from where letters beyond ASCII begin.
const SAMPLE: usize = 1 << 20;

pub(super) fn read<R: Read + Seek>(
    mut from: R,
    named: Option<&str>,
    limits: Limits,
    take: &mut dyn Take,
) -> Result<(), ImportError> {
    let encoding = match named {
        Some(name) => Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| {
            ImportError::NoTable(format!("`{name}` is no encoding; one is windows-1251, koi8-u, utf-8 or utf-16le"))
        })?,
        None => encoding(&mut from)?,
    };
    from.seek(SeekFrom::Start(0))?;
    let mut table = if encoding == UTF_8 {
        Table::new(from, limits.row)
    } else {
        Table::new(Decoded::new(from, encoding), limits.row)
    };
    let delimiter = table.delimiter();
    let Some(first) = table.next_row()? else {
        return Err(ImportError::NoTable("it is empty".to_owned()));
    };
    let cells = cells(&first, delimiter).map_err(|bad| ImportError::NoTable(format!("its head: {}", bad.detail)))?;
    let wide = cells.len();
    let columns = checked(cells, limits)?;
    let many = columns.len();
    take.head(Head { columns, sheet: None, encoding: Some(encoding.name().to_lowercase()), has_macros: false })?;
    while let Some(row) = table.next_row()? {
        if !take.row(row_of(&row, delimiter, many, wide, limits)) {
            break;
        }
    }
    Ok(())
}

/// The cells of a row, as many as there are columns. Empty ones beyond the named columns, where the head has them too, are none.
fn row_of(row: &TableRow, delimiter: u8, many: usize, wide: usize, limits: Limits) -> Result<Row, BadRow> {
    let mut cells = cells(row, delimiter)?;
    let number = row.line;
    if let Some(bad) = too_long(number, &cells, limits) {
        return Err(bad);
    }
    let had = cells.len();
    if had == wide && cells.iter().skip(many).all(String::is_empty) {
        cells.truncate(many);
    }
    if cells.len() != many {
        let detail = format!("{had} cells under {many} columns");
        return Err(BadRow { number, reason: Reason::Cells, detail, cells });
    }
    Ok(Row { number, cells })
}

fn cells(row: &TableRow, delimiter: u8) -> Result<Vec<String>, BadRow> {
    let bad = |reason, detail: String, cells| BadRow { number: row.line, reason, detail, cells };
    let whole = |bytes: &[u8]| vec![String::from_utf8_lossy(bytes).into_owned()];
    if let Some((reason, detail)) = &row.fault {
        let reason = if *reason == acquire::Reason::TooLarge { Reason::TooLong } else { Reason::Quotes };
        return Err(bad(reason, detail.clone(), whole(&row.bytes)));
    }
    match std::str::from_utf8(&row.bytes) {
        Ok(text) => Ok(fields(text, delimiter)),
        Err(error) => {
            let detail =
                format!("byte {} of the row is not UTF-8, as the rest of the table is", error.valid_up_to() + 1);
            // What the bytes are is kept, not what they might have been.
            Err(bad(Reason::Encoding, detail, vec![escaped(&row.bytes)]))
        }
    }
}

/// Bytes as text, with those that are not UTF-8 as `\xNN` and backslashes doubled.
fn escaped(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(&chunk.valid().replace('\\', "\\\\"));
        out.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    out
}

/// The encoding by the first part that has letters beyond ASCII.
fn encoding(from: &mut impl Read) -> Result<&'static Encoding, ImportError> {
    let mut sample = Vec::new();
    loop {
        sample.clear();
        from.by_ref().take(SAMPLE as u64).read_to_end(&mut sample)?;
        if sample.len() < SAMPLE || !sample.is_ascii() {
            break;
        }
    }
    // A sample may end, or begin, within a letter of several bytes.
    let cut = sample.iter().rposition(|byte| *byte == b'\n').filter(|_| sample.len() == SAMPLE);
    let sample = cut.and_then(|end| sample.get(..=end)).unwrap_or(&sample);
    if is_mostly_utf_8(sample) {
        return Ok(UTF_8);
    }
    let told = acquire::encoding(sample);
    let none =
        || ImportError::NoTable("it is no text: control characters stand where a table would have letters".to_owned());
    Ok(told.ok_or_else(none)?.0)
}

/// Whether of the lines with letters beyond ASCII as many as not are UTF-8, which those of another encoding hardly ever are: lines
/// that are not are damaged then, and no reason to read all others otherwise.
fn is_mostly_utf_8(sample: &[u8]) -> bool {
    if sample.starts_with(b"\xff\xfe") || sample.starts_with(b"\xfe\xff") || sample.contains(&0) {
        return false;
    }
    let foreign = sample.split(|byte| *byte == b'\n').filter(|line| !line.is_ascii());
    let (good, bad): (Vec<&[u8]>, Vec<&[u8]>) = foreign.partition(|line| std::str::from_utf8(line).is_ok());
    !good.is_empty() && good.len() >= bad.len()
}

/// Text in UTF-8, of bytes in another encoding.
struct Decoded<R> {
    inner: R,
    decoder: Decoder,
    block: Vec<u8>,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

const BLOCK: usize = 64 << 10;

impl<R: Read> Decoded<R> {
    fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { inner, decoder, block: vec![0; BLOCK], ready: Vec::new(), at: 0, ended: false }
    }

    fn more(&mut self) -> io::Result<()> {
        let read = self.inner.read(&mut self.block)?;
        self.ended = read == 0;
        self.ready.clear();
        self.at = 0;
        let mut from = self.block.get(..read).unwrap_or_default();
        let mut out = vec![0; BLOCK];
        loop {
            let (result, taken, written, _) = self.decoder.decode_to_utf8(from, &mut out, self.ended);
            self.ready.extend_from_slice(out.get(..written).unwrap_or_default());
            from = from.get(taken..).unwrap_or_default();
            if result == CoderResult::InputEmpty {
                return Ok(());
            }
        }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.ready.len() && !self.ended {
            self.more()?;
        }
        let read = self.ready.get(self.at..).unwrap_or_default().read(out)?;
        self.at += read;
        Ok(read)
    }
}
