//! What follows from the records across reports, kept up to date: copies and incidents.
//!
//! A batch of new readings is taken in report by report ([`take_in`]): mentions by block, what copies are found by, items
//! for commitments and labels. Then ([`settle`]) copies are folded and the blocks that gained or lost something are grouped
//! anew, each as a whole, so that the outcome is that of [`fogline_reconcile::derive`] over all reports at once. What a
//! killed process left undone is noticed by the next.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use fogline::packs::Pack;
use fogline_reconcile::{
    copies::{self, CopyGroup, Edge, Index, Keyed, Link, Node, Signature},
    corrections::{self, Correction, Recorded},
    derive::{self, RULES},
    head::Head,
    incidents::{self, Block, Decisions, Incident, Names, mention::Mention},
    report::{Report, called, is_set_apart, seconds},
    sides::Sides,
    signals::{Extractor, Glance, Item},
    status::Origins,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    derived::{Derived, Filter, IncidentRow},
    error::{LedgerError, Result},
    history::Entry,
    ledger::Ledger,
    record::Kind,
};

/// Parts of what is derived, by name.
const MENTIONS: &str = "mentions";
const GROUPS: &str = "incidents";
/// Kinds of items.
const KEYED: &str = "keyed";
const SIGNATURE: &str = "signature";
const EDGE: &str = "edge";
const COPIES: &str = "copies";
const HEAD: &str = "head";
/// Items of commitments, warnings, labels and figures, in JSON.
pub const SIGNALS: &str = "signals";
/// Version of what is kept in these parts; what another one kept is made anew.
const LAYOUT: &str = "parts/6";
/// Items that stand for no document.
const OF_ALL: i64 = 0;
/// Reports that are taken in by one transaction, which keeps the log small.
const AT_ONCE: usize = 256;
/// Signatures at hand at once: neighbours in time are compared one after the other, so few are needed.
const HELD: usize = 16_384;
/// Reports whose mentions are at hand at once: those of one incident mostly follow one another.
const HELD_REPORTS: usize = 4096;
/// Reports whose keys are put at once.
const KEYED_AT_ONCE: usize = 1 << 14;
/// Marks reports whose edges have been looked for.
const LOOKED_FOR: &str = "edges";

/// An edge to another report, kept with each of both.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct EdgeTo {
    other: i64,
    edge: Edge,
}

/// Takes in what was recorded since the last time: new readings, corrections and erasures. Cheap where there is nothing.
pub fn take_in(ledger: &mut Ledger, packs: &[Pack]) -> Result<()> {
    let rules = rules(packs);
    let (_, upto) = ledger.told()?;
    let before = ledger.derived()?.built(MENTIONS)?;
    if before.as_ref().is_some_and(|built| built.rules == rules && built.upto == upto) {
        return Ok(());
    }
    let from = before.filter(|built| built.rules == rules).map_or(0, |built| built.upto);
    let recorded = recorded(ledger, None)?;
    let standing = corrections::standing(&recorded);
    let about = corrections::about(&standing);
    let (sides, extractor) = (Sides::new(packs), Extractor::new(packs));
    if from == 0 {
        ledger.derived_mut()?.clear()?;
    }
    let mut touched = touched(ledger, &recorded, from)?;
    touched.extend(renamed(ledger, &touched, from)?);
    let taker = Taker { sides: &sides, extractor: &extractor, about: &about };
    let documents: Vec<i64> = touched.iter().copied().collect();
    for chunk in documents.chunks(AT_ONCE) {
        let mut taken = Vec::with_capacity(chunk.len());
        for document in chunk {
            if let Some(read) = ledger.reading_of(*document, None)? {
                taken.push((*document, taker.take(read.report()?, is_shared(ledger.derived()?, *document)?)?));
            }
        }
        ledger.derived_mut()?.atomically(|derived| {
            for (document, taken) in &taken {
                taken.put(derived, *document)?;
            }
            Ok(())
        })?;
    }
    mark_decided(ledger, &recorded, from)?;
    let derived = ledger.derived_mut()?;
    derived.atomically(|derived| {
        derived.unset_built(GROUPS)?;
        derived.set_built(MENTIONS, &rules, upto)
    })
}

/// Folds copies and groups what has changed. Without changes it does nothing.
pub fn settle(ledger: &mut Ledger, packs: &[Pack]) -> Result<()> {
    take_in(ledger, packs)?;
    let rules = rules(packs);
    let (_, upto) = ledger.told()?;
    if ledger.derived()?.built(GROUPS)?.is_some_and(|built| built.rules == rules && built.upto == upto) {
        return Ok(());
    }
    let recorded = recorded(ledger, None)?;
    let standing = corrections::standing(&recorded);
    let decisions = corrections::decisions(&standing);
    let sides = Sides::new(packs);
    let derived = ledger.derived_mut()?;
    regroup_all(derived, &sides, &decisions, Former::Inherited)?;
    derived.set_built(GROUPS, &rules, upto)
}

/// What becomes of the ids that incidents had before their block is grouped anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Former {
    /// They stay as aliases.
    Inherited,
    /// They are of another time.
    Forgotten,
}

