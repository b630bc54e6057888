//! Feeds: RSS 0.9 to 2.0, Atom, JSON Feed. An item is a record.
//!
//! Items are cut out of the stream by their tags, one at a time, so a feed may be of any length.

use std::io::BufRead;

use super::{
    Reason, charset,
    feed_item::{self, Channel},
    json_feed,
    out::{At, Flow, Out, Place},
    stream::{Fault, Stream},
};

/// How much of what stands before the first item is looked at for the channel's name.
const HEAD: usize = 1 << 20;
const LONGEST_NAME: usize = 256;

pub(super) fn read(stream: &mut Stream<'_>, place: &Place, out: &mut Out<'_>) -> Flow {
    if stream.peek(64).trim_ascii_start().trim_prefix_mark().starts_with(b"{") {
        return json_feed::read(stream, place, out);
    }
    let limit = out.limits().record;
    let label = charset::label_within(stream.peek(4096));
    let mut scan = Scan { stream, kept: Vec::new(), limit, too_large: false };
    let (mut head, mut channel) = (Vec::new(), None);
    let mut item: Option<Item> = None;
    let mut number = 0;
    loop {
        let before = scan.stream.position();
        let kept = scan.kept.len();
        let piece = match scan.piece() {
            Ok(Some(piece)) => piece,
            Ok(None) => {
                return match item {
                    Some(item) => out.quarantine(place, item.at, Reason::Truncated, "the feed ends within an item"),
                    None if number == 0 => out.quarantine(place, At::START, Reason::Empty, "a feed without items"),
                    None => Flow::Continue(()),
                };
            }
            Err(fault) => {
                let at = item.map_or(At::new(scan.stream.position(), number + 1), |item| item.at);
                return out.fault(place, at, fault);
            }
        };
        match (&item, piece.tag) {
            (_, Tag::Start(name)) if is_item(&name) => {
                if let Some(open) = item.take() {
                    out.quarantine(place, open.at, Reason::Malformed, "an item that is never closed")?;
                }
                number += 1;
                // What stands before its tag is not its own.
                let own = kept + piece.text;
                if channel.is_none() {
                    head.extend_from_slice(scan.kept.get(..own).unwrap_or_default());
                    channel = Some(channel_of(&head, label.as_deref()));
                }
                scan.kept.drain(..own.min(scan.kept.len()));
                scan.too_large = false;
                item = Some(Item { name, at: At::new(before + piece.text as u64, number) });
            }
            (Some(open), Tag::End(name)) if name == open.name => {
                let at = open.at;
                let bytes = std::mem::take(&mut scan.kept);
                if std::mem::take(&mut scan.too_large) {
                    out.fault(place, at, Fault::too_large(limit))?;
                } else if let Some(channel) = &channel {
                    match feed_item::record(bytes, channel, label.as_deref(), &place.numbered(number)) {
                        Ok(record) => out.record(record)?,
                        Err(fault) => out.fault(place, at, fault)?,
                    }
                }
                item = None;
            }
            (None, _) => {
                if head.len() < HEAD {
                    head.append(&mut scan.kept);
                }
                scan.kept.clear();
                scan.too_large = false;
            }
            _ => {}
        }
    }
}

/// An item that has begun.
struct Item {
    name: String,
    at: At,
}

fn is_item(name: &str) -> bool {
    matches!(name.rsplit(':').next().unwrap_or(name), "item" | "entry")
}

fn channel_of(head: &[u8], label: Option<&str>) -> Channel {
    let words = charset::text(head, &[label]).map(|(words, _)| words).unwrap_or_default();
    Channel::read(&words)
}

trait Mark {
    fn trim_prefix_mark(&self) -> &[u8];
}

impl Mark for [u8] {
    /// The bytes without a byte order mark.
    fn trim_prefix_mark(&self) -> &[u8] {
        self.strip_prefix(b"\xef\xbb\xbf").unwrap_or(self)
    }
}

enum Tag {
    Start(String),
    End(String),
    Other,
}

/// Text up to a piece of markup, and that piece.
struct Piece {
    /// Length of the text before it.
    text: usize,
    tag: Tag,
}

/// Cuts a stream into pieces of markup.
struct Scan<'c, 's> {
    stream: &'c mut Stream<'s>,
    /// What has been passed since it was last emptied.
    kept: Vec<u8>,
    limit: u64,
    /// Whether more was passed than may be kept; it is gone then.
    too_large: bool,
}

