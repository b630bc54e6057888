//! Figures, commitments, warnings, and what monitors recorded or were kept from.

use std::collections::BTreeSet;

use minijinja::context;

use super::{
    Item, Line,
    build::{Draft, said_in_window},
    incident::{exact, upper},
    words::Words,
};
use crate::{
    incidents::mention::{Class, Level},
    public::Policy,
    report::{Citation, Report, Statement},
    visible::{quoted, visible},
};

impl Draft<'_> {
    pub(super) fn figures(&mut self) -> Vec<Item> {
        let material = self.material;
        let mut items = Vec::new();
        for figure in &material.figures {
            // Slots that the list does not name are words of one report's reading.
            let Some(slot) = self.words.slot.get(&figure.slot) else { continue };
            let Some(incident) = material.incidents.iter().find(|one| one.id == figure.incident) else { continue };
            let after = figure.said_after.iter().filter_map(|one| self.cites.said(one)?.published.as_deref());
            if !after.into_iter().any(|moment| material.window.holds(moment)) {
                continue;
            }
            let text = Words::sentence(
                "figure",
                context! { label => upper(&visible(&incident.label)), slot => slot.to_lowercase(),
                side => self.side(figure.side.as_deref()),
                before => visible(&figure.before), after => visible(&figure.after) },
            );
            let cites: Vec<Citation> = figure.said_before.iter().chain(&figure.said_after).cloned().collect();
            let line = self.line("figure", 0, text, &cites);
            items.extend(line.map(|line| Item { incident: Some(incident.id.clone()), lines: vec![line] }));
        }
        items
    }

    pub(super) fn commitments(&mut self) -> Vec<Item> {
        let material = self.material;
        let mut items = Vec::new();
        for one in &material.commitments {
            let words = self.words_of(&one.made);
            // Whom an agreement binds stands in the packs.
            let bound = one.measure.is_some().then(|| visible(&one.promisor));
            let promisor = bound.unwrap_or_else(|| self.who(&one.promisor, &one.made));
            let text = Words::sentence(
                "commitment",
                context! { promisor, kind => visible(&one.kind),
                measure => one.measure.as_deref().map(visible),
                due => one.due.as_deref().map(visible), status => visible(&one.status), words },
            );
            // A measure that a pack has is made nowhere in what was read: what is said of it is cited.
            let cites = if one.made.is_empty() { &one.evidence } else { &one.made };
            let mut lines: Vec<Line> = self.line("commitment", 0, text, cites).into_iter().collect();
            if !lines.is_empty() {
                let text = Words::sentence("evidence", context! { number => one.evidence.len() });
                lines.extend(self.line("evidence", 1, text, &one.evidence));
                items.push(Item { incident: None, lines });
            }
        }
        items
    }

    pub(super) fn warnings(&mut self) -> Vec<Item> {
        let material = self.material;
        let mut items = Vec::new();
        for one in &material.warnings {
            let words = self.words_of(&one.made);
            let status = one.outcome.as_deref().map_or_else(|| self.words.word("no_answer_seen"), visible);
            let text = Words::sentence(
                "warning",
                context! { issuer => self.who(&one.issuer, &one.made), horizon => one.horizon.as_deref().map(visible), words, status },
            );
            let cites: Vec<Citation> = one.made.iter().chain(&one.evidence).cloned().collect();
            let line = self.line("warning", 0, text, &cites);
            items.extend(line.map(|line| Item { incident: None, lines: vec![line] }));
        }
        items
    }

    /// What observers say in their own words or through others, by incident.
    pub(super) fn monitors(&mut self) -> Vec<Item> {
        let material = self.material;
        let mut items = Vec::new();
        for incident in material.incidents {
            let observers = said_in_window(material, incident, |said| {
                matches!(said.class, Class::Monitor | Class::MonitorSecondHand)
            });
            let mut lines = Vec::new();
            for (said, citation) in observers {
                let speaker = match &said.speaker {
                    Some(_) => self.speaker(said),
                    None => said.outlet.as_deref().map_or_else(|| self.words.word("no_outlet"), visible),
                };
                let words = exact(said.words.iter().map(|words| words.exact.as_str()));
                let policy = Policy::bundled();
                let stood = said.evidential.as_ref().is_none_or(|level| policy.observers.there.contains(level));
                let withheld = material.public.is_some() && stood;
                let place = incident.place.as_ref().filter(|place| !withheld || place.level != Level::Site);
                let place = place.map(|place| visible(&place.name));
                let level = said.evidential.as_deref().map(|level| visible(level).replace('_', " "));
                let text = Words::sentence("recorded", context! { speaker, level, place, words });
                lines.extend(self.line("recorded", 0, text, &[citation]));
            }
            if !lines.is_empty() {
                items.push(Item { incident: Some(incident.id.clone()), lines });
            }
        }
        items
    }

    /// Statements by which monitors were kept from seeing.
    pub(super) fn access(&mut self) -> Vec<Item> {
        let material = self.material;
        let mut items = Vec::new();
        for report in material.reports {
            if !report.document.published.as_deref().is_some_and(|moment| material.window.holds(moment)) {
                continue;
            }
            let mut seen = BTreeSet::new();
            for statement in denied_access(report) {
                if !seen.insert(&statement.id) {
                    continue;
                }
                let actor = statement.speaker.actor.as_deref().and_then(|id| report.actor(id));
                let outlet = report.document.outlet.as_deref().map(visible);
                let speaker = match actor.filter(|_| statement.speaker.resolution != "author") {
                    Some(actor) if actor.pack_id.is_some() => visible(&actor.name),
                    Some(actor) => quoted(&actor.name),
                    None => outlet.unwrap_or_else(|| self.words.word("no_outlet")),
                };
                let words = exact(statement.content.iter().map(|span| span.exact.as_str()));
                let text = Words::sentence("access", context! { speaker, words });
                let cite = Citation { document: report.document.reference.clone(), statement: statement.id.clone() };
                let line = self.line("access", 0, text, &[cite]);
                items.extend(line.map(|line| Item { incident: None, lines: vec![line] }));
            }
        }
        items
    }

    /// Who is bound or warns. In the public form it is whom the released statement has: those who hold no known office are
    /// not named, whatever the name that came with it.
    fn who(&self, given: &str, made: &[Citation]) -> String {
        if self.material.public.is_none() {
            return visible(given);
        }
        let name = made.first().and_then(|of| {
            let report = self.cites.report(&of.document)?;
            report.actor(report.statement(&of.statement)?.speaker.actor.as_deref()?)
        });
        name.map_or_else(|| self.words.word("no_side"), |actor| visible(&actor.name))
    }

    fn words_of(&self, citations: &[Citation]) -> String {
        let words: Vec<_> = citations.iter().take(1).flat_map(|citation| self.cites.words(citation)).collect();
        exact(words.iter().map(|words| words.exact.as_str()))
    }
}

