//! What analysts judge. It stands apart from what is derived: no status, position or count rests on it.
//!
//! Words of likelihood are those of ICD 203 (Analytic Standards, 2015, 6.e.2.a), of which one row is used and never in one
//! judgement with a level of confidence. Grades are those of the Admiralty code (STANAG 2511): how reliable a source is and how
//! credible what it says, each judged by itself.

use std::{borrow::Cow, collections::BTreeSet, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::incidents::Key;

/// A judgement with who made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Assessment {
    /// What is judged.
    pub of: Subject,
    /// The judgement in words.
    pub text: String,
    /// How likely it is held to be, or how sure whoever judges is: never both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Held>,
    /// What the source and what it says are worth; F6 where that is not judged.
    #[serde(default)]
    pub grade: Grade,
    /// What it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Who judges.
    pub by: String,
    /// Number of the assessment that it takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<i64>,
}

/// What is judged: it holds on to a report, as a correction does, whatever becomes of incidents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AssessmentSubject")]
pub enum Subject {
    /// The incident that holds a mention: document id, and id of the event in it.
    Incident(Key),
    /// A statement: document id, and its id in it.
    Statement(Key),
    /// Nothing any more: whoever made the judgement that this takes the place of has taken it back.
    Withdrawn,
}

impl Subject {
    /// Id of the document that it holds on to.
    pub fn document(&self) -> Option<&str> {
        match self {
            Self::Incident((document, _)) | Self::Statement((document, _)) => Some(document),
            Self::Withdrawn => None,
        }
    }
}

/// A report, or a statement of it, that a judgement rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "AssessmentEvidence")]
pub struct Evidence {
    /// Document id.
    pub document: String,
    /// The statement; without one, all of the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
}

/// How likely something is held to be, or how sure whoever judges is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AssessmentHeld")]
pub enum Held {
    /// How likely.
    Likelihood(Likelihood),
    /// How sure.
    Confidence(Confidence),
}

macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$says:meta])* $variant:ident = $word:literal,)* }) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        $(#[$about])*
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$says])* $variant,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// As it is written.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str(&self.name().replace('_', " "))
            }
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                let written = text.trim().to_lowercase().replace([' ', '-'], "_");
                let known = || Self::ALL.iter().map(|one| one.name()).collect::<Vec<_>>().join(", ");
                Self::ALL
                    .iter()
                    .copied()
                    .find(|one| one.name() == written)
                    .ok_or_else(|| format!("`{text}` is not one of {}", known()))
            }
        }
    };
}

words! {
    /// How likely, in the words of ICD 203.
    #[schemars(rename = "AssessmentLikelihood")]
    Likelihood {
        /// 1 to 5 of 100.
        AlmostNoChance = "almost_no_chance",
        /// 5 to 20 of 100.
        VeryUnlikely = "very_unlikely",
        /// 20 to 45 of 100.
        Unlikely = "unlikely",
        /// 45 to 55 of 100.
        RoughlyEvenChance = "roughly_even_chance",
        /// 55 to 80 of 100.
        Likely = "likely",
        /// 80 to 95 of 100.
        VeryLikely = "very_likely",
        /// 95 to 99 of 100.
        AlmostCertain = "almost_certain",
    }
}

words! {
    /// How sure whoever judges is of the judgement.
    #[schemars(rename = "AssessmentConfidence")]
    Confidence {
        /// Few or doubtful sources, or much that is assumed.
        Low = "low",
        /// Sources that are credible and leave other readings open.
        Moderate = "moderate",
        /// Good sources of several kinds, and little that is assumed.
        High = "high",
    }
}

impl Likelihood {
    /// Least and greatest chance that the word stands for, of 100.
    pub fn range(self) -> (u8, u8) {
        match self {
            Self::AlmostNoChance => (1, 5),
            Self::VeryUnlikely => (5, 20),
            Self::Unlikely => (20, 45),
            Self::RoughlyEvenChance => (45, 55),
            Self::Likely => (55, 80),
            Self::VeryLikely => (80, 95),
            Self::AlmostCertain => (95, 99),
        }
    }
}

/// What a source and what it says are worth in somebody's judgement, as `B2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Grade {
    /// `A` completely reliable, `B` usually, `C` fairly, `D` not usually, `E` unreliable, `F` cannot be judged.
    reliability: char,
    /// 1 confirmed by others, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged.
    credibility: u8,
}

impl JsonSchema for Grade {
    fn schema_name() -> Cow<'static, str> {
        "AdmiraltyGrade".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[A-F][1-6]$",
            "description": "What a source and what it says are worth in somebody's judgement, as `B2`."
        })
    }
}

