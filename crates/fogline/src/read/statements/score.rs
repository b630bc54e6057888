//! Which proposals are statements: a sum of named features, each with its weight in `lexicon/en/weights.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use crate::resolve::parsed;

/// A feature with its share of a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The feature's name in the table of weights, or `lexicon` for the cue's own weight.
    pub feature: &'static str,
    /// What it adds.
    pub weight: f64,
}

#[derive(Deserialize)]
struct Weights(BTreeMap<String, f64>);

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| parsed(include_str!("../../../../../lexicon/en/weights.toml")));

/// The shares of some features of a proposal: those that the table gives a weight.
pub(super) fn shares(features: &[&'static str]) -> Vec<Share> {
    of(&[&["base"], features].concat())
}

/// The shares of some features: those that the table gives a weight.
pub(super) fn of(features: &[&'static str]) -> Vec<Share> {
    features.iter().filter_map(|feature| Some(Share { feature, weight: *WEIGHTS.0.get(*feature)? })).collect()
}

/// A weight of the table; zero where it has none.
pub(super) fn weight(feature: &str) -> f64 {
    WEIGHTS.0.get(feature).copied().unwrap_or_default()
}

/// The sum of shares.
pub(super) fn sum(shares: &[Share]) -> f64 {
    shares.iter().map(|share| share.weight).sum()
}
