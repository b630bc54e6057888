//! What can go wrong with a ledger, in words for the person who runs it.

use std::{io, path::PathBuf};

use jiff::Timestamp;
use thiserror::Error;

/// Result of what is done with a ledger.
pub type Result<T, E = LedgerError> = std::result::Result<T, E>;

/// Why something could not be done with a ledger. What was recorded before stays as it is.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// No ledger in the folder.
    #[error("there is no ledger in `{0}`: `fogline init` makes one, and so does the first `fogline ingest`")]
    Missing(PathBuf),
    /// There is one already.
    #[error("there is a ledger in `{0}` already; nothing was changed")]
    Exists(PathBuf),
    /// A file of the ledger is of another kind.
    #[error("`{0}` was not made by Fogline, so it is left alone: give another folder, or move the file away")]
    Foreign(PathBuf),
    /// Written by a later version.
    #[error("`{path}` is of version {found}, and this Fogline knows versions up to {known}: use a newer one")]
    TooNew {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The last version that is known.
        known: i64,
    },
    /// Files of two ledgers in one folder.
    #[error("`{0}` belongs to another ledger than the records beside it; put back the file that was here")]
    OtherLedger(PathBuf),
    /// A file of the ledger is gone.
    #[error("`{0}` is missing: without its keys no record can be opened; put back a copy of this file")]
    KeysMissing(PathBuf),
    /// Someone else writes.
    #[error("another process{} is writing to the ledger in `{dir}`: wait until it has ended", by(.pid.as_ref()))]
    Busy {
        /// The folder.
        dir: PathBuf,
        /// Who writes, if it says so.
        pid: Option<u32>,
    },
    /// The folder or a file in it cannot be written.
    #[error("the ledger in `{0}` cannot be written: its folder or files are read-only")]
    ReadOnly(PathBuf),
    /// Opened for reading only.
    #[error("this ledger was opened for reading only")]
    OpenedForReading,
    /// The disk is full.
    #[error(
        "no space is left where the ledger in `{0}` lies; everything that was acknowledged is kept: make room and run \
         the same again"
    )]
    DiskFull(PathBuf),
    /// A sealed ledger without a passphrase.
    #[error("the ledger in `{0}` is sealed: give its passphrase by --passphrase-file or FOGLINE_PASSPHRASE")]
    Sealed(PathBuf),
    /// A passphrase that does not open it.
    #[error("this passphrase does not open the ledger in `{0}`")]
    WrongPassphrase(PathBuf),
    /// An empty passphrase.
    #[error("a passphrase must not be empty")]
    EmptyPassphrase,
    /// No such document.
    #[error("the ledger holds no document `{0}`")]
    NoDocument(String),
    /// Several documents are called so.
    #[error("{} documents are called `{name}`; name one by its id: {}", ids.len(), ids.join(", "))]
    SharedName {
        /// The name.
        name: String,
        /// Their ids.
        ids: Vec<String>,
    },
    /// The document was erased.
    #[error("document `{document}` was erased on {at}: {reason}")]
    Erased {
        /// What was asked for.
        document: String,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// A record does not open.
    #[error("record {seq} does not open: {problem}; run `fogline verify`")]
    Damaged {
        /// Its number.
        seq: i64,
        /// What is wrong.
        problem: String,
    },
    /// A pack that does not fit together.
    #[error(transparent)]
    Pack(#[from] fogline::packs::PackError),
    /// Nothing is derived yet.
    #[error("nothing is computed yet from the records in `{0}`: any command that writes to the ledger does it")]
    NotDerived(PathBuf),
    /// Others read while something is erased.
    #[error(
        "the keys are destroyed, but another process is reading `{0}`, whose log may still hold words: end it, and run \
         any command that writes to the ledger"
    )]
    BeingRead(PathBuf),
    /// Something about an account makes no sense.
    #[error("{0}")]
    Account(String),
    /// A search that says nothing to look for.
    #[error("{0}")]
    Query(String),
    /// A file is damaged.
    #[error("`{path}` is damaged ({problem}): run `fogline verify`, and put back a copy of the file")]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        problem: String,
    },
    /// The operating system refuses.
    #[error("`{path}`: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Anything else from SQLite.
    #[error("`{path}`: {source}")]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// No random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(String),
}

fn by(pid: Option<&u32>) -> String {
    pid.map(|pid| format!(" ({pid})")).unwrap_or_default()
}

/// Says which file an error belongs to.
pub(crate) trait At<T> {
    fn at(self, path: &std::path::Path) -> Result<T>;
}

impl<T> At<T> for rusqlite::Result<T> {
    fn at(self, path: &std::path::Path) -> Result<T> {
        self.map_err(|error| sqlite(path, error))
    }
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: &std::path::Path) -> Result<T> {
        self.map_err(|source| match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => LedgerError::ReadOnly(folder(path)),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                LedgerError::DiskFull(folder(path))
            }
            _ => LedgerError::Io { path: path.to_owned(), source },
        })
    }
}

fn folder(path: &std::path::Path) -> PathBuf {
    if path.is_dir() { path.to_owned() } else { path.parent().unwrap_or(path).to_owned() }
}

fn sqlite(path: &std::path::Path, error: rusqlite::Error) -> LedgerError {
    use rusqlite::ErrorCode;
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => LedgerError::Foreign(path.to_owned()),
        Some(ErrorCode::DiskFull) => LedgerError::DiskFull(folder(path)),
        Some(ErrorCode::ReadOnly) => LedgerError::ReadOnly(folder(path)),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerError::Busy { dir: folder(path), pid: None },
        Some(ErrorCode::DatabaseCorrupt) => LedgerError::Corrupt { path: path.to_owned(), problem: error.to_string() },
        // A file that may not grow, or a write that came through in part: no room, in all that matters here.
        Some(ErrorCode::SystemIoFailure) if is_write_failure(&error) => LedgerError::DiskFull(folder(path)),
        _ => LedgerError::Sqlite { path: path.to_owned(), source: error },
    }
}

fn is_write_failure(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi;
    matches!(
        error.sqlite_error().map(|error| error.extended_code),
        Some(ffi::SQLITE_IOERR_WRITE | ffi::SQLITE_IOERR_SHMSIZE | ffi::SQLITE_IOERR_TRUNCATE)
    )
}
