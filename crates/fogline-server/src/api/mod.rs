//! `/api/v1`: what the ledger answers, as JSON, described by an OpenAPI document that is made from this code.

mod asked;
mod incidents;
mod questions;
mod reports;
mod stream;
mod writes;

use std::sync::Arc;

use aide::{
    axum::{
        ApiRouter,
        routing::{get_with, post_with},
    },
    openapi::{Info, OpenApi},
    transform::TransformOperation,
};
use axum::{Json, Router, http::header, routing::get};

pub(crate) use self::{
    asked::{Query, When},
    reports::Read,
    writes::Answered,
};
use crate::{
    accounts::{self, Accounts},
    desk::Desk,
    error::Problem,
};

/// What requests share.
pub(crate) type Shared = Arc<Desk>;

/// All of the API, and its description.
pub(crate) fn router(desk: Shared, accounts: Option<Arc<Accounts>>) -> Router {
    let mut api = OpenApi {
        info: Info {
            title: "Fogline".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            description: Some(
                "What a ledger of conflict reports answers: who says what happened, on how many origins, in which exact \
                 words. Every question can be asked as of a time."
                    .to_owned(),
            ),
            ..Info::default()
        },
        ..OpenApi::default()
    };
    let routes = ApiRouter::new()
        .api_route("/ledger", get_with(questions::ledger, |op| said(op, "What the ledger holds")))
        .api_route("/incidents", get_with(incidents::list, |op| said(op, "Incidents, the latest first")))
        .api_route(
            "/incidents/marks",
            get_with(incidents::marks, |op| said(op, "All incidents in columns, for maps and lines of time")),
        )
        .api_route("/incidents/{id}", get_with(incidents::one, |op| said(op, "One incident with each side's account")))
        .api_route(
            "/incidents/{id}/why",
            get_with(incidents::why, |op| said(op, "The rules that decided, and what joined the reports")),
        )
        .api_route("/reports", get_with(reports::list, |op| said(op, "Reports, the latest first")))
        .api_route("/reports/{name}", get_with(reports::one, |op| said(op, "One report with what was read in it")))
        .api_route("/search", get_with(questions::search, |op| said(op, "Words in reports, in all their forms")))
        .api_route("/new", get_with(questions::new, |op| said(op, "What is new or changed since a time")))
        .api_route(
            "/observer",
            get_with(questions::observer, |op| said(op, "What monitors recorded for a place and days")),
        )
        .api_route(
            "/responses",
            get_with(questions::responses, |op| said(op, "Claims against sides, and what these answered")),
        )
        .api_route("/figures", get_with(questions::figures, |op| said(op, "Figures that changed or differ")))
        .api_route(
            "/retractions",
            get_with(questions::retractions, |op| said(op, "What was corrected, replaced or taken back")),
        )
        .api_route("/commitments", get_with(questions::commitments, |op| said(op, "Promises, agreements and warnings")))
        .api_route("/labels", get_with(questions::labels, |op| said(op, "Labels: who uses and who rejects them")))
        .api_route("/copies", get_with(questions::copies, |op| said(op, "Reports that print one text")))
        .api_route("/stats", get_with(questions::stats, |op| said(op, "How much was read, by language and side")))
        .api_route(
            "/corrections",
            get_with(questions::corrections, |op| said(op, "What people have changed"))
                .post_with(writes::correction, |op| said(op, "Record a correction")),
        )
        .api_route("/read", post_with(writes::read, |op| said(op, "Read a text or file; nothing is kept")))
        .api_route("/added", post_with(writes::add, |op| said(op, "Read a text or file and put it into the ledger")))
        .route("/grown", get(stream::grown))
        .with_state(desk)
        .merge(accounts::api(accounts));
    let router = ApiRouter::new().nest("/api/v1", routes).finish_api(&mut api);
    // It is the same for as long as the server runs.
    let text = serde_json::to_string(&api).unwrap_or_default();
    router
        .route("/api/v1/openapi.json", get(async move || ([(header::CONTENT_TYPE, "application/json")], text.clone())))
}

/// What is said of an operation, and how it can fail.
fn said<'t>(operation: TransformOperation<'t>, summary: &str) -> TransformOperation<'t> {
    operation
        .summary(summary)
        .response_with::<400, Json<Problem>, _>(|one| one.description("What is asked for makes no sense"))
        .response_with::<404, Json<Problem>, _>(|one| one.description("Nothing is called so"))
}
