//! Whether two accounts can be of one occurrence: what keeps them apart, else a sum of named pieces of evidence.
//!
//! The waterfall (a weight for each piece, their sum against a threshold) follows the log-odds form of record linkage by
//! Fellegi and Sunter (1969); the weights are set by hand in `lexicon/incidents.toml` and are no probabilities.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    extract::{CLAIM, apart_on_clock, overlap},
    mention::{Level, Mention, Party, Window},
    rules::Rules,
    stems::{Rarity, Stem},
};
use crate::sides::Sides;

/// What one report tells of one occurrence: a chain of its mentions.
pub(super) struct Account<'m> {
    pub(super) mentions: Vec<&'m Mention>,
    pub(super) stems: Vec<Stem>,
    context: Vec<Stem>,
    pub(super) level: Level,
    pub(super) site: Option<&'m str>,
    pub(super) theatre: Option<&'m str>,
    pub(super) window: Window,
}

impl<'m> Account<'m> {
    pub(super) fn new(mentions: Vec<&'m Mention>) -> Self {
        let stems: BTreeSet<&Stem> = mentions.iter().flat_map(|one| &one.stems).collect();
        let context: BTreeSet<&Stem> = mentions.iter().flat_map(|one| &one.context).collect();
        let best = mentions.iter().max_by_key(|one| (one.place.level, one.place.stated));
        let place = best.map(|one| &one.place);
        let stated = mentions.iter().filter(|one| one.window.stated).map(|one| one.window);
        let window = stated
            .chain(mentions.iter().map(|one| one.window))
            .min_by_key(|window| (!window.stated, window.last.saturating_sub(window.first), window.first))
            .unwrap_or_default();
        let clock = mentions.iter().find_map(|one| one.window.clock);
        Self {
            stems: stems.into_iter().copied().collect(),
            context: context.into_iter().copied().collect(),
            level: place.map(|place| place.level).unwrap_or_default(),
            site: place.filter(|place| place.level == Level::Site).and_then(|place| place.id.as_deref()),
            theatre: place.and_then(|place| place.country.as_deref()),
            window: Window { clock, ..window },
            mentions,
        }
    }

    /// Whether two accounts are told by one report.
    pub(super) fn is_of_report(&self, other: &Self) -> bool {
        self.first().map(|one| &one.source.id) == other.first().map(|one| &one.source.id)
    }

    fn first(&self) -> Option<&'m Mention> {
        self.mentions.first().copied()
    }

    fn values(&self, of: impl Fn(&'m Mention) -> Option<&'m str>) -> BTreeSet<&'m str> {
        self.mentions.iter().filter_map(|one| of(one)).collect()
    }

    fn blocs<'s>(&'s self, sides: &'s Sides, of: impl Fn(&'m Mention) -> &'m [Party]) -> BTreeSet<&'s str> {
        let parties = self.mentions.iter().flat_map(|one| of(one));
        parties.filter_map(|party| party.side.as_deref()).map(|side| sides.bloc(side)).collect()
    }

    /// Blocs that are said to have done it; what someone announces or promises without naming anybody is its own act.
    fn doers<'s>(&'s self, sides: &'s Sides) -> BTreeSet<&'s str> {
        let unnamed = |one: &&&Mention| !one.negative && one.actor.iter().all(|party| party.side.is_none());
        let own = self.mentions.iter().filter(unnamed);
        let own = own.flat_map(|one| &one.voices).filter(|voice| voice.tells && voice.is_of_own_act());
        let own = own.filter_map(|voice| voice.side.as_deref()).map(|side| sides.bloc(side));
        self.blocs(sides, |one| &one.actor).into_iter().chain(own).collect()
    }

    fn figures(&self) -> BTreeSet<(&'m str, u64)> {
        let counts = self.mentions.iter().flat_map(|one| &one.counts).filter(|count| !count.replaced);
        counts.filter_map(|count| Some((count.kind.as_str(), count.best?.to_bits()))).collect()
    }
}

/// A piece of evidence for two accounts being of one occurrence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// As `site`.
    pub name: String,
    /// How much it weighs.
    pub weight: f64,
}

/// Why two accounts cannot be of one occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Apart {
    /// Two villages.
    OtherSite,
    /// A village, and an area as a whole.
    AreaAndSite,
    /// No day can be of both.
    OtherDays,
    /// Two times on the clock.
    OtherClock,
    /// Other families of events, or other labels.
    OtherKind,
    /// Others are said to have done it, of events that need no place.
    OtherActor,
    /// Two conflicts.
    OtherTheatre,
    /// One tells no place, and nothing else tells that it is the village of the other.
    NothingTelling,
}

