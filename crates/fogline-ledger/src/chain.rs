//! The chain: each record's hash covers all of it and the hash of the record before, so that no record can be changed,
//! moved, put in or taken out without changing every hash after it.

use sha2::{Digest, Sha256};

use crate::record::Row;

/// The hash that the first record follows: of the ledger's id.
pub(crate) fn genesis(ledger: &[u8]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(b"fogline.ledger/1");
    hasher.update(ledger);
    hasher.finalize().into()
}

/// The hash of a record. Fields of any length stand behind their length, so that no two records give the same bytes.
pub(crate) fn link(previous: &[u8; 32], row: &Row) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    hasher.update(row.seq.to_be_bytes());
    hasher.update(row.recorded_at.to_be_bytes());
    hasher.update(row.subject.unwrap_or(0).to_be_bytes());
    field(&mut hasher, Some(row.kind.as_bytes()));
    field(&mut hasher, row.id.as_deref());
    field(&mut hasher, row.basis.as_deref());
    field(&mut hasher, Some(&row.key));
    hasher.update(row.body_hash);
    hasher.finalize().into()
}

fn field(hasher: &mut Sha256, value: Option<&[u8]>) {
    match value {
        Some(value) => {
            hasher.update((value.len() as u64 + 1).to_be_bytes());
            hasher.update(value);
        }
        None => hasher.update(0_u64.to_be_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_counts() {
        let row = Row {
            seq: 2,
            kind: "reading".to_owned(),
            recorded_at: 5,
            id: None,
            subject: Some(1),
            basis: Some(vec![1]),
            key: vec![2],
            body_hash: [3; 32],
            hash: [0; 32],
        };
        let hash = link(&[0; 32], &row);
        let others = [
            Row { seq: 3, ..row.clone() },
            Row { kind: "readin".to_owned(), ..row.clone() },
            Row { recorded_at: 6, ..row.clone() },
            Row { id: Some(vec![]), ..row.clone() },
            Row { subject: None, ..row.clone() },
            Row { basis: None, id: Some(vec![1]), ..row.clone() },
            Row { key: vec![], ..row.clone() },
            Row { body_hash: [4; 32], ..row.clone() },
        ];
        for other in others {
            assert_ne!(link(&[0; 32], &other), hash, "{other:?}");
        }
        assert_ne!(link(&[1; 32], &row), hash);
        assert_ne!(genesis(b"a"), genesis(b"b"));
    }
}
