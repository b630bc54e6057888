//! What differs between two views of one ledger, incident by incident.

use std::collections::{BTreeMap, BTreeSet};

use fogline_reconcile::{
    copies::Relation,
    head::Head,
    incidents::{Incident, Member, Position},
    report::{Citation, Reviewed},
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{View, numbers::Numbers};

/// What is new.
#[derive(Serialize, JsonSchema)]
pub struct News {
    /// Since when.
    pub since: String,
    /// Up to when.
    pub to: String,
    /// Whether by publication, and not by when the ledger recorded it.
    pub published: bool,
    /// Reports that are new.
    pub new_reports: usize,
    /// Of these, copies of another text.
    pub of_which_copies: usize,
    /// Incidents of which something is new.
    pub incidents: usize,
    /// Of these, those that are left out here, as there are more than were asked for: those that began last are told.
    pub left_out: usize,
    /// What is new, by area, in the order of their names.
    pub areas: BTreeMap<String, Vec<Entry>>,
    /// Head of the chain of records.
    pub head: Option<String>,
}

/// An incident of which something is new.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "NewsEntry")]
pub struct Entry {
    /// The incident as it is now.
    pub incident: Incident,
    /// Whether all of it is new.
    pub is_new: bool,
    /// Ids under which it was known, if others.
    pub was: Vec<String>,
    /// What changed.
    pub changes: Vec<Changed>,
}

impl Entry {
    /// When it began, and its id.
    fn key(&self) -> (Option<&str>, &str) {
        (self.incident.time.start.as_deref(), &self.incident.id)
    }
}

/// A change in an incident.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "change", rename_all = "snake_case")]
#[expect(missing_docs, reason = "what a field is, its variant says")]
#[schemars(rename = "NewsChange")]
pub enum Changed {
    /// A status: `occurrence`, `responsibility` or `roll_up`.
    Status {
        #[schemars(extend("enum" = ["occurrence", "responsibility", "roll_up"]))]
        of: &'static str,
        from: String,
        to: String,
    },
    /// A side of which no word was known.
    Account { side: Option<String>, position: Position, statements: Vec<Citation> },
    /// A side stands to it otherwise than before, or said more.
    Said { side: Option<String>, from: Position, to: Position, statements: Vec<Citation> },
    /// A side denies it that did not.
    Denied { side: String },
    /// A figure or word that was not known, or that was replaced since.
    Value { slot: String, value: String, sides: Vec<String>, replaced: bool, statements: Vec<Citation> },
    /// Its name.
    Label { from: String, to: String },
    /// Who has looked at it.
    Reviewed { from: Reviewed, to: Reviewed },
    /// An answer was looked for elsewhere, and what was found.
    AnswerSought { side: String, found: String },
    /// How much stands behind it.
    Numbers { from: Numbers, to: Numbers },
}

impl News {
    /// Keeps so many incidents, those that began last.
    pub(super) fn shorten(&mut self, most: usize) {
        let mut began: Vec<(Option<&str>, &str)> = self.areas.values().flatten().map(Entry::key).collect();
        if began.len() <= most {
            return;
        }
        began.sort_unstable_by(|a, b| b.cmp(a));
        let kept: BTreeSet<String> = began.iter().take(most).map(|(_, id)| (*id).to_owned()).collect();
        for entries in self.areas.values_mut() {
            entries.retain(|one| kept.contains(&one.incident.id));
        }
        self.areas.retain(|_, entries| !entries.is_empty());
        self.left_out = self.incidents - kept.len();
    }

    /// The reports that it cites.
    pub fn documents(&self) -> BTreeSet<&str> {
        let changes = self.areas.values().flatten().flat_map(|entry| &entry.changes);
        let cited = changes.flat_map(|change| match change {
            Changed::Account { statements, .. }
            | Changed::Said { statements, .. }
            | Changed::Value { statements, .. } => statements.as_slice(),
            _ => &[],
        });
        cited.map(|citation| citation.document.as_str()).collect()
    }
}

/// Compares what was known with what is known.
pub fn compare(before: &View, after: &View, since: Timestamp, published: bool) -> News {
    let mut held = BTreeMap::<&Member, &Incident>::new();
    for one in &before.incidents {
        held.extend(one.members.iter().map(|member| (member, one)));
    }
    let regions = regions(&after.heads);
    let mut areas = BTreeMap::<String, Vec<Entry>>::new();
    for one in &after.incidents {
        let old = earlier(one, &held);
        let entry = match old.as_slice() {
            [] => Some(Entry { incident: one.clone(), is_new: true, was: Vec::new(), changes: Vec::new() }),
            all => changed(all, one),
        };
        if let Some(entry) = entry {
            areas.entry(area(one, &regions)).or_default().push(entry);
        }
    }
    let known: BTreeSet<&str> = before.heads.iter().map(|head| head.id.as_str()).collect();
    let new = after.heads.iter().filter(|head| !known.contains(head.id.as_str()));
    let new: BTreeSet<&str> = new.map(|head| head.reference.as_str()).collect();
    let members = after.copies.iter().flat_map(|group| &group.members);
    let copies = members.filter(|one| one.relation != Relation::Update && new.contains(one.reference.as_str()));
    News {
        since: since.to_string(),
        to: after.moment(),
        published,
        of_which_copies: copies.count(),
        new_reports: new.len(),
        incidents: areas.values().map(Vec::len).sum(),
        left_out: 0,
        areas,
        head: after.head.clone(),
    }
}

/// The incidents that held its members, the one that it goes on first: that of its own id, else that of most members.
fn earlier<'b>(now: &Incident, held: &BTreeMap<&Member, &'b Incident>) -> Vec<&'b Incident> {
    let mut shared = BTreeMap::<&str, (usize, &'b Incident)>::new();
    for old in now.members.iter().filter_map(|member| held.get(member).copied()) {
        shared.entry(&old.id).or_insert((0, old)).0 += 1;
    }
    let mut old: Vec<(usize, &Incident)> = shared.into_values().collect();
    old.sort_by_key(|(members, old)| (old.id != now.id, std::cmp::Reverse(*members)));
    old.into_iter().map(|(_, old)| old).collect()
}

