//! What a later statement does to a commitment, by numbered rules; the first that fits decides.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{
    super::{
        item::{Deed, Item, Spot, Way},
        themes::{self, is_lasting},
    },
    candidates::is_ahead,
    model::{Commitment, Effect, Kind},
};
use crate::{report::day, sides::Sides};

/// What of a commitment evidence is compared with.
#[derive(Debug)]
pub(super) struct Matter<'m> {
    pub(super) kind: Kind,
    /// Side of the promisor; several for an agreement.
    pub(super) sides: Vec<&'m str>,
    /// Those whose deed it is.
    pub(super) doers: Vec<&'m super::super::item::Party>,
    /// Whether its words leave it open whose forces they are about.
    pub(super) forces_unsaid: bool,
    pub(super) places: &'m [Spot],
    pub(super) outcome: Way,
    /// Last day of the term.
    pub(super) until: Option<&'m str>,
    /// What is kept up for a time: from which day on, and whether it is over after the last.
    pub(super) lasts: Option<Lasting<'m>>,
    /// Reports that speak of it.
    pub(super) documents: BTreeSet<&'m str>,
    /// Packs of the conflicts of which the reports tell that make it.
    pub(super) conflicts: BTreeSet<&'m str>,
}

/// The term of what is kept up for a time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lasting<'m> {
    /// First day of the term; none where the words give the last alone.
    from: Option<&'m str>,
    /// Last day, after which nothing counts any more.
    to: Option<&'m str>,
}

impl<'m> Lasting<'m> {
    /// That of a commitment of a theme that lasts.
    pub(super) fn of(commitment: &'m Commitment) -> Option<Self> {
        is_lasting(commitment.predicate.as_deref()).then(|| {
            let Some(deadline) = commitment.deadline.as_ref() else { return Self { from: None, to: None } };
            let (start, end) = (deadline.within.start.as_deref(), deadline.within.end.as_deref());
            match () {
                () if deadline.until => Self { from: None, to: end.or(start) },
                () if deadline.lasting => Self { from: start, to: end },
                () => Self { from: start, to: None },
            }
        })
    }

    /// Whether a deed of a day is outside it, where it neither keeps nor breaks what is kept up.
    fn is_without(self, when: Option<Date>) -> bool {
        let before = self.from.and_then(day).zip(when).is_some_and(|(from, when)| when < from);
        before || self.to.and_then(day).zip(when).is_some_and(|(to, when)| when > to)
    }
}

/// Whether a deed is one that the commitment is about, with the rule that says so.
pub(super) fn is_about(matter: &Matter, item: &Item, deed: &Deed, sides: &Sides) -> Option<&'static str> {
    let shared = places_meet(matter.places, &deed.places);
    if !matter.places.is_empty() && !deed.places.is_empty() && !shared {
        return None;
    }
    let ours = |side: &Option<String>| {
        let Some(side) = side else { return false };
        let doers = matter.doers.iter().filter_map(|doer| doer.side.as_deref());
        matter.sides.iter().copied().chain(doers).any(|own| sides.together(own, side))
    };
    let own_voice = !item.speaker.author && ours(&item.speaker.party.side);
    if !deed.doers.is_empty() {
        let named = |doer: &super::super::item::Party| {
            ours(&doer.side) || matter.doers.iter().any(|own| own.actor.is_some() && own.actor == doer.actor)
        };
        let unsaid = matter.forces_unsaid && (shared && own_voice);
        let by_name = deed.doers.iter().any(named).then_some("evidence.same_doer");
        return by_name.or_else(|| unsaid.then_some("evidence.own_side"));
    }
    // "Twelve were killed in the shelling", and nobody is named: a side does not say so of itself, unless it owns to it.
    let harm = themes::is_threat(deed.theme.as_deref(), deed.kind.as_deref(), deed.way);
    let owns = matches!(item.act.as_str(), "acknowledge" | "confirm");
    if own_voice && (!harm || deed.negative || owns) {
        return Some("evidence.own_side");
    }
    if shared {
        return Some("evidence.same_place");
    }
    // "The ceasefire was breached", whoever did it, bears on all who are bound to it.
    let of_another = || {
        let known = !item.conflicts.is_empty() && !matter.conflicts.is_empty();
        known && !item.conflicts.iter().any(|one| matter.conflicts.contains(one.as_str()))
    };
    if matter.lasts.is_some() && deed.pact && !item.speaker.author && !of_another() {
        return Some("evidence.same_pact");
    }
    // Nor does "nobody was hurt" say that anything was kept.
    let here = !harm && deed.places.is_empty() && matter.documents.contains(item.citation.document.as_str());
    here.then_some("evidence.same_report")
}

