//! One record of JSON: an object with `text` or `html` and what is known of it.

use serde::Deserialize;
use serde_json::{Value, error::Category, value::RawValue};

use super::{Body, Reason, Record, dates, fields, stream::Fault};
use crate::{document::Facts, offsets::OffsetMap};

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
    let fields: Fields = object(text).map_err(|fault| (fault.reason, fault.detail))?;
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
    let mut unusable = Vec::new();
    let seconds = fields.published.as_ref().and_then(Value::as_i64).and_then(dates::unix);
    let facts = Facts {
        uri: known(fields.url),
        title: known(fields.title),
        outlet: known(fields.outlet),
        outlet_kind: known(fields.outlet_kind).and_then(|name| fields::outlet_kind(name, &mut unusable)),
        side: known(fields.side),
        authors: match fields.authors {
            Some(Value::Array(names)) => names.into_iter().filter_map(|name| known(Some(name))).collect(),
            name => known(name).into_iter().collect(),
        },
        published: match seconds {
            Some(at) => Some(fields::by_field(at)),
            None => known(fields.published).and_then(|date| fields::published(date, &mut unusable)),
        },
        lang: known(fields.lang).and_then(|code| fields::lang(code, &mut unusable)),
    };
    let reference = name(fields.id).unwrap_or_else(|| place.to_owned());
    Ok(Record { facts, unusable, ..Record::new(reference, original, body) })
}

/// Reads an object, or says in the words of the format what is wrong with it.
pub(super) fn object<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, Fault> {
    let malformed = |detail: String| Fault::new(Reason::Malformed, detail);
    let is = match text.trim_start().bytes().next() {
        Some(b'[') => "a list",
        Some(b'"') => "a string",
        Some(b'-' | b'0'..=b'9') => "a number",
        Some(b't' | b'f') => "true or false",
        Some(b'n') => "null",
        _ => "",
    };
    if !is.is_empty() && serde_json::from_str::<&RawValue>(text).is_ok() {
        return Err(malformed(format!("{is} stands where an object should")));
    }
    serde_json::from_str(text).map_err(|error| {
        let before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let at = (before + error.column()).saturating_sub(1);
        match error.classify() {
            Category::Eof => malformed("its brackets or quotes are not closed".to_owned()),
            Category::Data => {
                malformed(format!("a field that ends at byte {at} of it is not of its kind, or is there twice"))
            }
            _ => malformed(format!("broken JSON at byte {at} of it")),
        }
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
    use crate::{document::OutletKind, span::Span};

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
        let of_people = super::record(br#"{"text": "a", "published": "17 Feb 2022", "lang": "de"}"#, "x").unwrap();
        assert_eq!(of_people.facts.published.unwrap().at.rfc3339(), "2022-02-17");
        assert!(of_people.unusable.is_empty());
    }

    #[test]
    fn what_cannot_be_used_is_noted() {
        let line = br#"{"text": "a", "published": "soon", "lang": "English", "outlet_kind": "paper", "title": ""}"#;
        let record = record(line, "x").unwrap();
        let noted: Vec<_> = record.unusable.iter().map(|unusable| (unusable.field, unusable.value.as_str())).collect();
        assert_eq!(noted, [("outlet_kind", "paper"), ("published", "soon"), ("lang", "English")]);
        assert_eq!((record.facts.published, record.facts.lang, record.facts.outlet_kind), (None, None, None));
    }

    #[test]
    fn faults_have_reasons() {
        assert_eq!(record(b"{\"text\": ", "x").unwrap_err().0, Reason::Malformed);
        assert_eq!(record(b"{\"text\": null}", "x").unwrap_err().0, Reason::NoText);
        assert_eq!(record(b"{\"text\": \"\xff\"}", "x").unwrap_err().0, Reason::NotText);
        for (line, detail) in [
            ("[1, 2, 3]", "a list stands where an object should"),
            ("\"a\"", "a string stands where an object should"),
            ("{\"text\": \"a\" 5}", "broken JSON at byte 13 of it"),
            ("{\"text\": \"a", "its brackets or quotes are not closed"),
            (
                "{\"text\": \"a\", \"text\": \"b\"}",
                "a field that ends at byte 19 of it is not of its kind, or is there twice",
            ),
        ] {
            assert_eq!(record(line.as_bytes(), "x").unwrap_err().1, detail);
        }
    }
}
