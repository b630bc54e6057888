//! The codebook: what is coded and by which words, generated from what the machine itself goes by.
//!
//! Meanings and examples of terms come from `lexicon/codebook.toml`, closed lists from where they are decided, and beside a speech
//! act or a type of event stand the rows of the lexicons by which the machine tells it. Rendered by `templates/codebook.*.j2`.

use std::{collections::BTreeMap, sync::LazyLock};

use fogline::read::events::modes_of;
use minijinja::{Environment, Value, syntax::SyntaxConfig, value::Serde};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Field, Of, field::Takes};
use crate::{agreement::Level, derive::RULES};

/// All that coders go by.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Codebook {
    /// Version of the rules of statuses.
    pub rules: &'static str,
    /// In which order a report is coded.
    pub procedure: Vec<String>,
    /// Field by field.
    pub fields: Vec<Entry>,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "CodebookField")]
pub struct Entry {
    /// The field.
    pub field: Field,
    /// What it is of.
    pub of: Of,
    /// The level at which it is measured.
    pub level: Level,
    /// What it asks.
    pub says: String,
    /// What it takes where it takes no closed list.
    pub takes: Option<String>,
    /// The words of its closed list.
    pub terms: Vec<Term>,
}

/// A word of a closed list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "CodebookTerm")]
pub struct Term {
    /// The word.
    pub word: String,
    /// By which a page links to it, as `speech_act.deny`.
    pub anchor: String,
    /// Number of the rule by which the machine comes to it, for statuses.
    pub rule: Option<String>,
    /// What it means.
    pub means: String,
    /// Where it holds.
    pub example: String,
    /// Where it does not, though it may seem so.
    pub not: String,
    /// Modes of a type of event.
    pub modes: Vec<String>,
    /// Rows of the lexicons by which the machine tells it.
    pub rows: Vec<Row>,
}

/// A row of a lexicon.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "CodebookRow")]
pub struct Row {
    /// The language.
    pub language: String,
    /// The file.
    pub file: String,
    /// Its words.
    pub words: Vec<String>,
    /// What it is for.
    pub why: String,
    /// A sentence in which it holds.
    pub example: String,
    /// A sentence in which it does not.
    pub not: String,
}

/// What the codebook is rendered as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Markdown.
    Markdown,
    /// One HTML page that loads nothing.
    Html,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    procedure: Vec<String>,
    term: Vec<Told>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    field: Field,
    word: String,
    rule: Option<String>,
    means: String,
    example: String,
    not: String,
}

/// A row as cues, acts and events have it; what else it has is of no use here.
#[derive(Debug, Clone, Deserialize)]
struct Own {
    act: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    phrases: Vec<String>,
    #[serde(default)]
    why: String,
    #[serde(default)]
    example: String,
    #[serde(default)]
    not: String,
}

/// Words that a row of the codebook shows; a lexicon has the rest.
const SHOWN: usize = 12;

macro_rules! files {
    ($($language:literal $name:literal;)*) => {
        [$((
            $language,
            concat!("lexicon/", $language, "/", $name, ".toml"),
            include_str!(concat!("../../../../lexicon/", $language, "/", $name, ".toml")),
        )),*]
    };
}

static LEXICONS: [(&str, &str, &str); 9] = files! {
    "en" "cues"; "en" "acts"; "en" "events";
    "ru" "cues"; "ru" "acts"; "ru" "events";
    "uk" "cues"; "uk" "acts"; "uk" "events";
};

/// Rows by the field and the word that they tell. A file that cannot be read gives none; the reader's own tests read all of them.
fn rows() -> BTreeMap<(Field, String), Vec<Row>> {
    let mut out = BTreeMap::<(Field, String), Vec<Row>>::new();
    for (language, file, text) in LEXICONS {
        let Ok(lists) = toml::from_str::<BTreeMap<String, toml::Value>>(text) else { continue };
        for name in ["verb", "noun", "adjective", "phrase", "act", "event"] {
            let Some(list) = lists.get(name).cloned().and_then(|list| list.try_into::<Vec<Own>>().ok()) else {
                continue;
            };
            for own in list {
                let key = match (&own.act, &own.kind) {
                    (Some(act), _) => (Field::SpeechAct, act.clone()),
                    (None, Some(kind)) => (Field::Type, kind.clone()),
                    (None, None) => continue,
                };
                let words = [own.words, own.verbs, own.nouns, own.phrases].concat();
                out.entry(key).or_default().push(Row {
                    language: language.to_owned(),
                    file: file.to_owned(),
                    words: words.into_iter().take(SHOWN).collect(),
                    why: own.why,
                    example: own.example,
                    not: own.not,
                });
            }
        }
    }
    out
}

