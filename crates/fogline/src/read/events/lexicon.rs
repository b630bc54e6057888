//! The words of events: `lexicon/en/events.toml` and `lexicon/en/modality.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use hashbrown::{HashMap, HashSet};
use serde::Deserialize;

use super::plover;
use crate::{
    faults::Fault,
    lang::Lang,
    read::lexicon::{self, File, Own, SOUND, Sheet, bundled},
};

/// A class of words that tell of events of one kind.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::read) struct Telling {
    /// PLOVER event type.
    #[serde(rename = "type")]
    pub(in crate::read) kind: Option<String>,
    pub(in crate::read) mode: Option<String>,
    pub(in crate::read) contexts: Vec<String>,
    pub(in crate::read) weapon: Option<String>,
    pub(in crate::read) verbs: Vec<String>,
    /// Verbs whose present tells of what goes on; that of the other `verbs` tells of what is to come.
    pub(in crate::read) imperfective: Vec<String>,
    pub(in crate::read) phrases: Vec<String>,
    pub(in crate::read) nouns: Vec<String>,
    /// Adjectives that say it of their subject with an infinitive.
    pub(in crate::read) adjectives: Vec<String>,
    /// Words one of which has to describe the noun.
    pub(in crate::read) when: Vec<String>,
    /// Words one of which has to stand in the sentence.
    pub(in crate::read) near: Vec<String>,
    /// Words that must not depend on it.
    pub(in crate::read) unless: Vec<String>,
    /// What its verbs have to have.
    pub(in crate::read) needs: Vec<Need>,
    /// What is particular about its events.
    pub(in crate::read) sense: Option<Sense>,
}

/// A row of events.
pub(in crate::read) type Row = lexicon::Row<Telling>;

impl Own for Telling {
    fn name(&self, kind: &str) -> (Vec<String>, String) {
        let class = self.kind.as_deref().unwrap_or("other").to_lowercase();
        let parts: Vec<String> = [class].into_iter().chain(self.mode.clone()).collect();
        let label = parts.join(", ");
        ([vec![kind.to_owned()], parts].concat(), label)
    }

    fn words(&self) -> impl Iterator<Item = &String> {
        self.verbs.iter().chain(&self.phrases).chain(&self.adjectives).chain(&self.nouns).chain(&self.imperfective)
    }
}

impl Telling {
    /// Whether its events are words and pictures that are not true: "fabricated footage" is real.
    pub(super) fn is_invention(&self) -> bool {
        self.mode.as_deref() == Some("misinformation")
    }

    /// What is wrong in a row, with the word that it is about.
    fn faults(&self, classes: &Classes) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        let kind = self.kind.as_deref();
        let known = plover::TYPES.iter().find(|(name, _)| Some(*name) == kind);
        let modes = known.map_or(&[][..], |(_, modes)| modes);
        if let Some(kind) = kind.filter(|_| known.is_none()) {
            let types: Vec<&str> = plover::TYPES.iter().map(|(name, _)| *name).collect();
            faults.push((kind.to_owned(), format!("PLOVER has no type `{kind}`; there are {}", types.join(", "))));
        }
        let kind = kind.unwrap_or("an event without a type");
        let terms = [
            (self.mode.as_slice(), modes, format!("{kind} has no mode")),
            (&self.contexts, &plover::CONTEXTS, "there is no context".to_owned()),
            (self.weapon.as_slice(), &plover::WEAPONS, "there is no weapon".to_owned()),
        ];
        for (given, known, no) in terms {
            for term in given.iter().filter(|term| !known.contains(&term.as_str())) {
                let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
                faults.push((term.clone(), format!("{no} `{term}`; there are {known}")));
            }
        }
        for phrase in &self.phrases {
            let mut words = phrase.split(' ');
            let (verb, last) = (words.next().unwrap_or_default(), words.next_back().unwrap_or_default());
            if [verb, last].iter().any(|word| matches!(*word, "" | "*" | "@")) {
                let fault = format!("the phrase `{phrase}` has no verb or no word beside it: write both");
                faults.push((phrase.clone(), fault));
            }
        }
        let lists = [&self.verbs, &self.phrases, &self.nouns, &self.adjectives, &self.when, &self.near, &self.unless];
        for words in lists.into_iter().flatten() {
            for class in words.split(' ').filter_map(|word| word.strip_prefix('@')) {
                if !classes.contains_key(class) {
                    faults.push((words.clone(), format!("there is no [class] `{class}`: add it, or mend the name")));
                }
            }
        }
        let verbal = [&self.verbs, &self.imperfective, &self.phrases].into_iter().any(|list| !list.is_empty())
            || self.needs.iter().any(|need| need.of_nouns());
        if !self.needs.is_empty() && !verbal {
            faults.push((String::new(), "`needs` is never used: the row has no verbs; take it away".to_owned()));
        }
        faults
    }

    /// Whether this row stands wherever a later one with the same verb or noun could.
    fn hides(&self, later: &Self) -> bool {
        let same_or_none = |own: &[String], later: &[String]| own.is_empty() || own == later;
        same_or_none(&self.when, &later.when)
            && same_or_none(&self.near, &later.near)
            && self.unless.iter().all(|word| later.unless.contains(word))
            && self.needs.iter().all(|need| later.needs.contains(need))
    }
}

