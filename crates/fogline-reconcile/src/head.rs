//! What is known of a report without reading it whole: what lists say of it, and by which it is chosen to be read.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    incidents,
    report::{Report, called},
    sides::Sides,
};

/// What is known of a report at once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Head {
    /// What the input calls it; set apart where it calls several so.
    pub reference: String,
    /// SHA-256 of the original bytes, in hexadecimal.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// When it was published: a day or an instant (RFC 3339).
    pub published: Option<String>,
    /// Main language, as `en`.
    pub lang: Option<String>,
    /// Whether monitors speak in it, by themselves or through others.
    pub by_monitors: bool,
    /// Whether something in it corrects, or takes back, what was said before.
    pub corrects: bool,
    /// What it names in first-level divisions.
    pub regions: Vec<Region>,
}

/// A name of a first-level division, or of a place in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Region {
    /// The division (GeoNames code).
    pub code: String,
    /// As the report names it.
    pub name: String,
    /// Whether it is the division itself that is named.
    pub is_whole: bool,
    /// How many of the report's places are named so.
    pub times: u32,
}

impl Head {
    /// Whether it goes by a name: that by which it is cited, or what the input calls it, which others may be called too.
    pub fn is_called(&self, name: &str) -> bool {
        self.reference == name || called(&self.reference, &self.id) == name
    }

    /// That of a report.
    pub fn of(report: &Report, sides: &Sides) -> Self {
        let document = &report.document;
        let corrects = |act: &str| matches!(act, "correct" | "retract");
        Self {
            reference: document.reference.clone(),
            id: document.id.clone(),
            title: document.title.clone(),
            outlet: document.outlet.clone(),
            published: document.published.clone(),
            lang: document.lang.clone(),
            by_monitors: incidents::has_monitors(report, sides),
            corrects: report.statements.iter().any(|one| corrects(&one.speech_act)),
            regions: regions(report),
        }
    }
}

fn regions(report: &Report) -> Vec<Region> {
    let mut named = BTreeMap::<(&str, &str, bool), u32>::new();
    for place in &report.places {
        if let Some(code) = place.admin1.as_deref() {
            let is_whole = place.precision.as_deref() == Some("adm1");
            *named.entry((code, &place.name, is_whole)).or_default() += 1;
        }
    }
    let region = |((code, name, is_whole), times): ((&str, &str, bool), u32)| Region {
        code: code.to_owned(),
        name: name.to_owned(),
        is_whole,
        times,
    };
    named.into_iter().map(region).collect()
}
