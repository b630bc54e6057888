//! Pronouns and definite words for someone named before: `he said`, `the official added`, `the ministry denied`.
//!
//! A pronoun stands for the last subject before it that fits in gender and number, in its own sentence or the one before,
//! or the one before that if the gender is certain; where none was a subject, for the only one named that fits. Everything else stays open. Without a parse only the
//! subject of a verb of saying is read.

use std::collections::BTreeMap;

use super::{
    Actor, ActorKind, Mention, Resolution,
    gather::{self, Gathering},
    lexicon::{Antecedent, Gender, Lexicon, Pronoun},
    scene::Scene,
};
use crate::{
    names::{Gap, Unit},
    span::Span,
};

/// Finds them and adds them to the actors.
pub(super) fn resolve(gathering: &mut Gathering<'_>, scenes: &[Scene<'_>]) {
    let spans = gather::index(gathering);
    let forms = forms(gathering, scenes);
    let mut references = Vec::new();
    let (mut earlier, mut before) = (Vec::<Seen>::new(), Vec::<Seen>::new());
    for scene in scenes {
        for sentence in &scene.paragraph.sentences {
            let mut here = seen(scene, sentence.span, &spans);
            for (span, pronoun) in pronouns(scene, sentence.span) {
                let role = role(scene, span);
                let fits = |seen: &&Seen| {
                    let form = forms.get(seen.actor).copied().unwrap_or_default();
                    let own = matches!((seen.role, role), (Role::Subject(a), Role::Object(b)) if a == b);
                    seen.span.end <= span.start
                        && !gathering.open.contains(&seen.actor)
                        && is_fit(gathering.actors.get(seen.actor), form, pronoun.of)
                        && (pronoun.reflexive || !own)
                };
                // Two sentences back only to whom the text tells to be the man or woman meant.
                let agrees = |seen: &&Seen| {
                    let gender = forms.get(seen.actor).and_then(|form| form.gender);
                    fits(seen) && gender.is_some_and(|gender| pronoun.of == Antecedent::Person(gender))
                };
                let found = pick(here.iter().rev().filter(fits))
                    .or_else(|| pick(before.iter().rev().filter(fits)))
                    .or_else(|| pick(earlier.iter().rev().filter(agrees)));
                if let Some(actor) = found {
                    references.push((actor, gather::reference(span, Resolution::Pronoun)));
                    here.push(Seen { span, actor, role });
                    here.sort_by_key(|seen| seen.span);
                }
            }
            earlier = std::mem::replace(&mut before, here);
        }
    }
    references.extend(definite(gathering, scenes));
    gather::refer(gathering, &references);
}

/// Someone named, and its part in the sentence.
#[derive(Debug, Clone, Copy)]
struct Seen {
    span: Span,
    actor: usize,
    role: Role,
}

/// What a word does in its clause: the verb is told by its number in the paragraph, where there is a parse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Subject(usize),
    Object(usize),
    Other,
}

/// As what pronouns agree with: one or several, a man or a woman, as far as the text tells.
#[derive(Debug, Clone, Copy, Default)]
struct Form {
    gender: Option<Gender>,
    several: bool,
}

/// The last subject, else the only one.
fn pick<'s>(seen: impl Iterator<Item = &'s Seen> + Clone) -> Option<usize> {
    let subject = seen.clone().find(|seen| matches!(seen.role, Role::Subject(_))).map(|seen| seen.actor);
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
    within.map(|(span, actor)| Seen { span: *span, actor: *actor, role: role(scene, *span) }).collect()
}

/// The part of a name or pronoun. Without a parse it is a subject where it begins its sentence or stands beside a verb of
/// saying.
fn role(scene: &Scene<'_>, span: Span) -> Role {
    if scene.paragraph.parse.is_none() {
        let (from, to) = scene.units_in(span);
        let is_subject = scene.begins(from) || verb_beside(scene, from, to).is_some();
        return if is_subject { Role::Subject(usize::MAX) } else { Role::Other };
    }
    for word in scene.paragraph.words_in(span) {
        let Some(mut token) = scene.paragraph.token(word) else { continue };
        // `his counterpart Sergei Lavrov`, `Smith and his wife Anna`: the name does what its noun does.
        while matches!(token.dep(), "appos" | "compound" | "conj" | "flat") && token.head().i() != token.i() {
            let noun = matches!(token.head().pos(), "NOUN" | "PROPN" | "PRON");
            if !noun {
                break;
            }
            token = token.head();
        }
        let verb = token.head();
        match token.dep() {
            "nsubj" | "nsubjpass" => return Role::Subject(verb.i()),
            "pobj" if verb.dep() == "agent" => return Role::Subject(verb.head().i()),
            "dobj" | "dative" => return Role::Object(verb.i()),
            "pobj" => return Role::Object(verb.head().i()),
            _ => {}
        }
    }
    Role::Other
}

