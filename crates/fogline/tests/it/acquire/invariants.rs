//! Any bytes and pieces of formats, read in every format.

use fogline::acquire::Input;
use proptest::prelude::*;

use super::check::check;

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
