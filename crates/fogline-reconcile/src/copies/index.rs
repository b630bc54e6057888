//! Which reports are worth comparing: those that share keys.
//!
//! Comparing all that share a key takes quadratic time where a phrase stands in a tenth of all reports; leaving out such
//! keys loses what a thousand outlets print. Here the reports that share a key stand in order of time, and each is a
//! neighbour of the [`NEAR`] before and after it. Two reports are candidates if they are neighbours under enough of their
//! keys. So the number of pairs grows with the number of reports, a text printed everywhere is a chain of neighbours, and
//! which pairs are compared depends on the set of reports alone, whatever the order in which they came.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::signature::ANCHOR;

/// How many reports before and after it under a key are a report's neighbours.
const NEAR: usize = 16;
/// Keys that two reports must share.
const KEYS: u16 = 2;
/// And of those that the one with fewer has, one in so many.
const OF: usize = 6;

/// What the index needs of a report: little, so that those of a whole ledger can be held at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keyed {
    /// The order in time: seconds since 1970, then what names the report.
    pub order: (i64, String),
    /// Stands for its language.
    pub(super) lang: u64,
    /// How many of its keys a text of any length would have.
    pub(super) coarse: usize,
    /// Its keys.
    pub keys: Vec<u64>,
}

/// Those under one key, in order of time, that become neighbours of others when some are left out: that stand no further from
/// one of these than neighbours do.
pub fn beside<T>(under: &[T], is_left_out: impl Fn(&T) -> bool) -> impl Iterator<Item = &T> {
    let mut near = vec![false; under.len()];
    let mut pass = |places: &mut dyn Iterator<Item = usize>| {
        let mut left = 0;
        for place in places {
            if under.get(place).is_some_and(&is_left_out) {
                left = NEAR;
            } else if let Some(near) = near.get_mut(place).filter(|_| left > 0) {
                (*near, left) = (true, left - 1);
            }
        }
    };
    pass(&mut (0..under.len()));
    pass(&mut (0..under.len()).rev());
    under.iter().zip(near).filter_map(|(one, near)| near.then_some(one))
}

/// The reports of a set by their keys.
#[derive(Debug)]
pub struct Index {
    /// The place of each report in time.
    place: Vec<u32>,
    /// The reports in order of time.
    shelf: Vec<Shelved>,
    /// Keys with places, in order.
    entries: Vec<(u64, u32)>,
    /// Where the entries of each place stand, place after place.
    at: Vec<u32>,
}

/// A report at its place.
#[derive(Debug)]
struct Shelved {
    report: usize,
    /// How many keys it has that one of any length would have.
    coarse: usize,
    /// Stands for its language.
    lang: u64,
    /// Where its own part of `at` begins and ends.
    entries: Range<usize>,
}

/// Room for counting; the same for all of one index's questions.
#[derive(Debug)]
pub struct Counts {
    shared: Vec<u16>,
    touched: Vec<u32>,
}

impl Index {
    /// The index of a set of reports.
    pub fn new(nodes: &[Keyed]) -> Self {
        let mut order: Vec<usize> = (0..nodes.len()).collect();
        order.sort_by_key(|report| nodes.get(*report).map(|node| &node.order));
        let mut place = vec![0; nodes.len()];
        let (mut shelf, mut entries, mut end) = (Vec::with_capacity(nodes.len()), Vec::new(), 0);
        for (at, report) in (0_u32..).zip(order) {
            let (Some(node), Some(place)) = (nodes.get(report), place.get_mut(report)) else { continue };
            *place = at;
            let start = end;
            entries.extend(node.keys.iter().map(|key| (*key, at)));
            end = entries.len();
            shelf.push(Shelved { report, coarse: node.coarse, lang: node.lang, entries: start..end });
        }
        entries.sort_unstable();
        let mut next: Vec<usize> = shelf.iter().map(|shelved| shelved.entries.start).collect();
        let mut at = vec![0; entries.len()];
        for (number, (_, place)) in (0_u32..).zip(&entries) {
            let Some(free) = next.get_mut(*place as usize) else { continue };
            if let Some(slot) = at.get_mut(*free) {
                *slot = number;
            }
            *free += 1;
        }
        Self { place, shelf, entries, at }
    }

    /// The reports in order of time, by number.
    pub fn in_time(&self) -> impl Iterator<Item = usize> {
        self.shelf.iter().map(|shelved| shelved.report)
    }

    /// Room for counting.
    pub fn counts(&self) -> Counts {
        Counts { shared: vec![0; self.shelf.len()], touched: Vec::new() }
    }

    /// The candidates for a report that stand after it in time, by number.
    pub fn candidates_after(&self, report: usize, counts: &mut Counts) -> Vec<usize> {
        let Some(own) = self.place.get(report).and_then(|place| self.shelf.get(*place as usize)) else {
            return Vec::new();
        };
        for entry in self.at.get(own.entries.clone()).unwrap_or_default() {
            let rest = self.entries.get(*entry as usize..).unwrap_or_default();
            let Some((key, _)) = rest.first() else { continue };
            let near = rest.iter().skip(1).take(NEAR).take_while(|(other, _)| other == key).map(|(_, place)| *place);
            if *key & ANCHOR == 0 {
                near.for_each(|place| counts.add(place, 1));
            } else {
                // A pair of figures and names says as much as several runs of words, but only of a translation.
                let foreign = |place: &u32| self.shelf.get(*place as usize).is_some_and(|it| it.lang != own.lang);
                near.filter(foreign).for_each(|place| counts.add(place, KEYS));
            }
        }
        let mut found = counts.take(KEYS);
        found.sort_unstable();
        let enough = |(place, shared): (u32, u16)| {
            let other = self.shelf.get(place as usize)?;
            (usize::from(shared) * OF >= own.coarse.min(other.coarse)).then_some(other.report)
        };
        found.into_iter().filter_map(enough).collect()
    }
}

impl Counts {
    fn add(&mut self, place: u32, weight: u16) {
        let Some(shared) = self.shared.get_mut(place as usize) else { return };
        if *shared == 0 {
            self.touched.push(place);
        }
        *shared = shared.saturating_add(weight);
    }

    /// The places that were counted often enough, with how often; nothing is left.
    fn take(&mut self, least: u16) -> Vec<(u32, u16)> {
        let mut found = Vec::new();
        for place in self.touched.drain(..) {
            let Some(shared) = self.shared.get_mut(place as usize) else { continue };
            if *shared >= least {
                found.push((place, *shared));
            }
            *shared = 0;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_what_is_left_out_becomes_neighbours() {
        let under: Vec<usize> = (0..100).collect();
        let near: Vec<usize> = beside(&under, |one| (50..60).contains(one)).copied().collect();
        assert_eq!(near, [(34..50).collect::<Vec<_>>(), (60..76).collect()].concat());
        assert_eq!(beside(&under, |_| false).count(), 0);
    }
}
