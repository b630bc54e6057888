//! Where names of places are looked up: one world file, and layers put over it.
//!
//! `make gazetteer` writes the world file ([`build`]); `fogline gazetteer add` writes layers of GeoNames dumps, whose
//! places take the place of those with the same id. A file is read in place: opening one takes milliseconds and as much
//! memory as is looked at. Without any, names are found by the model and the lexicons alone, and nothing has coordinates.

pub mod build;
mod file;
pub mod fold;
pub mod geo;
#[cfg(test)]
pub(crate) mod tests;

use std::path::Path;

pub use file::Meta;
use file::{NO_STRING, Posting, Section, Table};
use geo::Point;

use crate::lang::Lang;

/// Why a gazetteer cannot be read or built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GazetteerError {
    /// The file system says no.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// Other content.
    #[error("it is not a gazetteer file")]
    NotAGazetteer,
    /// Written by another version.
    #[error(
        "it was written by another version of Fogline: build it again, the world file with `make gazetteer`, a layer of dumps with `fogline gazetteer add`"
    )]
    Version,
    /// Cut off or overwritten.
    #[error("it is damaged: {0}; `make gazetteer` writes it anew")]
    Damaged(String),
    /// A source that a gazetteer is built of is not what it should be.
    #[error("{file}, line {line}: {reason}")]
    Source {
        /// Name of the file.
        file: String,
        /// Line, from 1; 0 where the file has none.
        line: usize,
        /// What is wrong.
        reason: String,
    },
}

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// City, town, village.
    Settlement,
    /// District of a city, which never stands for a bare name before the city does.
    Section,
    /// Second-level division.
    Adm2,
    /// First-level division.
    Adm1,
    /// Country or territory with a code of its own.
    Country,
    /// Continent, region, sea, mountains: an area without fixed borders.
    Area,
    /// River, front, border.
    Line,
    /// Building, airport, crossing.
    Spot,
}

impl Kind {
    /// By their numbers in the file.
    const ALL: [Self; 8] =
        [Self::Settlement, Self::Section, Self::Adm2, Self::Adm1, Self::Country, Self::Area, Self::Line, Self::Spot];

    /// As the data files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Settlement => "settlement",
            Self::Section => "section",
            Self::Adm2 => "adm2",
            Self::Adm1 => "adm1",
            Self::Country => "country",
            Self::Area => "area",
            Self::Line => "line",
            Self::Spot => "spot",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Which of its names a place was found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// The one that it is listed under.
    Main,
    /// Another spelling, language or former name.
    Other,
    /// Of its people, or the adjective: Ukrainian, Ukrainians.
    Demonym,
    /// Abbreviation or code, which only stands for it in capital letters: UK, Pa.
    Code,
}

impl NameKind {
    const ALL: [Self; 4] = [Self::Main, Self::Other, Self::Demonym, Self::Code];
}

/// A place of a gazetteer.
#[derive(Clone, Copy)]
pub struct Place<'g> {
    table: &'g Table,
    layer: usize,
    row: u32,
}

/// The same row of the same layer.
impl PartialEq for Place<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.layer, self.row) == (other.layer, other.row)
    }
}

impl std::fmt::Debug for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.id(), self.name())
    }
}

/// Gazetteer files, each over the ones before it.
#[derive(Debug, Default)]
pub struct Gazetteer {
    layers: Vec<Table>,
}

impl Gazetteer {
    /// Opens a file and puts it over those that are open.
    pub fn open(&mut self, path: &Path) -> Result<&Meta, GazetteerError> {
        let table = Table::open(path)?;
        Ok(self.put(table))
    }

    /// The same for a file's bytes.
    pub fn add(&mut self, bytes: Vec<u8>) -> Result<&Meta, GazetteerError> {
        let table = Table::from_vec(bytes)?;
        Ok(self.put(table))
    }

    fn put(&mut self, table: Table) -> &Meta {
        let at = self.layers.len();
        self.layers.push(table);
        &self.layers[at].meta
    }

    /// What each file says of itself, with its places and bytes; in the order they were opened.
    pub fn layers(&self) -> impl Iterator<Item = (&Meta, usize, usize)> {
        self.layers.iter().map(|table| (&table.meta, table.rows as usize, table.size()))
    }

    /// Changes with the content of any layer.
    pub fn version(&self) -> String {
        self.layers.iter().map(|table| table.meta.version.as_str()).collect::<Vec<_>>().join("+")
    }

