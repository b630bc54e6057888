//! `/api/v1`: what the ledger answers, as JSON, described by an OpenAPI document that is made from this code.

pub(crate) mod asked;
mod assessments;
mod basemap;
mod briefs;
mod coding;
mod describe;
mod frame;
mod incidents;
mod ledger;
mod packs;
mod places;
mod questions;
mod reports;
mod reviews;
mod rows;
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
use axum::{Router, http::header, routing::get};
use tower_http::services::ServeFile;

pub(crate) use self::{
    asked::{Path, Query, When, in_address},
    basemap::BASEMAP,
    incidents::Marks,
    ledger::Holdings,
    reports::Read,
};
use crate::{
    accounts::{self, Accounts},
    desk::Desk,
    error::Problem,
};

/// What requests share.
pub(crate) type Shared = Arc<Desk>;

/// All of the API, and its description.
pub(crate) fn router(desk: Shared, accounts: Option<Arc<Accounts>>, basemap: Option<&std::path::Path>) -> Router {
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
    describe::begin();
    let routes = ApiRouter::new()
        .api_route("/ledger", get_with(ledger::ledger, |op| said(op, "ledger", "What the ledger holds")))
        .api_route("/incidents", get_with(incidents::list, |op| said(op, "incidents", "Incidents, the latest first")))
        .api_route(
            "/incidents/marks",
            get_with(incidents::marks, |op| said(op, "marks", "All incidents in columns, for maps and lines of time")),
        )
        .api_route(
            "/incidents/{id}",
            get_with(incidents::one, |op| said(op, "incident", "One incident with each side's account")),
        )
        .api_route(
            "/incidents/{id}/why",
            get_with(incidents::why, |op| said(op, "why", "The rules that decided, and what joined the reports")),
        )
        .api_route(
            "/incidents/{id}/history",
            get_with(incidents::history, |op| {
                said(op, "history", "What has made an incident what it is, in the order of recording")
            }),
        )
        .api_route("/reports", get_with(reports::list, |op| said(op, "reports", "Reports, the latest first")))
        .api_route(
            "/reports/{name}",
            get_with(reports::one, |op| said(op, "report", "One report with what was read in it")),
        )
        .api_route(
            "/search",
            get_with(questions::search, |op| said(op, "search", "Words in reports, in all their forms")),
        )
        .api_route("/new", get_with(questions::new, |op| said(op, "new", "What is new or changed since a time")))
        .api_route(
            "/observer",
            get_with(questions::observer, |op| said(op, "observer", "What monitors recorded for a place and days")),
        )
        .api_route(
            "/responses",
            get_with(questions::responses, |op| said(op, "responses", "Claims against sides, and what these answered")),
        )
        .api_route("/figures", get_with(questions::figures, |op| said(op, "figures", "Figures that changed or differ")))
        .api_route(
            "/retractions",
            get_with(questions::retractions, |op| {
                said(op, "retractions", "What was corrected, replaced or taken back")
            }),
        )
        .api_route(
            "/commitments",
            get_with(questions::commitments, |op| said(op, "commitments", "Promises, agreements and warnings")),
        )
        .api_route(
            "/labels",
            get_with(questions::labels, |op| said(op, "labels", "Labels: who uses and who rejects them")),
        )
        .api_route("/copies", get_with(questions::copies, |op| said(op, "copies", "Reports that print one text")))
        .api_route(
            "/stats",
            get_with(questions::stats, |op| said(op, "stats", "How much was read, by language and side")),
        )
        .api_route(
            "/corrections",
            get_with(questions::corrections, |op| said(op, "corrections", "What people have changed"))
                .post_with(writes::correction, |op| said(op, "correct", "Record a correction")),
        )
        .api_route(
            "/assessments",
            get_with(assessments::list, |op| {
                said(op, "assessments", "What analysts judge, apart from what is derived")
            })
            .post_with(assessments::add, |op| said(op, "assess", "Record a judgement")),
        )
        .api_route(
            "/review",
            get_with(reviews::review, |op| {
                said(op, "review", "Decisions that need a person, the most uncertain first")
            }),
        )
        .api_route(
            "/rows",
            get_with(rows::list, |op| {
                said(op, "rows", "Rows of coders' tables, with the incidents that they could be accounts of")
            }),
        )
        .api_route("/brief", get_with(briefs::brief, |op| said(op, "brief", "A situation report over a window")))
        .api_route("/codebook", get_with(coding::book, |op| said(op, "codebook", "What coders go by")))
        .api_route(
            "/coding/assignments",
            get_with(coding::assignments, |op| said(op, "assignments", "What is to be coded, and how far it has come"))
                .post_with(coding::assigning, |op| said(op, "assign", "Have reports or incidents coded")),
        )
        .api_route(
            "/coding/assignments/{number}",
            get_with(coding::task_of, |op| said(op, "task", "What it takes to code an assignment")),
        )
        .api_route(
            "/coding/assignments/{number}/coding",
            post_with(coding::taking, |op| said(op, "code", "Keep, finish or give back a coding")),
        )
        .api_route(
            "/coding/assignments/{number}/withdrawal",
            post_with(coding::withdrawing, |op| {
                said(op, "withdraw_assignment", "Withdraw an assignment from who will not code it")
            }),
        )
        .api_route(
            "/coding/assignments/{number}/codings",
            get_with(coding::codings, |op| said(op, "codings", "What coders and the machine made of an assignment")),
        )
        .api_route(
            "/coding/assignments/{number}/adjudication",
            post_with(coding::deciding, |op| said(op, "adjudicate", "Record what was decided where coders differ")),
        )
        .api_route(
            "/coding/assignments/{number}/taken-over",
            post_with(coding::taking_over, |op| said(op, "take_over", "Take over what was decided as corrections")),
        )
        .api_route(
            "/coding/agreement",
            get_with(coding::agreements, |op| {
                said(
                    op,
                    "agreement",
                    "How far coders agree, field by field; with `values`, on what who asks may see of each coder",
                )
            }),
        )
        .api_route(
            "/places",
            get_with(places::places, |op| said(op, "places", "Names of places for a map, the most populous first")),
        )
        .api_route(
            "/packs",
            get_with(packs::list, |op| said(op, "packs", "Packs that reports are read with"))
                .post_with(packs::take, |op| said(op, "take_pack", "Put a pack on record")),
        )
        .api_route(
            "/packs/candidates",
            get_with(packs::found, |op| {
                said(op, "candidates", "What reports name that no pack knows, to be sorted into sides")
            }),
        )
        .api_route(
            "/packs/check",
            post_with(packs::check, |op| said(op, "check_pack", "Check a pack; nothing is kept")),
        )
        .api_route(
            "/packs/make",
            post_with(packs::made, |op| {
                said(op, "make_pack", "Make the files of a pack of sorted rows; nothing is kept")
            }),
        )
        .api_route(
            "/packs/diff",
            post_with(packs::diff, |op| said(op, "diff_pack", "What a pack would change; nothing is recorded")),
        )
        .api_route("/packs/{id}", get_with(packs::one, |op| said(op, "pack", "One pack with its files")))
        .api_route("/read", post_with(writes::read, |op| said(op, "read", "Read a text or file; nothing is kept")))
        .api_route(
            "/added",
            post_with(writes::add, |op| said(op, "add", "Read a text or file and put it into the ledger")),
        )
        .api_route(
            "/grown",
            get_with(stream::grown, |op| stream::described(said(op, "grown", "Tells when the ledger has grown"))),
        )
        .with_state(desk)
        .merge(accounts::api(accounts))
        .merge(
            ApiRouter::new()
                .api_route(
                    "/basemap",
                    get_with(basemap::basemap, |op| said(op, "basemap", "A base map of one's own, in ranges of bytes")),
                )
                .with_state(basemap.map(ServeFile::new)),
        );
    // Named by no handler, but what every request can be answered with.
    describe::add::<Problem>();
    let router = ApiRouter::new().nest("/api/v1", routes).finish_api(&mut api);
    // It is the same for as long as the server runs.
    let text = describe::finished(&api).to_string();
    router
        .route("/api/v1/openapi.json", get(async move || ([(header::CONTENT_TYPE, "application/json")], text.clone())))
}

/// What is said of an operation.
fn said<'t>(operation: TransformOperation<'t>, id: &str, summary: &str) -> TransformOperation<'t> {
    operation.id(id).summary(summary)
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }

    #[test]
    fn whatever_is_served_below_the_api_is_described() {
        let mut found = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        assert!(found.len() > 30, "{}", found.len());
        let route = concat!(".route(", "\"/api/");
        let bare: Vec<&str> =
            found.iter().flat_map(|(path, text)| text.match_indices(route).map(move |_| path.as_str())).collect();
        assert_eq!(bare.len(), 1, "the document itself alone has no description, but: {bare:?}");
    }
}