/// Words by the name of their class.
type Classes = BTreeMap<String, Vec<String>>;

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
    /// It tells of nothing of the kind unless it is asked for, announced or still to come.
    Bidden,
    /// It tells of what was damaged.
    Damage,
    /// It is done to its subject, by whoever stands behind "from": "came under fire".
    Suffered,
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
    /// Forces that do it, or that it is done to.
    Forces,
    /// People other than forces who do it, or whom it is done to.
    Civilians,
    /// Something fired, thrown or dropped that does it.
    Missile,
    /// For a noun: where it stands, as what someone is at odds over.
    Station,
}

impl Need {
    /// Whether a noun has to have it too: "the return of the brigades".
    pub(in crate::read) fn of_nouns(self) -> bool {
        matches!(self, Self::Forces | Self::Civilians | Self::Station)
    }
}

/// Prepositions by what stands behind them.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::read) struct Roles {
    /// Who does what a noun tells.
    pub(in crate::read) doer: HashSet<String>,
    /// To whom a verb's act is done.
    pub(in crate::read) of_verb: HashSet<String>,
    /// To whom a noun's act is done.
    pub(in crate::read) of_noun: HashSet<String>,
    /// Words before who says it: "according to".
    pub(in crate::read) source: HashSet<String>,
    /// Before the preposition of a place that something comes from: "*from* across the river".
    pub(in crate::read) origin: HashSet<String>,
    /// Whose a thing is.
    pub(in crate::read) owner: HashSet<String>,
    /// Where something happens.
    pub(in crate::read) places: HashSet<String>,
    /// Where a thing goes.
    pub(in crate::read) goal: HashSet<String>,
    /// Before what goes on around a deed: "*after* talks in the capital".
    pub(in crate::read) around: HashSet<String>,
    /// What people are at odds over.
    pub(in crate::read) matter: HashSet<String>,
    /// Where forces stand.
    pub(in crate::read) station: HashSet<String>,
    /// What an amount is an amount of.
    pub(in crate::read) content: HashSet<String>,
}

