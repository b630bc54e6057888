//! What monitors say of a place and days, out of all statements.

use std::collections::BTreeSet;

use fogline_reconcile::{
    incidents::{self, mention::Class, voice},
    report::{Citation, Event, Place, Report, Statement, day},
};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    Window,
    spot::{Near, Spot},
};
use crate::{View, numbers::Numbers};

/// PLOVER's event and mode for holding someone back.
const HELD_BACK: (&str, [&str; 2]) = ("COERCE", ["restrict", "withhold"]);

/// What was found.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MonitorsRecord")]
pub struct Found {
    /// The place as it was asked for.
    pub place: String,
    /// Names in the gazetteer of what was found under it.
    pub names: Vec<String>,
    /// First and last day.
    pub window: [String; 2],
    /// What was recorded.
    pub recorded: Vec<Recorded>,
    /// Where access was denied or restricted.
    pub access: Vec<Recorded>,
    /// Restrictions elsewhere in these days, which are not listed.
    pub access_elsewhere: usize,
    /// Reports of the ledger in which monitors speak, of these days and of all.
    pub monitor_reports: [usize; 2],
    /// How much stands behind it.
    #[serde(flatten)]
    pub numbers: Numbers,
}

/// A statement of a monitor.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MonitorRecorded")]
pub struct Recorded {
    /// Where it stands.
    #[serde(flatten)]
    pub citation: Citation,
    /// Whether it is the monitor's own word, or told by others.
    pub kind: Kind,
    /// Who records.
    pub monitor: Option<String>,
    /// Its side.
    pub side: Option<String>,
    /// How it knows: `saw`, `recorded`, `followed_up`...
    pub observation_level: Option<String>,
    /// Steps from the monitor to the outlet.
    pub hops: usize,
    /// The words.
    pub exact: Vec<String>,
    /// How the place that it is told of stands to the one asked for; none where it tells none.
    pub near: Option<Near>,
    /// Places that it is told of.
    pub places: Vec<String>,
    /// Whether its paragraph names them, and not its own words.
    pub by_paragraph: bool,
    /// First and last day that it is told of; of its report, where it tells none.
    pub days: [String; 2],
    /// Whether these are told.
    pub stated: bool,
}

/// Whose word it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "MonitorKind")]
pub enum Kind {
    /// The monitor speaks.
    Direct,
    /// Someone tells what a monitor recorded.
    SecondHand,
    /// Another speaks in a monitor's bulletin.
    InBulletin,
}

/// Looks through the reports in which monitors speak.
pub fn find(asked: &str, window: Window, view: &View) -> Found {
    let heads = view.heads.iter().filter(|head| head.by_monitors);
    let reports: Vec<&Report> = heads.filter_map(|head| view.cited(&head.reference)).collect();
    let spot = Spot::find(asked, reports.iter().copied());
    let (mut recorded, mut access) = (Vec::new(), Vec::new());
    let (mut elsewhere, mut within, mut all) = (0, BTreeSet::new(), BTreeSet::new());
    for report in reports {
        let classes = incidents::classes(report, &view.sides);
        for (statement, class) in report.statements.iter().zip(classes) {
            let Some(kind) = kind(report, class) else { continue };
            all.insert(report.document.reference.as_str());
            let days = days(report, statement);
            if !days.as_ref().is_some_and(|days| days.first <= window.to && days.last >= window.from) {
                continue;
            }
            within.insert(report.document.reference.as_str());
            let told = told(report, statement, &spot);
            let restricts = restricts(report, statement);
            // A restriction without a place may be here.
            let here = told.near.is_some() || restricts && told.places.is_empty();
            elsewhere += usize::from(restricts && !here);
            if here {
                let one = of(report, statement, kind, told, days, view);
                if restricts { access.push(one) } else { recorded.push(one) }
            }
        }
    }
    recorded.retain(|one| one.kind != Kind::InBulletin || one.near.is_some());
    let published = |one: &Recorded| view.head_of(&one.citation.document).and_then(|head| head.published.clone());
    recorded.sort_by_cached_key(|one| (one.near, published(one)));
    access.sort_by_cached_key(|one| (one.near, published(one)));
    let numbers = view.numbers(recorded.iter().chain(&access).map(|one| (&one.citation, one.side.as_deref())));
    Found {
        place: asked.to_owned(),
        names: spot.names.into_iter().collect(),
        window: [window.from.to_string(), window.to.to_string()],
        recorded,
        access,
        access_elsewhere: elsewhere,
        monitor_reports: [within.len(), all.len()],
        numbers,
    }
}

/// Whose word a statement is, if a monitor has to do with it.
fn kind(report: &Report, class: Class) -> Option<Kind> {
    match class {
        Class::Monitor => Some(Kind::Direct),
        Class::MonitorSecondHand => Some(Kind::SecondHand),
        _ if report.document.outlet_kind.as_deref() == Some("monitor_bulletin") => Some(Kind::InBulletin),
        _ => None,
    }
}

