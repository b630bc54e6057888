//! The words of events: `lexicon/en/events.toml` and `lexicon/en/modality.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use hashbrown::{HashMap, HashSet};
use serde::Deserialize;

use crate::{
    lang::Lang,
    read::{Rule, rule_id},
    resolve::parsed,
};

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
    /// Verbs whose present tells of what goes on; that of the other `verbs` tells of what is to come.
    #[serde(default)]
    pub(in crate::read) imperfective: Vec<String>,
    #[serde(default)]
    pub(in crate::read) phrases: Vec<String>,
    pub(in crate::read) nouns: Vec<String>,
    /// Adjectives that say it of their subject with an infinitive.
    #[serde(default)]
    pub(in crate::read) adjectives: Vec<String>,
    /// Words one of which has to describe the noun.
    #[serde(default)]
    pub(in crate::read) when: Vec<String>,
    /// Words one of which has to stand in the sentence.
    #[serde(default)]
    pub(in crate::read) near: Vec<String>,
    /// Words that must not depend on it.
    #[serde(default)]
    pub(in crate::read) unless: Vec<String>,
    /// What its verbs have to have.
    #[serde(default)]
    pub(in crate::read) needs: Vec<Need>,
    /// What is particular about its events.
    pub(in crate::read) sense: Option<Sense>,
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
    /// Whose words it has.
    #[serde(skip)]
    lang: Option<Lang>,
}

impl Row {
    /// Names the row by its type, mode and first word.
    fn name(&mut self, lang: Lang, taken: &mut HashSet<String>) {
        self.lang = Some(lang);
        let kind = self.kind.as_deref().unwrap_or("other").to_lowercase();
        let mode = self.mode.as_deref();
        let parts: Vec<&str> = ["event", &kind].into_iter().chain(mode).collect();
        let words = self.verbs.iter().chain(&self.phrases).chain(&self.adjectives).chain(&self.nouns);
        self.id = rule_id(taken, &parts, words.map(String::as_str));
        self.class = parts.get(1..).unwrap_or_default().join(", ");
    }

    /// The row as a decision names it.
    pub(in crate::read) fn rule(&'static self) -> Rule {
        let file = match self.lang {
            Some(Lang::Ru) => "lexicon/ru/events.toml",
            Some(Lang::Uk) => "lexicon/uk/events.toml",
            _ => "lexicon/en/events.toml",
        };
        Rule { id: &self.id, file, class: &self.class, why: &self.why, example: &self.example }
    }
}

/// What is particular about a row's events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::read) enum Sense {
    /// Everyone who takes part is an actor.
    Mutual,
    /// It tells of harm done by something else, which then is the event.
    Harm,
    /// What it is done to is the actor's own: "withdrew its troops".
    Own,
    /// It is an act of speech, which the statement's own words make.
    Speech,
}

/// What a verb has to have to tell of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::read) enum Need {
    /// Something that it is done to.
    Object,
    /// Someone to whom it is done.
    Person,
    /// Someone or something to which the object goes.
    Goal,
    /// An infinitive.
    Infinitive,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    class: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    roles: RolesRow,
    event: Vec<Row>,
}

/// Prepositions by what stands behind them.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RolesRow {
    doer: Vec<String>,
    of_verb: Vec<String>,
    of_noun: Vec<String>,
    owner: Vec<String>,
    places: Vec<String>,
    goal: Vec<String>,
    content: Vec<String>,
}

/// Prepositions by what stands behind them.
pub(in crate::read) struct Roles {
    /// Who does what a noun tells.
    pub(in crate::read) doer: HashSet<String>,
    /// To whom a verb's act is done.
    pub(in crate::read) of_verb: HashSet<String>,
    /// To whom a noun's act is done.
    pub(in crate::read) of_noun: HashSet<String>,
    /// Whose a thing is.
    pub(in crate::read) owner: HashSet<String>,
    /// Where something happens.
    pub(in crate::read) places: HashSet<String>,
    /// Where a thing goes.
    pub(in crate::read) goal: HashSet<String>,
    /// What an amount is an amount of.
    pub(in crate::read) content: HashSet<String>,
}

