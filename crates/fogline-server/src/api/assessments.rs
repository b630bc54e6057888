//! What analysts judge: listed and recorded apart from what is derived.

use axum::{Extension, Json, extract::State};
use fogline_ask::{
    Need,
    assess::{self, Listed, Wish},
};
use fogline_ledger::Kind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Shared,
    asked::{Answer, Has, Query, Sent, When},
    incidents::answer,
    writes::{Key, before},
};
use crate::{accounts::Who, error::Result};

/// Of what.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct About {
    /// An incident by its id, a report by what the input calls it, or a statement as DOC#s1; without it, of all.
    about: Option<String>,
    /// Also those that hold no more.
    #[serde(default)]
    all: bool,
}

/// A judgement that was recorded.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Judged {
    /// Number of its record.
    record: i64,
    /// Whether it had been recorded for the same request before.
    again: bool,
}

pub(crate) async fn list(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(wanted): Query<About>,
    Has(has): Has,
) -> Result<Answer<Vec<Listed>>> {
    let known = when.known()?;
    desk.ask(known, move |asked| {
        let all = assess::recorded(asked.ledger, known.as_of)?;
        let about = wanted.about.as_deref();
        let incidents: Vec<&str> = about.into_iter().collect();
        let view = asked.view(Need::Named { reports: &assess::reports(&all), incidents: &incidents })?;
        Ok(answer(asked.snapshot, has, assess::list(&all, about, wanted.all, &view)?))
    })
    .await
}

pub(crate) async fn add(
    State(desk): State<Shared>,
    Extension(who): Extension<Who>,
    key: Key,
    Sent { json, read: mut wish }: Sent<Wish>,
) -> Result<Json<Judged>> {
    let once = key.once(&who, &json);
    who.sign(&mut wish.by);
    let judged = desk.write(&who, move |_, ledger| {
        if let Some(record) = before(ledger, Kind::Assessment, once.as_ref())? {
            return Ok(Judged { record, again: true });
        }
        Ok(Judged { record: assess::assess(ledger, &wish, once.as_ref())?, again: false })
    });
    Ok(Json(judged.await?))
}
