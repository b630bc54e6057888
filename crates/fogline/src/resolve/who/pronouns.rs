//! Pronouns and definite words for someone named before: `he said`, `the official added`, `the ministry denied`.
//!
//! A subject pronoun stands for the last subject before it that fits, in its own sentence or the one before; where none
//! was a subject, for the only one named that fits. Everything else stays open.

use std::collections::BTreeMap;

use super::{
    Actor, ActorKind, Mention, Resolution,
    gather::{self, Gathering},
    lexicon::Antecedent,
    scene::Scene,
};
use crate::span::Span;

/// Finds them and adds them to the actors.
pub(super) fn resolve(gathering: &mut Gathering<'_>, scenes: &[Scene<'_>]) {
    let spans = gather::index(gathering);
    let mut references = Vec::new();
    let mut before = Vec::<Seen>::new();
    for scene in scenes.iter().filter(|scene| gather::has_parse(scene.lang)) {
        for sentence in &scene.paragraph.sentences {
            let mut here = seen(scene, sentence.span, &spans);
            for (span, of) in pronouns(scene, sentence.span) {
                let fits = |seen: &&Seen| seen.span.end <= span.start && is_fit(gathering.actors.get(seen.actor), of);
                let found = pick(here.iter().rev().filter(fits)).or_else(|| pick(before.iter().rev().filter(fits)));
                if let Some(actor) = found {
                    references.push((actor, gather::reference(span, Resolution::Pronoun)));
                    here.push(Seen { span, actor, subject: true });
                    here.sort_by_key(|seen| seen.span);
                }
            }
            before = here;
        }
    }
    references.extend(definite(gathering, scenes));
    gather::refer(gathering, &references);
}

/// Someone named, and whether as a subject.
#[derive(Debug, Clone, Copy)]
struct Seen {
    span: Span,
    actor: usize,
    subject: bool,
}

/// The last subject, else the only one.
fn pick<'s>(seen: impl Iterator<Item = &'s Seen> + Clone) -> Option<usize> {
    let subject = seen.clone().find(|seen| seen.subject).map(|seen| seen.actor);
    subject.or_else(|| {
        let mut actors: Vec<usize> = seen.map(|seen| seen.actor).collect();
        actors.sort_unstable();
        actors.dedup();
        match actors.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    })
}

fn seen(scene: &Scene<'_>, sentence: Span, spans: &BTreeMap<Span, usize>) -> Vec<Seen> {
    let within = spans.range(Span::new(sentence.start, 0)..Span::new(sentence.end, 0));
    within.map(|(span, actor)| Seen { span: *span, actor: *actor, subject: is_subject(scene, *span) }).collect()
}

/// Whether one of the words is the subject of a verb.
fn is_subject(scene: &Scene<'_>, span: Span) -> bool {
    scene.paragraph.words_in(span).any(|word| {
        scene.paragraph.token(word).is_some_and(|token| matches!(token.dep(), "nsubj" | "nsubjpass" | "agent"))
    })
}

fn pronouns(scene: &Scene<'_>, sentence: Span) -> Vec<(Span, Antecedent)> {
    let (from, to) = scene.units_in(sentence);
    let mut found = Vec::new();
    for unit in scene.units.get(from..to).unwrap_or_default() {
        let Some((_, of)) = scene.lexicon.pronouns.iter().find(|(word, _)| *word == unit.folded) else { continue };
        // `it` is mostly nobody: only where it is a subject, and not of the weather.
        if is_subject(scene, unit.span) && (*of != Antecedent::Thing || acts(scene, unit.span))
            || *of == Antecedent::Person
        {
            found.push((unit.span, *of));
        }
    }
    found
}

/// Whether the verb of a subject is more than a copula.
fn acts(scene: &Scene<'_>, span: Span) -> bool {
    scene.paragraph.words_in(span).any(|word| {
        scene.paragraph.token(word).is_some_and(|token| token.head().pos() == "VERB" && token.dep() == "nsubj")
    })
}

fn is_fit(actor: Option<&Actor>, of: Antecedent) -> bool {
    let Some(actor) = actor else { return false };
    match of {
        Antecedent::Person => matches!(actor.kind, ActorKind::Person | ActorKind::Anonymous),
        Antecedent::Group => {
            matches!(
                actor.kind,
                ActorKind::Collective | ActorKind::ArmedForce | ActorKind::NonStateArmedGroup | ActorKind::Civilians
            )
        }
        Antecedent::Thing => !matches!(
            actor.kind,
            ActorKind::Person
                | ActorKind::Anonymous
                | ActorKind::Civilians
                | ActorKind::Collective
                | ActorKind::Unknown
        ),
    }
}

/// `the official`, `the ministry`: the last one before whose words end in the same noun. An anonymous speaker is meant
/// only where there is no other of that noun.
fn definite(gathering: &Gathering<'_>, scenes: &[Scene<'_>]) -> Vec<(usize, Mention)> {
    let mut found = Vec::new();
    let mut nouns = BTreeMap::<&str, Vec<(Span, usize)>>::new();
    let spans = gather::index(gathering);
    for scene in scenes {
        for (span, actor) in
            spans.range(Span::new(scene.paragraph.span.start, 0)..Span::new(scene.paragraph.span.end, 0))
        {
            let (from, to) = scene.units_in(*span);
            if let Some(last) = scene.units.get(from..to).and_then(<[_]>::last).filter(|_| to > from + 1) {
                nouns.entry(&last.folded).or_default().push((*span, *actor));
            }
        }
    }
    for scene in scenes {
        for (at, unit) in scene.units.iter().enumerate().skip(1) {
            let the = scene.before(at).is_some_and(|before| scene.lexicon.anonymous.definite.contains(&before.folded));
            let Some(named) = nouns.get(unit.folded.as_str()).filter(|_| the) else { continue };
            let earlier = named.iter().filter(|(span, _)| span.end <= unit.span.start);
            let Some((_, actor)) = earlier.clone().next_back() else { continue };
            let is_anonymous =
                |index: usize| gathering.actors.get(index).is_some_and(|actor| actor.kind == ActorKind::Anonymous);
            let others = earlier.clone().any(|(_, other)| other != actor);
            let inside = spans.keys().any(|span| span.contains(unit.span));
            let open = is_anonymous(*actor) && others;
            if !(inside || open)
                && let Some(span) = scene.span(at - 1, at + 1)
            {
                let resolution = if is_anonymous(*actor) { Resolution::Anonymous } else { Resolution::CarriedOver };
                found.push((*actor, gather::reference(span, resolution)));
            }
        }
    }
    found
}
