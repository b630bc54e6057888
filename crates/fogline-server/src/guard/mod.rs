//! What stands before every request and behind every answer.

mod headers;
mod site;

use std::{any::Any, time::Duration};

use axum::{Router, http::StatusCode, middleware, response::Response};
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, limit::RequestBodyLimitLayer, timeout::TimeoutLayer,
};

use crate::{
    error::{Fault, problem},
    told,
};

/// Bytes that a request may have.
const BODY: usize = 8 << 20;
/// How long a request may take.
const TIME: Duration = Duration::from_mins(2);

/// Limits, headers and compression around what is served.
pub(crate) fn guarded(app: Router) -> Router {
    app.layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, TIME))
        .layer(RequestBodyLimitLayer::new(BODY))
        .layer(middleware::from_fn(told::tell))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(broken))
        .layer(middleware::from_fn(site::check))
        .layer(middleware::from_fn(headers::add))
}

/// The panic hook has printed what happened and where.
fn broken(_: Box<dyn Any + Send>) -> Response {
    problem(StatusCode::INTERNAL_SERVER_ERROR, &Fault::Broken.to_string())
}
