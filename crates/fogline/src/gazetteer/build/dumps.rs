//! GeoNames' own files: dumps of 19 columns (`UA.txt`, `allCountries.txt`), `alternateNamesV2.txt`,
//! `admin1CodesASCII.txt`, `admin2Codes.txt`, `hierarchy.txt`.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
};

use super::{Builder, Entry, Id, cities::alternates, fault};
use crate::gazetteer::{GazetteerError, Kind, NameKind, geo::Point};

/// A line of a dump.
pub(super) struct Row<'l> {
    pub(super) id: u32,
    pub(super) name: &'l str,
    pub(super) alternates: &'l str,
    pub(super) point: Point,
    class: &'l str,
    pub(super) feature: &'l str,
    pub(super) country: &'l str,
    pub(super) admin1: &'l str,
    pub(super) admin2: &'l str,
    pub(super) population: u32,
}

impl<'l> Row<'l> {
    pub(super) fn parse(line: &'l str) -> Result<Self, String> {
        let cells: Vec<&str> = line.split('\t').collect();
        let [
            id,
            name,
            _ascii,
            alternates,
            lat,
            lon,
            class,
            feature,
            country,
            _cc2,
            admin1,
            admin2,
            _,
            _,
            population,
            _,
            _,
            _,
            _,
        ] = cells[..]
        else {
            return Err(format!("{} columns, where a GeoNames dump has 19", cells.len()));
        };
        let degrees = |text: &str, limit: f64| match text.parse::<f64>() {
            Ok(degrees) if degrees.abs() <= limit => Ok(degrees),
            _ => Err(format!("`{text}` is no coordinate")),
        };
        Ok(Self {
            id: id.parse().map_err(|_| format!("`{id}` is no GeoNames number"))?,
            name,
            alternates,
            point: (degrees(lat, 90.0)?, degrees(lon, 180.0)?),
            class,
            feature,
            country,
            admin1,
            admin2,
            // Larger numbers than people there are come with continents.
            population: population.parse::<u64>().map_or(0, |people| u32::try_from(people).unwrap_or(u32::MAX)),
        })
    }

    /// What it is; `None` for what no report speaks of by name: wells, farms, schools.
    fn kind(&self) -> Option<Kind> {
        Some(match (self.class, self.feature) {
            ("P", "PPLX") => Kind::Section,
            ("P", _) => Kind::Settlement,
            ("A", "ADM1" | "ADM1H") => Kind::Adm1,
            ("A", "ADM2" | "ADM2H" | "ADM3" | "ADM3H" | "ADM4") => Kind::Adm2,
            ("A", feature) if feature.starts_with("PCL") => Kind::Country,
            (
                "L",
                "RGN" | "RGNE" | "RGNH" | "CONT" | "AREA" | "PRK" | "MILB" | "RES" | "COLF" | "MNA" | "INDS" | "PRT",
            )
            | ("H", "SEA" | "OCN" | "GULF" | "BAY" | "STRT" | "LK" | "LKS" | "RSV" | "LGN" | "EST" | "CHN" | "CHNM")
            | (
                "T",
                "MT" | "MTS" | "ISL" | "ISLS" | "PEN" | "CAPE" | "VAL" | "PLN" | "DSRT" | "PASS" | "HLL" | "HLLS"
                | "PLAT" | "UPLD",
            ) => Kind::Area,
            ("H", "STM" | "STMS" | "CNL" | "STMI") | ("R", "RD" | "RR" | "HWY") => Kind::Line,
            (
                "S",
                "AIRP" | "AIRB" | "AIRF" | "PSTB" | "BDG" | "DAM" | "MN" | "PS" | "PSN" | "PRN" | "STDM" | "RSTN",
            ) => Kind::Spot,
            _ => return None,
        })
    }
}

/// Files beside the dumps.
const AUXILIARY: [&str; 5] =
    ["alternateNamesV2.txt", "admin1CodesASCII.txt", "admin2Codes.txt", "hierarchy.txt", "readme.txt"];

