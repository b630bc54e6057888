//! Promises, agreements and warnings for people.

use std::{collections::BTreeSet, fmt::Write};

use fogline_ask::{
    View,
    commitments::{Found, Weighed, is_new},
};
use fogline_reconcile::{
    report::Citation,
    signals::{
        Cited,
        commitments::{Commitment, Evidence, Status, Timing},
        warnings::{Warning, WarningStatus},
    },
};

use super::{
    columns::shown,
    incidents::count,
    parts::{EMPTY, also_in, cited, interval, parties, place_of, quoted, read, three, word},
};

/// All that was asked for.
pub(crate) fn commitment_list(found: &Found, view: &View) -> String {
    if view.heads.is_empty() {
        return EMPTY.to_owned();
    }
    let mut out = String::new();
    if let Some(promises) = &found.promises {
        let _ = writeln!(out, "Promises, offers and announcements: {}", promises.len());
        for one in promises {
            promise(&mut out, one, view);
        }
    }
    if let Some(agreements) = &found.agreements {
        measures(&mut out, agreements, found.due, view);
    }
    if let Some(warnings) = &found.warnings {
        let _ = writeln!(out, "{}Warnings: {}", gap(&out), warnings.len());
        for one in warnings {
            warning(&mut out, one, view);
        }
    }
    let due = if found.due.is_some() {
        "; only what is due, overdue or has something new reported of it is shown"
    } else {
        ""
    };
    let some = if found.some { "; only what was asked for by status, side or words is shown" } else { "" };
    let _ = writeln!(out, "\nAs of {}; {}{due}{some}.", view.moment(), read(view.heads.iter()));
    out
}

/// A line between parts, if there is a part before.
fn gap(out: &str) -> &'static str {
    if out.is_empty() { "" } else { "\n" }
}

fn promise(out: &mut String, Weighed { what: one, numbers }: &Weighed<Commitment>, view: &View) {
    let about = one.about.as_deref().or(one.predicate.as_deref()).unwrap_or("matter not recognised");
    let _ = writeln!(out, "\n  {}  {}: {}", shown(&one.id), word(&one.kind), shown(about));
    let _ = writeln!(out, "      {}", standing(one));
    if let Some(deadline) = &one.deadline {
        let words = deadline.words.as_ref().map_or(String::new(), |words| format!("«{}», ", shown(words)));
        let _ =
            writeln!(out, "      term: {words}{} ({})", interval(&deadline.within), deadline.basis.replace('_', " "));
    }
    if let Some(first) = one.statements.first() {
        cited(out, "      ", "", first, view);
    }
    again(out, &one.statements, one.statement_total, view);
    for evidence in &one.evidence {
        reported(out, evidence, view);
    }
    hidden(out, one.evidence_total, one.evidence.len());
    let _ = writeln!(out, "      {}", three(numbers));
}

/// Where it stands, in words that say who reports and nothing else.
fn standing(one: &Commitment) -> String {
    let by = |sides: &[String]| if sides.is_empty() { "nobody of a known side".to_owned() } else { sides.join(", ") };
    let status = match one.status {
        Status::Open => "open".to_owned(),
        Status::Due => "due".to_owned(),
        Status::Overdue => "its day is over, and nothing is reported of it".to_owned(),
        Status::FulfilmentReported => format!("reported as carried out by {}", by(&one.fulfilment_reported_by)),
        Status::ViolationAlleged => format!("reported as not held by {}", by(&one.violation_reported_by)),
        Status::Disputed => format!(
            "reports differ: as carried out by {}; as not by {}",
            by(&one.fulfilment_reported_by),
            by(&one.violation_reported_by)
        ),
        Status::Superseded => "replaced since by its own side".to_owned(),
        Status::Expired => "its term is over".to_owned(),
        Status::NotTestable => "its words name nothing that could be seen to happen".to_owned(),
    };
    let timing = match one.timing {
        Timing::NoDeadline => "names no day",
        Timing::Unresolved => "hangs on something whose day is not known",
        Timing::Upcoming => "its day is to come",
        Timing::Due => "its day is now",
        Timing::Past => "its day is over",
    };
    let doubted =
        if one.doubted_by.is_empty() { String::new() } else { format!(" · doubted by {}", one.doubted_by.join(", ")) };
    let timing = if one.status == Status::Overdue { String::new() } else { format!(" · {timing}") };
    format!("{status}{timing}{doubted}")
}

