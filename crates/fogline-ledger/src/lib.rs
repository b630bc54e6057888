//! The ledger on disk: one folder, records that are only ever added, each document under a key of its own.
//!
//! ```text
//! ledger.sqlite    records in a hash chain: documents, their parses and readings, corrections, briefs, packs,
//!                  erasures, and who wrote over the network
//! keys.sqlite      the key of each document; destroying one erases the document, and the chain still holds
//! accounts.sqlite  who may ask a ledger that is served to other machines; not there where it never was
//! derived.sqlite   whatever can be computed again: full text, incidents; may be deleted at any time
//! ```
//!
//! A [`Ledger`] is opened for writing by one process at a time and read by any number. [`Drafter`] does the work on a
//! document that needs no ledger (compressing, encrypting, indexing its words), on any thread; [`Ledger::append`] writes
//! drafts in one transaction, so that what it has returned for is on the disk.
//!
//! No clock: who records says when.

pub mod accounts;
pub mod audit;
mod body;
mod chain;
mod crypt;
pub mod derived;
mod draft;
mod erase;
mod error;
mod history;
mod keys;
mod ledger;
mod lock;
mod once;
mod packs;
mod record;
mod search;
mod squeeze;
pub mod standing;
mod store;
mod text;
mod veil;
mod verify;

pub use draft::{Basis, DocId, Draft, Drafter, NewReport};
pub use erase::Erased;
pub use error::{LedgerError, Result};
pub use history::{Entry, Read, Stored};
pub use ledger::{Appended, Ledger, Note, Outcome};
pub use once::{Before, Once};
pub use record::Kind;
pub use search::{Found, Group, Hit, Search};
pub use verify::{Finding, HeadCheck, Verified};
