//! Tables as files.

mod cell;
mod csv;
mod parquet;
mod xlsx;

pub(crate) use self::csv::rows;
pub use self::{
    cell::spreadsheet_safe,
    csv::{csv, hxl},
    parquet::parquet,
    xlsx::xlsx,
};
