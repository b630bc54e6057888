//! A paragraph as the rules look at it, and what they propose.

use super::{Resolution, lexicon::Lexicon};
use crate::{
    annotate::Paragraph,
    lang::Lang,
    names::{Gap, Shape, Unit},
    packs::{NameKind, Pack, PackActor},
    span::Span,
};

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
                Some(known) if !scene.is_too_short(&known) => {
                    at += known.len;
                    scene.known.push(known);
                }
                _ => at += 1,
            }
        }
        scene
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
        if self.lang == Lang::En && self.before(at).is_some_and(|before| before.folded == "the") {
            at -= 1;
        }
        self.units.get(at).is_some_and(|unit| matches!(unit.gap, Gap::Space | Gap::Hyphen | Gap::Quote))
            && self.before(at).is_some_and(|before| self.lexicon.locatives.contains(&before.folded))
    }
}
