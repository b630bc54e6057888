//! Whether the ledger is as it was written.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use crate::{
    body, chain,
    crypt::sha256,
    draft::DocId,
    error::Result,
    ledger::Ledger,
    record::{Kind, Row},
};

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Records that were looked at.
    pub records: i64,
    /// Documents that were erased, by their numbers: their keys are gone, and a record says so.
    pub erased: Vec<i64>,
    /// The head of the chain.
    pub head: String,
    /// How a head that was written down elsewhere stands to it.
    pub against: Option<HeadCheck>,
    /// Whatever is not as it was written; empty if all is well.
    pub findings: Vec<Finding>,
}

impl Verified {
    /// Whether all is as it was written.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty() && self.against != Some(HeadCheck::NotInChain)
    }
}

/// How a head from elsewhere stands to the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadCheck {
    /// It is the head after this record: all up to it is as it was when the head was written down.
    After(i64),
    /// No record has this hash: the chain was written anew, or cut, or the head is that of another ledger.
    NotInChain,
}

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Number of the record; `None` for what belongs to no one record.
    pub record: Option<i64>,
    /// What is wrong.
    pub problem: String,
}

/// Faults of a file that are told at most.
const TOLD: usize = 20;

/// What SQLite finds wrong with a file.
pub(crate) fn integrity(connection: &Connection) -> Vec<String> {
    let found = connection.prepare(&format!("PRAGMA integrity_check({TOLD})")).and_then(|mut statement| {
        statement.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()
    });
    match found {
        Ok(lines) => lines.into_iter().filter(|line| line != "ok").collect(),
        Err(error) => vec![error.to_string()],
    }
}

impl Ledger {
    /// Checks the files, every record's hash and place in the chain, that every key opens what it should, that every
    /// document's bytes have its id, and whether a head written down elsewhere lies in the chain.
    ///
    /// Without such a head, someone who can write the files can also write the whole chain anew.
    pub fn verify(&self, head: Option<&str>) -> Result<Verified> {
        let mut findings = Vec::new();
        let told = |file: &str, problems: Vec<String>| {
            problems
                .into_iter()
                .map(move |problem| Finding { record: None, problem: format!("{file}: {problem}") })
                .collect::<Vec<_>>()
        };
        findings.extend(told(crate::ledger::FILE, integrity(&self.records)));
        findings.extend(told(crate::keys::FILE, self.keys.problems()));
        let wanted = head.map(|head| head.trim().to_ascii_lowercase());
        let mut walk = Walk {
            ledger: self,
            previous: chain::genesis(&self.id),
            recorded_at: i64::MIN,
            erased: BTreeSet::new(),
            with: BTreeSet::new(),
            findings,
        };
        walk.tombstones();
        let start = DocId(walk.previous).to_string();
        let mut against =
            wanted.as_ref().map(|wanted| if *wanted == start { HeadCheck::After(0) } else { HeadCheck::NotInChain });
        let last = self.last();
        for seq in 1..=last {
            walk.step(seq);
            if wanted.as_deref() == Some(&DocId(walk.previous).to_string()) {
                against = Some(HeadCheck::After(seq));
            }
        }
        Ok(Verified {
            records: last,
            erased: walk.erased.into_iter().collect(),
            head: DocId(walk.previous).to_string(),
            against,
            findings: walk.findings,
        })
    }

    /// The greatest number there is, by whatever of the file can still be read.
    fn last(&self) -> i64 {
        let ask = |sql: &str| self.records.query_row(sql, [], |row| row.get::<_, Option<i64>>(0)).ok().flatten();
        ask("SELECT max(seq) FROM record")
            .max(ask("SELECT max(seq) FROM record INDEXED BY record_kind WHERE kind > ''"))
            .unwrap_or(0)
    }
}

/// On the way along the chain.
struct Walk<'l> {
    ledger: &'l Ledger,
    previous: [u8; 32],
    recorded_at: i64,
    /// Documents that were erased.
    erased: BTreeSet<i64>,
    /// Records that went with them.
    with: BTreeSet<i64>,
    findings: Vec<Finding>,
}

impl Walk<'_> {
    fn tombstones(&mut self) {
        let erasures = self.ledger.records.prepare("SELECT seq, subject FROM record WHERE kind = 'erasure'").and_then(
            |mut statement| {
                let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(1)?)))?;
                rows.collect::<rusqlite::Result<Vec<_>>>()
            },
        );
        // What cannot be read here is told when its record is reached.
        for (seq, document) in erasures.unwrap_or_default() {
            self.erased.extend(document);
            if let Ok((_, tombstone, [])) = self.ledger.opened::<crate::erase::Tombstone, 0>(Kind::Erasure, seq) {
                self.with.extend(tombstone.with);
            }
        }
    }

    fn tell(&mut self, seq: i64, problem: impl Into<String>) {
        self.findings.push(Finding { record: Some(seq), problem: problem.into() });
    }

    fn step(&mut self, seq: i64) {
        let read = self
            .ledger
            .records
            .prepare_cached(&format!("SELECT {}, body FROM record WHERE seq = ?1", Row::COLUMNS))
            .and_then(|mut statement| {
                statement.query_row([seq], |row| Ok((Row::from_sql(row)?, row.get::<_, Vec<u8>>(9)?))).optional()
            });
        let (row, body) = match read {
            Ok(Some(found)) => found,
            Ok(None) => return self.tell(seq, "it is missing"),
            Err(error) => {
                // So that those after it are still judged by the hash that it had, if that can be read.
                if let Ok(hash) =
                    self.ledger.records.query_row("SELECT hash FROM record WHERE seq = ?1", [seq], |row| row.get(0))
                {
                    self.previous = hash;
                }
                return self.tell(seq, format!("it cannot be read: {error}"));
            }
        };
        if sha256(&body) != row.body_hash {
            self.tell(seq, "what it holds was changed");
        }
        if chain::link(&self.previous, &row) != row.hash {
            self.tell(seq, "it, or the record before it, is not the one that was chained here");
        }
        if row.recorded_at < self.recorded_at {
            self.tell(seq, "it is dated before the record that it follows");
        }
        self.previous = row.hash;
        self.recorded_at = row.recorded_at;
        if let Err(problem) = self.open(&row, &body) {
            self.tell(seq, problem);
        }
    }

    /// Whether its key opens it, and it holds what its id says.
    fn open(&self, row: &Row, body: &[u8]) -> Result<(), String> {
        let key = self.ledger.keys.get(&row.key).map_err(|error| error.to_string())?;
        let erased = self.erased.contains(&row.subject.unwrap_or(row.seq)) || self.with.contains(&row.seq);
        let Some(key) = key else {
            return if erased && row.kind != Kind::Erasure.name() {
                Ok(())
            } else {
                Err("its key is gone, and no record says that it was erased".to_owned())
            };
        };
        let plain = key
            .open(body, &Row::about(&row.kind, &row.key))
            .ok_or("its key does not open it: the key, or what it holds, was changed")?;
        if row.kind == Kind::Document.name() {
            let (_, parts) = body::unpack::<serde_json::Value>(&plain).ok_or("its form is not known")?;
            if parts.first().map(|original| sha256(original).to_vec()) != row.id {
                return Err("its bytes do not have its id".to_owned());
            }
        }
        Ok(())
    }
}
