//! What a row says, of its cells, by a mapping.

use std::collections::BTreeMap;

use fogline_reconcile::rows::{Coded, Figure};
use sha2::{Digest, Sha256};

use super::{Mapping, dates};
use crate::{Fault, ImportError, Reason};

/// A mapping with where its columns stand in a table.
#[derive(Debug)]
pub struct Bound<'m> {
    mapping: &'m Mapping,
    /// Where each column stands that the mapping names; the first of that name.
    at: BTreeMap<&'m str, Vec<usize>>,
    columns: Vec<String>,
}

impl Mapping {
    /// Finds the columns in a table's head.
    pub fn bind(&self, columns: &[String]) -> Result<Bound<'_>, ImportError> {
        let mut at = BTreeMap::new();
        let mut missing = Vec::new();
        for name in self.columns.names().chain(&self.recognised_by) {
            let found: Vec<usize> = match name.strip_suffix('*') {
                Some(start) => {
                    (0..columns.len()).filter(|at| columns.get(*at).is_some_and(|own| own.starts_with(start))).collect()
                }
                None => columns.iter().position(|own| own == name).into_iter().collect(),
            };
            let needed = !self.lenient || self.recognised_by.contains(name) || self.columns.id.as_ref() == Some(name);
            if found.is_empty() && needed && !name.ends_with('*') && !missing.contains(name) {
                missing.push(name.clone());
            }
            at.insert(name.as_str(), found);
        }
        if missing.is_empty() {
            return Ok(Bound { mapping: self, at, columns: columns.to_vec() });
        }
        Err(ImportError::NoColumns { name: self.name.clone(), missing, known: columns.to_vec() })
    }
}

impl Bound<'_> {
    /// The kind that a row gives where the mapping tells what kinds are, and not of this one.
    pub fn unknown_kind(&self, facts: &Coded) -> Option<String> {
        let is_unknown = self.mapping.kinds.are_told() && !facts.kind.is_empty() && facts.families.is_empty();
        is_unknown.then(|| facts.kind.join(" / "))
    }

    /// What a row says.
    pub fn facts(&self, cells: &[String]) -> Result<Coded, Fault> {
        let columns = &self.mapping.columns;
        let row = Cells { bound: self, cells };
        let id = match &columns.id {
            Some(_) => row.text(columns.id.as_ref()).ok_or_else(|| Fault::new(Reason::NoId, "it has no id"))?,
            None => named_by(cells),
        };
        let (from, to) = row.days()?;
        let (lat, lon) =
            (row.coordinate(columns.latitude.as_ref(), 90.0)?, row.coordinate(columns.longitude.as_ref(), 180.0)?);
        if lat.is_some() != lon.is_some() {
            let (has, lacks) = if lat.is_some() { ("north", "east") } else { ("east", "north") };
            return Err(Fault::new(Reason::WrongType, format!("it has degrees {has} and none {lacks}")));
        }
        let kind = row.list(&columns.kind);
        let (families, weapons) = self.mapping.kinds.of(&kind);
        let killed = Figure {
            low: row.number(columns.killed_low.as_ref())?,
            best: row.number(columns.killed.as_ref())?,
            high: row.number(columns.killed_high.as_ref())?,
        };
        let counts: Vec<f64> = [killed.low, killed.best, killed.high].into_iter().flatten().collect();
        if !counts.is_sorted() {
            let counts: Vec<String> = counts.iter().map(ToString::to_string).collect();
            let detail = format!("killed are {}: the least, the best and the most do not rise", counts.join(", "));
            return Err(Fault::new(Reason::WrongType, detail));
        }
        let injured = Figure { best: row.number(columns.injured.as_ref())?, ..Figure::default() };
        let told = [("killed", killed), ("injured", injured)].into_iter();
        Ok(Coded {
            id,
            from,
            to,
            place: row.text(columns.place.as_ref()),
            division: row.text(columns.division.as_ref()),
            country: row.text(columns.country.as_ref()),
            lat,
            lon,
            reach: row.among(columns.place_precision.as_ref(), &self.mapping.place_precision)?,
            families,
            weapons,
            kind,
            actors: row.list(&columns.actors),
            figures: told
                .filter(|(_, one)| *one != Figure::default())
                .map(|(name, one)| (name.to_owned(), one))
                .collect(),
            sources: row.list(&columns.sources),
            notes: row.each(&columns.notes).map(str::to_owned).collect(),
            url: row.each(&columns.url).map(str::to_owned).collect(),
        })
    }
}

