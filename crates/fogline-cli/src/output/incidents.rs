//! Incidents for people: lists, accounts side by side, and reasons.

use std::fmt::Write;

use fogline_ask::{View, incident::Reasons, rows::Row};
use fogline_reconcile::{
    incidents::{Account, Detail, DetailStatus, Incident, Position, Said},
    report::Reviewed,
};

use super::{
    columns::shown,
    parts::{EMPTY, position_words, read, through},
    rows::coded_rows,
};

/// Letters of exact words that a line shows.
const LETTERS: usize = 160;

/// Incidents, a line each; where there are none, what was looked at.
pub(crate) fn incident_list(found: &[&Incident], all: usize, reports: usize) -> String {
    let mut out = String::new();
    if found.is_empty() {
        return match (reports, all) {
            (0, _) => EMPTY.to_owned(),
            (_, 0) => format!("No incidents are told in the {reports} reports of the ledger.\n"),
            _ => format!(
                "None of the {all} incidents in {reports} reports is like that. Without filters, `fogline incidents` lists all.\n"
            ),
        };
    }
    for one in found {
        let _ = writeln!(out, "{}  {}", one.id, shown(&one.label));
        let _ = writeln!(out, "    {} · {}", when(one), statuses(one));
        let _ = writeln!(out, "    {} · {}", numbers(one), told_by(one));
    }
    let _ = writeln!(out, "\n{} of {all} incidents, from {reports} reports.", found.len());
    out
}

pub(super) fn when(one: &Incident) -> String {
    let told = match (&one.time.start, &one.time.end) {
        (Some(start), Some(end)) if start == end => start.clone(),
        (Some(start), Some(end)) => format!("{start} to {end}"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => "no day told".to_owned(),
    };
    if one.time.stated || one.time.start.is_none() { told } else { format!("{told} (by publication)") }
}

/// Contract words as words.
pub(super) fn plain(value: &str) -> String {
    match value {
        "corroborated_occurrence" => "corroborated (occurrence)".to_owned(),
        "one_sided" => "one-sided".to_owned(),
        other => other.replace('_', " "),
    }
}

pub(super) fn statuses(one: &Incident) -> String {
    // A plan has not happened, and a label is no occurrence.
    let axis = match one.family.as_str() {
        "plan" => "planned",
        "claim" => "said to be so",
        _ => "happened",
    };
    format!(
        "{} · {axis}: {} · who: {}",
        plain(&one.roll_up).to_uppercase(),
        plain(&one.occurrence),
        plain(&one.responsibility)
    )
}

/// The three numbers, which always stand together.
pub(super) fn numbers(one: &Incident) -> String {
    let origins = match (one.origins.min, one.origins.max) {
        (min, max) if min == max => count(min, "origin"),
        (min, max) => format!("{min} to {max} origins"),
    };
    format!("{}, {origins}, {}", count(one.reports, "report"), count(one.sides.len(), "side"))
}

pub(super) fn count(number: usize, of: &str) -> String {
    format!("{number} {of}{}", if number == 1 { "" } else { "s" })
}

pub(super) fn told_by(one: &Incident) -> String {
    let sides = if one.sides.is_empty() { "no side known".to_owned() } else { one.sides.join(", ") };
    let mut out = format!("told by {sides}");
    if !one.denied_by.is_empty() {
        let _ = write!(out, " · denied by {}", one.denied_by.join(", "));
    }
    let _ = write!(out, " · {}", looked_at(one.reviewed));
    out
}

pub(super) fn looked_at(reviewed: Reviewed) -> &'static str {
    match reviewed {
        Reviewed::Machine => "machine-read",
        Reviewed::Reviewed => "reviewed",
        Reviewed::ByHand => "by hand",
    }
}

