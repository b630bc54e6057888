//! A statement of methods and limits: what a ledger's answers rest on, how much was read, what was measured and what is known to
//! go wrong. It is to go with whatever is published from the ledger.

use std::{collections::BTreeMap, sync::LazyLock};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::brief::render::{Form, Template, TemplateError, fill};

/// The statement.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Methods {
    /// The time that the ledger is looked at from (RFC 3339).
    pub as_of: String,
    /// Where the chain of records ended then; none before the first.
    pub head: Option<String>,
    /// Version of Fogline.
    pub version: String,
    /// Version of the rules by which statuses follow.
    pub rules: String,
    /// Reports, incidents and what people did, by the names of these.
    pub counts: BTreeMap<String, u64>,
    /// What the newest readings rest on, those first on which most do.
    pub readings: Vec<Basis>,
    /// Packs by which sides, labels and agreements are known.
    pub packs: Vec<Pack>,
    /// How much was read, by language and side of the outlet.
    pub coverage: Vec<Coverage>,
    /// How reports are read and accounts set side by side.
    pub how: Vec<String>,
    /// What no figure of the ledger says.
    pub limits: Vec<String>,
    /// What is known to go wrong more often than other things.
    pub biases: Vec<Bias>,
    /// What was measured at the release.
    pub scores: Scores,
}

/// Versions that readings rest on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "MethodsBasis")]
pub struct Basis {
    /// How many reports.
    pub reports: u64,
    /// By what they are of: engine, model, lexicon, packs, gazetteer.
    pub versions: BTreeMap<String, String>,
}

/// A pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "MethodsPack")]
pub struct Pack {
    /// Its name, as `donbas-2022`.
    pub id: String,
    /// Its content in brief.
    pub version: String,
    /// Sides that it tells apart, in words.
    pub sides: Vec<String>,
    /// How many actors it knows.
    pub actors: u64,
}

/// How much was read of the reports of one language and side.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "MethodsCoverage")]
pub struct Coverage {
    /// Language; none where it is not known.
    pub lang: Option<String>,
    /// The outlets' side in words; none where nobody says so.
    pub side: Option<String>,
    /// Reports.
    pub reports: u64,
    /// Sentences of their bodies.
    pub sentences: u64,
    /// Share of these that gave nothing; none without any.
    pub unread_share: Option<f64>,
    /// Statements for a hundred sentences; none without any.
    pub statements_per_100_sentences: Option<f64>,
}

/// What goes wrong more often than other things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MethodsBias")]
pub struct Bias {
    /// In a few words.
    pub what: String,
    /// What follows from it.
    pub says: String,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MethodsScores")]
pub struct Scores {
    /// On which day.
    pub made: String,
    /// On what, and by which command.
    pub how: String,
    /// The figures.
    #[serde(rename(deserialize = "row"))]
    pub rows: Vec<Score>,
}

/// Errors of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MethodsScore")]
pub struct Score {
    /// What was counted.
    pub of: String,
    /// How many were wrong.
    pub errors: u32,
    /// Of how many.
    pub cases: u32,
}

/// What stands in the lexicon.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// How reports are read.
    pub how: Vec<String>,
    /// What no figure says.
    pub limits: Vec<String>,
    /// What goes wrong more often.
    #[serde(rename = "bias")]
    pub biases: Vec<Bias>,
    /// What was measured.
    pub scores: Scores,
}

impl Said {
    /// As it comes with Fogline.
    pub fn bundled() -> &'static Self {
        static SAID: LazyLock<Said> = LazyLock::new(|| {
            toml::from_str(include_str!("../../../lexicon/methods.toml"))
                .unwrap_or_else(|error| panic!("lexicon/methods.toml: {error}"))
        });
        &SAID
    }
}

/// The statement as Markdown or as a page for screen and print that loads nothing.
pub fn render(methods: &Methods, form: Form) -> Result<String, TemplateError> {
    let template = match form {
        Form::Markdown => {
            Template { file: "templates/methods.md.j2", text: include_str!("../templates/methods.md.j2") }
        }
        Form::Html => {
            Template { file: "templates/methods.html.j2", text: include_str!("../templates/methods.html.j2") }
        }
    };
    fill(methods, form, template)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_there_and_no_score_is_of_nothing() {
        let said = Said::bundled();
        assert!(said.how.len() > 3 && said.limits.len() > 3 && said.biases.len() > 3);
        assert!(said.scores.rows.iter().all(|row| row.cases > 0 && row.errors <= row.cases));
    }

    #[test]
    fn what_a_pack_is_called_is_no_markup() {
        let said = Said::bundled().clone();
        let methods = Methods {
            as_of: "2022-02-20T00:00:00Z".to_owned(),
            head: None,
            version: "0.1.0".to_owned(),
            rules: "rules".to_owned(),
            counts: BTreeMap::from([("report".to_owned(), 2)]),
            readings: vec![Basis { reports: 2, versions: BTreeMap::from([("engine".to_owned(), "9".to_owned())]) }],
            packs: vec![Pack {
                id: "<script>".to_owned(),
                version: "1".to_owned(),
                sides: vec!["[a](http://evil.example)".to_owned()],
                actors: 1,
            }],
            coverage: vec![Coverage {
                lang: None,
                side: None,
                reports: 2,
                sentences: 0,
                unread_share: None,
                statements_per_100_sentences: None,
            }],
            how: said.how,
            limits: said.limits,
            biases: said.biases,
            scores: said.scores,
        };
        let html = render(&methods, Form::Html).unwrap();
        assert!(!html.contains("<script>") && html.contains("&lt;script&gt;") && html.contains("none read"), "{html}");
        let markdown = render(&methods, Form::Markdown).unwrap();
        assert!(!markdown.contains("[a](http"), "{markdown}");
    }
}
