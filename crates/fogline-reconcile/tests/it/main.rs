//! What holds of whole derivations.

#![expect(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

mod derive;
mod seed;
