//! The SQLite files of a ledger: how each is opened, told from files of others, and brought up to date.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, TransactionBehavior, config::DbConfig};

use crate::error::{At, LedgerError, Result};

/// SQLite's field for whose file it is: `FOGL`.
const APPLICATION: i64 = 0x464F_474C;

/// How long a connection waits for others.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// How a file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It must not be there.
    Create,
    /// It must be there.
    Write,
    /// It must be there and is not changed.
    Read,
}

/// One kind of file.
pub(crate) struct Schema {
    /// Steps from nothing to the version that this Fogline writes.
    pub(crate) steps: &'static [&'static str],
    /// Settings of every connection that writes.
    pub(crate) pragmas: &'static str,
}

impl Schema {
    /// The version that this Fogline writes.
    fn version(&self) -> i64 {
        i64::try_from(self.steps.len()).unwrap_or(i64::MAX)
    }

    /// Opens a file of this kind.
    pub(crate) fn open(&self, path: &Path, mode: Mode) -> Result<Connection> {
        let mut connection = connect(path, mode)?;
        if mode == Mode::Read {
            self.check(&connection, path)?;
            connection.pragma_update(None, "query_only", true).at(path)?;
            return Ok(connection);
        }
        if mode == Mode::Write {
            self.check(&connection, path)?;
        }
        connection.execute_batch(self.pragmas).at(path)?;
        self.migrate(&mut connection, path)?;
        Ok(connection)
    }

    /// Makes a file without a name, which is gone when it is closed.
    pub(crate) fn passing(&self) -> Result<Connection> {
        let path = Path::new("");
        let mut connection = connect(path, Mode::Create)?;
        connection
            .execute_batch("PRAGMA cache_size = -32000; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;")
            .at(path)?;
        self.migrate(&mut connection, path)?;
        Ok(connection)
    }

    /// Refuses files of others and of later versions.
    fn check(&self, connection: &Connection, path: &Path) -> Result<()> {
        let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0)).at(path)?;
        if application != APPLICATION {
            return Err(LedgerError::Foreign(path.to_owned()));
        }
        let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).at(path)?;
        if found > self.version() {
            return Err(LedgerError::TooNew { path: path.to_owned(), found, known: self.version() });
        }
        Ok(())
    }

    /// Whether a file is of the version that this Fogline writes.
    pub(crate) fn is_current(&self, connection: &Connection) -> bool {
        let found = connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0));
        found.is_ok_and(|found| found == self.version())
    }

    fn migrate(&self, connection: &mut Connection, path: &Path) -> Result<()> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).at(path)?;
        let from: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0)).at(path)?;
        if from == self.version() {
            return Ok(());
        }
        for step in self.steps.iter().skip(usize::try_from(from).unwrap_or_default()) {
            transaction.execute_batch(step).at(path)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION).at(path)?;
        transaction.pragma_update(None, "user_version", self.version()).at(path)?;
        transaction.commit().at(path)
    }
}

fn connect(path: &Path, mode: Mode) -> Result<Connection> {
    let flags = match mode {
        Mode::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        Mode::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Mode::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
    } | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).at(path)?;
    connection.busy_timeout(PATIENCE).at(path)?;
    connection.set_prepared_statement_cache_capacity(64);
    // Else some statements are prepared anew for each value that they are given.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).at(path)?;
    if mode == Mode::Read && connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).is_err() {
        // A ledger on a medium that cannot be written has no room for SQLite's index of the log beside it. Without a log
        // it can be read as it stands.
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        if std::fs::metadata(&log).map_or(0, |log| log.len()) == 0 {
            let uri = format!("file:{}?immutable=1", escaped(path));
            return Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI).at(path);
        }
    }
    Ok(connection)
}

/// A path as it stands in an address.
fn escaped(path: &Path) -> String {
    path.as_os_str()
        .as_encoded_bytes()
        .iter()
        .map(|&b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => char::from(b).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Schema = Schema { steps: &["CREATE TABLE a (x);"], pragmas: "" };
    const TWO: Schema = Schema { steps: &["CREATE TABLE a (x);", "CREATE TABLE b (x);"], pragmas: "" };

    #[test]
    fn files_are_brought_up_to_date_and_never_down() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.sqlite");
        assert!(ONE.open(&path, Mode::Write).is_err(), "a file that is not there is not made by opening it");
        ONE.open(&path, Mode::Create).unwrap().execute("INSERT INTO a VALUES (1)", []).unwrap();
        let two = TWO.open(&path, Mode::Write).unwrap();
        assert_eq!(
            two.query_row("SELECT (SELECT count(*) FROM a) + (SELECT count(*) FROM b)", [], |r| r.get(0)),
            Ok(1)
        );
        drop(two);
        let error = ONE.open(&path, Mode::Read).unwrap_err();
        assert!(matches!(error, LedgerError::TooNew { found: 2, known: 1, .. }), "{error}");
    }

    #[test]
    fn files_of_others_are_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.sqlite");
        Connection::open(&path)
            .unwrap()
            .execute_batch("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)")
            .unwrap();
        let before = std::fs::read(&path).unwrap();
        for mode in [Mode::Write, Mode::Read] {
            assert!(matches!(ONE.open(&path, mode), Err(LedgerError::Foreign(_))));
        }
        assert_eq!(std::fs::read(&path).unwrap(), before);
        std::fs::write(&path, "a text of more than a hundred bytes, ".repeat(30)).unwrap();
        assert!(matches!(ONE.open(&path, Mode::Write), Err(LedgerError::Foreign(_))));
    }
}
