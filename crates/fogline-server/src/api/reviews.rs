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
    asked::{Address, Has, Listed, Part, Query, When},
    questions::listed,
};
use crate::error::Result;

/// Which decisions.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Which {
    /// Only of one kind.
    kind: Option<Kind>,
}

pub(crate) async fn review(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(which): Query<Which>,
    Query(part): Query<Part>,
    address: Address,
    Has(has): Has,
) -> Result<Listed<Vec<Question>>> {
    desk.ask(when.known()?, move |asked| {
        let all = asked.review()?;
        let of_kind: Vec<&Question> = all.iter().filter(|one| which.kind.is_none_or(|kind| one.kind == kind)).collect();
        let (shown, next) = part.of(&of_kind)?;
        let mut shown: Vec<Question> = shown.iter().copied().cloned().collect();
        let mut view = asked.view(Need::Heads)?;
        review::with_refusals(&mut shown, asked.ledger, &mut view)?;
        Ok(listed(asked.snapshot, has, shown, next, address))
    })
    .await
}
