//! By what rows are linked, as data: `lexicon/rows.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::Reach;

/// Everything that the file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// From here a link is proposed.
    pub enough: f64,
    /// By which the best must lead for it not to be ambiguous.
    pub margin: f64,
    /// Candidates that are shown at most.
    pub candidates: usize,
    /// How much each reason weighs.
    pub weights: BTreeMap<String, f64>,
    /// Kilometres by how precisely a place is told.
    reach: BTreeMap<Reach, f64>,
    /// Limits of what is near.
    pub limits: Limits,
    /// Words of class in names of divisions.
    division_words: Words,
}

/// Limits of what is near.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Days that may lie between.
    pub apart_days: i32,
    /// Days that something lasts at most for its days to say anything.
    pub longest_days: i32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: Vec<String>,
}

impl Rules {
    /// The rules that come with Fogline.
    ///
    /// # Panics
    /// Never for the bundled file, which a test reads.
    pub fn bundled() -> &'static Self {
        static RULES: LazyLock<Rules> = LazyLock::new(|| {
            toml::from_str(include_str!("../../../../lexicon/rows.toml"))
                .unwrap_or_else(|error| panic!("lexicon/rows.toml: {error}"))
        });
        &RULES
    }

    /// What a reason weighs.
    pub(super) fn weight(&self, name: &str) -> f64 {
        self.weights.get(name).copied().unwrap_or_default()
    }

    /// Kilometres from its point that a place can be; none of a country.
    pub(super) fn kilometres(&self, reach: Reach) -> Option<f64> {
        self.reach.get(&reach).copied()
    }

    /// The name of a division as it is compared: folded, without its words of class.
    pub(super) fn division(&self, name: &str) -> String {
        let is_class = |word: &&str| self.division_words.words.contains(&word.to_lowercase());
        let bare: Vec<&str> = name.split([' ', '-', ',']).filter(|word| !is_class(word)).collect();
        fogline::gazetteer::fold::plain(&bare.join(" "))
    }
}
