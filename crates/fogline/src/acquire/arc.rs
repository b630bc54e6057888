//! ARC, the older form of web archives: a line that describes a capture, then its bytes.

use super::{
    Reason,
    http::{self, Capture},
    out::{At, Flow, Out, Place, Skipped},
    stream::{Fault, Stream},
    warc,
};

const LONGEST_LINE: u64 = 1 << 16;
/// Fields of a line in version 1: address, IP, date, type, length.
const FIELDS: usize = 5;

/// A line that describes a capture.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    uri: String,
    date: String,
    media: String,
    length: Option<u64>,
}

pub(super) fn read(stream: &mut Stream<'_>, place: &Place, out: &mut Out<'_>) -> Flow {
    let (mut number, mut fields, mut stuck) = (0, FIELDS, None);
    loop {
        number += 1;
        if let Err(error) = warc::blank_lines(stream) {
            out.fault(place, At::new(stream.position(), number), error)?;
        }
        let at = At::new(stream.position(), number);
        match record(stream, place, at, out, &mut fields) {
            Ok(Some(flow)) => flow?,
            Ok(None) => return Flow::Continue(()),
            Err(fault) => {
                let hopeless = matches!(fault.reason, Reason::Bomb | Reason::Io);
                out.fault(place, at, fault)?;
                if hopeless || stuck.replace(stream.position()) == Some(stream.position()) {
                    return Flow::Continue(());
                }
            }
        }
    }
}

fn record(
    stream: &mut Stream<'_>,
    place: &Place,
    at: At,
    out: &mut Out<'_>,
    fields: &mut usize,
) -> Result<Option<Flow>, Fault> {
    let mut bytes = Vec::new();
    if stream.line(LONGEST_LINE, &mut bytes)?.is_none() {
        return Ok(None);
    }
    let described = line(&bytes, *fields);
    let Some(Line { uri, date, media, length: Some(length) }) = described else {
        let passed = bytes.len() as u64 + resume(stream, *fields)?;
        let what = if described.is_some() { "a capture without its length" } else { "no capture" };
        return Err(Fault::new(Reason::Malformed, format!("{what} in {passed} bytes")));
    };
    let limit = out.limits().record;
    if length > limit {
        stream.skip(length)?;
        return Err(Fault::too_large(limit));
    }
    let block = warc::block(stream, length)?;
    if uri.starts_with("filedesc://") {
        // Its last line names the fields of the lines that follow.
        let names = block.trim_ascii().rsplit(|b| *b == b'\n').next().unwrap_or_default();
        let count = names.split(u8::is_ascii_whitespace).filter(|name| !name.is_empty()).count();
        *fields = count.clamp(FIELDS, 2 * FIELDS);
        out.skip(Skipped::ArchiveRecord);
        return Ok(Some(Flow::Continue(())));
    }
    let capture = Capture { reference: place.numbered(at.ordinal()), captured: warc::captured(&date), uri: Some(uri) };
    Ok(Some(if block.starts_with(b"HTTP/") {
        http::response(&block, capture, place, at, out)
    } else {
        http::payload(&block, &media, capture, place, at, out)
    }))
}

/// Reads the fields from the right, since addresses may hold spaces.
fn line(bytes: &[u8], fields: usize) -> Option<Line> {
    let text = String::from_utf8_lossy(bytes);
    let mut words = text.trim_end().rsplitn(fields, ' ');
    let length = words.next()?;
    // Version 2 has more between type and length.
    let mut words = words.skip(fields - FIELDS);
    let (media, date, _address) = (words.next()?, words.next()?, words.next()?);
    let uri = words.next()?;
    let is_date = date.len() >= 14 && date.bytes().all(|b| b.is_ascii_digit());
    (is_date && uri.contains(':')).then(|| Line {
        uri: uri.to_owned(),
        date: date.to_owned(),
        media: media.to_owned(),
        length: length.parse().ok(),
    })
}

/// Passes over lines up to one that describes a capture.
fn resume(stream: &mut Stream<'_>, fields: usize) -> Result<u64, Fault> {
    let (start, mut passed) = (stream.position(), Vec::new());
    loop {
        let ahead = stream.peek(LONGEST_LINE as usize);
        let end = ahead.iter().position(|b| *b == b'\n').unwrap_or(ahead.len());
        if line(ahead.get(..end).unwrap_or_default(), fields).is_some() || stream.line(0, &mut passed)?.is_none() {
            return Ok(stream.position() - start);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_from_the_right() {
        let read = line(b"http://example.org/?a=b c&d 192.0.2.1 20140216050221 text/html 1591\n", 5).unwrap();
        assert_eq!((read.uri.as_str(), read.length), ("http://example.org/?a=b c&d", Some(1591)));
        let second = b"http://example.org/ 192.0.2.1 20140216050221 text/html 200 abc - 0 a.arc.gz 1591";
        assert_eq!(line(second, 10).map(|line| (line.media, line.length)), Some(("text/html".into(), Some(1591))));
        assert_eq!(line(b"http://example.org/ 192.0.2.1 20140216050221 text/html abc", 5).unwrap().length, None);
        assert_eq!(line(b"URL IP-address Archive-date Content-type Archive-length", 5), None);
    }
}
