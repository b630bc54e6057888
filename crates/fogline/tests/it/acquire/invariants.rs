//! What holds for every input whatever: reading ends, repeats itself, and every character has its place in the original.

use std::ops::ControlFlow;

use fogline::{
    acquire::{self, Body, Input, Limits, Options, Quarantined, Record, Source},
    span::Span,
};
use proptest::prelude::*;

/// Reads bytes in a format, or as recognised, and checks each record. Fuzz targets call this too.
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

const INPUTS: [Option<Input>; 11] = [
    None,
    Some(Input::Text),
    Some(Input::Markdown),
    Some(Input::Html),
    Some(Input::Jsonl),
    Some(Input::Json),
    Some(Input::Csv),
    Some(Input::Telegram),
    Some(Input::Feed),
    Some(Input::Warc),
    Some(Input::Email),
];

proptest! {
    #[test]
    fn any_bytes_are_read_in_every_format(bytes in proptest::collection::vec(any::<u8>(), 0..400), input in 0..11_usize) {
        check(&bytes, INPUTS[input], "x");
    }

    #[test]
    fn pieces_of_formats_are_read_in_every_format(
        pieces in proptest::collection::vec(
            prop_oneof![
                "[a-zа-я \\n\\r\\t\",;:<>\\[\\]{}]{0,12}",
                Just("{\"text\": \"a\"}".to_owned()),
                Just("{\"messages\": [".to_owned()),
                Just("{\"id\": 1, \"text\": [\"a\", {\"text\": \"b\"}]}".to_owned()),
                Just("<item><title>".to_owned()),
                Just("</title></item>".to_owned()),
                Just("<![CDATA[".to_owned()),
                Just("&#1080;&amp;".to_owned()),
                Just("WARC/1.0\r\nContent-Length: 5\r\n\r\n".to_owned()),
                Just("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".to_owned()),
                Just("From: a\nSubject: b\nContent-Transfer-Encoding: base64\n\n".to_owned()),
                Just("text,html,id\n".to_owned()),
            ],
            0..12
        ),
        input in 0..11_usize
    ) {
        check(pieces.concat().as_bytes(), INPUTS[input], "x");
    }
}