    /// The places of a name, whatever its case, accents and hyphens, each with the best of its names; the likeliest
    /// first as far as the gazetteer alone can tell (by kind of name, then population).
    pub fn lookup(&self, name: &str) -> Vec<(Place<'_>, NameKind)> {
        let key = fold::plain(name);
        if key.is_empty() { Vec::new() } else { self.by_hash(false, fold::hash(&key)) }
    }

    /// The places whose name in any way of writing Slavic names in Latin letters could be this one.
    pub fn lookup_loose(&self, name: &str) -> Vec<(Place<'_>, NameKind)> {
        fold::loose(name).map(|key| self.by_hash(true, fold::hash(&key))).unwrap_or_default()
    }

    /// The places of a key as [`fold::plain`] makes it.
    pub fn lookup_key(&self, key: &str) -> Vec<(Place<'_>, NameKind)> {
        self.by_hash(false, fold::hash(key))
    }

    /// Whether a key as [`fold::plain`] makes it is a name of any place.
    pub fn knows_key(&self, key: &str) -> bool {
        let hash = fold::hash(key);
        self.layers.iter().any(|table| table.postings(false, hash).next().is_some())
    }

    /// The places whose name is one letter off a key as [`fold::plain`] makes it: one too many, one too few, another one,
    /// or two that changed places. In the order of the changes.
    pub fn lookup_fuzzy(&self, key: &str) -> Vec<Place<'_>> {
        let letters: Vec<char> = key.chars().collect();
        let latin = key.is_ascii();
        let alphabet: Vec<char> = if latin {
            ('a'..='z').collect()
        } else {
            "абвгдежзийклмнопрстуфхцчшщъыьэюяєіґ".chars().collect()
        };
        let mut found: Vec<Place> = Vec::new();
        let mut look = |changed: Vec<char>| {
            let changed: String = changed.into_iter().collect();
            for (place, kind) in self.lookup_key(&changed) {
                if kind <= NameKind::Other && !found.contains(&place) {
                    found.push(place);
                }
            }
        };
        let (with, without) = (|i: usize| letters.iter().take(i), |i: usize| letters.iter().skip(i));
        for i in 0..=letters.len() {
            look(with(i).chain(without(i + 1)).copied().collect());
            if i + 1 < letters.len() {
                let swapped = [letters.get(i + 1), letters.get(i)];
                look(with(i).chain(swapped.into_iter().flatten()).chain(without(i + 2)).copied().collect());
            }
            for letter in &alphabet {
                look(with(i).chain([letter]).chain(without(i + 1)).copied().collect());
                look(with(i).chain([letter]).chain(without(i)).copied().collect());
            }
        }
        found
    }

    fn by_hash(&self, loose: bool, hash: u64) -> Vec<(Place<'_>, NameKind)> {
        let mut found: Vec<(Place, NameKind)> = Vec::new();
        for (layer, table) in self.layers.iter().enumerate() {
            for posting in table.postings(loose, hash) {
                let place = Place { table, layer, row: posting.row() };
                let replaced = self.layers.iter().skip(layer + 1).any(|later| later.row_of(place.raw_id()).is_some());
                // Names of strings have numbers of their own in every file.
                if !replaced || place.raw_id() & STRING != 0 {
                    found.push((place, name_kind(posting)));
                }
            }
        }
        found
    }

    /// The place of an id, `geonames:N` or `pack:NAME`.
    pub fn by_id(&self, id: &str) -> Option<Place<'_>> {
        let number: u32 = id.strip_prefix("geonames:")?.parse().ok().filter(|number| number & STRING == 0)?;
        self.layers.iter().enumerate().rev().find_map(|(layer, table)| {
            let row = table.row_of(number)?;
            Some(Place { table, layer, row })
        })
    }

    /// All places, those that a later file replaced left out.
    pub fn places(&self) -> impl Iterator<Item = Place<'_>> {
        let all = self.layers.iter().enumerate();
        let all = all.flat_map(|(layer, table)| (0..table.rows).map(move |row| Place { table, layer, row }));
        all.filter(|place| {
            let id = place.raw_id();
            id & STRING != 0 || !self.layers.iter().skip(place.layer + 1).any(|later| later.row_of(id).is_some())
        })
    }

    /// The place of a number that [`Place::key`] gave.
    pub fn at(&self, key: u64) -> Option<Place<'_>> {
        let (layer, row) = (usize::try_from(key >> 32).ok()?, u32::try_from(key & u64::from(u32::MAX)).ok()?);
        let table = self.layers.get(layer).filter(|table| row < table.rows)?;
        Some(Place { table, layer, row })
    }

    /// The first-level division whose area holds a point.
    pub fn division_of(&self, point: Point) -> Option<Place<'_>> {
        for (layer, table) in self.layers.iter().enumerate().rev() {
            for i in 0..table.count(Section::Areas) {
                let Some((row, rings)) = table.area(i) else { continue };
                let place = Place { table, layer, row };
                let near = place.point().is_some_and(|at| (at.0 - point.0).abs() < 15.0);
                let inside = |ring: usize| table.ring(ring).is_some_and(|ring| geo::within(&ring, point));
                if near && rings.filter(|ring| inside(*ring)).count() % 2 == 1 {
                    return Some(place);
                }
            }
        }
        None
    }
}

