//! What each question reads of statements, so that no more than that need be at hand: a ledger holds millions.

use std::{borrow::Cow, collections::BTreeSet};

use serde::{Deserialize, de::IgnoredAny};

use super::{
    commitments::{self, Accord},
    item::Item,
};

/// An item as far as it is looked at before it is read.
#[derive(Debug, Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct Glance<'a> {
    /// Speech act.
    #[serde(borrow)]
    pub act: Cow<'a, str>,
    /// Packs of the conflicts that its report tells of.
    pub conflicts: std::collections::BTreeSet<String>,
    /// Whether it accuses someone.
    accused: Vec<IgnoredAny>,
    /// Labels.
    labels: Vec<IgnoredAny>,
    /// Figures.
    counts: Vec<IgnoredAny>,
    /// Deeds.
    #[serde(borrow)]
    deeds: Vec<DeedAtGlance<'a>>,
    /// What is warned of.
    #[serde(borrow)]
    warning: Option<WarnedAtGlance<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DeedAtGlance<'a> {
    #[serde(borrow)]
    theme: Option<Cow<'a, str>>,
    #[serde(borrow)]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow)]
    modality: Cow<'a, str>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WarnedAtGlance<'a> {
    #[serde(borrow)]
    kind: Option<Cow<'a, str>>,
}

impl Glance<'_> {
    /// Whether labels are read from it.
    pub fn has_labels(&self) -> bool {
        !self.labels.is_empty()
    }

    /// Whether figures are.
    pub fn has_figures(&self) -> bool {
        !self.counts.is_empty()
    }

    /// Whether it can bind its side: by its act, or where what it says lies ahead.
    fn commits(&self) -> bool {
        match self.act.as_ref() {
            "assert" | "deny" => self.deeds.iter().any(|deed| commitments::lies_ahead(&deed.modality)),
            act => commitments::ACTS.contains(&act),
        }
    }

    /// Whether claims or answers are.
    pub fn claims_or_answers(&self) -> bool {
        !self.accused.is_empty() || super::responses::ANSWERS.contains(&self.act.as_ref())
    }
}

/// What commitments and warnings can be told by: deeds of the kinds that somebody promises or warns of, or that an agreement
/// forbids.
#[derive(Debug, Default)]
pub struct Matters {
    predicates: BTreeSet<String>,
    kinds: BTreeSet<String>,
}

impl Matters {
    /// Those that agreements forbid.
    pub fn of(accords: &[Accord]) -> Self {
        let patterns = accords.iter().flat_map(|accord| &accord.measures).flat_map(|measure| &measure.violated_by);
        let kinds = patterns.map(|pattern| pattern.split('/').next().unwrap_or(pattern).to_owned()).collect();
        Self { predicates: BTreeSet::new(), kinds }
    }

    /// Adds what a statement can promise or warn of.
    pub fn add(&mut self, one: &Glance<'_>) {
        if let Some(warned) = &one.warning {
            self.kinds.insert(warned.kind.as_deref().unwrap_or_default().to_owned());
        }
        if one.commits() {
            let predicates = one.deeds.iter().filter_map(|deed| deed.theme.as_deref().or(deed.kind.as_deref()));
            for predicate in predicates {
                if !self.predicates.contains(predicate) {
                    self.predicates.insert(predicate.to_owned());
                }
            }
        }
    }

    /// Whether a statement can bear on any of it.
    pub fn holds(&self, one: &Glance<'_>) -> bool {
        let bears = |deed: &DeedAtGlance<'_>| {
            let predicate = deed.theme.as_deref().or(deed.kind.as_deref());
            let told = deed.kind.as_deref().is_some_and(|kind| self.kinds.contains(kind)) && deed.modality == "actual";
            told || predicate.is_some_and(|predicate| self.predicates.contains(predicate))
        };
        one.warning.is_some() || one.commits() || one.deeds.iter().any(bears)
    }
}

impl Item {
    /// Without what no question about claims and answers reads.
    #[must_use]
    pub fn with_bare_deeds(mut self) -> Self {
        self.labels = Vec::new();
        self.counts = Vec::new();
        self.deadline = None;
        self.warning = None;
        for deed in &mut self.deeds {
            deed.words = String::new();
            deed.why = Vec::new();
        }
        self
    }

    /// Without what no question about labels reads.
    #[must_use]
    pub fn without_deeds(mut self) -> Self {
        self.deeds = Vec::new();
        self.counts = Vec::new();
        self.deadline = None;
        self.warning = None;
        self
    }

    /// Without what only questions about deeds read.
    #[must_use]
    pub fn with_figures_alone(mut self) -> Self {
        self.deeds = Vec::new();
        self.labels = Vec::new();
        self.answers = Vec::new();
        self.warning = None;
        self
    }

    /// Without what no question about commitments and warnings reads.
    #[must_use]
    pub fn with_deeds_alone(mut self) -> Self {
        self.counts = Vec::new();
        self.labels = Vec::new();
        self.answers = Vec::new();
        self.deeds.shrink_to_fit();
        self
    }
}
