//! Russian and Ukrainian names that no pack knows, without a parse: by given names, patronymics, endings, titles,
//! quotation marks, heads of organisations and capitals.

use hashbrown::HashSet;

use super::{
    ActorKind, Resolution,
    scene::{Known, Proposal, Scene, Told, Who},
    titles,
};
use crate::{
    names::{Gap, Shape, Unit},
    packs::Pack,
    resolve::places::PlaceMention,
};

/// How many units a name can have.
const LONGEST: usize = 8;

/// Surnames of those who were named in full, as they stand there.
pub(super) type Surnames = HashSet<String>;

/// Notes the surnames of persons whom packs know and a paragraph names in full.
pub(super) fn note_known(scene: &Scene<'_>, packs: &[&Pack], surnames: &mut Surnames) {
    let person = |known: &&Known| Scene::actor(packs, known).is_some_and(|actor| actor.kind == ActorKind::Person);
    for known in scene.known.iter().filter(person) {
        note(scene, known.at, known.at + known.len, surnames);
    }
}

fn note(scene: &Scene<'_>, from: usize, to: usize, surnames: &mut Surnames) {
    let last = to.checked_sub(1).filter(|last| *last > from).and_then(|last| scene.unit(last));
    surnames.extend(last.filter(|unit| is_cyrillic(unit)).map(|unit| unit.folded.clone()));
}

/// Finds persons and organisations, in order; the surnames of those who are named in full are noted, and stand for them.
pub(super) fn propose(
    scene: &Scene<'_>,
    packs: &[&Pack],
    places: &[PlaceMention],
    surnames: &mut Surnames,
) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    let mut at = 0;
    while at < scene.units.len() {
        if scene.known_at(at).is_some() {
            at += 1;
            continue;
        }
        let found = organisation(scene, at)
            .map(|to| (to, Who::Organisation { armed: false }))
            .or_else(|| person(scene, packs, places, surnames, at).map(|(to, told)| (to, Who::Person(told))))
            .or_else(|| foreign(scene, at).map(|to| (to, Who::Organisation { armed: false })))
            .or_else(|| acronym(scene, places, at).map(|to| (to, Who::Organisation { armed: false })));
        match found {
            Some((to, who)) => {
                if matches!(who, Who::Person(_)) {
                    note(scene, at, to, surnames);
                }
                if let Some(span) = scene.span(at, to) {
                    proposals.push(Proposal { span, who, resolution: Resolution::Explicit });
                }
                at = to.max(at + 1);
            }
            None => at += 1,
        }
    }
    proposals
}

fn is_cyrillic(unit: &Unit) -> bool {
    unit.folded.chars().next().is_some_and(|c| ('\u{400}'..='\u{52f}').contains(&c))
}

fn ends(unit: &Unit, endings: &[String]) -> bool {
    endings.iter().any(|ending| unit.folded.len() > ending.len() + 2 && unit.folded.ends_with(ending.as_str()))
}

/// A unit that can be part of a person's name.
fn is_name_like(scene: &Scene<'_>, at: usize) -> bool {
    scene.unit(at).is_some_and(|unit| {
        let shape =
            unit.shape == Shape::Capital || unit.shape == Shape::Mixed || (scene.shouted && unit.shape == Shape::Upper);
        shape
            && is_cyrillic(unit)
            && !scene.lexicon.not_names.contains(&unit.folded)
            && scene.known_at(at).is_none()
            && scene.lexicon.anonymous.persons.longest(scene.text, &scene.units, at).is_empty()
    })
}

fn is_given(scene: &Scene<'_>, at: usize) -> bool {
    is_name_like(scene, at) && scene.unit(at).is_some_and(|unit| scene.lexicon.given.contains(&unit.folded))
}

/// `А.` of `А. Иванов`.
fn is_initial(scene: &Scene<'_>, at: usize) -> bool {
    scene.unit(at).is_some_and(|unit| {
        unit.shape == Shape::Upper
            && unit.folded.chars().count() == 1
            && is_cyrillic(unit)
            && scene.text.get(unit.span.end..).is_some_and(|rest| rest.starts_with('.'))
    })
}

