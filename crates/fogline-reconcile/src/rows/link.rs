//! Which incident a row could be an account of.
//!
//! Days, kind and place must fit; each that does weighs, and so do counts, weapons and actors that are alike. Incidents stand in
//! an index by place and day, so that a row is compared with those near it alone.

use std::collections::{BTreeMap, BTreeSet};

use fogline::gazetteer::{
    fold,
    geo::{self, Point},
};
use jiff::civil::Date;

use super::{Candidate, Coded, Figure, Link, Reach, Reason, Rules, State};
use crate::incidents::{CLAIM, Incident, PLAN, mention::Level};

/// Degrees that a square of the index is wide.
const SQUARE: f64 = 0.5;
/// Kilometres of a degree of latitude.
const DEGREE_KM: f64 = 111.2;

/// What of an incident rows are compared with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Target {
    /// Its id.
    pub id: String,
    family: String,
    days: Option<(i32, i32)>,
    point: Option<Point>,
    area: bool,
    name: Option<String>,
    /// Its place's name in any way of writing it.
    folded: String,
    division: String,
    weapons: BTreeSet<String>,
    figures: BTreeMap<String, Vec<Figure>>,
    actors: BTreeMap<String, String>,
}

impl From<&Incident> for Target {
    fn from(one: &Incident) -> Self {
        let rules = Rules::bundled();
        let place = one.place.as_ref();
        let day = |day: &Option<String>| day.as_deref().and_then(number);
        let first = day(&one.time.start);
        let values = |slot: &str| one.details.get(slot).into_iter().flat_map(|detail| &detail.values);
        let figures = ["killed", "injured"].map(|slot| {
            let figures = values(slot).filter(|value| !value.superseded);
            let figures = figures.map(|value| Figure { low: value.low, best: value.best, high: value.high });
            (slot.to_owned(), figures.collect())
        });
        let speakers = one.accounts.iter().flat_map(|account| &account.statements);
        let speakers = speakers.filter_map(|said| said.speaker.as_deref());
        let accused = one.accused.iter().map(|party| party.name.as_str());
        let name = place.map(|place| place.name.clone());
        Self {
            id: one.id.clone(),
            family: one.family.clone(),
            days: first.map(|first| (first, day(&one.time.end).unwrap_or(first).max(first))),
            point: place.filter(|place| place.level == Level::Site).and_then(|place| place.lat.zip(place.lon)),
            area: place.is_some_and(|place| place.level == Level::Area),
            folded: name.as_deref().map(key).unwrap_or_default(),
            division: name.as_deref().map(|name| rules.division(name)).unwrap_or_default(),
            name,
            weapons: values("weapon").filter(|value| !value.superseded).map(|value| value.value.clone()).collect(),
            figures: figures.into_iter().filter(|(_, figures): &(_, Vec<_>)| !figures.is_empty()).collect(),
            actors: accused.chain(speakers).map(|name| (fold::plain(name), name.to_owned())).collect(),
        }
    }
}

/// What a person has decided of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decided {
    /// The incident that it is an account of, by its id.
    pub confirmed: Option<(String, String)>,
    /// Incidents that it is no account of.
    pub undone: BTreeSet<String>,
}

/// Incidents by where and when they are.
#[derive(Debug)]
pub struct Linker {
    targets: Vec<Target>,
    /// By square and day.
    squares: BTreeMap<(i32, i32, i32), Vec<usize>>,
    /// By folded name and day: sites without a point.
    names: BTreeMap<(String, i32), Vec<usize>>,
    /// By name of a division and day: areas.
    areas: BTreeMap<(String, i32), Vec<usize>>,
}

impl Linker {
    /// Over incidents, in any order.
    pub fn new(mut targets: Vec<Target>) -> Self {
        // What is only planned, or alleged apart from any occurrence, is nothing that a row codes.
        targets.retain(|one| one.family != PLAN && one.family != CLAIM);
        targets.sort_by(|a, b| a.id.cmp(&b.id));
        let mut linker =
            Self { squares: BTreeMap::new(), names: BTreeMap::new(), areas: BTreeMap::new(), targets: Vec::new() };
        let limits = Rules::bundled().limits;
        for (at, one) in targets.iter().enumerate() {
            let Some((first, last)) = one.days.filter(|days| length(*days) <= limits.longest_days) else { continue };
            for day in first - limits.apart_days..=last + limits.apart_days {
                match one.point {
                    Some(point) => {
                        let (lat, lon) = square(point);
                        linker.squares.entry((lat, lon, day)).or_default().push(at);
                    }
                    None if one.area => linker.areas.entry((one.division.clone(), day)).or_default().push(at),
                    None if !one.folded.is_empty() => {
                        linker.names.entry((one.folded.clone(), day)).or_default().push(at);
                    }
                    None => {}
                }
            }
        }
        linker.targets = targets;
        linker
    }

