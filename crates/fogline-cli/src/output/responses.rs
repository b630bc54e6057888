//! Claims and answers for people.

use std::fmt::Write;

use super::{
    columns::shown,
    incidents::count,
    parts::{EMPTY, also_in, languages, place_of, quoted, read, three},
};
use fogline_ask::{
    View,
    numbers::Looked,
    responses::{Claimed, Response, Said},
};

/// Claims with their answers.
pub(crate) fn response_list(found: &[Claimed], all: usize, view: &View) -> String {
    if view.heads.is_empty() {
        return EMPTY.to_owned();
    }
    let mut out = String::new();
    if found.is_empty() {
        let _ = match all {
            0 => writeln!(out, "No claim against anyone was found in the {}.", read(view.heads.iter())),
            _ => writeln!(out, "None of {} is among what was asked for.", count(all, "claim")),
        };
        return out;
    }
    for one in found {
        let side = one.accused_side.as_deref().map_or("side not known".to_owned(), |side| shown(side).into_owned());
        let about = match (&one.incident, &one.label) {
            (Some(id), Some(label)) => format!("{id}  {}", shown(label)),
            _ => "of no incident".to_owned(),
        };
        let names: Vec<_> = one.accused.iter().map(|name| shown(name)).collect();
        let accused = if names.is_empty() { side } else { format!("{} ({side})", names.join(", ")) };
        let _ = writeln!(out, "{about}\n    accused: {accused} · {}", response(one));
        for claim in &one.claims {
            said(&mut out, "claims", claim, view);
        }
        for answer in &one.answers {
            said(&mut out, "its side", answer, view);
        }
        let _ = writeln!(out, "    {}\n", three(&one.numbers));
    }
    let _ = writeln!(out, "{} of {}; {}.", found.len(), count(all, "claim"), read(view.heads.iter()));
    out
}

fn response(one: &Claimed) -> String {
    match one.response {
        Response::Denied => "DENIED".to_owned(),
        Response::Acknowledged => "ACKNOWLEDGED".to_owned(),
        Response::Commented => "SPEAKS OF THE SAME, neither denies nor acknowledges it".to_owned(),
        Response::Declined => "DECLINED TO COMMENT".to_owned(),
        Response::NoAnswerFound => {
            let sought = one.sought.as_deref().map(|found| format!("; looked for elsewhere: {}", shown(found)));
            format!("no answer found in {}{}", looked(&one.looked), sought.unwrap_or_default())
        }
    }
}

fn looked(one: &Looked) -> String {
    let all = one.reports.values().sum();
    let langs = languages(one.reports.iter().map(|(lang, number)| (lang.as_str(), *number)));
    let from_to = match (&one.from, &one.to) {
        (Some(from), Some(to)) => format!(", published {from} to {to}"),
        _ => String::new(),
    };
    format!("{} read{langs}{from_to}", count(all, "report"))
}

fn said(out: &mut String, how: &str, one: &Said, view: &View) {
    let speaker = one.speaker.as_deref().map_or("the outlet itself, or someone without a name".into(), shown);
    let side = one.side.as_deref().unwrap_or("side not known");
    let act = one.speech_act.replace('_', " ");
    let _ = writeln!(out, "    {how}: {speaker} ({side}, {act}): {}", quoted(&one.exact));
    let _ = writeln!(out, "        {}", place_of(&one.citation, None, view));
    also_in(out, "        ", &one.also_in);
}
