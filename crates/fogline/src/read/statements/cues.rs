//! The words of attribution: `lexicon/*/cues.toml`.

use std::sync::LazyLock;

use hashbrown::{HashMap, HashSet};
use serde::Deserialize;

use super::{acts::Act, score};
use crate::{
    faults::Fault,
    lang::Lang,
    read::lexicon::{self, File, Own, SOUND, Sheet, bundled},
};

/// How much a cue commits to what is said (domain.md 1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the contract's own")]
pub enum CueClass {
    Neutral,
    Factive,
    Distancing,
    Belief,
}

impl CueClass {
    /// The feature that a proposal has by it.
    pub(super) fn feature(self) -> &'static str {
        match self {
            Self::Neutral => "class.neutral",
            Self::Factive => "class.factive",
            Self::Distancing => "class.distancing",
            Self::Belief => "class.belief",
        }
    }

    /// As the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Factive => "factive",
            Self::Distancing => "distancing",
            Self::Belief => "belief",
        }
    }
}

/// Where what is said stands beside a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::read) enum Frame {
    Clause,
    Infinitive,
    Object,
    As,
    Behind,
    Quote,
}

/// A class of cues.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::read) struct Saying {
    pub(in crate::read) class: CueClass,
    #[serde(default = "assert")]
    pub(in crate::read) act: Act,
    #[serde(default)]
    pub(in crate::read) frames: Vec<Frame>,
    #[serde(default)]
    pub(in crate::read) weight: f64,
    #[serde(default)]
    pub(in crate::read) words: Vec<String>,
    /// Verbs whose present tells of what is said now; that of the other `words` tells of what is to come.
    #[serde(default)]
    pub(in crate::read) imperfective: Vec<String>,
    /// Nouns that are nobody's words.
    #[serde(default)]
    pub(in crate::read) unless: Vec<String>,
    /// Whether the verb counts only where it is negated.
    #[serde(default)]
    pub(in crate::read) negated: bool,
    /// Nouns one of which has to follow.
    #[serde(default)]
    pub(in crate::read) when: Vec<String>,
    #[serde(default)]
    pub(in crate::read) with: Vec<String>,
    /// Nouns of which one has to be the source, where it cannot be anyone.
    #[serde(default)]
    pub(in crate::read) sources: Vec<String>,
}

/// A row of cues.
pub(in crate::read) type Row = lexicon::Row<Saying>;

impl Saying {
    /// Whether the row lets this noun follow.
    pub(in crate::read) fn takes(&self, lemma: &str) -> bool {
        self.when.is_empty() || self.when.iter().any(|noun| noun == lemma)
    }

    /// Whether a noun is one of those that the verbs of the row have to have as their object, and no one whom they are about.
    pub(in crate::read) fn has_object_of_its_own(&self, lemma: &str) -> bool {
        self.frames == [Frame::Object] && self.when.iter().any(|noun| noun == lemma)
    }

    fn has(&self, frames: &[Frame]) -> bool {
        self.frames.iter().any(|frame| frames.contains(frame))
    }

    /// What is wrong in a row of a kind.
    fn faults(&self, kind: Kind) -> Vec<String> {
        let verb = kind == Kind::Verb;
        let nominal = self.has(&[Frame::Object, Frame::As, Frame::Behind]);
        let given = |list: &[String]| !list.is_empty();
        let unused = [
            (!verb && !self.frames.is_empty(), "frames", "only a verb has them"),
            (!verb && given(&self.imperfective), "imperfective", "only a verb is"),
            (!verb && given(&self.sources), "sources", "only a verb's are looked at"),
            (!verb && self.negated, "negated", "only a verb is"),
            (
                given(&self.with) && !(nominal || matches!(kind, Kind::Noun | Kind::Adjective | Kind::View)),
                "with",
                "nothing stands behind a preposition without the frame object, as or behind",
            ),
            (
                given(&self.when) && !(verb && nominal || kind == Kind::Adjective),
                "when",
                "no noun follows without the frame object, as or behind",
            ),
            (given(&self.unless) && !matches!(kind, Kind::Phrase | Kind::Verb), "unless", "no noun follows"),
        ];
        let unused = unused.into_iter().filter(|(is, ..)| *is);
        let mut faults: Vec<_> =
            unused.map(|(_, key, why)| format!("`{key}` is never used: {why}; take it away")).collect();
        if verb && self.frames.is_empty() {
            faults.push("a verb has no `frames`: say where what was said stands".to_owned());
        }
        if self.with.is_empty() && (kind == Kind::View || self.frames.contains(&Frame::Behind)) {
            faults.push("the row has no `with`: give the prepositions that what was said stands behind".to_owned());
        }
        faults
    }

