//! The questions of a morning shift, answered as the command line answers them.

use axum::{Json, extract::State};
use fogline::packs::SideRole;
use fogline_ask::{
    Need, commitments as promises,
    correct::{self, Listed},
    figures as numbers, narratives, news, observer as monitors, responses as answers, retractions as taken_back,
    stats::{Stats, stats as counted},
    time::beginning,
};
use fogline_ledger::{Found, Search};
use fogline_reconcile::{copies::CopyGroup, head::Head, report::seconds};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Shared,
    asked::{Answer, Has, Query, When},
    incidents::answer,
};
use crate::{
    desk::revision,
    error::{Fault, Result},
};

/// Hits that a search gives, unless asked otherwise, and at most.
const HITS: usize = 20;
const HITS_MOST: usize = 200;

/// What the ledger holds.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Ledger {
    /// Names the state of the ledger.
    revision: String,
    /// Where the chain of records ends.
    head: Option<String>,
    /// How many reports there are.
    reports: usize,
    /// How many incidents.
    incidents: usize,
    /// Sides, in the order of the packs.
    sides: Vec<Side>,
    /// Packs by which reports are read.
    packs: Vec<String>,
    /// First and last day of which incidents are told.
    days: Option<[String; 2]>,
    /// First and last time at which its reports were published.
    published: Option<[String; 2]>,
    /// First and last time at which something was recorded.
    recorded: Option<[String; 2]>,
    /// Languages of the reports.
    languages: Vec<String>,
}

/// A side.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Side {
    /// Its code.
    id: String,
    /// Its name.
    name: String,
    /// What it is to the conflict.
    role: Role,
}

/// What a side is to its conflict.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// It has a stake: a party, or a state that takes part.
    Party,
    /// It observes and takes no part.
    Observer,
    /// Outlets in their own voice.
    Media,
    /// It is not known who they are.
    Unknown,
}

/// Since when.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Since {
    /// Only what came out since this time or day.
    since: Option<String>,
}

impl Since {
    fn at(&self) -> Result<Option<Timestamp>> {
        Ok(self.since.as_deref().map(beginning).transpose()?)
    }
}

pub(crate) async fn ledger(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Has(has): Has,
) -> Result<Answer<Ledger>> {
    desk.ask(when.known()?, move |asked| {
        let (snapshot, base) = (asked.snapshot, &asked.snapshot.base);
        let side = |id: &str| Side {
            id: id.to_owned(),
            name: base.sides.name(id).to_owned(),
            role: match base.sides.role(id) {
                SideRole::Party => Role::Party,
                SideRole::Observer => Role::Observer,
                SideRole::Media => Role::Media,
                SideRole::Unknown => Role::Unknown,
            },
        };
        let first = snapshot.cards.iter().filter_map(|one| one.time.start.clone()).min();
        let last = snapshot.cards.iter().filter_map(|one| one.time.end.clone()).max();
        let mut languages: Vec<String> = base.heads.iter().filter_map(|head| head.lang.clone()).collect();
        languages.sort();
        languages.dedup();
        let ledger = Ledger {
            revision: snapshot.revision.clone(),
            head: base.head.clone(),
            reports: base.heads.len(),
            incidents: snapshot.cards.len(),
            sides: base.sides.ids().map(side).collect(),
            packs: base.packs.iter().map(|pack| pack.id.clone()).collect(),
            days: first.zip(last).map(|(first, last)| [first, last]),
            published: published(&base.heads),
            recorded: asked.ledger.recorded_between()?.map(|times| times.map(|at| at.to_string())),
            languages,
        };
        Ok(answer(snapshot, has, ledger))
    })
    .await
}

/// First and last time at which reports were published, to the second.
fn published(heads: &[Head]) -> Option<[String; 2]> {
    let at = |head: &Head| Timestamp::from_second(seconds(head.published.as_deref()?)?).ok();
    let all = || heads.iter().filter_map(at);
    let (first, last) = all().min().zip(all().max())?;
    Some([first.to_string(), last.to_string()])
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
    limit: Option<usize>,
}

