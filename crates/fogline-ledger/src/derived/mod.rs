//! What is computed from the records and can be computed again: kept in a file of its own, which may be deleted.
//!
//! Full text is kept here by the ledger itself; mentions, incidents and copies by whoever computes them. Each part says
//! with which rules it was made and up to which record ([`Derived::built`]), so that one that stayed behind, or was made
//! with other rules, is noticed and made again.

mod incidents;
mod items;
mod mentions;
mod packed;
mod words;

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OptionalExtension, backup::Backup, params};

pub use incidents::{Filter, Gists, IncidentRow};
pub(crate) use words::{Facts, IndexEntry, Narrow, day_number};

use crate::{
    error::{At, LedgerError, Result},
    store::{Mode, PATIENCE, Schema},
    veil::Veil,
};

/// A part that the disk has not is made again, so a commit need not wait for it.
const SCHEMA: Schema = Schema {
    steps: &[
        include_str!("../../migrations/derived.001.sql"),
        include_str!("../../migrations/derived.002.sql"),
        include_str!("../../migrations/derived.003.sql"),
        include_str!("../../migrations/derived.004.sql"),
    ],
    pragmas: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON; \
              PRAGMA cache_size = -32000;",
};

/// Between two tries to copy what somebody else holds.
const PAUSE: Duration = Duration::from_millis(100);

/// The file's name.
pub(crate) const FILE: &str = "derived.sqlite";

/// The open file.
#[derive(Debug)]
pub struct Derived {
    path: PathBuf,
    connection: Connection,
    veil: Veil,
}

/// How far a part has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The rules that made it.
    pub rules: String,
    /// The last record that it has taken in.
    pub upto: i64,
    /// Counts its changes.
    pub revision: i64,
}

impl Derived {
    /// Opens the file to write. One that is missing, damaged, of another version or of another ledger is made anew, empty.
    pub(crate) fn open(path: &Path, ledger: &[u8], veil: Veil) -> Result<Self> {
        if path.exists()
            && let Ok(connection) = SCHEMA.open(path, Mode::Write)
            && belongs(&connection, ledger)
        {
            return Ok(Self { path: path.to_owned(), connection, veil });
        }
        for suffix in ["", "-wal", "-shm"] {
            let mut file = path.as_os_str().to_owned();
            file.push(suffix);
            if Path::new(&file).exists() {
                fs::remove_file(&file).at(path)?;
            }
        }
        let connection = SCHEMA.open(path, Mode::Create)?;
        connection.execute("INSERT INTO ledger (id) VALUES (?1)", [ledger]).at(path)?;
        Ok(Self { path: path.to_owned(), connection, veil })
    }

    /// Opens the file to look into it; `None` if it is missing or cannot be used.
    pub(crate) fn open_read_only(path: &Path, ledger: &[u8], veil: Veil) -> Option<Self> {
        let connection = path.exists().then(|| SCHEMA.open(path, Mode::Read).ok()).flatten()?;
        SCHEMA.is_current(&connection).then_some(())?;
        belongs(&connection, ledger).then(|| Self { path: path.to_owned(), connection, veil })
    }

    /// One in a file without a name, for what was known at another time: gone when it is closed.
    pub(crate) fn passing(veil: Veil) -> Result<Self> {
        Ok(Self { path: PathBuf::from("a temporary file"), connection: SCHEMA.passing()?, veil })
    }

    /// The same, holding what this one holds as it sees it.
    pub(crate) fn copied(&self) -> Result<Self> {
        let mut made = Self::passing(self.veil.clone())?;
        Backup::new(&self.connection, &mut made.connection)
            .and_then(|backup| backup.run_to_completion(i32::MAX, PAUSE, None))
            .at(&made.path)?;
        Ok(made)
    }

    /// Sees what is there now until it is let go, whatever others write.
    pub(crate) fn hold(&self) -> Result<()> {
        self.connection.execute_batch("BEGIN; SELECT count(*) FROM built").at(&self.path)
    }

    /// Sees what is there whenever it is asked.
    pub(crate) fn let_go(&self) -> Result<()> {
        if self.connection.is_autocommit() { Ok(()) } else { self.connection.execute_batch("ROLLBACK").at(&self.path) }
    }

    /// How far a part has come; `None` if it was never made.
    pub fn built(&self, what: &str) -> Result<Option<Built>> {
        self.connection
            .prepare_cached("SELECT rules, upto, revision FROM built WHERE what = ?1")
            .and_then(|mut statement| {
                statement
                    .query_row([what], |row| Ok(Built { rules: row.get(0)?, upto: row.get(1)?, revision: row.get(2)? }))
                    .optional()
            })
            .at(&self.path)
    }

    /// Notes how far a part has come, in the same transaction as what was added to it; its revision grows by one.
    pub fn set_built(&mut self, what: &str, rules: &str, upto: i64) -> Result<()> {
        self.run(
            "INSERT INTO built (what, rules, upto, revision) VALUES (?1, ?2, ?3, 1) ON CONFLICT (what) \
             DO UPDATE SET rules = ?2, upto = ?3, revision = revision + 1",
            params![what, rules, upto],
        )
    }

