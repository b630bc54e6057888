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

/// The commitments and warnings that are wanted. The view needs [`Need::Items`](crate::Need::Items).
pub fn find(wanted: &Wanted, view: &View) -> Found {
    let (items, at) = (view.items(), view.moment());
    let since = wanted.since.map_or(view.at.as_second() - NEW, Timestamp::as_second);
    let asked = |kind: Kind| wanted.kind.is_none_or(|one| one == kind);
    let accords = if asked(Kind::Agreement) { commitments::accords(&view.packs, &view.sides) } else { Vec::new() };
    let mut made = commitments::commitments(items, &accords, &view.sides, &at);
    made.retain(|one| !wanted.due || is_due(one, since));
    let (agreements, promises): (Vec<_>, Vec<_>) =
        made.into_iter().partition(|one| one.kind == commitments::Kind::AgreementInForce);
    let warnings = asked(Kind::Warning).then(|| {
        let mut all = warnings::warnings(items, &view.sides, &at);
        all.retain(|one| !wanted.due || has_come(one, &at, since));
        all
    });
    Found {
        as_of: at,
        reports: view.heads.len(),
        promises: asked(Kind::Promise).then_some(promises),
        agreements: asked(Kind::Agreement).then_some(agreements),
        warnings,
        due: wanted.due.then_some(since),
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
