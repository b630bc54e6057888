//! Signals across reports: what was promised and what is said of it later, what was warned of, who uses which label, which
//! figures changed, and which claims were answered.
//!
//! Goes in: [`Report`](crate::report::Report)s. [`Extractor::items`] takes from each what is needed ([`Item`]s, without the
//! report's text), and all else is computed from items alone, so that a ledger reads each report once. Comes out: values
//! that cite the exact words, each with the rules that led to it. Whether a promise was kept is never said, only by whom
//! something about it is reported. The present is a parameter; the order of items does not matter; sides are compared,
//! never judged. What is opposite to what stands in `lexicon/commitments.toml`, words in `lexicon/*/commitments.toml`.

#[cfg(test)]
mod build;
mod cited;
pub mod commitments;
mod deadline;
mod deeds;
mod extract;
pub mod figures;
mod item;
pub mod narratives;
pub mod responses;
mod stretch;
#[cfg(test)]
mod tests;
mod themes;
mod wanted;
pub mod warnings;
mod words;

pub use cited::{Based, Cited};
pub use extract::Extractor;
pub use item::{
    Answer, Channel, Count, Deadline, Deed, Interval, Item, LabelUse, Party, Speaker, Spot, Stance, Warned, Way,
};
pub use wanted::{Claims, Glance, Matters};
