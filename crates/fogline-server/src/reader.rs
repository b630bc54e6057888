//! Reading what people bring. The server knows no engine: whoever starts it gives one.

use fogline_ledger::Ledger;
use fogline_reconcile::report::Report;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::error::Result;

/// What is known of a report that does not say it itself.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Facts {
    /// What it is called; by its place in what was brought, unless given.
    pub name: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// When it was published, as `2022-02-17` or `2022-02-17T09:05:00+02:00`.
    pub published: Option<String>,
    /// Language: `en`, `ru`, `uk`.
    pub lang: Option<String>,
    /// Address.
    pub url: Option<String>,
}

/// A text or file with what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Brought<'b> {
    /// Its bytes.
    pub bytes: &'b [u8],
    /// What is known of it.
    pub facts: &'b Facts,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Read {
    /// The reports.
    pub reports: Vec<Report>,
    /// What could not be read, and why.
    pub quarantined: Vec<String>,
}

/// What was put into the ledger.
#[derive(Debug, Default)]
pub struct Added {
    /// Ids of the reports.
    pub ids: Vec<String>,
    /// How many of them the ledger had already.
    pub known: usize,
    /// What could not be read, and why.
    pub quarantined: Vec<String>,
}

/// Reads reports.
pub trait Reader: Send + Sync {
    /// What is said in something; nothing is kept.
    fn read(&self, brought: &Brought<'_>) -> Result<Read>;

    /// Reads something, puts it into the ledger and brings up to date what follows from it.
    fn add(&self, ledger: &mut Ledger, brought: &Brought<'_>) -> Result<Added>;
}
