//! What stands before every request and behind every answer.

mod body;
mod headers;
mod site;

use std::{any::Any, sync::Arc, time::Duration};

use axum::{Router, extract::DefaultBodyLimit, http::StatusCode, middleware, response::Response};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, CompressionLevel,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
};

pub use self::site::Site;
pub(crate) use self::site::{Client, Ends};
use crate::{
    accounts::{self, Accounts},
    api::BASEMAP,
    error::{Fault, problem},
    told,
};

/// How long it may take to answer.
const TIME: Duration = Duration::from_mins(2);

/// Limits, headers and compression around what is served, behind who may ask for it.
pub(crate) fn guarded(app: Router, site: Site, accounts: Option<Arc<Accounts>>) -> Router {
    app.layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(body::Turns::new(), body::take))
        .layer(middleware::from_fn_with_state(accounts, accounts::pass))
        .layer(middleware::from_fn(told::tell))
        // Lists of a large ledger are megabytes, and what else is sent is small.
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Fastest)
                // A map is compressed within, may be gigabytes, and is asked for in parts.
                .compress_when(DefaultPredicate::new().and(NotForContentType::const_new(BASEMAP))),
        )
        .layer(CatchPanicLayer::custom(broken))
        .layer(middleware::from_fn_with_state(Arc::new(site), site::check))
        .layer(middleware::from_fn(headers::add))
}

/// The panic hook has printed what happened and where.
fn broken(_: Box<dyn Any + Send>) -> Response {
    problem(StatusCode::INTERNAL_SERVER_ERROR, &Fault::Broken.to_string())
}
