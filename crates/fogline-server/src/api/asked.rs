//! What every question can be asked with, and how its answer is sent.

use std::{fmt::Write, sync::LazyLock};

use aide::{
    OperationInput, OperationOutput,
    generate::GenContext,
    openapi::{
        Header, HeaderStyle, MediaType, Operation, Parameter, ParameterData, ParameterSchemaOrContent, ReferenceOr,
        RequestBody, Response as Described, SchemaObject,
    },
    operation::{ParamLocation, add_parameters, parameters_from_schema, set_body},
};
use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request, rejection::QueryRejection},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use fogline_ask::time::moment;
use fogline_ledger::standing::Known;
use jiff::Timestamp;
use schemars::{JsonSchema, json_schema};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::describe;
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

    /// The time that is asked about.
    pub(crate) fn known(&self) -> Result<Known> {
        let at = |text: &Option<String>| text.as_deref().filter(|text| !text.is_empty()).map(moment).transpose();
        Ok(Known { as_of: at(&self.as_of)?, as_published: at(&self.as_published)? })
    }
}

/// As of when a question is asked of which only is known when something was recorded.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(crate) struct WhenRecorded {
    /// What was known then: only what the ledger had recorded by this time or the end of this day.
    as_of: Option<String>,
    /// Not taken here: it is refused, and not passed over.
    #[schemars(skip)]
    as_published: Option<String>,
}

impl WhenRecorded {
    /// The time that is asked about.
    pub(crate) fn known(&self) -> Result<Known> {
        if self.as_published.as_ref().is_some_and(|at| !at.is_empty()) {
            return Err(Fault::Wrong("as_published is not known here; ask by as_of".to_owned()));
        }
        When { as_of: self.as_of.clone(), as_published: None }.known()
    }
}

/// What was said in a parameter, if anything was.
pub(super) fn said<T: AsRef<str>>(parameter: Option<T>) -> Option<T> {
    parameter.filter(|text| !text.as_ref().is_empty())
}

/// What a page has, unless asked otherwise, and at most.
const PAGE: usize = 100;
const PAGE_MOST: usize = 1000;

/// Which part of a list.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Page {
    /// At most so many; 100 unless given, 1000 at most.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<usize>,
    /// Where the page before ended: its `next`.
    cursor: Option<String>,
}

impl Page {
    /// How many there are at most.
    pub(crate) fn limit(&self) -> Result<usize> {
        limited(self.limit, PAGE, PAGE_MOST)
    }

    /// Where the page before ended.
    pub(crate) fn cursor(&self) -> Option<&str> {
        said(self.cursor.as_deref())
    }

    /// The part of a list that it is, and where the next one begins. `end` tells where in the order of the list something
    /// stands; `ended` finds where in the list that place is, also where what stood there is gone.
    pub(crate) fn of<'l, T>(
        &self,
        list: &'l [T],
        end: impl Fn(&T) -> String,
        ended: impl Fn(&str) -> Option<usize>,
    ) -> Result<(&'l [T], Option<String>)> {
        let from = match self.cursor() {
            None => 0,
            Some(last) => ended(last).ok_or_else(|| no_end(last))?,
        };
        let rest = list.get(from..).unwrap_or_default();
        let shown = rest.get(..self.limit()?).unwrap_or(rest);
        let next = shown.last().filter(|_| shown.len() < rest.len()).map(end);
        Ok((shown, next))
    }
}

/// Which part of a list that is answered as it stands, so that what comes next is told beside it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Part {
    /// At most so many; 100 unless given, 1000 at most.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<usize>,
    /// Where the part before ended: told by the header `Link` of its answer.
    cursor: Option<String>,
}

impl Part {
    /// The part, and how it stands to the list.
    pub(crate) fn of<'l, T>(&self, list: &'l [T]) -> Result<(&'l [T], Whole)> {
        let from = said(self.cursor.as_deref()).map_or(Ok(0), |cursor| cursor.parse().map_err(|_| no_end(cursor)))?;
        let limit = limited(self.limit, PAGE, PAGE_MOST)?;
        let rest = list.get(from.min(list.len())..).unwrap_or_default();
        let shown = rest.get(..limit).unwrap_or(rest);
        let next = (shown.len() < rest.len()).then(|| from + shown.len());
        Ok((shown, Whole { total: list.len(), next }))
    }
}

/// The list that a part is of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Whole {
    /// How many it has.
    pub(crate) total: usize,
    /// Where the next part begins.
    pub(crate) next: Option<usize>,
}

/// The header by which a part of a list tells how many the list has.
const TOTAL: HeaderName = HeaderName::from_static("total-count");

/// What a request asks, as its address has it: what comes next is asked by the same.
pub(crate) struct Address(Vec<(String, String)>);

impl OperationInput for Address {}

