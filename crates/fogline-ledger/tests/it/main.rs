//! A ledger as those who use it see it.

mod crashes;
mod derived;
mod desk;
mod erasure;
#[cfg(unix)]
mod readonly;
mod records;
mod released;
mod searching;
mod tampering;
