//! Words about places by language: `lexicon/{en,ru,uk}/places.toml`, and the weights of evidence: `lexicon/places.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use hashbrown::{HashMap, HashSet};
use serde::Deserialize;

use crate::{gazetteer::Kind, lang::Lang};

/// A language's file.
#[derive(Deserialize)]
struct File {
    within: Vec<String>,
    articles: Vec<String>,
    from: Vec<String>,
    exactly: Vec<String>,
    prefixes: Vec<String>,
    situated: Vec<String>,
    #[serde(default)]
    struck: Vec<String>,
    #[serde(default)]
    held: Vec<String>,
    locative: Vec<String>,
    joins: Vec<String>,
    also: Vec<String>,
    personal: Vec<String>,
    acts: Vec<String>,
    bearers: Vec<String>,
    offices: Vec<String>,
    seldom: Vec<String>,
    class: Vec<Class>,
    bearings: BTreeMap<String, f64>,
    units: BTreeMap<String, f64>,
    cases: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Class {
    words: Vec<String>,
    kinds: Vec<String>,
    #[serde(default)]
    plural: bool,
    #[serde(default)]
    part: bool,
    example: String,
}

/// What a word of class says of a name beside it.
#[derive(Debug, Clone, Default)]
pub(super) struct ClassWord {
    /// The first word of its class: in Russian and Ukrainian the nominative.
    pub(super) base: String,
    /// The kinds that the name can be.
    pub(super) kinds: Vec<Kind>,
    /// Whether it is said of every name of a list: "the X and Y regions".
    pub(super) plural: bool,
    /// Whether what it is "of" is the whole that it is part of: "a district of X".
    pub(super) part: bool,
}

/// The words about places of one language.
pub(super) struct PlaceWords {
    /// May stand within a name without a capital.
    pub(super) within: HashSet<String>,
    /// Stand before a name without being part of it.
    pub(super) articles: HashSet<String>,
    /// Lead from a direction, or a word of class, to the name it is said of.
    pub(super) from: HashSet<String>,
    /// Stand before a direction and say that it is exact.
    pub(super) exactly: HashSet<String>,
    /// Stand before a name and leave it the name of the same place.
    pub(super) prefixes: HashSet<String>,
    /// Say that something lies where the name after them says, which is never a person.
    pub(super) situated: HashSet<String>,
    /// Words of fire on what the name after them says, also behind a word for "of": "shelled X", "the shelling of X".
    pub(super) struck: HashSet<String>,
    /// With a hyphen before them say who holds the place behind them: "rebel-held X".
    pub(super) held: HashSet<String>,
    /// Say that a place follows, if no person does.
    pub(super) locative: HashSet<String>,
    /// Join the members of a list.
    pub(super) joins: HashSet<String>,
    /// Join two names of one place: "X, now Y".
    pub(super) also: HashSet<String>,
    /// Say that a person follows.
    pub(super) personal: HashSet<String>,
    /// Are what a person before them did.
    pub(super) acts: HashSet<String>,
    /// Make a place's name part of another name.
    pub(super) bearers: HashSet<String>,
    /// Say that the place before them is meant with its authorities or people.
    pub(super) offices: HashSet<String>,
    /// Are names of places, but seldom mean them.
    pub(super) seldom: HashSet<String>,
    /// Words of class.
    pub(super) classes: HashMap<String, ClassWord>,
    /// Directions in degrees.
    pub(super) bearings: HashMap<String, f64>,
    /// Kilometres of a unit.
    pub(super) units: HashMap<String, f64>,
    /// Endings of the cases with those of the nominative, the longest first.
    pub(super) cases: Vec<(String, Vec<String>)>,
}

impl PlaceWords {
    fn new(text: &str) -> Option<Self> {
        let file: File = toml::from_str(text).ok()?;
        let mut classes: HashMap<String, ClassWord> = HashMap::new();
        for class in file.class {
            let kinds: Vec<Kind> = class.kinds.iter().filter_map(|name| Kind::named(name)).collect();
            debug_assert!(!kinds.is_empty() && !class.example.is_empty());
            let base = class.words.first().cloned().unwrap_or_default();
            for word in class.words {
                let entry =
                    classes.entry(word).or_insert_with(|| ClassWord { base: base.clone(), ..Default::default() });
                entry.kinds.extend(&kinds);
                entry.plural |= class.plural;
                entry.part |= class.part;
            }
        }
        let longest_first = |text: &str| std::cmp::Reverse(text.len());
        let mut cases: Vec<_> = file.cases.into_iter().collect();
        cases.sort_by_key(|(ending, _)| longest_first(ending));
        let set = |words: Vec<String>| words.into_iter().collect();
        Some(Self {
            within: set(file.within),
            articles: set(file.articles),
            from: set(file.from),
            exactly: set(file.exactly),
            prefixes: set(file.prefixes),
            // What says that something lies there says that a place follows.
            locative: file.locative.into_iter().chain(file.situated.iter().cloned()).collect(),
            held: set(file.held),
            struck: set(file.struck),
            situated: set(file.situated),
            joins: set(file.joins),
            also: set(file.also),
            personal: set(file.personal),
            acts: set(file.acts),
            bearers: set(file.bearers),
            offices: set(file.offices),
            seldom: set(file.seldom),
            classes,
            bearings: file.bearings.into_iter().collect(),
            units: file.units.into_iter().collect(),
            cases,
        })
    }

