//! How what Fogline derives is put into the shapes of others: `lexicon/export.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use fogline_reconcile::incidents::Incident;
use serde::Deserialize;

/// Everything that the file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Crosswalk {
    acled: Vec<Acled>,
    direction: Direction,
    acled_words: BTreeMap<String, Vec<String>>,
}

/// ACLED's types of some incidents.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Acled {
    family: String,
    weapons: Vec<String>,
    pub(crate) event_type: String,
    pub(crate) sub_event_type: String,
    pub(crate) disorder_type: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Direction {
    statuses: Vec<String>,
}

impl Crosswalk {
    /// The tables that come with Fogline.
    ///
    /// # Panics
    /// Never for the bundled file, which a test reads.
    pub(crate) fn bundled() -> &'static Self {
        static TABLES: LazyLock<Crosswalk> = LazyLock::new(|| {
            toml::from_str(include_str!("../../../lexicon/export.toml"))
                .unwrap_or_else(|error| panic!("lexicon/export.toml: {error}"))
        });
        &TABLES
    }

    /// ACLED's types of an incident, if it is one of theirs. Weapons on which reports differ fit no type.
    pub(crate) fn acled(&self, incident: &Incident) -> Option<&Acled> {
        let weapons: Vec<&str> = incident
            .details
            .get("weapon")
            .into_iter()
            .flat_map(|detail| &detail.values)
            .filter(|value| !value.superseded)
            .map(|value| value.value.as_str())
            .collect();
        let fits = |row: &&Acled| {
            let all = || weapons.iter().all(|weapon| row.weapons.iter().any(|known| known == weapon));
            row.family == incident.family && (row.weapons.is_empty() || !weapons.is_empty() && all())
        };
        self.acled.iter().find(fits)
    }

    /// Whether a status of responsibility lets an actor be filled in.
    pub(crate) fn directs(&self, responsibility: &str) -> bool {
        self.direction.statuses.iter().any(|known| known == responsibility)
    }

    /// What ACLED writes for a word without a number.
    pub(crate) fn number_of(&self, word: &str) -> Option<f64> {
        let word = word.to_lowercase();
        let row = self.acled_words.iter().find(|(_, words)| words.contains(&word));
        row.and_then(|(number, _)| number.parse().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_read() {
        let tables = Crosswalk::bundled();
        assert!(tables.directs("acknowledged") && !tables.directs("denied_by_accused"));
        assert_eq!((tables.number_of("Dozens"), tables.number_of("several")), (Some(12.0), None));
    }
}