fn joined(scene: &Scene<'_>, at: usize) -> bool {
    scene.unit(at).is_some_and(|unit| matches!(unit.gap, Gap::Space | Gap::Hyphen))
}

/// Where a person's name that begins here ends, and what is said of it.
fn person(
    scene: &Scene<'_>,
    packs: &[&Pack],
    places: &[PlaceMention],
    surnames: &Surnames,
    at: usize,
) -> Option<(usize, Told)> {
    if is_initial(scene, at) {
        let mut end = at + 1;
        if is_initial(scene, end) && scene.unit(end).is_some_and(|unit| unit.gap == Gap::Dot) {
            end += 1;
        }
        let surname = scene.unit(end).is_some_and(|unit| unit.gap == Gap::Dot) && is_name_like(scene, end);
        return surname.then(|| (tail(scene, end + 1), told(scene, packs, at, end + 1)));
    }
    if !is_name_like(scene, at) {
        return None;
    }
    let unit = scene.unit(at)?;
    let title = titles::before(scene, packs, at);
    let second = joined(scene, at + 1) && is_name_like(scene, at + 1);
    if is_given(scene, at) {
        let mut end = at + 1;
        while end < at + 4 && joined(scene, end) && is_name_like(scene, end) && !is_organisation_word(scene, end) {
            end += 1;
        }
        // Initials behind: `Олена Л.`
        if end == at + 1 && is_initial(scene, end) {
            end += 1;
        }
        return Some((tail(scene, end), told(scene, packs, at, end)));
    }
    let is_place = places.iter().any(|place| place.span.overlaps(unit.span) && place.place.is_some());
    // Surname before given name: `Иванов Пётр`; but in `Норландии Иван Петров` the given name begins another.
    let goes_on = joined(scene, at + 2)
        && is_name_like(scene, at + 2)
        && scene.unit(at + 2).is_some_and(|unit| !ends(unit, &scene.lexicon.patronymic_endings));
    if goes_on && is_given(scene, at + 1) {
        return None;
    }
    if second
        && is_given(scene, at + 1)
        && joined(scene, at + 1)
        && (ends(unit, &scene.lexicon.surname_endings) || title.is_some())
    {
        let mut end = at + 2;
        if joined(scene, end) && scene.unit(end).is_some_and(|unit| ends(unit, &scene.lexicon.patronymic_endings)) {
            end += 1;
        }
        return Some((end, told(scene, packs, at, end)));
    }
    // `Вашингтонский суд`, `Верховна Рада` are no persons.
    let adjective = (second || title.is_none()) && ends(unit, &scene.lexicon.adjective_endings);
    let mid = !scene.begins(at);
    let said = is_beside_speech(scene, at, at + 1 + usize::from(second));
    if second && !is_organisation_word(scene, at) && !is_organisation_word(scene, at + 1) && !is_place {
        let surname = scene.unit(at + 1).is_some_and(|unit| ends(unit, &scene.lexicon.surname_endings));
        let located = scene.is_located(at);
        if title.is_some() || (!adjective && ((mid && !located) || said || (surname && mid))) {
            let mut end = at + 2;
            while end < at + 4 && joined(scene, end) && is_name_like(scene, end) {
                end += 1;
            }
            return Some((end, told(scene, packs, at, end)));
        }
    }
    if is_place || is_organisation_word(scene, at) || scene.is_located(at) {
        return None;
    }
    let known = || surnames.iter().any(|surname| scene.lexicon.is_one_surname(surname, &unit.folded));
    if !second && (mid || said) && !is_title(scene, at) && !joined_name(scene, at) && known() {
        return Some((at + 1, told(scene, packs, at, at + 1)));
    }
    let surname = ends(unit, &scene.lexicon.surname_endings);
    let alone = !second && !joined_name(scene, at);
    let accepted = alone
        && ((title.is_some() && !adjective)
            || (said && (mid || surname))
            || (mid && surname && !adjective)
            || (mid && surname && adjective && said));
    accepted.then(|| (at + 1, told(scene, packs, at, at + 1)))
}

/// Whether a capitalised word stands right before, so that this one ends a longer name.
fn joined_name(scene: &Scene<'_>, at: usize) -> bool {
    joined(scene, at)
        && scene.before(at).is_some_and(|unit| unit.shape == Shape::Capital)
        && !scene.begins(at.saturating_sub(1))
        && at.checked_sub(1).is_some_and(|before| !is_title(scene, before))
}

