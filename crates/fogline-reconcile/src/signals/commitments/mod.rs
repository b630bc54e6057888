//! Commitments: what sides have bound themselves to, and what is reported of it since.
//!
//! `candidates` finds the statements that commit, `fold` makes one commitment of those that repeat it, `effect` says what
//! later statements do to it, `status` where it stands. `agreements` does the same for the measures that packs hold.

mod agreements;
mod candidates;
mod effect;
mod fold;
mod model;
mod status;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub use agreements::{Accord, accords};
pub(super) use candidates::{ACTS, lies_ahead};
pub use model::{Commitment, Effect, Evidence, Kind, MeasureRef, Scope, Status, Timing};

use self::{
    effect::{Lasting, Matter, effect, is_about},
    fold::Folded,
};
use super::{
    cited::{Based, Cited, first_and_latest, known, same_words, sides_of},
    item::{Deed, Interval, Item, Party, Spot},
    themes,
};
use crate::{
    report::{Citation, day, seconds},
    sides::Sides,
};

/// How long after its term, or after it was made where it has none, evidence is looked for: 60 and 180 days.
const AFTER_TERM: i64 = 60 * 24 * 3600;
const WITHOUT_TERM: i64 = 180 * 24 * 3600;

/// Deeds by what they are compared by and whose they are, by bloc: none for one of nobody known.
type Index<'i> = BTreeMap<&'i str, BTreeMap<Option<&'i str>, Deeds<'i>>>;

/// Deeds in the order in which they were told, by where they were: whoever asks for a place need not go through all.
#[derive(Debug, Default)]
struct Deeds<'i> {
    all: Vec<Entry<'i>>,
    /// Those that name no place.
    nowhere: Vec<Entry<'i>>,
    by_place: BTreeMap<&'i str, Vec<Entry<'i>>>,
    /// By country: those anywhere in it, and those of it as a whole.
    within: BTreeMap<&'i str, Vec<Entry<'i>>>,
    whole: BTreeMap<&'i str, Vec<Entry<'i>>>,
}

impl<'i> Deeds<'i> {
    fn add(&mut self, one: Entry<'i>) {
        self.all.push(one);
        if one.deed.places.is_empty() {
            self.nowhere.push(one);
        }
        for place in &one.deed.places {
            self.by_place.entry(&place.id).or_default().push(one);
            if let Some(country) = place.country.as_deref() {
                self.within.entry(country).or_default().push(one);
                if place.is_country() {
                    self.whole.entry(country).or_default().push(one);
                }
            }
        }
    }

    /// Lists that hold all that a matter of these places can be about, some of it several times.
    fn at(&self, places: &[Spot]) -> Vec<&Vec<Entry<'i>>> {
        if places.is_empty() {
            return vec![&self.all];
        }
        let mut lists = vec![&self.nowhere];
        for place in places {
            lists.extend(self.by_place.get(place.id.as_str()));
            let of_country = if place.is_country() { &self.within } else { &self.whole };
            lists.extend(place.country.as_deref().and_then(|country| of_country.get(country)));
        }
        lists
    }
}

/// A deed with the statement that tells of it.
#[derive(Debug, Clone, Copy)]
struct Entry<'i> {
    item: &'i Item,
    deed: &'i Deed,
    /// Where the deed stands in the statement.
    at: usize,
}

/// All commitments of these items as they stood at a moment (RFC 3339, or a day, which is taken to its end), the earliest
/// first, agreements before them. The day of a term is a day of that moment's clock.
pub fn commitments<'i>(
    items: &'i [Item],
    accords: &[Accord],
    sides: &'i Sides,
    as_of: &str,
) -> Vec<Based<'i, Commitment>> {
    let today = day(as_of);
    let end_of_day = if as_of.len() == 10 { 24 * 3600 - 1 } else { 0 };
    let items = known(items, seconds(as_of).map(|moment| moment + end_of_day));
    let index = indexed(&items, sides);
    let mut found = agreements::in_force(accords, &items, today);
    let candidates = candidates::candidates(&items, sides);
    let folded = fold::fold(&candidates);
    let committing: BTreeSet<&Citation> =
        folded.iter().flat_map(|one| &one.members).map(|one| &one.item.citation).collect();
    for folded in &folded {
        let made = made(folded);
        let told = evidence(&made, folded, &index, &committing, sides);
        found.push(settled(made, &folded.items(), told, today));
    }
    found
}

fn indexed<'i>(items: &[&'i Item], sides: &'i Sides) -> Index<'i> {
    let mut index: Index = BTreeMap::new();
    for item in items {
        for (at, deed) in item.deeds.iter().enumerate() {
            let Some(predicate) = deed.predicate() else { continue };
            let bloc = |doer: &'i Party| doer.side.as_deref().map(|side| sides.bloc(side));
            let mut blocs: BTreeSet<Option<&str>> = deed.doers.iter().map(bloc).collect();
            if blocs.is_empty() {
                blocs.insert(None);
            }
            let lists = index.entry(predicate).or_default();
            for bloc in blocs {
                lists.entry(bloc).or_default().add(Entry { item, deed, at });
            }
        }
    }
    index
}

