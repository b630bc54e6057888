//! From what single reports say to what is said of one incident, by whom, on how many origins.
//!
//! The path of the data: [`report::Report`]s are readings as the ledger keeps them. `copies` folds reports that
//! print one text into one origin, `incidents` groups what could be the same occurrence and sets the accounts side by
//! side, `status` derives the four statuses by numbered rules, `signals` follows promises, warnings and labels.
//!
//! Pure functions from data to data: no clock, no files, no network, and the same result whatever the order of reports.

pub mod agreement;
pub mod assessments;
pub mod brief;
pub mod coding;
pub mod copies;
pub mod corrections;
pub mod derive;
pub mod head;
pub mod incidents;
pub mod methods;
pub mod public;
pub mod report;
pub mod rows;
pub mod sides;
pub mod signals;
pub mod status;
pub mod terms;
pub mod visible;
