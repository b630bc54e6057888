//! Whether something happened and who did it, by who says so: four questions, of which two have a status, by numbered rules.
//!
//! Of each list the first rule that holds decides (domain terms: occurrence O1-O9, responsibility R1-R9). Details have
//! their own states ([`crate::incidents::Detail`]), characterisations have none. A party's denial stands beside what an
//! observer recorded and never takes its place. `fogline why` prints the rule with the statements it rests on.

mod occurrence;
mod origins;
mod responsibility;

use std::collections::BTreeSet;

use fogline::packs::SideRole;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    incidents::mention::{Class, Mention, Party, Stance, Voice},
    report::Citation,
    sides::Sides,
};
pub use origins::{Edge, Origin, Origins};

/// Words for whether something happened, in the order of their rules.
pub const OCCURRENCES: [&str; 9] = [
    "retracted",
    "observer_recorded",
    "corroborated_independent",
    "multi_party_agreed",
    "denied_happened",
    "observer_reported_secondhand",
    "one_sided",
    "outlet_reported_uncontested",
    "unknown",
];

/// Words for who did it, in the order of their rules.
pub const RESPONSIBILITIES: [&str; 9] = [
    "acknowledged",
    "agreed",
    "observer_attributed",
    "contested_mutual",
    "denied_by_accused",
    "contested_by_third_party",
    "one_sided_unanswered",
    "self_reported",
    "unattributed",
];

/// One word for lists.
pub const ROLL_UPS: [&str; 6] = ["retracted", "contested", "corroborated_occurrence", "agreed", "one_sided", "unknown"];

/// A rule that decided, and what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// As `O2`.
    pub rule: String,
    /// What it says, in words.
    pub says: String,
    /// The statements that it rests on.
    pub rests_on: Vec<Citation>,
}

/// The statuses of one occurrence.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// Whether it happened.
    pub occurrence: &'static str,
    /// Who did it.
    pub responsibility: &'static str,
    /// One word for lists.
    pub roll_up: &'static str,
    /// Sides that say that it did not happen, or that they did not do it.
    pub denied_by: Vec<String>,
    /// Who is accused.
    pub accused: Vec<Party>,
    /// What it goes back to.
    pub origins: Origins,
    /// The rules that decided.
    pub why: Vec<Reason>,
}

/// A statement with the mentions that it is about.
pub(crate) struct Heard<'m> {
    pub(crate) mention: &'m Mention,
    pub(crate) voice: &'m Voice,
}

impl<'m> Heard<'m> {
    fn cite(&self) -> Citation {
        Citation { document: self.mention.source.reference.clone(), statement: self.voice.statement.clone() }
    }

    fn side(&self) -> Option<&str> {
        self.voice.side.as_deref()
    }

    /// Who did it by this statement: whom it accuses, else who does it in the event that it tells of.
    fn doers(&self) -> &'m [Party] {
        match (self.voice.accused.as_slice(), self.voice.tells) {
            ([], true) => &self.mention.actor,
            (accused, _) => accused,
        }
    }

    /// Whether it says that this was, and does not only speak of plans.
    fn asserts(&self) -> bool {
        self.voice.stance == Stance::Asserts
    }

    fn denies(&self) -> bool {
        self.voice.stance == Stance::Denies
    }
}

/// Everything that the rules look at.
pub(crate) struct Case<'m> {
    pub(crate) heard: Vec<Heard<'m>>,
    pub(crate) sides: &'m Sides,
    /// Whether every asserted mention is told of one village or town.
    pub(crate) at_site: bool,
}

