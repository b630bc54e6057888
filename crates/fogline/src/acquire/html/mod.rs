//! Pages: their visible text, main text and metadata.
//!
//! `source ─tokens→ tags and text ─tree→ elements ─flow→ text, a block a line ─main_text→ segments`. All of it is
//! total and takes time in proportion to the page, whatever its markup; every byte of the text leads back to the source.

mod entities;
mod flow;
mod main_text;
mod names;
mod tokens;
mod tree;
mod vocabulary;
mod zones;

use sha2::{Digest, Sha256};

use super::{Body, Record};
use crate::{
    document::{Document, Segment},
    outlets::Outlets,
};

/// Reads a record that is a page.
pub(super) fn document(record: Record, _outlets: &Outlets) -> Document {
    let (html, inner) = match record.body {
        Body::Text { text, offsets } | Body::Html { html: text, offsets } => (text, offsets),
    };
    let tree = tree::parse(&html);
    let flow = flow::flow(&tree, &html, false);
    let kinds = main_text::kinds(&tree, &html, &flow, record.facts.title.as_deref());
    let mut segments: Vec<Segment> = Vec::new();
    for (block, kind) in flow.blocks.iter().zip(kinds) {
        match segments.last_mut() {
            Some(last) if last.kind == kind => last.span.end = block.span.end,
            _ => segments.push(Segment { kind, span: block.span }),
        }
    }
    Document {
        reference: record.reference,
        sha256: Sha256::digest(&record.original).into(),
        original: record.original,
        offsets: flow.offsets.through(&inner),
        text: flow.text.into(),
        segments,
        facts: record.facts,
        media: record.media,
        post: record.post,
    }
}
