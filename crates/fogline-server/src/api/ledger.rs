//! What the ledger holds, in few numbers.

use std::collections::BTreeSet;

use axum::{Extension, extract::State};
use fogline::packs::SideRole;
use fogline_reconcile::{head::Head, report::seconds};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    Shared,
    asked::{Answer, Has, Query, When},
};
use crate::{
    accounts::Who,
    blind,
    desk::{Asked, Snapshot},
    error::Result,
};

/// What the ledger holds.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Ledger")]
pub(crate) struct Holdings {
    /// Names the state of the ledger.
    revision: String,
    /// Where the chain of records ends.
    head: Option<String>,
    /// How many reports there are.
    reports: usize,
    /// How many incidents; none for whoever is kept from what was read.
    incidents: Option<usize>,
    /// Sides: those of which incidents tell before all others, parties first, in the order of the packs.
    sides: Vec<Side>,
    /// Packs by which reports are read.
    packs: Vec<String>,
    /// First and last day of which incidents are told; none for whoever is kept from what was read.
    days: Option<[String; 2]>,
    /// First and last time at which its reports were published.
    published: Option<[String; 2]>,
    /// First and last time at which something was recorded.
    recorded: Option<[String; 2]>,
    /// Languages of the reports.
    languages: Vec<String>,
}

/// A side.
#[derive(Debug, Clone, Serialize, JsonSchema)]
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

impl Holdings {
    /// That of a snapshot.
    pub(crate) fn of(asked: &Asked<'_>) -> Result<Self> {
        let (snapshot, base) = (asked.snapshot, &asked.snapshot.base);
        let first = snapshot.cards.iter().filter_map(|one| one.time.start.as_deref()).min();
        let last = snapshot.cards.iter().filter_map(|one| one.time.end.as_deref()).max();
        let languages: BTreeSet<&str> = base.heads.iter().filter_map(|head| head.lang.as_deref()).collect();
        Ok(Self {
            revision: snapshot.revision.clone(),
            head: base.head.clone(),
            reports: base.heads.len(),
            incidents: Some(snapshot.cards.len()),
            sides: sides(snapshot, true),
            packs: base.packs.iter().map(|pack| pack.id.clone()).collect(),
            days: first.zip(last).map(|(first, last)| [first.to_owned(), last.to_owned()]),
            published: published(&base.heads),
            recorded: asked.ledger.recorded_between()?.map(|times| times.map(|at| at.to_string())),
            languages: languages.into_iter().map(str::to_owned).collect(),
        })
    }

    /// The same for whoever is kept from what was read.
    fn kept(&self, snapshot: &Snapshot) -> Self {
        Self { incidents: None, days: None, sides: sides(snapshot, false), ..self.clone() }
    }
}

fn sides(snapshot: &Snapshot, by_incidents: bool) -> Vec<Side> {
    let known = &snapshot.base.sides;
    let side = |id: &str| Side {
        id: id.to_owned(),
        name: known.name(id).to_owned(),
        role: match known.role(id) {
            SideRole::Party => Role::Party,
            SideRole::Observer => Role::Observer,
            SideRole::Media => Role::Media,
            SideRole::Unknown => Role::Unknown,
        },
    };
    snapshot.sides(by_incidents).into_iter().map(side).collect()
}

/// First and last time at which reports were published, to the second.
fn published(heads: &[Head]) -> Option<[String; 2]> {
    let all: Vec<i64> = heads.iter().filter_map(|head| seconds(head.published.as_deref()?)).collect();
    let at = |moment: i64| Timestamp::from_second(moment).ok().map(|at| at.to_string());
    Some([at(*all.iter().min()?)?, at(*all.iter().max()?)?])
}

pub(crate) async fn ledger(
    State(desk): State<Shared>,
    Extension(who): Extension<Who>,
    Query(when): Query<When>,
    Has(has): Has,
) -> Result<Answer<Holdings>> {
    let is_kept = match who.signs() {
        Some(name) => blind::kept_by(&desk, name.to_owned()).await?.is_some(),
        None => false,
    };
    desk.ask(when.known()?, move |asked| {
        let (snapshot, held) = (asked.snapshot, asked.holdings()?);
        // Of one revision there are two answers, told apart by their tags.
        Ok(if is_kept {
            Answer { revision: format!("{}.kept", snapshot.revision), has, body: held.kept(snapshot) }
        } else {
            Answer { revision: snapshot.revision.clone(), has, body: Holdings::clone(&held) }
        })
    })
    .await
}
