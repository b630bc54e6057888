//! JSON Lines: a record a line. A line that cannot be read is set aside, and the next one is read.

use super::{
    Body, Reason, Record, charset, json,
    out::{At, Flow, Out, Place},
    stream::{Fault, Stream},
};

pub(super) fn read(stream: &mut Stream<'_>, place: &Place, out: &mut Out<'_>) -> Flow {
    let limit = out.limits().record;
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        let offset = stream.position();
        number += 1;
        let at = At::line(offset, number);
        match stream.line(limit, &mut line) {
            Ok(None) => return Flow::Continue(()),
            Ok(Some(met)) if met.too_large => {
                let detail = format!("a line of {} bytes; the limit is {limit}", met.length);
                out.quarantine(place, at, Reason::TooLarge, detail)?;
            }
            Ok(Some(_)) => {
                let bytes = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii();
                if !bytes.is_empty() {
                    match record(bytes, &place.numbered(number)) {
                        Ok(record) => out.record(record)?,
                        Err(fault) => out.fault(place, at, fault)?,
                    }
                }
            }
            Err(error) => return out.fault(place, at, error),
        }
    }
}

/// Reads one object, which should be UTF-8 and may not be.
pub(super) fn record(original: &[u8], name: &str) -> Result<Record, Fault> {
    let fault = |(reason, detail): (Reason, String)| Fault::new(reason, detail);
    match json::record(original, name) {
        Err((Reason::NotText, _)) => {}
        other => return other.map_err(fault),
    }
    let (text, decoded) = charset::text(original, &[])?;
    let mut record = json::record(text.as_bytes(), name).map_err(fault)?;
    record.original = original.into();
    let (Body::Text { offsets, .. } | Body::Html { html: _, offsets }) = &mut record.body;
    *offsets = offsets.through(&decoded);
    Ok(record)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    #[test]
    fn lines_in_an_old_encoding_lead_back_to_their_bytes() {
        let (line, ..) = encoding_rs::WINDOWS_1251.encode("{\"text\": \"Обстріл\\nу Києві\"}");
        let record = record(&line, "x").unwrap();
        let Body::Text { text, offsets } = &record.body else { panic!("not text") };
        assert_eq!(text, "Обстріл\nу Києві");
        let at = text.find("Києві").unwrap();
        let source = offsets.source(Span::new(at, text.len())).unwrap();
        assert_eq!(&record.original[source.range()], &encoding_rs::WINDOWS_1251.encode("Києві").0[..]);
    }
}
