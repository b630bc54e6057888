//! Tables parted by commas, semicolons or tabs, cut into rows: a field in quotes may hold the delimiter and line breaks.
//!
//! Bytes go in, one row after the other comes out, none longer than is allowed, with the line that it begins on. A quote that is
//! never closed costs its own line and not what follows. What rows mean is for whoever reads them.

use std::io::{self, Read};

use super::{
    Reason,
    stream::{Fault, Stream},
};

/// A table that is read a row at a time, in memory that does not grow with it.
pub struct Table<'s> {
    stream: Stream<'s>,
    rows: Rows,
}

/// A row of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Its bytes with its line breaks, as they came; nothing of one that is longer than allowed.
    pub bytes: Vec<u8>,
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Why it is no row that can be read, if it is none.
    pub fault: Option<(Reason, String)>,
}

impl<'s> Table<'s> {
    /// Over bytes in UTF-8 or another encoding that extends ASCII, with rows of at most so many bytes. A byte order mark is
    /// passed over, and what parts the fields is told by the first line.
    pub fn new(inner: impl Read + 's, limit: u64) -> Self {
        let mut stream = Stream::new(inner);
        if stream.peek(3) == b"\xef\xbb\xbf" {
            io::BufRead::consume(&mut stream, 3);
        }
        let delimiter = delimiter(stream.peek(super::recognise::HEAD));
        Self { rows: Rows::new(delimiter, limit), stream }
    }

    /// What parts the fields of a row.
    pub fn delimiter(&self) -> u8 {
        self.rows.delimiter
    }

    /// The next row that is not blank; `None` after the last.
    pub fn next_row(&mut self) -> io::Result<Option<TableRow>> {
        while let Some(Row { bytes, line, fault, .. }) = self.rows.next(&mut self.stream)? {
            if fault.is_some() || !bytes.trim_ascii().is_empty() {
                let fault = fault.map(|fault| (fault.reason, fault.detail));
                return Ok(Some(TableRow { bytes, line, fault }));
            }
        }
        Ok(None)
    }
}

impl std::fmt::Debug for Table<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("delimiter", &char::from(self.rows.delimiter)).finish_non_exhaustive()
    }
}

/// The fields of a row, without their quotes.
///
/// ```
/// use fogline::acquire::rows::fields;
/// assert_eq!(fields("7,\"a, \"\"b\"\"\",\r\n", b','), ["7", "a, \"b\"", ""]);
/// ```
pub fn fields(row: &str, delimiter: u8) -> Vec<String> {
    let row = row.strip_suffix('\n').map_or(row, |row| row.strip_suffix('\r').unwrap_or(row));
    let mut fields = vec![String::new()];
    let mut state = State::FieldStart;
    for c in row.chars() {
        let before = state;
        state = state.after(u8::try_from(c).unwrap_or(b'x'), delimiter);
        match (before, state) {
            (_, State::FieldStart) => fields.push(String::new()),
            (State::FieldStart, State::Quoted) | (_, State::Quote) => {}
            // Of two quotes within quotes the second stands for itself.
            _ => {
                if let Some(field) = fields.last_mut() {
                    field.push(c);
                }
            }
        }
    }
    fields
}

/// A row's bytes, its first byte and its first line.
pub(super) struct Row {
    pub(super) bytes: Vec<u8>,
    pub(super) offset: u64,
    pub(super) line: u64,
    pub(super) fault: Option<Fault>,
}

/// The delimiter that stands most often in the first line, outside quotes.
pub(super) fn delimiter(head: &[u8]) -> u8 {
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |delimiter: u8| {
        let mut quoted = false;
        line.iter()
            .filter(|b| {
                quoted ^= **b == b'"';
                **b == delimiter && !quoted
            })
            .count()
    };
    let mut best = b',';
    for other in [b'\t', b';'] {
        if count(other) > count(best) {
            best = other;
        }
    }
    best
}

/// Cuts a stream into rows.
pub(super) struct Rows {
    delimiter: u8,
    limit: u64,
    /// Lines taken so far.
    pub(super) line: u64,
    /// How many bytes quotes may still run over in vain, so that a table full of open ones is not read over and over.
    reach: u64,
    /// Up to where rows have been read before, as a part of a row whose quotes are broken.
    pub(super) doubtful_to: u64,
}

impl Rows {
    pub(super) fn new(delimiter: u8, limit: u64) -> Self {
        Self { delimiter, limit, line: 0, reach: limit, doubtful_to: 0 }
    }

