//! English names that no pack knows: what the model proposes, put right by titles, heads and capitals.

use super::{
    ActorKind, Resolution,
    scene::{Proposal, Scene, Told, Who},
    titles,
};
use crate::{
    names::{Gap, Shape},
    packs::{NameKind, Pack},
    resolve::places::PlaceMention,
    span::Span,
};

/// Finds persons and organisations, in order.
pub(super) fn propose(scene: &Scene<'_>, packs: &[&Pack], places: &[PlaceMention]) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    if let Some(parse) = &scene.paragraph.parse {
        for entity in parse.entities() {
            let Some(span) = scene.paragraph.span_of(entity.start..entity.end) else { continue };
            for (from, to) in pieces(scene, span) {
                proposals.extend(piece(scene, packs, places, entity.label, from, to));
            }
        }
    }
    proposals.extend(titled(scene, packs, &proposals));
    proposals.extend(headed(scene, &proposals));
    proposals
}

/// A proposed name as runs of units: cut where it crosses lines, brackets or marks, without articles and possessives.
fn pieces(scene: &Scene<'_>, span: Span) -> Vec<(usize, usize)> {
    let (from, to) = scene.units_in(span);
    let mut pieces = Vec::new();
    let mut start = from;
    for at in from..to {
        let cut = scene
            .unit(at)
            .is_some_and(|unit| at > from && matches!(unit.gap, Gap::Line | Gap::Bracket | Gap::Other | Gap::Comma));
        if cut {
            pieces.push((start, at));
            start = at;
        }
    }
    pieces.push((start, to));
    pieces.iter().map(|(from, to)| trimmed(scene, *from, *to)).filter(|(from, to)| from < to).collect()
}

fn trimmed(scene: &Scene<'_>, mut from: usize, mut to: usize) -> (usize, usize) {
    while from < to
        && scene
            .unit(from)
            .is_some_and(|unit| unit.shape == Shape::Lower && !scene.lexicon.particles.contains(&unit.folded))
    {
        from += 1;
    }
    while from < to
        && scene.unit(from).is_some_and(|unit| {
            scene.lexicon.articles.contains(&unit.folded)
                || unit.gap == Gap::Apostrophe
                // `Near` at the beginning of a sentence; elsewhere such a word can begin a name.
                || (scene.begins(from) && scene.lexicon.locatives.contains(&unit.folded) && to > from + 1)
        })
    {
        from += 1;
    }
    while from < to
        && scene
            .unit(to - 1)
            .is_some_and(|unit| (unit.folded == "s" && unit.gap == Gap::Apostrophe) || unit.shape == Shape::Number)
    {
        to -= 1;
    }
    (from, to)
}

fn piece(
    scene: &Scene<'_>,
    packs: &[&Pack],
    places: &[PlaceMention],
    label: &str,
    from: usize,
    to: usize,
) -> Option<Proposal> {
    let span = scene.span(from, to)?;
    let capitals = scene.units.get(from..to)?.iter().filter(|unit| unit.shape.is_capitalised()).count();
    if capitals == 0 || (to == from + 1 && is_no_name(scene, from)) {
        return None;
    }
    match label {
        // A capital or an area of a conflict: whether it stands for someone is decided elsewhere.
        "ORG" | "PERSON" if is_area(scene, packs, from, to) => None,
        "PERSON" => person(scene, packs, places, from, to),
        "ORG" => {
            let is_place = places.iter().any(|place| place.span.overlaps(span) && place.place.is_some());
            if is_place && !has_head(scene, from, to) {
                return None;
            }
            if titles::before(scene, packs, from).is_some()
                && !has_head(scene, from, to)
                && to - from > 1
                && is_plain(scene, from, to)
            {
                return person(scene, packs, places, from, to);
            }
            Some(organisation(scene, from, to, span))
        }
        "GPE" | "LOC" | "FAC" | "NORP" | "PRODUCT" | "EVENT" | "LAW" | "WORK_OF_ART"
            if has_head(scene, from, to)
                && to - from > 1
                && label != "FAC"
                && label != "WORK_OF_ART"
                && label != "LAW"
                && label != "EVENT" =>
        {
            Some(organisation(scene, from, to, span))
        }
        "GPE" | "NORP"
            if titles::before(scene, packs, from).is_some()
                && scene.known_at(from).is_none()
                && is_plain(scene, from, to) =>
        {
            person(scene, packs, places, from, to)
        }
        _ => None,
    }
}

