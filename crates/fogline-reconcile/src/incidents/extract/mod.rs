//! From one report to the mentions in it: what incidents are made of. Pure; each report by itself.
//!
//! `scene.rs` finds what stands where in the text, `place.rs` and `when.rs` settle where and when an event was that does
//! not tell it itself, `voice.rs` who speaks for which side, `chains.rs` which mentions of the report tell of the same.

mod chains;
mod place;
mod scene;
mod voice;
mod when;

use crate::{
    report::{Event, Report, Span, Statement},
    sides::Sides,
};

use super::{
    mention::{Class, Count, Level, Mention, Party, Source, Voice},
    rules::Rules,
    stems::{Stem, stems},
};
use scene::Scene;

pub(super) use chains::{apart_on_clock, overlap};

/// Family of violence that is said to be planned.
pub(crate) const PLAN: &str = "plan";
/// Family of what a label alleges.
pub(crate) const CLAIM: &str = "claim";

/// The mentions of a report, in the order of its text. `origin` names the report that its text goes back to.
pub fn mentions(report: &Report, sides: &Sides, origin: &str) -> Vec<Mention> {
    let scene = Scene::new(report, sides);
    let source = source(report, origin);
    let mut made: Vec<Made> = Vec::new();
    for event in &report.events {
        if let Some(one) = of_event(&scene, &source, event) {
            made.push(one);
        }
    }
    let told: Vec<&str> = made.iter().flat_map(|one| one.mention.voices.iter().map(|v| v.statement.as_str())).collect();
    let silent = |one: &&Statement| !told.contains(&one.id.as_str());
    let mut silent: Vec<&Statement> = report.statements.iter().filter(silent).collect();
    made.extend(silent.iter().filter_map(|statement| of_label(&scene, &source, statement)));
    made.sort_by_key(|one| (one.at, one.mention.event.len(), one.mention.event.clone()));
    voice::characterise(&scene, &mut made, &mut silent);
    place::take_over(&scene, &mut made);
    when::take_over(&scene, &mut made);
    chains::chain(&mut made);
    chains::settle(&mut made);
    let owns = |one: &&Statement| {
        one.speech_act == "acknowledge" && !one.targets.is_empty() && !silent.iter().any(|other| other.id == one.id)
    };
    let owning: Vec<&Statement> = report.statements.iter().filter(owns).collect();
    silent.extend(owning);
    voice::answers(&scene, &silent, &mut made);
    voice::figures(&scene, &mut made);
    made.retain(|one| !one.bare || one.mention.voices.iter().any(|_| one.kept));
    made.into_iter().map(|one| one.mention).collect()
}

/// A statement as a voice on an event of a family, apart from any mention.
pub fn voice(report: &Report, sides: &Sides, statement: &Statement, family: &str) -> Voice {
    voice::of(&Scene::new(report, sides), statement, voice::Told::of(family))
}

/// What the speaker of each statement is as a source, in the order of the statements.
pub fn classes(report: &Report, sides: &Sides) -> Vec<Class> {
    let scene = Scene::new(report, sides);
    report.statements.iter().map(|one| voice::class(&scene, one)).collect()
}

/// Whether monitors speak in a report, by themselves, through others, or as who publishes it.
pub fn has_monitors(report: &Report, sides: &Sides) -> bool {
    let bulletin = report.document.outlet_kind.as_deref() == Some("monitor_bulletin");
    let monitors = |class: Class| matches!(class, Class::Monitor | Class::MonitorSecondHand);
    !report.statements.is_empty() && (bulletin || classes(report, sides).into_iter().any(monitors))
}

/// A mention in the making.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own about its words")]
struct Made {
    mention: Mention,
    /// Where its words stand, in code points.
    at: usize,
    /// Where they end.
    end: usize,
    /// The number of the sentence that holds them.
    sentence: usize,
    /// Whether it has no PLOVER type, so that only what is beside it tells what it is of.
    bare: bool,
    /// Whether something beside it does.
    kept: bool,
    /// Whether its words say that it is known from before: "the blast".
    definite: bool,
    /// Whether they say so of whom it befell: "executed him".
    befell_known: bool,
}

