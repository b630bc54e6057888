//! Tables with named columns, parted by commas, semicolons or tabs: a record a row.
//!
//! Rows are taken one at a time. A field in quotes may hold the delimiter and line breaks; doubled quotes stand for one.

use std::collections::BTreeMap;

use super::{
    Body, Reason, Record, charset, fields,
    out::{At, Flow, Out, Place},
    rows::{Row, Rows, State, delimiter},
    stream::{Fault, Stream},
};
use crate::{document::Facts, offsets::OffsetMap};

/// What stands between authors in one field.
const BETWEEN_AUTHORS: [char; 2] = [';', '|'];

pub(super) fn read(stream: &mut Stream<'_>, place: &Place, out: &mut Out<'_>) -> Flow {
    if stream.peek(3) == b"\xef\xbb\xbf" {
        std::io::BufRead::consume(stream, 3);
    }
    let limit = out.limits().record;
    // The first row has no quoted line breaks to be told apart by.
    let delimiter = delimiter(stream.peek(super::recognise::HEAD));
    let mut rows = Rows::new(delimiter, limit);
    let names = match rows.next(stream) {
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
        match rows.next(stream) {
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
            Err(error) => return out.fault(place, At::line(stream.position(), rows.line + 1), error),
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
}
