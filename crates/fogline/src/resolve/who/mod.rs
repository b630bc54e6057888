//! Actors: who is named, in which words, and what is known of them.

use crate::{annotate::Annotation, document::Document, packs::Pack, span::Span};

use super::places::PlaceMention;

/// Someone who is named, with every mention.
#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    /// The pack's id, or one made from the name; the same for the same actor in every document.
    pub id: String,
    /// Canonical name, or the longest name used.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3 code of the country that PLOVER would give.
    pub country: Option<String>,
    /// PLOVER sectors.
    pub sectors: Vec<String>,
    /// The side it is on in the conflict of its pack, on the day of publication.
    pub side: Option<String>,
    /// Its id in a pack, as `donbas-2022/ru.kremlin`.
    pub pack_id: Option<String>,
    /// Where it is named, in order.
    pub mentions: Vec<Mention>,
}

/// One mention of an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// Its words.
    pub span: Span,
    /// How the words lead to the actor.
    pub resolution: Resolution,
}

/// How words lead to an actor (domain.md 1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// By name.
    Explicit,
    /// By a pronoun.
    Pronoun,
    /// By what was said before, without a word.
    CarriedOver,
    /// By the name of a place or building.
    Metonym,
    /// As a group.
    Collective,
    /// Without a name, on purpose.
    Anonymous,
    /// The outlet's own voice.
    Author,
}

impl Resolution {
    /// As the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Explicit => "explicit",
            Self::Pronoun => "pronoun",
            Self::CarriedOver => "carried_over",
            Self::Metonym => "metonym",
            Self::Collective => "collective",
            Self::Anonymous => "anonymous",
            Self::Author => "author",
        }
    }
}

/// What an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the contract's own")]
pub enum ActorKind {
    State,
    Institution,
    ArmedForce,
    NonStateArmedGroup,
    PartiallyRecognisedEntity,
    MonitoringMission,
    InternationalOrg,
    Outlet,
    Person,
    Collective,
    Anonymous,
    Civilians,
    Unknown,
}

impl ActorKind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::State,
        Self::Institution,
        Self::ArmedForce,
        Self::NonStateArmedGroup,
        Self::PartiallyRecognisedEntity,
        Self::MonitoringMission,
        Self::InternationalOrg,
        Self::Outlet,
        Self::Person,
        Self::Collective,
        Self::Anonymous,
        Self::Civilians,
        Self::Unknown,
    ];

    /// As the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Institution => "institution",
            Self::ArmedForce => "armed_force",
            Self::NonStateArmedGroup => "non_state_armed_group",
            Self::PartiallyRecognisedEntity => "partially_recognised_entity",
            Self::MonitoringMission => "monitoring_mission",
            Self::InternationalOrg => "international_org",
            Self::Outlet => "outlet",
            Self::Person => "person",
            Self::Collective => "collective",
            Self::Anonymous => "anonymous",
            Self::Civilians => "civilians",
            Self::Unknown => "unknown",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Finds the actors of a document with all their mentions, in the order of their first.
pub fn actors(document: &Document, annotation: &Annotation, places: &[PlaceMention], packs: &[&Pack]) -> Vec<Actor> {
    let _ = (document, annotation, places, packs);
    Vec::new()
}
