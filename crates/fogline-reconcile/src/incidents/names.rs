//! The names by which incidents were known: where one has another id now, or is part of another one, its old id stays as an
//! alias of the one that holds its first mention.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Incident, Member};

/// What is needed of an incident as it was, read from its JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Former {
    /// Its id.
    pub id: String,
    /// Ids that it had.
    pub aliases: Vec<String>,
    /// Where it was told.
    pub members: Vec<Member>,
}

/// Former names by the first mention of what they named.
#[derive(Debug, Clone, Default)]
pub struct Names(BTreeMap<Member, Vec<String>>);

impl Names {
    /// Keeps the names of an incident as it was.
    pub fn keep(&mut self, former: Former) {
        if let Some(anchor) = former.members.into_iter().next() {
            self.0.entry(anchor).or_default().extend(former.aliases.into_iter().chain([former.id]));
        }
    }

    /// Gives an incident the names that it has inherited.
    pub fn give(&mut self, incident: &mut Incident) {
        let inherited: Vec<String> =
            incident.members.iter().filter_map(|member| self.0.remove(member)).flatten().collect();
        incident.aliases.extend(inherited.into_iter().filter(|name| *name != incident.id));
        incident.aliases.sort();
        incident.aliases.dedup();
    }
}
