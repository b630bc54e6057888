//! Corrections for people: what one changed, and all of them.

use std::fmt::Write;

use fogline_ask::{
    View,
    correct::{Effect, Listed},
};
use fogline_reconcile::corrections::Change;

use super::{
    columns::shown,
    incidents::{count, cut, numbers, statuses, told_by},
    news::entries,
};

/// What a correction changed.
pub(crate) fn correction_effect(effect: &Effect, view: &View) -> String {
    let mut out = String::new();
    let correction = &effect.correction;
    let _ = writeln!(out, "recorded as {}: {}", effect.record, change_words(&correction.change));
    let _ = writeln!(out, "    by {}: {}", shown(&correction.by), shown(&correction.reason));
    if let Some(number) = correction.instead_of {
        let _ = writeln!(out, "    in the place of {number}");
    }
    if effect.changed.areas.is_empty() {
        out.push_str("No status, account or figure of an incident changes.\n");
    } else {
        entries(&mut out, &effect.changed, view);
    }
    for one in &effect.unchanged {
        let _ = writeln!(out, "  UNCHANGED {}  {}", one.id, shown(&one.label));
        let _ = writeln!(out, "      {}\n      {} · {}", statuses(one), numbers(one), told_by(one));
    }
    out
}

/// All corrections.
pub(crate) fn correction_list(all: &[Listed], reports: usize) -> String {
    if all.is_empty() {
        return format!(
            "No corrections are recorded over the {}. `fogline correct --help` shows how to make one.\n",
            count(reports, "report")
        );
    }
    let mut out = String::new();
    for one in all {
        let documents: Vec<_> = one.documents.iter().map(|name| shown(name)).collect();
        let _ = writeln!(out, "{}  {} · {}", one.record, documents.join(", "), change_words(&one.correction.change));
        let _ = writeln!(out, "    by {}, {}: {}", shown(&one.correction.by), one.at, shown(&one.correction.reason));
        if let Some(number) = one.correction.instead_of {
            let _ = writeln!(out, "    in the place of {number}");
        }
        if let Some(number) = one.replaced_by {
            let _ = writeln!(out, "    replaced by {number}");
        }
        if one.unfit {
            out.push_str("    does not fit the newest reading of the report, and has no effect now\n");
        }
    }
    out
}

/// A change in words.
pub(super) fn change_words(change: &Change) -> String {
    let whole = |statement: &Option<String>| {
        statement.as_ref().map_or("all of the report".to_owned(), |id| shown(id).into_owned())
    };
    match change {
        Change::AddStatement { statement, .. } => {
            let words: Vec<&str> = statement.content.iter().map(|span| span.exact.as_str()).collect();
            format!(
                "statement {} added by hand, {}: «{}»",
                shown(&statement.id),
                shown(&statement.speech_act),
                cut(&words.join(" … "))
            )
        }
        Change::AddEvent { event, .. } => format!(
            "event {} added by hand, {}: «{}»",
            shown(&event.id),
            event.kind.as_deref().map_or("no type".into(), shown),
            cut(&event.trigger.exact)
        ),
        Change::Edit { target, field, value, .. } => {
            format!("`{}` of {} is {}", shown(field), shown(target), cut(&value.to_string()))
        }
        Change::Merge { one, other } => format!("{} and {} are of one occurrence", shown(&one.1), shown(&other.1)),
        Change::Split { one, other } => format!("{} and {} are of two occurrences", shown(&one.1), shown(&other.1)),
        Change::Relabel { label, .. } => format!("the incident is named «{}»", shown(label)),
        Change::Retract { statement, .. } => format!("taken back by who published it: {}", whole(statement)),
        Change::Redact { start, end, .. } => format!("code points {start} to {end} may not leave the ledger"),
        Change::Review { statement, .. } => format!("reviewed: {}", whole(statement)),
        Change::LinkRow { coder, row, .. } => {
            format!("row {} of {} is an account of the incident", shown(row), shown(coder))
        }
        Change::UnlinkRow { coder, row, .. } => {
            format!("row {} of {} is no account of the incident", shown(row), shown(coder))
        }
        Change::AnswerSought { side, found, .. } => {
            format!("an answer of {} was looked for: {}", shown(side), cut(found))
        }
    }
}
