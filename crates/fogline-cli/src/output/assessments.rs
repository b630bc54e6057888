//! Judgements for people.

use std::fmt::Write;

use fogline_ask::assess::{Cited, Listed};
use fogline_reconcile::assessments::Held;

use super::columns::shown;

/// The judgements, each with who made it and what it rests on.
pub(crate) fn assessment_list(all: &[Listed]) -> String {
    if all.is_empty() {
        return "No judgements are recorded. `fogline assess add --help` shows how to make one.\n".to_owned();
    }
    let mut out = String::new();
    for one in all {
        let _ = writeln!(out, "{}  {}\n    {}", one.record, about(one), shown(&one.text));
        if let Some(words) = held(one) {
            let _ = writeln!(out, "    {words}");
        }
        let _ = match (one.grade, &one.source, &one.content) {
            (Some(grade), Some(source), Some(content)) => writeln!(out, "    {grade}: {source}; {content}"),
            _ => writeln!(out, "    not graded"),
        };
        if !one.evidence.is_empty() {
            let all: Vec<String> = one.evidence.iter().map(name).collect();
            let _ = writeln!(out, "    rests on {}", all.join(", "));
        }
        let place = one.instead_of.map(|number| format!(", in the place of {number}")).unwrap_or_default();
        let _ = writeln!(out, "    judged by {}, {}{place}", shown(&one.by), one.at);
        if let Some(number) = one.replaced_by {
            let how = if one.withdrawn { "taken back by record" } else { "replaced by" };
            let _ = writeln!(out, "    holds no more: {how} {number}");
        }
    }
    out
}

/// What a judgement is of.
pub(super) fn about(one: &Listed) -> String {
    match (&one.incident, &one.statement) {
        (Some(incident), _) => format!("incident {incident}"),
        (_, Some(cited)) => format!("statement {}", name(cited)),
        (None, None) => "an incident that no report tells of any more".to_owned(),
    }
}

/// How likely, or how sure.
pub(super) fn held(one: &Listed) -> Option<String> {
    Some(match (one.held?, one.chance) {
        (Held::Likelihood(likelihood), Some((least, most))) => format!("{likelihood} ({least} to {most} %)"),
        (Held::Likelihood(likelihood), None) => likelihood.to_string(),
        (Held::Confidence(confidence), _) => format!("{confidence} confidence"),
    })
}

fn name(cited: &Cited) -> String {
    let document = shown(&cited.document);
    cited.statement.as_ref().map_or_else(|| document.to_string(), |id| format!("{document}#{}", shown(id)))
}
