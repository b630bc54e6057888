//! Who speaks of a mention, for which side, as what kind of source, and what they say of it.

use super::{
    CLAIM, Made, PLAN, count,
    scene::{Scene, is_among},
    when,
};
use crate::{
    incidents::{
        mention::{Cited, Class, Mention, Stance, Voice},
        rules::Rules,
    },
    report::{Actor, Report, Statement, day},
};
use fogline::packs::SideRole;

/// What a statement tells of.
#[derive(Clone, Copy)]
pub(super) struct Told<'e> {
    /// Family of the event.
    pub(super) family: &'e str,
    /// Whether it is told as not having been.
    pub(super) negative: bool,
    /// Whether somebody is said to have done it.
    pub(super) by_someone: bool,
    /// Whether it stands beside what the statement announces, as known: "announced the withdrawal of troops massed there".
    pub(super) beside: bool,
}

impl<'e> Told<'e> {
    /// Of an event of a family that somebody is said to have done.
    pub(super) fn of(family: &'e str) -> Self {
        Self { family, negative: false, by_someone: true, beside: false }
    }
}

/// A statement as the voice of a mention.
pub(super) fn of(scene: &Scene<'_>, statement: &Statement, told: Told<'_>) -> Voice {
    let report = scene.report;
    let speaker = statement.speaker.actor.as_deref().and_then(|id| report.actor(id));
    let author = statement.speaker.resolution == "author";
    let (side, class) = (side(scene, statement, speaker), class(scene, statement));
    let through = through(scene, statement, side.as_deref());
    // What an opponent says that a party has said, that party has not said here.
    let stance = match stance(statement, told, class) {
        Stance::Asserts | Stance::Denies | Stance::Doubts if class == Class::Party && through.is_some() => {
            Stance::Comments
        }
        stance => stance,
    };
    Voice {
        statement: statement.id.clone(),
        speaker: speaker.filter(|_| !author).and_then(|actor| scene.party(&actor.id)),
        resolution: statement.speaker.resolution.clone(),
        side,
        act: statement.speech_act.clone(),
        factuality: statement.factuality.clone(),
        evidential: statement.evidential.clone(),
        relayed: relayed(report, statement),
        through,
        chain: statement.chain.clone(),
        tells: true,
        accused: scene.parties(&statement.accused),
        class,
        stance,
        words: statement.content.iter().map(cited).collect(),
        said: statement
            .said
            .end
            .as_deref()
            .or(statement.said.start.as_deref())
            .or(report.document.published.as_deref())
            .and_then(day)
            .map(when::number),
        labels: statement.labels.iter().map(|label| label.neutral.clone()).collect(),
        reviewed: statement.reviewed,
    }
}

fn cited(span: &crate::report::Span) -> Cited {
    Cited { start: span.start, end: span.end, exact: span.exact.clone() }
}

/// Whether somebody stands between the speaker and the outlet.
fn relayed(report: &Report, statement: &Statement) -> bool {
    let parent = statement.parent.as_deref().and_then(|id| report.statement(id));
    parent
        .is_some_and(|parent| parent.speaker.actor != statement.speaker.actor && parent.speaker.resolution != "author")
}

/// The side of the party that passes a statement on, if it is not of the speaker's bloc.
fn through(scene: &Scene<'_>, statement: &Statement, side: Option<&str>) -> Option<String> {
    let own = side.map(|side| scene.sides.bloc(side));
    let mut parent = statement.parent.as_deref().and_then(|id| scene.report.statement(id));
    // Statements that would hold each other are read from outside.
    for _ in 0..scene.report.statements.len() {
        let outer = parent?;
        let passing = outer.side.as_ref().filter(|_| outer.speaker.resolution != "author");
        let party = passing.filter(|side| scene.sides.role(side) == SideRole::Party);
        if let Some(side) = party.filter(|side| own != Some(scene.sides.bloc(side))) {
            return Some(side.clone());
        }
        parent = outer.parent.as_deref().and_then(|id| scene.report.statement(id));
    }
    None
}