/// Whether places meet: one is the same, or one is the country of the other.
fn places_meet(one: &[Spot], other: &[Spot]) -> bool {
    let holds =
        |outer: &Spot, inner: &Spot| outer.is_country() && outer.country.is_some() && outer.country == inner.country;
    one.iter().any(|a| other.iter().any(|b| a.id == b.id || holds(a, b) || holds(b, a)))
}

/// What a statement does to a commitment by one of its deeds.
pub(super) fn effect(matter: &Matter, item: &Item, deed: &Deed) -> Option<(Effect, &'static str)> {
    let own =
        !item.speaker.author && item.speaker.party.side.as_deref().is_some_and(|side| matter.sides.contains(&side));
    let same = deed.outcome() == matter.outcome;
    let ahead = is_ahead(deed);
    // What cannot be seen or cannot be is as good as what is not.
    let happened = matches!((deed.modality.as_str(), deed.negative), ("actual" | "attempted", _) | ("possible", true));
    let said = item.said_day().and_then(day);
    let when = deed.when.start.as_deref().and_then(day).or(said);
    let outside = matter.lasts.is_some_and(|term| term.is_without(when));
    let happened = happened && !outside;
    let ends = matter.lasts.is_some_and(|term| term.to.is_some());
    let over = matter.until.and_then(day).is_none_or(|until| said.is_none_or(|said| said > until));
    let act = item.act.as_str();
    if act == "doubt" {
        return Some((Effect::Doubts, "evidence.1_doubt"));
    }
    // A denial of something else than what was to be kept up then; of the truce itself it is one at any time.
    if act == "deny" && outside && !deed.pact {
        return None;
    }
    if act == "deny" && !own {
        return (!same).then_some((Effect::Denies, "evidence.2_denied_by_another"));
    }
    if act == "deny" && !(same && ahead) {
        return Some((Effect::Denies, if same { "evidence.3_violation_denied" } else { "evidence.3_own_denial" }));
    }
    if own && item.extending {
        return Some((Effect::Extends, "evidence.4_term_moved"));
    }
    // "No fire was opened at the town": one breach is denied, and no more.
    let one_breach = matter.lasts.is_some() && deed.negative && deed.way != matter.outcome && !deed.places.is_empty();
    if same && own && happened && one_breach {
        return Some((Effect::Denies, "evidence.3_violation_denied"));
    }
    if same {
        return match () {
            () if ahead && (own || item.speaker.author) => Some((Effect::Restates, "evidence.5_said_again")),
            () if happened => Some((Effect::FulfilmentReported, "evidence.6_carried_out")),
            () => None,
        };
    }
    let nothing_seen = deed.negative && deed.way == matter.outcome;
    let commits = matches!(act, "announce" | "promise" | "state_intent" | "confirm" | "acknowledge");
    match () {
        () if happened && nothing_seen && !over => Some((Effect::Doubts, "evidence.7_not_seen_yet")),
        () if happened && nothing_seen => Some((Effect::Contradicts, "evidence.7_not_seen")),
        () if happened && matter.kind == Kind::AgreementInForce => {
            Some((Effect::ViolationAlleged, "evidence.8_against_agreement"))
        }
        () if happened && ends => Some((Effect::ViolationAlleged, "evidence.9_opposite_within_term")),
        () if happened && over && matter.until.is_some() => {
            Some((Effect::ViolationAlleged, "evidence.9_opposite_after_term"))
        }
        () if happened => Some((Effect::Contradicts, "evidence.10_opposite")),
        () if ahead && (own || commits) => Some((Effect::Contradicts, "evidence.11_opposite_announced")),
        () if ahead => Some((Effect::Doubts, "evidence.12_opposite_expected")),
        () => None,
    }
}
