//! The words of events: `lexicon/en/events.toml` and `lexicon/en/modality.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use hashbrown::{HashMap, HashSet};
use serde::Deserialize;

use crate::{
    read::{Rule, rule_id},
    resolve::parsed,
};

const FILE: &str = "lexicon/en/events.toml";

/// A class of words that tell of events of one kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::read) struct Row {
    /// PLOVER event type.
    #[serde(rename = "type")]
    pub(in crate::read) kind: Option<String>,
    pub(in crate::read) mode: Option<String>,
    #[serde(default)]
    pub(in crate::read) contexts: Vec<String>,
    pub(in crate::read) weapon: Option<String>,
    pub(in crate::read) verbs: Vec<String>,
    #[serde(default)]
    pub(in crate::read) phrases: Vec<String>,
    pub(in crate::read) nouns: Vec<String>,
    /// Words one of which has to describe the noun.
    #[serde(default)]
    pub(in crate::read) when: Vec<String>,
    /// Words that must not depend on it.
    #[serde(default)]
    pub(in crate::read) unless: Vec<String>,
    /// Whether everyone who takes part is an actor.
    #[serde(default)]
    pub(in crate::read) mutual: bool,
    /// Whether it tells of harm done by something else, which then is the event.
    #[serde(default)]
    pub(in crate::read) harm: bool,
    /// Whether it is an act of speech, which the statement's own words make.
    #[serde(default)]
    pub(in crate::read) speech: bool,
    why: String,
    pub(in crate::read) example: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "run as a test"))]
    pub(in crate::read) not: String,
    /// What a decision names it by.
    #[serde(skip)]
    pub(in crate::read) id: String,
    /// Type and mode.
    #[serde(skip)]
    class: String,
}

impl Row {
    /// Names the row by its type, mode and first word.
    fn name(&mut self) {
        let kind = self.kind.as_deref().unwrap_or("other").to_lowercase();
        let mode = self.mode.as_deref();
        let parts: Vec<&str> = ["event", &kind].into_iter().chain(mode).collect();
        let first = self.verbs.first().or(self.phrases.first()).or(self.nouns.first());
        (self.id, self.class) = (rule_id(&parts, first), parts.get(1..).unwrap_or_default().join(", "));
    }

