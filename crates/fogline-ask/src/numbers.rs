//! How much stands behind what is shown: reports, origins and sides, what was read, and who has looked at it.

use std::collections::{BTreeMap, BTreeSet};

use fogline_reconcile::{
    head::Head,
    report::{Citation, Reviewed, seconds},
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{Result, View};

/// How much stands behind something: the three numbers, which always stand together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Numbers {
    /// Reports.
    pub reports: usize,
    /// Origins, copies of one text being one.
    pub origins: usize,
    /// Sides that speak.
    pub sides: Vec<String>,
}

/// What was read where no answer was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Looked {
    /// How many reports, by language.
    pub reports: BTreeMap<String, usize>,
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
}

/// When reports of each language were published, in order, so that how many came from some time on is found at once.
#[derive(Debug, Default)]
pub(crate) struct Published {
    langs: BTreeMap<String, Dates>,
    last: Option<String>,
}

#[derive(Debug, Default)]
struct Dates {
    reports: usize,
    moments: Vec<i64>,
    days: Vec<String>,
}

impl Published {
    pub(crate) fn of(heads: &[Head]) -> Self {
        let mut read = Self::default();
        let mut last: Option<(i64, &str)> = None;
        for head in heads {
            let lang = head.lang.clone().unwrap_or_else(|| "unknown".to_owned());
            let dates = read.langs.entry(lang).or_default();
            dates.reports += 1;
            let Some(at) = head.published.as_deref() else { continue };
            dates.days.push(day_of(at).to_owned());
            if let Some(moment) = seconds(at) {
                dates.moments.push(moment);
                last = last.filter(|(latest, _)| *latest >= moment).or(Some((moment, at)));
            }
        }
        for dates in read.langs.values_mut() {
            dates.moments.sort_unstable();
            dates.days.sort_unstable();
        }
        read.last = last.map(|(_, at)| day_of(at).to_owned());
        read
    }

    fn from(&self, from: Option<&str>) -> Looked {
        let day = from.filter(|from| from.len() == "2022-02-17".len());
        let moment = from.and_then(seconds);
        let count = |dates: &Dates| match (day, moment) {
            (Some(day), _) => dates.days.len() - dates.days.partition_point(|one| one.as_str() < day),
            (None, Some(from)) => dates.moments.len() - dates.moments.partition_point(|one| *one < from),
            (None, None) => dates.reports,
        };
        let reports: BTreeMap<String, usize> = self
            .langs
            .iter()
            .map(|(lang, dates)| (lang.clone(), count(dates)))
            .filter(|(_, count)| *count > 0)
            .collect();
        let to = self.last.clone().filter(|_| !reports.is_empty());
        Looked { reports, from: from.map(|at| day_of(at).to_owned()), to }
    }
}

fn day_of(at: &str) -> &str {
    at.get(..10).unwrap_or(at)
}

impl View {
    /// The moment that it is looked at from, to the second, as the signals take it.
    pub fn moment(&self) -> String {
        format!("{:.0}", self.at)
    }

    /// The reports that were published at a moment or later, or on a day or later; all without one.
    pub fn heads_from(&self, from: Option<&str>) -> impl Iterator<Item = &Head> {
        let day = from.filter(|from| from.len() == "2022-02-17".len()).map(str::to_owned);
        let from = from.and_then(seconds);
        self.heads.iter().filter(move |head| {
            let published = head.published.as_deref();
            match &day {
                Some(day) => published.is_some_and(|at| at.get(..day.len()).unwrap_or(at) >= day.as_str()),
                None => published.and_then(seconds) >= from,
            }
        })
    }

    /// What was read of the reports from a moment or day on.
    pub fn looked(&self, from: Option<&str>) -> Looked {
        self.read.from(from)
    }

    /// Who has looked at a statement.
    pub fn reviewed(&self, citation: &Citation) -> Reviewed {
        let statement = self.cited(&citation.document).and_then(|report| report.statement(&citation.statement));
        statement.map_or(Reviewed::Machine, |statement| statement.reviewed)
    }

    /// The three numbers of some statements, each with its side.
    pub fn numbers<'c>(&self, cited: impl Iterator<Item = (&'c Citation, Option<&'c str>)>) -> Numbers {
        let (mut reports, mut origins, mut sides) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (citation, side) in cited {
            let document = citation.document.as_str();
            reports.insert(document);
            origins.insert(self.origins.get(document).map_or(document, String::as_str));
            sides.extend(side.map(str::to_owned));
        }
        Numbers { reports: reports.len(), origins: origins.len(), sides: sides.into_iter().collect() }
    }

    /// As JSON, in which everything that names a statement says who has looked at it.
    pub fn json(&self, of: &(impl Serialize + ?Sized)) -> Result<Value> {
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
