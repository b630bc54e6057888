//! What of an import is kept: rows as they came, some hundred in one record, with what it takes to read them again.

use serde::{Deserialize, Serialize};

use crate::BadRow;

/// Rows of one import, as a record holds them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Names the import: SHA-256 of the file's bytes, the mapping and the coder, in hexadecimal.
    pub import: String,
    /// What the file was called.
    pub file: String,
    /// Who coded the rows.
    pub coder: String,
    /// The mapping, as its file has it.
    pub mapping: String,
    /// The encoding that the file was in, as `windows-1251`; none of a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The head: names of the columns in their order.
    pub columns: Vec<String>,
    /// Rows that are new, or other than the coder had before.
    pub rows: Vec<Kept>,
    /// Ids of rows of the coder that no longer hold, as a complete table does not have them any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<String>,
    /// Stands with the last batch of an import that came to its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totals: Option<Totals>,
}

/// A row as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its number: of CSV the line on which it begins, of a sheet its row.
    pub number: u64,
    /// Its cells in the order of the columns.
    pub cells: Vec<String>,
}

/// What an import came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Rows that were new or changed.
    pub stored: u64,
    /// Rows that the ledger had, as they are.
    pub known: u64,
    /// Rows that were set aside.
    pub quarantined: u64,
}

/// Rows of one import that were set aside, as a record holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// Names the import.
    pub import: String,
    /// What the file was called.
    pub file: String,
    /// Who coded the rows.
    pub coder: String,
    /// The sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The rows.
    pub rows: Vec<BadRow>,
}
