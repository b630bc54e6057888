//! A statement of methods and limits: what a ledger's answers rest on, how much was read, what was measured and what is known to
//! go wrong. It is to go with whatever is published from the ledger.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    brief::render::{Form, Template, TemplateError, fill},
    coding::table::Both,
};

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
    /// What was measured, set of texts by set.
    pub scores: Vec<Scores>,
    /// Of what the ledger holds nothing was measured.
    pub not_measured: NotMeasured,
    /// How far people and the machine agree on what was coded in this ledger; empty where nothing was.
    pub agreement: Vec<Agreed>,
}

/// Languages and conflicts of the ledger's reports on which nothing was measured.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "MethodsNotMeasured")]
pub struct NotMeasured {
    /// Languages.
    pub langs: Vec<String>,
    /// Conflicts, by their packs.
    pub packs: Vec<String>,
}

/// How far coders agree on one field.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "MethodsAgreed")]
pub struct Agreed {
    /// The field.
    pub field: String,
    /// Among people, and with the machine as one more coder.
    #[serde(flatten)]
    pub agreement: Both,
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

/// What was measured on some texts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MethodsScores")]
pub struct Scores {
    /// On which day.
    pub made: String,
    /// The texts, and against what.
    pub texts: String,
    /// Their language.
    pub lang: String,
    /// The conflicts that they tell of, by their packs.
    pub packs: Vec<String>,
    /// Whether Fogline was made better by looking at them: on other texts it errs more often.
    pub in_development: bool,
    /// The command that measures it.
    pub command: String,
    /// The figures.
    #[serde(rename(deserialize = "row"))]
    pub rows: Vec<Score>,
}

/// Errors of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "Counted")]
#[schemars(rename = "MethodsScore")]
pub struct Score {
    /// What was counted.
    pub of: String,
    /// How many were wrong.
    pub errors: u32,
    /// Of how many.
    pub cases: u32,
    /// The share of these.
    pub share: f64,
    /// Least share that would give as many so by chance, with a certainty of 95 % (Wilson's interval).
    pub least: f64,
    /// Greatest share that would.
    pub most: f64,
}

/// A score as it stands in the lexicon.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Counted {
    of: String,
    errors: u32,
    cases: u32,
}

impl From<Counted> for Score {
    fn from(Counted { of, errors, cases }: Counted) -> Self {
        let (least, most) = wilson(errors, cases);
        Self { of, errors, cases, share: f64::from(errors) / f64::from(cases.max(1)), least, most }
    }
}

/// Wilson's interval of 95 % around a share of some of all; of nothing all shares.
fn wilson(some: u32, all: u32) -> (f64, f64) {
    /// Standard deviations between which 95 % of a normal distribution lie.
    const Z: f64 = 1.959_963_984_540_054;
    if all == 0 {
        return (0.0, 1.0);
    }
    let (share, all) = (f64::from(some) / f64::from(all), f64::from(all));
    let square = Z * Z / all;
    let centre = (share + square / 2.0) / (1.0 + square);
    let half = Z * (share * (1.0 - share) / all + square / (4.0 * all)).sqrt() / (1.0 + square);
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

impl NotMeasured {
    /// What of some languages and packs no score is of.
    pub fn of<'a>(
        langs: impl IntoIterator<Item = &'a str>,
        packs: impl IntoIterator<Item = &'a str>,
        scores: &[Scores],
    ) -> Self {
        let langs: BTreeSet<&str> =
            langs.into_iter().filter(|lang| !scores.iter().any(|one| one.lang == *lang)).collect();
        let packs: BTreeSet<&str> = packs
            .into_iter()
            .filter(|pack| !scores.iter().any(|one| one.packs.iter().any(|own| own == pack)))
            .collect();
        let owned = |all: BTreeSet<&str>| all.into_iter().map(str::to_owned).collect();
        Self { langs: owned(langs), packs: owned(packs) }
    }
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
    pub scores: Vec<Scores>,
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
    use crate::agreement::alpha_of_words;

    #[test]
    fn the_words_are_there_and_no_score_is_of_nothing() {
        let said = Said::bundled();
        assert!(said.how.len() > 3 && said.limits.len() > 3 && said.biases.len() > 3);
        assert!(said.scores.iter().flat_map(|one| &one.rows).all(|row| row.cases > 0 && row.errors <= row.cases));
    }

    #[test]
    fn intervals_are_wilson_s() {
        let near = |(least, most): (f64, f64), a: f64, b: f64| (least - a).abs() < 5e-5 && (most - b).abs() < 5e-5;
        assert!(near(wilson(0, 10), 0.0, 0.2775), "{:?}", wilson(0, 10));
        assert!(near(wilson(3, 53), 0.0194, 0.1537), "{:?}", wilson(3, 53));
        assert!(near(wilson(10, 10), 0.7225, 1.0), "{:?}", wilson(10, 10));
        assert_eq!(wilson(0, 0), (0.0, 1.0));
    }

    #[test]
    fn what_a_pack_is_called_is_no_markup() {
        let said = Said::bundled().clone();
        let methods = Methods {
            as_of: "2022-02-20T00:00:00Z".to_owned(),
            head: None,
            version: "0.1.0".to_owned(),
            rules: "rules".to_owned(),
            counts: BTreeMap::from([("reports".to_owned(), 2)]),
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
            not_measured: NotMeasured::of(["en", "uk"], ["donbas-2022", "<script>"], &said.scores),
            agreement: vec![Agreed {
                field: "speech_act".to_owned(),
                agreement: Both {
                    people: alpha_of_words(&[vec!["a", "a"], vec!["a", "b"], vec!["b", "b"]]),
                    with_machine: alpha_of_words::<&str>(&[]),
                },
            }],
            scores: said.scores,
        };
        let html = render(&methods, Form::Html).unwrap();
        assert!(!html.contains("<script>") && html.contains("&lt;script&gt;") && html.contains("none read"), "{html}");
        let markdown = render(&methods, Form::Markdown).unwrap();
        assert!(!markdown.contains("[a](http"), "{markdown}");
        for words in ["Fogline 0.1.0", "uk", "speech", "0.44 (too few)", "undefined", "19.1 % (13.6 to 26.1 %)"] {
            assert!(markdown.contains(words), "{words}\n{markdown}");
        }
        assert!(!markdown.contains(r"\."), "{markdown}");
    }
}
