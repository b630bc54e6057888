//! Which packs a text is read with, and on which side someone stands on a day.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{NameKind, Pack, PackActor, actor::holds};
use crate::{
    annotate::Annotation,
    document::{Document, OutletKind},
    names::{Unit, fold, units},
    resolve::who::ActorKind,
};

/// The packs that a text is read with: those for every text, and those whose area or parties the text names, of conflicts the
/// one first that it names most. A conflict of which it names no area, where it names that of another or much more of it, is not
/// its subject: an official who speaks on one conflict is known to the packs of several.
pub fn chosen<'p>(document: &Document, annotation: &Annotation, packs: &'p [Pack]) -> Vec<&'p Pack> {
    if packs.iter().all(|pack| pack.always) {
        return packs.iter().collect();
    }
    let text = &*document.text;
    let paragraphs: Vec<Vec<Unit>> =
        annotation.paragraphs.iter().map(|paragraph| units(text, paragraph.span)).collect();
    let named = packs.iter().filter(|pack| pack.always || is_named(text, &paragraphs, pack, packs));
    let (mut conflicts, mut chosen): (Vec<&Pack>, Vec<&Pack>) = named.partition(|pack| !pack.always);
    if conflicts.len() > 1 {
        let mut told: Vec<(Told, &Pack)> =
            conflicts.iter().map(|pack| (told(text, &paragraphs, pack), *pack)).collect();
        // Those of which as much is told stay in the order in which they are known.
        told.sort_by_key(|(told, _)| std::cmp::Reverse(told.all()));
        let most = told.first().map_or(0, |(told, _)| told.all());
        let at_home = told.iter().any(|(told, _)| told.areas > 0);
        conflicts = told
            .into_iter()
            .filter(|(told, _)| told.areas > 0 || !at_home && told.all() * LEADING >= most)
            .map(|(_, pack)| pack)
            .collect();
    }
    chosen.extend(conflicts);
    chosen
}

/// How many times more of another conflict is told in a text whose subject one conflict is not.
const LEADING: usize = 3;

/// How often a text names a pack's area, and whom the pack alone knows.
struct Told {
    areas: usize,
    names: usize,
}

impl Told {
    fn all(&self) -> usize {
        self.areas + self.names
    }
}

fn told(text: &str, paragraphs: &[Vec<Unit>], pack: &Pack) -> Told {
    let mut told = Told { areas: 0, names: 0 };
    for units in paragraphs {
        for at in 0..units.len() {
            told.areas += usize::from(!pack.areas.longest(text, units, at).is_empty());
            told.names += usize::from(!pack.names.longest(text, units, at).is_empty());
        }
    }
    told
}

/// Whether a text names a pack's area, someone whom the pack knows of its conflict, or two of its parties that are not
/// of one bloc; an organisation that a bloc counts among its own stands for it. A collective in small letters, as `rebels`, tells of the conflict only beside its country.
fn is_named(text: &str, paragraphs: &[Vec<Unit>], pack: &Pack, packs: &[Pack]) -> bool {
    let (mut blocs, mut countries, mut collectives) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for units in paragraphs {
        for at in 0..units.len() {
            if !pack.areas.longest(text, units, at).is_empty() {
                return true;
            }
            for other in packs.iter().filter(|other| other.always || other.id == pack.id) {
                for found in other.names.longest(text, units, at) {
                    let Some(actor) = other.actors.get(found.value.actor) else { continue };
                    let of_party = actor.country.as_ref().filter(|country| pack.parties.contains(country));
                    let by_name = found.span.of(text).starts_with(char::is_uppercase);
                    let is_own = other.id == pack.id && found.value.by == NameKind::Name;
                    if is_own && by_name && is_of_one_conflict(actor.kind, of_party.is_some()) {
                        return true;
                    }
                    let allied = pack.sides.iter().find(|side| side.actors.contains(&actor.id));
                    let allied = allied.and_then(|side| pack.blocs.iter().find(|bloc| bloc.sides.contains(&side.id)));
                    if let Some(bloc) = allied.filter(|_| by_name) {
                        blocs.insert(Some(bloc.id.as_str()));
                    }
                    let Some(country) = of_party.filter(|_| found.value.by != NameKind::Ambiguous) else { continue };
                    if is_own && actor.kind == ActorKind::Collective {
                        collectives.insert(country);
                    } else {
                        countries.insert(country);
                        blocs.insert(bloc_of(pack, country));
                    }
                }
            }
        }
    }
    blocs.len() > 1 || !countries.is_disjoint(&collectives)
}

