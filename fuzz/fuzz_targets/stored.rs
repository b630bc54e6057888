//! Stored annotations of any content are refused with an error or are a document like any other.

#![no_main]

#[path = "../../crates/fogline-nlp/tests/it/invariants.rs"]
mod invariants;

use fogline_fuzz::stored;
use fogline_nlp::Doc;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(doc) = Doc::from_bytes(&stored::bytes(data), stored::TEXT.into()) {
        invariants::check(&doc, stored::TEXT);
    }
});
