//! Withdrawing an assignment from coders who will not code it, so that the rest can be decided.

use fogline_ledger::Ledger;
use fogline_reconcile::coding::{Coded, Coding, State, Withdrawn};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{one, take::record, work};
use crate::error::{Result, refused};

/// From whom an assignment is withdrawn, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "WithdrawalWish")]
pub struct Withdrawing {
    /// Who withdraws it; whoever has an account signs with its name in any case.
    #[serde(default)]
    pub by: String,
    /// Why so.
    pub reason: String,
    /// From whom; without any, from all who are still to code it.
    #[serde(default)]
    pub coders: Vec<String>,
}

/// What was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "WithdrawnAs")]
pub struct Withdrawal {
    /// Numbers of the records, in the order of the coders.
    pub records: Vec<i64>,
}

/// Records for each coder that they will not code an assignment, as if they had given it back, with who says so and why. What is
/// finished stays.
pub fn withdraw(ledger: &mut Ledger, assignment: i64, wish: &Withdrawing, now: Timestamp) -> Result<Withdrawal> {
    let (by, reason) = (wish.by.trim(), wish.reason.trim());
    if by.is_empty() || reason.is_empty() {
        return Err(refused("to withdraw an assignment takes a person and a reason, which stay on record"));
    }
    let work = work(ledger, None)?;
    let left = work.left(one(&work, assignment)?);
    let mut coders: Vec<&str> = wish.coders.iter().map(|name| name.trim()).collect();
    if coders.is_empty() {
        coders = left;
    } else if let Some(done) = coders.iter().find(|name| !left.contains(name)) {
        return Err(refused(format!("`{done}` is not among those who are still to code assignment {assignment}")));
    }
    if coders.is_empty() {
        return Err(refused(format!("nobody is still to code assignment {assignment}")));
    }
    coders.sort_unstable();
    coders.dedup();
    let withdrawn = Some(Withdrawn { by: by.to_owned(), reason: reason.to_owned() });
    let records = coders.into_iter().map(|coder| {
        let (coder, withdrawn) = (coder.to_owned(), withdrawn.clone());
        let new = Coding { assignment, coder, state: State::GivenBack, coded: Coded::default(), withdrawn };
        record(ledger, &work, &new, now)
    });
    Ok(Withdrawal { records: records.collect::<Result<_>>()? })
}
