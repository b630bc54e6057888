//! How documents are laid out in the rows that the convolutions run over.

use std::ops::Range;

use crate::tensor::{Region, TILE};

/// See [`Layout::longest`].
const LONGEST: usize = 1024;
/// Rows of a batch, after which the next one is begun.
const ENOUGH: usize = 1024;

/// A stretch of one document within a batch.
#[derive(Debug, Clone)]
pub(super) struct Window {
    /// Index of the document.
    pub(super) doc: usize,
    /// Its tokens that this window gives vectors for.
    pub(super) tokens: Range<usize>,
    /// Its tokens that take part: those and, where the document was cut, as many more as their vectors depend on.
    pub(super) context: Range<usize>,
    /// Rows of the batch, beginning with `padding` rows before the first token of the context.
    pub(super) region: Region,
    pub(super) padding: usize,
}

impl Window {
    /// The row of a token of the context.
    pub(super) fn row(&self, token: usize) -> usize {
        self.region.first + self.padding + token - self.context.start
    }
}

/// What an encoder's depth and window ask of the layout.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// Rows of zeros that lie between regions.
    pub(super) gap: usize,
    /// Tokens on either side that a token's vector depends on, in steps of a tile.
    pub(super) reach: usize,
    /// Rows that stand for nothing, before and after a document's tokens; multiples of a tile.
    pub(super) padding: usize,
    /// Tokens of one document that are encoded together; longer documents take several windows. A multiple of a tile.
    pub(super) longest: usize,
}

impl Layout {
    pub(super) fn new(window: usize, depth: usize) -> Self {
        // A tile's bits depend on the whole tile and on one row beyond it, so that each layer reaches a tile further.
        let reach = window.next_multiple_of(TILE) * depth;
        Self { gap: window, reach, padding: (window * depth).next_multiple_of(TILE), longest: LONGEST }
    }

    /// Batches of windows that cover documents of the given lengths, in order.
    pub(super) fn batches(self, lengths: impl Iterator<Item = usize>) -> impl Iterator<Item = (Vec<Window>, usize)> {
        let pieces = lengths.enumerate().flat_map(move |(doc, length)| {
            (0..length).step_by(self.longest).map(move |from| (doc, from..(from + self.longest).min(length), length))
        });
        let mut pieces = pieces.peekable();
        std::iter::from_fn(move || {
            let (mut batch, mut rows) = (Vec::new(), self.gap);
            while rows < ENOUGH
                && let Some((doc, tokens, length)) = pieces.next()
            {
                let window = self.window(doc, tokens, length, rows);
                rows = window.region.rows().end + self.gap;
                batch.push(window);
            }
            (!batch.is_empty()).then_some((batch, rows))
        })
    }

    fn window(self, doc: usize, tokens: Range<usize>, length: usize, first: usize) -> Window {
        let context = tokens.start.saturating_sub(self.reach)..(tokens.end + self.reach).min(length);
        let padding = if context.start == 0 { self.padding } else { 0 };
        let after = if context.end == length { self.padding } else { 0 };
        let count = (padding + context.len() + after).next_multiple_of(TILE);
        Window { doc, tokens, context, region: Region { first, count }, padding }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_cover_every_token_once_on_the_document_s_own_grid() {
        let layout = Layout::new(1, 4);
        let lengths = [0, 1, 1023, 1024, 1025, 5000, 3];
        let mut next = vec![0; lengths.len()];
        for (batch, rows) in layout.batches(lengths.into_iter()) {
            let mut free = layout.gap;
            for window in batch {
                assert_eq!(window.tokens.start, next[window.doc]);
                next[window.doc] = window.tokens.end;
                assert!(window.region.first >= free && window.region.rows().end <= rows - layout.gap);
                free = window.region.rows().end + layout.gap;
                assert_eq!((window.region.count % TILE, window.padding % TILE), (0, 0));
                assert_eq!(window.context.start % TILE, 0, "tiles begin where they would in one window");
                assert!(window.row(window.context.end - 1) < window.region.rows().end);
            }
        }
        assert_eq!(next, lengths);
    }
}
