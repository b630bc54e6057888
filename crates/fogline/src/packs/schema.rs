//! The form of a pack's files. Unknown keys are faults, so that a slip of the pen is not lost.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// Any file of a pack.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) pack: Option<Head>,
    #[serde(default)]
    pub(super) side: Vec<Spanned<Side>>,
    #[serde(default)]
    pub(super) bloc: Vec<Spanned<Bloc>>,
    #[serde(default)]
    pub(super) actor: Vec<Spanned<Actor>>,
    /// States, by ISO 3166-1 alpha-3 code.
    #[serde(default)]
    pub(super) state: BTreeMap<String, Spanned<State>>,
    #[serde(default)]
    pub(super) label: Vec<Spanned<Label>>,
    #[serde(default)]
    pub(super) agreement: Vec<Spanned<Agreement>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) title: String,
    #[serde(default)]
    pub(super) always: bool,
    #[serde(default)]
    pub(super) areas: Names,
    /// Countries whose naming together chooses the pack.
    #[serde(default)]
    pub(super) parties: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    #[serde(default)]
    pub(super) en: Vec<String>,
    #[serde(default)]
    pub(super) ru: Vec<String>,
    #[serde(default)]
    pub(super) uk: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Side {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) countries: Vec<String>,
    /// Actors of the general pack, by id.
    #[serde(default)]
    pub(super) actors: Vec<String>,
    #[serde(default)]
    pub(super) words: Vec<String>,
    /// `party`, where nothing is said, or `observer`, `media`, `unknown`.
    pub(super) role: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bloc {
    pub(super) id: String,
    pub(super) sides: Vec<String>,
}

/// An actor. `roles` and `sides` are rows: office, organisation, from, to; side, from, to. An empty date is open.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Actor {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) country: Option<String>,
    #[serde(default)]
    pub(super) sectors: Vec<String>,
    #[serde(default)]
    pub(super) en: Vec<String>,
    #[serde(default)]
    pub(super) ru: Vec<String>,
    #[serde(default)]
    pub(super) uk: Vec<String>,
    /// Names that something else bears too, any language: they stand for it only beside a word of its kind, in quotation
    /// marks, or where the text also has a name of it that is not one of these.
    #[serde(default)]
    pub(super) ambiguous: Vec<String>,
    /// Names of places or buildings that stand for it, any language.
    #[serde(default)]
    pub(super) metonyms: Vec<String>,
    #[serde(default)]
    pub(super) roles: Vec<Vec<String>>,
    #[serde(default)]
    pub(super) sides: Vec<Vec<String>>,
    pub(super) parent: Option<String>,
    pub(super) class: Option<String>,
    /// Rows: about, value, from, to, source.
    #[serde(default)]
    pub(super) facts: Vec<Vec<String>>,
    /// Where an outlet's pages stand: `reuters.com`, which also means every host under it.
    #[serde(default)]
    pub(super) hosts: Vec<String>,
    /// Lines that an outlet's pages repeat and that are no part of a report; one that ends in `...` is a beginning.
    #[serde(default)]
    pub(super) lines: Vec<String>,
    pub(super) source: Option<String>,
}

/// A state. Names of one language are separated by `|`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct State {
    pub(super) en: String,
    pub(super) ru: String,
    pub(super) uk: String,
    /// English adjectives.
    #[serde(default)]
    pub(super) adj: String,
    /// Its people in English.
    #[serde(default)]
    pub(super) people: String,
    /// Russian and Ukrainian adjectives, in the masculine nominative.
    #[serde(default)]
    pub(super) adj_ru: String,
    #[serde(default)]
    pub(super) adj_uk: String,
    /// Its capital, which can stand for its government: English; Russian; Ukrainian.
    #[serde(default)]
    pub(super) capital: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Label {
    #[serde(default)]
    pub(super) en: Vec<String>,
    #[serde(default)]
    pub(super) ru: Vec<String>,
    #[serde(default)]
    pub(super) uk: Vec<String>,
    pub(super) used_by: Vec<String>,
    pub(super) neutral: String,
    pub(super) of: Option<String>,
    /// Whether it says that something was done, and not only who someone is: "genocide".
    #[serde(default)]
    pub(super) alleges: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Agreement {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) made: String,
    pub(super) in_force: Option<String>,
    pub(super) ended: Option<String>,
    pub(super) parties: Vec<String>,
    #[serde(default)]
    pub(super) measure: Vec<Measure>,
    pub(super) source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Measure {
    pub(super) id: String,
    pub(super) text: String,
    #[serde(default)]
    pub(super) violated_by: Vec<String>,
}
