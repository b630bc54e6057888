//! Reports: lists, and one with what was read in it.

use axum::extract::{Path, State};
use fogline_reconcile::{copies::CopyGroup, head::Head, report::Report};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Shared,
    asked::{Answer, Has, Query, When},
    incidents::answer,
};
use crate::{desk::Card, error::Result};

/// Reports that a page has, unless asked otherwise, and at most.
const PAGE: usize = 100;
const PAGE_MOST: usize = 1000;

/// Which part of a list.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Page {
    /// At most so many; 100 unless given, 1000 at most.
    limit: Option<usize>,
    /// How many to pass over.
    offset: Option<usize>,
}

/// A page of reports.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Heads {
    /// The reports, the latest first.
    reports: Vec<Head>,
    /// How many there are.
    all: usize,
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
        let (from, limit) = (page.offset.unwrap_or(0), page.limit.unwrap_or(PAGE).clamp(1, PAGE_MOST));
        let shown = heads.iter().skip(from).take(limit).map(|head| (*head).clone()).collect();
        Ok(answer(asked.snapshot, has, Heads { reports: shown, all: heads.len() }))
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
