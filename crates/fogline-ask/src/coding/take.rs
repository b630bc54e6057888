//! Taking what a coder found.

use fogline_ledger::{Kind, Ledger};
use fogline_reconcile::coding::{Assignment, Coded, Coding, Kept, Stage, State, Work, check};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{append, one, sides_of, work};
use crate::error::{AskError, Result, refused};

/// What a coder found, as it is sent.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CodingWish")]
pub struct Taking {
    /// Who codes; whoever has an account signs with its name in any case.
    #[serde(default)]
    pub coder: String,
    /// Whether it is done; a draft unless said otherwise.
    #[serde(default = "draft")]
    pub state: State,
    /// What they found.
    #[serde(default)]
    pub coded: Coded,
}

fn draft() -> State {
    State::Draft
}

/// Records what a coder made of an assignment, and gives the number of the record. The same that is kept already is not recorded
/// again.
pub fn take(ledger: &mut Ledger, assignment: i64, taking: &Taking, now: Timestamp) -> Result<i64> {
    let work = work(ledger, None)?;
    let coder = taking.coder.trim().to_owned();
    let new = Coding { assignment, coder, state: taking.state, coded: taking.coded.clone(), withdrawn: None };
    record(ledger, &work, &new, now)
}

/// Records a coding, unless the coder is none of the assignment's or is done, or it has faults.
pub(super) fn record(ledger: &mut Ledger, work: &Work, new: &Coding, now: Timestamp) -> Result<i64> {
    let Coding { assignment, coder, .. } = new;
    let assigned = one(work, *assignment)?;
    if !assigned.what.coders.contains(coder) {
        return Err(refused(format!(
            "assignment {assignment} is not for `{coder}`; it is for {}",
            assigned.what.coders.join(", ")
        )));
    }
    let kept = work.coding(*assignment, coder);
    if let Some(kept) = kept.filter(|kept| kept.what == *new) {
        return Ok(kept.record);
    }
    match work.stage(*assignment, coder) {
        Stage::Finished => {
            return Err(refused(format!(
                "`{coder}` has finished assignment {assignment}, and what is finished stays as it is"
            )));
        }
        Stage::GivenBack => {
            let why = match kept.and_then(|kept| kept.what.withdrawn.as_ref()) {
                Some(own) => format!("{} withdrew assignment {assignment} from `{coder}` ({})", own.by, own.reason),
                None => format!("`{coder}` gave assignment {assignment} back"),
            };
            return Err(refused(format!("{why}, and it can no longer be coded by them")));
        }
        Stage::Open | Stage::Draft => {}
    }
    if new.state != State::GivenBack {
        checked(ledger, assigned, &new.coded, new.state == State::Finished)?;
    }
    append(ledger, Kind::Coding, &assigned.what.subject, new, None, now)
}

/// Refuses what has faults.
pub(super) fn checked(ledger: &Ledger, assigned: &Kept<Assignment>, coded: &Coded, whole: bool) -> Result<()> {
    let (text, sides) = match assigned.what.reading {
        Some(reading) => {
            let report = ledger.reading(reading)?.report()?;
            let sides = sides_of(ledger, assigned, &report)?;
            (report.document.text, sides)
        }
        None => (String::new(), Vec::new()),
    };
    let faults = check(coded, &assigned.what, &text, &sides, whole);
    if faults.is_empty() { Ok(()) } else { Err(AskError::Uncoded(faults)) }
}
