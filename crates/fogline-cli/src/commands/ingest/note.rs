//! A note or a call as a record of its own.

use fogline::{
    acquire::{Body, Record, dates},
    document::{Facts, Published, PublishedBasis},
    offsets::OffsetMap,
};
use jiff::Timestamp;
use serde_json::json;

/// The record: its original bytes are a line of JSON, so that the same words at another time are another note.
pub(crate) fn record(text: &str, by: &str, now: Timestamp) -> Record {
    let at = now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let original = json!({ "text": text, "authors": [by], "published": at, "kind": "note" }).to_string();
    let body = Body::Text { text: text.to_owned(), offsets: OffsetMap::default() };
    let mut record = Record::new(format!("note {at}"), original.into_bytes(), body);
    record.facts = Facts {
        authors: vec![by.to_owned()],
        published: dates::moment(&at).map(|at| Published { at, basis: PublishedBasis::RecordField }),
        ..Facts::default()
    };
    record
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_has_its_hour_and_its_author() {
        let note = record("Two \"shells\" fell.", "A. Monitor", "2022-02-17T10:00:00.5Z".parse().unwrap());
        assert_eq!(note.reference, "note 2022-02-17T10:00:00Z");
        assert_eq!(note.facts.published.unwrap().at.rfc3339(), "2022-02-17T10:00:00+00:00");
        assert_eq!(note.facts.authors, ["A. Monitor"]);
        let original: serde_json::Value = serde_json::from_slice(&note.original).unwrap();
        assert_eq!(original["text"], "Two \"shells\" fell.");
    }
}