/// Whether the words are a capital, or the name of an area that a pack knows.
fn is_area(scene: &Scene<'_>, packs: &[&Pack], from: usize, to: usize) -> bool {
    let capital = scene.known_from(from).is_some_and(|known| known.by == NameKind::Metonym && known.len == to - from);
    let area = |pack: &&Pack| {
        pack.areas.longest(scene.text, &scene.units, from).first().is_some_and(|found| found.len == to - from)
    };
    capital || packs.iter().any(area)
}

fn organisation(scene: &Scene<'_>, from: usize, to: usize, span: Span) -> Proposal {
    let armed = (from..to).any(|at| {
        let heads = scene.lexicon.office_heads.longest(scene.text, &scene.units, at);
        heads.first().is_some_and(|found| {
            at + found.len == to
                && scene.lexicon.offices.get(*found.value).is_some_and(|office| office.kind == ActorKind::ArmedForce)
        })
    });
    Proposal { span, who: Who::Organisation { armed }, resolution: Resolution::Explicit }
}

/// Whether every unit is a capitalised word, with no acronym among them.
fn is_plain(scene: &Scene<'_>, from: usize, to: usize) -> bool {
    (from..to).all(|at| {
        scene.unit(at).is_some_and(|unit| {
            matches!(unit.shape, Shape::Capital | Shape::Mixed)
                || scene.lexicon.particles.contains(&unit.folded)
                || unit.folded.chars().count() == 1
        })
    })
}

fn person(scene: &Scene<'_>, packs: &[&Pack], places: &[PlaceMention], from: usize, to: usize) -> Option<Proposal> {
    let mut from = from;
    // Titles and adjectives that the model took into the name.
    loop {
        let title = scene.lexicon.titles.longest(scene.text, &scene.units, from).first().map(|found| found.len);
        let adjective = scene.known_from(from).filter(|known| known.by != NameKind::Name || known.len < to - from);
        let adjective =
            adjective.filter(|known| Scene::actor(packs, known).is_some_and(|actor| actor.kind != ActorKind::Person));
        match title.or(adjective.map(|known| known.len)) {
            Some(len) if from + len < to => from += len,
            _ => break,
        }
    }
    let span = scene.span(from, to)?;
    if to == from + 1 && is_no_name(scene, from) {
        return None;
    }
    if has_head(scene, from, to) && to - from > 2 {
        return Some(organisation(scene, from, to, span));
    }
    let title = titles::before(scene, packs, from);
    let place = places.iter().any(|place| place.span == span && place.place.is_some());
    if place && title.is_none() && to == from + 1 {
        return None;
    }
    let mut told = title.map(|(_, told)| told).unwrap_or_default();
    if let Some(behind) = titles::behind(scene, packs, to) {
        told = Told {
            country: told.country.or(behind.country),
            sectors: if told.sectors.is_empty() { behind.sectors } else { told.sectors },
            belongs: told.belongs.or(behind.belongs),
        };
    }
    Some(Proposal { span, who: Who::Person(told), resolution: Resolution::Explicit })
}

fn is_no_name(scene: &Scene<'_>, at: usize) -> bool {
    scene.unit(at).is_some_and(|unit| {
        scene.lexicon.not_names.contains(&unit.folded)
            || !scene.lexicon.titles.longest(scene.text, &scene.units, at).is_empty()
            || unit.folded.chars().count() < 2
    })
}

/// Whether the name holds a head of organisations at its end, or one that a name follows.
fn has_head(scene: &Scene<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|at| {
        let ends = scene.lexicon.org_heads.longest(scene.text, &scene.units, at);
        let begins = scene.lexicon.org_of.longest(scene.text, &scene.units, at);
        ends.first().is_some_and(|found| at + found.len == to)
            || (at == from && !begins.is_empty() && to > from + 1)
            || (!begins.is_empty()
                && scene.unit(at + 1).is_some_and(|unit| scene.lexicon.genitives.contains(&unit.folded) && at + 1 < to))
    })
}

