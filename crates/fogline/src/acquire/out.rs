//! Where the format readers put what they find, and what they need to know of the input as a whole.

use std::{
    cell::Cell,
    collections::BTreeMap,
    ops::ControlFlow,
    rc::Rc,
    sync::{Arc, atomic::AtomicU64},
};

use super::{Input, Limits, Number, Quarantined, Reason, Record, Unusable, stream::Fault};

/// Whether reading goes on.
pub(super) type Flow = ControlFlow<()>;

/// How input is to be read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The format, where it is not to be recognised.
    pub input: Option<Input>,
    /// How much one input may ask for.
    pub limits: Limits,
    /// Counts the bytes read so far, packed as they are, for whoever watches.
    pub progress: Option<Arc<AtomicU64>>,
}

/// What became of an input.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Records read.
    pub records: u64,
    /// Records that could not be read.
    pub quarantined: u64,
    /// What was passed over because it holds no report, and how often.
    pub skipped: BTreeMap<Skipped, u64>,
    /// Fields whose values could not be used: in how many records, and the first such value.
    pub unusable: BTreeMap<&'static str, (u64, String)>,
}

/// Why something was passed over. Nothing is lost by it, so it is no error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Skipped {
    /// A record of a web archive that is about the capture: requests, metadata.
    ArchiveRecord,
    /// A page captured before without change, which stands elsewhere in the archive.
    Revisit,
    /// A response other than success: moved, not found, a fault of the server.
    Status,
    /// A response that is neither a page nor plain text.
    ContentType,
    /// A channel's notice of its own: pinned, joined, renamed.
    Service,
    /// A post with neither words nor files.
    NoWords,
    /// A file whose name begins with a dot, or one that an operating system leaves behind.
    Hidden,
    /// A file that belongs to a page or an export beside it.
    Attachment,
    /// A link to a folder, which may lead round in a circle.
    Link,
}

impl Skipped {
    /// The code, as `content_type`.
    pub fn code(self) -> &'static str {
        match self {
            Self::ArchiveRecord => "archive_record",
            Self::Revisit => "revisit",
            Self::Status => "status",
            Self::ContentType => "content_type",
            Self::Service => "service",
            Self::NoWords => "no_words",
            Self::Hidden => "hidden",
            Self::Attachment => "attachment",
            Self::Link => "link",
        }
    }
}

/// What is being read, and what of it has been unpacked.
#[derive(Clone)]
pub(super) struct Place {
    /// The input's path, with the member within an archive.
    pub(super) path: String,
    /// Archives around it.
    pub(super) depth: u32,
    /// Bytes unpacked so far from the file it lies in, at all depths.
    pub(super) unpacked: Rc<Cell<u64>>,
}

impl Place {
    pub(super) fn new(path: String) -> Self {
        Self { path, depth: 0, unpacked: Rc::default() }
    }

    /// What is packed in it.
    pub(super) fn within(&self, member: Option<&str>) -> Self {
        let path = member.map_or_else(|| self.path.clone(), |member| format!("{}!/{member}", self.path));
        Self { path, depth: self.depth + 1, unpacked: Rc::clone(&self.unpacked) }
    }

    /// What to call the record of that number, where it has no name of its own.
    pub(super) fn numbered(&self, number: u64) -> String {
        format!("{}:{number}", self.path)
    }

    /// The ending of the file's name, in small letters, without that of its packing.
    pub(super) fn ending(&self) -> String {
        let lower = self.path.to_lowercase();
        let name = lower.trim_end_matches(".gz").trim_end_matches(".zst").trim_end_matches(".bz2");
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        name.rsplit_once('.').map(|(_, ending)| ending.to_owned()).unwrap_or_default()
    }
}

/// Where in a file something stands.
#[derive(Clone, Copy)]
pub(super) struct At {
    /// Its first byte, unpacked.
    pub(super) offset: u64,
    /// Which one of the file it is.
    pub(super) number: Option<Number>,
}

impl At {
    pub(super) const START: Self = Self { offset: 0, number: None };

    pub(super) fn new(offset: u64, number: u64) -> Self {
        Self { offset, number: Some(Number::Record(number)) }
    }

    pub(super) fn ordinal(self) -> u64 {
        self.number.map_or(0, |(Number::Line(number) | Number::Record(number))| number)
    }

    pub(super) fn line(offset: u64, line: u64) -> Self {
        Self { offset, number: Some(Number::Line(line)) }
    }
}

/// The way out for records.
pub(super) struct Out<'o> {
    pub(super) options: &'o Options,
    pub(super) sink: &'o mut dyn FnMut(Result<Record, Quarantined>) -> Flow,
    pub(super) summary: Summary,
}

impl Out<'_> {
    pub(super) fn limits(&self) -> Limits {
        self.options.limits
    }

    /// Gives a record.
    pub(super) fn record(&mut self, record: Record) -> Flow {
        self.summary.records += 1;
        for Unusable { field, value } in &record.unusable {
            self.summary.unusable.entry(field).or_insert_with(|| (0, value.clone())).0 += 1;
        }
        (self.sink)(Ok(record))
    }

    /// Sets a record aside with the reason.
    pub(super) fn fault(&mut self, place: &Place, at: At, fault: impl Into<Fault>) -> Flow {
        let Fault { reason, detail } = fault.into();
        self.summary.quarantined += 1;
        let At { offset, number } = at;
        (self.sink)(Err(Quarantined { path: place.path.clone(), offset, number, reason, detail }))
    }

    /// Sets a record aside.
    pub(super) fn quarantine(&mut self, place: &Place, at: At, reason: Reason, detail: impl Into<String>) -> Flow {
        self.fault(place, at, Fault::new(reason, detail))
    }

    /// Notes that something was passed over.
    pub(super) fn skip(&mut self, why: Skipped) {
        *self.summary.skipped.entry(why).or_default() += 1;
    }
}
