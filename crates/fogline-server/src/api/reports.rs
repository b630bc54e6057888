//! Reports: lists, and one with what was read in it.

use std::cmp::Reverse;

use axum::extract::State;
use fogline_reconcile::{copies::CopyGroup, head::Head, report::Report};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Shared,
    asked::{Answer, Has, Page, Path, Query, When},
    incidents::answer,
};
use crate::{
    desk::{Card, in_time},
    error::Result,
};

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
#[schemars(rename = "ReportRead")]
pub(crate) struct Read {
    /// The report, as it was read and as people corrected it.
    pub(crate) report: Report,
    /// The reports that print its text, if any do.
    pub(crate) copies: Option<CopyGroup>,
    /// Incidents that it tells of.
    pub(crate) incidents: Vec<Card>,
}

/// Which report.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct One {
    /// What the input calls it, or the beginning of its id.
    name: String,
}

pub(crate) async fn list(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(page): Query<Page>,
    Has(has): Has,
) -> Result<Answer<Heads>> {
    desk.ask(when.known()?, move |asked| {
        let heads = asked.snapshot.latest();
        let ended = |last: &str| {
            let (published, id) = last.split_once('~')?;
            let published = if published.is_empty() { None } else { Some(published.parse().ok()?) };
            let last = (Reverse(published), id.to_owned());
            Some(heads.partition_point(|head| in_time(head) <= last))
        };
        let end = |head: &&Head| {
            let (Reverse(published), id) = in_time(head);
            format!("{}~{id}", published.map(|at| at.to_string()).unwrap_or_default())
        };
        let (shown, next) = page.of(&heads, end, ended)?;
        let shown = shown.iter().map(|head| (*head).clone()).collect();
        Ok(answer(asked.snapshot, has, Heads { reports: shown, all: heads.len(), next }))
    })
    .await
}

pub(crate) async fn one(
    State(desk): State<Shared>,
    Path(One { name }): Path<One>,
    Query(when): Query<When>,
    Has(has): Has,
) -> Result<Answer<Read>> {
    desk.ask(when.known()?, move |asked| {
        let (read, _) = asked.report(&name)?;
        Ok(answer(asked.snapshot, has, read))
    })
    .await
}
