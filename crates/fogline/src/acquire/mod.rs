//! From bytes to documents.
//!
//! `bytes ─(format readers)→ Record ─(main text, segments, facts)→ Document`. A record that cannot be read is
//! [`Quarantined`] with a reason and its position; it never stops a run.
//!
//! [`read`] goes through a file, a folder or a stream: `source` finds the files, `recognise` tells what each is, `archives`
//! unpacks, and each format has a module that gives one [`Record`] after the other, in flat memory. `charset` and `decode`
//! bring bytes into text with the way back.

mod arc;
mod archives;
mod attachments;
mod charset;
mod csv;
pub mod dates;
mod decode;
mod email;
mod feed;
mod feed_item;
mod fields;
mod furniture;
pub mod html;
mod http;
pub mod json;
mod json_feed;
mod json_file;
mod json_walk;
mod jsonl;
mod kept;
mod markdown;
mod open;
mod out;
mod plain;
mod recognise;
mod record;
mod replies;
pub mod rows;
mod source;
mod stream;
mod telegram;
mod telegram_html;
mod transfer;
mod warc;
mod xml_fields;

pub use kept::KeptError;
pub use out::{Options, Skipped, Summary};
pub use record::{Body, Form, Input, Limits, Number, Quarantined, Reason, Record, Unusable};
pub use source::{Source, read, size};

use crate::{
    document::{Document, Facts},
    outlets::Outlets,
};

/// The encoding of text by its first bytes, and the length of the byte order mark before it; `None` of what is no text.
pub fn encoding(bytes: &[u8]) -> Option<(&'static encoding_rs::Encoding, usize)> {
    charset::encoding(bytes, &[]).ok()
}

/// Reads a record: finds its visible text, what each part of it is, and what is known of it. What neither the record nor
/// its page says is as supplied.
pub fn document(record: Record, outlets: &Outlets, supplied: &Facts) -> Document {
    let mut document = match record.body {
        Body::Text { .. } => plain::document(record),
        Body::Html { .. } => html::document(record),
    };
    document.facts = document.facts.or(supplied);
    outlets.complete(&mut document);
    document
}
