//! What every question can be asked with, and how its answer is sent.

use axum::{
    extract::{FromRequestParts, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use fogline_ask::time::moment;
use fogline_ledger::standing::Known;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::error::{Fault, Result};

/// As of when a question is asked.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub(crate) struct When {
    /// What was known then: only what the ledger had recorded by this time or the end of this day.
    as_of: Option<String>,
    /// What had been published by then, whenever it was recorded.
    as_published: Option<String>,
}

impl When {
    /// The same as parameters of an address; empty for now.
    pub(crate) fn in_address(&self) -> String {
        let said = [("as_of", &self.as_of), ("as_published", &self.as_published)];
        let said = said.into_iter().filter_map(|(name, at)| Some((name, at.as_deref().filter(|at| !at.is_empty())?)));
        // Whatever a time can be written with but for `+` stands for itself in an address.
        said.map(|(name, at)| format!("{name}={}", at.replace('+', "%2B"))).collect::<Vec<_>>().join("&")
    }

    /// The time that is asked about, of what is known only by when it was recorded.
    pub(crate) fn recorded(&self) -> Result<Known> {
        let known = self.known()?;
        if known.as_published.is_some() {
            return Err(Fault::Wrong("as_published is not known here; ask by as_of".to_owned()));
        }
        Ok(known)
    }

    /// The time that is asked about.
    pub(crate) fn known(&self) -> Result<Known> {
        let at = |text: &Option<String>| text.as_deref().filter(|text| !text.is_empty()).map(moment).transpose();
        Ok(Known { as_of: at(&self.as_of)?, as_published: at(&self.as_published)? })
    }
}

/// What a page has, unless asked otherwise, and at most.
const PAGE: usize = 100;
const PAGE_MOST: usize = 1000;

/// Which part of a list.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Page {
    /// At most so many; 100 unless given, 1000 at most.
    limit: Option<usize>,
    /// Where the page before ended: its `next`.
    cursor: Option<String>,
}

impl Page {
    /// The part of a list that it is, and where the next one begins. `id` names what the list has; `ended` tells where in the
    /// list the page behind a name begins.
    pub(crate) fn of<'l, T>(
        &self,
        list: &'l [T],
        id: impl Fn(&T) -> &str,
        ended: impl Fn(&str) -> Option<usize>,
    ) -> Result<(&'l [T], Option<String>)> {
        let from = match self.cursor.as_deref() {
            None => 0,
            Some(last) => ended(last).ok_or_else(|| Fault::Wrong(format!("`{last}` is the end of no page")))?,
        };
        let rest = list.get(from..).unwrap_or_default();
        let shown = rest.get(..self.limit.unwrap_or(PAGE).clamp(1, PAGE_MOST)).unwrap_or(rest);
        let next = shown.last().filter(|_| shown.len() < rest.len()).map(|last| id(last).to_owned());
        Ok((shown, next))
    }
}

/// Parameters of a question. What they mean is told by their types; what does not fit them is answered with what is wrong.
#[derive(Debug, Clone, Copy, Default, aide::OperationIo)]
#[aide(input_with = "axum::extract::Query<Q>", json_schema)]
pub(crate) struct Query<Q>(pub(crate) Q);

impl<S: Send + Sync, Q: DeserializeOwned> FromRequestParts<S> for Query<Q> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let query = axum::extract::Query::<Q>::from_request_parts(parts, state).await;
        query
            .map(|axum::extract::Query(query)| Self(query))
            .map_err(|wrong: QueryRejection| Fault::Wrong(wrong.body_text()))
    }
}

/// An answer of one revision of the ledger, which a client that has it already need not be sent again.
#[derive(aide::OperationIo)]
#[aide(output_with = "axum::Json<T>", json_schema)]
pub(crate) struct Answer<T> {
    /// The revision.
    pub(crate) revision: String,
    /// What the client has.
    pub(crate) has: Option<HeaderValue>,
    /// The answer.
    pub(crate) body: T,
}

/// The entity tag that a client sends of what it has.
pub(crate) struct Has(pub(crate) Option<HeaderValue>);

impl aide::OperationInput for Has {}

impl<S: Send + Sync> FromRequestParts<S> for Has {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(parts.headers.get(header::IF_NONE_MATCH).cloned()))
    }
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        let tag = format!("\"{}\"", self.revision);
        let mut headers = HeaderMap::new();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        // Compression makes a strong tag weak on its way.
        let same = |has: &HeaderValue| {
            let has = has.to_str().unwrap_or_default();
            has.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
        };
        if self.has.as_ref().is_some_and(same) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        (headers, axum::Json(self.body)).into_response()
    }
}
