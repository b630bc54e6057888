//! Secrets of 256 random bits, which are shown once and kept as hashes: nothing of the kind can be guessed, so one pass of
//! SHA-256 is enough.

use std::fmt;

use crate::{
    crypt::{random, sha256},
    draft::DocId,
    error::Result,
};

/// Letters of a secret in hexadecimal.
const LETTERS: usize = 64;

/// What a session or a token is known by.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Secret {
    /// One that nobody has.
    pub fn new() -> Result<Self> {
        Ok(Self(DocId(random()?).to_string()))
    }

    /// One as it was sent; `None` if it cannot be one.
    pub fn of(text: &str) -> Option<Self> {
        let fits = text.len() == LETTERS && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        fits.then(|| Self(text.to_owned()))
    }

    /// The secret itself, to be shown once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub(crate) fn hash(&self) -> [u8; 32] {
        sha256(self.0.as_bytes())
    }

    /// What follows from it for another use, and does not lead back to it.
    pub fn derived(&self, usage: &str) -> String {
        DocId(sha256([usage.as_bytes(), b"\0", self.0.as_bytes()].concat().as_slice())).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_are_the_same_and_none_is_printed() {
        let (one, other) = (Secret::new().unwrap(), Secret::new().unwrap());
        assert_ne!(one, other);
        assert_eq!(Secret::of(one.reveal()), Some(one.clone()));
        assert!(!format!("{one:?}").contains(one.reveal()));
        assert_ne!(one.derived("a"), one.derived("b"));
        for wrong in ["", "0", &"g".repeat(64), &"A".repeat(64), &"é".repeat(32)] {
            assert_eq!(Secret::of(wrong), None);
        }
    }
}
