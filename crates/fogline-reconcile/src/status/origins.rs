//! How many origins stand behind what is said: reports, origins and sides are three numbers.
//!
//! Every statement goes to one origin, with the reason (U1 to U8 of the domain's rules of independence). What may come from
//! elsewhere is merged for the minimum and kept apart for the maximum; only the minimum is used for statuses.

use std::collections::{BTreeMap, BTreeSet};

use fogline::packs::SideRole;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Case, Heard};
use crate::{incidents::mention::Class, report::Citation};

/// How many origins.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Origins {
    /// At least: whatever may have one source is taken for one.
    pub min: usize,
    /// At most.
    pub max: usize,
    /// Each origin.
    pub each: Vec<Origin>,
}

/// One origin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// What it is, as `side UA`.
    pub name: String,
    /// Whether it may be part of another one.
    pub uncertain: bool,
    /// What goes back to it.
    pub edges: Vec<Edge>,
}

/// A statement that goes back to an origin.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "OriginEdge")]
pub struct Edge {
    /// The statement.
    pub of: Citation,
    /// As `U4`.
    pub rule: String,
}

/// The origins of all statements that assert something.
pub(super) fn origins(case: &Case<'_>) -> Origins {
    let mut each = BTreeMap::<(bool, String), BTreeSet<Edge>>::new();
    // What an outlet says of its own mistake tells of nothing.
    let corrects = |heard: &&Heard<'_>| heard.voice.class == Class::Outlet && heard.voice.act == "correct";
    for heard in case.heard.iter().filter(|heard| heard.asserts() && !corrects(heard)) {
        let (name, uncertain, rule) = origin(case, heard);
        let edge = Edge { of: heard.cite(), rule: rule.to_owned() };
        each.entry((uncertain, name)).or_default().insert(edge);
    }
    let sure = each.keys().filter(|(uncertain, _)| !uncertain).count();
    Origins {
        // Whoever is not known may be anyone of those who are.
        min: sure.max(usize::from(!each.is_empty())),
        max: each.len(),
        each: each
            .into_iter()
            .map(|((uncertain, name), edges)| Origin { name, uncertain, edges: edges.into_iter().collect() })
            .collect(),
    }
}

/// What a statement goes back to, whether that may be part of another origin, and by which rule.
pub(super) fn origin(case: &Case<'_>, heard: &Heard<'_>) -> (String, bool, &'static str) {
    let print = &heard.mention.source.origin;
    let voice = heard.voice;
    let side = voice.side.as_deref();
    let party = side.filter(|side| case.sides.role(side) == SideRole::Party);
    if let Some(side) = &voice.through {
        return (format!("side {side}"), false, "U4");
    }
    match (voice.class, &voice.speaker, party) {
        (Class::Monitor | Class::MonitorSecondHand, Some(speaker), _) => {
            (format!("observer {}", speaker.name), false, "U8")
        }
        (Class::Monitor, None, _) => {
            let source = &heard.mention.source;
            let mission = source.mission.as_deref().or(source.outlet.as_deref());
            (format!("observer {}", mission.unwrap_or(print)), false, "U8")
        }
        (_, _, Some(side)) if voice.resolution == "anonymous" => (format!("side {side}"), false, "U5"),
        (_, _, Some(side)) => (format!("side {side}"), false, "U4"),
        (Class::Eyewitness, _, _) if voice.resolution == "author" => (format!("report {print}"), false, "U7"),
        (Class::Eyewitness | Class::Service, Some(speaker), _) => (format!("{} in {print}", speaker.name), false, "U7"),
        (_, Some(speaker), None) if voice.resolution != "anonymous" && speaker.kind != "unknown" => {
            (speaker.name.clone(), false, "U3")
        }
        (Class::Outlet, _, _) => (format!("report {print}"), true, "U6"),
        _ => (format!("unnamed in {print}"), true, "U6"),
    }
}
