//! The questions of a morning shift, answered as the command line answers them.

use std::collections::HashSet;

use axum::{Json, extract::State, http::HeaderValue};
use fogline_ask::{
    Need, commitments as promises, correct, figures as numbers, narratives, news, observer as monitors,
    responses as answers, retractions as taken_back, stats::Stats, time::beginning,
};
use fogline_ledger::{Found, Search, standing::Known};
use fogline_reconcile::copies::CopyGroup;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    Shared,
    asked::{Address, Answer, Has, Listed, Part, Query, When, WhenRecorded, Whole, limited, no_end, said},
    describe::{Lent, Marked},
    incidents::answer,
};
use crate::{
    desk::Snapshot,
    error::{Fault, Result},
};

/// Hits that a search gives, unless asked otherwise, and at most.
const HITS: usize = 20;
const HITS_MOST: usize = 200;

/// Since when.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Since {
    /// Only what came out, or was done here, since this time or day.
    since: Option<String>,
}

impl Since {
    fn at(&self) -> Result<Option<Timestamp>> {
        Ok(said(self.since.as_deref()).map(beginning).transpose()?)
    }
}

/// What is looked for.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Looking {
    /// Words that must all occur in any of their forms, `"phrases"`, beginnings as `shell*`, `-words` that must not occur.
    q: String,
    /// Only reports in this language: `en`, `ru`, `uk`.
    lang: Option<String>,
    /// Only reports published on this day or later.
    since: Option<String>,
    /// Only reports published on this day or before.
    until: Option<String>,
    /// At most so many; 20 unless given, 200 at most.
    #[schemars(range(min = 1, max = 200))]
    limit: Option<usize>,
    /// Where the page before ended: its `next`.
    cursor: Option<String>,
}

pub(crate) async fn search(
    State(desk): State<Shared>,
    Query(when): Query<WhenRecorded>,
    Query(looking): Query<Looking>,
    Has(has): Has,
) -> Result<Answer<Found>> {
    let known = when.known()?;
    let limit = limited(looking.limit, HITS, HITS_MOST)?;
    let cursor = looking.cursor.as_deref().filter(|cursor| !cursor.is_empty());
    let from = cursor.map_or(Ok(0), |cursor| cursor.parse().map_err(|_| no_end(cursor)))?;
    desk.ask(known, move |asked| {
        let found = asked.ledger.search(&Search {
            words: &looking.q,
            lang: looking.lang.as_deref(),
            since: looking.since.as_deref(),
            until: looking.until.as_deref(),
            as_of: known.as_of,
            from,
            limit,
        })?;
        Ok(answer(asked.snapshot, has, found))
    })
    .await
}

/// Incidents of which something is new that are told, unless asked otherwise, and at most.
const NEWS: usize = 200;
const NEWS_MOST: usize = 1000;

/// Since when something is new.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct NewSince {
    /// Since this time or day, by when the ledger recorded it.
    since: String,
    /// By when reports were published instead.
    #[serde(default)]
    published: bool,
    /// At most so many incidents, those that began last; 200 unless given, 1000 at most.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<usize>,
}

pub(crate) async fn new(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(new): Query<NewSince>,
) -> Result<Json<Marked<news::News>>> {
    let (known, since) = (when.known()?, beginning(&new.since)?);
    let most = limited(new.limit, NEWS, NEWS_MOST)?;
    let before = news::just_before(since, new.published, known);
    desk.ask_beside(before, known, move |asked| {
        let (before, after) = asked.views_since(before)?;
        let news = news::since(&before, &after, since, new.published, Some(most))?;
        Ok(Json(Marked::of(&after, &news)?))
    })
    .await
}

/// Of which place and days.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Spot {
    /// A part of the place's name as reports or the gazetteer have it, or its gazetteer id.
    place: String,
    /// The days, both included, as `2022-02-17..2022-02-18`; one day for that day alone.
    window: String,
}

