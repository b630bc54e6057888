//! When an event was, where its own words do not tell.

use jiff::civil::Date;

use super::{CLAIM, Made, PLAN, scene::Scene};
use crate::{
    incidents::{mention::Window, rules::Rules},
    report::{Event, EventTime, Time, day, seconds},
};

/// Days since 1970.
pub(super) fn number(date: Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    date.since((jiff::Unit::Day, epoch)).map_or(0, |span| span.get_days())
}

/// What an event's own words tell; otherwise a window that `take_over` or the day of publication fills.
pub(super) fn of(scene: &Scene<'_>, event: &Event) -> Window {
    let (start, end) = scene.report.time_of(event);
    let precision = match &event.time {
        Some(EventTime::Mention(id)) => {
            scene.report.times.iter().find(|time| time.id == *id).and_then(|time| time.precision.as_deref())
        }
        _ => None,
    };
    window(scene, start, end, precision).unwrap_or_else(|| unknown(scene))
}

fn window(scene: &Scene<'_>, start: Option<&str>, end: Option<&str>, precision: Option<&str>) -> Option<Window> {
    /// How far an end that is not told is taken to lie.
    const OPEN: i32 = 30;
    let (first, last) = (start.and_then(day).map(number), end.and_then(day).map(number));
    let published = scene.report.document.published.as_deref().and_then(day).map(number);
    let (first, last) = match (first, last) {
        (Some(first), Some(last)) => (first, last),
        (Some(first), None) => (first, published.filter(|day| *day >= first).unwrap_or(first).min(first + OPEN)),
        (None, Some(last)) => (last - OPEN, last),
        (None, None) => return None,
    };
    let on_clock = precision == Some("instant") || start.is_some_and(|s| s.len() > 10) && precision.is_none();
    let clock = start.zip(end.or(start)).filter(|(start, end)| on_clock && start.len() > 10 && end.len() > 10);
    let clock = clock.and_then(|(start, end)| Some((seconds(start)?, seconds(end)?)));
    Some(Window { first, last: last.max(first), clock, stated: last - first < OPEN })
}

/// The days that a report can tell of which does not say when: filled in by family in [`take_over`].
pub(super) fn unknown(scene: &Scene<'_>) -> Window {
    let published = scene.report.document.published.as_deref().and_then(day).map(number);
    published.map_or(Window { first: i32::MIN, last: i32::MAX, clock: None, stated: false }, |day| Window {
        first: day,
        last: day,
        clock: None,
        stated: false,
    })
}

/// Gives the day told last before in the same paragraph to mentions without one; to others the days up to publication.
pub(super) fn take_over(scene: &Scene<'_>, made: &mut [Made]) {
    let rules = Rules::bundled();
    let stated: Vec<(usize, Spot, String, Window)> = made
        .iter()
        .filter(|one| one.mention.window.stated)
        .map(|one| (one.at, Spot::of(scene, one.at), one.mention.family.clone(), one.mention.window))
        .collect();
    let days: Vec<(Spot, &Time)> = scene
        .report
        .times
        .iter()
        .filter(|time| is_day(time))
        .filter_map(|time| Some((Spot::of(scene, time.span.as_ref()?.start), time)))
        .collect();
    for one in made.iter_mut() {
        // When something was said to be planned, or a label was used, is when it was said.
        let said = matches!(one.mention.family.as_str(), PLAN | CLAIM);
        if said {
            one.mention.window = unknown(scene);
        } else if one.mention.window.stated {
            continue;
        }
        let here = Spot::of(scene, one.at);
        // What was told just before of the same kind tells the day better than any other date around.
        let before = stated
            .iter()
            .rev()
            .find(|(at, spot, family, _)| *at < one.at && *family == one.mention.family && here.follows(*spot));
        if let Some((.., window)) = before {
            one.mention.window = Window { stated: false, clock: None, ..*window };
            continue;
        }
        let told = days.iter().rfind(|(spot, _)| !said && here.follows(*spot)).map(|(_, time)| time);
        if let Some(window) = told.and_then(|t| window(scene, t.start.as_deref(), t.end.as_deref(), Some("day"))) {
            one.mention.window = Window { stated: false, ..window };
            continue;
        }
        let days = match one.mention.family.as_str() {
            PLAN => rules.plan.days,
            CLAIM => rules.claim.days,
            family => rules.families.iter().find(|known| known.id == family).map_or(1, |family| family.days),
        };
        one.mention.window.first = one.mention.window.first.saturating_sub(days);
    }
}

/// Where something stands in a report.
#[derive(Clone, Copy)]
struct Spot {
    line: usize,
    sentence: usize,
}

impl Spot {
    fn of(scene: &Scene<'_>, at: usize) -> Self {
        Self { line: scene.line(at), sentence: scene.sentence_number(at) }
    }

    /// Whether it is in the same sentence as another, or in the next of the paragraph.
    fn follows(self, other: Self) -> bool {
        self.line == other.line && (other.sentence..=other.sentence + 1).contains(&self.sentence)
    }
}

/// Whether an expression tells a day, or a part of one.
fn is_day(time: &Time) -> bool {
    matches!(time.precision.as_deref(), Some("day" | "part_of_day" | "instant")) && time.start.is_some()
}
