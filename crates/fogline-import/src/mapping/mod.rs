//! Which column of a table is what: a TOML file that a person can read and mend.
//!
//! Mappings for ACLED, UCDP and Atlos are in `lexicon/mappings`, and are recognised by columns that only those tables have. A
//! mapping never names a direction: who took part is a list. `dates.rs` reads days in the styles that it names, `facts.rs` makes of
//! cells what a row says, `guess.rs` begins a mapping from the names of columns.

mod dates;
mod facts;
pub mod guess;
mod kinds;

use std::collections::BTreeMap;

use fogline_reconcile::rows::Reach;
use serde::Deserialize;

pub use dates::{Precision, Style};
pub use facts::Bound;
use kinds::Kinds;

use crate::ImportError;

/// Which column is what.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Its name.
    pub name: String,
    /// Who coded the rows.
    pub coder: String,
    /// On what terms they may be used, in words.
    #[serde(default)]
    pub licence: Option<String>,
    /// Whether the coder lets rows be passed on.
    #[serde(default)]
    pub redistribution: bool,
    /// Columns that tell such a table from others.
    #[serde(default)]
    pub recognised_by: Vec<String>,
    /// Whether columns that the table does not have are passed over, but for those that it is recognised by.
    #[serde(default)]
    pub lenient: bool,
    /// What stands between several names in one cell.
    #[serde(default)]
    pub separator: Option<String>,
    /// What stands before the decimals of a number; a point unless given.
    #[serde(default)]
    pub decimal: Option<String>,
    /// The sheet of a workbook; the first unless given.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The columns.
    pub columns: Columns,
    /// How days are written.
    #[serde(default)]
    pub days: Days,
    /// What the values of the column `day_precision` stand for.
    #[serde(default)]
    pub day_precision: BTreeMap<String, Precision>,
    /// What the values of the column `place_precision` stand for.
    #[serde(default)]
    pub place_precision: BTreeMap<String, Reach>,
    /// What kinds of event are.
    #[serde(default)]
    kinds: Kinds,
    /// As it is written.
    #[serde(skip)]
    pub text: String,
}

/// Names of columns by what they are. A name that ends in `*` stands for all that begin so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Columns {
    /// The coder's id; without it rows are known by what they say.
    pub id: Option<String>,
    /// The day.
    pub day: Option<String>,
    /// The first day, where there are two.
    pub from: Option<String>,
    /// The last.
    pub to: Option<String>,
    /// How precisely the day is told.
    pub day_precision: Option<String>,
    /// Name of the place.
    pub place: Option<String>,
    /// Name of the first-level division.
    pub division: Option<String>,
    /// Name of the country.
    pub country: Option<String>,
    /// Degrees north.
    pub latitude: Option<String>,
    /// Degrees east.
    pub longitude: Option<String>,
    /// How precisely the place is told.
    pub place_precision: Option<String>,
    /// Kinds of event, the most general first.
    pub kind: Vec<String>,
    /// Who took part, without direction.
    pub actors: Vec<String>,
    /// Killed, as coded.
    pub killed: Option<String>,
    /// At least.
    pub killed_low: Option<String>,
    /// At most.
    pub killed_high: Option<String>,
    /// Injured.
    pub injured: Option<String>,
    /// Names of sources.
    pub sources: Vec<String>,
    /// The coder's words.
    pub notes: Vec<String>,
    /// Addresses.
    pub url: Vec<String>,
}

impl Columns {
    /// Every name.
    pub(crate) fn names(&self) -> impl Iterator<Item = &String> {
        let one = [
            &self.id,
            &self.day,
            &self.from,
            &self.to,
            &self.day_precision,
            &self.place,
            &self.division,
            &self.country,
            &self.latitude,
            &self.longitude,
            &self.place_precision,
            &self.killed,
            &self.killed_low,
            &self.killed_high,
            &self.injured,
        ];
        let many = [&self.kind, &self.actors, &self.sources, &self.notes, &self.url];
        one.into_iter().flatten().chain(many.into_iter().flatten())
    }
}

/// How days are written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// In these styles; days as 2022-02-17 are always read.
    #[serde(default)]
    pub styles: Vec<Style>,
}

/// Those that come with Fogline.
const BUNDLED: [&str; 3] = [
    include_str!("../../../../lexicon/mappings/acled.toml"),
    include_str!("../../../../lexicon/mappings/ucdp.toml"),
    include_str!("../../../../lexicon/mappings/atlos.toml"),
];

impl Mapping {
    /// Reads a mapping. `name` is what its file is called, for whoever is told what is wrong in it.
    pub fn parse(name: &str, text: &str) -> Result<Self, ImportError> {
        let fault = |fault: String| ImportError::Mapping { name: name.to_owned(), fault };
        let mut mapping: Self = toml::from_str(text).map_err(|error| fault(error.to_string().trim_end().to_owned()))?;
        text.clone_into(&mut mapping.text);
        if mapping.coder.trim().is_empty() {
            return Err(fault("`coder` is empty: say who coded the rows".to_owned()));
        }
        let columns = &mapping.columns;
        if columns.day.is_some() && columns.from.is_some() {
            return Err(fault(
                "`columns.day` and `columns.from` are both given: a row has one day, or a first and a last".to_owned(),
            ));
        }
        if columns.latitude.is_some() != columns.longitude.is_some() {
            return Err(fault("of `columns.latitude` and `columns.longitude` only one is given".to_owned()));
        }
        Ok(mapping)
    }

    /// Those that come with Fogline.
    pub fn bundled() -> Result<Vec<Self>, ImportError> {
        BUNDLED.iter().map(|text| Self::parse("bundled", text)).collect()
    }

    /// The one that a table's columns are recognised by.
    pub fn recognised(columns: &[String]) -> Result<Self, ImportError> {
        let fits =
            |one: &Self| !one.recognised_by.is_empty() && one.recognised_by.iter().all(|name| columns.contains(name));
        let found = Self::bundled()?.into_iter().find(fits);
        found.ok_or_else(|| ImportError::NotRecognised(columns.to_vec()))
    }

    /// The one that comes with Fogline under a name.
    pub fn named(name: &str) -> Result<Option<Self>, ImportError> {
        Ok(Self::bundled()?.into_iter().find(|one| one.name == name))
    }

    /// Names of those that come with Fogline.
    pub fn names() -> Vec<String> {
        Self::bundled().map(|all| all.into_iter().map(|one| one.name).collect()).unwrap_or_default()
    }
}
