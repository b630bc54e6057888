//! A ledger as those who use it see it.

mod derived;
mod desk;
mod erasure;
mod records;
mod searching;
mod tampering;
