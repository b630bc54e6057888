//! Reading what the ledger holds, as it was known at any time.

use fogline_reconcile::report::Report;
use jiff::Timestamp;
use rusqlite::OptionalExtension;
use serde::de::DeserializeOwned;

use crate::{
    body,
    draft::{Basis, BasisHead, DocId, DocumentHead},
    erase::Tombstone,
    error::{At, LedgerError, Result},
    ledger::{Ledger, NoteHead},
    record::{Kind, Row},
};

/// A reading of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// Number of the document's record.
    pub document: i64,
    /// Number of the reading's record.
    pub seq: i64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The versions that it rests on.
    pub basis: Basis,
    /// JSON of the contract.
    pub json: Vec<u8>,
}

impl Read {
    /// What was read.
    pub fn report(&self) -> Result<Report> {
        serde_json::from_slice(&self.json).map_err(|error| damaged(self.seq, &error.to_string()))
    }
}

/// A document as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Number of its record.
    pub seq: i64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// What the input calls it.
    pub reference: String,
    /// The original bytes.
    pub original: Vec<u8>,
    /// What it takes to read it again.
    pub source: Vec<u8>,
}

/// A correction, a brief, a pack, or something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Number of its record.
    pub seq: i64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Number of the document that it is about.
    pub document: Option<i64>,
    /// What was kept.
    pub body: Vec<u8>,
}

