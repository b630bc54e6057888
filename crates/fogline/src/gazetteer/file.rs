//! The gazetteer file: a header, a table of sections, and columns of numbers in little-endian order. It is read in place,
//! mapped into memory; every access is checked, so that a damaged file gives an error or no answer, never a fault.
//!
//! ```text
//! "FOGGAZ" 0 VERSION | sections: u32 | 0: u32 | (section: u32, 0: u32, offset: u64, length: u64)* | sections' bytes
//! ```

use std::{fs::File, path::Path};

use memmap2::Mmap;
use serde::{Deserialize, Serialize};

use super::GazetteerError;

/// Version of the layout; other versions are refused.
pub(super) const MAGIC: [u8; 8] = *b"FOGGAZ\0\x02";
/// Stands for an unknown coordinate.
pub(super) const NO_DEGREES: i32 = i32::MIN;
/// Stands for no string.
pub(super) const NO_STRING: u32 = u32::MAX;
/// Parts of a degree that coordinates are kept in.
pub(super) const PARTS: f64 = 100_000.0;

/// What a section holds; a number of every row unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    /// JSON: [`Meta`].
    Meta,
    /// GeoNames number, or `1 << 31` and the number of a string.
    Id,
    /// Latitude, longitude.
    Latitude,
    Longitude,
    Population,
    /// Two letters.
    Country,
    /// Number of a string: code within the country.
    Admin1,
    Admin2,
    /// Index into the list of features of `Meta`.
    Feature,
    /// See `Kind`.
    Kind,
    /// Number of a string.
    Name,
    /// Numbers of strings: the names shown in Ukrainian and in Russian; [`NO_STRING`] where there is none.
    NameUk,
    NameRu,
    /// Ends of the strings, u32 each.
    StringEnds,
    /// UTF-8.
    Strings,
    /// Hashes of plain keys, sorted, u64 each.
    Keys,
    /// Where each key's postings begin, u32 each.
    Starts,
    /// The same for loose keys.
    LooseKeys,
    LooseStarts,
    /// Rows of keys: see [`Posting`].
    Postings,
    /// Rows by id: (id, row), sorted.
    ById,
    /// Areas by row: (row, first ring, rings).
    Areas,
    /// Rings: (first point, points).
    Rings,
    /// (latitude, longitude).
    Points,
}

impl Section {
    /// All, by their numbers in the file.
    pub(super) const ALL: [Self; 24] = [
        Self::Meta,
        Self::Id,
        Self::Latitude,
        Self::Longitude,
        Self::Population,
        Self::Country,
        Self::Admin1,
        Self::Admin2,
        Self::Feature,
        Self::Kind,
        Self::Name,
        Self::NameUk,
        Self::NameRu,
        Self::StringEnds,
        Self::Strings,
        Self::Keys,
        Self::Starts,
        Self::LooseKeys,
        Self::LooseStarts,
        Self::Postings,
        Self::ById,
        Self::Areas,
        Self::Rings,
        Self::Points,
    ];

    /// Bytes of one of its entries.
    fn width(self) -> usize {
        match self {
            Self::Meta | Self::Strings | Self::Feature | Self::Kind => 1,
            Self::Country => 2,
            Self::Keys | Self::LooseKeys | Self::ById | Self::Rings | Self::Points => 8,
            Self::Areas => 12,
            _ => 4,
        }
    }

    /// Whether it has an entry for every row.
    fn is_column(self) -> bool {
        (Self::Id..=Self::NameRu).contains(&self)
    }
}

/// What a file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Changes with the content; readings rest on it.
    pub version: String,
    /// What it was made of.
    pub sources: Vec<String>,
    /// What has to be said where its data is shown.
    pub attribution: String,
    /// Feature codes by number.
    pub(super) features: Vec<String>,
}

/// A place that a key leads to, and by which kind of name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting(pub(super) u32);

impl Posting {
    const LAST: u32 = 1 << 31;
    const ROW: u32 = (1 << 29) - 1;

    pub(super) fn new(row: u32, name: u32, last: bool) -> Self {
        Self((row & Self::ROW) | ((name & 3) << 29) | if last { Self::LAST } else { 0 })
    }

    pub(super) fn row(self) -> u32 {
        self.0 & Self::ROW
    }

    pub(super) fn name(self) -> u32 {
        (self.0 >> 29) & 3
    }

