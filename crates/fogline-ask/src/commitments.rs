//! What was promised, agreed or warned of, and what is reported of it since.

use clap::ValueEnum;
use fogline_reconcile::{
    report::seconds,
    signals::{
        Cited,
        commitments::{self, Commitment, Status, Timing},
        warnings::{self, Warning, WarningStatus},
    },
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::View;

/// Which of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// Only one kind.
    pub kind: Option<Kind>,
    /// Only what is due or overdue, or of which something new is reported.
    pub due: bool,
    /// New is what is reported since then, instead of since the day before.
    pub since: Option<Timestamp>,
}

/// Kinds that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What a side says that it will do
    Promise,
    /// What someone says that another will do
    Warning,
    /// Measures of agreements in force, as the packs hold them
    Agreement,
}

/// What was found.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Commitments")]
pub struct Found {
    /// As of when it is due.
    pub as_of: String,
    /// How many reports were read.
    pub reports: usize,
    /// Promises, offers, announcements.
    pub promises: Option<Vec<Commitment>>,
    /// Measures of agreements.
    pub agreements: Option<Vec<Commitment>>,
    /// Warnings.
    pub warnings: Option<Vec<Warning>>,
    /// Where only what is due was asked for: from when on something that is reported is new, in seconds since 1970.
    #[serde(skip)]
    pub due: Option<i64>,
}

/// Seconds of a day: how far back something reported is new, unless asked otherwise.
const NEW: i64 = 24 * 3600;

/// All commitments and warnings, as they stood at a moment.
pub struct All {
    at: String,
    moment: i64,
    reports: usize,
    made: Vec<Commitment>,
    warnings: Vec<Warning>,
}

/// All of them. The view needs [`Need::Commitments`](crate::Need::Commitments).
pub fn all(view: &View) -> All {
    let (items, at) = (view.items(), view.moment());
    let accords = view.accords();
    All {
        made: commitments::commitments(items, &accords, &view.sides, &at),
        warnings: warnings::warnings(items, &view.sides, &at),
        moment: view.at.as_second(),
        reports: view.heads.len(),
        at,
    }
}

/// Those that are wanted. The view needs [`Need::Commitments`](crate::Need::Commitments).
pub fn find(wanted: &Wanted, view: &View) -> Found {
    all(view).wanted(wanted)
}

impl All {
    /// The moment at which they stood so, in seconds since 1970.
    pub fn moment(&self) -> i64 {
        self.moment
    }

    /// Those that are wanted.
    pub fn wanted(&self, wanted: &Wanted) -> Found {
        let since = wanted.since.map_or(self.moment - NEW, Timestamp::as_second);
        let asked = |kind: Kind| wanted.kind.is_none_or(|one| one == kind);
        let made = |of_agreements: bool| {
            let of_kind =
                self.made.iter().filter(|one| (one.kind == commitments::Kind::AgreementInForce) == of_agreements);
            of_kind.filter(|one| !wanted.due || is_due(one, since)).cloned().collect::<Vec<_>>()
        };
        let warnings = || {
            let all = self.warnings.iter();
            all.filter(|one| !wanted.due || has_come(one, &self.at, since)).cloned().collect::<Vec<_>>()
        };
        Found {
            as_of: self.at.clone(),
            reports: self.reports,
            promises: asked(Kind::Promise).then(|| made(false)),
            agreements: asked(Kind::Agreement).then(|| made(true)),
            warnings: asked(Kind::Warning).then(warnings),
            due: wanted.due.then_some(since),
        }
    }
}

fn is_due(one: &Commitment, since: i64) -> bool {
    matches!(one.status, Status::Due | Status::Overdue)
        || one.timing == Timing::Due
        || one.evidence.iter().any(|evidence| is_new(&evidence.cited, since))
}

fn has_come(one: &Warning, at: &str, since: i64) -> bool {
    one.status == WarningStatus::HorizonPassed
        || one.until.as_deref().is_some_and(|until| at.get(..10) == until.get(..10))
        || one.outcome.iter().any(|outcome| is_new(&outcome.cited, since))
}

/// Whether a statement came out since a moment.
pub fn is_new(cited: &Cited, since: i64) -> bool {
    cited.published.as_deref().and_then(seconds).is_some_and(|at| at >= since)
}
