//! What one report says: the end of the path from bytes, pure and deterministic.

mod contract;
mod why;

pub use contract::{Contract, SCHEMA};
pub use why::Why;

use std::collections::{BTreeSet, HashSet};

use crate::{
    annotate::Annotation,
    document::Document,
    near::Near,
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
        who::{self, Actor, ActorKind, Mention, Resolution},
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
    let around: Vec<&Pack> = around.into_iter().filter(|pack| packs.iter().all(|own| own.id != pack.id)).collect();
    if !around.is_empty() {
        packs.extend(around);
        places = places::places(document, annotation, knowledge.gazetteer.as_ref(), &packs);
    }
    let mut actors = who::actors(document, annotation, &places, &packs);
    let known = places.iter().filter(|place| !place.candidates.is_empty()).map(|place| place.span).collect();
    actors.retain(|actor| !is_only_a_place(annotation, actor, &known));
    let others = Others::new(&document.text, &actors, &times);
    places.retain(|place| !others.know(place));
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
fn is_only_a_place(annotation: &Annotation, actor: &Actor, known: &BTreeSet<Span>) -> bool {
    let paragraphs = &annotation.paragraphs;
    let parsed = |span: Span| {
        let before = paragraphs.partition_point(|one| one.span.start <= span.start);
        let own = before.checked_sub(1).and_then(|at| paragraphs.get(at));
        own.is_some_and(|one| one.parse.is_some() && one.span.contains(span))
    };
    let named = matches!(actor.kind, ActorKind::Person | ActorKind::Institution | ActorKind::Unknown);
    let mut mentions = actor.mentions.iter().map(|mention| mention.span);
    named && actor.pack_id.is_none() && mentions.all(|span| known.contains(&span) && parsed(span))
}

/// What words that could be a place's name may be better known as.
struct Others<'d> {
    text: &'d str,
    mentions: Vec<(&'d Actor, &'d Mention)>,
    mentioned: Near,
    times: &'d [TimeMention],
    timed: Near,
    /// Names that packs give to institutions, as they are written here.
    institutions: HashSet<&'d str>,
}

impl<'d> Others<'d> {
    fn new(text: &'d str, actors: &'d [Actor], times: &'d [TimeMention]) -> Self {
        let of = |actor: &'d Actor| actor.mentions.iter().map(move |mention| (actor, mention));
        let mentions: Vec<(&Actor, &Mention)> = actors.iter().flat_map(of).collect();
        let is_institution = |(actor, mention): &&(&Actor, &Mention)| {
            let explicit = mention.resolution == Resolution::Explicit;
            actor.pack_id.is_some() && (actor.kind == ActorKind::Institution || is_organisation(actor.kind) && explicit)
        };
        Self {
            text,
            mentioned: Near::new(mentions.iter().map(|(_, mention)| mention.span).enumerate()),
            timed: Near::new(times.iter().map(|time| time.span).enumerate()),
            institutions: mentions.iter().filter(is_institution).map(|(_, one)| one.span.of(text)).collect(),
            mentions,
            times,
        }
    }

    fn mentions_at(&self, span: Span) -> impl Iterator<Item = (&'d Actor, &'d Mention)> {
        self.mentioned.to(span).into_iter().filter_map(|at| self.mentions.get(at).copied())
    }

    fn times_at(&self, span: Span) -> impl Iterator<Item = &'d TimeMention> {
        self.timed.to(span).into_iter().filter_map(|at| self.times.get(at))
    }

    /// Whether words that could be a place's name are better known as something else: an expression of time, the name that a
    /// pack gives to an institution (a town of that name is another matter), a part of an organisation's name, or a building
    /// that stands for those in it. A name that no gazetteer knows is no place where it is an actor's.
    fn know(&self, place: &PlaceMention) -> bool {
        // "at seven in the evening Moscow time"
        if self.times_at(place.span).any(|time| time.span.contains(place.span)) {
            return true;
        }
        if place.candidates.is_empty() {
            let unnamed = |actor: &Actor| matches!(actor.kind, ActorKind::Anonymous | ActorKind::Civilians);
            let mut here = self.mentions_at(place.span);
            return place.place.is_none()
                && here.any(|(actor, mention)| !unnamed(actor) && mention.span.contains(place.span))
                || self.times_at(place.span).any(|time| time.span.overlaps(place.span));
        }
        let is_town = matches!(place.precision, Some(PlacePrecision::Settlement | PlacePrecision::Adm2));
        if is_town && self.institutions.contains(place.span.of(self.text)) {
            return true;
        }
        let mut of_packs = self.mentions_at(place.span).filter(|(actor, _)| actor.pack_id.is_some());
        of_packs.any(|(actor, mention)| {
            let explicit = mention.resolution == Resolution::Explicit;
            let within = mention.span != place.span && mention.span.contains(place.span);
            // A building that stands for those in it is no place where something happens.
            let building = mention.resolution == Resolution::Metonym
                && mention.span.contains(place.span)
                && place.precision == Some(PlacePrecision::Point);
            building
                || within && explicit && is_organisation(actor.kind)
                || within
                    && is_town
                    && actor.kind == ActorKind::Institution
                    && is_head(self.text, mention.span, place.span)
        })
    }
}

fn is_organisation(kind: ActorKind) -> bool {
    matches!(
        kind,
        ActorKind::InternationalOrg
            | ActorKind::MonitoringMission
            | ActorKind::Outlet
            | ActorKind::PartiallyRecognisedEntity
            | ActorKind::NonStateArmedGroup
    )
}

/// Whether a part of a name is what the name is of: the last word, behind another capitalised one (the State *Duma*, but
/// not the Police of *London*).
fn is_head(text: &str, name: Span, part: Span) -> bool {
    let before = Span::new(name.start, part.start).of(text).trim_end();
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    name.end == part.end && last.chars().next().is_some_and(char::is_uppercase)
}
