//! The hashes spaCy names strings and embedding rows by.

use std::sync::LazyLock;

use hashbrown::HashMap;

/// Strings that have a small fixed number in place of a hash.
static SYMBOLS: LazyLock<HashMap<&'static str, u64>> = LazyLock::new(|| {
    table(include_str!("../../data/symbols.tsv")).filter_map(|(k, v)| Some((k, v.parse().ok()?))).collect()
});

/// The rows of a two-column data file, comments left out.
pub(super) fn table(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    file.lines().filter(|line| !line.starts_with("# ")).filter_map(|line| line.split_once('\t'))
}

/// spaCy's id of a string: its symbol number, 0 for the empty string, or its hash.
pub(crate) fn string_id(text: &str) -> u64 {
    match SYMBOLS.get(text) {
        Some(number) => *number,
        None if text.is_empty() => 0,
        None => murmur64a(text.as_bytes(), 1),
    }
}

/// MurmurHash64A (Austin Appleby, public domain).
fn murmur64a(bytes: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut hash = seed ^ (bytes.len() as u64).wrapping_mul(M);
    let (eights, tail) = bytes.as_chunks();
    for eight in eights {
        let mut word = u64::from_le_bytes(*eight).wrapping_mul(M);
        word ^= word >> 47;
        hash = (hash ^ word.wrapping_mul(M)).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let word = tail.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
        hash = (hash ^ word).wrapping_mul(M);
    }
    hash ^= hash >> 47;
    hash = hash.wrapping_mul(M);
    hash ^ hash >> 47
}

/// The four embedding keys of an id: MurmurHash3_x86_128 as thinc's `Ops.hash` computes it over 8-byte ids.
pub(crate) fn embedding_keys(id: u64, seed: u32) -> [u32; 4] {
    fn mix(mut hash: u64) -> u64 {
        hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        hash ^ hash >> 33
    }
    let seed = u64::from(seed) ^ 8; // 8 is the length of what is hashed
    let mut first = id.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f) ^ seed;
    first = first.wrapping_add(seed);
    let second = mix(seed.wrapping_add(first));
    first = mix(first).wrapping_add(second);
    let second = second.wrapping_add(first);
    [first as u32, (first >> 32) as u32, second as u32, (second >> 32) as u32]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_spacy() {
        assert_eq!(string_id(""), 0);
        assert_eq!(string_id("a"), 11_901_859_001_352_538_922);
        assert_eq!(string_id("hello"), 5_983_625_672_228_268_878);
        assert_eq!(string_id("Донецьк"), 8_885_075_089_253_885_569);
        assert_eq!(string_id(&"x".repeat(50)), 16_088_719_148_916_015_174);
        assert_eq!((string_id("DATE"), string_id("punct"), string_id("IS_ALPHA")), (391, 445, 1));
    }
}
