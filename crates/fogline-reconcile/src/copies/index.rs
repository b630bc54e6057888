//! Which reports are worth comparing: those that share keys.
//!
//! Comparing all that share a key takes quadratic time where a phrase stands in a tenth of all reports; leaving out such
//! keys loses what a thousand outlets print. Here the reports that share a key stand in order of time, and each is a
//! neighbour of the [`NEAR`] before and after it. Two reports are candidates if they are neighbours under enough of their
//! keys. So the number of pairs grows with the number of reports, a text printed everywhere is a chain of neighbours, and
//! which pairs are compared depends on the set of reports alone, whatever the order in which they came.

use super::{groups::Node, signature::ANCHOR};

/// How many reports before and after it under a key are a report's neighbours.
const NEAR: usize = 32;
/// Keys that two reports must share.
const KEYS: u16 = 2;
/// And of those that the one with fewer has, one in so many.
const OF: usize = 10;

/// The reports of a set by their keys.
#[derive(Debug)]
pub struct Index {
    /// The place of each report in time.
    place: Vec<u32>,
    /// The report at each place.
    report: Vec<u32>,
    /// Keys with places, in order.
    entries: Vec<(u64, u32)>,
    /// Where the entries of the report at each place stand: `at[starts[place]..starts[place + 1]]`.
    starts: Vec<u32>,
    at: Vec<u32>,
    /// Keys that the report at each place must share with another.
    coarse: Vec<u32>,
}

/// Room for counting; the same for all of one index's questions.
#[derive(Debug)]
pub struct Counts {
    shared: Vec<u16>,
    touched: Vec<u32>,
}

impl Index {
    /// The index of a set of reports.
    pub fn new(nodes: &[Node<'_>]) -> Self {
        let mut report: Vec<u32> = (0..nodes.len() as u32).collect();
        report.sort_by_key(|number| nodes.get(*number as usize).map(Node::order));
        let mut place = vec![0; nodes.len()];
        let mut entries = Vec::new();
        let mut coarse = Vec::with_capacity(nodes.len());
        for (at, number) in (0_u32..).zip(&report) {
            let Some(node) = nodes.get(*number as usize) else { continue };
            if let Some(place) = place.get_mut(*number as usize) {
                *place = at;
            }
            entries.extend(node.signature.keys().into_iter().map(|key| (key, at)));
            coarse.push(node.signature.coarse_keys() as u32);
        }
        entries.sort_unstable();
        let mut starts = vec![0_u32; nodes.len() + 1];
        for (_, at) in &entries {
            if let Some(count) = starts.get_mut(*at as usize + 1) {
                *count += 1;
            }
        }
        for at in 1..starts.len() {
            let before = starts.get(at - 1).copied().unwrap_or(0);
            if let Some(start) = starts.get_mut(at) {
                *start += before;
            }
        }
        let mut next = starts.clone();
        let mut at = vec![0_u32; entries.len()];
        for (number, (_, place)) in (0_u32..).zip(&entries) {
            if let Some(free) = next.get_mut(*place as usize) {
                if let Some(slot) = at.get_mut(*free as usize) {
                    *slot = number;
                }
                *free += 1;
            }
        }
        Self { place, report, entries, starts, at, coarse }
    }

    /// Room for counting.
    pub fn counts(&self) -> Counts {
        Counts { shared: vec![0; self.report.len()], touched: Vec::new() }
    }

    /// The candidates for a report that stand after it in time, by number.
    pub fn candidates_after(&self, report: usize, counts: &mut Counts) -> Vec<usize> {
        let place = self.place.get(report).copied().unwrap_or(u32::MAX) as usize;
        let range = |at: usize| self.starts.get(at).copied().unwrap_or(0) as usize;
        let own = self.at.get(range(place)..range(place + 1)).unwrap_or_default();
        for entry in own {
            let rest = self.entries.get(*entry as usize..).unwrap_or_default();
            let Some((key, _)) = rest.first() else { continue };
            // A pair of figures and names says as much as several runs of words.
            let weight = if *key & ANCHOR == 0 { 1 } else { KEYS };
            for (_, other) in rest.iter().skip(1).take(NEAR).take_while(|(other, _)| other == key) {
                if let Some(shared) = counts.shared.get_mut(*other as usize) {
                    if *shared == 0 {
                        counts.touched.push(*other);
                    }
                    *shared = shared.saturating_add(weight);
                }
            }
        }
        counts.touched.sort_unstable();
        let mut found = Vec::new();
        for other in counts.touched.drain(..) {
            let Some(shared) = counts.shared.get_mut(other as usize) else { continue };
            let count = std::mem::take(shared);
            let coarse = |at: usize| self.coarse.get(at).copied().unwrap_or(0) as usize;
            if count >= KEYS && usize::from(count) * OF >= coarse(place).min(coarse(other as usize)) {
                found.extend(self.report.get(other as usize).map(|report| *report as usize));
            }
        }
        found
    }
}
