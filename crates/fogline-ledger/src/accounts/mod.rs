//! Who may ask a ledger that is served to other machines: accounts with roles, their tokens and sessions.
//!
//! They lie in a file of their own beside the records, as they must change and go. Whatever is changed is put down in the same
//! transaction as [`Deed`] to be recorded, and goes into the chain when nobody else writes to it, so that an account can be
//! closed at any time.

mod password;
mod secret;

use std::{
    fs::{self, OpenOptions},
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

pub use self::{
    password::{Kept, Name, Password},
    secret::Secret,
};
use crate::{
    audit::{Actor, Deed},
    error::{At, LedgerError, Result},
    ledger::Ledger,
    store::{Mode, Schema},
};

/// What is let go of is overwritten.
const SCHEMA: Schema = Schema {
    steps: &[include_str!("../../migrations/accounts.001.sql")],
    pragmas: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;",
};

/// The file's name.
pub(crate) const FILE: &str = "accounts.sqlite";

/// A session that is not used for so long ends.
pub const IDLE: Duration = Duration::from_hours(8);
/// However much it is used, a session ends after so long.
pub const LONGEST: Duration = Duration::from_hours(24 * 7);
/// How exactly it is kept when a session was last used.
const USED: Duration = Duration::from_mins(1);
/// Sessions that an account has at most; the oldest makes room.
const SESSIONS: i64 = 20;
/// Letters of a token's label.
const LABEL: usize = 64;

/// What an account may do. Each may do what those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AccountRole")]
pub enum Role {
    /// Reads.
    Reader,
    /// Also corrects, and reads and adds reports.
    Analyst,
    /// Also whatever else there is.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Reader, Self::Analyst, Self::Admin];

    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Analyst => "analyst",
            Self::Admin => "admin",
        }
    }
}

impl FromStr for Role {
    type Err = LedgerError;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || LedgerError::Account(format!("`{text}` is no role: reader, analyst, admin"));
        Self::ALL.into_iter().find(|role| role.name() == text).ok_or_else(wrong)
    }
}

/// An account, without anything that lets one in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// When it was made.
    pub created: Timestamp,
    /// Its tokens.
    pub tokens: Vec<Token>,
}

/// A token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Token {
    /// What it is called.
    pub label: String,
    /// When it was made.
    pub created: Timestamp,
}

/// Who is known by a session or a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Name of the account.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Label of the token; none where it is a session.
    pub token: Option<String>,
}

/// The accounts of a ledger.
#[derive(Debug)]
pub struct Accounts {
    path: PathBuf,
    connection: Connection,
}

impl Accounts {
    /// Opens those of the ledger in a folder; without any there are none yet.
    pub fn open(dir: &Path) -> Result<Self> {
        let id = Ledger::id_in(dir)?;
        let path = dir.join(FILE);
        make_private(&path)?;
        let is_new = fs::metadata(&path).at(&path)?.len() == 0;
        let connection = SCHEMA.open(&path, if is_new { Mode::Create } else { Mode::Write })?;
        connection.execute("INSERT INTO ledger SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM ledger)", [id]).at(&path)?;
        let own: [u8; 16] = connection.query_row("SELECT id FROM ledger", [], |row| row.get(0)).at(&path)?;
        if own != id {
            return Err(LedgerError::OtherLedger(path));
        }
        Ok(Self { path, connection })
    }

    /// All accounts of the ledger in a folder, by name; nothing is made by asking.
    pub fn all_in(dir: &Path) -> Result<Vec<Account>> {
        if dir.join(FILE).exists() { Self::open(dir)?.list() } else { Ok(Vec::new()) }
    }

    /// Whether the ledger in a folder has any account.
    pub fn are_in(dir: &Path) -> Result<bool> {
        Ok(!Self::all_in(dir)?.is_empty())
    }

