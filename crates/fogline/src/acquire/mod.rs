//! From bytes to documents.
//!
//! `bytes ─(format readers)→ Record ─(main text, segments, facts)→ Document`. A record that cannot be read is
//! [`Quarantined`] with a reason and its position; it never stops a run.

mod furniture;
pub mod html;
mod plain;
mod record;

pub use record::{Body, Input, Limits, Quarantined, Reason, Record};

use crate::{document::Document, outlets::Outlets};

/// Reads a record: finds its visible text, what each part of it is, and what is known of it.
pub fn document(record: Record, outlets: &Outlets) -> Document {
    match record.body {
        Body::Text { .. } => plain::document(record, outlets),
        Body::Html { .. } => html::document(record, outlets),
    }
}
