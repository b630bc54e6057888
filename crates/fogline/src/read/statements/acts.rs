//! What kind of act a statement is, and what its words say of how it was said: `lexicon/en/acts.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use hashbrown::HashSet;
use serde::Deserialize;

use crate::{lang::Lang, resolve::parsed};

/// Speech acts (domain.md 1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the contract's own")]
pub enum Act {
    Assert,
    Report,
    Record,
    Accuse,
    Deny,
    Confirm,
    Acknowledge,
    Comment,
    Appeal,
    Promise,
    Offer,
    Announce,
    Warn,
    Threaten,
    Doubt,
    StateIntent,
    DeclineComment,
    Retract,
    Correct,
}

impl Act {
    /// As the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Assert => "assert",
            Self::Report => "report",
            Self::Record => "record",
            Self::Accuse => "accuse",
            Self::Deny => "deny",
            Self::Confirm => "confirm",
            Self::Acknowledge => "acknowledge",
            Self::Comment => "comment",
            Self::Appeal => "appeal",
            Self::Promise => "promise",
            Self::Offer => "offer",
            Self::Announce => "announce",
            Self::Warn => "warn",
            Self::Threaten => "threaten",
            Self::Doubt => "doubt",
            Self::StateIntent => "state_intent",
            Self::DeclineComment => "decline_comment",
            Self::Retract => "retract",
            Self::Correct => "correct",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    act: Act,
    words: Vec<String>,
    #[expect(dead_code, reason = "for people")]
    why: String,
    #[expect(dead_code, reason = "for people")]
    example: String,
    #[expect(dead_code, reason = "for people")]
    not: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: HashSetOf,
}

#[derive(Deserialize)]
#[serde(from = "Vec<String>")]
struct HashSetOf(HashSet<String>);

impl From<Vec<String>> for HashSetOf {
    fn from(words: Vec<String>) -> Self {
        Self(words.into_iter().collect())
    }
}

/// The words that tell acts apart.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Acts {
    act: Vec<Row>,
    record: Words,
    medium: BTreeMap<String, Vec<String>>,
    distance: BTreeMap<String, Vec<String>>,
    evidential: BTreeMap<String, Vec<String>>,
}

impl Acts {
    /// The bundled words of a language; those of English where a language has none.
    pub(super) fn of(lang: Lang) -> &'static Self {
        static EN: LazyLock<Acts> = LazyLock::new(|| parsed(include_str!("../../../../../lexicon/en/acts.toml")));
        static RU: LazyLock<Acts> = LazyLock::new(|| parsed(include_str!("../../../../../lexicon/ru/acts.toml")));
        static UK: LazyLock<Acts> = LazyLock::new(|| parsed(include_str!("../../../../../lexicon/uk/acts.toml")));
        match lang {
            Lang::En | Lang::Other => &EN,
            Lang::Ru => &RU,
            Lang::Uk => &UK,
        }
    }

    /// The act that the words of a statement make.
    pub(super) fn told(&self, content: &str) -> Option<Act> {
        let content = content.to_lowercase();
        self.act.iter().find(|row| row.words.iter().any(|words| holds(&content, words))).map(|row| row.act)
    }

    /// Whether a verb is one by which a monitor records.
    pub(super) fn records(&self, lemma: &str) -> bool {
        self.record.words.0.contains(lemma)
    }

    /// Where it was said.
    pub(super) fn medium(&self, attribution: &str) -> Option<&str> {
        class(&self.medium, attribution)
    }

    /// How the writer keeps away from it.
    pub(super) fn distance(&self, words: &str) -> Option<&str> {
        class(&self.distance, words)
    }

    /// What it rests on.
    pub(super) fn evidential(&self, words: &str) -> Option<&str> {
        class(&self.evidential, words)
    }
}

fn class<'a>(table: &'a BTreeMap<String, Vec<String>>, text: &str) -> Option<&'a str> {
    let text = text.to_lowercase();
    table.iter().find(|(_, words)| words.iter().any(|words| holds(&text, words))).map(|(class, _)| class.as_str())
}

/// Whether words stand in a text, both in lower case, between word borders.
fn holds(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + words.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