/// Folds copies, and groups what is told in every block that is marked anew.
fn regroup_all(derived: &mut Derived, sides: &Sides, decisions: &Decisions, former: Former) -> Result<()> {
    let origins = derived.atomically(fold)?;
    // Block after block, so that no more is waiting to be written than one of them. Those that a killed process left keep
    // their marks.
    for block in derived.dirty_blocks()? {
        derived.atomically(|derived| regroup(derived, &block, &origins, sides, decisions, former))?;
    }
    Ok(())
}

/// A time that is looked at: what was recorded by then, and what had been published by then. Without either, now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known {
    /// The last moment of recording.
    pub as_of: Option<Timestamp>,
    /// The last moment of publication.
    pub as_published: Option<Timestamp>,
}

impl Known {
    fn has(self, published: Option<&str>) -> bool {
        let at = || published.and_then(seconds);
        self.as_published.is_none_or(|limit| at().is_some_and(|at| at <= limit.as_second()))
    }
}

/// What followed from what was known at a time, in a file that is gone when it is closed. What is kept is taken over for
/// reports of which nothing else was known then.
pub fn at(ledger: &Ledger, packs: &[Pack], known: Known) -> Result<Derived> {
    ledger.held(|| put_together(ledger, packs, known))
}

fn put_together(ledger: &Ledger, packs: &[Pack], known: Known) -> Result<Derived> {
    let recorded = recorded(ledger, known.as_of)?;
    let standing = corrections::standing(&recorded);
    let about = corrections::about(&standing);
    let (sides, extractor) = (Sides::new(packs), Extractor::new(packs));
    let taker = Taker { sides: &sides, extractor: &extractor, about: &about };
    let (mut made, same) = if is_settled(ledger, packs)? {
        begun(ledger, known, &recorded)?
    } else {
        (Derived::passing(ledger.veil())?, BTreeSet::new())
    };
    let others: Vec<(i64, i64)> =
        ledger.readings(known.as_of)?.into_iter().filter(|(document, _)| !same.contains(document)).collect();
    for chunk in others.chunks(AT_ONCE) {
        made.atomically(|made| {
            for (document, reading) in chunk {
                let report = ledger.reading(*reading)?.report()?;
                if known.has(report.document.published.as_deref()) {
                    taker.take(report, false)?.put(made, *document)?;
                }
            }
            Ok(())
        })?;
    }
    for document in named_alike(&made)? {
        if let Some(read) = ledger.reading_of(document, known.as_of)? {
            let taken = taker.take(read.report()?, true)?;
            made.atomically(|made| taken.put(made, document))?;
        }
    }
    regroup_all(&mut made, &sides, &corrections::decisions(&standing), Former::Forgotten)?;
    Ok(made)
}

/// What is kept of the reports of which the same was known at a time as is now, and the numbers of these. All of it is taken over,
/// and what was not known then left out again, or report after report, whichever is less.
fn begun(ledger: &Ledger, known: Known, recorded: &[Recorded]) -> Result<(Derived, BTreeSet<i64>)> {
    let kept = ledger.derived()?;
    let (heads, now) = (heads(kept)?, self::recorded(ledger, None)?);
    let same = as_kept(ledger, known, &heads, &now)?;
    let (then, others): (Vec<_>, Vec<_>) =
        heads.into_iter().partition(|(document, head)| same.contains(document) && known.has(head.published.as_deref()));
    if then.len() < others.len() {
        let mut made = Derived::passing(ledger.veil())?;
        for chunk in then.chunks(AT_ONCE) {
            made.atomically(|made| {
                chunk
                    .iter()
                    .try_for_each(|(document, _)| made.copy(kept, *document, &[KEYED, SIGNATURE, HEAD, SIGNALS]))
            })?;
        }
        return Ok((made, same));
    }
    let mut made = kept.copied()?;
    let others: BTreeSet<i64> = others.into_iter().map(|(document, _)| document).collect();
    let decided = decided(ledger, &now, recorded.last().map_or(0, |one| one.seq))?;
    made.atomically(|made| {
        look_again_beside(made, &others)?;
        for document in &others {
            forget_edges(made, *document)?;
            made.leave_out(*document)?;
        }
        decided.iter().try_for_each(|block| made.mark_block(block))?;
        // What an incident was called since is not known yet.
        made.mark_renamed()
    })?;
    Ok((made, same))
}

/// Has edges looked for anew of the reports that come to stand side by side under a key when others are left out.
fn look_again_beside(derived: &mut Derived, left_out: &BTreeSet<i64>) -> Result<()> {
    let mut keys = BTreeSet::new();
    for document in left_out {
        keys.extend(all::<Keyed>(derived.items_of(KEYED, *document)?)?.into_iter().flat_map(|keyed| keyed.keys));
    }
    let mut order: BTreeMap<i64, (i64, String)> = BTreeMap::new();
    let mut again = BTreeSet::new();
    for key in keys {
        let mut under = derived.docs_with_key(key)?;
        for document in &under {
            if !order.contains_key(document) {
                let keyed = all::<Keyed>(derived.items_of(KEYED, *document)?)?.into_iter().next();
                order.insert(*document, keyed.map(|keyed| keyed.order).unwrap_or_default());
            }
        }
        under.sort_by_key(|document| order.get(document));
        again.extend(copies::beside(&under, |document| left_out.contains(document)).copied());
    }
    again.iter().filter(|one| !left_out.contains(one)).try_for_each(|one| derived.put_items(LOOKED_FOR, *one, &[]))
}

