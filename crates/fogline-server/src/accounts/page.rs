//! `/login` and `/logout`: signing in and out without a script.

use std::{net::IpAddr, sync::Arc};

use axum::{
    Extension, Form, Router,
    extract::State,
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Accounts, Refused, Who, cookie,
    gate::too_often,
    session::{Login, WRONG, left, with},
};
use crate::{
    api::{Query, When},
    error::{Fault, problem},
    pages::page,
};

type Kept = Option<Arc<Accounts>>;

/// The pages.
pub(crate) fn router(accounts: Kept) -> Router {
    Router::new().route("/login", get(form).post(begin)).route("/logout", post(end)).with_state(accounts)
}

/// Where somebody wanted to go.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct To {
    to: String,
}

/// What the form sends.
#[derive(Deserialize)]
struct Sent {
    #[serde(flatten)]
    login: Login,
    #[serde(default)]
    to: String,
}

#[derive(Deserialize)]
struct Leaving {
    #[serde(default)]
    csrf: String,
}

async fn form(State(accounts): State<Kept>, who: Option<Extension<Who>>, Query(To { to }): Query<To>) -> Response {
    let data = match who.as_deref() {
        // What the session is proved with stands on no page that repeats what an address says.
        Some(who) => json!({
            "accounts": accounts.is_some(), "name": who.signs(), "role": who.role, "csrf": who.proof(),
        }),
        None => json!({ "accounts": true, "to": local(&to) }),
    };
    shown(StatusCode::OK, data)
}

async fn begin(
    State(accounts): State<Kept>,
    who: Option<Extension<Who>>,
    address: Option<Extension<IpAddr>>,
    Form(Sent { login, to }): Form<Sent>,
) -> Response {
    let (Some(accounts), Some(Extension(address))) = (accounts, address) else {
        return Redirect::to("/login").into_response();
    };
    let before = who.and_then(|Extension(who)| who.session);
    match accounts.begin(&login.name, &login.password, address, before).await {
        Ok((_, session)) => {
            with(Redirect::to(local(&to)).into_response(), cookie::set(Some(&session), accounts.secure))
        }
        Err(Refused::Wrong) => {
            shown(StatusCode::UNAUTHORIZED, json!({ "accounts": true, "to": local(&to), "wrong": WRONG }))
        }
        Err(Refused::Wait(wait)) => too_often(wait),
        Err(Refused::Fault(fault)) => fault.into_response(),
    }
}

async fn end(
    State(accounts): State<Kept>,
    who: Option<Extension<Who>>,
    Form(Leaving { csrf }): Form<Leaving>,
) -> Response {
    let (Some(accounts), Some(Extension(who))) = (accounts, who) else {
        return Redirect::to("/login").into_response();
    };
    if !who.proves(&csrf) {
        return problem(StatusCode::FORBIDDEN, "only a page of this board may sign you out");
    }
    match who.session.map(|session| accounts.end(&session)) {
        Some(Err(fault)) => fault.into_response(),
        _ => left(Redirect::to("/login").into_response(), &accounts),
    }
}

fn shown(status: StatusCode, data: Value) -> Response {
    match page("login.html", &When::default(), data) {
        Ok(page) => (status, [(header::CACHE_CONTROL, "no-store")], Html(page)).into_response(),
        Err(_) => Fault::Broken.into_response(),
    }
}

/// A place of ours to go to; whatever else is said leads to the first page. `//host` and `/\host` are other places to a
/// browser.
fn local(to: &str) -> &str {
    let is_path = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\');
    if is_path && to.bytes().all(|b| b.is_ascii_graphic()) { to } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_elsewhere() {
        for own in ["/incidents?area=Vrubivka&from=1", "/reports/a%2Fb", "/"] {
            assert_eq!(local(own), own);
        }
        for other in [
            "",
            "incidents",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: x=y",
            "/\tevil",
            "/ї",
            "\\/evil.example",
            "/a b",
        ] {
            assert_eq!(local(other), "/", "{other}");
        }
    }
}
