//! Encryption of what records hold: XChaCha20-Poly1305 under keys of 256 bits, and Argon2id for passphrases.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::error::{LedgerError, Result};

/// Bytes of a nonce, which stands before what is encrypted.
const NONCE: usize = 24;

/// A secret key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key(pub(crate) [u8; 32]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(..)")
    }
}

/// So many random bytes of the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| LedgerError::Random(error.to_string()))?;
    Ok(bytes)
}

impl Key {
    /// A key that nobody has used.
    pub(crate) fn new() -> Result<Self> {
        random().map(Self)
    }

    /// Encrypts. What it is about is not kept, but must be given again to decrypt: bytes moved elsewhere do not open.
    ///
    /// Nonces are random: with 192 bits two never meet.
    pub(crate) fn seal(&self, plain: &[u8], about: &[u8]) -> Result<Vec<u8>> {
        let nonce = random::<NONCE>()?;
        let sealed = self
            .cipher()
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: about })
            .map_err(|_| LedgerError::Random("too long to encrypt".to_owned()))?;
        let mut out = Vec::with_capacity(NONCE + sealed.len());
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    /// Decrypts; `None` if it was sealed with another key or about something else, or was changed.
    pub(crate) fn open(&self, sealed: &[u8], about: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        self.cipher().decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: about }).ok()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.0.into())
    }

    /// A key for another use, made of this one.
    pub(crate) fn derive(&self, usage: &str) -> Self {
        Self(self.mac(usage.as_bytes()))
    }

    /// A number for words that tells nothing of them to those without the key: HMAC-SHA-256, its first 16 bytes.
    pub(crate) fn blind(&self, words: &[u8]) -> [u8; 16] {
        let mut out = [0; 16];
        for (to, from) in out.iter_mut().zip(self.mac(words)) {
            *to = from;
        }
        out
    }

    fn mac(&self, words: &[u8]) -> [u8; 32] {
        // Keys of 32 bytes stand as they are in a block of 64, so no length is refused.
        let mut block = [0; 64];
        for (to, from) in block.iter_mut().zip(self.0) {
            *to = from;
        }
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new(&block.into());
        mac.update(words);
        mac.finalize().into_bytes().into()
    }
}

/// How much work it is to make a key of a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Work {
    /// KiB of memory.
    pub(crate) memory: u32,
    /// Times over it.
    pub(crate) passes: u32,
    /// Lanes.
    pub(crate) lanes: u32,
}

impl Work {
    /// The second choice of RFC 9106, for machines that have not 2 GiB to spare.
    pub(crate) const USUAL: Self = Self { memory: 64 << 10, passes: 3, lanes: 4 };

    /// The key of a passphrase; `None` if there can be no such work.
    pub(crate) fn key(self, passphrase: &str, salt: &[u8]) -> Option<Key> {
        // What a file asks for is not to take all memory.
        if self.memory > 4 << 20 || self.passes > 64 {
            return None;
        }
        let params = Params::new(self.memory, self.passes, self.lanes, Some(32)).ok()?;
        let mut key = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), salt, &mut key)
            .ok()?;
        Some(Key(key))
    }
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_changed_or_moved_does_not_open() {
        let key = Key::new().unwrap();
        let sealed = key.seal(b"words", b"here").unwrap();
        assert_eq!(key.open(&sealed, b"here").unwrap(), b"words");
        assert_eq!(key.open(&sealed, b"there"), None);
        assert_eq!(Key::new().unwrap().open(&sealed, b"here"), None);
        for i in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[i] ^= 1;
            assert_eq!(key.open(&changed, b"here"), None);
        }
        assert_eq!(key.open(&[], b"here"), None);
        assert_ne!(sealed, key.seal(b"words", b"here").unwrap(), "each has a nonce of its own");
    }

    /// The second case of RFC 4231.
    #[test]
    fn known_answers() {
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let hex: String = Key(key).blind(b"what do ya want for nothing?").iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, "5bdcc146bf60754e6a042426089575c7");
    }

    #[test]
    fn every_passphrase_has_its_key() {
        let work = Work { memory: 32, passes: 3, lanes: 4 };
        assert!(work.key("a", b"saltsalt") != work.key("b", b"saltsalt"));
        assert_eq!(Work { memory: u32::MAX, ..work }.key("a", b"saltsalt"), None);
    }
}
