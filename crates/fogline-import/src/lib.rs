//! Other people's tables: rows of CSV and XLSX with their numbers, and mappings that tell what their columns are.
//!
//! ```text
//! bytes ─rows/→ head, cells of each row ─mapping/→ what a row says (fogline_reconcile::rows::Coded)
//!          └─ what cannot be read, with its number and why ─┘
//! ```
//!
//! A row is kept as its cells stand, in their order, so that it can be given back without loss; what it says is made of them anew
//! whenever it is asked. Nothing in a workbook is ever run: a formula gives the value that was kept with it. Nothing is held in
//! memory but a row at a time, and the strings that a workbook keeps apart. No clock, no network, no ledger.

mod batch;
mod error;
mod intake;
pub mod mapping;
pub mod rows;
mod serial;

pub use batch::{Batch, Kept, SetAside, Totals};
pub use error::{BadRow, Fault, ImportError, Reason};
pub use intake::{Intake, Spots};
pub use mapping::Mapping;
