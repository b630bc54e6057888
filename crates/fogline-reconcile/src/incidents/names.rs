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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incident_keeps_the_names_of_all_that_are_part_of_it() {
        let member = |document: &str| Member { document: document.to_owned(), event: None, statement: None };
        let former = |id: &str, aliases: &[&str], document: &str| Former {
            id: id.to_owned(),
            aliases: aliases.iter().map(|&name| name.to_owned()).collect(),
            members: vec![member(document), member("of all")],
        };
        let mut names = Names::default();
        for one in [former("b", &["a"], "1"), former("d", &["c"], "2"), former("e", &[], "3")] {
            names.keep(one);
        }
        let incident = serde_json::json!({
            "id": "b", "aliases": [], "label": "", "family": "", "kind": "", "place": null,
            "time": { "start": null, "end": null, "stated": false }, "occurrence": "", "denied_by": [], "responsibility": "",
            "accused": [], "details": {}, "characterisation": [], "roll_up": "", "reviewed": "machine", "reports": 2,
            "origins": { "min": 0, "max": 0, "each": [] }, "sides": [], "members": [member("1"), member("2"), member("of all")],
            "accounts": [], "links": [], "answers_sought": {}, "why": [],
        });
        let mut incident: Incident = serde_json::from_value(incident).unwrap();
        names.give(&mut incident);
        assert_eq!(incident.aliases, ["a", "c", "d"]);
    }
}