/// What would follow from the records by other packs, in a file that is gone when it is closed. `again` gives of some documents
/// those that would be read otherwise, by their numbers; of all others what was read last is taken. Nothing is recorded.
pub fn supposing<E: From<LedgerError>>(
    ledger: &Ledger,
    packs: &[Pack],
    mut again: impl FnMut(&[i64]) -> Result<BTreeMap<i64, Report>, E>,
) -> Result<Derived, E> {
    let recorded = recorded(ledger, None)?;
    let standing = corrections::standing(&recorded);
    let about = corrections::about(&standing);
    let (sides, extractor) = (Sides::new(packs), Extractor::new(packs));
    let taker = Taker { sides: &sides, extractor: &extractor, about: &about };
    let mut made = Derived::passing(ledger.veil())?;
    let mut taken = |made: &mut Derived, documents: &[i64], apart: bool| -> Result<(), E> {
        let mut read = again(documents)?;
        let mut all = Vec::with_capacity(documents.len());
        for document in documents {
            let report = match read.remove(document) {
                Some(report) => Some(report),
                None => ledger.reading_of(*document, None)?.map(|read| read.report()).transpose()?,
            };
            if let Some(report) = report {
                all.push((*document, taker.take(report, apart)?));
            }
        }
        Ok(made.atomically(|made| all.iter().try_for_each(|(document, taken)| taken.put(made, *document)))?)
    };
    let documents: Vec<i64> = ledger.readings(None)?.into_iter().map(|(document, _)| document).collect();
    for chunk in documents.chunks(AT_ONCE) {
        taken(&mut made, chunk, false)?;
    }
    let alike: Vec<i64> = named_alike(&made)?.into_iter().collect();
    for chunk in alike.chunks(AT_ONCE) {
        taken(&mut made, chunk, true)?;
    }
    regroup_all(&mut made, &sides, &corrections::decisions(&standing), Former::Forgotten)?;
    Ok(made)
}

/// Documents of which the same was known at a time as is kept now, of which `heads` and all corrections are given.
fn as_kept(ledger: &Ledger, known: Known, heads: &[(i64, Head)], now: &[Recorded]) -> Result<BTreeSet<i64>> {
    let mut corrected = BTreeSet::new();
    for one in now {
        corrected.extend(one.correction.change.document().and_then(|id| ledger.document_of(id).ok()));
    }
    // What sets apart those that the input calls the same may have come later.
    corrected.extend(heads.iter().filter(|(_, head)| is_set_apart(&head.reference)).map(|(document, _)| *document));
    let newest: BTreeSet<(i64, i64)> = ledger.readings(None)?.into_iter().collect();
    let then = ledger.readings(known.as_of)?.into_iter();
    Ok(then
        .filter(|one| newest.contains(one))
        .map(|(document, _)| document)
        .filter(|one| !corrected.contains(one))
        .collect())
}

/// What a correction would change: the incidents of all blocks that it touches, before and after.
#[derive(Debug, Clone, Default)]
pub struct Tried {
    /// As they are.
    pub before: Vec<Incident>,
    /// As they would be.
    pub after: Vec<Incident>,
}

/// Tries out corrections of which the last is not recorded yet, on what is kept up to date, which stays as it is.
pub fn try_out(ledger: &mut Ledger, packs: &[Pack], recorded: &[Recorded]) -> Result<Tried> {
    settle(ledger, packs)?;
    let (_, upto) = ledger.told()?;
    let standing = corrections::standing(recorded);
    let about = corrections::about(&standing);
    let decisions = corrections::decisions(&standing);
    let (sides, extractor) = (Sides::new(packs), Extractor::new(packs));
    let taker = Taker { sides: &sides, extractor: &extractor, about: &about };
    let mut taken = Vec::new();
    for document in changed(ledger, recorded, upto) {
        if let Some(read) = ledger.reading_of(document, None)? {
            taken.push((document, taker.take(read.report()?, is_shared(ledger.derived()?, document)?)?));
        }
    }
    let blocks = decided(ledger, recorded, upto)?;
    ledger.derived_mut()?.tried_out(|derived| {
        for (document, taken) in &taken {
            taken.put(derived, *document)?;
        }
        blocks.iter().try_for_each(|block| derived.mark_block(block))?;
        let origins = fold(derived)?;
        let mut tried = Tried::default();
        for block in derived.dirty_blocks()? {
            tried.before.extend(in_block(derived, &block)?);
            regroup(derived, &block, &origins, &sides, &decisions, Former::Inherited)?;
            tried.after.extend(in_block(derived, &block)?);
        }
        incidents::order(&mut tried.before);
        incidents::order(&mut tried.after);
        Ok(tried)
    })
}

