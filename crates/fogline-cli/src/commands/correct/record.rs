//! Recording a correction, and what follows from it.

use std::io::{self, Write};

use anyhow::{Context, bail};
use fogline_ledger::{DocId, Kind, Ledger, Note, Outcome as Written};
use fogline_reconcile::{
    corrections::{Change, Correction, check, standing},
    incidents::{Incident, Key},
    report::Report,
};
use jiff::Timestamp;
use serde::Serialize;

use super::{Made, build};
use crate::{
    commands::new::{News, compare},
    exit::Outcome,
    output::{Form, correction_effect, form},
    view::View,
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
}

pub(super) fn run(what: &build::What<'_>, made: &Made) -> anyhow::Result<Outcome> {
    if made.by.trim().is_empty() || made.reason.trim().is_empty() {
        bail!("a correction needs a person and a reason, which stay on record");
    }
    let mut ledger = made.place.open()?;
    let before = View::of(&ledger, None, None)?;
    let change = build::change(what, &before)?;
    let correction =
        Correction { change, by: made.by.clone(), reason: made.reason.clone(), instead_of: made.instead_of };
    if let Some(number) = correction.instead_of
        && !standing(&before.recorded).iter().any(|one| one.seq == number)
    {
        bail!("there is no correction {number} that still holds; `fogline correct list` lists them");
    }
    let report = correction.change.document().and_then(|id| find(id, &before));
    check(&correction, report, &before.recorded)?;
    let now = Timestamp::now();
    let after = View::with(&ledger, &correction, now)?;
    has_effect(&correction.change, &after)?;
    let record = append(&mut ledger, &correction, now)?;
    let changed = compare(&before, &after, now, false);
    let effect = Effect { record, correction, changed };
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

/// Refuses what the rules of grouping do not let have any effect.
fn has_effect(change: &Change, after: &View) -> anyhow::Result<()> {
    let (one, other, merged) = match change {
        Change::Merge { one, other } => (one, other, true),
        Change::Split { one, other } => (one, other, false),
        _ => return Ok(()),
    };
    let together = match (holder(one, after), holder(other, after)) {
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
fn holder<'v>(key: &Key, view: &'v View) -> Option<&'v Incident> {
    let name = find(&key.0, view)?.document.reference.as_str();
    view.state.incidents.iter().find(|one| {
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
