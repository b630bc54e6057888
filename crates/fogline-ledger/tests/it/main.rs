//! A ledger as those who use it see it.

mod desk;
mod erasure;
mod records;
mod tampering;
