//! What may be read of derived data by who has the files but not the passphrase: in a sealed ledger, nothing.

use crate::crypt::Key;

/// Lays a veil over words and bodies in a sealed ledger; in any other leaves them as they are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Veil(Option<Key>);

/// What bodies are bound to.
const BODY: &[u8] = b"derived";

impl Veil {
    /// With the key of a sealed ledger, or without one.
    pub(crate) fn new(key: Option<Key>) -> Self {
        Self(key)
    }

    /// Whether words are hidden: then only whole ones can be looked for.
    pub(crate) fn hides(&self) -> bool {
        self.0.is_some()
    }

    /// A word as it stands in an index: letters and digits in either case.
    pub(crate) fn word(&self, word: &str) -> String {
        match &self.0 {
            None => word.to_owned(),
            Some(key) => key.blind(word.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect(),
        }
    }

    /// A name by which something is looked up.
    pub(crate) fn name(&self, name: &str) -> Vec<u8> {
        match &self.0 {
            None => name.as_bytes().to_vec(),
            Some(key) => key.blind(name.as_bytes()).to_vec(),
        }
    }

    /// A body as it is stored. `None` only if the system gives no random numbers.
    pub(crate) fn cover(&self, body: &[u8]) -> crate::Result<Vec<u8>> {
        match &self.0 {
            None => Ok(body.to_vec()),
            Some(key) => key.seal(body, BODY),
        }
    }

    /// The body again; `None` if it was changed.
    pub(crate) fn uncover(&self, stored: Vec<u8>) -> Option<Vec<u8>> {
        match &self.0 {
            None => Some(stored),
            Some(key) => key.open(&stored, BODY),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_veil_hides_and_gives_back() {
        let key = Key::new().unwrap();
        let (open, veil) = (Veil::default(), Veil::new(Some(key)));
        assert_eq!((open.word("shell").as_str(), open.name("a").as_slice()), ("shell", b"a".as_slice()));
        assert_eq!(veil.word("shell"), Veil::new(Some(key)).word("shell"));
        assert_ne!(veil.word("shell"), Veil::new(Some(Key::new().unwrap())).word("shell"));
        assert!(veil.word("shell").bytes().all(|b| b.is_ascii_hexdigit()));
        let covered = veil.cover(b"words").unwrap();
        assert!(!covered.windows(5).any(|window| window == b"words"));
        assert_eq!(veil.uncover(covered).unwrap(), b"words");
        assert_eq!(veil.uncover(b"words".to_vec()), None);
    }
}