impl Codebook {
    /// The one that comes with Fogline.
    ///
    /// # Panics
    /// Never for the bundled file, which a test reads.
    pub fn bundled() -> &'static Self {
        static BOOK: LazyLock<Codebook> = LazyLock::new(|| {
            let file: File = toml::from_str(include_str!("../../../../lexicon/codebook.toml"))
                .unwrap_or_else(|error| panic!("lexicon/codebook.toml: {error}"));
            let mut rows = rows();
            let mut entry = |field: Field| Entry {
                field,
                of: field.of(),
                level: field.level(),
                says: field.says().to_owned(),
                takes: takes(field),
                terms: file
                    .term
                    .iter()
                    .filter(|term| term.field == field)
                    .map(|term| Term {
                        anchor: format!("{}.{}", field.name(), term.word),
                        word: term.word.clone(),
                        rule: term.rule.clone(),
                        means: term.means.clone(),
                        example: term.example.clone(),
                        not: term.not.clone(),
                        modes: match field {
                            Field::Type => {
                                modes_of(&term.word).unwrap_or_default().iter().map(ToString::to_string).collect()
                            }
                            _ => Vec::new(),
                        },
                        rows: rows.remove(&(field, term.word.clone())).unwrap_or_default(),
                    })
                    .collect(),
            };
            let fields = Field::ALL.iter().map(|field| entry(*field)).collect();
            Codebook { rules: RULES, procedure: file.procedure.clone(), fields }
        });
        &BOOK
    }

    /// As a page.
    ///
    /// # Panics
    /// Never for the bundled templates, which a test renders.
    pub fn render(&self, form: Form) -> String {
        let (name, text) = match form {
            Form::Markdown => ("codebook.md", include_str!("../../templates/codebook.md.j2")),
            Form::Html => ("codebook.html", include_str!("../../templates/codebook.html.j2")),
        };
        let mut pages = Environment::new();
        let rendered = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().and_then(|syntax| {
            pages.set_syntax(syntax);
            pages.add_template(name, text)?;
            pages.get_template(name)?.render(Value::from(Serde(self)))
        });
        rendered.unwrap_or_else(|error| panic!("templates/{name}.j2: {error:#}"))
    }
}

fn takes(field: Field) -> Option<String> {
    let says = match field.takes() {
        Takes::Words(_) => return None,
        Takes::Mode => "A mode of the event's type, or none.",
        Takes::Side => "The id of a side that a pack knows on that day, or none.",
        Takes::Named => "Words as the report has them, or none.",
        Takes::Day => "A day, as 2022-02-17. What is not told is left out.",
        Takes::Count => "A number from 0, as it is said; of a range its middle. What is not told is left out.",
    };
    Some(says.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_every_list_is_explained_once() {
        for entry in &Codebook::bundled().fields {
            let told: Vec<&str> = entry.terms.iter().map(|term| term.word.as_str()).collect();
            let mut listed = entry.field.words().unwrap_or_default();
            let mut sorted = told.clone();
            sorted.sort_unstable();
            listed.sort_unstable();
            assert_eq!(sorted, listed, "{:?}", entry.field);
            for term in &entry.terms {
                assert!(![&term.means, &term.example, &term.not].iter().any(|text| text.is_empty()), "{}", term.anchor);
            }
        }
    }

    #[test]
    fn statuses_stand_in_the_order_of_their_rules() {
        for (field, letter) in [(Field::Occurrence, 'O'), (Field::Responsibility, 'R')] {
            let entry = Codebook::bundled().fields.iter().find(|entry| entry.field == field).unwrap();
            let numbered: Vec<String> = entry.terms.iter().filter_map(|term| term.rule.clone()).collect();
            let expected: Vec<String> = (1..=9).map(|number| format!("{letter}{number}")).collect();
            assert_eq!(numbered, expected);
            assert_eq!(entry.terms.iter().map(|term| term.word.as_str()).collect::<Vec<_>>(), field.words().unwrap());
        }
    }

    #[test]
    fn the_rows_of_the_lexicons_stand_beside_what_they_tell() {
        let book = Codebook::bundled();
        let term = |field: Field, word: &str| {
            let entry = book.fields.iter().find(|entry| entry.field == field).unwrap();
            entry.terms.iter().find(|term| term.word == word).unwrap()
        };
        for language in ["en", "ru", "uk"] {
            for (field, word) in [(Field::SpeechAct, "deny"), (Field::Type, "ASSAULT")] {
                assert!(term(field, word).rows.iter().any(|row| row.language == language), "{language} {word}");
            }
        }
        assert!(term(Field::Type, "ASSAULT").modes.contains(&"heavy_weapons".to_owned()));
    }

    #[test]
    fn pages_have_an_anchor_for_every_term_and_load_nothing() {
        let book = Codebook::bundled();
        let (html, markdown) = (book.render(Form::Html), book.render(Form::Markdown));
        for term in book.fields.iter().flat_map(|entry| &entry.terms) {
            assert!(html.contains(&format!("id=\"{}\"", term.anchor)), "{}", term.anchor);
            assert!(markdown.contains(&format!("### {}", term.anchor)), "{}", term.anchor);
        }
        assert!(!html.contains("http") && !html.contains("<script"));
        assert!(
            html.contains("&quot;") && !markdown.contains("&quot;"),
            "pages are escaped, Markdown is read as it is"
        );
    }
}
