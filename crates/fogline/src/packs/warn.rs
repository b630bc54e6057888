//! What in a sound pack is probably not meant so: two sides at once, names that would be found everywhere, and the like.

use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::Spanned;

use super::{Pack, PackActor, SideRole, schema, side_of, words::Words};
use crate::{
    faults::{At, Fault},
    lang::Lang,
    names::fold,
};

/// Letters that a name in small letters must have to be found only where it is meant.
const SHORT: usize = 4;

/// A file with its name and text.
type Parsed<'f> = (&'f str, &'f str, schema::File);

/// Everything of a sound pack that is probably not meant so, in the order of its files.
pub(super) fn warnings(pack: &Pack) -> Vec<Fault> {
    let general = Pack::bundled().ok().and_then(<[Pack]>::first);
    let packs: Vec<&Pack> = std::iter::once(pack).chain(general.filter(|one| one.id != pack.id)).collect();
    let parsed: Vec<Parsed<'_>> = pack
        .files
        .iter()
        .filter_map(|(name, text)| Some((name.as_str(), &**text, toml::from_str::<schema::File>(text).ok()?)))
        .collect();
    let mut found = Vec::new();
    let mut named = BTreeMap::<(String, Lang), &str>::new();
    for (file, text, parsed) in &parsed {
        let mut at = At { file, text, faults: &mut found };
        for code in parsed
            .pack
            .iter()
            .flat_map(|head| &head.parties)
            .filter(|code| !packs.iter().any(|pack| pack.state(code).is_some()))
        {
            let fault = format!(
                "no pack has a state `{code}`, so that it never helps to choose this pack; add it to a table [state.{code}]"
            );
            at.fault(0..0, code, fault);
        }
        blocs(pack, parsed, &mut at);
        sides(pack, &packs, parsed, &mut at);
        for entry in &parsed.actor {
            let Some(actor) = pack.actor(&entry.as_ref().id) else { continue };
            names(entry, &mut named, &mut at);
            country(&packs, entry, actor.country.as_ref(), &mut at);
            two_sides(entry, actor, &packs, &mut at);
        }
        agreements(parsed, &mut at);
    }
    found
}

/// Sides of a pack whose ids others have for sides that are something else. All packs of a ledger share their sides: of two of one
/// id the first pack's name, role and bloc hold.
pub fn clashes(pack: &Pack, others: &[Pack]) -> Vec<Fault> {
    let mut found = Vec::new();
    for other in others.iter().filter(|other| other.id != pack.id) {
        for side in &pack.sides {
            let Some(own) = other.sides.iter().find(|own| own.id == side.id) else { continue };
            let role = own.role != side.role;
            let name = own.role == SideRole::Party && own.name != side.name;
            let bloc = pack.sides.iter().any(|one| {
                let is_shared = other.sides.iter().any(|own| own.id == one.id);
                is_shared && together(pack, &one.id, &side.id) != together(other, &one.id, &side.id)
            });
            if role || name || bloc {
                found.push(declared(
                    pack,
                    &side.id,
                    format!(
                        "side `{}` is another one in the pack `{}` ({}); sides of all packs of a ledger share their ids, so give it \
                         one of its own",
                        side.id, other.id, own.name
                    ),
                ));
            }
        }
    }
    found
}

/// Whether two sides act together by a pack.
fn together(pack: &Pack, one: &str, other: &str) -> bool {
    one == other
        || pack
            .blocs
            .iter()
            .any(|bloc| bloc.sides.iter().any(|id| id == one) && bloc.sides.iter().any(|id| id == other))
}

/// A fault where a side is declared.
fn declared(pack: &Pack, side: &str, fault: String) -> Fault {
    let mut found = Vec::new();
    for (file, text) in &pack.files {
        let Ok(parsed) = toml::from_str::<schema::File>(text) else { continue };
        if let Some(entry) = parsed.side.iter().find(|entry| entry.as_ref().id == side) {
            At { file, text, faults: &mut found }.fault(entry.span(), side, fault.clone());
        }
    }
    found.pop().unwrap_or(Fault { file: "pack.toml".to_owned(), line: 0, fault })
}

fn blocs(pack: &Pack, parsed: &schema::File, at: &mut At<'_, '_>) {
    for entry in &parsed.bloc {
        let bloc = entry.as_ref();
        if bloc.sides.len() < 2 {
            at.fault(
                entry.span(),
                &bloc.id,
                format!("bloc `{}` has one side; a side is its own bloc without it", bloc.id),
            );
        }
        for side in &bloc.sides {
            let first = pack.blocs.iter().find(|other| other.sides.contains(side));
            if let Some(other) = first.filter(|other| other.id != bloc.id) {
                let told = format!(
                    "side `{side}` is in `{}` already, which alone counts; a side acts with one bloc",
                    other.id
                );
                at.fault(entry.span(), side, told);
            }
        }
    }
}

