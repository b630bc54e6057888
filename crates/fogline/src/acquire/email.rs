//! E-mail: one message, or a mailbox of them. The page in it is read, or else the plain text.

use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::{
    Body, Form, Reason, Record, dates, open,
    out::{At, Flow, Out, Place},
    stream::{Fault, Stream},
    transfer,
};
use crate::{
    document::{Facts, Media, Published, PublishedBasis},
    offsets::OffsetMap,
};

/// Begins each message of a mailbox.
const ENVELOPE: &[u8] = b"From ";
const LONGEST_ENVELOPE: usize = 256;

pub(super) fn read(stream: &mut Stream<'_>, place: &Place, out: &mut Out<'_>) -> Flow {
    let limit = out.limits().record;
    if stream.peek(ENVELOPE.len()) != ENVELOPE {
        return match stream.rest(limit).and_then(|bytes| record(&bytes, &place.path)) {
            Ok(record) => out.record(record),
            Err(fault) => out.fault(place, At::START, fault),
        };
    }
    let mut number = 0;
    while !stream.peek(1).is_empty() {
        number += 1;
        let at = At::new(stream.position(), number);
        match message(stream, limit) {
            Ok(bytes) => match record(&bytes, &place.numbered(number)) {
                Ok(record) => out.record(record)?,
                Err(fault) => out.fault(place, at, fault)?,
            },
            Err(fault) if fault.reason == Reason::TooLarge => out.fault(place, at, fault)?,
            Err(fault) => return out.fault(place, at, fault),
        }
    }
    match stream.next() {
        Ok(_) => Flow::Continue(()),
        Err(error) => out.fault(place, At::new(stream.position(), number + 1), error),
    }
}

/// Takes one message of a mailbox, without its envelope. The next begins behind an empty line.
fn message(stream: &mut Stream<'_>, limit: u64) -> Result<Vec<u8>, Fault> {
    let (mut bytes, mut line, mut too_large) = (Vec::new(), Vec::new(), false);
    stream.line(limit, &mut line)?;
    while let Some(met) = stream.line(limit, &mut line)? {
        too_large |= met.too_large || bytes.len() as u64 + met.length > limit;
        if too_large {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&line);
        }
        let blank = met.length <= 2 && line.trim_ascii().is_empty();
        if blank && is_envelope(stream.peek(LONGEST_ENVELOPE)) {
            break;
        }
    }
    if too_large { Err(Fault::too_large(limit)) } else { Ok(bytes) }
}

/// `From somebody@example.org Thu Feb 17 09:05:00 2022`, told from a sentence by its clock time.
fn is_envelope(ahead: &[u8]) -> bool {
    let line = ahead.split(|b| *b == b'\n').next().unwrap_or_default();
    let clock = |w: &[u8]| matches!(w, [a, b, b':', c, d] if [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()));
    line.starts_with(ENVELOPE) && line.windows(5).any(clock)
}

fn record(bytes: &[u8], name: &str) -> Result<Record, Fault> {
    let message = MessageParser::default()
        .parse(bytes)
        .ok_or_else(|| Fault::new(Reason::Malformed, "not a message: no header fields"))?;
    let body = bodies(&message)
        .find_map(|part| body(part, bytes))
        .ok_or_else(|| Fault::new(Reason::NoText, "a message with neither a page nor plain text"))?;
    let from = message.from().and_then(|from| from.first());
    let author = from.and_then(|from| from.name.as_deref().or(from.address.as_deref())).map(str::to_owned);
    let facts = Facts {
        title: message.subject().map(|subject| subject.trim().to_owned()).filter(|subject| !subject.is_empty()),
        authors: author.into_iter().collect(),
        published: message
            .date()
            .and_then(|date| dates::moment(&date.to_rfc3339()))
            .map(|at| Published { at, basis: PublishedBasis::Metadata }),
        ..Facts::default()
    };
    let media = message.attachments().filter_map(|part| {
        let reference = part.attachment_name().or_else(|| part.content_id())?.to_owned();
        let kind = match part.content_type().map(mail_parser::ContentType::ctype) {
            Some("image") => "photo",
            Some(kind @ ("video" | "audio")) => kind,
            _ => "file",
        };
        Some(Media { kind: kind.to_owned(), reference, caption: None })
    });
    let reference = message.message_id().unwrap_or(name);
    Ok(Record { facts, media: media.collect(), form: Form::Mail, ..Record::new(reference, bytes, body) })
}

/// The parts that may hold the text: pages first.
fn bodies<'m>(message: &'m Message<'m>) -> impl Iterator<Item = &'m MessagePart<'m>> {
    let pages = message.html_bodies().filter(|part| matches!(part.body, PartType::Html(_)));
    let texts = message.text_bodies().filter(|part| matches!(part.body, PartType::Text(_)));
    pages.chain(texts)
}

/// Decodes a part; `None` if it is blank or cannot be decoded.
fn body(part: &MessagePart<'_>, message: &[u8]) -> Option<Body> {
    let start = part.offset_body as usize;
    let raw = message.get(start..(part.offset_end as usize).max(start))?;
    let (bytes, sent) = match part.encoding {
        Encoding::QuotedPrintable => transfer::quoted_printable(raw, start),
        Encoding::Base64 => transfer::base64(raw, start),
        Encoding::None => (raw.to_vec(), OffsetMap::identity(raw.len(), start)),
    };
    let label = part.content_type().and_then(|kind| kind.attribute("charset"));
    let html = matches!(part.body, PartType::Html(_));
    Some(match open::body(&bytes, label, html).ok()? {
        Body::Text { text, offsets } => Body::Text { text, offsets: offsets.through(&sent) },
        Body::Html { html, offsets } => Body::Html { html, offsets: offsets.through(&sent) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    const MAIL: &str = "From: =?utf-8?B?0J/RgNC10YHRgdCw?= <press@example.org>\r\nTo: x@example.org\r\n\
        Subject: Two hurt\r\nDate: Thu, 17 Feb 2022 09:05:00 +0200\r\nMessage-ID: <7@example.org>\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n\
        --b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        Two were hurt near =D0=92=\r\n=D1=80.\r\n--b--\r\n";

    #[test]
    fn the_text_leads_back_to_the_message() {
        let record = record(MAIL.as_bytes(), "x").unwrap();
        let Body::Text { text, offsets } = &record.body else { panic!("not text") };
        assert_eq!(text.trim(), "Two were hurt near Вр.");
        let at = text.find("Вр").unwrap();
        let source = offsets.source(Span::new(at, at + 4)).unwrap();
        assert_eq!(source.of(MAIL), "=D0=92=\r\n=D1=80");
        assert_eq!(record.facts.title.as_deref(), Some("Two hurt"));
        assert_eq!(record.facts.authors, ["Пресса"]);
        assert_eq!(record.facts.published.unwrap().at.rfc3339(), "2022-02-17T09:05:00+02:00");
        assert_eq!(record.reference, "7@example.org");
    }

    #[test]
    fn mailboxes_are_split_at_their_envelopes() {
        let mailbox = b"From a@b Thu Feb 17 09:05:00 2022\nSubject: 1\n\nFrom here on.\n\n\
            From c@d Fri Feb 18 09:05:00 2022\nSubject: 2\n\nText.\n";
        let mut stream = Stream::new(&mailbox[..]);
        assert_eq!(message(&mut stream, 1000).unwrap(), b"Subject: 1\n\nFrom here on.\n\n");
        assert_eq!(message(&mut stream, 1000).unwrap(), b"Subject: 2\n\nText.\n");
    }
}
