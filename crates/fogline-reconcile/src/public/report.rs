//! The copy of a report that may leave: no text, words masked, people unnamed, places as coarse as what happened there asks.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Redaction, Tally,
    mask::{Masks, host_of},
    matter::{Facts, precision},
    places::Places,
    policy::{Matter, Policy, Precision},
};
use crate::{
    incidents::{self, Incident, mention::Level},
    report::{Actor, Event, Place, Report, Span, Statement},
};

/// A report on its way out.
pub(super) struct Copy<'r> {
    pub(super) original: &'r Report,
    /// Who is not named, with the id that stands for theirs.
    private: BTreeMap<&'r str, String>,
    /// What is masked where places may be given by settlement, by area, and where quotations of harm keep their own place.
    open: Masks,
    harm: Masks,
    area: Masks,
    as_of: &'r str,
    /// Places that may be given by settlement.
    kept: BTreeSet<&'r str>,
}

impl<'r> Copy<'r> {
    pub(super) fn new(
        original: &'r Report,
        redactions: &[Redaction],
        as_of: &'r str,
        incidents: &[&'r Incident],
        places: &Places<'_>,
    ) -> Self {
        let policy = Policy::bundled();
        let mut private = BTreeMap::new();
        let mut base = Masks::default();
        for one in redactions.iter().filter(|one| one.document == original.document.reference) {
            base.spans.push((one.start, one.end, format!("redacted: {}", crate::visible::visible(&one.reason))));
        }
        base.patterns(&original.document.text);
        for (number, actor) in original.actors.iter().enumerate().filter(|(_, actor)| is_private(actor)) {
            private.insert(actor.id.as_str(), format!("private.{}", number + 1));
            base.name(&actor.name, &policy.persons.name);
            for mention in &actor.mentions {
                base.spans.push((mention.start, mention.end, policy.persons.name.clone()));
                if mention.exact.chars().any(char::is_uppercase) {
                    base.name(&mention.exact, &policy.persons.name);
                }
            }
        }
        let kept = kept(original, incidents);
        let coarse: BTreeSet<&str> = original.events.iter().filter_map(|event| coarse_place(original, event)).collect();
        let (mut open, mut harm, mut area) = (base.clone(), base.clone(), base);
        let text: Vec<char> = original.document.text.chars().collect();
        for place in original.places.iter().filter(|place| !is_area(place)) {
            if !is_spot(original, place, &text, places) {
                if let Some(span) = &place.span {
                    for masks in [&mut open, &mut harm, &mut area] {
                        masks.kept.push((span.start, span.end));
                    }
                }
                continue;
            }
            let settlement = place.precision.as_deref() == Some("settlement");
            let own = settlement && kept.contains(key(place));
            mask_place(&mut area, place);
            if !own {
                mask_place(&mut harm, place);
            }
            if !own && (!settlement || coarse.contains(key(place))) {
                mask_place(&mut open, place);
            }
        }
        // A spot is told by the village that it is near: that name alone may stand where the village may.
        let village = |place: &&Place| place.precision.as_deref() == Some("settlement") && kept.contains(key(place));
        for place in original.places.iter().filter(village) {
            for masks in [&mut open, &mut harm] {
                masks.allow(&place.name, &policy.persons.place);
                masks.allow(place.span.as_ref().map_or("", |span| &span.exact), &policy.persons.place);
            }
        }
        Self { original, private, open, harm, area, as_of, kept }
    }

    /// What a statement is about: its events, or those of the whole report where it has none.
    pub(super) fn matter(&self, statement: &Statement) -> &'static Matter {
        let own = Facts::statement(self.original, statement);
        if own.is_empty() { Facts::report(self.original).matter() } else { own.matter() }
    }

    /// Whether a statement may leave now.
    pub(super) fn may_leave(&self, statement: &Statement) -> bool {
        self.matter(statement).may_leave(self.original.document.published.as_deref(), self.as_of)
    }

    /// The masks for a statement that is told of something that may be given by `at_most`.
    pub(super) fn masks(&self, statement: &Statement, at_most: Precision) -> &Masks {
        let matter = self.matter(statement);
        let observes = self.observes(statement);
        match matter.place.min(at_most) {
            _ if observes => &self.area,
            Precision::None | Precision::Adm1 => &self.area,
            Precision::Settlement if matter.objects.is_empty() => &self.open,
            Precision::Settlement => &self.harm,
        }
    }

    /// Whether an observer says it, or reports it.
    fn observes(&self, statement: &Statement) -> bool {
        let policy = Policy::bundled();
        let speaker = statement.speaker.actor.as_deref().and_then(|id| self.original.actor(id));
        speaker.is_some_and(|actor| policy.observers.kinds.contains(&actor.kind))
            || self.original.document.outlet_kind.as_ref().is_some_and(|kind| policy.observers.outlets.contains(kind))
    }

