//! What a report says: who said what (`statements`), and what is said to have happened (`events`).

mod clauses;
pub mod events;
mod quotes;
pub mod statements;
