//! From a report to its items. The words of the report are looked at here only.

use std::collections::BTreeMap;

use fogline::packs::Pack;

use super::{
    deadline::deadline,
    deeds::{deeds, party, spot},
    item::{Answer, Channel, Count, Deed, Interval, Item, LabelUse, Party, Speaker, Stance, Warned},
    stretch::Own,
    themes::Lexicon,
};
use crate::{
    report::{Citation, Report, Sentence, Statement, seconds},
    sides::Sides,
};

/// Acts that matter by themselves.
const ACTS: [&str; 11] = [
    "promise",
    "offer",
    "announce",
    "state_intent",
    "deny",
    "accuse",
    "doubt",
    "confirm",
    "acknowledge",
    "decline_comment",
    "warn",
];

/// How many statements before a denial without a target what it answers is looked for.
const REACH: usize = 2;

/// Takes items from reports with what packs know of sides and labels.
#[derive(Debug, Clone, Default)]
pub struct Extractor {
    sides: Sides,
    /// Sides that use a label, by its neutral counterpart.
    users: BTreeMap<String, Vec<String>>,
}

impl Extractor {
    /// One for the conflicts of these packs.
    pub fn new(packs: &[Pack]) -> Self {
        let mut users: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for label in packs.iter().flat_map(|pack| &pack.labels) {
            users.entry(label.neutral.clone()).or_default().extend(label.used_by.iter().cloned());
        }
        Self { sides: Sides::new(packs), users }
    }

    /// The items of a report, in the order of its statements. Statements that bear on nothing here give none.
    pub fn items(&self, report: &Report) -> Vec<Item> {
        let mut items: Vec<Item> = report.statements.iter().map(|statement| self.item(report, statement)).collect();
        inherit(&mut items);
        items.retain(|item| {
            !item.deeds.is_empty()
                || !item.labels.is_empty()
                || !item.counts.is_empty()
                || !item.accused.is_empty()
                || ACTS.contains(&item.act.as_str())
        });
        items
    }

    fn item(&self, report: &Report, statement: &Statement) -> Item {
        let own = Own::new(report, statement);
        let lang = language(report, statement);
        let lexicon = Lexicon::of(lang);
        let deeds = deeds(report, statement, &own, lexicon);
        let any = |phrases: fn(&Lexicon) -> &super::words::Phrases| {
            lexicon.is_some_and(|lexicon| phrases(lexicon).any(&own.words))
        };
        let ahead = |deed: &Deed| matches!(deed.modality.as_str(), "promised" | "announced" | "intended" | "future");
        let coming = any(|lexicon| &lexicon.coming) || deeds.iter().any(ahead);
        let speaks = &statement.speaker;
        let author = speaks.resolution == "author";
        let mut speaker = speaks.actor.as_deref().map(|id| party(report, id)).unwrap_or_default();
        // What several say together has no one side, but each of them has.
        if author || statement.cosources.is_empty() {
            speaker.side.clone_from(if author { &report.document.side } else { &statement.side });
        }
        let near = deeds.first().and_then(|deed| {
            let trigger = deed.event.as_deref().and_then(|id| report.event(id)).map(|event| event.trigger.start);
            trigger.or_else(|| own.words.first().map(|word| word.start))
        });
        Item {
            citation: Citation { document: report.document.reference.clone(), statement: statement.id.clone() },
            order: statement.order,
            lang: lang.map(str::to_owned),
            channel: Channel {
                outlet: report.document.outlet.clone(),
                kind: report.document.outlet_kind.clone(),
                medium: statement.medium.clone(),
            },
            published: report.document.published.clone(),
            moment: [&report.document.published, &statement.said.end, &statement.said.start]
                .into_iter()
                .find_map(|text| text.as_deref().and_then(seconds)),
            said: Interval { start: statement.said.start.clone(), end: statement.said.end.clone() },
            speaker: Speaker { party: speaker, anonymous: speaks.anonymous, author },
            with: statement.cosources.iter().map(|id| party(report, id)).collect(),
            act: statement.speech_act.clone(),
            sides: report.actors.iter().filter_map(|actor| actor.side.clone()).collect(),
            conflicts: self.sides.conflicts_of(report),
            exact: statement.content.iter().map(|span| span.exact.clone()).collect(),
            addressee: statement.addressee.as_deref().map(|id| party(report, id)),
            accused: statement.accused.iter().map(|id| party(report, id)).collect(),
            distance: statement.author_distance.clone(),
            deadline: coming.then(|| deadline(report, statement, &own, lexicon, near)).flatten(),
            coming,
            willing: any(|lexicon| &lexicon.willing),
            extending: any(|lexicon| &lexicon.extending),
            labels: self.labels(statement, &own, lexicon, author),
            counts: counts(report, statement, &own),
            warning: warned(report, statement, &own, &deeds),
            answers: self.answers(report, statement),
            deeds,
        }
    }

