//! Plain tables: statements, events, incidents, accounts, copies.

mod accounts;
mod copies;
mod events;
mod incidents;
mod statements;

pub use accounts::accounts;
pub use copies::copies;
pub use events::events;
pub use incidents::incidents;
pub(crate) use incidents::range;
pub use statements::statements;

use crate::Input;

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What its cells are.
    pub kind: Kind,
    /// Its HXL hashtag with attributes; empty for none.
    pub hxl: &'static str,
    /// What it means.
    pub about: &'static str,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Texts.
    Texts,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// Yes or no.
    Flag,
    /// A day.
    Day,
    /// An instant; a day stands for its first moment, UTC.
    Instant,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Not known. Never the same as 0 or an empty text.
    Unknown,
    /// Text, as well of a day or an instant.
    Text(String),
    /// Texts.
    Texts(Vec<String>),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::Whole(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Vec<String>> for Cell {
    fn from(texts: Vec<String>) -> Self {
        Self::Texts(texts)
    }
}

impl From<&Vec<String>> for Cell {
    fn from(texts: &Vec<String>) -> Self {
        Self::Texts(texts.clone())
    }
}

impl<T> From<Option<T>> for Cell
where
    Cell: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Self::from)
    }
}

/// All tables, in the order in which a workbook has them.
pub fn all(input: &Input<'_>) -> Vec<Table> {
    vec![incidents(input), accounts(input), statements(input), events(input), copies(input)]
}

/// Declares a column.
const fn column(name: &'static str, kind: Kind, hxl: &'static str, about: &'static str) -> Column {
    Column { name, kind, hxl, about }
}
