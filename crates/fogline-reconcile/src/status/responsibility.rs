//! Who did it, by who says so.

use std::collections::BTreeSet;

use super::{Case, Heard, Reason, cite, reason};
use crate::incidents::mention::Class;

/// The first rule that holds.
pub(super) fn decide(case: &Case<'_>) -> (&'static str, Reason) {
    let blamed = Blamed::of(case);
    let of_self = |heard: &Heard<'_>| heard.mention.actor.iter().any(|party| party.side.as_deref() == heard.side());
    // Who owns to its own deed has not told of it unprompted, whether or not an accusation was read.
    let admits = |heard: &&Heard<'_>| {
        let own = heard.side().is_some() && of_self(heard);
        heard.voice.act == "acknowledge" && heard.asserts() && (blamed.holds(heard) || own)
    };
    let admitting: Vec<&Heard<'_>> = case.heard.iter().filter(admits).collect();
    if !admitting.is_empty() {
        return ("acknowledged", reason("R1", "the accused admits it", cite(&admitting)));
    }
    let blaming: Vec<&Heard<'_>> = case.heard.iter().filter(|heard| !case.blamed(heard).is_empty()).collect();
    if let Some(agreeing) = agreed(case, &blaming) {
        return ("agreed", reason("R2", "opposing sides name the same one", cite(&agreeing)));
    }
    let observers: Vec<&Heard<'_>> =
        blaming.iter().copied().filter(|heard| heard.voice.class == Class::Monitor).collect();
    if !observers.is_empty() {
        return ("observer_attributed", reason("R3", "a monitor says who did it", cite(&observers)));
    }
    let pairs: BTreeSet<(&str, &str)> = blaming.iter().flat_map(|heard| pairs(case, heard)).collect();
    if let Some((one, other)) = pairs.iter().find(|(one, other)| pairs.contains(&(*other, *one))) {
        let of = |heard: &&&Heard<'_>| {
            let own = self::pairs(case, heard);
            own.contains(&(*one, *other)) || own.contains(&(*other, *one))
        };
        let mutual: Vec<&Heard<'_>> = blaming.iter().filter(of).copied().collect();
        return ("contested_mutual", reason("R4", "each side accuses the other", cite(&mutual)));
    }
    let denying: Vec<&Heard<'_>> = case.heard.iter().filter(|heard| heard.denies()).collect();
    // Who denies that it did it itself has been accused, whoever has done so.
    let own: Vec<&Heard<'_>> = denying
        .iter()
        .copied()
        .filter(|heard| heard.side().is_some() && (blamed.holds(heard) || of_self(heard)))
        .collect();
    if !own.is_empty() {
        return ("denied_by_accused", reason("R5", "the accused, or its authorities, deny it", cite(&own)));
    }
    let accusers: BTreeSet<&str> = blaming.iter().filter_map(|heard| heard.side()).collect();
    let others: Vec<&Heard<'_>> =
        denying.iter().copied().filter(|heard| heard.side().is_none_or(|side| !accusers.contains(side))).collect();
    let reporting: Vec<&Heard<'_>> = case.heard.iter().filter(|heard| reports_own_act(heard)).collect();
    // Who contradicts what another says to have done itself denies that it was done, and not who did it.
    if !others.is_empty() && (!blaming.is_empty() || reporting.is_empty()) {
        return ("contested_by_third_party", reason("R6", "someone who is not accused denies it", cite(&others)));
    }
    if blaming.iter().any(|heard| case.party(heard).is_some()) {
        let says = "one side names who did it; no answer of theirs is found in what was read";
        return ("one_sided_unanswered", reason("R7", says, cite(&blaming)));
    }
    if !reporting.is_empty() {
        return ("self_reported", reason("R8", "those who did it say so themselves", cite(&reporting)));
    }
    if !blaming.is_empty() {
        let says = "someone names who did it; no answer of theirs is found in what was read";
        return ("one_sided_unanswered", reason("R7", says, cite(&blaming)));
    }
    ("unattributed", reason("R9", "nobody says who did it", Vec::new()))
}

/// The sides that are held to have done it.
struct Blamed<'h>(BTreeSet<&'h str>);

impl<'h> Blamed<'h> {
    fn of(case: &'h Case<'_>) -> Self {
        let parties = case.heard.iter().flat_map(|heard| case.blamed(heard));
        Self(parties.filter_map(|party| party.side.as_deref()).collect())
    }

    /// Whether a statement's own side is one of them.
    fn holds(&self, heard: &Heard<'_>) -> bool {
        heard.side().is_some_and(|side| self.0.contains(side))
    }
}

/// Pairs of sides, accusing and accused.
fn pairs<'h>(case: &'h Case<'_>, heard: &'h Heard<'_>) -> Vec<(&'h str, &'h str)> {
    let Some(own) = case.party(heard) else { return Vec::new() };
    let blamed = case.blamed(heard).into_iter().filter_map(|party| party.side.as_deref());
    blamed.map(|side| (own, case.sides.bloc(side))).collect()
}

/// Statements by which two opposing blocs name the same third one.
fn agreed<'h, 'm>(case: &'h Case<'m>, blaming: &[&'h Heard<'m>]) -> Option<Vec<&'h Heard<'m>>> {
    // One of each kind tells as much as all.
    let mut seen = BTreeSet::new();
    let each: Vec<_> = blaming
        .iter()
        .filter_map(|heard| Some((case.party(heard)?, pairs(case, heard), *heard)))
        .filter(|(party, pairs, _)| seen.insert((*party, pairs.clone())))
        .collect();
    for (a, first, one) in &each {
        for (b, second, other) in &each {
            if a < b && first.iter().any(|(_, blamed)| second.iter().any(|(_, same)| same == blamed)) {
                return Some(vec![*one, *other]);
            }
        }
    }
    None
}

/// Whether a statement tells of its own side's act: its side is the actor, or it announces or promises and names nobody else.
pub(super) fn reports_own_act(heard: &Heard<'_>) -> bool {
    if heard.denies() || heard.side().is_none() || heard.voice.through.is_some() {
        return false;
    }
    let own = |party: &crate::incidents::mention::Party| party.side.is_some() && party.side == heard.voice.side;
    let announces = heard.voice.is_of_own_act();
    heard.mention.actor.iter().any(own) || announces && heard.mention.actor.iter().all(|party| party.side.is_none())
}