impl<S: Send + Sync> FromRequestParts<S> for Address {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let Query(all) = Query::<Vec<(String, String)>>::from_request_parts(parts, state).await?;
        Ok(Self(all))
    }
}

/// A part of a list, with the list that it is of.
pub(crate) struct Listed<T> {
    /// The answer.
    pub(crate) answer: Answer<T>,
    /// The list.
    pub(crate) of: Whole,
    /// What it was asked by.
    pub(crate) address: Address,
}

impl<T: JsonSchema> OperationOutput for Listed<T> {
    type Inner = T;

    fn operation_response(context: &mut GenContext, operation: &mut Operation) -> Option<Described> {
        let mut described = Answer::<T>::operation_response(context, operation)?;
        let next = header_of("What comes next, as `<?cursor=100>; rel=\"next\"`; none after the last", false);
        described.headers.insert("Link".to_owned(), next);
        let total = header_as("integer", "How many there are in all of what was asked for", true);
        described.headers.insert("Total-Count".to_owned(), total);
        Some(described)
    }

    fn inferred_responses(context: &mut GenContext, operation: &mut Operation) -> Vec<(Option<u16>, Described)> {
        let mut all = Answer::<T>::inferred_responses(context, operation);
        if let (Some(first), Some(own)) = (all.first_mut(), Self::operation_response(context, operation)) {
            first.1 = own;
        }
        all
    }
}

impl<T: Serialize> IntoResponse for Listed<T> {
    fn into_response(self) -> Response {
        let mut answer = self.answer.into_response();
        answer.headers_mut().insert(TOTAL, HeaderValue::from(self.of.total));
        if let Some(from) = self.of.next {
            let Address(asked) = self.address;
            let mut next: Vec<String> = vec![format!("cursor={from}")];
            let others = asked.iter().filter(|(name, _)| name != "cursor");
            next.extend(others.map(|(name, value)| format!("{}={}", in_address(name), in_address(value))));
            if let Ok(next) = HeaderValue::from_str(&format!("<?{}>; rel=\"next\"", next.join("&"))) {
                answer.headers_mut().insert(header::LINK, next);
            }
        }
        answer
    }
}

/// A part of an address.
pub(crate) fn in_address(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            other => {
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

/// A limit that was asked for, or the usual one.
pub(crate) fn limited(asked: Option<usize>, usual: usize, most: usize) -> Result<usize> {
    match asked {
        Some(limit) if limit == 0 || limit > most => {
            Err(Fault::Wrong(format!("limit is a number from 1 to {most}, and not {limit}")))
        }
        limit => Ok(limit.unwrap_or(usual)),
    }
}

/// What is no place in a list.
pub(crate) fn no_end(cursor: &str) -> Fault {
    Fault::Wrong(format!("`{cursor}` is the end of no page"))
}

/// Parameters of a question. What they mean is told by their types; what does not fit them is answered with what is wrong.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Query<Q>(pub(crate) Q);

impl<Q: JsonSchema> OperationInput for Query<Q> {
    fn operation_input(context: &mut GenContext, operation: &mut Operation) {
        let parameters = parameters_from_schema(context, describe::of_parameters::<Q>(), ParamLocation::Query);
        add_parameters(context, operation, parameters);
    }
}

impl<S: Send + Sync, Q: DeserializeOwned> FromRequestParts<S> for Query<Q> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let query = axum::extract::Query::<Q>::from_request_parts(parts, state).await;
        query
            .map(|axum::extract::Query(query)| Self(query))
            .map_err(|wrong: QueryRejection| Fault::Wrong(wrong.body_text()))
    }
}

/// What an address names.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Path<P>(pub(crate) P);

impl<P: JsonSchema> OperationInput for Path<P> {
    fn operation_input(context: &mut GenContext, operation: &mut Operation) {
        let parameters = parameters_from_schema(context, describe::of_parameters::<P>(), ParamLocation::Path);
        add_parameters(context, operation, parameters);
    }
}

impl<S: Send + Sync, P: DeserializeOwned + Send> FromRequestParts<S> for Path<P> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let path = axum::extract::Path::<P>::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(path)| Self(path)).map_err(|wrong| Fault::Wrong(wrong.body_text()))
    }
}

/// A body of JSON, as it was sent and as it was read.
pub(crate) struct Sent<T> {
    /// As it was sent.
    pub(crate) json: Value,
    /// As it was read.
    pub(crate) read: T,
}

impl<T: JsonSchema> OperationInput for Sent<T> {
    fn operation_input(context: &mut GenContext, operation: &mut Operation) {
        let schema = describe::of_body::<T>(&mut context.schema);
        set_body(context, operation, body("application/json", schema));
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let Json(json) = Json::<Value>::from_request(request, state)
            .await
            .map_err(|wrong| Fault::Sent(wrong.status(), wrong.body_text()))?;
        let read = T::deserialize(&json)
            .map_err(|error| Fault::Sent(StatusCode::UNPROCESSABLE_ENTITY, format!("this cannot be taken: {error}")))?;
        Ok(Self { json, read })
    }
}

