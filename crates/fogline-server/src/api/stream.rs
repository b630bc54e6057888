//! Tells whoever listens when the ledger has grown.

use std::{convert::Infallible, time::Duration};

use aide::{
    NoApi,
    openapi::{MediaType, SchemaObject},
    transform::TransformOperation,
};
use axum::{
    extract::State,
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::stream::{self, Stream};
use schemars::json_schema;

use super::Shared;

/// How often an idle stream says that it is still there.
const STILL_THERE: Duration = Duration::from_secs(20);

/// What is said of it: no JSON, but events as they come.
pub(super) fn described(operation: TransformOperation<'_>) -> TransformOperation<'_> {
    operation.response_with::<200, (), _>(|mut one| {
        let schema = json_schema!({ "type": "string", "description": "Events `grown` whose data is the revision" });
        let schema = SchemaObject { json_schema: schema, example: None, external_docs: None };
        let events = MediaType { schema: Some(schema), ..MediaType::default() };
        one.inner().content.insert("text/event-stream".to_owned(), events);
        one.description("Server-sent events, for as long as somebody listens")
    })
}

/// Server-sent events: `grown` with the revision, once at the beginning and whenever it changes.
pub(crate) async fn grown(State(desk): State<Shared>) -> NoApi<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let mut grown = desk.grown();
    if !grown.borrow().is_empty() {
        grown.mark_changed();
    }
    let events = stream::unfold(grown, async |mut grown| {
        grown.changed().await.ok()?;
        let event = Event::default().event("grown").data(grown.borrow_and_update().clone());
        Some((Ok(event), grown))
    });
    NoApi(Sse::new(events).keep_alive(KeepAlive::new().interval(STILL_THERE)))
}
