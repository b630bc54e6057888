//! One record of the ledger.

use rusqlite::{Connection, OptionalExtension, params};

use crate::{chain, crypt::sha256};

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A report as it came: its original bytes.
    Document,
    /// The parse of a document.
    Annotation,
    /// What an engine of some version read in a document.
    Reading,
    /// Something that a person decided.
    Correction,
    /// What an analyst judges, beside what is derived.
    Assessment,
    /// A brief as it was issued.
    Brief,
    /// A pack that reports were read with and that is not in the binary.
    Pack,
    /// That a document's key was destroyed, by whom and why.
    Erasure,
    /// Input that could not be read, and why.
    Quarantine,
    /// Rows of a coder's table, as they came.
    Rows,
    /// Who wrote over the network, and what was done with accounts.
    Audit,
    /// Who is to code what.
    Assignment,
    /// What somebody coded.
    Coding,
    /// What was decided where coders differ.
    Adjudication,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Document,
        Self::Annotation,
        Self::Reading,
        Self::Correction,
        Self::Assessment,
        Self::Brief,
        Self::Pack,
        Self::Erasure,
        Self::Quarantine,
        Self::Rows,
        Self::Audit,
        Self::Assignment,
        Self::Coding,
        Self::Adjudication,
    ];

    /// Those that may quote several documents under a key of their own.
    pub(crate) const QUOTING: [Self; 6] =
        [Self::Correction, Self::Assessment, Self::Brief, Self::Assignment, Self::Coding, Self::Adjudication];

    /// As it is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Annotation => "annotation",
            Self::Reading => "reading",
            Self::Correction => "correction",
            Self::Assessment => "assessment",
            Self::Brief => "brief",
            Self::Pack => "pack",
            Self::Erasure => "erasure",
            Self::Quarantine => "quarantine",
            Self::Rows => "rows",
            Self::Audit => "audit",
            Self::Assignment => "assignment",
            Self::Coding => "coding",
            Self::Adjudication => "adjudication",
        }
    }
}

/// A record without its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) seq: i64,
    pub(crate) kind: String,
    /// Microseconds since 1970, UTC.
    pub(crate) recorded_at: i64,
    pub(crate) id: Option<Vec<u8>>,
    pub(crate) subject: Option<i64>,
    pub(crate) basis: Option<Vec<u8>>,
    pub(crate) key: Vec<u8>,
    pub(crate) body_hash: [u8; 32],
    pub(crate) hash: [u8; 32],
}

impl Row {
    pub(crate) const COLUMNS: &'static str = "seq, kind, recorded_at, id, subject, basis, key, body_hash, hash";

    /// From a row of [`Row::COLUMNS`].
    pub(crate) fn from_sql(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            kind: row.get(1)?,
            recorded_at: row.get(2)?,
            id: row.get(3)?,
            subject: row.get(4)?,
            basis: row.get(5)?,
            key: row.get(6)?,
            body_hash: row.get(7)?,
            hash: row.get(8)?,
        })
    }

    /// What is authenticated with the body, so that no body opens in the place of another.
    pub(crate) fn about(kind: &str, key: &[u8]) -> Vec<u8> {
        [kind.as_bytes(), b"\0", key].concat()
    }
}

/// A record that is about to be added.
#[derive(Debug, Clone)]
pub(crate) struct NewRecord<'r> {
    pub(crate) kind: Kind,
    pub(crate) id: Option<&'r [u8]>,
    pub(crate) subject: Option<i64>,
    pub(crate) basis: Option<&'r [u8]>,
    pub(crate) key: &'r [u8],
    pub(crate) body: &'r [u8],
}

/// Where the chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct End {
    pub(crate) seq: i64,
    pub(crate) recorded_at: i64,
    pub(crate) hash: [u8; 32],
}

impl End {
    /// Of the ledger as it stands.
    pub(crate) fn read(connection: &Connection, ledger: &[u8]) -> rusqlite::Result<Self> {
        let last = connection
            .prepare_cached("SELECT seq, recorded_at, hash FROM record ORDER BY seq DESC LIMIT 1")?
            .query_row([], |row| Ok(Self { seq: row.get(0)?, recorded_at: row.get(1)?, hash: row.get(2)? }))
            .optional()?;
        Ok(last.unwrap_or_else(|| Self { seq: 0, recorded_at: i64::MIN, hash: chain::genesis(ledger) }))
    }

    /// Adds a record after it.
    pub(crate) fn append(&mut self, connection: &Connection, at: i64, new: &NewRecord<'_>) -> rusqlite::Result<i64> {
        let mut row = Row {
            seq: self.seq + 1,
            kind: new.kind.name().to_owned(),
            recorded_at: at.max(self.recorded_at),
            id: new.id.map(<[u8]>::to_vec),
            subject: new.subject,
            basis: new.basis.map(<[u8]>::to_vec),
            key: new.key.to_vec(),
            body_hash: sha256(new.body),
            hash: [0; 32],
        };
        row.hash = chain::link(&self.hash, &row);
        connection
            .prepare_cached(
                "INSERT INTO record (seq, kind, recorded_at, id, subject, basis, key, body_hash, hash, body) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                row.seq,
                row.kind,
                row.recorded_at,
                row.id,
                row.subject,
                row.basis,
                row.key,
                row.body_hash,
                row.hash,
                new.body
            ])?;
        *self = Self { seq: row.seq, recorded_at: row.recorded_at, hash: row.hash };
        Ok(row.seq)
    }
}
