//! Groups accounts into occurrences: one pass in the order of publication, the same whatever the order of arrival.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    evidence::{self, Account, Evidence, compare},
    mention::{Level, Mention},
    rules::Rules,
    stems::{Rarity, Stem},
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

/// Some accounts of one occurrence, and what joined each of them.
#[derive(Debug)]
pub(super) struct Cluster<'m> {
    pub(super) mentions: Vec<&'m Mention>,
    pub(super) links: Vec<Link>,
}

/// What joined an account to one before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    pub by: String,
    /// The pieces of evidence.
    pub evidence: Vec<Evidence>,
}

struct Growing<'m> {
    accounts: Vec<Account<'m>>,
    links: Vec<Link>,
}

/// Groups the mentions of one block: those of one family, in one village or over one area.
pub(super) fn cluster<'m>(mentions: &'m [Mention], sides: &Sides, decisions: &Decisions) -> Vec<Cluster<'m>> {
    let mut chains = BTreeMap::<(i64, &str, usize), Vec<&Mention>>::new();
    for one in mentions {
        chains.entry((one.source.at, &one.source.id, one.chain)).or_default().push(one);
    }
    let mut accounts: Vec<Account<'_>> = chains.into_values().map(Account::new).collect();
    // Who tells a place comes before who tells none, which can only be added to what is placed.
    accounts.sort_by_key(|account| account.level == Level::Unplaced);
    let rarity = Rarity::new(accounts.iter().map(|account| account.stems.as_slice()));
    let mut grown: Vec<Growing<'m>> = Vec::new();
    let mut index = Index::default();
    for account in accounts {
        let near = if decisions.together.is_empty() { index.near(&account) } else { (0..grown.len()).collect() };
        let best = near
            .into_iter()
            .filter_map(|number| {
                let (sum, link) = fit(&account, grown.get(number)?, &rarity, sides, decisions)?;
                Some((number, sum, link))
            })
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        index.add(&account, best.as_ref().map_or(grown.len(), |(number, ..)| *number));
        match best.and_then(|(number, _, link)| Some((grown.get_mut(number)?, link))) {
            Some((known, link)) => {
                known.accounts.push(account);
                known.links.push(link);
            }
            None => grown.push(Growing { accounts: vec![account], links: Vec::new() }),
        }
    }
    let whole = |known: Growing<'m>| Cluster {
        mentions: known.accounts.into_iter().flat_map(|account| account.mentions).collect(),
        links: known.links,
    };
    grown.into_iter().map(whole).collect()
}

/// Which groups an account can fit into at all, so that a block is passed in about linear time.
#[derive(Default)]
struct Index<'m> {
    /// Groups of a village.
    sites: BTreeMap<&'m str, BTreeSet<usize>>,
    /// Groups over an area or without place, by day.
    days: BTreeMap<i32, BTreeSet<usize>>,
    /// Those whose window has no end.
    endless: BTreeSet<usize>,
    /// Groups of villages by day and stem, for accounts that tell no place.
    stems: BTreeMap<i32, BTreeMap<Stem, BTreeSet<usize>>>,
}

/// Windows of more days than this are looked at one by one.
const DAYS: i32 = 40;

impl<'m> Index<'m> {
    fn add(&mut self, account: &Account<'m>, number: usize) {
        let (first, last) = (account.window.first, account.window.last);
        let endless = last.saturating_sub(first) > DAYS;
        match account.site {
            Some(site) => {
                self.sites.entry(site).or_default().insert(number);
                for day in first..=if endless { first } else { last } {
                    let of_day = self.stems.entry(day).or_default();
                    for stem in &account.stems {
                        of_day.entry(*stem).or_default().insert(number);
                    }
                }
            }
            None if endless => {
                self.endless.insert(number);
            }
            None => {
                for day in first..=last {
                    self.days.entry(day).or_default().insert(number);
                }
            }
        }
    }