impl<'m> Case<'m> {
    /// The bloc of a voice's side, where that is a party.
    fn party(&self, heard: &'m Heard<'m>) -> Option<&'m str> {
        let side = heard.side()?;
        (self.sides.role(side) == SideRole::Party).then(|| self.sides.bloc(side))
    }

    /// Whom a statement holds to have done it: those it accuses, or whom it names as the actor, if they are on a side that
    /// is not of the speaker's bloc.
    fn blamed(&self, heard: &'m Heard<'m>) -> Vec<&'m Party> {
        if !heard.asserts() && heard.voice.accused.is_empty() || heard.denies() {
            return Vec::new();
        }
        let named = if self.party(heard).is_some() { heard.doers() } else { &heard.voice.accused };
        let own = heard.side().map(|side| self.sides.bloc(side));
        // What it does together with others is its own act.
        if heard.voice.accused.is_empty()
            && named.iter().any(|party| party.side.is_some() && party.side == heard.voice.side)
        {
            return Vec::new();
        }
        let other = |party: &&Party| match party.side.as_deref() {
            Some(side) => own != Some(self.sides.bloc(side)),
            None => !heard.voice.accused.is_empty(),
        };
        named.iter().filter(other).collect()
    }
}

/// Derives the statuses of an occurrence from its mentions.
pub fn derive(mentions: &[&Mention], sides: &Sides) -> Status {
    let mut seen = BTreeSet::new();
    let heard: Vec<Heard<'_>> = mentions
        .iter()
        .flat_map(|mention| mention.voices.iter().map(move |voice| Heard { mention, voice }))
        .filter(|heard| {
            seen.insert((heard.mention.source.id.clone(), heard.mention.event.clone(), heard.voice.statement.clone()))
        })
        .collect();
    let at_site = mentions.iter().any(|one| one.place.level == crate::incidents::mention::Level::Site);
    let case = Case { heard, sides, at_site };
    let origins = origins::origins(&case);
    let (occurrence, first) = occurrence::decide(&case, &origins);
    let (responsibility, second) = responsibility::decide(&case);
    let denied: BTreeSet<&str> = case.heard.iter().filter(|heard| heard.denies()).filter_map(Heard::side).collect();
    let accused: BTreeSet<Party> = case.heard.iter().flat_map(|heard| case.blamed(heard)).cloned().collect();
    let (roll_up, third) = roll_up(occurrence, responsibility);
    Status {
        occurrence,
        responsibility,
        roll_up,
        denied_by: denied.into_iter().map(str::to_owned).collect(),
        accused: accused.into_iter().collect(),
        origins,
        why: vec![first, second, third],
    }
}

/// One word for lists. "Corroborated" is of the occurrence, never of who did it.
fn roll_up(occurrence: &str, responsibility: &str) -> (&'static str, Reason) {
    let (word, rule, says) = match (occurrence, responsibility) {
        ("retracted", _) => ("retracted", "L1", "all that reported it have taken it back"),
        ("denied_happened", _) | (_, "contested_mutual" | "denied_by_accused" | "contested_by_third_party") => {
            ("contested", "L2", "someone denies that it happened or who did it")
        }
        ("observer_recorded" | "corroborated_independent", _) => {
            ("corroborated_occurrence", "L3", "that it happened rests on an observer or on independent origins")
        }
        ("multi_party_agreed", _)
        | (_, "acknowledged" | "agreed")
        | ("outlet_reported_uncontested", "self_reported") => ("agreed", "L4", "those concerned do not dispute it"),
        ("one_sided" | "outlet_reported_uncontested" | "observer_reported_secondhand", _) => {
            ("one_sided", "L5", "it rests on one side, or on second hand")
        }
        _ => ("unknown", "L6", "no rule decides"),
    };
    (word, Reason { rule: rule.to_owned(), says: says.to_owned(), rests_on: Vec::new() })
}

