//! With what force something is said: the act (domain.md 1.3), whom it accuses, and how certain it claims to be.
//!
//! A verb that is an act by itself decides. Behind a verb of mere saying the words that follow do: whether their main
//! verb is an act ("we reject"), denies, judges, obliges or promises, and whose deeds they tell of.

use std::collections::BTreeMap;

use super::{Act, CueClass, Mentions, Statement, actor_of, acts::Acts, candidates::source_of};
use crate::{
    names,
    read::{
        clauses::Clauses,
        events::{Event, Modality, Polarity, Tense, can_act},
        keep_first,
    },
    resolve::who::{Actor, ActorKind, Resolution},
    span::Span,
};

const HOSTILE: [&str; 5] = ["ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "THREATEN"];

/// What a main verb of a statement's words tells.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Main {
    /// Where it stands.
    at: Span,
    /// Its lemma.
    lemma: String,
    /// Its modal, in lower case: "must".
    modal: Option<String>,
    /// Whether it is negated.
    negated: bool,
    /// Whether its subject is the one who speaks: "we", "our army".
    first_person: bool,
    /// The actor that its subject names.
    subject: Option<usize>,
    /// Whether it has a subject or agent of its own that acts.
    acts: bool,
    /// What it says its subject is: "is *false*".
    predicate: Option<String>,
    /// The act that it is where its subject speaks: "we reject".
    performs: Option<Act>,
}

/// The main verbs of some words: those at their top, with the verbs joined to them.
pub(super) fn mains(clauses: &Clauses<'_>, words: &[usize], mentions: &Mentions) -> Vec<Main> {
    let within = |i: usize| words.binary_search(&i).is_ok();
    let is_verb = |i: usize| matches!(clauses.token(i).pos(), "VERB" | "AUX");
    let is_top = |i: usize| clauses.head(i) == i || !within(clauses.head(i));
    let mut tops: Vec<usize> =
        words.iter().copied().filter(|i| is_verb(*i) && is_top(*i) && !clauses.dep(*i).starts_with("aux")).collect();
    let mut at = 0;
    while let Some(top) = tops.get(at).copied() {
        at += 1;
        // "evidence suggested that they attack": what someone's words lead on to is said too.
        let leads = clauses.cues.introduces(clauses.token(top).lemma());
        let joined = |i: &usize| clauses.dep(*i) == "conj" && is_verb(*i) && within(*i);
        let below = |i: &usize| leads && clauses.dep(*i) == "ccomp" && is_verb(*i) && within(*i) && *i > top;
        let more: Vec<usize> =
            clauses.children(top).filter(|i| joined(i) || below(i)).filter(|i| !tops.contains(i)).collect();
        tops.extend(more);
    }
    tops.into_iter().map(|top| main(clauses, top, mentions)).collect()
}

fn main(clauses: &Clauses<'_>, verb: usize, mentions: &Mentions) -> Main {
    let source = source_of(clauses, verb);
    // "should the rebels attack": before its subject it is a condition.
    let subject = clauses.child(verb, &["nsubj", "nsubjpass", "expl"]).unwrap_or(0);
    let modal = clauses.children(verb).find(|child| clauses.token(*child).tag() == "MD" && *child >= subject);
    let first = |head: usize| {
        let own = |i: usize| clauses.cues.first.contains(&clauses.lower(i));
        own(head) || clauses.child(head, &["poss"]).is_some_and(own)
    };
    let predicate = clauses.child(verb, &["acomp", "attr", "oprd"]).filter(|predicate| *predicate > verb);
    Main {
        at: clauses.span(&(verb..verb + 1)).unwrap_or_default(),
        lemma: clauses.token(verb).lemma().to_owned(),
        modal: modal.map(|modal| clauses.lower(modal)),
        negated: clauses.child(verb, &["neg"]).is_some(),
        first_person: source.as_ref().is_some_and(|source| first(source.head)),
        subject: source.as_ref().and_then(|source| actor_of(clauses, source, mentions)).map(|found| found.actor),
        acts: source.is_some(),
        predicate: predicate.map(|predicate| clauses.token(predicate).lemma().to_lowercase()),
        performs: clauses.cues.performs(clauses.token(verb).lemma()),
    }
}

