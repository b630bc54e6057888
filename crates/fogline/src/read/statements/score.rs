//! Which proposals are statements: a sum of named features, each with its weight in `lexicon/en/weights.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::{
    faults::Fault,
    read::lexicon::{File, SOUND, Sheet, bundled},
};

/// A feature with its share of a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The feature's name in the table of weights, or `lexicon` for the cue's own weight.
    pub feature: &'static str,
    /// What it adds.
    pub weight: f64,
}

/// Every feature that the code gives, and every other weight that it asks for.
const FEATURES: [&str; 73] = [
    "base",
    "source.none",
    "source.thing",
    "source.person",
    "source.actor",
    "source.monitor",
    "source.pronoun",
    "source.first",
    "source.second",
    "source.relative",
    "source.dummy",
    "source.nobody",
    "how.clause",
    "how.inverted",
    "how.infinitive",
    "how.object",
    "how.as",
    "how.behind",
    "how.quote",
    "how.fragment",
    "how.host",
    "how.noun_clause",
    "how.noun_behind",
    "how.adjective",
    "how.hedge",
    "how.colon",
    "colon.unknown",
    "class.neutral",
    "class.factive",
    "class.distancing",
    "class.belief",
    "cue.modal",
    "cue.hypothetical",
    "cue.negated",
    "cue.refused",
    "cue.not_refused",
    "cue.conditional",
    "cue.to",
    "cue.question",
    "cue.imperative",
    "by.agent",
    "by.governor",
    "by.described",
    "by.lender",
    "content.quoted",
    "content.pronoun",
    "content.short",
    "content.empty",
    "within.quote",
    "within.own",
    "within.other",
    "confidence.enough",
    "side.base",
    "side.explicit",
    "side.metonym",
    "side.pronoun",
    "side.expletive",
    "side.carried_over",
    "side.collective",
    "side.anonymous",
    "side.author",
    "side.pack",
    "side.within",
    "side.several",
    "side.margin",
    "polarity.base",
    "polarity.margin",
    "polarity.denial_by_cue",
    "polarity.denial_by_content",
    "polarity.no_within",
    "polarity.twice",
    "polarity.cue_negated",
    "polarity.cue_open",
];

static WEIGHTS: LazyLock<BTreeMap<&str, f64>> =
    LazyLock::new(|| weights(bundled!("lexicon/en/weights.toml")).expect(SOUND));

/// The weights of a file.
///
/// # Errors
/// Everything wrong in it, as a weight without a feature and a feature without a weight.
fn weights(file: File<'_>) -> Result<BTreeMap<&'static str, f64>, Vec<Fault>> {
    let mut sheet = Sheet::new(file);
    let mut weights = BTreeMap::new();
    for feature in FEATURES {
        if let Some(weight) = sheet.given(feature) {
            weights.insert(feature, weight);
        } else {
            sheet.lacks(format!("feature `{feature}` has no weight: give it one"));
        }
    }
    sheet.finish(weights)
}

/// The shares of some features: those that the table gives a weight.
pub(super) fn of(features: &[&'static str]) -> Vec<Share> {
    debug_assert!(
        features.iter().all(|feature| FEATURES.contains(feature)),
        "a feature that no table has: {features:?}"
    );
    features.iter().filter_map(|feature| Some(Share { feature, weight: *WEIGHTS.get(*feature)? })).collect()
}

/// A weight of the table; zero where it has none.
pub(super) fn weight(feature: &str) -> f64 {
    WEIGHTS.get(feature).copied().unwrap_or_default()
}

/// The sum of shares.
pub(super) fn sum(shares: &[Share]) -> f64 {
    shares.iter().map(|share| share.weight).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lexicon::told;

    #[test]
    fn the_bundled_weights_are_those_of_the_features_that_the_code_gives() {
        let faults = weights(bundled!("lexicon/en/weights.toml")).err().unwrap_or_default();
        assert!(faults.is_empty(), "{}", told(&faults));
        let code =
            [include_str!("mod.rs"), include_str!("choose.rs"), include_str!("confidence.rs"), include_str!("cues.rs")];
        let given = |feature: &str| code.iter().any(|code| code.contains(&format!("\"{feature}\"")));
        let stale: Vec<&str> = FEATURES.into_iter().filter(|feature| !given(feature)).collect();
        assert!(stale.is_empty(), "{stale:?}");
    }

    #[test]
    fn a_weight_without_a_feature_and_a_feature_without_a_weight_are_faults() {
        let faults = weights(("weights.toml", "\"how.sung\" = 1.0\nbase = \"much\"\n")).unwrap_err();
        let has =
            |line: usize, words: &str| faults.iter().any(|fault| fault.line == line && fault.fault.contains(words));
        assert!(
            has(1, "no part `how.sung`") && has(2, "invalid type") && has(0, "`how.clause` has no weight"),
            "{faults:?}"
        );
    }
}