impl Ledger {
    /// Numbers of all documents that were not erased, with that of the newest reading of each, as known at a time; without
    /// one, now. In the order they came.
    pub fn readings(&self, as_of: Option<Timestamp>) -> Result<Vec<(i64, i64)>> {
        self.records
            .prepare_cached(
                "SELECT subject, max(seq) FROM record WHERE kind = 'reading' AND recorded_at <= ?1 \
                 AND subject NOT IN (SELECT subject FROM record WHERE kind = 'erasure' AND subject IS NOT NULL) \
                 GROUP BY subject ORDER BY subject",
            )
            .and_then(|mut statement| {
                statement.query_map([until(as_of)], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            })
            .at(&self.path)
    }

    /// The versions that the newest readings rest on, with how many rest on each, as known at a time.
    pub fn bases(&self, as_of: Option<Timestamp>) -> Result<Vec<(Basis, u64)>> {
        let found: Vec<(i64, i64)> = self
            .records
            .prepare_cached(
                "SELECT min(seq), count(*) FROM (SELECT max(seq) AS seq, basis FROM record WHERE kind = 'reading' \
                 AND recorded_at <= ?1 \
                 AND subject NOT IN (SELECT subject FROM record WHERE kind = 'erasure' AND subject IS NOT NULL) \
                 GROUP BY subject) GROUP BY basis ORDER BY 1",
            )
            .and_then(|mut statement| {
                statement.query_map([until(as_of)], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            })
            .at(&self.path)?;
        found
            .into_iter()
            .map(|(seq, count)| Ok((self.reading(seq)?.basis, count.try_into().unwrap_or_default())))
            .collect()
    }

    /// How many documents there are that were not erased.
    pub fn count_reports(&self) -> Result<usize> {
        let count: i64 = self
            .records
            .prepare_cached(
                "SELECT (SELECT count(*) FROM record WHERE kind = 'document') \
                 - (SELECT count(DISTINCT subject) FROM record WHERE kind = 'erasure' AND subject IS NOT NULL)",
            )
            .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
            .at(&self.path)?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Numbers of documents that were not erased and have a reading recorded after a record.
    pub fn read_since(&self, seq: i64) -> Result<Vec<i64>> {
        self.records
            .prepare_cached(
                "SELECT DISTINCT subject FROM record AS reading WHERE seq > ?1 AND kind = 'reading' AND NOT EXISTS \
                 (SELECT 1 FROM record WHERE kind = 'erasure' AND subject = reading.subject) ORDER BY subject",
            )
            .and_then(|mut statement| statement.query_map([seq], |row| row.get(0))?.collect())
            .at(&self.path)
    }

    /// Whether a document was erased after a record.
    pub fn erased_since(&self, seq: i64) -> Result<bool> {
        self.records
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM record WHERE kind = 'erasure' AND seq > ?1)")
            .and_then(|mut statement| statement.query_row([seq], |row| row.get(0)))
            .at(&self.path)
    }

    /// The newest reading of each document that was not erased, as known at a time, in the order the documents came. One is
    /// held in memory at a time.
    pub fn reports(&self, as_of: Option<Timestamp>) -> Result<impl Iterator<Item = Result<Read>> + '_> {
        Ok(self.readings(as_of)?.into_iter().map(|(_, reading)| self.reading(reading)))
    }

    /// A reading by its number.
    pub fn reading(&self, seq: i64) -> Result<Read> {
        let (row, head, [json]) = self.opened::<BasisHead, 1>(Kind::Reading, seq)?;
        Ok(Read { document: row.subject.unwrap_or_default(), seq, recorded_at: moment(&row)?, basis: head.basis, json })
    }

    /// The newest reading of a document, as known at a time.
    pub fn reading_of(&self, document: i64, as_of: Option<Timestamp>) -> Result<Option<Read>> {
        let seq: Option<i64> = self
            .records
            .prepare_cached("SELECT max(seq) FROM record WHERE subject = ?1 AND kind = 'reading' AND recorded_at <= ?2")
            .and_then(|mut statement| statement.query_row((document, until(as_of)), |row| row.get(0)))
            .at(&self.path)?;
        seq.map(|seq| self.reading(seq)).transpose()
    }

    /// Numbers of all readings of a document, as known at a time, the first one first, and when each was recorded.
    pub fn readings_of(&self, document: i64, as_of: Option<Timestamp>) -> Result<Vec<(i64, Timestamp)>> {
        let found: Vec<(i64, i64)> = self
            .records
            .prepare_cached(
                "SELECT seq, recorded_at FROM record WHERE subject = ?1 AND kind = 'reading' AND recorded_at <= ?2 ORDER BY seq",
            )
            .and_then(|mut statement| {
                statement.query_map((document, until(as_of)), |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            })
            .at(&self.path)?;
        let at =
            |(seq, at)| Ok((seq, Timestamp::from_microsecond(at).map_err(|error| damaged(seq, &error.to_string()))?));
        found.into_iter().map(at).collect()
    }

    /// Numbers of documents whose newest reading rests on other versions.
    pub fn read_otherwise(&self, basis: &Basis) -> Result<Vec<i64>> {
        let newest = self.readings(None)?;
        let mut other = Vec::new();
        for (document, reading) in newest {
            let hash: Option<Vec<u8>> = self
                .records
                .prepare_cached("SELECT basis FROM record WHERE seq = ?1")
                .and_then(|mut statement| statement.query_row([reading], |row| row.get(0)))
                .at(&self.path)?;
            if hash.as_deref() != Some(&basis.hash()) {
                other.push(document);
            }
        }
        Ok(other)
    }

    /// A document as it came, by its number.
    pub fn document(&self, seq: i64) -> Result<Stored> {
        let (row, head, [original, source]) = self.opened::<DocumentHead, 2>(Kind::Document, seq)?;
        Ok(Stored { seq, recorded_at: moment(&row)?, reference: head.reference, original, source })
    }

    /// The newest parse of a document that rests on these versions.
    pub fn annotation(&self, document: i64, basis: &Basis) -> Result<Option<Vec<u8>>> {
        let seq: Option<i64> = self
            .records
            .prepare_cached("SELECT max(seq) FROM record WHERE subject = ?1 AND kind = 'annotation' AND basis = ?2")
            .and_then(|mut statement| statement.query_row((document, basis.hash()), |row| row.get(0)))
            .at(&self.path)?;
        let Some(seq) = seq else { return Ok(None) };
        let (_, _, [bytes]) = self.opened::<BasisHead, 1>(Kind::Annotation, seq)?;
        Ok(Some(bytes))
    }

    /// The number of a document by its id, or by the beginning of it, eight digits at least.
    pub fn document_of(&self, id: &str) -> Result<i64> {
        let none = || LedgerError::NoDocument(id.to_owned());
        if id.len() < 8 || id.len() > 64 || !id.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(none());
        }
        let bound = |fill: &str| format!("{id}{}", fill.repeat(64 - id.len())).parse::<DocId>().map_err(|()| none());
        let found: Vec<i64> = self
            .records
            .prepare_cached("SELECT seq FROM record WHERE kind = 'document' AND id BETWEEN ?1 AND ?2 LIMIT 2")
            .and_then(|mut statement| {
                let (low, high) = (bound("0"), bound("f"));
                match (low, high) {
                    (Ok(low), Ok(high)) => statement.query_map((low.0, high.0), |row| row.get(0))?.collect(),
                    _ => Ok(Vec::new()),
                }
            })
            .at(&self.path)?;
        match found.as_slice() {
            [one] => Ok(*one),
            _ => Err(none()),
        }
    }

    /// The id of a document by its number.
    pub fn id_of(&self, document: i64) -> Result<DocId> {
        let row = self.row(document)?;
        let id = row.id.and_then(|id| id.try_into().ok());
        id.map(DocId).ok_or_else(|| LedgerError::NoDocument(document.to_string()))
    }

    /// Corrections, briefs, packs or inputs that could not be read, as known at a time, in the order they were recorded, but for
    /// those that were erased with a document.
    pub fn notes(&self, kind: Kind, as_of: Option<Timestamp>) -> Result<Vec<Entry>> {
        self.each_note(kind, as_of)?.collect()
    }

    /// The same, one after the other: one is held in memory at a time.
    pub fn each_note(&self, kind: Kind, as_of: Option<Timestamp>) -> Result<impl Iterator<Item = Result<Entry>> + '_> {
        let seqs: Vec<i64> = self
            .records
            .prepare_cached("SELECT seq FROM record WHERE kind = ?1 AND recorded_at <= ?2 ORDER BY seq")
            .and_then(|mut statement| statement.query_map((kind.name(), until(as_of)), |row| row.get(0))?.collect())
            .at(&self.path)?;
        Ok(seqs.into_iter().filter_map(move |seq| match self.note(kind, seq) {
            Err(LedgerError::Erased { .. }) => None,
            found => Some(found),
        }))
    }