    /// The incident that a row could be an account of, with reasons; what a person has decided goes before.
    pub fn link(&self, row: &Coded, decided: Option<&Decided>) -> Link {
        let rules = Rules::bundled();
        let undone = decided.map(|decided| &decided.undone);
        let near = self.near(row).into_iter().filter_map(|at| self.targets.get(at));
        let mut found: Vec<Candidate> = near
            .filter(|one| undone.is_none_or(|undone| !undone.contains(&one.id)))
            .filter_map(|one| weigh(row, one, rules))
            .collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.incident.cmp(&b.incident)));
        let mut link = Link {
            undone: undone.into_iter().flatten().cloned().collect(),
            margin: found.first().zip(found.get(1)).map(|(best, next)| best.score - next.score),
            ..Link::default()
        };
        if let Some((incident, by)) = decided.and_then(|decided| decided.confirmed.as_ref()) {
            let rest: Vec<Candidate> = found.iter().filter(|one| one.incident != *incident).cloned().collect();
            let own = found.into_iter().find(|one| one.incident == *incident);
            let mut own = own.unwrap_or(Candidate { incident: incident.clone(), score: 0.0, reasons: Vec::new() });
            own.reasons.insert(0, Reason { name: "person".to_owned(), figure: None, says: by.clone(), weight: 0.0 });
            link.state = State::Confirmed;
            link.incident = Some(incident.clone());
            link.candidates = std::iter::once(own).chain(rest).collect();
        } else if let Some(best) = found.first().filter(|best| best.score >= rules.enough) {
            let leads = link.margin.is_none_or(|margin| margin >= rules.margin);
            link.state = if leads { State::Proposed } else { State::Ambiguous };
            link.incident = leads.then(|| best.incident.clone());
            link.candidates = found;
        } else {
            link.candidates = found;
        }
        link.candidates.truncate(rules.candidates);
        link
    }

    /// Incidents that a row is to be compared with.
    fn near(&self, row: &Coded) -> BTreeSet<usize> {
        let rules = Rules::bundled();
        let mut near = BTreeSet::new();
        let Some(days) = days(row).filter(|days| length(*days) <= rules.limits.longest_days) else { return near };
        let mut take = |found: Option<&Vec<usize>>| near.extend(found.into_iter().flatten());
        let name = row.place.as_deref().map(key).unwrap_or_default();
        let areas: BTreeSet<String> = match row.reach {
            Reach::Site | Reach::Near | Reach::District => BTreeSet::new(),
            Reach::Division => row.division.iter().chain(&row.place).map(|name| rules.division(name)).collect(),
            Reach::Country => row.country.iter().map(|name| rules.division(name)).collect(),
        };
        let point = row.lat.zip(row.lon).zip(rules.kilometres(row.reach));
        for day in days.0..=days.1 {
            if let Some((point, reach)) = point {
                for (lat, lon) in squares(point, reach + rules.kilometres(Reach::Site).unwrap_or_default()) {
                    take(self.squares.get(&(lat, lon, day)));
                }
            }
            if !name.is_empty() {
                take(self.names.get(&(name.clone(), day)));
            }
            for area in areas.iter().filter(|area| !area.is_empty()) {
                take(self.areas.get(&(area.clone(), day)));
            }
        }
        near
    }
}

