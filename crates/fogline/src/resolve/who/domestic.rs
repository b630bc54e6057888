//! Offices and armies that nobody's name stands beside, and that can be only one state's: `the Defence Ministry` in a report
//! from Norton, `the army` where one army alone is named.
//!
//! Whose they are is told by the capital right beside them, else by those of the same office that the text names in full
//! and the party of the conflict from which the report is dated. Where these are two, it stays open.

use std::collections::BTreeSet;

use super::{
    ActorKind, Resolution,
    descriptions::is_noun,
    lexicon::Office,
    scene::{Known, Proposal, Scene, Who},
};
use crate::{
    document::{Document, SegmentKind},
    lang::Lang,
    names::Gap,
    packs::{NameKind, Pack},
};

/// Adds them to what is proposed of each paragraph, in place of what the model took for a name.
pub(super) fn add(document: &Document, scenes: &[Scene<'_>], proposals: &mut [Vec<Proposal>], packs: &[&Pack]) {
    let dated = dated_from(document, scenes, packs);
    let named: Vec<(usize, Owner)> =
        scenes.iter().zip(proposals.iter()).flat_map(|(scene, list)| named(scene, list, packs)).collect();
    for (scene, list) in scenes.iter().zip(proposals.iter_mut()).filter(|(scene, _)| scene.lang == Lang::En) {
        for at in 0..scene.units.len() {
            let Some((office, len)) = bare(scene, at) else { continue };
            let Some(span) = scene.span(at, at + len) else { continue };
            let free = |one: &Proposal| !one.span.overlaps(span) || is_guess(&one.who) && span.contains(one.span);
            if !list.iter().all(free) {
                continue;
            }
            let country = beside(scene, at, at + len, packs);
            let country = country.or_else(|| one_owner(office, &named, dated.as_ref()));
            let Some(country) = country else { continue };
            list.retain(|one| !one.span.overlaps(span));
            let place = list.partition_point(|one| one.span.start < span.start);
            let who = Who::Office { country, office };
            list.insert(place, Proposal { span, who, resolution: Resolution::CarriedOver });
        }
    }
}

/// Whose an office is that a text names in full.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    State(String),
    /// An armed force that is no state's army, by pack and actor.
    Other(usize, usize),
}

/// The state that alone is told of as having an office.
fn one_owner(office: usize, named: &[(usize, Owner)], dated: Option<&String>) -> Option<String> {
    let mut owners: BTreeSet<Owner> =
        named.iter().filter(|(one, _)| *one == office).map(|(_, owner)| owner.clone()).collect();
    owners.extend(dated.cloned().map(Owner::State));
    match (owners.pop_first(), owners.is_empty()) {
        (Some(Owner::State(country)), true) => Some(country),
        _ => None,
    }
}

/// The offices that a paragraph names with whose they are.
fn named(scene: &Scene<'_>, proposals: &[Proposal], packs: &[&Pack]) -> Vec<(usize, Owner)> {
    let army = |office: &Office| office.kind == ActorKind::ArmedForce;
    let mut found = Vec::new();
    for proposal in proposals {
        match &proposal.who {
            Who::Office { country, office } => found.push((*office, Owner::State(country.clone()))),
            Who::Pack(pack, actor) => {
                let Some(known) = packs.get(*pack).and_then(|pack| pack.actors.get(*actor)) else { continue };
                let offices = scene.lexicon.offices.iter().enumerate().filter(|(_, office)| !office.bare.is_empty());
                for (number, office) in offices {
                    let own = known.country.as_ref().filter(|country| known.id == format!("{country}.{}", office.id));
                    if let Some(country) = own {
                        found.push((number, Owner::State(country.clone())));
                    } else if army(office) && known.kind == ActorKind::ArmedForce {
                        found.push((number, Owner::Other(*pack, *actor)));
                    }
                }
            }
            Who::Of { pack, actor, office } => found.push((*office, Owner::Other(*pack, *actor))),
            _ => {}
        }
    }
    found
}

/// The one party of the conflict from whose places the report is dated.
fn dated_from(document: &Document, scenes: &[Scene<'_>], packs: &[&Pack]) -> Option<String> {
    let mut states: BTreeSet<String> = BTreeSet::new();
    for segment in document.segments.iter().filter(|segment| segment.kind == SegmentKind::Dateline) {
        let here = scenes.iter().flat_map(|scene| &scene.known).filter(|known| segment.span.contains(known.span));
        states.extend(here.filter_map(|known| state(known, packs)));
    }
    states.retain(|country| packs.iter().any(|pack| pack.parties.contains(country)));
    states.pop_first().filter(|_| states.is_empty())
}

/// The state that a name or its capital stands for.
fn state(known: &Known, packs: &[&Pack]) -> Option<String> {
    let actor = Scene::actor(packs, known)?;
    let stands = matches!(known.by, NameKind::Name | NameKind::Metonym) && actor.kind == ActorKind::State;
    actor.country.clone().filter(|_| stands)
}

/// The words of an office with their article, where no name and no other noun belongs to them.
fn bare(scene: &Scene<'_>, at: usize) -> Option<(usize, usize)> {
    let article = scene.unit(at)?;
    if !scene.lexicon.anonymous.definite.contains(&article.folded) {
        return None;
    }
    let found = scene.lexicon.office_heads.longest(scene.text, &scene.units, at + 1);
    let head = found.first()?;
    let words: Vec<&str> =
        scene.units.get(at + 1..at + 1 + head.len)?.iter().map(|unit| unit.folded.as_str()).collect();
    let office = scene.lexicon.offices.get(*head.value)?;
    let joined = scene.unit(at + 1).is_some_and(|unit| unit.gap == Gap::Space);
    if !joined || !office.bare.contains(&words.join(" ")) {
        return None;
    }
    // "the army chief", "the army of Norland", "the Defence Ministry Press Office", "the army's own" are said of others,
    // and of itself alone "the army said", "the army's warplanes".
    let end = at + 1 + head.len;
    let next = scene.unit(end).filter(|next| next.gap == Gap::Space);
    let goes_on = next.is_some_and(|next| {
        is_noun(scene, end)
            || next.shape.is_capitalised()
            || scene.lexicon.genitives.contains(&next.folded)
            || !scene.lexicon.titles.longest(scene.text, &scene.units, end).is_empty()
            || !scene.lexicon.office_heads.longest(scene.text, &scene.units, end).is_empty()
    });
    (!goes_on).then_some((*head.value, 1 + head.len))
}

/// The state whose capital stands right beside: "the Defence Ministry in Norton", "in Norton the Defence Ministry".
fn beside(scene: &Scene<'_>, from: usize, to: usize, packs: &[&Pack]) -> Option<String> {
    let home = |at: usize| scene.unit(at).is_some_and(|unit| scene.lexicon.home.contains(&unit.folded));
    let capital = |known: &&Known| known.by == NameKind::Metonym;
    let behind = scene.known_from(to + 1).filter(|_| home(to)).filter(capital);
    let before = from.checked_sub(1).and_then(|last| scene.known_at(last)).filter(capital);
    let before = before.filter(|known| known.at + known.len == from && known.at.checked_sub(1).is_some_and(home));
    state(behind.or(before)?, packs)
}

/// Whether a proposal is only what the model took for a name, or a group without an owner.
fn is_guess(who: &Who) -> bool {
    matches!(who, Who::Organisation { .. } | Who::Group { .. })
}
