//! The full-text index, and what is known of each document at a glance.

use fogline_reconcile::report;
use rusqlite::params;
use serde::{Deserialize, Serialize, de::IgnoredAny};

use super::{Derived, at_most};
use crate::{
    error::{At, Result},
    text::{self, Query},
    veil::Veil,
};

/// What of a reading goes into the index.
#[derive(Deserialize)]
struct Reading {
    document: Document,
    #[serde(default)]
    statements: Vec<IgnoredAny>,
    #[serde(default)]
    unread: Vec<IgnoredAny>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Document {
    #[serde(rename = "ref")]
    reference: String,
    title: Option<String>,
    outlet: Option<String>,
    side: Option<String>,
    published: Option<String>,
    lang: Option<String>,
    text: String,
    segments: Vec<report::Segment>,
    sentences: Vec<report::Sentence>,
}

/// A document at a glance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Facts {
    pub(crate) outlet: Option<String>,
    pub(crate) side: Option<String>,
    pub(crate) lang: Option<String>,
    /// Sentences of its body.
    pub(crate) sentences: u64,
    /// Those that gave nothing.
    pub(crate) unread: u64,
    pub(crate) statements: u64,
}

impl Facts {
    /// Of a reading; of one that cannot be understood nothing is known.
    pub(crate) fn of(reading: &[u8]) -> Self {
        Self::told(&understood(reading))
    }

    fn told(reading: &Reading) -> Self {
        let document = &reading.document;
        let in_body = |at: usize| {
            document.segments.iter().any(|segment| segment.kind == "body" && segment.start <= at && at < segment.end)
        };
        Self {
            outlet: document.outlet.clone(),
            side: document.side.clone(),
            lang: document.lang.clone(),
            sentences: document.sentences.iter().filter(|sentence| in_body(sentence.start)).count() as u64,
            unread: reading.unread.len() as u64,
            statements: reading.statements.len() as u64,
        }
    }
}

/// A reading; one that cannot be understood is as if it were empty.
fn understood(reading: &[u8]) -> Reading {
    serde_json::from_slice(reading).unwrap_or(Reading {
        document: Document::default(),
        statements: Vec::new(),
        unread: Vec::new(),
    })
}

/// A document as the index takes it, under the veil.
#[derive(Debug, Clone)]
pub(crate) struct IndexEntry {
    reference: Vec<u8>,
    lang: Option<String>,
    published: Option<i64>,
    body: Vec<u8>,
    words: String,
}

impl IndexEntry {
    /// Of a reading; one that cannot be understood is indexed as empty.
    pub(crate) fn new(reading: &[u8], veil: &Veil) -> Result<Self> {
        let reading = understood(reading);
        let facts = Facts::told(&reading);
        let document = reading.document;
        let mut words = text::indexed(&document.text, veil);
        // A headline that is no part of the text is found too.
        if let Some(title) = document.title.filter(|title| !document.text.contains(title.as_str())) {
            words.push(' ');
            words.push_str(&text::indexed(&title, veil));
        }
        Ok(Self {
            reference: veil.name(&document.reference),
            lang: document.lang,
            published: document.published.as_deref().and_then(day_number),
            body: veil.cover(&serde_json::to_vec(&facts).unwrap_or_default())?,
            words,
        })
    }
}

/// Days since 1970 of a moment, on its own clock.
pub(crate) fn day_number(moment: &str) -> Option<i64> {
    let day = report::day(moment)?.to_string();
    report::seconds(&day).map(|seconds| seconds.div_euclid(86_400))
}

/// Documents that are weighed against one another at most.
const WEIGHED: i64 = 30_000;

/// What a search is narrowed by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Narrow<'n> {
    pub(crate) lang: Option<&'n str>,
    /// Days since 1970, both included.
    pub(crate) since: Option<i64>,
    pub(crate) until: Option<i64>,
    /// The last document that was known.
    pub(crate) last: i64,
    pub(crate) from: usize,
    pub(crate) limit: usize,
}

