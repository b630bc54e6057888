//! Which of the places of a name is meant: every piece of evidence adds its weight (`lexicon/places.toml`), the highest
//! sum wins. All mentions of one name in a document mean one place, unless it puts them in different ones.

use std::collections::BTreeMap;

use super::{
    links::Link,
    mentions::{Match, Mention},
    words::Weights,
};
use crate::{
    gazetteer::{Kind, NameKind, Place, fold, geo},
    lang::Lang,
};

/// How often the places that are chosen are weighed against each other.
const ROUNDS: usize = 3;
/// Kilometres in which nearness falls to about a third.
const NEAR: f64 = 120.0;

/// All mentions of one name.
pub(super) struct Group<'g> {
    /// Weighed candidates, best first.
    pub(super) ranked: Vec<(Place<'g>, f64)>,
    /// Whether the words leave it open which is meant.
    pub(super) open: bool,
}

/// What the evidence says besides the names.
pub(super) struct Surroundings<'a> {
    /// Countries of the conflict that the text belongs to.
    pub(super) countries: &'a [&'a str],
    pub(super) lang: Lang,
    pub(super) weights: &'a Weights,
}

struct Weighing<'m, 'g> {
    mentions: Vec<&'m Mention<'g>>,
    candidates: Vec<(Place<'g>, Match)>,
    /// The towns among them that are listed under a name like this one.
    bearers: Vec<Place<'g>>,
    base: Vec<f64>,
    /// From names that are put into another one's place: see [`apply`].
    linked: Vec<f64>,
    chosen: Option<usize>,
    /// Whether a division that it is put in holds none of its candidates.
    put_elsewhere: bool,
}

impl<'g> Weighing<'_, 'g> {
    fn place(&self) -> Option<Place<'g>> {
        self.candidates.get(self.chosen?).map(|(place, _)| *place)
    }

    /// Whether a place is among the candidates only for a spelling that is nearly its own.
    fn is_guess(&self, place: Place) -> bool {
        self.candidates.iter().any(|(candidate, by)| *candidate == place && *by == Match::Fuzzy)
    }

    /// Whether the name is nothing like the one that a place is listed under, and others of its country bear it.
    fn gives_way(&self, place: Place) -> bool {
        !self.bearers.is_empty()
            && !self.bearers.contains(&place)
            && self.bearers.iter().any(|other| other.country() == place.country())
    }

    fn is_linked(&self) -> bool {
        self.linked.iter().any(|bonus| *bonus > 0.0)
    }

    /// How much its place says of where the text is.
    fn voice(&self) -> f64 {
        let often = 1.0 + (self.mentions.len() as f64).ln();
        let sure = self.place().map_or(0.0, |place| match place.kind() {
            Kind::Adm1 | Kind::Adm2 => 1.0,
            Kind::Country => 0.8,
            Kind::Settlement if self.is_linked() => 1.0,
            Kind::Settlement if place.population() > 500_000 => 0.8,
            Kind::Settlement if self.candidates.len() == 1 => 0.8,
            Kind::Settlement => 0.5,
            _ => 0.3,
        });
        often * sure
    }
}

