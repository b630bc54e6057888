//! Whether two accounts can be of one occurrence: what keeps them apart, else a sum of named pieces of evidence.
//!
//! The waterfall (a weight for each piece, their sum against a threshold) follows the log-odds form of record linkage by
//! Fellegi and Sunter (1969); the weights are set by hand in `lexicon/incidents.toml` and are no probabilities.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    extract::{CLAIM, apart_on_clock, overlap},
    mention::{Level, Window},
    part,
    rules::Rules,
    stems::{Held, Rarity},
    told::{Of, Told},
};

/// A piece of evidence for two accounts being of one occurrence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "JoinEvidence")]
pub struct Evidence {
    /// As `site`.
    pub name: String,
    /// How much it weighs.
    pub weight: f64,
}

/// The pieces in the order in which they are weighed; what is above is asked before what is below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Piece {
    Site,
    Unplaced,
    Area,
    Theatre,
    Label,
    Family,
    Kind,
    Clock,
    Day,
    Window,
    Mode,
    Object,
    OtherObject,
    Weapon,
    OtherSite,
    SameActor,
    OtherActor,
    Recipient,
    Figure,
}

/// The same, each with its name in the table of weights.
const PIECES: [(Piece, &str); 19] = [
    (Piece::Site, "site"),
    (Piece::Unplaced, "unplaced"),
    (Piece::Area, "area"),
    (Piece::Theatre, "theatre"),
    (Piece::Label, "label"),
    (Piece::Family, "family"),
    (Piece::Kind, "kind"),
    (Piece::Clock, "clock"),
    (Piece::Day, "day"),
    (Piece::Window, "window"),
    (Piece::Mode, "mode"),
    (Piece::Object, "object"),
    (Piece::OtherObject, "other_object"),
    (Piece::Weapon, "weapon"),
    (Piece::OtherSite, "other_site"),
    (Piece::SameActor, "same_actor"),
    (Piece::OtherActor, "other_actor"),
    (Piece::Recipient, "recipient"),
    (Piece::Figure, "figure"),
];
/// What stands behind them: the likeness of words.
const WORDS: &str = "words";

/// The weights of the pieces, and of words that are wholly alike.
static WEIGHTS: LazyLock<([f64; PIECES.len()], f64)> =
    LazyLock::new(|| (PIECES.map(|(_, name)| weight(name)), Rules::bundled().weight(WORDS)));

/// What is enough for one occurrence.
pub fn enough() -> f64 {
    static ENOUGH: LazyLock<f64> = LazyLock::new(|| Rules::bundled().weight("enough"));
    *ENOUGH
}

/// To three places, so that what is written and read back is the same.
fn weight(name: &str) -> f64 {
    rounded(Rules::bundled().weight(name))
}

fn rounded(weight: f64) -> f64 {
    (weight * 1000.0).round() / 1000.0
}

/// Evidence in a few bytes: which pieces there are, and the weight of the likeness of words, which is last.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Found {
    pieces: u32,
    words: Option<f64>,
}

impl Found {
    fn add(&mut self, piece: Piece) {
        self.pieces |= 1 << piece as u8;
    }

    fn has(self, piece: Piece) -> bool {
        self.pieces & (1 << piece as u8) != 0
    }

    fn with_words(self, words: Option<f64>) -> Self {
        Self { words, ..self }
    }

    /// The sum of evidence.
    pub(super) fn sum(self) -> f64 {
        let (mut left, mut sum) = (self.pieces, 0.0);
        while left != 0 {
            sum += WEIGHTS.0.get(left.trailing_zeros() as usize).copied().unwrap_or_default();
            left &= left - 1;
        }
        sum + self.words.unwrap_or_default()
    }

    /// The sum if the words were wholly alike: no likeness gives more.
    pub(super) fn most(self) -> f64 {
        self.with_words(Some(rounded(WEIGHTS.1))).sum()
    }

    /// Whether it is enough for one occurrence.
    pub(super) fn is_enough(self) -> bool {
        self.sum() >= enough()
    }

    /// The pieces by name.
    pub(super) fn named(self) -> Vec<Evidence> {
        let held = PIECES.iter().zip(&WEIGHTS.0).filter(|((piece, _), _)| self.has(*piece));
        let held = held.map(|((_, name), weight)| (*name, *weight)).chain(self.words.map(|weight| (WORDS, weight)));
        held.map(|(name, weight)| Evidence { name: name.to_owned(), weight }).collect()
    }
}

/// Why two accounts cannot be of one occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// What is asked of a family of events again and again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    /// Whether its occurrences have a place.
    pub(super) placed: bool,
    telling: bool,
    claim: bool,
    days: i32,
}

impl Kind {
    pub(super) fn of(family: &str) -> Self {
        let rules = Rules::bundled();
        let known = rules.family_of(family);
        Self {
            placed: known.is_some_and(|family| family.placed),
            telling: known.is_some_and(|family| family.telling),
            claim: family == CLAIM,
            days: known.map_or(rules.plan.days, |family| family.days),
        }
    }

    /// The first and the last day on which what is of one occurrence with an account can have been.
    pub(super) fn days_near(self, window: Window) -> (i32, i32) {
        let slack = if self.placed { Rules::bundled().limits.retold_days } else { self.days };
        (window.first.saturating_sub(slack), window.last.saturating_add(slack))
    }
}

