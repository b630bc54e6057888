//! What differs between two views of one ledger, incident by incident.

use std::collections::{BTreeMap, BTreeSet};

use fogline_reconcile::{
    copies::Relation,
    head::Head,
    incidents::{Account, Incident, Member, Position, Said},
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
    /// What a side said, and is not known to say any more.
    Unsaid { side: Option<String>, from: Position, to: Position, statements: Vec<Citation> },
    /// A side denies it that did not.
    Denied { side: String },
    /// A side that denied it is not known to any more.
    Undenied { side: String },
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
            | Changed::Unsaid { statements, .. }
            | Changed::Value { statements, .. } => statements.as_slice(),
            _ => &[],
        });
        cited.map(|citation| citation.document.as_str()).collect()
    }
}

/// Compares what was known with what is known.
pub fn compare(before: &View, after: &View, since: Timestamp, published: bool) -> News {
    let held = holders(&before.incidents);
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

/// An incident that is none by itself any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "LostIncident")]
pub struct Lost {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Whether it was held to have happened.
    pub occurrence: String,
    /// Who was held to have done it.
    pub responsibility: String,
    /// The incident that it is joined into; none where no report tells of it any more.
    pub into: Option<Joined>,
}

/// An incident that another was joined into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "JoinedInto")]
pub struct Joined {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
}

/// The incidents that none of those that are now goes on.
pub(crate) fn lost(before: &View, after: &View) -> Vec<Lost> {
    let held = holders(&before.incidents);
    let goes_on = after.incidents.iter().filter_map(|now| earlier(now, &held).first().map(|old| old.id.as_str()));
    let goes_on: BTreeSet<&str> = goes_on.collect();
    let holds = holders(&after.incidents);
    let over = before.incidents.iter().filter(|one| !goes_on.contains(one.id.as_str()));
    over.map(|one| Lost {
        id: one.id.clone(),
        label: one.label.clone(),
        occurrence: one.occurrence.clone(),
        responsibility: one.responsibility.clone(),
        into: earlier(one, &holds).first().map(|now| Joined { id: now.id.clone(), label: now.label.clone() }),
    })
    .collect()
}

fn holders(incidents: &[Incident]) -> BTreeMap<&Member, &Incident> {
    incidents.iter().flat_map(|one| one.members.iter().map(move |member| (member, one))).collect()
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
    let denied: BTreeSet<&String> = before.iter().flat_map(|one| &one.denied_by).collect();
    let undenied = denied.into_iter().filter(|side| !now.denied_by.contains(side));
    changes.extend(undenied.map(|side| Changed::Undenied { side: side.clone() }));
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

/// The words of a statement and whose they are. The same words in another report are nothing new.
type Words<'s> = (Option<&'s str>, Vec<&'s str>);

fn words(said: &Said) -> Words<'_> {
    (said.speaker.as_deref(), said.words.iter().map(|words| words.exact.as_str()).collect())
}

/// The statements of some that others do not say.
fn unknown<'s>(said: impl Iterator<Item = &'s Said>, others: impl Iterator<Item = &'s Said>) -> Vec<Citation> {
    let others: BTreeSet<Words<'_>> = others.map(words).collect();
    said.filter(|said| !others.contains(&words(said)))
        .map(|said| Citation { document: said.document.clone(), statement: said.statement.clone() })
        .collect()
}

/// What sides say now that they did not say, and what they said and say no more.
fn accounts(before: &[&Incident], now: &Incident, changes: &mut Vec<Changed>) {
    let spoken = |account: &&Account| account.position != Position::NoPositionRecorded;
    let all = || before.iter().flat_map(|one| &one.accounts);
    for account in now.accounts.iter().filter(spoken) {
        let old = || all().filter(|old| old.side == account.side);
        let statements = unknown(account.statements.iter(), old().flat_map(|old| &old.statements));
        let (side, to) = (account.side.clone(), account.position);
        match old().find(spoken) {
            None => changes.push(Changed::Account { side, position: to, statements }),
            Some(old) if old.position != to || !statements.is_empty() => {
                changes.push(Changed::Said { side, from: old.position, to, statements });
            }
            Some(_) => {}
        }
    }
    let sides: BTreeSet<&Option<String>> = all().filter(spoken).map(|old| &old.side).collect();
    for side in sides {
        let old = || all().filter(|old| old.side == *side);
        let own = || now.accounts.iter().filter(|own| own.side == *side);
        let statements = unknown(old().flat_map(|old| &old.statements), own().flat_map(|own| &own.statements));
        let from = old().find(spoken).map_or(Position::NoPositionRecorded, |old| old.position);
        let to = own().find(spoken).map_or(Position::NoPositionRecorded, |own| own.position);
        if !statements.is_empty() || to == Position::NoPositionRecorded {
            changes.push(Changed::Unsaid { side: side.clone(), from, to, statements });
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

    #[test]
    fn an_account_and_a_denial_that_are_no_more_are_told() {
        let incidents = include_str!("../../../fogline-reconcile/tests/fixtures/lumen/incidents.json");
        let incidents: Vec<Incident> = serde_json::from_str(incidents).unwrap();
        let before = incidents.iter().find(|one| !one.denied_by.is_empty()).unwrap();
        let side = before.denied_by[0].clone();
        let mut now = before.clone();
        now.denied_by.retain(|one| *one != side);
        now.accounts.retain(|account| account.side.as_ref() != Some(&side));
        let changes = changed(&[before], &now).unwrap().changes;
        assert!(changes.contains(&Changed::Undenied { side: side.clone() }), "{changes:?}");
        let unsaid = changes.iter().find_map(|change| match change {
            Changed::Unsaid { side: own, to, statements, .. } if own.as_ref() == Some(&side) => Some((to, statements)),
            _ => None,
        });
        let (to, statements) = unsaid.unwrap();
        assert_eq!((*to, statements.is_empty()), (Position::NoPositionRecorded, false));
    }
}
