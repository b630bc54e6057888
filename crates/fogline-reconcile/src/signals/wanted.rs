//! What each question reads of statements, so that no more than that need be at hand: a ledger holds millions.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use serde::{Deserialize, de::IgnoredAny};

use super::{
    commitments::{self, Accord},
    item::Item,
};
use crate::report::Citation;

/// An item as far as it is looked at before it is read.
#[derive(Debug, Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct Glance<'a> {
    /// Where it stands: the report, and the statement in it.
    #[serde(borrow)]
    document: Cow<'a, str>,
    #[serde(borrow)]
    statement: Cow<'a, str>,
    /// Speech act.
    #[serde(borrow)]
    pub act: Cow<'a, str>,
    /// Packs of the conflicts that its report tells of.
    pub conflicts: std::collections::BTreeSet<String>,
    /// Whom it accuses.
    #[serde(borrow)]
    accused: Vec<PartyAtGlance<'a>>,
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
    #[serde(borrow)]
    places: Vec<SpotAtGlance<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PartyAtGlance<'a> {
    #[serde(borrow)]
    side: Option<Cow<'a, str>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SpotAtGlance<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
}

impl DeedAtGlance<'_> {
    fn predicate(&self) -> Option<&str> {
        self.theme.as_deref().or(self.kind.as_deref())
    }
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

    /// Whether it accuses anyone.
    fn claims(&self) -> bool {
        self.act == "accuse" && !self.accused.is_empty()
    }

    /// What it says was done, and at which places.
    fn done(&self) -> impl Iterator<Item = (&str, &str)> {
        let deeds = self.deeds.iter().filter_map(|deed| Some((deed.predicate()?, deed)));
        deeds.flat_map(|(predicate, deed)| deed.places.iter().map(move |place| (predicate, place.id.as_ref())))
    }
}

/// What claims and answers can be told by: all that accuses; and, for claims that no incident has, what is said in the same report
/// or of the same deed and place.
#[derive(Debug, Default)]
pub struct Claims {
    /// Against which sides statements count as claims in incidents, by report and statement.
    placed: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    reports: BTreeSet<String>,
    done: BTreeMap<String, BTreeSet<String>>,
}

impl Claims {
    /// Puts down that a statement of an incident is a claim there if it accuses a side.
    pub fn place(&mut self, document: &str, statement: &str, side: &str) {
        let sides = self.placed.entry(document.to_owned()).or_default().entry(statement.to_owned()).or_default();
        sides.insert(side.to_owned());
    }

    /// Adds what a claim outside incidents can be answered by.
    pub fn add(&mut self, one: &Glance<'_>) {
        if !one.claims()
            || self.is_placed(&one.document, &one.statement, one.accused.iter().map(|own| own.side.as_deref()))
        {
            return;
        }
        self.reports.insert(one.document.to_string());
        for (predicate, place) in one.done() {
            self.done.entry(predicate.to_owned()).or_default().insert(place.to_owned());
        }
    }

    fn is_placed<'s>(
        &self,
        document: &str,
        statement: &str,
        mut accused: impl Iterator<Item = Option<&'s str>>,
    ) -> bool {
        let sides = self.placed.get(document).and_then(|own| own.get(statement));
        sides.is_some_and(|sides| accused.any(|side| side.is_some_and(|side| sides.contains(side))))
    }

    /// Whether a statement can bear on any of it.
    pub fn holds(&self, one: &Glance<'_>) -> bool {
        let answers = || super::responses::ANSWERS.contains(&one.act.as_ref());
        let shares = |(predicate, place): (&str, &str)| self.done.get(predicate).is_some_and(|all| all.contains(place));
        !one.accused.is_empty() || answers() && (self.reports.contains(one.document.as_ref()) || one.done().any(shares))
    }

    /// A statement without what no question about claims and answers reads.
    #[must_use]
    pub fn kept(&self, mut one: Item) -> Item {
        one.labels = Vec::new();
        one.counts = Vec::new();
        one.deadline = None;
        one.warning = None;
        one.sides = BTreeSet::new();
        one.conflicts = BTreeSet::new();
        let Citation { document, statement } = &one.citation;
        if one.act == "accuse" && self.is_placed(document, statement, one.accused.iter().map(|own| own.side.as_deref()))
        {
            // Its answers are the incident's.
            one.deeds = Vec::new();
            one.answers = Vec::new();
        }
        for deed in &mut one.deeds {
            deed.words = String::new();
            deed.why = Vec::new();
        }
        one
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
            let predicates = one.deeds.iter().filter_map(DeedAtGlance::predicate);
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
            let predicate = deed.predicate();
            let told = deed.kind.as_deref().is_some_and(|kind| self.kinds.contains(kind)) && deed.modality == "actual";
            told || predicate.is_some_and(|predicate| self.predicates.contains(predicate))
        };
        one.warning.is_some() || one.commits() || one.deeds.iter().any(bears)
    }
}

impl Item {
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
