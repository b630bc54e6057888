//! Taking what a coder found.

use fogline_ledger::{Kind, Ledger};
use fogline_reconcile::coding::{Assignment, Coded, Coding, Kept, Stage, State, Work, check};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{append, sides_of, work};
use crate::error::{AskError, Result, refused, unknown};

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
    let kept = work.assignment(assignment).ok_or_else(|| unknown(format!("there is no assignment {assignment}")))?;
    let assigned = &kept.what;
    let coder = taking.coder.trim();
    if !assigned.coders.iter().any(|own| own == coder) {
        return Err(refused(format!(
            "assignment {assignment} is not for `{coder}`; it is for {}",
            assigned.coders.join(", ")
        )));
    }
    let new = Coding { assignment, coder: coder.to_owned(), state: taking.state, coded: taking.coded.clone() };
    if let Some(kept) = work.coding(assignment, coder).filter(|kept| kept.what == new) {
        return Ok(kept.record);
    }
    match work.stage(assignment, coder) {
        Stage::Finished => {
            return Err(refused(format!(
                "`{coder}` has finished assignment {assignment}, and what is finished stays as it is"
            )));
        }
        Stage::GivenBack => {
            return Err(refused(format!("`{coder}` gave assignment {assignment} back, and can no longer code it")));
        }
        Stage::Open | Stage::Draft => {}
    }
    if new.state != State::GivenBack {
        checked(ledger, kept, &new.coded, new.state == State::Finished)?;
    }
    append(ledger, Kind::Coding, &assigned.subject, &new, None, now)
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

/// Refuses to go on while somebody is still to code.
pub(super) fn all_are_done(work: &Work, assignment: i64, coders: &[String]) -> Result<()> {
    let left = |coder: &&String| matches!(work.stage(assignment, coder), Stage::Open | Stage::Draft);
    let left: Vec<&str> = coders.iter().filter(left).map(String::as_str).collect();
    if left.is_empty() {
        return Ok(());
    }
    Err(refused(format!(
        "assignment {assignment} cannot be decided yet: {} have neither finished nor given it back",
        left.join(", ")
    )))
}
