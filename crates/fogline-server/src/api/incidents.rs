//! Incidents: lists, marks for maps and lines of time, one with its accounts, and why.

use std::collections::BTreeSet;

use axum::extract::State;
use fogline::packs::Pack;
use fogline_ask::{
    assess,
    history::{self, History},
    incident::NoAnswer,
    incidents::Filter,
    matrix::{Matrix, matrix},
    rows::{Filter as Rows, Row},
};
use fogline_reconcile::{
    head::Head,
    incidents::{
        Incident, Link,
        mention::{Level, Written},
    },
    status::{Origins, Reason},
    terms::{Family, Occurrence, Responsibility, RollUp},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Shared,
    asked::{Answer, Has, Page, Path, Query, When},
    describe::Lent,
    frame::Frame,
};
use crate::{
    desk::{Card, Snapshot, spot},
    error::Result,
};

/// A page of incidents.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Cards {
    /// The incidents, the latest first.
    incidents: Vec<Card>,
    /// How many the filter lets through, on this page and others.
    matching: usize,
    /// How many there are.
    all: usize,
    /// Where the next page begins; none after the last.
    next: Option<String>,
}

/// All incidents in columns: what stands at one place in each column belongs to one incident. The latest stand first.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct Marks {
    /// Ids.
    ids: Vec<String>,
    /// Names.
    labels: Vec<String>,
    /// Names of places as the gazetteer lists them; none where no place is told.
    places: Vec<Option<String>>,
    /// The same as the earliest report spells them, which is shown before the listed name.
    written: Vec<Option<Written>>,
    /// Degrees north of spots; none for areas, and where no place is told.
    lat: Vec<Option<f64>>,
    /// Degrees east.
    lon: Vec<Option<f64>>,
    /// First-level divisions that areas lie in, as `geonames:709716`; none of spots, and where no place is told.
    areas: Vec<Vec<String>>,
    /// First days, as `2022-02-17`.
    from: Vec<Option<String>>,
    /// Last days.
    to: Vec<Option<String>>,
    /// Families of events.
    #[schemars(with = "Vec<Family>")]
    families: Vec<String>,
    /// Words for lists.
    #[schemars(with = "Vec<RollUp>")]
    roll_up: Vec<String>,
    /// Statuses of what happened.
    #[schemars(with = "Vec<Occurrence>")]
    occurrence: Vec<String>,
    /// Statuses of who did it.
    #[schemars(with = "Vec<Responsibility>")]
    responsibility: Vec<String>,
    /// Sides that speak.
    sides: Vec<Vec<String>>,
    /// Sides that deny.
    denied_by: Vec<Vec<String>>,
    /// Sides that are accused.
    accused: Vec<Vec<String>>,
    /// Reports.
    reports: Vec<usize>,
    /// Origins: at least, and at most.
    origins: Vec<[usize; 2]>,
}

/// One incident as it is shown.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "IncidentShown")]
pub(crate) struct Shown {
    /// The incident with each side's account.
    incident: Incident,
    /// The accounts as a table: who says what of each facet, in which words.
    matrix: Matrix,
    /// Sides that are accused and of which no word was found, with what was read.
    no_answer: Vec<NoAnswer>,
    /// What is known of the reports that it rests on.
    reports: Vec<Head>,
    /// Rows of coders' tables that could be accounts of it: apart from the accounts, and in no status and no number.
    coded: Vec<Row>,
}

/// Why an incident's statuses are as they are.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "IncidentWhy")]
pub(crate) struct Why {
    /// The incident.
    id: String,
    /// Version of the rules.
    rules: String,
    /// The rules with what they rest on.
    #[serde(rename = "why")]
    reasons: Vec<Reason>,
    /// Origins.
    origins: Origins,
    /// What joined the reports.
    links: Vec<Link>,
}

/// Which incident.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct One {
    /// Its id, one that it had, or the beginning of its id.
    id: String,
}

pub(crate) async fn list(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Query(filter): Query<Filter>,
    Query(frame): Query<Frame>,
    Query(page): Query<Page>,
    Has(has): Has,
) -> Result<Answer<Cards>> {
    let frame = frame.bounds()?;
    desk.ask(when.known()?, move |asked| {
        let in_frame =
            |one: &Incident| frame.as_ref().is_none_or(|frame| spot(one).is_some_and(|spot| frame.holds(spot)));
        let (snapshot, found) = (asked.snapshot, asked.incidents(&filter, in_frame)?);
        // The last one of the page before may be part of another by now, but not where it stood in the order.
        let ended = |last: &str| {
            let (start, id) = last.split_once('~').filter(|(_, id)| id.starts_with('i'))?;
            let last = (Some(start).filter(|start| !start.is_empty()), id);
            Some(found.partition_point(|one| (one.time.start.as_deref(), one.id.as_str()) >= last))
        };
        let end = |one: &&Incident| format!("{}~{}", one.time.start.as_deref().unwrap_or_default(), one.id);
        let (shown, next) = page.of(&found, end, ended)?;
        let shown = shown.iter().map(|one| Card::from(*one)).collect();
        let cards = Cards { matching: found.len(), all: snapshot.cards.len(), next, incidents: shown };
        Ok(answer(snapshot, has, cards))
    })
    .await
}