    /// Whether another row proposes all that this one does wherever a word of both stands.
    fn is_covered_by(&self, other: &Self) -> bool {
        let within = |own: &[String], other: &[String]| own.iter().all(|word| other.contains(word));
        let same_or_none = |own: &[String], other: &[String]| other.is_empty() || own == other;
        self.frames.iter().all(|frame| other.frames.contains(frame))
            && within(&self.with, &other.with)
            && within(&other.unless, &self.unless)
            && same_or_none(&self.when, &other.when)
            && same_or_none(&self.sources, &other.sources)
            && self.negated == other.negated
    }

    /// What its proposals have before others of the same form.
    fn sum(&self) -> f64 {
        self.weight + score::weight(self.class.feature())
    }
}

impl Own for Saying {
    fn name(&self, kind: &str) -> (Vec<String>, String) {
        (vec!["cue".to_owned(), kind.to_owned()], self.class.name().to_owned())
    }

    fn words(&self) -> impl Iterator<Item = &String> {
        self.words.iter().chain(&self.imperfective)
    }
}

/// The kinds of rows, as a file has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Verb,
    Noun,
    Adjective,
    View,
    Phrase,
    Hedge,
}

impl Kind {
    const ALL: [(Self, &str); 6] = [
        (Self::Verb, "verb"),
        (Self::Noun, "noun"),
        (Self::Adjective, "adjective"),
        (Self::View, "view"),
        (Self::Phrase, "phrase"),
        (Self::Hedge, "hedge"),
    ];
}

fn assert() -> Act {
    Act::Assert
}

/// Classes of words around cues.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::read) struct Around {
    /// Verbs whose subject is the source of the noun they act on.
    pub(in crate::read) lending: HashSet<String>,
    /// Prepositions behind which the means of an act stand.
    pub(in crate::read) means: HashSet<String>,
    /// Conjunctions of clauses that are the writer's own.
    pub(in crate::read) background: HashSet<String>,
    /// Words for one another.
    pub(in crate::read) mutual: HashSet<String>,
    /// Prepositions behind which the source of a noun of saying stands.
    pub(in crate::read) authors: HashSet<String>,
    /// Conjunctions that introduce what is said and are no part of it.
    pub(in crate::read) that: HashSet<String>,
    /// Conjunctions of a condition.
    pub(in crate::read) conditional: HashSet<String>,
    /// Pronouns of the one who speaks.
    pub(in crate::read) first: HashSet<String>,
    /// Nouns of persons by how they stand to another.
    pub(in crate::read) relations: HashSet<String>,
    /// Verbs whose infinitive or gerund below them did not take place.
    pub(in crate::read) failing: HashSet<String>,
    /// Words that negate a verb beside which, or at whose subject, they stand.
    pub(in crate::read) negators: HashSet<String>,
    /// Conjunctions behind which a negation goes on.
    pub(in crate::read) either: HashSet<String>,
    /// Adverbs before an infinitive of what has not been done.
    pub(in crate::read) yet: HashSet<String>,
    /// Pronouns of the one spoken to.
    pub(in crate::read) second: HashSet<String>,
    /// Pronouns of a thing, and of nobody where they only fill a place.
    pub(in crate::read) thing: HashSet<String>,
    /// Pronouns of a person.
    pub(in crate::read) person: HashSet<String>,
    /// Pronouns of a group.
    pub(in crate::read) group: HashSet<String>,
    /// Pronouns of an owner, each with that of whom it means: "its", "it".
    pub(in crate::read) owners: HashMap<String, String>,
    /// Words that only fill a subject's place, or ask for it.
    pub(in crate::read) nobody: HashSet<String>,
    /// Prepositions whose clause the object does: "accused them of firing".
    pub(in crate::read) controls: HashSet<String>,
    /// Prepositions of a place or matter.
    pub(in crate::read) locating: HashSet<String>,
    /// Prepositions of an owner.
    pub(in crate::read) genitives: HashSet<String>,
    /// Nouns of where and how one speaks: "in an interview".
    pub(in crate::read) occasions: HashSet<String>,
    /// Names of media on which one speaks.
    pub(in crate::read) media: HashSet<String>,
    /// Conjunctions of "as the ministry said".
    pub(in crate::read) according: HashSet<String>,
    /// Words in capitals before a colon that are nobody's name.
    pub(in crate::read) notices: HashSet<String>,
    /// Auxiliaries of what is not said but would be.
    pub(in crate::read) hypothetical: HashSet<String>,
    /// Those that tell of what was not said where a negation follows: "would not say".
    pub(in crate::read) refusing: HashSet<String>,
    /// Verbs of naming: "asked not to be named".
    pub(in crate::read) anonymity: HashSet<String>,
    /// Verbs by which a speaker names a source of his own.
    pub(in crate::read) citing: HashSet<String>,
    /// Verbs by which someone makes a document his own words.
    pub(in crate::read) adopting: HashSet<String>,
    /// Things that carry words: whoever made or sent them speaks.
    pub(in crate::read) vessels: HashSet<String>,
}

