//! From proposals to actors: which words stand for the same one, what is known of it, on which side it is.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{
    Actor, ActorKind, Mention, Resolution,
    lexicon::Lexicon,
    scene::{Proposal, Scene, Told, Who},
};
use crate::{
    document::Document,
    lang::Lang,
    names::{Shape, Unit},
    packs::{self, Pack, PackActor, Side},
    span::Span,
};

/// Actors as they come together.
pub(super) struct Gathering<'d> {
    document: &'d Document,
    packs: &'d [&'d Pack],
    day: Option<Date>,
    pub(super) actors: Vec<Actor>,
    by_id: BTreeMap<String, usize>,
    /// Persons by the stem of each of their surnames and given names: all who share it.
    surnames: BTreeMap<String, Vec<usize>>,
    given: BTreeMap<String, Vec<usize>>,
    /// Organisations by acronym.
    acronyms: BTreeMap<String, usize>,
    /// Names that several persons of the text bear: which of them is meant stays open, so no pronoun follows them.
    pub(super) open: BTreeSet<usize>,
}

/// What a new actor is known by.
#[derive(Default)]
struct Draft {
    id: String,
    name: String,
    kind: Option<ActorKind>,
    country: Option<String>,
    sectors: Vec<String>,
    side: Option<String>,
    pack_id: Option<String>,
}

