//! Names and passwords: what may be one, and how a password is kept.

use std::{fmt, str::FromStr, sync::LazyLock};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use unicode_normalization::UnicodeNormalization;

use crate::{
    crypt::random,
    error::{LedgerError, Result},
};

/// Letters of a name at most.
const NAME: usize = 64;
/// Letters of a password at least.
const SHORTEST: usize = 12;
/// Bytes of a password at most.
const LONGEST: usize = 1024;

/// The name of an account. No two that are told apart look the same: small letters of ASCII, digits, `.`, `_` and `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Name {
    type Err = LedgerError;

    fn from_str(text: &str) -> Result<Self> {
        let fits = text.len() <= NAME
            && text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-'));
        let wrong = || {
            LedgerError::Account(format!(
                "a name has 1 to {NAME} letters from a to z, digits and `.`, `_`, `-`, and begins with a letter"
            ))
        };
        fits.then(|| Self(text.to_owned())).ok_or_else(wrong)
    }
}

/// A password that somebody chose or typed.
#[derive(Clone)]
pub struct Password(String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(..)")
    }
}

impl Password {
    /// One that is to be set.
    pub fn chosen(text: &str, name: &Name) -> Result<Self> {
        let wrong = |why: String| Err(LedgerError::Account(why));
        if text.chars().count() < SHORTEST {
            return wrong(format!("a password has at least {SHORTEST} letters; a few words together are good"));
        }
        if text.len() > LONGEST {
            return wrong(format!("a password has at most {LONGEST} bytes"));
        }
        if text.to_lowercase().contains(name.as_str()) && text.len() < name.as_str().len() + SHORTEST {
            return wrong("a password must not be the name with a few letters more".to_owned());
        }
        Ok(Self::typed(text).unwrap_or_else(|| Self(text.to_owned())))
    }

    /// One that somebody typed to get in; `None` if it is too long to be one. The same letters count as the same, however the
    /// keyboard composes them.
    pub fn typed(text: &str) -> Option<Self> {
        (text.len() <= LONGEST).then(|| Self(text.nfc().collect()))
    }

    /// What is kept of it: Argon2id with the crate's parameters, which are those that OWASP recommends.
    pub(crate) fn hash(&self) -> Result<String> {
        let salt = random::<16>()?;
        let hash = Argon2::default().hash_password_with_salt(self.0.as_bytes(), &salt);
        hash.map(|hash: PasswordHash| hash.to_string()).map_err(|error| LedgerError::Random(error.to_string()))
    }
}

/// What is kept of a password, to be compared with one that somebody types.
#[derive(Clone)]
pub struct Kept(pub(super) Option<String>);

impl Kept {
    /// Whether there is such an account.
    pub fn exists(&self) -> bool {
        self.0.is_some()
    }

    /// Whether it is this password. It is as much work where nobody is called so.
    pub fn is(&self, password: &Password) -> bool {
        static NOBODY: LazyLock<String> = LazyLock::new(|| Password(String::new()).hash().unwrap_or_default());
        let kept = self.0.as_deref().unwrap_or(&NOBODY);
        let same = PasswordHash::new(kept)
            .is_ok_and(|kept| Argon2::default().verify_password(password.0.as_bytes(), &kept).is_ok());
        same && self.0.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_be_mistaken_for_one_another() {
        for good in ["anna", "a.editor", "desk-2", "x"] {
            assert_eq!(good.parse::<Name>().unwrap().as_str(), good);
        }
        for wrong in
            ["", "Anna", "аnna", "an na", "anna\u{202e}", "anna\n", "../a", "-a", "1a", "a/b", "é", &"a".repeat(65)]
        {
            assert!(wrong.parse::<Name>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_password_is_kept_as_argon2id_and_found_again() {
        let name: Name = "anna".parse().unwrap();
        let password = Password::chosen("correct horse caf\u{e9}", &name).unwrap();
        let hash = password.hash().unwrap();
        assert!(hash.starts_with("$argon2id$v=19$"), "{hash}");
        assert_ne!(hash, password.hash().unwrap(), "each has a salt of its own");
        let kept = Kept(Some(hash));
        assert!(kept.is(&Password::typed("correct horse cafe\u{301}").unwrap()), "composed otherwise");
        assert!(!kept.is(&Password::typed("correct horse cafe").unwrap()));
        assert!(!Kept(None).is(&Password::typed("").unwrap()), "nobody has no password");
        assert!(Password::typed(&"x".repeat(2000)).is_none());
        assert!(!format!("{password:?}").contains("horse"));
        for wrong in ["short", "anna anna", "my name anna", &"x".repeat(1025)] {
            assert!(Password::chosen(wrong, &name).is_err(), "{wrong}");
        }
    }
}
