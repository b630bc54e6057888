//! Coding by people: assignments, what is needed to code one, what coders made of it, how far they agree, and the codebook.
//!
//! `crate::blind` keeps coders from what is served elsewhere; what others made of the same is kept from them here.

use axum::{Extension, Json, extract::State, http::StatusCode};
use fogline_ask::coding::{
    Applied, Assigned, Assigning, Deciding, Listed, Taking, Task, Wanted, Withdrawal, Withdrawing, agreement, apply,
    assign, decide, list, one, take, task, withdraw, work,
};
use fogline_ledger::{Kind, standing::Known};
use fogline_reconcile::coding::{
    Adjudication, Assignment, Coded, Coding, Kept, blind, codebook::Codebook, machine, table::Table,
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Shared,
    asked::{Path, Query, Sent, WhenRecorded},
    writes::{Key, before},
};
use crate::{
    accounts::Who,
    error::{Fault, Result},
};

/// Whose assignments.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Whose {
    /// Only those of one coder.
    coder: Option<String>,
}

/// Which assignment.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct One {
    /// Number of its record.
    number: i64,
}

/// Assignments.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Assignments {
    /// The latest first.
    assignments: Vec<Listed>,
    /// Number of the assignment that keeps who asks from all that was read, until it is coded or given back; none where nothing does.
    kept_by: Option<i64>,
}

/// What coders made of an assignment.
#[derive(Debug, Serialize, JsonSchema)]
#[expect(clippy::struct_field_names, reason = "the names are those of the answer")]
pub(crate) struct Codings {
    /// The codings that are done.
    codings: Vec<Kept<Coding>>,
    /// What the machine made of it.
    machine: Coded,
    /// What was decided last.
    adjudication: Option<Kept<Adjudication>>,
}

/// What was recorded.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "RecordedAs")]
pub(crate) struct RecordedAs {
    /// Number of the record.
    record: i64,
}

/// Who asks, where there are no accounts.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(rename = "AskedBy")]
pub(crate) struct By {
    /// Their name; whoever has an account signs with its name in any case.
    #[serde(default)]
    by: String,
}

/// What coders made of an assignment is kept from whoever may not see it.
fn not_shown() -> Fault {
    let why = "what coders made of this is shown to who has finished coding it, and to admins who have nothing of it left to code; \
               where there are no accounts, when all coders are done";
    kept_from(why.to_owned())
}

/// What is recorded now keeps people from things, also from what was known at another time.
fn kept_from(why: String) -> Fault {
    Fault::Sent(StatusCode::FORBIDDEN, why)
}

pub(crate) async fn assignments(
    State(desk): State<Shared>,
    Extension(who): Extension<Who>,
    Query(whose): Query<Whose>,
    Query(when): Query<WhenRecorded>,
) -> Result<Json<Assignments>> {
    let Known { as_of, .. } = when.known()?;
    let answer = desk.look(move |desk, ledger| {
        let name = who.signs();
        let now = desk.coding(ledger)?;
        let kept_by = name.and_then(|name| blind::keeps_from_readings(&now, name));
        let then = work(ledger, as_of)?;
        // Who codes blind sees what they are to code, and nothing of the rest.
        let whose = whose.coder.as_deref().filter(|name| !name.is_empty());
        let whose = if kept_by.is_some() { name } else { whose };
        let mut assignments = list(&then, &desk.now()?.base.heads, whose);
        if kept_by.is_some() {
            // Why it was taken from another can say what they made of it.
            let coders = assignments.iter_mut().flat_map(|one| &mut one.coders);
            coders.filter(|coder| Some(coder.name.as_str()) != name).for_each(|coder| coder.withdrawn = None);
        }
        Ok(Assignments { assignments, kept_by })
    });
    Ok(Json(answer.await?))
}

pub(crate) async fn task_of(
    State(desk): State<Shared>,
    Extension(who): Extension<Who>,
    Path(One { number }): Path<One>,
    Query(whose): Query<Whose>,
) -> Result<Json<Task>> {
    let answer = desk.look(move |desk, ledger| {
        let work = desk.coding(ledger)?;
        let name = who.signs();
        let own = |name: &str| one(&work, number).map(|one| one.what.coders.iter().any(|coder| coder == name));
        if let Some(name) = name
            && !own(name)?
            && let Some(kept_by) = blind::keeps_from_readings(&work, name)
        {
            return Err(kept_from(format!("you are to code assignment {kept_by} blind; this is another one")));
        }
        let coder = name.or(whose.coder.as_deref());
        Ok(task(ledger, &work, &desk.now()?.base.heads, number, coder)?)
    });
    Ok(Json(answer.await?))
}

