//! Reports: lists, and one with what was read in it.

use axum::extract::{Path, State};
use fogline_reconcile::{copies::CopyGroup, head::Head, report::Report};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    Shared,
    asked::{Answer, Has, Page, Query, When},
    incidents::answer,
};
use crate::{desk::Card, error::Result};

/// A page of reports.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Heads {
    /// The reports, the latest first.
    reports: Vec<Head>,
    /// How many there are.
    all: usize,
    /// Where the next page begins; none after the last.
    next: Option<String>,
}

/// A report with what was read in it.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Read {
    /// The report, as it was read and as people corrected it.
    pub(crate) report: Report,
    /// The reports that print its text, if any do.
    pub(crate) copies: Option<CopyGroup>,
    /// Incidents that it tells of.
    pub(crate) incidents: Vec<Card>,
}

pub(crate) async fn list(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(page): Query<Page>,
    Has(has): Has,
) -> Result<Answer<Heads>> {
    desk.ask(when.known()?, move |asked| {
        let heads = asked.snapshot.latest();
        let ended = |last: &str| Some(heads.iter().position(|head| head.id == last)? + 1);
        let (shown, next) = page.of(&heads, |head| &head.id, ended)?;
        let shown = shown.iter().map(|head| (*head).clone()).collect();
        Ok(answer(asked.snapshot, has, Heads { reports: shown, all: heads.len(), next }))
    })
    .await
}

pub(crate) async fn one(
    State(desk): State<Shared>,
    Path(name): Path<String>,
    Query(when): Query<When>,
    Has(has): Has,
) -> Result<Answer<Read>> {
    desk.ask(when.known()?, move |asked| {
        let read = asked.report(&name)?;
        Ok(answer(asked.snapshot, has, read))
    })
    .await
}
