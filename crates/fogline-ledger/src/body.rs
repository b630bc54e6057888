//! What a record holds, as bytes: a head in JSON and any number of parts, compressed together.

use serde::{Serialize, de::DeserializeOwned};

use crate::squeeze::{Level, compress, decompress};

/// Packs a head and parts.
pub(crate) fn pack(head: &impl Serialize, parts: &[&[u8]]) -> Vec<u8> {
    let head = serde_json::to_vec(head).unwrap_or_default();
    let mut plain = Vec::with_capacity(head.len() + parts.iter().map(|part| part.len() + 8).sum::<usize>() + 8);
    for part in std::iter::once(head.as_slice()).chain(parts.iter().copied()) {
        plain.extend_from_slice(&(part.len() as u64).to_le_bytes());
        plain.extend_from_slice(part);
    }
    let mut out = (plain.len() as u64).to_le_bytes().to_vec();
    out.extend(compress(&plain, Level::Usual).unwrap_or_default());
    out
}

/// The head and the parts again; `None` if these are other bytes.
pub(crate) fn unpack<H: DeserializeOwned>(packed: &[u8]) -> Option<(H, Vec<Vec<u8>>)> {
    let (length, packed) = packed.split_first_chunk::<8>()?;
    let plain = decompress(packed, u64::from_le_bytes(*length))?;
    let mut parts = Vec::new();
    let mut rest = plain.as_slice();
    while let Some((length, after)) = rest.split_first_chunk::<8>() {
        let (part, after) = after.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        parts.push(part.to_vec());
        rest = after;
    }
    if parts.is_empty() || !rest.is_empty() {
        return None;
    }
    let head = parts.remove(0);
    Some((serde_json::from_slice(&head).ok()?, parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(head: Vec<String>, parts: Vec<Vec<u8>>) {
            let borrowed: Vec<_> = parts.iter().map(Vec::as_slice).collect();
            prop_assert_eq!(unpack(&pack(&head, &borrowed)), Some((head, parts)));
        }

        #[test]
        fn other_bytes_are_refused(bytes: Vec<u8>) {
            let _ = unpack::<Vec<String>>(&bytes);
        }
    }
}
