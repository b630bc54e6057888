//! `sorting.tsv`: candidates as rows that a person fills in, in any editor or spreadsheet.
//!
//! Goes in: candidates, or the text of a sheet. Comes out: the text of a sheet, or its rows with every fault by line. Columns are
//! found by their heads, whatever their order; columns that nobody knows stay, and so do remarks above the heads.

mod read;
mod sorting;
mod write;

use std::collections::BTreeSet;

use fogline::names::fold;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::{
    read::parse,
    sorting::{HELP, Sorting, Step},
    write::{draft, grown, heads, row, written},
};

/// Heads of the columns, in the order in which they are written.
pub const COLUMNS: [&str; 10] =
    ["kind", "name", "reports", "statements", "side", "role", "as", "from", "source", "example"];

/// What a row that is left out has in the column `side`.
pub const NO: &str = "no";
/// What a place, outlet or agreement that belongs to the conflict has there.
pub const YES: &str = "yes";

/// A row of the sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "PackRow")]
pub struct Row {
    /// Line of the sheet on which it begins, from 1; 0 for one that was never in a file.
    #[serde(skip)]
    pub line: usize,
    /// What it is: a kind of actor, or `pack`, `side`, `bloc`, `adjective`, `outlet`, `place`, `label`, `agreement`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Reports that name it, as written.
    pub reports: String,
    /// Statements of it, as written.
    pub statements: String,
    /// Whose side it is on; several are divided by `;`. [`NO`] leaves it out, [`YES`] takes it in without a side.
    pub side: String,
    /// Office; of a side what it is to the conflict; of a label its neutral counterpart; of an outlet its class.
    pub role: String,
    #[serde(rename = "as")]
    /// Its id, or the row of which it is another name; of a label whom it is said of, of an agreement its parties.
    pub same: String,
    /// First day of what the row says; `2020-01-01..2021-12-31` with the last.
    pub from: String,
    /// Where it is written.
    pub source: String,
    /// Its words in a report.
    pub example: String,
    /// Cells of columns of a person's own.
    #[serde(skip)]
    pub more: Vec<String>,
}

/// A sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its rows, in order.
    pub rows: Vec<Row>,
    /// Heads of columns of a person's own.
    pub more: Vec<String>,
    /// Remarks above the heads, a line each; of a new sheet none, which are written with it.
    pub remarks: Vec<String>,
}

impl Row {
    /// Whether a person has still to say something.
    pub fn is_open(&self) -> bool {
        self.side.trim().is_empty() && self.kind != "pack" && self.kind != "side"
    }

    /// Whether it is left out.
    pub fn is_left_out(&self) -> bool {
        self.side.trim().eq_ignore_ascii_case(NO)
    }
}

impl Sheet {
    /// How many rows a person has still to say something of. A row that is another name of one that is sorted goes with it.
    pub fn open(&self) -> usize {
        let sorted = self.rows.iter().filter(|row| !row.is_open());
        let sorted: BTreeSet<String> =
            sorted.flat_map(|row| [fold(&row.name), fold(row.same.trim())]).filter(|name| !name.is_empty()).collect();
        self.rows.iter().filter(|row| row.is_open() && !sorted.contains(&fold(row.same.trim()))).count()
    }

    /// The sides that it names, in order: those that have rows of their own first.
    pub fn sides(&self) -> Vec<String> {
        let own = self.rows.iter().filter(|row| row.kind == "side").map(|row| row.same.trim().to_owned());
        let named = self
            .rows
            .iter()
            .filter(|row| !matches!(row.kind.as_str(), "pack" | "side"))
            .flat_map(|row| sides(&row.side));
        let mut all: Vec<String> = Vec::new();
        for side in own.chain(named).filter(|side| !side.is_empty()) {
            if !all.contains(&side) {
                all.push(side);
            }
        }
        all
    }
}

/// The sides in a cell.
pub fn sides(cell: &str) -> Vec<String> {
    let all = cell.split([';', ',']).map(str::trim).filter(|side| !side.is_empty());
    all.filter(|side| !side.eq_ignore_ascii_case(NO) && !side.eq_ignore_ascii_case(YES)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
