//! Recording a correction, and what follows from it.

use std::sync::Arc;

use fogline_ledger::{
    DocId, Kind, Ledger, Note, Once, Outcome as Written,
    standing::{self, Known},
};
use fogline_reconcile::{
    corrections::{self, Change, Correction, Recorded, check},
    incidents::Incident,
    report::Report,
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    build::{self, What},
    named::holder,
};
use crate::{
    Need, View,
    error::{Result, refused},
    news::{News, compare},
};

/// What came of a correction.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CorrectionEffect")]
pub struct Effect {
    /// Number of its record.
    pub record: i64,
    /// The correction.
    pub correction: Correction,
    /// What it changed.
    pub changed: News,
    /// Incidents that rest on what was corrected, and stay as they were.
    pub unchanged: Vec<Incident>,
}

/// A change that somebody asks for.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Wish {
    /// The change.
    #[serde(flatten)]
    pub what: What,
    /// Who makes it; whoever has an account signs with its name in any case.
    #[serde(default)]
    pub by: String,
    /// Why.
    pub reason: String,
    /// Number of an earlier correction that it takes the place of.
    pub instead_of: Option<i64>,
}

/// Records a correction that fits and has an effect, brings up to date what follows from it, and tells what it changed, with
/// the view that it is looked at from. `once` where it was sent with a key.
pub fn correct(ledger: &mut Ledger, wish: &Wish, once: Option<&Once>) -> Result<(Effect, View)> {
    if wish.by.trim().is_empty() || wish.reason.trim().is_empty() {
        return Err(refused("a correction needs a person and a reason, which stay on record"));
    }
    settle(ledger)?;
    let (reports, incidents) = wish.what.names();
    let need = Need::Named { reports: &reports, incidents: &incidents };
    let mut before = View::answering(ledger, need, Known::default())?;
    let change = build::change(&wish.what, &before)?;
    if let Change::LinkRow { coder, row, .. } | Change::UnlinkRow { coder, row, .. } = &change {
        crate::rows::known(ledger, coder, row)?;
    }
    let correction =
        Correction { change, by: wish.by.clone(), reason: wish.reason.clone(), instead_of: wish.instead_of };
    if let Some(number) = correction.instead_of
        && !corrections::standing(&before.recorded).iter().any(|one| one.seq == number)
    {
        return Err(refused(format!("there is no correction {number} that still holds")));
    }
    let report = correction.change.document().and_then(|id| find(id, &before));
    check(&correction, report, &before.recorded)?;
    let now = Timestamp::now();
    let mut recorded = before.recorded.clone();
    recorded.push(Recorded { seq: i64::MAX, at: now.to_string(), correction: correction.clone() });
    let tried = standing::try_out(ledger, &before.packs, &recorded)?;
    has_effect(&correction.change, &tried.after, &before)?;
    let record = append(ledger, &correction, once, now)?;
    settle(ledger)?;
    let mut after = View::answering(ledger, need, Known::default())?;
    (before.incidents, after.incidents) = (tried.before, tried.after);
    let changed = compare(&before, &after, now, false);
    let unchanged = unchanged(&correction.change, &changed, &after);
    let cited = unchanged.iter().flat_map(Incident::documents).chain(changed.documents()).collect();
    after.bring(ledger, &cited)?;
    Ok((Effect { record, correction, changed, unchanged }, after))
}

/// Brings copies and incidents up to date.
fn settle(ledger: &mut Ledger) -> Result<()> {
    Ok(standing::settle(ledger, &ledger.packs(None)?)?)
}

fn find<'v>(id: &str, view: &'v View) -> Option<&'v Report> {
    view.reports.iter().map(Arc::as_ref).find(|report| report.document.id == id)
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
        Change::Relabel { mention, .. }
        | Change::AnswerSought { mention, .. }
        | Change::LinkRow { mention, .. }
        | Change::UnlinkRow { mention, .. } => Some(&mention.1),
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
    after.incidents.iter().filter(|one| holds(one) && !is_changed(one)).cloned().collect()
}

/// Refuses what the rules of grouping do not let have any effect.
fn has_effect(change: &Change, after: &[Incident], view: &View) -> Result<()> {
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
        (true, false) => {
            Err(refused("these cannot be one occurrence: they are of other kinds, or of other countries, or an earlier correction keeps \
             them apart; nothing was recorded. The kind of an event is its field `type`, which can be edited".to_string()))
        }
        (false, true) => {
            Err(refused("these are told as one in their report, or an earlier correction joins them, so they cannot be told apart; nothing \
             was recorded".to_string()))
        }
        _ => Ok(()),
    }
}

fn append(ledger: &mut Ledger, correction: &Correction, once: Option<&Once>, now: Timestamp) -> Result<i64> {
    let id = |id: &str| id.parse::<DocId>().map_err(|()| refused(format!("`{id}` is no id of a document")));
    let about = correction.change.document().map(id).transpose()?;
    let quotes = match about {
        Some(_) => Vec::new(),
        None => correction.change.documents().into_iter().map(id).collect::<Result<Vec<_>>>()?,
    };
    let body = serde_json::to_vec(correction)?;
    let note = Note { kind: Kind::Correction, about, quotes: &quotes, body: &body };
    match ledger.append_note_once(&note, once, now)? {
        Written::Stored(seq) | Written::Known(seq) => Ok(seq),
        Written::Erased(_) => Err(refused("the document was erased, and nothing can be recorded of it".to_string())),
    }
}