/// Where something was said again after its first statement, of so many in all.
fn again(out: &mut String, all: &[Cited], total: usize, view: &View) {
    for other in all.iter().skip(1) {
        let _ = writeln!(out, "      said again: {}", place_of(&other.citation, None, view));
    }
    let hidden = total.saturating_sub(all.len());
    if hidden > 0 {
        let _ = writeln!(out, "      said again {} more between the first and these", count(hidden, "time"));
    }
}

fn reported(out: &mut String, one: &Evidence, view: &View) {
    cited(out, "      ", &format!("{}: ", effect(one)), &one.cited, view);
    also_in(out, "          ", &one.also_in);
}

/// How much of what is reported is not shown.
fn hidden(out: &mut String, total: usize, shown: usize) {
    let hidden = total.saturating_sub(shown);
    if hidden > 0 {
        let _ = writeln!(
            out,
            "      and {}; the JSON form has the first and the latest of each side",
            count(hidden, "more statement")
        );
    }
}

fn effect(one: &Evidence) -> String {
    word(&one.effect)
}

/// Measures of which something is reported; the others are counted. Those on which the same bears stand together.
fn measures(out: &mut String, all: &[Weighed<Commitment>], since: Option<i64>, view: &View) {
    let _ = writeln!(out, "{}Measures of agreements in force: {}", gap(out), all.len());
    let cites = |one: &Commitment| one.evidence.iter().map(|one| one.cited.citation.clone()).collect::<Vec<_>>();
    let (told, silent): (Vec<_>, Vec<_>) = all.iter().partition(|one| !one.what.evidence.is_empty());
    let mut groups: Vec<(Vec<Citation>, Vec<&Weighed<Commitment>>)> = Vec::new();
    for one in told {
        let own = cites(&one.what);
        match groups.iter_mut().find(|(known, _)| *known == own) {
            Some((_, group)) => group.push(one),
            None => groups.push((own, vec![one])),
        }
    }
    for (_, group) in groups {
        out.push('\n');
        for Weighed { what: one, .. } in &group {
            let measure = one.measure.as_ref();
            let (name, text) = measure.map_or(("", ""), |measure| (measure.name.as_str(), measure.text.as_str()));
            let _ = writeln!(out, "  {}  {}: {}", shown(&one.id), shown(name), quoted(&[text.to_owned()]));
        }
        let Some(Weighed { what: one, numbers }) = group.first() else { continue };
        let _ = writeln!(out, "      {} · binds {}", standing(one), parties(&one.promisor));
        let latest = latest(one, since);
        for evidence in &latest {
            reported(out, evidence, view);
        }
        hidden(out, one.evidence_total, latest.len());
        let _ = writeln!(out, "      {}", three(numbers));
    }
    if !silent.is_empty() {
        let _ = writeln!(out, "\n  of {} of them nothing is reported in what was read", silent.len());
    }
}

/// Hundreds of statements may bear on one measure: of those that are new where a time is given, the latest of each side.
fn latest(one: &Commitment, since: Option<i64>) -> Vec<&Evidence> {
    let mut sides = BTreeSet::new();
    let new = one.evidence.iter().rev().filter(|one| since.is_none_or(|since| is_new(&one.cited, since)));
    let mut latest: Vec<&Evidence> =
        new.filter(|one| sides.insert((one.effect, &one.cited.speaker.party.side))).collect();
    latest.reverse();
    latest
}

fn warning(out: &mut String, Weighed { what: one, numbers }: &Weighed<Warning>, view: &View) {
    let harm =
        one.harm.words.as_deref().map_or("harm not recognised".to_owned(), |words| format!("«{}»", shown(words)));
    let by = if one.agent.is_empty() { "nobody named".to_owned() } else { parties(&one.agent) };
    let _ = writeln!(out, "\n  {}  warning of {harm} by {by}", shown(&one.id));
    let status = match one.status {
        WarningStatus::Open => "open",
        WarningStatus::HorizonPassed => "its time is over, and nobody is known to have reported the harm",
        WarningStatus::OutcomeReported => "someone reports the harm",
    };
    let until = one.until.as_deref().map_or("no day named".to_owned(), |until| format!("until {until}"));
    let words = |list: &[String]| list.iter().map(|words| format!(" «{}»", shown(words))).collect::<String>();
    let _ = writeln!(out, "      {status} · {until}{}{}", words(&one.horizon), words(&one.likelihood));
    if let Some(first) = one.statements.first() {
        cited(out, "      ", "", first, view);
    }
    again(out, &one.statements, one.statement_total, view);
    for outcome in &one.outcome {
        cited(out, "      ", "reported since: ", &outcome.cited, view);
    }
    hidden(out, one.outcome_total, one.outcome.len());
    let _ = writeln!(out, "      {}", three(numbers));
}