    /// The row as a decision names it.
    pub(in crate::read) fn rule(&'static self) -> Rule {
        Rule { id: &self.id, file: FILE, class: &self.class, why: &self.why, example: &self.example }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    event: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModalityFile {
    possible: Vec<String>,
    future: Vec<String>,
    hypothetical: Vec<String>,
    attempted: Vec<String>,
    intended: Vec<String>,
    requested: Vec<String>,
    promised: Vec<String>,
    announced: Vec<String>,
    warned: Vec<String>,
    suspected: Vec<String>,
    denied: Vec<String>,
    negators: Vec<String>,
    possible_adjectives: Vec<String>,
    false_adjectives: Vec<String>,
    conditional: Vec<String>,
    occurs: Vec<String>,
    counted: Vec<String>,
    struck: BTreeMap<String, Vec<String>>,
    weapons: BTreeMap<String, Vec<String>>,
}

/// What words say of whether an event happened.
pub(in crate::read) struct Moods {
    pub(in crate::read) possible: HashSet<String>,
    pub(in crate::read) future: HashSet<String>,
    pub(in crate::read) hypothetical: HashSet<String>,
    /// Words that govern an event, by what they make of it.
    pub(in crate::read) governors: HashMap<String, Governs>,
    pub(in crate::read) negators: HashSet<String>,
    pub(in crate::read) possible_adjectives: HashSet<String>,
    pub(in crate::read) false_adjectives: HashSet<String>,
    pub(in crate::read) conditional: HashSet<String>,
    /// Verbs by which an event is said to take place.
    pub(in crate::read) occurs: HashSet<String>,
    /// Nouns that count events named before them.
    pub(in crate::read) counted: HashSet<String>,
    pub(in crate::read) struck: HashMap<String, String>,
    pub(in crate::read) weapons: HashMap<String, String>,
}

/// What a governing word makes of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Governs {
    Attempted,
    Intended,
    Requested,
    Promised,
    Announced,
    Possible,
    Suspected,
    Denied,
}

/// The words of events of one language.
pub(in crate::read) struct Events {
    pub(in crate::read) rows: Vec<Row>,
    pub(in crate::read) verbs: HashMap<String, usize>,
    /// By the verb: the word beside it, and the row.
    pub(in crate::read) phrases: HashMap<String, Vec<(String, usize)>>,
    pub(in crate::read) nouns: HashMap<String, Vec<usize>>,
    /// Nouns of several words, by the last.
    pub(in crate::read) compounds: HashMap<String, Vec<(Vec<String>, usize)>>,
    pub(in crate::read) moods: Moods,
}

impl Events {
    fn new(events: &str, modality: &str) -> Self {
        let file: File = parsed(events);
        let mut out = Self {
            rows: Vec::new(),
            verbs: HashMap::new(),
            phrases: HashMap::new(),
            nouns: HashMap::new(),
            compounds: HashMap::new(),
            moods: Moods::new(parsed(modality)),
        };
        for (number, mut row) in file.event.into_iter().enumerate() {
            row.name();
            for verb in &row.verbs {
                out.verbs.entry_ref(verb.as_str()).or_insert(number);
            }
            for phrase in &row.phrases {
                if let Some((verb, rest)) = phrase.split_once(' ') {
                    let last = rest.rsplit(' ').next().unwrap_or(rest);
                    out.phrases.entry_ref(verb).or_default().push((last.to_owned(), number));
                }
            }
            for noun in &row.nouns {
                match noun.rsplit_once(' ') {
                    None => out.nouns.entry_ref(noun.as_str()).or_default().push(number),
                    Some((before, last)) => {
                        let before = before.split(' ').map(str::to_owned).collect();
                        out.compounds.entry_ref(last).or_default().push((before, number));
                    }
                }
            }
            out.rows.push(row);
        }
        out
    }

    /// The bundled words of English.
    pub(in crate::read) fn english() -> &'static Self {
        static EN: LazyLock<Events> = LazyLock::new(|| {
            Events::new(
                include_str!("../../../../../lexicon/en/events.toml"),
                include_str!("../../../../../lexicon/en/modality.toml"),
            )
        });
        &EN
    }
}

impl Moods {
    fn new(file: ModalityFile) -> Self {
        let mut governors = HashMap::new();
        for (words, governs) in [
            (file.attempted, Governs::Attempted),
            (file.intended, Governs::Intended),
            (file.requested, Governs::Requested),
            (file.promised, Governs::Promised),
            (file.announced, Governs::Announced),
            (file.warned, Governs::Possible),
            (file.suspected, Governs::Suspected),
            (file.denied, Governs::Denied),
        ] {
            governors.extend(words.into_iter().map(|word| (word, governs)));
        }
        let set = |words: Vec<String>| words.into_iter().collect();
        let by_word = |table: BTreeMap<String, Vec<String>>| {
            table
                .into_iter()
                .flat_map(|(class, words)| words.into_iter().map(move |word| (word, class.clone())))
                .collect()
        };
        Self {
            possible: set(file.possible),
            future: set(file.future),
            hypothetical: set(file.hypothetical),
            governors,
            negators: set(file.negators),
            possible_adjectives: set(file.possible_adjectives),
            false_adjectives: set(file.false_adjectives),
            conditional: set(file.conditional),
            occurs: set(file.occurs),
            counted: set(file.counted),
            struck: by_word(file.struck),
            weapons: by_word(file.weapons),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_name_of_its_own() {
        let names: HashSet<&str> = Events::english().rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(names.len(), Events::english().rows.len());
        assert!(names.contains("event.assault.heavy_weapons.shell"), "{names:?}");
    }
}