/// The statements of a report that tell of something kept from monitors: told by them, or done to them.
fn denied_access(report: &Report) -> Vec<&Statement> {
    let policy = Policy::bundled();
    let is_monitor = |id: &String| report.actor(id).is_some_and(|actor| policy.observers.kinds.contains(&actor.kind));
    let bulletin = report.document.outlet_kind.as_ref().is_some_and(|kind| policy.observers.outlets.contains(kind));
    let mut out = Vec::new();
    for event in &report.events {
        let restricts = event.kind.as_deref().is_some_and(|kind| {
            let of = |known: &String| match known.split_once('/') {
                Some((known, mode)) => known == kind && event.modes.iter().any(|own| own == mode),
                None => known == kind,
            };
            policy.observers.denied.iter().any(of)
        });
        if !restricts || event.polarity == "negative" || event.modality != "actual" {
            continue;
        }
        let to_monitor = event.recipient.iter().any(is_monitor);
        for statement in event.asserted_in.iter().filter_map(|id| report.statement(id)) {
            let by_monitor = statement.speaker.actor.as_ref().is_some_and(is_monitor)
                || bulletin && statement.speaker.resolution == "author";
            if to_monitor || by_monitor {
                out.push(statement);
            }
        }
    }
    out.sort_by_key(|statement| statement.order);
    out
}