    /// The masks for a statement of an incident that is said to have been at a settlement: that name stands in its heading, and
    /// is not withheld from its words. Where observers were stays withheld.
    pub(super) fn masks_at(&self, statement: &Statement, at_most: Precision, place: &incidents::Place) -> Masks {
        let mut masks = self.masks(statement, at_most).clone();
        if place.level != Level::Site || self.observes(statement) {
            return masks;
        }
        let own = place.gazetteer_id.as_deref().unwrap_or(&place.name);
        let mark = &Policy::bundled().persons.place;
        for one in self.original.places.iter().filter(|one| key(one) == own) {
            masks.allow(&one.name, mark);
            if let Some(span) = &one.span {
                masks.allow(&span.exact, mark);
                masks.spans.retain(|(start, end, _)| (*start, *end) != (span.start, span.end));
            }
        }
        masks
    }

    /// The strictest masks, for words that are of no one statement.
    pub(super) fn strictest(&self) -> &Masks {
        &self.area
    }

    /// Whether an actor of this report is not named.
    pub(super) fn is_private(&self, id: &str) -> bool {
        self.private.contains_key(id)
    }

    /// The outlet's name as it may be given.
    pub(super) fn outlet(&self) -> Option<String> {
        let document = &self.original.document;
        let persons = &Policy::bundled().persons;
        if is_institution(self.original) {
            return document.outlet.clone();
        }
        let is_account = document.outlet_kind.as_ref().is_some_and(|kind| persons.outlets.contains(kind));
        Some(if is_account { &persons.outlet } else { &persons.unknown_outlet }.clone())
    }

    /// Whether what the input calls the report may be told: an institution's, that is no address or path, and names nobody
    /// and no place that may not be.
    pub(super) fn keeps_reference(&self) -> bool {
        let reference = &self.original.document.reference;
        let plain = reference.replace(['-', '_', '.', '+', '~'], " ");
        is_institution(self.original) && !reference.contains(['/', '\\']) && self.area.text(&plain) == plain
    }

    /// The copy itself.
    pub(super) fn released(&self, tally: &mut Tally) -> Report {
        let mut out = self.original.clone();
        let document = &mut out.document;
        document.text = String::new();
        document.title = None;
        document.authors = Vec::new();
        document.outlet = self.outlet();
        document.uri = document.uri.as_deref().filter(|_| is_institution(self.original)).and_then(host_of);
        for actor in &mut out.actors {
            if let Some(id) = self.private.get(actor.id.as_str()) {
                actor.name.clone_from(&Policy::bundled().persons.other);
                actor.id.clone_from(id);
                tally.add("people who hold no known office are not named");
            } else if actor.pack_id.is_none() {
                actor.name = self.area.text(&actor.name);
            }
            actor.mentions.clear();
        }
        for place in &mut out.places {
            self.coarsen(place);
        }
        for time in &mut out.times {
            time.span = None;
        }
        for count in &mut out.quantities {
            count.span = None;
        }
        out.statements.retain(|statement| {
            let stays = self.may_leave(statement);
            if !stays {
                tally.add(self.matter(statement).reason.clone());
            }
            stays
        });
        for statement in &mut out.statements {
            self.statement(statement);
        }
        let told: BTreeSet<&String> = out.statements.iter().map(|statement| &statement.id).collect();
        out.events.retain(|event| event.asserted_in.is_empty() || event.asserted_in.iter().any(|id| told.contains(id)));
        out.events.retain(|event| {
            let matter = Facts::of(self.original, event).matter();
            matter.may_leave(self.original.document.published.as_deref(), self.as_of)
        });
        let placed: BTreeSet<&str> =
            out.places.iter().filter(|place| place.lat.is_some()).map(|place| place.id.as_str()).collect();
        for event in &mut out.events {
            event.trigger.exact = self.area.words(&event.trigger.exact, event.trigger.start);
            // No weapon is given with a point.
            if event.place.as_deref().is_some_and(|place| placed.contains(place)) {
                event.weapon = None;
            }
            for id in event.actor.iter_mut().chain(&mut event.recipient) {
                self.rename(id);
            }
        }
        out
    }

    fn statement(&self, statement: &mut Statement) {
        let masks = self.masks(statement, Precision::Settlement);
        let mask = |span: &mut Span| span.exact = masks.words(&span.exact, span.start);
        statement.content.iter_mut().chain(&mut statement.quotes).for_each(mask);
        statement.speaker.span.iter_mut().for_each(mask);
        statement.cue.iter_mut().filter_map(|cue| cue.span.as_mut()).for_each(mask);
        statement.labels.iter_mut().map(|label| &mut label.span).for_each(mask);
        if let Some(warning) = &mut statement.warning {
            warning.likelihood.iter_mut().chain(&mut warning.horizon).for_each(mask);
            warning.agent.iter_mut().for_each(|id| self.rename(id));
        }
        let ids = statement.speaker.actor.iter_mut().chain(&mut statement.addressee).chain(&mut statement.cosources);
        ids.chain(&mut statement.chain).chain(&mut statement.accused).for_each(|id| self.rename(id));
    }

