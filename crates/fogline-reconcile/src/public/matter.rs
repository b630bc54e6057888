//! What an incident, a statement or a report is about, by the policy's rows.

use std::{collections::BTreeSet, sync::LazyLock};

use super::policy::{Matter, Policy, Precision};
use crate::{
    incidents::Incident,
    report::{Event, Report, Statement, seconds},
};

/// What rows look at.
#[derive(Debug, Default)]
pub(super) struct Facts<'f> {
    kinds: BTreeSet<(&'f str, Option<&'f str>)>,
    objects: BTreeSet<&'f str>,
    counts: BTreeSet<(&'f str, Option<&'f str>)>,
    families: BTreeSet<&'f str>,
    weapon: bool,
}

impl<'f> Facts<'f> {
    fn event(&mut self, report: &'f Report, event: &'f Event) {
        if let Some(kind) = event.kind.as_deref() {
            self.kinds.insert((kind, None));
            self.kinds.extend(event.modes.iter().map(|mode| (kind, Some(mode.as_str()))));
        }
        self.objects.extend(event.object_struck.as_deref());
        self.weapon |= event.weapon.is_some();
        let counts = report.quantities.iter().filter(|one| event.quantities.contains(&one.id));
        self.counts.extend(counts.map(|count| (count.kind.as_str(), count.victims.as_deref())));
    }

    /// Of a whole report.
    pub(super) fn report(report: &'f Report) -> Self {
        let mut facts = Self::default();
        for event in &report.events {
            facts.event(report, event);
        }
        facts.counts.extend(report.quantities.iter().map(|count| (count.kind.as_str(), count.victims.as_deref())));
        facts
    }

    /// Of a statement, by the events that it tells of.
    pub(super) fn statement(report: &'f Report, statement: &'f Statement) -> Self {
        let mut facts = Self::default();
        let told = |event: &&Event| statement.events.contains(&event.id) || event.asserted_in.contains(&statement.id);
        for event in report.events.iter().filter(told) {
            facts.event(report, event);
        }
        facts
    }

    /// Of an event alone.
    pub(super) fn of(report: &'f Report, event: &'f Event) -> Self {
        let mut facts = Self::default();
        facts.event(report, event);
        facts
    }

    /// Of an incident, by its own fields; what its reports tell comes with [`Facts::member`].
    pub(super) fn incident(incident: &'f Incident) -> Self {
        let mut facts = Self::default();
        facts.kinds.insert((&incident.kind, None));
        facts.families.insert(&incident.family);
        facts.weapon = incident.details.contains_key("weapon");
        facts.counts.extend(incident.details.keys().map(|slot| (slot.as_str(), None)));
        facts
    }

    /// Adds what a report tells of an event of an incident.
    pub(super) fn member(&mut self, report: &'f Report, event: &str) {
        if let Some(event) = report.event(event) {
            self.event(report, event);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.objects.is_empty() && self.counts.is_empty() && !self.weapon
    }

    /// The first row that holds. The last row of the policy holds always.
    pub(super) fn matter(&self) -> &'static Matter {
        static NONE: LazyLock<Matter> = LazyLock::new(Matter::strictest);
        let matters = &Policy::bundled().matters;
        let holds = |matter: &&Matter| {
            let kind = |known: &String| match known.split_once('/') {
                Some((kind, mode)) => self.kinds.contains(&(kind, Some(mode))),
                None => self.kinds.iter().any(|(kind, _)| kind == known),
            };
            let count = |(kind, of): &(&str, Option<&str>)| {
                let victims = matter.victims.is_empty()
                    || of.is_some_and(|of| matter.victims.iter().any(|victims| victims == of));
                victims && matter.counts.iter().any(|known| known == kind)
            };
            let unless = self.objects.iter().any(|object| matter.unless.iter().any(|known| known == object));
            !unless
                && (matter.kinds.iter().any(kind)
                    || self.objects.iter().any(|object| matter.objects.iter().any(|known| known == object))
                    || self.counts.iter().any(count)
                    || self.families.iter().any(|family| matter.families.iter().any(|known| known == family))
                    || matter.weapons && self.weapon)
        };
        matters.iter().find(holds).or(matters.last()).unwrap_or(&NONE)
    }
}

/// Whether an event tells where observers are: they are kept from seeing, or act, or are acted upon.
pub(super) fn is_of_observers(report: &Report, event: &Event) -> bool {
    let observers = &Policy::bundled().observers;
    let denied = |known: &String| match known.split_once('/') {
        Some((kind, mode)) => event.kind.as_deref() == Some(kind) && event.modes.iter().any(|own| own == mode),
        None => event.kind.as_ref() == Some(known),
    };
    let is_one = |id: &String| report.actor(id).is_some_and(|actor| observers.kinds.contains(&actor.kind));
    observers.denied.iter().any(denied) || event.actor.iter().chain(&event.recipient).any(is_one)
}

/// How finely the place of an event may be given.
pub(super) fn precision(report: &Report, event: &Event) -> Precision {
    let place = Facts::of(report, event).matter().place;
    if is_of_observers(report, event) { place.min(Precision::Adm1) } else { place }
}

impl Matter {
    /// What holds where a policy has no row at all: nothing leaves.
    fn strictest() -> Self {
        Self {
            id: "unknown".to_owned(),
            withhold: true,
            reason: "the policy has no rows".to_owned(),
            kinds: Vec::new(),
            objects: Vec::new(),
            counts: Vec::new(),
            victims: Vec::new(),
            unless: Vec::new(),
            families: Vec::new(),
            weapons: false,
            place: Precision::None,
            delay_hours: 0,
        }
    }

    /// Whether what was published last at a moment may leave at another. A day counts until its end; without a moment nothing
    /// leaves that is held back at all.
    pub(super) fn may_leave(&self, published: Option<&str>, as_of: &str) -> bool {
        if self.withhold {
            return false;
        }
        if self.delay_hours == 0 {
            return true;
        }
        let end =
            published.and_then(|moment| seconds(moment).map(|at| if moment.len() > 10 { at } else { at + 86_400 }));
        end.zip(seconds(as_of)).is_some_and(|(end, now)| now - end >= self.delay_hours * 3600)
    }
}
