//! Only pages that come from here may ask. A page of another site can make a browser ask this server, under its own name by
//! turning that name to this address (DNS rebinding), or under ours; neither gets an answer.

use axum::{
    extract::Request,
    http::{HeaderMap, Method, StatusCode, Uri, header},
    middleware::Next,
    response::Response,
};

use crate::error::problem;

/// Refuses what is asked under another name, and what another site asks to be changed.
pub(super) async fn check(request: Request, next: Next) -> Response {
    let host = host(request.headers(), request.uri());
    let Some(host) = host.filter(|host| is_ours(name_of(host))) else {
        return problem(
            StatusCode::MISDIRECTED_REQUEST,
            "this server answers only under the address that it was started with, as 127.0.0.1 or localhost",
        );
    };
    // A link from elsewhere may be followed; nothing here may be a part of another site's page.
    if is_part_of_another(request.headers()) {
        return problem(StatusCode::FORBIDDEN, "no page of another site may take anything from here");
    }
    if !is_read(request.method()) && !is_from(&host, request.headers()) {
        return problem(StatusCode::FORBIDDEN, "only pages of this board may change something");
    }
    next.run(request).await
}

fn is_part_of_another(headers: &HeaderMap) -> bool {
    let fetched = |name: &'static str| headers.get(name).and_then(|value| value.to_str().ok());
    fetched("sec-fetch-site") == Some("cross-site") && fetched("sec-fetch-mode") != Some("navigate")
}

fn host(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let authority = uri.authority().map(|one| one.as_str().to_owned());
    authority.or_else(|| headers.get(header::HOST)?.to_str().ok().map(str::to_owned))
}

/// The name or address without its port.
fn name_of(host: &str) -> &str {
    match host.strip_prefix('[') {
        // Nothing but a port may stand behind an address in brackets.
        Some(rest) => match rest.split_once(']') {
            Some((name, port)) if port.is_empty() || port.starts_with(':') => name,
            _ => "",
        },
        None => host.split(':').next().unwrap_or_default(),
    }
}

fn is_ours(name: &str) -> bool {
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn is_read(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether a page of ours asks; programs that are no browsers send no origin.
fn is_from(host: &str, headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?").to_owned());
    let site = text(header::HeaderName::from_static("sec-fetch-site"));
    let origin = text(header::ORIGIN);
    site.is_none_or(|site| matches!(site.as_str(), "same-origin" | "none"))
        && origin.is_none_or(|origin| origin.split_once("://").is_some_and(|(_, own)| own.eq_ignore_ascii_case(host)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_from_its_port() {
        for (host, name) in [("127.0.0.1:8750", "127.0.0.1"), ("[::1]:8750", "::1"), ("localhost", "localhost")] {
            assert_eq!(name_of(host), name);
            assert!(is_ours(name));
        }
        for other in
            ["[::1].evil.example", "8.8.8.8", "evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example"]
        {
            assert!(!is_ours(name_of(other)), "{other}");
        }
    }

    #[test]
    fn another_site_changes_nothing() {
        let sent = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, header::HeaderValue::from_static(value));
            }
            is_from("127.0.0.1:8750", &headers)
        };
        assert!(sent(&[]));
        assert!(sent(&[("origin", "http://127.0.0.1:8750"), ("sec-fetch-site", "same-origin")]));
        assert!(!sent(&[("origin", "http://evil.example")]));
        assert!(!sent(&[("origin", "null")]));
        assert!(!sent(&[("sec-fetch-site", "cross-site")]));
        assert!(!sent(&[("origin", "http://127.0.0.1:1"), ("sec-fetch-site", "same-site")]));
    }
}
