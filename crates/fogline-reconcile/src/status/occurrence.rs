//! Whether something happened, by who says so.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Case, Heard, Origins, Reason, cite, has_own_evidence, origins::origin, reason, responsibility::reports_own_act,
};
use crate::incidents::{
    mention::{Class, Stance},
    rules::Rules,
};

/// The first rule that holds.
pub(super) fn decide(case: &Case<'_>, origins: &Origins) -> (&'static str, Reason) {
    let asserting: Vec<&Heard<'_>> = case.heard.iter().filter(|heard| heard.asserts()).collect();
    let denying: Vec<&Heard<'_>> = case.heard.iter().filter(|heard| heard.denies()).collect();
    if let Some(taken_back) = retracted(case, &asserting) {
        return ("retracted", reason("O1", "everyone who reported it has taken it back", cite(&taken_back)));
    }
    let recorded = recorded(&asserting);
    if !recorded.is_empty() {
        return (
            "observer_recorded",
            reason("O2", "an observer recorded, saw, heard, filmed or corroborated it", cite(&recorded)),
        );
    }
    if let Some(independent) = independent(case, &asserting) {
        let says = "two origins or more with evidence of their own, one of them no party";
        return ("corroborated_independent", reason("O3", says, cite(&independent)));
    }
    if let Some(agreeing) = agreed(case, &asserting) {
        let says = "opposing sides tell of the same event, or those who did it report it and others take it as done";
        return ("multi_party_agreed", reason("O4", says, cite(&agreeing)));
    }
    let gainsaid = denied_to_have_happened(case, &denying);
    if !gainsaid.is_empty() && !asserting.is_empty() {
        return (
            "denied_happened",
            reason("O5", "one says that it happened, a party to it that it did not", cite(&gainsaid)),
        );
    }
    let second: Vec<&Heard<'_>> = asserting
        .iter()
        .copied()
        .filter(|heard| matches!(heard.voice.class, Class::MonitorSecondHand | Class::Monitor | Class::Observer))
        .collect();
    if !second.is_empty() {
        let says = "an observer's record is known only through others, or rests on what it was told";
        return ("observer_reported_secondhand", reason("O6", says, cite(&second)));
    }
    // Who tells of a part and denies another is no second side that says so.
    let denies: BTreeSet<&str> = denying.iter().filter_map(|heard| case.party(heard)).collect();
    let all: BTreeSet<&str> = asserting.iter().filter_map(|heard| case.party(heard)).collect();
    let firm: BTreeSet<&str> = all.difference(&denies).copied().collect();
    let blocs = if firm.is_empty() { all } else { firm };
    let outlets = asserting.iter().all(|heard| heard.voice.class == Class::Outlet);
    if blocs.len() == 1 || blocs.is_empty() && !outlets && origins.max == 1 {
        return ("one_sided", reason("O7", "all who say so are on one side", cite(&asserting)));
    }
    // Someone of no known side who says so too makes it no less an outlet's report, nor do parties who lay it to each other.
    let reported = asserting.iter().any(|heard| heard.voice.class == Class::Outlet);
    if reported && (outlets || blocs.is_empty() || denying.is_empty()) {
        return if denying.is_empty() {
            (
                "outlet_reported_uncontested",
                reason("O8", "outlets report it in their own voice and nobody denies it", cite(&asserting)),
            )
        } else {
            ("denied_happened", reason("O5", "outlets report it and someone denies it", cite(&denying)))
        };
    }
    ("unknown", reason("O9", "no rule decides", cite(&asserting)))
}

/// Those who took it back, if nobody stands by it.
fn retracted<'h, 'm>(case: &'h Case<'m>, asserting: &[&'h Heard<'m>]) -> Option<Vec<&'h Heard<'m>>> {
    let back: Vec<&Heard<'_>> = case.heard.iter().filter(|heard| heard.voice.stance == Stance::Retracts).collect();
    let origins: BTreeSet<String> = back.iter().map(|heard| origin(case, heard).0).collect();
    let all = asserting.iter().all(|heard| origins.contains(&origin(case, heard).0));
    (!back.is_empty() && all).then_some(back)
}

/// What monitors recorded themselves, and organisations that take no side where they say that they saw it.
fn recorded<'h, 'm>(asserting: &[&'h Heard<'m>]) -> Vec<&'h Heard<'m>> {
    let rules = Rules::bundled();
    let direct = |heard: &&&Heard<'_>| {
        let level = heard.voice.evidential.as_deref();
        let own = level.is_some_and(|level| rules.evidence.own_evidence.iter().any(|known| known == level));
        let recorded = level.is_none() && matches!(heard.voice.act.as_str(), "record" | "confirm");
        let observed = match heard.voice.class {
            Class::Monitor => own || recorded,
            Class::Observer => own && !heard.voice.relayed,
            _ => false,
        };
        observed && heard.voice.through.is_none()
    };
    asserting.iter().filter(direct).copied().collect()
}

