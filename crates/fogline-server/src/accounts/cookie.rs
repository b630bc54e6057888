//! The cookie of a session.

use axum::http::{HeaderMap, HeaderValue, header};
use fogline_ledger::accounts::Secret;

/// Its name. Browsers take one that begins with `__Host-` over TLS alone, and from no other host.
fn name(secure: bool) -> &'static str {
    if secure { "__Host-fogline" } else { "fogline" }
}

/// The session that a request names. Two of them are none: one may have been put there by somebody else.
pub(super) fn session(headers: &HeaderMap, secure: bool) -> Option<Secret> {
    let name = name(secure);
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut own = all.flat_map(|value| value.split(';')).filter_map(|pair| {
        let (own, value) = pair.trim().split_once('=')?;
        (own == name).then_some(value)
    });
    let value = own.next()?;
    if own.next().is_some() { None } else { Secret::of(value) }
}

/// The header that gives a browser its session, or without one takes it away.
pub(super) fn set(session: Option<&Secret>, secure: bool) -> Option<(header::HeaderName, HeaderValue)> {
    let (value, age) = session.map_or(("", "; Max-Age=0"), |session| (session.reveal(), ""));
    let only = if secure { "; Secure" } else { "" };
    let cookie = format!("{}={value}; Path=/; HttpOnly; SameSite=Strict{only}{age}", name(secure));
    let mut value = HeaderValue::from_str(&cookie).ok()?;
    value.set_sensitive(true);
    Some((header::SET_COOKIE, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cookie_of_ours_names_a_session() {
        let (one, other) = ("a".repeat(64), "b".repeat(64));
        let sent = |cookies: &[String]| {
            let mut headers = HeaderMap::new();
            for cookie in cookies {
                headers.append(header::COOKIE, HeaderValue::from_str(cookie).unwrap());
            }
            session(&headers, false).map(|secret| secret.reveal().to_owned())
        };
        assert_eq!(sent(&[format!("x=y; fogline={one}; z")]), Some(one.clone()));
        assert_eq!(sent(&[format!("fogline={one}; fogline={other}")]), None);
        assert_eq!(sent(&[format!("fogline={one}"), format!("fogline={one}")]), None);
        assert_eq!(sent(&[format!("__Host-fogline={one}")]), None);
        assert_eq!(sent(&["fogline=".to_owned()]), None);
        let secret = Secret::of(&one).unwrap();
        let text = |secure| set(Some(&secret), secure).unwrap().1.to_str().unwrap().to_owned();
        assert_eq!(text(true), format!("__Host-fogline={one}; Path=/; HttpOnly; SameSite=Strict; Secure"));
        assert!(!text(false).contains("Secure"));
    }
}
