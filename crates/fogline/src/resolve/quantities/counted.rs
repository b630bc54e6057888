//! What is counted, and the words beside numbers. Data: `lexicon/*/counted.toml`, `lexicon/*/numbers.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Bound, QuantityKind};
use crate::{
    lang::Lang,
    resolve::{
        numerals::{BoundName, Numerals, numbers_file, parsed},
        tokens::{Lexicon, expanded},
    },
};

/// A counted noun.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Noun {
    /// `None` for casualties: killed and injured together.
    pub(super) kind: Option<QuantityKind>,
    pub(super) unit: String,
    pub(super) victims: Option<String>,
}

/// What befell those counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Act {
    pub(super) kind: QuantityKind,
    /// Whether it reaches over several words.
    pub(super) far: bool,
    /// Whether it befalls the subject whatever its object is: `fled the town`.
    pub(super) own: bool,
}

/// What a word beside a number does.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Role {
    /// No noun is looked for beyond it.
    Break,
    /// May stand between those counted and what befell them.
    Aux,
    /// May stand between a number and its noun.
    Skip,
    /// A measure: what is told is no count.
    Measure,
    /// Makes the number a name: article, brigade.
    Label,
    Percent,
    /// A currency before the number.
    Sign(String),
    /// A currency behind the number.
    Money(String),
    /// Takes a part of those counted before: `of whom`.
    Whom,
    Of,
    /// Before some of those counted: `including`, `among them`.
    Member,
    /// Between the numbers of a share: `one in five`.
    Ratio,
    /// Before an age.
    Age,
    /// Before one: `a`.
    Article,
    /// Before one of somebody's: `his`.
    Owner,
    /// The number's own least, where its words mean one; and whether it counts only what is worth counting.
    Vague(Option<f64>, bool),
    /// None; `true` where it needs no noun.
    None(bool),
}

/// Words of one language.
#[derive(Debug, Clone, Default)]
pub(super) struct Counted {
    pub(super) numerals: Numerals,
    pub(super) nouns: Lexicon<Noun>,
    pub(super) acts: Lexicon<Act>,
    pub(super) roles: Lexicon<Role>,
    pub(super) before: Lexicon<Bound>,
    pub(super) after: Lexicon<Bound>,
    pub(super) english: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountedFile {
    noun: Vec<NounRow>,
    act: Vec<ActRow>,
    word: Vec<WordRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NounRow {
    kind: String,
    unit: String,
    victims: Option<String>,
    forms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActRow {
    kind: String,
    #[serde(default)]
    far: bool,
    #[serde(default)]
    own: bool,
    forms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordRow {
    is: String,
    value: Option<String>,
    forms: Vec<String>,
}

impl Counted {
    /// The bundled words of a language.
    pub(super) fn bundled(lang: Lang) -> Self {
        let file: CountedFile = parsed(match lang {
            Lang::En | Lang::Other => include_str!("../../../../../lexicon/en/counted.toml"),
            Lang::Ru => include_str!("../../../../../lexicon/ru/counted.toml"),
            Lang::Uk => include_str!("../../../../../lexicon/uk/counted.toml"),
        });
        let none = BTreeMap::new();
        let forms = |list: &[String]| -> Vec<String> { list.iter().flat_map(|form| expanded(form, &none)).collect() };
        let kind = |name: &str| QuantityKind::ALL.into_iter().find(|kind| kind.name() == name);
        let mut counted = Self {
            numerals: Numerals::bundled(lang),
            english: matches!(lang, Lang::En | Lang::Other),
            ..Self::default()
        };
        for row in &file.noun {
            let noun = Noun { kind: kind(&row.kind), unit: row.unit.clone(), victims: row.victims.clone() };
            for form in &forms(&row.forms) {
                counted.nouns.add(form, noun.clone());
            }
        }
        for row in &file.act {
            let Some(kind) = kind(&row.kind) else { continue };
            for form in &forms(&row.forms) {
                counted.acts.add(form, Act { kind, far: row.far, own: row.own });
            }
        }
        for row in &file.word {
            let value = || row.value.clone().unwrap_or_default();
            let role = match row.is.as_str() {
                "break" => Role::Break,
                "aux" => Role::Aux,
                "skip" => Role::Skip,
                "measure" => Role::Measure,
                "label" => Role::Label,
                "percent" => Role::Percent,
                "sign" => Role::Sign(value()),
                "money" => Role::Money(value()),
                "whom" => Role::Whom,
                "of" => Role::Of,
                "member" => Role::Member,
                "ratio" => Role::Ratio,
                "age" => Role::Age,
                "article" => Role::Article,
                "owner" => Role::Owner,
                _ => continue,
            };
            for form in &forms(&row.forms) {
                counted.roles.add(form, role.clone());
            }
        }
        let numbers = numbers_file(lang);
        for row in &numbers.vague {
            for form in &row.forms {
                counted.roles.add(form, Role::Vague(row.low, row.strong));
            }
        }
        for row in &numbers.none {
            for form in &row.forms {
                counted.roles.add(form, Role::None(row.alone));
            }
        }
        for row in &numbers.bound {
            let bound = match row.bound {
                BoundName::Exact => Bound::Exact,
                BoundName::AtLeast => Bound::AtLeast,
                BoundName::AtMost => Bound::AtMost,
                BoundName::About => Bound::About,
            };
            let list = if row.after { &mut counted.after } else { &mut counted.before };
            for form in &row.forms {
                list.add(form, bound);
            }
        }
        counted
    }
}