/// Weighs the candidates of every name: the groups of mentions that mean one place, and the group of each mention.
pub(super) fn choose<'g>(
    mentions: &[Mention<'g>],
    links: &[Link],
    surroundings: &Surroundings,
) -> (Vec<Group<'g>>, Vec<usize>) {
    let group_of = grouped(mentions, links);
    let mut weighings: Vec<Weighing> = Vec::new();
    for (mention, group) in mentions.iter().zip(&group_of) {
        if *group == weighings.len() {
            weighings.push(Weighing {
                mentions: Vec::new(),
                candidates: mention.candidates.clone(),
                bearers: Vec::new(),
                base: Vec::new(),
                linked: vec![0.0; mention.candidates.len()],
                chosen: None,
                put_elsewhere: false,
            });
        }
        if let Some(weighing) = weighings.get_mut(*group) {
            weighing.mentions.push(mention);
            for candidate in &mention.candidates {
                if weighing.candidates.iter().all(|(place, _)| *place != candidate.0) {
                    weighing.candidates.push(*candidate);
                    weighing.linked.push(0.0);
                }
            }
        }
    }
    for weighing in &mut weighings {
        let onset = weighing.mentions.first().map(|mention| fold::onset(&mention.key)).unwrap_or_default();
        let named = weighing.candidates.iter().filter(|(_, by)| matches!(by, Match::Name(_))).map(|(place, _)| *place);
        let towns = named.filter(|place| place.kind() == Kind::Settlement);
        weighing.bearers = towns.filter(|place| fold::onset(place.name()) == onset).collect();
        weighing.base = weighing.candidates.iter().map(|candidate| base(candidate, weighing, surroundings)).collect();
    }
    for link in links {
        apply(link, mentions, &group_of, &mut weighings, surroundings.weights);
    }
    let mut totals: Vec<Vec<f64>> =
        weighings.iter().map(|w| w.base.iter().zip(&w.linked).map(|(a, b)| a + b).collect()).collect();
    for round in 0..=ROUNDS {
        if round > 0 {
            totals = weighings
                .iter()
                .enumerate()
                .map(|(i, weighing)| {
                    let around = Around::of(&weighings, i);
                    (0..weighing.candidates.len())
                        .map(|c| {
                            let own = weighing.base.get(c).unwrap_or(&0.0) + weighing.linked.get(c).unwrap_or(&0.0);
                            own + weighing.candidates.get(c).map_or(0.0, |(p, _)| around.says(*p, surroundings.weights))
                        })
                        .collect()
                })
                .collect();
        }
        for (weighing, totals) in weighings.iter_mut().zip(&totals) {
            weighing.chosen = best(totals);
        }
    }
    let groups = weighings
        .iter()
        .zip(&totals)
        .enumerate()
        .map(|(i, (weighing, totals))| {
            let places = weighing.candidates.iter().map(|(place, _)| *place);
            let mut ranked: Vec<(Place, f64)> = places.zip(totals.iter().copied()).collect();
            ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.key().cmp(&b.0.key())));
            // Nothing tells more of it than the place that it is put in, if that.
            let bare = weighing.is_linked() || Around::of(&weighings, i).total == 0.0;
            // The text puts it in a division where none of the places lies: it is another place of that name.
            let elsewhere = weighing.put_elsewhere && !weighing.is_linked();
            ranked.retain(|(place, _)| !weighing.is_guess(*place) || weighing.is_linked());
            Group { open: elsewhere || (bare && is_open(&ranked)), ranked }
        })
        .collect();
    (groups, group_of)
}

/// Mentions of a name that mean one place.
struct Part<'g> {
    group: usize,
    /// The places that the text allows for all of them; `None` where it puts none of them anywhere.
    common: Option<Vec<Place<'g>>>,
}

/// The group of each mention, by numbers in the order of their first: the mentions of one name, parted where the text
/// puts them in places that hold no candidate in common. One that it puts nowhere goes with the one before it.
fn grouped(mentions: &[Mention], links: &[Link]) -> Vec<usize> {
    let mut held: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
    for link in links.iter().filter(|link| link.said) {
        let (Some(inner), Some(outer)) = (mentions.get(link.inner), mentions.get(link.outer)) else { continue };
        let within: Vec<Place> = inner
            .candidates
            .iter()
            .map(|(place, _)| *place)
            .filter(|small| outer.divisions().any(|large| holds(large, *small)))
            .collect();
        if !within.is_empty() {
            held.insert(link.inner, within);
        }
    }
    // The groups of each name, and the one of them that was last.
    let mut by_key: BTreeMap<&str, (usize, Vec<Part>)> = BTreeMap::new();
    let mut groups = 0;
    let mut group_of = Vec::with_capacity(mentions.len());
    for (i, mention) in mentions.iter().enumerate() {
        let (last, parts) = by_key.entry(&mention.key).or_default();
        let held = held.get(&i);
        let fits = |common: &Option<Vec<Place>>| match (common, held) {
            (Some(common), Some(held)) => common.iter().any(|place| held.contains(place)),
            _ => true,
        };
        let at = match held {
            None => parts.get(*last).map(|_| *last),
            Some(_) => parts.iter().position(|part| fits(&part.common)),
        };
        let at = at.unwrap_or_else(|| {
            parts.push(Part { group: groups, common: None });
            groups += 1;
            parts.len() - 1
        });
        *last = at;
        if let Some(Part { group, common }) = parts.get_mut(at) {
            if let Some(held) = held {
                match common {
                    Some(common) => common.retain(|place| held.contains(place)),
                    None => *common = Some(held.clone()),
                }
            }
            group_of.push(*group);
        }
    }
    group_of
}