/// What keeps two accounts of one kind apart, or the evidence for one occurrence, but for their words; and whether those must
/// tell something, as nothing else does.
pub(super) fn compare(a: &Told, b: &Told, kind: Kind) -> Result<(Found, bool), Apart> {
    if a.kind != b.kind {
        return Err(Apart::OtherKind);
    }
    // A course of events without a place goes on from day to day.
    let slack = if kind.placed { retold(a, b) } else { kind.days };
    let wide =
        Window { first: a.window.first.saturating_sub(slack), last: a.window.last.saturating_add(slack), ..a.window };
    if !overlap(wide, b.window) {
        return Err(Apart::OtherDays);
    }
    if apart_on_clock(a.window, b.window) {
        return Err(Apart::OtherClock);
    }
    let mut found = Found::default();
    let place = if kind.placed {
        match (a.level, b.level) {
            (Level::Site, Level::Site) if a.site != b.site => return Err(Apart::OtherSite),
            (Level::Site, Level::Site) => Some(Piece::Site),
            (Level::Site, Level::Area) | (Level::Area, Level::Site) => return Err(Apart::AreaAndSite),
            _ if a.theatre != b.theatre => return Err(Apart::OtherTheatre),
            (Level::Site | Level::Unplaced, Level::Unplaced) | (Level::Unplaced, Level::Site) => Some(Piece::Unplaced),
            _ => Some(Piece::Area),
        }
    } else if a.theatre != b.theatre && !kind.claim {
        return Err(Apart::OtherTheatre);
    } else {
        (a.theatre.is_some() && a.theatre == b.theatre).then_some(Piece::Theatre)
    };
    let mut add = |piece: Piece, holds: bool| {
        if holds {
            found.add(piece);
        }
    };
    if let Some(place) = place {
        add(place, true);
    }
    add(Piece::Label, kind.claim);
    add(Piece::Family, !kind.claim);
    let shared = a.shared(b);
    add(Piece::Kind, !kind.claim && shared.has(Of::Kind));
    match a.window.clock.zip(b.window.clock) {
        Some(_) => add(Piece::Clock, true),
        None if a.window.stated && b.window.stated => add(Piece::Day, true),
        None => add(Piece::Window, true),
    }
    add(Piece::Mode, shared.has(Of::Mode));
    let same_object = shared.has(Of::Object);
    add(Piece::Object, same_object);
    add(Piece::OtherObject, !same_object && a.has(Of::Object) && b.has(Of::Object));
    add(Piece::Weapon, shared.has(Of::Weapon));
    if !kind.placed && a.has(Of::Actor) && b.has(Of::Actor) && !shared.has(Of::Actor) {
        return Err(Apart::OtherActor);
    }
    add(Piece::OtherSite, !kind.placed && a.site.is_some() && b.site.is_some() && a.site != b.site);
    let same_doer = shared.has(Of::Doer);
    add(Piece::SameActor, same_doer);
    add(Piece::OtherActor, !same_doer && !kind.placed && a.has(Of::Doer) && b.has(Of::Doer));
    add(Piece::Recipient, shared.has(Of::Recipient));
    add(Piece::Figure, shared.has(Of::Figure));
    let unplaced = kind.placed && a.level.max(b.level) == Level::Site && a.level != b.level || kind.telling;
    let told = [Piece::Object, Piece::Clock, Piece::Figure].iter().any(|piece| found.has(*piece));
    Ok((found, unplaced && !told))
}

/// How alike the words of two accounts are, from 0 to 1: the cosine of their weighted vectors, or how much of what one tells
/// the other's report holds.
fn likeness(a: &Told, b: part::Words<'_>, words: &Words) -> f64 {
    let share = |both: f64, all: f64| if all > 0.0 { both / all } else { 0.0 };
    let (stems, context) = words.stems.both_shared(&words.context, b.stems);
    share(stems, a.total.sqrt() * b.total.sqrt())
        .max(share(words.stems.shared(b.context), a.total))
        .max(share(context, b.total))
}

/// What words are compared by: how much each tells, and which the account has that is compared with others.
pub(super) struct Words {
    rarity: Rarity,
    stems: Held,
    context: Held,
}

impl Words {
    pub(super) fn new(rarity: Rarity) -> Self {
        Self { rarity, stems: Held::default(), context: Held::default() }
    }

    /// From now on the words of this account are compared.
    pub(super) fn take(&mut self, account: &Told) {
        self.stems.hold(&account.stems, &self.rarity);
        self.context.hold(&account.context, &self.rarity);
    }
}

/// Adds the likeness of words to the other evidence.
pub(super) fn with_words(
    a: &Told,
    b: part::Words<'_>,
    (found, must_tell): (Found, bool),
    words: &Words,
) -> Result<Found, Apart> {
    let likeness = likeness(a, b, words);
    if must_tell && likeness < Rules::bundled().limits.telling {
        return Err(Apart::NothingTelling);
    }
    Ok(found.with_words((likeness > 0.0).then(|| rounded(WEIGHTS.1 * likeness))))
}

/// Days by which an account that does not tell the day can come after what it tells of: where both name the same village and
/// the same object of few in it.
fn retold(a: &Told, b: &Told) -> i32 {
    let told = a.window.stated && b.window.stated;
    let same = || a.site.is_some() && a.site == b.site && a.shared(b).has(Of::Object);
    if !told && same() { Rules::bundled().limits.retold_days } else { 0 }
}
