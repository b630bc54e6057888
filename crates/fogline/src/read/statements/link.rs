//! From proposals to statements that know each other: speech acts, nesting, chains, who is accused, what is answered, when
//! it was said.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    Act, CueClass, Mentions, Statement, Warning,
    acts::Acts,
    confidence,
    force::{self, Main, Told},
    labels, mentions, pairs, voices,
};
use crate::{
    annotate::Annotation,
    document::{Document, OutletKind, SegmentKind},
    lang::Lang,
    near::Near,
    packs::{self, Pack, PackActor},
    read::{
        Paragraphs,
        events::{Event, Ground, Modality, Polarity, Tense},
        keep_first,
    },
    resolve::{
        when::TimeMention,
        who::{Actor, ActorKind, Mention, Resolution},
    },
    span::Span,
};

/// What a statement answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// How it stands to it (domain.md 1.3).
    pub relation: &'static str,
    /// The statement, where the text has it.
    pub statement: Option<usize>,
}

/// When something was said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Said {
    /// The expression of time that says so, as a number of the reading's times.
    pub time: Option<usize>,
}

/// A sentence that gave nothing, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unread {
    /// The sentence.
    pub span: Span,
    /// A code.
    pub reason: &'static str,
}

/// Completes what was found. Actors are added for speakers that no name stands for, and for the outlet.
pub fn link(
    document: &Document,
    paragraphs: &Paragraphs<'_>,
    actors: &mut Vec<Actor>,
    times: &[TimeMention],
    packs: &[&Pack],
    statements: Vec<Statement>,
    events: &mut Vec<Event>,
) -> (Vec<Statement>, Vec<Unread>) {
    let text = &*document.text;
    let annotation = paragraphs.annotation;
    let mut all: Vec<Statement> =
        statements.into_iter().flat_map(|statement| voices::sentences(text, paragraphs, statement)).collect();
    voices::speakers(document, paragraphs, actors, &mut all);
    pairs::spread(text, paragraphs, actors, packs, &mut all);
    voices::carry_over(document, annotation, paragraphs, &mut all);
    voices::author(document, annotation, &mut all, events);
    voices::unnamed(text, actors, events);
    all.sort_by_key(|statement| (statement.content.first().copied(), statement.cue.as_ref().map(|cue| cue.span)));
    let outlet = voices::outlet(document, actors);
    let near = near(&all);
    nest(&mut all, &near);
    for (number, event) in events.iter().enumerate() {
        for statement in telling(&near, &all, event.trigger) {
            if let Some(statement) = all.get_mut(statement) {
                statement.events.push(number);
            }
        }
    }
    let mentioned = mentions(actors);
    let relays = relays(&all);
    let bulletin = document.facts.outlet_kind == Some(OutletKind::MonitorBulletin);
    let mut accused_so_far = Vec::new();
    for number in 0..all.len() {
        let Some(statement) = all.get(number) else { continue };
        let content: String = statement.content.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" ");
        let speaker = statement.speaker.actor.and_then(|actor| actors.get(actor));
        let events: Vec<&Event> = statement.events.iter().filter_map(|event| events.get(*event)).collect();
        let mains = of_content(paragraphs, statement, &mentioned);
        let side = speaker.and_then(|speaker| speaker.side.clone());
        let lang = paragraphs.lang(statement.content.first().map_or(0, |span| span.start));
        let acts = Acts::of(lang);
        let labels = labels::uses(text, &statement.content, side.as_deref(), packs, lang);
        let told = Told {
            statement,
            content: &content,
            mains: &mains,
            events: &events,
            actors,
            acts,
            bulletin,
            relays: relays.get(number).copied().flatten(),
            accused_before: accused_so_far.iter().any(|one| force::is_own(statement.speaker.actor, *one, actors)),
        };
        let act = told.act();
        let accused = told.accused(act, &mentioned);
        let factuality = told.factuality(act);
        accused_so_far.extend(&accused);
        keep_first(&mut accused_so_far);
        let addressee = addressee(statement, act, &mentioned);
        let circumstances: Vec<&str> = statement.circumstances.iter().map(|span| span.of(text)).collect();
        let attribution = format!("{} {}", statement.attribution.of(text), circumstances.join(" "));
        let medium = acts.medium(&attribution).map(str::to_owned);
        let around = statement.content.first().map_or("", |first| first.of(text));
        let distance = acts.distance(&attribution).or_else(|| acts.distance(around)).map(str::to_owned);
        let scare = is_scare(statement);
        // A record whose own word says that it only follows up or assesses is no more than that, whatever stands before it:
        // "corroborated one casualty, and followed up on reports".
        let cue = statement.cue.as_ref().and_then(|cue| acts.evidential(cue.span.of(text)));
        let evidential = match (act, cue) {
            (Act::Record, Some("followed_up" | "assessed")) => cue,
            (Act::Record, _) => acts.evidential(&attribution),
            // "Blasts were heard": not by whoever reports it.
            _ if statement.speaker.resolution == Resolution::Author && acts.is_impersonal(&content) => None,
            _ => acts.evidential(&content),
        };
        let evidential = evidential.map(str::to_owned);
        let is_said = |time: &TimeMention| statement.circumstances.iter().any(|words| words.contains(time.span));
        let time = times.iter().position(is_said).filter(|_| statement.cue.is_some());
        let Some(statement) = all.get_mut(number) else { continue };
        let claims = statement.cue.as_ref().is_some_and(|cue| cue.class == CueClass::Distancing);
        statement.distance =
            distance.or(scare.then(|| "scare_quotes".to_owned())).or(claims.then(|| "hedge".to_owned()));
        (statement.act, statement.accused, statement.addressee) = (act, accused, addressee);
        (statement.medium, statement.evidential, statement.side) = (medium, evidential, side);
        statement.said = Said { time };
        (statement.factuality, statement.labels) = (Some(factuality), labels);
    }
    labelled(document, packs, actors, &mut all);
    for statement in &all {
        let modality = match statement.act {
            Act::Promise | Act::Offer => Modality::Promised,
            Act::Announce => Modality::Announced,
            Act::Appeal => Modality::Requested,
            Act::StateIntent => Modality::Intended,
            // What someone did not say or admit may be so.
            Act::DeclineComment if is_open(statement) => Modality::Possible,
            _ => continue,
        };
        for event in &statement.events {
            let fits = |event: &Event| match modality {
                Modality::Possible => event.modality == Modality::Actual && event.polarity == Polarity::Positive,
                _ => {
                    event.tense == Some(Tense::Future)
                        && matches!(event.modality, Modality::Probable | Modality::Hypothetical)
                }
            };
            if let Some(event) = events.get_mut(*event).filter(|event| fits(event)) {
                event.modality = modality;
                event.grounds.push(Ground {
                    of: "modality",
                    value: modality.name(),
                    words: statement.cue.as_ref().map(|cue| cue.span),
                    by: "act of the statement",
                });
            }
        }
    }
    // An act of speech is told by the statement that it makes, never twice (domain.md 1.4, rule 7).
    let told_by = |event: &Event| {
        let tells = |one: &Statement| spoken(one.act) == event.kind.as_deref() && event.kind.is_some();
        let by_cue = |one: &&Statement| one.cue.as_ref().is_some_and(|cue| cue.span.overlaps(event.trigger));
        // "We call on all sides": what is said is the act.
        let by_content = |one: &Statement| {
            event.actor.iter().all(|actor| one.speaker.actor == Some(*actor))
                && one.content.iter().any(|span| span.contains(event.trigger))
        };
        let here: Vec<&Statement> = near.to(event.trigger).into_iter().filter_map(|number| all.get(number)).collect();
        here.iter().copied().find(by_cue).is_some_and(tells) || here.iter().any(|one| tells(one) && by_content(one))
    };
    events.retain(|event| !(event.speech && (event.noun || told_by(event))));
    for statement in &mut all {
        statement.events.clear();
    }
    for (number, event) in events.iter_mut().enumerate() {
        let mut within = false;
        let trigger = event.trigger;
        for statement in telling(&near, &all, trigger) {
            let Some(statement) = all.get_mut(statement) else { continue };
            statement.events.push(number);
            within = true;
            let own = statement.speaker.actor.is_some_and(|speaker| event.actor.contains(&speaker));
            // What the speaker denies that he will do is neither.
            let meant = statement.act != Act::Deny && event.polarity == Polarity::Positive;
            if own && meant && event.tense == Some(Tense::Future) {
                prospective(event);
            }
        }
        // What its own words make, as a refusal is made by "refused".
        if !within {
            let by_cue = |number: &usize| {
                all.get(*number).is_some_and(|one| one.cue.as_ref().is_some_and(|cue| cue.span.overlaps(trigger)))
            };
            let maker = near.to(trigger).into_iter().find(by_cue);
            if let Some(statement) = maker.and_then(|number| all.get_mut(number)) {
                statement.events.push(number);
            }
        }
    }
    targets(text, paragraphs, &mut all, events, actors);
    chains(&mut all, actors, outlet);
    disclaimers(document, annotation, &near, &mut all);
    forget_untold(&mut all, events);
    warnings(text, paragraphs, times, events, &mut all);
    confidence::weigh(text, &mut all, actors, events);
    let unread = unread(document, annotation, &near, &all, events);
    (all, unread)
}

