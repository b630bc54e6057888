//! What can go wrong while a request is answered, and what is said of it: never with a path of the file system, nor with what
//! is typed on a command line.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use fogline_ask::AskError;
use fogline_ledger::LedgerError;
use fogline_reconcile::corrections::Fault as Unfit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Result of answering a request.
pub type Result<T, E = Fault> = std::result::Result<T, E>;

/// After how many seconds it may be asked again where something is only not possible now.
const AGAIN: &str = "5";

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
    /// What was sent cannot be taken, with the status that says why.
    #[error("{1}")]
    Sent(StatusCode, String),
    /// The ledger has nothing that can be answered from yet.
    #[error("the ledger is being written; ask again in a moment")]
    BeingWritten,
    /// What was known at another time takes a while to put together.
    #[error("what was known then is being put together; ask again in a moment")]
    BeingMade,
    /// Nothing can be read here.
    #[error("nothing can be read here: the server was started without a model")]
    NoReader,
    /// There are no names of places here.
    #[error("there are no names of places here: the server was started without a gazetteer")]
    NoGazetteer,
    /// What was brought could not be read.
    #[error("{0}")]
    Unread(String),
    /// What was brought takes longer to read than others can be kept waiting.
    #[error("{0}")]
    TooMuch(String),
    /// The server ends.
    #[error("the server is closing")]
    Closing,
    /// A fault of ours.
    #[error("this is a fault in fogline, not in what you asked; the server's log says more")]
    Broken,
}

/// What went wrong, as the answer says it (RFC 9457).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
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
            Self::Ledger(error) | Self::Asked(AskError::Ledger(error)) => of_ledger(error),
            Self::Asked(AskError::Unknown(_)) => StatusCode::NOT_FOUND,
            Self::Asked(AskError::Unfit(Unfit::Contradicts { .. })) => StatusCode::CONFLICT,
            Self::Asked(AskError::Uncoded(_)) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Wrong(_) | Self::Asked(AskError::Refused(_) | AskError::Unfit(_) | AskError::Import(_)) => {
                StatusCode::BAD_REQUEST
            }
            Self::Sent(status, _) => *status,
            Self::TooMuch(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BeingWritten
            | Self::BeingMade
            | Self::Closing
            | Self::NoReader
            | Self::NoGazetteer
            | Self::Unread(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Asked(_) | Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What is said of it. What only who runs the server can mend is told in its log.
    pub(crate) fn said(&self) -> String {
        match self {
            Self::Ledger(error) | Self::Asked(AskError::Ledger(error)) => match of_ledger(error) {
                StatusCode::SERVICE_UNAVAILABLE => Self::BeingWritten.to_string(),
                StatusCode::INSUFFICIENT_STORAGE => "no space is left where the ledger lies".to_owned(),
                StatusCode::INTERNAL_SERVER_ERROR => {
                    tell(&error);
                    "the ledger could not be read; the server's log says more".to_owned()
                }
                _ => error.to_string(),
            },
            Self::Asked(AskError::Unfit(Unfit::Contradicts { seq, by })) => format!(
                "this contradicts correction {seq} by {by}; if it is to take its place, send it with `instead_of`: {seq}"
            ),
            Self::Asked(error @ (AskError::Forged(_) | AskError::Json(_))) => {
                tell(error);
                "what is kept in the ledger is not as it was written; the server's log says more".to_owned()
            }
            Self::Unread(why) => {
                tell(why);
                "nothing can be read just now; the server's log says more".to_owned()
            }
            other => other.to_string(),
        }
    }
}

fn of_ledger(error: &LedgerError) -> StatusCode {
    match error {
        LedgerError::NoDocument(_) => StatusCode::NOT_FOUND,
        LedgerError::Erased { .. } => StatusCode::GONE,
        LedgerError::Query(_) | LedgerError::SharedName { .. } => StatusCode::BAD_REQUEST,
        LedgerError::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
        LedgerError::DiskFull(_) => StatusCode::INSUFFICIENT_STORAGE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The server's log.
#[expect(clippy::print_stderr, reason = "the server's log")]
pub(crate) fn tell(what: &dyn std::fmt::Display) {
    eprintln!("fogline: {what:#}");
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut answer = problem(self.status(), &self.said());
        if matches!(self.status(), StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(AGAIN));
        }
        answer
    }
}

/// An answer that says what went wrong. What it says goes along with it, for whoever shows it to people.
pub(crate) fn problem(status: StatusCode, detail: &str) -> Response {
    let title = status.canonical_reason().unwrap_or("Error").to_owned();
    let body = Problem { title, status: status.as_u16(), detail: detail.to_owned() };
    let mut answer = (status, Json(&body)).into_response();
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    answer.extensions_mut().insert(body);
    answer
}

impl aide::OperationOutput for Fault {
    type Inner = Problem;
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn no_answer_tells_where_files_lie() {
        let path = || PathBuf::from("/secret/place");
        let all = [
            LedgerError::Missing(path()),
            LedgerError::Foreign(path()),
            LedgerError::Busy { dir: path(), pid: Some(7) },
            LedgerError::DiskFull(path()),
            LedgerError::NotDerived(path()),
            LedgerError::Corrupt { path: path(), problem: "it is".to_owned() },
            LedgerError::Sealed(path()),
        ];
        for error in all {
            let fault = Fault::Asked(AskError::Ledger(error));
            let said = fault.said();
            assert!(!said.contains("secret") && !said.contains("--"), "{said}");
            assert!(fault.status().is_server_error());
        }
        let said = Fault::Unread("`/secret/place` is no model".to_owned()).said();
        assert!(!said.contains("secret"), "{said}");
    }
}
