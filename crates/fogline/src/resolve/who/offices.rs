//! What belongs to a state or another actor: `the Ukrainian Foreign Ministry`, `Iraqi security forces`, `МИД РФ`.

use super::{
    ActorKind, Resolution,
    lexicon::Office,
    scene::{Known, Proposal, Scene, Who},
};
use crate::{
    names::{Gap, Shape},
    packs::{NameKind, Pack, PackActor},
    span::Span,
};

/// How many words can stand between whose and what.
const REACH: usize = 3;

/// PLOVER sectors of civil society, which bears no arms.
const OF_SOCIETY: [&str; 5] = ["SOC", "MED", "JRN", "BUS", "EDU"];

/// Finds them all, in order.
pub(super) fn propose(scene: &Scene<'_>, packs: &[&Pack]) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for known in &scene.known {
        let Some(actor) = Scene::actor(packs, known) else { continue };
        if matches!(actor.kind, ActorKind::Person | ActorKind::Outlet) || leans(scene, known) {
            continue;
        }
        if known.by == NameKind::People {
            if let Some(office) = scene.lexicon.offices.iter().position(|office| office.id == "people") {
                let who = whose(scene, known, packs, office);
                proposals.push(Proposal { span: known.span, who, resolution: Resolution::Collective });
            }
            continue;
        }
        let found = behind(scene, known).or_else(|| before(scene, known));
        let joined = found.is_none().then(|| joined(scene, known)).flatten();
        let found = found.or(joined);
        let Some((span, office)) = found.filter(|(_, office)| can_own(scene, actor, *office)) else { continue };
        let resolution = scene.lexicon.offices.get(office).map_or(Resolution::Explicit, |office| office.resolution);
        proposals.push(Proposal { span, who: whose(scene, known, packs, office), resolution });
    }
    proposals
}

/// `pro-Norland rebels` lean to Norland, and are not its.
fn leans(scene: &Scene<'_>, known: &Known) -> bool {
    scene.unit(known.at).is_some_and(|unit| unit.gap == Gap::Hyphen)
        && scene.before(known.at).is_some_and(|before| scene.lexicon.leaning.contains(&before.folded))
}

/// Whether an actor can have such an office: organisations of society have no forces of their own.
fn can_own(scene: &Scene<'_>, actor: &PackActor, office: usize) -> bool {
    let of_society = actor.sectors.iter().any(|sector| OF_SOCIETY.contains(&sector.as_str()));
    !(of_society && scene.lexicon.offices.get(office).is_some_and(Office::is_armed))
}

/// Whose office it is. The fighters of an armed group are the group.
fn whose(scene: &Scene<'_>, known: &Known, packs: &[&Pack], office: usize) -> Who {
    let Some(actor) = Scene::actor(packs, known) else { return Who::Group { office } };
    if scene.lexicon.offices.get(office).is_some_and(|office| office.kind == ActorKind::State) {
        return Who::Pack(known.pack, known.actor);
    }
    if actor.kind == ActorKind::State
        && let Some(country) = &actor.country
    {
        return Who::Office { country: country.clone(), office };
    }
    let is_armed = matches!(actor.kind, ActorKind::ArmedForce | ActorKind::NonStateArmedGroup);
    if is_armed && scene.lexicon.offices.get(office).is_some_and(Office::is_armed) {
        return Who::Pack(known.pack, known.actor);
    }
    Who::Of { pack: known.pack, actor: known.actor, office }
}

/// `Ukraine's government forces`: the head stands behind, after words that can stand between.
fn behind(scene: &Scene<'_>, known: &Known) -> Option<(Span, usize)> {
    let mut at = known.at + known.len;
    let mut possessive = false;
    if scene.unit(at).is_some_and(|unit| unit.folded == "s" && unit.gap == Gap::Apostrophe) {
        possessive = true;
        at += 1;
    }
    for _ in 0..=REACH {
        if !matches!(scene.unit(at)?.gap, Gap::Space | Gap::Quote) {
            return None;
        }
        if let Some((len, office)) = head(scene, at) {
            let (mut end, mut office) = (at + len, office);
            // Of several heads in a row the last says what it is: `government forces`.
            while let Some((len, last)) =
                head(scene, end).filter(|_| scene.unit(end).is_some_and(|unit| unit.gap == Gap::Space))
            {
                (end, office) = (end + len, last);
            }
            let from = if possessive || !is_modifier(scene, known) { at } else { known.at };
            return Some((scene.span(from, end)?, office));
        }
        if !scene.lexicon.modifiers.contains(&scene.unit(at)?.folded) {
            return None;
        }
        at += 1;
    }
    None
}

