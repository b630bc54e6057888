//! Whoever fails to sign in waits ever longer before the next try: from one address, for one name, and for both together.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use fogline_ledger::accounts::Name;

/// Tries that are remembered at most.
const REMEMBERED: usize = 10_000;
/// Without another failure it is forgotten after so long.
const FORGOTTEN: Duration = Duration::from_hours(1);

/// Which tries are counted together: under one name, from one address, of both, or of either alone.
type Key = (Option<Name>, Option<IpAddr>);

/// Failures that cost nothing, and the longest wait.
struct Patience {
    free: u32,
    longest: Duration,
}

/// From one address, under one name.
const BOTH: Patience = Patience { free: 5, longest: Duration::from_mins(15) };
/// From one address, under whatever names.
const ADDRESS: Patience = Patience { free: 20, longest: Duration::from_mins(15) };
/// Under one name, from wherever: short, so that nobody is kept out by others for long.
const NAME: Patience = Patience { free: 20, longest: Duration::from_secs(30) };

/// What was tried lately.
#[derive(Default)]
pub(super) struct Attempts(Mutex<HashMap<Key, Count>>);

#[derive(Clone, Copy)]
struct Count {
    failures: u32,
    last: Instant,
    /// From here somebody got in under this name.
    welcome: bool,
}

impl Attempts {
    /// Counts a try as failed until it is known to have succeeded, so that many at once gain nothing; or tells how long to wait.
    pub(super) fn begin(&self, address: IpAddr, name: Option<&Name>, now: Instant) -> Result<(), Duration> {
        let address = network(address);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let alone: (Key, Patience) = ((None, Some(address)), ADDRESS);
        let mut counted = vec![alone];
        if let Some(name) = name {
            let both: Key = (Some(name.clone()), Some(address));
            // Where somebody is at home, what others do from elsewhere does not keep them out.
            if !all.get(&both).is_some_and(|count| count.welcome) {
                counted.push(((Some(name.clone()), None), NAME));
            }
            counted.push((both, BOTH));
        }
        let wait = |(key, patience): &(Key, Patience)| all.get(key).map(|count| count.wait(patience, now));
        let longest = counted.iter().filter_map(wait).max().unwrap_or_default();
        if !longest.is_zero() {
            return Err(longest);
        }
        if all.len() + counted.len() > REMEMBERED {
            all.retain(|_, count| now.saturating_duration_since(count.last) < FORGOTTEN);
            if all.len() + counted.len() > REMEMBERED {
                all.clear();
            }
        }
        for (key, _) in counted {
            let count = all.entry(key).or_insert(Count { failures: 0, last: now, welcome: false });
            if now.saturating_duration_since(count.last) > FORGOTTEN {
                count.failures = 0;
            }
            (count.failures, count.last) = (count.failures.saturating_add(1), now);
        }
        Ok(())
    }

    /// It was the right password: what was counted for this address and name is forgotten.
    pub(super) fn succeeded(&self, address: IpAddr, name: Option<&Name>) {
        let address = network(address);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = all.get_mut(&(name.cloned(), Some(address))) {
            (count.failures, count.welcome) = (0, true);
        }
        // Others may be trying from the same address or under the same name: only this try is taken back.
        for key in [(None, Some(address)), (name.cloned(), None)] {
            if let Some(count) = all.get_mut(&key) {
                count.failures = count.failures.saturating_sub(1);
            }
        }
    }
}

impl Count {
    /// How long is still to be waited: twice as long after each failure.
    fn wait(&self, patience: &Patience, now: Instant) -> Duration {
        let Some(over) = self.failures.checked_sub(patience.free).filter(|_| self.failures > 0) else {
            return Duration::ZERO;
        };
        let whole = Duration::from_secs(1 << over.min(20)).min(patience.longest);
        whole.saturating_sub(now.saturating_duration_since(self.last))
    }
}

/// The address, or the network of it of which whoever has one address mostly has all.
pub(super) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anna() -> Name {
        "anna".parse().unwrap()
    }

    #[test]
    fn each_failure_makes_the_next_wait_longer() {
        let attempts = Attempts::default();
        let (here, anna) = ("10.0.0.1".parse().unwrap(), anna());
        let mut now = Instant::now();
        for _ in 0..5 {
            attempts.begin(here, Some(&anna), now).unwrap();
        }
        let mut waits = Vec::new();
        for _ in 0..14 {
            let wait = attempts.begin(here, Some(&anna), now).unwrap_err();
            waits.push(wait.as_secs());
            now += wait;
            attempts.begin(here, Some(&anna), now).unwrap();
        }
        assert_eq!(waits.get(..6).unwrap(), [1, 2, 4, 8, 16, 32]);
        assert_eq!(waits.last(), Some(&900));
        attempts.succeeded(here, Some(&anna));
        assert_eq!(attempts.begin(here, Some(&anna), now), Ok(()));
    }

    #[test]
    fn many_names_from_one_address_wait_and_others_do_not() {
        let attempts = Attempts::default();
        let now = Instant::now();
        let here = |i: u16| IpAddr::V6(Ipv6Addr::new(1, 2, 3, 4, i, i, i, i));
        for i in 0..20_u16 {
            attempts.begin(here(i), Some(&format!("n{i}").parse().unwrap()), now).unwrap();
        }
        assert!(attempts.begin(here(99), Some(&anna()), now).is_err(), "one network counts as one address");
        assert_eq!(attempts.begin("2.2.2.2".parse().unwrap(), Some(&anna()), now), Ok(()));
    }

    #[test]
    fn whoever_is_at_home_is_not_kept_out_by_others() {
        let attempts = Attempts::default();
        let (now, anna) = (Instant::now(), anna());
        let home = "10.0.0.1".parse().unwrap();
        attempts.begin(home, Some(&anna), now).unwrap();
        attempts.succeeded(home, Some(&anna));
        for i in 0..20_u8 {
            attempts.begin(IpAddr::from([9, 9, 9, i]), Some(&anna), now).unwrap();
        }
        let wait = attempts.begin("8.8.8.8".parse().unwrap(), Some(&anna), now).unwrap_err();
        assert!(wait <= Duration::from_secs(30));
        assert_eq!(attempts.begin(home, Some(&anna), now), Ok(()));
    }

    #[test]
    fn memory_is_bounded() {
        let attempts = Attempts::default();
        for i in 0..2 * REMEMBERED as u32 {
            let _ = attempts.begin(IpAddr::from(i.to_be_bytes()), None, Instant::now());
        }
        assert!(attempts.0.lock().unwrap().len() <= REMEMBERED);
    }
}