/// Where each statement's words stand: its own, its cue's and its attribution's.
fn near(all: &[Statement]) -> Near {
    Near::new(all.iter().enumerate().flat_map(|(number, one)| {
        let cue = one.cue.as_ref().map(|cue| cue.span);
        one.content.iter().copied().chain(cue).chain([one.attribution]).map(move |span| (number, span))
    }))
}

/// The statements whose words hold a place.
fn telling(near: &Near, all: &[Statement], place: Span) -> Vec<usize> {
    let mut found = near.to(place);
    found.retain(|number| all.get(*number).is_some_and(|one| one.content.iter().any(|span| span.contains(place))));
    found
}

/// For each statement the cue of another speaker's that it passes on: "X said that Y had reported ...".
fn relays(all: &[Statement]) -> Vec<Option<Span>> {
    let mut relays = vec![None; all.len()];
    for one in all {
        let parent = one.parent.and_then(|parent| Some((parent, all.get(parent)?)));
        let someone = one.why.iter().all(|share| share.feature != "source.thing");
        if let Some((parent, outer)) = parent.filter(|(_, outer)| outer.speaker.actor != one.speaker.actor)
            && someone
            && outer.act == Act::Assert
            && let Some(slot) = relays.get_mut(parent)
        {
            *slot = one.cue.as_ref().map(|cue| cue.span);
        }
    }
    relays
}

