//! Keeps whoever is to code blind from all that the machine made of the ledger, until they have finished or given back.
//!
//! Copies of a report, the incidents that it tells of, searches, briefs and counts all tell of it. So what is open to such a coder is
//! named here, method and path, and all else is closed, also what is added later. Without accounts nobody is known, and nobody
//! can be kept from anything.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use fogline_reconcile::coding::blind::keeps_from_readings;

use crate::{
    accounts::{Who, is_read},
    desk::Desk,
    error::{Result, problem},
};

/// Lets a request pass, or says which assignment keeps from it.
pub(crate) async fn keep(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let who = request.extensions().get::<Who>().and_then(Who::signs).map(ToOwned::to_owned);
    let Some(who) = who.filter(|_| !is_open(request.method(), request.uri().path())) else {
        return next.run(request).await;
    };
    // Where it cannot be told, nothing is shown.
    match kept_by(&desk, who).await {
        Ok(None) => next.run(request).await,
        Ok(Some(assignment)) => problem(
            StatusCode::FORBIDDEN,
            &format!(
                "you are to code assignment {assignment} blind, so nothing that was read in the ledger is shown to you; finish it \
                 or give it back, and this opens again"
            ),
        ),
        Err(fault) => fault.into_response(),
    }
}

/// Number of the assignment that keeps somebody from all that was read; none where nothing does.
pub(crate) async fn kept_by(desk: &Arc<Desk>, who: String) -> Result<Option<i64>> {
    desk.look(move |desk, ledger| Ok(keeps_from_readings(&*desk.coding(ledger)?, &who))).await
}

/// What tells nothing of what was read, or is answered here without it.
fn is_open(method: &Method, path: &str) -> bool {
    let reads = is_read(method);
    match path {
        "/login" | "/logout" | "/api/v1/session" => true,
        "/"
        | "/board"
        | "/board/"
        | "/pages.css"
        | "/brief.css"
        | "/icon.svg"
        | "/codebook"
        | "/codebook.css"
        | "/api/v1/openapi.json"
        | "/api/v1/codebook"
        | "/api/v1/ledger"
        | "/api/v1/grown"
        | "/api/v1/coding/assignments" => reads,
        board if board.starts_with("/board/") => reads,
        _ => match path.strip_prefix("/api/v1/coding/assignments/").map(|rest| rest.split_once('/')) {
            Some(None) => reads,
            Some(Some((number, "coding"))) => !number.is_empty() && *method == Method::POST,
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_not_named_is_closed() {
        for path in [
            "/api/v1/incidents",
            "/api/v1/incidents/marks",
            "/api/v1/incidents/i1/history",
            "/api/v1/reports",
            "/api/v1/reports/13",
            "/api/v1/search",
            "/api/v1/coding/agreement",
            "/api/v1/coding/assignments/7/codings",
            "/api/v1/invented",
            "/api/v1//ledger",
            "/incidents",
            "/reports/13",
            "/search",
            "/brief",
        ] {
            assert!(!is_open(&Method::GET, path), "{path}");
        }
        for path in
            ["/api/v1/read", "/api/v1/corrections", "/api/v1/coding/assignments", "/api/v1/coding/assignments/7"]
        {
            assert!(!is_open(&Method::POST, path), "{path}");
        }
        assert!(is_open(&Method::POST, "/api/v1/coding/assignments/7/coding"));
        assert!(is_open(&Method::GET, "/api/v1/coding/assignments/7") && is_open(&Method::GET, "/board/coding"));
        assert!(is_open(&Method::DELETE, "/api/v1/session"));
    }
}
