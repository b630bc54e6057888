//! What monitors recorded, for people.

use std::fmt::Write;

use super::{
    columns::shown,
    incidents::count,
    parts::{EMPTY, place_of, quoted, three, through},
};
use fogline_ask::{
    View,
    observer::{Found, Kind, Near, Recorded},
};

/// What was recorded, and where access was denied.
pub(crate) fn observer_record(found: &Found, by_day: bool, view: &View) -> String {
    if view.heads.is_empty() {
        return EMPTY.to_owned();
    }
    let mut out = String::new();
    let names: Vec<_> = found.names.iter().map(|name| shown(name)).collect();
    let [from, to] = &found.window;
    let _ = writeln!(
        out,
        "{}: {from} to {to}",
        if names.is_empty() { shown(&found.place).into_owned() } else { names.join(", ") }
    );
    if found.names.is_empty() {
        let _ = writeln!(out, "  No report of the ledger names such a place; a part of the name is enough.");
    }
    let [within, all] = found.monitor_reports;
    let read = format!("in {} of these days in which monitors speak ({all} in the ledger)", count(within, "report"));
    let _ = writeln!(out, "\nRecorded by monitors");
    if found.recorded.is_empty() {
        let _ = writeln!(out, "  nothing of this place was found {read}");
    }
    lines(&mut out, &found.recorded, by_day, view);
    let _ = writeln!(out, "\nAccess denied or restricted");
    if found.access.is_empty() {
        let _ = writeln!(out, "  nothing was found {read}");
    }
    lines(&mut out, &found.access, by_day, view);
    if found.access_elsewhere > 0 {
        let _ = writeln!(
            out,
            "  and {} of restrictions elsewhere in these days",
            count(found.access_elsewhere, "statement")
        );
    }
    let _ = writeln!(out, "\n{}; looked for {read}.", three(&found.numbers));
    out
}

fn lines(out: &mut String, all: &[Recorded], by_day: bool, view: &View) {
    let mut all: Vec<&Recorded> = all.iter().collect();
    if by_day {
        all.sort_by_key(|one| &one.days);
    }
    let mut last = None;
    for one in all {
        if by_day && last != Some(&one.days) {
            let _ = writeln!(out, "  {}", days(one));
            last = Some(&one.days);
        }
        recorded(out, one, view);
    }
}

fn days(one: &Recorded) -> String {
    let [first, last] = &one.days;
    let told = if first == last { first.clone() } else { format!("{first} to {last}") };
    if one.stated { told } else { format!("{told} (by publication)") }
}

fn recorded(out: &mut String, one: &Recorded, view: &View) {
    let monitor = one.monitor.as_deref().map_or("a monitor".into(), shown);
    let level =
        one.observation_level.as_deref().map_or("how it knows is not said".to_owned(), |level| level.replace('_', " "));
    let kind = match one.kind {
        Kind::Direct => "",
        Kind::SecondHand => ", second hand",
        Kind::InBulletin => ", in a monitor's bulletin",
    };
    let hops = through(one.hops);
    let _ = writeln!(out, "  {monitor} ({level}{kind}{hops}): {}", quoted(&one.exact));
    let places: Vec<_> = one.places.iter().map(|place| shown(place)).collect();
    let of = match (one.near, places.is_empty()) {
        (_, true) => "no place told".to_owned(),
        (Some(Near::Region), _) => format!("of the region: {}", places.join(", ")),
        _ => places.join(", "),
    };
    let paragraph = if one.by_paragraph { " (named in its paragraph)" } else { "" };
    let _ = writeln!(out, "      {of}{paragraph} · {}", days(one));
    let _ = writeln!(out, "      {}", place_of(&one.citation, None, view));
}
