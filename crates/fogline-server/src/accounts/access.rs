//! What may be asked by whom: one rule for every method and path, so that what is added is refused until it is named here.

use axum::http::Method;
use fogline_ledger::accounts::Role;

/// What a request needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Nothing: signing in and out, and what the page for it is dressed with.
    Open,
    /// An account of this role, or one that may do more.
    Role(Role),
}

/// What a request of this method and path needs. Whatever reads is for readers; what changes something is for those whom this
/// names, or else for admins.
pub(super) fn access(method: &Method, path: &str) -> Access {
    let reads = is_read(method);
    match path {
        "/login" | "/logout" => Access::Open,
        "/pages.css" | "/icon.svg" | "/board/icon.svg" if reads => Access::Open,
        // Programs and styles, the same in every ledger.
        _ if reads && path.starts_with("/board/assets/") => Access::Open,
        "/api/v1/session" if reads || method == Method::POST => Access::Open,
        "/api/v1/session" if method == Method::DELETE => Access::Role(Role::Reader),
        "/api/v1/read" | "/api/v1/added" | "/api/v1/corrections" | "/api/v1/assessments" if method == Method::POST => {
            Access::Role(Role::Analyst)
        }
        // What is to be coded is assigned and decided by admins, and coded by analysts.
        _ if method == Method::POST && is_coding(path) => Access::Role(Role::Analyst),
        // To take a pack is for admins, as it changes how all reports are read.
        "/api/v1/packs/check" | "/api/v1/packs/make" | "/api/v1/packs/diff" if method == Method::POST => {
            Access::Role(Role::Analyst)
        }
        _ if reads => Access::Role(Role::Reader),
        _ => Access::Role(Role::Admin),
    }
}

/// Whether a path is that of somebody's coding of an assignment.
fn is_coding(path: &str) -> bool {
    let number = path.strip_prefix("/api/v1/coding/assignments/").and_then(|rest| rest.strip_suffix("/coding"));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

pub(crate) fn is_read(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_not_named_is_refused() {
        let post = |path| access(&Method::POST, path);
        assert_eq!(access(&Method::GET, "/api/v1/incidents"), Access::Role(Role::Reader));
        assert_eq!(access(&Method::GET, "/"), Access::Role(Role::Reader));
        assert_eq!(post("/api/v1/corrections"), Access::Role(Role::Analyst));
        assert_eq!(post("/api/v1/coding/assignments/7/coding"), Access::Role(Role::Analyst));
        for other in [
            "/api/v1/coding/assignments",
            "/api/v1/coding/assignments//coding",
            "/api/v1/coding/assignments/7/adjudication",
            "/api/v1/coding/assignments/7/taken-over",
            "/api/v1/coding/assignments/7/withdrawal",
            "/api/v1/coding/assignments/7/adjudication/coding",
        ] {
            assert_eq!(post(other), Access::Role(Role::Admin), "{other}");
        }
        assert_eq!(post("/api/v1/packs/diff"), Access::Role(Role::Analyst));
        assert_eq!(post("/api/v1/packs"), Access::Role(Role::Admin));
        for other in ["/api/v1/invented", "/api/v1/corrections/", "/api/v1//read", "/pages.css", "/api/v1/%72ead"] {
            assert_eq!(post(other), Access::Role(Role::Admin), "{other}");
        }
        for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::TRACE, Method::CONNECT] {
            assert_eq!(access(&method, "/api/v1/corrections"), Access::Role(Role::Admin), "{method}");
        }
        assert_eq!((post("/login"), access(&Method::GET, "/pages.css")), (Access::Open, Access::Open));
        assert_eq!(access(&Method::GET, "/board/assets/a.js"), Access::Open);
        for near in [
            "/board",
            "/board/incidents",
            "/board/assets",
            "/login/",
            "/login/../incidents",
            "/pages.css/",
            "/Login",
            "/login%2f",
        ] {
            assert_eq!(access(&Method::GET, near), Access::Role(Role::Reader), "{near}");
        }
    }
}