    /// One of them by its number.
    pub fn note(&self, kind: Kind, seq: i64) -> Result<Entry> {
        let (row, _, [body]) = self.opened::<NoteHead, 1>(kind, seq)?;
        Ok(Entry { seq, recorded_at: moment(&row)?, document: row.subject, body })
    }

    /// How many records of each kind there are, as known at a time; without one, now.
    pub fn counts(&self, as_of: Option<Timestamp>) -> Result<Vec<(Kind, i64)>> {
        let count = |kind: Kind| {
            self.records
                .prepare_cached("SELECT count(*) FROM record WHERE kind = ?1 AND recorded_at <= ?2")
                .and_then(|mut statement| statement.query_row((kind.name(), until(as_of)), |row| row.get(0)))
                .at(&self.path)
        };
        Kind::ALL.into_iter().map(|kind| Ok((kind, count(kind)?))).collect()
    }

    /// When the first and the last record were made; none where there are none.
    pub fn recorded_between(&self) -> Result<Option<[Timestamp; 2]>> {
        let end = self.end()?.seq;
        if end == 0 {
            return Ok(None);
        }
        Ok(Some([moment(&self.row(1)?)?, moment(&self.row(end)?)?]))
    }

    /// The number of the last record at a time. Times never go back, so half of what is left is ruled out at each look.
    pub(crate) fn last_at(&self, as_of: Option<Timestamp>) -> Result<i64> {
        let (mut known, mut unknown) = (0, self.end()?.seq + 1);
        let until = until(as_of);
        while unknown - known > 1 {
            let middle = known + (unknown - known) / 2;
            if self.row(middle)?.recorded_at <= until { known = middle } else { unknown = middle }
        }
        Ok(known)
    }

    /// A record without its body.
    pub(crate) fn row(&self, seq: i64) -> Result<Row> {
        self.records
            .prepare_cached(&format!("SELECT {} FROM record WHERE seq = ?1", Row::COLUMNS))
            .and_then(|mut statement| statement.query_row([seq], Row::from_sql).optional())
            .at(&self.path)?
            .ok_or_else(|| LedgerError::NoDocument(seq.to_string()))
    }

    pub(crate) fn body(&self, seq: i64) -> Result<Vec<u8>> {
        self.records
            .prepare_cached("SELECT body FROM record WHERE seq = ?1")
            .and_then(|mut statement| statement.query_row([seq], |row| row.get(0)))
            .at(&self.path)
    }

    /// A record of some kind, decrypted and unpacked.
    pub(crate) fn opened<H: DeserializeOwned, const N: usize>(
        &self,
        kind: Kind,
        seq: i64,
    ) -> Result<(Row, H, [Vec<u8>; N])> {
        let row = self.row(seq)?;
        if row.kind != kind.name() {
            return Err(LedgerError::NoDocument(seq.to_string()));
        }
        let Some(key) = self.keys.get(&row.key)? else {
            let name =
                row.id.clone().and_then(|id| id.try_into().ok()).map_or(seq.to_string(), |id| DocId(id).to_string());
            return Err(self.gone(row.subject.unwrap_or(seq), &name));
        };
        let plain = key
            .open(&self.body(seq)?, &Row::about(&row.kind, &row.key))
            .ok_or_else(|| damaged(seq, "it, or its key, was changed"))?;
        let unpacked = body::unpack::<H>(&plain)
            .and_then(|(head, parts)| Some((head, <[Vec<u8>; N]>::try_from(parts).ok()?)))
            .ok_or_else(|| damaged(seq, "its form is not known"))?;
        Ok((row, unpacked.0, unpacked.1))
    }

    /// Why a record has no key.
    pub(crate) fn gone(&self, document: i64, name: &str) -> LedgerError {
        match self.tombstone(document) {
            Ok(Some((at, Tombstone { reason, .. }))) => LedgerError::Erased { document: name.to_owned(), at, reason },
            Ok(None) => damaged(document, "its key is gone, and no record says that it was erased"),
            Err(error) => error,
        }
    }
}

fn damaged(seq: i64, problem: &str) -> LedgerError {
    LedgerError::Damaged { seq, problem: problem.to_owned() }
}

fn until(as_of: Option<Timestamp>) -> i64 {
    as_of.map_or(i64::MAX, Timestamp::as_microsecond)
}

pub(crate) fn moment(row: &Row) -> Result<Timestamp> {
    Timestamp::from_microsecond(row.recorded_at).map_err(|error| damaged(row.seq, &error.to_string()))
}
