//! Pages: their visible text, main text and metadata.
//!
//! `source ─tokens→ tags and text ─tree→ elements ─flow→ text, a block a line ─main_text→ segments`. All of it is
//! total and takes time in proportion to the page, whatever its markup; every byte of the text leads back to the source.
//!
//! The page's own lines of authors and dates around the headline are boilerplate, since the facts hold them; lines of
//! credit within the report are credits. A summary above the report counts as headline where it is no sentence.

mod entities;
mod facts;
mod flow;
mod linked;
mod main_text;
mod names;
#[cfg(test)]
mod tests;
mod tokens;
mod tree;
mod vocabulary;
mod zones;

use sha2::{Digest, Sha256};

use super::{Body, Record, furniture::dateline::dateline};
use crate::{
    document::{Document, Segment, SegmentKind},
    span::Span,
};

/// How far into a report a dateline may stand, in blocks.
const HEAD: usize = 3;

/// A visible text shorter than this, in bytes, is no report where a style hides much more: scripts would have shown it.
const BARE: usize = 500;

/// Reads a record that is a page.
pub(super) fn document(record: Record) -> Document {
    let (html, inner) = match record.body {
        Body::Text { text, offsets } | Body::Html { html: text, offsets } => (text, offsets),
    };
    let tree = tree::parse(&html);
    let mut flow = flow::flow(&tree, &html, false);
    if flow.text.len() < BARE && flow.hidden > flow.text.len() * 4 {
        flow = flow::flow(&tree, &html, true);
    }
    let facts = facts::facts(&tree, &html, &flow, record.facts);
    let kinds = main_text::kinds(&tree, &html, &flow, facts.title.as_deref());
    let mut segments: Vec<Segment> = Vec::new();
    // A dateline may stand in the first lines of the report.
    let mut read = 0;
    for (block, kind) in flow.blocks.iter().zip(kinds) {
        let mut span = block.span;
        if kind == SegmentKind::Body {
            read += 1;
            let place = if read <= HEAD { dateline(span.of(&flow.text)).unwrap_or(0) } else { 0 };
            if place > 0 {
                segments.push(Segment { kind: SegmentKind::Dateline, span: Span::new(span.start, span.start + place) });
                span.start += place;
                span.start += flow.text.get(span.range()).map_or(0, |rest| rest.len() - rest.trim_start().len());
            }
        }
        match segments.last_mut() {
            _ if span.is_empty() => {}
            Some(last) if last.kind == kind && kind != SegmentKind::Dateline => last.span.end = span.end,
            _ => segments.push(Segment { kind, span }),
        }
    }
    Document {
        reference: record.reference,
        sha256: Sha256::digest(&record.original).into(),
        original: record.original,
        offsets: flow.offsets.through(&inner),
        text: flow.text.into(),
        segments,
        facts,
        media: record.media,
        post: record.post,
        marks: Vec::new(),
    }
}
