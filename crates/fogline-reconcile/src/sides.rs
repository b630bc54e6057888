//! The sides of the conflicts that packs describe, as the rules of status see them.

use std::collections::{BTreeMap, BTreeSet};

use fogline::{
    packs::{Pack, SideRole},
    resolve::places::divisions,
};

use crate::report::Report;

/// What is known of each side.
#[derive(Debug, Clone, Default)]
pub struct Sides {
    known: BTreeMap<String, Side>,
    alleging: BTreeSet<String>,
    /// Packs by the divisions of countries that their areas take in.
    areas: BTreeMap<String, String>,
    /// The pack of each side that one conflict alone has.
    owners: BTreeMap<String, String>,
    /// Packs of conflicts.
    conflicts: BTreeSet<String>,
}

#[derive(Debug, Clone)]
struct Side {
    name: String,
    role: SideRole,
    bloc: String,
}

impl Sides {
    /// The sides of all packs. A side that two packs declare is taken as the first has it.
    pub fn new(packs: &[Pack]) -> Self {
        let mut known = BTreeMap::new();
        for pack in packs {
            for side in &pack.sides {
                let bloc = pack.blocs.iter().find(|bloc| bloc.sides.contains(&side.id));
                known.entry(side.id.clone()).or_insert_with(|| Side {
                    name: side.name.clone(),
                    role: side.role,
                    bloc: bloc.map_or(&side.id, |bloc| &bloc.id).clone(),
                });
            }
        }
        let mut owners = BTreeMap::<String, Option<String>>::new();
        for pack in packs {
            for side in &pack.sides {
                owners
                    .entry(side.id.clone())
                    .and_modify(|owner| *owner = None)
                    .or_insert_with(|| Some(pack.id.clone()));
            }
        }
        let labels = packs.iter().flat_map(|pack| &pack.labels).filter(|label| label.alleges);
        let own = |pack: &Pack| {
            let divisions = divisions(pack).iter().cloned();
            divisions.map(|division| (division, pack.id.clone())).collect::<Vec<_>>()
        };
        let areas = packs.iter().rev().flat_map(own).collect();
        Self {
            known,
            alleging: labels.map(|label| label.neutral.clone()).collect(),
            areas,
            owners: owners.into_iter().filter_map(|(side, owner)| Some((side, owner?))).collect(),
            conflicts: packs.iter().filter(|pack| !pack.sides.is_empty()).map(|pack| pack.id.clone()).collect(),
        }
    }

    /// Packs of the conflicts that a report tells of: whose actors or places it names, or a side that no other conflict has.
    pub fn conflicts_of(&self, report: &Report) -> BTreeSet<String> {
        let by_actor = report.actors.iter().filter_map(|actor| actor.pack_id.as_deref()?.split('/').next());
        let by_side = report.actors.iter().filter_map(|actor| self.owners.get(actor.side.as_deref()?));
        let by_place = report
            .places
            .iter()
            .filter_map(|place| self.conflict_in(place.country.as_deref()?, place.admin1.as_deref()?));
        by_actor
            .filter(|pack| self.conflicts.contains(*pack))
            .chain(by_side.map(String::as_str))
            .chain(by_place)
            .map(str::to_owned)
            .collect()
    }

    /// The pack in whose area a first-level division of a country lies.
    pub fn conflict_in(&self, country: &str, division: &str) -> Option<&str> {
        self.areas.get(&format!("{country}.{division}")).map(String::as_str)
    }

    /// Whether a label, told by its neutral counterpart, says that something was done.
    pub fn alleges(&self, neutral: &str) -> bool {
        self.alleging.contains(neutral)
    }

    /// The bloc with which a side acts; a side without one, or that no pack knows, is its own.
    pub fn bloc<'s>(&'s self, side: &'s str) -> &'s str {
        self.known.get(side).map_or(side, |known| &known.bloc)
    }

    /// What a side is to its conflict; one that no pack knows is taken for a party.
    pub fn role(&self, side: &str) -> SideRole {
        self.known.get(side).map_or(SideRole::Party, |known| known.role)
    }

    /// The first side of a role.
    pub fn of_role(&self, role: SideRole) -> Option<String> {
        self.known.iter().find(|(_, side)| side.role == role).map(|(id, _)| id.clone())
    }

    /// All sides of the packs.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(String::as_str)
    }

    /// Its name in words.
    pub fn name<'s>(&'s self, side: &'s str) -> &'s str {
        self.known.get(side).map_or(side, |known| &known.name)
    }

    /// Whether two sides act together.
    pub fn together(&self, one: &str, other: &str) -> bool {
        self.bloc(one) == self.bloc(other)
    }
}
