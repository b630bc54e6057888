//! What the ledger derives, in the forms that other tools read.
//!
//! An [`Input`] (incidents, readings, groups of copies) goes in, bytes and a [`Declared`] come out: what the form is, what is
//! lost in it, and what every column means, to be written beside it as `NAME.README.txt`. `tables/` makes plain tables,
//! `write/` writes them as CSV, HXL-tagged CSV, XLSX and Parquet; `shapes/` fills the shapes of others: GeoJSON, ACLED's and
//! UCDP's columns, ClaimReview, Web Annotations; `bundle.rs` packs the evidence of one incident with what verifies it.
//!
//! For a public form the input is what [`fogline_reconcile::public::release`] gave. Heavy dependencies stay in this crate.

pub mod bundle;
mod crosswalk;
mod declared;
mod error;
mod input;
pub mod shapes;
pub mod tables;
#[cfg(test)]
mod tests;
pub mod write;

pub use declared::Declared;
pub use error::ExportError;
pub use input::{CopyGroup, CopyMember, Input};