/// The cues of one language.
pub(in crate::read) struct Cues {
    pub(in crate::read) rows: Vec<Row>,
    pub(in crate::read) verbs: HashMap<String, Vec<usize>>,
    /// Verbs of two words, by the first: the second, and the rows.
    pub(in crate::read) phrasal: HashMap<String, Vec<(String, usize)>>,
    pub(in crate::read) nouns: HashMap<String, Vec<usize>>,
    pub(in crate::read) adjectives: HashMap<String, Vec<usize>>,
    pub(in crate::read) phrases: Vec<(Vec<String>, usize)>,
    /// Nouns of a view that its owner has: "in the minister's words".
    pub(in crate::read) views: HashMap<String, Vec<usize>>,
    pub(in crate::read) hedges: HashMap<String, usize>,
    around: Around,
}

impl std::ops::Deref for Cues {
    type Target = Around;

    fn deref(&self) -> &Around {
        &self.around
    }
}

impl Cues {
    /// The cues of a file.
    ///
    /// # Errors
    /// Everything wrong in it.
    fn new(file: File<'_>) -> Result<Self, Vec<Fault>> {
        let mut sheet = Sheet::new(file);
        let mut cues = Self {
            rows: Vec::new(),
            verbs: HashMap::new(),
            phrasal: HashMap::new(),
            nouns: HashMap::new(),
            adjectives: HashMap::new(),
            phrases: Vec::new(),
            views: HashMap::new(),
            hedges: HashMap::new(),
            around: sheet.part("around"),
        };
        for (kind, name) in Kind::ALL {
            let first = cues.rows.len();
            let mut places = Vec::new();
            for (place, row) in sheet.rows::<Saying>(name) {
                for fault in row.faults(kind) {
                    sheet.fault(&place, "", fault);
                }
                for word in &row.words {
                    cues.add(kind, word, first + places.len());
                }
                places.push(place);
                cues.rows.push(row);
            }
            let rows = cues.rows.get(first..).unwrap_or_default();
            for (number, place) in places.iter().enumerate() {
                for (word, by) in outdone(number, rows) {
                    let fault = format!("`{word}` never counts here: row {} has it too and wins; take one away", by.id);
                    sheet.fault(place, word, fault);
                }
            }
        }
        sheet.finish(cues)
    }

