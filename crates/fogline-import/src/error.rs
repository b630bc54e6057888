//! Why a table or a row of it could not be taken.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a table cannot be imported at all.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The file cannot be read.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The file is no table that is known here.
    #[error("{0}")]
    NoTable(String),
    /// It is larger than is allowed, or unpacks to more.
    #[error("{0}")]
    TooLarge(String),
    /// No mapping fits the columns.
    #[error("no mapping that is known here fits its columns: {}; `fogline import map` with the file begins one", listed(.0))]
    NotRecognised(Vec<String>),
    /// The mapping is not written as mappings are.
    #[error("mapping `{name}`: {fault}")]
    Mapping {
        /// Its file or name.
        name: String,
        /// What is wrong, with line and column.
        fault: String,
    },
    /// The mapping names columns that the table does not have.
    #[error("mapping `{name}` names {}, and the table has {}", listed(.missing), listed(.known))]
    NoColumns {
        /// The mapping.
        name: String,
        /// What it names.
        missing: Vec<String>,
        /// What there is.
        known: Vec<String>,
    },
}

/// Names that are told at most.
const TOLD: usize = 40;

fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().take(TOLD).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(TOLD);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", quoted.join(", "))
}

/// Why a row was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RowFault")]
pub enum Reason {
    /// It has more or fewer cells than the head.
    Cells,
    /// A quote is not closed where a field ends.
    Quotes,
    /// It is not in the encoding of the table.
    Encoding,
    /// It, or a cell of it, is longer than is allowed.
    TooLong,
    /// A cell is a formula whose value was not kept, or an error.
    Formula,
    /// A cell is not of the type that its column has.
    WrongType,
    /// It has no id.
    NoId,
    /// Another row of the table has the same id.
    DuplicateId,
    /// A day is written in none of the styles that the mapping names.
    DateStyle,
    /// A day can be read as two days by the styles that the mapping names.
    DateAmbiguous,
    /// A coordinate lies beyond the globe.
    OutOfRange,
    /// North and east stand in each other's place, by where the place that it names lies.
    Swapped,
}

impl Reason {
    /// As the contract writes it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Cells => "cells",
            Self::Quotes => "quotes",
            Self::Encoding => "encoding",
            Self::TooLong => "too_long",
            Self::Formula => "formula",
            Self::WrongType => "wrong_type",
            Self::NoId => "no_id",
            Self::DuplicateId => "duplicate_id",
            Self::DateStyle => "date_style",
            Self::DateAmbiguous => "date_ambiguous",
            Self::OutOfRange => "out_of_range",
            Self::Swapped => "swapped",
        }
    }
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Why.
    pub reason: Reason,
    /// What is wrong, in words, with the column and what stands there.
    pub detail: String,
}

impl Fault {
    pub(crate) fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Self { reason, detail: detail.into() }
    }
}

/// A row that was set aside, with all that it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BadRow {
    /// Its number: of CSV the line on which it begins, of a sheet its row.
    pub number: u64,
    /// Why.
    pub reason: Reason,
    /// What is wrong, in words.
    pub detail: String,
    /// Its cells; where they cannot be told apart, one that has all of it.
    pub cells: Vec<String>,
}