pub(crate) async fn observer(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(spot): Query<Spot>,
    Has(has): Has,
) -> Result<Answer<Marked<monitors::Found>>> {
    let window = monitors::window(&spot.window)?;
    desk.ask(when.known()?, move |asked| {
        let view = asked.view(Need::Monitors)?;
        Ok(answer(asked.snapshot, has, Marked::of(&view, &monitors::find(&spot.place, window, &view))?))
    })
    .await
}

/// Which claims.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Claims {
    /// Only what was claimed or answered in reports published since this time or day.
    since: Option<String>,
    /// Only claims against this side.
    accused: Option<String>,
    /// Only what this side claims.
    claimant: Option<String>,
    /// Only those of which this became.
    response: Option<answers::Response>,
    /// Only those in whose words, names or matter all of these words occur.
    text: Option<String>,
}

impl Claims {
    fn wanted(self) -> Result<answers::Wanted> {
        let Self { since, accused, claimant, response, text } = self;
        let since = said(since.as_deref()).map(beginning).transpose()?;
        let (accused, claimant, text) = (said(accused), said(claimant), said(text));
        Ok(answers::Wanted { since, accused, claimant, response, text })
    }
}

pub(crate) async fn responses(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(claims): Query<Claims>,
    Query(part): Query<Part>,
    address: Address,
    Has(has): Has,
) -> Result<Listed<Marked<Vec<answers::Claimed>>>> {
    let wanted = claims.wanted()?;
    desk.ask(when.known()?, move |asked| {
        let all = asked.responses()?;
        let found: Vec<&answers::Claimed> = all.iter().filter(|one| wanted.takes(one)).collect();
        let (shown, of) = part.of(&found)?;
        let body = Marked::of(&asked.view(Need::Heads)?, shown)?;
        Ok(listed(asked.snapshot, has, body, of, address))
    })
    .await
}

/// Of which incidents.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct OfIncidents {
    /// Only of these incidents: their ids, with commas between them.
    incidents: Option<String>,
}

impl OfIncidents {
    fn ids(&self) -> Option<HashSet<&str>> {
        Some(said(self.incidents.as_deref())?.split(',').collect())
    }
}

pub(crate) async fn figures(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(since): Query<Since>,
    Query(incidents): Query<OfIncidents>,
    Query(part): Query<Part>,
    address: Address,
    Has(has): Has,
) -> Result<Listed<Marked<Vec<numbers::Figures>>>> {
    let since = since.at()?;
    desk.ask(when.known()?, move |asked| {
        let all = asked.figures()?;
        let view = asked.view(Need::Heads)?;
        let ids = incidents.ids();
        let is_of = |incident: Option<&str>| ids.as_ref().is_none_or(|ids| incident.is_some_and(|id| ids.contains(id)));
        let wanted = |one: &&numbers::Figures| {
            is_of(one.incident.as_deref()) && since.is_none_or(|since| one.is_since(since.as_second()))
        };
        let found: Vec<&numbers::Figures> = all.iter().filter(wanted).collect();
        let (shown, of) = part.of(&found)?;
        let body = Marked::of(&view, shown)?;
        Ok(listed(asked.snapshot, has, body, of, address))
    })
    .await
}

pub(crate) async fn retractions(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(since): Query<Since>,
    Query(part): Query<Part>,
    address: Address,
    Has(has): Has,
) -> Result<Listed<Marked<Vec<taken_back::Found>>>> {
    let since = since.at()?;
    desk.ask(when.known()?, move |asked| {
        let all = asked.retractions()?;
        let wanted = |one: &&taken_back::Found| since.is_none_or(|since| one.is_since(since.as_second()));
        let found: Vec<&taken_back::Found> = all.iter().filter(wanted).collect();
        let (shown, of) = part.of(&found)?;
        let body = Marked::of(&asked.view(Need::Heads)?, shown)?;
        Ok(listed(asked.snapshot, has, body, of, address))
    })
    .await
}