/// A language need not have every class.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ModalityFile {
    possible: Vec<String>,
    future: Vec<String>,
    hypothetical: Vec<String>,
    obliging: Vec<String>,
    attempted: Vec<String>,
    intended: Vec<String>,
    requested: Vec<String>,
    promised: Vec<String>,
    announced: Vec<String>,
    warned: Vec<String>,
    suspected: Vec<String>,
    denied: Vec<String>,
    refused: Vec<String>,
    imagined: Vec<String>,
    implied: Vec<String>,
    presuming: Vec<String>,
    negators: Vec<String>,
    indefinite: Vec<String>,
    possible_adjectives: Vec<String>,
    probable: Vec<String>,
    alleged: Vec<String>,
    false_adjectives: Vec<String>,
    truth: Vec<String>,
    conditional: Vec<String>,
    temporal: Vec<String>,
    eventual: Vec<String>,
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
    /// Auxiliaries by which someone is asked to act.
    pub(in crate::read) obliging: HashSet<String>,
    /// Words that govern an event, by what they make of it.
    pub(in crate::read) governors: BTreeMap<String, Governs>,
    /// Verbs whose infinitive happens where they do: "began to fire".
    pub(in crate::read) implied: HashSet<String>,
    /// Verbs of whose object it is taken that it happened: "condemned the attack".
    pub(in crate::read) presuming: HashSet<String>,
    pub(in crate::read) negators: HashSet<String>,
    /// Determiners of what need not exist: "any attack".
    pub(in crate::read) indefinite: HashSet<String>,
    pub(in crate::read) possible_adjectives: HashSet<String>,
    /// Predicates of what is rather to come: "is likely".
    pub(in crate::read) probable: HashSet<String>,
    /// Adjectives and adverbs of what is only said: "alleged", "reportedly".
    pub(in crate::read) alleged: HashSet<String>,
    pub(in crate::read) false_adjectives: HashSet<String>,
    pub(in crate::read) truth: HashSet<String>,
    pub(in crate::read) conditional: HashSet<String>,
    /// Words for a time that may not have come: only of what is not past.
    pub(in crate::read) temporal: HashSet<String>,
    /// Nouns that put what follows in doubt behind "in": "in case of an attack".
    pub(in crate::read) eventual: HashSet<String>,
    /// Verbs by which an event is said to take place.
    pub(in crate::read) occurs: HashSet<String>,
    /// Nouns that count events named before them.
    pub(in crate::read) counted: HashSet<String>,
    pub(in crate::read) struck: BTreeMap<String, String>,
    pub(in crate::read) weapons: BTreeMap<String, String>,
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
    Refused,
    Imagined,
}

/// The row of a phrase, with its words between the verb and the last: "off" in "call off strike".
#[derive(Debug, Clone)]
pub(in crate::read) struct Phrase {
    pub(in crate::read) row: usize,
    pub(in crate::read) between: Vec<String>,
}

