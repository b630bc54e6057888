//! What a correction names: reports, mentions, incidents, actors and places, as people write them.

use std::collections::BTreeMap;

use fogline_reconcile::{
    incidents::{Incident, Key, Member},
    report::{Actor, Report},
};

use crate::{
    View,
    error::{Result, refused, unknown},
};

/// The report of a name, which must be that of one alone.
pub(crate) fn report<'v>(name: &str, view: &'v View) -> Result<&'v Report> {
    let same: Vec<&str> = view.heads.iter().filter(|one| one.is_called(name)).map(|one| one.id.as_str()).collect();
    if same.len() > 1 {
        return Err(refused(format!(
            "{} reports are called `{name}`; name one by its id: {}",
            same.len(),
            same.join(", ")
        )));
    }
    view.report(name)
}

/// The mention that is named: `DOC#e1`, or the first mention of an incident.
pub(crate) fn mention(name: &str, view: &View) -> Result<Key> {
    let Some((document, event)) = name.rsplit_once('#') else {
        return anchor(view.incident(name)?, view);
    };
    let report = report(document, view)?;
    let member = |member: &Member| {
        member.document == report.document.reference
            && (member.event.as_deref() == Some(event)
                || member.event.is_none() && member.statement.as_deref() == Some(event))
    };
    if view.incidents.iter().any(|one| one.members.iter().any(member)) {
        return Ok((report.document.id.clone(), event.to_owned()));
    }
    let all = view.incidents.iter().flat_map(|one| &one.members);
    let own: Vec<&str> = all
        .filter(|one| one.document == report.document.reference)
        .filter_map(|one| one.event.as_deref().or(one.statement.as_deref()))
        .collect();
    let known =
        if own.is_empty() { "no incident has one".to_owned() } else { format!("incidents have {}", own.join(", ")) };
    Err(refused(format!("`{event}` is no mention of an incident in `{document}`: of this report, {known}")))
}

/// The mention that an incident is named by, which stands first.
fn anchor(one: &Incident, view: &View) -> Result<Key> {
    let first = one.members.first();
    let named = first.and_then(|member| {
        let head = view.head_of(&member.document)?;
        Some((head.id.clone(), member.event.clone().or_else(|| member.statement.clone())?))
    });
    named.ok_or_else(|| unknown(format!("incident {} has no mention to hold on to", one.id)))
}

/// Someone that the report names, by id or by name.
pub(super) fn actor<'r>(name: &str, report: &'r Report) -> Result<&'r Actor> {
    let folded = name.to_lowercase();
    let found = report.actors.iter().find(|one| one.id == name);
    found.or_else(|| report.actors.iter().find(|one| one.name.to_lowercase() == folded)).ok_or_else(|| {
        let known: Vec<String> = report.actors.iter().map(|one| format!("{} ({})", one.id, one.name)).collect();
        unknown(format!("the report names nobody called `{name}`; it names {}", listed(&known)))
    })
}

/// A place that the report names, by id or by name.
pub(super) fn place(name: &str, report: &Report) -> Result<String> {
    let folded = name.to_lowercase();
    let has = |id: &str, own: &str| id == name || own.to_lowercase() == folded;
    let found = report
        .places
        .iter()
        .find(|one| has(&one.id, &one.name) || one.span.as_ref().is_some_and(|span| has(&one.id, &span.exact)));
    found.map(|one| one.id.clone()).ok_or_else(|| {
        let known: Vec<String> = report.places.iter().map(|one| format!("{} ({})", one.id, one.name)).collect();
        unknown(format!("the report names no place `{name}`; it names {}", listed(&known)))
    })
}

/// The least id of a kind that the report does not have: `h1` for a statement by hand.
pub(super) fn free_id(prefix: &str, taken: impl Fn(&str) -> bool) -> String {
    (1..u32::MAX).map(|number| format!("{prefix}{number}")).find(|id| !taken(id)).unwrap_or_default()
}

fn listed(all: &[String]) -> String {
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}

/// The incident that holds a mention.
pub(crate) fn holder<'a>(key: &Key, all: &'a [Incident], view: &View) -> Option<&'a Incident> {
    let head = view.heads.iter().find(|head| head.id == key.0)?;
    all.iter().find(|one| {
        one.members.iter().any(|member| {
            member.document == head.reference && member.event.as_ref().or(member.statement.as_ref()) == Some(&key.1)
        })
    })
}

/// The incidents by the mentions that they hold.
pub(crate) fn holders<'a>(all: &'a [Incident], view: &View) -> BTreeMap<Key, &'a Incident> {
    let members = all.iter().flat_map(|one| one.members.iter().map(move |member| (one, member)));
    members
        .filter_map(|(one, member)| {
            let head = view.head_of(&member.document)?;
            let part = member.event.as_ref().or(member.statement.as_ref())?;
            Some(((head.id.clone(), part.clone()), one))
        })
        .collect()
}
