//! What the server is given by whoever starts it, as it knows no engine and no gazetteer: reading what people bring, and names
//! of places.

use fogline::{gazetteer::Gazetteer, packs::Pack};
use fogline_ask::packs::diff::Differing;
use fogline_ledger::{DocId, Draft, Drafter, Ledger};
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

/// What is to be put into the ledger.
pub struct Drafted {
    /// Packs that it was read with.
    pub packs: Vec<Pack>,
    /// Ids of the reports.
    pub ids: Vec<DocId>,
    /// The reports, sealed as they are to be recorded.
    pub drafts: Vec<Draft>,
    /// What could not be read, and why.
    pub quarantined: Vec<String>,
}

/// Reads reports.
pub trait Reader: Send + Sync {
    /// What is said in something; nothing is kept.
    fn read(&self, brought: &Brought<'_>) -> Result<Read>;

    /// Reads something and seals it as it is to be recorded.
    fn draft(&self, drafter: &Drafter, brought: &Brought<'_>) -> Result<Drafted>;

    /// What would change in a ledger with a pack beside its own, or in the place of one of them. Nothing is recorded.
    fn supposing(&self, ledger: &Ledger, pack: Pack) -> Result<Differing>;

    /// The ledger has other packs than when it was last read with.
    fn forget(&self);
}

/// Names of places.
pub trait Atlas: Send + Sync {
    /// The gazetteer, loaded when it is first asked for.
    fn gazetteer(&self) -> Result<&Gazetteer>;
}
