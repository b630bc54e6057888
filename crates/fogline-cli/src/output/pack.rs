//! What a pack would change, as text.

use fogline_ask::{news::Changed, packs::diff::Differing};
use serde::Serialize;

use super::shown;

/// What a pack would change, for people.
pub(crate) fn pack_diff(found: &Differing, pack: &str) -> String {
    let mut lines = vec![format!(
        "{} of {} reports are concerned; in {} something else would be read",
        found.reread, found.reports, found.changed
    )];
    let side =
        |side: &Option<String>| side.as_deref().map_or_else(|| "no side".to_owned(), |side| shown(side).into_owned());
    for one in &found.sides {
        lines.push(format!("{} -> {}: {}", side(&one.from), side(&one.to), counted(one.statements)));
        for words in &one.examples {
            let who = words.speaker.as_deref().unwrap_or("the outlet itself");
            let exact = words.exact.split_whitespace().collect::<Vec<_>>().join(" ");
            lines.push(format!("  {}#{} {}: «{}»", shown(&words.document), words.statement, shown(who), shown(&exact)));
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
    lines.extend(found.gone.iter().map(|one| format!("gone  {} {}", one.id, shown(&one.label))));
    for one in &found.commitments {
        let (from, to) = (word(&one.from), word(&one.to));
        lines.push(format!("commitment {}: {from} -> {to}: {}", shown(&one.id), shown(&one.content)));
    }
    if found.copies_before != found.copies_after {
        lines.push(format!("copies: {} -> {} reports", found.copies_before, found.copies_after));
    }
    let (incidents, gone) = (found.incidents.len(), found.gone.len());
    lines.push(format!(
        "\n{incidents} incidents would be new or other, {gone} would be no more; nothing was recorded. `fogline pack take {pack}` takes it\n"
    ));
    lines.join("\n")
}

fn told(change: &Changed) -> String {
    let side =
        |side: &Option<String>| side.as_deref().map_or_else(|| "no side".to_owned(), |side| shown(side).into_owned());
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
            format!("account of {}: {} ({})", side(own), word(position), counted(statements.len()))
        }
        Changed::Said { side: own, from, to, statements } => {
            format!("{}: {} -> {} ({})", side(own), word(from), word(to), counted(statements.len()))
        }
        Changed::Denied { side } => format!("denied by {}", shown(side)),
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
