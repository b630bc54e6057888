//! A paragraph as the rules look at it, and what they propose.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Resolution,
    lexicon::{Lexicon, Office},
};
use crate::{
    annotate::Paragraph,
    lang::Lang,
    names::{Gap, Shape, Unit},
    packs::{NameKind, Pack, PackActor},
    resolve::places::PlaceMention,
    span::Span,
};

/// How many words a name can have that an acronym is made of.
const LONGEST_NAME: usize = 12;

/// Settles what the document itself says of names of packs: an acronym that it defines means what it says there, and an
/// ambiguous name is kept only where the words around it or a fuller name elsewhere tell that it is meant; an acronym also
/// where the document tells of the conflict in which it is that.
pub(super) fn settle(scenes: &mut [Scene<'_>], places: &[PlaceMention], packs: &[&Pack]) {
    let mut acronyms: BTreeMap<String, Option<(usize, usize)>> = scenes.iter().flat_map(Scene::initials).collect();
    acronyms.extend(scenes.iter().flat_map(Scene::defined));
    for scene in scenes.iter_mut().filter(|_| !acronyms.is_empty()) {
        for at in 0..scene.units.len() {
            let unit = scene.unit(at).filter(|unit| unit.shape == Shape::Upper);
            if let Some(to) = unit.and_then(|unit| acronyms.get(&unit.folded)).copied() {
                scene.bind(at, to);
            }
        }
    }
    let named = |known: &&Known| known.by == NameKind::Name;
    let whole: BTreeSet<(usize, usize)> =
        scenes.iter().flat_map(|scene| &scene.known).filter(named).map(|known| (known.pack, known.actor)).collect();
    let unclear = |known: &&Known| known.by == NameKind::Ambiguous;
    let of: BTreeSet<usize> =
        scenes.iter().flat_map(|scene| &scene.known).filter(unclear).map(|known| known.pack).collect();
    let told: BTreeSet<usize> = of
        .into_iter()
        .filter(|pack| packs.get(*pack).is_some_and(|pack| scenes.iter().any(|scene| scene.is_of_area(pack))))
        .collect();
    for scene in scenes {
        let mut known = std::mem::take(&mut scene.known);
        known.retain_mut(|known| {
            if known.by != NameKind::Ambiguous {
                return true;
            }
            known.by = NameKind::Name;
            if places.iter().any(|place| place.span != known.span && place.span.contains(known.span)) {
                return false;
            }
            if whole.contains(&(known.pack, known.actor)) {
                return true;
            }
            // Who else bears it and is named more fully is meant by it.
            let bears = |pack: usize| {
                let found = packs.get(pack)?.names.longest(scene.text, &scene.units, known.at);
                let fits = found.iter().filter(|found| found.len == known.len).map(|found| (pack, found.value.actor));
                fits.into_iter().find(|other| whole.contains(other))
            };
            if let Some(other) = (0..packs.len()).find_map(bears) {
                (known.pack, known.actor) = other;
                return true;
            }
            let is_acronym =
                !scene.shouted && known.len == 1 && scene.unit(known.at).is_some_and(|unit| unit.shape == Shape::Upper);
            scene.is_in_context(known) || is_acronym && told.contains(&known.pack)
        });
        scene.known = known;
    }
}

/// A paragraph with its units and the names of packs in it.
pub(super) struct Scene<'d> {
    pub(super) text: &'d str,
    pub(super) paragraph: &'d Paragraph,
    pub(super) lang: Lang,
    pub(super) units: Vec<Unit>,
    pub(super) lexicon: &'static Lexicon,
    /// Whether it is written in capitals, which then tell nothing.
    pub(super) shouted: bool,
    pub(super) known: Vec<Known>,
}

/// A name of a pack.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// Its units.
    pub(super) at: usize,
    pub(super) len: usize,
    pub(super) span: Span,
    /// Which pack and which actor.
    pub(super) pack: usize,
    pub(super) actor: usize,
    pub(super) by: NameKind,
}

/// Words that stand for someone.
#[derive(Debug, Clone)]
pub(super) struct Proposal {
    pub(super) span: Span,
    pub(super) who: Who,
    pub(super) resolution: Resolution,
}

/// Whom words stand for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Who {
    /// Someone a pack knows: pack and actor.
    Pack(usize, usize),
    /// Something that belongs to a state, by its country.
    Office { country: String, office: usize },
    /// Something that belongs to an actor of a pack.
    Of { pack: usize, actor: usize, office: usize },
    /// A group without an owner.
    Group { office: usize },
    /// A person, with what the words around say.
    Person(Told),
    /// An organisation.
    Organisation { armed: bool },
    /// Someone without a name.
    Anonymous(Told),
    /// People, by the word for them.
    Civilians,
}

