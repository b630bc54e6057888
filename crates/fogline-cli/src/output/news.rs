//! What is new, for people.

use std::fmt::Write;

use fogline_ask::{
    View,
    news::{Changed, Entry, News},
};
use fogline_reconcile::{incidents::Position, report::Citation};

use super::{
    columns::shown,
    incidents::{count, looked_at, numbers, plain, statuses, told_by, when},
    parts::{EMPTY, place_of, position_words, quoted, three},
};

/// What is new, area by area.
pub(crate) fn news(news: &News, view: &View) -> String {
    if view.heads.is_empty() {
        return EMPTY.to_owned();
    }
    let mut out = String::new();
    let how = if news.published { "published" } else { "recorded" };
    self::entries(&mut out, news, view);
    if news.areas.is_empty() {
        let _ = writeln!(out, "Nothing is new {how} since {}.", news.since);
    }
    let entries = || news.areas.values().flatten();
    let new = entries().filter(|one| one.is_new).count();
    let _ = writeln!(
        out,
        "{} new, {} changed, {how} {} to {}; {} new, of which {}.",
        count(new, "incident"),
        entries().count() - new,
        news.since,
        news.to,
        count(news.new_reports, "report"),
        match news.of_which_copies {
            0 => "none is a copy".to_owned(),
            1 => "1 is a copy".to_owned(),
            more => format!("{more} are copies"),
        },
    );
    if news.areas.is_empty() && !news.published {
        out.push_str("With --published, what counts is when reports were published, not when they were added.\n");
    }
    out
}

/// What is new, area by area.
pub(super) fn entries(out: &mut String, news: &News, view: &View) {
    for (area, entries) in &news.areas {
        let _ = writeln!(out, "{}", shown(area));
        for one in entries {
            entry(out, one, view);
        }
        out.push('\n');
    }
}

fn entry(out: &mut String, one: &Entry, view: &View) {
    let incident = &one.incident;
    let mark = if one.is_new { "NEW" } else { "CHANGED" };
    let _ = writeln!(out, "  {mark} {}  {}", incident.id, shown(&incident.label));
    if !one.was.is_empty() {
        let _ = writeln!(out, "      takes in what was {}", one.was.join(", "));
    }
    if one.is_new {
        let _ = writeln!(out, "      {} · {}", when(incident), statuses(incident));
    }
    for change in &one.changes {
        changed(out, change, view);
    }
    let _ = writeln!(out, "      {} · {}", numbers(incident), told_by(incident));
}

fn changed(out: &mut String, change: &Changed, view: &View) {
    let name =
        |side: &Option<String>| side.as_deref().map_or("side not known".to_owned(), |side| shown(side).into_owned());
    match change {
        Changed::Status { of, from, to } => {
            let of = match *of {
                "occurrence" => "happened",
                "responsibility" => "who",
                _ => "in a word",
            };
            let _ = writeln!(out, "      {of}: {} -> {}", plain(from), plain(to));
        }
        Changed::Account { side, position, statements } => {
            let _ = writeln!(out, "      new account of {}: {}", name(side), position_words(*position));
            words(out, statements, view);
        }
        Changed::Said { side, from, to, statements } if from == to => {
            let _ = writeln!(out, "      {} says more: {}", name(side), count(statements.len(), "statement"));
            words(out, statements, view);
        }
        Changed::Said { side, from, to, statements } => {
            let _ = writeln!(out, "      {}: {} -> {}", name(side), position_words(*from), position_words(*to));
            words(out, statements, view);
        }
        Changed::Denied { side } => {
            let _ = writeln!(out, "      denied now by {}", shown(side));
        }
        Changed::Unsaid { side, from, to, statements } => {
            let said = if *to == Position::NoPositionRecorded { position_words(*from) } else { "a part" };
            let _ = writeln!(out, "      no more of {}: {said}, {}", name(side), count(statements.len(), "statement"));
            words(out, statements, view);
        }
        Changed::Undenied { side } => {
            let _ = writeln!(out, "      not denied any more by {}", shown(side));
        }
        Changed::Value { slot, value, sides, replaced, statements } => {
            let sides = if sides.is_empty() { "side not known".to_owned() } else { sides.join(", ") };
            let what = if *replaced { "replaced since" } else { "new" };
            let _ = writeln!(out, "      {}: {} ({sides}), {what}", plain(slot), shown(value));
            for citation in statements {
                let _ = writeln!(out, "          {}", place_of(citation, None, view));
            }
        }
        Changed::Label { from, to } => {
            let _ = writeln!(out, "      named: {} -> {}", shown(from), shown(to));
        }
        Changed::Reviewed { from, to } => {
            let _ = writeln!(out, "      {} -> {}", looked_at(*from), looked_at(*to));
        }
        Changed::AnswerSought { side, found } => {
            let _ = writeln!(out, "      an answer of {} was looked for: {}", shown(side), shown(found));
        }
        Changed::Numbers { from, to } => {
            let _ = writeln!(out, "      {} -> {}", three(from), three(to));
        }
    }
}

fn words(out: &mut String, statements: &[Citation], view: &View) {
    for citation in statements {
        let report = view.cited(&citation.document);
        let statement = report.and_then(|report| report.statement(&citation.statement));
        let exact: Vec<String> = statement.iter().flat_map(|one| &one.content).map(|span| span.exact.clone()).collect();
        let named = statement.filter(|one| one.speaker.resolution != "author");
        let name = named.and_then(|one| report?.actor(one.speaker.actor.as_deref()?)).map(|actor| shown(&actor.name));
        let act = statement.map_or(String::new(), |one| format!(" ({})", plain(&one.speech_act)));
        let _ = writeln!(out, "        {}{act}: {}", name.as_deref().unwrap_or("the outlet itself"), quoted(&exact));
        let _ = writeln!(out, "          {}", place_of(citation, None, view));
    }
}
