//! An incident's history for people.

use std::fmt::Write;

use fogline_ask::history::{History, What};

use super::{
    assessments::{about, held},
    columns::shown,
    corrections::change_words,
    incidents::{cut, plain},
};

/// What has made an incident what it is, an entry a line or two, with the time from which it is known.
pub(crate) fn incident_history(one: &History) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}  {}\n", one.id, shown(&one.label));
    let name =
        |text: &Option<String>, none: &str| text.as_deref().map_or(none.to_owned(), |text| shown(text).into_owned());
    for entry in &one.entries {
        let _ = match entry {
            What::Report(told) => {
                let copy = told.copy.as_ref().map(|copy| {
                    let relation = serde_json::to_value(copy.relation).unwrap_or_default();
                    format!(
                        "; prints the text of {} ({})",
                        shown(&copy.origin),
                        plain(relation.as_str().unwrap_or_default())
                    )
                });
                writeln!(
                    out,
                    "{}  report {}: {}\n    {}, published {}{}",
                    told.at,
                    shown(&told.document),
                    name(&told.title, "without a title"),
                    name(&told.outlet, "outlet not known"),
                    name(&told.published, "at a time not known"),
                    copy.unwrap_or_default()
                )
            }
            What::Reading(again) => writeln!(out, "{}  report {} read again", again.at, shown(&again.document)),
            What::Correction(own) => {
                let correction = &own.correction;
                let documents: Vec<_> = own.documents.iter().map(|name| shown(name)).collect();
                let place =
                    correction.instead_of.map(|number| format!(", in the place of {number}")).unwrap_or_default();
                let gone = own.replaced_by.map(|number| format!("; replaced by {number}")).unwrap_or_default();
                writeln!(
                    out,
                    "{}  correction {} · {} · {}\n    by {}: {}{place}{gone}",
                    own.at,
                    own.record,
                    documents.join(", "),
                    change_words(&correction.change),
                    shown(&correction.by),
                    shown(&correction.reason)
                )
            }
            What::Assessment(own) => {
                let place = own.instead_of.map(|number| format!(", in the place of {number}")).unwrap_or_default();
                let gone = own.replaced_by.map(|number| format!("; holds no more since {number}")).unwrap_or_default();
                let grade = own.grade.map(|grade| grade.to_string());
                let said: Vec<String> = held(own).into_iter().chain(grade).collect();
                let said = if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) };
                let about = about(own);
                writeln!(
                    out,
                    "{}  judgement {} of {about}{said}: {}\n    by {}{place}{gone}",
                    own.at,
                    own.record,
                    cut(&own.text),
                    shown(&own.by)
                )
            }
            What::Withdrawal(own) => writeln!(
                out,
                "{}  judgement {} taken back\n    by {}: {}",
                own.at,
                own.instead_of,
                shown(&own.by),
                shown(&own.reason)
            ),
        };
    }
    out
}
