//! What the ledger answers, over HTTP: to programs as JSON, to people as pages.
//!
//! It reads the ledger and never the network: no page loads anything from elsewhere, and nothing is sent anywhere.

mod api;
mod desk;
mod error;
mod guard;
mod pages;
mod reader;
mod told;

use std::{future::IntoFuture, sync::Arc, time::Duration};

use axum::{Router, http::StatusCode, response::Response};
use tokio::{net::TcpListener, sync::Notify, time};

use crate::error::problem;
pub use crate::{
    desk::{Desk, Place},
    error::{Fault, Result},
    reader::{Atlas, Brought, Drafted, Facts, Read, Reader},
};

/// How often it is looked whether the ledger has grown.
const LOOK: Duration = Duration::from_secs(1);
/// How long answers that were begun may take when the server closes.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

/// All that is served.
pub fn app(desk: Arc<Desk>) -> Router {
    let app = api::router(Arc::clone(&desk))
        .merge(pages::router(desk))
        .fallback(nothing)
        .method_not_allowed_fallback(other_method);
    guard::guarded(app)
}

async fn nothing() -> Response {
    problem(StatusCode::NOT_FOUND, "there is nothing at this address; /api/v1/openapi.json lists what there is")
}

async fn other_method() -> Response {
    problem(StatusCode::METHOD_NOT_ALLOWED, "this address does not take that method")
}

/// Serves a ledger until `closing` comes.
pub async fn serve(
    listener: TcpListener,
    desk: Arc<Desk>,
    closing: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let looking = tokio::spawn(look(Arc::clone(&desk)));
    let closes = Arc::new(Notify::new());
    let begun = Arc::clone(&closes);
    let served = axum::serve(listener, app(desk))
        .with_graceful_shutdown(async move {
            closing.await;
            begun.notify_one();
        })
        .into_future();
    // Whoever listens for what is new would never end.
    let late = async {
        closes.notified().await;
        time::sleep(LAST_ANSWERS).await;
    };
    let ended = tokio::select! {
        served = served => served,
        () = late => Ok(()),
    };
    looking.abort();
    ended
}

/// Takes in what others record.
async fn look(desk: Arc<Desk>) {
    let mut ticks = time::interval(LOOK);
    ticks.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let own = Arc::clone(&desk);
        // Where it cannot be read just now, what was known before goes on answering.
        let _ = tokio::task::spawn_blocking(move || own.refresh()).await;
        desk.get_ready().await;
    }
}
