//! What one report says: the end of the path from bytes, pure and deterministic.

mod contract;
mod why;

pub use contract::{Contract, SCHEMA};
pub use why::Why;

use std::collections::BTreeSet;

use crate::{
    annotate::Annotation,
    document::Document,
    packs::{self, Pack},
    read::{
        Paragraphs,
        events::{self, Event, Fate, Resolved, Sign},
        statements::{self, Proposal, Statement, Unread},
    },
    resolve::{
        places::{self, Gazetteer, PlaceMention, PlacePrecision},
        quantities::{self, Numbers, Quantity},
        when::{self, Calendars, TimeMention},
        who::{self, Actor, ActorKind, Resolution},
    },
    span::Span,
};

/// What a reading rests on besides the report itself.
#[derive(Default)]
pub struct Knowledge {
    /// Words of time.
    pub calendars: Calendars,
    /// Words of number.
    pub numbers: Numbers,
    /// Where names of places are looked up.
    pub gazetteer: Option<Gazetteer>,
    /// Conflicts.
    pub packs: Vec<Pack>,
}

/// What one report says.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The side on which the outlet stands: as the input says, else as the packs know it.
    pub outlet_side: Option<String>,
    /// Who is named.
    pub actors: Vec<Actor>,
    /// Places.
    pub places: Vec<PlaceMention>,
    /// Times.
    pub times: Vec<TimeMention>,
    /// Counts.
    pub quantities: Vec<Quantity>,
    /// What was said, by whom.
    pub statements: Vec<Statement>,
    /// What is said to have happened.
    pub events: Vec<Event>,
    /// Sentences that gave nothing, and why.
    pub unread: Vec<Unread>,
    /// Everything that was proposed as a statement, kept or not.
    pub proposals: Vec<Proposal>,
    /// Every word that could have told of an event, kept or not.
    pub signs: Vec<Sign>,
}

/// Reads an annotated document.
pub fn read(document: &Document, annotation: &Annotation, knowledge: &Knowledge) -> Reading {
    let document = &*document.without_marks();
    let mut packs = packs::chosen(document, annotation, &knowledge.packs);
    let times = when::times(document, annotation, &knowledge.calendars);
    let quantities = quantities::quantities(document, annotation, &times, &knowledge.numbers);
    let mut places = places::places(document, annotation, knowledge.gazetteer.as_ref(), &packs);
    // Who names a village of a conflict's area names the area.
    let around = places::packs_around(&places, &knowledge.packs);
    let is_of = |packs: &[&Pack], pack: &Pack| packs.iter().any(|own| own.id == pack.id);
    if around.iter().any(|pack| !is_of(&packs, pack)) {
        packs = knowledge.packs.iter().filter(|pack| is_of(&packs, pack) || is_of(&around, pack)).collect();
        places = places::places(document, annotation, knowledge.gazetteer.as_ref(), &packs);
    }
    let mut actors = who::actors(document, annotation, &places, &packs);
    actors.retain(|actor| !is_only_a_place(annotation, actor, &places));
    places.retain(|place| !is_of_another_kind(&document.text, place, &actors, &times));
    let paragraphs = Paragraphs::new(&document.text, annotation);
    let (said, proposals) = statements::statements(document, &paragraphs, &actors);
    let resolved = Resolved { actors: &actors, places: &places, times: &times, quantities: &quantities };
    let (mut events, mut signs) = events::events(document, &paragraphs, &resolved);
    let (statements, unread) = statements::link(document, &paragraphs, &mut actors, &times, &packs, said, &mut events);
    let told: BTreeSet<Span> = events.iter().map(|event| event.trigger).collect();
    let cues: BTreeSet<Span> = statements.iter().filter_map(|one| Some(one.cue.as_ref()?.span)).collect();
    for sign in signs.iter_mut().filter(|sign| sign.fate == Fate::Kept) {
        if !told.contains(&sign.span) {
            // Cues are short: one that reaches here begins among the last few before.
            let spoken = cues.range(..Span::new(sign.span.end, 0)).rev().take(4).any(|cue| cue.overlaps(sign.span));
            sign.fate = if spoken { Fate::Spoken } else { Fate::Untold };
        }
    }
    let outlet_side = packs::side_of_outlet(document, &packs);
    Reading { outlet_side, actors, places, times, quantities, statements, events, unread, proposals, signs }
}

/// Whether an actor is named only where the model takes a place that the gazetteer knows for a person or organisation.
fn is_only_a_place(annotation: &Annotation, actor: &Actor, places: &[PlaceMention]) -> bool {
    let parsed = |span: Span| annotation.paragraphs.iter().any(|p| p.parse.is_some() && p.span.contains(span));
    let is_place = |span: Span| places.iter().any(|place| place.span == span && !place.candidates.is_empty());
    let named = matches!(actor.kind, ActorKind::Person | ActorKind::Institution | ActorKind::Unknown);
    let mut mentions = actor.mentions.iter().map(|mention| mention.span);
    named && actor.pack_id.is_none() && mentions.all(|span| is_place(span) && parsed(span))
}

/// Whether words that could be a place's name are better known as something else: an expression of time, the name that a
/// pack gives to an institution (a town of that name is another matter), a part of an organisation's name, or a building
/// that stands for those in it. A name that no gazetteer knows is no place where it is an actor's.
fn is_of_another_kind(text: &str, place: &PlaceMention, actors: &[Actor], times: &[TimeMention]) -> bool {
    // "at seven in the evening Moscow time"
    if times.iter().any(|time| time.span.contains(place.span)) {
        return true;
    }
    if place.candidates.is_empty() {
        let unnamed = |actor: &Actor| matches!(actor.kind, ActorKind::Anonymous | ActorKind::Civilians);
        let of_actor =
            |actor: &Actor| !unnamed(actor) && actor.mentions.iter().any(|mention| mention.span.contains(place.span));
        return place.place.is_none() && actors.iter().any(of_actor)
            || times.iter().any(|time| time.span.overlaps(place.span));
    }
    let is_town = matches!(place.precision, Some(PlacePrecision::Settlement | PlacePrecision::Adm2));
    let of_packs = actors.iter().filter(|actor| actor.pack_id.is_some());
    of_packs.into_iter().any(|actor| {
        let organisation = matches!(
            actor.kind,
            ActorKind::InternationalOrg
                | ActorKind::MonitoringMission
                | ActorKind::Outlet
                | ActorKind::PartiallyRecognisedEntity
                | ActorKind::NonStateArmedGroup
        );
        actor.mentions.iter().any(|mention| {
            let explicit = mention.resolution == Resolution::Explicit;
            let within = mention.span != place.span && mention.span.contains(place.span);
            if organisation && explicit && within {
                return true;
            }
            // A building that stands for those in it is no place where something happens.
            if mention.resolution == Resolution::Metonym
                && mention.span.contains(place.span)
                && place.precision == Some(PlacePrecision::Point)
            {
                return true;
            }
            let same = mention.span.of(text) == place.span.of(text);
            let institution = actor.kind == ActorKind::Institution;
            is_town
                && (same && (institution || organisation && explicit)
                    || within && institution && is_head(text, mention.span, place.span))
        })
    })
}

/// Whether a part of a name is what the name is of: the last word, behind another capitalised one (the State *Duma*, but
/// not the Police of *London*).
fn is_head(text: &str, name: Span, part: Span) -> bool {
    let before = Span::new(name.start, part.start).of(text).trim_end();
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    name.end == part.end && last.chars().next().is_some_and(char::is_uppercase)
}
