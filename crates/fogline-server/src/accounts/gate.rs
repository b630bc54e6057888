//! Stands before every request: who asks, whether they may, and not too often.

use std::{
    net::IpAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use fogline_ledger::accounts::Role;
use futures_util::StreamExt;

use super::{
    Accounts, TOKEN, Who,
    access::{Access, access, is_read},
    tries::network,
};
use crate::{
    api::in_address,
    error::{Fault, problem},
    guard::Client,
    pages::Visit,
};

/// Header by which a page of ours shows that it is one.
const PROOF: &str = "x-fogline-csrf";
/// What a request that changes something takes out of a bucket, where one that reads takes 1.
const CHANGE: f64 = 10.0;
/// How often it is looked whether who listens may still do so.
const STILL_ALLOWED: Duration = Duration::from_secs(15);

/// Lets a request pass with who it is of, or answers why not.
pub(crate) async fn pass(State(accounts): State<Option<Arc<Accounts>>>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let Some(Client(address)) = request.extensions().get().copied() else {
        return problem(StatusCode::INTERNAL_SERVER_ERROR, &Fault::Broken.to_string());
    };
    let said = format!("{} {path}", request.method());
    let Some(accounts) = accounts else {
        request.extensions_mut().insert(Who::anybody(address, said));
        return next.run(request).await;
    };
    match judge(&accounts, &request, address, said) {
        Err(refusal) => refusal.answer(request.uri()),
        Ok(who) => {
            let own = who.clone().map(|who| (who, request.headers().clone()));
            request.extensions_mut().insert(address);
            if let Some(who) = who {
                request.extensions_mut().insert(who);
            }
            let answer = next.run(request).await;
            match own {
                Some((who, headers)) if is_stream(&answer) => while_allowed(answer, accounts, who, headers),
                _ => answer,
            }
        }
    }
}

/// Why a request does not pass.
enum Refusal {
    TooOften(Duration),
    Nobody,
    MayNot(Role),
    NoProof,
    Fault(Fault),
}

fn judge(accounts: &Accounts, request: &Request, address: IpAddr, said: String) -> Result<Option<Who>, Refusal> {
    let (method, path, now) = (request.method(), request.uri().path(), Instant::now());
    let cost = if is_read(method) { 1.0 } else { CHANGE };
    accounts.by_address.take(&network(address).to_string(), cost, now).map_err(Refusal::TooOften)?;
    let known = accounts.known(request.headers()).map_err(Refusal::Fault)?;
    let who = known.map(|(known, session)| Who::of(known, session, address, said));
    let Access::Role(needed) = access(method, path) else { return Ok(who) };
    let who = who.ok_or(Refusal::Nobody)?;
    let own = format!("{:?} {:?}", who.actor.account, who.actor.token);
    accounts.by_account.take(&own, cost, now).map_err(Refusal::TooOften)?;
    if who.role < needed {
        return Err(Refusal::MayNot(needed));
    }
    // A browser sends its cookie along whoever makes it ask; a token is sent only by who has it.
    if who.session.is_some() && !is_read(method) && !who.proves(sent(request.headers(), PROOF)) {
        return Err(Refusal::NoProof);
    }
    Ok(Some(who))
}

fn sent<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

impl Refusal {
    fn answer(self, asked: &Uri) -> Response {
        let path = asked.path();
        match self {
            Self::TooOften(wait) => too_often(wait),
            Self::Nobody if is_api(path) => {
                let detail =
                    format!("this needs an account: send a token as `Authorization: Bearer {TOKEN}...`, or sign in");
                challenged(problem(StatusCode::UNAUTHORIZED, &detail))
            }
            Self::Nobody => {
                let to = asked.path_and_query().map_or(path, |asked| asked.as_str());
                let lang =
                    Visit::of(asked, &HeaderMap::new()).lang().map_or_else(String::new, |lang| format!("&{lang}"));
                Redirect::to(&format!("/login?to={}{lang}", in_address(to))).into_response()
            }
            Self::MayNot(needed) => {
                let detail = format!("this account may not do that; it takes the role {}", needed.name());
                problem(StatusCode::FORBIDDEN, &detail)
            }
            Self::NoProof => {
                let detail = format!(
                    "only pages of this board may change something: send what /api/v1/session calls `csrf` as {PROOF}"
                );
                problem(StatusCode::FORBIDDEN, &detail)
            }
            Self::Fault(fault) => problem(fault.status(), &fault.to_string()),
        }
    }
}

/// Says how an account is shown.
pub(super) fn challenged(mut answer: Response) -> Response {
    answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"fogline\""));
    answer
}

/// Says when to come again.
pub(super) fn too_often(wait: Duration) -> Response {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let detail = format!("too often; come again in {seconds} seconds");
    let mut answer = problem(StatusCode::TOO_MANY_REQUESTS, &detail);
    answer.headers_mut().insert(header::RETRY_AFTER, seconds.max(1).into());
    answer
}

fn is_api(path: &str) -> bool {
    path.starts_with("/api/")
}

fn is_stream(answer: &Response) -> bool {
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/event-stream"))
}

/// Ends an answer that would go on for ever when who asked is no longer let in.
fn while_allowed(answer: Response, accounts: Arc<Accounts>, who: Who, headers: HeaderMap) -> Response {
    answer.map(|body| {
        let gone = async move {
            loop {
                tokio::time::sleep(STILL_ALLOWED).await;
                if !accounts.still_knows(&who, &headers) {
                    return;
                }
            }
        };
        axum::body::Body::from_stream(body.into_data_stream().take_until(Box::pin(gone)))
    })
}