fn is_title(scene: &Scene<'_>, at: usize) -> bool {
    !scene.lexicon.titles.longest(scene.text, &scene.units, at).is_empty()
}

/// A name goes on behind a hyphen or with `оглы`.
fn tail(scene: &Scene<'_>, end: usize) -> usize {
    let goes_on = scene.unit(end).is_some_and(|unit| unit.gap == Gap::Hyphen && unit.shape == Shape::Capital);
    if goes_on { end + 1 } else { end }
}

fn told(scene: &Scene<'_>, packs: &[&Pack], from: usize, to: usize) -> Told {
    titles::before(scene, packs, from)
        .map(|(_, told)| told)
        .or_else(|| titles::behind(scene, packs, to))
        .unwrap_or_default()
}

fn is_beside_speech(scene: &Scene<'_>, from: usize, to: usize) -> bool {
    let says = |unit: Option<&Unit>| {
        unit.is_some_and(|unit| {
            scene.lexicon.speech.contains(&unit.folded) || scene.lexicon.beside.contains(&unit.folded)
        })
    };
    (says(scene.before(from)) && joined(scene, from)) || (says(scene.unit(to)) && joined(scene, to))
}

fn is_organisation_word(scene: &Scene<'_>, at: usize) -> bool {
    !scene.lexicon.org_heads.longest(scene.text, &scene.units, at).is_empty()
}

/// Where an organisation's name that begins here ends: a head with a name in quotation marks, a legal form, or a
/// capitalised head with what follows it in the genitive.
fn organisation(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let unit = scene.unit(at)?;
    if scene.lexicon.org_forms.contains(&unit.folded) && unit.shape != Shape::Lower {
        let mut next = at + 1;
        while scene.unit(next).is_some_and(|unit| {
            scene.lexicon.org_forms.contains(&unit.folded) && matches!(unit.gap, Gap::Quote | Gap::Space)
        }) {
            next += 1;
        }
        if let Some(end) = quoted(scene, next) {
            return Some(end);
        }
        if joined(scene, next) && scene.unit(next).is_some_and(|unit| unit.shape.is_capitalised()) {
            let mut end = next;
            while end < next + 4
                && (end == next || joined(scene, end))
                && scene.unit(end).is_some_and(|unit| unit.shape.is_capitalised())
            {
                end += 1;
            }
            return Some(end);
        }
    }
    // A capitalised adjective or two before the head: `Верховный суд`, `Національного банку`.
    let mut start = at;
    while start < at + 3
        && scene
            .unit(start)
            .is_some_and(|unit| ends(unit, &scene.lexicon.adjective_endings) && (start == at || unit.gap != Gap::Start))
        && scene.lexicon.org_heads.longest(scene.text, &scene.units, start).is_empty()
    {
        start += 1;
    }
    let head = scene.lexicon.org_heads.longest(scene.text, &scene.units, start);
    let head = head.first()?;
    if start > at && !scene.units.get(at + 1..=start)?.iter().all(|unit| matches!(unit.gap, Gap::Space | Gap::Hyphen)) {
        return None;
    }
    let after = start + head.len;
    if let Some(end) = quoted(scene, after) {
        return Some(end);
    }
    if !unit.shape.is_capitalised() || scene.shouted || (scene.begins(at) && start == at && !goes_on(scene, after)) {
        // `Group Wagner`: a head in small letters and a name in Latin letters.
        let latin = scene
            .unit(after)
            .is_some_and(|unit| unit.gap == Gap::Space && unit.shape.is_capitalised() && unit.folded.is_ascii());
        return (latin && unit.shape == Shape::Lower && start == at).then(|| {
            let mut end = after + 1;
            while scene
                .unit(end)
                .is_some_and(|unit| unit.gap == Gap::Space && unit.shape.is_capitalised() && unit.folded.is_ascii())
            {
                end += 1;
            }
            end
        });
    }
    Some(genitives(scene, start, after))
}

