//! What holds for every input whatever: reading ends, repeats itself, and every character has its place in the original.
//! The fuzz targets use this file too.

use std::ops::ControlFlow;

use fogline::{
    acquire::{self, Body, Input, Limits, Options, Quarantined, Record, Source},
    span::Span,
};

/// Reads bytes in a format, or as recognised, and checks each record.
pub(crate) fn check(bytes: &[u8], input: Option<Input>, name: &str) {
    let limits = Limits { record: 1 << 20, unpacked: 8 << 20, ratio: 200, depth: 3 };
    let options = Options { input, limits, ..Options::default() };
    let read = || {
        let mut found: Vec<Result<Record, Quarantined>> = Vec::new();
        acquire::read(Source::Stream(name, Box::new(bytes)), &options, &mut |record| {
            found.push(record);
            ControlFlow::Continue(())
        });
        found
    };
    let found = read();
    for record in found.iter().flatten() {
        let (Body::Text { text, offsets } | Body::Html { html: text, offsets }) = &record.body;
        for (at, c) in text.char_indices().take(2000) {
            let source = offsets.source(Span::new(at, at + c.len_utf8())).expect("every character has a place");
            assert!(source.start < source.end && source.end <= record.original.len(), "{source:?}");
        }
        for media in &record.media {
            assert!(media.caption.is_none_or(|caption| text.get(caption.range()).is_some()));
        }
    }
    assert_eq!(found, read(), "the same bytes give the same records");
}