/// What the words around a person say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) country: Option<String>,
    pub(super) sectors: Vec<String>,
    /// The organisation it speaks for: pack and actor.
    pub(super) belongs: Option<(usize, usize)>,
}

impl<'d> Scene<'d> {
    /// Looks for the names of packs.
    pub(super) fn new(text: &'d str, paragraph: &'d Paragraph, units: Vec<Unit>, packs: &[&Pack]) -> Self {
        let lang = paragraph.sentences.first().map_or(Lang::Other, |sentence| sentence.lang);
        let (mut capitals, mut others) = (0, 0);
        for unit in units.iter().filter(|unit| unit.folded.chars().count() > 1) {
            match unit.shape {
                Shape::Upper => capitals += 1,
                Shape::Number => {}
                _ => others += 1,
            }
        }
        let mut scene = Self {
            text,
            paragraph,
            lang,
            units,
            lexicon: Lexicon::of(lang),
            shouted: capitals > 3 && capitals > others,
            known: Vec::new(),
        };
        let mut at = 0;
        while at < scene.units.len() {
            let mut best: Option<Known> = None;
            // Of equally long names that of the later pack, which is the more particular one.
            for (index, pack) in packs.iter().enumerate() {
                if let Some(found) = pack.names.longest(text, &scene.units, at).first()
                    && best.as_ref().is_none_or(|best| best.len <= found.len)
                {
                    let crate::packs::Named { actor, by } = *found.value;
                    best = Some(Known { at, len: found.len, span: found.span, pack: index, actor, by });
                }
            }
            match best {
                // "Norland-backed rebels" are not Norland.
                Some(known) if known.len == 1 && scene.is_of_compound(at) => at += 1,
                Some(known) if !scene.is_too_short(&known) => {
                    at += known.len;
                    scene.known.push(known);
                }
                _ => at += 1,
            }
        }
        scene
    }

    /// Whether it names a part of the area of a pack's conflict.
    fn is_of_area(&self, pack: &Pack) -> bool {
        (0..self.units.len()).any(|at| !pack.areas.longest(self.text, &self.units, at).is_empty())
    }

    /// Whether the words around an ambiguous name tell that it is meant: quotation marks, or a word of armed people.
    fn is_in_context(&self, known: &Known) -> bool {
        let armed = |at: usize, end: Option<usize>| {
            let heads = self.lexicon.office_heads.longest(self.text, &self.units, at);
            heads.iter().any(|found| {
                end.is_none_or(|end| at + found.len == end)
                    && self.lexicon.offices.get(*found.value).is_some_and(Office::is_armed)
            })
        };
        let behind = known.at + known.len;
        let joined = |at: usize| self.unit(at).is_some_and(|unit| unit.gap == Gap::Space);
        self.unit(known.at).is_some_and(|unit| unit.gap == Gap::Quote)
            || (joined(behind) && armed(behind, None))
            || (joined(known.at) && known.at > 0 && armed(known.at - 1, Some(known.at)))
    }

    /// Takes a word for someone a pack knows, or for nobody it knows, whatever other packs call so.
    fn bind(&mut self, at: usize, to: Option<(usize, usize)>) {
        let Some(span) = self.unit(at).map(|unit| unit.span) else { return };
        if self.known_at(at).is_some_and(|known| known.len > 1) {
            return;
        }
        self.known.retain(|known| known.at != at);
        if let Some((pack, actor)) = to {
            let place = self.known.partition_point(|known| known.at < at);
            self.known.insert(place, Known { at, len: 1, span, pack, actor, by: NameKind::Name });
        }
    }

    /// The acronyms that stand in brackets behind the name they are made of, each with whom a pack knows by that name:
    /// `Rapid Support Forces (RSF)`.
    fn defined(&self) -> Vec<(String, Option<(usize, usize)>)> {
        let mut defined = Vec::new();
        for (at, unit) in self.units.iter().enumerate() {
            let closes = self.text.get(unit.span.end..).is_some_and(|rest| rest.starts_with(')'));
            if unit.gap != Gap::Bracket || unit.shape != Shape::Upper || !closes {
                continue;
            }
            // Backwards from its last letter, over small words that give none.
            let mut letters = unit.folded.chars().rev().peekable();
            let mut from = at;
            while let Some(letter) = letters.peek() {
                let Some(before) = self.before(from).filter(|_| at - from < LONGEST_NAME) else { break };
                if before.shape.is_capitalised() && before.folded.starts_with(*letter) {
                    letters.next();
                } else if before.shape != Shape::Lower {
                    break;
                }
                from -= 1;
            }
            if letters.peek().is_none() && unit.folded.chars().count() > 1 {
                // `OSCE Special Monitoring Mission (SMM)`: not every word of a name has to give a letter.
                let known = self.known_at(from).filter(|known| known.at + known.len == at);
                defined.push((unit.folded.clone(), known.map(|known| (known.pack, known.actor))));
            }
        }
        defined
    }

