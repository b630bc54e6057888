//! What can go wrong while a request is answered, and what is said of it.

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use fogline_ask::AskError;
use fogline_ledger::LedgerError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Result of answering a request.
pub type Result<T, E = Fault> = std::result::Result<T, E>;

/// Why a request was not answered.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Fault {
    /// The question could not be answered.
    #[error(transparent)]
    Asked(#[from] AskError),
    /// The ledger could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// What is asked for makes no sense.
    #[error("{0}")]
    Wrong(String),
    /// Nothing can be read here.
    #[error("nothing can be read here: the server was started without a model")]
    NoReader,
    /// What was brought could not be read.
    #[error("{0}")]
    Unread(String),
    /// The server ends.
    #[error("the server is closing")]
    Closing,
    /// A fault of ours.
    #[error("this is a fault in fogline, not in what you asked; the server's log says more")]
    Broken,
}

/// What went wrong, as the answer says it (RFC 9457).
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// In a few words.
    pub title: String,
    /// Status of the answer.
    pub status: u16,
    /// What was wrong, and what to do.
    pub detail: String,
}

impl Fault {
    /// Status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Asked(AskError::Unknown(_) | AskError::Ledger(LedgerError::NoDocument(_)))
            | Self::Ledger(LedgerError::NoDocument(_)) => StatusCode::NOT_FOUND,
            Self::Ledger(LedgerError::Erased { .. }) | Self::Asked(AskError::Ledger(LedgerError::Erased { .. })) => {
                StatusCode::GONE
            }
            Self::Wrong(_)
            | Self::Asked(
                AskError::Refused(_)
                | AskError::Unfit(_)
                | AskError::Ledger(LedgerError::Query(_) | LedgerError::SharedName { .. }),
            )
            | Self::Ledger(LedgerError::Query(_) | LedgerError::SharedName { .. }) => StatusCode::BAD_REQUEST,
            Self::Closing
            | Self::NoReader
            | Self::Unread(_)
            | Self::Ledger(LedgerError::Busy { .. })
            | Self::Asked(AskError::Ledger(LedgerError::Busy { .. })) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Ledger(LedgerError::DiskFull(_)) => StatusCode::INSUFFICIENT_STORAGE,
            Self::Asked(_) | Self::Ledger(_) | Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        problem(self.status(), &self.to_string())
    }
}

/// An answer that says what went wrong.
pub(crate) fn problem(status: StatusCode, detail: &str) -> Response {
    let title = status.canonical_reason().unwrap_or("Error").to_owned();
    let body = Problem { title, status: status.as_u16(), detail: detail.to_owned() };
    (status, [(header::CONTENT_TYPE, "application/problem+json")], Json(body)).into_response()
}

impl aide::OperationOutput for Fault {
    type Inner = Problem;
}
