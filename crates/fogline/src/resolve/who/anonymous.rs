//! Those who speak without a name, and those to whom things happen: `a senior U.S. official`, `two teachers`.

use std::ops::Range;

use fogline_nlp::Token;
use hashbrown::HashSet;

use super::{
    ActorKind, Resolution,
    scene::{Proposal, Scene, Told, Who},
};
use crate::{
    lang::Lang,
    names::{Gap, Shape, Unit, fold, units},
    packs::{NameKind, Pack},
    span::Span,
};

/// How many words can stand between the determiner and the noun.
const REACH: usize = 7;

/// Finds those without a name, in order. Each is someone of its own. `seen` are the nouns of those named so far.
pub(super) fn propose(scene: &Scene<'_>, packs: &[&Pack], seen: &mut HashSet<String>) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    let mut at = 0;
    while at < scene.units.len() {
        let found = match scene.lang {
            Lang::En | Lang::Other => english(scene, packs, at),
            Lang::Ru | Lang::Uk => slavic(scene, packs, at, seen),
        };
        match found {
            Some((to, told)) => {
                if let Some(span) = scene.span(at, to) {
                    let who = Who::Anonymous(told);
                    proposals.push(Proposal { span, who, resolution: Resolution::Anonymous });
                }
                at = to;
            }
            None => at += 1,
        }
    }
    proposals.extend(speakers(scene, packs, &proposals));
    proposals
}

/// Indefinite noun phrases for persons that are the subject of a verb of saying, by the parse: `an elderly woman`.
fn speakers(scene: &Scene<'_>, packs: &[&Pack], taken: &[Proposal]) -> Vec<Proposal> {
    let mut found = Vec::new();
    for word in 0..scene.paragraph.words.len() {
        let Some(noun) = scene.paragraph.token(word).filter(|token| matches!(token.tag(), "NN" | "NNS")) else {
            continue;
        };
        let mut first = word;
        while first.checked_sub(1).and_then(|before| scene.paragraph.token(before)).is_some_and(|token| {
            token.head().i() == noun.i() || (token.head().head().i() == noun.i() && token.head().i() < noun.i())
        }) {
            first -= 1;
        }
        let Some(span) = scene.paragraph.span_of(first..word + 1) else { continue };
        let (from, to) = scene.units_in(span);
        if !is_person(scene, to, noun.lemma())
            || !is_indefinite(scene, from, first..word)
            || !(speaks(scene, noun) || is_cited(scene, from))
            || is_named(scene, to)
            || taken.iter().chain(&found).any(|other: &Proposal| other.span.overlaps(span))
        {
            continue;
        }
        let mut told = Told::default();
        (from..to).filter_map(|at| scene.known_from(at)).for_each(|known| belongs(packs, known, &mut told));
        found.push(Proposal { span, who: Who::Anonymous(told), resolution: Resolution::Anonymous });
    }
    found
}

/// Whether a noun that ends before a unit is one for persons, by its lemma, or says so itself: `a caller who ...`.
fn is_person(scene: &Scene<'_>, end: usize, lemma: &str) -> bool {
    let words = &scene.lexicon.anonymous;
    let lemma = fold(lemma);
    let units = units(&lemma, Span::new(0, lemma.len()));
    let listed =
        !words.persons.longest(&lemma, &units, 0).is_empty() || !words.heads.longest(&lemma, &units, 0).is_empty();
    let who = scene.unit(end).is_some_and(|unit| words.who.contains(&unit.folded));
    listed || (who && scene.unit(end).is_some_and(|unit| matches!(unit.gap, Gap::Space | Gap::Comma)))
}

/// Whether a noun phrase begins with a word that makes it indefinite, or has a number.
fn is_indefinite(scene: &Scene<'_>, from: usize, before: Range<usize>) -> bool {
    let determined = !scene.lexicon.anonymous.determiners.longest(scene.text, &scene.units, from).is_empty();
    let mut tokens = before.filter_map(|word| scene.paragraph.token(word));
    determined || tokens.clone().any(|token| token.dep() == "nummod") && !tokens.any(|token| token.dep() == "det")
}

/// Whether a noun is the subject or agent of a verb of saying, or joined to one that is.
fn speaks(scene: &Scene<'_>, noun: Token<'_>) -> bool {
    let mut noun = noun;
    while noun.dep() == "conj" && noun.head().i() < noun.i() {
        noun = noun.head();
    }
    let verb = match noun.dep() {
        "nsubj" => noun.head(),
        "pobj" if noun.head().dep() == "agent" => noun.head().head(),
        _ => return false,
    };
    scene.lexicon.speech.contains(&fold(verb.lemma())) || scene.lexicon.speech.contains(&fold(verb.text()))
}

