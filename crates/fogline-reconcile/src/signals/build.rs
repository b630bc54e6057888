//! Reports for tests, made by hand: the words are written once and offsets follow from them.

use std::{fmt::Write as _, sync::LazyLock};

use fogline::packs::Pack;

use super::{Extractor, Item};
use crate::{
    report::{Actor, Event, EventTime, Label, Place, Quantity, Report, Said, Span, Statement, Time, Warning},
    sides::Sides,
};

/// The bundled packs.
pub(super) fn packs() -> &'static [Pack] {
    static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(|| Pack::bundled().unwrap().to_vec());
    &PACKS
}

pub(super) fn sides() -> Sides {
    Sides::new(packs())
}

pub(super) fn items(reports: &[Report]) -> Vec<Item> {
    let extractor = Extractor::new(packs());
    reports.iter().flat_map(|report| extractor.items(report)).collect()
}

/// A report under construction.
pub(super) struct Make(pub(super) Report);

impl Make {
    pub(super) fn new(reference: &str, published: &str) -> Self {
        let mut report = Report::default();
        reference.clone_into(&mut report.document.reference);
        report.document.published = Some(published.to_owned());
        report.document.lang = Some("en".to_owned());
        report.document.outlet = Some(format!("Outlet {reference}"));
        Self(report)
    }

    pub(super) fn of_outlet(mut self, kind: &str, side: &str) -> Self {
        self.0.document.outlet_kind = Some(kind.to_owned());
        self.0.document.side = Some(side.to_owned());
        self
    }

    /// A statement whose content is these words. The other methods that take words mean those of the last statement.
    pub(super) fn says(mut self, speaker: &str, side: &str, act: &str, content: &str) -> Self {
        let start = self.0.document.text.chars().count();
        writeln!(self.0.document.text, "{content}").unwrap();
        let span = Span { start, end: start + content.chars().count(), exact: content.to_owned() };
        let order = self.0.statements.len() + 1;
        let side = (!side.is_empty()).then(|| side.to_owned());
        self.actor(speaker, "person", side.as_deref());
        let mut statement = Statement { id: format!("s{order}"), order, side, ..Statement::default() };
        act.clone_into(&mut statement.speech_act);
        statement.speaker.actor = Some(speaker.to_owned());
        statement.speaker.resolution = if act == "report" { "author" } else { "explicit" }.to_owned();
        statement.content = vec![span];
        statement.why = vec!["cue.verb.tell".to_owned()];
        self.0.statements.push(statement);
        self
    }

    fn actor(&mut self, id: &str, kind: &str, side: Option<&str>) {
        if self.0.actor(id).is_none() {
            let actor = Actor { id: id.to_owned(), name: id.to_owned(), kind: kind.to_owned(), ..Actor::default() };
            self.0.actors.push(Actor { side: side.map(str::to_owned), pack_id: side.map(|_| id.to_owned()), ..actor });
        }
    }

    pub(super) fn last(&mut self) -> &mut Statement {
        self.0.statements.last_mut().unwrap()
    }

    fn span(&mut self, words: &str) -> Span {
        let content = self.last().content[0].clone();
        let at = content.exact.find(words).unwrap_or_else(|| panic!("{words:?} is not in {:?}", content.exact));
        let start = content.start + content.exact.get(..at).unwrap().chars().count();
        Span { start, end: start + words.chars().count(), exact: words.to_owned() }
    }

    pub(super) fn said(mut self, day: &str) -> Self {
        self.last().said = Said { start: Some(day.to_owned()), end: Some(day.to_owned()), ..Said::default() };
        self
    }

    pub(super) fn naming(mut self, words: &str, id: &str, side: &str) -> Self {
        self.actor(id, "armed_force", Some(side));
        let span = self.span(words);
        self.0.actors.iter_mut().find(|actor| actor.id == id).unwrap().mentions.push(span);
        self
    }

    pub(super) fn accusing(mut self, id: &str, side: &str) -> Self {
        self.actor(id, "armed_force", Some(side));
        self.last().accused.push(id.to_owned());
        self
    }

    pub(super) fn place(mut self, words: &str, id: &str, precision: &str) -> Self {
        let span = self.span(words);
        let name = span.exact.clone();
        let number = self.0.places.len() + 1;
        self.0.places.push(Place {
            id: format!("p{number}"),
            span: Some(span),
            name,
            gazetteer_id: Some(id.to_owned()),
            precision: Some(precision.to_owned()),
            ..Place::default()
        });
        self
    }

    pub(super) fn time(mut self, words: &str, start: &str, end: &str) -> Self {
        let span = Some(self.span(words));
        let id = format!("t{}", self.0.times.len() + 1);
        let (start, end) = (Some(start.to_owned()), Some(end.to_owned()));
        self.0.times.push(Time { id, span, start, end, ..Time::default() });
        self
    }

    pub(super) fn event(mut self, words: &str, kind: &str, modality: &str) -> Self {
        let trigger = self.span(words);
        let id = format!("e{}", self.0.events.len() + 1);
        let (kind, mode) = kind.split_once('/').unwrap_or((kind, ""));
        let place = self.0.places.iter().find(|place| {
            place.span.as_ref().is_some_and(|span| {
                let content = &self.0.statements.last().unwrap().content[0];
                content.start <= span.start && span.end <= content.end
            })
        });
        let event = Event {
            id: id.clone(),
            trigger,
            kind: Some(kind.to_owned()),
            modes: (!mode.is_empty()).then(|| mode.to_owned()).into_iter().collect(),
            place: place.map(|place| place.id.clone()),
            polarity: "positive".to_owned(),
            modality: modality.to_owned(),
            ..Event::default()
        };
        self.last().events.push(id.clone());
        let asserted_in = vec![self.last().id.clone()];
        self.0.events.push(Event { asserted_in, ..event });
        self
    }

    pub(super) fn by(mut self, id: &str, side: &str) -> Self {
        self.actor(id, "armed_force", Some(side));
        self.0.events.last_mut().unwrap().actor.push(id.to_owned());
        self
    }

    pub(super) fn on(mut self, day: &str) -> Self {
        let interval = EventTime::Interval { start: Some(day.to_owned()), end: Some(day.to_owned()) };
        self.0.events.last_mut().unwrap().time = Some(interval);
        self
    }

    pub(super) fn count(mut self, words: &str, kind: &str, best: f64) -> Self {
        let span = Some(self.span(words));
        let id = format!("q{}", self.0.quantities.len() + 1);
        let (low, high) = (Some(best), Some(best));
        self.0.quantities.push(Quantity {
            id: id.clone(),
            span,
            kind: kind.to_owned(),
            low,
            best: low,
            high,
            ..Quantity::default()
        });
        if let Some(event) = self.0.events.last_mut() {
            event.quantities.push(id);
        }
        self
    }

    pub(super) fn label(mut self, word: &str, neutral: &str) -> Self {
        let span = self.span(word);
        self.last().labels.push(Label { span, neutral: neutral.to_owned() });
        self
    }

    pub(super) fn warning(mut self, likelihood: &str, horizon: &str) -> Self {
        let likelihood = Some(self.span(likelihood));
        let horizon = (!horizon.is_empty()).then(|| self.span(horizon));
        let agent = self.last().accused.clone();
        let harm = self.last().events.clone();
        self.last().warning = Some(Warning { harm, agent, likelihood, horizon });
        self
    }

    pub(super) fn answering(mut self, relation: &str, statement: &str) -> Self {
        let target =
            crate::report::Target { relation: relation.to_owned(), statement: Some(statement.to_owned()), event: None };
        self.last().targets.push(target);
        self
    }
}