/// The first of the highest.
fn best(totals: &[f64]) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (i, total) in totals.iter().enumerate() {
        if best.is_none_or(|(_, highest)| *total > highest) {
            best = Some((i, *total));
        }
    }
    best.map(|(i, _)| i)
}

/// Villages of one name between which nothing else decides.
fn is_open(ranked: &[(Place, f64)]) -> bool {
    const SMALL: u32 = 10_000;
    const CLOSE: f64 = 0.6;
    const APART: f64 = 50.0;
    let [(first, a), (second, b), ..] = ranked else { return false };
    let small = |place: &Place| place.kind() == Kind::Settlement && place.population() < SMALL;
    let apart = first.point().zip(second.point()).is_some_and(|(a, b)| geo::kilometres(a, b) > APART);
    small(first) && small(second) && a - b < CLOSE && apart
}

/// What a place weighs by itself and by the words of its mentions.
fn base(candidate: &(Place, Match), weighing: &Weighing, surroundings: &Surroundings) -> f64 {
    let (place, by) = *candidate;
    let w = surroundings.weights;
    let mut sum = match place.kind() {
        Kind::Country => w.country,
        Kind::Adm1 => w.adm1,
        Kind::Adm2 => w.adm2,
        Kind::Area => w.area,
        Kind::Line => w.line,
        Kind::Spot => w.spot,
        Kind::Section => w.section + w.population * f64::from(place.population().max(1)).ln(),
        Kind::Settlement => w.population * f64::from(place.population().max(100)).ln(),
    };
    sum += match place.feature() {
        "PPLC" => w.capital,
        "PPLA" => w.seat,
        _ => 0.0,
    };
    sum += match by {
        // Large cities are often listed under a longer name; a region's bare name is its city's before it is its own.
        Match::Name(NameKind::Other) => match place.kind() {
            Kind::Settlement if weighing.gives_way(place) => w.former_name,
            Kind::Settlement if place.population() > 500_000 => w.other_name * 0.3,
            Kind::Adm1 | Kind::Adm2 => w.other_name + w.bare_division,
            _ => w.other_name,
        },
        Match::Loose => w.loose_name,
        Match::Fuzzy => w.fuzzy_name,
        Match::Name(_) => 0.0,
    };
    let classes = || weighing.mentions.iter().filter_map(|mention| mention.class.as_ref());
    if classes().any(|kinds| kinds.contains(&place.kind())) {
        sum += w.right_class;
    } else if classes().next().is_some() {
        sum += w.wrong_class;
    }
    if let Some(country) = place.country() {
        if surroundings.countries.contains(&country) {
            sum += w.pack;
        }
        let home = match surroundings.lang {
            Lang::Uk => country == "UA",
            Lang::Ru => matches!(country, "RU" | "UA" | "BY"),
            _ => false,
        };
        if home {
            sum += w.home;
        }
    }
    sum
}