/// Whether the words before make a speaker of who is named here: `according to ...`.
fn is_cited(scene: &Scene<'_>, from: usize) -> bool {
    (1..=3).any(|len| {
        from.checked_sub(len).is_some_and(|at| {
            scene.lexicon.anonymous.cited.longest(scene.text, &scene.units, at).iter().any(|found| found.len == len)
        })
    })
}

/// `a senior U.S. official`, `two diplomatic sources`, `sources familiar with ...`: up to the noun.
fn english(scene: &Scene<'_>, packs: &[&Pack], from: usize) -> Option<(usize, Told)> {
    let words = &scene.lexicon.anonymous;
    let mut at = from;
    let mut told = Told::default();
    let mut national = false;
    let determined = words.determiners.longest(scene.text, &scene.units, from).first().map(|found| found.len);
    at += determined.unwrap_or(0);
    if determined.is_none() && scene.begins(from) && scene.known_from(from).is_none() && !is_modifier(scene, from) {
        // `Sources told ...`
        head(scene, from, false)?;
    }
    let mut steps = 0;
    loop {
        if steps > REACH {
            return None;
        }
        steps += 1;
        if at > from
            && !matches!(scene.unit(at)?.gap, Gap::Space | Gap::Hyphen | Gap::Dot | Gap::Apostrophe | Gap::Quote)
        {
            return None;
        }
        if let Some(len) = head(scene, at, determined.is_some()) {
            let end = at + len;
            // `sources officials`: the last noun says what it is.
            if let Some(next) = head(scene, end, determined.is_some())
                .filter(|_| scene.unit(end).is_some_and(|unit| unit.gap == Gap::Space))
            {
                return (!is_named(scene, end + next)).then_some((end + next, told));
            }
            return (!is_named(scene, end)).then_some((end, told));
        }
        if let Some(known) = scene.known_from(at) {
            belongs(packs, known, &mut told);
            national |= known.by == NameKind::Adjective;
            at += known.len;
        } else if national
            && determined.is_some()
            && let Some(end) = national_end(scene, at)
        {
            return (!is_named(scene, end)).then_some((end, told));
        } else if is_modifier(scene, at) {
            at += 1;
        } else {
            return None;
        }
    }
}

/// Where a noun for a person behind an adjective of a country ends: `two Brazilian men`.
fn national_end(scene: &Scene<'_>, at: usize) -> Option<usize> {
    // Soldiers and police are their country's.
    if !scene.lexicon.office_heads.longest(scene.text, &scene.units, at).is_empty() {
        return None;
    }
    let span = scene.span(at, at + 1)?;
    let word = scene.paragraph.words_in(span).next()?;
    let noun = scene.paragraph.token(word).filter(|token| matches!(token.tag(), "NN" | "NNS"))?;
    // Not the first part of another noun: `a Brazilian worker party`.
    (noun.dep() != "compound" && is_person(scene, at + 1, noun.lemma())).then_some(at + 1)
}

/// Where the noun ends, if one begins here and may stand without a determiner.
fn head(scene: &Scene<'_>, at: usize, determined: bool) -> Option<usize> {
    let found = scene.lexicon.anonymous.heads.longest(scene.text, &scene.units, at);
    found.iter().find(|found| determined || *found.value).map(|found| found.len)
}

fn is_modifier(scene: &Scene<'_>, at: usize) -> bool {
    scene.unit(at).is_some_and(|unit| {
        scene.lexicon.anonymous.modifiers.contains(&unit.folded) || (unit.folded == "s" && unit.gap == Gap::Apostrophe)
    })
}

/// Whether a name follows, so that the noun is its title: `a spokesman, Igor ...` has a comma and a name.
fn is_named(scene: &Scene<'_>, at: usize) -> bool {
    let is_name = |at: usize| {
        scene.unit(at).is_some_and(|unit| {
            unit.shape.is_capitalised() && matches!(unit.gap, Gap::Space | Gap::Comma) && !scene.begins(at)
        }) && scene.unit(at + 1).is_some_and(|unit| unit.shape.is_capitalised() && unit.gap == Gap::Space)
            && scene.known_from(at).is_none_or(|known| known.by == NameKind::Name && known.len > 1)
    };
    let single = scene.unit(at).is_some_and(|unit| unit.gap == Gap::Space && unit.shape == Shape::Capital)
        && scene.known_from(at).is_none();
    is_name(at) || single
}