    fn add(&mut self, kind: Kind, word: &str, row: usize) {
        let table = match kind {
            Kind::Verb => match word.split_once(' ') {
                None => &mut self.verbs,
                Some((first, second)) => {
                    return self.phrasal.entry_ref(first).or_default().push((second.to_owned(), row));
                }
            },
            Kind::Noun => &mut self.nouns,
            Kind::Adjective => &mut self.adjectives,
            Kind::View => &mut self.views,
            Kind::Phrase => return self.phrases.push((word.split(' ').map(str::to_owned).collect(), row)),
            Kind::Hedge => {
                self.hedges.insert(word.to_owned(), row);
                return;
            }
        };
        table.entry_ref(word).or_default().push(row);
    }

    /// What a verb mostly means, by the order of the lexicon.
    fn first_row(&self, lemma: &str) -> Option<&Row> {
        self.verbs.get(lemma).and_then(|rows| self.rows.get(*rows.first()?))
    }

    /// The act that a verb is by itself, where whoever speaks is its subject.
    pub(super) fn performs(&self, lemma: &str) -> Option<Act> {
        let row = self.first_row(lemma).filter(|row| row.class != CueClass::Belief && row.when.is_empty());
        row.map(|row| row.act)
    }

    /// Whether a verb is first of all an act of speech: denying, accusing, asking.
    pub(in crate::read) fn acts(&self, lemma: &str) -> bool {
        self.first_row(lemma).is_some_and(|row| {
            matches!(
                row.act,
                Act::Deny | Act::Accuse | Act::Appeal | Act::Warn | Act::Threaten | Act::Acknowledge | Act::Confirm
            )
        })
    }

    /// Whether a verb can tell that someone says something, alone or with a word beside it.
    pub(in crate::read) fn knows(&self, lemma: &str) -> bool {
        self.verbs.contains_key(lemma) || self.phrasal.contains_key(lemma)
    }

    /// Whether a verb is a cue with a word beside it: "hold" with "responsible".
    pub(in crate::read) fn asks_for(&self, verb: &str, word: &str) -> bool {
        let rows = self.verbs.get(verb).into_iter().flatten().filter_map(|row| self.rows.get(*row));
        rows.into_iter().any(|row| !row.when.is_empty() && row.frames.contains(&Frame::As) && row.takes(word))
    }

    /// Whether a verb can introduce a clause that someone says.
    pub(in crate::read) fn introduces(&self, lemma: &str) -> bool {
        let rows = self.verbs.get(lemma).into_iter().flatten().filter_map(|row| self.rows.get(*row));
        rows.into_iter().any(|row| row.frames.contains(&Frame::Clause) && row.frames.contains(&Frame::Quote))
    }

    /// The bundled cues of English.
    pub(in crate::read) fn english() -> &'static Self {
        static EN: LazyLock<Cues> = LazyLock::new(|| Cues::new(bundled!("lexicon/en/cues.toml")).expect(SOUND));
        &EN
    }

    /// The bundled cues of a language.
    pub(in crate::read) fn of(lang: Lang) -> Option<&'static Self> {
        static RU: LazyLock<Cues> = LazyLock::new(|| Cues::new(bundled!("lexicon/ru/cues.toml")).expect(SOUND));
        static UK: LazyLock<Cues> = LazyLock::new(|| Cues::new(bundled!("lexicon/uk/cues.toml")).expect(SOUND));
        match lang {
            Lang::En => Some(Self::english()),
            Lang::Ru => Some(&RU),
            Lang::Uk => Some(&UK),
            Lang::Other => None,
        }
    }
}

