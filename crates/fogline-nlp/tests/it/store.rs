//! Annotations as bytes.

use std::sync::Arc;

use fogline_nlp::{Doc, StoreError};

use crate::fixtures::{self, mini, texts};

#[test]
fn annotations_are_stored_small_and_read_back_whole() {
    let Some(pipeline) = fixtures::english() else { return };
    let text = fixtures::dossier().join("\n\n");
    let doc = pipeline.annotate(&text);
    let bytes = doc.to_bytes();
    let share = bytes.len() as f64 / doc.len() as f64;
    println!("{} tokens in {} bytes: {share:.2} a token", doc.len(), bytes.len());
    assert!(share < 6.0, "{share} bytes a token");
    let back = Doc::from_bytes(&bytes, text.into()).unwrap();
    assert_eq!(back.model(), doc.model());
    assert!(back.tokens().zip(doc.tokens()).all(|(a, b)| {
        (a.span(), a.tag(), a.pos(), a.morph(), a.lemma()) == (b.span(), b.tag(), b.pos(), b.morph(), b.lemma())
            && (a.head().i(), a.dep(), a.is_sent_start()) == (b.head().i(), b.dep(), b.is_sent_start())
    }));
    assert!(back.entities().eq(doc.entities()) && back.entities().len() > 20);
    assert_eq!(back.to_bytes(), bytes);
}

#[test]
fn annotations_of_another_text_and_damaged_ones_are_refused() {
    let pipeline = mini("mini_vectors");
    let text: Arc<str> = texts().iter().max_by_key(|text| text.len()).unwrap().as_str().into();
    let bytes = pipeline.annotate(&text).to_bytes();
    assert_eq!(Doc::from_bytes(&bytes, format!("{text}.").into()), Err(StoreError::OtherText));
    assert_eq!(Doc::from_bytes(b"", text.clone()), Err(StoreError::Unknown));
    assert_eq!(Doc::from_bytes(b"FNA9 what a later version writes", text.clone()), Err(StoreError::Unknown));
    for length in 4..bytes.len() {
        let error = Doc::from_bytes(&bytes[..length], text.clone()).unwrap_err();
        assert!(matches!(error, StoreError::Damaged(_) | StoreError::Unknown), "cut to {length}: {error}");
    }
}
