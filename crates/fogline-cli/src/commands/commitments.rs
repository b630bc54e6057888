//! `fogline commitments`: what was promised, agreed or warned of, and what is reported of it since.

use std::io::{self, Write};

use anyhow::Context;
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
use serde_json::json;

use crate::{
    exit::Outcome,
    output::{Form, commitment_list},
    view::{Asked, Need, View, beginning},
};

/// List promises, agreements in force and warnings, with their day and what is reported of them since
///
/// Whether something was kept is never said, only who reports what about it. "Due" and "overdue" are as of now, or as of the
/// time that is asked for; days are those of UTC.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only one kind; promises take in offers, announcements and declared readiness
    #[arg(long, value_enum, value_name = "KIND")]
    kind: Option<Kind>,

    /// Only what is due or overdue, or of which something new is reported since the day before
    #[arg(long)]
    due: bool,

    /// New is what is reported since this time or day, instead of the day before; needs --due
    #[arg(long, value_name = "TIME", value_parser = beginning, requires = "due")]
    since: Option<Timestamp>,

    #[command(flatten)]
    asked: Asked,
}

/// Kinds that can be asked for.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// What a side says that it will do
    Promise,
    /// What someone says that another will do
    Warning,
    /// Measures of agreements in force, as the packs hold them
    Agreement,
}

/// What was found.
pub(crate) struct Found {
    /// Promises, offers, announcements.
    pub(crate) promises: Option<Vec<Commitment>>,
    /// Measures of agreements.
    pub(crate) agreements: Option<Vec<Commitment>>,
    /// Warnings.
    pub(crate) warnings: Option<Vec<Warning>>,
    /// Where only what is due was asked for: from when on something that is reported is new, in seconds since 1970.
    pub(crate) due: Option<i64>,
}

/// Seconds of a day: how far back something reported is new, unless asked otherwise.
const NEW: i64 = 24 * 3600;

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let view = args.asked.view(Need::Items)?;
    let found = find(args, &view);
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => {
            let all = json!({
                "as_of": view.moment(), "reports": view.heads.len(),
                "promises": found.promises, "agreements": found.agreements, "warnings": found.warnings,
            });
            writeln!(out, "{}", view.json(&all)?)
        }
        Form::Text => write!(out, "{}", commitment_list(&found, &view)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

fn find(args: &Args, view: &View) -> Found {
    let (items, at) = (view.items(), view.moment());
    let since = args.since.map_or(view.at.as_second() - NEW, Timestamp::as_second);
    let asked = |kind: Kind| args.kind.is_none_or(|wanted| wanted == kind);
    let accords = if asked(Kind::Agreement) { commitments::accords(&view.packs, &view.sides) } else { Vec::new() };
    let mut made = commitments::commitments(items, &accords, &view.sides, &at);
    made.retain(|one| !args.due || is_due(one, since));
    let (agreements, promises): (Vec<_>, Vec<_>) =
        made.into_iter().partition(|one| one.kind == commitments::Kind::AgreementInForce);
    let warnings = asked(Kind::Warning).then(|| {
        let mut all = warnings::warnings(items, &view.sides, &at);
        all.retain(|one| !args.due || has_come(one, &at, since));
        all
    });
    Found {
        promises: asked(Kind::Promise).then_some(promises),
        agreements: asked(Kind::Agreement).then_some(agreements),
        warnings,
        due: args.due.then_some(since),
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
pub(crate) fn is_new(cited: &Cited, since: i64) -> bool {
    cited.published.as_deref().and_then(seconds).is_some_and(|at| at >= since)
}