/// What keeps two accounts apart, or the evidence for one occurrence.
pub(super) fn compare(
    a: &Account<'_>,
    b: &Account<'_>,
    rarity: &Rarity,
    sides: &Sides,
) -> Result<Vec<Evidence>, Apart> {
    let rules = Rules::bundled();
    let mut found = Vec::new();
    // To three places, so that what is written and read back is the same.
    let weight = |name: &str, times: f64| (rules.weight(name) * times * 1000.0).round() / 1000.0;
    let mut add = |name: &str, times: f64| found.push(Evidence { name: name.to_owned(), weight: weight(name, times) });
    let (Some(one), Some(other)) = (a.first(), b.first()) else { return Err(Apart::OtherKind) };
    if one.family != other.family || one.label != other.label {
        return Err(Apart::OtherKind);
    }
    let family = rules.family_of(&one.family);
    let placed = family.is_some_and(|family| family.placed);
    // A course of events without a place goes on from day to day.
    let slack = if placed { retold(a, b) } else { family.map_or(rules.plan.days, |family| family.days) };
    let wide =
        Window { first: a.window.first.saturating_sub(slack), last: a.window.last.saturating_add(slack), ..a.window };
    if !overlap(wide, b.window) {
        return Err(Apart::OtherDays);
    }
    if apart_on_clock(a.window, b.window) {
        return Err(Apart::OtherClock);
    }
    if placed {
        match (a.level, b.level) {
            (Level::Site, Level::Site) if a.site != b.site => return Err(Apart::OtherSite),
            (Level::Site, Level::Site) => add("site", 1.0),
            (Level::Site, Level::Area) | (Level::Area, Level::Site) => return Err(Apart::AreaAndSite),
            _ if a.theatre != b.theatre => return Err(Apart::OtherTheatre),
            (Level::Site | Level::Unplaced, Level::Unplaced) | (Level::Unplaced, Level::Site) => add("unplaced", 1.0),
            _ => add("area", 1.0),
        }
    } else if a.theatre != b.theatre && one.family != CLAIM {
        return Err(Apart::OtherTheatre);
    } else if a.theatre.is_some() && a.theatre == b.theatre {
        add("theatre", 1.0);
    }
    if one.family == CLAIM {
        add("label", 1.0);
    } else {
        add("family", 1.0);
        if !a.values(|m| m.kind.as_deref()).is_disjoint(&b.values(|m| m.kind.as_deref())) {
            add("kind", 1.0);
        }
    }
    match a.window.clock.zip(b.window.clock) {
        Some(_) => add("clock", 1.0),
        None if a.window.stated && b.window.stated => add("day", 1.0),
        None => add("window", 1.0),
    }
    let modes = |m: &Account<'_>| m.mentions.iter().flat_map(|one| one.modes.clone()).collect::<BTreeSet<_>>();
    if !modes(a).is_disjoint(&modes(b)) {
        add("mode", 1.0);
    }
    let (objects, others) = (of_few(a), of_few(b));
    if !objects.is_disjoint(&others) {
        add("object", 1.0);
    } else if !objects.is_empty() && !others.is_empty() {
        add("other_object", 1.0);
    }
    if !a.values(|m| m.weapon.as_deref()).is_disjoint(&b.values(|m| m.weapon.as_deref())) {
        add("weapon", 1.0);
    }
    let (named, others) = (a.blocs(sides, |m| &m.actor), b.blocs(sides, |m| &m.actor));
    if !placed && !named.is_empty() && !others.is_empty() && named.is_disjoint(&others) {
        return Err(Apart::OtherActor);
    }
    if !placed && a.site.is_some() && b.site.is_some() && a.site != b.site {
        add("other_site", 1.0);
    }
    let (doers, others) = (a.doers(sides), b.doers(sides));
    if !doers.is_disjoint(&others) {
        add("same_actor", 1.0);
    } else if !placed && !doers.is_empty() && !others.is_empty() {
        add("other_actor", 1.0);
    }
    if !a.blocs(sides, |m| &m.recipient).is_disjoint(&b.blocs(sides, |m| &m.recipient)) {
        add("recipient", 1.0);
    }
    if !a.figures().is_disjoint(&b.figures()) {
        add("figure", 1.0);
    }
    let likeness = rarity
        .likeness(&a.stems, &b.stems)
        .max(rarity.held(&a.stems, &b.context))
        .max(rarity.held(&b.stems, &a.context));
    if likeness > 0.0 {
        add("words", likeness);
    }
    let unplaced = placed && a.level.max(b.level) == Level::Site && a.level != b.level
        || family.is_some_and(|family| family.telling);
    let telling = |piece: &Evidence| matches!(piece.name.as_str(), "object" | "clock" | "figure");
    if unplaced && likeness < rules.limits.telling && !found.iter().any(telling) {
        return Err(Apart::NothingTelling);
    }
    Ok(found)
}

/// Days by which an account that does not tell the day can come after what it tells of: where both name the same village and
/// the same object of few in it.
fn retold(a: &Account<'_>, b: &Account<'_>) -> i32 {
    let same = a.site.is_some() && a.site == b.site && !of_few(a).is_disjoint(&of_few(b));
    let told = a.window.stated && b.window.stated;
    if same && !told { Rules::bundled().limits.retold_days } else { 0 }
}

/// The objects an account names that are one of few in a place.
fn of_few(account: &Account<'_>) -> BTreeSet<String> {
    let objects = account.mentions.iter().filter_map(|one| one.object.clone());
    objects.filter(|object| Rules::bundled().evidence.objects.contains(object)).collect()
}

/// The sum of evidence.
pub(super) fn sum(evidence: &[Evidence]) -> f64 {
    evidence.iter().map(|piece| piece.weight).sum()
}

/// Whether evidence is enough for one occurrence.
pub(super) fn enough(evidence: &[Evidence]) -> bool {
    sum(evidence) >= Rules::bundled().weight("enough")
}
