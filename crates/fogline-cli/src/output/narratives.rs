//! Labels for people: who uses and who rejects them.

use std::fmt::Write;

use fogline_ask::{View, narratives::Told};
use fogline_reconcile::signals::narratives::{Narrative, SideCount};

use super::{
    columns::shown,
    incidents::count,
    parts::{EMPTY, cited, read, three, word},
};

/// All labels, or their first uses alone.
pub(crate) fn narrative_list(found: &[Told], first_seen: bool, view: &View) -> String {
    if view.heads.is_empty() {
        return EMPTY.to_owned();
    }
    let mut out = String::new();
    if found.is_empty() {
        let _ = writeln!(out, "No label that the packs know was found in the {}.", read(view.heads.iter()));
        return out;
    }
    for told in found {
        let one = &told.narrative;
        let _ = writeln!(
            out,
            "{} ({})",
            shown(&one.label),
            one.words.iter().map(|one| shown(one)).collect::<Vec<_>>().join(", ")
        );
        match &one.first_use {
            Some(first) => {
                cited(&mut out, "    ", &format!("first used by «{}»: ", shown(&first.word)), &first.cited, view);
            }
            None => out.push_str("    no use was found, only what is said against it\n"),
        }
        if !first_seen {
            sides(&mut out, "used by", &one.used_by, view);
            sides(&mut out, "rejected by", &one.rejected_by, view);
            sides(&mut out, "kept away from by", &one.distanced_by, view);
            days(&mut out, one);
        }
        let _ = writeln!(out, "    {}\n", three(&told.numbers));
    }
    let _ = writeln!(out, "{}. \"First\" is the first in these.", read(view.heads.iter()));
    out
}

fn sides(out: &mut String, how: &str, all: &[SideCount], view: &View) {
    for one in all {
        let side = one.side.as_deref().map_or("side not known".into(), shown);
        let counts = format!(
            "{}, {}, {}",
            count(one.statements, "statement"),
            count(one.reports, "report"),
            count(one.origins, "origin")
        );
        let _ = writeln!(out, "    {how} {side}: {counts}");
        cited(out, "      ", "", &one.first.cited, view);
    }
}

/// Reports and origins a day.
fn days(out: &mut String, one: &Narrative) {
    for day in &one.daily {
        let side = day.side.as_deref().unwrap_or("side not known");
        let counts = format!("{}, {}", count(day.reports, "report"), count(day.origins, "origin"));
        let _ = writeln!(out, "    {} {side} {}: {counts}", day.day, word(&day.stance));
    }
}
