//! What a package says of itself in its `meta.json`.

use anyhow::Context;
use fogline_nlp::package::Package;
use serde::Deserialize;

const MEMBER: &str = "meta.json";

/// The part of `meta.json` shown to people.
#[derive(Debug, Deserialize)]
pub(crate) struct Meta {
    /// Language code.
    #[serde(default)]
    pub(crate) lang: String,
    /// Name without the language.
    #[serde(default)]
    name: String,
    /// Version.
    #[serde(default)]
    pub(crate) version: String,
    /// Components that run unless left out.
    #[serde(default)]
    pipeline: Vec<String>,
    /// Components that are there but off.
    #[serde(default)]
    pub(crate) disabled: Vec<String>,
}

impl Meta {
    /// Reads it from an opened package.
    pub(crate) fn read(package: &Package) -> anyhow::Result<Self> {
        let bytes = package.read(MEMBER)?;
        serde_json::from_slice(&bytes).with_context(|| format!("`{}`, member `{MEMBER}`", package.path().display()))
    }

    /// The name people load the model by.
    pub(crate) fn full_name(&self) -> String {
        if self.lang.is_empty() { self.name.clone() } else { format!("{}_{}", self.lang, self.name) }
    }

    /// Components that run unless left out.
    pub(crate) fn running(&self) -> impl Iterator<Item = &str> {
        self.pipeline.iter().filter(|name| !self.disabled.contains(name)).map(String::as_str)
    }
}