/// Whether who bears a name belongs to one conflict, so that the name alone tells of it. Of persons only those of its
/// parties do.
fn is_of_one_conflict(kind: ActorKind, of_party: bool) -> bool {
    match kind {
        ActorKind::PartiallyRecognisedEntity
        | ActorKind::NonStateArmedGroup
        | ActorKind::MonitoringMission
        | ActorKind::ArmedForce => true,
        ActorKind::Person => of_party,
        _ => false,
    }
}

/// The bloc that a country's side belongs to; a side without one is its own.
fn bloc_of<'p>(pack: &'p Pack, country: &str) -> Option<&'p str> {
    let side = pack.sides.iter().find(|side| side.countries.iter().any(|known| known == country))?;
    let bloc = pack.blocs.iter().find(|bloc| bloc.sides.contains(&side.id));
    Some(bloc.map_or(&side.id, |bloc| &bloc.id))
}

/// The side of someone on a day, by the conflict packs in use: as the pack says, else that of the organisation whose
/// office it holds on that day, else that of its country. Known through the first pack with sides that has the actor of its
/// own, else through the first with sides, which is that of the conflict that is told of most.
pub fn side_of(actor: &PackActor, day: Option<Date>, packs: &[&Pack]) -> Option<String> {
    let conflicts = || packs.iter().filter(|pack| !pack.sides.is_empty());
    let conflict = conflicts().find(|pack| pack.actor(&actor.id).is_some()).or_else(|| conflicts().next())?;
    side_within(actor, day, packs, conflict, 0)
}

fn side_within(actor: &PackActor, day: Option<Date>, packs: &[&Pack], conflict: &Pack, depth: usize) -> Option<String> {
    if !actor.sides.is_empty() {
        return actor.sides.iter().find(|sided| holds(sided.from, sided.to, day)).map(|sided| sided.side.clone());
    }
    if let Some(side) = conflict.sides.iter().find(|side| side.actors.contains(&actor.id)) {
        return Some(side.id.clone());
    }
    let known = |id: &str| packs.iter().find_map(|pack| pack.actor(id));
    let of_country = |country: &str| {
        let side = conflict.sides.iter().find(|side| side.countries.iter().any(|known| known == country))?;
        Some(side.id.clone())
    };
    // An organisation of the office, then what that is part of. A circle of parents ends here.
    if depth < 4 {
        if !actor.roles.is_empty() {
            let id = actor.role_on(day)?.organisation.as_deref();
            let organisation = id.and_then(|id| known(id).or_else(|| known(id.split('.').next().unwrap_or_default())));
            return organisation.and_then(|other| side_within(other, day, packs, conflict, depth + 1));
        }
        if let Some(parent) = actor.parent.as_deref().and_then(known)
            && let Some(side) = side_within(parent, day, packs, conflict, depth + 1)
        {
            return Some(side);
        }
    }
    match (actor.kind, actor.outlet.as_ref().map(|outlet| outlet.class)) {
        (ActorKind::Outlet, Some(OutletKind::StateMedia)) => actor.country.as_deref().and_then(of_country),
        (ActorKind::Outlet, _) => side_of_word("media", conflict),
        _ => actor.country.as_deref().and_then(of_country),
    }
}

/// The side that a pack maps an input's word to: `russian_government`.
pub fn side_of_word(word: &str, pack: &Pack) -> Option<String> {
    let word = fold(word).replace([' ', '-'], "_");
    let mapped = |side: &&super::Side| fold(&side.id) == word || side.words.contains(&word);
    pack.sides.iter().find(mapped).map(|side| side.id.clone())
}

/// The side on which a report's outlet stands: what the input calls it, else what the packs know of the outlet.
pub fn side_of_outlet(document: &Document, packs: &[&Pack]) -> Option<String> {
    let facts = &document.facts;
    let conflicts = || packs.iter().filter(|pack| !pack.sides.is_empty());
    if let Some(side) = facts.side.as_deref().and_then(|word| conflicts().find_map(|pack| side_of_word(word, pack))) {
        return Some(side);
    }
    let name = fold(facts.outlet.as_deref()?);
    let is_it = |actor: &&PackActor| {
        actor.kind == ActorKind::Outlet
            && (fold(&actor.name) == name || actor.names.iter().any(|(_, one)| fold(one) == name))
    };
    let outlet = packs.iter().find_map(|pack| pack.actors.iter().find(is_it))?;
    side_of(outlet, facts.published.map(|published| published.at.date()), packs)
}
