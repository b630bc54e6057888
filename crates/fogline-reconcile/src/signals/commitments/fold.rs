//! Statements of one commitment are folded into one: the same side, the same predicate and outcome, and the same place,
//! term or occasion.

use std::collections::BTreeMap;

use super::{
    super::{
        item::{Deadline, Item, Spot, Way},
        themes::is_lasting,
    },
    candidates::Candidate,
};

/// How long after it was last made, without a term, the same words are taken for the same commitment: 31 days.
const MEMORY: i64 = 31 * 24 * 3600;

/// The statements of one commitment, the first first.
#[derive(Debug)]
pub(super) struct Folded<'c, 'i> {
    pub(super) members: Vec<&'c Candidate<'i>>,
    pub(super) places: Vec<Spot>,
    pub(super) deadline: Option<Deadline>,
    last: Option<i64>,
}

/// Folds candidates that stand in the order of time.
pub(super) fn fold<'c, 'i>(candidates: &'c [Candidate<'i>]) -> Vec<Folded<'c, 'i>> {
    let mut buckets: BTreeMap<(&str, &str, Way), Vec<&'c Candidate<'i>>> = BTreeMap::new();
    let mut alone = Vec::new();
    for candidate in candidates {
        let party = &candidate.item.speaker.party;
        let whose = party.side.as_deref().or(party.actor.as_deref());
        match (whose, candidate.predicate()) {
            (Some(whose), Some(predicate)) => {
                buckets.entry((whose, predicate, candidate.outcome())).or_default().push(candidate);
            }
            _ if !candidate.only_repeats => alone.push(Folded::new(candidate)),
            _ => {}
        }
    }
    let mut folded = alone;
    for members in buckets.into_values() {
        folded.extend(fold_bucket(&members));
    }
    folded.sort_by(|one, other| one.key().cmp(&other.key()));
    folded
}

fn fold_bucket<'c, 'i>(members: &[&'c Candidate<'i>]) -> Vec<Folded<'c, 'i>> {
    let mut done = Vec::new();
    let mut live: Vec<Folded> = Vec::new();
    for candidate in members {
        let moment = candidate.item.moment;
        // What can no longer be joined is put away, so that time grows with the number of candidates.
        for at in (0..live.len()).rev() {
            if live.get(at).is_some_and(|one| !one.is_recent(moment)) {
                done.push(live.remove(at));
            }
        }
        let best = live
            .iter_mut()
            .filter_map(|one| Some((one.likeness(candidate)?, one)))
            .max_by_key(|(score, one)| (*score, one.last));
        match best {
            Some((_, one)) => one.join(candidate),
            None if !candidate.only_repeats => live.push(Folded::new(candidate)),
            None => {}
        }
    }
    done.extend(live);
    done
}

impl<'c, 'i> Folded<'c, 'i> {
    fn new(candidate: &'c Candidate<'i>) -> Self {
        Self {
            members: vec![candidate],
            places: candidate.places.clone(),
            deadline: candidate.deadline.clone(),
            last: candidate.item.moment,
        }
    }

    pub(super) fn key(&self) -> (Option<i64>, Option<&crate::report::Citation>, Option<&str>, Way) {
        let first = self.members.first();
        (
            first.and_then(|one| one.item.moment),
            first.map(|one| &one.item.citation),
            first.and_then(|one| one.predicate()),
            first.map_or(Way::Done, |one| one.outcome()),
        )
    }

    /// The statements themselves, the first first.
    pub(super) fn items(&self) -> Vec<&'i Item> {
        self.members.iter().map(|one| one.item).collect()
    }

    fn is_recent(&self, moment: Option<i64>) -> bool {
        let (Some(last), Some(moment)) = (self.last, moment) else { return true };
        let term = self.deadline.as_ref().and_then(|deadline| crate::report::seconds(deadline.within.end.as_deref()?));
        moment - term.unwrap_or(last).max(last) <= MEMORY
    }

    /// How much a candidate is like this commitment; none where it is another one.
    fn likeness(&self, candidate: &Candidate) -> Option<u8> {
        let apart = !self.places.is_empty() && !candidate.places.is_empty();
        let shared = self.places.iter().any(|place| candidate.places.iter().any(|other| place.id == other.id));
        if apart && !shared {
            return None;
        }
        let speaker = &candidate.item.speaker.party.actor;
        let by_speaker = || self.members.iter().filter(|one| one.item.speaker.party.actor == *speaker);
        if by_speaker().any(|one| one.item.said_day() == candidate.item.said_day()) {
            return Some(4);
        }
        // What moved the end of one truce is not the next one, which has an end of its own.
        let moved = self.deadline.is_none() && self.members.iter().all(|one| one.item.extending);
        if moved && candidate.deadline.is_some() && is_lasting(candidate.predicate()) {
            return None;
        }
        if candidate.only_repeats || !terms_agree(self.deadline.as_ref(), candidate.deadline.as_ref()) {
            return None;
        }
        if shared {
            return Some(3);
        }
        if self.places.is_empty() && candidate.places.is_empty() {
            return Some(2);
        }
        (candidate.places.is_empty() && by_speaker().next().is_some()).then_some(1)
    }

    fn join(&mut self, candidate: &'c Candidate<'i>) {
        self.places
            .extend(candidate.places.iter().filter(|place| !self.places.contains(place)).cloned().collect::<Vec<_>>());
        self.places.sort();
        let stated = |deadline: &Option<Deadline>| deadline.as_ref().is_some_and(|one| one.carried_from.is_none());
        if self.deadline.is_none() || (!stated(&self.deadline) && stated(&candidate.deadline)) {
            self.deadline.clone_from(&candidate.deadline);
        }
        self.last = self.last.max(candidate.item.moment);
        self.members.push(candidate);
    }
}

/// Whether two terms can be one: they overlap, or one of them is not dated.
fn terms_agree(one: Option<&Deadline>, other: Option<&Deadline>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return true };
    let (one, other) = (&one.within, &other.within);
    let before = |end: &Option<String>, start: &Option<String>| match (end, start) {
        (Some(end), Some(start)) => end.get(..10) < start.get(..10),
        _ => false,
    };
    !before(&one.end, &other.start) && !before(&other.end, &one.start)
}
