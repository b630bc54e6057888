//! Responses of servers as web archives keep them: what is a page or plain text becomes a record.

use std::io::{self, Read};

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::{
    Body, Limits, Reason, Record, archives, charset, open,
    out::{At, Flow, Out, Place, Skipped},
    stream::Fault,
};
use crate::{
    document::{Facts, Published, PublishedBasis},
    time::Moment,
};

/// Names, in small letters, and values, in the order they stand.
#[derive(Debug, Default)]
pub(super) struct Headers(Vec<(String, String)>);

impl Headers {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Adds a line: a field, or more of the one before.
    pub(super) fn line(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        let words = line.trim();
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = self.0.last_mut() {
                value.push(' ');
                value.push_str(words);
            }
        } else if let Some((name, value)) = words.split_once(':') {
            self.0.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
}

/// What an archive says of something it captured.
pub(super) struct Capture {
    pub(super) reference: String,
    pub(super) uri: Option<String>,
    pub(super) captured: Option<Moment>,
}

/// Reads a response: its status, its fields and what it carries.
pub(super) fn response(block: &[u8], capture: Capture, place: &Place, at: At, out: &mut Out<'_>) -> Flow {
    let (status, headers, body) = parts(block);
    match status {
        Some(200..=299) => {}
        Some(_) => {
            out.skip(Skipped::Status);
            return Flow::Continue(());
        }
        None => return out.quarantine(place, at, Reason::Malformed, "a response without a status line"),
    }
    let media = headers.get("content-type").unwrap_or_default();
    if let Kind::Other = kind(media, body) {
        // Pictures are not unpacked only to be passed over.
        if !media.is_empty() {
            out.skip(Skipped::ContentType);
            return Flow::Continue(());
        }
    }
    match carried(&headers, body, out.limits()) {
        Ok(bytes) => payload(&bytes, media, capture, place, at, out),
        Err(fault) => out.fault(place, at, fault),
    }
}

/// Makes a record of a page or a text.
pub(super) fn payload(bytes: &[u8], media: &str, capture: Capture, place: &Place, at: At, out: &mut Out<'_>) -> Flow {
    let html = match kind(media, bytes) {
        Kind::Page => true,
        Kind::Text => false,
        Kind::Other => {
            out.skip(Skipped::ContentType);
            return Flow::Continue(());
        }
    };
    let label = charset::assigned(&media.to_ascii_lowercase(), "charset");
    let body: Body = match open::body(bytes, label.as_deref(), html) {
        Ok(body) => body,
        Err(Fault { reason: Reason::Empty, .. }) => {
            out.skip(Skipped::NoWords);
            return Flow::Continue(());
        }
        Err(fault) => return out.fault(place, at, fault),
    };
    let published = capture.captured.map(|at| Published { at, basis: PublishedBasis::Capture });
    let facts = Facts { uri: capture.uri, published, ..Facts::default() };
    out.record(Record { facts, ..Record::new(capture.reference, bytes, body) })
}

enum Kind {
    Page,
    Text,
    Other,
}

fn kind(media: &str, bytes: &[u8]) -> Kind {
    match media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "text/html" | "application/xhtml+xml" => Kind::Page,
        "text/plain" => Kind::Text,
        "" | "no-type" | "unk" | "content/unknown" | "application/octet-stream" if open::looks_like_page(bytes) => {
            Kind::Page
        }
        "" | "no-type" if open::looks_like_text(bytes) => Kind::Text,
        _ => Kind::Other,
    }
}

/// Status, fields and the bytes behind the empty line.
fn parts(block: &[u8]) -> (Option<u16>, Headers, &[u8]) {
    let mut headers = Headers::default();
    let mut lines = block.split_inclusive(|b| *b == b'\n');
    let first = lines.next().unwrap_or_default();
    let status = first
        .strip_prefix(b"HTTP/")
        .and_then(|rest| std::str::from_utf8(rest).ok())
        .and_then(|rest| rest.split_whitespace().nth(1)?.parse().ok());
    let mut length = first.len();
    for line in lines {
        length += line.len();
        if line.trim_ascii().is_empty() {
            break;
        }
        headers.line(line);
    }
    (status, headers, block.get(length..).unwrap_or_default())
}

/// Whether a response has as many bytes as it says.
pub(super) fn is_whole(block: &[u8]) -> bool {
    let (status, headers, body) = parts(block);
    let length = headers.get("content-length").and_then(|length| length.parse::<usize>().ok());
    status.is_some() && length.is_some_and(|length| body.len() >= length)
}

