//! The list of citations of a brief: each statement once, in the order in which sentences need them.

use std::collections::BTreeMap;

use super::Cite;
use crate::{
    incidents::{
        Incident, Said,
        mention::{Cited, Reviewed},
    },
    report::{Citation, Report},
};

/// Where the words of statements are found, and which were cited so far.
pub(super) struct Cites<'m> {
    reports: BTreeMap<&'m str, &'m Report>,
    said: BTreeMap<(&'m str, &'m str), &'m Said>,
    numbers: BTreeMap<(String, String), usize>,
    list: Vec<Cite>,
}

impl<'m> Cites<'m> {
    pub(super) fn new(reports: &'m [Report], incidents: &'m [Incident]) -> Self {
        let said = incidents
            .iter()
            .flat_map(|incident| &incident.accounts)
            .flat_map(|account| &account.statements)
            .map(|said| ((said.document.as_str(), said.statement.as_str()), said));
        Self {
            reports: reports.iter().map(|report| (report.document.reference.as_str(), report)).collect(),
            said: said.collect(),
            numbers: BTreeMap::new(),
            list: Vec::new(),
        }
    }

    pub(super) fn report(&self, reference: &str) -> Option<&'m Report> {
        self.reports.get(reference).copied()
    }

    pub(super) fn said(&self, of: &Citation) -> Option<&'m Said> {
        self.said.get(&(of.document.as_str(), of.statement.as_str())).copied()
    }

    /// The number of a statement's citation; `None` for one whose words are not at hand.
    pub(super) fn number(&mut self, of: &Citation) -> Option<usize> {
        let key = (of.document.clone(), of.statement.clone());
        if let Some(known) = self.numbers.get(&key) {
            return Some(*known);
        }
        let words = self.words(of);
        if words.is_empty() {
            return None;
        }
        let number = self.list.len() + 1;
        let document = self.report(&of.document).map(|report| &report.document);
        let said = self.said(of);
        self.list.push(Cite {
            number,
            document: of.document.clone(),
            sha256: document.map(|document| document.id.clone()).unwrap_or_default(),
            statement: of.statement.clone(),
            words,
            outlet: document.and_then(|one| one.outlet.clone()).or_else(|| said.and_then(|said| said.outlet.clone())),
            published: document
                .and_then(|one| one.published.clone())
                .or_else(|| said.and_then(|said| said.published.clone())),
            uri: document.and_then(|document| document.uri.clone()),
            title: document.and_then(|document| document.title.clone()),
            lang: document.and_then(|document| document.lang.clone()),
            reviewed: self.reviewed(of),
            retracted: self.is_retracted(of),
        });
        self.numbers.insert(key, number);
        Some(number)
    }

    /// The exact words of a statement.
    pub(super) fn words(&self, of: &Citation) -> Vec<Cited> {
        if let Some(said) = self.said(of).filter(|said| !said.words.is_empty()) {
            return said.words.clone();
        }
        let statement = self.report(&of.document).and_then(|report| report.statement(&of.statement));
        let spans = statement.map(|statement| statement.content.as_slice()).unwrap_or_default();
        spans.iter().map(|span| Cited { start: span.start, end: span.end, exact: span.exact.clone() }).collect()
    }

    pub(super) fn reviewed(&self, of: &Citation) -> Reviewed {
        let stored = || self.report(&of.document).and_then(|report| report.statement(&of.statement));
        self.said(of).map(|said| said.reviewed).or_else(|| Some(stored()?.reviewed)).unwrap_or_default()
    }

    /// Whether who published it took it back, as people recorded.
    pub(super) fn is_retracted(&self, of: &Citation) -> bool {
        let stored = self.report(&of.document).and_then(|report| report.statement(&of.statement));
        stored.is_some_and(|one| one.retracted) || self.said(of).is_some_and(Said::is_taken_back)
    }

    pub(super) fn list(self) -> Vec<Cite> {
        self.list
    }
}