/// `French and Egyptian warships`: the head stands behind another's adjective, and is shared.
fn joined(scene: &Scene<'_>, known: &Known) -> Option<(Span, usize)> {
    if known.by != NameKind::Adjective {
        return None;
    }
    let between = known.at + known.len;
    let and =
        scene.unit(between).is_some_and(|unit| scene.lexicon.and.contains(&unit.folded) && unit.gap == Gap::Space);
    let next = scene.known_from(between + 1).filter(|next| and && next.by == NameKind::Adjective)?;
    behind(scene, next).map(|(_, office)| (known.span, office))
}

/// Whether a name stands before its noun as an adjective does: `US troops`, `Ukrainian troops`.
fn is_modifier(scene: &Scene<'_>, known: &Known) -> bool {
    known.by == NameKind::Adjective || scene.lang == crate::lang::Lang::En
}

/// `Foreign Ministry of Ukraine`, `МИД України`: the head stands before. A capital has what is at home in it alone: `the
/// government in Norton`.
fn before(scene: &Scene<'_>, known: &Known) -> Option<(Span, usize)> {
    let capital = known.by == NameKind::Metonym;
    if known.by == NameKind::Adjective || capital && scene.lang != crate::lang::Lang::En {
        return None;
    }
    let mut end = known.at;
    let mut at_home = false;
    if scene.lang == crate::lang::Lang::En {
        let linked = (1..=2).find(|len| {
            known.at.checked_sub(*len).is_some_and(|at| {
                scene.lexicon.of.longest(scene.text, &scene.units, at).iter().any(|found| found.len == *len)
            })
        })?;
        end -= linked;
        // Only the genitive names an owner; of what stays at home the place does: `police in Norland`.
        let word = &scene.unit(end)?.folded;
        let genitive = scene.lexicon.genitives.contains(word);
        if (!genitive || capital) && !scene.lexicon.home.contains(word) {
            return None;
        }
        at_home = !genitive;
    }
    // "представители самопровозглашённой ДНР": words that can stand between.
    if scene.lang != crate::lang::Lang::En {
        let between = |end: usize| {
            let joined = scene.unit(end).is_some_and(|unit| unit.gap == Gap::Space);
            joined && scene.before(end).is_some_and(|unit| scene.lexicon.modifiers.contains(&unit.folded))
        };
        for _ in 0..REACH {
            end -= usize::from(between(end));
        }
    }
    (1..=4).rev().find_map(|len| {
        let at = end.checked_sub(len)?;
        let (_, office) = head(scene, at).filter(|(found, _)| *found == len)?;
        if at_home && !scene.lexicon.offices.get(office).is_some_and(|office| office.domestic) {
            return None;
        }
        let joined = scene.unit(known.at).is_some_and(|unit| matches!(unit.gap, Gap::Space));
        joined.then(|| Some((scene.span(at, known.at + known.len)?, office)))?
    })
}

fn head(scene: &Scene<'_>, at: usize) -> Option<(usize, usize)> {
    let found = scene.lexicon.office_heads.longest(scene.text, &scene.units, at);
    let found = found.first()?;
    // `Press Secretary` is a title, not the press; a title before a name is that person's.
    let titles = scene.lexicon.titles.longest(scene.text, &scene.units, at);
    let named = || {
        let next = scene.unit(at + found.len);
        next.is_some_and(|next| {
            next.shape.is_capitalised() && matches!(next.gap, Gap::Space | Gap::Comma) && !scene.begins(at + found.len)
        })
    };
    if titles.first().is_some_and(|title| title.len > found.len || title.len == found.len && named()) {
        return None;
    }
    // `Air` of a capitalised longer name is not the head of this one.
    let next = scene.unit(at + found.len);
    let goes_on = next.is_some_and(|next| next.gap == Gap::Hyphen && next.shape == Shape::Lower);
    (!goes_on).then_some((found.len, *found.value))
}
