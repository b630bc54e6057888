//! Reports read again in memory, as they would be read with another pack.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use fogline::{
    acquire::Record,
    packs::{Pack, chosen},
    reading::Contract,
};
use fogline_ask::{
    AskError,
    packs::diff::{Differing, differing},
};
use fogline_ledger::{Ledger, Stored};
use fogline_reconcile::report::Report;
use rayon::prelude::*;

use crate::engine::Engine;

/// The packs with one of them in the place of what is known under its id, or beside them.
pub(crate) fn with(mut packs: Vec<Pack>, pack: Pack) -> Vec<Pack> {
    match packs.iter_mut().find(|known| known.id == pack.id) {
        Some(known) => *known = pack,
        None => packs.push(pack),
    }
    packs
}

/// What would change in a ledger with a pack, which the engine has among its own. `each` is told how many reports were looked at
/// more, and may end it with a reason. Nothing is recorded.
pub(crate) fn supposed(
    ledger: &Ledger,
    engine: &Engine,
    pack: &str,
    mut each: impl FnMut(usize) -> Result<(), AskError>,
) -> Result<Differing, AskError> {
    let before = ledger.packs(None)?;
    let parsing = engine.parsing();
    differing(ledger, engine.packs().to_vec(), |documents| {
        let stored = documents
            .iter()
            .map(|document| Ok((*document, ledger.document(*document)?, ledger.annotation(*document, &parsing)?)));
        let stored = stored.collect::<Result<Vec<_>, AskError>>()?;
        let read: Vec<_> = stored
            .into_par_iter()
            .filter_map(|(number, stored, parse)| {
                let name = stored.reference.clone();
                let again =
                    catch_unwind(AssertUnwindSafe(|| concerned(engine, &before, pack, stored, parse.as_deref())));
                let again = again.unwrap_or_else(|_| Err(anyhow::anyhow!("a fault in fogline")));
                let told =
                    |error: anyhow::Error| AskError::Refused(format!("`{name}` could not be read again: {error:#}"));
                again.map_err(told).transpose().map(|report| Ok((number, report?)))
            })
            .collect::<Result<_, AskError>>()?;
        each(documents.len())?;
        Ok(read.into_iter().collect::<BTreeMap<i64, Report>>())
    })
}

/// A report as it would be read, if the pack is chosen for it, or was; nothing otherwise, as it would be read as before.
fn concerned(
    engine: &Engine,
    before: &[Pack],
    pack: &str,
    stored: Stored,
    parse: Option<&[u8]>,
) -> anyhow::Result<Option<Report>> {
    let (record, supplied) = Record::again(stored.reference, Arc::from(stored.original), &stored.source)?;
    let (document, annotation) = engine.annotated(record, &supplied, parse);
    let is_chosen = |packs: &[Pack]| chosen(&document, &annotation, packs).iter().any(|one| one.id == pack);
    // An outlet that a pack tells of changes what of its pages is read, also of reports that do not name the conflict.
    let has_pages = |packs: &[Pack]| {
        let outlets = packs.iter().filter(|one| one.id == pack).flat_map(|one| &one.actors);
        outlets
            .filter_map(|actor| actor.outlet.as_ref())
            .any(|outlet| !outlet.hosts.is_empty() || !outlet.lines.is_empty())
    };
    if !is_chosen(engine.packs()) && !is_chosen(before) && !has_pages(engine.packs()) && !has_pages(before) {
        return Ok(None);
    }
    let reading = engine.reading(&document, &annotation);
    let json = serde_json::to_vec(&Contract::new(&document, &annotation, &reading))?;
    Ok(Some(serde_json::from_slice(&json)?))
}