/// The side that a statement counts for. An outlet's own voice counts for the side that runs or funds it; a monitor's bulletin
/// for the monitors.
fn side(scene: &Scene<'_>, statement: &Statement, speaker: Option<&Actor>) -> Option<String> {
    if statement.speaker.resolution == "author" {
        let document = &scene.report.document;
        let owned = matches!(
            document.outlet_kind.as_deref(),
            Some("state_media" | "party_channel" | "official_channel" | "monitor_bulletin" | "ngo")
        );
        return document.side.clone().filter(|_| owned).or_else(|| scene.sides.of_role(SideRole::Media));
    }
    let observes = |actor: &&Actor| matches!(actor.kind.as_str(), "monitoring_mission" | "international_org");
    own_side(scene, statement).or_else(|| speaker.filter(observes).and_then(|actor| actor.side.clone()))
}

/// The side of who speaks. Whom a party's own outlet calls ours is on its side: "our office at the commission reports".
fn own_side(scene: &Scene<'_>, statement: &Statement) -> Option<String> {
    let document = &scene.report.document;
    let first = statement.speaker.span.as_ref().and_then(|span| span.exact.split_whitespace().next());
    let ours = statement.parent.is_none()
        && matches!(document.outlet_kind.as_deref(), Some("state_media" | "party_channel" | "official_channel"))
        && first.is_some_and(|word| is_among(&scene.words.ours, word));
    document.side.clone().filter(|_| ours).or_else(|| statement.side.clone())
}

/// What the speaker of a statement is as a source.
pub(super) fn class(scene: &Scene<'_>, statement: &Statement) -> Class {
    let rules = Rules::bundled();
    let saw = statement.evidential.as_ref().is_some_and(|level| rules.evidence.observed.contains(level));
    if statement.speaker.resolution == "author" {
        return match scene.report.document.outlet_kind.as_deref() {
            Some("monitor_bulletin") => Class::Monitor,
            Some("state_media" | "party_channel" | "official_channel") => Class::PartyMedia,
            Some("ngo") => Class::Observer,
            Some("social_account" | "aggregator") => Class::Unknown,
            _ if saw => Class::Eyewitness,
            _ => Class::Outlet,
        };
    }
    let speaker = statement.speaker.actor.as_deref().and_then(|id| scene.report.actor(id));
    let Some(actor) = speaker else { return Class::Unknown };
    let side = own_side(scene, statement);
    let serves = |sector: &str| actor.plover.sectors.iter().any(|own| own == sector);
    match actor.kind.as_str() {
        "monitoring_mission" if relayed(scene.report, statement) => Class::MonitorSecondHand,
        "monitoring_mission" => Class::Monitor,
        "civilians" if serves("MED") => Class::Service,
        "civilians" => Class::Eyewitness,
        // Medics who come from outside are no service of the place.
        "international_org" => match side.as_deref().or(actor.side.as_deref()).map(|side| scene.sides.role(side)) {
            Some(SideRole::Party) => Class::Party,
            _ => Class::Observer,
        },
        _ if rules.evidence.services.iter().any(|sector| serves(sector)) => Class::Service,
        "outlet" if saw => Class::Eyewitness,
        "outlet" => Class::Outlet,
        _ => match side.as_deref().map(|side| scene.sides.role(side)) {
            Some(SideRole::Party) => Class::Party,
            Some(SideRole::Observer) => Class::Observer,
            Some(SideRole::Media) => Class::Outlet,
            _ => Class::Unknown,
        },
    }
}

/// What a statement says of an event: by its act, whether the event is told as not having been, and how certain it is.
fn stance(statement: &Statement, told: Told<'_>, class: Class) -> Stance {
    let against = statement.factuality.as_deref().is_some_and(|value| value.ends_with('-'));
    if statement.retracted {
        return Stance::Retracts;
    }
    match statement.speech_act.as_str() {
        "deny" => Stance::Denies,
        "doubt" => Stance::Doubts,
        "retract" => Stance::Retracts,
        "decline_comment" => Stance::Declines,
        "warn" | "threaten" if told.family != PLAN => Stance::Comments,
        "comment" | "appeal" => Stance::Comments,
        "announce" if told.beside => Stance::Comments,
        // "called the vote a violation": it judges what it takes as done.
        "accuse" if statement.accused.is_empty() && !told.by_someone && told.family != CLAIM => Stance::Comments,
        // "no plans to sign" is about what is to come.
        "state_intent" | "promise" | "offer" | "announce" if told.negative && told.family != PLAN => Stance::Comments,
        // Who records what it sees says that it has not seen it, and not that it was not.
        _ if (told.negative || against) && matches!(class, Class::Monitor | Class::MonitorSecondHand) => {
            Stance::Comments
        }
        _ if told.negative || against => Stance::Denies,
        _ => Stance::Asserts,
    }
}

