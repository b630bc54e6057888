//! Decisions that need a person.

use axum::extract::State;
use fogline_ask::{
    Need,
    review::{self, Kind, Question},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    Shared,
    asked::{Address, Has, Listed, Part, Query, When, said},
    questions::listed,
};
use crate::error::Result;

/// Which decisions.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Which {
    /// Only of one kind.
    kind: Option<Kind>,
    /// Only the one of this id.
    id: Option<String>,
}

pub(crate) async fn review(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(which): Query<Which>,
    Query(part): Query<Part>,
    address: Address,
    Has(has): Has,
) -> Result<Listed<Vec<Question>>> {
    let id = said(which.id);
    desk.ask(when.known()?, move |asked| {
        let all = asked.review()?;
        let wanted = |one: &&Question| {
            which.kind.is_none_or(|kind| one.kind == kind) && id.as_ref().is_none_or(|id| one.id == *id)
        };
        let found: Vec<&Question> = all.iter().filter(wanted).collect();
        let (shown, of) = part.of(&found)?;
        let mut shown: Vec<Question> = shown.iter().copied().cloned().collect();
        let mut view = asked.view(Need::Heads)?;
        review::with_refusals(&mut shown, asked.ledger, &mut view)?;
        Ok(listed(asked.snapshot, has, shown, of, address))
    })
    .await
}
