//! Figures that changed or differ, for people.

use std::fmt::Write;

use fogline_ask::{View, figures::Figures};
use fogline_reconcile::report::Citation;

use super::{
    columns::shown,
    incidents::{count, plain},
    parts::{EMPTY, cited, place_of, quoted, read, three, word},
};

/// Figures with who gave them.
pub(crate) fn figure_list(found: &[Figures], all: usize, view: &View) -> String {
    if view.heads.is_empty() {
        return EMPTY.to_owned();
    }
    let mut out = String::new();
    if found.is_empty() {
        let _ = match all {
            0 => writeln!(
                out,
                "No figure changed, and no two accounts give another, in the {}.",
                read(view.heads.iter())
            ),
            _ => writeln!(out, "None of {} that changed or differ came out since then.", count(all, "figure")),
        };
        return out;
    }
    for one in found {
        let about = one.incident.as_ref().map_or(String::new(), |id| format!("{id}  "));
        let status = one.status.map_or(String::new(), |status| format!(": {}", status_words(&word(&status))));
        let _ = writeln!(out, "{about}{}\n    {}{status}", shown(&one.label), plain(&one.slot));
        for value in &one.values {
            let sides = if value.sides.is_empty() { "side not known".to_owned() } else { value.sides.join(", ") };
            let replaced = if value.superseded { ", replaced since" } else { "" };
            let _ = writeln!(out, "    {} · {sides}{replaced}", shown(&value.value));
            for citation in &value.statements {
                words(&mut out, citation, view);
            }
        }
        for change in &one.changes {
            let _ =
                writeln!(out, "    changed from «{}» to «{}»", shown(&change.from.figure), shown(&change.to.figure));
            cited(&mut out, "        ", "from ", &change.from.cited, view);
            cited(&mut out, "        ", "to ", &change.to.cited, view);
        }
        let _ = writeln!(out, "    {}\n", three(&one.numbers));
    }
    let _ = writeln!(out, "{} of {}; {}.", found.len(), count(all, "figure"), read(view.heads.iter()));
    out
}

fn status_words(status: &str) -> &str {
    match status {
        "single" => "one value stands",
        "agreeing" => "accounts agree",
        "range" => "can all hold",
        "conflicting" => "cannot all hold",
        "superseded" => "replaced by its own side",
        other => other,
    }
}

fn words(out: &mut String, citation: &Citation, view: &View) {
    let report = view.cited(&citation.document);
    let statement = report.and_then(|report| report.statement(&citation.statement));
    let exact: Vec<String> = statement.iter().flat_map(|one| &one.content).map(|span| span.exact.clone()).collect();
    let speaker = statement.and_then(|one| one.speaker.actor.as_deref());
    let name = report.zip(speaker).and_then(|(report, id)| report.actor(id)).map(|actor| actor.name.as_str());
    let _ = writeln!(out, "        {}: {}", name.map_or("the outlet itself".into(), shown), quoted(&exact));
    let _ = writeln!(out, "            {}", place_of(citation, None, view));
}
