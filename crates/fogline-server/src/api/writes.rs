//! What changes the ledger: corrections, and reports that people bring. Both are recorded, never put in place of something.

use std::{
    collections::VecDeque,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Mutex, PoisonError},
};

use aide::{OperationInput, generate::GenContext, openapi::Operation};
use axum::{
    Extension, Json,
    extract::{FromRequestParts, State},
    http::{StatusCode, request::Parts},
};
use fogline_ask::correct::{Effect, Wish, correct};
use fogline_ledger::{
    Outcome,
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
/// Keys that are remembered.
const REMEMBERED: usize = 1000;

/// What was recorded for requests, by the keys that they were sent with: a hash of each and its record, and none of its words,
/// which may be erased.
#[derive(Default)]
pub(crate) struct Answered(Mutex<VecDeque<(String, u64, i64)>>);

impl Answered {
    /// What was recorded for the request of that key; another request of the same key is refused.
    pub(super) fn find(&self, key: &Key, request: &Value) -> Result<Option<i64>> {
        let Some(key) = &key.0 else { return Ok(None) };
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match all.iter().find(|(own, ..)| own == key) {
            None => Ok(None),
            Some((_, same, record)) if *same == hash(request) => Ok(Some(*record)),
            Some(_) => {
                let why = format!("another request was sent with the {KEY} `{key}`");
                Err(Fault::Sent(StatusCode::UNPROCESSABLE_ENTITY, why))
            }
        }
    }

    pub(super) fn keep(&self, key: Key, request: &Value, record: i64) {
        let Some(key) = key.0 else { return };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED {
            all.pop_front();
        }
        all.push_back((key, hash(request), record));
    }
}

fn hash(request: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    request.to_string().hash(&mut hasher);
    hasher.finish()
}

/// The key of a request, if it has one.
pub(crate) struct Key(Option<String>);

impl OperationInput for Key {
    fn operation_input(context: &mut GenContext, operation: &mut Operation) {
        let says = "Tells a request that is sent twice from two requests: the same is recorded once";
        let key = json_schema!({ "type": "string", "minLength": 1, "maxLength": KEY_LETTERS });
        add_header(context, operation, "Idempotency-Key", says, key);
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
    // Whoever has an account signs with its name, whatever they write.
    if let Some(name) = who.signs() {
        name.clone_into(&mut wish.by);
    }
    let corrected = desk.write(&who, move |desk, ledger| {
        if let Some(record) = desk.answered.find(&key, &json)? {
            return Ok(Corrected::Before(Again { record, again: true }));
        }
        let (effect, view) = correct(ledger, &wish)?;
        desk.answered.keep(key, &json, effect.record);
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
    let read = desk.work(move |desk| desk.reader()?.read(&Brought { bytes: &body, facts: &facts })).await?;
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
    let drafted =
        desk.work(move |desk| desk.reader()?.draft(&drafter, &Brought { bytes: &body, facts: &facts })).await?;
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
