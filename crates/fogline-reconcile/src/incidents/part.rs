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
