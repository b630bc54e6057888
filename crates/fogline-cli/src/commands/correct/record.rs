//! Recording a correction, and what follows from it.

use std::io::{self, Write};

use anyhow::{Context, bail};
use fogline_ledger::{
    DocId, Kind, Ledger, Note, Outcome as Written,
    standing::{self, Known},
};
use fogline_reconcile::{
    corrections::{self, Change, Correction, Recorded, check},
    incidents::{Incident, Key},
    report::Report,
};
use jiff::Timestamp;
use serde::Serialize;

use super::{Made, build};
use crate::{
    commands::new::{News, compare},
    derive,
    exit::Outcome,
    output::{Form, correction_effect, form},
    view::{Need, View},
};

/// What came of a correction.
#[derive(Serialize)]
pub(crate) struct Effect {
    /// Number of its record.
    pub(crate) record: i64,
    /// The correction.
    pub(crate) correction: Correction,
    /// What it changed.
    pub(crate) changed: News,
    /// Incidents that rest on what was corrected, and stay as they were.
    pub(crate) unchanged: Vec<Incident>,
}

pub(super) fn run(what: &build::What<'_>, made: &Made) -> anyhow::Result<Outcome> {
    if made.by.trim().is_empty() || made.reason.trim().is_empty() {
        bail!("a correction needs a person and a reason, which stay on record");
    }
    let mut ledger = made.place.open()?;
    derive::settle(&mut ledger)?;
    let (reports, incidents) = what.names();
    let need = Need::Named { reports: &reports, incidents: &incidents };
    let mut before = View::answering(&ledger, need, Known::default())?;
    let change = build::change(what, &before)?;
    let correction =
        Correction { change, by: made.by.clone(), reason: made.reason.clone(), instead_of: made.instead_of };
    if let Some(number) = correction.instead_of
        && !corrections::standing(&before.recorded).iter().any(|one| one.seq == number)
    {
        bail!("there is no correction {number} that still holds; `fogline correct list` lists them");
    }
    let report = correction.change.document().and_then(|id| find(id, &before));
    check(&correction, report, &before.recorded)?;
    let now = Timestamp::now();
    let mut recorded = before.recorded.clone();
    recorded.push(Recorded { seq: i64::MAX, at: now.to_string(), correction: correction.clone() });
    let tried = standing::try_out(&mut ledger, &before.packs, &recorded)?;
    has_effect(&correction.change, &tried.after, &before)?;
    let record = append(&mut ledger, &correction, now)?;
    derive::settle(&mut ledger)?;
    let mut after = View::answering(&ledger, need, Known::default())?;
    (before.state.incidents, after.state.incidents) = (tried.before, tried.after);
    let changed = compare(&before, &after, now, false);
    let unchanged = unchanged(&correction.change, &changed, &after);
    let cited = unchanged.iter().flat_map(Incident::documents).chain(changed.documents()).collect();
    after.bring(&ledger, &cited)?;
    let effect = Effect { record, correction, changed, unchanged };
    let mut out = io::stdout().lock();
    match form(made.format) {
        Form::Json => writeln!(out, "{}", after.json(&effect)?),
        Form::Text => write!(out, "{}", correction_effect(&effect, &after)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

fn find<'v>(id: &str, view: &'v View) -> Option<&'v Report> {
    view.reports.iter().find(|report| report.document.id == id)
}

/// What the input calls a report.
fn name<'v>(id: &str, view: &'v View) -> Option<&'v str> {
    view.heads.iter().find(|head| head.id == id).map(|head| head.reference.as_str())
}

/// Incidents that cite what was corrected and are not among those that changed.
fn unchanged(change: &Change, changed: &News, after: &View) -> Vec<Incident> {
    let mut names: Vec<&str> = change.documents().into_iter().filter_map(|id| name(id, after)).collect();
    names.dedup();
    let part = match change {
        Change::Edit { target, .. } => Some(target),
        Change::Retract { statement, .. } | Change::Review { statement, .. } => statement.as_ref(),
        Change::Merge { one, .. } | Change::Split { one, .. } => Some(&one.1),
        Change::Relabel { mention, .. } | Change::AnswerSought { mention, .. } => Some(&mention.1),
        Change::AddStatement { .. } | Change::AddEvent { .. } | Change::Redact { .. } => return Vec::new(),
    };
    let is_part = |id: Option<&String>| part.is_none() || id == part;
    let holds = |one: &Incident| {
        let in_members = one.members.iter().any(|member| {
            names.contains(&member.document.as_str())
                && (is_part(member.event.as_ref()) || is_part(member.statement.as_ref()))
        });
        let said = one.accounts.iter().flat_map(|account| &account.statements);
        in_members
            || said.into_iter().any(|said| names.contains(&said.document.as_str()) && is_part(Some(&said.statement)))
    };
    let is_changed = |one: &Incident| changed.areas.values().flatten().any(|entry| entry.incident.id == one.id);
    after.state.incidents.iter().filter(|one| holds(one) && !is_changed(one)).cloned().collect()
}

/// Refuses what the rules of grouping do not let have any effect.
fn has_effect(change: &Change, after: &[Incident], view: &View) -> anyhow::Result<()> {
    let (one, other, merged) = match change {
        Change::Merge { one, other } => (one, other, true),
        Change::Split { one, other } => (one, other, false),
        _ => return Ok(()),
    };
    let together = match (holder(one, after, view), holder(other, after, view)) {
        (Some(one), Some(other)) => one.id == other.id,
        _ => false,
    };
    match (merged, together) {
        (true, false) => bail!(
            "these cannot be one occurrence: they are of other kinds, or of other countries, or an earlier correction keeps \
             them apart; nothing was recorded. The kind of an event is changed by `fogline correct edit DOC EVENT type VALUE`"
        ),
        (false, true) => bail!(
            "these are told as one in their report, or an earlier correction joins them, so they cannot be told apart; nothing \
             was recorded"
        ),
        _ => Ok(()),
    }
}

/// The incident that holds a mention.
fn holder<'a>(key: &Key, after: &'a [Incident], view: &View) -> Option<&'a Incident> {
    let name = name(&key.0, view)?;
    after.iter().find(|one| {
        one.members.iter().any(|member| {
            member.document == name && member.event.as_ref().or(member.statement.as_ref()) == Some(&key.1)
        })
    })
}

fn append(ledger: &mut Ledger, correction: &Correction, now: Timestamp) -> anyhow::Result<i64> {
    let id = |id: &str| id.parse::<DocId>().map_err(|()| anyhow::anyhow!("`{id}` is no id of a document"));
    let about = correction.change.document().map(id).transpose()?;
    let quotes = match about {
        Some(_) => Vec::new(),
        None => correction.change.documents().into_iter().map(id).collect::<anyhow::Result<Vec<_>>>()?,
    };
    let body = serde_json::to_vec(correction)?;
    match ledger.append_note(&Note { kind: Kind::Correction, about, quotes: &quotes, body: &body }, now)? {
        Written::Stored(seq) | Written::Known(seq) => Ok(seq),
        Written::Erased(_) => bail!("the document was erased, and nothing can be recorded of it"),
    }
}
