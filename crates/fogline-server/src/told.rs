//! What went wrong is always told in one form: as a problem to programs, as a page to people.

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};

use crate::{
    error::{Problem, problem},
    pages::{BY_LANGUAGE, Visit, trouble},
};

/// Whatever failed without a word gets its words; outside the API as a page.
pub(crate) async fn tell(request: Request, next: Next) -> Response {
    let for_people = (!request.uri().path().starts_with("/api/")).then(|| Visit::of_request(&request));
    let answer = next.run(request).await;
    let status = answer.status();
    let is_page =
        answer.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page || !status.is_client_error() && !status.is_server_error() {
        return answer;
    }
    let answer = match answer.extensions().get::<Problem>() {
        Some(_) => answer,
        None => with_words(answer),
    };
    match for_people {
        Some(visit) => as_page(answer, &visit),
        None => answer,
    }
}

/// The same answer with the words of its status; what else its head says stays.
fn with_words(answer: Response) -> Response {
    let (status, said) = (answer.status(), words(answer.status()));
    let told = problem(status, said);
    replaced(answer, told)
}

fn as_page(answer: Response, visit: &Visit) -> Response {
    let status = answer.status();
    let said = answer.extensions().get::<Problem>().map(|problem| problem.detail.clone()).unwrap_or_default();
    let mut page = Response::new(Body::from(trouble(status, &said, visit)));
    page.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    let mut page = replaced(answer, page);
    page.headers_mut().append(header::VARY, HeaderValue::from_static(BY_LANGUAGE));
    // What is not there may come.
    page.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    page
}

/// An answer with the body of another.
fn replaced(answer: Response, by: Response) -> Response {
    let (mut head, _) = answer.into_parts();
    let (new, body) = by.into_parts();
    for name in [header::CONTENT_LENGTH, header::CONTENT_ENCODING] {
        head.headers.remove(name);
    }
    if let Some(kind) = new.headers.get(header::CONTENT_TYPE) {
        head.headers.insert(header::CONTENT_TYPE, kind.clone());
    }
    head.extensions.extend(new.extensions);
    Response::from_parts(head, body)
}

fn words(status: StatusCode) -> &'static str {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => "what was sent is larger than is taken here",
        StatusCode::GATEWAY_TIMEOUT => "this took too long; ask for less, or ask again in a moment",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "what was sent is of a kind that is not taken here",
        StatusCode::METHOD_NOT_ALLOWED => "this address does not take that method",
        StatusCode::PRECONDITION_FAILED => "what is there is not as you take it to be; ask for it anew",
        StatusCode::RANGE_NOT_SATISFIABLE => "there is no such part; ask for one range of bytes, within what there is",
        StatusCode::NOT_FOUND => "there is nothing at this address; /api/v1/openapi.json lists what there is",
        status if status.is_client_error() => "this was not understood",
        _ => "this could not be answered",
    }
}