/// Puts the actor that a party's word is used of in place of one known only by that word, as whom it accuses.
fn labelled(document: &Document, packs: &[&Pack], actors: &mut Vec<Actor>, all: &mut [Statement]) {
    let text = &*document.text;
    let day = document.facts.published.map(|published| published.at.date());
    for statement in all {
        for label in &statement.labels {
            let Some((pack, actor)) = &label.of else { continue };
            let known = packs.iter().find(|known| known.id == *pack).and_then(|known| known.actor(actor));
            let Some(known) = known else { continue };
            let is_label = |number: &usize| {
                actors.get(*number).is_some_and(|actor| {
                    actor.pack_id.is_none() && actor.mentions.iter().any(|mention| mention.span.contains(label.span))
                })
            };
            let place = statement.accused.iter().position(is_label);
            let only = statement.accused.is_empty() && statement.act == Act::Accuse;
            if place.is_none() && !only {
                continue;
            }
            let number = of_pack(pack, known, day, packs, actors);
            match place.and_then(|place| statement.accused.get_mut(place)) {
                Some(accused) => *accused = number,
                None => statement.accused.push(number),
            }
            let mention = Mention { span: label.span, resolution: Resolution::Collective };
            if let Some(actor) = actors.get_mut(number)
                && !actor.mentions.iter().any(|one| one.span == label.span)
                && !label.span.of(text).is_empty()
            {
                actor.mentions.push(mention);
                actor.mentions.sort_by_key(|one| one.span);
            }
        }
    }
}

/// The number of an actor that a pack knows; it is added where the text does not name it.
fn of_pack(pack: &str, known: &PackActor, day: Option<Date>, packs: &[&Pack], actors: &mut Vec<Actor>) -> usize {
    let id = format!("{pack}/{}", known.id);
    if let Some(number) = actors.iter().position(|actor| actor.id == id) {
        return number;
    }
    actors.push(Actor {
        id: id.clone(),
        name: known.name.clone(),
        kind: known.kind,
        country: known.country.clone(),
        sectors: known.sectors.clone(),
        side: packs::side_of(known, day, packs),
        pack_id: Some(id),
        mentions: Vec::new(),
    });
    actors.len() - 1
}

