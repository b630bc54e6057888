//! Which figures changed, and which differ between accounts.

use std::collections::BTreeMap;

use fogline_reconcile::{
    incidents::{Detail, DetailStatus, Incident, Value},
    report::{Citation, seconds},
    signals::{
        Interval,
        figures::{self, Series, Whose},
    },
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{View, numbers::Numbers};

/// Figures of one thing that are not all the same.
#[derive(Serialize, JsonSchema)]
pub struct Figures {
    /// The incident; none where what is counted belongs to none.
    pub incident: Option<String>,
    /// What it is about.
    pub label: String,
    /// What is counted, as `injured`.
    pub slot: String,
    /// How the accounts stand to each other; none outside incidents.
    pub status: Option<DetailStatus>,
    /// The values, in the order in which they were published.
    pub values: Vec<Value>,
    /// What one side said first and then.
    pub changes: Vec<figures::Change>,
    /// How much stands behind them.
    #[serde(flatten)]
    pub numbers: Numbers,
    /// When the last of the figures came out, in seconds since 1970.
    #[serde(skip)]
    last: Option<i64>,
}

impl Figures {
    /// Whether one of the figures came out since a moment.
    pub fn is_since(&self, since: i64) -> bool {
        self.last.is_some_and(|last| last >= since)
    }
}

/// When the last of some reports came out.
fn last<'c>(cited: impl Iterator<Item = &'c Citation>, view: &View) -> Option<i64> {
    let published = |citation: &Citation| view.head_of(&citation.document).and_then(|head| head.published.as_deref());
    cited.filter_map(published).filter_map(seconds).max()
}

/// The figures that changed or differ. The view needs [`Need::Figures`](crate::Need::Figures).
pub fn differing(view: &View) -> Vec<Figures> {
    let mut of_event = BTreeMap::<(&str, &str), &str>::new();
    for one in &view.incidents {
        for member in &one.members {
            if let Some(event) = &member.event {
                of_event.insert((&member.document, event), &one.id);
            }
        }
    }
    let incident = |document: &str, event: &str| of_event.get(&(document, event)).map(|id| (*id).to_owned());
    let mut series =
        figures::changed_figures(view.items(), Whose::Side, incident, &Interval::default(), &view.moment());
    let mut found = Vec::new();
    for one in &view.incidents {
        for (slot, detail) in one.details.iter().filter(|(_, detail)| is_of_figures(detail)) {
            let own = |series: &Series| series.about == one.id && is_of(series, slot);
            let changes: Vec<_> = series.iter().filter(|one| own(one)).flat_map(|one| one.changes.clone()).collect();
            let differs =
                matches!(detail.status, DetailStatus::Range | DetailStatus::Conflicting | DetailStatus::Superseded)
                    || detail.values.iter().any(|value| value.superseded);
            if differs || !changes.is_empty() {
                series.retain(|one| !own(one));
                found.push(of_incident(one, slot, detail, changes, view));
            }
        }
    }
    let by_id: BTreeMap<&str, &Incident> = view.incidents.iter().map(|one| (one.id.as_str(), one)).collect();
    found.extend(series.into_iter().map(|one| {
        let incident = by_id.get(one.about.as_str()).copied();
        of_series(one, incident, view)
    }));
    found
}

/// Whether what a series counts is the detail of that name.
fn is_of(series: &Series, slot: &str) -> bool {
    let other = || format!("other_{}", series.unit.as_deref().unwrap_or(&series.kind).replace(' ', "_"));
    series.kind == slot || slot == other()
}

/// A weapon is a word, not a figure.
fn is_of_figures(detail: &Detail) -> bool {
    detail.values.iter().any(|value| value.best.is_some() || value.low.is_some() || value.high.is_some())
}

fn of_incident(one: &Incident, slot: &str, detail: &Detail, changes: Vec<figures::Change>, view: &View) -> Figures {
    let cited = detail.values.iter().flat_map(|value| {
        let sides = value.sides.iter().map(|side| Some(side.as_str())).chain([None]);
        sides.flat_map(|side| value.statements.iter().map(move |citation| (citation, side)))
    });
    let own = detail.values.iter().flat_map(|value| &value.statements);
    Figures {
        incident: Some(one.id.clone()),
        label: one.label.clone(),
        slot: slot.to_owned(),
        status: Some(detail.status),
        values: detail.values.clone(),
        numbers: view.numbers(cited),
        last: last(own.chain(changed(&changes)), view),
        changes,
    }
}

/// Figures that no detail holds: of an incident, or of none.
fn of_series(one: Series, incident: Option<&Incident>, view: &View) -> Figures {
    let cited = one.values.iter().map(|value| &value.cited);
    let numbers = view.numbers(cited.map(|cited| (&cited.citation, cited.speaker.party.side.as_deref())));
    Figures {
        incident: incident.map(|incident| incident.id.clone()),
        label: incident.map_or_else(|| one.about.clone(), |incident| incident.label.clone()),
        slot: one.unit.map_or_else(|| one.kind.clone(), |unit| format!("{} ({unit})", one.kind)),
        status: None,
        values: Vec::new(),
        last: last(changed(&one.changes), view),
        changes: one.changes,
        numbers,
    }
}

/// Where those stand by which figures were changed.
fn changed(changes: &[figures::Change]) -> impl Iterator<Item = &Citation> {
    changes.iter().map(|change| &change.to.cited.citation)
}
