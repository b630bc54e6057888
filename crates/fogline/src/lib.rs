//! Reads conflict reporting: from bytes to documents, from documents to what they say, each part tied to its words.
//!
//! The path of the data: [`acquire`] makes [`document::Document`]s of bytes, [`annotate`] splits them into sentences and
//! words, [`reading::read`] resolves times, quantities, places and actors ([`resolve`]). No clock, no network, no global
//! state.

pub mod acquire;
pub mod annotate;
pub mod code_points;
pub mod document;
pub mod faults;
pub mod gazetteer;
pub mod lang;
pub mod names;
mod near;
pub mod offsets;
pub mod outlets;
pub mod packs;
pub mod read;
pub mod reading;
pub mod resolve;
pub mod span;
pub mod time;
pub mod version;