/// A text or file that somebody brings.
pub(crate) struct Brought(pub(crate) Bytes);

impl OperationInput for Brought {
    fn operation_input(context: &mut GenContext, operation: &mut Operation) {
        let schema = json_schema!({ "type": "string", "format": "binary" });
        set_body(context, operation, body("application/octet-stream", schema));
    }
}

impl<S: Send + Sync> FromRequest<S> for Brought {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let bytes = Bytes::from_request(request, state).await;
        bytes.map(Self).map_err(|wrong| Fault::Sent(wrong.status(), wrong.body_text()))
    }
}

fn body(kind: &str, json_schema: schemars::Schema) -> RequestBody {
    let schema = SchemaObject { json_schema, example: None, external_docs: None };
    let content = MediaType { schema: Some(schema), ..MediaType::default() };
    RequestBody {
        required: true,
        content: [(kind.to_owned(), content)].into_iter().collect(),
        ..RequestBody::default()
    }
}

/// An answer of one revision of the ledger, which a client that has it already need not be sent again.
pub(crate) struct Answer<T> {
    /// The revision.
    pub(crate) revision: String,
    /// What the client has.
    pub(crate) has: Option<HeaderValue>,
    /// The answer.
    pub(crate) body: T,
}

impl<T: JsonSchema> OperationOutput for Answer<T> {
    type Inner = T;

    fn operation_response(context: &mut GenContext, operation: &mut Operation) -> Option<Described> {
        let mut described = Json::<T>::operation_response(context, operation)?;
        described.headers = [of_revision()].into_iter().collect();
        Some(described)
    }

    fn inferred_responses(context: &mut GenContext, operation: &mut Operation) -> Vec<(Option<u16>, Described)> {
        let same = Described {
            description: "The client has it already".to_owned(),
            headers: [of_revision()].into_iter().collect(),
            ..Described::default()
        };
        let told = Self::operation_response(context, operation).into_iter().map(|told| (Some(200), told));
        told.chain([(Some(304), same)]).collect()
    }
}

/// The header that names what an answer was made from.
fn of_revision() -> (String, ReferenceOr<Header>) {
    ("ETag".to_owned(), header_of("Names the state of the ledger that the answer was made from", true))
}

/// A header of an answer.
pub(super) fn header_of(says: &str, required: bool) -> ReferenceOr<Header> {
    header_as("string", says, required)
}

fn header_as(form: &str, says: &str, required: bool) -> ReferenceOr<Header> {
    ReferenceOr::Item(Header {
        description: Some(says.to_owned()),
        style: HeaderStyle::Simple,
        required,
        deprecated: None,
        format: plain(form),
        example: None,
        examples: indexmap_of_nothing(),
        extensions: indexmap_of_nothing(),
    })
}

fn plain(form: &str) -> ParameterSchemaOrContent {
    let json_schema = json_schema!({ "type": form });
    ParameterSchemaOrContent::Schema(SchemaObject { json_schema, example: None, external_docs: None })
}

fn indexmap_of_nothing<M: Default>() -> M {
    M::default()
}

/// Adds a header that a request may have to its description.
pub(super) fn add_header(
    context: &mut GenContext,
    operation: &mut Operation,
    name: &str,
    says: &str,
    json_schema: schemars::Schema,
) {
    let schema = SchemaObject { json_schema, example: None, external_docs: None };
    let parameter_data = ParameterData {
        name: name.to_owned(),
        description: Some(says.to_owned()),
        required: false,
        deprecated: None,
        format: ParameterSchemaOrContent::Schema(schema),
        example: None,
        examples: indexmap_of_nothing(),
        explode: None,
        extensions: indexmap_of_nothing(),
    };
    add_parameters(context, operation, [Parameter::Header { parameter_data, style: HeaderStyle::Simple }]);
}

/// The entity tag that a client sends of what it has.
pub(crate) struct Has(pub(crate) Option<HeaderValue>);

impl OperationInput for Has {
    fn operation_input(context: &mut GenContext, operation: &mut Operation) {
        let says = "The `ETag` of what the client has; the same is not sent again";
        add_header(context, operation, "If-None-Match", says, json_schema!({ "type": "string" }));
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Has {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(parts.headers.get(header::IF_NONE_MATCH).cloned()))
    }
}

/// Another build may answer otherwise, and a process is of one build.
static BUILT: LazyLock<String> = LazyLock::new(|| format!("{:x}", Timestamp::now().as_second()));

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        let tag = format!("\"{}.{}\"", self.revision, *BUILT);
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
        (headers, Json(self.body)).into_response()
    }
}