impl Default for Grade {
    /// Neither can be judged.
    fn default() -> Self {
        Self { reliability: 'F', credibility: 6 }
    }
}

impl Grade {
    /// Whether either was judged.
    pub fn is_judged(self) -> bool {
        self != Self::default()
    }

    /// What the letter says of the source.
    pub fn source(self) -> &'static str {
        match self.reliability {
            'A' => "completely reliable",
            'B' => "usually reliable",
            'C' => "fairly reliable",
            'D' => "not usually reliable",
            'E' => "unreliable",
            _ => "reliability cannot be judged",
        }
    }

    /// What the figure says of what is said.
    pub fn content(self) -> &'static str {
        match self.credibility {
            1 => "confirmed by other sources",
            2 => "probably true",
            3 => "possibly true",
            4 => "doubtful",
            5 => "improbable",
            _ => "truth cannot be judged",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}{}", self.reliability, self.credibility)
    }
}

impl FromStr for Grade {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let letters: Vec<char> = text.trim().to_uppercase().chars().collect();
        match letters.as_slice() {
            [reliability @ 'A'..='F', credibility @ '1'..='6'] => Ok(Self {
                reliability: *reliability,
                credibility: credibility.to_digit(10).and_then(|one| u8::try_from(one).ok()).unwrap_or(6),
            }),
            _ => Err(format!(
                "`{text}` is no grade: a letter from A to F for the source and a figure from 1 to 6 for what it says, as B2"
            )),
        }
    }
}

impl From<Grade> for String {
    fn from(grade: Grade) -> Self {
        grade.to_string()
    }
}

impl TryFrom<String> for Grade {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// An assessment with the number and time of its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Number of its record.
    pub seq: i64,
    /// When it was recorded (RFC 3339).
    pub at: String,
    /// The assessment.
    pub assessment: Assessment,
}

/// Those that hold: no later one takes their place, and they were not taken back.
pub fn standing(all: &[Recorded]) -> Vec<&Recorded> {
    let replaced: BTreeSet<i64> = all.iter().filter_map(|one| one.assessment.instead_of).collect();
    let holds = |one: &&Recorded| !replaced.contains(&one.seq) && one.assessment.of != Subject::Withdrawn;
    all.iter().filter(holds).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_judgement_is_likely_or_confident_and_never_both() {
        let both = r#"{"likelihood": "likely", "confidence": "high"}"#;
        assert!(serde_json::from_str::<Held>(both).is_err());
        let held: Held = serde_json::from_str(r#"{"likelihood": "roughly_even_chance"}"#).unwrap();
        assert_eq!(held, Held::Likelihood(Likelihood::RoughlyEvenChance));
    }

    #[test]
    fn words_of_likelihood_cover_the_chances_without_a_gap() {
        let ranges: Vec<(u8, u8)> = Likelihood::ALL.iter().map(|one| one.range()).collect();
        assert!(ranges.windows(2).all(|two| two[0].1 == two[1].0), "{ranges:?}");
        assert_eq!("Almost certain".parse(), Ok(Likelihood::AlmostCertain));
        assert!("probable".parse::<Likelihood>().unwrap_err().contains("very_likely"));
    }

    #[test]
    fn a_grade_is_two_judgements() {
        let grade: Grade = "b2".parse().unwrap();
        assert_eq!(
            (grade.to_string().as_str(), grade.source(), grade.content()),
            ("B2", "usually reliable", "probably true")
        );
        assert!(!Grade::default().is_judged());
        for wrong in ["", "B", "B7", "G2", "22", "B22"] {
            assert!(wrong.parse::<Grade>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_was_replaced_or_taken_back_does_not_hold() {
        let one = |seq, of: Subject, instead_of| Recorded {
            seq,
            at: String::new(),
            assessment: Assessment {
                of,
                text: "words".to_owned(),
                held: None,
                grade: Grade::default(),
                evidence: Vec::new(),
                by: "anna".to_owned(),
                instead_of,
            },
        };
        let key = ("d".to_owned(), "e1".to_owned());
        let all = [
            one(1, Subject::Incident(key.clone()), None),
            one(2, Subject::Incident(key.clone()), Some(1)),
            one(3, Subject::Statement(key), None),
            one(4, Subject::Withdrawn, Some(3)),
        ];
        assert_eq!(standing(&all).iter().map(|one| one.seq).collect::<Vec<_>>(), [2]);
    }
}
