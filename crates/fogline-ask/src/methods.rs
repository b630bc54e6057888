//! A statement of methods and limits of a ledger.

use fogline::version;
use fogline_ledger::{Kind, Ledger, standing::Known};
use fogline_reconcile::{
    derive::RULES,
    methods::{Agreed, Basis, Coverage, Methods, NotMeasured, Pack, Said},
};

use crate::{
    Need, Result, View,
    coding::{self, agreement, work},
    stats::stats,
};

/// The statement, of a time.
pub fn methods(ledger: &Ledger, known: Known) -> Result<Methods> {
    // Of which conflicts reports are, what is taken from their statements tells.
    let view = View::answering(ledger, Need::Commitments, known)?;
    let stats = stats(ledger, known.as_of)?;
    let of_sides = |id: &String| view.sides.name(id).to_owned();
    let langs: Vec<String> = stats.reports.iter().filter_map(|one| one.lang.clone()).collect();
    let coverage = stats.reports.into_iter().map(|one| Coverage {
        lang: one.lang,
        side: one.side.as_ref().map(of_sides),
        reports: one.reports,
        sentences: one.sentences,
        unread_share: one.unread_share,
        statements_per_100_sentences: one.statements_per_100_sentences,
    });
    let told_of = || view.packs.iter().filter(|pack| view.conflicts().contains(&pack.id));
    let packs = view.packs.iter().filter(|pack| pack.always || view.conflicts().contains(&pack.id)).map(|pack| Pack {
        id: pack.id.clone(),
        version: version::pack(pack),
        sides: pack.sides.iter().map(|side| side.name.clone()).collect(),
        actors: pack.actors.len() as u64,
    });
    let mut readings: Vec<Basis> =
        ledger.bases(known.as_of)?.into_iter().map(|(basis, reports)| Basis { reports, versions: basis.0 }).collect();
    readings.sort_by(|a, b| b.reports.cmp(&a.reports).then_with(|| a.versions.cmp(&b.versions)));
    let counts = ledger.counts(known.as_of)?.into_iter();
    let counts = counts.filter_map(|(kind, count)| Some((in_words(kind).to_owned(), u64::try_from(count).ok()?)));
    let counts = counts.filter(|(_, count)| *count > 0).collect();
    // What is still coded by somebody is not published.
    let work = work(ledger, known.as_of)?;
    let fields = agreement(ledger, &work, &coding::Wanted::default(), |one| work.left(one).is_empty())?.fields;
    let agreed = fields.into_iter().map(|one| Agreed { field: one.field.name().to_owned(), agreement: one.all });
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
        not_measured: NotMeasured::of(
            langs.iter().map(String::as_str),
            told_of().map(|pack| pack.id.as_str()),
            &said.scores,
        ),
        agreement: agreed.collect(),
        scores: said.scores,
    })
}

/// What records of a kind are.
fn in_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Document => "reports",
        Kind::Annotation => "parses of reports",
        Kind::Reading => "readings of reports, those that newer ones replaced included",
        Kind::Correction => "corrections by people",
        Kind::Assessment => "judgements of analysts",
        Kind::Brief => "briefs that were issued",
        Kind::Pack => "packs that were put on record",
        Kind::Erasure => "reports that were erased",
        Kind::Quarantine => "records of input that could not be read",
        Kind::Rows => "batches of coders' rows",
        Kind::Audit => "entries on who wrote and on accounts",
        Kind::Assignment => "assignments of coding",
        Kind::Coding => "codings",
        Kind::Adjudication => "decisions where coders differ",
    }
}
