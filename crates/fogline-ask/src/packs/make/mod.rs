//! From a sorted sheet to the files of a pack, beside which whatever a person wrote by hand stays.
//!
//! Goes in: a sheet, and the files that are there. Comes out: the files as they are to be, and what was passed over; or every
//! fault of the sheet by line. Written is what a row says and nothing more: no side, office or date is made up.

mod entries;
mod keep;
mod names;
mod plan;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use fogline::faults::Fault;

use super::sheet::Sheet;

/// Files of a pack that were made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// All of its files by name, those that stayed as they were among them.
    pub files: BTreeMap<String, String>,
    /// Rows that nobody has sorted yet.
    pub open: usize,
    /// What was written by hand and stays, where the sheet says something of it too.
    pub kept: Vec<String>,
}

/// The files of a pack by its sheet. What stands in `existing` by hand stays and goes before what a row says.
///
/// # Errors
/// What is wrong in the sheet, each with its line; what of the files cannot be read.
pub fn make(sheet: &Sheet, existing: &BTreeMap<String, String>) -> Result<Made, Vec<Fault>> {
    let plan = plan::plan(sheet)?;
    let blocks = entries::blocks(&plan);
    let mut made = Made { open: sheet.open(), ..Made::default() };
    let mut faults = Vec::new();
    for (file, head) in entries::FILES {
        let own: Vec<_> = blocks.iter().filter(|block| block.file == *file).collect();
        match keep::merged(file, head, existing.get(*file).map(String::as_str), &own) {
            Ok(Some((text, kept))) => {
                made.files.insert((*file).to_owned(), text);
                made.kept.extend(kept);
            }
            Ok(None) => {}
            Err(fault) => faults.push(fault),
        }
    }
    for (file, text) in existing {
        made.files.entry(file.clone()).or_insert_with(|| text.clone());
    }
    if faults.is_empty() { Ok(made) } else { Err(faults) }
}
