//! Tells whoever listens when the ledger has grown.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::stream::{self, Stream};

use super::Shared;

/// How often an idle stream says that it is still there.
const STILL_THERE: Duration = Duration::from_secs(20);

/// Server-sent events: `grown` with the revision, once at the beginning and whenever it changes.
pub(crate) async fn grown(State(desk): State<Shared>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut grown = desk.grown();
    grown.mark_changed();
    let events = stream::unfold(grown, async |mut grown| {
        grown.changed().await.ok()?;
        let event = Event::default().event("grown").data(grown.borrow_and_update().clone());
        Some((Ok(event), grown))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(STILL_THERE))
}
