//! Which groups an account can fit into at all, so that a block is passed in about linear time.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    cluster::Pass,
    mention::Level,
    rules::Rules,
    stems::Stem,
    told::{Name, Told},
};

/// Windows of more days than this are looked at one by one.
const DAYS: i32 = 40;

type ByStem = BTreeMap<i32, BTreeMap<Stem, Vec<usize>>>;

type Groups = BTreeSet<usize>;

/// Groups by what they are found by.
#[derive(Default)]
pub(super) struct Index {
    /// Groups of a village, by day.
    sites: BTreeMap<(Name, i32), Groups>,
    /// Those of them whose window has no end.
    endless_sites: BTreeMap<Name, Groups>,
    /// Groups over an area or without place, by day.
    days: BTreeMap<i32, Groups>,
    /// Those of them whose window has no end.
    endless: Groups,
    /// Groups of villages by day and stem, for accounts that tell no place; made when the first of them comes, as all that
    /// are placed come before.
    stems: Option<ByStem>,
}

impl Index {
    pub(super) fn add(&mut self, account: &Told, group: usize) {
        let (days, endless) = days(account);
        match account.site {
            Some(site) if endless => self.endless_sites.entry(site).or_default().extend([group]),
            Some(site) => days.for_each(|day| self.sites.entry((site, day)).or_default().extend([group])),
            None if endless => self.endless.extend([group]),
            None => days.for_each(|day| self.days.entry(day).or_default().extend([group])),
        }
    }

    /// The groups that an account may fit into, in any order.
    pub(super) fn near(&mut self, account: &Told, pass: &Pass<'_>) -> Vec<usize> {
        let slack = Rules::bundled().slack();
        let first = account.window.first.saturating_sub(slack);
        let last = account.window.last.saturating_add(slack).max(first);
        if let Some(site) = account.site {
            let near = self.sites.range((site, first)..=(site, last)).flat_map(|(_, groups)| groups);
            return near.chain(self.endless_sites.get(&site).into_iter().flatten()).copied().collect();
        }
        let near = self.days.range(first..=last).flat_map(|(_, groups)| groups);
        let mut near: Vec<usize> = near.chain(&self.endless).copied().collect();
        if account.level == Level::Unplaced {
            let stems = self.stems.get_or_insert_with(|| of_sites(pass));
            let mut shared = BTreeMap::<usize, usize>::new();
            for (_, of_day) in stems.range(first..=last) {
                for stem in account.stems.iter() {
                    for group in of_day.get(stem).into_iter().flatten() {
                        *shared.entry(*group).or_default() += 1;
                    }
                }
            }
            near.extend(shared.into_iter().filter(|(_, stems)| *stems > 1).map(|(group, _)| group));
        }
        near
    }
}

/// The days of an account's window; of one without end the first alone.
fn days(account: &Told) -> (std::ops::RangeInclusive<i32>, bool) {
    let (first, last) = (account.window.first, account.window.last);
    let endless = last.saturating_sub(first) > DAYS;
    (first..=if endless { first } else { last }, endless)
}

/// Groups of villages by day and stem.
fn of_sites(pass: &Pass<'_>) -> ByStem {
    let mut stems = ByStem::new();
    for (number, group) in pass.grown.iter().enumerate() {
        for account in group.told.iter().filter_map(|account| pass.account(*account)).filter(|one| one.site.is_some()) {
            for day in days(account).0 {
                let of_day = stems.entry(day).or_default();
                account.stems.iter().for_each(|stem| put(of_day.entry(*stem).or_default(), number));
            }
        }
    }
    stems
}

/// Puts a group into a list, not twice in a row.
fn put(list: &mut Vec<usize>, group: usize) {
    if list.last() != Some(&group) {
        list.push(group);
    }
}
