//! What is sent twice, as by whoever got no answer the first time, is recorded once.

use serde_json::Value;

use crate::{
    crypt::sha256,
    error::{LedgerError, Result},
    ledger::{Ledger, NoteHead},
    record::Kind,
};

/// What tells a note that is sent twice from two notes. It holds none of what is sent, which may be erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Once {
    /// Of whoever sends it, and of the key that they give it.
    pub(crate) key: [u8; 32],
    /// Of what is sent.
    pub(crate) sent: [u8; 32],
}

impl Once {
    /// Of a request: who sends it, the key that it is sent with, and what is sent, in whatever order its fields stand.
    pub fn of(who: &str, key: &str, sent: &Value) -> Self {
        let mut canonical = sent.clone();
        canonical.sort_all_objects();
        let key = [who.as_bytes(), key.as_bytes()].join(&0);
        Self { key: sha256(&key), sent: sha256(canonical.to_string().as_bytes()) }
    }
}

/// What was recorded before under the same key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// The same, under this number.
    Same(i64),
    /// Something else, under this number.
    Other(i64),
}

impl Ledger {
    /// What of a kind was recorded before under the key.
    pub fn recorded_before(&self, kind: Kind, once: &Once) -> Result<Option<Before>> {
        let Some(seq) = self.find(kind, &once.key)? else { return Ok(None) };
        let (_, head, _) = self.opened::<NoteHead, 1>(kind, seq)?;
        let sent = head.sent.ok_or_else(|| LedgerError::Damaged {
            seq,
            problem: "it has a key and does not tell for what".to_owned(),
        })?;
        Ok(Some(if sent == once.sent { Before::Same(seq) } else { Before::Other(seq) }))
    }
}
