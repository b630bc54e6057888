//! What changes the ledger: corrections, and reports that people bring. Both are recorded, never put in place of something.

use aide::{OperationInput, generate::GenContext, openapi::Operation};
use axum::{
    Extension, Json,
    extract::{FromRequestParts, State},
    http::{StatusCode, request::Parts},
};
use fogline_ask::correct::{Effect, Wish, correct};
use fogline_ledger::{
    Before, Kind, Ledger, Once, Outcome,
    standing::{self, Known},
};
use fogline_reconcile::report::Report;
use jiff::Timestamp;
use schemars::{JsonSchema, json_schema};
use serde::Serialize;
use serde_json::Value;

use super::{
    Shared,
    asked::{Brought as Body, Query, Sent, add_header},
    describe::Marked,
};
use crate::{
    accounts::Who,
    error::{Fault, Result},
    reader::{Brought, Facts},
};

/// Header by which a request that is sent twice is told from two requests.
const KEY: &str = "idempotency-key";
/// Letters that a key may have.
const KEY_LETTERS: usize = 128;
/// The key of a request, if it has one.
pub(crate) struct Key(Option<String>);

impl OperationInput for Key {
    fn operation_input(context: &mut GenContext, operation: &mut Operation) {
        let says = "Tells a request that is sent twice from two requests: the same is recorded once";
        let key = json_schema!({ "type": "string", "minLength": 1, "maxLength": KEY_LETTERS });
        add_header(context, operation, "Idempotency-Key", says, key);
    }
}

impl Key {
    /// What tells the request of somebody from others; nothing where it has no key.
    pub(super) fn once(&self, who: &Who, sent: &Value) -> Option<Once> {
        self.0.as_deref().map(|key| Once::of(who.signs().unwrap_or_default(), key, sent))
    }
}

/// What was recorded for the same request; another one of its key is refused.
pub(super) fn before(ledger: &Ledger, kind: Kind, once: Option<&Once>) -> Result<Option<i64>> {
    match once.map(|once| ledger.recorded_before(kind, once)).transpose()?.flatten() {
        Some(Before::Same(record)) => Ok(Some(record)),
        Some(Before::Other(record)) => {
            let why = format!("{record} was recorded for another request with this {KEY}");
            Err(Fault::Sent(StatusCode::UNPROCESSABLE_ENTITY, why))
        }
        None => Ok(None),
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let Some(value) = parts.headers.get(KEY) else { return Ok(Self(None)) };
        let key = value.to_str().ok().filter(|key| !key.is_empty() && key.len() <= KEY_LETTERS);
        key.map(|key| Self(Some(key.to_owned())))
            .ok_or_else(|| Fault::Wrong(format!("{KEY} has 1 to {KEY_LETTERS} letters of ASCII")))
    }
}

/// What came of a correction.
#[derive(JsonSchema)]
#[schemars(untagged, rename = "Corrected")]
pub(crate) enum Corrected {
    /// It was recorded.
    Now(Marked<Effect>),
    /// The same request was recorded before.
    Before(Again),
}

/// A correction that was recorded before for the same request.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Again {
    /// Number of its record.
    record: i64,
    /// Always true.
    again: bool,
}

impl Serialize for Corrected {
    fn serialize<S: serde::Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Now(effect) => effect.serialize(to),
            Self::Before(again) => again.serialize(to),
        }
    }
}

/// Records a correction. What it changed is answered; a request that is sent again with its key is
/// recorded once, and answered with the number of its record.
pub(crate) async fn correction(
    State(desk): State<Shared>,
    Extension(who): Extension<Who>,
    key: Key,
    Sent { json, read: mut wish }: Sent<Wish>,
) -> Result<Json<Corrected>> {
    let once = key.once(&who, &json);
    who.sign(&mut wish.by);
    let corrected = desk.write(&who, move |_, ledger| {
        if let Some(record) = before(ledger, Kind::Correction, once.as_ref())? {
            return Ok(Corrected::Before(Again { record, again: true }));
        }
        let (effect, view) = correct(ledger, &wish, once.as_ref())?;
        Ok(Corrected::Now(Marked::of(&view, &effect)?))
    });
    Ok(Json(corrected.await?))
}

/// What was read in what somebody brought.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ReadNow {
    /// The reports in it.
    reports: Vec<Report>,
    /// What of it could not be read, and why.
    quarantined: Vec<String>,
}

/// Reads what is sent, a text or a file of any kind that `fogline read` takes. Nothing is kept.
pub(crate) async fn read(
    State(desk): State<Shared>,
    Query(facts): Query<Facts>,
    Body(body): Body,
) -> Result<Json<ReadNow>> {
    let read = desk.read(move |reader| reader.read(&Brought { bytes: &body, facts: &facts })).await?;
    Ok(Json(ReadNow { reports: read.reports, quarantined: read.quarantined }))
}

/// What was put into the ledger.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Added {
    /// The ids of its reports.
    ids: Vec<String>,
    /// How many of them the ledger had already.
    known: usize,
    /// What of it could not be read, and why.
    quarantined: Vec<String>,
}

/// Reads what is sent and puts it into the ledger. It is read before the ledger is opened to write, so that others can.
pub(crate) async fn add(
    State(desk): State<Shared>,
    Extension(who): Extension<Who>,
    Query(facts): Query<Facts>,
    Body(body): Body,
) -> Result<Json<Added>> {
    let drafter = desk.ask(Known::default(), |asked| Ok(asked.ledger.drafter())).await?;
    let drafted = desk.read(move |reader| reader.draft(&drafter, &Brought { bytes: &body, facts: &facts })).await?;
    let added = desk
        .write(&who, move |_, ledger| {
            let now = Timestamp::now();
            for pack in &drafted.packs {
                ledger.keep_pack(pack, now)?;
            }
            let outcomes = ledger.append(&drafted.drafts, now)?.outcomes;
            standing::settle(ledger, &ledger.packs(None)?)?;
            Ok(Added {
                ids: drafted.ids.iter().map(ToString::to_string).collect(),
                known: outcomes.iter().filter(|one| matches!(one, Outcome::Known(_))).count(),
                quarantined: drafted.quarantined,
            })
        })
        .await?;
    Ok(Json(added))
}
