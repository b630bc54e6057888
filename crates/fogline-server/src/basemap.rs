//! A base map of one's own for the board: a PMTiles file, of which the browser reads the parts that it shows.

use std::path::PathBuf;

use axum::{
    Router,
    http::StatusCode,
    routing::{get, get_service},
};
use tower_http::services::ServeFile;

/// The file in ranges of bytes; where there is none, an answer without content, as the board asks in any case.
pub(crate) fn router(file: Option<PathBuf>) -> Router {
    let route = file.map_or_else(|| get(async || StatusCode::NO_CONTENT), |file| get_service(ServeFile::new(file)));
    Router::new().route("/api/v1/basemap", route)
}