/// One incident with each side's account.
pub(crate) fn incident_accounts(one: &Incident, coded: &[Row], view: &View) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}  {}", one.id, shown(&one.label));
    if !one.aliases.is_empty() {
        let _ = writeln!(out, "    also known as {}", one.aliases.join(", "));
    }
    let place = one.place.as_ref().map_or("no place told".to_owned(), |place| shown(&place.in_words()).into_owned());
    let _ = writeln!(out, "    {place} · {}", when(one));
    let _ = writeln!(out, "    {}", statuses(one));
    let _ = writeln!(out, "    {} · {}", numbers(one), told_by(one));
    if !one.accused.is_empty() {
        let names: Vec<String> = one.accused.iter().map(|party| shown(&party.name).into_owned()).collect();
        let _ = writeln!(out, "    accused: {}", names.join(", "));
    }
    for account in &one.accounts {
        out.push('\n');
        account_lines(&mut out, one, account, view);
    }
    if !one.details.is_empty() {
        out.push_str("\nDetails\n");
        for (slot, detail) in &one.details {
            detail_lines(&mut out, slot, detail);
        }
    }
    let labels: Vec<_> = one
        .characterisation
        .iter()
        .filter(|label| !label.used_by.is_empty() || !label.rejected_by.is_empty())
        .collect();
    if !labels.is_empty() {
        out.push_str("\nParties' words (neutral counterparts)\n");
        for label in labels {
            let mut told = Vec::new();
            if !label.used_by.is_empty() {
                told.push(format!("used by {}", label.used_by.join(", ")));
            }
            if !label.rejected_by.is_empty() {
                told.push(format!("rejected by {}", label.rejected_by.join(", ")));
            }
            let _ = writeln!(out, "  {}: {}", shown(&label.label), told.join(" · "));
        }
    }
    out.push_str(&coded_rows(coded));
    let _ = writeln!(out, "\n`fogline why {}` says by which rules, and what joined these reports.", one.id);
    out
}

fn account_lines(out: &mut String, one: &Incident, account: &Account, view: &View) {
    let side = match account.side.as_deref() {
        Some(side) => format!("{side} ({})", shown(view.sides.name(side))),
        None => "Side not known".to_owned(),
    };
    if account.position == Position::NoPositionRecorded {
        let _ = writeln!(out, "{side}: {}", no_answer(one, account.side.as_deref(), view));
        return;
    }
    let position = position_words(account.position);
    let partly = !account.languages.is_empty() && account.languages.iter().all(|lang| lang != "en");
    let partly = if partly { " · partly read" } else { "" };
    let _ = writeln!(out, "{side}: {position} · {}{partly}", looked_at(account.reviewed));
    for said in &account.statements {
        said_lines(out, said, view);
    }
}

fn said_lines(out: &mut String, said: &Said, view: &View) {
    let words: Vec<String> = said.words.iter().map(|words| cut(&words.exact)).collect();
    let speaker =
        said.speaker.as_deref().map_or_else(|| "the outlet itself".to_owned(), |name| shown(name).into_owned());
    let how = said.evidential.as_deref().map(plain);
    let taken_back = said.is_taken_back().then(|| "taken back".to_owned());
    // That it was read by a machine is said of the account.
    let by = (said.reviewed != Reviewed::Machine).then(|| looked_at(said.reviewed).to_owned());
    let how: String = [how, taken_back, by].into_iter().flatten().map(|one| format!(", {one}")).collect();
    let _ = writeln!(out, "  {speaker} ({}{how}): «{}»", plain(&said.speech_act), words.join(" … "));
    let title = view.head_of(&said.document).and_then(|head| head.title.as_deref());
    let from: Vec<String> = [said.outlet.as_deref(), title, said.published.as_deref()]
        .into_iter()
        .flatten()
        .map(|part| shown(part).into_owned())
        .collect();
    let via = through(said.hops);
    let _ = writeln!(out, "      {}#{} · {}{via}", shown(&said.document), said.statement, from.join(" · "));
}

pub(super) fn cut(words: &str) -> String {
    let words = shown(words);
    match words.char_indices().nth(LETTERS) {
        Some((at, _)) => format!("{}…", words.get(..at).unwrap_or_default()),
        None => words.into_owned(),
    }
}

