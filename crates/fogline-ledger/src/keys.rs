//! The keys of a ledger, kept apart from what they open: destroying one erases a document in every copy of the records.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::{
    crypt::{self, Key, Work},
    error::{At, LedgerError, Result},
    store::{Mode, Schema},
};

/// Deleted keys are overwritten, and no log holds them: the journal of a change is gone when it is done.
const SCHEMA: Schema = Schema {
    steps: &[include_str!("../migrations/keys.001.sql")],
    pragmas: "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;",
};

/// The file's name.
pub(crate) const FILE: &str = "keys.sqlite";

/// What a master key is bound to.
const MASTER: &[u8] = b"fogline.master/1";

/// The open file.
#[derive(Debug)]
pub(crate) struct Keys {
    path: PathBuf,
    connection: Connection,
    master: Option<Key>,
}

impl Keys {
    /// Makes the file for a ledger; with a passphrase, sealed.
    pub(crate) fn create(path: &Path, ledger: &[u8], passphrase: Option<&str>, work: Work) -> Result<()> {
        let connection = SCHEMA.open(path, Mode::Create)?;
        connection.execute("INSERT INTO ledger (id) VALUES (?1)", [ledger]).at(path)?;
        if let Some(passphrase) = passphrase {
            if passphrase.is_empty() {
                return Err(LedgerError::EmptyPassphrase);
            }
            let salt = crypt::random::<16>()?;
            let wrapping = work.key(passphrase, &salt).ok_or_else(|| LedgerError::WrongPassphrase(path.to_owned()))?;
            let master = wrapping.seal(&Key::new()?.0, MASTER)?;
            connection
                .execute(
                    "INSERT INTO seal (salt, memory, passes, lanes, master) VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![salt, work.memory, work.passes, work.lanes, master],
                )
                .at(path)?;
        }
        connection.close().map_err(|(_, error)| error).at(path)
    }

    /// Opens it, with the passphrase if it is sealed.
    pub(crate) fn open(path: &Path, ledger: &[u8], passphrase: Option<&str>, mode: Mode) -> Result<Self> {
        if !path.exists() {
            return Err(LedgerError::KeysMissing(path.to_owned()));
        }
        let connection = SCHEMA.open(path, mode)?;
        let id: Option<Vec<u8>> =
            connection.query_row("SELECT id FROM ledger", [], |row| row.get(0)).optional().at(path)?;
        if id.as_deref() != Some(ledger) {
            return Err(LedgerError::OtherLedger(path.to_owned()));
        }
        let master = unseal(&connection, path, passphrase)?;
        Ok(Self { path: path.to_owned(), connection, master })
    }

    /// Number of keys in a file.
    pub(crate) fn count(path: &Path) -> Result<i64> {
        let connection = SCHEMA.open(path, Mode::Read)?;
        connection.query_row("SELECT count(*) FROM key", [], |row| row.get(0)).at(path)
    }

    /// Whether a file is sealed.
    pub(crate) fn is_sealed(path: &Path) -> Result<bool> {
        let connection = SCHEMA.open(path, Mode::Read)?;
        connection.query_row("SELECT count(*) FROM seal", [], |row| row.get::<_, i64>(0)).at(path).map(|rows| rows > 0)
    }

    /// In a sealed ledger, the key for what is derived.
    pub(crate) fn derived(&self) -> Option<Key> {
        self.master.map(|master| master.derive("derived"))
    }

    /// A key, unless it was destroyed.
    pub(crate) fn get(&self, id: &[u8]) -> Result<Option<Key>> {
        let secret: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT secret FROM key WHERE id = ?1")
            .and_then(|mut statement| statement.query_row([id], |row| row.get(0)).optional())
            .at(&self.path)?;
        let Some(secret) = secret else { return Ok(None) };
        let bytes = match &self.master {
            Some(master) => master.open(&secret, id),
            None => Some(secret),
        };
        // A key that was tampered with opens nothing; which record that is shows when it is opened.
        Ok(Some(Key(bytes.and_then(|bytes| bytes.try_into().ok()).unwrap_or_default())))
    }

    /// Whether there is a key.
    pub(crate) fn holds(&self, id: &[u8]) -> Result<bool> {
        self.connection
            .prepare_cached("SELECT 1 FROM key WHERE id = ?1")
            .and_then(|mut statement| statement.exists([id]))
            .at(&self.path)
    }

