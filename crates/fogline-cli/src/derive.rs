//! What follows from the records and is kept up to date with them.

use std::{
    collections::{BTreeMap, BTreeSet},
    iter::once,
};

use fogline::packs::Pack;
use fogline_ledger::{Ledger, derived::Filter, standing};
use fogline_reconcile::{copies::Relation, incidents::Incident};
use jiff::Timestamp;
use serde::Serialize;

/// Keeps the packs that reports are about to be read with, as far as the ledger does not know them.
pub(crate) fn keep_packs(ledger: &mut Ledger, packs: &[Pack], now: Timestamp) -> anyhow::Result<()> {
    packs.iter().try_for_each(|pack| ledger.keep_pack(pack, now).map(drop))?;
    Ok(())
}

/// Takes in a batch of new readings, when it is recorded.
pub(crate) fn update(ledger: &mut Ledger) -> anyhow::Result<()> {
    Ok(standing::take_in(ledger, &ledger.packs(None)?)?)
}

/// Brings copies and incidents up to date, when all is recorded.
pub(crate) fn settle(ledger: &mut Ledger) -> anyhow::Result<()> {
    Ok(standing::settle(ledger, &ledger.packs(None)?)?)
}

/// All incidents, as they are kept.
pub(crate) fn incidents(ledger: &Ledger) -> anyhow::Result<Vec<Incident>> {
    Ok(standing::incidents(ledger.derived()?, &Filter::default())?)
}

/// How many reports print a text that another one is the origin of.
pub(crate) fn copies(ledger: &Ledger) -> anyhow::Result<usize> {
    let groups = standing::copies(ledger.derived()?)?;
    let members = groups.iter().flat_map(|group| &group.members);
    Ok(members.filter(|member| member.relation != Relation::Update).count())
}

/// An incident whose statuses are others than before.
#[derive(Debug, Serialize)]
pub(crate) struct Moved {
    /// Its id now.
    pub(crate) id: String,
    /// Its name.
    pub(crate) label: String,
    /// Occurrence, responsibility and the word for lists, before; `None` for one that is new.
    pub(crate) from: Option<[String; 3]>,
    /// The same now; `None` for one that is gone.
    pub(crate) to: Option<[String; 3]>,
    /// Rules that decided before and not now, or now and not before.
    pub(crate) rules: Vec<String>,
}

/// What has moved between two states. An incident is known again by its id or one that it had.
pub(crate) fn moved<'n>(before: &[Incident], now: &'n [Incident]) -> Vec<Moved> {
    let statuses = |one: &Incident| [one.occurrence.clone(), one.responsibility.clone(), one.roll_up.clone()];
    let known: BTreeMap<&str, &Incident> = before.iter().map(|old| (old.id.as_str(), old)).collect();
    let names = |one: &'n Incident| once(&one.id).chain(&one.aliases).map(String::as_str);
    let held: BTreeSet<&str> = now.iter().flat_map(names).collect();
    let rules = |one: &Incident| one.why.iter().map(|reason| reason.rule.clone()).collect::<Vec<_>>();
    let mut out = Vec::new();
    for one in now {
        let old = names(one).find_map(|name| known.get(name).copied());
        let from = old.map(statuses);
        let to = Some(statuses(one));
        if from != to {
            let earlier = old.map(rules).unwrap_or_default();
            let later = rules(one);
            let only = |these: &[String], those: &[String]| -> Vec<String> {
                these.iter().filter(|rule| !those.contains(rule)).cloned().collect()
            };
            let rules = [only(&earlier, &later), only(&later, &earlier)].concat();
            out.push(Moved { id: one.id.clone(), label: one.label.clone(), from, to, rules });
        }
    }
    for old in before.iter().filter(|old| !held.contains(old.id.as_str())) {
        out.push(Moved {
            id: old.id.clone(),
            label: old.label.clone(),
            from: Some(statuses(old)),
            to: None,
            rules: rules(old),
        });
    }
    out
}