    pub(super) fn is_last(self) -> bool {
        self.0 & Self::LAST != 0
    }
}

enum Bytes {
    Mapped(Mmap),
    Owned(Vec<u8>),
}

/// An open file.
pub(super) struct Table {
    bytes: Bytes,
    sections: [(usize, usize); Section::ALL.len()],
    pub(super) meta: Meta,
    pub(super) rows: u32,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("meta", &self.meta).field("rows", &self.rows).finish_non_exhaustive()
    }
}

impl Table {
    #[expect(unsafe_code, reason = "mapping a file is unsafe, for another process could change it under us")]
    pub(super) fn open(path: &Path) -> Result<Self, GazetteerError> {
        let file = File::open(path)?;
        // SAFETY: the bytes are only ever read through checked access; that nobody writes into the file in place is what
        // writing it anew and renaming it ensures.
        let map = unsafe { Mmap::map(&file)? };
        Self::new(Bytes::Mapped(map))
    }

    pub(super) fn from_vec(bytes: Vec<u8>) -> Result<Self, GazetteerError> {
        Self::new(Bytes::Owned(bytes))
    }

    fn new(bytes: Bytes) -> Result<Self, GazetteerError> {
        let mut table = Self { bytes, sections: Default::default(), meta: Meta::default(), rows: 0 };
        table.sections = table.read_sections()?;
        table.meta = serde_json::from_slice(table.section(Section::Meta))
            .map_err(|error| GazetteerError::Damaged(format!("its description cannot be read: {error}")))?;
        table.rows = u32::try_from(table.count(Section::Id)).unwrap_or(u32::MAX);
        for section in Section::ALL {
            let (_, length) = table.place_of(section);
            if length % section.width() != 0 || section.is_column() && table.count(section) != table.rows as usize {
                return Err(GazetteerError::Damaged(format!("section {section:?} has {length} bytes")));
            }
        }
        let pairs = [(Section::Keys, Section::Starts), (Section::LooseKeys, Section::LooseStarts)];
        if pairs.iter().any(|(keys, starts)| table.count(*keys) != table.count(*starts)) {
            return Err(GazetteerError::Damaged("its index is incomplete".into()));
        }
        Ok(table)
    }