pub(crate) async fn search(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(looking): Query<Looking>,
    Has(has): Has,
) -> Result<Answer<Found>> {
    let known = when.recorded()?;
    desk.ask(known, move |asked| {
        let found = asked.ledger.search(&Search {
            words: &looking.q,
            lang: looking.lang.as_deref(),
            since: looking.since.as_deref(),
            until: looking.until.as_deref(),
            as_of: known.as_of,
            limit: looking.limit.unwrap_or(HITS).min(HITS_MOST),
        })?;
        // The index is that of now, which may be ahead of the snapshot.
        Ok(Answer { revision: revision(asked.ledger)?.0, has, body: found })
    })
    .await
}

/// Since when something is new.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct NewSince {
    /// Since this time or day, by when the ledger recorded it.
    since: String,
    /// By when reports were published instead.
    #[serde(default)]
    published: bool,
}

pub(crate) async fn new(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(new): Query<NewSince>,
) -> Result<Json<Value>> {
    let (known, since) = (when.known()?, beginning(&new.since)?);
    desk.ask(known, move |asked| {
        let before = asked.view_at(news::just_before(since, new.published, known), Need::Incidents)?;
        let mut after = asked.view(Need::Incidents)?;
        let news = news::since(asked.ledger, &before, &mut after, since, new.published)?;
        Ok(Json(after.json(&news)?))
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
) -> Result<Answer<Value>> {
    let window = monitors::window(&spot.window)?;
    desk.ask(when.known()?, move |asked| {
        let view = asked.view(Need::Monitors)?;
        Ok(answer(asked.snapshot, has, view.json(&monitors::find(&spot.place, window, &view))?))
    })
    .await
}

pub(crate) async fn responses(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(since): Query<Since>,
    Has(has): Has,
) -> Result<Answer<Value>> {
    let since = since.at()?;
    desk.ask(when.known()?, move |asked| {
        let view = asked.view(Need::Claims)?;
        let mut found = answers::claims(&view);
        found.retain(|one| since.is_none_or(|since| one.is_since(since.as_second())));
        Ok(answer(asked.snapshot, has, view.json(&found)?))
    })
    .await
}

pub(crate) async fn figures(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(since): Query<Since>,
    Has(has): Has,
) -> Result<Answer<Value>> {
    let since = since.at()?;
    desk.ask(when.known()?, move |asked| {
        let mut view = asked.view(Need::Claims)?;
        let (found, _) = numbers::differing(asked.ledger, &mut view, since)?;
        Ok(answer(asked.snapshot, has, view.json(&found)?))
    })
    .await
}

pub(crate) async fn retractions(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Has(has): Has,
) -> Result<Answer<Value>> {
    let known = when.known()?;
    desk.ask(known, move |asked| {
        let view = asked.view(Need::Corrections)?;
        let (found, _) = taken_back::all(asked.ledger, known.as_of, &view)?;
        Ok(answer(asked.snapshot, has, view.json(&found)?))
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
}

/// What is due depends on the moment, so the answer is not kept.
pub(crate) async fn commitments(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(which): Query<Which>,
) -> Result<Json<Value>> {
    let since = which.since.as_deref().map(beginning).transpose()?;
    desk.ask(when.known()?, move |asked| {
        let view = asked.view(Need::Items)?;
        let wanted = promises::Wanted { kind: which.kind, due: which.due, since };
        Ok(Json(view.json(&promises::find(&wanted, &view))?))
    })
    .await
}

pub(crate) async fn labels(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Has(has): Has,
) -> Result<Answer<Value>> {
    desk.ask(when.known()?, move |asked| {
        let view = asked.view(Need::Items)?;
        Ok(answer(asked.snapshot, has, view.json(&narratives::find(&view))?))
    })
    .await
}

pub(crate) async fn copies(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Has(has): Has,
) -> Result<Answer<Vec<CopyGroup>>> {
    desk.ask(when.known()?, move |asked| Ok(answer(asked.snapshot, has, asked.snapshot.base.copies.clone()))).await
}

pub(crate) async fn stats(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Has(has): Has,
) -> Result<Answer<Stats>> {
    let known = when.recorded()?;
    desk.ask(known, move |asked| {
        let body = counted(asked.ledger, known.as_of)?;
        Ok(Answer { revision: revision(asked.ledger)?.0, has, body })
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
    Has(has): Has,
) -> Result<Answer<Vec<Listed>>> {
    desk.ask(when.known()?, move |asked| {
        let view = asked.view(Need::Heads)?;
        Ok(answer(asked.snapshot, has, correct::list(&view, holding.standing)))
    })
    .await
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Asked(error.into())
    }
}