/// The main verbs of what a statement says.
fn of_content(paragraphs: &Paragraphs<'_>, statement: &Statement, mentions: &Mentions) -> Vec<Main> {
    let Some(clauses) = statement.content.first().and_then(|first| paragraphs.at(first.start)) else {
        return Vec::new();
    };
    let words: Vec<usize> = statement.content.iter().flat_map(|span| clauses.paragraph.words_in(*span)).collect();
    force::mains(clauses, &words, mentions)
}

/// A statement whose cue stands in another's words is part of it; the narrowest one is its parent.
fn nest(all: &mut [Statement], near: &Near) {
    let width = |other: &Statement| other.content.iter().map(|span| span.len()).sum::<usize>();
    let parents: Vec<Option<usize>> = all
        .iter()
        .enumerate()
        .map(|(number, one)| {
            let cue = one.cue.as_ref()?.span;
            telling(near, all, cue)
                .into_iter()
                .filter_map(|other| Some((other, all.get(other)?)))
                .filter(|(other, outer)| {
                    *other != number
                        && outer.utterance != one.utterance
                        && outer.speaker.resolution != Resolution::Author
                        && width(outer) > width(one)
                })
                .min_by_key(|(other, outer)| (width(outer), *other))
                .map(|(other, _)| other)
        })
        .collect();
    for (one, parent) in all.iter_mut().zip(parents) {
        one.parent = parent;
    }
}

/// Leaves out events that no statement tells of.
fn forget_untold(all: &mut [Statement], events: &mut Vec<Event>) {
    let mut told = vec![false; events.len()];
    for event in all.iter().flat_map(|statement| &statement.events) {
        if let Some(told) = told.get_mut(*event) {
            *told = true;
        }
    }
    let mut next = 0;
    let numbers: Vec<Option<usize>> = told
        .into_iter()
        .map(|told| {
            next += usize::from(told);
            told.then(|| next - 1)
        })
        .collect();
    let mut at = 0;
    events.retain(|_| {
        at += 1;
        numbers.get(at - 1).copied().flatten().is_some()
    });
    for statement in all {
        statement.events = statement.events.iter().filter_map(|event| numbers.get(*event).copied().flatten()).collect();
    }
}

/// Whether what someone does not say may be so: "did not admit that ...", but not "did not comment on the attack".
fn is_open(statement: &Statement) -> bool {
    let clause = || statement.why.iter().any(|share| share.feature == "surface.clause");
    statement.negated && statement.by_cue != Some(Act::DeclineComment) || clause()
}

/// The PLOVER event that an act of speech is.
fn spoken(act: Act) -> Option<&'static str> {
    match act {
        Act::Accuse => Some("ACCUSE"),
        Act::Appeal => Some("REQUEST"),
        Act::Threaten => Some("THREATEN"),
        _ => None,
    }
}

/// What the speaker says that he will do is, in PLOVER's terms, an agreement or a threat.
fn prospective(event: &mut Event) {
    let kind = match event.kind.as_deref() {
        Some("COOPERATE" | "AID" | "CONSULT" | "SUPPORT") => "AGREE",
        Some("RETREAT") => "CONCEDE",
        Some("ASSAULT" | "COERCE" | "SANCTION" | "PROTEST") => "THREATEN",
        _ => return,
    };
    event.kind = Some(kind.to_owned());
    event.modes.clear();
    event.grounds.push(Ground { of: "type", value: kind, words: None, by: "the speaker's own, and to come" });
}

/// To whom it was said: whom the cue addresses, or the first one who is asked to act.
fn addressee(statement: &Statement, act: Act, mentioned: &BTreeMap<Span, (usize, Resolution)>) -> Option<usize> {
    if let Some(to) = statement.to.as_ref().and_then(|to| to.actor) {
        return Some(to);
    }
    let first = statement.content.first().copied().filter(|_| act == Act::Appeal)?;
    mentioned
        .range(Span::new(first.start, 0)..Span::new(first.end, 0))
        .map(|(_, (actor, _))| *actor)
        .find(|actor| Some(*actor) != statement.speaker.actor)
}

fn is_scare(statement: &Statement) -> bool {
    let quoted: usize = statement.quotes.iter().map(|quote| quote.len()).sum();
    let said: usize = statement.content.iter().map(|span| span.len()).sum();
    !statement.quotes.is_empty() && quoted * 3 < said && statement.quotes.iter().all(|quote| quote.len() < 30)
}

