//! From an address to its host.

/// The host of an address, or of a host written alone: in small letters, without user and port. `None` where it is
/// neither. The copy of a page in an archive, whose path holds a whole address, stands for the page.
pub(super) fn host(address: &str) -> Option<String> {
    let address = address.trim();
    let before_query = address.split(['?', '#']).next().unwrap_or_default();
    let whole = before_query.rsplit_once("://").map_or(before_query, |(_, rest)| rest);
    let whole = whole.trim_start_matches('/');
    let authority = whole.split(['/', '\\']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default().trim_end_matches('.');
    let is_host = host.contains('.') && !host.contains(char::is_whitespace);
    is_host.then(|| host.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn the_host_is_found_in_any_address() {
        for (address, expected) in [
            ("https://www.Example.org/a/b?x=https://other.org/", Some("www.example.org")),
            ("//example.org/a", Some("example.org")),
            ("example.org", Some("example.org")),
            ("http://user:word@example.org:8080/", Some("example.org")),
            ("https://archive.example/web/2022/https://www.example.org/a", Some("www.example.org")),
            ("https://example.org./", Some("example.org")),
            ("The Example", None),
            ("A. B. Example", None),
            ("mailto:", None),
            ("", None),
        ] {
            assert_eq!(host(address).as_deref(), expected, "{address}");
        }
    }
}