    /// Takes the next row with the line breaks within its quotes. Of a row whose quotes do not end as a field does, only
    /// the first line is given up: those behind it are rows of their own.
    pub(super) fn next(&mut self, stream: &mut Stream<'_>) -> std::io::Result<Option<Row>> {
        self.line += 1;
        let mut row = Row { bytes: Vec::new(), offset: stream.position(), line: self.line, fault: None };
        let Some(met) = stream.line(self.limit, &mut row.bytes)? else { return Ok(None) };
        if met.too_large {
            row.fault = Some(Fault::too_large(self.limit));
            return Ok(Some(row));
        }
        let first = row.bytes.len();
        let mut state = self.run(State::FieldStart, &row.bytes).1;
        let (mut part, mut lines) = (Vec::new(), 0);
        while state == State::Quoted {
            let end = stream.line(self.limit, &mut part)?;
            lines += 1;
            let fault = match end {
                None => Some(Fault::new(Reason::Truncated, "a quote is never closed")),
                Some(met) if met.too_large => {
                    self.line += lines;
                    row.fault = Some(Fault::too_large(self.limit));
                    return Ok(Some(row));
                }
                Some(_) => {
                    let (sound, after) = self.run(state, &part);
                    state = after;
                    row.bytes.append(&mut part);
                    let far = (row.bytes.len() - first) as u64 > self.reach;
                    match row.bytes.len() as u64 > self.limit {
                        true => Some(Fault::too_large(self.limit)),
                        false if sound && !far => None,
                        false => Some(Fault::new(Reason::Malformed, "a quote is not closed where a field ends")),
                    }
                }
            };
            if fault.is_some() {
                let behind = row.bytes.split_off(first);
                self.reach = self.reach.saturating_sub(behind.len() as u64);
                self.doubtful_to = self.doubtful_to.max(stream.position());
                stream.give_back(&behind);
                row.fault = fault;
                return Ok(Some(row));
            }
        }
        self.line += lines;
        Ok(Some(row))
    }

    /// Goes on through a line: whether the quotes in it end where fields do, and what state it leaves.
    fn run(&self, mut state: State, line: &[u8]) -> (bool, State) {
        let mut sound = true;
        for b in line {
            let after = state.after(*b, self.delimiter);
            sound &= !(state == State::Quote && after == State::Plain && !matches!(b, b'\r' | b'\n'));
            state = after;
        }
        (sound, state)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    FieldStart,
    Plain,
    Quoted,
    /// Behind a quote within quotes: the end of the field, or the first of two.
    Quote,
}

impl State {
    pub(super) fn after(self, b: u8, delimiter: u8) -> Self {
        match (self, b) {
            (Self::Quoted, b'"') => Self::Quote,
            (Self::FieldStart | Self::Quote, b'"') | (Self::Quoted, _) => Self::Quoted,
            (_, b) if b == delimiter => Self::FieldStart,
            _ => Self::Plain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_end_outside_quotes() {
        let expected = [("a,\"b\nc\"\n", 1, 0, false), ("d,e\n", 3, 8, false), ("\"f", 4, 12, true)];
        assert_eq!(
            rows("a,\"b\nc\"\nd,e\n\"f"),
            expected.map(|(text, line, offset, fault)| (text.into(), line, offset, fault))
        );
    }

    fn rows(text: &str) -> Vec<(String, u64, u64, bool)> {
        let mut stream = Stream::new(text.as_bytes());
        let mut rows = Rows::new(b',', 1000);
        let mut found = Vec::new();
        while let Some(row) = rows.next(&mut stream).unwrap() {
            found.push((String::from_utf8(row.bytes).unwrap(), row.line, row.offset, row.fault.is_some()));
        }
        found
    }

    #[test]
    fn an_open_quote_costs_its_own_line() {
        for rest in ["c,d\ne,f\n", "c,\"d\"\ne,\"f\ng\"\nh,i\n"] {
            let found = rows(&format!("a,\"b\n{rest}"));
            assert_eq!(found[0], ("a,\"b\n".to_owned(), 1, 0, true), "{rest}");
            assert!(found[1..].iter().all(|(.., fault)| !fault), "{found:?}");
            assert_eq!(found[1..].iter().map(|(text, ..)| text.as_str()).collect::<String>(), rest);
            assert_eq!(found[1].1, 2);
        }
        // None of these quotes is ever closed: each line costs no more than itself once that has been seen often enough.
        let open = "a\",\"b\n".repeat(300);
        assert_eq!(rows(&open).len(), 300);
    }

    #[test]
    fn the_delimiter_is_the_one_of_the_first_line() {
        for (head, expected) in [("a,b;c,d", b','), ("a;b;c,d\n,,,,", b';'), ("a\tb", b'\t'), ("\"a,b,c\";d", b';')] {
            assert_eq!(delimiter(head.as_bytes()), expected, "{head}");
        }
    }

    #[test]
    fn a_table_gives_rows_with_their_lines() {
        let mut table = Table::new(&b"\xef\xbb\xbfa;b\n\n1;\"x\n\"\"y\"\r\n\"z;2\n"[..], 100);
        assert_eq!(table.delimiter(), b';');
        let mut rows = Vec::new();
        while let Some(row) = table.next_row().unwrap() {
            let text = String::from_utf8(row.bytes).unwrap();
            rows.push((fields(&text, b';'), row.line, row.fault.map(|(reason, _)| reason)));
        }
        let list = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        assert_eq!(rows[0], (list(&["a", "b"]), 1, None));
        assert_eq!(rows[1], (list(&["1", "x\n\"y"]), 3, None));
        assert_eq!(rows[2], (list(&["z;2"]), 5, Some(Reason::Truncated)));
    }
}