    /// How a statement stands to the labels in it.
    fn labels(&self, statement: &Statement, own: &Own, lexicon: Option<&Lexicon>, author: bool) -> Vec<LabelUse> {
        let turned_down = matches!(statement.speech_act.as_str(), "deny" | "doubt");
        // A verb of mere saying leaves it to the content what is denied.
        let plain = statement.why.iter().any(|rule| rule == "cue.verb.say");
        let whole = Own::whole(statement);
        let side = statement.side.as_ref();
        let within = statement.labels.iter().filter(|label| own.holds(&label.span) || turned_down);
        within
            .map(|label| {
                let negated =
                    lexicon.is_some_and(|lexicon| lexicon.negated(&whole.words, whole.word_at(label.span.start)));
                let quoted = statement.quotes.contains(&label.span);
                let kept_off = match statement.author_distance.as_deref() {
                    Some("scare_quotes") => quoted,
                    Some("so_called") => true,
                    _ => false,
                };
                let users = self.users.get(&label.neutral).map(Vec::as_slice).unwrap_or_default();
                let foreign = author || (!users.is_empty() && side.is_some_and(|side| !users.contains(side)));
                let (stance, rule) = match () {
                    () if turned_down && !plain => (Stance::Rejects, "label.denied"),
                    () if negated => (Stance::Rejects, "label.negated"),
                    () if kept_off && foreign => (Stance::Distances, "label.distance"),
                    () => (Stance::Uses, "label.used"),
                };
                LabelUse {
                    label: label.neutral.clone(),
                    word: label.span.exact.clone(),
                    stance,
                    why: vec![rule.to_owned()],
                }
            })
            .collect()
    }

    /// What a statement answers: as the reading says, else the nearest earlier statement of another bloc.
    fn answers(&self, report: &Report, statement: &Statement) -> Vec<Answer> {
        let named = statement.targets.iter().filter_map(|target| {
            let answered = target.statement.clone()?;
            Some(Answer { relation: target.relation.clone(), statement: answered, inferred: false })
        });
        let mut found: Vec<Answer> = named.collect();
        let relation = match statement.speech_act.as_str() {
            "deny" => "denies",
            "doubt" => "doubts",
            _ => return found,
        };
        if found.is_empty() {
            let before = report.statements.iter().filter(|one| {
                one.order < statement.order
                    && statement.order - one.order <= REACH
                    && one.parent.as_ref() != Some(&statement.id)
            });
            let other = before.filter(|one| match (&one.side, &statement.side) {
                (Some(one), Some(own)) => !self.sides.together(one, own),
                _ => false,
            });
            if let Some(one) = other.max_by_key(|one| one.order) {
                found.push(Answer { relation: relation.to_owned(), statement: one.id.clone(), inferred: true });
            }
        }
        found
    }
}

/// A denial or doubt without words of its own for what it turns down turns down what it answers.
fn inherit(items: &mut [Item]) {
    let all: BTreeMap<String, (Vec<Deed>, Vec<LabelUse>)> =
        items.iter().map(|item| (item.citation.statement.clone(), (item.deeds.clone(), item.labels.clone()))).collect();
    for item in items.iter_mut().filter(|item| matches!(item.act.as_str(), "deny" | "doubt")) {
        if !item.deeds.is_empty() || !item.labels.is_empty() {
            continue;
        }
        for (deeds, labels) in item.answers.iter().filter_map(|answer| all.get(&answer.statement)) {
            item.deeds.extend(deeds.iter().cloned().map(|mut deed| {
                deed.negative = !deed.negative;
                deed.why.push("deed.answered".to_owned());
                deed
            }));
            // A word for someone is no claim; one for what was done is.
            let claimed = |label: &&LabelUse| {
                label.stance == Stance::Uses
                    && deeds.iter().any(|deed| deed.words.to_lowercase().contains(&label.word.to_lowercase()))
            };
            let used = labels.iter().filter(claimed).cloned();
            item.labels.extend(used.map(|mut label| {
                label.stance = Stance::Rejects;
                label.why = vec!["label.answered".to_owned()];
                label
            }));
        }
    }
}