fn source(report: &Report, origin: &str) -> Source {
    let document = &report.document;
    Source {
        id: document.id.clone(),
        reference: document.reference.clone(),
        outlet: document.outlet.clone(),
        outlet_kind: document.outlet_kind.clone(),
        side: document.side.clone(),
        published: document.published.clone(),
        at: document.published.as_deref().and_then(crate::report::seconds).unwrap_or(i64::MAX),
        lang: document.lang.clone(),
        origin: origin.to_owned(),
        mission: mission(report),
    }
}

/// The mission that speaks in a bulletin of monitors: the one that is named most.
fn mission(report: &Report) -> Option<String> {
    let missions = report.actors.iter().filter(|actor| actor.kind == "monitoring_mission");
    let own = missions.filter(|_| report.document.outlet_kind.as_deref() == Some("monitor_bulletin"));
    own.max_by_key(|actor| (actor.mentions.len(), std::cmp::Reverse(&actor.id))).map(|actor| actor.name.clone())
}

/// Whose deed a side denies as that of its own are on it: "the Front denied that its fighters had fired". Of what it says of
/// others their own are told: "the Front said that the army had brought up its guns".
fn own(actors: &mut [Party], told: &[&Statement], scene: &Scene<'_>) {
    let mut sides = told.iter().map(|one| one.side.as_ref());
    let Some(side) = sides.next().flatten().filter(|side| sides.all(|other| other == Some(*side))) else { return };
    if told.iter().any(|one| one.speech_act != "deny") {
        return;
    }
    for actor in actors.iter_mut().filter(|actor| actor.side.is_none() && actor.kind == "unknown") {
        let first = actor.name.split(' ').next().unwrap_or_default().to_lowercase();
        if scene.words.own.contains(&first) {
            actor.side = Some(side.clone());
        }
    }
}

fn of_event(scene: &Scene<'_>, source: &Source, event: &Event) -> Option<Made> {
    let rules = Rules::bundled();
    let told: Vec<&Statement> = scene.telling(event).collect();
    let label = told.iter().find_map(|one| scene.alleging(one, Some(&event.trigger)));
    let happened = matches!(event.modality.as_str(), "actual" | "attempted");
    let family = match (&label, rules.family(event.kind.as_deref(), &event.modes)) {
        (Some(_), _) => CLAIM,
        (None, Some(family)) if happened || family.planned => &family.id,
        (None, Some(_)) if event.kind.as_ref().is_some_and(|kind| rules.plan.kinds.contains(kind)) => {
            if event.modality == "requested" {
                return None;
            }
            PLAN
        }
        _ => return None,
    };
    let mut mention = Mention {
        source: source.clone(),
        event: event.id.clone(),
        family: family.to_owned(),
        kind: event.kind.clone(),
        modes: event.modes.clone(),
        trigger: event.trigger.exact.clone(),
        label,
        negative: event.polarity == "negative",
        modality: event.modality.clone(),
        actor: scene.parties(&event.actor),
        recipient: scene.parties(&event.recipient),
        object: event.object_struck.clone(),
        weapon: event.weapon.clone().filter(|weapon| weapon != "unknown"),
        place: place::of(scene, event.place.as_deref()),
        window: when::of(scene, event),
        counts: event.quantities.iter().filter_map(|id| count(scene, id)).collect(),
        ..Mention::default()
    };
    // Harm that is only feared, or would have been, has not been.
    mention.counts.retain(|count| family != PLAN || !is_harm(&count.kind));
    own(&mut mention.actor, &told, scene);
    mention.stems = scene.stems_around(&event.trigger, &told);
    mention.context = scene.context(event.trigger.start);
    // "No casualties", "nobody was hurt": a figure of none, and no denial of what happened.
    let none = !mention.counts.is_empty() && mention.counts.iter().all(|count| count.best == Some(0.0));
    let harm = event.kind.is_none() && mention.label.is_none() || none;
    mention.negative &= !harm;
    // A tally is of an area, where no village is told.
    let tally = |count: &Count| matches!(count.kind.as_str(), "incidents" | "explosions");
    if mention.place.level == Level::Unplaced && mention.counts.iter().any(tally) {
        mention.place.level = Level::Area;
    }
    let of = |statement: &Statement| voice::Told {
        family,
        negative: mention.negative,
        by_someone: !mention.actor.is_empty(),
        beside: happened && announces(scene.report, statement),
    };
    mention.voices = told.iter().map(|one| voice::of(scene, one, of(one))).collect();
    Some(Made {
        at: event.trigger.start,
        end: event.trigger.end,
        sentence: scene.sentence_number(event.trigger.start),
        bare: harm,
        kept: false,
        definite: scene.is_definite(&event.trigger),
        befell_known: scene.befell_known(&event.trigger),
        mention,
    })
}

