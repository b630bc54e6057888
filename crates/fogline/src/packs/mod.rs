//! Packs: what is known of parties, persons and outlets, described by data files alone.
//!
//! Goes in: a folder of TOML files. Comes out: a [`Pack`], or every fault with its file and line. The general pack holds
//! what every report can name; each other pack holds one conflict with its sides. The bundled ones stand in `packs/`.

mod actor;
mod check;
mod choose;
mod load;
mod schema;
#[cfg(test)]
mod tests;
mod warn;
pub mod words;

use std::{borrow::Cow, collections::BTreeMap, sync::OnceLock};

pub use actor::{Outlet, OutletFact, PackActor, Role, Sided};
pub use choose::{chosen, side_of, side_of_outlet, side_of_word};
pub use load::{Checked, PackError};
pub use warn::clashes;

use crate::{lang::Lang, names::Phrases, resolve::places::PackAreas};

/// A pack: its files as they are, and what they say.
#[derive(Debug, Clone, Default)]
pub struct Pack {
    /// Name of the pack, as `donbas-2022`.
    pub id: String,
    /// Contents by file name.
    pub files: BTreeMap<String, Cow<'static, str>>,
    /// Whether every text is read with it, or only those that name its area or parties.
    pub always: bool,
    /// Everyone it knows, in the order of its files.
    pub actors: Vec<PackActor>,
    /// The sides of its conflict.
    pub sides: Vec<Side>,
    /// Sides that act together, by the pack's judgement.
    pub blocs: Vec<Bloc>,
    /// Words of a party for another, which are never Fogline's own.
    pub labels: Vec<Label>,
    /// What the parties have agreed on.
    pub agreements: Vec<Agreement>,
    /// Where each actor stands in `actors`.
    pub(crate) by_id: BTreeMap<String, usize>,
    /// Which actor's pages stand on a host.
    pub(crate) by_host: BTreeMap<String, usize>,
    /// Names of all actors.
    pub(crate) names: Phrases<Named>,
    /// Names of the conflict's area; one of them in a text chooses the pack.
    pub(crate) areas: Phrases<()>,
    /// Countries of which two of different blocs in a text choose the pack.
    pub(crate) parties: Vec<String>,
    /// What `areas.toml` says, read when a text is first read with the pack.
    pub(crate) places: OnceLock<PackAreas>,
}

/// What a name of a pack leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Named {
    /// Index of the actor.
    pub(crate) actor: usize,
    /// How the name stands for it.
    pub(crate) by: NameKind,
}

/// How a name stands for an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameKind {
    /// It is its name.
    Name,
    /// It is its name and that of something else: a sea, a river, a word. The words around have to tell.
    Ambiguous,
    /// A building or capital stands for it.
    Metonym,
    /// It is an adjective that says whose: `Ukrainian`.
    Adjective,
    /// Its people: `Ukrainians`.
    People,
}

/// A side of a conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// As `UA`.
    pub id: String,
    /// In words.
    pub name: String,
    /// Countries whose authorities are on it: ISO 3166-1 alpha-3.
    pub countries: Vec<String>,
    /// Actors of the general pack that are on it.
    pub actors: Vec<String>,
    /// What inputs call it.
    pub words: Vec<String>,
    /// What it is to the conflict.
    pub role: SideRole,
}

/// What a side is to its conflict, by which the rules of status weigh who speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SideRole {
    /// It has a stake: a party, or a state that takes part.
    #[default]
    Party,
    /// It observes and takes no part.
    Observer,
    /// Outlets in their own voice.
    Media,
    /// It is not known who they are.
    Unknown,
}

impl SideRole {
    /// As packs write it.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "party" => Self::Party,
            "observer" => Self::Observer,
            "media" => Self::Media,
            "unknown" => Self::Unknown,
            _ => return None,
        })
    }
}

/// Sides that the rules of status take together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bloc {
    /// Its name.
    pub id: String,
    /// Ids of its sides.
    pub sides: Vec<String>,
}

/// A word that one party uses for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The word, by language.
    pub words: Vec<(Lang, String)>,
    /// Sides that use it.
    pub used_by: Vec<String>,
    /// Neutral counterpart in English.
    pub neutral: String,
    /// Actor that it is used of, where that is one.
    pub of: Option<String>,
    /// Whether it says that something was done, and not only who someone is: "genocide".
    pub alleges: bool,
}

/// Something that parties have agreed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// As `minsk-2`.
    pub id: String,
    /// In words.
    pub name: String,
    /// When it was made.
    pub made: jiff::civil::Date,
    /// From when it holds.
    pub in_force: Option<jiff::civil::Date>,
    /// The last day on which it holds, where it has ended.
    pub ended: Option<jiff::civil::Date>,
    /// Ids of those who made it.
    pub parties: Vec<String>,
    /// What it says, each with the event that would break it.
    pub measures: Vec<Measure>,
    /// Where that is written.
    pub source: String,
}

/// One measure of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// As `M3`.
    pub id: String,
    /// In own words.
    pub text: String,
    /// PLOVER event and mode that would violate it; empty where none can be named.
    pub violated_by: Vec<String>,
}

impl Pack {
    /// The actor of an id.
    pub fn actor(&self, id: &str) -> Option<&PackActor> {
        self.actors.get(*self.by_id.get(id)?)
    }

    /// The state of a country.
    pub fn state(&self, country: &str) -> Option<&PackActor> {
        self.actor(country)
    }
}