/// The language of the sentence in which a statement's content begins.
fn language<'r>(report: &'r Report, statement: &Statement) -> Option<&'r str> {
    let at = statement.content.first().map_or(0, |span| span.start);
    let within = |sentence: &&Sentence| sentence.start <= at && at < sentence.end;
    let sentence = report.document.sentences.iter().find(within);
    sentence.and_then(|sentence| sentence.lang.as_deref()).or(report.document.lang.as_deref())
}

fn counts(report: &Report, statement: &Statement, own: &Own) -> Vec<Count> {
    let within = report.quantities.iter().filter(|one| one.span.as_ref().is_some_and(|span| own.holds(span)));
    within
        .map(|quantity| {
            let events = statement.events.iter().filter_map(|id| report.event(id));
            let event = events.into_iter().find(|event| event.quantities.contains(&quantity.id));
            let place = event.and_then(|event| event.place.as_deref()).and_then(|id| report.place(id));
            let day = event.and_then(|event| report.time_of(event).0).and_then(|start| start.get(..10));
            Count {
                id: quantity.id.clone(),
                kind: quantity.kind.clone(),
                low: quantity.low,
                best: quantity.best,
                high: quantity.high,
                bound: quantity.bound.clone(),
                unit: quantity.unit.clone(),
                exact: quantity.span.as_ref().map(|span| span.exact.clone()).unwrap_or_default(),
                event: event.map(|event| event.id.clone()),
                event_kind: event.and_then(|event| event.kind.clone()),
                place: place.map(spot),
                day: day.map(str::to_owned),
            }
        })
        .collect()
}

fn warned(report: &Report, statement: &Statement, own: &Own, deeds: &[Deed]) -> Option<Warned> {
    if statement.speech_act != "warn" {
        return None;
    }
    let read = statement.warning.clone().unwrap_or_default();
    let mut agents: Vec<Party> = read.agent.iter().chain(&statement.accused).map(|id| party(report, id)).collect();
    agents.sort();
    agents.dedup();
    if agents.is_empty() {
        agents = deeds.iter().filter(|deed| deed.kind.is_some()).flat_map(|deed| deed.doers.iter().cloned()).collect();
    }
    let said = statement.said.end.as_deref().or(report.document.published.as_deref()).and_then(|said| said.get(..10));
    let ends = report.times.iter().filter(|time| time.span.as_ref().is_some_and(|span| own.holds(span)));
    let until =
        ends.filter_map(|time| time.end.clone()).filter(|end| said.is_none_or(|said| end.as_str() >= said)).max();
    let read_harm = read.harm.iter().filter_map(|id| report.event(id));
    let event = read_harm.into_iter().find(|event| event.kind.is_some() && event.polarity != "negative");
    let told = deeds.iter().find(|deed| deed.kind.is_some() && !deed.negative).or(deeds.first());
    let (kind, words, places) = match (event, told) {
        (Some(event), _) => {
            let place = event.place.as_deref().and_then(|id| report.place(id)).map(spot);
            (event.kind.clone(), Some(event.trigger.exact.clone()), place.into_iter().collect())
        }
        (None, Some(deed)) => {
            (deed.kind.clone().or_else(|| deed.theme.clone()), Some(deed.words.clone()), deed.places.clone())
        }
        (None, None) => (None, None, Vec::new()),
    };
    Some(Warned {
        kind,
        words,
        places,
        agents,
        likelihood: read.likelihood.map(|span| span.exact),
        horizon: read.horizon.map(|span| span.exact),
        until,
    })
}