/// The words of events of one language.
pub(in crate::read) struct Events {
    pub(in crate::read) rows: Vec<Row>,
    /// Rows of a verb, the first that fits counts.
    pub(in crate::read) verbs: HashMap<String, Vec<usize>>,
    /// By the verb, then by the word beside it: the rows, each with the words that have to stand between.
    pub(in crate::read) phrases: HashMap<String, HashMap<String, Vec<Phrase>>>,
    /// Verbs whose word may stand behind their object: "charge * with".
    pub(in crate::read) parted: HashSet<(String, String)>,
    pub(in crate::read) adjectives: HashMap<String, usize>,
    pub(in crate::read) nouns: HashMap<String, Vec<usize>>,
    /// Nouns of several words, by the last.
    pub(in crate::read) compounds: HashMap<String, Vec<(Vec<String>, usize)>>,
    /// Words for those who did it: "responsible for the attack".
    pub(in crate::read) culpable: HashSet<String>,
    /// Verbs by which an event is seen, heard or noted by another.
    pub(in crate::read) perceive: HashSet<String>,
    /// Prepositions before what is part of what was counted: "including".
    pub(in crate::read) part: HashSet<String>,
    /// Nouns for persons.
    persons: HashSet<String>,
    /// Nouns for forces and their weapons.
    forces: HashSet<String>,
    /// Nouns that say how much there is of another: "a package of aid".
    pub(in crate::read) amounts: HashSet<String>,
    /// Verbs whose subject does what their object tells: *launched* an attack.
    light: HashSet<String>,
    /// Verbs of ending, whose subject did it.
    cease: HashSet<String>,
    /// Verbs to whose subject is done what their object tells: *suffered* an attack.
    pub(in crate::read) undergo: HashSet<String>,
    pub(in crate::read) roles: Roles,
    pub(in crate::read) moods: Moods,
}

/// The words of a list, with those of a class for `@class`.
fn spelled<'w>(word: &'w str, classes: &'w BTreeMap<String, Vec<String>>) -> Vec<&'w str> {
    match word.strip_prefix('@') {
        Some(class) => classes.get(class).into_iter().flatten().map(String::as_str).collect(),
        None => vec![word],
    }
}

impl Events {
    fn new(lang: Lang, events: &str, modality: &str) -> Self {
        let file: File = parsed(events);
        let classes = file.class;
        let class = |name: &str| -> HashSet<String> { classes.get(name).into_iter().flatten().cloned().collect() };
        let set = |words: Vec<String>| words.into_iter().collect();
        let mut out = Self {
            rows: Vec::new(),
            verbs: HashMap::new(),
            phrases: HashMap::new(),
            parted: HashSet::new(),
            adjectives: HashMap::new(),
            nouns: HashMap::new(),
            compounds: HashMap::new(),
            culpable: class("culpable"),
            perceive: class("perceive"),
            part: class("part"),
            persons: class("person"),
            forces: ["troops", "ships", "arms"].into_iter().flat_map(class).collect(),
            amounts: class("amount"),
            light: class("light"),
            cease: class("halt"),
            undergo: class("undergo"),
            roles: Roles {
                doer: set(file.roles.doer),
                of_verb: set(file.roles.of_verb),
                of_noun: set(file.roles.of_noun),
                owner: set(file.roles.owner),
                places: set(file.roles.places),
                goal: set(file.roles.goal),
                content: set(file.roles.content),
            },
            moods: Moods::new(parsed(modality)),
        };
        let mut taken = HashSet::new();
        for (number, mut row) in file.event.into_iter().enumerate() {
            row.name(lang, &mut taken);
            for verb in row.verbs.iter().flat_map(|verb| spelled(verb, &classes)) {
                out.verbs.entry_ref(verb).or_default().push(number);
            }
            for phrase in &row.phrases {
                out.phrase(phrase, number, &classes);
            }
            for adjective in row.adjectives.iter().flat_map(|word| spelled(word, &classes)) {
                out.adjectives.entry_ref(adjective).or_insert(number);
            }
            for noun in row.nouns.iter().flat_map(|noun| spelled(noun, &classes)) {
                match noun.rsplit_once(' ') {
                    None => out.nouns.entry_ref(noun).or_default().push(number),
                    Some((before, last)) => {
                        let before = before.split(' ').map(str::to_owned).collect();
                        out.compounds.entry_ref(last).or_default().push((before, number));
                    }
                }
            }
            for list in [&mut row.when, &mut row.near, &mut row.unless] {
                *list = list.iter().flat_map(|word| spelled(word, &classes)).map(str::to_owned).collect();
            }
            out.rows.push(row);
        }
        out
    }