/// A row without an id is known by what it says.
fn named_by(cells: &[String]) -> String {
    let mut hash = Sha256::new();
    for cell in cells {
        hash.update((cell.len() as u64).to_le_bytes());
        hash.update(cell);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Cells by the names of their columns.
struct Cells<'r> {
    bound: &'r Bound<'r>,
    cells: &'r [String],
}

impl<'r> Cells<'r> {
    /// What stands in a column, if anything does; with the apostrophe that a spreadsheet's export puts before what could be taken
    /// for a formula.
    fn cell(&self, name: Option<&String>) -> Option<(&'r str, &'r str)> {
        let at = *self.bound.at.get(name?.as_str())?.first()?;
        let text = self.cells.get(at)?.trim();
        (!text.is_empty()).then(|| (self.bound.columns.get(at).map_or("", String::as_str), text))
    }

    fn text(&self, name: Option<&String>) -> Option<String> {
        self.cell(name).map(|(_, text)| text.to_owned())
    }

    /// What stands in some columns, each cell once.
    fn each(&self, names: &'r [String]) -> impl Iterator<Item = &'r str> {
        let at = names.iter().filter_map(|name| self.bound.at.get(name.as_str())).flatten();
        at.filter_map(|at| self.cells.get(*at)).map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    /// The same, with several names in one cell taken apart.
    fn list(&self, names: &'r [String]) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for text in self.each(names) {
            let parts = match &self.bound.mapping.separator {
                Some(separator) if !separator.is_empty() => text.split(separator.as_str()).collect(),
                _ => vec![text],
            };
            for part in parts.into_iter().map(str::trim).filter(|part| !part.is_empty()) {
                if all.iter().all(|known| known != part) {
                    all.push(part.to_owned());
                }
            }
        }
        all
    }

    fn decimal(&self, name: Option<&String>) -> Result<Option<(&'r str, f64)>, Fault> {
        let Some((column, text)) = self.cell(name) else { return Ok(None) };
        let bare = text.strip_prefix('\'').unwrap_or(text);
        let read = match self.bound.mapping.decimal.as_deref() {
            Some(point) if point != "." => bare.replace('.', "x").replacen(point, ".", 1).parse::<f64>(),
            _ => bare.parse(),
        };
        match read.ok().filter(|number| number.is_finite()) {
            Some(number) => Ok(Some((column, number))),
            None => Err(Fault::new(Reason::WrongType, format!("`{column}` has a number, and not `{text}`"))),
        }
    }

    /// A count: whole and not less than nothing.
    fn number(&self, name: Option<&String>) -> Result<Option<f64>, Fault> {
        let Some((column, number)) = self.decimal(name)? else { return Ok(None) };
        if number < 0.0 || number.fract() != 0.0 {
            return Err(Fault::new(Reason::WrongType, format!("`{column}` has a count, and not `{number}`")));
        }
        Ok(Some(number))
    }

    fn coordinate(&self, name: Option<&String>, most: f64) -> Result<Option<f64>, Fault> {
        let Some((column, number)) = self.decimal(name)? else { return Ok(None) };
        if number.abs() > most {
            let detail = format!(
                "`{column}` is {number}, and goes to {most} at most; are north and east in each other's place?"
            );
            return Err(Fault::new(Reason::OutOfRange, detail));
        }
        Ok(Some(number))
    }

    /// A value of a closed list; the usual one where the mapping has no such column or the cell is empty.
    fn among<T: Copy + Default>(&self, name: Option<&String>, known: &BTreeMap<String, T>) -> Result<T, Fault> {
        let Some((column, text)) = self.cell(name) else { return Ok(T::default()) };
        // A spreadsheet may write a whole number with decimals.
        let value = known.get(text).or_else(|| known.get(text.strip_suffix(".0")?));
        value.copied().ok_or_else(|| {
            let known: Vec<&str> = known.keys().map(String::as_str).collect();
            Fault::new(Reason::WrongType, format!("`{column}` is one of {}, and not `{text}`", known.join(", ")))
        })
    }

    fn day(&self, name: Option<&String>) -> Result<Option<jiff::civil::Date>, Fault> {
        let Some((column, text)) = self.cell(name) else { return Ok(None) };
        let day = dates::day(text, &self.bound.mapping.days.styles);
        day.map(Some).map_err(|fault| Fault::new(fault.reason, format!("`{column}`: {}", fault.detail)))
    }

    /// The first and the last day that are meant.
    fn days(&self) -> Result<(Option<String>, Option<String>), Fault> {
        let columns = &self.bound.mapping.columns;
        let precision = self.among(columns.day_precision.as_ref(), &self.bound.mapping.day_precision)?;
        let first = self.day(columns.day.as_ref().or(columns.from.as_ref()))?;
        let last = self.day(columns.to.as_ref())?.or(first);
        let (Some(first), Some(last)) = (first.or(last), last) else { return Ok((None, None)) };
        if last < first {
            let detail = format!("it ends on {last}, before it begins on {first}");
            return Err(Fault::new(Reason::WrongType, detail));
        }
        Ok((Some(precision.around(first).0.to_string()), Some(precision.around(last).1.to_string())))
    }
}
