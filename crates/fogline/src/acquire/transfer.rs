//! The codings that mail travels in, taken off with the way back to each byte.

use crate::offsets::OffsetMap;

/// Takes off quoted-printable. `base` is where the bytes begin in the message.
pub(super) fn quoted_printable(bytes: &[u8], base: usize) -> (Vec<u8>, OffsetMap) {
    let (mut out, mut offsets) = (Vec::with_capacity(bytes.len()), OffsetMap::default());
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.iter().position(|b| *b == b'=').unwrap_or(rest.len());
        offsets.copied(out.len(), base + at, plain);
        out.extend_from_slice(rest.get(..plain).unwrap_or_default());
        at += plain;
        let escape = rest.get(plain..).unwrap_or_default();
        match escape {
            [] => {}
            // A line break that only mail needs.
            [_, b'\n', ..] => at += 2,
            [_, b'\r', b'\n', ..] => at += 3,
            [_, high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                offsets.replaced(out.len(), 1, base + at, 3);
                out.push(digit(*high) << 4 | digit(*low));
                at += 3;
            }
            [b, ..] => {
                offsets.copied(out.len(), base + at, 1);
                out.push(*b);
                at += 1;
            }
        }
    }
    (out, offsets)
}

fn digit(b: u8) -> u8 {
    char::from(b).to_digit(16).unwrap_or_default() as u8
}

/// Takes off base64; what does not belong to it is passed over. Three bytes stand for four letters.
pub(super) fn base64(bytes: &[u8], base: usize) -> (Vec<u8>, OffsetMap) {
    let (mut out, mut offsets) = (Vec::with_capacity(bytes.len() / 4 * 3), OffsetMap::default());
    let (mut group, mut letters, mut first) = (0_u32, 0, 0);
    let mut flush = |group: u32, letters: usize, first: usize, end: usize| {
        let three = (group << (6 * (4 - letters))).to_be_bytes();
        let found = three.get(1..letters).unwrap_or_default();
        if !found.is_empty() {
            offsets.replaced(out.len(), found.len(), base + first, end - first);
            out.extend_from_slice(found);
        }
    };
    let mut end = 0;
    for (at, b) in bytes.iter().enumerate() {
        let value = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        if letters == 0 {
            first = at;
        }
        group = group << 6 | u32::from(value);
        letters += 1;
        end = at + 1;
        if letters == 4 {
            flush(group, letters, first, end);
            (group, letters) = (0, 0);
        }
    }
    if letters > 1 {
        flush(group, letters, first, end);
    }
    (out, offsets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    #[test]
    fn quoted_printable_is_taken_off() {
        let coded = b"Two =D0=94=\r\nwere= x=3D";
        let (bytes, offsets) = quoted_printable(coded, 10);
        assert_eq!(bytes, "Two Дwere= x=".as_bytes());
        assert_eq!(offsets.source(Span::new(4, 6)), Some(Span::new(14, 20)));
        assert_eq!(offsets.source(Span::new(6, 10)), Some(Span::new(23, 27)));
    }

    #[test]
    fn base64_is_taken_off() {
        for (coded, expected) in [("VHdv", "Two"), ("VHdvIA==", "Two "), ("VHdv\r\nIHc=", "Two w"), ("V", "")] {
            assert_eq!(base64(coded.as_bytes(), 0).0, expected.as_bytes(), "{coded}");
        }
        let (_, offsets) = base64(b"VHdv\r\nIHc=", 5);
        assert_eq!(offsets.source(Span::new(0, 1)), Some(Span::new(5, 9)));
        assert_eq!(offsets.source(Span::new(4, 5)), Some(Span::new(11, 14)));
    }
}
