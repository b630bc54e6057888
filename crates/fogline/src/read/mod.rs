//! What a report says: who said what (`statements`), and what is said to have happened (`events`).
//!
//! Both read the parse of one paragraph at a time (`clauses`, `quotes`), with words from the lexicon folder: words of
//! attribution and of events propose, features decide. [`statements::link`] then makes one account of the document of
//! both.

mod clauses;
pub mod events;
mod quotes;
pub mod statements;
#[cfg(test)]
mod tests;