    /// The initials of names of three words or more, each with whom a pack knows by that name: a text that writes of the
    /// Rapid Support Forces means them by `RSF`, whoever else bears it.
    fn initials(&self) -> Vec<(String, Option<(usize, usize)>)> {
        let mut found = Vec::new();
        let mut from = 0;
        while from < self.units.len() {
            // An article at the start of a sentence is no part of a name.
            if self.unit(from).is_some_and(|unit| self.lexicon.anonymous.definite.contains(&unit.folded)) {
                from += 1;
                continue;
            }
            let titled = |at: &usize| {
                self.unit(*at)
                    .is_some_and(|unit| unit.shape == Shape::Capital && (*at == from || unit.gap == Gap::Space))
            };
            let end = (from..self.units.len()).take_while(titled).last().map_or(from, |last| last + 1);
            if end - from >= 3 {
                let letters =
                    self.units.get(from..end).unwrap_or_default().iter().filter_map(|unit| unit.folded.chars().next());
                let begins = self.known_at(from);
                let known = begins.filter(|known| known.at + known.len == end);
                // "United States Army" is not what `USA` means.
                if begins.is_none() || known.is_some() {
                    found.push((letters.collect(), known.map(|known| (known.pack, known.actor))));
                }
            }
            from = end.max(from + 1);
        }
        found
    }

    /// Whether a name goes on as a compound adjective: "Norland-backed".
    fn is_of_compound(&self, at: usize) -> bool {
        self.lang == Lang::En
            && self
                .unit(at + 1)
                .is_some_and(|next| next.gap == Gap::Hyphen && self.lexicon.compounds.contains(&next.folded))
    }

    /// In shouted text two letters are a word, not an acronym.
    fn is_too_short(&self, known: &Known) -> bool {
        self.shouted && known.len == 1 && known.span.len() <= 2
    }

    /// The actor of a name of a pack.
    pub(super) fn actor<'p>(packs: &[&'p Pack], known: &Known) -> Option<&'p PackActor> {
        packs.get(known.pack)?.actors.get(known.actor)
    }

    /// The name of a pack that covers a unit.
    pub(super) fn known_at(&self, unit: usize) -> Option<&Known> {
        let after = self.known.partition_point(|known| known.at <= unit);
        self.known.get(after.checked_sub(1)?).filter(|known| unit < known.at + known.len)
    }

    /// The name of a pack that begins at a unit.
    pub(super) fn known_from(&self, unit: usize) -> Option<&Known> {
        self.known_at(unit).filter(|known| known.at == unit)
    }

    pub(super) fn unit(&self, at: usize) -> Option<&Unit> {
        self.units.get(at)
    }

    pub(super) fn before(&self, at: usize) -> Option<&Unit> {
        self.units.get(at.checked_sub(1)?)
    }

    /// The words of a run of units.
    pub(super) fn span(&self, from: usize, to: usize) -> Option<Span> {
        let (first, last) = (self.units.get(from)?, self.units.get(to.checked_sub(1)?)?);
        (from < to).then(|| Span::new(first.span.start, last.span.end))
    }

    /// The units that a stretch touches.
    pub(super) fn units_in(&self, span: Span) -> (usize, usize) {
        let from = self.units.partition_point(|unit| unit.span.end <= span.start);
        let to = self.units.partition_point(|unit| unit.span.start < span.end);
        (from, to.max(from))
    }

    /// Whether a unit begins a sentence, a line or a quotation, where any word has a capital.
    pub(super) fn begins(&self, at: usize) -> bool {
        let Some(unit) = self.units.get(at) else { return true };
        matches!(unit.gap, Gap::Start | Gap::Line)
            || self.paragraph.sentences.iter().any(|sentence| {
                sentence.span.start <= unit.span.start
                    && sentence.span.end > unit.span.start
                    && self.before(at).is_none_or(|before| before.span.start < sentence.span.start)
            })
    }

    /// Whether the word before makes a bare name a place.
    pub(super) fn is_located(&self, at: usize) -> bool {
        let mut at = at;
        if self.before(at).is_some_and(|before| self.lexicon.articles.contains(&before.folded)) {
            at -= 1;
        }
        self.units.get(at).is_some_and(|unit| matches!(unit.gap, Gap::Space | Gap::Hyphen | Gap::Quote))
            && self.before(at).is_some_and(|before| self.lexicon.locatives.contains(&before.folded))
    }
}