    /// Adds keys, all of them or none. What a run that was cut off left behind under the same name is replaced: no record
    /// of it was acknowledged.
    pub(crate) fn put<'k>(&mut self, keys: impl IntoIterator<Item = (&'k [u8], Key)>) -> Result<()> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).at(&self.path)?;
        for (id, key) in keys {
            let secret = match &self.master {
                Some(master) => master.seal(&key.0, id)?,
                None => key.0.to_vec(),
            };
            transaction
                .prepare_cached("INSERT OR REPLACE INTO key (id, secret) VALUES (?1, ?2)")
                .and_then(|mut statement| statement.execute(params![id, secret]))
                .at(&self.path)?;
        }
        transaction.commit().at(&self.path)
    }

    /// Destroys keys. The file is written anew, so that nothing of them is left in it.
    pub(crate) fn destroy(&mut self, ids: &[Vec<u8>]) -> Result<()> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).at(&self.path)?;
        for id in ids {
            transaction.execute("DELETE FROM key WHERE id = ?1", [id]).at(&self.path)?;
        }
        transaction.commit().at(&self.path)?;
        self.connection.execute_batch("VACUUM").at(&self.path)
    }

    /// What SQLite finds wrong with the file.
    pub(crate) fn problems(&self) -> Vec<String> {
        crate::verify::integrity(&self.connection)
    }
}

fn unseal(connection: &Connection, path: &Path, passphrase: Option<&str>) -> Result<Option<Key>> {
    type Seal = (Vec<u8>, Work, Vec<u8>);
    let seal: Option<Seal> = connection
        .query_row("SELECT salt, memory, passes, lanes, master FROM seal", [], |row| {
            let work = Work { memory: row.get(1)?, passes: row.get(2)?, lanes: row.get(3)? };
            Ok((row.get(0)?, work, row.get(4)?))
        })
        .optional()
        .at(path)?;
    let Some((salt, work, master)) = seal else { return Ok(None) };
    let dir = path.parent().unwrap_or(path).to_owned();
    let passphrase = passphrase.ok_or_else(|| LedgerError::Sealed(dir.clone()))?;
    work.key(passphrase, &salt)
        .and_then(|wrapping| wrapping.open(&master, MASTER))
        .and_then(|master| master.try_into().ok())
        .map(|master| Some(Key(master)))
        .ok_or(LedgerError::WrongPassphrase(dir))
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Work = Work { memory: 64, passes: 1, lanes: 1 };

    #[test]
    fn destroyed_keys_leave_nothing_behind() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE);
        Keys::create(&path, &[1; 16], None, QUICK).unwrap();
        let mut keys = Keys::open(&path, &[1; 16], None, Mode::Write).unwrap();
        let all: Vec<_> = (0..200_u8).map(|i| (vec![i; 32], Key::new().unwrap())).collect();
        keys.put(all.iter().map(|(id, key)| (id.as_slice(), *key))).unwrap();
        assert_eq!(keys.get(&[7; 32]).unwrap(), Some(all[7].1));
        keys.destroy(&[vec![7; 32]]).unwrap();
        assert_eq!(keys.get(&[7; 32]).unwrap(), None);
        for entry in std::fs::read_dir(dir.path()).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            assert!(!bytes.windows(32).any(|window| window == all[7].1.0));
        }
        assert_eq!(keys.get(&[8; 32]).unwrap(), Some(all[8].1));
    }

    #[test]
    fn a_sealed_file_opens_with_its_passphrase_only() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE);
        assert!(matches!(Keys::create(&path, &[1; 16], Some(""), QUICK), Err(LedgerError::EmptyPassphrase)));
        std::fs::remove_file(&path).unwrap();
        Keys::create(&path, &[1; 16], Some("correct horse"), QUICK).unwrap();
        let open = |passphrase| Keys::open(&path, &[1; 16], passphrase, Mode::Write);
        let key = Key::new().unwrap();
        let mut keys = open(Some("correct horse")).unwrap();
        keys.put([(b"a".as_slice(), key)]).unwrap();
        drop(keys);
        assert!(matches!(open(None), Err(LedgerError::Sealed(_))));
        assert!(matches!(open(Some("correct horse ")), Err(LedgerError::WrongPassphrase(_))));
        assert_eq!(open(Some("correct horse")).unwrap().get(b"a").unwrap(), Some(key));
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(32).any(|window| window == key.0));
        assert!(matches!(
            Keys::open(&path, &[2; 16], Some("correct horse"), Mode::Write),
            Err(LedgerError::OtherLedger(_))
        ));
    }
}
