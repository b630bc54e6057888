//! What is known of outlets: their names, kinds and hosts, and the lines that their pages repeat.
//!
//! Goes in: packs, whose rows of outlets are the one source. Comes out: [`Outlets`], which completes a document that has
//! been read: names the outlet and its kind where neither record nor page does, and takes the outlet's own lines out of
//! the report.

mod address;
mod lines;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use self::lines::{Line, set_apart};
use crate::{
    document::{Document, OutletKind},
    names::fold,
    packs::Pack,
};

/// The outlet tables. A copy is cheap.
#[derive(Debug, Clone, Default)]
pub struct Outlets {
    tables: Arc<Tables>,
}

/// An outlet that the tables know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownOutlet {
    /// Its id in its pack, as `outlet.reuters`.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// What kind of publisher it is.
    pub kind: OutletKind,
    /// Lines that its pages repeat.
    lines: Vec<Line>,
}

#[derive(Debug, Default)]
struct Tables {
    outlets: Vec<KnownOutlet>,
    /// Index by host.
    hosts: BTreeMap<String, usize>,
    /// Index by folded name; `None` where several outlets bear it.
    names: BTreeMap<String, Option<usize>>,
}

static BUNDLED: LazyLock<Outlets> = LazyLock::new(|| Outlets::new(Pack::bundled().unwrap_or_default()));

impl Outlets {
    /// The tables that come with Fogline, made on first use.
    pub fn bundled() -> Self {
        BUNDLED.clone()
    }

    /// The outlets of packs. Where two packs claim a host, the first has it.
    pub fn new<'p>(packs: impl IntoIterator<Item = &'p Pack>) -> Self {
        let mut tables = Tables::default();
        for actor in packs.into_iter().flat_map(|pack| &pack.actors) {
            let Some(outlet) = &actor.outlet else { continue };
            let index = tables.outlets.len();
            for host in &outlet.hosts {
                tables.hosts.entry(host.clone()).or_insert(index);
            }
            for name in actor.names.iter().map(|(_, name)| name).chain([&actor.name]) {
                let known = tables.names.entry(key(name)).or_insert(Some(index));
                if *known != Some(index) {
                    *known = None;
                }
            }
            tables.outlets.push(KnownOutlet {
                id: actor.id.clone(),
                name: actor.name.clone(),
                kind: outlet.class,
                lines: outlet.lines.iter().map(|line| Line::read(line)).collect(),
            });
        }
        Self { tables: Arc::new(tables) }
    }

    /// The outlet of a name, an address or a host. A host stands for all below it: `edition.cnn.com` is on `cnn.com`. A
    /// name that several outlets bear leads to none.
    pub fn of(&self, name_or_address: &str) -> Option<&KnownOutlet> {
        let by_name = self.tables.names.get(&key(name_or_address)).copied().flatten();
        self.tables.outlets.get(by_name.or_else(|| self.on_host(&address::host(name_or_address)?))?)
    }

    /// Which outlet's pages stand on a host or on one that it lies under.
    fn on_host(&self, host: &str) -> Option<usize> {
        let mut rest = host;
        loop {
            if let Some(index) = self.tables.hosts.get(rest) {
                return Some(*index);
            }
            (_, rest) = rest.split_once('.')?;
        }
    }

    /// Adds what the tables know to a document: the outlet and its kind where they are not given, and the lines that are
    /// the outlet's own as [boilerplate](crate::document::SegmentKind::Boilerplate).
    ///
    /// A name that record or page gives says more than the address, where others may repeat a report.
    pub fn complete(&self, document: &mut Document) {
        let facts = &mut document.facts;
        let named = facts.outlet.as_deref().and_then(|name| self.of(name));
        let hosting = facts.uri.as_deref().and_then(|uri| self.of(uri));
        if let Some(outlet) = named.or(hosting) {
            facts.outlet.get_or_insert_with(|| outlet.name.clone());
            facts.outlet_kind.get_or_insert(outlet.kind);
        }
        let lines: Vec<&Line> = named.into_iter().chain(hosting).flat_map(|outlet| &outlet.lines).collect();
        if !lines.is_empty() {
            document.segments = set_apart(&document.text, &document.segments, &lines);
        }
    }
}

/// What two ways of writing an outlet's name have in common.
fn key(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<&str> = folded
        .split(|c: char| c.is_whitespace() || matches!(c, '"' | '«' | '»' | '“' | '”' | '„' | ','))
        .filter(|word| !word.is_empty())
        .collect();
    match words.as_slice() {
        ["the", rest @ ..] if !rest.is_empty() => rest.join(" "),
        all => all.join(" "),
    }
}