/// The incidents of the blocks that a document has mentions in.
pub fn incidents_beside(derived: &Derived, document: i64) -> Result<Vec<Incident>> {
    let blocks = derived.blocks_of(document)?;
    Ok(blocks.iter().map(|block| in_block(derived, block)).collect::<Result<Vec<_>>>()?.concat())
}

fn in_block(derived: &Derived, block: &str) -> Result<Vec<Incident>> {
    bodies(derived.incident_bodies(block)?)
}

/// Groups what is told in a block anew. At hand at a time are what accounts are compared by, and the mentions of some reports.
fn regroup(
    derived: &mut Derived,
    block: &str,
    origins: &BTreeMap<String, String>,
    sides: &Sides,
    decisions: &Decisions,
    former: Former,
) -> Result<()> {
    let mut names = Names::default();
    let named = if former == Former::Inherited { derived.incidents_in(block)? } else { Vec::new() };
    for num in named {
        if let Some(body) = derived.incident_at(num)? {
            names.keep(serde_json::from_slice(&body).map_err(|error| unreadable(&error.to_string()))?);
        }
    }
    let mut told = Block::default();
    for document in derived.docs_in(block)? {
        told.add(document, &all(derived.mentions_in(block, document)?)?, sides, decisions);
    }
    let mut kept = BTreeSet::new();
    let mut held: BTreeMap<i64, Vec<Mention>> = BTreeMap::new();
    for group in told.groups(decisions) {
        // Of many reports only what the incident is made of; of a few all, as the next incident is told by some of them too.
        let many = group.accounts.len() > HELD_REPORTS;
        if many || held.len() > HELD_REPORTS {
            held.clear();
        }
        for (document, chain) in &group.accounts {
            if !many && held.contains_key(document) {
                continue;
            }
            let mut mentions: Vec<Mention> = all(derived.mentions_in(block, *document)?)?;
            for Mention { source, .. } in &mut mentions {
                origins.get(&source.id).unwrap_or(&source.id).clone_into(&mut source.origin);
            }
            mentions.retain(|one| !many || one.chain == *chain);
            held.entry(*document).or_default().extend(mentions);
        }
        if let Some(mut incident) = incidents::incident(&group, &held, sides, decisions) {
            names.give(&mut incident);
            kept.insert(derived.put_incident(block, &row(&incident)?)?);
        }
        if many {
            held.clear();
        }
    }
    derived.keep_incidents(block, &kept)
}

/// Whether what is derived is as the records are.
pub fn is_settled(ledger: &Ledger, packs: &[Pack]) -> Result<bool> {
    let Ok(derived) = ledger.derived() else { return Ok(false) };
    let (_, upto) = ledger.told()?;
    Ok(derived.built(GROUPS)?.is_some_and(|built| built.rules == rules(packs) && built.upto == upto))
}

/// The incidents that a filter lets through, the latest first.
pub fn incidents(derived: &Derived, filter: &Filter) -> Result<Vec<Incident>> {
    bodies(derived.incidents(filter)?)
}

