//! One record of JSON: an object with `text` or `html` and what is known of it.

use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use super::{Body, Reason, Record, dates};
use crate::{
    document::{Facts, OutletKind, Published, PublishedBasis},
    offsets::OffsetMap,
};

#[derive(Deserialize)]
struct Fields<'r> {
    #[serde(borrow)]
    text: Option<&'r RawValue>,
    #[serde(borrow)]
    html: Option<&'r RawValue>,
    id: Option<Value>,
    url: Option<Value>,
    title: Option<Value>,
    outlet: Option<Value>,
    outlet_kind: Option<Value>,
    side: Option<Value>,
    published: Option<Value>,
    lang: Option<Value>,
    authors: Option<Value>,
}

/// Reads one object. `original` is its own bytes; `place` names it where it has no `id`.
pub fn record(original: &[u8], place: &str) -> Result<Record, (Reason, String)> {
    let text = std::str::from_utf8(original)
        .map_err(|error| (Reason::NotText, format!("not UTF-8 from byte {} of the record on", error.valid_up_to())))?;
    let fields: Fields = serde_json::from_str(text).map_err(|error| (Reason::Malformed, error.to_string()))?;
    let body = match (fields.text.filter(is_string), fields.html.filter(is_string)) {
        (Some(raw), _) => {
            let (text, offsets) = unescaped(raw, original);
            Body::Text { text, offsets }
        }
        (None, Some(raw)) => {
            let (html, offsets) = unescaped(raw, original);
            Body::Html { html, offsets }
        }
        (None, None) => return Err((Reason::NoText, "has neither `text` nor `html`".into())),
    };
    let published = fields.published.as_ref().and_then(|value| match value {
        Value::String(text) => dates::moment(text),
        Value::Number(number) => number.as_i64().and_then(dates::unix),
        _ => None,
    });
    let facts = Facts {
        uri: known(fields.url),
        title: known(fields.title),
        outlet: known(fields.outlet),
        outlet_kind: known(fields.outlet_kind).as_deref().and_then(OutletKind::named),
        side: known(fields.side),
        authors: match fields.authors {
            Some(Value::Array(names)) => names.into_iter().filter_map(|name| known(Some(name))).collect(),
            name => known(name).into_iter().collect(),
        },
        published: published.map(|at| Published { at, basis: PublishedBasis::RecordField }),
        lang: known(fields.lang),
    };
    Ok(Record {
        reference: name(fields.id).unwrap_or_else(|| place.to_owned()),
        original: original.into(),
        body,
        facts,
        media: Vec::new(),
        post: None,
    })
}

fn is_string(raw: &&RawValue) -> bool {
    raw.get().starts_with('"')
}

/// The record's own name, exactly as it gives it: others know it by that.
fn name(value: Option<Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A field's words; empty ones are unknown.
fn known(value: Option<Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The text of a JSON string, and where its parts stand in `original`, of which `raw` is a part.
pub(super) fn unescaped(raw: &RawValue, original: &[u8]) -> (String, OffsetMap) {
    let raw = raw.get();
    // The parser gives a part of what it was given; where it begins is the distance between the two.
    let base = (raw.as_ptr() as usize).saturating_sub(original.as_ptr() as usize);
    let (mut out, mut offsets) = (String::with_capacity(raw.len()), OffsetMap::default());
    let mut at = 1;
    let end = raw.len().saturating_sub(1);
    while at < end {
        let rest = raw.get(at..end).unwrap_or_default();
        let plain = rest.find('\\').unwrap_or(rest.len());
        offsets.copied(out.len(), base + at, plain);
        out.push_str(rest.get(..plain).unwrap_or_default());
        at += plain;
        if at >= end {
            break;
        }
        let (c, length) = escape(raw.get(at..end).unwrap_or_default());
        offsets.replaced(out.len(), c.len_utf8(), base + at, length);
        out.push(c);
        at += length;
    }
    (out, offsets)
}

/// The character that an escape stands for, and the escape's length. Half a surrogate pair becomes U+FFFD.
fn escape(text: &str) -> (char, usize) {
    let unit = |from: usize| {
        let digits = text.get(from..from + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let simple = match text.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'u') => {
            let Some(high) = unit(0) else { return (char::REPLACEMENT_CHARACTER, 2) };
            let pair = unit(6).map(|low| [high, low]);
            if let Some(Ok(c)) = pair.and_then(|pair| char::decode_utf16(pair).next())
                && c > '\u{ffff}'
            {
                return (c, 12);
            }
            return (char::from_u32(u32::from(high)).unwrap_or(char::REPLACEMENT_CHARACTER), 6);
        }
        Some(other) => char::from(*other),
        None => char::REPLACEMENT_CHARACTER,
    };
    (simple, 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    fn body(line: &str) -> (String, OffsetMap) {
        match record(line.as_bytes(), "x").unwrap().body {
            Body::Text { text, offsets } => (text, offsets),
            Body::Html { html, offsets } => (html, offsets),
        }
    }

    #[test]
    fn text_leads_back_to_the_record_s_own_bytes() {
        let line = r#"{"id": 7, "text": "so\n\u0434а \ud83d\ude00\u00e9\"x\ud800"}"#;
        let (text, offsets) = body(line);
        assert_eq!(text, "so\nда 😀é\"x\u{fffd}");
        let source = |words: &str| {
            let at = text.find(words).unwrap();
            offsets.source(Span::new(at, at + words.len())).unwrap().of(line)
        };
        assert_eq!(source("so"), "so");
        assert_eq!(source("да"), "\\u0434а");
        assert_eq!(source("😀"), "\\ud83d\\ude00");
        assert_eq!(source("\"x"), "\\\"x");
    }

    #[test]
    fn fields_are_taken_as_far_as_they_are_known() {
        let record = record(
            br#"{"text": "a", "url": "", "outlet_kind": "wire", "published": "2022-02-17T08:00:00+02:00", "authors": "N"}"#,
            "file.jsonl:3",
        )
        .unwrap();
        assert_eq!(record.reference, "file.jsonl:3");
        assert_eq!(record.facts.uri, None);
        assert_eq!(record.facts.outlet_kind, Some(OutletKind::Wire));
        assert_eq!(record.facts.authors, ["N"]);
        assert_eq!(record.facts.published.unwrap().at.rfc3339(), "2022-02-17T08:00:00+02:00");
    }

    #[test]
    fn faults_have_reasons() {
        assert_eq!(record(b"{\"text\": ", "x").unwrap_err().0, Reason::Malformed);
        assert_eq!(record(b"{\"text\": null}", "x").unwrap_err().0, Reason::NoText);
        assert_eq!(record(b"{\"text\": \"\xff\"}", "x").unwrap_err().0, Reason::NotText);
    }
}
