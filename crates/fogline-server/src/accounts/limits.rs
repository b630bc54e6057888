//! How often somebody may ask: a bucket for each, which fills again with time.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Buckets at hand at most. Full ones say nothing and are let go of first.
const BUCKETS: usize = 10_000;

/// The buckets of one kind of asker.
pub(super) struct Buckets {
    /// What flows in, a second.
    rate: f64,
    /// What one holds.
    holds: f64,
    all: Mutex<HashMap<String, Bucket>>,
}

struct Bucket {
    left: f64,
    at: Instant,
}

impl Buckets {
    pub(super) fn new(rate: f64, holds: f64) -> Self {
        Self { rate, holds, all: Mutex::default() }
    }

    /// Takes so much out of somebody's bucket, or tells how long until there is so much.
    pub(super) fn take(&self, who: &str, cost: f64, now: Instant) -> Result<(), Duration> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let left = |bucket: &Bucket| {
            (bucket.left + now.saturating_duration_since(bucket.at).as_secs_f64() * self.rate).min(self.holds)
        };
        if all.len() >= BUCKETS && !all.contains_key(who) {
            all.retain(|_, bucket| left(bucket) < self.holds);
            if all.len() >= BUCKETS {
                all.clear();
            }
        }
        let bucket = all.entry(who.to_owned()).or_insert(Bucket { left: self.holds, at: now });
        *bucket = Bucket { left: left(bucket), at: now };
        if bucket.left < cost {
            return Err(Duration::from_secs_f64((cost - bucket.left) / self.rate));
        }
        bucket.left -= cost;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let buckets = Buckets::new(2.0, 4.0);
        let start = Instant::now();
        for _ in 0..4 {
            assert_eq!(buckets.take("a", 1.0, start), Ok(()));
        }
        assert_eq!(buckets.take("a", 1.0, start), Err(Duration::from_millis(500)));
        assert_eq!(buckets.take("b", 4.0, start), Ok(()), "each has its own");
        assert_eq!(buckets.take("a", 1.0, start + Duration::from_millis(500)), Ok(()));
        assert!(buckets.take("a", 4.0, start + Duration::from_secs(1)).is_err());
        assert_eq!(buckets.take("a", 4.0, start + Duration::from_hours(1)), Ok(()));
    }

    #[test]
    fn there_are_only_so_many() {
        let buckets = Buckets::new(1.0, 2.0);
        let start = Instant::now();
        for i in 0..3 * BUCKETS {
            buckets.take(&i.to_string(), 1.0, start).unwrap();
        }
        assert!(buckets.all.lock().unwrap().len() <= BUCKETS);
    }
}
