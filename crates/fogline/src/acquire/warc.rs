//! Web archives: WARC, one record after the other. Behind a damaged one, the next is looked for.

use super::{
    Reason, arc, dates,
    http::{self, Capture, Headers},
    out::{At, Flow, Out, Place, Skipped},
    stream::{Fault, Stream},
};
use crate::time::Moment;

/// Longest line of a record's header.
const LONGEST_LINE: u64 = 1 << 16;
/// Longest header.
const LONGEST_HEADER: u64 = 1 << 20;
const BEGINNING: &[u8] = b"WARC/";

pub(super) fn read(stream: &mut Stream<'_>, place: &Place, out: &mut Out<'_>) -> Flow {
    if stream.peek(1 << 10).trim_ascii_start().starts_with(b"filedesc://") {
        return arc::read(stream, place, out);
    }
    let (mut number, mut stuck) = (0, None);
    loop {
        number += 1;
        if let Err(error) = blank_lines(stream) {
            out.fault(place, At::new(stream.position(), number), error)?;
        }
        let at = At::new(stream.position(), number);
        match record(stream, place, at, out) {
            Ok(Some(flow)) => flow?,
            Ok(None) => return Flow::Continue(()),
            Err(fault) => {
                let hopeless = matches!(fault.reason, Reason::Bomb | Reason::Io);
                out.fault(place, at, fault)?;
                // Reading that fails twice at one place would fail for ever.
                if hopeless || stuck.replace(stream.position()) == Some(stream.position()) {
                    return Flow::Continue(());
                }
            }
        }
    }
}

/// Passes over the lines between two records.
pub(super) fn blank_lines(stream: &mut Stream<'_>) -> std::io::Result<()> {
    while let Some(b'\r' | b'\n') = stream.next()? {
        stream.skip(1)?;
    }
    Ok(())
}

/// Reads one record; `None` at the end.
fn record(stream: &mut Stream<'_>, place: &Place, at: At, out: &mut Out<'_>) -> Result<Option<Flow>, Fault> {
    let mut line = Vec::new();
    if stream.next()?.is_none() {
        return Ok(None);
    }
    if stream.peek(BEGINNING.len()) != BEGINNING {
        let passed = resume(stream)?;
        return Err(Fault::new(Reason::Malformed, format!("{passed} bytes that belong to no record")));
    }
    stream.line(LONGEST_LINE, &mut line)?;
    let mut headers = Headers::default();
    loop {
        if stream.line(LONGEST_LINE, &mut line)?.is_none() {
            return Err(Fault::new(Reason::Truncated, "ends within a record's header"));
        }
        if line.trim_ascii().is_empty() {
            break;
        }
        if stream.position() - at.offset > LONGEST_HEADER {
            resume(stream)?;
            return Err(Fault::new(Reason::Malformed, "a header without end"));
        }
        headers.line(&line);
    }
    let Some(length) = headers.get("content-length").and_then(|length| length.parse::<u64>().ok()) else {
        resume(stream)?;
        return Err(Fault::new(Reason::Malformed, "a record without its length"));
    };
    let uri = headers.get("warc-target-uri").map(|uri| uri.trim_matches(['<', '>']).to_owned());
    let media = headers.get("content-type").unwrap_or_default().to_owned();
    let about_capture = uri.as_deref().is_some_and(|uri| uri.starts_with("metadata:") || uri.starts_with("dns:"));
    let http = media.to_ascii_lowercase().starts_with("application/http");
    let why = match headers.get("warc-type").unwrap_or_default() {
        "response" | "resource" | "conversion" if !about_capture => None,
        "revisit" => Some(Skipped::Revisit),
        _ => Some(Skipped::ArchiveRecord),
    };
    if let Some(why) = why {
        pass(stream, length)?;
        out.skip(why);
        return Ok(Some(Flow::Continue(())));
    }
    let limit = out.limits().record;
    if length > limit {
        pass(stream, length)?;
        return Err(Fault::too_large(limit));
    }
    let block = block(stream, length)?;
    let name = headers.get("warc-record-id").map(|id| id.trim_matches(['<', '>']).to_owned());
    let capture = Capture {
        reference: name.unwrap_or_else(|| place.numbered(at.ordinal())),
        uri,
        captured: headers.get("warc-date").and_then(captured),
    };
    Ok(Some(if http {
        http::response(&block, capture, place, at, out)
    } else {
        http::payload(&block, &media, capture, place, at, out)
    }))
}

/// Passes over a record's block.
fn pass(stream: &mut Stream<'_>, length: u64) -> Result<(), Fault> {
    let passed = stream.skip(length)?;
    if passed < length { Err(cut(passed, length)) } else { Ok(()) }
}

/// Takes a record's block. One that ends early is whole if the response in it is: some archives miscount.
pub(super) fn block(stream: &mut Stream<'_>, length: u64) -> Result<Vec<u8>, Fault> {
    let block = stream.up_to(length)?;
    let cut_off = (block.len() as u64) < length && !http::is_whole(&block);
    if cut_off { Err(cut(block.len() as u64, length)) } else { Ok(block) }
}

fn cut(there: u64, length: u64) -> Fault {
    Fault::new(Reason::Truncated, format!("ends after {there} of the record's {length} bytes"))
}

/// Passes over lines up to one that begins a record, and says how many bytes there were.
fn resume(stream: &mut Stream<'_>) -> Result<u64, Fault> {
    let (start, mut line) = (stream.position(), Vec::new());
    while stream.line(0, &mut line)?.is_some() {
        if stream.peek(BEGINNING.len()) == BEGINNING {
            break;
        }
    }
    Ok(stream.position() - start)
}

/// When something was captured: RFC 3339, or fourteen digits in UTC.
pub(super) fn captured(text: &str) -> Option<Moment> {
    if text.len() < 14 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return dates::moment(text);
    }
    let part = |from: usize, to: usize| text.get(from..to);
    let (date, clock) = ((part(0, 4)?, part(4, 6)?, part(6, 8)?), (part(8, 10)?, part(10, 12)?, part(12, 14)?));
    dates::moment(&format!("{}-{}-{}T{}:{}:{}Z", date.0, date.1, date.2, clock.0, clock.1, clock.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captures_are_dated_in_both_ways() {
        for (text, expected) in [
            ("2014-01-03T03:03:21Z", "2014-01-03T03:03:21+00:00"),
            ("2014-01-03T03:03:21.5Z", "2014-01-03T03:03:21+00:00"),
            ("20140103030321", "2014-01-03T03:03:21+00:00"),
        ] {
            assert_eq!(captured(text).map(Moment::rfc3339).as_deref(), Some(expected));
        }
        assert_eq!(captured("20149903030321"), None);
    }
}
