//! Wheel files: what their names say, and the hash of their bytes.

use std::{
    cmp::Reverse,
    fmt::Write as _,
    fs::File,
    io::{self, Read},
    path::Path,
};

use sha2::{Digest, Sha256};

/// The parts of `name-version-python-abi-platform.whl` that matter here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WheelName {
    /// Distribution name, as [`normal`] writes it.
    pub(crate) name: String,
    /// Version, unchanged.
    pub(crate) version: String,
}

impl WheelName {
    /// Reads the name of a wheel file; `None` if it is not one.
    pub(crate) fn parse(path: &Path) -> Option<Self> {
        let stem = path.file_name()?.to_str()?.strip_suffix(".whl")?;
        let parts: Vec<_> = stem.split('-').collect();
        let (5..=6, [name, version, ..]) = (parts.len(), parts.as_slice()) else { return None };
        (!name.is_empty() && !version.is_empty()).then(|| Self { name: normal(name), version: (*version).to_owned() })
    }
}

/// Package names mean the same whatever their case, and with `-` or `.` in place of `_`.
pub(crate) fn normal(name: &str) -> String {
    name.to_lowercase().replace(['-', '.'], "_")
}

/// Orders versions: by their numbers, and a plain one after its own pre-releases.
pub(crate) fn version_key(version: &str) -> (Vec<u64>, Reverse<bool>) {
    let number = |part: &str| {
        part.chars()
            .map_while(|c| c.to_digit(10))
            .fold(0u64, |n, digit| n.saturating_mul(10).saturating_add(u64::from(digit)))
    };
    (version.split('.').map(number).collect(), Reverse(version.contains(char::is_alphabetic)))
}

/// SHA-256 of a file in hexadecimal, and its length.
pub(crate) fn hash_file(path: &Path) -> io::Result<(String, u64)> {
    let mut file = File::open(path)?;
    let (mut hash, mut length) = (Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok((hex(&hash.finalize()), length)),
            Ok(read) => {
                hash.update(buffer.get(..read).unwrap_or_default());
                length += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// SHA-256 of bytes in hexadecimal.
pub(crate) fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}"); // writing to a String cannot fail
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wheel_names_are_read() {
        let read = |name: &str| WheelName::parse(Path::new(name)).map(|wheel| (wheel.name, wheel.version));
        let wheel = ("en_core_web_sm".to_owned(), "3.8.0".to_owned());
        assert_eq!(read("models/en_core_web_sm-3.8.0-py3-none-any.whl"), Some(wheel.clone()));
        assert_eq!(read("En.Core_web_sm-3.8.0-1-py3-none-any.whl"), Some(wheel));
        for other in ["model.whl", "a-1.0.whl", "a-1.0-py3-none-any.zip", "-1-py3-none-any.whl", ".whl", ""] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn versions_are_ordered_by_number() {
        let mut versions = ["3.10.0", "3.8.0", "3.8.0rc1", "3.9.1", "10.0", "99999999999999999999999.0"];
        versions.sort_by_key(|version| version_key(version));
        assert_eq!(versions, ["3.8.0rc1", "3.8.0", "3.9.1", "3.10.0", "10.0", "99999999999999999999999.0"]);
    }

    #[test]
    fn the_hash_is_the_usual_one() {
        assert_eq!(hash(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