/// Which promises and warnings.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Which {
    /// Only one kind.
    kind: Option<promises::Kind>,
    /// Only what is due or overdue, or of which something new is reported.
    #[serde(default)]
    due: bool,
    /// New is what is reported since this time or day, instead of the day before.
    since: Option<String>,
    /// Only those that stand so.
    status: Option<promises::Standing>,
    /// Only those of this side: it promises, or it warns.
    side: Option<String>,
    /// Only those in whose words, parties or matter all of these words occur.
    text: Option<String>,
}

pub(crate) async fn commitments(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(which): Query<Which>,
    Query(part): Query<Part>,
    address: Address,
    Has(has): Has,
) -> Result<Listed<Marked<promises::Found>>> {
    let since = said(which.since.as_deref()).map(beginning).transpose()?;
    let known = when.known()?;
    desk.ask(known, move |asked| {
        let all = asked.commitments()?;
        // They may have been put together this morning.
        let now = Timestamp::now();
        let since =
            since.or_else(|| (known == Known::default()).then(|| now - SignedDuration::from_secs(promises::NEW)));
        let Which { kind, due, status, side, text, .. } = which;
        let wanted = promises::Wanted { kind, due, since, status, side: said(side), text: said(text) };
        let found = all.wanted(&wanted);
        let (shown, of) = part.of(&found)?;
        let body = Marked::of(&asked.view(Need::Heads)?, &all.found(&wanted, shown))?;
        let mut listed = listed(asked.snapshot, has, body, of, address);
        // Where they stand follows from the day too, and what is new from the moment.
        let moment = if due { now.as_second() } else { all.moment() };
        listed.answer.revision = format!("{}.{moment}", listed.answer.revision);
        Ok(listed)
    })
    .await
}

pub(crate) async fn labels(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(part): Query<Part>,
    address: Address,
    Has(has): Has,
) -> Result<Listed<Marked<Vec<narratives::Told>>>> {
    desk.ask(when.known()?, move |asked| {
        let found = asked.labels()?;
        let (shown, of) = part.of(&found)?;
        let body = Marked::of(&asked.view(Need::Heads)?, shown)?;
        Ok(listed(asked.snapshot, has, body, of, address))
    })
    .await
}

pub(crate) async fn copies(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(part): Query<Part>,
    address: Address,
    Has(has): Has,
) -> Result<Listed<Vec<CopyGroup>>> {
    desk.ask(when.known()?, move |asked| {
        let (shown, of) = part.of(&asked.snapshot.base.copies)?;
        Ok(listed(asked.snapshot, has, shown.to_vec(), of, address))
    })
    .await
}

pub(crate) async fn stats(
    State(desk): State<Shared>,
    Query(when): Query<WhenRecorded>,
    Has(has): Has,
) -> Result<Answer<Lent<Stats>>> {
    desk.ask(when.known()?, move |asked| {
        let stats = asked.stats()?;
        Ok(answer(asked.snapshot, has, Lent(stats)))
    })
    .await
}

/// Which corrections.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Holding {
    /// Only those that still hold.
    #[serde(default)]
    standing: bool,
}

pub(crate) async fn corrections(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(holding): Query<Holding>,
    Query(part): Query<Part>,
    address: Address,
    Has(has): Has,
) -> Result<Listed<Vec<correct::Listed>>> {
    desk.ask(when.known()?, move |asked| {
        let view = asked.view(Need::Heads)?;
        let all = correct::list(&view, holding.standing);
        let (shown, of) = part.of(&all)?;
        Ok(listed(asked.snapshot, has, shown.to_vec(), of, address))
    })
    .await
}

/// A part of a list, of a snapshot.
pub(super) fn listed<T>(
    snapshot: &Snapshot,
    has: Option<HeaderValue>,
    body: T,
    of: Whole,
    address: Address,
) -> Listed<T> {
    Listed { answer: answer(snapshot, has, body), of, address }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Asked(error.into())
    }
}