    fn bytes(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Mapped(map) => map,
            Bytes::Owned(bytes) => bytes,
        }
    }

    fn read_sections(&self) -> Result<[(usize, usize); Section::ALL.len()], GazetteerError> {
        let bytes = self.bytes();
        if bytes.get(..6) != MAGIC.get(..6) {
            return Err(GazetteerError::NotAGazetteer);
        }
        if bytes.get(..8) != Some(&MAGIC) {
            return Err(GazetteerError::Version);
        }
        let damaged = |what: &str| GazetteerError::Damaged(what.to_owned());
        let count = u32_at(bytes, 8).ok_or_else(|| damaged("it ends within its head"))? as usize;
        if count != Section::ALL.len() {
            return Err(damaged("it has another number of sections"));
        }
        let mut sections = [(0, 0); Section::ALL.len()];
        for (i, section) in sections.iter_mut().enumerate() {
            let at = 16 + i * 24;
            let number = |at| u64_at(bytes, at).and_then(|n| usize::try_from(n).ok());
            let (Some(id), Some(offset), Some(length)) = (u32_at(bytes, at), number(at + 8), number(at + 16)) else {
                return Err(damaged("it ends within its head"));
            };
            let lies_within = offset.checked_add(length).is_some_and(|end| end <= bytes.len());
            if id as usize != i || !lies_within {
                return Err(damaged("a section lies beyond its end; it was perhaps not copied whole"));
            }
            *section = (offset, length);
        }
        Ok(sections)
    }

    fn place_of(&self, section: Section) -> (usize, usize) {
        self.sections.get(section as usize).copied().unwrap_or_default()
    }

    fn section(&self, section: Section) -> &[u8] {
        let (offset, length) = self.place_of(section);
        self.bytes().get(offset..offset + length).unwrap_or_default()
    }

    pub(super) fn count(&self, section: Section) -> usize {
        self.place_of(section).1 / section.width()
    }

    pub(super) fn size(&self) -> usize {
        self.bytes().len()
    }

    pub(super) fn byte(&self, section: Section, row: u32) -> u8 {
        self.section(section).get(row as usize).copied().unwrap_or_default()
    }

    pub(super) fn letters(&self, section: Section, row: u32) -> Option<&str> {
        let at = row as usize * 2;
        std::str::from_utf8(self.section(section).get(at..at + 2)?).ok().filter(|code| *code != "\0\0")
    }

    /// Number `i` of a section of 32-bit numbers.
    pub(super) fn u32(&self, section: Section, i: usize) -> Option<u32> {
        u32_at(self.section(section), i.checked_mul(4)?)
    }

    fn u64(&self, section: Section, i: usize) -> Option<u64> {
        u64_at(self.section(section), i.checked_mul(8)?)
    }

    /// Coordinates in degrees.
    pub(super) fn degrees(&self, section: Section, i: usize) -> Option<f64> {
        let parts = self.u32(section, i)?.cast_signed();
        (parts != NO_DEGREES).then_some(f64::from(parts) / PARTS)
    }

    /// String number `i`.
    pub(super) fn string(&self, i: u32) -> Option<&str> {
        let end = self.u32(Section::StringEnds, i as usize)? as usize;
        let start = match i.checked_sub(1) {
            Some(before) => self.u32(Section::StringEnds, before as usize)? as usize,
            None => 0,
        };
        std::str::from_utf8(self.section(Section::Strings).get(start..end)?).ok()
    }

    /// The postings of a key's hash, best first.
    pub(super) fn postings(&self, loose: bool, hash: u64) -> impl Iterator<Item = Posting> {
        let (keys, starts) =
            if loose { (Section::LooseKeys, Section::LooseStarts) } else { (Section::Keys, Section::Starts) };
        let start = self.position(keys, hash).and_then(|i| self.u32(starts, i));
        let mut at = start.map(|start| start as usize);
        std::iter::from_fn(move || {
            let posting = Posting(self.u32(Section::Postings, at?)?);
            at = at.filter(|_| !posting.is_last()).map(|at| at + 1);
            Some(posting).filter(|posting| posting.row() < self.rows)
        })
    }

    /// Where a hash stands. Hashes are spread evenly, so that it is looked for where its value says first.
    fn position(&self, keys: Section, hash: u64) -> Option<usize> {
        let (mut low, mut high) = (0, self.count(keys));
        let guess = ((u128::from(hash) * high as u128) >> 64) as usize;
        let mut step = 32;
        // A window around the guess that holds the hash, widened until it does.
        if high > 0 {
            let mut from = guess.saturating_sub(step);
            while from > 0 && self.u64(keys, from)? > hash {
                step *= 4;
                from = from.saturating_sub(step);
            }
            low = from;
            let mut to = (guess + 32).min(high);
            while to < high && self.u64(keys, to)? <= hash {
                step *= 4;
                to = (to + step).min(high);
            }
            high = to;
        }
        while low < high {
            let middle = low.midpoint(high);
            match self.u64(keys, middle)?.cmp(&hash) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The row of an id.
    pub(super) fn row_of(&self, id: u32) -> Option<u32> {
        let (mut low, mut high) = (0, self.count(Section::ById));
        while low < high {
            let middle = low.midpoint(high);
            let found = self.u32(Section::ById, middle * 2)?;
            match found.cmp(&id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    return self.u32(Section::ById, middle * 2 + 1).filter(|row| *row < self.rows);
                }
            }
        }
        None
    }

    /// The outer and inner rings of area number `i`, with the row that it belongs to.
    pub(super) fn area(&self, i: usize) -> Option<(u32, std::ops::Range<usize>)> {
        let part = |n: usize| self.u32(Section::Areas, i * 3 + n);
        let (row, first, rings) = (part(0)?, part(1)? as usize, part(2)? as usize);
        (first.checked_add(rings)? <= self.count(Section::Rings)).then_some((row, first..first + rings))
    }

    /// The points of a ring.
    pub(super) fn ring(&self, i: usize) -> Option<Vec<(f64, f64)>> {
        let (first, points) =
            (self.u32(Section::Rings, i * 2)? as usize, self.u32(Section::Rings, i * 2 + 1)? as usize);
        if first.checked_add(points)? > self.count(Section::Points) {
            return None;
        }
        (first..first + points)
            .map(|p| Some((self.degrees(Section::Points, p * 2)?, self.degrees(Section::Points, p * 2 + 1)?)))
            .collect()
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}
