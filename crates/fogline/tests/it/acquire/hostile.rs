//! Input that is damaged, or made to do harm: it is set aside with the reason, and the rest is read.

use std::io::{self, Read};

use fogline::acquire::{Limits, Number, Options, Reason};
use fogline::{acquire, document::Facts, outlets::Outlets};

use super::support::{bytes, gzip, is_html, limits, page, reader, text};

#[test]
fn a_line_of_two_gigabytes_is_passed_over_without_being_held() {
    let long = io::repeat(b'x').take(2 << 30);
    let lines = (&b"{\"text\": \"one\"}\n"[..]).chain(long).chain(&b"\n{\"text\": \"two\"}\n"[..]);
    let outcome = reader("long.jsonl", lines, &Options::default());
    assert_eq!(outcome.texts(), ["one", "two"]);
    assert_eq!(outcome.reasons(), [Reason::TooLarge]);
    assert_eq!((outcome.quarantined[0].number, outcome.quarantined[0].offset), (Some(Number::Line(2)), 16));
}

#[test]
fn a_file_longer_than_a_record_may_be_is_set_aside() {
    let small = limits(Limits { record: 100, ..Limits::default() });
    for (name, start) in
        [("a.txt", "Two were "), ("a.html", "<p>"), ("a.eml", "From: a\nTo: b\n\n"), ("a.json", "{\"a\": \"")]
    {
        let outcome = reader(name, start.as_bytes().chain(io::repeat(b'x').take(1 << 20)), &small);
        assert!(outcome.records.is_empty(), "{name}");
        assert!(matches!(outcome.reasons()[..], [Reason::TooLarge | Reason::Truncated]), "{name}");
    }
    let feed = format!("<rss><item>{}</item><item><title>Words</title></item></rss>", "x".repeat(200));
    let outcome = reader("feed", feed.as_bytes(), &small);
    assert_eq!((outcome.texts(), outcome.reasons()), (vec!["Words"], vec![Reason::TooLarge]));
    let archive = [page("a:1", "", &[b'x'; 200]), page("a:2", "", b"<p>x")].concat();
    let outcome = reader("a.warc", archive.as_slice(), &limits(Limits { record: 190, ..Limits::default() }));
    assert_eq!((outcome.texts(), outcome.reasons()), (vec!["<p>x"], vec![Reason::TooLarge]));
}

#[test]
fn a_broken_line_is_named_and_the_others_are_read() {
    let lines: String = (1..=10_000)
        .map(|n| if n == 7000 { "{\"text\": \"cut\n".into() } else { format!("{{\"text\": \"line {n}\"}}\n") })
        .collect();
    let outcome = bytes("a.jsonl", &lines);
    assert_eq!(outcome.records.len(), 9_999);
    let [fault] = &outcome.quarantined[..] else { panic!("one fault") };
    assert_eq!((fault.number, fault.reason), (Some(Number::Line(7000)), Reason::Malformed));
    assert!(lines.split_at(fault.offset as usize).1.starts_with("{\"text\": \"cut"));
    assert_eq!(outcome.records[6999].reference, "a.jsonl:7001");
}