/// A statement with what is needed to tell its force.
pub(super) struct Told<'t> {
    pub(super) statement: &'t Statement,
    /// Its words.
    pub(super) content: &'t str,
    pub(super) mains: &'t [Main],
    /// The events that its words tell of.
    pub(super) events: &'t [&'t Event],
    pub(super) actors: &'t [Actor],
    /// The words that make acts in its language.
    pub(super) acts: &'static Acts,
    /// Whether the outlet is a monitor's own bulletin.
    pub(super) bulletin: bool,
    /// The cue of another's statement that it passes on.
    pub(super) relays: Option<Span>,
    /// Whether the speaker's side has been accused before in the document.
    pub(super) accused_before: bool,
}

impl Told<'_> {
    fn speaker(&self) -> Option<&Actor> {
        self.statement.speaker.actor.and_then(|actor| self.actors.get(actor))
    }

    /// Whether an actor is the speaker or on the speaker's side.
    pub(super) fn is_own(&self, actor: usize) -> bool {
        // "Norland said its forces had left".
        let theirs = |actor: &Actor| {
            let first = names::fold(actor.name.split(' ').next().unwrap_or_default());
            actor.pack_id.is_none() && actor.kind == ActorKind::Unknown && self.acts.owns(&first)
        };
        is_own(self.statement.speaker.actor, actor, self.actors) || self.actors.get(actor).is_some_and(theirs)
    }

    fn own(&self, event: &Event) -> bool {
        event.actor.iter().any(|actor| self.is_own(*actor))
    }

    fn by_other(&self, event: &Event) -> bool {
        event
            .actor
            .iter()
            .any(|actor| !self.is_own(*actor) && self.actors.get(*actor).is_some_and(|actor| can_act(actor.kind)))
    }

    fn own_subject(&self, main: &Main) -> bool {
        main.first_person || main.subject.is_some_and(|subject| self.is_own(subject))
    }

    fn is_monitor(&self) -> bool {
        self.speaker().is_some_and(|speaker| speaker.kind == ActorKind::MonitoringMission)
    }

    /// The act that the statement is.
    pub(super) fn act(&self) -> Act {
        let acts = self.acts;
        let statement = self.statement;
        if statement.speaker.resolution == Resolution::Author {
            return if self.bulletin { Act::Record } else { Act::Report };
        }
        let lemma = statement.cue.as_ref().map_or("", |cue| cue.lemma.as_str());
        let belief = statement.cue.as_ref().is_some_and(|cue| cue.class == CueClass::Belief);
        let cue = statement.act;
        // Not to confirm, admit, deny or blame is to say nothing, whoever does it.
        if statement.negated
            && matches!(cue, Act::Acknowledge | Act::Confirm | Act::Deny | Act::Accuse | Act::Retract | Act::Correct)
        {
            return Act::DeclineComment;
        }
        if self.is_monitor() && acts.records(lemma) {
            // What was not seen is recorded too.
            return Act::Record;
        }
        if statement.negated {
            match cue {
                Act::Assert if belief => return Act::Doubt,
                Act::Assert | Act::Announce => return Act::DeclineComment,
                _ => {}
            }
        }
        let future = |main: &&Main| main.modal.as_deref().is_some_and(|modal| acts.is_future(modal));
        let own_future = || self.mains.iter().filter(future).any(|main| self.own_subject(main));
        if cue == Act::Warn && own_future() && self.hostile().any(|event| self.own(event)) {
            return Act::Threaten;
        }
        // A verb that is an act by itself tells more than the words that follow.
        if !matches!(cue, Act::Assert | Act::Report | Act::StateIntent | Act::Comment) {
            return cue;
        }
        if cue == Act::Assert && self.relays.is_some_and(|cue| self.mains.iter().any(|main| cue.contains(main.at))) {
            return Act::Report;
        }
        let judged = cue == Act::Comment && belief;
        // "called the accusations unfounded"
        if judged && !statement.negated && acts.calls_false(self.content) {
            return Act::Deny;
        }
        // "saw the damage to the roof": what can be seen is no judgement.
        if judged && !statement.negated && acts.records(lemma) && self.events.iter().any(|event| event.damage) {
            let observes = self.speaker().is_some_and(|speaker| speaker.kind == ActorKind::InternationalOrg);
            return if observes { Act::Record } else { Act::Assert };
        }
        // "called it a response": who has been accused owns to what it gives a reason for.
        if judged && !statement.negated && self.accused_before && acts.owns_to(self.content) {
            return Act::Acknowledge;
        }
        if cue == Act::Assert {
            if let Some(performed) = self.performed() {
                return performed;
            }
            if let Some(told) = acts.told(self.content).or_else(|| self.predicated()) {
                return told;
            }
        } else if cue != Act::Report && !judged {
            return cue;
        }
        self.by_deeds(judged).unwrap_or_else(|| {
            if own_future() {
                return Act::Promise;
            }
            if self.mains.iter().filter(future).any(|main| !main.acts) {
                return Act::Announce;
            }
            if self
                .mains
                .iter()
                .any(|main| !self.own_subject(main) && main.modal.as_deref().is_some_and(|modal| acts.obliges(modal)))
            {
                return Act::Appeal;
            }
            cue
        })
    }

    /// "We reject", "he would welcome": the speaker's own verb is the act.
    fn performed(&self) -> Option<Act> {
        let own = self.mains.iter().filter(|main| self.own_subject(main) && !main.negated);
        own.filter_map(|main| main.performs).find(|act| {
            matches!(
                act,
                Act::Appeal | Act::Deny | Act::Promise | Act::Threaten | Act::Warn | Act::Comment | Act::Accuse
            )
        })
    }

    /// "is false", "is a disgrace": what the words call it.
    fn predicated(&self) -> Option<Act> {
        let acts = self.acts;
        self.mains.iter().find_map(|main| {
            let predicate = main.predicate.as_deref()?;
            match (acts.is_false(predicate), acts.is_true(predicate), main.negated) {
                (true, _, false) | (_, true, true) => Some(Act::Deny),
                (_, true, false) => Some(Act::Confirm),
                _ => acts.judges(predicate).then_some(Act::Comment),
            }
        })
    }

    fn hostile(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().copied().filter(|event| event.kind.as_deref().is_some_and(|kind| HOSTILE.contains(&kind)))
    }

    /// What the deeds that the words tell of make of them.
    fn by_deeds(&self, judged: bool) -> Option<Act> {
        let acts = self.acts;
        let ahead = |event: &Event| {
            let open = matches!(event.modality, Modality::Possible | Modality::Probable);
            let to_come = event.tense == Some(Tense::Future) || open && event.tense != Some(Tense::Past);
            to_come && !unreal(event)
        };
        // Done, by these words, or said to have perhaps been done.
        let done = |event: &Event| event.tense != Some(Tense::Future) && !unreal(event) && !ahead(event);
        let positive = |event: &Event| event.polarity == Polarity::Positive;
        let party = |speaker: &Actor| !matches!(speaker.kind, ActorKind::Outlet | ActorKind::MonitoringMission);
        let withdraws = |event: &&&Event| {
            matches!(event.kind.as_deref(), Some("CONCEDE" | "RETREAT")) && event.tense == Some(Tense::Future)
        };
        let nobody = |event: &Event| event.actor.is_empty() && self.speaker().is_some_and(|one| one.side.is_some());
        if self.events.iter().filter(withdraws).any(|event| self.own(event) || nobody(event)) {
            return Some(Act::Promise);
        }
        // "told to stop so as not to hurt anyone" denies nothing.
        if self.hostile().any(|event| self.own(event) && event.polarity == Polarity::Negative && !event.is_aim()) {
            return Some(Act::Deny);
        }
        let denies = |main: &Main| {
            main.negated && main.acts && self.own_subject(main) && main.modal.is_none() && !acts.is_state(&main.lemma)
        };
        if self.accused_before && self.mains.iter().any(denies) {
            return Some(Act::Deny);
        }
        // A thing called an attack, a violation, a provocation is accused of being one.
        let told = |event: &&Event| positive(event) && event.kind.as_deref() != Some("ACCUSE");
        if judged && self.events.iter().copied().any(|event| told(&event)) {
            return Some(Act::Accuse);
        }
        if self.is_monitor() {
            return None;
        }
        if self.hostile().filter(|event| positive(event)).any(|event| done(event) && self.by_other(event)) {
            return Some(Act::Accuse);
        }
        // "was shelled from their territory", "claims of a massacre": a deed that has a doer, told by a party.
        let of_party = self.speaker().is_some_and(party);
        let from = |event: &&Event| positive(event) && done(event) && event.actor.is_empty();
        if of_party && self.hostile().filter(from).any(|_| acts.has_origin(self.content)) {
            return Some(Act::Accuse);
        }
        let noun = self.statement.cue.as_ref().is_some_and(|cue| cue.class == CueClass::Distancing);
        let evil = || self.hostile().all(|event| !self.own(event)) && acts.is_evil(self.content);
        if of_party && noun && evil() {
            return Some(Act::Accuse);
        }
        if self.hostile().filter(|event| positive(event)).any(|event| ahead(event) && self.own(event)) {
            return Some(Act::Threaten);
        }
        self.hostile()
            .filter(|event| positive(event))
            .any(|event| ahead(event) && !self.own(event))
            .then_some(Act::Warn)
    }

    /// Who is accused, or would do the harm that is warned of: those who do what the words tell of, or whom they name
    /// first where the verb accuses.
    pub(super) fn accused(&self, act: Act, mentioned: &BTreeMap<Span, (usize, Resolution)>) -> Vec<usize> {
        if !matches!(act, Act::Accuse | Act::Warn) {
            return Vec::new();
        }
        let can = |actor: &usize| self.actors.get(*actor).is_some_and(|actor| can_act(actor.kind));
        let mut found: Vec<usize> = self.statement.against.iter().filter_map(|one| one.actor).collect();
        if found.is_empty() {
            let doers = self.hostile().flat_map(|event| event.actor.iter().copied());
            found.extend(doers.filter(|actor| !self.is_own(*actor) && can(actor)));
        }
        if found.is_empty() && act == Act::Accuse && self.statement.act == Act::Accuse {
            let first = self.statement.content.first().copied().unwrap_or_default();
            found.extend(
                mentioned
                    .range(Span::new(first.start, 0)..Span::new(first.end, 0))
                    .map(|(_, (actor, _))| *actor)
                    .find(|actor| !self.is_own(*actor) && can(actor)),
            );
        }
        if found.is_empty() {
            let subjects = self.mains.iter().filter_map(|main| main.subject);
            found.extend(subjects.filter(|actor| !self.is_own(*actor) && can(actor)));
            // Someone known is meant before a thing that the words begin with.
            let known = |actor: &usize| self.actors.get(*actor).is_some_and(|one| one.kind != ActorKind::Unknown);
            if found.iter().any(known) {
                found.retain(known);
            }
        }
        keep_first(&mut found);
        found
    }

    /// How certain the source is (FactBank's values).
    pub(super) fn factuality(&self, act: Act) -> &'static str {
        let belief = self.statement.cue.as_ref().is_some_and(|cue| cue.class == CueClass::Belief);
        match act {
            Act::Record if self.statement.negated => "CT-",
            Act::Deny => "CT-",
            Act::Doubt => "PR-",
            Act::Comment | Act::Appeal | Act::DeclineComment => "Uu",
            Act::Warn if self.events.iter().any(|event| event.modality == Modality::Possible) => "PS+",
            Act::StateIntent | Act::Offer => "PR+",
            _ if belief => "PR+",
            _ => "CT+",
        }
    }
}

/// How certain a source can be that something is so (FactBank's values, Saurí and Pustejovsky 2009): certain, probable or
/// possible that it is, or that it is not; certain, but not told which; uncommitted.
pub const FACTUALITIES: [&str; 8] = ["CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "CTu", "Uu"];

/// Whether an event is only supposed, wanted, asked for or promised.
fn unreal(event: &Event) -> bool {
    matches!(
        event.modality,
        Modality::Hypothetical | Modality::Requested | Modality::Intended | Modality::Promised | Modality::Announced
    )
}

/// Whether an actor is the speaker or on the speaker's side.
pub(super) fn is_own(speaker: Option<usize>, actor: usize, actors: &[Actor]) -> bool {
    if speaker == Some(actor) {
        return true;
    }
    let of = |number: Option<usize>| number.and_then(|number| actors.get(number));
    let (Some(speaker), Some(actor)) = (of(speaker), of(Some(actor))) else { return false };
    match (&speaker.side, &actor.side) {
        (Some(own), Some(other)) => own == other,
        _ => speaker.country.is_some() && speaker.country == actor.country,
    }
}
