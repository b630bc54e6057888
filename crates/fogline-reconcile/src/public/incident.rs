//! The copy of an incident that may leave.

use std::collections::BTreeMap;

use super::{
    Tally,
    matter::{Facts, is_of_observers},
    places::Places,
    policy::{Matter, Policy, Precision},
    report::Copy as Released,
};
use crate::{
    incidents::{Account, Incident, Place, Said},
    report::{Report, seconds},
};

type Copies<'c, 'r> = BTreeMap<&'r str, &'c Released<'r>>;

/// The copy, if the incident may leave at all.
pub(super) fn released(
    incident: &Incident,
    copies: &Copies<'_, '_>,
    places: &Places<'_>,
    as_of: &str,
    tally: &mut Tally,
) -> Option<Incident> {
    let reports = |reference: &str| copies.get(reference).map(|copy| copy.original);
    let matter = matter(incident, reports);
    let said = incident.accounts.iter().flat_map(|account| &account.statements);
    let last = said.filter_map(|said| said.published.as_deref()).max_by_key(|moment| seconds(moment));
    if !matter.may_leave(last, as_of) {
        tally.add(matter.reason.clone());
        return None;
    }
    let mut out = incident.clone();
    out.place = place(incident, matter, reports, places);
    for account in &mut out.accounts {
        words(account, matter, out.place.as_ref(), copies, tally);
    }
    out.label = label(incident, out.place.as_ref());
    out.details.retain(|slot, _| !slot.starts_with("other"));
    for value in out.details.values_mut().flat_map(|detail| &mut detail.values) {
        value.value = masked(&value.value, incident, copies);
    }
    for label in &mut out.characterisation {
        label.label = masked(&label.label, incident, copies);
    }
    for found in out.answers_sought.values_mut() {
        *found = masked(found, incident, copies);
    }
    for party in &mut out.accused {
        let told: Vec<&Released<'_>> =
            incident.members.iter().filter_map(|member| copies.get(member.document.as_str()).copied()).collect();
        let known =
            || told.iter().any(|copy| copy.original.actor(&party.id).is_some_and(|actor| actor.pack_id.is_some()));
        if told.iter().any(|copy| copy.is_private(&party.id)) || party.kind == "person" && !known() {
            "private".clone_into(&mut party.id);
            party.name.clone_from(&Policy::bundled().persons.other);
        } else {
            party.name = masked(&party.name, incident, copies);
        }
    }
    for (number, origin) in out.origins.each.iter_mut().enumerate() {
        if !origin.name.starts_with("side ") {
            origin.name = format!("origin {}", number + 1);
        }
    }
    Some(out)
}

/// Where an incident may be said to have been, and its name with that place.
pub(super) fn located<'r>(
    incident: &Incident,
    reports: impl Fn(&str) -> Option<&'r Report> + Copy,
    places: &Places<'_>,
) -> (Option<Place>, String) {
    let place = place(incident, matter(incident, reports), reports, places);
    let label = label(incident, place.as_ref());
    (place, label)
}

fn matter<'r>(incident: &Incident, reports: impl Fn(&str) -> Option<&'r Report>) -> &'static Matter {
    let mut facts = Facts::incident(incident);
    for member in &incident.members {
        if let (Some(report), Some(event)) = (reports(&member.document), &member.event) {
            facts.member(report, event);
        }
    }
    facts.matter()
}

fn place<'r>(
    incident: &Incident,
    matter: &Matter,
    reports: impl Fn(&str) -> Option<&'r Report>,
    places: &Places<'_>,
) -> Option<Place> {
    let mut told = incident.members.iter().filter_map(|member| {
        let report = reports(&member.document)?;
        Some((report, report.event(member.event.as_deref()?)?))
    });
    let observed = told.any(|(report, event)| is_of_observers(report, event));
    let precision = if observed { matter.place.min(Precision::Adm1) } else { matter.place };
    places.coarse(incident.place.as_ref()?, precision)
}

/// Masks the words of an account and takes out what may not leave.
fn words(account: &mut Account, matter: &Matter, place: Option<&Place>, copies: &Copies<'_, '_>, tally: &mut Tally) {
    let policy = Policy::bundled();
    account.statements.retain_mut(|said| {
        let found = copies.get(said.document.as_str());
        let Some((copy, statement)) = found.and_then(|copy| Some((copy, copy.original.statement(&said.statement)?)))
        else {
            tally.add("words of reports that were not at hand");
            return false;
        };
        if !copy.may_leave(statement) {
            tally.add(copy.matter(statement).reason.clone());
            return false;
        }
        let masks = match place {
            Some(place) => copy.masks_at(statement, matter.place, place),
            None => copy.masks(statement, matter.place).clone(),
        };
        for words in &mut said.words {
            words.exact = masks.words(&words.exact, words.start);
        }
        said.outlet = copy.outlet();
        said.speaker = speaker(said, statement.speaker.actor.as_deref(), copy, policy);
        true
    });
}

fn speaker(said: &Said, actor: Option<&str>, copy: &Released<'_>, policy: &Policy) -> Option<String> {
    let name = said.speaker.as_ref()?;
    Some(match actor {
        Some(id) if copy.is_private(id) => policy.persons.source.clone(),
        Some(id) if copy.original.actor(id).is_some_and(|one| one.pack_id.is_some() && one.name == *name) => {
            name.clone()
        }
        _ => copy.strictest().text(name),
    })
}

/// The name of an incident with its place as it may be given, and without a weapon where that has a point.
fn label(incident: &Incident, place: Option<&Place>) -> String {
    let mut core = match &incident.place {
        Some(place) => match incident.label.strip_suffix(&format!(", {}", place.name)) {
            Some(core) => core.to_owned(),
            None => incident.family.replace('_', " "),
        },
        None => incident.label.clone(),
    };
    let fine = incident.place.as_ref().is_some_and(|place| core.to_lowercase().contains(&place.name.to_lowercase()));
    let pointed = place.is_some_and(|place| place.lat.is_some());
    let weapon = incident.details.get("weapon").into_iter().flat_map(|detail| &detail.values);
    let named = weapon.map(|value| value.value.replace('_', " ")).find(|weapon| core.contains(weapon.as_str()));
    if let Some(weapon) = named.filter(|_| pointed) {
        core = core.replace(&format!("{weapon}, "), "").replace(&format!(" ({weapon})"), "");
    }
    if fine {
        core = incident.family.replace('_', " ");
    }
    place.map_or_else(|| core.clone(), |place| format!("{core}, {}", place.name))
}

/// Words of no one statement, masked as strictly as each report of the incident asks.
fn masked(text: &str, incident: &Incident, copies: &Copies<'_, '_>) -> String {
    let mut out = text.to_owned();
    for member in &incident.members {
        if let Some(copy) = copies.get(member.document.as_str()) {
            out = copy.strictest().text(&out);
        }
    }
    out
}
