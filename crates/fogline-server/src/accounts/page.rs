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
    session::{Login, left, with},
};
use crate::{
    api::Query,
    error::{Fault, problem},
    pages::{BY_LANGUAGE, Visit, page},
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

async fn form(
    State(accounts): State<Kept>,
    visit: Visit,
    who: Option<Extension<Who>>,
    Query(To { to }): Query<To>,
) -> Response {
    match who.as_deref() {
        // What the session is proved with stands on no page that repeats what an address says.
        Some(who) => {
            let data =
                json!({ "accounts": accounts.is_some(), "name": who.signs(), "role": who.role, "csrf": who.proof() });
            shown(StatusCode::OK, &visit.asking(&[]), data)
        }
        None => signing_in(StatusCode::OK, visit, local(&to), false),
    }
}

async fn begin(
    State(accounts): State<Kept>,
    visit: Visit,
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
            let to = in_language(local(&to), &visit);
            with(Redirect::to(&to).into_response(), cookie::set(Some(&session), accounts.secure))
        }
        Err(Refused::Wrong) => signing_in(StatusCode::UNAUTHORIZED, visit, local(&to), true),
        Err(Refused::Wait(wait)) => too_often(wait),
        Err(Refused::Fault(fault)) => fault.into_response(),
    }
}

async fn end(
    State(accounts): State<Kept>,
    visit: Visit,
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
        _ => left(Redirect::to(&format!("/login{}", visit.asking(&[]).kept())).into_response(), &accounts),
    }
}

/// An address in the language of the form, where the form was asked for in one and the address names none.
fn in_language(to: &str, visit: &Visit) -> String {
    let query = to.split_once('?').map(|(_, query)| query);
    let named =
        query.is_some_and(|query| query.split('&').any(|one| one.starts_with("lang=") || one.starts_with("ui=")));
    match visit.lang().filter(|_| !named) {
        Some(lang) => format!("{to}{}{lang}", if query.is_some() { '&' } else { '?' }),
        None => to.to_owned(),
    }
}

/// The form, of which all links lead to where somebody wanted to go.
fn signing_in(status: StatusCode, visit: Visit, to: &str, wrong: bool) -> Response {
    shown(status, &visit.asking(&[("to", to)]), json!({ "accounts": true, "to": to, "wrong": wrong }))
}

fn shown(status: StatusCode, visit: &Visit, data: Value) -> Response {
    let kept = [(header::CACHE_CONTROL, "no-store"), (header::VARY, BY_LANGUAGE)];
    match page("login.html", visit, data) {
        Ok(page) => (status, kept, Html(page)).into_response(),
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
