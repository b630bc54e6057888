//! The copy of an incident that may leave.

use std::collections::BTreeMap;

use super::{
    Tally,
    matter::Facts,
    policy::{Matter, Policy, Precision},
    report::{Copy, is_area},
};
use crate::{
    incidents::{Account, Incident, Place, Said, mention::Level},
    report::seconds,
};

type Copies<'c, 'r> = BTreeMap<&'r str, &'c Copy<'r>>;

/// The copy, if the incident may leave at all.
pub(super) fn released(
    incident: &Incident,
    copies: &Copies<'_, '_>,
    as_of: &str,
    tally: &mut Tally,
) -> Option<Incident> {
    let matter = matter(incident, copies);
    let said = incident.accounts.iter().flat_map(|account| &account.statements);
    let last = said.filter_map(|said| said.published.as_deref()).max_by_key(|moment| seconds(moment));
    if !matter.may_leave(last, as_of) {
        tally.add(matter.reason.clone());
        return None;
    }
    let mut out = incident.clone();
    for account in &mut out.accounts {
        words(account, matter, copies, tally);
    }
    let observed = incident.members.iter().any(|member| keeps_from_seeing(member, copies));
    let precision = if observed { matter.place.min(Precision::Adm1) } else { matter.place };
    out.place = incident.place.as_ref().and_then(|place| coarse(place, precision, copies));
    out.label = label(incident, out.place.as_ref());
    out.details.retain(|slot, _| !slot.starts_with("other"));
    for value in out.details.values_mut().flat_map(|detail| &mut detail.values) {
        value.value = masked(&value.value, incident, copies);
    }
    for label in &mut out.characterisation {
        label.label = masked(&label.label, incident, copies);
    }
    for party in &mut out.accused {
        if copies.values().any(|copy| copy.is_private(&party.id))
            || party.kind == "person" && !is_known(&party.id, copies)
        {
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

fn matter(incident: &Incident, copies: &Copies<'_, '_>) -> &'static Matter {
    let mut facts = Facts::incident(incident);
    for member in &incident.members {
        if let (Some(copy), Some(event)) = (copies.get(member.document.as_str()), &member.event) {
            facts.member(copy.original, event);
        }
    }
    facts.matter()
}

/// Masks the words of an account and takes out what may not leave.
fn words(account: &mut Account, matter: &Matter, copies: &Copies<'_, '_>, tally: &mut Tally) {
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
        let masks = copy.masks(statement, matter.place);
        for words in &mut said.words {
            words.exact = masks.words(&words.exact, words.start);
        }
        said.outlet = copy.outlet();
        said.speaker = speaker(said, statement.speaker.actor.as_deref(), copy, policy);
        true
    });
}

fn speaker(said: &Said, actor: Option<&str>, copy: &Copy<'_>, policy: &Policy) -> Option<String> {
    let name = said.speaker.as_ref()?;
    Some(match actor {
        Some(id) if copy.is_private(id) => policy.persons.source.clone(),
        Some(id) if copy.original.actor(id).is_some_and(|one| one.pack_id.is_some() && one.name == *name) => {
            name.clone()
        }
        _ => copy.strictest().text(name),
    })
}

/// Whether a member of an incident is that observers were kept from seeing.
fn keeps_from_seeing(member: &crate::incidents::Member, copies: &Copies<'_, '_>) -> bool {
    let event = copies.get(member.document.as_str()).zip(member.event.as_deref());
    let Some(event) = event.and_then(|(copy, event)| copy.original.event(event)) else { return false };
    Policy::bundled().observers.denied.iter().any(|known| {
        known.split_once('/').is_some_and(|(kind, mode)| {
            event.kind.as_deref() == Some(kind) && event.modes.iter().any(|own| own == mode)
        })
    })
}

/// A place no finer than a precision: by name of the village or town, or of the area it lies in; without either none.
fn coarse(place: &Place, precision: Precision, copies: &Copies<'_, '_>) -> Option<Place> {
    let policy = Policy::bundled();
    let told: Vec<_> =
        copies.values().flat_map(|copy| &copy.original.places).filter(|one| is_same(one, place)).collect();
    let area = place.level != Level::Site && told.iter().all(|one| is_area(one));
    let settlement = told.iter().any(|one| one.precision.as_deref() == Some("settlement"));
    match precision {
        Precision::Settlement if settlement && place.level == Level::Site => Some(Place {
            lat: place.lat.map(|degrees| policy.cell(degrees)),
            lon: place.lon.map(|degrees| policy.cell(degrees)),
            ..place.clone()
        }),
        Precision::None => None,
        _ if area => Some(Place { lat: None, lon: None, ..place.clone() }),
        _ => {
            let country = told.iter().find_map(|one| one.country.clone());
            let division = copies.values().flat_map(|copy| &copy.original.places).find(|one| {
                one.precision.as_deref() == Some("adm1")
                    && one.admin1.is_some()
                    && one.admin1 == place.admin1
                    && one.country == country
            });
            let name = division.map_or_else(|| policy.persons.place.clone(), |division| division.name.clone());
            Some(Place {
                name,
                gazetteer_id: None,
                lat: None,
                lon: None,
                admin1: place.admin1.clone(),
                level: Level::Area,
            })
        }
    }
}

fn is_same(one: &crate::report::Place, place: &Place) -> bool {
    match &place.gazetteer_id {
        Some(id) => one.gazetteer_id.as_ref() == Some(id),
        None => one.name == place.name,
    }
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

fn is_known(id: &str, copies: &Copies<'_, '_>) -> bool {
    copies.values().any(|copy| copy.original.actor(id).is_some_and(|actor| actor.pack_id.is_some()))
}