pub(crate) async fn codings(
    State(desk): State<Shared>,
    Extension(who): Extension<Who>,
    Path(One { number }): Path<One>,
) -> Result<Json<Codings>> {
    let answer = desk.look(move |desk, ledger| {
        let work = desk.coding(ledger)?;
        let assigned = one(&work, number)?;
        if !blind::may_see_codings(&work, assigned, who.signs(), who.decides()) {
            return Err(not_shown());
        }
        let machine = match assigned.what.reading {
            Some(reading) => machine::named(&ledger.reading(reading)?.report()?),
            None => Coded { statuses: assigned.what.statuses.clone(), ..Coded::default() },
        };
        let codings = work.finished(assigned).into_iter().cloned().collect();
        Ok(Codings { codings, machine, adjudication: work.adjudication(number).cloned() })
    });
    Ok(Json(answer.await?))
}

pub(crate) async fn agreements(
    State(desk): State<Shared>,
    Extension(who): Extension<Who>,
    Query(wanted): Query<Wanted>,
    Query(when): Query<WhenRecorded>,
) -> Result<Json<Table>> {
    let Known { as_of, .. } = when.known()?;
    let answer = desk.look(move |desk, ledger| {
        let now = desk.coding(ledger)?;
        if let Some(number) = who.signs().and_then(|name| blind::keeps_from_agreement(&now, name)) {
            return Err(kept_from(format!(
                "you are still to code assignment {number}; finish it or give it back, and how far coders agree is shown to you"
            )));
        }
        let sees = |own: &Kept<Assignment>| blind::may_see_codings(&now, own, who.signs(), who.decides());
        if let Some(number) = wanted.assignment
            && !sees(one(&now, number)?)
        {
            return Err(not_shown());
        }
        // Values are codings. A number over many is none, but tells of what others still code.
        let is_shown = |own: &Kept<Assignment>| sees(own) || (!wanted.values && now.left(own).is_empty());
        let then = as_of.map(|_| work(ledger, as_of)).transpose()?;
        Ok(agreement(ledger, then.as_ref().unwrap_or(&now), &wanted, is_shown)?)
    });
    Ok(Json(answer.await?))
}

pub(crate) async fn book() -> Json<&'static Codebook> {
    Json(Codebook::bundled())
}

pub(crate) async fn assigning(
    State(desk): State<Shared>,
    Extension(who): Extension<Who>,
    key: Key,
    Sent { json, read: mut wish }: Sent<Assigning>,
) -> Result<Json<Assigned>> {
    let once = key.once(&who, &json);
    who.sign(&mut wish.by);
    let assigned = desk.write(&who, move |_, ledger| {
        if let Some(record) = before(ledger, Kind::Assignment, once.as_ref())? {
            // Those of one request follow each other.
            let all = wish.reports.len() + wish.incidents.len();
            let last = record.saturating_add(i64::try_from(all).unwrap_or(i64::MAX));
            let same = work(ledger, None)?.assignments.into_iter().map(|one| one.record);
            return Ok(Assigned { assignments: same.filter(|own| (record..last).contains(own)).collect() });
        }
        Ok(assign(ledger, &wish, once.as_ref(), Timestamp::now())?)
    });
    Ok(Json(assigned.await?))
}

pub(crate) async fn taking(
    State(desk): State<Shared>,
    Extension(who): Extension<Who>,
    Path(One { number }): Path<One>,
    Sent { read: mut wish, .. }: Sent<Taking>,
) -> Result<Json<RecordedAs>> {
    who.sign(&mut wish.coder);
    let record = desk.write(&who, move |_, ledger| Ok(take(ledger, number, &wish, Timestamp::now())?));
    Ok(Json(RecordedAs { record: record.await? }))
}

pub(crate) async fn withdrawing(
    State(desk): State<Shared>,
    Extension(who): Extension<Who>,
    Path(One { number }): Path<One>,
    Sent { read: mut wish, .. }: Sent<Withdrawing>,
) -> Result<Json<Withdrawal>> {
    who.sign(&mut wish.by);
    let withdrawn = desk.write(&who, move |_, ledger| Ok(withdraw(ledger, number, &wish, Timestamp::now())?));
    Ok(Json(withdrawn.await?))
}

pub(crate) async fn deciding(
    State(desk): State<Shared>,
    Extension(who): Extension<Who>,
    Path(One { number }): Path<One>,
    key: Key,
    Sent { json, read: mut wish }: Sent<Deciding>,
) -> Result<Json<RecordedAs>> {
    // The same sent of another assignment is another request.
    let once = key.once(&who, &json!([number, json]));
    who.sign(&mut wish.by);
    let record = desk.write(&who, move |_, ledger| {
        if let Some(record) = before(ledger, Kind::Adjudication, once.as_ref())? {
            return Ok(record);
        }
        Ok(decide(ledger, number, &wish, once.as_ref(), Timestamp::now())?)
    });
    Ok(Json(RecordedAs { record: record.await? }))
}

pub(crate) async fn taking_over(
    State(desk): State<Shared>,
    Extension(who): Extension<Who>,
    Path(One { number }): Path<One>,
    Sent { read: By { by }, .. }: Sent<By>,
) -> Result<Json<Applied>> {
    let by = who.signs().map_or(by, ToOwned::to_owned);
    let applied = desk.write(&who, move |_, ledger| Ok(apply(ledger, number, by.trim())?));
    Ok(Json(applied.await?))
}
