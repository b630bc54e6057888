//! A statement as a signal cites it.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::item::{Channel, Interval, Item, Speaker};
use crate::report::Citation;

/// Exact words with who said them, when, and how they reached the reader.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "CitedStatement")]
pub struct Cited {
    /// Where they stand.
    #[serde(flatten)]
    pub citation: Citation,
    /// The words, one a span.
    pub exact: Vec<String>,
    /// Who says them.
    pub speaker: Speaker,
    /// When they were said.
    pub said: Interval,
    /// When the report was published.
    pub published: Option<String>,
    /// Outlet and medium.
    pub channel: Channel,
}

impl From<&Item> for Cited {
    fn from(item: &Item) -> Self {
        Self {
            citation: item.citation.clone(),
            exact: item.exact.clone(),
            speaker: item.speaker.clone(),
            said: item.said.clone(),
            published: item.published.clone(),
            channel: item.channel.clone(),
        }
    }
}

/// Something that statements tell of, with all of them: it cites only some.
#[derive(Debug)]
pub struct Based<'i, T> {
    /// What they tell of.
    pub what: T,
    /// The statements, each at least once.
    pub on: Vec<&'i Item>,
}

/// By what two prints of the same words are known: the speaker, or the side alone where it has no name, and the words.
pub(super) type SameWords<'w> = (Option<&'w str>, Option<&'w str>, &'w [String]);

pub(super) fn same_words<'w>(speaker: &'w Speaker, exact: &'w [String]) -> SameWords<'w> {
    let party = &speaker.party;
    (party.actor.as_deref().filter(|_| !speaker.anonymous), party.side.as_deref(), exact)
}

/// Items that had come out at a moment, in the order in which they came out.
pub(super) fn known(items: &[Item], as_of: Option<i64>) -> Vec<&Item> {
    let mut known: Vec<&Item> = items.iter().filter(|item| item.known_at(as_of)).collect();
    known.sort_by(|one, other| one.order_key().cmp(&other.order_key()));
    known.dedup_by(|one, other| one.citation == other.citation);
    known
}

/// How many of one class are kept besides the first.
const LATEST: usize = 9;

/// Of each class, the first and the latest, in their order.
pub(super) fn first_and_latest<'a, T, K: Ord>(all: &'a [T], class: impl Fn(&'a T) -> K) -> Vec<&'a T> {
    let mut totals: BTreeMap<K, usize> = BTreeMap::new();
    for one in all {
        *totals.entry(class(one)).or_default() += 1;
    }
    let mut counts: BTreeMap<K, usize> = BTreeMap::new();
    let is_kept = |one: &&'a T| {
        let total = totals.get(&class(one)).copied().unwrap_or_default();
        let at = counts.entry(class(one)).or_default();
        *at += 1;
        *at == 1 || total - *at < LATEST
    };
    all.iter().filter(is_kept).collect()
}

/// The sides of speakers, each once.
pub(super) fn sides_of<'c>(cited: impl Iterator<Item = &'c Cited>) -> Vec<String> {
    let sides: BTreeSet<&String> = cited.filter_map(|one| one.speaker.party.side.as_ref()).collect();
    sides.into_iter().cloned().collect()
}
