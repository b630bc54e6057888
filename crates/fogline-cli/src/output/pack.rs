//! What a pack would change, as text.

use fogline_ask::{
    news::Changed,
    packs::diff::{Differing, Which},
};
use fogline_reconcile::{incidents::Position, signals::Party};
use serde::Serialize;

use super::shown;

/// What a pack would change, for people.
pub(crate) fn pack_diff(found: &Differing, pack: &str) -> String {
    let mut lines = vec![format!(
        "{} of {} reports are concerned; in {} something else would be read",
        found.reread, found.reports, found.changed
    )];
    for one in &found.sides {
        lines.push(format!(
            "{} -> {}: {}",
            side(one.from.as_deref()),
            side(one.to.as_deref()),
            counted(one.which.statements)
        ));
        lines.extend(examples(&one.which));
    }
    for one in &found.acts {
        let act = |act: &Option<String>| act.as_deref().unwrap_or("nothing").replace('_', " ");
        lines.push(format!("{} -> {} as act: {}", act(&one.from), act(&one.to), counted(one.which.statements)));
        lines.extend(examples(&one.which));
    }
    for (what, which) in [("new", &found.added), ("no more", &found.lost)] {
        if which.statements > 0 {
            lines.push(format!("{what}: {}", counted(which.statements)));
            lines.extend(examples(which));
        }
    }
    if !found.incidents.is_empty() || !found.gone.is_empty() {
        lines.push(String::new());
    }
    for entry in &found.incidents {
        let one = &entry.incident;
        let what = if entry.is_new { "new  " } else { "other" };
        lines.push(format!("{what} {} {}", one.id, shown(&one.label)));
        for was in &entry.was {
            lines.push(format!("  was {was}"));
        }
        if entry.is_new {
            let statuses = [&one.occurrence, &one.responsibility].map(|status| status.replace('_', " "));
            lines.push(format!("  happened: {}; who: {}", statuses[0], statuses[1]));
        }
        lines.extend(entry.changes.iter().map(|change| format!("  {}", told(change))));
    }
    for one in &found.gone {
        let what = if one.into.is_some() { "joined" } else { "gone " };
        lines.push(format!("{what} {} {}", one.id, shown(&one.label)));
        if let Some(into) = &one.into {
            lines.push(format!("  into {} {}", into.id, shown(&into.label)));
        }
        let statuses = [&one.occurrence, &one.responsibility].map(|status| status.replace('_', " "));
        lines.push(format!("  was happened: {}; who: {}", statuses[0], statuses[1]));
    }
    for one in &found.commitments {
        lines.push(format!("commitment {}: {}", shown(&one.id), shown(&one.content)));
        let (from, to) = (word(&one.from), word(&one.to));
        if from != to {
            lines.push(format!("  {from} -> {to}"));
        }
        let (from, to) = (parties(&one.by_from), parties(&one.by_to));
        if from != to {
            lines.push(format!("  by {from} -> {to}"));
        }
    }
    if found.copies_before != found.copies_after {
        lines.push(format!("copies: {} -> {} reports", found.copies_before, found.copies_after));
    }
    let joined = found.gone.iter().filter(|one| one.into.is_some()).count();
    lines.push(format!(
        "\n{} incidents now, {} then: {} would be new or other, {joined} joined into others, {} no more; nothing was recorded. \
         `fogline pack take {pack}` takes it\n",
        found.incidents_before,
        found.incidents_after,
        found.incidents.len(),
        found.gone.len() - joined,
    ));
    lines.join("\n")
}

fn side(side: Option<&str>) -> String {
    side.map_or_else(|| "no side".to_owned(), |side| shown(side).into_owned())
}

fn examples(which: &Which) -> impl Iterator<Item = String> {
    which.examples.iter().map(|words| {
        let who = words.speaker.as_deref().unwrap_or("the outlet itself");
        let exact = words.exact.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("  {}#{} {}: «{}»", shown(&words.document), words.statement, shown(who), shown(&exact))
    })
}

/// Who is committed, each with its side.
fn parties(all: &[Party]) -> String {
    let one = |one: &Party| match (one.name.as_deref(), &one.side) {
        (Some(name), own) => format!("{} ({})", shown(name), side(own.as_deref())),
        (None, own) => side(own.as_deref()),
    };
    if all.is_empty() { "nobody".to_owned() } else { all.iter().map(one).collect::<Vec<_>>().join(", ") }
}

fn told(change: &Changed) -> String {
    match change {
        Changed::Status { of, from, to } => {
            let of = match *of {
                "occurrence" => "happened",
                "responsibility" => "who",
                other => other,
            };
            format!("{}: {} -> {}", of.replace('_', " "), from.replace('_', " "), to.replace('_', " "))
        }
        Changed::Account { side: own, position, statements } => {
            format!("account of {}: {} ({})", side(own.as_deref()), word(position), counted(statements.len()))
        }
        Changed::Said { side: own, from, to, statements } => {
            format!("{}: {} -> {} ({})", side(own.as_deref()), word(from), word(to), counted(statements.len()))
        }
        Changed::Unsaid { side: own, to: Position::NoPositionRecorded, from, statements } => {
            format!(
                "no account of {} any more, was: {} ({})",
                side(own.as_deref()),
                word(from),
                counted(statements.len())
            )
        }
        Changed::Unsaid { side: own, statements, .. } => {
            format!("no more of {}: {}", side(own.as_deref()), counted(statements.len()))
        }
        Changed::Denied { side } => format!("denied by {}", shown(side)),
        Changed::Undenied { side } => format!("not denied by {} any more", shown(side)),
        Changed::Value { slot, value, sides, .. } => {
            format!("{}: {} by {}", slot.replace('_', " "), shown(value), shown(&sides.join(", ")))
        }
        Changed::Label { from, to } => format!("name: {} -> {}", shown(from), shown(to)),
        Changed::Reviewed { from, to } => format!("looked at: {} -> {}", word(from), word(to)),
        Changed::AnswerSought { side, found } => format!("answer of {} sought: {}", shown(side), shown(found)),
        Changed::Numbers { from, to } => format!(
            "origins: {} -> {}; sides: {} -> {}",
            from.origins,
            to.origins,
            shown(&from.sides.join(", ")),
            shown(&to.sides.join(", "))
        ),
    }
}

/// So many statements.
fn counted(statements: usize) -> String {
    match statements {
        0 => "by what is told already".to_owned(),
        1 => "1 statement".to_owned(),
        more => format!("{more} statements"),
    }
}

/// A value of a closed list as a word; nothing where there is none.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word.replace('_', " "),
        _ => "nothing".to_owned(),
    }
}
