use std::fmt;

/// Which weights and tables an annotation rests on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ModelId {
    /// Package name, as `en_core_web_sm`.
    pub name: String,
    /// Package version, as `3.8.0`.
    pub version: String,
    /// ISO 639 code of the language the pipeline was made for.
    pub lang: String,
    /// SHA-256 over the path and hash of every member the pipeline was built from, in path order: the same for a
    /// wheel and for its unpacked folder, another one when a component is left out.
    pub sha256: [u8; 32],
}

impl ModelId {
    /// The hash in lower-case hexadecimal.
    pub fn sha256_hex(&self) -> String {
        hex(&self.sha256)
    }
}

impl fmt::Display for ModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hash = self.sha256_hex();
        write!(f, "{} {} (sha256 {}…)", self.name, self.version, hash.get(..8).unwrap_or(&hash))
    }
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}"); // writing to a String cannot fail
        out
    })
}