/// What lists show of the incidents that a filter lets through and that are to be taken, with their numbers, in the order in
/// which they are listed: all, or so many that began last.
pub fn cards(
    derived: &Derived,
    filter: &Filter,
    limit: Option<usize>,
    takes: impl Fn(&Incident) -> bool,
) -> Result<Vec<(i64, Incident)>> {
    let mut taken: Vec<(i64, Incident)> = Vec::new();
    let mut last = None;
    derived.each_card(filter, |num, since, card| {
        // Those that began on one day are in the order of their ids.
        if limit.is_some_and(|limit| taken.len() >= limit) && last.is_none_or(|last| since < last) {
            return Ok(ControlFlow::Break(()));
        }
        let card: Incident = postcard::from_bytes(card).map_err(|error| unreadable(&error.to_string()))?;
        if takes(&card) {
            last = Some(since);
            taken.push((num, card));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    taken.sort_by(|(_, a), (_, b)| incidents::in_order(a, b));
    taken.drain(..taken.len().saturating_sub(limit.unwrap_or(usize::MAX)));
    Ok(taken)
}

/// All that is known of incidents, by their numbers.
pub fn whole(derived: &Derived, nums: impl IntoIterator<Item = i64>) -> Result<Vec<Incident>> {
    let bodies_of = nums.into_iter().filter_map(|num| derived.incident_at(num).transpose());
    bodies(bodies_of.collect::<Result<_>>()?)
}

/// The incident of an id, or of one that it had; without one all whose id begins so.
pub fn incidents_named(derived: &Derived, id: &str) -> Result<Vec<Incident>> {
    if let Some(body) = derived.incident(id)? {
        return bodies(vec![body]);
    }
    let named = cards(derived, &Filter::default(), None, |one| one.id.starts_with(id))?;
    whole(derived, named.into_iter().map(|(num, _)| num))
}

/// The groups of copies, each report by what the input calls it.
pub fn copies_by_reference(derived: &Derived, heads: &[Head]) -> Result<Vec<CopyGroup>> {
    let references = heads.iter().map(|head| (head.id.as_str(), head.reference.as_str())).collect();
    let mut groups = copies(derived)?;
    derive::name_copies(&mut groups, &references);
    Ok(groups)
}

/// The groups of copies, each report by its id.
pub fn copies(derived: &Derived) -> Result<Vec<CopyGroup>> {
    bodies(derived.items_of(COPIES, OF_ALL)?)
}

/// What is known of every report without reading it, with the number of its record, in the order they came.
pub fn heads(derived: &Derived) -> Result<Vec<(i64, Head)>> {
    let heads: Vec<Head> = all(derived.items(HEAD)?)?;
    Ok(derived.docs_with_items(HEAD)?.into_iter().zip(heads).collect())
}

/// How many reports there are.
pub fn count_reports(derived: &Derived) -> Result<usize> {
    derived.count_items(HEAD)
}

/// What commitments, warnings, labels, figures and answers are read from, of all reports: of each statement what is wanted of
/// it. What is not is let go before the next is looked at.
pub fn signals(
    derived: &Derived,
    is_wanted: impl Fn(&Glance<'_>) -> bool,
    mut keep: impl FnMut(Item) -> Option<Item>,
) -> Result<Vec<Item>> {
    let mut kept = Vec::new();
    derived.each_item(SIGNALS, |body| {
        if is_wanted(&read(body)?) {
            kept.extend(keep(read(body)?));
        }
        Ok(())
    })?;
    Ok(kept)
}

/// Looks at what signals are read from at a glance.
pub fn glance_at_signals(derived: &Derived, mut look: impl FnMut(&Glance<'_>)) -> Result<()> {
    derived.each_item(SIGNALS, |body| {
        look(&read(body)?);
        Ok(())
    })
}

/// Goes through all incidents, and keeps of each what is wanted of it; one is at hand at a time.
pub fn each_incident(derived: &Derived, mut keep: impl FnMut(Incident) -> Option<Incident>) -> Result<Vec<Incident>> {
    let mut kept = Vec::new();
    derived.each_incident(|body| {
        kept.extend(keep(read(body)?));
        Ok(())
    })?;
    Ok(kept)
}

/// What finding an incident takes besides its card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findable {
    /// Its id.
    pub id: String,
    /// The reports that tell of it.
    pub documents: BTreeSet<String>,
    /// Its name and the words said of it, in small letters.
    pub said: String,
}

/// What finding takes, of every incident; read one after the other, and only as far as that asks.
pub fn findable(derived: &Derived) -> Result<Vec<Findable>> {
    #[derive(Deserialize)]
    struct Told {
        id: String,
        label: String,
        members: Vec<Member>,
        accounts: Vec<Account>,
    }
    #[derive(Deserialize)]
    struct Member {
        document: String,
    }
    #[derive(Deserialize)]
    struct Account {
        statements: Vec<Said>,
    }
    #[derive(Deserialize)]
    struct Said {
        words: Vec<Words>,
    }
    #[derive(Deserialize)]
    struct Words {
        exact: String,
    }
    let mut all = Vec::new();
    derived.each_incident(|body| {
        let Told { id, label, members, accounts } = read(body)?;
        let statements = accounts.iter().flat_map(|account| &account.statements);
        let words = statements.flat_map(|said| &said.words).map(|words| words.exact.as_str());
        all.push(Findable {
            said: words.chain([label.as_str()]).collect::<Vec<_>>().join(" ").to_lowercase(),
            documents: members.into_iter().map(|member| member.document).collect(),
            id,
        });
        Ok(())
    })?;
    Ok(all)
}

fn read<'b, T: Deserialize<'b>>(body: &'b [u8]) -> Result<T> {
    serde_json::from_slice(body).map_err(|error| unreadable(&error.to_string()))
}

/// The corrections that a ledger holds.
pub fn recorded(ledger: &Ledger, as_of: Option<Timestamp>) -> Result<Vec<Recorded>> {
    let read = |entry: Entry| {
        let correction: Correction =
            serde_json::from_slice(&entry.body).map_err(|error| unreadable(&error.to_string()))?;
        Ok(Recorded { seq: entry.seq, at: entry.recorded_at.to_string(), correction })
    };
    ledger.notes(Kind::Correction, as_of)?.into_iter().map(read).collect()
}

/// Version of the rules and packs by which all this is derived.
fn rules(packs: &[Pack]) -> String {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    for pack in packs {
        hash.update(pack.id.as_bytes());
        for (name, text) in &pack.files {
            hash.update(name.as_bytes());
            hash.update(text.as_bytes());
        }
    }
    let hex: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{RULES}+{hex}+{LAYOUT}")
}

/// Documents with a reading or a correction since a record.
fn touched(ledger: &Ledger, recorded: &[Recorded], from: i64) -> Result<BTreeSet<i64>> {
    let mut touched = changed(ledger, recorded, from);
    touched.extend(ledger.read_since(from)?);
    Ok(touched)
}

/// Whether the input calls another document the same.
fn is_shared(derived: &Derived, document: i64) -> Result<bool> {
    derived.shares_name(document, i64::MAX)
}

/// Documents that are cited by another name since a record: some that were touched are called the same as they, or what was
/// called so was erased.
fn renamed(ledger: &Ledger, touched: &BTreeSet<i64>, from: i64) -> Result<BTreeSet<i64>> {
    let derived = ledger.derived()?;
    let (mut seen, mut out) = (BTreeSet::new(), BTreeSet::new());
    for document in touched {
        if seen.contains(document) {
            continue;
        }
        for other in derived.docs_named_like(*document)? {
            let head: Vec<Head> = all(derived.items_of(HEAD, other)?)?;
            if seen.insert(other) && head.first().is_some_and(|head| !is_set_apart(&head.reference)) {
                out.insert(other);
            }
        }
    }
    if ledger.erased_since(from)? {
        for (document, head) in heads(derived)? {
            let own = called(&head.reference, &head.id);
            if own != head.reference && !is_set_apart(own) && !is_shared(derived, document)? {
                out.insert(document);
            }
        }
    }
    Ok(out)
}

/// Documents whose name in what was put together is that of another too.
fn named_alike(derived: &Derived) -> Result<Vec<i64>> {
    let heads = heads(derived)?;
    let mut times = BTreeMap::<&str, usize>::new();
    for (_, head) in &heads {
        *times.entry(&head.reference).or_default() += 1;
    }
    let is_alike = |head: &Head| times.get(head.reference.as_str()).is_some_and(|times| *times > 1);
    Ok(heads.iter().filter(|(_, head)| is_alike(head)).map(|(document, _)| *document).collect())
}

/// Documents with a correction since a record.
fn changed(ledger: &Ledger, recorded: &[Recorded], from: i64) -> BTreeSet<i64> {
    let mut touched = BTreeSet::new();
    // What takes the place of an earlier correction changes what that one was about.
    for one in recorded.iter().filter(|one| one.seq > from) {
        let replaced = recorded.iter().filter(|other| Some(other.seq) == one.correction.instead_of);
        for id in replaced.chain([one]).filter_map(|one| one.correction.change.document()) {
            if let Ok(document) = ledger.document_of(id) {
                touched.insert(document);
            }
        }
    }
    touched
}

/// Marks the blocks in which people have newly decided something.
fn mark_decided(ledger: &mut Ledger, recorded: &[Recorded], from: i64) -> Result<()> {
    let blocks = decided(ledger, recorded, from)?;
    let derived = ledger.derived_mut()?;
    blocks.iter().try_for_each(|block| derived.mark_block(block))
}

/// The blocks in which people have decided something since a record.
fn decided(ledger: &Ledger, recorded: &[Recorded], from: i64) -> Result<BTreeSet<String>> {
    let mut blocks = BTreeSet::new();
    // What takes the place of a decision changes what that one was about.
    for one in recorded.iter().filter(|one| one.seq > from) {
        let replaced = recorded.iter().filter(|other| Some(other.seq) == one.correction.instead_of);
        for decision in replaced.chain([one]).filter(|one| one.correction.change.document().is_none()) {
            for id in decision.correction.change.documents() {
                if let Ok(document) = ledger.document_of(id) {
                    blocks.extend(ledger.derived()?.blocks_of(document)?);
                }
            }
        }
    }
    Ok(blocks)
}

/// By what reports are taken in.
struct Taker<'t> {
    sides: &'t Sides,
    extractor: &'t Extractor,
    /// Corrections by report.
    about: &'t BTreeMap<&'t str, Vec<&'t Recorded>>,
}

impl Taker<'_> {
    /// What is taken from a report; `apart` where the input calls another one the same.
    fn take(&self, mut report: Report, apart: bool) -> Result<Taken> {
        report.document.tell_apart(apart);
        if let Some(own) = self.about.get(report.document.id.as_str()) {
            corrections::apply(&mut report, own);
        }
        Taken::of(&report, self.sides, self.extractor)
    }
}

/// What is taken from one report.
struct Taken {
    mentions: Vec<(String, Vec<u8>)>,
    keyed: Vec<u8>,
    signature: Vec<u8>,
    signals: Vec<Vec<u8>>,
    head: Vec<u8>,
}

impl Taken {
    fn of(report: &Report, sides: &Sides, extractor: &Extractor) -> Result<Self> {
        let id = &report.document.id;
        let signature = Signature::of(report);
        let keyed = signature.keyed(id);
        let mentions = incidents::mentions(report, sides, id);
        Ok(Self {
            mentions: mentions.iter().map(|one| Ok((incidents::block(one), packed(one)?))).collect::<Result<_>>()?,
            keyed: packed(&keyed)?,
            head: packed(&Head::of(report, sides))?,
            signature: packed(&signature)?,
            signals: extractor
                .items(report)
                .iter()
                .map(|item| serde_json::to_vec(item).map_err(|error| unreadable(&error.to_string())))
                .collect::<Result<_>>()?,
        })
    }

    fn put(&self, derived: &mut Derived, document: i64) -> Result<()> {
        let mentions: Vec<(&str, &[u8])> =
            self.mentions.iter().map(|(block, body)| (block.as_str(), body.as_slice())).collect();
        derived.put_mentions(document, &mentions)?;
        derived.put_items(KEYED, document, &[&self.keyed])?;
        derived.put_items(SIGNATURE, document, &[&self.signature])?;
        derived.put_items(HEAD, document, &[&self.head])?;
        forget_edges(derived, document)?;
        derived.put_items(SIGNALS, document, &self.signals.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }
}

/// Takes away the edges of a report, at both ends; they are looked for anew.
fn forget_edges(derived: &mut Derived, document: i64) -> Result<()> {
    for EdgeTo { other, .. } in all(derived.items_of(EDGE, document)?)? {
        let mut edges: Vec<EdgeTo> = all(derived.items_of(EDGE, other)?)?;
        edges.retain(|edge| edge.other != document);
        put_edges(derived, other, &edges)?;
        if edges.is_empty() {
            // It is a copy of nothing any more, which is not looked for where there are no edges.
            derived.blocks_of(other)?.iter().try_for_each(|block| derived.mark_block(block))?;
        }
    }
    put_edges(derived, document, &[])?;
    derived.put_items(LOOKED_FOR, document, &[])
}

fn put_edges(derived: &mut Derived, document: i64, edges: &[EdgeTo]) -> Result<()> {
    let bodies: Vec<Vec<u8>> = edges.iter().map(packed).collect::<Result<_>>()?;
    derived.put_items(EDGE, document, &bodies.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// Finds the copies of reports that were taken in since the last time, and gives the origin of every report that is a copy,
/// by ids. Blocks of reports whose origin has changed are marked.
fn fold(derived: &mut Derived) -> Result<BTreeMap<String, String>> {
    let before: Vec<CopyGroup> = copies(derived)?;
    find_edges(derived)?;
    let mut edges: Vec<(i64, EdgeTo)> = Vec::new();
    for document in derived.docs_with_items(EDGE)? {
        for one in all::<EdgeTo>(derived.items_of(EDGE, document)?)? {
            edges.push((document, one));
        }
    }
    let documents: BTreeSet<i64> = edges.iter().flat_map(|(one, edge)| [*one, edge.other]).collect();
    let mut signatures = BTreeMap::new();
    for document in documents {
        let keyed: Vec<Keyed> = all(derived.items_of(KEYED, document)?)?;
        let signature: Vec<Signature> = all(derived.items_of(SIGNATURE, document)?)?;
        if let (Some(keyed), Some(signature)) = (keyed.into_iter().next(), signature.into_iter().next()) {
            signatures.insert(document, (keyed.order.1, signature));
        }
    }
    let place: BTreeMap<i64, usize> = signatures.keys().enumerate().map(|(at, document)| (*document, at)).collect();
    let nodes: Vec<Node<'_>> = signatures.values().map(|(id, signature)| Node { reference: id, signature }).collect();
    let links: Vec<Link> = edges
        .into_iter()
        .filter(|(one, edge)| *one < edge.other)
        .filter_map(|(one, edge)| Some(Link { ends: [*place.get(&one)?, *place.get(&edge.other)?], edge: edge.edge }))
        .collect();
    let groups = copies::groups(&nodes, &links);
    let owned = |groups: &[CopyGroup]| -> BTreeMap<String, String> {
        derive::origins(groups).into_iter().map(|(id, origin)| (id.to_owned(), origin.to_owned())).collect()
    };
    let (old, new) = (owned(&before), owned(&groups));
    let number: BTreeMap<&str, i64> = signatures.iter().map(|(document, (id, _))| (id.as_str(), *document)).collect();
    for id in old.keys().chain(new.keys()).filter(|id| old.get(*id) != new.get(*id)) {
        if let Some(document) = number.get(id.as_str()) {
            for block in derived.blocks_of(*document)? {
                derived.mark_block(&block)?;
            }
        }
    }
    let bodies: Vec<Vec<u8>> = groups
        .iter()
        .map(|group| serde_json::to_vec(group).map_err(|error| unreadable(&error.to_string())))
        .collect::<Result<_>>()?;
    derived.put_items(COPIES, OF_ALL, &bodies.iter().map(Vec::as_slice).collect::<Vec<_>>())?;
    Ok(new)
}

/// Compares reports that have no edges yet with those that share keys with them.
fn find_edges(derived: &mut Derived) -> Result<()> {
    let done: BTreeSet<i64> = derived.docs_with_items(LOOKED_FOR)?.into_iter().collect();
    let new: Vec<i64> = derived.docs_without_items(KEYED, LOOKED_FOR)?;
    if new.is_empty() {
        return Ok(());
    }
    let mut near: BTreeMap<i64, Keyed> = BTreeMap::new();
    let mut seen: BTreeSet<u64> = BTreeSet::new();
    let add = |derived: &Derived, near: &mut BTreeMap<i64, Keyed>, document: i64| -> Result<()> {
        if !near.contains_key(&document)
            && let Some(keyed) = all::<Keyed>(derived.items_of(KEYED, document)?)?.into_iter().next()
        {
            near.insert(document, keyed);
        }
        Ok(())
    };
    for document in &new {
        add(derived, &mut near, *document)?;
        let keys = near.get(document).map(|keyed| keyed.keys.clone()).unwrap_or_default();
        for key in keys.into_iter().filter(|key| !done.is_empty() && seen.insert(*key)) {
            for other in derived.docs_with_key(key)? {
                add(derived, &mut near, other)?;
            }
        }
    }
    let documents: Vec<i64> = near.keys().copied().collect();
    let keyed: Vec<Keyed> = near.into_values().collect();
    for some in new.chunks(KEYED_AT_ONCE) {
        let of =
            |document: &i64| Some((*document, keyed.get(documents.binary_search(document).ok()?)?.keys.as_slice()));
        derived.put_copy_keys(&some.iter().filter_map(of).collect::<Vec<_>>())?;
    }
    let index = Index::new(&keyed);
    drop(keyed);
    let mut counts = index.counts();
    let mut signatures: BTreeMap<i64, Signature> = BTreeMap::new();
    let mut found: BTreeMap<i64, Vec<EdgeTo>> = BTreeMap::new();
    for one in index.in_time() {
        let Some(a) = documents.get(one).copied() else { continue };
        for other in index.candidates_after(one, &mut counts) {
            let Some(b) = documents.get(other).copied() else { continue };
            if done.contains(&a) && done.contains(&b) {
                continue;
            }
            for document in [a, b] {
                if !signatures.contains_key(&document)
                    && let Some(signature) = all(derived.items_of(SIGNATURE, document)?)?.into_iter().next()
                {
                    if signatures.len() >= HELD {
                        signatures.clear();
                    }
                    signatures.insert(document, signature);
                }
            }
            let (Some(first), Some(second)) = (signatures.get(&a), signatures.get(&b)) else { continue };
            if let Some(edge) = copies::compare(first, second) {
                found.entry(a).or_default().push(EdgeTo { other: b, edge: edge.clone() });
                found.entry(b).or_default().push(EdgeTo { other: a, edge });
            }
        }
    }
    for (document, edges) in found {
        let mut all: Vec<EdgeTo> = all(derived.items_of(EDGE, document)?)?;
        all.retain(|known| !edges.iter().any(|edge| edge.other == known.other));
        all.extend(edges);
        all.sort_by_key(|edge| edge.other);
        put_edges(derived, document, &all)?;
    }
    new.iter().try_for_each(|document| derived.put_items(LOOKED_FOR, *document, &[b"1"]))
}

fn row(one: &Incident) -> Result<IncidentRow> {
    let day = |day: &Option<String>| {
        day.as_deref().and_then(crate::derived::day_number).and_then(|day| i32::try_from(day).ok())
    };
    let place = one.place.as_ref();
    let said = one.accounts.iter().flat_map(|account| &account.statements).flat_map(|said| &said.words);
    let text: Vec<&str> = said.map(|words| words.exact.as_str()).chain([one.label.as_str()]).collect();
    let accused = one.accused.iter().filter_map(|party| party.side.clone());
    let sides: BTreeSet<String> = one.sides.iter().cloned().chain(accused).collect();
    Ok(IncidentRow {
        id: one.id.clone(),
        aliases: one.aliases.clone(),
        since_day: day(&one.time.start).unwrap_or(i32::MIN),
        until_day: day(&one.time.end).unwrap_or(i32::MAX),
        area: place
            .map(|place| format!("{} {}", place.in_words(), place.gazetteer_id.as_deref().unwrap_or_default()))
            .unwrap_or_default(),
        sides: sides.into_iter().collect(),
        kind: one.kind.clone(),
        occurrence: one.occurrence.clone(),
        responsibility: one.responsibility.clone(),
        roll_up: one.roll_up.clone(),
        text: text.join(" "),
        reports: u32::try_from(one.reports).unwrap_or(u32::MAX),
        card: packed(&one.card())?,
        gist: gist(one)?,
        body: serde_json::to_vec(one).map_err(|error| unreadable(&error.to_string()))?,
    })
}

/// The same for incidents that differ in nothing that is told of them: what joined their reports and the rules that held can change
/// with any report of the ledger.
fn gist(one: &Incident) -> Result<String> {
    use sha2::{Digest, Sha256};
    let origins = Origins { each: Vec::new(), ..one.origins };
    let told = Incident { aliases: Vec::new(), links: Vec::new(), why: Vec::new(), origins, ..one.clone() };
    Ok(Sha256::digest(packed(&told)?).iter().take(16).map(|byte| format!("{byte:02x}")).collect())
}

fn packed(value: &impl Serialize) -> Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(|error| unreadable(&error.to_string()))
}

/// Values that were packed.
fn all<T: DeserializeOwned>(bodies: Vec<Vec<u8>>) -> Result<Vec<T>> {
    let read = |body: Vec<u8>| postcard::from_bytes(&body).map_err(|error| unreadable(&error.to_string()));
    bodies.into_iter().map(read).collect()
}

/// Values in JSON.
fn bodies<T: DeserializeOwned>(bodies: Vec<Vec<u8>>) -> Result<Vec<T>> {
    let read = |body: Vec<u8>| serde_json::from_slice(&body).map_err(|error| unreadable(&error.to_string()));
    bodies.into_iter().map(read).collect()
}

fn unreadable(problem: &str) -> LedgerError {
    LedgerError::Corrupt {
        path: crate::derived::FILE.into(),
        problem: format!("{problem}; delete the file, and it is computed again"),
    }
}
