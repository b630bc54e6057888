//! For the readers of reports: what must hold, and first inputs.

use std::io::{Cursor, Write};

use flate2::{Compression, write::GzEncoder};
use fogline::acquire::Input;
use zip::{ZipWriter, write::SimpleFileOptions};

#[path = "../../crates/fogline/tests/it/acquire/check.rs"]
mod invariants;

/// Reads bytes in a format, or as recognised, and checks what comes out.
pub fn check(bytes: &[u8], input: Option<Input>) {
    invariants::check(bytes, input, "input");
}

/// First inputs: the target, a name, the bytes.
pub const SEEDS: [(&str, &str, &[u8]); 12] = [
    ("text", "words", "Двоє поранені. Two were hurt.".as_bytes()),
    ("text", "windows-1251", b"\xc2 \xf1\xf0\xe5\xe4\xf3 \xe2\xe5\xf7\xe5\xf0\xee\xec"),
    ("html", "labelled", b"<!doctype html><meta charset=koi8-r><p>\xf7\xfe\xe5\xf2\xe1"),
    ("jsonl", "lines", b"{\"text\": \"a\\n\\u0434\", \"id\": 1}\n\n{\"html\": \"<p>x\", \"published\": \"2022-02-17\"}\n{\"text\": 1}"),
    ("json", "records", b"{\"records\": [{\"text\": \"a\"}, {\"html\": \"b\", \"authors\": [\"c\"]}, 5]} [{\"text\": \"x\"}]"),
    ("csv", "quotes", b"id;text;published\n1;\"a;\"\"b\"\"\nc\";2022-02-17\n2;d;\n"),
    (
        "telegram",
        "channel",
        b"{\"name\": \"S\", \"type\": \"public_channel\", \"id\": 1, \"messages\": [{\"id\": 1, \"type\": \"service\"}, \
          {\"id\": 2, \"type\": \"message\", \"date_unixtime\": \"1645081500\", \"edited\": \"2022-02-17T09:05:00\", \
          \"forwarded_from\": \"O\", \"photo\": \"p.jpg\", \"text\": [\"a\", {\"type\": \"bold\", \"text\": \"b\"}]}]}",
    ),
    (
        "feed",
        "rss",
        b"<?xml version='1.0'?><rss><channel><title>S</title><item><title>T</title><link>http://a</link><description>\
          &lt;p&gt;x&#1080;</description><content:encoded><![CDATA[<p>y]]></content:encoded><pubDate>Thu, 17 Feb 2022 \
          07:05:00 GMT</pubDate><enclosure url='u' type='image/png'/></item></channel></rss>",
    ),
    ("feed", "atom", b"<feed><title>S</title><entry><id>1</id><link href='a'/><content type='xhtml'><div>x</div></content></entry></feed>"),
    (
        "warc",
        "pages",
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2022-02-17T07:05:00Z\r\nContent-Type: application/http\r\n\
          Content-Length: 82\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<p>x\r\n0\r\n\r\n\r\n\r\n\
          WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n",
    ),
    (
        "warc",
        "arc",
        b"filedesc://a 0.0.0.0 20140216050221 text/plain 75\n1 0 x\nURL IP-address Archive-date Content-type Archive-length\n\
          http://a/ 0.0.0.0 20140216050221 text/html 4\n<p>x\n",
    ),
    (
        "email",
        "parts",
        b"From: a <a@b>\nSubject: =?utf-8?B?0Yc=?=\nDate: Thu, 17 Feb 2022 09:05:00 +0200\nMIME-Version: 1.0\n\
          Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n\
          Content-Transfer-Encoding: quoted-printable\n\n<p>=D1=87=\n x\n--b\nContent-Type: text/plain\n\
          Content-Transfer-Encoding: base64\n\neHl6\n--b--\n",
    ),
];

/// An archive with one place overwritten: the first bytes say how it is packed, where and with what.
pub fn damaged(data: &[u8]) -> Vec<u8> {
    let Some(([how, high, low, with], content)) = data.split_first_chunk::<4>() else { return Vec::new() };
    let mut packed = match how % 6 {
        0 => gzip(content),
        1 => zip(content),
        2 => zstd::encode_all(content, 1).unwrap_or_default(),
        3 => zip(&gzip(content)),
        4 => [gzip(content), gzip(content)].concat(),
        _ => return content.to_vec(),
    };
    let at = usize::from(u16::from_be_bytes([*high, *low]));
    if let Some(byte) = packed.get_mut(at) {
        *byte ^= with;
    }
    packed
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

fn zip(bytes: &[u8]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("a", SimpleFileOptions::default()).expect("memory");
    archive.write_all(bytes).expect("memory");
    archive.finish().expect("memory").into_inner()
}
