//! What is followed across the reports of a view: promises, warnings, labels, figures and answers.

use std::collections::{BTreeMap, BTreeSet};

use fogline_reconcile::{
    report::{Citation, Report, Reviewed},
    signals::{Extractor, Item, responses::Read},
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::view::View;

/// How much stands behind something: the three numbers, which always stand together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Numbers {
    /// Reports.
    pub(crate) reports: usize,
    /// Origins, copies of one text being one.
    pub(crate) origins: usize,
    /// Sides that speak.
    pub(crate) sides: Vec<String>,
}

impl View {
    /// What is taken from every report.
    pub(crate) fn items(&self) -> Vec<Item> {
        let extractor = Extractor::new(&self.packs);
        self.reports.iter().flat_map(|report| extractor.items(report)).collect()
    }

    /// The moment that it is looked at from, to the second, as the signals take it.
    pub(crate) fn moment(&self) -> String {
        format!("{:.0}", self.at)
    }

    /// The report whose text each copy prints, by what the input calls them. A later version of a text is no copy.
    pub(crate) fn origins(&self) -> BTreeMap<String, String> {
        let found = fogline_reconcile::derive::origins(&self.state.copies);
        found.into_iter().map(|(copy, origin)| (copy.to_owned(), origin.to_owned())).collect()
    }

    /// All reports as far as looking for answers goes.
    pub(crate) fn reads(&self) -> Vec<Read> {
        let read =
            |report: &Report| Read { published: report.document.published.clone(), lang: report.document.lang.clone() };
        self.reports.iter().map(read).collect()
    }

    /// Who has looked at a statement.
    pub(crate) fn reviewed(&self, citation: &Citation) -> Reviewed {
        let statement = self.cited(&citation.document).and_then(|report| report.statement(&citation.statement));
        statement.map_or(Reviewed::Machine, |statement| statement.reviewed)
    }

    /// The three numbers of some statements, each with its side.
    pub(crate) fn numbers<'c>(&self, cited: impl Iterator<Item = (&'c Citation, Option<&'c str>)>) -> Numbers {
        let copies = fogline_reconcile::derive::origins(&self.state.copies);
        let (mut reports, mut origins, mut sides) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (citation, side) in cited {
            let document = citation.document.as_str();
            reports.insert(document);
            origins.insert(copies.get(document).copied().unwrap_or(document).to_owned());
            sides.extend(side.map(str::to_owned));
        }
        Numbers { reports: reports.len(), origins: origins.len(), sides: sides.into_iter().collect() }
    }

    /// As JSON, in which everything that names a statement says who has looked at it.
    pub(crate) fn json(&self, of: &impl Serialize) -> anyhow::Result<Value> {
        let mut value = serde_json::to_value(of)?;
        self.mark(&mut value);
        Ok(value)
    }

    fn mark(&self, value: &mut Value) {
        match value {
            Value::Array(list) => list.iter_mut().for_each(|one| self.mark(one)),
            Value::Object(fields) => {
                fields.values_mut().for_each(|one| self.mark(one));
                let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
                if let (Some(document), Some(statement)) = (text("document"), text("statement")) {
                    let reviewed = self.reviewed(&Citation { document, statement });
                    fields.entry("reviewed").or_insert_with(|| json!(reviewed));
                }
            }
            _ => {}
        }
    }
}
