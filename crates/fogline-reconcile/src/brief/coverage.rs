//! What a brief rests on: how much was read, in which languages, of outlets of which side.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{report::Report, sides::Sides};

/// What was read of one language and side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "BriefCoverage")]
pub struct Coverage {
    /// Language; `None` where it is not known.
    pub lang: Option<String>,
    /// Side of the outlets; `None` where no pack and no input says so.
    pub side: Option<String>,
    /// The side in words.
    pub side_name: Option<String>,
    /// Reports.
    pub reports: usize,
    /// Sentences of their bodies.
    pub sentences: usize,
    /// Share of those that gave nothing, from 0 to 1; `None` without sentences.
    pub unread: Option<f64>,
    /// Statements per 100 sentences; `None` without sentences.
    pub statements_per_100: Option<f64>,
}

/// Counts what was read, by language and side, in this order.
pub fn coverage<'r>(reports: impl IntoIterator<Item = &'r Report>, sides: &Sides) -> Vec<Coverage> {
    #[derive(Default)]
    struct Sum {
        reports: usize,
        sentences: usize,
        unread: usize,
        statements: usize,
    }
    let mut sums = BTreeMap::<(Option<&str>, Option<&str>), Sum>::new();
    for report in reports {
        let document = &report.document;
        let sum = sums.entry((document.lang.as_deref(), document.side.as_deref())).or_default();
        let in_body = |start: usize, end: usize| {
            document.segments.iter().any(|part| part.kind == "body" && start < part.end && end > part.start)
        };
        sum.reports += 1;
        sum.sentences += document.sentences.iter().filter(|one| in_body(one.start, one.end)).count();
        sum.unread += report.unread.iter().filter(|one| in_body(one.start, one.end)).count();
        sum.statements += report.statements.len();
    }
    let share = |part: usize, whole: usize| (whole > 0).then(|| round(part as f64 / whole as f64));
    sums.into_iter()
        .map(|((lang, side), sum)| Coverage {
            lang: lang.map(str::to_owned),
            side: side.map(str::to_owned),
            side_name: side.map(|side| sides.name(side).to_owned()),
            reports: sum.reports,
            sentences: sum.sentences,
            unread: share(sum.unread.min(sum.sentences), sum.sentences),
            statements_per_100: share(sum.statements * 100, sum.sentences),
        })
        .collect()
}

/// To three places, so that the same sums print the same everywhere.
fn round(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}
