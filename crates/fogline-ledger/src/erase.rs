//! Erasing a document: its key is destroyed, and with it whatever holds its words. A tombstone stays.

use jiff::Timestamp;
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};

use crate::{
    body,
    crypt::{self, Key},
    derived::Derived,
    draft::DocId,
    error::{At, LedgerError, Result},
    history::moment,
    ledger::{Ledger, NoteHead},
    record::{Kind, NewRecord, Row},
};

/// What stays of an erased document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tombstone {
    /// Its id.
    pub(crate) id: String,
    /// Why.
    pub(crate) reason: String,
    /// Who did it.
    pub(crate) by: String,
    /// Numbers of records that quoted it and went with it.
    pub(crate) with: Vec<i64>,
}

/// What was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// Number of the record that says so.
    pub seq: i64,
    /// Numbers of the records that can no longer be opened: the document and what was read in it.
    pub records: Vec<i64>,
    /// Numbers of briefs, corrections and records of coding that quoted it and were erased with it.
    pub quoting: Vec<i64>,
}

impl Ledger {
    /// Erases a document: destroys its key and those of briefs, corrections and records of coding that quote it. The record of the erasure
    /// comes first, so that a run that is cut off is completed when the ledger is next opened.
    pub fn erase(&mut self, id: DocId, reason: &str, by: &str, now: Timestamp) -> Result<Erased> {
        self.must_write()?;
        let (document, _) = self.key_of(id)?;
        let quoting = self.quoting(document)?;
        let tombstone =
            Tombstone { id: id.to_string(), reason: reason.to_owned(), by: by.to_owned(), with: quoting.clone() };
        let own = crypt::random::<16>()?;
        let key = Key::new()?;
        let sealed = key.seal(&body::pack(&tombstone, &[]), &Row::about(Kind::Erasure.name(), &own))?;
        self.keys.put([(own.as_slice(), key)])?;
        let record =
            NewRecord { kind: Kind::Erasure, id: None, subject: Some(document), basis: None, key: &own, body: &sealed };
        let seq = self.write(|transaction, end| end.append(transaction, now.as_microsecond(), &record))?;
        self.destroy(document, &quoting)?;
        let records = self
            .records
            .prepare_cached("SELECT seq FROM record WHERE key = ?1 AND (seq = ?2 OR subject = ?2) ORDER BY seq")
            .and_then(|mut statement| statement.query_map((id.0, document), |row| row.get(0))?.collect())
            .at(&self.path)?;
        Ok(Erased { seq, records, quoting })
    }

    /// Completes erasures that were cut off between their record and the destruction of the keys.
    pub(crate) fn finish_erasures(&mut self) -> Result<()> {
        let erased: Vec<(i64, i64)> = self
            .records
            .prepare_cached("SELECT seq, subject FROM record WHERE kind = 'erasure' AND subject IS NOT NULL")
            .and_then(|mut statement| statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .at(&self.path)?;
        let any = !erased.is_empty();
        for (seq, document) in erased {
            let with = self.opened::<Tombstone, 0>(Kind::Erasure, seq)?.1.with;
            let mut left = self.keys.holds(&self.row(document)?.key)?
                || self.derived.as_ref().is_some_and(|derived| derived.holds(document).unwrap_or(true));
            for quoting in &with {
                left |= self.keys.holds(&self.row(*quoting)?.key)?;
            }
            if left {
                self.destroy(document, &with)?;
            }
        }
        // A log that others were reading when something was erased; where they still are, it is left for the next time.
        match self.derived.as_ref().filter(|_| any).map(Derived::settle_if_unread) {
            Some(Err(LedgerError::BeingRead(_))) | None => Ok(()),
            Some(settled) => settled,
        }
    }

    fn destroy(&mut self, document: i64, quoting: &[i64]) -> Result<()> {
        let mut keys = Vec::new();
        for seq in std::iter::once(&document).chain(quoting) {
            keys.push(self.row(*seq)?.key);
        }
        if let Some(derived) = &mut self.derived {
            derived.forget(document)?;
        }
        self.keys.destroy(&keys)?;
        self.derived.as_ref().map_or(Ok(()), Derived::settle)
    }

    /// Notes under keys of their own that quote a document.
    fn quoting(&self, document: i64) -> Result<Vec<i64>> {
        let mut quoting = Vec::new();
        for kind in Kind::QUOTING {
            let seqs: Vec<i64> = self
                .records
                .prepare_cached("SELECT seq FROM record WHERE kind = ?1 AND subject IS NOT ?2")
                .and_then(|mut statement| statement.query_map((kind.name(), document), |row| row.get(0))?.collect())
                .at(&self.path)?;
            for seq in seqs {
                let is_there = self.keys.holds(&self.row(seq)?.key)?;
                if is_there && self.opened::<NoteHead, 1>(kind, seq)?.1.quotes.contains(&document) {
                    quoting.push(seq);
                }
            }
        }
        quoting.sort_unstable();
        Ok(quoting)
    }

    /// When and why a record's key was destroyed, if it was by an erasure: of its document, or of one that it quotes.
    pub(crate) fn tombstone(&self, seq: i64) -> Result<Option<(Timestamp, Tombstone)>> {
        let direct: Option<i64> = self
            .records
            .prepare_cached("SELECT seq FROM record WHERE subject = ?1 AND kind = 'erasure'")
            .and_then(|mut statement| statement.query_row([seq], |row| row.get(0)).optional())
            .at(&self.path)?;
        if let Some(erasure) = direct {
            let (row, tombstone, []) = self.opened::<Tombstone, 0>(Kind::Erasure, erasure)?;
            return Ok(Some((moment(&row)?, tombstone)));
        }
        let all: Vec<i64> = self
            .records
            .prepare_cached("SELECT seq FROM record WHERE kind = 'erasure'")
            .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
            .at(&self.path)?;
        for erasure in all {
            let (row, tombstone, []) = self.opened::<Tombstone, 0>(Kind::Erasure, erasure)?;
            if tombstone.with.contains(&seq) {
                return Ok(Some((moment(&row)?, tombstone)));
            }
        }
        Ok(None)
    }
}
