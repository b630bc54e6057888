//! Pages: their visible text, main text and metadata.

use super::{Record, plain};
use crate::{document::Document, outlets::Outlets};

/// Reads a record that is a page.
pub(super) fn document(record: Record, outlets: &Outlets) -> Document {
    plain::document(record, outlets)
}