    fn rename(&self, id: &mut String) {
        if let Some(other) = self.private.get(id.as_str()) {
            id.clone_from(other);
        }
    }

    /// Makes a place as coarse as what happened there asks.
    fn coarsen(&self, place: &mut Place) {
        let policy = Policy::bundled();
        place.span = None;
        place.lat = place.lat.map(|degrees| policy.cell(degrees));
        place.lon = place.lon.map(|degrees| policy.cell(degrees));
        if is_area(place) {
            return;
        }
        let own = |event: &&Event| event.place.as_deref() == Some(place.id.as_str());
        let mut events = self.original.events.iter().filter(own).peekable();
        let told = events.peek().is_some();
        let fine = events.all(|event| precision(self.original, event) >= Precision::Settlement);
        let settlement = place.precision.as_deref() == Some("settlement");
        if !settlement || !(self.kept.contains(key(place)) || told && fine) {
            place.name.clone_from(&policy.persons.place);
            place.gazetteer_id = None;
            place.lat = None;
            place.lon = None;
            place.precision = Some("adm1".to_owned());
        }
    }
}

/// Whether an actor is someone who is not named: a person that no pack knows.
pub(super) fn is_private(actor: &Actor) -> bool {
    let policy = Policy::bundled();
    if actor.pack_id.is_some() || !policy.persons.kinds.contains(&actor.kind) {
        return false;
    }
    let is_name = |name: &str| {
        let mut words = name.split_whitespace().peekable();
        words.peek().is_some() && words.all(|word| word.chars().next().is_some_and(char::is_uppercase))
    };
    actor.kind == "person" || is_name(&actor.name)
}

/// Whether an outlet is known to be no person: by its class, or because a pack has it. One of which nothing is known may be
/// someone's own channel.
fn is_institution(report: &Report) -> bool {
    let document = &report.document;
    let by_pack = |actor: &Actor| {
        actor.kind == "outlet" && actor.pack_id.is_some() && Some(&actor.name) == document.outlet.as_ref()
    };
    let institutions = &Policy::bundled().persons.institutions;
    match &document.outlet_kind {
        Some(kind) if Policy::bundled().persons.outlets.contains(kind) => false,
        kind => kind.as_ref().is_some_and(|kind| institutions.contains(kind)) || report.actors.iter().any(by_pack),
    }
}

/// Whether a place is large enough to be given whatever the matter.
pub(super) fn is_area(place: &Place) -> bool {
    place.precision.as_ref().is_some_and(|precision| Policy::bundled().persons.areas.contains(precision))
}

/// Whether the words of a place mean a spot: neither an authority there, as a capital's name does, nor what is named after it,
/// nor a common word. Where something happened is a spot whatever its name.
fn is_spot(report: &Report, place: &Place, text: &[char], places: &Places<'_>) -> bool {
    let Some(span) = &place.span else { return true };
    let settlement = place.precision.as_deref() == Some("settlement");
    let placed = report.events.iter().any(|event| event.place.as_deref() == Some(place.id.as_str()));
    let after: String = text.iter().skip(span.end).take(AFTER).collect();
    placed || !settlement || !(places.stands_for_actor(&span.exact) || Policy::bundled().named.is_of_name(&after))
}

/// Letters that are looked at behind a name.
const AFTER: usize = 24;

/// What is the same in all mentions of a place.
pub(super) fn key(place: &Place) -> &str {
    place.gazetteer_id.as_deref().unwrap_or(&place.name)
}

fn mask_place(masks: &mut Masks, place: &Place) {
    let mark = &Policy::bundled().persons.place;
    masks.whole(&place.name, mark);
    if let Some(span) = &place.span {
        masks.spans.push((span.start, span.end, mark.clone()));
        masks.whole(&span.exact, mark);
    }
}

/// The place of an event that may be given by area alone.
fn coarse_place<'r>(report: &'r Report, event: &'r Event) -> Option<&'r str> {
    let coarse = precision(report, event) < Precision::Settlement;
    coarse.then(|| report.place(event.place.as_deref()?)).flatten().map(key)
}

/// The places of a report that may be given by settlement: those where incidents that may be given so happened.
fn kept<'r>(report: &'r Report, incidents: &[&'r Incident]) -> BTreeSet<&'r str> {
    let mut out = BTreeSet::new();
    for incident in incidents {
        let mut facts = Facts::incident(incident);
        let mut here = false;
        for member in incident.members.iter().filter(|member| member.document == report.document.reference) {
            here = true;
            if let Some(event) = &member.event {
                facts.member(report, event);
            }
        }
        let harm = || !facts.matter().objects.is_empty() && facts.matter().place >= Precision::Settlement;
        if here && harm() {
            out.extend(incident.place.as_ref().map(|place| place.gazetteer_id.as_deref().unwrap_or(&place.name)));
        }
    }
    out
}
