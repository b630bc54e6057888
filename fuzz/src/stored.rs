//! From the fuzzer's bytes to stored annotations.
//!
//! After a first byte that is even, the bytes are taken as they are. After an odd one they are what is stored behind the
//! model's name and the hashes, which no fuzzer would guess: those are put before them, and the whole is compressed.

use std::io::{Read, Write};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use sha2::{Digest, Sha256};

/// The text that the annotations are said to belong to.
pub const TEXT: &str = "Two shells hit Zelenivka's depot at 05:40.\n\n  \"We can't stay,\" said Іван Ковальчук (34) — see \
                        http://a.b/c.";

/// A name, a version and a language, each a length and letters; the model's hash.
const HEADER: [u8; 38] = {
    let mut header = [7; 38];
    let names = *b"\x01m\x01v\x01l";
    let mut at = 0;
    while at < names.len() {
        header[at] = names[at];
        at += 1;
    }
    header
};

/// The stored form that some bytes stand for.
///
/// # Panics
/// Never: writing to memory cannot fail.
pub fn bytes(data: &[u8]) -> Vec<u8> {
    let Some((&choice, rest)) = data.split_first() else { return Vec::new() };
    if choice % 2 == 0 {
        return rest.to_vec();
    }
    let hash: [u8; 32] = Sha256::digest(TEXT).into();
    let plain = [&HEADER[..], &hash[..], rest].concat();
    let mut bytes = b"FNA1".to_vec();
    bytes.extend((plain.len() as u64).to_le_bytes());
    let mut encoder = ZlibEncoder::new(bytes, Compression::none());
    encoder.write_all(&plain).expect("writing to memory");
    encoder.finish().expect("writing to memory")
}

/// The part of a stored document that [`bytes`] puts the rest before, with its first byte.
pub fn payload(stored: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    ZlibDecoder::new(stored.get(12..)?).read_to_end(&mut plain).ok()?;
    let mut rest = plain.as_slice();
    for _ in 0..3 {
        rest = rest.get(1 + usize::from(*rest.first()?)..)?;
    }
    Some([&[1], rest.get(64..)?].concat())
}
