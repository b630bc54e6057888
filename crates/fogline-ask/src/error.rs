//! Why a question could not be answered, or a correction not be taken.

use fogline_ledger::LedgerError;
use fogline_reconcile::{coding, corrections::Fault};
use thiserror::Error;

/// Result of what is asked.
pub type Result<T, E = AskError> = std::result::Result<T, E>;

/// Why something that was asked for could not be given.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AskError {
    /// The ledger holds nothing that is called so.
    #[error("{0}")]
    Unknown(String),
    /// What is asked for makes no sense, or contradicts what is recorded.
    #[error("{0}")]
    Refused(String),
    /// A correction that does not fit.
    #[error(transparent)]
    Unfit(#[from] Fault),
    /// A coding with faults in it, each with its path.
    #[error("{}", listed(.0))]
    Uncoded(Vec<coding::Fault>),
    /// What is derived was changed from outside.
    #[error("{0}")]
    Forged(String),
    /// A table could not be imported.
    #[error(transparent)]
    Import(#[from] fogline_import::ImportError),
    /// The ledger could not answer.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// What is recorded could not be written out or read.
    #[error("what is recorded cannot be read: {0}")]
    Json(#[from] serde_json::Error),
}

fn listed(faults: &[coding::Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The ledger holds nothing that is called so.
pub(crate) fn unknown(why: impl Into<String>) -> AskError {
    AskError::Unknown(why.into())
}

/// What is asked for makes no sense.
pub(crate) fn refused(why: impl Into<String>) -> AskError {
    AskError::Refused(why.into())
}