/// Sides to which nobody belongs, so that no account is ever theirs.
fn sides(pack: &Pack, packs: &[&Pack], parsed: &schema::File, at: &mut At<'_, '_>) {
    for entry in &parsed.side {
        let side = entry.as_ref();
        let named = |actor: &PackActor| actor.sides.iter().any(|sided| sided.side == side.id);
        let is_party = matches!(side.role.as_deref(), None | Some("party" | "observer"));
        let empty = side.countries.is_empty() && side.actors.is_empty() && !pack.actors.iter().any(named);
        if is_party && empty {
            let told =
                format!("nobody belongs to side `{}`; give it countries, or give actors it as their side", side.id);
            at.fault(entry.span(), &side.id, told);
        }
        for code in &side.countries {
            country(packs, entry, Some(code), at);
        }
    }
}

/// A country that no pack knows as a state.
fn country<T>(packs: &[&Pack], entry: &Spanned<T>, code: Option<&String>, at: &mut At<'_, '_>) {
    if let Some(code) = code.filter(|code| !packs.iter().any(|pack| pack.state(code).is_some())) {
        at.fault(entry.span(), code, format!("no pack has a state `{code}`; add it to a table [state.{code}]"));
    }
}

/// Names that two actors share, or that stand in every report.
fn names<'p>(entry: &'p Spanned<schema::Actor>, named: &mut BTreeMap<(String, Lang), &'p str>, at: &mut At<'_, '_>) {
    let actor = entry.as_ref();
    // An outlet is known by its name as a whole, and not by words of texts.
    if actor.kind == "outlet" {
        return;
    }
    let lists = [(Lang::En, &actor.en), (Lang::Ru, &actor.ru), (Lang::Uk, &actor.uk)];
    let own = std::iter::once((Lang::En, &actor.name));
    for (lang, name) in
        own.chain(lists.into_iter().flat_map(|(lang, names)| names.iter().map(move |name| (lang, name))))
    {
        if let Some(other) = named.insert((fold(name), lang), &actor.id).filter(|other| *other != actor.id) {
            let told =
                format!("`{name}` is a name of `{other}` too; where both bear it, list it as `ambiguous` of both");
            at.fault(entry.span(), name, told);
        }
        let lower = !name.chars().any(char::is_uppercase);
        let short = name.chars().filter(|c| c.is_alphanumeric()).count() < SHORT && lower;
        // Words for a collective stand for it only where its conflict is named, and are meant to be found there.
        if short || (actor.kind != "collective" && Words::of(lang).is_everyday(name)) {
            let told = format!(
                "`{name}` would be found in reports that do not mean `{}`; list it as `ambiguous`, or a longer name",
                actor.id
            );
            at.fault(entry.span(), name, told);
        }
    }
}

/// A time on a side: what says so, the side, its first day and its last.
type Stretch<'a> = (&'a str, String, Option<Date>, Option<Date>);

/// Sides or offices of two sides that someone has on one day.
fn two_sides(entry: &Spanned<schema::Actor>, actor: &PackActor, packs: &[&Pack], at: &mut At<'_, '_>) {
    let by_sides = actor.sides.iter().map(|one| (one.side.as_str(), one.side.clone(), one.from, one.to));
    // Where sides are told outright, no office decides.
    let offices = if actor.sides.is_empty() { actor.roles.as_slice() } else { &[] };
    let by_roles = offices.iter().filter_map(|role| {
        let id = role.organisation.as_deref()?;
        let known = |id: &str| packs.iter().find_map(|pack| pack.actor(id));
        let organisation = known(id).or_else(|| known(id.split('.').next().unwrap_or_default()))?;
        let side = side_of(organisation, role.to.or(role.from), packs)?;
        Some((role.office.as_str(), side, role.from, role.to))
    });
    for all in [by_sides.collect::<Vec<Stretch<'_>>>(), by_roles.collect()] {
        for (i, (what, side, from, to)) in all.iter().enumerate() {
            for (other_what, other_side, other_from, other_to) in all.iter().skip(i + 1) {
                let before = |end: &Option<Date>, begin: &Option<Date>| matches!((end, begin), (Some(end), Some(begin)) if end < begin);
                if side != other_side && !before(to, other_from) && !before(other_to, from) {
                    let told = format!(
                        "`{}` is on side `{side}` ({what}) and on side `{other_side}` ({other_what}) at the same time; end one \
                         before the other begins",
                        actor.id
                    );
                    at.fault(entry.span(), other_what, told);
                }
            }
        }
    }
}

fn agreements(parsed: &schema::File, at: &mut At<'_, '_>) {
    for entry in &parsed.agreement {
        let agreement = entry.as_ref();
        if agreement.parties.is_empty() {
            at.fault(
                entry.span(),
                &agreement.id,
                format!("agreement `{}` binds nobody; list its parties", agreement.id),
            );
        }
        if agreement.measure.is_empty() {
            let told = format!("agreement `{}` has no measure, so nothing can go against it", agreement.id);
            at.fault(entry.span(), &agreement.id, told);
        }
        if let Some(begins) = &agreement.in_force
            && begins.as_str() < agreement.made.as_str()
        {
            let told = format!(
                "agreement `{}` is in force on {begins}, before it was made on {}",
                agreement.id, agreement.made
            );
            at.fault(entry.span(), begins, told);
        }
    }
}