/// What words say of whether an event happened. A language need not have every class.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::read) struct Moods {
    pub(in crate::read) possible: HashSet<String>,
    pub(in crate::read) future: HashSet<String>,
    pub(in crate::read) hypothetical: HashSet<String>,
    /// Verbs whose infinitive is settled and still to come: "they are to leave".
    pub(in crate::read) settled: HashSet<String>,
    /// Auxiliaries by which someone is asked to act.
    pub(in crate::read) obliging: HashSet<String>,
    /// Words that govern an event, by what they make of it.
    #[serde(skip)]
    pub(in crate::read) governors: BTreeMap<String, Governs>,
    /// Verbs whose infinitive happens where they do: "began to fire".
    pub(in crate::read) implied: HashSet<String>,
    /// Verbs of whose object it is taken that it happened: "condemned the attack".
    pub(in crate::read) presuming: HashSet<String>,
    /// Verbs whose negation leaves open whether what they tell of happened: "could not confirm the attack".
    pub(in crate::read) open: HashSet<String>,
    pub(in crate::read) negators: HashSet<String>,
    /// Words before what something is done for: "so as", "in order".
    pub(in crate::read) purpose: HashSet<String>,
    /// Verbs of letting someone do something, which forbid where they are negated: "did not allow".
    pub(in crate::read) permits: HashSet<String>,
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
    /// Prepositions with a noun that put what follows in doubt: "in case of an attack".
    pub(in crate::read) eventual: HashSet<String>,
    /// Verbs by which an event is said to take place.
    pub(in crate::read) occurs: HashSet<String>,
    /// Nouns for settlements: "the town".
    pub(in crate::read) settlements: HashSet<String>,
    /// Nouns for a stretch of land that is named by a settlement in it or near it: "the Brenik area".
    pub(in crate::read) localities: HashSet<String>,
    /// Verbs of seeing and hearing, with which "can" and "could" tell of what was seen.
    pub(in crate::read) perceiving: HashSet<String>,
    /// Those auxiliaries.
    pub(in crate::read) able: HashSet<String>,
    /// Determiners of what was named before.
    pub(in crate::read) definite: HashSet<String>,
    /// Nouns that count events named before them.
    pub(in crate::read) counted: HashSet<String>,
    #[serde(skip)]
    pub(in crate::read) struck: BTreeMap<String, String>,
    #[serde(skip)]
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

