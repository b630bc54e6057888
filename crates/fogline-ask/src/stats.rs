//! What a ledger holds, and how much of it was understood.

use fogline_ledger::{Group, Ledger};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Result;

/// What a ledger holds.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Stats {
    /// How many records there are of each kind.
    pub records: Map<String, Value>,
    /// Reports by language and side of the outlet.
    pub reports: Vec<Coverage>,
}

/// Reports of one language from outlets of one side, and how much of them was read.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "StatsCoverage")]
pub struct Coverage {
    /// Language; none if it is not known.
    pub lang: Option<String>,
    /// Side of the outlet; none where nobody says so.
    pub side: Option<String>,
    /// Number of reports.
    pub reports: u64,
    /// Sentences of their bodies.
    pub sentences: u64,
    /// The share of these that gave nothing; none without any.
    pub unread_share: Option<f64>,
    /// Statements a hundred sentences; none without any.
    pub statements_per_100_sentences: Option<f64>,
}

/// What a ledger held at a time, or holds now.
pub fn stats(ledger: &Ledger, as_of: Option<Timestamp>) -> Result<Stats> {
    let records = ledger.counts(as_of)?.into_iter().map(|(kind, count)| (kind.name().to_owned(), count.into()));
    Ok(Stats { records: records.collect(), reports: ledger.groups(as_of)?.into_iter().map(Coverage::from).collect() })
}

impl From<Group> for Coverage {
    fn from(group: Group) -> Self {
        let round = |value: f64| (value * 10_000.0).round() / 10_000.0;
        let per = |part: u64| (group.sentences > 0).then(|| round(part as f64 / group.sentences as f64));
        Self {
            unread_share: per(group.unread),
            statements_per_100_sentences: per(100 * group.statements),
            lang: group.lang,
            side: group.side,
            reports: group.reports,
            sentences: group.sentences,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_nothing_are_not_known() {
        let some = Group { reports: 1, sentences: 8, unread: 2, statements: 6, ..Group::default() };
        let some = Coverage::from(some);
        assert_eq!((some.unread_share, some.statements_per_100_sentences), (Some(0.25), Some(75.0)));
        let none = Coverage::from(Group::default());
        assert_eq!((none.unread_share, none.statements_per_100_sentences), (None, None));
    }
}