#[test]
fn deeply_nested_input_costs_no_stack() {
    let page = format!("<html><body>{}<p>Two were hurt.", "<div>".repeat(100_000));
    let outcome = bytes("deep.html", &page);
    assert!(is_html(outcome.one()));
    assert_eq!(text(outcome.one()).len(), page.len());
    let json = format!("[{}", "{\"a\":[".repeat(100_000));
    assert_eq!(bytes("deep.json", json).reasons(), [Reason::Truncated]);
    let json = format!("[{}{}]", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(bytes("deep.json", json).reasons(), [Reason::Malformed]);
    let json = format!("{{\"text\": {}{}}}\n", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(bytes("deep.jsonl", json).reasons(), [Reason::NoText]);
    let feed = format!("<rss><item>{}Two</item></rss>", "<description>".repeat(100_000));
    assert_eq!(bytes("deep.xml", feed).records.len() + 1, 2);
    let chats = "{\"chats\":{\"list\":[".repeat(50_000);
    assert_eq!(bytes("deep.json", chats).reasons(), [Reason::Truncated]);
}

#[test]
fn documents_come_of_whatever_was_read() {
    for (name, input) in [
        ("a.html", format!("{}x{}", "<b>".repeat(2000), "</i>".repeat(2000))),
        ("a.txt", "x\0y".repeat(100)),
        ("a.jsonl", "{\"text\": \"\\ud800 \\u0000\"}".into()),
    ] {
        for record in bytes(name, input).records {
            let document = acquire::document(record, &Outlets::bundled(), &Facts::default());
            for segment in &document.segments {
                assert!(document.text.get(segment.span.range()).is_some());
            }
        }
    }
}

#[test]
fn zero_bytes_are_kept_in_text_and_refused_in_bulk() {
    let words = format!("{}\0 Two were hurt.", "Shelling was reported near the station. ".repeat(3));
    assert_eq!(text(bytes("a.txt", &words).one()), words);
    assert_eq!(bytes("a.txt", [0; 1000]).reasons(), [Reason::NotText]);
    let lines = format!("{{\"text\": \"{words}\"}}\n").replace('\0', "");
    let outcome = bytes("a.jsonl", format!("\0\0\0\n{lines}{lines}"));
    assert_eq!((outcome.records.len(), outcome.reasons()), (2, vec![Reason::Malformed]));
}

#[test]
fn nothing_and_white_space_are_empty() {
    for input in ["", "\n \n", "\u{feff}"] {
        assert_eq!(bytes("a.txt", input).reasons(), [Reason::Empty], "{input:?}");
    }
    assert_eq!(bytes("a.gz", gzip("")).reasons(), [Reason::Empty]);
}

#[test]
fn web_archives_are_taken_up_behind_damage() {
    let good = |n: u32| page(&format!("https://example.org/{n}"), "", format!("<p>{n}").as_bytes());
    let unmeasured = b"WARC/1.0\r\nWARC-Type: response\r\n\r\nwhatever\r\n".to_vec();
    let archive = [good(1), b"rubbish\nrubbish\n".to_vec(), good(2), unmeasured, good(3), good(4)].concat();
    let outcome = bytes("a.warc", &archive[..archive.len() - 10]);
    assert_eq!(outcome.texts(), ["<p>1", "<p>2", "<p>3"]);
    assert_eq!(outcome.reasons(), [Reason::Malformed, Reason::Malformed, Reason::Truncated]);
    let mut damaged = gzip(good(2));
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0xff;
    damaged[middle + 1] ^= 0xff;
    let members = [gzip(good(1)), damaged, gzip(good(3))].concat();
    let outcome = bytes("a.warc.gz", members);
    assert_eq!((outcome.texts().first(), outcome.texts().last()), (Some(&"<p>1"), Some(&"<p>3")));
    assert!(!outcome.quarantined.is_empty());
}

#[test]
fn a_response_that_is_whole_is_read_from_a_record_that_is_not() {
    for (length, expected) in [(7, &[][..]), (30, &[Reason::Truncated])] {
        let archive = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: 500\r\n\r\n\
             HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n<p>One."
        );
        let outcome = bytes("a.warc", archive);
        assert_eq!(outcome.reasons(), expected);
        assert_eq!(outcome.records.is_empty(), !expected.is_empty());
    }
}

#[test]
fn an_error_of_the_system_ends_its_file_only() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let outcome = reader("a.jsonl", (&b"{\"text\": \"x\"}\n{\"te"[..]).chain(Failing), &Options::default());
    assert_eq!((outcome.texts(), outcome.reasons()), (vec!["x"], vec![Reason::Io]));
    assert_eq!(outcome.quarantined[0].number, Some(Number::Line(2)));
    assert_eq!(reader("a.txt", Failing, &Options::default()).reasons(), [Reason::Io]);
}