    /// All of them, by name.
    pub fn list(&self) -> Result<Vec<Account>> {
        let rows: Vec<(i64, String, String, i64)> = self
            .connection
            .prepare_cached("SELECT number, name, role, created FROM account ORDER BY name")
            .and_then(|mut statement| {
                statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?.collect()
            })
            .at(&self.path)?;
        let account = |(number, name, role, created): (i64, String, String, i64)| {
            Ok(Account { name, role: role.parse()?, created: moment_of(created)?, tokens: self.tokens(number)? })
        };
        rows.into_iter().map(account).collect()
    }

    fn tokens(&self, account: i64) -> Result<Vec<Token>> {
        let rows: Vec<(String, i64)> = self
            .connection
            .prepare_cached("SELECT label, created FROM token WHERE account = ?1 ORDER BY label")
            .and_then(|mut statement| statement.query_map([account], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .at(&self.path)?;
        rows.into_iter().map(|(label, created)| Ok(Token { label, created: moment_of(created)? })).collect()
    }

    /// Adds an account.
    pub fn add(&mut self, name: &Name, role: Role, password: &Password, by: &Actor, now: Timestamp) -> Result<()> {
        let kept = password.hash()?;
        self.change(name, &format!("added as {}", role.name()), by, now, |transaction, known| {
            if known.is_some() {
                return Ok(Err(format!("there is an account `{name}` already")));
            }
            transaction.execute(
                "INSERT INTO account (name, role, password, created) VALUES (?1, ?2, ?3, ?4)",
                params![name.as_str(), role.name(), kept, now.as_microsecond()],
            )?;
            Ok(Ok(()))
        })
    }

    /// Removes an account; its sessions and tokens end with it.
    pub fn remove(&mut self, name: &Name, by: &Actor, now: Timestamp) -> Result<()> {
        self.change_known(name, "removed", by, now, |transaction, number| {
            transaction.execute("DELETE FROM account WHERE number = ?1", [number]).map(|_| Ok(()))
        })
    }

    /// Gives an account another role.
    pub fn set_role(&mut self, name: &Name, role: Role, by: &Actor, now: Timestamp) -> Result<()> {
        self.change_known(name, &format!("made {}", role.name()), by, now, |transaction, number| {
            transaction.execute("UPDATE account SET role = ?2 WHERE number = ?1", (number, role.name())).map(|_| Ok(()))
        })
    }

    /// Gives an account another password; its sessions end, its tokens stay.
    pub fn set_password(&mut self, name: &Name, password: &Password, by: &Actor, now: Timestamp) -> Result<()> {
        let kept = password.hash()?;
        self.change_known(name, "given another password", by, now, |transaction, number| {
            transaction.execute("UPDATE account SET password = ?2 WHERE number = ?1", (number, &kept))?;
            transaction.execute("DELETE FROM session WHERE account = ?1", [number]).map(|_| Ok(()))
        })
    }

    /// Gives an account a token. It is not kept and cannot be shown again.
    pub fn give_token(&mut self, name: &Name, label: &str, by: &Actor, now: Timestamp) -> Result<Secret> {
        let letters = label.chars().all(|letter| letter.is_ascii_graphic() || letter == ' ');
        if label.trim() != label || label.is_empty() || label.len() > LABEL || !letters {
            return Err(LedgerError::Account(format!("a label has 1 to {LABEL} letters of ASCII")));
        }
        let secret = Secret::new()?;
        self.change_known(name, &format!("given the token `{label}`"), by, now, |transaction, number| {
            let mut known = transaction.prepare("SELECT 1 FROM token WHERE account = ?1 AND label = ?2")?;
            if known.exists((number, label))? {
                return Ok(Err(format!("`{name}` has a token `{label}` already; revoke it, or give another label")));
            }
            transaction
                .execute(
                    "INSERT INTO token (hash, account, label, created) VALUES (?1, ?2, ?3, ?4)",
                    params![secret.hash(), number, label, now.as_microsecond()],
                )
                .map(|_| Ok(()))
        })?;
        Ok(secret)
    }

    /// Takes a token back.
    pub fn revoke(&mut self, name: &Name, label: &str, by: &Actor, now: Timestamp) -> Result<()> {
        // Only a label that there was is told in the record.
        self.change_known(name, &format!("token `{label}` revoked"), by, now, |transaction, number| {
            let gone = transaction.execute("DELETE FROM token WHERE account = ?1 AND label = ?2", (number, label))?;
            Ok(if gone > 0 { Ok(()) } else { Err(format!("`{name}` has no token of that label")) })
        })
    }

    /// What is kept of the password of an account, and whether there is such an account.
    pub fn kept(&self, name: &str) -> Result<Kept> {
        let kept = self
            .connection
            .prepare_cached("SELECT password FROM account WHERE name = ?1")
            .and_then(|mut statement| statement.query_row([name], |row| row.get(0)).optional())
            .at(&self.path)?;
        Ok(Kept(kept))
    }

    /// Begins a session for somebody whose password was right; `None` if the account, or its password, is no longer the same.
    pub fn begin(&mut self, name: &str, kept: &Kept, now: Timestamp) -> Result<Option<Secret>> {
        let secret = Secret::new()?;
        let at = now.as_microsecond();
        let path = &self.path;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).at(path)?;
        let begun = begin(&transaction, name, kept, &secret, at).at(path)?;
        transaction.commit().at(path)?;
        Ok(begun.then_some(secret))
    }

    /// Who a session belongs to, if it holds; that it was used is kept.
    pub fn of_session(&self, secret: &Secret, now: Timestamp) -> Result<Option<Known>> {
        let Some((known, used)) = self.session(secret, now)? else { return Ok(None) };
        let at = now.as_microsecond();
        if at - used > micros(USED) {
            // Where it cannot be kept just now, the session ends the sooner.
            let _ = self.connection.execute("UPDATE session SET used = ?2 WHERE hash = ?1", (secret.hash(), at));
        }
        Ok(Some(known))
    }

    /// Whether a session holds, which is no use of it.
    pub fn holds(&self, secret: &Secret, now: Timestamp) -> Result<bool> {
        Ok(self.session(secret, now)?.is_some())
    }

    /// Who a session that holds belongs to, and when it was last used.
    fn session(&self, secret: &Secret, now: Timestamp) -> Result<Option<(Known, i64)>> {
        let found: Option<(String, String, i64, i64)> = self
            .connection
            .prepare_cached(
                "SELECT name, role, began, used FROM session JOIN account ON account = number WHERE hash = ?1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row([secret.hash()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
                    .optional()
            })
            .at(&self.path)?;
        let Some((name, role, began, used)) = found else { return Ok(None) };
        let at = now.as_microsecond();
        if at < began || at - began > micros(LONGEST) || at - used > micros(IDLE) {
            return Ok(None);
        }
        Ok(Some((Known { name, role: role.parse()?, token: None }, used)))
    }

