//! A statement of methods and limits of a ledger.

use std::collections::BTreeMap;

use fogline::version;
use fogline_ledger::{Ledger, standing::Known};
use fogline_reconcile::{
    derive::RULES,
    methods::{Basis, Coverage, Methods, Pack, Said},
};

use crate::{Need, Result, View, stats::stats};

/// The statement, of a time.
pub fn methods(ledger: &Ledger, known: Known) -> Result<Methods> {
    let view = View::answering(ledger, Need::Heads, known)?;
    let stats = stats(ledger, known.as_of)?;
    let of_sides = |id: &String| view.sides.name(id).to_owned();
    let coverage = stats.reports.into_iter().map(|one| Coverage {
        lang: one.lang,
        side: one.side.as_ref().map(of_sides),
        reports: one.reports,
        sentences: one.sentences,
        unread_share: one.unread_share,
        statements_per_100_sentences: one.statements_per_100_sentences,
    });
    let packs = view.packs.iter().map(|pack| Pack {
        id: pack.id.clone(),
        version: version::pack(pack),
        sides: pack.sides.iter().map(|side| side.name.clone()).collect(),
        actors: pack.actors.len() as u64,
    });
    let mut readings: Vec<Basis> =
        ledger.bases(known.as_of)?.into_iter().map(|(basis, reports)| Basis { reports, versions: basis.0 }).collect();
    readings.sort_by(|a, b| b.reports.cmp(&a.reports).then_with(|| a.versions.cmp(&b.versions)));
    let counts: BTreeMap<String, u64> = stats
        .records
        .iter()
        .filter_map(|(name, count)| {
            Some((format!("records of kind {name}"), count.as_u64().filter(|count| *count > 0)?))
        })
        .collect();
    let said = Said::bundled().clone();
    Ok(Methods {
        as_of: view.at.to_string(),
        head: view.head.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        rules: RULES.to_owned(),
        counts,
        readings,
        packs: packs.collect(),
        coverage: coverage.collect(),
        how: said.how,
        limits: said.limits,
        biases: said.biases,
        scores: said.scores,
    })
}
