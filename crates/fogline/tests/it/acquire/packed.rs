//! What is packed: members within members, damage, bombs, locks, names that lead elsewhere.

use std::io::{self, Read, Write};

use fogline::acquire::{Limits, Reason};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::support::{bytes, gzip, limits, path, reader, text, zip};

const LINES: &str = "{\"text\": \"one\"}\n{\"text\": \"two\"}\n";

#[test]
fn archives_are_seen_through_in_any_order() {
    let zstd = zstd::encode_all(LINES.as_bytes(), 3).unwrap();
    for packed in [
        gzip(LINES),
        zstd.clone(),
        gzip(gzip(LINES)),
        zip(&[("a.jsonl", LINES.as_bytes())]),
        zip(&[("b.zip", &zip(&[("a.jsonl.gz", &gzip(LINES))]))]),
        gzip(zip(&[("a.jsonl.zst", &zstd)])),
        [gzip("{\"text\": \"one\"}\n"), gzip("{\"text\": \"two\"}\n"), vec![0; 512]].concat(),
    ] {
        assert_eq!(bytes("packed", packed).texts(), ["one", "two"]);
    }
    let outcome = bytes("a.zip", zip(&[("x/b.txt", b"Two were hurt."), ("x/a.html", b"<p>x"), ("x/.hidden", b"x")]));
    let names: Vec<_> = outcome.records.iter().map(|record| record.reference.as_str()).collect();
    assert_eq!(names, ["a.zip!/x/b.txt", "a.zip!/x/a.html"]);
}

#[test]
fn a_file_that_is_a_zip_is_read_like_a_stream() {
    let folder = tempfile::tempdir().unwrap();
    let name = folder.path().join("a.zip");
    std::fs::write(&name, zip(&[("a.jsonl", LINES.as_bytes())])).unwrap();
    assert_eq!(path(&name).texts(), ["one", "two"]);
    std::fs::write(&name, &zip(&[("a.jsonl", LINES.as_bytes())])[..60]).unwrap();
    assert_eq!(path(&name).reasons(), [Reason::Truncated]);
}

#[test]
fn what_is_cut_gives_what_came_before() {
    // Lines that pack badly, so that the first of them come out of half the file.
    let lines: String = (0..20_000_u64)
        .map(|n| format!("{{\"text\": \"{:x}\"}}\n", n.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(17)))
        .collect();
    for packed in [gzip(&lines), zstd::encode_all(lines.as_bytes(), 3).unwrap()] {
        let outcome = bytes("a.jsonl", &packed[..packed.len() / 2]);
        assert!(outcome.records.len() > 1000);
        assert_eq!(outcome.reasons(), [Reason::Truncated]);
    }
    let text = gzip("Two were hurt near the station. ".repeat(100));
    assert_eq!(bytes("a.txt.gz", &text[..text.len() - 9]).reasons(), [Reason::Truncated]);
    let archive = zip(&[("a.txt", b"Two were hurt.")]);
    for cut in [30, archive.len() / 2, archive.len() - 5] {
        assert_eq!(bytes("a.zip", &archive[..cut]).reasons(), [Reason::Truncated], "{cut}");
    }
}

#[test]
fn damage_is_told_from_a_cut() {
    let mut damaged = gzip("Two were hurt near the station, the administration said on Thursday.");
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0x55;
    assert_eq!(bytes("a.txt.gz", &damaged).reasons(), [Reason::Malformed]);
    let mut archive =
        zip(&[("a.txt", b"Two were hurt near the station, they said on Thursday."), ("b.txt", b"Again.")]);
    archive[50] ^= 0x55;
    let outcome = bytes("a.zip", &archive);
    assert_eq!(outcome.texts(), ["Again."]);
    assert_eq!(outcome.reasons(), [Reason::Malformed]);
}

#[test]
fn bombs_are_stopped_by_their_ratio() {
    let zeros = vec![b' '; 8 << 20];
    let strict = limits(Limits { ratio: 50, ..Limits::default() });
    for packed in [gzip(&zeros), zstd::encode_all(zeros.as_slice(), 3).unwrap(), zip(&[("a.txt", &zeros)])] {
        assert_eq!(reader("bomb", packed.as_slice(), &strict).reasons(), [Reason::Bomb]);
    }
    let mild = limits(Limits { ratio: 100_000, ..Limits::default() });
    assert_eq!(reader("no bomb", gzip(&zeros).as_slice(), &mild).reasons(), [Reason::Empty]);
}