impl Narrow<'_> {
    /// The rows that a query finds. Documents need not be looked at if nothing asks for what is known of them.
    fn matching(&self) -> &'static str {
        if self.lang.is_none() && self.since.is_none() && self.until.is_none() {
            return "FROM words WHERE words MATCH ?1 AND words.rowid <= ?5";
        }
        "FROM words JOIN doc ON doc.seq = words.rowid WHERE words MATCH ?1 AND (?2 IS NULL OR doc.lang = ?2) \
         AND (?3 IS NULL OR doc.published >= ?3) AND (?4 IS NULL OR doc.published <= ?4) AND words.rowid <= ?5"
    }
}

impl Derived {
    /// Puts a document into the index, in the place of what stood there of it.
    pub(crate) fn index(&mut self, doc: i64, entry: &IndexEntry) -> Result<()> {
        self.run(
            "INSERT OR REPLACE INTO doc (seq, ref, lang, published, body) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![doc, entry.reference, entry.lang, entry.published, entry.body],
        )?;
        self.run("INSERT OR REPLACE INTO words (rowid, stem) VALUES (?1, ?2)", params![doc, entry.words])
    }

    /// Takes everything out of the index.
    pub(crate) fn unindex(&mut self) -> Result<()> {
        self.run("DELETE FROM doc", [])?;
        self.run("INSERT INTO words (words) VALUES ('delete-all')", [])
    }

    /// Numbers of the documents that a query finds, of so many in all: the best first by BM25, or the latest first where
    /// there are so many that the words tell little and weighing them all takes long.
    pub(crate) fn search(&self, query: &Query, narrow: &Narrow<'_>, total: i64) -> Result<Vec<i64>> {
        let order = if total > WEIGHED {
            "ORDER BY words.rowid DESC LIMIT ?6 OFFSET ?7"
        } else {
            "ORDER BY words.rank, words.rowid LIMIT ?6 OFFSET ?7"
        };
        self.column(
            &format!("SELECT words.rowid {} {order}", narrow.matching()),
            params![
                query.fts(&self.veil)?,
                narrow.lang,
                narrow.since,
                narrow.until,
                narrow.last,
                at_most(narrow.limit),
                at_most(narrow.from)
            ],
        )
    }

    /// How many documents a query finds.
    pub(crate) fn count(&self, query: &Query, narrow: &Narrow<'_>) -> Result<i64> {
        let found = self.column(
            &format!("SELECT count(*) {}", narrow.matching()),
            params![query.fts(&self.veil)?, narrow.lang, narrow.since, narrow.until, narrow.last],
        )?;
        Ok(found.first().copied().unwrap_or_default())
    }

    /// The documents that the input calls so.
    pub(crate) fn docs_named(&self, reference: &str) -> Result<Vec<i64>> {
        self.column("SELECT seq FROM doc WHERE ref = ?1 ORDER BY seq", [self.veil.name(reference)])
    }

    /// Whether the input calls another document as it calls this one, of those up to a number.
    pub(crate) fn shares_name(&self, doc: i64, last: i64) -> Result<bool> {
        let shares: Vec<bool> = self.column(
            "SELECT EXISTS (SELECT 1 FROM doc WHERE ref = (SELECT ref FROM doc WHERE seq = ?1) AND seq <> ?1 AND seq <= ?2)",
            [doc, last],
        )?;
        Ok(shares.contains(&true))
    }

    /// The other documents that the input calls as it calls this one.
    pub(crate) fn docs_named_like(&self, doc: i64) -> Result<Vec<i64>> {
        self.column("SELECT seq FROM doc WHERE ref = (SELECT ref FROM doc WHERE seq = ?1) AND seq <> ?1", [doc])
    }

    /// Every document at a glance.
    pub(crate) fn all_facts(&self) -> Result<Vec<Facts>> {
        let bodies = self.bodies("SELECT body FROM doc ORDER BY seq", [])?;
        Ok(bodies.iter().map(|body| serde_json::from_slice(body).unwrap_or_default()).collect())
    }

    /// What SQLite finds wrong with the index.
    pub(crate) fn check_index(&self) -> Result<()> {
        self.connection.execute_batch("INSERT INTO words (words) VALUES ('integrity-check')").at(&self.path)
    }
}
