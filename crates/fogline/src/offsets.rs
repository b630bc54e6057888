//! Where in its original bytes each part of a text stands.

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// A map from a text's bytes to those of the source it was made from.
///
/// Kept as pieces in the order of the text. Within a piece that is copied as it stands, byte follows byte; any other
/// piece (an entity, an escape, a character of another encoding) stands as a whole for a stretch of the source. Text
/// without a source (a line break put between two blocks) lies in no piece.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffsetMap {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Piece {
    text: u32,
    length: u32,
    source: u64,
    /// Length in the source; for a copied piece the same as in the text.
    source_length: u32,
    copied: bool,
}

impl OffsetMap {
    /// A text that is its source from byte `source` on.
    pub fn identity(length: usize, source: usize) -> Self {
        let mut map = Self::default();
        map.copied(0, source, length);
        map
    }

    /// Notes that `length` bytes of text from `text` on are copied from the source. Pieces are added in order.
    pub fn copied(&mut self, text: usize, source: usize, length: usize) {
        if length == 0 {
            return;
        }
        if let Some(last) = self.pieces.last_mut()
            && last.copied
            && (last.text + last.length) as usize == text
            && last.source + u64::from(last.source_length) == source as u64
        {
            last.length += length as u32;
            last.source_length += length as u32;
            return;
        }
        let (text, length) = (text as u32, length as u32);
        self.pieces.push(Piece { text, length, source: source as u64, source_length: length, copied: true });
    }

    /// Notes that `length` bytes of text from `text` on stand for `source_length` bytes of the source.
    pub fn replaced(&mut self, text: usize, length: usize, source: usize, source_length: usize) {
        self.pieces.push(Piece {
            text: text as u32,
            length: length as u32,
            source: source as u64,
            source_length: source_length as u32,
            copied: false,
        });
    }

    /// Adds the pieces of the map of another text, which stands at byte `text` of this one.
    pub fn append(&mut self, other: &Self, text: usize) {
        for piece in &other.pieces {
            let (at, length, source) = (piece.text as usize + text, piece.length as usize, piece.source as usize);
            if piece.copied {
                self.copied(at, source, length);
            } else {
                self.replaced(at, length, source, piece.source_length as usize);
            }
        }
    }

    /// The same map to a source that begins `by` bytes later.
    #[must_use]
    pub fn moved_back(mut self, by: usize) -> Self {
        for piece in &mut self.pieces {
            piece.source = piece.source.saturating_sub(by as u64);
        }
        self
    }

    /// The smallest stretch of the source that holds all of a stretch of the text; `None` if no part of it has a source.
    pub fn source(&self, span: Span) -> Option<Span> {
        let first = self.pieces.partition_point(|piece| (piece.text + piece.length) as usize <= span.start);
        let mut found = None::<Span>;
        for piece in self.pieces.get(first..)?.iter().take_while(|piece| (piece.text as usize) < span.end) {
            let (text, source) = (piece.text as usize, piece.source as usize);
            let (start, end) = if piece.copied {
                let from = span.start.max(text) - text;
                let to = span.end.min(text + piece.length as usize) - text;
                (source + from, source + to)
            } else {
                (source, source + piece.source_length as usize)
            };
            found = Some(found.map_or(Span::new(start, end), |f| Span::new(f.start.min(start), f.end.max(end))));
        }
        found
    }

    /// The map from this map's text to the source of its source: `inner` says where the bytes of this map's source stand.
    #[must_use]
    pub fn through(&self, inner: &Self) -> Self {
        let mut out = Self::default();
        for piece in &self.pieces {
            let (text, source) = (piece.text as usize, piece.source as usize);
            let whole = Span::new(source, source + piece.source_length as usize);
            if !piece.copied {
                if let Some(found) = inner.source(whole) {
                    out.replaced(text, piece.length as usize, found.start, found.len());
                }
                continue;
            }
            let first = inner.pieces.partition_point(|p| (p.text + p.length) as usize <= whole.start);
            for p in inner.pieces.iter().skip(first).take_while(|p| (p.text as usize) < whole.end) {
                let from = whole.start.max(p.text as usize);
                let to = whole.end.min((p.text + p.length) as usize);
                let (at, length) = (text + from - source, to - from);
                if p.copied {
                    out.copied(at, p.source as usize + from - p.text as usize, length);
                } else {
                    out.replaced(at, length, p.source as usize, p.source_length as usize);
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_lead_back_to_the_bytes_they_were_made_from() {
        // `a&amp;b`, read as `a&b`.
        let mut map = OffsetMap::default();
        map.copied(0, 0, 1);
        map.replaced(1, 1, 1, 5);
        map.copied(2, 6, 1);
        assert_eq!(map.source(Span::new(0, 1)), Some(Span::new(0, 1)));
        assert_eq!(map.source(Span::new(1, 2)), Some(Span::new(1, 6)));
        assert_eq!(map.source(Span::new(1, 3)), Some(Span::new(1, 7)));
        assert_eq!(map.source(Span::new(5, 6)), None);
    }

    #[test]
    fn maps_can_be_joined() {
        // The page `a&amp;b` stands in a record from byte 10 on, with the `b` escaped over 6 bytes.
        let mut page = OffsetMap::default();
        page.copied(0, 0, 1);
        page.replaced(1, 1, 1, 5);
        page.copied(2, 6, 1);
        let mut record = OffsetMap::default();
        record.copied(0, 10, 6);
        record.replaced(6, 1, 16, 6);
        let joined = page.through(&record);
        assert_eq!(joined.source(Span::new(0, 1)), Some(Span::new(10, 11)));
        assert_eq!(joined.source(Span::new(1, 2)), Some(Span::new(11, 16)));
        assert_eq!(joined.source(Span::new(2, 3)), Some(Span::new(16, 22)));
    }

    #[test]
    fn copied_neighbours_become_one_piece() {
        let mut map = OffsetMap::identity(3, 5);
        map.copied(3, 8, 2);
        assert_eq!(map, OffsetMap::identity(5, 5));
    }
}
