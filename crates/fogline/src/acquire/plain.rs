//! Plain text: what each of its parts is.

use sha2::{Digest, Sha256};

use super::{Body, Record};
use crate::{
    document::{Document, Segment, SegmentKind},
    outlets::Outlets,
    span::Span,
};

/// Reads a record of plain text.
pub(super) fn document(record: Record, _outlets: &Outlets) -> Document {
    let (text, offsets) = match record.body {
        Body::Text { text, offsets } | Body::Html { html: text, offsets } => (text, offsets),
    };
    let whole = Span::new(0, text.len());
    Document {
        reference: record.reference,
        sha256: Sha256::digest(&record.original).into(),
        original: record.original,
        segments: if text.is_empty() { vec![] } else { vec![Segment { kind: SegmentKind::Body, span: whole }] },
        text: text.into(),
        offsets,
        facts: record.facts,
        media: record.media,
        post: record.post,
    }
}
