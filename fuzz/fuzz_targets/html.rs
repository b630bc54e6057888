//! Any text is a page: its segments are in order and cover its text, and every word leads back to the source.

#![no_main]

use fogline::{
    acquire::{Body, Record, document},
    document::Facts,
    offsets::OffsetMap,
    outlets::Outlets,
    span::Span,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let html = String::from_utf8_lossy(data).into_owned();
    let offsets = OffsetMap::identity(html.len(), 0);
    let body = Body::Html { html: html.clone(), offsets };
    let record = Record::new(String::new(), html.as_bytes(), body);
    let doc = document(record, &Outlets::bundled(), &Facts::default());
    let mut at = 0;
    for segment in &doc.segments {
        assert!(segment.span.start >= at && segment.span.end > segment.span.start);
        assert!(doc.text.get(at..segment.span.start).expect("between characters").trim().is_empty());
        at = segment.span.end;
    }
    assert!(doc.text.get(at..).expect("between characters").trim().is_empty());
    for (start, c) in doc.text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let source = doc.offsets.source(Span::new(start, start + c.len_utf8())).expect("a source");
        assert!(html.get(source.range()).is_some());
    }
});