/// Marks ids that are strings.
const STRING: u32 = 1 << 31;

fn name_kind(posting: Posting) -> NameKind {
    NameKind::ALL.get(posting.name() as usize).copied().unwrap_or(NameKind::Other)
}

impl<'g> Place<'g> {
    fn raw_id(self) -> u32 {
        self.table.u32(Section::Id, self.row as usize).unwrap_or_default()
    }

    /// `geonames:N` or `pack:NAME`.
    pub fn id(self) -> String {
        let id = self.raw_id();
        if id & STRING == 0 {
            format!("geonames:{id}")
        } else {
            format!("pack:{}", self.table.string(id & !STRING).unwrap_or_default())
        }
    }

    /// A number of its own among the places of one gazetteer; says nothing beyond one run.
    pub fn key(self) -> u64 {
        (self.layer as u64) << 32 | u64::from(self.row)
    }

    fn text(self, section: Section) -> &'g str {
        self.table.u32(section, self.row as usize).and_then(|i| self.table.string(i)).unwrap_or_default()
    }

    /// The name that it is listed under.
    pub fn name(self) -> &'g str {
        self.text(Section::Name)
    }

    /// The name that it is shown by in a language; `None` where none is known. In English the listed one is.
    pub fn name_in(self, lang: Lang) -> Option<&'g str> {
        let section = match lang {
            Lang::En => return Some(self.name()),
            Lang::Uk => Section::NameUk,
            Lang::Ru => Section::NameRu,
            Lang::Other => return None,
        };
        self.table.u32(section, self.row as usize).filter(|i| *i != NO_STRING).and_then(|i| self.table.string(i))
    }

    /// Latitude and longitude in degrees; of an area a point that stands for it.
    pub fn point(self) -> Option<Point> {
        let degrees = |section| self.table.degrees(section, self.row as usize);
        degrees(Section::Latitude).zip(degrees(Section::Longitude))
    }

    /// How many live there; 0 where that is not known.
    pub fn population(self) -> u32 {
        self.table.u32(Section::Population, self.row as usize).unwrap_or_default()
    }

    /// ISO 3166-1 alpha-2 code; `None` for what lies in no country or several.
    pub fn country(self) -> Option<&'g str> {
        self.table.letters(Section::Country, self.row)
    }

    /// GeoNames code of the first-level division within the country, or empty.
    pub fn admin1(self) -> &'g str {
        self.text(Section::Admin1)
    }

    /// The same of the second level.
    pub fn admin2(self) -> &'g str {
        self.text(Section::Admin2)
    }

    /// GeoNames feature code, `area` or `line`; empty where it is not known.
    pub fn feature(self) -> &'g str {
        let index = self.table.byte(Section::Feature, self.row);
        self.table.meta.features.get(usize::from(index)).map_or("", String::as_str)
    }

    /// What it is.
    pub fn kind(self) -> Kind {
        let index = self.table.byte(Section::Kind, self.row);
        Kind::ALL.get(usize::from(index)).copied().unwrap_or(Kind::Settlement)
    }

    /// The rings of its area, outer and inner, simplified; none where it has no borders on file.
    pub fn rings(self) -> Vec<Vec<Point>> {
        for i in 0..self.table.count(Section::Areas) {
            if let Some((row, rings)) = self.table.area(i)
                && row == self.row
            {
                return rings.filter_map(|ring| self.table.ring(ring)).collect();
            }
        }
        Vec::new()
    }
}
