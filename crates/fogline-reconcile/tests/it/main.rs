//! What holds of whole derivations.

mod seed;
