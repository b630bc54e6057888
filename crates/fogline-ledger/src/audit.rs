//! Who wrote to the ledger over the network, and what was done with accounts: records of the chain like all others.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    body, crypt,
    crypt::Key,
    error::{LedgerError, Result},
    ledger::{Ledger, Note, NoteHead, Outcome},
    record::{Kind, Row},
};

/// Who does something, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Actor {
    /// Name of the account; none where there are no accounts.
    pub account: Option<String>,
    /// Label of the token that was used, if one was.
    pub token: Option<String>,
    /// Address that the request came from; none on the command line.
    pub address: Option<String>,
}

/// What an audit record tells. No secret is among it, and no words of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Deed {
    /// Records were added by a request.
    Write {
        /// Who asked for it.
        by: Actor,
        /// Method and path.
        request: String,
        /// Numbers of the first and the last of them.
        records: [i64; 2],
    },
    /// An account was changed.
    Account {
        /// Who changed it.
        by: Actor,
        /// Its name.
        account: String,
        /// What was done, as `added as reader`.
        change: String,
        /// When.
        at: Timestamp,
    },
    /// Somebody did not get in.
    LoginsFailed {
        /// When the first of these failed.
        since: Timestamp,
        /// When the last did.
        until: Timestamp,
        /// Whose name was given and from where.
        tries: Vec<Tries>,
        /// How many more failed, by names and addresses that are not listed.
        others: u64,
    },
}

/// Logins that failed under one name, from one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tries {
    /// The account; none if nobody is called so. What was typed is not kept, as it may be a password.
    pub account: Option<String>,
    /// Where they came from.
    pub address: String,
    /// How many.
    pub times: u64,
}

/// An audit record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Audited {
    /// Its number.
    pub record: i64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// What it tells.
    #[serde(flatten)]
    pub deed: Deed,
}

/// Whose request is being answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acting {
    /// Who asks.
    pub by: Actor,
    /// Method and path of what is asked.
    pub request: String,
}

/// An audit record that only needs to be written.
pub(crate) struct Sealed {
    pub(crate) key_id: [u8; 16],
    pub(crate) key: Key,
    pub(crate) body: Vec<u8>,
}

impl Acting {
    /// The record that tells whose these records are.
    pub(crate) fn sealed(&self, first: i64, last: i64) -> Result<Sealed> {
        let deed = Deed::Write { by: self.by.clone(), request: self.request.clone(), records: [first, last] };
        let (key_id, key) = (crypt::random::<16>()?, Key::new()?);
        let packed = body::pack(&NoteHead::default(), &[&serde_json::to_vec(&deed).unwrap_or_default()]);
        let body = key.seal(&packed, &Row::about(Kind::Audit.name(), &key_id))?;
        Ok(Sealed { key_id, key, body })
    }
}

impl Ledger {
    /// From now on whatever is written is followed, in the same transaction, by a record of who asked for it.
    pub fn act_for(&mut self, acting: Acting) {
        self.acting = Some(acting);
    }

    /// Records what was done with accounts.
    pub fn audit(&mut self, deed: &Deed, now: Timestamp) -> Result<Outcome> {
        let body = serde_json::to_vec(deed).unwrap_or_default();
        self.append_note(&Note { kind: Kind::Audit, about: None, quotes: &[], body: &body }, now)
    }

    /// All audit records as known at a time, without one all, in the order they were recorded.
    pub fn audits(&self, as_of: Option<Timestamp>) -> Result<Vec<Audited>> {
        let entries = self.notes(Kind::Audit, as_of)?.into_iter();
        let read = |entry: crate::Entry| match serde_json::from_slice(&entry.body) {
            Ok(deed) => Ok(Audited { record: entry.seq, recorded_at: entry.recorded_at, deed }),
            Err(error) => Err(LedgerError::Damaged { seq: entry.seq, problem: error.to_string() }),
        };
        entries.map(read).collect()
    }
}
