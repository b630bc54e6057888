//! Tables with named columns, parted by commas, semicolons or tabs: a record a row.
//!
//! Rows are taken one at a time. A field in quotes may hold the delimiter and line breaks; doubled quotes stand for one.

use std::collections::BTreeMap;

use super::{
    Body, Reason, Record, charset, dates,
    out::{At, Flow, Out, Place},
    stream::{Fault, Stream},
};
use crate::{
    document::{Facts, OutletKind, Published, PublishedBasis},
    offsets::OffsetMap,
};

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
    let mut line = 0;
    // The first row has no quoted line breaks to be told apart by.
    let delimiter = delimiter(stream.peek(super::recognise::HEAD));
    let names = match row(stream, delimiter, limit, &mut line) {
        Ok(Some(Row { bytes, fault: None, .. })) => match columns(&bytes, delimiter) {
            Ok(names) => names,
            Err(fault) => return out.fault(place, At::new(0, 1), fault),
        },
        Ok(Some(Row { fault: Some(fault), .. })) => return out.fault(place, At::new(0, 1), fault),
        Ok(None) => return out.quarantine(place, At::START, Reason::Empty, "no rows"),
        Err(error) => return out.fault(place, At::new(0, 1), error),
    };
    if !names.iter().any(|name| name == "text" || name == "html") {
        let detail = format!("no column is called `text` or `html`, only {}", names.join(", "));
        return out.quarantine(place, At::new(0, 1), Reason::NoText, detail);
    }
    loop {
        match row(stream, delimiter, limit, &mut line) {
            Ok(None) => return Flow::Continue(()),
            Ok(Some(row)) => {
                let at = At::new(row.offset, row.line);
                if let Some(fault) = row.fault {
                    out.fault(place, at, fault)?;
                } else if !row.bytes.trim_ascii().is_empty() {
                    match record(&row.bytes, delimiter, &names, &place.numbered(row.line)) {
                        Ok(record) => out.record(record)?,
                        Err(fault) => out.fault(place, at, fault)?,
                    }
                }
            }
            Err(error) => return out.fault(place, At::new(stream.position(), line + 1), error),
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

/// Takes the next row with the line breaks within its quotes. A row beyond the limit, which a quote that is never closed
/// makes too, is given up at the end of its first line.
fn row(stream: &mut Stream<'_>, delimiter: u8, limit: u64, line: &mut u64) -> std::io::Result<Option<Row>> {
    let (offset, first) = (stream.position(), *line + 1);
    let mut row = Row { bytes: Vec::new(), offset, line: first, fault: None };
    let mut state = State::FieldStart;
    let mut part = Vec::new();
    loop {
        let Some(met) = stream.line(limit, &mut part)? else {
            if state == State::Quoted {
                row.fault = Some(Fault::new(Reason::Truncated, "a quote is never closed"));
            }
            return Ok((!row.bytes.is_empty()).then_some(row));
        };
        *line += 1;
        if met.too_large || row.bytes.len() as u64 + met.length > limit {
            row.fault = Some(Fault::too_large(limit));
            return Ok(Some(row));
        }
        for b in &part {
            state = state.after(*b, delimiter);
        }
        row.bytes.append(&mut part);
        if state != State::Quoted {
            return Ok(Some(row));
        }
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
fn fields(row: &str, delimiter: u8) -> Vec<(String, OffsetMap)> {
    let row = row.trim_end_matches(['\r', '\n']);
    let mut fields = vec![(String::new(), OffsetMap::default())];
    let mut state = State::FieldStart;
    for (at, c) in row.char_indices() {
        let before = state;
        state = state.after(u8::try_from(c).unwrap_or(b'x'), delimiter);
        let Some((text, offsets)) = fields.last_mut() else { break };
        match (before, state) {
            (_, State::FieldStart) => fields.push((String::new(), OffsetMap::default())),
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
    fields
}

fn columns(row: &[u8], delimiter: u8) -> Result<Vec<String>, Fault> {
    let (text, _) = charset::text(row, &[])?;
    Ok(fields(&text, delimiter).into_iter().map(|(name, _)| name.trim().to_lowercase()).collect())
}

fn record(row: &[u8], delimiter: u8, names: &[String], name: &str) -> Result<Record, Fault> {
    let (text, decoded) = charset::text(row, &[])?;
    let mut found: BTreeMap<&str, (String, OffsetMap)> = BTreeMap::new();
    for (name, field) in names.iter().zip(fields(&text, delimiter)) {
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
    let facts = Facts {
        uri: known("url"),
        title: known("title"),
        outlet: known("outlet"),
        outlet_kind: known("outlet_kind").as_deref().and_then(OutletKind::named),
        side: known("side"),
        authors: known("authors")
            .map(|names| names.split(BETWEEN_AUTHORS).map(|name| name.trim().to_owned()).collect())
            .unwrap_or_default(),
        published: known("published")
            .and_then(|date| dates::moment(&date))
            .map(|at| Published { at, basis: PublishedBasis::RecordField }),
        lang: known("lang"),
    };
    let reference = known("id").unwrap_or_else(|| name.to_owned());
    Ok(Record { reference, original: row.into(), body, facts, media: Vec::new(), post: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    #[test]
    fn quoted_fields_lead_back_to_the_row() {
        let row = "7;\"He said: \"\"No\"\"; then\nleft\";x\r\n";
        let names = ["id", "text", "title"].map(String::from);
        let record = record(row.as_bytes(), b';', &names, "x").unwrap();
        let Body::Text { text, offsets } = &record.body else { panic!("not text") };
        assert_eq!(text, "He said: \"No\"; then\nleft");
        assert_eq!((record.reference.as_str(), record.facts.title.as_deref()), ("7", Some("x")));
        let at = text.find("\"No").unwrap();
        assert_eq!(offsets.source(Span::new(at, at + 3)).unwrap().of(row), "\"\"No");
    }

    #[test]
    fn rows_end_outside_quotes() {
        let text = "a,\"b\nc\"\nd,e\n\"f";
        let mut stream = Stream::new(text.as_bytes());
        let mut line = 0;
        let mut rows = Vec::new();
        while let Some(row) = row(&mut stream, b',', 100, &mut line).unwrap() {
            rows.push((String::from_utf8(row.bytes).unwrap(), row.line, row.offset, row.fault.is_some()));
        }
        let expected = [("a,\"b\nc\"\n", 1, 0, false), ("d,e\n", 3, 8, false), ("\"f", 4, 12, true)];
        assert_eq!(rows, expected.map(|(text, line, offset, fault)| (text.into(), line, offset, fault)));
    }

    #[test]
    fn the_delimiter_is_the_one_of_the_first_line() {
        for (head, expected) in [("a,b;c,d", b','), ("a;b;c,d\n,,,,", b';'), ("a\tb", b'\t'), ("\"a,b,c\";d", b';')] {
            assert_eq!(delimiter(head.as_bytes()), expected, "{head}");
        }
    }
}