/// What a response carries, without the codings it travelled in. Archives often keep a body without the coding that its
/// fields still name.
fn carried(headers: &Headers, body: &[u8], limits: Limits) -> Result<Vec<u8>, Fault> {
    let chunked =
        headers.get("transfer-encoding").is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked"));
    let mut bytes = if chunked { unchunked(body)? } else { body.to_vec() };
    let codings = headers.get("content-encoding").unwrap_or_default().to_ascii_lowercase();
    for coding in codings.split(',').rev().map(str::trim) {
        bytes = match (coding, bytes.as_slice()) {
            ("gzip" | "x-gzip", [0x1f, 0x8b, ..]) => unpacked(MultiGzDecoder::new(bytes.as_slice()), &bytes, limits)?,
            ("deflate", [0x78, ..]) => unpacked(ZlibDecoder::new(bytes.as_slice()), &bytes, limits)?,
            ("deflate", _) => match unpacked(DeflateDecoder::new(bytes.as_slice()), &bytes, limits) {
                Err(fault) if fault.reason == Reason::Malformed => bytes,
                unpacked => unpacked?,
            },
            ("zstd", [0x28, 0xb5, 0x2f, 0xfd, ..]) => {
                let decoder = zstd::stream::read::Decoder::with_buffer(bytes.as_slice())?;
                unpacked(decoder, &bytes, limits)?
            }
            ("br", _) if !open::looks_like_page(&bytes) => {
                return Err(Fault::new(Reason::UnknownFormat, "packed by Brotli, which is not read"));
            }
            _ => bytes,
        };
    }
    Ok(bytes)
}

fn unpacked(decoder: impl Read, packed: &[u8], limits: Limits) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let mut blocks = decoder.take(limits.record.saturating_add(1));
    loop {
        let read = io::copy(&mut blocks.by_ref().take(1 << 20), &mut bytes)?;
        let length = bytes.len() as u64;
        archives::check(limits, length, packed.len() as u64, length)?;
        if length > limits.record {
            return Err(Fault::too_large(limits.record));
        }
        if read == 0 {
            return Ok(bytes);
        }
    }
}

/// Joins chunks, each behind its length in hexadecimal. A body that does not begin with one is no chunked body.
fn unchunked(body: &[u8]) -> Result<Vec<u8>, Fault> {
    let (mut bytes, mut rest) = (Vec::with_capacity(body.len()), body);
    loop {
        let end = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
        let (line, behind) = (rest.get(..end).unwrap_or_default(), rest.get(end + 1..).unwrap_or_default());
        let digits = line.split(|b| *b == b';').next().unwrap_or_default().trim_ascii();
        let length = std::str::from_utf8(digits).ok().and_then(|digits| usize::from_str_radix(digits, 16).ok());
        match length {
            Some(0) => return Ok(bytes),
            Some(length) => {
                let chunk = behind.get(..length);
                bytes.extend_from_slice(chunk.unwrap_or(behind));
                rest = match chunk {
                    Some(_) => behind.get(length..).unwrap_or_default(),
                    None => return Err(Fault::new(Reason::Truncated, "ends within a chunk")),
                };
                rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
            }
            None if bytes.is_empty() => return Ok(body.to_vec()),
            None if rest.is_empty() => return Ok(bytes),
            None => return Err(Fault::new(Reason::Malformed, "a chunk without its length")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn carried_by(fields: &str, body: &[u8]) -> Result<Vec<u8>, Reason> {
        let block = [format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n").as_bytes(), body].concat();
        let (status, headers, body) = parts(&block);
        assert_eq!(status, Some(200));
        carried(&headers, body, Limits::default()).map_err(|fault| fault.reason)
    }

    #[test]
    fn codings_are_taken_off() {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(b"<p>Two were hurt").unwrap();
        let packed = packed.finish().unwrap();
        assert_eq!(carried_by("Content-Encoding: gzip", &packed).unwrap(), b"<p>Two were hurt");
        assert_eq!(carried_by("Content-Encoding: gzip", &packed[..30]), Err(Reason::Truncated));
        assert_eq!(carried_by("Content-Encoding: gzip", b"<p>plain").unwrap(), b"<p>plain");
        assert_eq!(carried_by("Content-Encoding: br", b"\x0b\x02"), Err(Reason::UnknownFormat));
        let chunked = [format!("{:x};x=1\r\n", packed.len()).as_bytes(), &packed, b"\r\n0\r\n\r\n"].concat();
        let fields = "Transfer-Encoding: chunked\r\nContent-Encoding: gzip";
        assert_eq!(carried_by(fields, &chunked).unwrap(), b"<p>Two were hurt");
    }

    #[test]
    fn chunks_are_joined_as_far_as_they_are_chunks() {
        let chunked = |body: &[u8]| carried_by("Transfer-Encoding: chunked", body);
        assert_eq!(chunked(b"3\r\nTwo\r\n5\r\n were\r\n0\r\n\r\n").unwrap(), b"Two were");
        assert_eq!(chunked(b"Two were").unwrap(), b"Two were");
        assert_eq!(chunked(b"3\r\nTwo\r\n50\r\n were"), Err(Reason::Truncated));
        assert_eq!(chunked(b"3\r\nTwo\r\nzz\r\n"), Err(Reason::Malformed));
    }

    #[test]
    fn fields_may_be_folded() {
        let (status, headers, body) = parts(b"HTTP/1.0 404 Not Found\nA: b\n  c\nD:e\n\nrest\n\n");
        assert_eq!((status, headers.get("a"), headers.get("d")), (Some(404), Some("b c"), Some("e")));
        assert_eq!(body, b"rest\n\n");
    }
}