/// Whether something in the genitive or capitalised follows a head.
fn goes_on(scene: &Scene<'_>, at: usize) -> bool {
    joined(scene, at) && scene.unit(at).is_some_and(|unit| unit.shape.is_capitalised() || is_genitive(scene, unit))
}

fn is_genitive(scene: &Scene<'_>, unit: &Unit) -> bool {
    unit.shape == Shape::Lower
        && unit.folded.chars().count() > 3
        && !scene.lexicon.not_names.contains(&unit.folded)
        && !scene.lexicon.speech.contains(&unit.folded)
        && !ends(unit, &scene.lexicon.verb_endings)
        && ends(unit, &scene.lexicon.strip)
}

/// Follows a head through the words in the genitive that belong to its name, as far as one of them is capitalised or the
/// head is of a kind that has such names.
fn genitives(scene: &Scene<'_>, head: usize, after: usize) -> usize {
    let of = !scene.lexicon.org_of.longest(scene.text, &scene.units, head).is_empty();
    let (mut end, mut last) = (after, after);
    while end < after + LONGEST - 3 {
        let Some(unit) = scene.unit(end).filter(|unit| matches!(unit.gap, Gap::Space | Gap::Hyphen)) else { break };
        if unit.shape.is_capitalised() && !scene.begins(end) {
            if !of && is_given(scene, end) {
                break;
            }
            end += 1;
            last = end;
        } else if of && is_genitive(scene, unit) && end < after + 3 && is_title(scene, end).then_some(()).is_none() {
            end += 1;
            last = end;
        } else {
            break;
        }
    }
    last
}

/// Where a name in quotation marks that begins here ends: up to its closing mark, a few words on.
fn quoted(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let first = scene
        .unit(at)
        .filter(|unit| unit.gap == Gap::Quote && (unit.shape.is_capitalised() || unit.shape == Shape::Number))?;
    let mut end = at + 1;
    while end < at + LONGEST {
        let between = scene
            .text
            .get(scene.unit(end - 1)?.span.end..scene.unit(end).map_or(scene.text.len(), |unit| unit.span.start));
        if between.is_none_or(|between| between.contains(['»', '”', '"', '“', '\n']))
            && !between.is_some_and(|between| between.contains('«'))
        {
            return Some(end);
        }
        end += 1;
    }
    let _ = first;
    None
}

/// A name in Latin letters within Cyrillic text: mostly a company, an outlet or a site.
fn foreign(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let is_latin = |at: usize| {
        scene.unit(at).is_some_and(|unit| {
            unit.folded.chars().all(|c| c.is_ascii_alphanumeric())
                && unit.folded.chars().any(char::is_alphabetic)
                && unit.shape.is_capitalised()
                && unit.folded.len() > 1
                && scene.known_at(at).is_none()
                && !scene.lexicon.not_names.contains(&unit.folded)
        })
    };
    if !is_latin(at) {
        return None;
    }
    let mut end = at + 1;
    while end < at + 6
        && scene.unit(end).is_some_and(|unit| matches!(unit.gap, Gap::Space | Gap::Hyphen | Gap::Dot))
        && (is_latin(end)
            || scene.unit(end).is_some_and(|unit| {
                unit.folded.is_ascii()
                    && (unit.gap == Gap::Dot && !scene.begins(end)
                        || unit.shape == Shape::Number && unit.gap == Gap::Space)
            }))
    {
        end += 1;
    }
    Some(end)
}

/// An acronym that no pack knows: mostly an organisation's.
fn acronym(scene: &Scene<'_>, places: &[PlaceMention], at: usize) -> Option<usize> {
    let unit = scene.unit(at)?;
    let long = (2..=6).contains(&unit.folded.chars().count());
    let upper = unit.shape == Shape::Upper
        || (unit.shape == Shape::Mixed && unit.span.of(scene.text).chars().take(2).all(char::is_uppercase));
    let place = places.iter().any(|place| place.span.overlaps(unit.span) && place.place.is_some());
    let word = scene.lexicon.not_names.contains(&unit.folded) || scene.lexicon.org_forms.contains(&unit.folded);
    (upper && long && !scene.shouted && is_cyrillic(unit) && !place && !word && unit.gap != Gap::Hyphen)
        .then_some(at + 1)
}
