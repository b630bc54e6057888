//! Whose words are whose: quotations cut into sentences, speakers carried over or meant by a pronoun, and what remains for
//! the outlet's own voice.

use super::{Speaker, Statement, acts::Acts};
use crate::{
    annotate::{Annotation, Paragraph},
    document::{Document, SegmentKind},
    lang::Lang,
    near::Near,
    read::{Paragraphs, clauses::Clauses, events::Event, quotes::quotes},
    resolve::who::{Actor, ActorKind, Mention, Resolution},
    span::Span,
};

/// A quotation as one statement a sentence, all of one utterance.
pub(super) fn sentences(text: &str, paragraphs: &Paragraphs<'_>, statement: Statement) -> Vec<Statement> {
    let direct = !statement.quotes.is_empty()
        && statement.content.iter().all(|span| statement.quotes.iter().any(|quote| quote.contains(*span)));
    if !direct {
        return vec![statement];
    }
    let mut pieces = Vec::new();
    for span in &statement.content {
        let Some((paragraph, clauses)) = paragraphs.around(span.start) else { return vec![statement] };
        for sentence in paragraph.sentences.iter().filter(|sentence| sentence.span.overlaps(*span)) {
            let piece = Span::new(span.start.max(sentence.span.start), span.end.min(sentence.span.end));
            let cuts = clauses.as_ref().map(|clauses| splices(clauses, piece)).unwrap_or_default();
            let mut start = piece.start;
            for cut in cuts.into_iter().chain([piece.end]) {
                if start < cut {
                    pieces.push(trimmed(text, Span::new(start, cut)));
                }
                start = cut;
            }
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    if pieces.len() < 2 {
        return vec![statement];
    }
    pieces
        .into_iter()
        .map(|piece| Statement { content: vec![piece], quotes: vec![piece], ..statement.clone() })
        .collect()
}

/// Where whole clauses follow each other with only a comma between them: "It is time to calm down, the troops will go".
fn splices(clauses: &Clauses<'_>, piece: Span) -> Vec<usize> {
    let words = clauses.paragraph.words_in(piece);
    let subject = |i: usize| clauses.child(i, &["nsubj", "nsubjpass", "expl"]).is_some();
    let cuts = words.clone().filter_map(|i| {
        let head = clauses.head(i);
        let beside = matches!(clauses.dep(i), "ccomp" | "parataxis") && i < head && words.contains(&head);
        if !beside || !subject(i) || !subject(head) || clauses.cues.verbs.contains_key(clauses.token(head).lemma()) {
            return None;
        }
        let last = *clauses.below(i).last()?;
        let comma = last + 1;
        // Behind the comma a clause of its own begins.
        let begins = clauses.children(head).find(|child| *child > comma && clauses.dep(*child) != "punct")?;
        let plain = clauses.below(begins).first() == Some(&(comma + 1))
            && matches!(clauses.dep(begins), "nsubj" | "nsubjpass" | "expl");
        (comma < head && clauses.token(comma).text() == "," && plain).then(|| clauses.span(&(comma + 1..comma + 2)))?
    });
    let mut cuts: Vec<usize> =
        cuts.map(|span| span.start).filter(|cut| piece.start < *cut && *cut < piece.end).collect();
    cuts.sort_unstable();
    cuts
}

/// A span without a comma or white space at its end.
fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let kept = words.trim_end();
    Span::new(
        span.start,
        span.start + if kept.len() < words.len() { kept.trim_end_matches(',').len() } else { kept.len() },
    )
}

/// Quotations that fill a paragraph and that nobody is said to have spoken go on from the paragraph before.
pub(super) fn carry_over(
    document: &Document,
    annotation: &Annotation,
    paragraphs: &Paragraphs<'_>,
    all: &mut Vec<Statement>,
) {
    const WORDS: usize = 4;
    let text = &*document.text;
    let mut carried = Vec::new();
    let near =
        Near::new(all.iter().enumerate().flat_map(|(number, one)| one.content.iter().map(move |span| (number, *span))));
    for (number, paragraph) in annotation.paragraphs.iter().enumerate() {
        let Some(first) = quotes(text, paragraph.span).into_iter().next() else { continue };
        let starts = paragraph.span.of(text).trim_start().len() + first.outer.start >= paragraph.span.end
            && text.get(paragraph.span.start..first.outer.start).is_some_and(|before| before.trim().is_empty());
        let told = near.to(first.inner).into_iter().filter_map(|number| all.get(number)).any(|one| {
            one.content.iter().any(|span| span.overlaps(first.inner)) && one.speaker.resolution != Resolution::Author
        });
        if !starts || told || paragraph.words_in(first.inner).len() < WORDS {
            continue;
        }
        let before = number.checked_sub(1).and_then(|before| annotation.paragraphs.get(before));
        let Some(before) = before else { continue };
        let last = near
            .to(before.span)
            .into_iter()
            .filter_map(|number| all.get(number))
            .chain(carried.iter().rev().take(8))
            .filter(|one: &&Statement| !one.quotes.is_empty() && one.speaker.actor.is_some())
            .filter(|one| one.content.first().is_some_and(|span| before.span.contains(*span)))
            .max_by_key(|one| (one.content.last().copied(), one.attribution.len()))
            .cloned();
        let Some(last) = last else { continue };
        let next = Statement {
            speaker: Speaker { span: None, own: None, resolution: Resolution::CarriedOver, ..last.speaker },
            cue: None,
            content: vec![first.inner],
            quotes: vec![first.inner],
            why: vec![super::Share { feature: "carried_over", weight: 1.0 }],
            ..last
        };
        carried.extend(sentences(text, paragraphs, next));
    }
    all.extend(carried);
}

/// What the outlet says in its own voice: sentences that tell of events and are nobody else's.
pub(super) fn author(document: &Document, annotation: &Annotation, all: &mut Vec<Statement>, events: &[Event]) {
    let read = |paragraph: &Paragraph| {
        document.segments.get(paragraph.segment).is_some_and(|segment| {
            matches!(segment.kind, SegmentKind::Body | SegmentKind::Headline | SegmentKind::Caption)
        })
    };
    let words = |one: &Statement| -> Vec<Span> {
        one.content.iter().copied().chain(one.cue.as_ref().map(|cue| cue.span)).collect()
    };
    let near = Near::new(
        all.iter().enumerate().flat_map(|(number, one)| words(one).into_iter().map(move |span| (number, span))),
    );
    let told = Near::new(events.iter().enumerate().map(|(number, event)| (number, event.sentence)));
    let mut own = Vec::new();
    let mut utterance = all.iter().map(|one| one.utterance + 1).max().unwrap_or(0);
    // A note on the report is about the report, and tells of no event.
    let is_note = |paragraph: &Paragraph| {
        let lang = paragraph.sentences.first().map_or(Lang::Other, |sentence| sentence.lang);
        Acts::of(lang).is_note(paragraph.span.of(&document.text))
    };
    for (_, sentence) in annotation.sentences().filter(|(paragraph, _)| read(paragraph) && !is_note(paragraph)) {
        let said: Vec<Span> = near
            .to(sentence.span)
            .into_iter()
            .filter_map(|number| all.get(number))
            .flat_map(words)
            .filter(|span| span.overlaps(sentence.span))
            .collect();
        let free: Vec<&Event> = told
            .to(sentence.span)
            .into_iter()
            .filter_map(|number| events.get(number))
            .filter(|event| event.sentence == sentence.span)
            .filter(|event| !event.speech && !said.iter().any(|span| span.overlaps(event.trigger)))
            .collect();
        if free.is_empty() {
            continue;
        }
        let mut content = vec![sentence.span];
        if !said.is_empty() {
            // A clause that holds what someone else says is told by the event's own words.
            let whole = |span: Span| !said.iter().any(|other| other.overlaps(span));
            let told = free.iter().map(|event| if whole(event.extent) { event.extent } else { event.trigger });
            content = told.collect();
            content.sort();
            // One event can be told within what another's clause tells.
            content = super::merged(&document.text, content);
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

/// Gives an actor to every speaker that no name stands for, and to whoever is accused or spoken to.
pub(super) fn speakers(
    document: &Document,
    paragraphs: &Paragraphs<'_>,
    actors: &mut Vec<Actor>,
    all: &mut [Statement],
) {
    let text = &*document.text;
    // Who spoke last, as of each paragraph: whom a pronoun before the next verb of saying means.
    let mut spoken = Vec::<(Span, usize)>::new();
    for number in 0..all.len() {
        let Some(statement) = all.get(number).filter(|one| one.speaker.resolution != Resolution::Author) else {
            continue;
        };
        let cue = statement.cue.as_ref().map(|cue| cue.span).unwrap_or_default();
        let meant = statement.speaker.span.and_then(|span| {
            let clauses = paragraphs.at(span.start)?;
            let here = clauses.paragraph.span;
            let before: Vec<(Span, usize)> = spoken.iter().rev().take(6).copied().collect();
            let known = statement.speaker.actor;
            // "Anna hesitated: she would ask Boris, she said": the subject of its own sentence is meant as well.
            let pronoun = clauses.paragraph.words_in(span).start;
            let mut own = clauses.sentence(pronoun).start..pronoun;
            let subject = |i: usize| {
                let at = clauses.span(&(i..i + 1)).unwrap_or_default();
                let named = |mention: &Mention| {
                    mention.resolution == Resolution::Explicit && mention.span.contains(at) && !at.is_empty()
                };
                matches!(clauses.dep(i), "nsubj" | "nsubjpass")
                    && known.and_then(|known| actors.get(known)).is_some_and(|one| one.mentions.iter().any(named))
            };
            if own.any(subject) {
                return None;
            }
            // Someone who has spoken in this paragraph is meant as well as found.
            if known.is_some_and(|known| before.iter().any(|(cue, one)| here.contains(*cue) && *one == known)) {
                return None;
            }
            let last = before
                .into_iter()
                .find(|(cue, _)| cue.end <= span.start)
                .filter(|(cue, _)| here.contains(*cue) || known.is_none() && is_next(text, cue.end, here.start))?;
            fits(clauses, span, actors.get(last.1)?).then_some(last.1)
        });
        let Some(statement) = all.get_mut(number) else { continue };
        if let Some(meant) = meant {
            statement.speaker = Speaker { actor: Some(meant), resolution: Resolution::Pronoun, ..statement.speaker };
        }
        let others = statement
            .cosources
            .iter_mut()
            .chain(&mut statement.cited)
            .chain(&mut statement.through)
            .chain(&mut statement.against)
            .chain(&mut statement.to);
        for speaker in std::iter::once(&mut statement.speaker).chain(others) {
            let (None, Some(span)) = (speaker.actor, speaker.own) else { continue };
            speaker.actor = Some(by_words(text, actors, span));
        }
        let within = |one: &Statement| one.content.iter().any(|span| span.contains(cue));
        let nested = all.get(..number).is_some_and(|before| before.iter().rev().take(4).any(within));
        if let Some(actor) = all.get(number).and_then(|one| one.speaker.actor).filter(|_| !nested) {
            spoken.push((cue, actor));
        }
    }
}

/// Whether nothing but one paragraph's end lies between two places.
fn is_next(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to).is_some_and(|between| between.trim().matches('\n').count() == 0)
}

/// Whether a pronoun can mean an actor: a person, a body, a group. Other words than pronouns mean nobody before.
fn fits(clauses: &Clauses<'_>, pronoun: Span, actor: &Actor) -> bool {
    let word = pronoun.of(clauses.text).to_lowercase();
    let word = clauses.cues.owners.get(&word).unwrap_or(&word);
    let person = matches!(actor.kind, ActorKind::Person | ActorKind::Anonymous);
    let group = matches!(actor.kind, ActorKind::Collective | ActorKind::Civilians | ActorKind::NonStateArmedGroup);
    if clauses.cues.person.contains(word) {
        return person;
    }
    if clauses.cues.thing.contains(word) {
        return !person && !group;
    }
    clauses.cues.group.contains(word) && !person
}

/// Gives an actor to everyone who is said to have done something, or to whom it was done, and whom no name stands for.
pub(super) fn unnamed(text: &str, actors: &mut Vec<Actor>, events: &mut [Event]) {
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
pub(super) fn outlet(document: &Document, actors: &mut Vec<Actor>) -> Option<usize> {
    let name = document.facts.outlet.as_deref()?;
    if let Some(known) = actors.iter().position(|actor| actor.kind == ActorKind::Outlet && actor.name == name) {
        return Some(known);
    }
    let slug: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    // "told Northwire" in a report of Northwire's: the words that name it are the outlet's.
    let named = actors.iter().position(|actor| {
        actor.kind == ActorKind::Unknown && actor.pack_id.is_none() && actor.name.eq_ignore_ascii_case(name)
    });
    let outlet = Actor {
        id: format!("publisher.{slug}"),
        name: name.to_owned(),
        kind: ActorKind::Outlet,
        country: None,
        sectors: vec!["JRN".to_owned()],
        side: None,
        pack_id: None,
        mentions: Vec::new(),
    };
    let Some(number) = named else {
        actors.push(outlet);
        return Some(actors.len() - 1);
    };
    if let Some(actor) = actors.get_mut(number) {
        let mentions = std::mem::take(&mut actor.mentions);
        *actor = Actor { mentions, ..outlet };
    }
    Some(number)
}