/// What a label says of something told just before ("that explosion a provocation") is an answer to it, and no claim of its own.
pub(super) fn characterise<'r>(scene: &Scene<'r>, made: &mut Vec<Made>, silent: &mut Vec<&'r Statement>) {
    let placed = |family: &str| Rules::bundled().family_of(family).is_some_and(|family| family.placed);
    let told: Vec<(usize, String)> =
        made.iter().filter(|one| placed(&one.mention.family)).map(|one| (one.at, one.mention.event.clone())).collect();
    made.retain(|one| {
        let own = one.mention.voices.first().and_then(|voice| scene.report.statement(&voice.statement));
        let Some(statement) = own.filter(|_| one.mention.family == CLAIM) else { return true };
        let known = told.iter().any(|(_, event)| statement.events.contains(event));
        let first = statement.content.first();
        let refers = first.and_then(|span| span.exact.split_whitespace().next());
        let refers = refers.is_some_and(|word| is_among(&scene.words.definite, word));
        let near = told.iter().any(|(at, _)| *at < one.at && scene.sentence_number(*at) + 2 >= one.sentence);
        let answers = !known && refers && near;
        if answers && !silent.iter().any(|other| other.id == statement.id) {
            silent.push(statement);
        }
        !known && !answers
    });
}

/// Gives statements that tell of no event to the mention that they answer: the one whose statement they name, else the last
/// one told before, of which they speak as of what someone has said, or go on to speak in the same breath.
pub(super) fn answers(scene: &Scene<'_>, silent: &[&Statement], made: &mut [Made]) {
    for statement in silent {
        let Some(at) = statement.content.first().map(|span| span.start) else { continue };
        let named = |one: &Made| {
            one.mention
                .voices
                .iter()
                .any(|voice| statement.targets.iter().any(|target| target.statement.as_ref() == Some(&voice.statement)))
        };
        let told = made.iter().any(|one| one.mention.voices.iter().any(|voice| voice.statement == statement.id));
        let target = made.iter().position(named);
        // Who owns to one deed can tell of another in the same words: "called it a response to the raid".
        if told && (target.is_none() || statement.speech_act != "acknowledge") {
            continue;
        }
        let target = target.or_else(|| last_before(scene, statement, at, made));
        let Some(one) = target.and_then(|number| made.get_mut(number)) else { continue };
        if one.mention.voices.iter().any(|voice| voice.statement == statement.id) {
            continue;
        }
        let told = Told::of(&one.mention.family);
        let mut voice = Voice { tells: false, ..of(scene, statement, told) };
        let owns = statement.speech_act == "acknowledge";
        let silent = statement.accused.is_empty() && !owns && !same_speaker(&one.mention, statement);
        if voice.stance == Stance::Asserts && silent {
            voice.stance = Stance::Comments;
        }
        one.mention.voices.push(voice);
    }
}

/// Whether the speaker of a statement is one who tells of a mention, and does not only answer.
fn same_speaker(mention: &Mention, statement: &Statement) -> bool {
    let telling = mention.voices.iter().filter(|voice| voice.tells);
    telling.into_iter().any(|voice| voice.speaker.as_ref().map(|one| &one.id) == statement.speaker.actor.as_ref())
}

