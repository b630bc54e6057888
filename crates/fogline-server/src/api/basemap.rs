//! A base map of one's own for the board: a PMTiles file, of which the browser reads the parts that it shows.

use std::{convert::Infallible, io::ErrorKind};

use aide::{
    OperationInput, OperationOutput,
    generate::GenContext,
    openapi::{MediaType, Operation, Response as Described, SchemaObject},
};
use axum::{
    body::Body,
    extract::{FromRequest, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use schemars::json_schema;
use tower_http::services::ServeFile;

use super::asked::{add_header, header_of};
use crate::error::{Fault, Result, tell};

/// What the file is, by its registered name.
pub(crate) const BASEMAP: &str = "application/vnd.pmtiles";

/// What is asked of the file: which bytes, and whether they changed.
pub(super) struct Wanted(Request);

/// The file, or a part of it.
pub(super) struct Part(Response);

/// The file in ranges of bytes; where there is none, an answer without content, as the board asks in any case.
pub(super) async fn basemap(State(file): State<Option<ServeFile>>, Wanted(request): Wanted) -> Result<Part> {
    let Some(mut file) = file else { return Ok(Part(StatusCode::NO_CONTENT.into_response())) };
    match file.try_call(request).await {
        Ok(answer) => Ok(Part(answer.map(Body::new))),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::PermissionDenied) => {
            Err(Fault::Sent(StatusCode::NOT_FOUND, "the base map is not where it was when the server began".to_owned()))
        }
        Err(error) => {
            tell(&format!("the base map: {error}"));
            Err(Fault::Broken)
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Wanted {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Infallible> {
        Ok(Self(request))
    }
}

impl OperationInput for Wanted {
    fn operation_input(context: &mut GenContext, operation: &mut Operation) {
        for (name, says) in [
            ("Range", "Which bytes, as `bytes=0-511`: one range; without it, all"),
            ("If-None-Match", "The `ETag` of what the client has; the same is not sent again"),
        ] {
            add_header(context, operation, name, says, json_schema!({ "type": "string" }));
        }
    }
}

impl OperationOutput for Part {
    type Inner = ();

    fn inferred_responses(_: &mut GenContext, _: &mut Operation) -> Vec<(Option<u16>, Described)> {
        let tag = || ("ETag".to_owned(), header_of("Names the state of the file", true));
        let ranges = || ("Accept-Ranges".to_owned(), header_of("`bytes`: parts can be asked for", true));
        let range = || ("Content-Range".to_owned(), header_of("Which bytes these are, and how many there are", true));
        let empty = |says: &str| Described { description: says.to_owned(), ..Described::default() };
        let bytes = |says: &str| {
            let schema = json_schema!({ "type": "string", "format": "binary" });
            let schema = SchemaObject { json_schema: schema, example: None, external_docs: None };
            let bytes = MediaType { schema: Some(schema), ..MediaType::default() };
            Described { content: [(BASEMAP.to_owned(), bytes)].into_iter().collect(), ..empty(says) }
        };
        vec![
            (Some(200), Described { headers: [tag(), ranges()].into_iter().collect(), ..bytes("All of the file") }),
            (Some(204), empty("The server was started without a base map")),
            (
                Some(206),
                Described {
                    headers: [tag(), ranges(), range()].into_iter().collect(),
                    ..bytes("The part that was asked for")
                },
            ),
            (Some(304), Described { headers: [tag()].into_iter().collect(), ..empty("The client has it already") }),
        ]
    }
}

impl IntoResponse for Part {
    fn into_response(self) -> Response {
        let Self(mut answer) = self;
        // By its name, it could be taken for something else.
        if answer.headers().contains_key(header::CONTENT_TYPE) {
            answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(BASEMAP));
        }
        // It is for whoever may ask here, and asked for anew by its tag.
        answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        answer
    }
}
