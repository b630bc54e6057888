//! Groups accounts into occurrences: one pass in the order of publication, the same whatever the order of arrival.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    evidence::{self, Apart, Evidence, Found, Kind, Words},
    mention::{Level, Mention},
    near::Index,
    part::{Alike, Part},
    rules::Rules,
    stems::Rarity,
    told::{self, Names, Told},
};
use crate::sides::Sides;

/// Analysts' decisions on which mentions are of one occurrence, by report id and event id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decisions {
    /// Are of one.
    pub together: BTreeSet<(Key, Key)>,
    /// Are not.
    pub apart: BTreeSet<(Key, Key)>,
    /// Names for the incidents that hold a mention.
    pub labels: BTreeMap<Key, String>,
    /// Answers that were looked for elsewhere: by mention, side and what was found.
    pub sought: BTreeMap<Key, BTreeMap<String, String>>,
}

/// What names a mention: report id, and event id in it.
pub type Key = (String, String);

/// What joined an account to one before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// The report that it is told in.
    pub document: String,
    /// Event in it.
    pub event: String,
    /// The report that it was joined to.
    pub to_document: String,
    /// Event in that.
    pub to_event: String,
    /// `evidence`, or `analyst`.
    #[schemars(with = "crate::terms::JoinedBy")]
    pub by: String,
    /// The pieces of evidence.
    pub evidence: Vec<Evidence>,
}

/// All that is told in one block, gathered report by report, so that the mentions of one report need be at hand at a time.
#[derive(Debug, Default)]
pub struct Block {
    names: Names,
    reports: Vec<Source>,
    told: Vec<Told>,
    /// Of the accounts that a decision is about, the mentions.
    keys: BTreeMap<u32, Vec<Key>>,
    kind: Option<Kind>,
}

/// A report of a block.
#[derive(Debug)]
struct Source {
    at: i64,
    id: String,
    number: i64,
}

/// Accounts of one occurrence: where they are told, and what joined each to one before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// For each account the number of its report, as it was given, and of the chain in it.
    pub accounts: Vec<(i64, usize)>,
    pub(super) joints: Vec<Joint>,
}

/// What joined an account of a group to one before, both by their place in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Joint {
    pub(super) own: usize,
    pub(super) other: usize,
    pub(super) found: Found,
    /// The events of both that an analyst has decided on.
    pub(super) decided: Option<Box<(String, String)>>,
}

/// The mentions of one report by chain, each once, in the order of their events.
pub(super) fn chains(mentions: &[Mention]) -> BTreeMap<usize, Vec<&Mention>> {
    let mut chains = BTreeMap::<usize, BTreeMap<&str, &Mention>>::new();
    let mut seen = BTreeSet::new();
    for one in mentions.iter().filter(|one| seen.insert(one.event.as_str())) {
        chains.entry(one.chain).or_default().insert(&one.event, one);
    }
    chains.into_iter().map(|(chain, mentions)| (chain, mentions.into_values().collect())).collect()
}

/// A group while it grows; accounts by their number in the block.
#[derive(Debug, Default)]
pub(super) struct Growing {
    pub(super) told: Vec<u32>,
    /// For each account the part of the group that it belongs to: what people have joined keeps nothing of the other part apart.
    part: Vec<usize>,
    /// Its accounts as they are compared, part by part.
    parts: Vec<Part>,
    joints: Vec<Joint>,
    /// The earliest and the latest first day of its accounts.
    first: i32,
    last: i32,
}

impl Block {
    /// Takes in the mentions of one report, under a number by which they can be found again.
    pub fn add(&mut self, number: i64, mentions: &[Mention], sides: &Sides, decisions: &Decisions) {
        let Some(first) = mentions.first() else { return };
        self.kind.get_or_insert_with(|| Kind::of(&first.family));
        let report = as_number(self.reports.len());
        self.reports.push(Source { at: first.source.at, id: first.source.id.clone(), number });
        for (chain, mentions) in chains(mentions) {
            let keys: Vec<Key> = mentions.iter().map(|one| (one.source.id.clone(), one.event.clone())).collect();
            if keys.iter().any(|key| is_decided(decisions, key)) {
                self.keys.insert(as_number(self.told.len()), keys);
            }
            self.told.extend(self.names.told(report, chain, &mentions, sides));
        }
    }

