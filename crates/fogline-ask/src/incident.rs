//! One incident: what each side says of it, and by which rules its statuses are as they are.

use std::{cmp::Reverse, collections::BTreeSet};

use fogline_reconcile::{
    derive::RULES,
    incidents::{Account, Incident, Link, Member, Position},
    status::{Origins, Reason},
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{AskError, Result, View, error::unknown, numbers::Looked, rows::Row};

impl View {
    /// An incident as it is shown, without the rows of coders, which rest on all incidents.
    pub fn shown(&self, id: &str) -> Result<Shown<'_>> {
        let incident = self.incident(id)?;
        Ok(Shown { incident, no_answer: unanswered(incident, self), coded: Vec::new() })
    }

    /// Why an incident's statuses are as they are.
    pub fn reasons(&self, id: &str) -> Result<Reasons<'_>> {
        let one = self.incident(id)?;
        Ok(Reasons {
            id: &one.id,
            rules: RULES,
            why: &one.why,
            origins: self.by_reference(&one.origins),
            links: &one.links,
        })
    }

    /// Origins that are named by a report's id, named by what the input calls it.
    fn by_reference(&self, origins: &Origins) -> Origins {
        let mut origins = origins.clone();
        for origin in &mut origins.each {
            let id = origin.name.rsplit(' ').next().unwrap_or_default().to_owned();
            if let Some(head) = self.heads.iter().find(|head| id.len() == HASH_LETTERS && head.id == id) {
                let before = origin.name.len() - id.len();
                origin.name.replace_range(before.., &head.reference);
            }
        }
        origins
    }
}

/// The id of the incident that was known at another time of which most mentions are those of one that is known now: an incident is
/// named by its earliest mention, and before that was known it went by another.
pub fn went_by<'t>(now: &Incident, then: &'t [Incident]) -> Option<&'t str> {
    let members: BTreeSet<&Member> = now.members.iter().collect();
    let shared = |one: &Incident| one.members.iter().filter(|member| members.contains(member)).count();
    let best = then.iter().map(|one| (shared(one), Reverse(one.id.as_str()))).max();
    best.filter(|(shared, _)| *shared > 0).map(|(_, Reverse(id))| id)
}

/// Why there is none then.
pub fn unheard(id: &str) -> AskError {
    unknown(format!("no report that was known then tells of incident `{id}`"))
}

/// Hexadecimal letters of a report's id.
const HASH_LETTERS: usize = 64;

/// An incident, and what was read where no answer was found.
#[derive(Serialize, JsonSchema)]
pub struct Shown<'i> {
    #[serde(flatten)]
    /// The incident.
    pub incident: &'i Incident,
    /// Sides of which no answer was found.
    pub no_answer: Vec<NoAnswer>,
    /// Rows of coders' tables that could be accounts of it: apart from the accounts, and in no status and no number.
    pub coded: Vec<Row>,
}

/// A side that is accused and of which no word was found: no silence, but what was read.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NoAnswer {
    /// The side.
    pub side: Option<String>,
    /// What was read.
    pub looked: Looked,
    /// What was found where an answer was looked for elsewhere, by hand.
    pub sought: Option<String>,
}

/// The sides that are accused and of which no word was found.
pub fn unanswered(one: &Incident, view: &View) -> Vec<NoAnswer> {
    let silent = one.accounts.iter().filter(|account| account.position == Position::NoPositionRecorded);
    let no_answer = |account: &Account| NoAnswer {
        side: account.side.clone(),
        looked: view.looked(one.time.start.as_deref()),
        sought: account.side.as_ref().and_then(|side| one.answers_sought.get(side).cloned()),
    };
    silent.map(no_answer).collect()
}

/// The rules that decided, the origins, and what joined the reports.
#[derive(Serialize, JsonSchema)]
pub struct Reasons<'i> {
    /// The incident.
    pub id: &'i str,
    /// Version of the rules.
    pub rules: &'static str,
    /// Rules with what they rest on.
    pub why: &'i [Reason],
    /// Origins.
    pub origins: Origins,
    /// What joined the reports.
    pub links: &'i [Link],
}