    /// Forgets that a part was ever made; whoever makes it begins anew.
    pub fn unset_built(&mut self, what: &str) -> Result<()> {
        self.run("DELETE FROM built WHERE what = ?1", [what])
    }

    /// Does several things in one transaction: all of them or none. Within another it is part of that one.
    pub fn atomically<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if !self.connection.is_autocommit() {
            return work(self);
        }
        self.connection.execute_batch("BEGIN IMMEDIATE").at(&self.path)?;
        match work(self) {
            Ok(done) => {
                self.connection.execute_batch("COMMIT").at(&self.path)?;
                Ok(done)
            }
            Err(error) => {
                // A failure that has already rolled back has nothing more to undo.
                let _ = self.connection.execute_batch("ROLLBACK");
                Err(error)
            }
        }
    }

    /// Does several things, tells what came of them, and leaves everything as it was.
    pub fn tried_out<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.connection.execute_batch("BEGIN IMMEDIATE").at(&self.path)?;
        let tried = work(self);
        self.connection.execute_batch("ROLLBACK").at(&self.path)?;
        tried
    }

    /// Takes away whatever holds words of a document, and leaves nothing of it in the file. The incidents of its
    /// blocks go too, as they may quote it; the blocks are marked to be computed again.
    pub(crate) fn forget(&mut self, doc: i64) -> Result<()> {
        self.atomically(|derived| {
            derived.forget_incidents_beside(doc)?;
            derived.leave_out(doc)?;
            derived.run("DELETE FROM words WHERE rowid = ?1", [doc])?;
            derived.run("DELETE FROM doc WHERE seq = ?1", [doc])
        })?;
        // The index only notes what was taken out of it until its parts are merged.
        self.connection
            .execute_batch(
                "INSERT INTO words (words) VALUES ('optimize'); \
                 INSERT INTO incident_words (incident_words) VALUES ('optimize');",
            )
            .at(&self.path)
    }

    /// Empties the log into the file, so that nothing stands in it that was taken away.
    pub(crate) fn settle(&self) -> Result<()> {
        let busy: i64 =
            self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).at(&self.path)?;
        if busy == 0 {
            return Ok(());
        }
        Err(LedgerError::BeingRead(self.path.clone()))
    }

    /// The same where nobody reads in the log, without waiting until they have ended.
    pub(crate) fn settle_if_unread(&self) -> Result<()> {
        self.connection.busy_timeout(Duration::ZERO).at(&self.path)?;
        let settled = self.settle();
        self.connection.busy_timeout(PATIENCE).at(&self.path)?;
        settled
    }

    /// Whether anything of a document is there.
    pub(crate) fn holds(&self, doc: i64) -> Result<bool> {
        let count: i64 = self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM doc WHERE seq = ?1) + EXISTS (SELECT 1 FROM mention WHERE doc = ?1) + \
                 EXISTS (SELECT 1 FROM item WHERE doc = ?1) + EXISTS (SELECT 1 FROM copy_key WHERE doc = ?1)",
            )
            .and_then(|mut statement| statement.query_row([doc], |row| row.get(0)))
            .at(&self.path)?;
        Ok(count > 0)
    }

    fn run(&self, sql: &str, params: impl rusqlite::Params) -> Result<()> {
        self.connection.prepare_cached(sql).and_then(|mut statement| statement.execute(params)).at(&self.path)?;
        Ok(())
    }

    /// The first column of all rows.
    fn column<T: rusqlite::types::FromSql>(&self, sql: &str, params: impl rusqlite::Params) -> Result<Vec<T>> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map(params, |row| row.get(0))?.collect())
            .at(&self.path)
    }

    /// The bodies of all rows, uncovered.
    fn bodies(&self, sql: &str, params: impl rusqlite::Params) -> Result<Vec<Vec<u8>>> {
        self.column::<Vec<u8>>(sql, params)?.into_iter().map(|body| self.uncover(body)).collect()
    }

    /// What is packed in all rows, in their order.
    fn unpacked(&self, sql: &str, params: impl rusqlite::Params) -> Result<Vec<Vec<u8>>> {
        let mut out = Vec::new();
        for row in self.column(sql, params)? {
            out.extend(self.unpack(row)?);
        }
        Ok(out)
    }

    /// Bodies as they are stored in one row.
    fn pack(&self, bodies: &[&[u8]]) -> Result<Vec<u8>> {
        self.veil.cover(&packed::pack(bodies))
    }

    fn unpack(&self, row: Vec<u8>) -> Result<Vec<Vec<u8>>> {
        packed::unpack(&self.uncover(row)?).ok_or_else(|| self.corrupt())
    }

    fn uncover(&self, body: Vec<u8>) -> Result<Vec<u8>> {
        self.veil.uncover(body).ok_or_else(|| self.corrupt())
    }

    fn corrupt(&self) -> LedgerError {
        LedgerError::Corrupt {
            path: self.path.clone(),
            problem: "a body does not open; delete the file, and it is computed again".to_owned(),
        }
    }
}

/// A number as SQLite takes it.
fn at_most(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn belongs(connection: &Connection, ledger: &[u8]) -> bool {
    let id = connection.query_row("SELECT id FROM ledger", [], |row| row.get::<_, Vec<u8>>(0));
    id.is_ok_and(|id| id == ledger)
}