    /// The groups of all that was taken in: mentions of one family, in one village or over one area.
    pub fn groups(self, decisions: &Decisions) -> Vec<Group> {
        let Self { names, reports, mut told, keys, kind } = self;
        drop(names);
        let Some(kind) = kind else { return Vec::new() };
        let rarity = Rarity::new(told.iter().map(|one| &*one.stems));
        told::weigh(&mut told, &rarity);
        let mut order: Vec<u32> = (0..as_number(told.len())).collect();
        // Who tells a place comes before who tells none, which can only be added to what is placed.
        order.sort_by_key(|number| {
            let one = told.get(*number as usize);
            let source = one.and_then(|one| reports.get(one.report as usize)).map(|source| (source.at, &source.id));
            (one.map(|one| one.level == Level::Unplaced), source, one.map(|one| one.chain))
        });
        let mut pass = Pass { told: &told, keys: &keys, kind, words: Words::new(rarity), decisions, grown: Vec::new() };
        let mut index = Index::default();
        let mut holder: BTreeMap<&Key, usize> = BTreeMap::new();
        for number in order {
            let Some(one) = told.get(number as usize) else { continue };
            let mut near = index.near(one, &pass);
            near.extend(pass.partners(number).filter_map(|key| holder.get(key).copied()));
            near.sort_unstable();
            near.dedup();
            let mut best: Option<(usize, f64, Joint)> = None;
            pass.words.take(one);
            for group in near {
                let least = best.as_ref().map(|(_, sum, _)| *sum);
                let fit = pass.grown.get(group).and_then(|known| pass.fit(number, one, known, least));
                best = fit.map(|(sum, joint)| (group, sum, joint)).or(best);
            }
            let group = best.as_ref().map_or(pass.grown.len(), |(group, ..)| *group);
            index.add(one, group);
            for key in keys.get(&number).into_iter().flatten() {
                holder.insert(key, group);
            }
            pass.join(number, one, group, best.map(|(.., joint)| joint));
        }
        let account = |number: &u32| {
            let one = told.get(*number as usize)?;
            Some((reports.get(one.report as usize)?.number, one.chain))
        };
        let whole =
            |known: Growing| Group { accounts: known.told.iter().filter_map(account).collect(), joints: known.joints };
        pass.grown.into_iter().map(whole).collect()
    }
}

/// One pass over the accounts of a block.
pub(super) struct Pass<'b> {
    pub(super) told: &'b [Told],
    keys: &'b BTreeMap<u32, Vec<Key>>,
    kind: Kind,
    words: Words,
    decisions: &'b Decisions,
    pub(super) grown: Vec<Growing>,
}