/// That no answer was found, with what was read: never as silence.
fn no_answer(one: &Incident, side: Option<&str>, view: &View) -> String {
    let sought = side.and_then(|side| one.answers_sought.get(side));
    let sought = sought.map_or(String::new(), |found| format!("; looked for elsewhere: {}", shown(found)));
    format!("no answer found in {}{sought}", read(view.heads_from(Some(one.time.start.as_deref().unwrap_or_default()))))
}

fn detail_lines(out: &mut String, slot: &str, detail: &Detail) {
    let status = match detail.status {
        DetailStatus::Single => "one value",
        DetailStatus::Agreeing => "agreeing",
        DetailStatus::Range => "range",
        DetailStatus::Conflicting => "conflicting",
        DetailStatus::Superseded => "replaced by its own side",
    };
    let _ = writeln!(out, "  {} ({status})", plain(slot));
    for value in &detail.values {
        let sides = if value.sides.is_empty() { "side not known".to_owned() } else { value.sides.join(", ") };
        let replaced = if value.superseded { ", replaced since" } else { "" };
        let cites = value.statements.iter().map(|citation| shown(&citation.to_string()).into_owned());
        let cites: Vec<String> = cites.collect();
        let _ = writeln!(out, "    {} · {sides}{replaced} · {}", shown(&plain(&value.value)), cites.join(", "));
    }
}

/// The rules, the origins and the links of one incident.
pub(crate) fn incident_reasons(label: &str, one: &Reasons<'_>, view: &View) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}  {}\n\nRules ({})", one.id, shown(label), one.rules);
    for reason in one.why {
        let _ = writeln!(out, "  {} {}", reason.rule, reason.says);
        for citation in &reason.rests_on {
            let words = words_of(citation, view);
            let _ = writeln!(out, "      {} {words}", shown(&citation.to_string()));
        }
    }
    let _ = writeln!(out, "\nOrigins: {} to {}", one.origins.min, one.origins.max);
    for origin in &one.origins.each {
        let may = if origin.uncertain { " (may be part of another)" } else { "" };
        let edges: Vec<String> =
            origin.edges.iter().map(|edge| format!("{} {}", edge.rule, shown(&edge.of.to_string()))).collect();
        let _ = writeln!(out, "  {}{may}: {}", shown(&origin.name), edges.join(", "));
    }
    if !one.links.is_empty() {
        out.push_str("\nWhat joined the reports\n");
        for link in one.links {
            let sum: f64 = link.evidence.iter().map(|piece| piece.weight).sum();
            let pieces: Vec<String> =
                link.evidence.iter().map(|piece| format!("{} {:+.1}", plain(&piece.name), piece.weight)).collect();
            let why = if link.by == "analyst" {
                "by a person".to_owned()
            } else {
                format!("{sum:.1} = {}", pieces.join(", "))
            };
            let _ = writeln!(
                out,
                "  {}#{} with {}#{}: {why}",
                shown(&link.document),
                link.event,
                shown(&link.to_document),
                link.to_event
            );
        }
    }
    out
}

fn words_of(citation: &fogline_reconcile::report::Citation, view: &View) -> String {
    let statement = view.cited(&citation.document).and_then(|report| report.statement(&citation.statement));
    let words = statement.map(|one| one.content.iter().map(|span| span.exact.as_str()).collect::<Vec<_>>().join(" … "));
    words.map_or(String::new(), |words| format!("«{}»", cut(&words)))
}

/// Groups of copies.
pub(crate) fn copy_list(view: &View) -> String {
    let mut out = String::new();
    if view.copies.is_empty() {
        return format!("No two of the {} reports print one text.\n", view.heads.len());
    }
    for group in &view.copies {
        let outlet = |name: &str| {
            let outlet = view.head_of(name).and_then(|head| head.outlet.as_deref()).unwrap_or("outlet not known");
            format!("{} ({})", shown(name), shown(outlet))
        };
        let _ = writeln!(out, "{}", outlet(&group.origin));
        for member in &group.members {
            let relation = serde_json::to_value(member.relation).ok();
            let relation = relation.as_ref().and_then(|value| value.as_str()).unwrap_or("copy");
            let _ = writeln!(out, "  {} {:.2}  {}", plain(relation), member.score, outlet(&member.reference));
        }
    }
    out
}