/// The last mention told before a statement that can be what it answers or goes on with.
fn last_before(scene: &Scene<'_>, statement: &Statement, at: usize, made: &[Made]) -> Option<usize> {
    let answers = matches!(
        statement.speech_act.as_str(),
        "deny" | "doubt" | "confirm" | "acknowledge" | "retract" | "decline_comment" | "comment" | "accuse"
    );
    let words: String = statement.content.iter().map(|span| span.exact.as_str()).collect::<Vec<_>>().join(" ");
    let refers = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .any(|word| is_among(&scene.words.claims, word));
    let first = statement.content.first().and_then(|span| span.exact.split_whitespace().next());
    let known = first.is_some_and(|word| is_among(&scene.words.definite, word));
    let refers = refers || known || names_only(scene, statement);
    let number = scene.sentence_number(at);
    let near = |one: &Made, reach: usize| {
        one.at < at + 1 && one.sentence <= number && one.sentence + reach >= number && (one.kept || !one.bare)
    };
    let goes_on = |one: &Made| Rules::bundled().family_of(&one.mention.family).is_some_and(|family| family.placed);
    // Who goes on speaks of the same only where the words point back or give a figure.
    let figure = scene
        .report
        .quantities
        .iter()
        .filter_map(|one| one.span.as_ref())
        .any(|figure| statement.content.iter().any(|span| span.start <= figure.start && figure.end <= span.end));
    let points_back = || {
        let mut all = words.split(|c: char| !c.is_alphanumeric());
        all.any(|word| is_among(&scene.words.definite, word))
    };
    // Whoever accuses in the same breath accuses of what they have just told: "was shelled, they said, accusing Norland".
    let in_one_breath =
        |one: &Made| statement.speech_act == "accuse" && !statement.accused.is_empty() && one.sentence == number;
    let spoken = made.iter().rposition(|one| {
        near(one, 1)
            && same_speaker(&one.mention, statement)
            && goes_on(one)
            && (figure || points_back() || in_one_breath(one))
    });
    // An answer is to what somebody else has said last.
    let told = || {
        let before = scene.report.statements.iter().filter(|one| {
            one.speaker.actor != statement.speaker.actor
                && one.content.first().is_some_and(|span| span.start < at)
                && one.id != statement.id
        });
        let last = before.max_by_key(|one| one.content.first().map(|span| span.start))?;
        made.iter().rposition(|one| near(one, 3) && one.mention.voices.iter().any(|voice| voice.statement == last.id))
    };
    match (answers && refers, spoken) {
        (_, Some(number)) if made.get(number).is_some_and(in_one_breath) => Some(number),
        (true, _) => told(),
        (false, Some(number)) => Some(number),
        (false, None) => None,
    }
}

/// Whether an accusation says whom it is against and not of what: "Kyiv accused the rebels in its turn".
fn names_only(scene: &Scene<'_>, statement: &Statement) -> bool {
    const MORE: usize = 4;
    let mentions = || {
        let accused = statement.accused.iter().filter_map(|id| scene.report.actor(id));
        accused.flat_map(|actor| &actor.mentions)
    };
    let words = |text: &str| text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
    let (mut all, mut named) = (0, 0);
    for span in &statement.content {
        all += words(&span.exact);
        named += mentions()
            .filter(|one| span.start <= one.start && one.end <= span.end)
            .map(|one| words(&one.exact))
            .max()
            .unwrap_or(0);
    }
    named > 0 && all <= named + MORE
}

/// Figures of harm in what is said of a mention that belong to no event: they are told of it.
pub(super) fn figures(scene: &Scene<'_>, made: &mut [Made]) {
    let of_events: Vec<&String> = scene.report.events.iter().flat_map(|event| &event.quantities).collect();
    for quantity in &scene.report.quantities {
        let hurt =
            matches!(quantity.kind.as_str(), "killed" | "injured" | "missing" | "detained" | "displaced" | "troops");
        let Some(span) = quantity.span.as_ref().filter(|_| hurt && !of_events.contains(&&quantity.id)) else {
            continue;
        };
        let holds = |one: &Made| {
            let words = one.mention.voices.iter().flat_map(|voice| &voice.words);
            words.into_iter().any(|words| words.start <= span.start && span.end <= words.end)
        };
        let Some(one) = made.iter_mut().find(|one| holds(one)) else { continue };
        one.mention.counts.extend(count(scene, &quantity.id));
    }
}
