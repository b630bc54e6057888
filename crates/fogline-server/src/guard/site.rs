//! Only pages that come from here may ask. A page of another site can make a browser ask this server, under its own name by
//! turning that name to this address (DNS rebinding), or under ours; neither gets an answer.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, Uri, header},
    middleware::Next,
    response::Response,
};

use crate::{accounts::is_read, error::problem};

/// Under which names, and through whom, is served.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// Names that are answered besides the address that a request comes in at.
    pub hosts: Vec<String>,
    /// Proxies: what they say of who asks is believed, and where there are any, nobody else is answered.
    pub proxies: Vec<IpAddr>,
}

/// The two ends of a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ends {
    pub(crate) peer: SocketAddr,
    pub(crate) local: SocketAddr,
}

/// The address of whoever asks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Client(pub(crate) IpAddr);

/// Refuses what is asked under another name, what does not come through the proxy, and what another site asks to be changed.
pub(super) async fn check(State(site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let Some(ends) = request.extensions().get::<Ends>().copied() else {
        return problem(StatusCode::MISDIRECTED_REQUEST, "nobody is known to ask this");
    };
    let host = host(request.headers(), request.uri());
    let Some(host) = host.filter(|host| site.is_called(name_of(host), ends.local.ip())) else {
        return problem(
            StatusCode::MISDIRECTED_REQUEST,
            "this server answers only under the address that it was started with, as 127.0.0.1 or localhost, and the names \
             that it was given",
        );
    };
    let Some(client) = site.client(ends.peer.ip(), request.headers()) else {
        return problem(StatusCode::FORBIDDEN, "this server answers only what comes through its proxy, over TLS");
    };
    request.extensions_mut().insert(Client(client));
    // A link from elsewhere may be followed; nothing here may be a part of another site's page.
    if is_part_of_another(request.headers()) {
        return problem(StatusCode::FORBIDDEN, "no page of another site may take anything from here");
    }
    if !is_read(request.method()) && !is_from(&host, request.headers()) {
        return problem(StatusCode::FORBIDDEN, "only pages of this board may change something");
    }
    next.run(request).await
}

impl Site {
    /// Whether it answers under a name. An address that is the one a request came in at is no name that somebody else turned
    /// here.
    fn is_called(&self, name: &str, local: IpAddr) -> bool {
        let address = name.parse::<IpAddr>().ok().map(|address| address.to_canonical());
        let local = local.to_canonical();
        let is_here = local.is_loopback()
            && (name.eq_ignore_ascii_case("localhost") || address.is_some_and(|address| address.is_loopback()));
        is_here || address == Some(local) || self.hosts.iter().any(|host| host.eq_ignore_ascii_case(name))
    }

    /// Who asks: whoever is connected, or whom a proxy names last that is none of ours.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
        let peer = peer.to_canonical();
        let is_proxy = |address: &IpAddr| self.proxies.iter().any(|proxy| proxy.to_canonical() == *address);
        if self.proxies.is_empty() {
            return Some(peer);
        }
        let text = |name: &'static str| {
            headers
                .get_all(name)
                .into_iter()
                .rev()
                .flat_map(|value| value.to_str().unwrap_or("?").rsplit(','))
                .map(str::trim)
        };
        if !is_proxy(&peer) || text("x-forwarded-proto").any(|scheme| !scheme.eq_ignore_ascii_case("https")) {
            return None;
        }
        for said in text("x-forwarded-for") {
            let address = said.parse::<IpAddr>().or_else(|_| name_of(said).parse()).ok()?.to_canonical();
            if !is_proxy(&address) {
                return Some(address);
            }
        }
        Some(peer)
    }
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

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_name_is_told_from_its_port() {
        let (site, here) = (Site::default(), address("127.0.0.1"));
        for (host, name) in [("127.0.0.1:8750", "127.0.0.1"), ("[::1]:8750", "::1"), ("localhost", "localhost")] {
            assert_eq!(name_of(host), name);
            assert!(site.is_called(name, here));
        }
        for other in
            ["[::1].evil.example", "8.8.8.8", "evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example"]
        {
            assert!(!site.is_called(name_of(other), here), "{other}");
        }
    }

    #[test]
    fn elsewhere_it_is_called_by_its_address_and_names() {
        let site = Site { hosts: vec!["fogline.example".to_owned()], ..Site::default() };
        let here = address("192.0.2.7");
        for own in ["192.0.2.7", "Fogline.example"] {
            assert!(site.is_called(own, here), "{own}");
        }
        for other in ["localhost", "127.0.0.1", "192.0.2.8", "a.fogline.example", "fogline.example.evil.example"] {
            assert!(!site.is_called(other, here), "{other}");
        }
    }

    #[test]
    fn only_a_proxy_says_who_asks() {
        let proxy = address("127.0.0.1");
        let behind = Site { proxies: vec![proxy], ..Site::default() };
        let client = |site: &Site, peer, pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.append(*name, header::HeaderValue::from_static(value));
            }
            site.client(peer, &headers)
        };
        let forged = [("x-forwarded-for", "10.9.9.9")];
        assert_eq!(client(&Site::default(), address("8.8.8.8"), &forged), Some(address("8.8.8.8")));
        assert_eq!(client(&behind, address("8.8.8.8"), &forged), None);
        assert_eq!(client(&behind, proxy, &[]), Some(proxy));
        let chain = [("x-forwarded-for", "10.9.9.9, 203.0.113.5"), ("x-forwarded-proto", "https")];
        assert_eq!(client(&behind, proxy, &chain), Some(address("203.0.113.5")), "what came before may be invented");
        assert_eq!(
            client(&behind, proxy, &[("x-forwarded-for", "::1, [2001:db8::1]:99, 127.0.0.1")]),
            Some(address("2001:db8::1"))
        );
        assert_eq!(client(&behind, proxy, &[("x-forwarded-for", "nonsense")]), None);
        assert_eq!(client(&behind, proxy, &[("x-forwarded-proto", "http")]), None);
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
