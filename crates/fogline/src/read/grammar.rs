//! What Russian and Ukrainian sentences are read by without a parse: `lexicon/{ru,uk}/grammar.toml`, and the nouns of
//! those who act and speak (`actors.toml`).

use std::{collections::BTreeSet, sync::LazyLock};

use hashbrown::{HashMap, HashSet};
use serde::Deserialize;

use super::verbs::Number;
use crate::{
    lang::Lang,
    names::{self, fold},
    resolve::parsed,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct His {
    man: Vec<String>,
    woman: Vec<String>,
    group: Vec<String>,
}

/// The nouns of `actors.toml`.
#[derive(Deserialize)]
struct Nouns {
    titles: Vec<String>,
    org_heads: Vec<String>,
    office: Vec<Office>,
    anonymous: Anonymous,
}

#[derive(Deserialize)]
struct Office {
    heads: Vec<String>,
}

#[derive(Deserialize)]
struct Anonymous {
    heads: Vec<String>,
    persons: Vec<String>,
}

/// The words of one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Grammar {
    pub(super) that: BTreeSet<String>,
    pub(super) purpose: BTreeSet<String>,
    #[serde(rename = "as")]
    pub(super) as_: BTreeSet<String>,
    pub(super) not: BTreeSet<String>,
    pub(super) correlates: BTreeSet<String>,
    /// Phrases for the sentence before.
    pub(super) this: Vec<Vec<String>>,
    pub(super) inside: BTreeSet<String>,
    pub(super) he: BTreeSet<String>,
    his: His,
    pub(super) prepositions: BTreeSet<String>,
    pub(super) conjunctions: BTreeSet<String>,
    pub(super) adverbs: BTreeSet<String>,
    pub(super) relative: BTreeSet<String>,
    pub(super) background: BTreeSet<String>,
    pub(super) from: Vec<Vec<String>>,
    pub(super) be: BTreeSet<String>,
    pub(super) would: BTreeSet<String>,
    oblique: Vec<String>,
    oblique_common: Vec<String>,
    adjectives: Vec<String>,
    plural: Vec<String>,
    instrumental: Vec<String>,
    verbs: Vec<String>,
    infinitive: Vec<String>,
    pub(super) singular: BTreeSet<String>,
    accusative: Vec<String>,
    attributes: Vec<String>,
    /// Nouns for those who speak, in the nominative, and whether of several.
    #[serde(skip)]
    nouns: HashMap<String, bool>,
    /// Nouns for institutions, in any case.
    #[serde(skip)]
    institutions: HashSet<String>,
}

fn ends(word: &str, endings: &[String]) -> bool {
    endings.iter().any(|ending| word.len() > ending.len() + 2 && word.ends_with(ending.as_str()))
}

impl Grammar {
    fn new(grammar: &str, actors: &str, lang: Lang) -> Self {
        let mut out: Self = parsed(grammar);
        let nouns: Nouns = parsed(actors);
        let offices = nouns.office.iter().flat_map(|office| &office.heads);
        for phrase in nouns.org_heads.iter().chain(offices) {
            let head = out.head(phrase);
            out.institutions.extend(names::forms(&head, lang));
            let several = !out.singular.contains(&head)
                && (head.ends_with(['ы', 'и', 'і', 'ї']) || head.ends_with("ие") || head.ends_with("ые"));
            out.nouns.entry(head).or_insert(several);
        }
        let persons = nouns.titles.iter().chain(&nouns.anonymous.heads).chain(&nouns.anonymous.persons);
        for phrase in persons {
            let head = out.head(phrase);
            let several: Vec<String> = names::forms(&head, lang)
                .into_iter()
                .filter(|form| {
                    *form != head && form.ends_with(['и', 'ы', 'і', 'ї']) && !head.ends_with(['а', 'я', 'ь'])
                })
                .collect();
            for form in several {
                out.nouns.entry(form).or_insert(true);
            }
            out.nouns.insert(head, false);
        }
        out
    }

    /// The noun of a phrase: its first word, or the one behind its adjectives.
    fn head(&self, phrase: &str) -> String {
        let words: Vec<String> = phrase.split([' ', '-']).map(fold).collect();
        let noun = words.iter().find(|word| words.len() == 1 || !ends(word, &self.adjectives));
        match (phrase.contains(' '), noun) {
            (true, Some(noun)) => noun.clone(),
            _ => fold(phrase),
        }
    }

    /// The bundled words of a language that is read without a parse.
    pub(super) fn of(lang: Lang) -> Option<&'static Self> {
        static RU: LazyLock<Grammar> = LazyLock::new(|| {
            let actors = include_str!("../../../../lexicon/ru/actors.toml");
            Grammar::new(include_str!("../../../../lexicon/ru/grammar.toml"), actors, Lang::Ru)
        });
        static UK: LazyLock<Grammar> = LazyLock::new(|| {
            let actors = include_str!("../../../../lexicon/uk/actors.toml");
            Grammar::new(include_str!("../../../../lexicon/uk/grammar.toml"), actors, Lang::Uk)
        });
        match lang {
            Lang::Ru => Some(&RU),
            Lang::Uk => Some(&UK),
            Lang::En | Lang::Other => None,
        }
    }

    /// Whether a word is a noun of those who speak, in the nominative: whether of several.
    pub(super) fn noun(&self, word: &str) -> Option<bool> {
        self.nouns.get(word).copied()
    }

    /// Whether a word is a noun for an institution, in any case.
    pub(super) fn is_institution(&self, word: &str) -> bool {
        self.institutions.contains(word)
    }

    /// Whose a word says something is: "his".
    pub(super) fn his(&self, word: &str) -> Option<Number> {
        let of = |words: &[String]| words.iter().any(|one| one == word);
        match () {
            () if of(&self.his.man) => Some(Number::Masculine),
            () if of(&self.his.woman) => Some(Number::Feminine),
            () if of(&self.his.group) => Some(Number::Plural),
            () => None,
        }
    }

    pub(super) fn is_oblique(&self, word: &str) -> bool {
        ends(word, &self.oblique)
    }

    /// Whether a common noun is in no nominative, where a name could be.
    pub(super) fn is_oblique_common(&self, word: &str) -> bool {
        ends(word, &self.oblique_common)
    }

    /// Whether a word before a noun could belong to it.
    pub(super) fn is_attribute(&self, word: &str) -> bool {
        ends(word, &self.attributes)
    }

    pub(super) fn is_accusative(&self, word: &str) -> bool {
        ends(word, &self.accusative)
    }

    pub(super) fn is_plural(&self, word: &str) -> bool {
        ends(word, &self.plural)
    }

    pub(super) fn is_instrumental(&self, word: &str) -> bool {
        ends(word, &self.instrumental)
    }

    /// Whether a word that no list knows could be a verb with a subject.
    pub(super) fn is_verb(&self, word: &str) -> bool {
        word.chars().count() > 4 && ends(word, &self.verbs)
    }

    pub(super) fn is_infinitive(&self, word: &str) -> bool {
        word.chars().count() > 3 && ends(word, &self.infinitive)
    }
}
