//! What can be accounts of one occurrence, as data: `lexicon/incidents.toml` and `lexicon/*/incidents.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::extract::{CLAIM, PLAN};

/// Everything that the tables say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Kinds of events that can tell of the same occurrence.
    #[serde(rename = "family")]
    pub families: Vec<Family>,
    /// Violence that is said to be planned.
    pub plan: Plan,
    /// What a label alleges.
    pub claim: Claim,
    /// Classes of evidence.
    pub evidence: Evidence,
    /// How much each piece of evidence weighs.
    pub weights: BTreeMap<String, f64>,
    /// Limits of what is near.
    pub limits: Limits,
}

/// A family of events.
#[derive(Debug, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own that the table answers")]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// As `violence`.
    pub id: String,
    /// PLOVER events, or event/mode.
    pub kinds: Vec<String>,
    /// Whether events without a PLOVER type belong to it.
    #[serde(default)]
    pub bare: bool,
    /// Whether its occurrences have a place.
    #[serde(default)]
    pub placed: bool,
    /// Whether what is announced, promised or asked for counts as well.
    #[serde(default)]
    pub planned: bool,
    /// Whether only alike words tell that two accounts are of one occurrence, as the events are of many kinds.
    #[serde(default)]
    pub telling: bool,
    /// Days before publication that a report without any date may tell of.
    pub days: i32,
}

/// Violence that is said to be planned.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// PLOVER events.
    pub kinds: Vec<String>,
    /// As in [`Family`].
    pub days: i32,
}

/// What labels allege.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// As in [`Family`].
    pub days: i32,
}

/// Classes of evidence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Objects that are one of few in a place.
    pub objects: Vec<String>,
    /// Levels of observation that count as an observer's own record.
    pub observed: Vec<String>,
    /// Levels of evidence that rest on the speaker's own senses or on traces.
    pub own_evidence: Vec<String>,
    /// PLOVER sectors of services that see the hurt and the damage.
    pub services: Vec<String>,
}

/// Limits of what is near.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Likeness of words from which an account without a place can be of the village that another one tells.
    pub telling: f64,
    /// Minutes between two clocks that can be of one occurrence.
    pub clock_minutes: i64,
    /// Days that a flare-up over an area lasts at most.
    pub area_days: i32,
    /// Days by which an account that does not tell the day can come after what it tells of.
    pub retold_days: i32,
    /// Days that one course of events without a place lasts at most.
    pub course_days: i32,
}

/// Words of one language by which a report comes back to what it has told.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Whether a noun that is known from before has a word before it that says so.
    #[serde(default)]
    pub articles: bool,
    /// Say that a noun is known: "the".
    pub definite: Vec<String>,
    /// Stand behind a verb for whom it befell, who is known: "executed *him*".
    #[serde(default)]
    pub befallen: Vec<String>,
    /// Parts of a town that is known from before, whatever stands before them: "in a residential quarter".
    #[serde(default)]
    pub quarters: Vec<String>,
    /// Mean the capital that has been named.
    #[serde(default)]
    pub capitals: Vec<String>,
    /// Places known from before: "town".
    pub sites: Vec<String>,
    /// Stand for what someone has said: "accusation".
    pub claims: Vec<String>,
    /// Stand before a figure that does not hold.
    pub instead_of: Vec<String>,
    /// Stand before the name of a place where something is.
    pub at: Vec<String>,
    /// Begin the words for those who belong to who speaks: "its troops".
    pub own: Vec<String>,
    /// Begin the words by which an outlet speaks of its own people: "our office".
    pub ours: Vec<String>,
}

impl Rules {
    /// The ids of all families, those that no event belongs to among them.
    pub fn family_ids(&self) -> Vec<&str> {
        self.families.iter().map(|one| one.id.as_str()).chain([PLAN, CLAIM]).collect()
    }

    /// The tables that come with Fogline.
    ///
    /// # Panics
    /// Never for the bundled tables, which a test reads.
    pub fn bundled() -> &'static Self {
        static RULES: LazyLock<Rules> =
            LazyLock::new(|| read(include_str!("../../../../lexicon/incidents.toml"), "lexicon/incidents.toml"));
        &RULES
    }

    /// The weight of a piece of evidence; nothing for one that the table does not name.
    pub fn weight(&self, evidence: &str) -> f64 {
        self.weights.get(evidence).copied().unwrap_or_default()
    }

    /// Days between two accounts of one occurrence at most, beyond what their windows leave open.
    pub fn slack(&self) -> i32 {
        let families = self.families.iter().map(|family| family.days);
        families.chain([self.plan.days, self.limits.course_days, self.limits.retold_days]).max().unwrap_or_default()
    }

    /// The family of an id.
    pub fn family_of(&self, id: &str) -> Option<&Family> {
        self.families.iter().find(|family| family.id == id)
    }

    /// The family of an event by its PLOVER type and modes.
    pub fn family(&self, kind: Option<&str>, modes: &[String]) -> Option<&Family> {
        let Some(kind) = kind else { return self.families.iter().find(|family| family.bare) };
        let of_mode = |known: &String| {
            known.split_once('/').is_some_and(|(event, mode)| event == kind && modes.iter().any(|own| own == mode))
        };
        self.families
            .iter()
            .find(|family| family.kinds.iter().any(of_mode))
            .or_else(|| self.families.iter().find(|family| family.kinds.iter().any(|known| known == kind)))
    }
}

impl Words {
    /// Those of a language; English where it has none.
    ///
    /// # Panics
    /// Never for the bundled tables, which a test reads.
    pub fn of(lang: Option<&str>) -> &'static Self {
        static WORDS: LazyLock<[Words; 3]> = LazyLock::new(|| {
            [
                read(include_str!("../../../../lexicon/en/incidents.toml"), "lexicon/en/incidents.toml"),
                read(include_str!("../../../../lexicon/ru/incidents.toml"), "lexicon/ru/incidents.toml"),
                read(include_str!("../../../../lexicon/uk/incidents.toml"), "lexicon/uk/incidents.toml"),
            ]
        });
        let [en, ru, uk] = &*WORDS;
        match lang {
            Some("ru") => ru,
            Some("uk") => uk,
            _ => en,
        }
    }
}

fn read<T: for<'de> Deserialize<'de>>(text: &str, file: &str) -> T {
    toml::from_str(text).unwrap_or_else(|error| panic!("{file}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_read() {
        let rules = Rules::bundled();
        let family = |kind: Option<&str>, mode: &str| rules.family(kind, &[mode.to_owned()]).map(|one| one.id.as_str());
        assert_eq!(family(Some("ASSAULT"), "aerial"), Some("violence"));
        assert_eq!(family(None, ""), Some("violence"));
        assert_eq!(family(Some("COERCE"), "misinformation"), Some("information"));
        assert_eq!(family(Some("COERCE"), "seize"), Some("coercion"));
        assert_eq!(family(Some("ACCUSE"), ""), None);
        for lang in ["en", "ru", "uk"] {
            assert!(!Words::of(Some(lang)).definite.is_empty());
        }
    }

    #[test]
    fn every_weight_is_used() {
        let code = include_str!("evidence.rs");
        for name in Rules::bundled().weights.keys() {
            assert!(code.contains(&format!("\"{name}\"")), "nothing asks for the weight `{name}`");
        }
    }
}