fn events<'r>(report: &'r Report, statement: &'r Statement) -> impl Iterator<Item = &'r Event> {
    statement.events.iter().filter_map(|id| report.event(id))
}

fn restricts(report: &Report, statement: &Statement) -> bool {
    let (kind, modes) = HELD_BACK;
    events(report, statement).any(|event| {
        event.kind.as_deref() == Some(kind) && event.modes.iter().any(|mode| modes.contains(&mode.as_str()))
    })
}

/// Places that a statement tells of, and how near the nearest is.
struct Told {
    near: Option<Near>,
    places: Vec<String>,
    by_paragraph: bool,
}

/// The places of a statement's events and words; where it names none, those of its sentence, and else those of its paragraph,
/// as a bulletin heads its items.
fn told(report: &Report, statement: &Statement, spot: &Spot) -> Told {
    let of_events = events(report, statement).filter_map(|event| report.place(event.place.as_deref()?));
    let own = statement.content.iter().flat_map(|own| inside(report, (own.start, own.end)));
    let mut places: Vec<&Place> = of_events.chain(own).collect();
    let (mut by_paragraph, mut named) = (false, None);
    if let (true, Some(first)) = (places.is_empty(), statement.content.first()) {
        let sentence = report.document.sentences.iter().find(|one| one.start <= first.start && first.start < one.end);
        places = sentence.map_or_else(Vec::new, |one| inside(report, (one.start, one.end)).collect());
        by_paragraph = places.is_empty();
        if by_paragraph {
            let paragraph = paragraph(&report.document.text, first.start);
            places = inside(report, paragraph).collect();
            // A heading may name it where no place was read.
            let words =
                report.document.text.chars().skip(paragraph.0).take(paragraph.1 - paragraph.0).collect::<String>();
            let known = places.iter().any(|place| spot.near(place) == Some(Near::Place));
            named = spot.named_in(&words).filter(|_| !known);
        }
    }
    let near = places.iter().filter_map(|place| spot.near(place)).min();
    let names: BTreeSet<String> = places.iter().map(|place| place.name.clone()).chain(named.clone()).collect();
    Told {
        near: if named.is_some() { Some(Near::Place) } else { near },
        by_paragraph: by_paragraph && !names.is_empty(),
        places: names.into_iter().collect(),
    }
}

/// The places named between two code points.
fn inside(report: &Report, (start, end): (usize, usize)) -> impl Iterator<Item = &Place> {
    let within = move |place: &&Place| place.span.as_ref().is_some_and(|at| start <= at.start && at.end <= end);
    report.places.iter().filter(within)
}

/// The line of a text that holds a code point: from where to where.
fn paragraph(text: &str, at: usize) -> (usize, usize) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.chars().count();
        if at < end {
            return (start, end);
        }
        start = end;
    }
    (start, start)
}

struct Days {
    first: Date,
    last: Date,
    stated: bool,
}

/// The days that a statement tells of; else the day on which it was said or published.
fn days(report: &Report, statement: &Statement) -> Option<Days> {
    let times = events(report, statement).map(|event| report.time_of(event));
    let told: Vec<Date> = times.flat_map(|(start, end)| [start, end]).flatten().filter_map(day).collect();
    if let (Some(first), Some(last)) = (told.iter().min(), told.iter().max()) {
        return Some(Days { first: *first, last: *last, stated: true });
    }
    let said = statement.said.start.as_deref().or(report.document.published.as_deref());
    let last = said.and_then(day)?;
    // A bulletin of the morning is of the day before.
    let bulletin = report.document.outlet_kind.as_deref() == Some("monitor_bulletin");
    let first = if bulletin { last.yesterday().unwrap_or(last) } else { last };
    Some(Days { first, last, stated: false })
}

fn of(report: &Report, statement: &Statement, kind: Kind, told: Told, days: Option<Days>, view: &View) -> Recorded {
    let voice = voice(report, &view.sides, statement, "");
    let name = voice.speaker.as_ref().map(|speaker| speaker.name.clone());
    Recorded {
        citation: Citation { document: report.document.reference.clone(), statement: statement.id.clone() },
        kind,
        monitor: name.or_else(|| report.document.outlet.clone()),
        side: voice.side,
        observation_level: statement.evidential.clone(),
        hops: statement.hops,
        exact: statement.content.iter().map(|span| span.exact.clone()).collect(),
        near: told.near,
        places: told.places,
        by_paragraph: told.by_paragraph,
        stated: days.as_ref().is_some_and(|days| days.stated),
        days: days.map_or_else(Default::default, |days| [days.first.to_string(), days.last.to_string()]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_is_a_line() {
        let text = "Дéin\n2. Town.\n";
        assert_eq!((paragraph(text, 0), paragraph(text, 4), paragraph(text, 5)), ((0, 5), (0, 5), (5, 14)));
        assert_eq!(paragraph(text, 99), (14, 14));
    }
}
