//! A conflict put into a pack: what of it the ledger's reports name, sorted by a person, made into files, and tried out.
//!
//! ```text
//! reports ──gather.rs──▶ Candidates ──sheet/──▶ sorting.tsv ──a person──▶ sorting.tsv ──make/──▶ files of a pack ──diff.rs──▶ Differing
//! ```
//! Nothing here decides on which side anyone is: a machine proposes names with the words they stand in, and a person sorts them.

mod candidate;
pub mod diff;
mod gather;
pub mod make;
pub mod sheet;

pub use self::{
    candidate::{Candidate, Candidates, Example, Related, Sort},
    gather::{Gathering, candidates},
};
