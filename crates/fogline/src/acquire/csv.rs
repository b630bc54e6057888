//! Tables with named columns, parted by commas, semicolons or tabs: a record a row.
//!
//! Rows are taken one at a time. A field in quotes may hold the delimiter and line breaks; doubled quotes stand for one.

use std::collections::BTreeMap;

use super::{
    Body, Reason, Record, charset, fields,
    out::{At, Flow, Out, Place},
    stream::{Fault, Stream},
};
use crate::{document::Facts, offsets::OffsetMap};

/// What stands between authors in one field.
const BETWEEN_AUTHORS: [char; 2] = [';', '|'];

/// A row's bytes, its first byte and its first line.
struct Row {
    bytes: Vec<u8>,
    offset: u64,
    line: u64,
    fault: Option<Fault>,
}

pub(super) fn read(stream: &mut Stream<'_>, place: &Place, out: &mut Out<'_>) -> Flow {
    if stream.peek(3) == b"\xef\xbb\xbf" {
        std::io::BufRead::consume(stream, 3);
    }
    let limit = out.limits().record;
    // The first row has no quoted line breaks to be told apart by.
    let delimiter = delimiter(stream.peek(super::recognise::HEAD));
    let mut rows = Rows::new(stream, delimiter, limit);
    let names = match rows.next() {
        Ok(Some(Row { bytes, fault: None, .. })) => match columns(&bytes, delimiter) {
            Ok(names) => names,
            Err(fault) => return out.fault(place, At::line(0, 1), fault),
        },
        Ok(Some(Row { fault: Some(fault), .. })) => return out.fault(place, At::line(0, 1), fault),
        Ok(None) => return out.quarantine(place, At::START, Reason::Empty, "no rows"),
        Err(error) => return out.fault(place, At::line(0, 1), error),
    };
    if !names.iter().any(|name| name == "text" || name == "html") {
        let detail = format!("no column is called `text` or `html`, only {}", names.join(", "));
        return out.quarantine(place, At::line(0, 1), Reason::NoText, detail);
    }
    loop {
        match rows.next() {
            Ok(None) => return Flow::Continue(()),
            Ok(Some(row)) => {
                let at = At::line(row.offset, row.line);
                if let Some(fault) = row.fault {
                    out.fault(place, at, fault)?;
                } else if !row.bytes.trim_ascii().is_empty() {
                    // What a broken row leaves behind may be the rest of its text.
                    let whole = row.offset >= rows.doubtful_to;
                    match record(&row.bytes, delimiter, &names, &place.numbered(row.line), whole) {
                        Ok(record) => out.record(record)?,
                        Err(fault) => out.fault(place, at, fault)?,
                    }
                }
            }
            Err(error) => return out.fault(place, At::line(rows.stream.position(), rows.line + 1), error),
        }
    }
}