/// Whether a statement tells of something that is still to come.
fn announces(report: &Report, statement: &Statement) -> bool {
    let events = statement.events.iter().filter_map(|id| report.event(id));
    events.into_iter().any(|event| matches!(event.modality.as_str(), "announced" | "promised" | "intended"))
}

/// What a statement without any event alleges by a label in it.
fn of_label(scene: &Scene<'_>, source: &Source, statement: &Statement) -> Option<Made> {
    let label = scene.alleging(statement, None)?;
    let at = statement.labels.iter().find(|one| one.neutral == label).map(|one| one.span.clone())?;
    let mention = Mention {
        source: source.clone(),
        event: statement.id.clone(),
        family: CLAIM.to_owned(),
        trigger: at.exact.clone(),
        label: Some(label),
        modality: "actual".to_owned(),
        actor: scene.parties(&statement.accused),
        window: when::unknown(scene),
        stems: scene.stems_around(&at, &[statement]),
        context: scene.context(at.start),
        voices: vec![voice::of(scene, statement, voice::Told::of(CLAIM))],
        ..Mention::default()
    };
    Some(Made {
        mention,
        at: at.start,
        end: at.end,
        sentence: scene.sentence_number(at.start),
        bare: false,
        kept: true,
        definite: scene.is_definite(&at),
        befell_known: false,
    })
}

/// Whether a figure of a kind counts people who came to harm.
fn is_harm(kind: &str) -> bool {
    matches!(kind, "killed" | "injured" | "missing" | "detained" | "displaced")
}

fn count(scene: &Scene<'_>, id: &str) -> Option<Count> {
    let quantity = scene.report.quantities.iter().find(|one| one.id == id)?;
    let span = quantity.span.as_ref()?;
    Some(Count {
        kind: quantity.kind.clone(),
        low: quantity.low,
        best: quantity.best,
        high: quantity.high,
        unit: quantity.unit.clone(),
        victims: quantity.victims.clone(),
        exact: span.exact.clone(),
        replaced: scene.is_replaced(span),
    })
}

impl Scene<'_> {
    fn parties(&self, ids: &[String]) -> Vec<Party> {
        ids.iter().filter_map(|id| self.party(id)).collect()
    }

    /// An actor as a party.
    fn party(&self, id: &str) -> Option<Party> {
        let actor = self.report.actor(id)?;
        Some(Party {
            id: actor.id.clone(),
            name: actor.name.clone(),
            kind: actor.kind.clone(),
            side: actor.side.clone(),
        })
    }

    /// The label by which a statement alleges something; with the word of an event, only one that holds that word.
    fn alleging(&self, statement: &Statement, word: Option<&Span>) -> Option<String> {
        let holds = |label: &Span| {
            word.is_none_or(|word| {
                label.start <= word.start && word.end <= label.end + 1
                    || word.start <= label.start && label.end <= word.end
            })
        };
        statement
            .labels
            .iter()
            .find(|label| self.sides.alleges(&label.neutral) && holds(&label.span))
            .map(|label| label.neutral.clone())
    }

    /// The stems of the paragraphs around, and of the headline.
    fn context(&self, at: usize) -> Vec<Stem> {
        let mut all = stems(self.around(at));
        all.extend(stems(self.report.document.title.as_deref().unwrap_or_default()));
        all.into_iter().collect()
    }

    fn stems_around(&self, word: &Span, told: &[&Statement]) -> Vec<Stem> {
        let mut all = stems(self.sentence(word.start));
        for span in told.iter().flat_map(|one| &one.content) {
            all.extend(stems(&span.exact));
        }
        if self.first_sentences(word.start) {
            all.extend(stems(self.report.document.title.as_deref().unwrap_or_default()));
        }
        all.into_iter().collect()
    }
}
