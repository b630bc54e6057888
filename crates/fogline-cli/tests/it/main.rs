//! The `fogline` binary run from outside, as its users run it.

#![expect(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

mod acceptance;
mod accounts;
mod annotate;
mod assess;
mod board;
mod coding;
mod conllu;
mod dossiers;
mod english;
mod faults;
mod founding_article;
mod help;
mod ledger;
mod model;
mod morning_shift;
mod new_conflict;
mod pack;
mod packs;
mod questions;
mod read;
mod rows;
mod second_conflict;
mod serve;
mod served;
mod support;
mod why_read;
