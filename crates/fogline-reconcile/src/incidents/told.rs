//! What one report tells of one occurrence, as far as it is compared with what others tell: little, so that the accounts of
//! a whole block can be held at once.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    num::NonZeroU32,
    rc::Rc,
};

use super::{
    mention::{Level, Mention, Party, Window},
    rules::Rules,
    stems::{Rarity, Stem},
};
use crate::sides::Sides;

/// Stands for a word or an id within a block.
pub(super) type Name = NonZeroU32;

/// What a mark is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Of {
    /// A PLOVER event.
    Kind,
    /// A PLOVER mode.
    Mode,
    /// An object that is one of few in a place.
    Object,
    /// A weapon.
    Weapon,
    /// A bloc that is said to have done it.
    Actor,
    /// The same, or one that speaks of its own act.
    Doer,
    /// A bloc that is said to have suffered it.
    Recipient,
    /// A figure.
    Figure,
}

/// An account: a chain of one report's mentions.
#[derive(Debug, Clone)]
pub(super) struct Told {
    /// The report, by its number in the block.
    pub(super) report: u32,
    /// The chain in it.
    pub(super) chain: usize,
    /// Family and label.
    pub(super) kind: Name,
    pub(super) level: Level,
    pub(super) site: Option<Name>,
    pub(super) theatre: Option<Name>,
    pub(super) window: Window,
    /// Sorted stems; once the block is whole, their places among all that are told in it ([`Rarity::places`]).
    pub(super) stems: Rc<[Stem]>,
    /// The same of the words around.
    pub(super) context: Rc<[Stem]>,
    /// All that its stems tell, once the block is whole.
    pub(super) total: f64,
    /// Sorted; what each is of stands in its highest bits.
    marks: Rc<[u32]>,
}

/// Bits of a mark that name it; what it is of stands above.
const NAMED: u32 = 28;

/// All that an account is compared by but its words. Equal sets are kept once, so where one lies tells it from others.
pub(super) type Profile = (Name, Level, Option<Name>, Option<Name>, Window, *const u32);

/// The words of an account.
pub(super) type Wording = (*const Stem, *const Stem);

impl Told {
    /// By what it is compared besides its words.
    pub(super) fn profile(&self) -> Profile {
        (self.kind, self.level, self.site, self.theatre, self.window, self.marks.as_ptr())
    }

    /// Its words.
    pub(super) fn wording(&self) -> Wording {
        (self.stems.as_ptr(), self.context.as_ptr())
    }

    /// All marks of one kind.
    fn of(&self, of: Of) -> &[u32] {
        let first = self.marks.partition_point(|mark| mark >> NAMED < of as u32);
        let rest = self.marks.get(first..).unwrap_or_default();
        rest.get(..rest.partition_point(|mark| mark >> NAMED == of as u32)).unwrap_or_default()
    }

    /// Whether it has a mark of a kind.
    pub(super) fn has(&self, of: Of) -> bool {
        !self.of(of).is_empty()
    }

    /// Of which kinds two share a mark.
    pub(super) fn shared(&self, other: &Self) -> Kinds {
        let (mut own, mut others) = (self.marks.iter(), other.marks.iter());
        let (mut a, mut b) = (own.next(), others.next());
        let mut kinds = 0;
        while let (Some(first), Some(second)) = (a, b) {
            match first.cmp(second) {
                Ordering::Less => a = own.next(),
                Ordering::Greater => b = others.next(),
                Ordering::Equal => {
                    kinds |= 1 << (first >> NAMED);
                    (a, b) = (own.next(), others.next());
                }
            }
        }
        Kinds(kinds)
    }
}

/// Kinds of marks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kinds(u16);

impl Kinds {
    /// Whether one is among them.
    pub(super) fn has(self, of: Of) -> bool {
        self.0 & (1 << of as u16) != 0
    }
}

/// Gives numbers to names, and keeps equal sets once.
#[derive(Debug, Default)]
pub(super) struct Names {
    numbers: BTreeMap<String, Name>,
    sets: HashSet<Rc<[u32]>>,
}

impl Names {
    fn number(&mut self, name: &str) -> Name {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let next = u32::try_from(self.numbers.len() + 1).unwrap_or(u32::MAX) & ((1 << NAMED) - 1);
        let number = Name::new(next).unwrap_or(Name::MIN);
        self.numbers.insert(name.to_owned(), number);
        number
    }

