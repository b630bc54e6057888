//! Names of packs as mentions: a state is an actor where it acts, a place where something happens in it; a capital
//! stands for its government only where it speaks or acts.

use super::{
    ActorKind, Resolution,
    scene::{Known, Proposal, Scene, Who},
};
use crate::{
    lang::Lang,
    names::{Gap, Shape},
    packs::{NameKind, Pack},
};

/// Finds the names that stand for actors, in order.
pub(super) fn propose(scene: &Scene<'_>, packs: &[&Pack]) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for known in &scene.known {
        let Some(actor) = Scene::actor(packs, known) else { continue };
        let stands = match known.by {
            NameKind::Name => actor.kind != ActorKind::State || !scene.is_located(known.at),
            NameKind::Metonym => acts(scene, known),
            NameKind::Adjective => owns(scene, known),
            NameKind::People | NameKind::Ambiguous => false,
        };
        if !stands {
            continue;
        }
        let resolution = match known.by {
            NameKind::Metonym => Resolution::Metonym,
            _ if known.span.of(scene.text).starts_with(char::is_lowercase) => Resolution::Collective,
            _ => Resolution::Explicit,
        };
        proposals.push(Proposal { span: known.span, who: Who::Pack(known.pack, known.actor), resolution });
    }
    proposals
}

/// Whether an adjective says whose act or words it is: "Russian claims".
fn owns(scene: &Scene<'_>, known: &Known) -> bool {
    scene.paragraph.words_in(known.span).any(|word| {
        scene.paragraph.token(word).is_some_and(|token| {
            matches!(token.dep(), "amod" | "compound") && scene.lexicon.deeds.contains(token.head().lemma())
        })
    })
}

/// Whether a place's name is the subject of a verb, or whose something is, and not where it happens.
fn acts(scene: &Scene<'_>, known: &Known) -> bool {
    if scene.is_located(known.at) {
        return false;
    }
    if scene.lang == Lang::En {
        return scene.paragraph.words_in(known.span).any(|word| {
            let Some(token) = scene.paragraph.token(word) else { return false };
            match token.dep() {
                "nsubj" | "nsubjpass" | "poss" => true,
                // "blamed Moscow", "called on Kyiv to stop".
                "dobj" | "dative" => scene.lexicon.addressed.contains(token.head().lemma()),
                "pobj" => {
                    let preposition = token.head();
                    scene.lexicon.agents.contains(preposition.lemma())
                        || scene.lexicon.addressed.contains(preposition.head().lemma())
                }
                "conj" => token.head().dep() == "nsubj" && token.head().entity_label() == Some("GPE"),
                _ => false,
            }
        });
    }
    let next = scene.unit(known.at + known.len);
    next.is_some_and(|next| {
        next.shape == Shape::Lower
            && next.gap == Gap::Space
            && (scene.lexicon.speech.contains(&next.folded)
                || scene
                    .lexicon
                    .verb_endings
                    .iter()
                    .any(|ending| next.folded.chars().count() > 4 && next.folded.ends_with(ending.as_str())))
    })
}
