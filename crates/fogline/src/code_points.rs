//! Byte offsets, which the engine counts in, to Unicode code points, which everyone else is given.

/// Bytes between two places where the count is kept.
const BLOCK: usize = 64;

/// Answers how many code points lie before a byte of one text: linear to set up, a few steps per question.
pub struct CodePoints<'t> {
    text: &'t [u8],
    /// Code points that start before each block; `None` for ASCII, where bytes and code points are one.
    before: Option<Vec<u32>>,
}

impl<'t> CodePoints<'t> {
    /// Counts the code points of a text.
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let before = (!text.is_ascii()).then(|| {
            let mut before = Vec::with_capacity(bytes.len() / BLOCK + 1);
            let mut count = 0;
            before.push(count);
            for block in bytes.chunks_exact(BLOCK) {
                count += starts(block);
                before.push(count);
            }
            before
        });
        Self { text: bytes, before }
    }

    /// Code points before the byte at this offset.
    pub fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let Some(before) = &self.before else { return byte };
        let block = byte / BLOCK;
        let rest = self.text.get(block * BLOCK..byte).unwrap_or_default();
        (before.get(block).copied().unwrap_or_default() + starts(rest)) as usize
    }
}

/// Bytes that start a code point.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| u32::from(byte & 0xC0 != 0x80)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_across_blocks_of_every_width() {
        for piece in ["a", "ї", "—", "🛰"] {
            for length in 0..200 {
                let text = piece.repeat(length) + "x";
                let points = CodePoints::new(&text);
                assert_eq!(points.at(piece.len() * length), length, "{length} times {piece}");
                assert_eq!(points.at(text.len()), length + 1);
            }
        }
        assert_eq!(CodePoints::new("").at(0), 0);
    }

    proptest! {
        #[test]
        fn agrees_with_counting_from_the_start(text in r"\PC{0,300}") {
            let points = CodePoints::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.at(byte), count);
            }
            prop_assert_eq!(points.at(text.len()), text.chars().count());
        }
    }
}
