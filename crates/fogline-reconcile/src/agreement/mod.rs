//! How far coders agree: Krippendorff's alpha, for any number of coders, any level of measurement, and values that are missing.
//!
//! Goes in: for each unit the values that coders gave it. Comes out: [`Agreement`]. Source: K. Krippendorff, *Content Analysis:
//! An Introduction to Its Methodology*, 4th edition (2019), chapter 12, and *Computing Krippendorff's Alpha-Reliability* (2011).
//! `tools/agreement_reference.py` wrote what a reference implementation makes of the same data; a test compares the two.

mod coincidences;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use coincidences::Coincidences;

/// What can be said of two values of a field: the level at which it is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "MeasurementLevel")]
pub enum Level {
    /// Whether they are the same.
    Nominal,
    /// Also which comes first.
    Ordinal,
    /// Also how far they lie apart.
    Interval,
    /// Also how many times one is the other: numbers from a true zero.
    Ratio,
}

/// How far coders agree on a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Agreement {
    /// Krippendorff's alpha: 1 where all agree, 0 where they agree as often as chance would have it, less where they disagree
    /// more often than that. None where it is undefined.
    pub alpha: Option<f64>,
    /// Why there is no alpha.
    pub undefined: Option<Undefined>,
    /// How much it can carry. None where there is no alpha.
    pub carries: Option<Carries>,
    /// Units that at least two coders gave a value.
    pub units: usize,
    /// Values of these units.
    pub values: usize,
    /// The disagreement that there is.
    pub observed: f64,
    /// The disagreement that there would be by chance.
    pub expected: f64,
}

/// Why an alpha is undefined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Undefined {
    /// No unit has values of two coders.
    NothingToCompare,
    /// All values are the same, so that nothing tells agreement from habit.
    NoVariation,
    /// A value below zero on a scale from a true zero.
    Negative,
}

/// Units below which an alpha is not told by the thresholds, as a single one would decide. With two coders and two values that are
/// as frequent, one more unit on which they differ takes `(2n - 1) / n²` from alpha; from 15 units on that is less than what lies
/// between the thresholds, so that no single unit makes a low alpha of a reliable one. To conclude anything, more are needed:
/// Krippendorff (2019, chapter 12, after Bloch and Kraemer 1989, formula 3.7) asks for 36 in that case for an alpha of at least
/// 0.667 at the level 0.1, and for 81 at 0.05 with four values.
pub const FEW: usize = 15;

/// What an alpha can carry, by Krippendorff's thresholds (2004, page 241).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Carries {
    /// It is of fewer than 15 units: no conclusion, whatever it is.
    TooFew,
    /// Below 0.667: no conclusion.
    Low,
    /// From 0.667 to below 0.8: tentative conclusions.
    Tentative,
    /// 0.8 or more: conclusions.
    Reliable,
}

impl Carries {
    /// By the number of units, and by the thresholds.
    pub fn of(alpha: f64, units: usize) -> Self {
        match alpha {
            _ if units < FEW => Self::TooFew,
            low if low < 0.667 => Self::Low,
            tentative if tentative < 0.8 => Self::Tentative,
            _ => Self::Reliable,
        }
    }
}

/// The agreement on a field: `units` holds for each unit the values that coders gave it, without those that are missing.
/// Values that are no finite numbers count as missing. Neither the order of units nor that of coders changes anything, to the
/// last bit.
pub fn alpha(level: Level, units: &[Vec<f64>]) -> Agreement {
    let found = Coincidences::of(units);
    let none = |undefined| Agreement {
        alpha: None,
        undefined: Some(undefined),
        carries: None,
        units: found.units,
        values: found.values,
        observed: 0.0,
        expected: 0.0,
    };
    if found.values == 0 {
        return none(Undefined::NothingToCompare);
    }
    if level == Level::Ratio && found.domain.first().is_some_and(|least| *least < 0.0) {
        return none(Undefined::Negative);
    }
    let (observed, expected) = found.disagreements(level);
    if found.domain.len() < 2 {
        return none(Undefined::NoVariation);
    }
    let alpha = 1.0 - observed / expected;
    Agreement {
        alpha: Some(alpha),
        undefined: None,
        carries: Some(Carries::of(alpha, found.units)),
        units: found.units,
        values: found.values,
        observed,
        expected,
    }
}

/// The agreement on words that are the same or not.
pub fn alpha_of_words<W: Ord>(units: &[Vec<W>]) -> Agreement {
    let mut words: Vec<&W> = units.iter().flatten().collect();
    words.sort();
    words.dedup();
    #[expect(clippy::cast_precision_loss, reason = "as many words as this loses are not held in memory")]
    let numbered = |word: &W| words.partition_point(|other| *other < word) as f64;
    let units: Vec<Vec<f64>> = units.iter().map(|unit| unit.iter().map(numbered).collect()).collect();
    alpha(Level::Nominal, &units)
}

#[cfg(test)]
mod tests;
