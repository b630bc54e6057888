//! What is wrong in files of data, packs and lexicons alike: each fault with its file and line.

use std::{fmt, ops::Range};

/// Something wrong in a file of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file.
    pub file: String,
    /// Line in it, from 1; 0 where the file as a whole is at fault.
    pub line: usize,
    /// What is wrong.
    pub fault: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.fault),
            line => write!(f, "{}:{line}: {}", self.file, self.fault),
        }
    }
}

/// The text of a file of data.
///
/// # Errors
/// Where it is not UTF-8.
pub fn text(file: &str, bytes: Vec<u8>) -> Result<String, Fault> {
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..good).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        let within = before.rsplit(|byte| *byte == b'\n').next().map_or(0, <[u8]>::len);
        let fault = format!("byte {} of the line is not UTF-8; save the file as UTF-8", within + 1);
        Fault { file: file.to_owned(), line, fault }
    })
}

/// Where faults go, and which file is looked at.
pub(crate) struct At<'f, 'v> {
    pub(crate) file: &'f str,
    pub(crate) text: &'f str,
    pub(crate) faults: &'v mut Vec<Fault>,
}

impl At<'_, '_> {
    /// Notes a fault at the word, or at the beginning of the entry that should hold it.
    pub(crate) fn fault(&mut self, entry: Range<usize>, word: &str, fault: String) {
        // The parser gives the place of a table's head alone; the entry goes on to the next.
        let rest = self.text.get(entry.end..).unwrap_or_default();
        let end = entry.end + rest.find("\n[").unwrap_or(rest.len());
        let within = self.text.get(entry.start..end).and_then(|entry| entry.find(&format!("\"{word}\"")));
        self.note(entry.start + within.unwrap_or(0), fault);
    }

    /// Notes what the parser found wrong.
    pub(crate) fn error(&mut self, error: &toml::de::Error) {
        match error.span() {
            Some(span) => self.note(span.start, error.message().to_owned()),
            None => {
                self.faults.push(Fault { file: self.file.to_owned(), line: 0, fault: error.message().to_owned() });
            }
        }
    }

    /// Notes a fault at a byte.
    pub(crate) fn note(&mut self, at: usize, fault: String) {
        let line = 1 + self.text.bytes().take(at).filter(|byte| *byte == b'\n').count();
        self.faults.push(Fault { file: self.file.to_owned(), line, fault });
    }
}