pub(crate) async fn marks(
    State(desk): State<Shared>,
    Query(when): Query<When>,
    Has(has): Has,
) -> Result<Answer<Lent<Marks>>> {
    desk.ask(when.known()?, move |asked| {
        let marks = asked.marks()?;
        Ok(answer(asked.snapshot, has, Lent(marks)))
    })
    .await
}

impl Marks {
    pub(crate) fn of(snapshot: &Snapshot) -> Self {
        let mut marks = Self::default();
        for one in snapshot.cards.iter().rev() {
            let spot = spot(one);
            marks.lat.push(spot.map(|(lat, _)| lat));
            marks.lon.push(spot.map(|(_, lon)| lon));
            marks.areas.push(divisions(one, &snapshot.base.packs));
            let card = Card::from(one);
            let (place, written) = card.place.map(|place| (place.name, place.written)).unzip();
            marks.places.push(place);
            marks.written.push(written.flatten());
            marks.ids.push(card.id);
            marks.labels.push(card.label);
            marks.from.push(card.time.start);
            marks.to.push(card.time.end);
            marks.families.push(card.family);
            marks.roll_up.push(card.roll_up);
            marks.occurrence.push(card.occurrence);
            marks.responsibility.push(card.responsibility);
            marks.sides.push(card.sides);
            marks.denied_by.push(card.denied_by);
            marks.accused.push(card.accused);
            marks.reports.push(card.reports);
            marks.origins.push(card.origins);
        }
        marks
    }
}

/// The first-level divisions that the area of an incident lies in.
fn divisions(one: &Incident, packs: &[Pack]) -> Vec<String> {
    let Some(place) = one.place.as_ref().filter(|place| place.level == Level::Area) else { return Vec::new() };
    let Some(id) = &place.gazetteer_id else { return Vec::new() };
    let of_pack = packs.iter().map(|pack| pack.divisions_of(id)).find(|members| !members.is_empty());
    of_pack.map_or_else(|| vec![id.clone()], <[String]>::to_vec)
}

pub(crate) async fn one(
    State(desk): State<Shared>,
    Path(One { id }): Path<One>,
    Query(when): Query<When>,
    Has(has): Has,
) -> Result<Answer<Shown>> {
    desk.ask(when.known()?, move |asked| {
        let (view, id) = asked.incident(&id)?;
        let shown = view.shown(&id)?;
        let rows = asked.rows()?;
        let found = rows.found(&Rows { incident: Some(shown.incident.id.clone()), ..Rows::default() })?;
        let named: BTreeSet<&str> = shown.incident.documents().collect();
        let heads = named.into_iter().filter_map(|name| view.head_of(name).cloned()).collect();
        let shown = Shown {
            matrix: matrix(shown.incident, &view),
            incident: shown.incident.clone(),
            no_answer: shown.no_answer,
            reports: heads,
            coded: rows.shown(asked.ledger, &found)?,
        };
        Ok(answer(asked.snapshot, has, shown))
    })
    .await
}

pub(crate) async fn why(
    State(desk): State<Shared>,
    Path(One { id }): Path<One>,
    Query(when): Query<When>,
    Has(has): Has,
) -> Result<Answer<Why>> {
    desk.ask(when.known()?, move |asked| {
        let (view, id) = asked.incident(&id)?;
        let why = view.reasons(&id)?;
        let why = Why {
            id: why.id.to_owned(),
            rules: why.rules.to_owned(),
            reasons: why.why.to_vec(),
            origins: why.origins,
            links: why.links.to_vec(),
        };
        Ok(answer(asked.snapshot, has, why))
    })
    .await
}

pub(crate) async fn history(
    State(desk): State<Shared>,
    Path(One { id }): Path<One>,
    Query(when): Query<When>,
    Has(has): Has,
) -> Result<Answer<History>> {
    let known = when.known()?;
    desk.ask(known, move |asked| {
        let (view, id) = asked.incident(&id)?;
        let judged = assess::recorded(asked.ledger, known.as_of)?;
        Ok(answer(asked.snapshot, has, history::history(&id, asked.ledger, &view, &judged)?))
    })
    .await
}

/// An answer of a snapshot.
pub(super) fn answer<T>(snapshot: &Snapshot, has: Option<axum::http::HeaderValue>, body: T) -> Answer<T> {
    Answer { revision: snapshot.revision.clone(), has, body }
}
