//! From words to what they stand for: times, quantities, places and actors. Every function here is pure: the same
//! document, annotation and tables give the same answer.

#[cfg(test)]
pub(crate) mod cases;
mod numerals;

pub(crate) use numerals::parsed;
pub mod places;
pub mod quantities;
mod tokens;
pub mod when;
pub mod who;