/// The verb of saying beside a run of units.
fn verb_beside<'s>(scene: &'s Scene<'_>, from: usize, to: usize) -> Option<&'s str> {
    let joined = |at: usize| scene.unit(at).is_some_and(|unit| unit.gap == Gap::Space);
    let says = |unit: &&Unit| scene.lexicon.speech.contains(&unit.folded);
    let behind = scene.unit(to).filter(|_| joined(to)).filter(says);
    let verb = behind.or_else(|| scene.before(from).filter(|_| joined(from)).filter(says));
    verb.map(|unit| unit.folded.as_str())
}

fn pronouns(scene: &Scene<'_>, sentence: Span) -> Vec<(Span, Pronoun)> {
    let (from, to) = scene.units_in(sentence);
    let mut found = Vec::new();
    for at in from..to {
        let Some(unit) = scene.unit(at) else { continue };
        let Some((_, pronoun)) = scene.lexicon.pronouns.iter().find(|(word, _)| *word == unit.folded) else { continue };
        let stands = if gather::has_parse(scene.lang) {
            let is_subject = matches!(role(scene, unit.span), Role::Subject(_));
            match pronoun.of {
                Antecedent::Person(_) => scene.paragraph.parse.is_some(),
                Antecedent::Group => is_subject,
                // `it` is mostly nobody: only where it is a subject, and not of the weather.
                Antecedent::Thing => is_subject && acts(scene, unit.span),
            }
        } else {
            // Things have a gender too: only who speaks is a person for sure.
            verb_beside(scene, at, at + 1).is_some()
        };
        if stands {
            found.push((unit.span, *pronoun));
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

/// What each actor's names, titles, nouns and verbs tell of it; what they contradict each other in stays open.
fn forms(gathering: &Gathering<'_>, scenes: &[Scene<'_>]) -> Vec<Form> {
    let of = |actor: &Actor| {
        let persons = matches!(actor.kind, ActorKind::Person | ActorKind::Anonymous);
        let given = crate::names::units(&actor.name, Span::new(0, actor.name.len()));
        let given = given.first().filter(|_| actor.kind == ActorKind::Person);
        let mut genders: Vec<Gender> = given.and_then(|unit| Lexicon::gender(&unit.folded)).into_iter().collect();
        let mut several = false;
        for mention in actor.mentions.iter().filter(|_| persons) {
            let Some(scene) = scenes.iter().find(|scene| scene.paragraph.span.contains(mention.span)) else { continue };
            let (from, to) = scene.units_in(mention.span);
            // The words of the mention itself where it is a noun, and the one before a name: `his wife Anna`.
            let anonymous = actor.kind == ActorKind::Anonymous;
            let words = scene.units.get(if anonymous { from } else { from.saturating_sub(1) }..to).unwrap_or_default();
            let words = words.get(..if anonymous { words.len() } else { 1 }).unwrap_or_default();
            genders.extend(words.iter().filter_map(|unit| Lexicon::gender(&unit.folded)));
            genders.extend(verb_beside(scene, from, to).and_then(|verb| scene.lexicon.gender_of_verb(verb)));
            let last = scene.paragraph.words_in(mention.span).last().and_then(|word| scene.paragraph.token(word));
            several |= anonymous && last.is_some_and(|token| token.tag() == "NNS");
        }
        let first = genders.first().copied();
        Form { gender: first.filter(|first| genders.iter().all(|other| other == first)), several }
    };
    gathering.actors.iter().map(of).collect()
}

fn is_fit(actor: Option<&Actor>, form: Form, of: Antecedent) -> bool {
    let Some(actor) = actor else { return false };
    match of {
        Antecedent::Person(gender) => {
            matches!(actor.kind, ActorKind::Person | ActorKind::Anonymous)
                && !form.several
                && form.gender.is_none_or(|known| known == gender)
        }
        Antecedent::Group => {
            form.several
                || matches!(
                    actor.kind,
                    ActorKind::Collective
                        | ActorKind::ArmedForce
                        | ActorKind::NonStateArmedGroup
                        | ActorKind::Civilians
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