impl Governs {
    /// The classes of governing words, by their names in the file.
    const CLASSES: [(Self, &str); 10] = [
        (Self::Attempted, "attempted"),
        (Self::Intended, "intended"),
        (Self::Requested, "requested"),
        (Self::Promised, "promised"),
        (Self::Announced, "announced"),
        (Self::Possible, "warned"),
        (Self::Suspected, "suspected"),
        (Self::Denied, "denied"),
        (Self::Refused, "refused"),
        (Self::Imagined, "imagined"),
    ];
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
    /// Nouns for forces.
    pub(in crate::read) troops: HashSet<String>,
    /// Nouns for people other than forces.
    pub(in crate::read) civilians: HashSet<String>,
    /// Nouns for what is fired, thrown or dropped.
    pub(in crate::read) missiles: HashSet<String>,
    /// Words between harm and what did it: "were hurt *when* a shell hit".
    pub(in crate::read) befell: HashSet<String>,
    /// Nouns for what is done with words, around a deed: "after *talks* in the capital".
    pub(in crate::read) dealing: HashSet<String>,
    /// Nouns that say how much there is of another: "a package of aid".
    pub(in crate::read) amounts: HashSet<String>,
    /// Verbs whose subject does what their object tells: *launched* an attack.
    light: HashSet<String>,
    /// Nouns for fighting as such, which ends: "*hostilities* ceased".
    pub(in crate::read) warfare: HashSet<String>,
    /// Verbs of ending, whose subject did it, or is what ended.
    pub(in crate::read) cease: HashSet<String>,
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
    /// The words of two files.
    ///
    /// # Errors
    /// Everything wrong in them.
    fn new(events: File<'_>, modality: File<'_>) -> Result<Self, Vec<Fault>> {
        let moods = Moods::new(modality);
        let mut sheet = Sheet::new(events);
        let classes: Classes = sheet.part("class");
        let mut used = HashSet::new();
        let mut class = |name: &str| -> HashSet<String> {
            used.insert(name.to_owned());
            classes.get(name).into_iter().flatten().cloned().collect()
        };
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
            forces: ["troops", "ships", "arms"].into_iter().flat_map(&mut class).collect(),
            troops: class("troops"),
            civilians: class("civilian"),
            missiles: class("missile"),
            befell: class("befell"),
            dealing: class("dealing"),
            warfare: class("warfare"),
            amounts: class("amount"),
            light: class("light"),
            cease: class("halt"),
            undergo: class("undergo"),
            roles: sheet.part("roles"),
            moods: Moods::default(),
        };
        for (place, mut row) in sheet.rows::<Telling>("event") {
            for (word, fault) in row.faults(&classes) {
                sheet.fault(&place, &word, fault);
            }
            for (word, before) in out.hidden(&row) {
                let fault = format!("`{word}` never counts here: row {} stands before and always fits", before.id);
                sheet.fault(&place, word, fault);
            }
            let lists = [&row.when, &row.near, &row.unless].into_iter().flatten();
            let named = row.words().chain(lists).flat_map(|words| words.split(' '));
            used.extend(named.filter_map(|word| word.strip_prefix('@')).map(str::to_owned));
            out.add(&row, &classes);
            let own = &mut row.own;
            for list in [&mut own.when, &mut own.near, &mut own.unless] {
                *list = list.iter().flat_map(|word| spelled(word, &classes)).map(str::to_owned).collect();
            }
            out.rows.push(row);
        }
        for name in classes.keys().filter(|name| !used.contains(*name)) {
            sheet.lacks(format!("[class] `{name}` is never used: take it away"));
        }
        match (sheet.finish(out), moods) {
            (Ok(out), Ok(moods)) => Ok(Self { moods, ..out }),
            (out, moods) => Err([out.err(), moods.err()].into_iter().flatten().flatten().collect()),
        }
    }

    /// Notes the words of a row, which is the next one.
    fn add(&mut self, row: &Telling, classes: &Classes) {
        let number = self.rows.len();
        for verb in row.verbs.iter().flat_map(|verb| spelled(verb, classes)) {
            self.verbs.entry_ref(verb).or_default().push(number);
        }
        for phrase in &row.phrases {
            self.phrase(phrase, number, classes);
        }
        for adjective in row.adjectives.iter().flat_map(|word| spelled(word, classes)) {
            self.adjectives.entry_ref(adjective).or_insert(number);
        }
        for noun in row.nouns.iter().flat_map(|noun| spelled(noun, classes)) {
            // The parts of a compound are words of their own: "build-up".
            if noun.contains('-') {
                let mut words: Vec<String> = noun.replace('-', " - ").split(' ').map(str::to_owned).collect();
                let last = words.pop().unwrap_or_default();
                self.compounds.entry(last).or_default().push((words, number));
            }
            match noun.rsplit_once(' ') {
                None => self.nouns.entry_ref(noun).or_default().push(number),
                Some((before, last)) => {
                    let before = before.split(' ').map(str::to_owned).collect();
                    self.compounds.entry_ref(last).or_default().push((before, number));
                }
            }
        }
    }

    /// The words of a row that never count, as a row before has them and always fits where they do. Those that stand for a
    /// class are not looked at: rows that come first take some of them on purpose.
    fn hidden<'r>(&'r self, row: &'r Telling) -> Vec<(&'r str, &'r Row)> {
        let lists: [fn(&Telling) -> &[String]; 5] =
            [|row| &row.verbs, |row| &row.imperfective, |row| &row.phrases, |row| &row.nouns, |row| &row.adjectives];
        let own = lists.into_iter().flat_map(|list| list(row).iter().map(move |word| (list, word)));
        let before = |list: fn(&Telling) -> &[String], word: &String| {
            self.rows.iter().find(|before| before.hides(row) && list(before).contains(word))
        };
        own.filter(|(_, word)| !word.contains('@'))
            .filter_map(|(list, word)| Some((word.as_str(), before(list, word)?)))
            .collect()
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
                if rest.starts_with("* ") || rest.contains(" * ") {
                    self.parted.insert((verb.to_owned(), word.to_owned()));
                }
            }
        }
    }

    /// Whether a noun tells of events by itself. "Troops" does not: they have to stand somewhere.
    pub(in crate::read) fn is_deed(&self, lemma: &str) -> bool {
        let stands = |row: &usize| self.rows.get(*row).is_some_and(|row| row.needs.contains(&Need::Station));
        self.nouns.get(lemma).is_some_and(|rows| !rows.iter().all(stands))
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
            Events::new(bundled!("lexicon/en/events.toml"), bundled!("lexicon/en/modality.toml")).expect(SOUND)
        });
        &EN
    }

    /// The bundled words of a language.
    pub(in crate::read) fn of(lang: Lang) -> Option<&'static Self> {
        static RU: LazyLock<Events> = LazyLock::new(|| {
            Events::new(bundled!("lexicon/ru/events.toml"), bundled!("lexicon/ru/modality.toml")).expect(SOUND)
        });
        static UK: LazyLock<Events> = LazyLock::new(|| {
            Events::new(bundled!("lexicon/uk/events.toml"), bundled!("lexicon/uk/modality.toml")).expect(SOUND)
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
    /// The words of a file.
    ///
    /// # Errors
    /// Everything wrong in it.
    fn new(file: File<'_>) -> Result<Self, Vec<Fault>> {
        let mut sheet = Sheet::new(file);
        let governors = Governs::CLASSES.map(|(governs, name)| (governs, sheet.part(name)));
        let governors = sheet.classes(governors);
        let struck = sheet.table("struck", &plover::STRUCK);
        let struck = sheet.classes(struck);
        let weapons = sheet.table("weapons", &plover::WEAPONS);
        let weapons = sheet.classes(weapons);
        let moods = Self { governors, struck, weapons, ..sheet.rest() };
        sheet.finish(moods)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_files_are_sound() {
        let files = [
            (bundled!("lexicon/en/events.toml"), bundled!("lexicon/en/modality.toml")),
            (bundled!("lexicon/ru/events.toml"), bundled!("lexicon/ru/modality.toml")),
            (bundled!("lexicon/uk/events.toml"), bundled!("lexicon/uk/modality.toml")),
        ];
        let of = |(events, modality)| Events::new(events, modality).err();
        let faults: Vec<Fault> = files.into_iter().filter_map(of).flatten().collect();
        assert!(faults.is_empty(), "{}", lexicon::told(&faults));
    }

    #[test]
    fn terms_that_nobody_knows_and_words_that_never_count_are_faults() {
        const ROW: &str = "why = \"a\"\nexample = \"b\"\nnot = \"c\"\n";
        let events = format!(
            "[class]
spare = [\"spare\"]
[[event]]
type = \"RETREAT\"
mode = \"return\"
contexts = [\"millitary\"]
weapon = \"club\"
phrases = [\"fall\", \"* back\"]
verbs = [\"flee\", \"@crowd\"]
{ROW}[[event]]
type = \"RAID\"
nouns = [\"raid\"]
needs = [\"object\"]
{ROW}[[event]]
type = \"ASSAULT\"
verbs = [\"raid\", \"flee\"]
{ROW}"
        );
        let modality =
            "[weapons]\nclub = [\"club\"]\nbomb = [\"bomb\"]\nmine = [\"bomb\"]\n[strcuk]\nschool = [\"school\"]\n";
        let faults = Events::new(("events.toml", &events), ("modality.toml", modality)).err().unwrap_or_default();
        let found: Vec<_> = faults.iter().map(|fault| (fault.line, fault.fault.as_str())).collect();
        let expected = [
            (0, "[class] `spare` is never used"),
            (5, "RETREAT has no mode `return`; there are withdraw, release"),
            (6, "there is no context `millitary`"),
            (7, "there is no weapon `club`"),
            (8, "the phrase `fall` has no verb or no word"),
            (8, "the phrase `* back` has no verb or no word"),
            (9, "there is no [class] `crowd`"),
            (14, "PLOVER has no type `RAID`"),
            (13, "`needs` is never used"),
            (22, "`flee` never counts here"),
            (2, "[weapons] has no class `club`"),
            (4, "`bomb` has another class already"),
            (5, "unknown field `strcuk`"),
        ];
        for (line, words) in expected {
            assert!(found.iter().any(|(at, fault)| *at == line && fault.contains(words)), "{line} {words}: {found:#?}");
        }
        assert_eq!(found.len(), expected.len(), "{found:#?}");
    }

    #[test]
    fn every_row_has_a_name_of_its_own() {
        let names: HashSet<&str> = Events::english().rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(names.len(), Events::english().rows.len());
        assert!(names.contains("event.assault.heavy_weapons.shell"), "{names:?}");
    }
}