impl<'b> Pass<'b> {
    pub(super) fn account(&self, number: u32) -> Option<&'b Told> {
        self.told.get(number as usize)
    }

    /// The mentions that people have decided to be of one occurrence with those of an account.
    fn partners(&self, number: u32) -> impl Iterator<Item = &'b Key> {
        let own = self.keys.get(&number);
        let pairs = own.map(|_| &self.decisions.together).into_iter().flatten();
        let is_own = move |key: &Key| own.is_some_and(|own| own.contains(key));
        pairs.filter_map(move |(one, other)| match (is_own(one), is_own(other)) {
            (true, _) => Some(other),
            (_, true) => Some(one),
            _ => None,
        })
    }

    /// How well an account fits into a group: its best evidence with one of its accounts; `None` where anything keeps it
    /// apart from any of them, or the evidence is not enough, or no better than what another group has.
    fn fit(&self, number: u32, account: &Told, known: &Growing, least: Option<f64>) -> Option<(f64, Joint)> {
        let own = known.told.len();
        if self.decided(&self.decisions.apart, number, known).is_some() {
            return None;
        }
        if let Some((other, events)) = self.decided(&self.decisions.together, number, known) {
            let joint = Joint { own, other, found: Found::default(), decided: Some(Box::new(events)) };
            return least.is_none_or(|least| least < f64::INFINITY).then_some((f64::INFINITY, joint));
        }
        let limits = Rules::bundled().limits;
        let goes_on = account.level != Level::Site || !self.kind.placed;
        let most = if self.kind.placed { limits.area_days } else { limits.course_days };
        let (first, last) = (known.first.min(account.window.first), known.last.max(account.window.first));
        if goes_on && last.saturating_sub(first) > most {
            return None;
        }
        let (mut least, mut best) = (least, None);
        for part in &known.parts {
            if let Some((sum, joint)) = self.fit_part(account, own, part, least, goes_on) {
                (least, best) = (Some(sum), Some((sum, joint)));
            }
        }
        best
    }

    /// How well an account fits into a part of a group.
    fn fit_part(
        &self,
        account: &Told,
        own: usize,
        part: &Part,
        least: Option<f64>,
        goes_on: bool,
    ) -> Option<(f64, Joint)> {
        // What a report keeps apart is no evidence for itself; nor does its account of an area become one of a village.
        let is_site = account.level == Level::Site;
        if part.has_level(account.report, !is_site) {
            return None;
        }
        let mut weighed: Vec<(&Alike, (Found, bool))> = Vec::new();
        // A flare-up over an area goes on for days, but not for ever.
        let (first, last) = if goes_on { self.kind.days_near(account.window) } else { (i32::MIN, i32::MAX) };
        for alike in part.alike_within(first, last).filter(|alike| alike.is_told_besides(account.report)) {
            match evidence::compare(account, &alike.account, self.kind) {
                Ok(found) => weighed.push((alike, found)),
                Err(Apart::OtherDays) if goes_on => {}
                Err(_) => return None,
            }
        }
        // The most promising first, so that the others need not be looked at.
        weighed.sort_by(|(_, (a, _)), (_, (b, _))| b.most().total_cmp(&a.most()));
        let mut best: Option<(f64, usize, Found)> = None;
        for (alike, (found, must_tell)) in weighed {
            let most = found.most();
            let cannot = most < evidence::enough() || least.is_some_and(|least| most <= least);
            for (words, place) in alike.told_besides(account.report) {
                // Words are costly to compare: not where they cannot change anything. Of equals the first counts.
                let against =
                    |weight: f64, (sum, first, _): (f64, usize, Found)| weight.total_cmp(&sum).then(first.cmp(&place));
                if !must_tell && (cannot || best.is_some_and(|best| against(most, best).is_lt())) {
                    continue;
                }
                let found = evidence::with_words(account, words, (found, must_tell), &self.words).ok()?;
                let sum = found.sum();
                if best.is_none_or(|best| against(sum, best).is_gt()) {
                    best = Some((sum, place, found));
                }
            }
        }
        let (sum, other, found) =
            best.filter(|(sum, _, found)| found.is_enough() && least.is_none_or(|least| *sum > least))?;
        Some((sum, Joint { own, other, found, decided: None }))
    }

    /// A decision between a mention of an account and one of a group: the place of the other in it, and the events of both.
    fn decided(
        &self,
        decisions: &BTreeSet<(Key, Key)>,
        number: u32,
        known: &Growing,
    ) -> Option<(usize, (String, String))> {
        let own = self.keys.get(&number).filter(|_| !decisions.is_empty())?;
        own.iter().find_map(|one| {
            known.told.iter().enumerate().find_map(|(place, other)| {
                let of_both = |other: &&Key| {
                    decisions.contains(&(one.clone(), (*other).clone()))
                        || decisions.contains(&((*other).clone(), one.clone()))
                };
                let other = self.keys.get(other)?.iter().find(of_both)?;
                Some((place, (one.1.clone(), other.1.clone())))
            })
        })
    }

    /// Puts an account into a group, or makes one of it.
    fn join(&mut self, number: u32, account: &Told, group: usize, joint: Option<Joint>) {
        let day = account.window.first;
        if group >= self.grown.len() {
            self.grown.push(Growing { first: day, last: day, ..Growing::default() });
        }
        if let Some(known) = self.grown.get_mut(group) {
            (known.first, known.last) = (known.first.min(day), known.last.max(day));
            let part = match &joint {
                Some(joint) if joint.decided.is_none() => known.part.get(joint.other).copied().unwrap_or_default(),
                _ => {
                    known.parts.push(Part::default());
                    known.parts.len() - 1
                }
            };
            if let Some(part) = known.parts.get_mut(part) {
                part.add(account, known.told.len());
            }
            known.part.push(part);
            known.told.push(number);
            known.joints.extend(joint);
        }
    }
}

fn is_decided(decisions: &Decisions, key: &Key) -> bool {
    decisions.together.iter().chain(&decisions.apart).any(|(one, other)| one == key || other == key)
}

fn as_number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