    /// The words of a language; those of English for languages that have none.
    pub(super) fn of(lang: Lang) -> Option<&'static Self> {
        static EN: LazyLock<Option<PlaceWords>> =
            LazyLock::new(|| PlaceWords::new(include_str!("../../../../../lexicon/en/places.toml")));
        static RU: LazyLock<Option<PlaceWords>> =
            LazyLock::new(|| PlaceWords::new(include_str!("../../../../../lexicon/ru/places.toml")));
        static UK: LazyLock<Option<PlaceWords>> =
            LazyLock::new(|| PlaceWords::new(include_str!("../../../../../lexicon/uk/places.toml")));
        match lang {
            Lang::En | Lang::Other => EN.as_ref(),
            Lang::Ru => RU.as_ref(),
            Lang::Uk => UK.as_ref(),
        }
    }
}

/// How much each piece of evidence weighs.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Weights {
    pub(super) population: f64,
    pub(super) country: f64,
    pub(super) adm1: f64,
    pub(super) adm2: f64,
    pub(super) area: f64,
    pub(super) line: f64,
    pub(super) spot: f64,
    pub(super) section: f64,
    pub(super) capital: f64,
    pub(super) seat: f64,
    pub(super) other_name: f64,
    pub(super) bare_division: f64,
    pub(super) former_name: f64,
    pub(super) loose_name: f64,
    pub(super) fuzzy_name: f64,
    pub(super) wrong_class: f64,
    pub(super) right_class: f64,
    pub(super) contained: f64,
    pub(super) contains: f64,
    pub(super) same_country: f64,
    pub(super) same_division: f64,
    pub(super) near: f64,
    pub(super) pack: f64,
    pub(super) home: f64,
}

/// The weights that come with Fogline.
pub(super) fn weights() -> &'static Weights {
    static WEIGHTS: LazyLock<Weights> =
        LazyLock::new(|| toml::from_str(include_str!("../../../../../lexicon/places.toml")).unwrap_or_default());
    &WEIGHTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_read() {
        for lang in [Lang::En, Lang::Ru, Lang::Uk] {
            let words = PlaceWords::of(lang).unwrap();
            assert!(!words.locative.is_empty() && !words.classes.is_empty() && !words.bearings.is_empty());
            assert_eq!(words.cases.is_empty(), lang == Lang::En);
        }
        assert!(weights().population > 0.0);
    }
}
