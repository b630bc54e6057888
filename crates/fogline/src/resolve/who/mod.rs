//! Actors: who is named, in which words, and what is known of them.
//!
//! Names are spans first and resolved second. The names of packs are looked up (`scene`), then what belongs to them
//! (`offices`, `domestic`), those without a name (`anonymous`), and the names that no pack knows: for English what the model
//! proposes, put right (`english`), for Russian and Ukrainian by rules over capitals (`slavic`). What remains of these
//! proposals where they overlap is gathered into actors (`gather`), to which pronouns are added (`pronouns`). The words
//! of the rules stand in `lexicon/*/actors.toml`.

mod anonymous;
mod descriptions;
mod domestic;
mod english;
mod gather;
mod lexicon;
mod metonyms;
mod offices;
mod pronouns;
mod scene;
mod slavic;
#[cfg(test)]
mod tests;
mod titles;

use hashbrown::HashSet;
use jiff::civil::Date;

use crate::{annotate::Annotation, document::Document, lang::Lang, names, packs::Pack, span::Span};

use super::places::PlaceMention;
use gather::Gathering;
use scene::{Proposal, Scene, Who};

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
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Explicit,
        Self::Pronoun,
        Self::CarriedOver,
        Self::Metonym,
        Self::Collective,
        Self::Anonymous,
        Self::Author,
    ];

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

/// Whether a given name, as names are compared, is a man's.
pub(crate) fn is_mans_name(folded: &str) -> bool {
    lexicon::Lexicon::gender(folded) == Some(lexicon::Gender::Male)
}

/// Finds the actors of a document with all their mentions, in the order of their first.
pub fn actors(document: &Document, annotation: &Annotation, places: &[PlaceMention], packs: &[&Pack]) -> Vec<Actor> {
    let text = &*document.text;
    let mut scenes: Vec<Scene<'_>> = annotation
        .paragraphs
        .iter()
        .map(|paragraph| Scene::new(text, paragraph, names::units(text, paragraph.span), packs))
        .collect();
    scene::settle(&mut scenes, places, packs);
    let mut seen = Seen::default();
    for scene in &scenes {
        slavic::note_known(scene, packs, &mut seen.surnames);
    }
    let day = document.facts.published.map(|published| published.at.date());
    let mut proposals: Vec<Vec<Proposal>> =
        scenes.iter().map(|scene| proposals(scene, packs, places, day, &mut seen)).collect();
    domestic::add(document, &scenes, &mut proposals, packs);
    let mut gathering = Gathering::new(document, packs);
    gathering.take(&scenes, &proposals);
    let described = descriptions::references(&gathering, &scenes, packs);
    gather::refer(&mut gathering, &described);
    pronouns::resolve(&mut gathering, &scenes);
    gathering.finish()
}

/// What the paragraphs so far tell of those whom later ones name.
#[derive(Default)]
struct Seen {
    /// Nouns of anonymous persons.
    anonymous: HashSet<String>,
    /// Surnames of those who were named in full, and of those whom packs know wherever they are.
    surnames: slavic::Surnames,
}

/// Everything proposed of one paragraph that stands beside the rest.
fn proposals(
    scene: &Scene<'_>,
    packs: &[&Pack],
    places: &[PlaceMention],
    day: Option<Date>,
    seen: &mut Seen,
) -> Vec<Proposal> {
    let held = descriptions::offices(scene, packs, day);
    let is_held = |span: Span| held.iter().any(|one| one.span.overlaps(span));
    let mut offices = offices::propose(scene, packs);
    offices.retain(|office| !is_held(office.span));
    let mut anonymous = anonymous::propose(scene, packs, &mut seen.anonymous);
    anonymous.retain(|one| !is_held(one.span));
    offices.extend(held);
    let civilians = anonymous::civilians(scene);
    let own = metonyms::propose(scene, packs);
    let names = match scene.lang {
        Lang::En => english::propose(scene, packs, places),
        Lang::Ru | Lang::Uk => slavic::propose(scene, packs, places, &mut seen.surnames),
        Lang::Other => Vec::new(),
    };
    let mut kept = Vec::<Proposal>::new();
    // Longer whole names go over the shorter ones within; of the same words, what is known goes first.
    for proposal in names {
        let wider = own.iter().all(|known| {
            !known.span.overlaps(proposal.span)
                || (proposal.span.contains(known.span)
                    && known.span != proposal.span
                    && gives_way(known, &proposal, packs))
        });
        let taken = offices.iter().chain(&anonymous).any(|other| {
            other.span.overlaps(proposal.span) && !(proposal.span.contains(other.span) && proposal.span != other.span)
        });
        if wider && !taken && !kept.iter().any(|other| other.span.overlaps(proposal.span)) {
            kept.push(proposal);
        }
    }
    let covered = |span: Span, by: &[Proposal]| by.iter().any(|other| other.span != span && other.span.contains(span));
    let offices: Vec<Proposal> =
        offices.into_iter().filter(|office| !kept.iter().any(|other| other.span.contains(office.span))).collect();
    let own: Vec<Proposal> = own
        .into_iter()
        .filter(|known| {
            let state = |who: &Who| matches!(who, Who::Pack(pack, actor) if packs.get(*pack).and_then(|pack| pack.actors.get(*actor)).is_some_and(|actor| actor.kind == ActorKind::State));
            !(covered(known.span, &kept) || (state(&known.who) && covered(known.span, &offices)))
        })
        .collect();
    let civilians = civilians.into_iter().filter(|people| {
        !offices.iter().chain(&anonymous).chain(&own).chain(&kept).any(|other| other.span.overlaps(people.span))
    });
    let mut all: Vec<Proposal> = civilians.collect();
    let offices = offices.into_iter().filter(|office| !anonymous.iter().any(|other| other.span.overlaps(office.span)));
    all.extend(offices);
    all.extend(anonymous);
    all.extend(own);
    all.extend(kept);
    all.sort_by_key(|proposal| (proposal.span.start, std::cmp::Reverse(proposal.span.end)));
    all
}

/// Whether a name of a pack is only part of a longer one: `Russia` in `Bank of Russia`; a person or group is not.
fn gives_way(known: &Proposal, longer: &Proposal, packs: &[&Pack]) -> bool {
    let Who::Pack(pack, actor) = known.who else { return true };
    let Some(actor) = packs.get(pack).and_then(|pack| pack.actors.get(actor)) else { return true };
    match longer.who {
        Who::Person(_) => actor.kind != ActorKind::Person,
        _ => actor.kind == ActorKind::State || longer.span.len() > known.span.len() + 3,
    }
}
