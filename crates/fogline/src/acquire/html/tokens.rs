//! From a page's source to tags and text, each with its place. Total and linear: every byte is looked at a bounded
//! number of times, whatever the page.

use super::names::{Attribute, Tag};
use crate::span::Span;

/// A piece of a page's source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// A start tag, `closed` if it ends in `/>`; its attributes are those of [`Tokens::attributes`] from `attributes` on.
    Open { tag: Tag, attributes: usize, closed: bool },
    /// An end tag.
    Close(Tag),
    /// Text with character references.
    Text(Span),
    /// The content of a script or another element that is not markup.
    Raw(Span),
}

/// An attribute that is known, with its value as written.
pub(super) type Value = (Attribute, Span);

/// Reads a page from its beginning on.
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    html: &'a str,
    at: usize,
    raw: Option<Tag>,
    /// The known attributes of every tag so far.
    pub(super) attributes: Vec<Value>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(html: &'a str) -> Self {
        Self { bytes: html.as_bytes(), html, at: 0, raw: None, attributes: Vec::new() }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// Where `byte` comes next, from `at` on; else the end.
    fn seek(&self, byte: u8, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        rest.iter().position(|&b| b == byte).map_or(self.bytes.len(), |found| at + found)
    }

    /// Where `pattern` ends next, from `at` on; else the end.
    fn after(&self, pattern: &str, at: usize) -> usize {
        self.html
            .get(at..)
            .and_then(|rest| rest.find(pattern))
            .map_or(self.bytes.len(), |found| at + found + pattern.len())
    }

    /// The content of an element that is not markup: up to its end tag or the end of the page.
    fn raw_text(&mut self, tag: Tag) -> Option<Token> {
        let start = self.at;
        let mut end = start;
        loop {
            end = self.seek(b'<', end);
            if end >= self.bytes.len() {
                break;
            }
            if self.byte(end + 1) == Some(b'/') {
                let name = self.name(end + 2);
                if Tag::named(self.html.get(end + 2..name).unwrap_or_default()) == tag {
                    break;
                }
            }
            end += 1;
        }
        self.at = end;
        (end > start).then_some(Token::Raw(Span::new(start, end)))
    }

    /// The end of the name that begins at `at`.
    fn name(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let length = rest.iter().position(|&b| matches!(b, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ' | b'/' | b'>'));
        length.map_or(self.bytes.len(), |length| at + length)
    }

    /// Reads the attributes from `at` to the end of the tag, and keeps the known ones; the byte after the tag.
    fn read_attributes(&mut self, mut at: usize) -> usize {
        loop {
            while self.byte(at).is_some_and(|b| b.is_ascii_whitespace() || b == b'/') {
                at += 1;
            }
            match self.byte(at) {
                None => return at,
                Some(b'>') => return at + 1,
                Some(_) => {}
            }
            let start = at;
            at += 1; // also a leading `=` is part of a name
            while self.byte(at).is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'=' | b'>' | b'/')) {
                at += 1;
            }
            let attribute = Attribute::named(self.html.get(start..at).unwrap_or_default());
            while self.byte(at).is_some_and(|b| b.is_ascii_whitespace()) {
                at += 1;
            }
            let mut value = Span::new(at, at);
            if self.byte(at) == Some(b'=') {
                at += 1;
                while self.byte(at).is_some_and(|b| b.is_ascii_whitespace()) {
                    at += 1;
                }
                match self.byte(at) {
                    Some(quote @ (b'"' | b'\'')) => {
                        let end = self.seek(quote, at + 1);
                        value = Span::new((at + 1).min(end), end);
                        at = (end + 1).min(self.bytes.len());
                    }
                    Some(_) => {
                        let start = at;
                        while self.byte(at).is_some_and(|b| !b.is_ascii_whitespace() && b != b'>') {
                            at += 1;
                        }
                        value = Span::new(start, at);
                    }
                    None => {}
                }
            }
            if attribute != Attribute::Other {
                self.attributes.push((attribute, value));
            }
        }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(tag) = self.raw.take()
            && let Some(token) = self.raw_text(tag)
        {
            return Some(token);
        }
        loop {
            let start = self.at;
            if start >= self.bytes.len() {
                return None;
            }
            // Text up to something that is a tag.
            let mut open = self.seek(b'<', start);
            while open < self.bytes.len()
                && !self.byte(open + 1).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?'))
            {
                open = self.seek(b'<', open + 1);
            }
            if open > start {
                self.at = open;
                return Some(Token::Text(Span::new(start, open)));
            }
            match self.byte(start + 1) {
                Some(b'!') if self.html.get(start..).is_some_and(|s| s.starts_with("<!--")) => {
                    // `<!-->` and `<!--->` are whole comments.
                    self.at = self.after("-->", start + 2).max(start + 5);
                }
                Some(b'/') if self.byte(start + 2).is_some_and(|b| b.is_ascii_alphabetic()) => {
                    let name = self.name(start + 2);
                    let tag = Tag::named(self.html.get(start + 2..name).unwrap_or_default());
                    let kept = self.attributes.len();
                    self.at = self.read_attributes(name);
                    self.attributes.truncate(kept);
                    return Some(Token::Close(tag));
                }
                Some(b'!' | b'?' | b'/') => self.at = (self.seek(b'>', start) + 1).min(self.bytes.len()),
                _ => {
                    let name = self.name(start + 1);
                    let tag = Tag::named(self.html.get(start + 1..name).unwrap_or_default());
                    let attributes = self.attributes.len();
                    self.at = self.read_attributes(name);
                    let closed = self.byte(self.at.wrapping_sub(2)) == Some(b'/');
                    // A `<title/>` is one of a drawing.
                    self.raw = (tag.is_raw() && !(closed && tag == Tag::Title)).then_some(tag);
                    return Some(Token::Open { tag, attributes, closed });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Vec<String> {
        Tokens::new(html)
            .map(|token| match token {
                Token::Open { tag, .. } => format!("<{tag:?}>"),
                Token::Close(tag) => format!("</{tag:?}>"),
                Token::Text(span) => span.of(html).to_owned(),
                Token::Raw(span) => format!("raw {}", span.of(html)),
            })
            .collect()
    }

    #[test]
    fn tags_and_text_are_told_apart() {
        assert_eq!(read("<p>2 < 3 <b>bold</B></p >"), ["<P>", "2 < 3 ", "<B>", "bold", "</B>", "</P>"]);
        assert_eq!(read("<!doctype html><!-- <p> --><p/>x<!-->y"), ["<P>", "x", "y"]);
        assert_eq!(read("<script>if (a</b>'</p>')</script>z"), ["<Script>", "raw if (a</b>'</p>')", "</Script>", "z"]);
        assert_eq!(read("<a href='>'>x</a"), ["<A>", "x", "</A>"]);
        assert_eq!(read("</>a<!-- b"), ["a"]);
    }

    #[test]
    fn attributes_keep_their_places() {
        let html = "<div class = a id='b c' data-x=1 hidden>";
        let mut tokens = Tokens::new(html);
        assert!(tokens.next().is_some());
        let read: Vec<_> = tokens.attributes.iter().map(|&(name, span)| (name, span.of(html))).collect();
        assert_eq!(read, [(Attribute::Class, "a"), (Attribute::Id, "b c"), (Attribute::Hidden, "")]);
    }
}
