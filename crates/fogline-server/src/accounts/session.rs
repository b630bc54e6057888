//! `/api/v1/session`: signing in and out, for programs and for the board.

use std::{net::IpAddr, sync::Arc};

use aide::axum::{ApiRouter, routing::get_with};
use axum::{
    Extension, Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use fogline_ledger::accounts::Role;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Accounts, Refused, Who, cookie,
    gate::{challenged, too_often},
};
use crate::{
    api::asked::Sent,
    error::{Fault, problem},
};

/// What was wrong, without telling which.
const WRONG: &str = "the name or the password is wrong";

/// Where a session is begun, looked at and ended.
pub(crate) fn router(accounts: Option<Arc<Accounts>>) -> ApiRouter {
    let methods = get_with(now, |op| op.summary("Who asks, and what they may").response::<200, Json<Session>>())
        .post_with(begin, |op| op.summary("Sign in").response::<200, Json<Session>>())
        .delete_with(end, |op| op.summary("Sign out").response::<200, Json<Session>>());
    ApiRouter::new().api_route("/session", methods).with_state(accounts)
}

/// Who asks.
#[derive(Debug, Serialize, JsonSchema)]
struct Session {
    /// Whether an account is needed at all.
    accounts: bool,
    /// The account; none before signing in, and where there are no accounts.
    name: Option<String>,
    /// What it may do.
    role: Option<Role>,
    /// What requests that change something send as `x-fogline-csrf`; none with a token, which needs no such thing.
    csrf: Option<String>,
}

impl Session {
    fn of(who: Option<&Who>, accounts: bool) -> Self {
        Self {
            accounts,
            name: who.and_then(Who::signs).map(str::to_owned),
            role: who.map(|who| who.role),
            csrf: who.and_then(Who::proof),
        }
    }
}

/// What is sent to sign in.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Login {
    /// Name of the account.
    pub(super) name: String,
    /// Its password.
    pub(super) password: String,
}

async fn now(State(accounts): State<Option<Arc<Accounts>>>, who: Option<Extension<Who>>) -> Response {
    fresh(Session::of(who.as_deref(), accounts.is_some()))
}

async fn begin(
    State(accounts): State<Option<Arc<Accounts>>>,
    who: Option<Extension<Who>>,
    address: Option<Extension<IpAddr>>,
    Sent { read: login, .. }: Sent<Login>,
) -> Response {
    let (Some(accounts), Some(Extension(address))) = (accounts, address) else {
        return Fault::Wrong("this ledger is served without accounts: nobody needs to sign in".to_owned())
            .into_response();
    };
    let before = who.and_then(|Extension(who)| who.session);
    match accounts.begin(&login.name, &login.password, address, before).await {
        Ok((known, session)) => {
            let cookie = cookie::set(Some(&session), accounts.secure);
            let who = Who::of(known, Some(session), address, String::new());
            with(fresh(Session::of(Some(&who), true)), cookie)
        }
        Err(Refused::Wrong) => challenged(problem(StatusCode::UNAUTHORIZED, WRONG)),
        Err(Refused::Wait(wait)) => too_often(wait),
        Err(Refused::Fault(fault)) => fault.into_response(),
    }
}

async fn end(State(accounts): State<Option<Arc<Accounts>>>, who: Option<Extension<Who>>) -> Response {
    let Some(accounts) = accounts else { return fresh(Session::of(who.as_deref(), false)) };
    match who.and_then(|Extension(who)| who.session).map(|session| accounts.end(&session)) {
        Some(Err(fault)) => fault.into_response(),
        _ => left(fresh(Session::of(None, true)), &accounts),
    }
}

fn fresh(session: Session) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(session)).into_response()
}

/// An answer that takes the cookie away, and what the browser keeps of the ledger with it.
pub(super) fn left(mut answer: Response, accounts: &Accounts) -> Response {
    answer.headers_mut().insert("clear-site-data", header::HeaderValue::from_static("\"cache\""));
    with(answer, cookie::set(None, accounts.secure))
}

/// An answer that sets the cookie.
pub(super) fn with(mut answer: Response, cookie: Option<(header::HeaderName, header::HeaderValue)>) -> Response {
    answer.headers_mut().extend(cookie);
    answer
}
