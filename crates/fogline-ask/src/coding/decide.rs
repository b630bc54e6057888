//! Deciding where coders differ, and taking over what was decided.

use fogline_ledger::{Kind, Ledger, Once, standing::Known};
use fogline_reconcile::coding::{
    Adjudication, Coded, Subject,
    apply::{Left, Step, steps},
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{append, one, take::checked, work};
use crate::{
    Need, View,
    correct::{Wish, correct},
    error::{AskError, Result, refused},
};

/// What somebody decides.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AdjudicationWish")]
pub struct Deciding {
    /// Who decides; whoever has an account signs with its name in any case.
    #[serde(default)]
    pub by: String,
    /// Why so.
    pub reason: String,
    /// Why somebody decides who has coded it themselves; refused without one.
    #[serde(default)]
    pub own: Option<String>,
    /// What is decided.
    pub decided: Coded,
}

/// Records a decision, and gives the number of its record. A later one takes the place of an earlier one.
pub fn decide(
    ledger: &mut Ledger,
    assignment: i64,
    wish: &Deciding,
    once: Option<&Once>,
    now: Timestamp,
) -> Result<i64> {
    let by = wish.by.trim();
    if by.is_empty() || wish.reason.trim().is_empty() {
        return Err(refused("a decision needs a person and a reason, which stay on record"));
    }
    let work = work(ledger, None)?;
    let assigned = one(&work, assignment)?;
    let left = work.left(assigned);
    if !left.is_empty() {
        return Err(refused(format!(
            "assignment {assignment} cannot be decided yet: {} have neither finished nor given it back; an admin can withdraw it \
             from who never will",
            left.join(", ")
        )));
    }
    let codings: Vec<i64> = work.finished(assigned).into_iter().map(|one| one.record).collect();
    if codings.is_empty() {
        return Err(refused(format!("nobody has finished assignment {assignment}, so there is nothing to decide")));
    }
    let own = wish.own.as_deref().map(str::trim).filter(|why| !why.is_empty());
    if assigned.what.coders.iter().any(|coder| coder == by) && own.is_none() {
        return Err(refused(format!(
            "`{by}` has coded this; let somebody else decide, or say why nobody else can, which stays on record"
        )));
    }
    checked(ledger, assigned, &wish.decided, true)?;
    let adjudication = Adjudication {
        assignment,
        by: by.to_owned(),
        reason: wish.reason.clone(),
        own: own.map(ToOwned::to_owned).filter(|_| assigned.what.coders.iter().any(|coder| coder == by)),
        codings,
        decided: wish.decided.clone(),
    };
    append(ledger, Kind::Adjudication, &assigned.what.subject, &adjudication, once, now)
}

/// What came of taking over a decision.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "TakenOver")]
pub struct Applied {
    /// Numbers of the corrections that were recorded.
    pub corrections: Vec<i64>,
    /// What stays to be done by hand, and why.
    pub left: Vec<Left>,
}

/// Records corrections by which the report comes to what was decided last of an assignment. What is so already is not corrected
/// again.
pub fn apply(ledger: &mut Ledger, assignment: i64, by: &str) -> Result<Applied> {
    let work = work(ledger, None)?;
    let assigned = one(&work, assignment)?;
    let decision = work.adjudication(assignment).ok_or_else(|| {
        refused(format!("nothing was decided of assignment {assignment}, so there is nothing to take over"))
    })?;
    if decision.what.by != by {
        return Err(refused(format!("{} has decided this, and only they take it over", decision.what.by)));
    }
    let Subject::Report { document } = &assigned.what.subject else {
        return Err(refused("statuses follow from statements by rules, and are changed by correcting these"));
    };
    let view = View::answering(ledger, Need::Report(document), Known::default())?;
    let (steps, mut left) = steps(&decision.what.decided, view.report(document)?);
    let reason = format!("{} (adjudication {})", decision.what.reason, decision.record);
    let mut corrections = Vec::new();
    for step in steps {
        let (what, change) = match step {
            Step::Edit { target, field, value } => (
                format!("{target}.{field}"),
                json!({ "change": "edit", "document": document, "target": target, "field": field, "value": value.to_string() }),
            ),
            Step::AddStatement { words, speaker, side, act, accused } => (
                words.exact.clone(),
                json!({
                    "change": "add_statement", "document": document, "start": words.start, "end": words.end,
                    "speaker": speaker, "side": side, "act": act, "accused": accused,
                }),
            ),
        };
        let wish =
            Wish { what: serde_json::from_value(change)?, by: by.to_owned(), reason: reason.clone(), instead_of: None };
        match correct(ledger, &wish, None) {
            Ok((effect, _)) => corrections.push(effect.record),
            Err(why @ (AskError::Refused(_) | AskError::Unfit(_) | AskError::Unknown(_))) => {
                left.push(Left { what, why: why.to_string() });
            }
            Err(other) => return Err(other),
        }
    }
    Ok(Applied { corrections, left })
}