/// Statements of two independent origins or more with evidence of their own, one of them no party.
fn independent<'h, 'm>(case: &Case<'m>, asserting: &[&'h Heard<'m>]) -> Option<Vec<&'h Heard<'m>>> {
    let mut origins = BTreeMap::<String, (bool, &'h Heard<'m>)>::new();
    for heard in asserting.iter().filter(|heard| has_own_evidence(heard, case.at_site)) {
        let neutral = matches!(heard.voice.class, Class::Monitor | Class::Eyewitness | Class::Observer);
        let known = origins.entry(origin(case, heard).0).or_insert((neutral, heard));
        known.0 |= neutral;
    }
    let neutral = origins.values().any(|(neutral, _)| *neutral);
    (origins.len() > 1 && neutral).then(|| origins.into_values().map(|(_, heard)| heard).collect())
}

/// Statements by which opposing sides agree: the same event with the same actor; in one place, or as what one of them confirms,
/// an event that one of them lays to nobody; what one that did it owns to beside what another tells; or what its own author
/// reports and another side takes as done. Mirrored accusations are no agreement.
fn agreed<'h, 'm>(case: &'h Case<'m>, asserting: &[&'h Heard<'m>]) -> Option<Vec<&'h Heard<'m>>> {
    // Who also denies a part of it does not agree.
    let denies: BTreeSet<&str> =
        case.heard.iter().filter(|heard| heard.denies()).filter_map(|heard| case.party(heard)).collect();
    let parties: Vec<(&str, &Heard<'_>)> = asserting
        .iter()
        .filter_map(|heard| Some((case.party(heard)?, *heard)))
        .filter(|(bloc, _)| !denies.contains(bloc))
        .collect();
    let doers = |heard: &Heard<'m>| -> BTreeSet<&str> {
        heard.doers().iter().filter_map(|party| party.side.as_deref()).map(|side| case.sides.bloc(side)).collect()
    };
    // One of each kind tells as much as all.
    let mut seen = BTreeSet::new();
    let each: Vec<_> = parties
        .iter()
        .map(|(bloc, heard)| (*bloc, doers(heard), heard.voice.accused.is_empty(), *heard))
        .filter(|(bloc, doers, accuses_none, _)| seen.insert((*bloc, doers.clone(), *accuses_none)))
        .collect();
    for (bloc, first, accuses_none, one) in &each {
        for (_, second, other_accuses_none, other) in each.iter().filter(|(other, ..)| other > bloc) {
            let same = first.intersection(second).next().is_some();
            let told = case.at_site || [one, other].iter().any(|heard| heard.voice.act == "confirm");
            let unnamed = told && (first.is_empty() || second.is_empty());
            if same || unnamed && accuses_none != other_accuses_none {
                return Some(vec![*one, *other]);
            }
        }
    }
    // Or the one who did it owns to what another tells.
    let held: BTreeSet<&str> = asserting.iter().flat_map(|heard| doers(heard)).collect();
    let owns = |(bloc, heard): &&(&str, &'h Heard<'m>)| heard.voice.act == "acknowledge" && held.contains(bloc);
    if let Some((bloc, admitted)) = parties.iter().find(owns)
        && let Some(other) = asserting.iter().find(|heard| case.party(heard).is_none_or(|party| party != *bloc))
    {
        return Some(vec![*admitted, *other]);
    }
    if case.heard.iter().any(|heard| matches!(heard.voice.stance, Stance::Denies | Stance::Doubts)) {
        return None;
    }
    let own = parties.iter().find(|(_, heard)| reports_own_act(heard))?;
    let taken = case
        .heard
        .iter()
        .find(|heard| heard.voice.stance == Stance::Comments && case.party(heard).is_some_and(|bloc| bloc != own.0))?;
    Some(vec![own.1, taken])
}

/// Denials by a party to the incident that it happened at all: not that it did it, and by one that tells of nothing itself.
/// Who contradicts what another side says to have done itself, and nobody lays to it, denies that it was done.
fn denied_to_have_happened<'h, 'm>(case: &'h Case<'m>, denying: &[&'h Heard<'m>]) -> Vec<&'h Heard<'m>> {
    let concerned: BTreeSet<&str> = case
        .heard
        .iter()
        .flat_map(|heard| heard.mention.actor.iter().chain(&heard.mention.recipient).chain(&heard.voice.accused))
        .filter_map(|party| party.side.as_deref())
        .collect();
    let tells: BTreeSet<&str> = case.heard.iter().filter(|heard| heard.asserts()).filter_map(Heard::side).collect();
    let claimed = case.heard.iter().any(reports_own_act);
    let accused = |side: &str| {
        let doers = case.heard.iter().flat_map(|heard| heard.mention.actor.iter().chain(&heard.voice.accused));
        doers.into_iter().any(|party| party.side.as_deref() == Some(side))
    };
    denying
        .iter()
        .copied()
        .filter(|heard| {
            let own_act =
                heard.mention.actor.iter().any(|party| party.side.is_some() && party.side == heard.voice.side);
            heard.side().is_some_and(|side| {
                let contradicts = claimed && !accused(side);
                concerned.contains(side) && !tells.contains(side) && (heard.mention.negative && !own_act || contradicts)
            })
        })
        .collect()
}
