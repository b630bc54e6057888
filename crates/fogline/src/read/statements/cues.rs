//! The words of attribution: `lexicon/*/cues.toml`.

use std::sync::LazyLock;

use hashbrown::{HashMap, HashSet};
use serde::Deserialize;

use super::acts::Act;
use crate::{
    lang::Lang,
    read::{Rule, rule_id},
    resolve::parsed,
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
pub(in crate::read) struct Row {
    pub(in crate::read) class: CueClass,
    #[serde(default = "assert")]
    pub(in crate::read) act: Act,
    #[serde(default)]
    pub(in crate::read) frames: Vec<Frame>,
    #[serde(default)]
    pub(in crate::read) weight: f64,
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
    pub(in crate::read) why: String,
    pub(in crate::read) example: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "run as a test"))]
    pub(in crate::read) not: String,
    /// What a decision names it by.
    #[serde(skip)]
    pub(in crate::read) id: String,
    /// Whose words it has.
    #[serde(skip)]
    lang: Option<Lang>,
}

impl Row {
    /// Whether the row lets this noun follow.
    pub(in crate::read) fn takes(&self, lemma: &str) -> bool {
        self.when.is_empty() || self.when.iter().any(|noun| noun == lemma)
    }

    /// The row as a decision names it.
    pub(in crate::read) fn rule(&'static self) -> Rule {
        let file = match self.lang {
            Some(Lang::Ru) => "lexicon/ru/cues.toml",
            Some(Lang::Uk) => "lexicon/uk/cues.toml",
            _ => "lexicon/en/cues.toml",
        };
        Rule { id: &self.id, file, class: self.class.name(), why: &self.why, example: &self.example }
    }
}

fn assert() -> Act {
    Act::Assert
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    verb: Vec<Row>,
    #[serde(default)]
    noun: Vec<Row>,
    #[serde(default)]
    adjective: Vec<Row>,
    phrase: Vec<Row>,
    #[serde(default)]
    view: Vec<Row>,
    #[serde(default)]
    hedge: Vec<Row>,
    #[serde(default)]
    around: Around,
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
    /// Pronouns of the one spoken to.
    pub(in crate::read) second: HashSet<String>,
    /// Pronouns of a thing, and of nobody where they only fill a place.
    pub(in crate::read) thing: HashSet<String>,
    /// Pronouns of a person.
    pub(in crate::read) person: HashSet<String>,
    /// Pronouns of a group.
    pub(in crate::read) group: HashSet<String>,
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
    fn new(lang: Lang, text: &str) -> Self {
        let mut file: File = parsed(text);
        let mut taken = HashSet::new();
        for (kind, rows) in [
            ("verb", &mut file.verb),
            ("noun", &mut file.noun),
            ("adjective", &mut file.adjective),
            ("phrase", &mut file.phrase),
            ("view", &mut file.view),
            ("hedge", &mut file.hedge),
        ] {
            for row in rows {
                row.id = rule_id(&mut taken, &["cue", kind], row.words.iter().map(String::as_str));
                row.lang = Some(lang);
            }
        }
        let mut cues = Self {
            rows: Vec::new(),
            verbs: HashMap::new(),
            phrasal: HashMap::new(),
            nouns: HashMap::new(),
            adjectives: HashMap::new(),
            phrases: Vec::new(),
            views: HashMap::new(),
            hedges: HashMap::new(),
            around: file.around,
        };
        for row in file.verb {
            let number = cues.rows.len();
            for word in &row.words {
                match word.split_once(' ') {
                    None => push(&mut cues.verbs, word, number),
                    Some((first, second)) => {
                        cues.phrasal.entry(first.to_owned()).or_default().push((second.to_owned(), number));
                    }
                }
            }
            cues.rows.push(row);
        }
        for (rows, table) in
            [(file.noun, &mut cues.nouns), (file.adjective, &mut cues.adjectives), (file.view, &mut cues.views)]
        {
            for row in rows {
                row.words.iter().for_each(|word| push(table, word, cues.rows.len()));
                cues.rows.push(row);
            }
        }
        for row in file.phrase {
            let number = cues.rows.len();
            cues.phrases.extend(row.words.iter().map(|words| (words.split(' ').map(str::to_owned).collect(), number)));
            cues.rows.push(row);
        }
        for row in file.hedge {
            let number = cues.rows.len();
            cues.hedges.extend(row.words.iter().map(|word| (word.clone(), number)));
            cues.rows.push(row);
        }
        cues
    }

    /// Whether a verb can introduce a clause that someone says.
    pub(in crate::read) fn introduces(&self, lemma: &str) -> bool {
        let rows = self.verbs.get(lemma).into_iter().flatten().filter_map(|row| self.rows.get(*row));
        rows.into_iter().any(|row| row.frames.contains(&Frame::Clause) && row.frames.contains(&Frame::Quote))
    }

    /// The bundled cues of English.
    pub(in crate::read) fn english() -> &'static Self {
        static EN: LazyLock<Cues> =
            LazyLock::new(|| Cues::new(Lang::En, include_str!("../../../../../lexicon/en/cues.toml")));
        &EN
    }

    /// The bundled cues of a language.
    pub(in crate::read) fn of(lang: Lang) -> Option<&'static Self> {
        static RU: LazyLock<Cues> =
            LazyLock::new(|| Cues::new(Lang::Ru, include_str!("../../../../../lexicon/ru/cues.toml")));
        static UK: LazyLock<Cues> =
            LazyLock::new(|| Cues::new(Lang::Uk, include_str!("../../../../../lexicon/uk/cues.toml")));
        match lang {
            Lang::En => Some(Self::english()),
            Lang::Ru => Some(&RU),
            Lang::Uk => Some(&UK),
            Lang::Other => None,
        }
    }
}

fn push(table: &mut HashMap<String, Vec<usize>>, word: &str, row: usize) {
    let rows = table.entry_ref(word).or_default();
    if rows.last() != Some(&row) {
        rows.push(row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_name_of_its_own() {
        let names: HashSet<&str> = Cues::english().rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(names.len(), Cues::english().rows.len());
        assert!(names.contains("cue.verb.say"), "{names:?}");
    }
}
