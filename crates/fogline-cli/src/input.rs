//! Reading one text from a file or from standard input.

use std::{
    ffi::OsString,
    fmt,
    fs::File,
    io::{self, Read},
    path::PathBuf,
};

use anyhow::{Context, bail};
use fogline_nlp::LONGEST_TEXT;

/// The length of the longest text in bytes.
const LONGEST: u64 = LONGEST_TEXT as u64;

/// Where a text comes from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// Standard input, written `-`.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl From<OsString> for Source {
    fn from(argument: OsString) -> Self {
        if argument == "-" { Self::Stdin } else { Self::File(argument.into()) }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stdin => f.write_str("standard input"),
            Self::File(path) => write!(f, "`{}`", path.display()),
        }
    }
}

impl Source {
    /// The whole text without its byte order mark; refuses what is not UTF-8 and what is too long to be counted.
    pub(crate) fn read_text(&self) -> anyhow::Result<String> {
        let bytes = match self {
            Self::Stdin => self.read_up_to(LONGEST, io::stdin().lock())?,
            Self::File(path) => {
                let file = File::open(path).with_context(|| format!("cannot open {self}"))?;
                let meta = file.metadata().with_context(|| format!("cannot read {self}"))?;
                if meta.is_dir() {
                    bail!("{self} is a folder; give one text file, or `-` for standard input");
                }
                if meta.len() > LONGEST {
                    bail!("{}", self.too_long(LONGEST));
                }
                self.read_up_to(LONGEST, file)?
            }
        };
        self.decode(bytes)
    }

    fn read_up_to(&self, limit: u64, reader: impl Read) -> anyhow::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        reader.take(limit + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {self}"))?;
        if bytes.len() as u64 > limit {
            bail!("{}", self.too_long(limit));
        }
        Ok(bytes)
    }

    fn too_long(&self, limit: u64) -> String {
        format!("{self} is longer than {limit} bytes, the most one text can have; split it")
    }

    fn decode(&self, bytes: Vec<u8>) -> anyhow::Result<String> {
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            bail!(
                "{self} is not valid UTF-8: the two bytes at offset 0 mark it as UTF-16; \
                 convert it first, for example with `iconv -f UTF-16 -t UTF-8`"
            );
        }
        let mut text = String::from_utf8(bytes).map_err(|error| {
            let offset = error.utf8_error().valid_up_to();
            let line = 1 + error.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count();
            let byte = error.as_bytes().get(offset).copied().unwrap_or_default();
            anyhow::anyhow!(
                "{self} is not valid UTF-8: byte 0x{byte:02X} at offset {offset} (line {line}); \
                 convert it first, for example with `iconv -f WINDOWS-1251 -t UTF-8`"
            )
        })?;
        if text.starts_with('\u{feff}') {
            text.remove(0);
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> Result<String, String> {
        Source::File("a.txt".into()).decode(bytes.into()).map_err(|error| error.to_string())
    }

    #[test]
    fn only_a_leading_byte_order_mark_is_dropped() {
        assert_eq!(decode("\u{feff}Так\u{feff}\r\n".as_bytes()).unwrap(), "Так\u{feff}\r\n");
    }

    #[test]
    fn bad_bytes_are_located_in_the_file_as_it_is() {
        let message = decode(b"\xef\xbb\xbfone\ntwo \xcf\xf0").unwrap_err();
        assert!(message.contains("`a.txt`"), "{message}");
        assert!(message.contains("byte 0xCF at offset 11 (line 2)"), "{message}");
        let cut = decode(b"caf\xc3").unwrap_err();
        assert!(cut.contains("byte 0xC3 at offset 3 (line 1)"), "{cut}");
    }

    #[test]
    fn utf_16_is_recognised() {
        assert!(decode(b"\xff\xfeH\0i\0").unwrap_err().contains("UTF-16"));
    }

    #[test]
    fn the_limit_is_the_last_length_taken() {
        let source = Source::Stdin;
        assert_eq!(source.read_up_to(4, &b"four"[..]).unwrap(), b"four");
        let message = source.read_up_to(4, &b"fives"[..]).unwrap_err().to_string();
        assert!(message.contains("standard input is longer than 4 bytes"), "{message}");
    }
}
