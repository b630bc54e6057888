//! Entries to the bytes of a file.

use std::collections::BTreeMap;

use hashbrown::HashMap;
use sha2::{Digest, Sha256};

use super::{Entry, Id, is_indexed, meta, shown};
use crate::gazetteer::{
    GazetteerError, NameKind, STRING,
    file::{MAGIC, NO_DEGREES, NO_STRING, PARTS, Posting, Section},
    fold,
};

/// Countries whose names are written in Latin letters in many ways: those get loose keys.
const LOOSE: [&str; 21] = [
    "UA", "RU", "BY", "MD", "KZ", "KG", "UZ", "TJ", "TM", "GE", "AM", "AZ", "BG", "RS", "ME", "MK", "BA", "XK", "LT",
    "LV", "EE",
];

#[derive(Default)]
struct Strings<'e> {
    numbers: HashMap<&'e str, u32>,
    ends: Vec<u8>,
    bytes: Vec<u8>,
}

impl<'e> Strings<'e> {
    fn number(&mut self, text: &'e str) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(text).or_insert_with(|| {
            self.bytes.extend_from_slice(text.as_bytes());
            self.ends.extend_from_slice(&(self.bytes.len() as u32).to_le_bytes());
            next
        })
    }
}

/// A key that leads to a row: the better kinds of names and larger places come first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Keyed {
    hash: u64,
    name: u32,
    unpopulated: u32,
    row: u32,
}

pub(super) fn file(entries: &BTreeMap<Id, Entry>, sources: &[String]) -> Result<Vec<u8>, GazetteerError> {
    let mut sections: Vec<Vec<u8>> = vec![Vec::new(); Section::ALL.len()];
    let mut strings = Strings::default();
    let mut features: Vec<String> = Vec::new();
    let (mut plain, mut loose) = (Vec::new(), Vec::new());
    let mut by_id = Vec::new();
    let mut put = |section: Section, bytes: &[u8]| {
        if let Some(section) = sections.get_mut(section as usize) {
            section.extend_from_slice(bytes);
        }
    };
    let (mut rings, mut points) = (0_u32, 0_u32);
    for (row, (id, entry)) in entries.iter().enumerate() {
        let row = row as u32;
        let id = match id {
            Id::GeoNames(number) => *number & !STRING,
            Id::Pack(name) => strings.number(name) | STRING,
        };
        by_id.push((id, row));
        put(Section::Id, &id.to_le_bytes());
        let (lat, lon) = entry.point.map_or((NO_DEGREES, NO_DEGREES), |(lat, lon)| (parts(lat), parts(lon)));
        put(Section::Latitude, &lat.to_le_bytes());
        put(Section::Longitude, &lon.to_le_bytes());
        put(Section::Population, &entry.population.to_le_bytes());
        put(Section::Country, entry.country.as_bytes().get(..2).unwrap_or(b"\0\0"));
        put(Section::Admin1, &strings.number(&entry.admin1).to_le_bytes());
        put(Section::Admin2, &strings.number(&entry.admin2).to_le_bytes());
        let feature = features.iter().position(|code| *code == entry.feature).unwrap_or_else(|| {
            features.push(entry.feature.clone());
            features.len() - 1
        });
        put(Section::Feature, &[u8::try_from(feature).unwrap_or_default()]);
        put(Section::Kind, &[entry.kind as u8]);
        put(Section::Name, &strings.number(&entry.name).to_le_bytes());
        for (section, name) in [Section::NameUk, Section::NameRu].into_iter().zip(shown::names(entry)) {
            put(section, &name.map_or(NO_STRING, |name| strings.number(name)).to_le_bytes());
        }
        if !entry.rings.is_empty() {
            for number in [row, rings, entry.rings.len() as u32] {
                put(Section::Areas, &number.to_le_bytes());
            }
            for ring in &entry.rings {
                for number in [points, ring.len() as u32] {
                    put(Section::Rings, &number.to_le_bytes());
                }
                for point in ring {
                    put(Section::Points, &parts(point.0).to_le_bytes());
                    put(Section::Points, &parts(point.1).to_le_bytes());
                }
                points += ring.len() as u32;
            }
            rings += entry.rings.len() as u32;
        }
        let main = std::iter::once((&entry.name, NameKind::Main));
        for (name, kind) in main.chain(entry.names.iter().map(|(name, kind)| (name, *kind))) {
            if !is_indexed(name) {
                continue;
            }
            let key = fold::plain(name);
            if key.is_empty() {
                continue;
            }
            let keyed = |hash| Keyed { hash, name: kind as u32, unpopulated: u32::MAX - entry.population, row };
            plain.push(keyed(fold::hash(&key)));
            if kind <= NameKind::Other
                && LOOSE.contains(&entry.country.as_str())
                && let Some(key) = fold::loose(name)
            {
                loose.push(keyed(fold::hash(&key)));
            }
        }
    }
    by_id.sort_unstable();
    for (id, row) in by_id {
        put(Section::ById, &id.to_le_bytes());
        put(Section::ById, &row.to_le_bytes());
    }
    let mut postings = 0_u32;
    for (mut keys, hashes, starts) in
        [(plain, Section::Keys, Section::Starts), (loose, Section::LooseKeys, Section::LooseStarts)]
    {
        keys.sort_unstable();
        for group in keys.chunk_by(|a, b| a.hash == b.hash) {
            let mut rows: Vec<&Keyed> = Vec::new();
            for keyed in group {
                if rows.iter().all(|seen| seen.row != keyed.row) {
                    rows.push(keyed);
                }
            }
            put(hashes, &group.first().map(|keyed| keyed.hash).unwrap_or_default().to_le_bytes());
            put(starts, &postings.to_le_bytes());
            for (i, keyed) in rows.iter().enumerate() {
                let posting = Posting::new(keyed.row, keyed.name, i + 1 == rows.len());
                put(Section::Postings, &posting.0.to_le_bytes());
                postings += 1;
            }
        }
    }
    put(Section::StringEnds, &strings.ends);
    put(Section::Strings, &strings.bytes);
    let mut hasher = Sha256::new();
    for section in &sections {
        hasher.update(section);
    }
    let version = hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let meta = serde_json::to_vec(&meta(version, sources, features)).map_err(std::io::Error::from)?;
    if let Some(first) = sections.first_mut() {
        *first = meta;
    }
    Ok(assembled(&sections))
}

fn parts(degrees: f64) -> i32 {
    (degrees * PARTS).round() as i32
}

fn assembled(sections: &[Vec<u8>]) -> Vec<u8> {
    let head = 16 + sections.len() * 24;
    let mut bytes = Vec::with_capacity(head + sections.iter().map(Vec::len).sum::<usize>());
    bytes.extend_from_slice(&MAGIC);
    bytes.extend_from_slice(&(sections.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&0_u32.to_le_bytes());
    let mut offset = head as u64;
    for (i, section) in sections.iter().enumerate() {
        bytes.extend_from_slice(&(i as u32).to_le_bytes());
        bytes.extend_from_slice(&0_u32.to_le_bytes());
        bytes.extend_from_slice(&offset.to_le_bytes());
        bytes.extend_from_slice(&(section.len() as u64).to_le_bytes());
        offset += section.len() as u64;
    }
    for section in sections {
        bytes.extend_from_slice(section);
    }
    bytes
}