impl<'d> Gathering<'d> {
    pub(super) fn new(document: &'d Document, packs: &'d [&'d Pack]) -> Self {
        Self {
            document,
            packs,
            day: document.facts.published.map(|published| published.at.date()),
            actors: Vec::new(),
            by_id: BTreeMap::new(),
            surnames: BTreeMap::new(),
            given: BTreeMap::new(),
            acronyms: BTreeMap::new(),
            open: BTreeSet::new(),
        }
    }

    /// Takes in whole names first, so that shorter ones find theirs wherever they stand in the text.
    pub(super) fn take(&mut self, scenes: &[Scene<'_>], proposals: &[Vec<Proposal>]) {
        let all = || scenes.iter().zip(proposals).flat_map(|(scene, list)| list.iter().map(move |one| (scene, one)));
        let whole = |scene: &Scene<'_>, proposal: &Proposal| match &proposal.who {
            Who::Person(_) => words(scene, proposal.span).len() > 1,
            Who::Organisation { .. } => !is_acronym(scene, proposal.span),
            _ => true,
        };
        for (scene, proposal) in all().filter(|(scene, proposal)| whole(scene, proposal)) {
            self.one(scene, proposal);
        }
        for (scene, proposal) in all().filter(|(scene, proposal)| !whole(scene, proposal)) {
            self.one(scene, proposal);
        }
    }

    /// The actors in the order of their first mention.
    pub(super) fn finish(mut self) -> Vec<Actor> {
        for actor in &mut self.actors {
            actor.mentions.sort_by_key(|mention| (mention.span, mention.resolution as u8));
            actor.mentions.dedup_by_key(|mention| mention.span);
        }
        self.actors.sort_by(|a, b| {
            let first = |actor: &Actor| actor.mentions.first().map(|mention| mention.span);
            (first(a), &a.id).cmp(&(first(b), &b.id))
        });
        self.actors
    }

    fn one(&mut self, scene: &Scene<'_>, proposal: &Proposal) {
        let index = match &proposal.who {
            Who::Pack(pack, actor) => self.known(*pack, *actor, scene, proposal.span),
            Who::Office { country, office } => self.office(scene, country, *office),
            Who::Of { pack, actor, office } => self.belonging(scene, *pack, *actor, *office),
            Who::Group { office } => self.group(scene, *office, proposal.span),
            Who::Person(told) => self.person(scene, proposal.span, told),
            Who::Organisation { armed } => self.organisation(scene, proposal.span, *armed),
            Who::Anonymous(told) => Some(self.anonymous(proposal.span, told)),
            Who::Civilians => Some(self.civilians(scene, proposal.span)),
        };
        if let Some(actor) = index.and_then(|index| self.actors.get_mut(index)) {
            actor.mentions.push(Mention { span: proposal.span, resolution: proposal.resolution });
        }
    }

    /// The actor of an id, made where it is new.
    fn add(&mut self, draft: Draft) -> usize {
        if let Some(index) = self.by_id.get(&draft.id) {
            return *index;
        }
        let index = self.actors.len();
        self.by_id.insert(draft.id.clone(), index);
        let side = draft.side.or_else(|| draft.country.as_deref().and_then(|country| self.side_of_country(country)));
        self.actors.push(Actor {
            id: draft.id,
            name: draft.name,
            kind: draft.kind.unwrap_or(ActorKind::Unknown),
            country: draft.country,
            sectors: draft.sectors,
            side,
            pack_id: draft.pack_id,
            mentions: Vec::new(),
        });
        index
    }

    fn side_of_country(&self, country: &str) -> Option<String> {
        let mut sides = self.packs.iter().flat_map(|pack| &pack.sides);
        let side: Option<&Side> = sides.find(|side| side.countries.iter().any(|known| known == country));
        side.map(|side| side.id.clone())
    }

    fn of_pack(&mut self, pack: &Pack, actor: &PackActor) -> usize {
        let id = format!("{}/{}", pack.id, actor.id);
        let role = actor.role_on(self.day);
        let sectors =
            if actor.sectors.is_empty() && role.is_some() { vec!["GOV".to_owned()] } else { actor.sectors.clone() };
        let side = packs::side_of(actor, self.day, self.packs);
        let draft = Draft {
            id: id.clone(),
            name: actor.name.clone(),
            kind: Some(actor.kind),
            country: actor.country.clone(),
            sectors,
            side: None,
            pack_id: Some(id),
        };
        let index = self.add(draft);
        if let Some(made) = self.actors.get_mut(index) {
            made.side = side;
        }
        index
    }

    fn known(&mut self, pack: usize, actor: usize, scene: &Scene<'_>, span: Span) -> Option<usize> {
        let pack: &'d Pack = self.packs.get(pack)?;
        let known = pack.actors.get(actor)?;
        let index = self.of_pack(pack, known);
        if known.kind == ActorKind::Person {
            self.register(scene, span, index);
            // Its surname in every language, for the texts that name it in one and then in another.
            for (lang, name) in &known.names {
                let lexicon = Lexicon::of(*lang);
                if let Some(last) = name.rsplit([' ', '-']).next().filter(|_| name.contains(' ')) {
                    let folded = crate::names::fold(last);
                    note(&mut self.surnames, lexicon.stem(&folded), index);
                }
            }
        }
        Some(index)
    }

    /// An office of a state: the pack's own actor `UKR.mfa` where there is one.
    fn office(&mut self, scene: &Scene<'_>, country: &str, office: usize) -> Option<usize> {
        let office = scene.lexicon.offices.get(office)?;
        let id = format!("{country}.{}", office.id);
        let packs = self.packs;
        if let Some((pack, actor)) = packs.iter().rev().find_map(|pack| Some((*pack, pack.actor(&id)?))) {
            return Some(self.of_pack(pack, actor));
        }
        let state = packs.iter().find_map(|pack| pack.state(country)).map_or(country, |state| &state.name);
        Some(self.add(Draft {
            name: format!("{} of {state}", capitalised(&office.name)),
            id,
            kind: Some(office.kind),
            country: Some(country.to_owned()),
            sectors: office.sectors.clone(),
            ..Draft::default()
        }))
    }

    fn belonging(&mut self, scene: &Scene<'_>, pack: usize, actor: usize, office: usize) -> Option<usize> {
        let office = scene.lexicon.offices.get(office)?;
        let pack: &'d Pack = self.packs.get(pack)?;
        let owner = pack.actors.get(actor)?;
        let side = packs::side_of(owner, self.day, self.packs);
        Some(self.add(Draft {
            id: format!("{}/{}.{}", pack.id, owner.id, office.id),
            name: format!("{} {}", owner.name, office.name),
            kind: Some(office.kind),
            country: owner.country.clone(),
            sectors: office.sectors.clone(),
            side,
            pack_id: None,
        }))
    }

    fn group(&mut self, scene: &Scene<'_>, office: usize, span: Span) -> Option<usize> {
        let office = scene.lexicon.offices.get(office)?;
        Some(self.add(Draft {
            id: format!("group:{}", office.id),
            name: span.of(scene.text).to_owned(),
            kind: Some(office.kind),
            sectors: office.sectors.clone(),
            ..Draft::default()
        }))
    }

    fn person(&mut self, scene: &Scene<'_>, span: Span, told: &Told) -> Option<usize> {
        let names = words(scene, span);
        let last = names.last()?;
        let stem = scene.lexicon.stem(&last.folded);
        let bearers = self.named(scene, stem, &names);
        let index = if let [one] = bearers.as_slice() {
            *one
        } else {
            let id = format!("person:{}", joined(scene, &names));
            let name = span.of(scene.text).to_owned();
            let is_open = bearers.len() > 1 && !self.by_id.contains_key(&id);
            let index = self.add(Draft { id, name, kind: Some(ActorKind::Person), ..Draft::default() });
            self.register(scene, span, index);
            if is_open {
                self.open.insert(index);
            }
            index
        };
        self.tell(index, told);
        let written = span.of(scene.text);
        if let Some(actor) = self.actors.get_mut(index).filter(|actor| actor.pack_id.is_none()) {
            // The longest name used; of its case forms the shortest, which is mostly the nominative.
            let count = |name: &str| name.split_whitespace().count();
            let longer = count(written) > count(&actor.name);
            let shorter = count(written) == count(&actor.name) && written.chars().count() < actor.name.chars().count();
            if longer || shorter {
                written.clone_into(&mut actor.name);
            }
        }
        Some(index)
    }

    /// Those whom a name can mean: the same surname is the same person, unless both have a given name and these differ; a
    /// given name alone is whose it is.
    fn named(&self, scene: &Scene<'_>, stem: &str, names: &[&Unit]) -> Vec<usize> {
        let of = |table: &BTreeMap<String, Vec<usize>>| table.get(stem).cloned().unwrap_or_default();
        let mut found = of(&self.surnames);
        found.retain(|index| self.agrees(scene, *index, names));
        if found.is_empty() && names.len() == 1 {
            found = of(&self.given);
        }
        found
    }

    /// Whether a name can be that of a person that has the same surname.
    fn agrees(&self, scene: &Scene<'_>, index: usize, names: &[&Unit]) -> bool {
        let Some(actor) = self.actors.get(index) else { return false };
        let Some(first) = names.first().filter(|_| names.len() > 1) else { return true };
        let theirs = crate::names::units(&actor.name, Span::new(0, actor.name.len()));
        let Some(their_first) = theirs.first().filter(|_| theirs.len() > 1) else { return true };
        let same_script = first.folded.is_ascii() == their_first.folded.is_ascii();
        let (short, long) = (scene.lexicon.stem(&first.folded), &their_first.folded);
        !same_script
            || long.starts_with(short)
            || short.starts_with(scene.lexicon.stem(long))
            || (first.folded.chars().count() == 1 && long.starts_with(&first.folded))
            || theirs.iter().any(|unit| scene.lexicon.stem(&unit.folded) == short)
    }

    /// Adds what the words around say, where nothing was known.
    fn tell(&mut self, index: usize, told: &Told) {
        let belongs = told.belongs.and_then(|(pack, actor)| self.packs.get(pack)?.actors.get(actor));
        let side = belongs
            .and_then(|owner| packs::side_of(owner, self.day, self.packs))
            .or_else(|| told.country.as_deref().and_then(|country| self.side_of_country(country)));
        let Some(actor) = self.actors.get_mut(index).filter(|actor| actor.pack_id.is_none()) else { return };
        actor.country = actor.country.take().or_else(|| told.country.clone());
        actor.side = actor.side.take().or(side);
        if actor.sectors.is_empty() {
            actor.sectors.clone_from(&told.sectors);
        }
    }

    /// Notes the parts of a person's name.
    fn register(&mut self, scene: &Scene<'_>, span: Span, index: usize) {
        let names = words(scene, span);
        if let Some(last) = names.last() {
            note(&mut self.surnames, scene.lexicon.stem(&last.folded), index);
        }
        if let Some(first) = names.first().filter(|first| names.len() > 1 && first.folded.chars().count() > 2) {
            note(&mut self.given, scene.lexicon.stem(&first.folded), index);
        }
        // `Иванов Пётр`: the surname stands first, which English does not write.
        if let [first, second, ..] = names.as_slice()
            && scene.lang != Lang::En
            && scene.lexicon.given.contains(&second.folded)
            && !scene.lexicon.given.contains(&first.folded)
        {
            note(&mut self.surnames, scene.lexicon.stem(&first.folded), index);
        }
    }

    fn organisation(&mut self, scene: &Scene<'_>, span: Span, armed: bool) -> Option<usize> {
        let names = words(scene, span);
        let first = names.first()?;
        if names.len() == 1
            && first.shape != Shape::Capital
            && let Some(index) =
                self.acronyms.get(scene.lexicon.stem(&first.folded)).or_else(|| self.acronyms.get(&first.folded))
        {
            return Some(*index);
        }
        // A person by the surname alone that the model took for an organisation.
        if names.len() == 1
            && let Some([one]) = self.surnames.get(scene.lexicon.stem(&first.folded)).map(Vec::as_slice)
        {
            return Some(*one);
        }
        let kind = if armed { ActorKind::ArmedForce } else { ActorKind::Institution };
        let id = format!("org:{}", joined(scene, &names));
        let name = span.of(scene.text).to_owned();
        let index = self.add(Draft { id, name, kind: Some(kind), ..Draft::default() });
        let capital = |unit: &&&Unit| unit.shape.is_capitalised();
        let initials: String = names.iter().filter(capital).filter_map(|unit| unit.folded.chars().next()).collect();
        if initials.chars().count() > 2 {
            self.acronyms.entry(initials).or_insert(index);
        }
        if let Some(acronym) = introduced(scene, span) {
            self.acronyms.insert(acronym, index);
        }
        Some(index)
    }

    /// Each is someone of its own: its id comes from the document and the place in it.
    fn anonymous(&mut self, span: Span, told: &Told) -> usize {
        let hash: String = self.document.sha256.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let index = self.add(Draft {
            id: format!("anonymous:{hash}-{}", span.start),
            name: span.of(&self.document.text).to_owned(),
            kind: Some(ActorKind::Anonymous),
            ..Draft::default()
        });
        self.tell(index, told);
        index
    }

    fn civilians(&mut self, scene: &Scene<'_>, span: Span) -> usize {
        let words = words(scene, span);
        self.add(Draft {
            id: format!("civilians:{}", joined(scene, &words)),
            name: span.of(scene.text).to_owned(),
            kind: Some(ActorKind::Civilians),
            sectors: vec!["CVL".to_owned()],
            ..Draft::default()
        })
    }
}

/// Notes what a part of a name leads to.
fn note(table: &mut BTreeMap<String, Vec<usize>>, stem: &str, index: usize) {
    let bearers = table.entry(stem.to_owned()).or_default();
    if !bearers.contains(&index) {
        bearers.push(index);
    }
}

/// The units of a name.
fn words<'s>(scene: &'s Scene<'_>, span: Span) -> Vec<&'s Unit> {
    let (from, to) = scene.units_in(span);
    scene.units.get(from..to).unwrap_or_default().iter().collect()
}

fn is_acronym(scene: &Scene<'_>, span: Span) -> bool {
    matches!(words(scene, span).as_slice(), [one] if one.shape != Shape::Capital)
}

/// A name as part of an id.
fn joined(scene: &Scene<'_>, names: &[&Unit]) -> String {
    let parts: Vec<&str> = names.iter().map(|unit| scene.lexicon.stem(&unit.folded)).collect();
    parts.join("-")
}

/// The acronym in brackets behind a name: `Northern Relief Fund (NRF)`.
fn introduced(scene: &Scene<'_>, span: Span) -> Option<String> {
    let (_, end) = scene.units_in(span);
    let unit = scene.unit(end).filter(|unit| unit.gap == crate::names::Gap::Bracket && unit.shape != Shape::Lower)?;
    let closes = scene.text.get(unit.span.end..).is_some_and(|rest| rest.starts_with([')', ',', ';']));
    let short = (2..=8).contains(&unit.folded.chars().count()) && matches!(unit.shape, Shape::Upper | Shape::Mixed);
    (closes && short).then(|| unit.folded.clone())
}

fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Adds later words for those that were named before: pronouns, `the official`, and the like.
pub(super) fn refer(gathering: &mut Gathering<'_>, references: &[(usize, Mention)]) {
    for (index, mention) in references {
        if let Some(actor) = gathering.actors.get_mut(*index) {
            actor.mentions.push(*mention);
        }
    }
}

/// Which actor words stand for, by their span.
pub(super) fn index(gathering: &Gathering<'_>) -> BTreeMap<Span, usize> {
    let mut spans = BTreeMap::new();
    for (index, actor) in gathering.actors.iter().enumerate() {
        for mention in &actor.mentions {
            spans.entry(mention.span).or_insert(index);
        }
    }
    spans
}

/// Whether a language has pronouns that are resolved by the parse.
pub(super) fn has_parse(lang: Lang) -> bool {
    lang == Lang::En
}

/// How a mention by reference is marked.
pub(super) fn reference(span: Span, resolution: Resolution) -> Mention {
    Mention { span, resolution }
}
