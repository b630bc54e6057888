//! Parts that the answers of the ledger share: exact words with where they stand, numbers, what was read.

use std::{collections::BTreeMap, fmt::Write};

use fogline_ask::{View, numbers::Numbers};
use fogline_reconcile::{
    head::Head,
    incidents::Position,
    report::Citation,
    signals::{Cited, Interval, Party},
};

use super::{
    columns::shown,
    incidents::{count, cut, looked_at},
};

/// What a ledger without reports, or without any that were known at a time, answers to anything.
pub(crate) const EMPTY: &str =
    "No reports: none was known at the time that is asked about. `fogline ingest PATH...` adds some.\n";

/// How a side stands to what is said.
pub(super) fn position_words(position: Position) -> &'static str {
    match position {
        Position::Asserts => "says so",
        Position::Denies => "denies it",
        Position::Partial => "says so, and denies a part of it",
        Position::CommentsOnly => "comments only",
        Position::NoPositionRecorded => "no word found",
    }
}

/// Those who stand between a speaker and the outlet, of which every report has one hop.
pub(super) fn through(hops: usize) -> String {
    match hops {
        0 | 1 => String::new(),
        more => format!(", through {}", count(more - 1, "other")),
    }
}

/// The value of a contract word, as `one_sided`.
pub(super) fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    value.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().replace('_', " ")
}

/// Exact words.
pub(super) fn quoted(words: &[String]) -> String {
    format!("«{}»", cut(&words.join(" … ")))
}

/// Someone with the side.
pub(super) fn party(one: &Party) -> String {
    let name = one.name.as_deref().or(one.actor.as_deref()).map_or("someone without a name".into(), shown);
    match &one.side {
        Some(side) => format!("{name} ({})", shown(side)),
        None => format!("{name} (side not known)"),
    }
}

/// Parties, each once.
pub(super) fn parties(all: &[Party]) -> String {
    let mut names: Vec<String> = all.iter().map(party).collect();
    names.dedup();
    names.join(", ")
}

/// From and to.
pub(super) fn interval(one: &Interval) -> String {
    let day = |text: &str| text.get(..10).unwrap_or(text).to_owned();
    match (one.start.as_deref().map(day), one.end.as_deref().map(day)) {
        (Some(start), Some(end)) if start == end => start,
        (Some(start), Some(end)) => format!("{start} to {end}"),
        (Some(start), None) => format!("from {start}"),
        (None, Some(end)) => format!("by {end}"),
        (None, None) => "no day told".to_owned(),
    }
}

/// The three numbers, which always stand together.
pub(super) fn three(one: &Numbers) -> String {
    let sides = if one.sides.is_empty() { String::new() } else { format!(" ({})", one.sides.join(", ")) };
    format!(
        "{}, {}, {}{sides}",
        count(one.reports, "report"),
        count(one.origins, "origin"),
        count(one.sides.len(), "side")
    )
}

/// Who said what in which words, and where they stand.
pub(super) fn cited(out: &mut String, indent: &str, lead: &str, one: &Cited, view: &View) {
    let who = match (one.speaker.author, one.speaker.anonymous) {
        (true, _) => "the outlet itself".to_owned(),
        (_, true) => format!("without a name ({})", one.speaker.party.side.as_deref().unwrap_or("side not known")),
        _ => party(&one.speaker.party),
    };
    let _ = writeln!(out, "{indent}{lead}{who}: {}", quoted(&one.exact));
    let medium = one.channel.medium.as_deref().map(|medium| format!("by {}", shown(medium).replace('_', " ")));
    let _ = writeln!(out, "{indent}    {}", place_of(&one.citation, medium, view));
}

/// Other reports that print the same words.
pub(super) fn also_in(out: &mut String, indent: &str, all: &[Citation]) {
    if !all.is_empty() {
        let each: Vec<String> = all.iter().map(|one| shown(&one.to_string()).into_owned()).collect();
        let _ = writeln!(out, "{indent}the same words in {}", each.join(", "));
    }
}

/// Where a statement stands: report, outlet, when, and who has looked at it.
pub(super) fn place_of(citation: &Citation, more: Option<String>, view: &View) -> String {
    let document = view.head_of(&citation.document);
    let fact = |text: Option<&String>| text.map(|text| shown(text).into_owned());
    let partly = document.and_then(|one| one.lang.as_deref()).is_some_and(|lang| lang != "en");
    let parts = [
        Some(shown(&citation.to_string()).into_owned()),
        fact(document.and_then(|one| one.outlet.as_ref())),
        fact(document.and_then(|one| one.published.as_ref())),
        more,
        Some(looked_at(view.reviewed(citation)).to_owned()),
        partly.then(|| "partly read".to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What was read: how many reports, in which languages, published when.
pub(super) fn read<'r>(heads: impl Iterator<Item = &'r Head>) -> String {
    let (mut number, mut langs, mut days) = (0, BTreeMap::<&str, usize>::new(), Vec::new());
    for head in heads {
        number += 1;
        *langs.entry(head.lang.as_deref().unwrap_or("language not known")).or_default() += 1;
        days.extend(head.published.as_deref().map(|at| at.get(..10).unwrap_or(at)));
    }
    let langs = languages(langs.iter().map(|(lang, number)| (*lang, *number)));
    let from_to = match (days.iter().min(), days.iter().max()) {
        (Some(from), Some(to)) => format!(", published {from} to {to}"),
        _ => String::new(),
    };
    format!("{} read{langs}{from_to}", count(number, "report"))
}

/// Numbers of reports by language, in brackets; a language that is read without a parse is read in part.
pub(super) fn languages<'l>(langs: impl Iterator<Item = (&'l str, usize)>) -> String {
    let partly = |lang: &str| if lang == "en" { "" } else { " partly read" };
    let each: Vec<String> = langs.map(|(lang, number)| format!("{number} {}{}", shown(lang), partly(lang))).collect();
    if each.is_empty() { String::new() } else { format!(" ({})", each.join(", ")) }
}
