//! From bytes to records: every format, and what goes wrong in each.

mod check;
mod folders;
mod formats;
mod hostile;
mod invariants;
mod memory;
mod packed;
mod support;
mod warc_samples;