/// Names behind titles that the model passed over: `Lt Gen Sergei Rudskoi`.
fn titled(scene: &Scene<'_>, packs: &[&Pack], taken: &[Proposal]) -> Vec<Proposal> {
    let mut found = Vec::new();
    if scene.shouted {
        return found;
    }
    for at in 1..scene.units.len() {
        let begins = scene.unit(at).is_some_and(|unit| {
            unit.shape == Shape::Capital && matches!(unit.gap, Gap::Space | Gap::Dot) && !is_no_name(scene, at)
        });
        if !begins || scene.known_at(at).is_some() || scene.begins(at) {
            continue;
        }
        let Some((title, told)) = titles::before(scene, packs, at) else { continue };
        // A title in small letters is a common noun, and its capitalised follower a name only if it is no longer a title.
        let mut end = at;
        while scene.unit(end).is_some_and(|unit| {
            (end == at || matches!(unit.gap, Gap::Space | Gap::Hyphen))
                && (unit.shape.is_capitalised()
                    || (scene.lexicon.particles.contains(&unit.folded)
                        && scene
                            .unit(end + 1)
                            .is_some_and(|next| next.shape == Shape::Capital && next.gap != Gap::Other)))
                && !scene.lexicon.breaks.contains(&unit.folded)
        }) && scene.known_at(end).is_none()
        {
            end += 1;
        }
        let Some(span) = scene.span(at, end) else { continue };
        let free = !taken.iter().chain(&found).any(|other: &Proposal| other.span.overlaps(span));
        let near = scene.unit(title).is_some_and(|unit| unit.shape.is_capitalised()) || end - at > 1;
        if free && near && end - at <= 4 && !has_head(scene, at, end) {
            found.push(Proposal { span, who: Who::Person(told), resolution: Resolution::Explicit });
        }
    }
    found
}

/// Organisations by their heads that the model passed over: `the Eastern Aid Council`.
fn headed(scene: &Scene<'_>, taken: &[Proposal]) -> Vec<Proposal> {
    let mut found = Vec::new();
    if scene.shouted {
        return found;
    }
    let mut at = 0;
    while at < scene.units.len() {
        let heads = scene.lexicon.org_heads.longest(scene.text, &scene.units, at);
        let Some(head) = heads.first().filter(|_| scene.unit(at).is_some_and(|unit| unit.shape.is_capitalised()))
        else {
            at += 1;
            continue;
        };
        let mut from = at;
        while from > 0
            && scene.unit(from).is_some_and(|unit| matches!(unit.gap, Gap::Space | Gap::Hyphen))
            && scene
                .before(from)
                .is_some_and(|unit| unit.shape.is_capitalised() && !scene.lexicon.articles.contains(&unit.folded))
            && !(scene.begins(from - 1) && is_no_name(scene, from - 1))
        {
            from -= 1;
        }
        let mut end = at + head.len;
        if !scene.lexicon.org_of.longest(scene.text, &scene.units, at).is_empty()
            && scene
                .unit(end)
                .is_some_and(|unit| scene.lexicon.genitives.contains(&unit.folded) && unit.gap == Gap::Space)
        {
            let mut next = end + 1;
            while scene.unit(next).is_some_and(|unit| {
                unit.gap == Gap::Space
                    && (unit.shape.is_capitalised()
                        || (scene.lexicon.joints.contains(&unit.folded)
                            && scene.unit(next + 1).is_some_and(|unit| unit.shape.is_capitalised())))
            }) {
                next += 1;
            }
            if next > end + 1 {
                end = next;
            }
        }
        if let Some(span) = scene.span(from, end).filter(|_| end - from > 1) {
            let free = !taken.iter().any(|other| other.span.contains(span));
            if free {
                found.push(organisation(scene, from, end, span));
            }
        }
        at = end;
    }
    found
}
