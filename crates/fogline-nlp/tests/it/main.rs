//! Tests of the crate as its users see it.

mod bits;
mod fixtures;
mod golden;
