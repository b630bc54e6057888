//! Persons told by their office: `the chancellor`, `the Russian president`, `Ukraine's foreign minister`.
//!
//! Of a country's office it is who held it on the day of the report, by the pack's dated roles; without a country the
//! last person before whom the text gave that title.

use std::collections::BTreeMap;

use hashbrown::HashSet;
use jiff::civil::Date;

use super::{
    ActorKind, Mention, Resolution,
    gather::{self, Gathering},
    scene::{Proposal, Scene, Who},
};
use crate::{
    lang::Lang,
    names::{Gap, Unit, units},
    packs::Pack,
    span::Span,
};

/// How many words can stand between the article or owner and the title.
const REACH: usize = 3;
/// How far from a name its titles can stand.
const NEAR: usize = 8;

/// A title with an article or owner and no name behind it.
struct Description {
    span: Span,
    /// The title's words.
    title: Vec<String>,
    /// Of which country it is.
    country: Option<String>,
}

/// Offices of a country, by who held them.
pub(super) fn offices(scene: &Scene<'_>, packs: &[&Pack], day: Option<Date>) -> Vec<Proposal> {
    let holder = |description: &Description| {
        let country = description.country.as_ref()?;
        let mut holders = packs.iter().enumerate().flat_map(|(pack, known)| {
            known.actors.iter().enumerate().filter_map(move |(number, actor)| {
                let role = actor.role_on(day).filter(|_| actor.country.as_ref() == Some(country))?;
                let words = folded(&role.office);
                let is_office = words.strip_prefix(&*description.title).is_some_and(|rest| {
                    // "President of Russia": what follows says only whose.
                    rest.first().is_none_or(|of| scene.lexicon.genitives.contains(of))
                });
                is_office.then_some(Who::Pack(pack, number))
            })
        });
        holders.next().filter(|_| holders.next().is_none())
    };
    descriptions(scene, packs)
        .into_iter()
        .filter_map(|one| Some(Proposal { span: one.span, who: holder(&one)?, resolution: Resolution::Explicit }))
        .collect()
}

/// Later mentions of persons by the title that the text gave them.
pub(super) fn references(gathering: &Gathering<'_>, scenes: &[Scene<'_>], packs: &[&Pack]) -> Vec<(usize, Mention)> {
    let spans = gather::index(gathering);
    let mut titled = Vec::<(Span, usize, Vec<String>)>::new();
    let mut found = Vec::new();
    for scene in scenes {
        for (span, actor) in
            spans.range(Span::new(scene.paragraph.span.start, 0)..Span::new(scene.paragraph.span.end, 0))
        {
            if gathering.actors.get(*actor).is_some_and(|actor| actor.kind == ActorKind::Person) {
                titled.extend(titles_beside(scene, *span).into_iter().map(|title| (*span, *actor, title)));
            }
        }
        found.extend(bodies(gathering, scene, &spans, &scene.lexicon.missions, ActorKind::MonitoringMission));
        found.extend(bodies(gathering, scene, &spans, &scene.lexicon.groups, ActorKind::NonStateArmedGroup));
        for description in descriptions(scene, packs) {
            if spans.keys().any(|span| span.overlaps(description.span) && span.end >= description.span.end) {
                continue;
            }
            let country = |actor: usize| gathering.actors.get(actor).and_then(|actor| actor.country.clone());
            let meant = titled.iter().rev().find(|(span, actor, title)| {
                span.end <= description.span.start
                    && title.ends_with(&description.title)
                    && (description.country.is_none() || country(*actor) == description.country)
            });
            if let Some((_, actor, _)) = meant {
                found.push((*actor, gather::reference(description.span, Resolution::CarriedOver)));
            }
        }
    }
    found
}

/// Later mentions of the body of a kind that the text named last, by the plain word for it: `the mission`, `миссия`. One that is
/// not the only of its kind has to be named in the same paragraph: `the group`.
fn bodies(
    gathering: &Gathering<'_>,
    scene: &Scene<'_>,
    spans: &BTreeMap<Span, usize>,
    words: &HashSet<String>,
    kind: ActorKind,
) -> Vec<(usize, Mention)> {
    let of_kind = |actor: &usize| gathering.actors.get(*actor).is_some_and(|actor| actor.kind == kind);
    let mut found = Vec::new();
    for at in 0..scene.units.len() {
        let Some(unit) = scene.unit(at).filter(|unit| words.contains(&unit.folded)) else { continue };
        // In English only with an article; a word before or a name behind tells of another.
        let led = scene.before(at).is_some_and(|before| scene.lexicon.anonymous.definite.contains(&before.folded));
        let english = scene.lang == Lang::En;
        if unit.shape.is_capitalised() && !scene.begins(at)
            || english && !(led && unit.gap == Gap::Space)
            || scene.known_from(at + 1).is_some()
            || scene.unit(at + 1).is_some_and(|next| {
                next.gap == Gap::Space
                    && (next.shape.is_capitalised() || scene.lexicon.genitives.contains(&next.folded))
            })
        {
            continue;
        }
        let Some(span) = scene.span(if english { at - 1 } else { at }, at + 1) else { continue };
        if spans.keys().any(|other| other.overlaps(span)) {
            continue;
        }
        // One named, or the last of several.
        let before = spans.range(..span).rev().find(|(_, actor)| of_kind(actor));
        let before =
            before.filter(|(other, _)| kind == ActorKind::MonitoringMission || scene.paragraph.span.contains(**other));
        let before = before.map(|(_, actor)| actor);
        found.extend(before.map(|actor| (*actor, gather::reference(span, Resolution::CarriedOver))));
    }
    found
}