/// The words of a row that never count, as another of the same kind has them and always wins: it proposes all that this one
/// does, and its sum is above, or it stands before. The first row of a word counts: it is what the word mostly means.
fn outdone(number: usize, rows: &[Row]) -> Vec<(&str, &Row)> {
    let Some((row, before)) = rows.get(number).zip(rows.get(..number)) else { return Vec::new() };
    let has = |one: &Row, word: &String| one.words().any(|other| other == word);
    let wins = |(other, one): &(usize, &Row)| {
        let above = one.sum() > row.sum() || one.sum() >= row.sum() && *other < number;
        *other != number && above && row.is_covered_by(one)
    };
    let winners: Vec<&Row> = rows.iter().enumerate().filter(wins).map(|(_, one)| one).collect();
    let later = row.words().filter(|word| before.iter().any(|one| has(one, word)));
    later.filter_map(|word| Some((word.as_str(), *winners.iter().find(|one| has(one, word))?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything wrong in a file, as line and fault.
    fn faults(text: &'static str) -> Vec<(usize, String)> {
        let faults = Cues::new(("cues.toml", text)).err().unwrap_or_default();
        faults.into_iter().map(|fault| (fault.line, fault.fault)).collect()
    }

    #[test]
    fn every_fault_of_a_file_is_told_with_its_line() {
        let found = faults(
            "[[verb]]
class = \"neutrall\"
frames = [\"clause\"]
wrods = [\"say\"]
words = [\"say\", \"Tell\", \"speak  out\", \"say\"]
with = []
why = \"Saying.\"
example = \"\"
[[verb]]
class = \"neutral\"
act = \"shout\"
words = [\"shout\"]
with = [\"at\"]
why = \"Shouting.\"
example = \"He shouted.\"
not = \"He sang.\"
[[hedge]]
class = \"neutral\"
words = [\"perhaps\"]
frames = [\"quote\"]
with = [\"of\"]
why = \"Keeping away.\"
example = \"Perhaps he left.\"
not = \"He left.\"
[[hegde]]
",
        );
        let expected = [
            (1, "the row has no `example`"),
            (1, "the row has no `not`"),
            (2, "unknown variant `neutrall`"),
            (4, "unknown field `wrods`"),
            (5, "`Tell` has a capital"),
            (5, "`speak  out` has stray white space"),
            (5, "`say` is in the list twice"),
            (6, "the list is empty"),
            (11, "unknown variant `shout`"),
            (9, "`with` is never used"),
            (9, "a verb has no `frames`"),
            (17, "`frames` is never used"),
            (17, "`with` is never used"),
            (25, "such a file has no part `hegde`"),
        ];
        for (line, words) in expected {
            assert!(found.iter().any(|(at, fault)| *at == line && fault.contains(words)), "{line} {words}: {found:#?}");
        }
        assert_eq!(found.len(), expected.len(), "{found:#?}");
    }

    #[test]
    fn a_word_that_never_wins_is_a_fault() {
        const ROW: &str = "frames = [\"clause\"]\nwhy = \"a\"\nexample = \"b\"\nnot = \"c\"\n";
        let rows = |first: &str, second: &str| format!("[[verb]]\n{first}\n{ROW}[[verb]]\n{second}\n{ROW}");
        let found = |text: String| Cues::new(("cues.toml", &text)).err().unwrap_or_default();
        let plain = "class = \"neutral\"\nwords = [\"say\"]";
        let twice = found(rows(plain, plain));
        assert!(twice.len() == 1 && twice[0].line == 10, "{twice:?}");
        assert!(twice[0].fault.contains("`say` never counts here: row cue.verb.say has it too"), "{twice:?}");
        assert!(found(rows(plain, &format!("{plain}\nweight = 1.0"))).is_empty());
        assert!(found(rows(&format!("{plain}\nsources = [\"mayor\"]"), plain)).is_empty());
    }

    #[test]
    fn the_bundled_files_are_sound() {
        let files =
            [bundled!("lexicon/en/cues.toml"), bundled!("lexicon/ru/cues.toml"), bundled!("lexicon/uk/cues.toml")];
        let faults: Vec<Fault> = files.into_iter().filter_map(|file| Cues::new(file).err()).flatten().collect();
        assert!(faults.is_empty(), "{}", lexicon::told(&faults));
    }

    #[test]
    fn every_row_has_a_name_of_its_own() {
        let names: HashSet<&str> = Cues::english().rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(names.len(), Cues::english().rows.len());
        assert!(names.contains("cue.verb.say"), "{names:?}");
    }
}
