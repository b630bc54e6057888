//! Literate cases: texts with what is to be found in them, from `corpus/cases`.

use serde::Deserialize;

use crate::{
    acquire,
    annotate::{Annotation, Models, annotate},
    document::{Document, Facts},
    outlets::Outlets,
};

/// A report of that text, annotated by rule.
pub(super) fn document(text: &str, published: Option<&str>, lang: &str) -> (Document, Annotation) {
    let record = serde_json::json!({ "id": "case", "text": text, "published": published, "lang": lang });
    let record = acquire::json::record(record.to_string().as_bytes(), "case").unwrap();
    let document = acquire::document(record, &Outlets::bundled(), &Facts::default());
    let annotation = annotate(&document, &Models::default());
    (document, annotation)
}

/// A file of cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cases {
    pub(super) group: Vec<Group>,
}

/// Cases of one language and day.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) lang: String,
    pub(super) published: Option<String>,
    /// Text, and what is to be found in it, each as the file's head says.
    pub(super) cases: Vec<(String, Vec<String>)>,
}

impl Cases {
    pub(super) fn of(file: &str) -> Self {
        toml::from_str(file).unwrap()
    }
}