/// The delimiter that stands most often in the first line, outside quotes.
fn delimiter(head: &[u8]) -> u8 {
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
struct Rows<'r, 's> {
    stream: &'r mut Stream<'s>,
    delimiter: u8,
    limit: u64,
    /// Lines taken so far.
    line: u64,
    /// How many bytes quotes may still run over in vain, so that a table full of open ones is not read over and over.
    reach: u64,
    /// Up to where rows have been read before, as a part of a row whose quotes are broken.
    doubtful_to: u64,
}

impl<'r, 's> Rows<'r, 's> {
    fn new(stream: &'r mut Stream<'s>, delimiter: u8, limit: u64) -> Self {
        Self { stream, delimiter, limit, line: 0, reach: limit, doubtful_to: 0 }
    }

    /// Takes the next row with the line breaks within its quotes. Of a row whose quotes do not end as a field does, only
    /// the first line is given up: those behind it are rows of their own.
    fn next(&mut self) -> std::io::Result<Option<Row>> {
        self.line += 1;
        let mut row = Row { bytes: Vec::new(), offset: self.stream.position(), line: self.line, fault: None };
        let Some(met) = self.stream.line(self.limit, &mut row.bytes)? else { return Ok(None) };
        if met.too_large {
            row.fault = Some(Fault::too_large(self.limit));
            return Ok(Some(row));
        }
        let first = row.bytes.len();
        let mut state = self.run(State::FieldStart, &row.bytes).1;
        let (mut part, mut lines) = (Vec::new(), 0);
        while state == State::Quoted {
            let end = self.stream.line(self.limit, &mut part)?;
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
                self.doubtful_to = self.doubtful_to.max(self.stream.position());
                self.stream.give_back(&behind);
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
enum State {
    FieldStart,
    Plain,
    Quoted,
    /// Behind a quote within quotes: the end of the field, or the first of two.
    Quote,
}

impl State {
    fn after(self, b: u8, delimiter: u8) -> Self {
        match (self, b) {
            (Self::Quoted, b'"') => Self::Quote,
            (Self::FieldStart | Self::Quote, b'"') | (Self::Quoted, _) => Self::Quoted,
            (_, b) if b == delimiter => Self::FieldStart,
            _ => Self::Plain,
        }
    }
}

/// The fields of a row, each with the way back to the row's text.
fn cells(row: &str, delimiter: u8) -> Vec<(String, OffsetMap)> {
    let row = row.trim_end_matches(['\r', '\n']);
    let mut cells = vec![(String::new(), OffsetMap::default())];
    let mut state = State::FieldStart;
    for (at, c) in row.char_indices() {
        let before = state;
        state = state.after(u8::try_from(c).unwrap_or(b'x'), delimiter);
        let Some((text, offsets)) = cells.last_mut() else { break };
        match (before, state) {
            (_, State::FieldStart) => cells.push((String::new(), OffsetMap::default())),
            (State::Quote, State::Quoted) => {
                offsets.replaced(text.len(), 1, at.saturating_sub(1), 2);
                text.push('"');
            }
            (State::FieldStart, State::Quoted) | (_, State::Quote) => {}
            _ => {
                offsets.copied(text.len(), at, c.len_utf8());
                text.push(c);
            }
        }
    }
    cells
}

fn columns(row: &[u8], delimiter: u8) -> Result<Vec<String>, Fault> {
    let (text, _) = charset::text(row, &[])?;
    Ok(cells(&text, delimiter).into_iter().map(|(name, _)| name.trim().to_lowercase()).collect())
}

/// Reads a row; where it is not known to be `whole`, it must have a field for every column.
fn record(row: &[u8], delimiter: u8, names: &[String], name: &str, whole: bool) -> Result<Record, Fault> {
    let (text, decoded) = charset::text(row, &[])?;
    let cells = cells(&text, delimiter);
    if !whole && cells.len() != names.len() {
        let detail = format!("{} fields under {} columns, behind a quote that is not closed", cells.len(), names.len());
        return Err(Fault::new(Reason::Malformed, detail));
    }
    let mut found: BTreeMap<&str, (String, OffsetMap)> = BTreeMap::new();
    for (name, field) in names.iter().zip(cells) {
        if !field.0.trim().is_empty() {
            found.entry(name).or_insert(field);
        }
    }
    let body = match (found.remove("text"), found.remove("html")) {
        (Some((text, offsets)), _) => Body::Text { text, offsets: offsets.through(&decoded) },
        (None, Some((html, offsets))) => Body::Html { html, offsets: offsets.through(&decoded) },
        (None, None) => return Err(Fault::new(Reason::NoText, "has neither `text` nor `html`")),
    };
    let mut known = |name: &str| found.remove(name).map(|(value, _)| value.trim().to_owned());
    let mut unusable = Vec::new();
    let facts = Facts {
        uri: known("url"),
        title: known("title"),
        outlet: known("outlet"),
        outlet_kind: known("outlet_kind").and_then(|name| fields::outlet_kind(name, &mut unusable)),
        side: known("side"),
        authors: known("authors")
            .map(|names| names.split(BETWEEN_AUTHORS).map(|name| name.trim().to_owned()).collect())
            .unwrap_or_default(),
        published: known("published").and_then(|date| fields::published(date, &mut unusable)),
        lang: known("lang").and_then(|code| fields::lang(code, &mut unusable)),
    };
    let reference = known("id").unwrap_or_else(|| name.to_owned());
    Ok(Record { facts, unusable, ..Record::new(reference, row, body) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    #[test]
    fn quoted_fields_lead_back_to_the_row() {
        let row = "7;\"He said: \"\"No\"\"; then\nleft\";x\r\n";
        let names = ["id", "text", "title"].map(String::from);
        let record = record(row.as_bytes(), b';', &names, "x", true).unwrap();
        let Body::Text { text, offsets } = &record.body else { panic!("not text") };
        assert_eq!(text, "He said: \"No\"; then\nleft");
        assert_eq!((record.reference.as_str(), record.facts.title.as_deref()), ("7", Some("x")));
        let at = text.find("\"No").unwrap();
        assert_eq!(offsets.source(Span::new(at, at + 3)).unwrap().of(row), "\"\"No");
    }

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
        let mut rows = Rows::new(&mut stream, b',', 1000);
        let mut found = Vec::new();
        while let Some(row) = rows.next().unwrap() {
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
}
