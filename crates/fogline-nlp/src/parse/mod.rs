//! The transition systems: states scored by a small network over token vectors, actions taken greedily.

mod arc_eager;
mod moves;
mod ner;
mod projective;
mod scorer;

pub(crate) use arc_eager::ArcEager;
pub(crate) use moves::Moves;
pub(crate) use ner::{EntityRecognizer, EntitySpan};
pub(crate) use scorer::ScorerScratch;