fn folded(words: &str) -> Vec<String> {
    units(words, Span::new(0, words.len())).into_iter().map(|unit| unit.folded).collect()
}

/// The descriptions of a paragraph, in order.
fn descriptions(scene: &Scene<'_>, packs: &[&Pack]) -> Vec<Description> {
    (0..scene.units.len()).filter_map(|at| description(scene, packs, at)).collect()
}

/// The description whose article or owner a unit is.
fn description(scene: &Scene<'_>, packs: &[&Pack], from: usize) -> Option<Description> {
    let mut country = None;
    let mut at = from;
    let definite = scene.lexicon.anonymous.definite.contains(&scene.unit(from)?.folded);
    if definite {
        at += 1;
    } else {
        let owner = scene.known_from(from)?;
        let behind = owner.at + owner.len;
        let owns = scene.unit(behind).is_some_and(|unit| unit.folded == "s" && unit.gap == Gap::Apostrophe);
        country = Some(Scene::actor(packs, owner).filter(|_| owns)?.country.clone()?);
        at = behind + 1;
    }
    for _ in 0..=REACH {
        let unit = scene.unit(at)?;
        if unit.gap != Gap::Space {
            return None;
        }
        if let Some(title) = scene.lexicon.titles.longest(scene.text, &scene.units, at).first() {
            let end = at + title.len;
            // Before a name it is the name's title; before another noun it is that noun's.
            let goes_on = scene.unit(end).is_some_and(|next| {
                next.gap == Gap::Space && (next.shape.is_capitalised() || is_noun(scene, end))
                    || next.gap == Gap::Apostrophe
            });
            let words = scene.units.get(at..end)?.iter().map(|unit| unit.folded.clone()).collect();
            let span = scene.span(from, end)?;
            return (!goes_on).then_some(Description { span, title: words, country });
        }
        if let Some(known) = scene.known_from(at) {
            let actor = Scene::actor(packs, known)?;
            if matches!(actor.kind, ActorKind::Person | ActorKind::Outlet) {
                return None;
            }
            if country.is_none() {
                country.clone_from(&actor.country);
            }
            at += known.len;
        } else if scene.lexicon.modifiers.contains(&unit.folded)
            && !scene.lexicon.anonymous.definite.contains(&unit.folded)
        {
            at += 1;
        } else {
            return None;
        }
    }
    None
}

pub(super) fn is_noun(scene: &Scene<'_>, unit: usize) -> bool {
    let span = scene.unit(unit).map(|unit: &Unit| unit.span).unwrap_or_default();
    scene
        .paragraph
        .words_in(span)
        .any(|word| scene.paragraph.token(word).is_some_and(|token| matches!(token.tag(), "NN" | "NNS")))
}

/// The titles that stand beside a name: right before it, within it, or in an apposition behind it.
fn titles_beside(scene: &Scene<'_>, name: Span) -> Vec<Vec<String>> {
    let (from, to) = scene.units_in(name);
    let mut found = Vec::new();
    let mut at = from.saturating_sub(NEAR);
    let end = if scene.unit(to).is_some_and(|unit| unit.gap == Gap::Comma) { to + NEAR } else { to };
    while at < end {
        let Some(title) = scene.lexicon.titles.longest(scene.text, &scene.units, at).first().map(|found| found.len)
        else {
            at += 1;
            continue;
        };
        let close = at + title;
        let joined = |range: std::ops::Range<usize>, comma: bool| {
            range.into_iter().all(|at| {
                scene.unit(at).is_some_and(|unit| {
                    matches!(unit.gap, Gap::Space | Gap::Apostrophe | Gap::Hyphen | Gap::Dot) || comma && at == to
                })
            })
        };
        let belongs =
            if close <= from { joined(close..from + 1, false) && close + 1 >= from } else { joined(to..at + 1, true) };
        if belongs && let Some(words) = scene.units.get(at..close) {
            found.push(words.iter().map(|unit| unit.folded.clone()).collect());
        }
        at = close;
    }
    found
}
