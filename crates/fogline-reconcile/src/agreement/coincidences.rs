//! Pairs of values within units, counted: all that alpha is computed from.

use std::collections::BTreeMap;

use super::Level;

/// How often values meet within units.
pub(super) struct Coincidences {
    /// The values that meet any, in their order.
    pub(super) domain: Vec<f64>,
    /// How often each of them does.
    marginals: Vec<u64>,
    /// Ordered pairs of values, by how many values their unit has. Whole numbers, so that no order of units changes their sum.
    pairs: BTreeMap<(usize, usize), BTreeMap<usize, u64>>,
    /// Units with two values or more.
    pub(super) units: usize,
    /// Values in these.
    pub(super) values: usize,
}

impl Coincidences {
    pub(super) fn of(units: &[Vec<f64>]) -> Self {
        let finite = |unit: &Vec<f64>| unit.iter().copied().filter(|value| value.is_finite()).collect::<Vec<f64>>();
        // Zero has two signs, which are one value.
        let units = units.iter().map(|unit| finite(unit).into_iter().map(|value| value + 0.0).collect());
        let units: Vec<Vec<f64>> = units.filter(|unit: &Vec<f64>| unit.len() > 1).collect();
        let mut domain: Vec<f64> = units.iter().flatten().copied().collect();
        domain.sort_by(f64::total_cmp);
        domain.dedup_by(|a, b| a.total_cmp(b).is_eq());
        let mut marginals = vec![0; domain.len()];
        let mut pairs = BTreeMap::<(usize, usize), BTreeMap<usize, u64>>::new();
        for unit in &units {
            let mut counts = BTreeMap::<usize, u64>::new();
            for value in unit {
                let at = domain.partition_point(|other| other.total_cmp(value).is_lt());
                *counts.entry(at).or_default() += 1;
            }
            for (one, count) in &counts {
                if let Some(marginal) = marginals.get_mut(*one) {
                    *marginal += count;
                }
                for (other, beside) in counts.range(one + 1..) {
                    *pairs.entry((*one, *other)).or_default().entry(unit.len()).or_default() += count * beside;
                }
            }
        }
        Self { values: units.iter().map(Vec::len).sum(), units: units.len(), domain, marginals, pairs }
    }

    /// The disagreement that there is, and the one that chance would make.
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below what a float holds exactly")]
    pub(super) fn disagreements(&self, level: Level) -> (f64, f64) {
        let n = self.values as f64;
        let below: Vec<u64> =
            self.marginals.iter().scan(0, |sum, own| Some(std::mem::replace(sum, *sum + own))).collect();
        let apart = |one: usize, other: usize| {
            let at = |list: &[u64], at: usize| list.get(at).copied().unwrap_or_default() as f64;
            let (Some(first), Some(second)) = (self.domain.get(one), self.domain.get(other)) else { return 0.0 };
            let distance = match level {
                Level::Nominal => 1.0,
                // How many values stand between the two, with half of those that have either.
                Level::Ordinal => {
                    let between = at(&below, other) - at(&below, one);
                    between + (at(&self.marginals, other) - at(&self.marginals, one)) / 2.0
                }
                Level::Interval => second - first,
                Level::Ratio => (second - first) / (second + first),
            };
            distance * distance
        };
        let mut observed = 0.0;
        for ((one, other), by_size) in &self.pairs {
            let met: f64 = by_size.iter().map(|(size, count)| *count as f64 / (*size as f64 - 1.0)).sum();
            observed += 2.0 * met * apart(*one, *other);
        }
        let mut expected = 0.0;
        for (one, count) in self.marginals.iter().enumerate() {
            for (other, beside) in self.marginals.iter().enumerate().skip(one + 1) {
                expected += 2.0 * *count as f64 * *beside as f64 * apart(one, other);
            }
        }
        (observed / n, expected / (n * (n - 1.0)))
    }
}