#[test]
fn bombs_are_stopped_by_their_size() {
    let strict = limits(Limits { unpacked: 1 << 20, ..Limits::default() });
    let lines = "{\"text\": \"x\"}\n".repeat(100_000);
    let outcome = reader("bomb.gz", gzip(&lines).as_slice(), &strict);
    assert_eq!(outcome.reasons(), [Reason::Bomb]);
    assert!(outcome.records.len() > 10_000);
    // Many members that are harmless alone.
    let members: Vec<(String, Vec<u8>)> = (0..20).map(|n| (format!("{n}.txt"), vec![b'x'; 100_000])).collect();
    let members: Vec<(&str, &[u8])> = members.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let outcome = reader("bomb.zip", zip(&members).as_slice(), &strict);
    assert_eq!(outcome.records.len(), 10);
    assert_eq!(outcome.reasons(), [Reason::Bomb]);
    // Packed in each other, so that none grows much.
    let nested = zip(&[("a.zip", &zip(&[("b.zip", &zip(&[("c.txt", &vec![b'x'; 1 << 20])]))]))]);
    assert_eq!(reader("bomb.zip", nested.as_slice(), &strict).reasons(), [Reason::Bomb]);
}

#[test]
fn archives_within_archives_have_a_limit() {
    let mut nested = b"Two were hurt.".to_vec();
    for _ in 0..4 {
        nested = gzip(nested);
    }
    assert_eq!(bytes("a", &nested).texts(), ["Two were hurt."]);
    assert_eq!(bytes("a", gzip(&nested)).reasons(), [Reason::TooDeep]);
    assert_eq!(bytes("a", zip(&[("a.gz", &nested)])).reasons(), [Reason::TooDeep]);
    let shallow = limits(Limits { depth: 0, ..Limits::default() });
    assert_eq!(reader("a.zip", zip(&[("a.txt", b"x")]).as_slice(), &shallow).reasons(), [Reason::TooDeep]);
}

#[test]
fn locked_members_are_set_aside_and_the_others_read() {
    let mut archive = ZipWriter::new(io::Cursor::new(Vec::new()));
    archive.start_file("open.txt", SimpleFileOptions::default()).unwrap();
    archive.write_all(b"Two were hurt.").unwrap();
    let mut archive = archive.finish().unwrap().into_inner();
    let outcome = bytes("a.zip", &archive);
    assert_eq!(outcome.texts(), ["Two were hurt."]);
    // The flag of encryption, in the member's header and in the list of members.
    archive[6] |= 1;
    let listed = archive.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    archive[listed + 8] |= 1;
    let outcome = bytes("a.zip", &archive);
    assert_eq!(outcome.reasons(), [Reason::Encrypted]);
    assert_eq!(outcome.quarantined[0].path, "a.zip!/open.txt");
}

#[test]
fn names_that_lead_elsewhere_are_names_and_nothing_more() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("in");
    std::fs::create_dir(&inner).unwrap();
    let file = inner.join("a.zip");
    let members: [(&str, &[u8]); 3] =
        [("../../escaped.txt", b"One."), ("/etc/passwd", b"Two."), ("a\\..\\..\\b.txt", b"Three.")];
    std::fs::write(&file, zip(&members)).unwrap();
    let outcome = path(&file);
    assert_eq!(outcome.texts(), ["One.", "Two.", "Three."]);
    assert!(outcome.records[0].reference.ends_with("a.zip!/../../escaped.txt"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(std::fs::read_dir(&inner).unwrap().count(), 1);
}

#[test]
fn office_documents_are_no_archives_of_reports() {
    let document = zip(&[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]);
    assert_eq!(bytes("a.docx", document).reasons(), [Reason::UnknownFormat]);
}

#[test]
fn a_whole_export_is_read_without_its_media() {
    let export = br#"{"name": "S", "type": "public_channel", "id": 1, "messages": [
        {"id": 1, "type": "message", "date": "2022-02-17T09:05:00", "photo": "photos/1.jpg", "text": "One."}]}"#;
    let packed =
        zip(&[("x/photos/1.jpg", b"\xff\xd8\xff\xe0"), ("x/result.json", export), ("x/messages.html", b"<p>")]);
    let outcome = bytes("a.zip", packed);
    assert_eq!(text(outcome.one()), "One.");
}

#[test]
fn the_limit_of_a_stream_holds_for_a_zip_within_it() {
    let endless = (&b"PK\x03\x04"[..]).chain(io::repeat(0).take(4 << 20));
    let strict = limits(Limits { unpacked: 1 << 20, ..Limits::default() });
    assert_eq!(reader("a.zip", endless, &strict).reasons(), [Reason::Bomb]);
}
