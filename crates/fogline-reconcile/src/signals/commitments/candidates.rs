//! Which statements commit their side to something.

use fogline::packs::SideRole;

use super::{
    super::{
        item::{Deadline, Deed, Item, Spot, Way},
        themes,
    },
    model::Kind,
};
use crate::{report::Citation, sides::Sides};

/// A statement that commits, or repeats what commits.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'i> {
    pub(super) item: &'i Item,
    pub(super) deed: Option<&'i Deed>,
    pub(super) kind: Kind,
    /// It only counts where the same speaker is known to have committed the side.
    pub(super) only_repeats: bool,
    pub(super) places: Vec<Spot>,
    pub(super) deadline: Option<Deadline>,
    pub(super) why: Vec<&'static str>,
}

impl Candidate<'_> {
    pub(super) fn predicate(&self) -> Option<&str> {
        self.deed.and_then(Deed::predicate)
    }

    pub(super) fn outcome(&self) -> Way {
        self.deed.map_or(Way::Done, Deed::outcome)
    }
}

/// Acts by which a statement commits; others do where they say what lies ahead.
pub(in crate::signals) const ACTS: [&str; 4] = ["promise", "announce", "state_intent", "offer"];

/// Whether a deed is said of what is to come.
pub(super) fn is_ahead(deed: &Deed) -> bool {
    lies_ahead(&deed.modality)
}

/// The same, by how the deed is told.
pub(in crate::signals) fn lies_ahead(modality: &str) -> bool {
    matches!(modality, "promised" | "announced" | "intended" | "future")
}

fn is_threat(deed: &Deed) -> bool {
    themes::is_threat(deed.theme.as_deref(), deed.kind.as_deref(), deed.outcome())
}

/// The candidates among items, in their order; a term or place that the same report has just named for the same is carried
/// over.
pub(super) fn candidates<'i>(items: &[&'i Item], sides: &Sides) -> Vec<Candidate<'i>> {
    let mut found: Vec<Candidate<'i>> = Vec::new();
    for item in items {
        for mut candidate in of_item(item, sides) {
            carry_over(&mut candidate, &found);
            found.push(candidate);
        }
    }
    found
}

fn of_item<'i>(item: &'i Item, sides: &Sides) -> Vec<Candidate<'i>> {
    let Some((kind, mut why)) = kind(item) else { return repeats(item, sides) };
    if item.speaker.author || item.speaker.party.actor.is_none() {
        return Vec::new();
    }
    let mut deeds: Vec<&Deed> = item.deeds.iter().filter(|deed| is_ahead(deed)).collect();
    if deeds.is_empty() && item.act == "announce" {
        deeds = item.deeds.iter().filter(|deed| deed.is_actual() || deed.is_only_named()).collect();
        why.push("commitment.under_way");
    }
    // "No plans to" is an intention, which binds to nothing.
    deeds.retain(|deed| !(is_threat(deed) || item.act == "state_intent" && deed.negative));
    // A second reading of the same in one statement adds nothing.
    deeds.dedup_by(|one, other| one.predicate() == other.predicate() && one.outcome() == other.outcome());
    let candidate = |deed: Option<&'i Deed>| Candidate {
        item,
        deed,
        kind,
        only_repeats: false,
        places: deed.map(|deed| deed.places.clone()).unwrap_or_default(),
        deadline: item.deadline.clone(),
        why: why.clone(),
    };
    match deeds.as_slice() {
        [] if item.act == "state_intent" && item.deeds.iter().any(|deed| deed.negative) => Vec::new(),
        [] if item.deeds.iter().any(|deed| is_ahead(deed) && is_threat(deed)) => Vec::new(),
        [] if item.coming || item.willing => vec![candidate(None)],
        deeds => deeds.iter().map(|deed| candidate(Some(deed))).collect(),
    }
}

fn kind(item: &Item) -> Option<(Kind, Vec<&'static str>)> {
    Some(match item.act.as_str() {
        "promise" => (Kind::UnilateralPromise, vec!["commitment.promise"]),
        "announce" => (Kind::Announcement, vec!["commitment.announce"]),
        "state_intent" => (Kind::Announcement, vec!["commitment.intent"]),
        "offer" if item.willing => (Kind::DeclaredWillingness, vec!["commitment.willing"]),
        "offer" => (Kind::Offer, vec!["commitment.offer"]),
        _ => return None,
    })
}

/// What commits by content alone: a party's own "we will"; and a ruling out, where the speaker is known to have promised.
fn repeats<'i>(item: &'i Item, sides: &Sides) -> Vec<Candidate<'i>> {
    let Some(side) = &item.speaker.party.side else { return Vec::new() };
    if item.speaker.author || sides.role(side) != SideRole::Party {
        return Vec::new();
    }
    let only_repeats = match item.act.as_str() {
        "assert" => false,
        "deny" => true,
        _ => return Vec::new(),
    };
    let own = |deed: &&Deed| {
        let others =
            |side: &String, other: &Option<String>| other.as_ref().is_none_or(|other| !sides.together(side, other));
        deed.doers.iter().all(|doer| !others(side, &doer.side))
    };
    // "So as not to hurt civilians" is what something else was done for.
    let commits = |deed: &&Deed| only_repeats || own(deed) && deed.modality != "intended";
    let mut deeds: Vec<&Deed> =
        item.deeds.iter().filter(|deed| is_ahead(deed) && !is_threat(deed) && commits(deed)).collect();
    deeds.dedup_by(|one, other| one.predicate() == other.predicate() && one.outcome() == other.outcome());
    let candidate = |deed: &'i Deed| Candidate {
        item,
        deed: Some(deed),
        kind: Kind::UnilateralPromise,
        only_repeats,
        places: deed.places.clone(),
        deadline: item.deadline.clone().filter(|_| !only_repeats),
        why: vec![if only_repeats { "commitment.ruled_out" } else { "commitment.own_future" }],
    };
    deeds.into_iter().map(candidate).collect()
}

/// A term and a place that the report has named just before, for the same predicate and outcome.
fn carry_over(candidate: &mut Candidate, before: &[Candidate]) {
    let Some(predicate) = candidate.predicate().map(str::to_owned) else { return };
    let same = |one: &&Candidate| one.predicate() == Some(&predicate) && one.outcome() == candidate.outcome();
    let document = |one: &&Candidate| one.item.citation.document == candidate.item.citation.document;
    let Some(earlier) = before.iter().rev().take_while(document).find(same) else { return };
    if candidate.only_repeats {
        return;
    }
    if candidate.places.is_empty() && !earlier.places.is_empty() {
        candidate.places.clone_from(&earlier.places);
        candidate.why.push("commitment.place_carried_over");
    }
    if let Some(deadline) = earlier.deadline.as_ref().filter(|_| candidate.deadline.is_none()) {
        let from: Citation = deadline.carried_from.clone().unwrap_or_else(|| earlier.item.citation.clone());
        candidate.deadline = Some(Deadline { carried_from: Some(from), ..deadline.clone() });
        candidate.why.push("commitment.term_carried_over");
    }
}