/// A commitment as its statements have it.
fn made(folded: &Folded) -> Commitment {
    let members = &folded.members;
    let Some(first) = members.first() else { return Commitment::default() };
    let strongest = members.iter().max_by_key(|one| one.kind).map_or(first.kind, |one| one.kind);
    let mut promisor: Vec<Party> = members
        .iter()
        .flat_map(|one| std::iter::once(&one.item.speaker.party).chain(&one.item.with))
        .cloned()
        .collect();
    let mut promisee: Vec<Party> = members.iter().filter_map(|one| one.item.addressee.clone()).collect();
    let mut forces: Vec<Party> =
        members.iter().filter_map(|one| one.deed).flat_map(|deed| deed.doers.iter().cloned()).collect();
    for list in [&mut promisor, &mut promisee, &mut forces] {
        let mut seen = BTreeSet::new();
        list.retain(|party| seen.insert(party.actor.clone()));
    }
    let predicate = first.predicate().map(str::to_owned);
    let mut why: Vec<String> = members.iter().flat_map(|one| &one.why).map(ToString::to_string).collect();
    why.sort();
    why.dedup();
    let Citation { document, statement } = &first.item.citation;
    let about = predicate.as_deref().unwrap_or("other");
    Commitment {
        id: format!("{document}#{statement}/{about}"),
        kind: strongest,
        promisor,
        promisee,
        about: first.deed.map(|deed| deed.theme.as_deref().map_or(deed.words.as_str(), themes::title).to_owned()),
        testable: predicate.is_some() && strongest != model::Kind::DeclaredWillingness,
        predicate,
        way: first.outcome(),
        content: first.item.exact.clone(),
        made: Interval {
            start: first.item.said_day().map(str::to_owned),
            end: first.item.said.end.clone().or_else(|| first.item.published.clone()),
        },
        deadline: folded.deadline.clone(),
        scope: Scope { places: folded.places.clone(), forces },
        why,
        ..Commitment::default()
    }
}

/// Later statements that bear on a commitment. What names neither place nor doer counts where its report speaks of it.
fn evidence<'i>(
    commitment: &Commitment,
    folded: &Folded,
    index: &Index<'i>,
    committing: &BTreeSet<&Citation>,
    sides: &Sides,
) -> Vec<Told<'i, 'static>> {
    let Some(lists) = commitment.predicate.as_deref().and_then(|predicate| index.get(predicate)) else {
        return Vec::new();
    };
    // Items are compared by where they are: there is one of each.
    let own: Vec<*const Item> = folded.members.iter().map(|one| &raw const *one.item).collect();
    let from = folded.members.first().and_then(|one| one.item.moment);
    let until = commitment.deadline.as_ref().and_then(|one| one.within.end.as_deref());
    let to = match (until.and_then(seconds), from) {
        (Some(term), from) => Some(term.max(from.unwrap_or(term)) + AFTER_TERM),
        (None, from) => from.map(|from| from + WITHOUT_TERM),
    };
    let forces_unsaid = commitment.scope.forces.is_empty();
    let parties = commitment.promisor.iter().chain(&commitment.scope.forces);
    let blocs: BTreeSet<&str> =
        parties.filter_map(|party| party.side.as_deref()).map(|side| sides.bloc(side)).collect();
    // Where its words leave open whose forces they are about, its own side can also speak of another's.
    let wanted = |bloc: Option<&str>| forces_unsaid || bloc.is_none_or(|bloc| blocs.contains(bloc));
    let made = commitment.made.start.as_deref();
    let mut later: Vec<Entry> = Vec::new();
    let wanted = lists.iter().filter(|(bloc, _)| wanted(**bloc));
    for deeds in wanted.flat_map(|(_, deeds)| deeds.at(&commitment.scope.places)) {
        let begin = deeds.partition_point(|one| one.item.moment < from);
        let range = deeds.get(begin..).unwrap_or_default().iter();
        let range = range.take_while(|one| to.is_none() || one.item.moment <= to);
        let bears = |one: &&Entry| one.item.said.start.is_none() || one.item.said_day() >= made;
        later.extend(range.filter(bears).filter(|one| !own.contains(&(&raw const *one.item))));
    }
    // What stands in several lists is put beside itself, then all in the order of time.
    later.sort_unstable_by_key(|one| (&raw const *one.item, one.at));
    later.dedup_by_key(|one| (&raw const *one.item, one.at));
    let mut matter = Matter {
        kind: commitment.kind,
        sides: commitment.promisor.iter().filter_map(|party| party.side.as_deref()).collect(),
        doers: commitment.scope.forces.iter().chain(&commitment.promisor).collect(),
        forces_unsaid,
        places: &commitment.scope.places,
        outcome: commitment.way,
        until,
        lasts: Lasting::of(commitment),
        documents: folded.members.iter().map(|one| one.item.citation.document.as_str()).collect(),
        conflicts: folded.members.iter().flat_map(|one| &one.item.conflicts).map(String::as_str).collect(),
    };
    // What names nobody and no place counts where its report speaks of the commitment, which others of it tell.
    let ruled: Vec<Option<&str>> = later.iter().map(|one| is_about(&matter, one.item, one.deed, sides)).collect();
    let about = later.iter().zip(&ruled).filter(|(_, rule)| rule.is_some());
    matter.documents.extend(about.map(|(one, _)| one.item.citation.document.as_str()));
    // With the reports that speak of it, more can only be about it that names nobody and no place.
    let mut later: Vec<(Entry, &str)> = later
        .into_iter()
        .zip(ruled)
        .filter_map(|(one, rule)| Some((one, rule.or_else(|| is_about(&matter, one.item, one.deed, sides))?)))
        .collect();
    later.sort_by_key(|(one, _)| (one.item.order_key(), one.at));
    let mut found: Vec<Told> = Vec::new();
    for (one, rule) in &later {
        if found.last().is_some_and(|last: &Told| std::ptr::eq(last.item, one.item)) {
            continue;
        }
        let Some((effect, by)) = effect(&matter, one.item, one.deed) else { continue };
        if effect == Effect::Restates && committing.contains(&one.item.citation) {
            continue;
        }
        found.push(Told { item: one.item, effect, by, rule, deed: &one.deed.why });
    }
    found
}

