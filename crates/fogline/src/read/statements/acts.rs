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

/// Classes of words that tell with what force something is said.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Force {
    /// What is said to be so is not.
    falsity: HashSet<String>,
    truth: HashSet<String>,
    /// Adjectives and nouns of judgement.
    judgement: HashSet<String>,
    /// Auxiliaries of what will be.
    future: HashSet<String>,
    /// Auxiliaries of what has to be.
    obligation: HashSet<String>,
    /// Verbs of states of mind and having, whose negation denies no deed.
    states: HashSet<String>,
    /// Nouns of deeds that someone is to blame for.
    evils: Vec<String>,
    /// Words behind which a side's positions stand: "from the occupied territory".
    origins: Vec<String>,
}

/// Words of a warning.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WarningWords {
    /// How likely it is.
    likelihood: Vec<String>,
    /// By when.
    horizon: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: HashSet<String>,
}

/// The words that tell acts apart.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Acts {
    act: Vec<Row>,
    #[serde(default)]
    force: Force,
    record: Words,
    #[serde(default)]
    warning: WarningWords,
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
        self.record.words.contains(lemma)
    }

    /// Whether a predicate says that something is not so.
    pub(super) fn is_false(&self, predicate: &str) -> bool {
        self.force.falsity.contains(predicate)
    }

    /// Whether a predicate says that something is so.
    pub(super) fn is_true(&self, predicate: &str) -> bool {
        self.force.truth.contains(predicate)
    }

    /// Whether a predicate judges.
    pub(super) fn judges(&self, predicate: &str) -> bool {
        self.force.judgement.contains(predicate)
    }

    /// Whether an auxiliary speaks of what will be.
    pub(super) fn is_future(&self, modal: &str) -> bool {
        self.force.future.contains(modal)
    }

    /// Whether an auxiliary speaks of what has to be.
    pub(super) fn obliges(&self, modal: &str) -> bool {
        self.force.obligation.contains(modal)
    }

    /// Whether a verb tells of a state and not of a deed.
    pub(super) fn is_state(&self, lemma: &str) -> bool {
        self.force.states.contains(lemma)
    }

    /// Whether words name a deed that someone is to blame for.
    pub(super) fn is_evil(&self, content: &str) -> bool {
        let content = content.to_lowercase();
        self.force.evils.iter().any(|words| holds(&content, words))
    }

    /// Whether words say from whose positions something came.
    pub(super) fn has_origin(&self, content: &str) -> bool {
        let content = content.to_lowercase();
        self.force.origins.iter().any(|words| holds(&content, words))
    }

    /// How likely a warning says that the harm is, in its words.
    pub(super) fn likelihood(&self) -> &[String] {
        &self.warning.likelihood
    }

    /// By when a warning says that the harm may come, in its words.
    pub(super) fn horizon(&self) -> &[String] {
        &self.warning.horizon
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
