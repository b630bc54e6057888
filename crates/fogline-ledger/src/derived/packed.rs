//! Several bodies as one: compressed together where that makes them shorter.

use crate::squeeze::{Level, compress, decompress};

/// Shorter ones gain nothing.
const LEAST: usize = 256;
/// How the bodies stand behind the first byte.
const PLAIN: u8 = 0;
const COMPRESSED: u8 = 1;

/// Packs bodies.
pub(super) fn pack(bodies: &[&[u8]]) -> Vec<u8> {
    let mut plain = vec![PLAIN];
    for body in bodies {
        plain.extend_from_slice(&(body.len() as u32).to_le_bytes());
        plain.extend_from_slice(body);
    }
    let rest = plain.get(1..).unwrap_or_default();
    if rest.len() < LEAST {
        return plain;
    }
    let mut out = vec![COMPRESSED];
    out.extend_from_slice(&(rest.len() as u64).to_le_bytes());
    match compress(rest, Level::Quick) {
        Some(shorter) if shorter.len() + out.len() < plain.len() => {
            out.extend_from_slice(&shorter);
            out
        }
        _ => plain,
    }
}

/// The bodies again; `None` if these are other bytes.
pub(super) fn unpack(packed: &[u8]) -> Option<Vec<Vec<u8>>> {
    let unpacked;
    let mut rest = match packed.split_first()? {
        (&PLAIN, rest) => rest,
        (&COMPRESSED, rest) => {
            let (length, rest) = rest.split_first_chunk::<8>()?;
            unpacked = decompress(rest, u64::from_le_bytes(*length))?;
            unpacked.as_slice()
        }
        _ => return None,
    };
    let mut bodies = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let (body, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        bodies.push(body.to_vec());
        rest = after;
    }
    rest.is_empty().then_some(bodies)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(bodies: Vec<Vec<u8>>, times in 1_usize..40) {
            let bodies: Vec<&[u8]> = bodies.iter().map(Vec::as_slice).cycle().take(bodies.len() * times).collect();
            let again = unpack(&pack(&bodies)).unwrap();
            prop_assert_eq!(again.iter().map(Vec::as_slice).collect::<Vec<_>>(), bodies);
        }

        #[test]
        fn other_bytes_are_refused(bytes: Vec<u8>) {
            let _ = unpack(&bytes);
        }
    }
}