/// What a statement does, before it is cited.
#[derive(Debug)]
struct Told<'i, 'r> {
    item: &'i Item,
    effect: Effect,
    /// The rules that say so: of the effect, of what the deed is about, of the deed itself.
    by: &'static str,
    rule: &'r str,
    deed: &'i [String],
}

impl Told<'_, '_> {
    fn side(&self) -> Option<&str> {
        self.item.speaker.party.side.as_deref()
    }

    /// Whether the promisor itself has turned to something else.
    fn turns(&self) -> bool {
        self.effect == Effect::Extends || self.by == "evidence.11_opposite_announced"
    }

    fn cite(&self, also_in: &[&Citation]) -> Evidence {
        let rules = [self.by, self.rule].into_iter().map(str::to_owned);
        Evidence {
            cited: Cited::from(self.item),
            also_in: also_in.iter().map(|citation| (*citation).clone()).collect(),
            effect: self.effect,
            why: rules.chain(self.deed.iter().cloned()).collect(),
        }
    }
}

/// The same words of the same speaker, printed again, are one piece of evidence: the first, and where else they stand.
fn once_each<'i, 'r>(told: Vec<Told<'i, 'r>>) -> Vec<Once<'i, 'r>> {
    let mut at: BTreeMap<_, usize> = BTreeMap::new();
    let mut kept: Vec<Once<'i, 'r>> = Vec::new();
    for one in told {
        let key = (same_words(&one.item.speaker, &one.item.exact), one.effect);
        if let Some((_, also_in)) = at.get(&key).and_then(|at| kept.get_mut(*at)) {
            also_in.push(&one.item.citation);
        } else {
            at.insert(key, kept.len());
            kept.push((one, Vec::new()));
        }
    }
    kept
}

/// A commitment with its status and what is derived with it, from the statements that make it and evidence, which stand in the
/// order of time. Of each side and effect the first and the latest are cited, which is enough for all that follows.
fn settled<'i>(
    mut commitment: Commitment,
    made_by: &[&'i Item],
    told: Vec<Told<'i, '_>>,
    today: Option<jiff::civil::Date>,
) -> Based<'i, Commitment> {
    let on = made_by.iter().copied().chain(told.iter().map(|one| one.item)).collect();
    commitment.statement_total = made_by.len();
    let kept = first_and_latest(made_by, |item| item.speaker.party.side.as_deref());
    commitment.statements = kept.into_iter().map(|item| Cited::from(*item)).collect();
    let told = once_each(told);
    let sides: Vec<&str> = commitment.promisor.iter().filter_map(|party| party.side.as_deref()).collect();
    let turned = told.iter().any(|(one, _)| one.turns() && one.side().is_some_and(|side| sides.contains(&side)));
    commitment.evidence_total = told.len();
    let kept = first_and_latest(&told, |(one, _)| (one.effect, one.side()));
    commitment.evidence = kept.into_iter().map(|(one, also_in)| one.cite(also_in)).collect();
    commitment.timing = status::timing(&commitment, today);
    let (status, rule) = status::status(&commitment, turned);
    commitment.status = status;
    commitment.why.push(rule.to_owned());
    let by = |effects: &[Effect]| {
        sides_of(commitment.evidence.iter().filter(|one| effects.contains(&one.effect)).map(|one| &one.cited))
    };
    commitment.fulfilment_reported_by = by(&[Effect::FulfilmentReported]);
    commitment.violation_reported_by = by(&[Effect::ViolationAlleged, Effect::Contradicts]);
    commitment.doubted_by = by(&[Effect::Doubts]);
    Based { what: commitment, on }
}

/// A piece of evidence, with where else the same words stand.
type Once<'i, 'r> = (Told<'i, 'r>, Vec<&'i Citation>);
