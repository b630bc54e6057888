//! What can go wrong on the way out.

use std::io;

use thiserror::Error;

/// An export that could not be written.
#[derive(Debug, Error)]
pub enum ExportError {
    /// Writing failed.
    #[error("the export could not be written: {0}. What was written so far is not complete")]
    Io(#[from] io::Error),
    /// A CSV writer failed.
    #[error("the CSV could not be written: {0}")]
    Csv(#[from] csv::Error),
    /// An XLSX writer failed.
    #[error("the workbook could not be written: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// A table that no sheet holds.
    #[error(
        "table `{table}` has {rows} rows, and a sheet of a workbook holds {most}: write CSV or Parquet, or a shorter window"
    )]
    TooLong {
        /// The table.
        table: String,
        /// Its rows.
        rows: usize,
        /// Rows that a sheet holds.
        most: usize,
    },
    /// A Parquet writer failed.
    #[error("the Parquet file could not be written: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// Columns did not fit together: a fault of ours.
    #[error("the columns of a table do not fit together, which is a fault of Fogline: {0}")]
    Arrow(#[from] arrow_schema::ArrowError),
    /// A ZIP writer failed.
    #[error("the bundle could not be packed: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// JSON could not be written.
    #[error("the JSON could not be written: {0}")]
    Json(#[from] serde_json::Error),
    /// A report of a bundle whose original does not have the hash that the ledger has for it.
    #[error("the original of report `{document}` has another hash than the ledger says: run `fogline verify`")]
    WrongOriginal {
        /// The report.
        document: String,
    },
}
