//! The words and sentences of a brief: `lexicon/brief.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use minijinja::Environment;
use serde::Deserialize;

use crate::status::{OCCURRENCES, RESPONSIBILITIES, ROLL_UPS};

/// Everything that the file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Languages read without a parse.
    pub(super) without_parse: Vec<String>,
    /// Statements of one side that are written out.
    pub(super) statements: usize,
    /// Citations that a sentence prints.
    pub(super) cites: usize,
    /// Sections in their order.
    #[serde(rename = "section")]
    pub(super) sections: Vec<Heading>,
    sentence: BTreeMap<String, String>,
    word: BTreeMap<String, String>,
    occurrence: BTreeMap<String, String>,
    responsibility: BTreeMap<String, String>,
    position: BTreeMap<String, String>,
    pub(super) slot: BTreeMap<String, String>,
    detail: BTreeMap<String, String>,
    pub(super) limits: Limits,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Heading {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) empty: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Limits {
    pub(super) all: Vec<String>,
    pub(super) public: Vec<String>,
}

/// All statuses: of occurrence, of responsibility, and the words for lists.
pub fn statuses() -> Vec<&'static str> {
    let mut out: Vec<&str> = OCCURRENCES.into_iter().chain(RESPONSIBILITIES).chain(ROLL_UPS).collect();
    out.sort_unstable();
    out.dedup();
    out
}

impl Words {
    /// The words that come with Fogline.
    ///
    /// # Panics
    /// Never for the bundled file, which a test reads.
    pub(super) fn bundled() -> &'static Self {
        static WORDS: LazyLock<Words> = LazyLock::new(|| {
            toml::from_str(include_str!("../../../../lexicon/brief.toml"))
                .unwrap_or_else(|error| panic!("lexicon/brief.toml: {error}"))
        });
        &WORDS
    }

    pub(super) fn word(&self, key: &str) -> String {
        in_words(&self.word, key)
    }

    pub(super) fn occurrence(&self, key: &str) -> String {
        in_words(&self.occurrence, key)
    }

    pub(super) fn responsibility(&self, key: &str) -> String {
        in_words(&self.responsibility, key)
    }

    pub(super) fn position(&self, key: &str) -> String {
        in_words(&self.position, key)
    }

    pub(super) fn detail(&self, key: &str) -> String {
        in_words(&self.detail, key)
    }

    /// A sentence with its values filled in. A sentence that cannot be filled is empty, which a test rules out for the
    /// bundled ones.
    pub(super) fn sentence(name: &str, values: minijinja::Value) -> String {
        static SENTENCES: LazyLock<Environment<'static>> = LazyLock::new(|| {
            let mut known = Environment::new();
            known.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
            for (name, text) in &Words::bundled().sentence {
                if let Err(error) = known.add_template(name, text) {
                    panic!("lexicon/brief.toml: sentence `{name}`: {error:#}");
                }
            }
            known
        });
        let filled = SENTENCES.get_template(name).and_then(|sentence| sentence.render(values));
        filled.unwrap_or_default()
    }
}

/// A value in words; one that the list does not know is shown as it is, without underscores.
fn in_words(list: &BTreeMap<String, String>, key: &str) -> String {
    list.get(key).cloned().unwrap_or_else(|| key.replace('_', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_its_words() {
        let words = Words::bundled();
        for (list, all) in [(&words.occurrence, OCCURRENCES), (&words.responsibility, RESPONSIBILITIES)] {
            let mut all = all.to_vec();
            all.sort_unstable();
            assert_eq!(list.keys().collect::<Vec<_>>(), all);
        }
    }

    #[test]
    fn every_sentence_is_filled() {
        let words = Words::bundled();
        for name in words.sentence.keys() {
            let values = minijinja::context! { label => "x", number => 1, sides => 1, side => "x", words => "w", values => vec![0; 0],
            reports => 1, speaker => "x", promisor => "x", issuer => "x", slot => "x", statement => "x" };
            assert!(!Words::sentence(name, values).is_empty(), "{name}");
        }
        assert_eq!(words.word("nothing_known"), "nothing known");
    }
}