/// The reasons for a row and an incident being of one occurrence; `None` where days, kind or place do not fit.
fn weigh(row: &Coded, one: &Target, rules: &Rules) -> Option<Candidate> {
    let mut reasons = Vec::new();
    let mut add = |name: &str, figure: Option<f64>, says: String, share: f64| {
        let weight = (rules.weight(name) * share * 1000.0).round() / 1000.0;
        reasons.push(Reason { name: name.to_owned(), figure, says, weight });
    };
    let (own, told) = (days(row)?, one.days?);
    let common = own.1.min(told.1) - own.0.max(told.0) + 1;
    if common > 0 {
        let share = f64::from(common) / f64::from(length(own).max(length(told)));
        add("same_days", Some(f64::from(common)), between(own.0.max(told.0), own.1.min(told.1)), share);
    } else if 1 - common <= rules.limits.apart_days {
        add(
            "next_day",
            Some(f64::from(1 - common)),
            format!("{} and {}", between(own.0, own.1), between(told.0, told.1)),
            1.0,
        );
    } else {
        return None;
    }
    if row.families.contains(&one.family) {
        add("same_kind", None, one.family.replace('_', " "), 1.0);
    } else if !row.families.is_empty() {
        return None;
    }
    let same_name = row.place.as_deref().is_some_and(|name| !one.folded.is_empty() && key(name) == one.folded);
    match (row.lat.zip(row.lon), one.point) {
        (Some(a), Some(b)) => {
            let site = rules.kilometres(Reach::Site).unwrap_or_default();
            let reach = rules.kilometres(row.reach)? + site;
            let apart = geo::kilometres(a, b);
            if apart > reach {
                return None;
            }
            // The same distance says less of places that are told less precisely.
            let share = (1.0 - apart / reach / 2.0) * (2.0 * site / reach);
            add("distance", Some((apart * 10.0).round() / 10.0), format!("{apart:.1} km of {reach:.0}"), share);
        }
        _ if same_name => {}
        _ if one.area && !one.division.is_empty() => {
            let names = row.division.iter().chain(&row.place).chain(&row.country);
            let same = names.into_iter().find(|name| rules.division(name) == one.division)?;
            add("same_division", None, same.clone(), 1.0);
        }
        _ => return None,
    }
    if same_name {
        add("same_name", None, one.name.clone().unwrap_or_default(), 1.0);
    }
    if let Some(weapon) = row.weapons.iter().find(|weapon| one.weapons.contains(*weapon)) {
        add("same_weapon", None, weapon.replace('_', " "), 1.0);
    }
    for (what, figure) in &row.figures {
        let Some(same) = one.figures.get(what).and_then(|told| told.iter().find(|told| meet(figure, told))) else {
            continue;
        };
        // That nobody is counted is what tables also write where nobody counted.
        if let Some(best) = same.best.or(same.low).or(same.high).filter(|best| *best > 0.0) {
            add("same_count", Some(best), format!("{what} {best}"), 1.0);
        }
    }
    if let Some(actor) = row.actors.iter().find_map(|name| one.actors.get(&fold::plain(name))) {
        add("same_actor", None, actor.clone(), 1.0);
    }
    let score = (reasons.iter().map(|reason| reason.weight).sum::<f64>() * 1000.0).round() / 1000.0;
    Some(Candidate { incident: one.id.clone(), score, reasons })
}

/// The name of a place in whatever way it is written.
fn key(name: &str) -> String {
    fold::loose(name).unwrap_or_else(|| fold::plain(name))
}

/// Whether two figures can be of one count.
fn meet(a: &Figure, b: &Figure) -> bool {
    let range = |one: &Figure| {
        let low = one.low.or(one.best).or(one.high)?;
        Some((low, one.high.or(one.best).or(one.low).unwrap_or(low).max(low)))
    };
    matches!((range(a), range(b)), (Some(a), Some(b)) if a.0 <= b.1 && b.0 <= a.1)
}

/// A day as days since 1970.
fn number(day: &str) -> Option<i32> {
    let date: Date = day.get(..10).unwrap_or(day).parse().ok()?;
    Some(date.since((jiff::Unit::Day, jiff::civil::date(1970, 1, 1))).ok()?.get_days())
}

fn days(row: &Coded) -> Option<(i32, i32)> {
    let first = number(row.from.as_deref()?)?;
    Some((first, row.to.as_deref().and_then(number).unwrap_or(first).max(first)))
}

/// How many days there are from the first to the last.
fn length((first, last): (i32, i32)) -> i32 {
    last.saturating_sub(first).saturating_add(1)
}

fn between(first: i32, last: i32) -> String {
    let day = |number: i32| {
        let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(number).ok()?).ok()?;
        Some(date.to_string())
    };
    let (from, to) = (day(first).unwrap_or_default(), day(last).unwrap_or_default());
    if first == last { from } else { format!("{from} to {to}") }
}

fn square((lat, lon): Point) -> (i32, i32) {
    ((lat / SQUARE).floor() as i32, (lon / SQUARE).floor() as i32)
}

/// The squares that a circle touches.
fn squares(point: Point, kilometres: f64) -> impl Iterator<Item = (i32, i32)> {
    let tall = kilometres / DEGREE_KM;
    // Near the poles a degree of longitude is short; all the way round is enough.
    let wide = (tall / point.0.to_radians().cos().max(0.01)).min(180.0);
    let (low, high) = (square((point.0 - tall, point.1 - wide)), square((point.0 + tall, point.1 + wide)));
    let round = (360.0 / SQUARE) as i32;
    let half = round / 2;
    (low.0..=high.0).flat_map(move |lat| (low.1..=high.1).map(move |lon| (lat, (lon + half).rem_euclid(round) - half)))
}