/// A denial answers the claim within it, else the last one before by another speaker that accuses the denier's side, or
/// that tells of the same kind of deed by the same parties.
fn targets(text: &str, paragraphs: &Paragraphs<'_>, all: &mut [Statement], events: &[Event], actors: &[Actor]) {
    /// How many statements back an answer reaches.
    const REACH: usize = 200;
    /// How many statements back words reach that point at what was said just before.
    const NEXT: usize = 4;
    let kinds = |one: &Statement| -> Vec<&str> {
        one.events.iter().filter_map(|event| events.get(*event)?.kind.as_deref()).collect()
    };
    let doers = |one: &Statement| -> Vec<usize> {
        one.events.iter().filter_map(|event| events.get(*event)).flat_map(|event| event.actor.iter().copied()).collect()
    };
    let found: Vec<Vec<Target>> = all
        .iter()
        .enumerate()
        .map(|(number, one)| {
            let relation = match one.act {
                Act::Deny => "denies",
                Act::Confirm | Act::Acknowledge => "confirms",
                Act::Doubt => "doubts",
                Act::Comment => "comments_on",
                _ => return Vec::new(),
            };
            let within = all.iter().skip(number + 1).take(REACH).position(|other| other.parent == Some(number));
            let within = within.map(|place| number + 1 + place).or_else(|| {
                all.iter()
                    .take(number)
                    .rev()
                    .take(REACH)
                    .position(|other| other.parent == Some(number))
                    .map(|back| number - 1 - back)
            });
            let (own, by) = (kinds(one), doers(one));
            let before = || {
                let earlier = all.iter().enumerate().take(number).rev().take(REACH);
                earlier
                    .filter(|(_, other)| other.speaker.actor != one.speaker.actor && other.utterance != one.utterance)
                    .find(|(_, other)| {
                        let accuses =
                            || other.accused.iter().any(|one_of| force::is_own(one.speaker.actor, *one_of, actors));
                        let alike = kinds(other).iter().any(|kind| own.contains(kind));
                        let theirs = doers(other);
                        let same = by.iter().any(|actor| theirs.contains(actor)) || by.is_empty() && theirs.is_empty();
                        (alike || own.is_empty()) && one.act == Act::Deny && accuses() || alike && same
                    })
                    .map(|(other, _)| other)
            };
            // "dismissed such talk": the last claim before, whatever else its speaker has been accused of. A pronoun goes with
            // an accusation first.
            let claims = |other: &Statement| {
                !matches!(other.act, Act::Deny | Act::Comment | Act::Doubt | Act::Appeal | Act::DeclineComment)
                    && other.speaker.resolution != Resolution::Author
            };
            let first = one.content.first().map_or("", |span| span.of(text));
            let points = || {
                let lang = paragraphs.lang(one.content.first().map_or(0, |span| span.start));
                (one.act == Act::Deny && Acts::of(lang).points(first)).then_some(())?;
                let earlier = all.iter().enumerate().take(number).rev().take(NEXT);
                let other =
                    |(_, other): &(usize, &Statement)| other.speaker.actor != one.speaker.actor && claims(other);
                earlier.filter(|(_, other)| other.utterance != one.utterance).find(other).map(|(other, _)| other)
            };
            let lang = paragraphs.lang(one.content.first().map_or(0, |span| span.start));
            let named = Acts::of(lang).points_at_claim(first);
            let before = || if named { points().or_else(before) } else { before().or_else(points) };
            let mut targets: Vec<Target> = within
                .into_iter()
                .chain(before())
                .map(|statement| Target { relation, statement: Some(statement) })
                .collect();
            if targets.is_empty() && one.act == Act::Deny {
                targets.push(Target { relation, statement: None });
            }
            targets
        })
        .collect();
    for (one, targets) in all.iter_mut().zip(found) {
        one.targets = targets;
    }
}

/// From the speaker through the speakers of the statements around to the outlet.
fn chains(all: &mut [Statement], actors: &[Actor], outlet: Option<usize>) {
    let chains: Vec<Vec<usize>> = all
        .iter()
        .map(|one| {
            let mut chain: Vec<usize> = one.cited.iter().filter_map(|one| one.actor).take(1).collect();
            chain.extend(one.speaker.actor);
            // "a source told Reuters", "residents told the mission": whoever was told passes it on.
            let passes_on = |to: &Actor| matches!(to.kind, ActorKind::Outlet | ActorKind::MonitoringMission);
            let told = one.addressee.filter(|to| actors.get(*to).is_some_and(passes_on));
            chain.extend(told);
            chain.extend(one.through.iter().filter_map(|one| one.actor));
            let mut at = one.parent;
            for _ in 0..8 {
                let Some(parent) = at.and_then(|at| all.get(at)) else { break };
                chain.extend(parent.speaker.actor);
                at = parent.parent;
            }
            chain.extend(outlet);
            chain.dedup();
            if one.speaker.resolution == Resolution::Author {
                chain = outlet.into_iter().collect();
            }
            chain
        })
        .collect();
    for (one, chain) in all.iter_mut().zip(chains) {
        if one.speaker.resolution == Resolution::Author {
            one.speaker.actor = outlet;
        }
        one.chain = chain;
    }
}

