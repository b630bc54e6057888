//! Rows of coders' tables, with the incidents that they could be accounts of.

use std::collections::BTreeMap;

use axum::extract::State;
use fogline_ask::rows::{Coder, Filter, Row};
use fogline_reconcile::rows::State as LinkState;
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    Shared,
    asked::{Answer, Has, Page, Query, When},
    incidents::answer,
};
use crate::error::Result;

/// A page of rows.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CodedRows")]
#[expect(clippy::struct_field_names, reason = "the names are those of the answer")]
pub(crate) struct Rows {
    /// The rows, in the order in which they came.
    rows: Vec<Row>,
    /// How many the filter lets through, on this page and others.
    matching: usize,
    /// How many there are.
    all: usize,
    /// How many of those that the filter lets through are linked in which way.
    states: BTreeMap<LinkState, usize>,
    /// Who coded them.
    coders: Vec<Coder>,
    /// Where the next page begins; none after the last.
    next: Option<String>,
}

pub(crate) async fn list(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(filter): Query<Filter>,
    Query(page): Query<Page>,
    Has(has): Has,
) -> Result<Answer<Rows>> {
    desk.ask(when.known()?, move |asked| {
        let rows = asked.rows()?;
        let found = rows.found(&filter)?;
        let (shown, next) = page.of(&found, |at| rows.place(*at), |last| rows.behind(&found, last))?;
        let answered = Rows {
            rows: rows.shown(asked.ledger, shown)?,
            matching: found.len(),
            all: rows.len(),
            states: rows.states(&found),
            coders: rows.by_coder(),
            next,
        };
        Ok(answer(asked.snapshot, has, answered))
    })
    .await
}
