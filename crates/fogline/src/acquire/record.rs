//! What the format readers give: one record at a time, from any source.

use std::{fmt, sync::Arc};

use crate::{
    document::{Facts, Media, Post},
    offsets::OffsetMap,
};

/// One report as its source holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// What the input calls it: its own id, or its path and place in a file.
    pub reference: String,
    /// The original bytes: the whole file, or the record's own bytes within it.
    pub original: Arc<[u8]>,
    /// What is to be read.
    pub body: Body,
    /// What the source says besides.
    pub facts: Facts,
    /// Files it refers to.
    pub media: Vec<Media>,
    /// What a channel's export says of it.
    pub post: Option<Post>,
    /// How its plain text is written.
    pub form: Form,
    /// Fields that hold what cannot be used; they count as not known.
    pub unusable: Vec<Unusable>,
}

impl Record {
    /// A record of which no more is known.
    pub fn new(reference: impl Into<String>, original: impl Into<Arc<[u8]>>, body: Body) -> Self {
        Self {
            reference: reference.into(),
            original: original.into(),
            body,
            facts: Facts::default(),
            media: Vec::new(),
            post: None,
            form: Form::Plain,
            unusable: Vec::new(),
        }
    }
}

/// How plain text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As it is to be read.
    Plain,
    /// With the marks of Markdown.
    Markdown,
    /// As people write mails: with parts of other mails in it, and a signature.
    Mail,
}

/// A field of a record whose value cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable {
    /// The field's name.
    pub field: &'static str,
    /// What it holds.
    pub value: String,
}

/// The part of a record that is to be read, decoded.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Plain text, taken unchanged.
    Text {
        /// The text.
        text: String,
        /// From it to the record's original bytes.
        offsets: OffsetMap,
    },
    /// A page.
    Html {
        /// Its source.
        html: String,
        /// From it to the record's original bytes.
        offsets: OffsetMap,
    },
}

/// What bytes are read as, where it is not left to recognition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// One saved page.
    Html,
    /// A record a line.
    Jsonl,
    /// One record, or a list of them.
    Json,
    /// Records with named columns.
    Csv,
    /// Telegram Desktop's `result.json`.
    Telegram,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// WARC or ARC.
    Warc,
    /// One e-mail.
    Email,
}

/// How much one input may ask for; beyond it a record is quarantined, not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one record, unpacked.
    pub record: u64,
    /// Bytes that one packed file may unpack to.
    pub unpacked: u64,
    /// How many times its packed size a file may unpack to.
    pub ratio: u64,
    /// Archives within archives.
    pub depth: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { record: 64 << 20, unpacked: 256 << 30, ratio: 1000, depth: 4 }
    }
}

/// A record that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Path of the input, with the member within an archive.
    pub path: String,
    /// Where it begins in that file, in bytes, unpacked.
    pub offset: u64,
    /// Which one of the file it is.
    pub number: Option<Number>,
    /// Why.
    pub reason: Reason,
    /// What is wrong, in words.
    pub detail: String,
}

/// How a record is counted in its file, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    /// By the line that it begins on.
    Line(u64),
    /// Among the records.
    Record(u64),
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(number) => write!(f, "line {number}"),
            Self::Record(number) => write!(f, "record {number}"),
        }
    }
}

/// Why a record could not be read: a stable code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// Not a format that Fogline reads.
    UnknownFormat,
    /// Nothing in it.
    Empty,
    /// Not text in any encoding that can be told.
    NotText,
    /// Ends before its end.
    Truncated,
    /// Breaks its format's rules.
    Malformed,
    /// Longer than allowed.
    TooLarge,
    /// Unpacks to more than allowed.
    Bomb,
    /// Archives within archives beyond the limit.
    TooDeep,
    /// Locked by a password.
    Encrypted,
    /// Has neither `text` nor `html`.
    NoText,
    /// The file system gave an error.
    Io,
}

impl Reason {
    /// The code, as `malformed`.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownFormat => "unknown_format",
            Self::Empty => "empty",
            Self::NotText => "not_text",
            Self::Truncated => "truncated",
            Self::Malformed => "malformed",
            Self::TooLarge => "too_large",
            Self::Bomb => "bomb",
            Self::TooDeep => "too_deep",
            Self::Encrypted => "encrypted",
            Self::NoText => "no_text",
            Self::Io => "io",
        }
    }
}

impl fmt::Display for Quarantined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path)?;
        if let Some(number) = self.number {
            write!(f, ", {number}")?;
        }
        write!(f, " (byte {}): {}: {}", self.offset, self.reason.code(), self.detail)
    }
}
