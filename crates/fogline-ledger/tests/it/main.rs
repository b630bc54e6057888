//! A ledger as those who use it see it.

#![expect(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

mod crashes;
mod derived;
mod desk;
mod erasure;
mod packs;
#[cfg(unix)]
mod readonly;
mod records;
mod released;
mod searching;
mod standing;
mod tampering;