/// Reads the GeoNames files of a folder: names of alternate names and codes are added to the places of its dumps. Files
/// with other names than GeoNames gives them are taken for dumps if they end in `.txt`.
pub fn read_dumps(folder: &Path) -> Result<Builder, GazetteerError> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|end| end.eq_ignore_ascii_case("txt")));
    files.sort();
    let named = |path: &PathBuf, name: &str| {
        path.file_name().and_then(|file| file.to_str()).is_some_and(|file| file.eq_ignore_ascii_case(name))
    };
    let mut builder = Builder::default();
    for path in files.iter().filter(|path| !AUXILIARY.iter().any(|name| named(path, name))) {
        let name = file_name(path);
        each_line(path, |line| add_row(&mut builder, line))?;
        builder.source(format!("GeoNames {name}, CC BY 4.0"));
    }
    if builder.is_empty() {
        return Err(fault(&folder.display().to_string(), 0, "no GeoNames dump (XX.txt of 19 columns) in this folder"));
    }
    for path in &files {
        if named(path, "alternateNamesV2.txt") {
            each_line(path, |line| add_alternate(&mut builder, line))?;
        } else if named(path, "admin1CodesASCII.txt") || named(path, "admin2Codes.txt") {
            each_line(path, |line| add_code(&mut builder, line))?;
        } else if named(path, "hierarchy.txt") {
            each_line(path, check_hierarchy)?;
        }
    }
    Ok(builder)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn each_line(path: &Path, mut act: impl FnMut(&str) -> Result<(), String>) -> Result<(), GazetteerError> {
    let mut reader = BufReader::new(File::open(path)?);
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        number += 1;
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let text = std::str::from_utf8(&line).map_err(|_| fault(&file_name(path), number, "not UTF-8"))?;
        let text = text.trim_end_matches(['\n', '\r']);
        if !text.is_empty() && !text.starts_with('#') {
            act(text).map_err(|reason| fault(&file_name(path), number, reason))?;
        }
    }
}

/// Adds a line of a dump.
fn add_row(builder: &mut Builder, line: &str) -> Result<(), String> {
    let row = Row::parse(line)?;
    let Some(kind) = row.kind() else { return Ok(()) };
    builder.put(
        Id::GeoNames(row.id),
        Entry {
            name: row.name.to_owned(),
            names: alternates(row.alternates.split(','), row.name),
            point: Some(row.point),
            country: row.country.to_owned(),
            admin1: row.admin1.to_owned(),
            admin2: row.admin2.to_owned(),
            feature: row.feature.to_owned(),
            kind,
            population: row.population,
            ..Entry::default()
        },
    );
    Ok(())
}

/// Adds a line of `alternateNamesV2.txt`: number, place, language, name, preferred, short, colloquial, historic, from, to.
fn add_alternate(builder: &mut Builder, line: &str) -> Result<(), String> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [_, id, language, name, ref marks @ ..] = cells[..] else {
        return Err(format!("{} columns, where alternate names have 10", cells.len()));
    };
    let id = id.parse().map_err(|_| format!("`{id}` is no GeoNames number"))?;
    let is_name = !matches!(language, "link" | "post" | "iata" | "icao" | "faac" | "unlc" | "wkdt" | "abbr" | "phon");
    if is_name && let Some(entry) = builder.entries.get_mut(&Id::GeoNames(id)) {
        let other = (name.to_owned(), NameKind::Other);
        if super::is_indexed(name) && entry.name != name && !entry.names.contains(&other) {
            entry.names.push(other);
        }
        let marked = |i: usize| marks.get(i).is_some_and(|mark| *mark == "1");
        let (preferred, passed) = (marked(0), marked(1) || marked(2) || marked(3));
        if !language.is_empty() || marked(3) {
            entry.settled.push(name.to_owned());
        }
        let slot = match language {
            "uk" => Some(&mut entry.name_uk),
            "ru" => Some(&mut entry.name_ru),
            _ => None,
        };
        // The preferred name, else the first that is neither short nor colloquial nor of the past.
        if let Some(slot) = slot
            && !passed
            && (slot.is_none() || preferred)
        {
            *slot = Some(name.to_owned());
        }
    }
    Ok(())
}

/// Adds a line of a list of codes: `UA.05`, name, ASCII name, GeoNames number. Divisions that no dump has are left out,
/// for the list says not where they are.
fn add_code(builder: &mut Builder, line: &str) -> Result<(), String> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [_, name, ascii, id] = cells[..] else {
        return Err(format!("{} columns, where lists of codes have 4", cells.len()));
    };
    let id = id.parse().map_err(|_| format!("`{id}` is no GeoNames number"))?;
    if let Some(entry) = builder.entries.get_mut(&Id::GeoNames(id)) {
        for name in [name, ascii] {
            if entry.name != name {
                entry.names.push((name.to_owned(), NameKind::Other));
            }
        }
    }
    Ok(())
}

/// The hierarchy repeats what codes of divisions say; it is only looked at for faults.
fn check_hierarchy(line: &str) -> Result<(), String> {
    let mut cells = line.split('\t').map(str::parse::<u32>);
    match (cells.next(), cells.next()) {
        (Some(Ok(_)), Some(Ok(_))) => Ok(()),
        _ => Err("not a pair of GeoNames numbers".to_owned()),
    }
}