    fn near(&self, account: &Account<'_>) -> BTreeSet<usize> {
        if let Some(site) = account.site {
            return self.sites.get(site).cloned().unwrap_or_default();
        }
        let slack = Rules::bundled().limits.course_days;
        let days = account.window.first.saturating_sub(slack)..=account.window.last.saturating_add(slack);
        let mut out: BTreeSet<usize> =
            self.days.range(days.clone()).flat_map(|(_, of_day)| of_day.iter().copied()).collect();
        out.extend(&self.endless);
        if account.level == Level::Unplaced {
            let mut shared = BTreeMap::<usize, usize>::new();
            for (_, of_day) in self.stems.range(days) {
                for stem in &account.stems {
                    for number in of_day.get(stem).into_iter().flatten() {
                        *shared.entry(*number).or_default() += 1;
                    }
                }
            }
            out.extend(shared.into_iter().filter(|(_, stems)| *stems > 1).map(|(number, _)| number));
        }
        out
    }
}

/// How well an account fits into a group: its best evidence with one of its accounts; `None` where anything keeps it apart
/// from any of them, or the evidence is not enough.
fn fit(
    account: &Account<'_>,
    known: &Growing<'_>,
    rarity: &Rarity,
    sides: &Sides,
    decisions: &Decisions,
) -> Option<(f64, Link)> {
    if decided(&decisions.apart, account, known).is_some() {
        return None;
    }
    if let Some((own, other)) = decided(&decisions.together, account, known) {
        return Some((f64::INFINITY, link(own, other, "analyst", Vec::new())));
    }
    let limits = Rules::bundled().limits;
    let placed = |family: &str| Rules::bundled().family_of(family).is_some_and(|family| family.placed);
    let placed = account.mentions.first().is_some_and(|one| placed(&one.family));
    let goes_on = account.level != Level::Site || !placed;
    let most = if placed { limits.area_days } else { limits.course_days };
    let (mut first, mut last) = (account.window.first, account.window.first);
    let mut best: Option<(f64, &Account<'_>, Vec<Evidence>)> = None;
    for other in &known.accounts {
        (first, last) = (first.min(other.window.first), last.max(other.window.first));
        if account.is_of_report(other) {
            // What a report keeps apart is no evidence for itself; nor does its account of an area become one of a village.
            if (account.level == Level::Site) != (other.level == Level::Site) {
                return None;
            }
            continue;
        }
        match compare(account, other, rarity, sides) {
            Ok(evidence) => {
                let sum = evidence::sum(&evidence);
                if best.as_ref().is_none_or(|(known, ..)| sum > *known) {
                    best = Some((sum, other, evidence));
                }
            }
            // A flare-up over an area goes on for days, but not for ever.
            Err(evidence::Apart::OtherDays) if goes_on => {}
            Err(_) => return None,
        }
    }
    if goes_on && last.saturating_sub(first) > most {
        return None;
    }
    let (sum, other, evidence) = best.filter(|(.., evidence)| evidence::enough(evidence))?;
    let (own, other) = (account.mentions.first()?, other.mentions.first()?);
    Some((sum, link(own, other, "evidence", evidence)))
}

/// A decision between a mention of an account and one of a group.
fn decided<'m>(
    decisions: &BTreeSet<(Key, Key)>,
    account: &Account<'m>,
    known: &Growing<'m>,
) -> Option<(&'m Mention, &'m Mention)> {
    if decisions.is_empty() {
        return None;
    }
    let key = |one: &Mention| (one.source.id.clone(), one.event.clone());
    let others = || known.accounts.iter().flat_map(|account| &account.mentions);
    account.mentions.iter().find_map(|one| {
        let other = others()
            .find(|other| decisions.contains(&(key(one), key(other))) || decisions.contains(&(key(other), key(one))))?;
        Some((*one, *other))
    })
}

fn link(own: &Mention, other: &Mention, by: &str, evidence: Vec<Evidence>) -> Link {
    Link {
        document: own.source.reference.clone(),
        event: own.event.clone(),
        to_document: other.source.reference.clone(),
        to_event: other.event.clone(),
        by: by.to_owned(),
        evidence,
    }
}
