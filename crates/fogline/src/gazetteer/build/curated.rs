//! Our own tables: `id kind name lat lon country admin1 feature population names demonyms codes`, apart by tabs, lists by
//! `|`. The first line names the columns, lines that begin with `#` are comments, columns at the end may be left out.
//! An `id` is a GeoNames number, `iso:XX` for the country of that code, or a name of our own; what a row leaves empty
//! stays as it was. A name that is shown in Ukrainian or Russian has its language before it: `uk:Назва|ru:Название`.

use super::{Builder, Id, fault};
use crate::gazetteer::{GazetteerError, Kind, NameKind};

const COLUMNS: usize = 12;

pub(super) fn add(builder: &mut Builder, file: &str, text: &str) -> Result<(), GazetteerError> {
    for (i, line) in text.lines().enumerate().skip(1) {
        let line = line.trim_end_matches('\r');
        if !line.trim().is_empty() && !line.starts_with('#') {
            row(builder, line).map_err(|reason| fault(file, i + 1, reason))?;
        }
    }
    Ok(())
}

fn row(builder: &mut Builder, line: &str) -> Result<(), String> {
    let mut cells: Vec<&str> = line.split('\t').map(str::trim).collect();
    if cells.len() > COLUMNS {
        return Err(format!("{} columns, not {COLUMNS}", cells.len()));
    }
    cells.resize(COLUMNS, "");
    let [id, kind, name, lat, lon, country, admin1, feature, population, names, demonyms, codes] = cells[..] else {
        return Err("too few columns".to_owned());
    };
    let id = match id.strip_prefix("iso:") {
        Some(code) => builder
            .entries
            .iter()
            .find(|(_, entry)| entry.kind == Kind::Country && entry.country == code)
            .map(|(id, _)| id.clone())
            .ok_or_else(|| format!("no country has the code `{code}`"))?,
        None => id.parse().map_or_else(|_| Id::Pack(id.to_owned()), Id::GeoNames),
    };
    let number = |text: &str| text.parse::<f64>().map_err(|_| format!("`{text}` is no number of degrees"));
    let entry = builder.entry(id);
    if !kind.is_empty() {
        entry.kind = Kind::named(kind).ok_or_else(|| format!("`{kind}` is no kind of place"))?;
    }
    if !lat.is_empty() {
        let point = (number(lat)?, number(lon)?);
        if point.0.abs() > 90.0 || point.1.abs() > 180.0 {
            return Err("the point does not lie on the globe".to_owned());
        }
        entry.point = Some(point);
    }
    if !name.is_empty() && entry.name != name {
        let before = std::mem::replace(&mut entry.name, name.to_owned());
        if !before.is_empty() {
            entry.names.push((before, NameKind::Other));
        }
    }
    for (cell, slot) in [(country, &mut entry.country), (admin1, &mut entry.admin1), (feature, &mut entry.feature)] {
        if !cell.is_empty() {
            cell.clone_into(slot);
        }
    }
    if !population.is_empty() {
        entry.population = population.parse().map_err(|_| format!("`{population}` is no number of people"))?;
    }
    for (cell, kind) in [(names, NameKind::Other), (demonyms, NameKind::Demonym), (codes, NameKind::Code)] {
        for name in cell.split('|').map(str::trim).filter(|name| !name.is_empty()) {
            let name = match name.split_once(':') {
                Some(("uk", name)) => entry.name_uk.insert(name.trim().to_owned()).clone(),
                Some(("ru", name)) => entry.name_ru.insert(name.trim().to_owned()).clone(),
                _ => name.to_owned(),
            };
            if !entry.names.contains(&(name.clone(), kind)) {
                entry.names.push((name, kind));
            }
        }
    }
    Ok(())
}
