//! Coding by people: who is to code what, what they made of it, what was decided, and how far they agree.
//!
//! Every record stands in the ledger under the key of the report that it is about, so that it goes with the report. Nothing that is
//! derived follows from these records; what was decided changes the ledger by corrections alone, and where somebody asks for it.

mod agree;
mod assign;
mod decide;
mod list;
mod take;
mod withdraw;

use fogline_ledger::{DocId, Kind, Ledger, Note, Once, Outcome};
use fogline_reconcile::{
    coding::{Assignment, Kept, Subject, Work, sides},
    report::Report,
};
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

pub use self::{
    agree::{Wanted, agreement},
    assign::{Assigned, Assigning, assign},
    decide::{Applied, Deciding, apply, decide},
    list::{Coder, Listed, Task, Text, heads, list, one, task},
    take::{Taking, take},
    withdraw::{Withdrawal, Withdrawing, withdraw},
};
use crate::error::{Result, refused};

/// All that is recorded of coding, as known at a time; without one, now.
pub fn work(ledger: &Ledger, as_of: Option<Timestamp>) -> Result<Work> {
    Ok(Work::of(
        kept(ledger, Kind::Assignment, as_of)?,
        kept(ledger, Kind::Coding, as_of)?,
        kept(ledger, Kind::Adjudication, as_of)?,
    ))
}

fn kept<T: DeserializeOwned>(ledger: &Ledger, kind: Kind, as_of: Option<Timestamp>) -> Result<Vec<Kept<T>>> {
    let read = |entry: fogline_ledger::Entry| {
        let what = serde_json::from_slice(&entry.body)?;
        Ok(Kept { record: entry.seq, at: entry.recorded_at.to_string(), what })
    };
    ledger.notes(kind, as_of)?.into_iter().map(read).collect()
}

/// The sides that a coder of a report can tell, by the packs as they were when it was assigned.
fn sides_of(ledger: &Ledger, assigned: &Kept<Assignment>, report: &Report) -> Result<Vec<String>> {
    Ok(sides(&ledger.packs(assigned.at.parse().ok())?, report))
}

/// Adds a record about a subject; `once` where it was sent with a key.
fn append(
    ledger: &mut Ledger,
    kind: Kind,
    subject: &Subject,
    what: &impl Serialize,
    once: Option<&Once>,
    now: Timestamp,
) -> Result<i64> {
    let id = |id: &str| id.parse::<DocId>().map_err(|()| refused(format!("`{id}` is no id of a document")));
    let documents = subject.documents().into_iter().map(id).collect::<Result<Vec<_>>>()?;
    let body = serde_json::to_vec(what)?;
    let (about, quotes) = match (subject, documents.as_slice()) {
        (Subject::Report { .. }, [own]) => (Some(*own), Vec::new()),
        _ => (None, documents),
    };
    match ledger.append_note_once(&Note { kind, about, quotes: &quotes, body: &body }, once, now)? {
        Outcome::Stored(seq) | Outcome::Known(seq) => Ok(seq),
        Outcome::Erased(_) => Err(refused("the report was erased, and nothing can be recorded of it")),
    }
}
