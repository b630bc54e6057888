//! Quantities: how many of what, with the bound that the words set.

mod acts;
mod counted;
mod find;
mod names;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use fogline_nlp::syntax::SyntaxView;

use crate::{annotate::Annotation, document::Document, lang::Lang, span::Span};

use super::{numerals::slot, tokens, when::TimeMention};
use counted::Counted;
use find::Finder;

/// A count with what it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Its words: the number with what bounds it and what it counts, as `as many as 7,000 troops`.
    pub span: Span,
    /// What it counts.
    pub kind: QuantityKind,
    /// The least that the words allow.
    pub low: Option<f64>,
    /// The number given, unless it is only a bound.
    pub best: Option<f64>,
    /// The most that the words allow.
    pub high: Option<f64>,
    /// What the words say of the number; `None` where they give none (`dozens`).
    pub bound: Option<Bound>,
    /// What is counted, as written, in its base form: `troop`, `shell`, `USD`.
    pub unit: Option<String>,
    /// Who the victims are: `civilian`, `child`, `soldier`, `teacher` ...
    pub victims: Option<String>,
}

/// What a quantity counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the contract's own")]
pub enum QuantityKind {
    Killed,
    Injured,
    Missing,
    Detained,
    Displaced,
    Troops,
    Equipment,
    Incidents,
    Explosions,
    Damage,
    Money,
    People,
    Votes,
    Other,
}

impl QuantityKind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Killed,
        Self::Injured,
        Self::Missing,
        Self::Detained,
        Self::Displaced,
        Self::Troops,
        Self::Equipment,
        Self::Incidents,
        Self::Explosions,
        Self::Damage,
        Self::Money,
        Self::People,
        Self::Votes,
        Self::Other,
    ];

    /// As the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Killed => "killed",
            Self::Injured => "injured",
            Self::Missing => "missing",
            Self::Detained => "detained",
            Self::Displaced => "displaced",
            Self::Troops => "troops",
            Self::Equipment => "equipment",
            Self::Incidents => "incidents",
            Self::Explosions => "explosions",
            Self::Damage => "damage",
            Self::Money => "money",
            Self::People => "people",
            Self::Votes => "votes",
            Self::Other => "other",
        }
    }
}

/// What words say of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// This many.
    Exact,
    /// This many or more.
    AtLeast,
    /// This many or fewer.
    AtMost,
    /// Near this many.
    About,
}

impl Bound {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Exact, Self::AtLeast, Self::AtMost, Self::About];

    /// As the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::About => "about",
        }
    }
}

/// Words of number and of what is counted, by language.
#[derive(Debug, Clone, Copy)]
pub struct Numbers {
    by_lang: &'static [Counted; 3],
}

static BUNDLED: LazyLock<[Counted; 3]> = LazyLock::new(|| [Lang::En, Lang::Ru, Lang::Uk].map(Counted::bundled));

impl Numbers {
    /// The tables that come with Fogline (`lexicon/*/numbers.toml`, `lexicon/*/counted.toml`).
    pub fn bundled() -> Self {
        Self { by_lang: &BUNDLED }
    }
}

impl Default for Numbers {
    fn default() -> Self {
        Self::bundled()
    }
}

/// Finds the quantities of a document, in order. Numbers within an expression of time are none.
pub fn quantities(
    document: &Document,
    annotation: &Annotation,
    times: &[TimeMention],
    numbers: &Numbers,
) -> Vec<Quantity> {
    let mut found = Vec::new();
    for paragraph in &annotation.paragraphs {
        let lang = paragraph.sentences.first().map_or(Lang::Other, |sentence| sentence.lang);
        let [en, ru, uk] = numbers.by_lang;
        let counted = [en, ru, uk][slot(lang)];
        let tokens = tokens::tokens(&document.text, paragraph.span);
        let start = times.partition_point(|time| time.span.end <= paragraph.span.start);
        let end = times.partition_point(|time| time.span.start < paragraph.span.end);
        let times: Vec<(Span, bool)> =
            times.get(start..end).unwrap_or_default().iter().map(|time| (time.span, time.measured)).collect();
        let view = paragraph.parse.as_ref().map(SyntaxView::new);
        found.extend(Finder { tokens: &tokens, counted, paragraph, view, times: &times }.quantities());
    }
    found
}