/// Where some statements stand, each once.
fn cite(of: &[&Heard<'_>]) -> Vec<Citation> {
    let all: BTreeSet<Citation> = of.iter().map(|heard| heard.cite()).collect();
    all.into_iter().collect()
}

fn reason(rule: &str, says: &str, rests_on: Vec<Citation>) -> Reason {
    Reason { rule: rule.to_owned(), says: says.to_owned(), rests_on }
}

/// Whether a source can know by itself, and not by being told.
fn has_own_evidence(heard: &Heard<'_>, at_site: bool) -> bool {
    let rules = crate::incidents::rules::Rules::bundled();
    let level = heard.voice.evidential.as_deref();
    let own = level.is_some_and(|level| rules.evidence.own_evidence.iter().any(|known| known == level));
    let told = level.is_some() && !own;
    match heard.voice.class {
        _ if heard.voice.through.is_some() => false,
        _ if own => true,
        Class::Monitor | Class::Eyewitness | Class::Service => !told,
        // What officials say of a named place rests on their services there.
        Class::Party | Class::Unknown => {
            at_site && !told && !heard.voice.relayed && heard.voice.resolution != "anonymous"
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incidents::mention::Class;

    fn party(side: &str) -> Party {
        Party { id: side.to_owned(), name: side.to_owned(), kind: "state".to_owned(), side: Some(side.to_owned()) }
    }

    fn said(statement: &str, side: &str, act: &str, stance: Stance, class: Class) -> Voice {
        Voice {
            statement: statement.to_owned(),
            speaker: Some(party(side)),
            side: Some(side.to_owned()),
            act: act.to_owned(),
            stance,
            class,
            tells: true,
            ..Voice::default()
        }
    }

    /// The statuses of one event of these doers and those to whom it was done, by who speaks of it.
    fn told(actor: &[&str], recipient: &[&str], voices: Vec<Voice>) -> (&'static str, &'static str) {
        let sides = Sides::new(fogline::packs::Pack::bundled().unwrap());
        let parties = |of: &[&str]| of.iter().map(|side| party(side)).collect();
        let mention = Mention { actor: parties(actor), recipient: parties(recipient), voices, ..Mention::default() };
        let status = derive(&[&mention], &sides);
        (status.occurrence, status.responsibility)
    }

    #[test]
    fn who_contradicts_what_another_says_to_have_done_denies_that_it_was() {
        let voices = vec![
            said("s1", "SEP", "assert", Stance::Asserts, Class::Party),
            said("s2", "UA", "deny", Stance::Denies, Class::Party),
        ];
        assert_eq!(told(&["SEP"], &["UA"], voices), ("denied_happened", "self_reported"));
    }

    #[test]
    fn an_event_that_the_other_side_confirms_is_agreed_on_wherever_it_was() {
        let told_by = |act: &str| {
            let mut first = said("s1", "UA", "accuse", Stance::Asserts, Class::Party);
            first.accused = vec![party("SEP")];
            told(&[], &[], vec![first, said("s2", "RU", act, Stance::Asserts, Class::Party)]).0
        };
        assert_eq!((told_by("confirm"), told_by("assert")), ("multi_party_agreed", "unknown"));
    }

    #[test]
    fn what_parties_lay_to_each_other_an_outlet_can_report_all_the_same() {
        let accusing = |statement: &str, side: &str, other: &str| {
            let mut voice = said(statement, side, "accuse", Stance::Asserts, Class::Party);
            voice.accused = vec![party(other)];
            voice
        };
        let mut voices = vec![accusing("s1", "UA", "SEP"), accusing("s2", "SEP", "UA")];
        assert_eq!(told(&[], &[], voices.clone()), ("unknown", "contested_mutual"));
        voices.push(Voice { side: None, speaker: None, ..said("s3", "", "report", Stance::Asserts, Class::Outlet) });
        assert_eq!(told(&[], &[], voices), ("outlet_reported_uncontested", "contested_mutual"));
    }

    #[test]
    fn an_organisation_that_saw_it_is_an_observer_and_one_that_was_told_is_not() {
        let of = |level: Option<&str>| {
            let mut voice = said("s1", "IND", "assert", Stance::Asserts, Class::Observer);
            voice.evidential = level.map(str::to_owned);
            told(&[], &[], vec![voice]).0
        };
        assert_eq!(of(Some("saw")), "observer_recorded");
        assert_eq!(of(None), "observer_reported_secondhand");
    }
}