/// `источник в правительстве`, `неназванный дипломат`: up to the noun. A plain noun needs words around it that tell a
/// person from a thing.
fn slavic(scene: &Scene<'_>, packs: &[&Pack], from: usize, seen: &mut HashSet<String>) -> Option<(usize, Told)> {
    let words = &scene.lexicon.anonymous;
    let mut told = Told::default();
    let mut at = from;
    let mut determined = false;
    for _ in 0..REACH {
        if at > from && !matches!(scene.unit(at)?.gap, Gap::Space | Gap::Hyphen) {
            return None;
        }
        if let Some(found) = words.heads.longest(scene.text, &scene.units, at).first() {
            let end = at + found.len;
            let tail = !words.tails.longest(scene.text, &scene.units, end).is_empty()
                || scene.before(from).is_some_and(|before| scene.lexicon.speech.contains(&before.folded));
            let plain = *found.value;
            return ((determined || (plain && tail)) && !is_named(scene, end)).then_some((end, told));
        }
        // Without an article a noun that was there before may mean the same person: that stays open.
        if let Some(found) = words.persons.longest(scene.text, &scene.units, at).first() {
            let end = at + found.len;
            let other = !words.determiners.longest(scene.text, &scene.units, from).is_empty();
            let speaks = is_beside_speech(scene, from, end) || is_cited(scene, from);
            let noun = scene.unit(end - 1)?.folded.clone();
            return (speaks && !is_named(scene, end) && (seen.insert(noun) || other)).then_some((end, told));
        }
        if let Some(found) = words.determiners.longest(scene.text, &scene.units, at).first() {
            at += found.len;
            determined = true;
        } else if let Some(known) = scene.known_from(at).filter(|known| known.by == NameKind::Adjective) {
            belongs(packs, known, &mut told);
            at += known.len;
        } else if is_modifier(scene, at) {
            at += 1;
            determined = true;
        } else {
            return None;
        }
    }
    None
}

/// Whether a verb of saying stands right before a noun phrase, or behind it and the name of a place that belongs to it:
/// `житель Луганска рассказал`.
fn is_beside_speech(scene: &Scene<'_>, from: usize, to: usize) -> bool {
    let says = |unit: Option<&Unit>| unit.is_some_and(|unit| scene.lexicon.speech.contains(&unit.folded));
    let joined = |at: usize| scene.unit(at).is_some_and(|unit| matches!(unit.gap, Gap::Space | Gap::Hyphen));
    if says(scene.before(from)) && joined(from) {
        return true;
    }
    // The place: its name, or a word of class and its name.
    let name = |at: usize| joined(at) && scene.unit(at).is_some_and(|unit| unit.shape.is_capitalised());
    let class =
        usize::from(joined(to) && scene.unit(to).is_some_and(|unit| unit.shape == Shape::Lower) && name(to + 1));
    let len = scene.known_from(to + class).map_or(1, |known| known.len);
    let end = if name(to + class) { to + class + len } else { to };
    says(scene.unit(end)) && joined(end)
}

/// Notes whose they are.
fn belongs(packs: &[&Pack], known: &super::scene::Known, told: &mut Told) {
    let Some(actor) = Scene::actor(packs, known) else { return };
    told.country = actor.country.clone().or(told.country.take());
    if actor.kind != ActorKind::State {
        told.belongs = Some((known.pack, known.actor));
        told.sectors.clone_from(&actor.sectors);
    }
}

/// Finds people by the words for them: `two teachers`, `местные жители`.
pub(super) fn civilians(scene: &Scene<'_>) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    let mut at = 0;
    while at < scene.units.len() {
        let count = scene.lexicon.counts.longest(scene.text, &scene.units, at).first().map_or(0, |found| found.len);
        let heads = scene.lexicon.civilians.longest(scene.text, &scene.units, at + count);
        match heads.first() {
            Some(found) => {
                let to = at + count + found.len;
                if let Some(span) = scene.span(at, to) {
                    proposals.push(Proposal { span, who: Who::Civilians, resolution: Resolution::Collective });
                }
                at = to;
            }
            None => at += 1,
        }
    }
    proposals
}