/// Of two names that the text puts together, where the places of one lie in those of the other, both gain.
fn apply(link: &Link, mentions: &[Mention], group_of: &[usize], weighings: &mut [Weighing], w: &Weights) {
    let (Some(a), Some(b)) = (group_of.get(link.inner), group_of.get(link.outer)) else { return };
    let (Some(inside), Some(outside)) = (weighings.get(*a), weighings.get(*b)) else { return };
    if a == b {
        return;
    }
    let mut gains: (Vec<f64>, Vec<f64>) = (vec![0.0; inside.candidates.len()], vec![0.0; outside.candidates.len()]);
    for (x, (small, _)) in inside.candidates.iter().enumerate() {
        for (y, (large, _)) in outside.candidates.iter().enumerate() {
            if holds(*large, *small) {
                // A division holds more surely than its country, and far more so than a town.
                let share = if large.kind() == Kind::Settlement { 0.4 } else { 1.0 };
                if let Some(gain) = gains.0.get_mut(x) {
                    *gain = gain.max(w.contained * share);
                }
                if let Some(gain) = gains.1.get_mut(y) {
                    *gain = gain.max(w.contains * share);
                }
            }
        }
    }
    let mut divisions = mentions.get(link.outer).into_iter().flat_map(Mention::divisions).peekable();
    let placed_elsewhere = link.said
        && divisions.peek().is_some()
        && divisions.all(|place| place.kind() == Kind::Adm1)
        && inside.candidates.iter().all(|(place, _)| place.kind() <= Kind::Section)
        && gains.0.iter().all(|gain| *gain == 0.0);
    if let Some(weighing) = weighings.get_mut(*a) {
        weighing.put_elsewhere |= placed_elsewhere;
    }
    for (group, gains) in [(*a, gains.0), (*b, gains.1)] {
        if let Some(weighing) = weighings.get_mut(group) {
            for (linked, gain) in weighing.linked.iter_mut().zip(gains) {
                *linked = linked.max(gain);
            }
        }
    }
}

/// Whether one place lies in another, as far as codes and distances tell.
fn holds(outer: Place, inner: Place) -> bool {
    if outer == inner || inner.kind() >= Kind::Country || (outer.country() != inner.country()) {
        return false;
    }
    let within = |km: f64| outer.point().zip(inner.point()).is_some_and(|(a, b)| geo::kilometres(a, b) <= km);
    match outer.kind() {
        Kind::Country => true,
        Kind::Adm1 if !outer.admin1().is_empty() && !inner.admin1().is_empty() => {
            inner.kind() < Kind::Adm1 && outer.admin1() == inner.admin1()
        }
        Kind::Adm1 => inner.kind() < Kind::Adm1 && within(150.0),
        Kind::Adm2 if !outer.admin2().is_empty() && !inner.admin2().is_empty() => {
            inner.kind() < Kind::Adm2 && outer.admin1() == inner.admin1() && outer.admin2() == inner.admin2()
        }
        Kind::Adm2 => inner.kind() < Kind::Adm2 && within(60.0),
        Kind::Settlement => inner.kind() < Kind::Adm2 && outer.population() > inner.population() && within(30.0),
        _ => false,
    }
}

/// What the other names of a document say.
struct Around<'g> {
    countries: BTreeMap<&'g str, f64>,
    divisions: BTreeMap<(&'g str, &'g str), f64>,
    points: Vec<geo::Point>,
    total: f64,
}

impl<'g> Around<'g> {
    fn of(weighings: &[Weighing<'_, 'g>], without: usize) -> Self {
        let mut around =
            Self { countries: BTreeMap::new(), divisions: BTreeMap::new(), points: Vec::new(), total: 0.0 };
        for (_, weighing) in weighings.iter().enumerate().filter(|(i, _)| *i != without) {
            let Some(place) = weighing.place() else { continue };
            let voice = weighing.voice();
            if let Some(country) = place.country() {
                *around.countries.entry(country).or_default() += voice;
                around.total += voice;
                if !place.admin1().is_empty() {
                    *around.divisions.entry((country, place.admin1())).or_default() += voice;
                }
            }
            if place.kind() <= Kind::Adm2 {
                around.points.extend(place.point());
            }
        }
        around
    }

    fn says(&self, place: Place, w: &Weights) -> f64 {
        let share = |votes: Option<&f64>| votes.map_or(0.0, |votes| votes / (self.total + 0.5));
        let Some(country) = place.country() else { return 0.0 };
        let mut sum = w.same_country * share(self.countries.get(country));
        if place.kind() == Kind::Country {
            return sum;
        }
        if !place.admin1().is_empty() {
            sum += w.same_division * share(self.divisions.get(&(country, place.admin1())));
        }
        if let Some(point) = place.point()
            && place.kind() <= Kind::Adm2
        {
            let near = self.points.iter().map(|other| (-geo::kilometres(point, *other) / NEAR).exp());
            sum += w.near * near.fold(0.0, f64::max);
        }
        sum
    }
}