/// "could not be independently verified": said of the statements before in its paragraph; where it begins a paragraph, of
/// those in the paragraph before.
fn disclaimers(document: &Document, annotation: &Annotation, near: &Near, all: &mut [Statement]) {
    let text = &*document.text;
    let mut before = None::<Span>;
    for paragraph in &annotation.paragraphs {
        let mut told = paragraph.span.start;
        for sentence in &paragraph.sentences {
            if Acts::of(sentence.lang).distance(sentence.span.of(text)) != Some("not_verified") {
                told = sentence.span.end;
                continue;
            }
            let own = Span::new(paragraph.span.start, sentence.span.end);
            let of = if told > paragraph.span.start { own } else { before.unwrap_or(own) };
            for number in near.to(of) {
                if let Some(one) = all.get_mut(number).filter(|one| one.content.iter().all(|span| of.contains(*span))) {
                    one.distance = Some("not_verified".to_owned());
                }
            }
        }
        if told > paragraph.span.start {
            before = Some(paragraph.span);
        }
    }
}

/// What each warning warns of: the events that it tells of but for those that have been.
fn warnings(text: &str, paragraphs: &Paragraphs<'_>, times: &[TimeMention], events: &[Event], all: &mut [Statement]) {
    for one in all.iter_mut().filter(|one| one.act == Act::Warn) {
        let ahead = |event: &Event| event.tense != Some(Tense::Past) && event.polarity == Polarity::Positive;
        let harm = one.events.iter().copied().filter(|event| events.get(*event).is_some_and(ahead)).collect();
        let within = |span: Span| one.content.iter().any(|words| words.contains(span));
        let from = one.content.first().map_or(0, |span| span.start);
        let acts = Acts::of(paragraphs.lang(from));
        let later = times.partition_point(|time| time.span.start < from);
        let stated = times.iter().skip(later).map(|time| time.span).find(|span| within(*span));
        one.warning = Some(Warning {
            harm,
            likelihood: labels::first(text, &one.content, acts.likelihood()),
            horizon: labels::first(text, &one.content, acts.horizon()).or(stated),
        });
    }
}

/// The sentences of the body that gave nothing.
fn unread(
    document: &Document,
    annotation: &Annotation,
    near: &Near,
    all: &[Statement],
    events: &[Event],
) -> Vec<Unread> {
    let text = &*document.text;
    let body = annotation.sentences().filter(|(paragraph, _)| {
        document.segments.get(paragraph.segment).is_some_and(|segment| segment.kind == SegmentKind::Body)
    });
    let told = Near::new(events.iter().enumerate().map(|(number, event)| (number, event.trigger)));
    body.filter_map(|(paragraph, sentence)| {
        let holds = |span: &Span| span.overlaps(sentence.span);
        let here: Vec<&Statement> = near.to(sentence.span).into_iter().filter_map(|number| all.get(number)).collect();
        let event = |number: usize| events.get(number).is_some_and(|event| holds(&event.trigger));
        if here.iter().any(|one| one.content.iter().any(holds)) || told.to(sentence.span).into_iter().any(event) {
            return None;
        }
        let words = sentence.words.len();
        let is_read = paragraph.parse.is_some() || matches!(sentence.lang, Lang::Ru | Lang::Uk);
        let reason = if !is_read {
            "not_parsed"
        } else if here.iter().any(|one| holds(&one.attribution)) {
            "only_attribution"
        } else if sentence.span.of(text).trim_end().ends_with('?') {
            "question"
        } else if words < 4 {
            "too_short"
        } else if paragraph.parse.is_none() {
            "no_cue"
        } else {
            "no_statement_no_event"
        };
        Some(Unread { span: sentence.span, reason })
    })
    .collect()
}