    /// Who a token belongs to.
    pub fn of_token(&self, secret: &Secret) -> Result<Option<Known>> {
        let found: Option<(String, String, String)> = self
            .connection
            .prepare_cached("SELECT name, role, label FROM token JOIN account ON account = number WHERE hash = ?1")
            .and_then(|mut statement| {
                statement.query_row([secret.hash()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()
            })
            .at(&self.path)?;
        found.map(|(name, role, label)| Ok(Known { name, role: role.parse()?, token: Some(label) })).transpose()
    }

    /// Ends a session.
    pub fn end(&self, secret: &Secret) -> Result<()> {
        self.connection.execute("DELETE FROM session WHERE hash = ?1", [secret.hash()]).at(&self.path).map(|_| ())
    }

    /// Puts something down to be recorded in the chain.
    pub fn put_down(&self, deed: &Deed) -> Result<()> {
        put_down(&self.connection, deed).at(&self.path)
    }

    /// Whether there is something to be recorded.
    pub fn has_pending(&self) -> Result<bool> {
        self.connection
            .prepare_cached("SELECT 1 FROM pending LIMIT 1")
            .and_then(|mut statement| statement.exists([]))
            .at(&self.path)
    }

    /// Records in the chain what was put down. What a run that was cut off recorded already is recorded again rather than lost.
    pub fn record(&self, ledger: &mut Ledger, now: Timestamp) -> Result<()> {
        let pending: Vec<(i64, String)> = self
            .connection
            .prepare_cached("SELECT number, deed FROM pending ORDER BY number")
            .and_then(|mut statement| statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .at(&self.path)?;
        for (number, deed) in pending {
            // What is no deed was put there by nobody of ours, and would stand in the way of those behind it.
            if let Ok(deed) = serde_json::from_str(&deed) {
                ledger.audit(&deed, now)?;
            }
            self.connection.execute("DELETE FROM pending WHERE number = ?1", [number]).at(&self.path)?;
        }
        Ok(())
    }

    fn change_known(
        &mut self,
        name: &Name,
        what: &str,
        by: &Actor,
        now: Timestamp,
        work: impl FnOnce(&Transaction<'_>, i64) -> rusqlite::Result<Result<(), String>>,
    ) -> Result<()> {
        self.change(name, what, by, now, |transaction, known| match known {
            Some(number) => work(transaction, number),
            None => Ok(Err(format!("there is no account `{name}`; `fogline accounts list` lists them"))),
        })
    }

    /// Changes an account and puts down that it was, both or neither.
    fn change(
        &mut self,
        name: &Name,
        what: &str,
        by: &Actor,
        now: Timestamp,
        work: impl FnOnce(&Transaction<'_>, Option<i64>) -> rusqlite::Result<Result<(), String>>,
    ) -> Result<()> {
        let path = &self.path;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).at(path)?;
        let known = transaction
            .query_row("SELECT number FROM account WHERE name = ?1", [name.as_str()], |row| row.get(0))
            .optional()
            .at(path)?;
        work(&transaction, known).at(path)?.map_err(LedgerError::Account)?;
        let deed = Deed::Account { by: by.clone(), account: name.to_string(), change: what.to_owned(), at: now };
        put_down(&transaction, &deed).at(path)?;
        transaction.commit().at(path)
    }
}

fn put_down(connection: &Connection, deed: &Deed) -> rusqlite::Result<()> {
    let deed = serde_json::to_string(deed).unwrap_or_default();
    connection.execute("INSERT INTO pending (deed) VALUES (?1)", [deed]).map(|_| ())
}

fn begin(transaction: &Transaction<'_>, name: &str, kept: &Kept, secret: &Secret, at: i64) -> rusqlite::Result<bool> {
    let account: Option<i64> = transaction
        .query_row("SELECT number FROM account WHERE name = ?1 AND password = ?2", (name, &kept.0), |row| row.get(0))
        .optional()?;
    let Some(account) = account else { return Ok(false) };
    transaction
        .execute("DELETE FROM session WHERE began < ?1 OR used < ?2", (at - micros(LONGEST), at - micros(IDLE)))?;
    transaction.execute(
        "DELETE FROM session WHERE account = ?1 AND hash NOT IN \
         (SELECT hash FROM session WHERE account = ?1 ORDER BY began DESC LIMIT ?2)",
        (account, SESSIONS - 1),
    )?;
    transaction.execute(
        "INSERT INTO session (hash, account, began, used) VALUES (?1, ?2, ?3, ?3)",
        params![secret.hash(), account, at],
    )?;
    Ok(true)
}

fn micros(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}

fn moment_of(at: i64) -> Result<Timestamp> {
    Timestamp::from_microsecond(at).map_err(|error| LedgerError::Account(format!("a time in {FILE} is none: {error}")))
}

/// Makes the file, for its owner alone where the system knows of owners; one that is there stays as it is.
fn make_private(path: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error).at(path),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
