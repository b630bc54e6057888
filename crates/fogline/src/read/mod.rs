//! What a report says: who said what (`statements`), and what is said to have happened (`events`).
//!
//! Both read the parse of one paragraph at a time (`clauses`, `quotes`), with words from the lexicon folder: words of
//! attribution and of events propose, features decide. [`statements::link`] then makes one account of the document of
//! both. Russian and Ukrainian paragraphs, which no model parses, are read by the order and the endings of their words
//! (`plain`, `grammar`, `verbs`).

mod clauses;
pub mod events;
mod grammar;
mod lexicon;
mod mend;
mod plain;
mod quotes;
pub mod statements;
#[cfg(test)]
mod tests;
mod verbs;

pub use clauses::Paragraphs;

/// A row of a lexicon, as what was decided by it names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Stable name: the kind of row and its first word.
    pub id: &'static str,
    /// The file that has it.
    pub file: &'static str,
    /// Its class there.
    pub class: &'static str,
    /// What the row is for.
    pub why: &'static str,
    /// A sentence that it reads.
    pub example: &'static str,
}

/// Takes from a list what stands in it before.
fn keep_first(numbers: &mut Vec<usize>) {
    let mut seen = Vec::new();
    numbers.retain(|number| {
        let new = !seen.contains(number);
        seen.push(*number);
        new
    });
}
