//! Agreements of packs: every measure is a commitment of all its parties.

use std::collections::BTreeMap;

use fogline::packs::{Agreement, Measure, Pack, SideRole, side_of};
use jiff::civil::Date;

use super::{
    super::{
        cited::Based,
        item::{Deed, Interval, Item, Party},
        themes::is_of,
    },
    Commitment, Effect, Kind, MeasureRef, Scope, Told, settled,
};
use crate::{report::day, sides::Sides};

/// An agreement of a pack, with its parties as sides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accord {
    /// The pack of its conflict.
    pub pack: String,
    /// When it was made.
    pub made: Option<Date>,
    /// From when it holds.
    pub in_force: Option<Date>,
    /// The last day on which it holds, where it has ended.
    pub ended: Option<Date>,
    /// Those who are bound by it. Observers and mediators are not.
    pub parties: Vec<Party>,
    /// Its measures.
    pub measures: Vec<MeasureRef>,
}

/// The agreements of packs.
pub fn accords(packs: &[Pack], sides: &Sides) -> Vec<Accord> {
    packs.iter().flat_map(|pack| pack.agreements.iter().map(|one| accord(one, pack, packs, sides))).collect()
}

/// An agreement of a pack. On which side its parties are is told by that pack, and not by one of another conflict.
fn accord(agreement: &Agreement, pack: &Pack, packs: &[Pack], sides: &Sides) -> Accord {
    let own: Vec<&Pack> = packs.iter().filter(|other| other.always || other.id == pack.id).collect();
    let party = |id: &String| {
        let actor = own.iter().find_map(|pack| pack.actor(id));
        let side = actor.and_then(|actor| side_of(actor, Some(agreement.made), &own));
        Party { actor: Some(id.clone()), name: actor.map(|actor| actor.name.clone()), side }
    };
    let bound = |party: &Party| party.side.as_deref().is_none_or(|side| sides.role(side) == SideRole::Party);
    let measure = |measure: &Measure| MeasureRef {
        agreement: agreement.id.clone(),
        name: agreement.name.clone(),
        measure: measure.id.clone(),
        text: measure.text.clone(),
        violated_by: measure.violated_by.clone(),
        source: agreement.source.clone(),
    };
    Accord {
        pack: pack.id.clone(),
        made: Some(agreement.made),
        in_force: agreement.in_force,
        ended: agreement.ended,
        parties: agreement.parties.iter().map(party).filter(bound).collect(),
        measures: agreement.measures.iter().map(measure).collect(),
    }
}

/// The measures that hold on a day, with what is reported of them since.
pub(super) fn in_force<'i>(accords: &[Accord], items: &[&'i Item], today: Option<Date>) -> Vec<Based<'i, Commitment>> {
    let holds = |accord: &&Accord| match (accord.in_force.or(accord.made), today) {
        (Some(from), Some(today)) => from <= today,
        _ => true,
    };
    let mut by_kind: BTreeMap<&str, Vec<(&'i Item, &Deed)>> = BTreeMap::new();
    let patterns = accords.iter().flat_map(|accord| &accord.measures).flat_map(|measure| &measure.violated_by);
    let rules: BTreeMap<&str, String> =
        patterns.map(|pattern| (pattern.as_str(), format!("violated_by.{pattern}"))).collect();
    for item in items {
        for deed in &item.deeds {
            if let Some(kind) = deed.kind.as_deref() {
                by_kind.entry(kind).or_default().push((item, deed));
            }
        }
    }
    let mut found = Vec::new();
    for accord in accords.iter().filter(holds) {
        for measure in &accord.measures {
            let mut told: Vec<Told> = Vec::new();
            for pattern in &measure.violated_by {
                let kind = pattern.split_once('/').map_or(pattern.as_str(), |(kind, _)| kind);
                let rule = rules.get(pattern.as_str()).map_or(kind, String::as_str);
                for (item, deed) in by_kind.get(kind).into_iter().flatten() {
                    if is_of(kind, &deed.modes, pattern) {
                        told.extend(bears(accord, item, deed, rule));
                    }
                }
            }
            told.sort_by(|one, other| one.item.order_key().cmp(&other.item.order_key()));
            told.dedup_by(|one, other| one.item.citation == other.item.citation);
            found.push(settled(of_measure(accord, measure), &[], told, today));
        }
    }
    found
}

fn of_measure(accord: &Accord, measure: &MeasureRef) -> Commitment {
    let date = |date: Option<Date>| date.map(|date| date.to_string());
    Commitment {
        id: format!("{}/{}", measure.agreement, measure.measure),
        kind: Kind::AgreementInForce,
        promisor: accord.parties.clone(),
        promisee: accord.parties.clone(),
        made: Interval { start: date(accord.made), end: date(accord.made) },
        scope: Scope { places: Vec::new(), forces: accord.parties.clone() },
        testable: !measure.violated_by.is_empty(),
        measure: Some(measure.clone()),
        why: vec!["commitment.pack_agreement".to_owned()],
        ..Commitment::default()
    }
}

/// What a statement does to a measure by a deed of a kind that would go against it.
fn bears<'i, 'r>(accord: &Accord, item: &'i Item, deed: &Deed, rule: &'r str) -> Option<Told<'i, 'r>> {
    // What is told of another conflict goes against nothing here, also where a party of both is named.
    if !item.conflicts.is_empty() && !item.conflicts.contains(&accord.pack) {
        return None;
    }
    let since = accord.in_force.or(accord.made);
    let told = item.said_day().and_then(day);
    if matches!((since, told), (Some(since), Some(told)) if told < since) || !deed.is_actual() {
        return None;
    }
    // What is told of a later day, or is said later of none, does not go against what no longer holds.
    let happened = deed.when.start.as_deref().and_then(day).or(told);
    if matches!((accord.ended, happened), (Some(ended), Some(happened)) if happened > ended) {
        return None;
    }
    let party = |side: &Option<String>| side.is_some() && accord.parties.iter().any(|party| party.side == *side);
    let by_a_party = deed.doers.iter().any(|doer| party(&doer.side));
    // Where nobody is named as who did it, the report must at least be about the parties.
    let about_parties =
        || accord.parties.iter().filter_map(|party| party.side.as_ref()).any(|side| item.sides.contains(side));
    let open = deed.doers.is_empty() && about_parties();
    if !(by_a_party || open) {
        return None;
    }
    let (effect, by) = match (item.act.as_str(), deed.negative) {
        ("deny", _) if party(&item.speaker.party.side) => (Effect::Denies, "evidence.measure_denied"),
        (_, true) => return None,
        _ => (Effect::ViolationAlleged, "evidence.measure_event"),
    };
    Some(Told { item, effect, by, rule, deed: &[] })
}
