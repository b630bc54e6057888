//! What the ledger answers, over HTTP: to programs as JSON, to people as the board, and as pages that need no script.
//!
//! It reads the ledger and never the network: no page loads anything from elsewhere, and nothing is sent anywhere.

mod accounts;
mod api;
mod blind;
mod board;
mod connections;
mod desk;
mod error;
mod guard;
mod pages;
mod reader;
mod told;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use axum::{Router, http::StatusCode, middleware, response::Response};
use tokio::{net::TcpListener, time};

use crate::error::problem;
pub use crate::{
    accounts::{Accounts, TOKEN},
    desk::{Desk, Place},
    error::{Fault, Result},
    guard::Site,
    reader::{Atlas, Brought, Drafted, Facts, Read, Reader},
};

/// How often it is looked whether the ledger has grown.
/// How long nothing is recorded before what takes long is put together unasked.
const QUIET: Duration = Duration::from_secs(3);
const LOOK: Duration = Duration::from_secs(1);

/// All that is served.
fn app(desk: Arc<Desk>, site: Site, accounts: Option<Arc<Accounts>>, basemap: Option<&Path>) -> Router {
    let keeping = Arc::clone(&desk);
    let app = api::router(Arc::clone(&desk), accounts.clone(), basemap)
        .merge(pages::router(desk))
        .merge(board::router())
        .merge(accounts::pages(accounts.clone()))
        .fallback(nothing)
        .method_not_allowed_fallback(other_method)
        .layer(middleware::from_fn_with_state(keeping, blind::keep));
    guard::guarded(app, site, accounts)
}

async fn nothing() -> Response {
    problem(StatusCode::NOT_FOUND, "there is nothing at this address; /api/v1/openapi.json lists what there is")
}

async fn other_method() -> Response {
    problem(StatusCode::METHOD_NOT_ALLOWED, "this address does not take that method")
}

/// Serves a ledger until `closing` comes: to whoever has an account, or where there are none to whoever asks. A base map of one's
/// own is a PMTiles file.
pub async fn serve(
    listener: TcpListener,
    desk: Arc<Desk>,
    site: Site,
    accounts: Option<Accounts>,
    basemap: Option<PathBuf>,
    closing: impl Future<Output = ()>,
) {
    let accounts = accounts.map(Arc::new);
    let looking = tokio::spawn(look(Arc::clone(&desk), accounts.clone()));
    let preparing = tokio::spawn(prepare(Arc::clone(&desk)));
    connections::serve(listener, app(Arc::clone(&desk), site, accounts.clone(), basemap.as_deref()), closing).await;
    looking.abort();
    preparing.abort();
    if let Some(accounts) = accounts {
        put_on_record(desk, accounts, true).await;
    }
}

/// Takes in what others record, and puts on record what was done with accounts.
async fn look(desk: Arc<Desk>, accounts: Option<Arc<Accounts>>) {
    let mut ticks = time::interval(LOOK);
    ticks.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Some(accounts) = &accounts {
            put_on_record(Arc::clone(&desk), Arc::clone(accounts), false).await;
        }
        let own = Arc::clone(&desk);
        // Where it cannot be read just now, what was known before goes on answering.
        let _ = tokio::task::spawn_blocking(move || own.refresh()).await;
    }
}

/// Once nothing has been recorded for a while, puts together what takes long, so that whoever asks for it first need not wait.
async fn prepare(desk: Arc<Desk>) {
    let mut grown = desk.grown();
    loop {
        while let Ok(grown) = time::timeout(QUIET, grown.changed()).await {
            if grown.is_err() {
                return;
            }
        }
        desk.get_ready(|| grown.has_changed().unwrap_or(true)).await;
        if grown.changed().await.is_err() {
            return;
        }
    }
}

/// What cannot be recorded now, as somebody else writes to the ledger, stays put down until it can.
async fn put_on_record(desk: Arc<Desk>, accounts: Arc<Accounts>, ends: bool) {
    let work = move || match accounts.has_deeds(ends) {
        Ok(true) => desk.record(|ledger| accounts.record(ledger)),
        other => other.map(|_| ()),
    };
    let _ = tokio::task::spawn_blocking(work).await;
}
