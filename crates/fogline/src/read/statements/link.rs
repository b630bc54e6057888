//! From proposals to statements that know each other: quotations cut into sentences, the writer's own voice, speech acts,
//! nesting, chains, who is accused, what is answered, when it was said.

use std::collections::BTreeMap;

use super::{
    Act, CueClass, Mentions, Speaker, Statement,
    acts::Acts,
    confidence,
    cues::Cues,
    force::{self, Main, Told},
    mentions,
};
use crate::{
    annotate::Annotation,
    document::{Document, OutletKind, SegmentKind},
    read::{
        clauses::Clauses,
        events::{Event, Ground, Modality, Polarity, Tense},
        quotes::quotes,
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
    annotation: &Annotation,
    actors: &mut Vec<Actor>,
    times: &[TimeMention],
    statements: Vec<Statement>,
    events: &mut Vec<Event>,
) -> (Vec<Statement>, Vec<Unread>) {
    let text = &*document.text;
    let acts = Acts::english();
    let mut all: Vec<Statement> =
        statements.into_iter().flat_map(|statement| sentences(annotation, statement)).collect();
    speakers(text, actors, &mut all);
    carry_over(document, annotation, &mut all);
    author(document, annotation, &mut all, events);
    unnamed(text, actors, events);
    all.sort_by_key(|statement| (statement.content.first().copied(), statement.cue.as_ref().map(|cue| cue.span)));
    let outlet = outlet(document, actors);
    nest(&mut all);
    for (number, event) in events.iter().enumerate() {
        for statement in &mut all {
            if statement.content.iter().any(|span| span.contains(event.trigger)) {
                statement.events.push(number);
            }
        }
    }
    let mentioned = mentions(actors);
    let cues = Cues::english();
    let paragraphs: Vec<Option<Clauses<'_>>> =
        annotation.paragraphs.iter().map(|paragraph| Clauses::new(text, paragraph)).collect();
    let bulletin = document.facts.outlet_kind == Some(OutletKind::MonitorBulletin);
    let mut accused_so_far = Vec::new();
    for number in 0..all.len() {
        let Some(statement) = all.get(number) else { continue };
        let content: String = statement.content.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" ");
        let speaker = statement.speaker.actor.and_then(|actor| actors.get(actor));
        let events: Vec<&Event> = statement.events.iter().filter_map(|event| events.get(*event)).collect();
        let mains = of_content(&paragraphs, cues, statement, &mentioned);
        let told = Told {
            statement,
            content: &content,
            mains: &mains,
            events: &events,
            actors,
            bulletin,
            accused_before: accused_so_far.iter().any(|one| force::is_own(statement.speaker.actor, *one, actors)),
        };
        let act = told.act(acts, cues);
        let accused = told.accused(act, &mentioned);
        let factuality = told.factuality(act);
        accused_so_far.extend(&accused);
        let addressee = addressee(statement, act, &mentioned);
        let circumstances: Vec<&str> = statement.circumstances.iter().map(|span| span.of(text)).collect();
        let attribution = format!("{} {}", statement.attribution.of(text), circumstances.join(" "));
        let medium = acts.medium(&attribution).map(str::to_owned);
        let around = statement.content.first().map_or("", |first| first.of(text));
        let distance = acts.distance(&attribution).or_else(|| acts.distance(around)).map(str::to_owned);
        let scare = is_scare(statement);
        let evidential = acts.evidential(if act == Act::Record { &attribution } else { &content }).map(str::to_owned);
        let side = speaker.and_then(|speaker| speaker.side.clone());
        let is_said = |time: &TimeMention| statement.circumstances.iter().any(|words| words.contains(time.span));
        let time = times.iter().position(is_said).filter(|_| statement.cue.is_some());
        let Some(statement) = all.get_mut(number) else { continue };
        let claims = statement.cue.as_ref().is_some_and(|cue| cue.class == CueClass::Distancing);
        statement.distance =
            distance.or(scare.then(|| "scare_quotes".to_owned())).or(claims.then(|| "hedge".to_owned()));
        (statement.act, statement.accused, statement.addressee) = (act, accused, addressee);
        (statement.medium, statement.evidential, statement.side) = (medium, evidential, side);
        statement.said = Said { time };
        statement.factuality = Some(factuality);
    }
    for statement in &all {
        let promised = match statement.act {
            Act::Promise | Act::Offer => Modality::Promised,
            Act::Announce => Modality::Announced,
            Act::Appeal => Modality::Requested,
            Act::StateIntent => Modality::Intended,
            _ => continue,
        };
        for event in &statement.events {
            if let Some(event) = events.get_mut(*event)
                && event.tense == Some(Tense::Future)
                && matches!(event.modality, Modality::Probable | Modality::Hypothetical)
            {
                event.modality = promised;
                event.grounds.push(Ground {
                    of: "modality",
                    value: promised.name(),
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
        all.iter().find(by_cue).is_some_and(tells) || all.iter().any(|one| tells(one) && by_content(one))
    };
    events.retain(|event| !(event.speech && (event.noun || told_by(event))));
    for statement in &mut all {
        statement.events.clear();
    }
    for (number, event) in events.iter_mut().enumerate() {
        let mut within = false;
        let trigger = event.trigger;
        for statement in all.iter_mut().filter(|one| one.content.iter().any(|span| span.contains(trigger))) {
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
        if !within
            && let Some(statement) =
                all.iter_mut().find(|one| one.cue.as_ref().is_some_and(|cue| cue.span.overlaps(trigger)))
        {
            statement.events.push(number);
        }
    }
    targets(&mut all, events);
    chains(&mut all, outlet);
    disclaimers(document, acts, &mut all);
    forget_untold(&mut all, events);
    confidence::weigh(text, &mut all, actors, events);
    let unread = unread(document, annotation, &all, events);
    (all, unread)
}

/// The main verbs of what a statement says.
fn of_content(
    paragraphs: &[Option<Clauses<'_>>],
    cues: &Cues,
    statement: &Statement,
    mentions: &Mentions,
) -> Vec<Main> {
    let Some(first) = statement.content.first() else { return Vec::new() };
    let after =
        |clauses: &Option<Clauses<'_>>| clauses.as_ref().is_none_or(|one| one.paragraph.span.end <= first.start);
    let Some(clauses) = paragraphs.iter().find(|clauses| !after(clauses)).and_then(Option::as_ref) else {
        return Vec::new();
    };
    let words: Vec<usize> = statement.content.iter().flat_map(|span| clauses.paragraph.words_in(*span)).collect();
    force::mains(clauses, cues, &words, mentions)
}

/// A quotation as one statement a sentence, all of one utterance.
fn sentences(annotation: &Annotation, statement: Statement) -> Vec<Statement> {
    let direct = !statement.quotes.is_empty()
        && statement.content.iter().all(|span| statement.quotes.iter().any(|quote| quote.contains(*span)));
    if !direct {
        return vec![statement];
    }
    let mut pieces = Vec::new();
    for span in &statement.content {
        let own = annotation.sentences().filter(|(_, sentence)| sentence.span.overlaps(*span));
        for (_, sentence) in own {
            let piece = Span::new(span.start.max(sentence.span.start), span.end.min(sentence.span.end));
            if !piece.is_empty() {
                pieces.push(piece);
            }
        }
    }
    if pieces.len() < 2 {
        return vec![statement];
    }
    pieces
        .into_iter()
        .map(|piece| Statement { content: vec![piece], quotes: vec![piece], ..statement.clone() })
        .collect()
}

/// Quotations that fill a paragraph and that nobody is said to have spoken go on from the paragraph before.
fn carry_over(document: &Document, annotation: &Annotation, all: &mut Vec<Statement>) {
    const WORDS: usize = 4;
    let text = &*document.text;
    let mut carried = Vec::new();
    for (number, paragraph) in annotation.paragraphs.iter().enumerate() {
        let Some(first) = quotes(text, paragraph.span).into_iter().next() else { continue };
        let starts = paragraph.span.of(text).trim_start().len() + first.outer.start >= paragraph.span.end
            && text.get(paragraph.span.start..first.outer.start).is_some_and(|before| before.trim().is_empty());
        let told = all.iter().any(|one| {
            one.content.iter().any(|span| span.overlaps(first.inner)) && one.speaker.resolution != Resolution::Author
        });
        if !starts || told || paragraph.words_in(first.inner).len() < WORDS {
            continue;
        }
        let before = number.checked_sub(1).and_then(|before| annotation.paragraphs.get(before));
        let Some(before) = before else { continue };
        let last = all
            .iter()
            .chain(&carried)
            .filter(|one: &&Statement| !one.quotes.is_empty() && one.speaker.actor.is_some())
            .filter(|one| one.content.first().is_some_and(|span| before.span.contains(*span)))
            .max_by_key(|one| (one.content.last().copied(), one.attribution.len()))
            .cloned();
        let Some(last) = last else { continue };
        let next = Statement {
            speaker: Speaker { span: None, resolution: Resolution::CarriedOver, ..last.speaker },
            cue: None,
            content: vec![first.inner],
            quotes: vec![first.inner],
            why: vec![super::Share { feature: "carried_over", weight: 1.0 }],
            ..last
        };
        carried.extend(sentences(annotation, next));
    }
    all.extend(carried);
}

/// What the outlet says in its own voice: sentences that tell of events and are nobody else's.
fn author(document: &Document, annotation: &Annotation, all: &mut Vec<Statement>, events: &[Event]) {
    let read = |paragraph: &crate::annotate::Paragraph| {
        document.segments.get(paragraph.segment).is_some_and(|segment| {
            matches!(segment.kind, SegmentKind::Body | SegmentKind::Headline | SegmentKind::Caption)
        })
    };
    let mut own = Vec::new();
    let mut utterance = all.iter().map(|one| one.utterance + 1).max().unwrap_or(0);
    for (_, sentence) in annotation.sentences().filter(|(paragraph, _)| read(paragraph)) {
        let here: Vec<&Event> = events.iter().filter(|event| event.sentence == sentence.span).collect();
        let said: Vec<Span> = all
            .iter()
            .flat_map(|one| one.content.iter().copied().chain(one.cue.as_ref().map(|cue| cue.span)))
            .filter(|span| span.overlaps(sentence.span))
            .collect();
        let free: Vec<&&Event> = here
            .iter()
            .filter(|event| !event.speech && !said.iter().any(|span| span.overlaps(event.trigger)))
            .collect();
        if free.is_empty() {
            continue;
        }
        let mut content = vec![sentence.span];
        if !said.is_empty() {
            content = free.iter().map(|event| event.extent).collect();
            content.retain(|span| !said.iter().any(|other| other.overlaps(*span)));
            content.sort();
            content.dedup();
            if content.is_empty() {
                content = free.iter().map(|event| event.trigger).collect();
            }
        }
        own.push(Statement {
            utterance,
            content,
            why: vec![super::Share { feature: "author", weight: 1.0 }],
            ..Statement::of_nobody()
        });
        utterance += 1;
    }
    all.extend(own);
}

/// Gives an actor to every speaker that no name stands for.
fn speakers(text: &str, actors: &mut Vec<Actor>, all: &mut [Statement]) {
    for statement in all.iter_mut().filter(|one| one.speaker.resolution != Resolution::Author) {
        for speaker in std::iter::once(&mut statement.speaker).chain(&mut statement.cosources) {
            let (None, Some(span)) = (speaker.actor, speaker.span) else { continue };
            speaker.actor = Some(by_words(text, actors, span));
        }
    }
}

/// Gives an actor to everyone who is said to have done something, or to whom it was done, and whom no name stands for.
fn unnamed(text: &str, actors: &mut Vec<Actor>, events: &mut [Event]) {
    for event in events {
        if let Some(span) = event.unnamed {
            event.actor.push(by_words(text, actors, span));
        }
        if let Some(span) = event.unnamed_recipient {
            let one = by_words(text, actors, span);
            if !event.actor.contains(&one) {
                event.recipient.push(one);
            }
        }
    }
}

/// The actor that is known only by these words.
fn by_words(text: &str, actors: &mut Vec<Actor>, span: Span) -> usize {
    let name = span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let slug: String =
        name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).take(40).collect();
    let id = format!("unnamed.{slug}");
    let mention = Mention { span, resolution: Resolution::Explicit };
    if let Some(number) = actors.iter().position(|actor| actor.id == id) {
        if let Some(actor) = actors.get_mut(number).filter(|actor| !actor.mentions.iter().any(|one| one.span == span)) {
            actor.mentions.push(mention);
            actor.mentions.sort_by_key(|one| one.span);
        }
        return number;
    }
    actors.push(Actor {
        id,
        name,
        kind: ActorKind::Unknown,
        country: None,
        sectors: Vec::new(),
        side: None,
        pack_id: None,
        mentions: vec![mention],
    });
    actors.len() - 1
}

/// The outlet as an actor.
fn outlet(document: &Document, actors: &mut Vec<Actor>) -> Option<usize> {
    let name = document.facts.outlet.as_deref()?;
    if let Some(known) = actors.iter().position(|actor| actor.kind == ActorKind::Outlet && actor.name == name) {
        return Some(known);
    }
    let slug: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    actors.push(Actor {
        id: format!("publisher.{slug}"),
        name: name.to_owned(),
        kind: ActorKind::Outlet,
        country: None,
        sectors: vec!["JRN".to_owned()],
        side: None,
        pack_id: None,
        mentions: Vec::new(),
    });
    Some(actors.len() - 1)
}

/// A statement whose cue stands in another's words is part of it; the narrowest one is its parent.
fn nest(all: &mut [Statement]) {
    let parents: Vec<Option<usize>> = all
        .iter()
        .enumerate()
        .map(|(number, one)| {
            let cue = one.cue.as_ref()?.span;
            let width = |other: &Statement| other.content.iter().map(|span| span.len()).sum::<usize>();
            all.iter()
                .enumerate()
                .filter(|(other, outer)| {
                    *other != number
                        && outer.utterance != one.utterance
                        && outer.speaker.resolution != Resolution::Author
                        && outer.content.iter().any(|span| span.contains(cue))
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
    let mut numbers = vec![None; events.len()];
    let mut next = 0;
    for (number, slot) in numbers.iter_mut().enumerate() {
        if all.iter().any(|statement| statement.events.contains(&number)) {
            *slot = Some(next);
            next += 1;
        }
    }
    let mut at = 0;
    events.retain(|_| {
        at += 1;
        numbers.get(at - 1).copied().flatten().is_some()
    });
    for statement in all {
        statement.events = statement.events.iter().filter_map(|event| numbers.get(*event).copied().flatten()).collect();
    }
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

/// To whom it was said: named between the cue and what was said, or the first one who is asked to act.
fn addressee(statement: &Statement, act: Act, mentioned: &BTreeMap<Span, (usize, Resolution)>) -> Option<usize> {
    let cue = statement.cue.as_ref()?.span;
    let after = Span::new(cue.end, statement.attribution.end.max(cue.end));
    let in_attribution = mentioned
        .range(Span::new(after.start, 0)..Span::new(after.end, 0))
        .map(|(_, (actor, _))| *actor)
        .find(|actor| Some(*actor) != statement.speaker.actor);
    if in_attribution.is_some() {
        return in_attribution;
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

/// A denial answers the claim within it, else the last one before by another speaker that tells of the same kind of event.
fn targets(all: &mut [Statement], events: &[Event]) {
    let kinds = |one: &Statement| -> Vec<&str> {
        one.events.iter().filter_map(|event| events.get(*event)?.kind.as_deref()).collect()
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
            let within = all.iter().position(|other| other.parent == Some(number));
            let own = kinds(one);
            let before = || {
                let earlier = all.iter().enumerate().take(number).rev();
                earlier
                    .filter(|(_, other)| other.speaker.actor != one.speaker.actor && other.utterance != one.utterance)
                    .find(|(_, other)| kinds(other).iter().any(|kind| own.contains(kind)))
                    .map(|(other, _)| other)
            };
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
fn chains(all: &mut [Statement], outlet: Option<usize>) {
    let chains: Vec<Vec<usize>> = all
        .iter()
        .map(|one| {
            let mut chain: Vec<usize> = one.speaker.actor.into_iter().collect();
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

/// "could not be independently verified": said of the statements before in its paragraph.
fn disclaimers(document: &Document, acts: &Acts, all: &mut [Statement]) {
    let text = &*document.text;
    for number in 0..all.len() {
        let Some(one) = all.get(number) else { continue };
        let last = one.content.last().copied().unwrap_or_default();
        let end = text.get(last.end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| last.end + at);
        let rest = Span::new(last.end, end).of(text);
        if acts.distance(rest) == Some("not_verified")
            && let Some(one) = all.get_mut(number)
        {
            one.distance = Some("not_verified".to_owned());
        }
    }
}

/// The sentences of the body that gave nothing.
fn unread(document: &Document, annotation: &Annotation, all: &[Statement], events: &[Event]) -> Vec<Unread> {
    let text = &*document.text;
    let body = annotation.sentences().filter(|(paragraph, _)| {
        document.segments.get(paragraph.segment).is_some_and(|segment| segment.kind == SegmentKind::Body)
    });
    body.filter_map(|(paragraph, sentence)| {
        let holds = |span: &Span| span.overlaps(sentence.span);
        if all.iter().any(|one| one.content.iter().any(holds)) || events.iter().any(|event| holds(&event.trigger)) {
            return None;
        }
        let words = sentence.words.len();
        let reason = if paragraph.parse.is_none() {
            "not_parsed"
        } else if all.iter().any(|one| holds(&one.attribution)) {
            "only_attribution"
        } else if sentence.span.of(text).trim_end().ends_with('?') {
            "question"
        } else if words < 4 {
            "too_short"
        } else {
            "no_statement_no_event"
        };
        Some(Unread { span: sentence.span, reason })
    })
    .collect()
}
