//! What stands before and behind a person's name: titles, offices, whose they are.

use super::{
    ActorKind,
    scene::{Scene, Told},
};
use crate::{names::Gap, packs::Pack};

/// How many units of a title can stand before a name, and how far behind it an apposition reaches.
const REACH: usize = 8;

/// What a title that ends right before a unit says, and where it begins: `Ukrainian Foreign Minister`, `Kremlin
/// spokesman`, `президент США`.
pub(super) fn before(scene: &Scene<'_>, packs: &[&Pack], name: usize) -> Option<(usize, Told)> {
    let joined =
        scene.unit(name).is_some_and(|unit| matches!(unit.gap, Gap::Space | Gap::Dot | Gap::Quote | Gap::Comma));
    if !joined {
        return None;
    }
    let mut told = Told::default();
    let mut at = name;
    let mut titled = None;
    while name - at < REACH {
        if let Some(len) = ends_title(scene, at, &mut told) {
            at -= len;
            titled = Some(at);
        } else if let Some(known) = at.checked_sub(1).and_then(|last| scene.known_at(last)) {
            let actor = Scene::actor(packs, known)?;
            if actor.kind == ActorKind::Person || actor.kind == ActorKind::Outlet {
                break;
            }
            if told.country.is_none() {
                told.country.clone_from(&actor.country);
            }
            if actor.kind != ActorKind::State {
                told.belongs = told.belongs.or(Some((known.pack, known.actor)));
                told.sectors = if told.sectors.is_empty() { actor.sectors.clone() } else { told.sectors };
            }
            at = known.at;
        } else if scene.before(at).is_some_and(|unit| {
            scene.lexicon.modifiers.contains(&unit.folded) || (unit.folded == "s" && unit.gap == Gap::Apostrophe)
        }) {
            at -= 1;
        } else if let Some(len) = ends_office(scene, at) {
            at -= len;
        } else {
            break;
        }
        if scene
            .unit(at)
            .is_none_or(|unit| matches!(unit.gap, Gap::Start | Gap::Comma | Gap::Other | Gap::Line | Gap::Bracket))
        {
            break;
        }
    }
    titled.map(|from| (from, told))
}

/// The length of the title that ends before a unit.
fn ends_title(scene: &Scene<'_>, end: usize, told: &mut Told) -> Option<usize> {
    (1..=4).rev().find_map(|len| {
        let at = end.checked_sub(len)?;
        let titles = scene.lexicon.titles.longest(scene.text, &scene.units, at);
        let found = titles.iter().find(|found| found.len == len)?;
        if let Some(sector) = found.value.as_ref().filter(|_| told.sectors.is_empty()) {
            told.sectors.push(sector.clone());
        }
        Some(len)
    })
}

/// The length of an office's name that ends before a unit: `Foreign Ministry` in `Foreign Ministry spokeswoman`.
fn ends_office(scene: &Scene<'_>, end: usize) -> Option<usize> {
    (1..=4).rev().find(|len| {
        end.checked_sub(*len).is_some_and(|at| {
            scene.lexicon.office_heads.longest(scene.text, &scene.units, at).iter().any(|found| found.len == *len)
        })
    })
}

/// What an apposition behind a name says: `Ned Price, State Department spokesman`, `..., Ukraine's foreign minister`.
pub(super) fn behind(scene: &Scene<'_>, packs: &[&Pack], end: usize) -> Option<Told> {
    scene.unit(end).filter(|unit| unit.gap == Gap::Comma)?;
    let mut told = Told::default();
    let mut titled = false;
    let mut at = end;
    while at < end + REACH {
        let unit = scene.unit(at)?;
        if at > end && !matches!(unit.gap, Gap::Space | Gap::Apostrophe | Gap::Hyphen | Gap::Dot) {
            break;
        }
        if let Some(found) = scene.lexicon.titles.longest(scene.text, &scene.units, at).first() {
            titled = true;
            if let Some(sector) = found.value.as_ref().filter(|_| told.sectors.is_empty()) {
                told.sectors.push(sector.clone());
            }
            at += found.len;
        } else if let Some(known) = scene.known_from(at) {
            let actor = Scene::actor(packs, known)?;
            if actor.kind == ActorKind::Person {
                break;
            }
            if told.country.is_none() {
                told.country.clone_from(&actor.country);
            }
            if !matches!(actor.kind, ActorKind::State | ActorKind::Outlet) {
                told.belongs = told.belongs.or(Some((known.pack, known.actor)));
            }
            at += known.len;
        } else {
            at += 1;
        }
    }
    titled.then_some(told)
}