impl Scan<'_, '_> {
    fn piece(&mut self) -> Result<Option<Piece>, Fault> {
        let mut text = 0;
        loop {
            let ahead = self.stream.fill_buf()?;
            if ahead.is_empty() {
                return Ok(None);
            }
            let part = ahead.iter().position(|b| *b == b'<').unwrap_or(ahead.len());
            text += part;
            let found = part < ahead.len();
            self.take(part);
            if found {
                break;
            }
        }
        let tag = match self.stream.peek(9) {
            b"<![CDATA[" => self.until(b"]]>")?,
            [b'<', b'!', b'-', b'-', ..] => self.until(b"-->")?,
            [b'<', b'?', ..] => self.until(b"?>")?,
            [b'<', b'!', ..] => self.until(b">")?,
            [b'<', b, ..] if b.is_ascii_alphabetic() || matches!(b, b'/' | b'_') => self.tag()?,
            _ => {
                self.take(1);
                Tag::Other
            }
        };
        Ok(Some(Piece { text, tag }))
    }

    fn take(&mut self, length: usize) {
        let ahead = self.stream.peek(length);
        if self.too_large || (self.kept.len() + ahead.len()) as u64 > self.limit {
            self.kept = Vec::new();
            self.too_large = true;
        } else {
            self.kept.extend_from_slice(ahead);
        }
        self.stream.consume(length);
    }

    fn until(&mut self, end: &[u8]) -> Result<Tag, Fault> {
        // An end that is shorter than its beginning must not be seen in it: `<!-->`.
        self.take(2);
        let mut last = Vec::new();
        loop {
            let ahead = self.stream.fill_buf()?;
            if ahead.is_empty() {
                return Ok(Tag::Other);
            }
            let part = ahead.iter().position(|b| *b == b'>').map_or(ahead.len(), |at| at + 1);
            let tail = ahead.get(part.saturating_sub(end.len())..part).unwrap_or_default();
            last.extend_from_slice(tail);
            let excess = last.len().saturating_sub(end.len());
            last.drain(..excess);
            self.take(part);
            if last == end {
                return Ok(Tag::Other);
            }
        }
    }

    /// Takes a tag; `>` within quotes does not end it.
    fn tag(&mut self) -> Result<Tag, Fault> {
        let (mut name, mut named, mut quote, mut last) = (Vec::new(), false, None, b' ');
        loop {
            let ahead = self.stream.fill_buf()?;
            if ahead.is_empty() {
                return Ok(Tag::Other);
            }
            let mut part = 0;
            let mut ended = false;
            for b in ahead {
                part += 1;
                named |= !name.is_empty() && (b.is_ascii_whitespace() || *b == b'>' || (*b == b'/' && name.len() > 1));
                if !named && name.len() < LONGEST_NAME {
                    name.push(b.to_ascii_lowercase());
                }
                match quote {
                    Some(open) if open == *b => quote = None,
                    None if matches!(b, b'"' | b'\'') => quote = Some(*b),
                    None if *b == b'>' => {
                        ended = true;
                        break;
                    }
                    _ => {}
                }
                last = *b;
            }
            self.take(part);
            if ended {
                break;
            }
        }
        let name = String::from_utf8_lossy(name.get(1..).unwrap_or_default()).into_owned();
        Ok(match name.strip_prefix('/') {
            Some(name) => Tag::End(name.to_owned()),
            None if last == b'/' => Tag::Other,
            None => Tag::Start(name),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_cut_where_it_ends() {
        let xml = "a<!-- <item> --><![CDATA[</item>]]><?x ?><Item a='>'>b</ITEM ><item/>";
        let mut stream = Stream::new(xml.as_bytes());
        let mut scan = Scan { stream: &mut stream, kept: Vec::new(), limit: 1000, too_large: false };
        let mut tags = Vec::new();
        while let Some(piece) = scan.piece().unwrap() {
            tags.push(match piece.tag {
                Tag::Start(name) => format!("+{name}"),
                Tag::End(name) => format!("-{name}"),
                Tag::Other => "other".into(),
            });
        }
        assert_eq!(tags, ["other", "other", "other", "+item", "-item", "other"]);
        assert_eq!(scan.kept, xml.as_bytes());
    }
}
