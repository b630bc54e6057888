//! Tests of the crate as its users see it.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test without its fixtures fails, one that is skipped says so"
)]

mod bits;
mod damage;
mod fixtures;
mod golden;
mod hostile;
mod invariants;
mod properties;
mod store;
mod syntax;
