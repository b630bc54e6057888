//! From bytes in a known encoding to text, with the way back from each character to its bytes.

use encoding_rs::{CoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::offsets::OffsetMap;

/// Decodes bytes; what does not belong to the encoding becomes U+FFFD. `base` is where they begin in the original.
pub(super) fn decode(bytes: &[u8], encoding: &'static Encoding, base: usize) -> (String, OffsetMap) {
    if encoding == UTF_8 {
        return utf_8(bytes, base);
    }
    if encoding.is_single_byte() {
        return single_byte(bytes, encoding, base);
    }
    several_bytes(bytes, encoding, base)
}

fn utf_8(bytes: &[u8], base: usize) -> (String, OffsetMap) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), OffsetMap::identity(text.len(), base));
    }
    let (mut text, mut offsets) = (String::with_capacity(bytes.len()), OffsetMap::default());
    let mut at = base;
    for chunk in bytes.utf8_chunks() {
        offsets.copied(text.len(), at, chunk.valid().len());
        text.push_str(chunk.valid());
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            replace(&mut text, &mut offsets, "\u{fffd}", at, chunk.invalid().len());
            at += chunk.invalid().len();
        }
    }
    (text, offsets)
}

fn replace(text: &mut String, offsets: &mut OffsetMap, with: &str, at: usize, length: usize) {
    offsets.replaced(text.len(), with.len(), at, length);
    text.push_str(with);
}

fn single_byte(bytes: &[u8], encoding: &'static Encoding, base: usize) -> (String, OffsetMap) {
    // What each byte above ASCII stands for.
    let table: Vec<String> =
        (0x80..=0xff_u8).map(|b| encoding.decode_without_bom_handling(&[b]).0.into_owned()).collect();
    let (mut text, mut offsets) = (String::with_capacity(bytes.len() * 2), OffsetMap::default());
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let ascii = rest.iter().take_while(|b| b.is_ascii()).count();
        if let Some(Ok(plain)) = rest.get(..ascii).map(std::str::from_utf8) {
            offsets.copied(text.len(), base + at, ascii);
            text.push_str(plain);
        }
        at += ascii;
        if let Some(c) = rest.get(ascii).and_then(|b| table.get(usize::from(b & 0x7f))) {
            replace(&mut text, &mut offsets, c, base + at, 1);
            at += 1;
        }
    }
    (text, offsets)
}

/// Feeds the decoder byte by byte: whenever characters come out, they stand for the bytes since the last ones.
fn several_bytes(bytes: &[u8], encoding: &'static Encoding, base: usize) -> (String, OffsetMap) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut text, mut offsets) = (String::with_capacity(bytes.len() * 2), OffsetMap::default());
    // Where the bytes of the next characters begin, and those of the last ones.
    let (mut first, mut before, mut piece) = (0, 0, String::with_capacity(64));
    for end in 1..=bytes.len() + 1 {
        // Past the last byte, the decoder is asked for what it still holds back.
        let last = end > bytes.len();
        let mut input = if last { &[][..] } else { bytes.get(end - 1..end).unwrap_or_default() };
        loop {
            let (result, read, _) = decoder.decode_to_string(input, &mut piece, last);
            input = input.get(read..).unwrap_or_default();
            if result == CoderResult::InputEmpty {
                break;
            }
            piece.reserve(64);
        }
        if piece.is_empty() {
            continue;
        }
        let end = end.min(bytes.len());
        if piece.as_bytes() == bytes.get(first..end).unwrap_or_default() {
            offsets.copied(text.len(), base + first, piece.len());
            text.push_str(&piece);
        } else {
            // Half a pair is seen to be alone only when its bytes have been counted to what came before.
            let start = if first < end { first } else { before };
            replace(&mut text, &mut offsets, &piece, base + start, end - start);
        }
        if first < end {
            (before, first) = (first, end);
        }
        piece.clear();
    }
    (text, offsets)
}

/// The encoding that a byte order mark names, and the mark's length.
pub(super) fn mark(bytes: &[u8]) -> Option<(&'static Encoding, usize)> {
    Encoding::for_bom(bytes)
}

/// Whether text lies in units of two bytes.
pub(super) fn is_utf_16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, EUC_JP, GB18030, IBM866, ISO_2022_JP, KOI8_R, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
    use proptest::prelude::*;

    use super::*;
    use crate::span::Span;

    fn source<'b>(decoded: &(String, OffsetMap), words: &str, bytes: &'b [u8]) -> &'b [u8] {
        let at = decoded.0.find(words).unwrap();
        &bytes[decoded.1.source(Span::new(at, at + words.len())).unwrap().range()]
    }

    #[test]
    fn words_lead_back_to_their_bytes_in_every_encoding() {
        for encoding in [WINDOWS_1251, KOI8_R, IBM866, GB18030, EUC_JP, SHIFT_JIS] {
            let (bytes, ..) = encoding.encode("Вчера в Киеве 17 февраля");
            let decoded = decode(&bytes, encoding, 0);
            assert_eq!(decoded.0, "Вчера в Киеве 17 февраля");
            assert_eq!(source(&decoded, "Киеве", &bytes), &encoding.encode("Киеве").0[..], "{}", encoding.name());
        }
        let utf_16: Vec<u8> = "Київ 😀 так".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let decoded = decode(&utf_16, UTF_16LE, 0);
        assert_eq!(decoded.0, "Київ 😀 так");
        assert_eq!(source(&decoded, "😀", &utf_16), [0x3d, 0xd8, 0, 0xde]);
        assert_eq!(source(&decoded, "так", &utf_16).len(), 6);
    }

    #[test]
    fn broken_bytes_are_marked_where_they_stand() {
        let bytes = b"\xd0\x9a\xff \xd0";
        let decoded = decode(bytes, UTF_8, 5);
        assert_eq!(decoded.0, "К\u{fffd} \u{fffd}");
        assert_eq!(decoded.1.source(Span::new(2, 5)), Some(Span::new(7, 8)));
        let halves: Vec<u8> = [0xd9d9, 0xd9d9].into_iter().flat_map(u16::to_le_bytes).collect();
        let decoded = decode(&halves, UTF_16LE, 0);
        assert_eq!(decoded.0, "\u{fffd}\u{fffd}");
        assert_eq!(decoded.1.source(Span::new(3, 6)), Some(Span::new(0, 4)));
        let decoded = decode(b"a\x81", SHIFT_JIS, 0);
        assert_eq!(decoded.0, "a\u{fffd}");
        assert_eq!(source(&decoded, "\u{fffd}", b"a\x81"), b"\x81");
    }

    proptest! {
        #[test]
        fn decoding_agrees_with_the_encoding_standard_and_every_piece_lies_in_the_source(
            bytes in proptest::collection::vec(any::<u8>(), 0..80), choice in 0..8_usize
        ) {
            let encoding =
                [UTF_8, UTF_16LE, UTF_16BE, GB18030, BIG5, ISO_2022_JP, WINDOWS_1252, EUC_JP][choice];
            let (text, offsets) = decode(&bytes, encoding, 0);
            prop_assert_eq!(&text, &encoding.decode_without_bom_handling(&bytes).0);
            for (at, c) in text.char_indices() {
                let span = offsets.source(Span::new(at, at + c.len_utf8()));
                prop_assert!(span.is_some_and(|span| !span.is_empty() && span.end <= bytes.len()));
            }
        }
    }
}
