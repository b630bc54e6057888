//! Takes in the whole of a request before it is answered: not too much of it, nor too slowly. Every address takes texts or
//! files as a whole, so nothing is lost by it, and whoever sends a byte now and then holds up nobody.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, BodyDataStream, HttpBody},
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::Response,
};
use futures_util::StreamExt;
use tokio::{sync::Semaphore, time::timeout};

use super::TIME;
use crate::{accounts::Who, error::problem};

/// Bytes that a request may have.
const MOST: usize = 8 << 20;
/// Bytes that somebody may bring who is not known yet, enough to sign in.
const MOST_UNKNOWN: usize = 16 << 10;
/// How long nothing may come.
const IDLE: Duration = Duration::from_secs(10);
/// How long all of it may take.
const WHOLE: Duration = Duration::from_mins(1);
/// Requests with more than a few words to them that are taken in and answered at once.
const AT_ONCE: usize = 16;

/// Whose turn it is.
#[derive(Clone)]
pub(super) struct Turns(Arc<Semaphore>);

impl Turns {
    pub(super) fn new() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

/// Why a body was not taken in.
enum Cut {
    TooLarge,
    TooSlow,
    Broken,
}

/// Takes in what a request brings, and answers it in time.
pub(super) async fn take(State(turns): State<Turns>, request: Request, next: Next) -> Response {
    let is_known = request.extensions().get::<Who>().is_some();
    let most = if is_known { MOST } else { MOST_UNKNOWN };
    let (parts, body) = request.into_parts();
    let told = parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if told.is_some_and(|told| told > most) {
        return cut(&Cut::TooLarge, most);
    }
    // Held until it is answered, as the bytes are.
    let is_small = !is_known || HttpBody::is_end_stream(&body);
    let _turn = if is_small { None } else { turns.0.acquire().await.ok() };
    let taken = timeout(WHOLE, whole(body.into_data_stream(), most)).await;
    match taken.unwrap_or(Err(Cut::TooSlow)) {
        Err(why) => cut(&why, most),
        Ok(bytes) => {
            let request = Request::from_parts(parts, Body::from(bytes));
            timeout(TIME, next.run(request)).await.unwrap_or_else(|_| {
                problem(StatusCode::GATEWAY_TIMEOUT, "this takes too long to answer; ask for less at once")
            })
        }
    }
}

async fn whole(mut body: BodyDataStream, most: usize) -> Result<Vec<u8>, Cut> {
    let mut bytes = Vec::new();
    while let Some(part) = timeout(IDLE, body.next()).await.map_err(|_| Cut::TooSlow)? {
        let part = part.map_err(|_| Cut::Broken)?;
        if bytes.len() + part.len() > most {
            return Err(Cut::TooLarge);
        }
        bytes.extend_from_slice(&part);
    }
    Ok(bytes)
}

fn cut(why: &Cut, most: usize) -> Response {
    let mut answer = match why {
        Cut::TooLarge => problem(
            StatusCode::PAYLOAD_TOO_LARGE,
            &format!("a request may bring {most} bytes at most; bring it in parts"),
        ),
        Cut::TooSlow => problem(StatusCode::REQUEST_TIMEOUT, "what the request brings comes too slowly"),
        Cut::Broken => problem(StatusCode::BAD_REQUEST, "what the request brings ended before its end"),
    };
    // What is left of it is not read.
    answer.headers_mut().insert(header::CONNECTION, header::HeaderValue::from_static("close"));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(parts: &'static [&'static str]) -> BodyDataStream {
        let parts = futures_util::stream::iter(parts.iter().map(|part| Ok::<_, std::io::Error>(*part)));
        Body::from_stream(parts).into_data_stream()
    }

    #[tokio::test]
    async fn so_much_is_taken_and_no_more() {
        assert!(matches!(whole(parts(&["ab", "c"]), 3).await, Ok(bytes) if bytes == b"abc"));
        assert!(matches!(whole(parts(&["ab", "c"]), 2).await, Err(Cut::TooLarge)));
    }

    #[tokio::test(start_paused = true)]
    async fn what_comes_too_slowly_is_cut() {
        let never = Body::from_stream(futures_util::stream::pending::<Result<&str, std::io::Error>>());
        assert!(matches!(whole(never.into_data_stream(), 9).await, Err(Cut::TooSlow)));
        let drips = futures_util::stream::unfold((), async |()| {
            tokio::time::sleep(IDLE / 2).await;
            Some((Ok::<_, std::io::Error>("x"), ()))
        });
        let drips = Body::from_stream(drips).into_data_stream();
        assert!(timeout(WHOLE, whole(drips, 1000)).await.is_err(), "also a byte now and then");
    }
}
