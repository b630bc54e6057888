//! The work on a document that needs no ledger: done on any thread, before the one that writes.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    body,
    crypt::{Key, sha256},
    derived::IndexEntry,
    error::Result,
    record::{Kind, Row},
    veil::Veil,
};

/// What makes a document the same as another: SHA-256 of its original bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId(pub [u8; 32]);

impl DocId {
    /// Of original bytes.
    pub fn of(original: &[u8]) -> Self {
        Self(sha256(original))
    }
}

impl fmt::Display for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for DocId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut id = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(());
        }
        for (i, byte) in id.iter_mut().enumerate() {
            let digits = text.get(2 * i..2 * i + 2).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
            *byte = u8::from_str_radix(digits.ok_or(())?, 16).map_err(|_| ())?;
        }
        Ok(Self(id))
    }
}

/// The versions that a reading rests on, by what they are of: engine, lexicons, packs, model, gazetteer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Basis(pub BTreeMap<String, String>);

impl Basis {
    /// A hash of them, by which readings of the same basis are found.
    pub fn hash(&self) -> [u8; 32] {
        sha256(&serde_json::to_vec(self).unwrap_or_default())
    }
}

/// A report as it came, with what was read in it.
#[derive(Debug, Clone, Copy)]
pub struct NewReport<'r> {
    /// What the input calls it.
    pub reference: &'r str,
    /// The original bytes.
    pub original: &'r [u8],
    /// What it takes to read it again, in a form that the ledger does not look into.
    pub source: &'r [u8],
    /// Its parse, with the versions that it rests on.
    pub annotation: Option<(&'r Basis, &'r [u8])>,
    /// What was read, as JSON of the contract.
    pub reading: &'r [u8],
    /// The versions that the reading rests on.
    pub basis: &'r Basis,
}

/// Head of a document's body.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DocumentHead {
    #[serde(rename = "ref")]
    pub(crate) reference: String,
}

/// Head of an annotation's or a reading's body.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct BasisHead {
    pub(crate) basis: Basis,
}

/// A report that only needs to be written.
#[derive(Debug, Clone)]
pub struct Draft {
    pub(crate) id: DocId,
    pub(crate) key: Key,
    pub(crate) document: Vec<u8>,
    pub(crate) annotation: Option<([u8; 32], Vec<u8>)>,
    pub(crate) reading: ([u8; 32], Vec<u8>),
    pub(crate) entry: IndexEntry,
}

impl Draft {
    /// Which document it is.
    pub fn id(&self) -> DocId {
        self.id
    }
}

/// Makes drafts for one ledger. Can be shared between threads.
#[derive(Debug, Clone)]
pub struct Drafter {
    pub(crate) veil: Veil,
}

impl Drafter {
    /// Compresses, encrypts, and looks at the words.
    pub fn draft(&self, report: &NewReport<'_>) -> Result<Draft> {
        let id = DocId::of(report.original);
        let key = Key::new()?;
        let head = DocumentHead { reference: report.reference.to_owned() };
        Ok(Draft {
            id,
            key,
            entry: IndexEntry::new(report.reading, &self.veil)?,
            document: sealed(&key, &id, Kind::Document, &body::pack(&head, &[report.original, report.source]))?,
            annotation: match report.annotation {
                Some((basis, bytes)) => {
                    let head = BasisHead { basis: basis.clone() };
                    Some((basis.hash(), sealed(&key, &id, Kind::Annotation, &body::pack(&head, &[bytes]))?))
                }
                None => None,
            },
            reading: {
                let head = BasisHead { basis: report.basis.clone() };
                let packed = body::pack(&head, &[report.reading]);
                (report.basis.hash(), sealed(&key, &id, Kind::Reading, &packed)?)
            },
        })
    }
}

fn sealed(key: &Key, id: &DocId, kind: Kind, packed: &[u8]) -> Result<Vec<u8>> {
    key.seal(packed, &Row::about(kind.name(), &id.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_as_they_are_written() {
        let id = DocId::of(b"a");
        assert_eq!(id.to_string().parse(), Ok(id));
        for other in ["", "00", &"0g".repeat(32), &"+1".repeat(32), &"é".repeat(32)] {
            assert_eq!(other.parse::<DocId>(), Err(()), "{other}");
        }
    }
}
