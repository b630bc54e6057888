//! The accounts of a group as another one is compared with them. Many are alike in all that they are compared by, or in all but
//! their words, as where a wire is printed again and again: each kind is looked at once. What is read for that lies together, in
//! the order in which it is read, as a group can have thousands of accounts.

use std::collections::HashMap;

use super::{
    mention::Level,
    stems::Stem,
    told::{Profile, Told, Wording},
};

/// Accounts of a group that keep others apart from it together.
#[derive(Debug, Default)]
pub(super) struct Part {
    alike: Vec<Alike>,
    /// The first and the last day of each of them, by which most are passed over.
    days: Vec<(i32, i32)>,
    /// Where in `alike` each kind stands.
    places: HashMap<Profile, usize>,
    /// Reports that tell of a village in it, and of anything else.
    levels: HashMap<u32, (bool, bool)>,
}

/// Accounts that are alike but for their words.
#[derive(Debug)]
pub(super) struct Alike {
    /// The first of them.
    pub(super) account: Told,
    worded: Vec<Worded>,
    /// Stems and context of each in `worded`, one after the other.
    words: Vec<Stem>,
    /// Where in `worded` those with the same words stand.
    places: HashMap<Wording, usize>,
    /// Whether more than one report tells them.
    by_several: bool,
}

/// Accounts that are wholly alike.
#[derive(Debug)]
struct Worded {
    stems: usize,
    context: usize,
    /// All that its stems tell.
    total: f64,
    /// Place in the group and report of the first.
    first: (usize, u32),
    /// The same of the first that another report tells.
    other: Option<(usize, u32)>,
}

/// The words of an account.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'p> {
    pub(super) stems: &'p [Stem],
    /// The words around.
    pub(super) context: &'p [Stem],
    /// All that its stems tell.
    pub(super) total: f64,
}

impl Part {
    /// Takes in an account, which stands at a place in the group.
    pub(super) fn add(&mut self, account: &Told, place: usize) {
        let levels = self.levels.entry(account.report).or_default();
        *(if account.level == Level::Site { &mut levels.0 } else { &mut levels.1 }) = true;
        let alike = *self.places.entry(account.profile()).or_insert_with(|| {
            self.days.push((account.window.first, account.window.last));
            self.alike.push(Alike::of(account.clone()));
            self.alike.len() - 1
        });
        if let Some(alike) = self.alike.get_mut(alike) {
            alike.add(account, place);
        }
    }

    /// Its accounts of some days, those together that are alike but for their words.
    pub(super) fn alike_within(&self, first: i32, last: i32) -> impl Iterator<Item = &Alike> {
        let within = move |days: &(i32, i32)| days.0 <= last && first <= days.1;
        self.days.iter().zip(&self.alike).filter(move |(days, _)| within(days)).map(|(_, alike)| alike)
    }

    /// Whether a report tells of a village in it, or of anything else.
    pub(super) fn has_level(&self, report: u32, site: bool) -> bool {
        self.levels.get(&report).is_some_and(|(own, other)| if site { *own } else { *other })
    }
}

impl Alike {
    fn of(account: Told) -> Self {
        Self { account, worded: Vec::new(), words: Vec::new(), places: HashMap::new(), by_several: false }
    }

    fn add(&mut self, account: &Told, place: usize) {
        self.by_several |= account.report != self.account.report;
        let worded = *self.places.entry(account.wording()).or_insert_with(|| {
            let Told { stems, context, total, .. } = account;
            self.words.extend(stems.iter().chain(context.iter()));
            let first = (place, account.report);
            self.worded.push(Worded { stems: stems.len(), context: context.len(), total: *total, first, other: None });
            self.worded.len() - 1
        });
        if let Some(worded) = self.worded.get_mut(worded)
            && worded.first.1 != account.report
        {
            worded.other.get_or_insert((place, account.report));
        }
    }

    /// Whether another report tells one of them.
    pub(super) fn is_told_besides(&self, report: u32) -> bool {
        self.by_several || self.account.report != report
    }