    /// Notes a phrase: a verb, words between, and the word that makes it an event.
    fn phrase(&mut self, phrase: &str, row: usize, classes: &BTreeMap<String, Vec<String>>) {
        let Some((verb, rest)) = phrase.split_once(' ') else { return };
        let mut between: Vec<String> = rest.split(' ').filter(|word| *word != "*").map(str::to_owned).collect();
        let Some(last) = between.pop() else { return };
        let last = last.as_str();
        for verb in spelled(verb, classes) {
            for word in spelled(last, classes) {
                let phrase = Phrase { row, between: between.clone() };
                self.phrases.entry_ref(verb).or_default().entry_ref(word).or_default().push(phrase);
                if rest.starts_with("* ") {
                    self.parted.insert((verb.to_owned(), word.to_owned()));
                }
            }
        }
    }

    /// Whether a noun is one for persons.
    pub(in crate::read) fn is_person(&self, lemma: &str) -> bool {
        self.persons.contains(lemma)
    }

    /// Whether a noun is one for forces or their weapons.
    pub(in crate::read) fn is_own(&self, lemma: &str) -> bool {
        self.forces.contains(lemma)
    }

    /// Whether who does what a verb tells does what its object tells: who launches or plans an attack, not who fears one.
    pub(in crate::read) fn lends(&self, verb: &str) -> bool {
        let own = |governs: &Governs| {
            matches!(
                governs,
                Governs::Attempted | Governs::Intended | Governs::Promised | Governs::Announced | Governs::Refused
            )
        };
        self.light.contains(verb) || self.cease.contains(verb) || self.moods.governors.get(verb).is_some_and(own)
    }

    /// The bundled words of English.
    pub(in crate::read) fn english() -> &'static Self {
        static EN: LazyLock<Events> = LazyLock::new(|| {
            Events::new(
                Lang::En,
                include_str!("../../../../../lexicon/en/events.toml"),
                include_str!("../../../../../lexicon/en/modality.toml"),
            )
        });
        &EN
    }

    /// The bundled words of a language.
    pub(in crate::read) fn of(lang: Lang) -> Option<&'static Self> {
        static RU: LazyLock<Events> = LazyLock::new(|| {
            Events::new(
                Lang::Ru,
                include_str!("../../../../../lexicon/ru/events.toml"),
                include_str!("../../../../../lexicon/ru/modality.toml"),
            )
        });
        static UK: LazyLock<Events> = LazyLock::new(|| {
            Events::new(
                Lang::Uk,
                include_str!("../../../../../lexicon/uk/events.toml"),
                include_str!("../../../../../lexicon/uk/modality.toml"),
            )
        });
        match lang {
            Lang::En => Some(Self::english()),
            Lang::Ru => Some(&RU),
            Lang::Uk => Some(&UK),
            Lang::Other => None,
        }
    }
}

impl Moods {
    fn new(file: ModalityFile) -> Self {
        let mut governors = BTreeMap::new();
        for (words, governs) in [
            (file.attempted, Governs::Attempted),
            (file.intended, Governs::Intended),
            (file.requested, Governs::Requested),
            (file.promised, Governs::Promised),
            (file.announced, Governs::Announced),
            (file.warned, Governs::Possible),
            (file.suspected, Governs::Suspected),
            (file.denied, Governs::Denied),
            (file.refused, Governs::Refused),
            (file.imagined, Governs::Imagined),
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
            obliging: set(file.obliging),
            governors,
            implied: set(file.implied),
            presuming: set(file.presuming),
            negators: set(file.negators),
            indefinite: set(file.indefinite),
            possible_adjectives: set(file.possible_adjectives),
            probable: set(file.probable),
            alleged: set(file.alleged),
            false_adjectives: set(file.false_adjectives),
            truth: set(file.truth),
            conditional: set(file.conditional),
            temporal: set(file.temporal),
            eventual: set(file.eventual),
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
