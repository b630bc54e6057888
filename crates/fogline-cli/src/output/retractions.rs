//! Corrections and retractions for people.

use std::fmt::Write;

use super::{
    columns::shown,
    incidents::{count, cut},
    parts::{EMPTY, place_of, read},
};
use fogline_ask::{
    View,
    retractions::{Found, Way},
};

/// What was changed or taken back; with the number of issued briefs where only what they cite was asked for.
pub(crate) fn retraction_list(found: &[Found], briefs: Option<usize>, view: &View) -> String {
    if view.heads.is_empty() && found.is_empty() {
        return EMPTY.to_owned();
    }
    let mut out = String::new();
    let asked = briefs.map_or(String::new(), |briefs| format!(" that {} cite", count(briefs, "issued brief")));
    if found.is_empty() {
        let _ = writeln!(
            out,
            "No correction, retraction, later version or erased document was found{}; {}.",
            if asked.is_empty() { String::new() } else { format!(" among the documents{asked}") },
            read(view.heads.iter())
        );
        if briefs == Some(0) {
            out.push_str("No brief has been issued from this ledger yet. Without --cited all are listed.\n");
        }
        return out;
    }
    for one in found {
        let statement = one.statement.as_ref().map_or(String::new(), |statement| format!("#{}", shown(statement)));
        let title = view.head_of(&one.of).and_then(|head| head.title.as_deref());
        let title = title.map_or(String::new(), |title| format!("  {}", shown(title)));
        let _ = writeln!(out, "{}{statement}{title}", shown(&one.of));
        let words = one.words.as_deref().map_or(String::new(), |words| format!(": {}", cut(words)));
        let _ = writeln!(out, "    {}{words}", way(one.way));
        if let Some(by) = &one.by {
            let _ = writeln!(out, "    in {}", place_of(by, None, view));
        }
        if let Some(later) = &one.later {
            let outlet = view.head_of(later).and_then(|head| head.outlet.as_deref()).unwrap_or("outlet not known");
            let _ = writeln!(out, "    {} ({})", shown(later), shown(outlet));
        }
        let person = one.person.as_deref().map(|person| format!("by hand, by {}", shown(person)));
        let at = one.at.as_deref().map(|at| format!("on {at}"));
        let facts: Vec<String> = [person, at].into_iter().flatten().collect();
        if !facts.is_empty() {
            let _ = writeln!(out, "    {}", facts.join(", "));
        }
        for brief in &one.cited_in {
            let _ = writeln!(out, "    cited in the brief of record {}, issued {}", brief.record, brief.issued);
        }
    }
    let _ = writeln!(out, "\n{} found{asked}; {}.", found.len(), read(view.heads.iter()));
    if briefs.is_some() && found.iter().any(|one| one.way == Way::Erased) {
        out.push_str(
            "A brief that quoted an erased document was erased with it, so whether one did is not known here.\n",
        );
    }
    out
}

fn way(way: Way) -> &'static str {
    match way {
        Way::Correction => "says that it corrects",
        Way::FigureReplaced => "figure replaced",
        Way::Retraction => "taken back",
        Way::LaterVersion => "there is a later version",
        Way::ReadingChanged => "its reading was changed here",
        Way::Redacted => "words of it may not leave the ledger",
        Way::Erased => "erased here",
    }
}
