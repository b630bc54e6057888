//! What two parties say or do alike or of each other, without their names: "each side accused the other", "both sides agreed".
//!
//! They are the two belligerents named before in the paragraph, else in the text, and nobody where these are not two.

use std::collections::BTreeMap;

use super::{Act, Speaker, Statement, acts::Acts};
use crate::{
    packs::Pack,
    read::Paragraphs,
    resolve::who::{Actor, ActorKind, Resolution},
    span::Span,
};

/// Gives such statements to the two, each its own where they speak of each other.
pub(super) fn spread(
    text: &str,
    paragraphs: &Paragraphs<'_>,
    actors: &[Actor],
    packs: &[&Pack],
    all: &mut Vec<Statement>,
) {
    let mut more = Vec::new();
    let mut utterance = all.iter().map(|one| one.utterance + 1).max().unwrap_or(0);
    for one in all.iter_mut() {
        let Some(words) = one.speaker.own.or(one.speaker.span) else { continue };
        let acts = Acts::of(paragraphs.lang(words.start));
        let unknown = one.speaker.actor.and_then(|actor| actors.get(actor));
        if !acts.is_pair(words.of(text)) || unknown.is_none_or(|actor| actor.kind != ActorKind::Unknown) {
            continue;
        }
        let paragraph = paragraphs.around(words.start).map_or(words, |(paragraph, _)| paragraph.span);
        let here = belligerents(actors, packs, Span::new(paragraph.start, words.start));
        let Some([first, second]) = here.or_else(|| belligerents(actors, packs, Span::new(0, words.start))) else {
            continue;
        };
        let speaks = |actor: usize, one: &Speaker| Speaker {
            actor: Some(actor),
            resolution: Resolution::CarriedOver,
            span: one.span,
            own: one.own,
            within: one.within,
        };
        let (own, other) = (speaks(first, &one.speaker), speaks(second, &one.speaker));
        let opening = one.content.first().map_or("", |span| span.of(text));
        if !acts.is_other(opening) {
            one.speaker = own;
            one.cosources.push(other);
            continue;
        }
        let mut turned = one.clone();
        turned.utterance = utterance;
        utterance += 1;
        if one.act == Act::Accuse {
            one.against = vec![other];
            turned.against = vec![own];
        }
        turned.speaker = other;
        one.speaker = own;
        more.push(turned);
    }
    all.extend(more);
}

/// Those who fight each other and are named within a stretch, one for each of their two sides.
fn belligerents(actors: &[Actor], packs: &[&Pack], within: Span) -> Option<[usize; 2]> {
    let of_party =
        |actor: &Actor| actor.country.as_ref().is_some_and(|one| packs.iter().any(|pack| pack.parties.contains(one)));
    let rank = |actor: &Actor| match actor.kind {
        ActorKind::State if of_party(actor) => Some(0),
        ActorKind::ArmedForce if of_party(actor) => Some(1),
        ActorKind::NonStateArmedGroup | ActorKind::PartiallyRecognisedEntity => Some(2),
        ActorKind::Institution if of_party(actor) => Some(3),
        _ => None,
    };
    let mut sides = BTreeMap::<&str, (u8, usize)>::new();
    for (number, actor) in actors.iter().enumerate() {
        let named = actor.pack_id.is_some() && actor.mentions.iter().any(|mention| within.contains(mention.span));
        let (Some(side), Some(rank), true) = (actor.side.as_deref(), rank(actor), named) else { continue };
        let known = sides.entry(side).or_insert((rank, number));
        *known = (*known).min((rank, number));
    }
    let mut found = sides.into_values().map(|(_, number)| number);
    let two = [found.next()?, found.next()?];
    found.next().is_none().then_some(two)
}
