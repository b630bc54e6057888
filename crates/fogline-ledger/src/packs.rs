//! The packs by which a ledger's reports are understood: those of the binary, and those that it was read with besides.
//!
//! A pack of which the binary does not have the same content is kept as a record of its own, so that sides, blocs, labels
//! and agreements are known wherever the ledger goes. What was kept last under an id holds from then on, also in the place of
//! a pack of the binary.

use std::{borrow::Cow, collections::BTreeMap};

use fogline::packs::Pack;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;

use crate::{
    error::{LedgerError, Result},
    ledger::{Ledger, Note},
    record::Kind,
};

/// Contents of a pack's files by name.
type Files = BTreeMap<String, Cow<'static, str>>;

/// A pack as it is kept.
#[derive(Debug, Deserialize)]
struct Kept {
    id: String,
    files: Files,
}

impl Ledger {
    /// The packs that are known to it at a time; without one, now. Those of the binary come first, in their order.
    pub fn packs(&self, as_of: Option<Timestamp>) -> Result<Vec<Pack>> {
        let mut packs = Pack::bundled()?.to_vec();
        for own in self.kept_packs(as_of)? {
            let pack = Pack::parse(&own.id, own.files)?;
            match packs.iter_mut().find(|known| known.id == pack.id) {
                Some(known) => *known = pack,
                None => packs.push(pack),
            }
        }
        Ok(packs)
    }

    /// Keeps a pack, if it is other than what is known under its id. Tells whether it did.
    pub fn keep_pack(&mut self, pack: &Pack, now: Timestamp) -> Result<bool> {
        let own = self.kept_packs(None)?.into_iter().find(|own| own.id == pack.id);
        let known = match &own {
            Some(own) => Some(&own.files),
            None => Pack::bundled()?.iter().find(|bundled| bundled.id == pack.id).map(|bundled| &bundled.files),
        };
        if known == Some(&pack.files) {
            return Ok(false);
        }
        let body = json!({ "id": pack.id, "files": pack.files }).to_string();
        self.append_note(&Note { kind: Kind::Pack, about: None, quotes: &[], body: body.as_bytes() }, now)?;
        Ok(true)
    }

    /// The newest record of each pack, in the order in which their ids were first kept.
    fn kept_packs(&self, as_of: Option<Timestamp>) -> Result<Vec<Kept>> {
        let mut newest: Vec<Kept> = Vec::new();
        for entry in self.notes(Kind::Pack, as_of)? {
            let kept: Kept = serde_json::from_slice(&entry.body)
                .map_err(|error| LedgerError::Damaged { seq: entry.seq, problem: error.to_string() })?;
            match newest.iter_mut().find(|known| known.id == kept.id) {
                Some(known) => *known = kept,
                None => newest.push(kept),
            }
        }
        Ok(newest)
    }
}