/// Names of first-level divisions by their codes: as reports name them, else by the place in them that is named most.
fn regions(heads: &[Head]) -> BTreeMap<&str, String> {
    let mut named = BTreeMap::<&str, BTreeMap<(bool, &str), u32>>::new();
    for region in heads.iter().flat_map(|head| &head.regions) {
        let of_code = named.entry(&region.code).or_default();
        *of_code.entry((region.is_whole, &region.name)).or_default() += region.times;
    }
    let best = |names: BTreeMap<(bool, &str), u32>| {
        let best = names.into_iter().max_by_key(|((whole, name), number)| (*whole, *number, std::cmp::Reverse(*name)));
        best.map(|((whole, name), _)| if whole { name.to_owned() } else { format!("region of {name}") })
    };
    named.into_iter().filter_map(|(code, names)| Some((code, best(names)?))).collect()
}

fn area(one: &Incident, regions: &BTreeMap<&str, String>) -> String {
    let Some(place) = &one.place else { return "no place told".to_owned() };
    // A country as a whole lies in no division, which GeoNames writes as 00.
    let code = place.admin1.as_deref().filter(|code| *code != "00");
    let region = code.and_then(|code| regions.get(code));
    region.cloned().unwrap_or_else(|| place.name.clone())
}

fn changed(before: &[&Incident], now: &Incident) -> Option<Entry> {
    let first = *before.first()?;
    let mut changes = Vec::new();
    for (of, from, to) in [
        ("occurrence", &first.occurrence, &now.occurrence),
        ("responsibility", &first.responsibility, &now.responsibility),
        ("roll_up", &first.roll_up, &now.roll_up),
    ] {
        if from != to {
            changes.push(Changed::Status { of, from: from.clone(), to: to.clone() });
        }
    }
    accounts(before, now, &mut changes);
    let denied = |side: &&String| !before.iter().any(|one| one.denied_by.contains(side));
    changes.extend(now.denied_by.iter().filter(denied).map(|side| Changed::Denied { side: side.clone() }));
    values(before, now, &mut changes);
    if first.label != now.label {
        changes.push(Changed::Label { from: first.label.clone(), to: now.label.clone() });
    }
    if first.reviewed != now.reviewed {
        changes.push(Changed::Reviewed { from: first.reviewed, to: now.reviewed });
    }
    let sought = now.answers_sought.iter().filter(|(side, found)| first.answers_sought.get(*side) != Some(found));
    changes.extend(sought.map(|(side, found)| Changed::AnswerSought { side: side.clone(), found: found.clone() }));
    let was: Vec<String> = before.iter().map(|one| one.id.clone()).filter(|id| *id != now.id).collect();
    let (from, to) = (numbers(first), numbers(now));
    if from != to && (!changes.is_empty() || from.origins != to.origins) {
        changes.push(Changed::Numbers { from, to });
    }
    let some = !changes.is_empty() || !was.is_empty();
    some.then(|| Entry { incident: now.clone(), is_new: false, was, changes })
}

