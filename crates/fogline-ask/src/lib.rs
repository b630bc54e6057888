//! What people ask of a ledger, and what it answers: incidents with their accounts, what is new, what monitors recorded, who
//! answered, which figures changed, what was promised, corrected, searched for; and the corrections that people make.
//!
//! Questions are read from the command line and over HTTP alike, so both answer with the same words and numbers. Every
//! answer can be asked for as of a time. Nothing here knows how answers are shown.

pub mod assess;
pub mod brief;
pub mod coding;
pub mod commitments;
pub mod correct;
mod error;
pub mod figures;
pub mod history;
pub mod incident;
pub mod incidents;
pub mod matrix;
pub mod methods;
pub mod narratives;
pub mod news;
pub mod numbers;
pub mod observer;
pub mod packs;
pub mod responses;
pub mod retractions;
pub mod review;
pub mod rows;
pub mod stats;
pub mod time;
pub mod view;
mod wanted;

pub use error::{AskError, Result};
pub use view::{Need, View};