    fn kept(&mut self, set: &BTreeSet<u32>) -> Rc<[u32]> {
        let set: Vec<u32> = set.iter().copied().collect();
        if let Some(known) = self.sets.get(set.as_slice()) {
            return Rc::clone(known);
        }
        let set: Rc<[u32]> = set.into();
        self.sets.insert(Rc::clone(&set));
        set
    }

    /// The account that mentions of one chain make.
    pub(super) fn told(&mut self, report: u32, chain: usize, mentions: &[&Mention], sides: &Sides) -> Option<Told> {
        let first = mentions.first()?;
        let best = mentions.iter().max_by_key(|one| (one.place.level, one.place.stated));
        let place = best.map(|one| &one.place);
        let site = place.filter(|place| place.level == Level::Site).and_then(|place| place.id.as_deref());
        let theatre = place.and_then(|place| place.country.as_deref());
        let mut marks = BTreeSet::new();
        for (of, name) in named(mentions, sides) {
            marks.insert((of as u32) << NAMED | self.number(&name).get());
        }
        Some(Told {
            report,
            chain,
            kind: self.number(&format!("{}\n{}", first.family, first.label.as_deref().unwrap_or("\n"))),
            level: place.map(|place| place.level).unwrap_or_default(),
            site: site.map(|site| self.number(site)),
            theatre: theatre.map(|theatre| self.number(theatre)),
            window: window(mentions),
            stems: self.kept(&mentions.iter().flat_map(|one| &one.stems).copied().collect()),
            context: self.kept(&mentions.iter().flat_map(|one| &one.context).copied().collect()),
            total: 0.0,
            marks: self.kept(&marks),
        })
    }
}

/// Puts the places of stems in the place of the stems of accounts, each set once.
pub(super) fn weigh(told: &mut [Told], rarity: &Rarity) {
    let mut known = HashMap::<*const Stem, (Rc<[Stem]>, Rc<[u32]>)>::new();
    let mut places = |set: &Rc<[Stem]>| {
        // The set is held, so that no other one comes to stand where it stands.
        let (_, places) = known.entry(set.as_ptr()).or_insert_with(|| (Rc::clone(set), rarity.places(set).into()));
        Rc::clone(places)
    };
    for one in told {
        (one.stems, one.context) = (places(&one.stems), places(&one.context));
        one.total = rarity.total(&one.stems);
    }
}

/// The narrowest window that is told, with a time on the clock if any tells one.
fn window(mentions: &[&Mention]) -> Window {
    let stated = mentions.iter().filter(|one| one.window.stated).map(|one| one.window);
    let window = stated
        .chain(mentions.iter().map(|one| one.window))
        .min_by_key(|window| (!window.stated, window.last.saturating_sub(window.first), window.first))
        .unwrap_or_default();
    Window { clock: mentions.iter().find_map(|one| one.window.clock), ..window }
}

/// By what an account is compared, besides place, time and words.
fn named(mentions: &[&Mention], sides: &Sides) -> Vec<(Of, String)> {
    let objects = &Rules::bundled().evidence.objects;
    let mut out = Vec::new();
    for one in mentions {
        out.extend(one.kind.iter().map(|kind| (Of::Kind, kind.clone())));
        out.extend(one.modes.iter().map(|mode| (Of::Mode, mode.clone())));
        out.extend(one.object.iter().filter(|one| objects.contains(one)).map(|object| (Of::Object, object.clone())));
        out.extend(one.weapon.iter().map(|weapon| (Of::Weapon, weapon.clone())));
        out.extend(blocs(&one.actor, sides).flat_map(|bloc| [(Of::Actor, bloc.clone()), (Of::Doer, bloc)]));
        out.extend(blocs(&one.recipient, sides).map(|bloc| (Of::Recipient, bloc)));
        // What someone announces or promises without naming anybody is its own act.
        if !one.negative && one.actor.iter().all(|party| party.side.is_none()) {
            let own = one.voices.iter().filter(|voice| voice.tells && voice.is_of_own_act());
            let own = own.filter_map(|voice| voice.side.as_deref());
            out.extend(own.map(|side| (Of::Doer, sides.bloc(side).to_owned())));
        }
        let counts = one.counts.iter().filter(|count| !count.replaced);
        let figures = counts.filter_map(|count| Some(format!("{} {}", count.kind, count.best?.to_bits())));
        out.extend(figures.map(|figure| (Of::Figure, figure)));
    }
    out
}

fn blocs<'p>(parties: &'p [Party], sides: &'p Sides) -> impl Iterator<Item = String> + 'p {
    parties.iter().filter_map(|party| party.side.as_deref()).map(|side| sides.bloc(side).to_owned())
}