    /// Those that other reports tell: the words of all with the same ones, and the place of the first in the group.
    pub(super) fn told_besides(&self, report: u32) -> impl Iterator<Item = (Words<'_>, usize)> {
        let mut rest = self.words.as_slice();
        self.worded.iter().filter_map(move |one| {
            let (stems, more) = rest.split_at_checked(one.stems)?;
            let (context, more) = more.split_at_checked(one.context)?;
            rest = more;
            Some((Words { stems, context, total: one.total }, one.besides(report)?))
        })
    }
}

impl Worded {
    /// The place of the first that another report tells.
    fn besides(&self, report: u32) -> Option<usize> {
        if self.first.1 == report { self.other.map(|(place, _)| place) } else { Some(self.first.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            mention::{Mention, Where, Window},
            told::Names,
        },
        *,
    };
    use crate::sides::Sides;

    /// A part of accounts, each by its report, its level, its day and its words.
    fn part(accounts: &[(u32, Level, i32, &[Stem])]) -> Part {
        let (mut names, sides) = (Names::default(), Sides::new(&[]));
        let mut part = Part::default();
        for (place, (report, level, day, stems)) in accounts.iter().enumerate() {
            let mention = Mention {
                place: Where { level: *level, ..Where::default() },
                window: Window { first: *day, last: *day, ..Window::default() },
                stems: stems.to_vec(),
                context: [7].into_iter().collect(),
                ..Mention::default()
            };
            part.add(&names.told(*report, 0, &[&mention], &sides).unwrap(), place);
        }
        part
    }

    fn besides(part: &Part, report: u32) -> Vec<(Vec<Stem>, usize)> {
        let told = |alike: &Alike| -> Vec<(Vec<Stem>, usize)> {
            assert_eq!(alike.is_told_besides(report), alike.told_besides(report).next().is_some());
            alike.told_besides(report).map(|(words, place)| (words.stems.to_vec(), place)).collect()
        };
        part.alike_within(i32::MIN, i32::MAX).flat_map(told).collect()
    }

    #[test]
    fn of_those_that_are_alike_the_first_of_another_report_counts() {
        let (area, a, b): (_, &[Stem], &[Stem]) = (Level::Area, &[1, 2], &[3]);
        let part = part(&[(0, area, 5, a), (0, area, 5, a), (1, area, 5, b), (1, area, 5, a), (2, area, 5, a)]);
        assert_eq!(part.alike_within(5, 5).count(), 1, "they are alike but for their words");
        assert_eq!(besides(&part, 9), [(a.to_vec(), 0), (b.to_vec(), 2)]);
        assert_eq!(besides(&part, 0), [(a.to_vec(), 3), (b.to_vec(), 2)]);
        assert_eq!(besides(&part, 1), [(a.to_vec(), 0)]);
        assert!(part.alike_within(5, 5).flat_map(|one| one.told_besides(9)).all(|(words, _)| words.context == [7]));
    }

    #[test]
    fn what_one_report_tells_is_no_evidence_for_it() {
        let part = part(&[(0, Level::Area, 5, &[1]), (0, Level::Area, 5, &[2])]);
        assert_eq!((besides(&part, 0).len(), besides(&part, 1).len()), (0, 2));
    }

    #[test]
    fn accounts_of_other_days_are_passed_over_and_levels_are_known_by_report() {
        let part = part(&[(0, Level::Area, 5, &[1]), (1, Level::Site, 6, &[1]), (2, Level::Unplaced, 9, &[1])]);
        let days = |first, last| part.alike_within(first, last).map(|one| one.account.window.first).collect::<Vec<_>>();
        assert_eq!((days(5, 6), days(7, 8), days(9, 20)), (vec![5, 6], vec![], vec![9]));
        let levels = |report| (part.has_level(report, true), part.has_level(report, false));
        assert_eq!([0, 1, 2, 3].map(levels), [(false, true), (true, false), (false, true), (false, false)]);
    }
}
