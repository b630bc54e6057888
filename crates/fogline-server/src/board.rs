//! The board: what `board/` builds, held in the binary. Its pages are one file that asks the API; each address below `/board`
//! that is none of the built files is one of its screens.

use axum::{
    Router,
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use include_dir::{Dir, include_dir};

use crate::error::problem;

static BUILT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../board/dist");
/// What is loaded as it is: outlines and names of areas for maps.
static BESIDE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../board/public");

/// Names of built files hold their hash, so a browser need not ask for them again.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// What is called the same in the next version.
const ASK_AGAIN: &str = "no-cache";

/// The board's files and screens.
pub(crate) fn router() -> Router {
    Router::new()
        .route("/", get(async || Redirect::temporary("/board")))
        .route("/board", get(async || screen()))
        .route("/board/", get(async || screen()))
        .route("/board/{*path}", get(async |Path(path): Path<String>| file(&path)))
}

fn file(path: &str) -> Response {
    match BUILT.get_file(path).or_else(|| BESIDE.get_file(path)) {
        Some(file) => {
            let kept = if path.starts_with("assets/") { FOREVER } else { ASK_AGAIN };
            sent(kind(path), kept, file.contents())
        }
        // A file of another version, which a page of that version still asks for.
        None if path.starts_with("assets/") || path.starts_with("base/") => {
            problem(StatusCode::NOT_FOUND, "the board has no such file; load the page again")
        }
        None => screen(),
    }
}

fn screen() -> Response {
    let page = BUILT.get_file("index.html").map_or(&[][..], include_dir::File::contents);
    sent("text/html; charset=utf-8", ASK_AGAIN, page)
}

fn sent(kind: &'static str, kept: &'static str, body: &'static [u8]) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static(kept)),
    ];
    (headers, body).into_response()
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_page_loads_is_there_and_nothing_from_elsewhere() {
        let page = BUILT.get_file("index.html").unwrap().contents_utf8().unwrap();
        let addresses: Vec<&str> =
            page.split(['"', '\'']).filter(|part| part.starts_with('/') || part.contains("://")).collect();
        assert!(addresses.iter().any(|address| kind(address).starts_with("text/javascript")), "{page}");
        for address in addresses {
            if let Some(path) = address.strip_prefix("/board/") {
                assert!(BUILT.get_file(path).or_else(|| BESIDE.get_file(path)).is_some(), "{address}");
            } else {
                assert!(address == "/incidents", "{address}");
            }
        }
    }

    #[test]
    fn screens_are_the_page_and_lost_files_are_lost() {
        assert_eq!(file("incidents/i1").status(), StatusCode::OK);
        assert_eq!(file("assets/none-12345678.js").status(), StatusCode::NOT_FOUND);
        assert_eq!(file("../Cargo.toml").headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
    }
}
