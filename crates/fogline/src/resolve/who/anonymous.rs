//! Those who speak without a name, and those to whom things happen: `a senior U.S. official`, `two teachers`.

use super::{
    ActorKind, Resolution,
    scene::{Proposal, Scene, Told, Who},
};
use crate::{
    lang::Lang,
    names::{Gap, Shape},
    packs::{NameKind, Pack},
};

/// How many words can stand between the determiner and the noun.
const REACH: usize = 7;

/// Finds those without a name, in order. Each is someone of its own.
pub(super) fn propose(scene: &Scene<'_>, packs: &[&Pack]) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    let mut at = 0;
    while at < scene.units.len() {
        let found = match scene.lang {
            Lang::En | Lang::Other => english(scene, packs, at),
            Lang::Ru | Lang::Uk => slavic(scene, packs, at),
        };
        match found {
            Some((to, told)) => {
                if let Some(span) = scene.span(at, to) {
                    let who = Who::Anonymous(told);
                    proposals.push(Proposal { span, who, resolution: Resolution::Anonymous });
                }
                at = to;
            }
            None => at += 1,
        }
    }
    proposals
}

/// `a senior U.S. official`, `two diplomatic sources`, `sources familiar with ...`: up to the noun.
fn english(scene: &Scene<'_>, packs: &[&Pack], from: usize) -> Option<(usize, Told)> {
    let words = &scene.lexicon.anonymous;
    let mut at = from;
    let mut told = Told::default();
    let determined = words.determiners.longest(scene.text, &scene.units, from).first().map(|found| found.len);
    at += determined.unwrap_or(0);
    if determined.is_none() && scene.begins(from) && scene.known_from(from).is_none() && !is_modifier(scene, from) {
        // `Sources told ...`
        head(scene, from, false)?;
    }
    let mut steps = 0;
    loop {
        if steps > REACH {
            return None;
        }
        steps += 1;
        if at > from
            && !matches!(scene.unit(at)?.gap, Gap::Space | Gap::Hyphen | Gap::Dot | Gap::Apostrophe | Gap::Quote)
        {
            return None;
        }
        if let Some(len) = head(scene, at, determined.is_some()) {
            let end = at + len;
            // `sources officials`: the last noun says what it is.
            if let Some(next) = head(scene, end, determined.is_some())
                .filter(|_| scene.unit(end).is_some_and(|unit| unit.gap == Gap::Space))
            {
                return (!is_named(scene, end + next)).then_some((end + next, told));
            }
            return (!is_named(scene, end)).then_some((end, told));
        }
        if let Some(known) = scene.known_from(at) {
            belongs(packs, known, &mut told);
            at += known.len;
        } else if is_modifier(scene, at) {
            at += 1;
        } else {
            return None;
        }
    }
}

/// Where the noun ends, if one begins here and may stand without a determiner.
fn head(scene: &Scene<'_>, at: usize, determined: bool) -> Option<usize> {
    let found = scene.lexicon.anonymous.heads.longest(scene.text, &scene.units, at);
    found.iter().find(|found| determined || *found.value).map(|found| found.len)
}

fn is_modifier(scene: &Scene<'_>, at: usize) -> bool {
    scene.unit(at).is_some_and(|unit| {
        scene.lexicon.anonymous.modifiers.contains(&unit.folded) || (unit.folded == "s" && unit.gap == Gap::Apostrophe)
    })
}

/// Whether a name follows, so that the noun is its title: `a spokesman, Igor ...` has a comma and a name.
fn is_named(scene: &Scene<'_>, at: usize) -> bool {
    let is_name = |at: usize| {
        scene.unit(at).is_some_and(|unit| {
            unit.shape.is_capitalised() && matches!(unit.gap, Gap::Space | Gap::Comma) && !scene.begins(at)
        }) && scene.unit(at + 1).is_some_and(|unit| unit.shape.is_capitalised() && unit.gap == Gap::Space)
            && scene.known_from(at).is_none_or(|known| known.by == NameKind::Name && known.len > 1)
    };
    let single = scene.unit(at).is_some_and(|unit| unit.gap == Gap::Space && unit.shape == Shape::Capital)
        && scene.known_from(at).is_none();
    is_name(at) || single
}

/// `источник в правительстве`, `неназванный дипломат`: up to the noun. A plain noun needs words around it that tell a
/// person from a thing.
fn slavic(scene: &Scene<'_>, packs: &[&Pack], from: usize) -> Option<(usize, Told)> {
    let words = &scene.lexicon.anonymous;
    let mut told = Told::default();
    let mut at = from;
    let mut determined = false;
    for _ in 0..REACH {
        if at > from && !matches!(scene.unit(at)?.gap, Gap::Space | Gap::Hyphen) {
            return None;
        }
        if let Some(found) = words.heads.longest(scene.text, &scene.units, at).first() {
            let end = at + found.len;
            let tail = !words.tails.longest(scene.text, &scene.units, end).is_empty()
                || scene.before(from).is_some_and(|before| scene.lexicon.speech.contains(&before.folded));
            let plain = *found.value;
            return ((determined || (plain && tail)) && !is_named(scene, end)).then_some((end, told));
        }
        if let Some(found) = words.determiners.longest(scene.text, &scene.units, at).first() {
            at += found.len;
            determined = true;
        } else if let Some(known) = scene.known_from(at).filter(|known| known.by == NameKind::Adjective) {
            belongs(packs, known, &mut told);
            at += known.len;
        } else if is_modifier(scene, at) {
            at += 1;
            determined = true;
        } else {
            return None;
        }
    }
    None
}

/// Notes whose they are.
fn belongs(packs: &[&Pack], known: &super::scene::Known, told: &mut Told) {
    let Some(actor) = Scene::actor(packs, known) else { return };
    told.country = actor.country.clone().or(told.country.take());
    if actor.kind != ActorKind::State {
        told.belongs = Some((known.pack, known.actor));
        told.sectors.clone_from(&actor.sectors);
    }
}

/// Finds people by the words for them: `two teachers`, `местные жители`.
pub(super) fn civilians(scene: &Scene<'_>) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    let mut at = 0;
    while at < scene.units.len() {
        let count = scene.lexicon.counts.longest(scene.text, &scene.units, at).first().map_or(0, |found| found.len);
        let heads = scene.lexicon.civilians.longest(scene.text, &scene.units, at + count);
        match heads.first() {
            Some(found) => {
                let to = at + count + found.len;
                if let Some(span) = scene.span(at, to) {
                    proposals.push(Proposal { span, who: Who::Civilians, resolution: Resolution::Collective });
                }
                at = to;
            }
            None => at += 1,
        }
    }
    proposals
}