fn numbers(one: &Incident) -> Numbers {
    Numbers { reports: one.reports, origins: one.origins.min, sides: one.sides.clone() }
}

/// What sides say now that they did not say. The same words in another report are nothing new.
fn accounts(before: &[&Incident], now: &Incident, changes: &mut Vec<Changed>) {
    for account in now.accounts.iter().filter(|account| account.position != Position::NoPositionRecorded) {
        let old = || before.iter().flat_map(|one| &one.accounts).filter(|old| old.side == account.side);
        let known: BTreeSet<(Option<&str>, Vec<&str>)> = old()
            .flat_map(|old| &old.statements)
            .map(|said| (said.speaker.as_deref(), said.words.iter().map(|words| words.exact.as_str()).collect()))
            .collect();
        let new = account.statements.iter().filter(|said| {
            let words = said.words.iter().map(|words| words.exact.as_str()).collect();
            !known.contains(&(said.speaker.as_deref(), words))
        });
        let cited = new.map(|said| Citation { document: said.document.clone(), statement: said.statement.clone() });
        let statements: Vec<Citation> = cited.collect();
        let spoken = old().find(|old| old.position != Position::NoPositionRecorded);
        let (side, to) = (account.side.clone(), account.position);
        match spoken {
            None => changes.push(Changed::Account { side, position: to, statements }),
            Some(old) if old.position != to || !statements.is_empty() => {
                changes.push(Changed::Said { side, from: old.position, to, statements });
            }
            Some(_) => {}
        }
    }
}

fn values(before: &[&Incident], now: &Incident, changes: &mut Vec<Changed>) {
    for (slot, detail) in &now.details {
        let old = || before.iter().filter_map(|one| one.details.get(slot)).flat_map(|detail| &detail.values);
        for value in &detail.values {
            // One value can stand twice: replaced by one side, and held to by another.
            let known = old().any(|old| old.value == value.value && old.superseded == value.superseded);
            if !known {
                changes.push(Changed::Value {
                    slot: slot.clone(),
                    value: value.value.clone(),
                    sides: value.sides.clone(),
                    replaced: value.superseded,
                    statements: value.statements.clone(),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incident_that_is_as_it_was_has_not_changed() {
        let incidents = include_str!("../../../fogline-reconcile/tests/fixtures/lumen/incidents.json");
        let mut incidents: Vec<Incident> = serde_json::from_str(incidents).unwrap();
        let detail = incidents.iter_mut().flat_map(|one| one.details.values_mut()).next().unwrap();
        let mut twice = detail.values[0].clone();
        twice.superseded = !twice.superseded;
        detail.values.push(twice);
        for one in &incidents {
            assert!(changed(&[one], one).is_none(), "{}", one.label);
        }
    }
}
