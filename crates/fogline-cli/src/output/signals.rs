//! Commitments, warnings, labels, changed figures and answers, for people. Statuses are printed with who reports them.

use std::fmt::Write;

use fogline_reconcile::signals::{
    Cited, Deadline, Party, Way,
    commitments::{Commitment, Effect, Evidence, Kind, Status, Timing},
    figures::{Series, Value},
    narratives::{Narrative, SideCount},
    responses::{Claim, Response},
    warnings::{Warning, WarningStatus},
};

use super::columns::shown;

/// Letters of exact words that a line shows.
const LETTERS: usize = 160;

/// Commitments with what is reported of them, latest evidence last.
pub(crate) fn commitment_list(found: &[&Commitment], reports: usize) -> String {
    if found.is_empty() {
        return format!("No commitments of this kind are told in {}.\n", count(reports, "report"));
    }
    let mut out = String::new();
    for one in found {
        let _ = writeln!(out, "{}  {}", shown(&one.id), commitment_status(one));
        let _ = writeln!(out, "    {} by {}: {}", kind(one.kind), parties(&one.promisor), content(one));
        let _ = writeln!(out, "    {}", term(one));
        for said in &one.statements {
            let _ = writeln!(out, "    said   {}", line(said));
        }
        for evidence in &one.evidence {
            let _ =
                writeln!(out, "    {:<6} {}{}", effect(evidence), line(&evidence.cited), also(evidence.also_in.len()));
        }
        let hidden = one.evidence_total.saturating_sub(one.evidence.len());
        if hidden > 0 {
            let _ = writeln!(out, "    and {hidden} more of the same sides and kinds; JSON and `why` count them");
        }
    }
    let _ = writeln!(out, "\n{}, from {}.", count(found.len(), "commitment"), count(reports, "report"));
    out
}

/// What is known of its outcome, in words that say who reports it.
fn commitment_status(one: &Commitment) -> String {
    let by = |sides: &[String]| if sides.is_empty() { "a side not known".to_owned() } else { sides.join(", ") };
    let status = match one.status {
        Status::Open => "OPEN".to_owned(),
        Status::Due => "DUE".to_owned(),
        Status::Overdue => "OVERDUE · no report of its outcome found".to_owned(),
        Status::FulfilmentReported => format!("FULFILMENT REPORTED by {}", by(&one.fulfilment_reported_by)),
        Status::ViolationAlleged => format!("VIOLATION ALLEGED by {}", by(&one.violation_reported_by)),
        Status::Disputed => {
            let mut told = vec!["DISPUTED".to_owned()];
            if !one.fulfilment_reported_by.is_empty() {
                told.push(format!("fulfilment reported by {}", one.fulfilment_reported_by.join(", ")));
            }
            if !one.violation_reported_by.is_empty() {
                told.push(format!("the opposite reported by {}", one.violation_reported_by.join(", ")));
            }
            told.join(" · ")
        }
        Status::Superseded => "SUPERSEDED by its own side".to_owned(),
        Status::Expired => "EXPIRED".to_owned(),
        Status::NotTestable => "NOT TESTABLE".to_owned(),
    };
    if one.doubted_by.is_empty() { status } else { format!("{status} · doubted by {}", one.doubted_by.join(", ")) }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::AgreementInForce => "agreement in force",
        Kind::UnilateralPromise => "promise",
        Kind::Announcement => "announcement",
        Kind::Offer => "offer",
        Kind::DeclaredWillingness => "declared willingness",
    }
}

/// What it says, and what it was taken to be about.
fn content(one: &Commitment) -> String {
    if let Some(measure) = &one.measure {
        return format!("{} {}: {}", shown(&measure.name), shown(&measure.measure), shown(&measure.text));
    }
    let Some(about) = &one.about else { return "about nothing that could be seen to happen".to_owned() };
    let places: Vec<&str> = one.scope.places.iter().map(|place| place.name.as_str()).collect();
    let mut out = match one.way {
        Way::Done => format!("about: {}", shown(about)),
        Way::Undone => format!("about the opposite of: {}", shown(about)),
    };
    if !places.is_empty() {
        let _ = write!(out, " ({})", shown(&places.join(", ")));
    }
    out
}

fn term(one: &Commitment) -> String {
    let Some(deadline) = &one.deadline else { return "no day named".to_owned() };
    let mut out = match (one.timing, days(deadline)) {
        (_, None) => "day not known".to_owned(),
        (Timing::Past, Some(days)) => format!("was due {days}"),
        (Timing::Due, Some(days)) => format!("due {days}: now"),
        (_, Some(days)) => format!("due {days}"),
    };
    if let Some(words) = deadline.anchor.as_ref().or(deadline.words.as_ref()) {
        let _ = write!(out, " \"{}\"", shown(words));
    }
    if let Some(from) = &deadline.carried_from {
        let _ = write!(out, " (carried over from {})", shown(&from.to_string()));
    }
    out
}

fn days(deadline: &Deadline) -> Option<String> {
    let day = |text: &Option<String>| text.as_deref().and_then(|text| text.get(..10)).map(str::to_owned);
    match (day(&deadline.within.start), day(&deadline.within.end)) {
        (Some(start), Some(end)) if start != end => Some(format!("{start} to {end}")),
        (start, end) => end.or(start),
    }
}

fn effect(evidence: &Evidence) -> &'static str {
    match evidence.effect {
        Effect::Restates => "again",
        Effect::FulfilmentReported => "done?",
        Effect::ViolationAlleged => "not?",
        Effect::Contradicts => "against",
        Effect::Doubts => "doubt",
        Effect::Denies => "denial",
        Effect::Extends => "moved",
    }
}

/// Warnings with what is reported since.
pub(crate) fn warning_list(found: &[&Warning], reports: usize) -> String {
    if found.is_empty() {
        return format!("No warnings are told in {}.\n", count(reports, "report"));
    }
    let mut out = String::new();
    for one in found {
        let status = match one.status {
            WarningStatus::Open => "OPEN",
            WarningStatus::HorizonPassed => "HORIZON PASSED · no report of the harm found",
            WarningStatus::OutcomeReported => "OUTCOME REPORTED",
        };
        let _ = writeln!(out, "{}  {status}", shown(&one.id));
        let harm = one.harm.words.as_deref().map_or("harm not read".to_owned(), |words| shown(words).into_owned());
        let _ = writeln!(out, "    {} of {harm} by {}", parties(&one.issuer), parties(&one.agent));
        let quoted =
            |list: &[String]| list.iter().map(|one| format!("\"{}\"", shown(one))).collect::<Vec<_>>().join(", ");
        let mut worded = Vec::new();
        if !one.likelihood.is_empty() {
            worded.push(format!("likelihood as worded: {}", quoted(&one.likelihood)));
        }
        if !one.horizon.is_empty() || one.until.is_some() {
            let until = one.until.as_deref().map_or(String::new(), |until| format!(" until {until}"));
            worded.push(format!("horizon: {}{until}", quoted(&one.horizon)));
        }
        if !worded.is_empty() {
            let _ = writeln!(out, "    {}", worded.join(" · "));
        }
        for said in &one.statements {
            let _ = writeln!(out, "    said   {}", line(said));
        }
        for outcome in &one.outcome {
            let _ = writeln!(out, "    later  {}", line(&outcome.cited));
        }
    }
    let _ = writeln!(out, "\n{}, from {}.", count(found.len(), "warning"), count(reports, "report"));
    out
}

/// Labels with who stands how to them; with `daily` also the counts a day.
pub(crate) fn narrative_list(found: &[&Narrative], reports: usize, daily: bool) -> String {
    if found.is_empty() {
        return format!("None of the packs' labels stands in {}.\n", count(reports, "report"));
    }
    let mut out = String::new();
    for one in found {
        let _ = writeln!(out, "\"{}\"  (neutral: {})", shown(&one.words.join("\", \"")), shown(&one.label));
        for (word, sides) in
            [("used by", &one.used_by), ("rejected by", &one.rejected_by), ("kept off by", &one.distanced_by)]
        {
            if !sides.is_empty() {
                let _ = writeln!(out, "    {word} {}", sides.iter().map(side_count).collect::<Vec<_>>().join(" · "));
            }
        }
        if let Some(first) = &one.first_use {
            let channel = &first.cited.channel;
            let through: Vec<&str> =
                [&channel.kind, &channel.medium].into_iter().flatten().map(String::as_str).collect();
            let _ = writeln!(out, "    first  {} [{}]", line(&first.cited), shown(&through.join(", ")));
        }
        if daily {
            for day in &one.daily {
                let side = day.side.as_deref().unwrap_or("side not known");
                let stance = format!("{:?}", day.stance).to_lowercase();
                let _ = writeln!(out, "    {}  {side} {stance}: {}", day.day, origins(day.origins, day.reports));
            }
        }
    }
    let _ = writeln!(
        out,
        "\n{}, from {}. Counts are of origins; no trend is claimed.",
        count(found.len(), "label"),
        count(reports, "report")
    );
    out
}

fn side_count(one: &SideCount) -> String {
    let side = one.side.as_deref().unwrap_or("side not known");
    format!("{} ({})", shown(side), origins(one.origins, one.reports))
}

fn origins(origins: usize, reports: usize) -> String {
    format!("{}, {}", count(origins, "origin"), count(reports, "report"))
}

/// Figures from and to.
pub(crate) fn change_list(found: &[&Series], reports: usize) -> String {
    if found.is_empty() {
        return format!("No figure was changed by who gave it, in {}.\n", count(reports, "report"));
    }
    let mut out = String::new();
    for one in found {
        let unit = one.unit.as_ref().map_or(String::new(), |unit| format!(" ({})", shown(unit)));
        let _ = writeln!(
            out,
            "{}  {}{unit}, by {}",
            shown(&one.about),
            shown(&one.kind),
            parties(std::slice::from_ref(&one.speaker))
        );
        for change in &one.changes {
            let _ = writeln!(out, "    {} -> {}", figure(&change.from), figure(&change.to));
            let _ = writeln!(out, "    from   {}", line(&change.from.cited));
            let _ = writeln!(out, "    to     {}", line(&change.to.cited));
        }
    }
    let changes: usize = found.iter().map(|one| one.changes.len()).sum();
    let _ = writeln!(out, "\n{}, from {}.", count(changes, "changed figure"), count(reports, "report"));
    out
}

/// A figure with its bound; its words where it has no number.
fn figure(value: &Value) -> String {
    let number = |one: Option<f64>| one.map(|one| one.to_string());
    let told = match (value.bound.as_deref(), number(value.low), number(value.best), number(value.high)) {
        (Some("at_least"), Some(low), ..) => format!("at least {low}"),
        (Some("at_most"), _, _, Some(high)) => format!("at most {high}"),
        (Some("about"), _, Some(best), _) => format!("about {best}"),
        (_, _, Some(best), _) => best,
        (_, Some(low), None, Some(high)) => format!("{low} to {high}"),
        (_, Some(low), None, None) => format!("at least {low}"),
        (_, None, None, Some(high)) => format!("at most {high}"),
        (_, None, None, None) => return format!("\"{}\"", shown(&value.figure)),
    };
    format!("{told} (\"{}\")", shown(&value.figure))
}

/// Claims with what the accused's side answered.
pub(crate) fn response_list(found: &[&Claim], reports: usize) -> String {
    if found.is_empty() {
        return format!("No claim against anyone is told in {}.\n", count(reports, "report"));
    }
    let mut out = String::new();
    for one in found {
        let response = match one.response {
            Response::NoAnswerFound => {
                let read: usize = one.looked.reports.values().sum();
                let langs: Vec<String> =
                    one.looked.reports.iter().map(|(lang, number)| format!("{lang} {number}")).collect();
                match read {
                    0 => "NO ANSWER FOUND".to_owned(),
                    _ => format!(
                        "NO ANSWER FOUND in {} of the next 72 hours ({})",
                        count(read, "report"),
                        langs.join(", ")
                    ),
                }
            }
            Response::Declined => "DECLINED TO COMMENT".to_owned(),
            Response::Answered => "ANSWERED".to_owned(),
            Response::Acknowledged => "ACKNOWLEDGED".to_owned(),
            Response::Denied => "DENIED".to_owned(),
        };
        let _ = writeln!(out, "{response} by {}", parties(&one.accused));
        let _ = writeln!(out, "    claim  {}{}", line(&one.cited), also(one.also_in.len()));
        for reply in &one.replies {
            let _ = writeln!(out, "    reply  {}", line(&reply.cited));
        }
    }
    let _ = writeln!(out, "\n{}, from {}.", count(found.len(), "claim"), count(reports, "report"));
    out
}

/// Who, when, the exact words, and where they stand.
fn line(cited: &Cited) -> String {
    let speaker = &cited.speaker;
    let name = match (&speaker.party.name, speaker.author) {
        (_, true) => cited.channel.outlet.as_deref().unwrap_or("the outlet"),
        (Some(name), _) => name,
        (None, _) => "someone not named",
    };
    let side = speaker.party.side.as_deref().map_or(String::new(), |side| format!(" [{side}]"));
    let day =
        cited.said.start.as_deref().or(cited.published.as_deref()).and_then(|day| day.get(..10)).unwrap_or("no day");
    let words = cut(&cited.exact.join(" ... "));
    format!(
        "{day} {}{}: \"{}\" {}",
        shown(name),
        shown_or_none(&side),
        shown(&words),
        shown(&cited.citation.to_string())
    )
}

fn shown_or_none(text: &str) -> String {
    if text.is_empty() { String::new() } else { shown(text).into_owned() }
}

fn parties(list: &[Party]) -> String {
    let name = |party: &Party| {
        let name = party.name.as_deref().or(party.actor.as_deref()).unwrap_or("someone not named");
        let side = party.side.as_deref().map_or(String::new(), |side| format!(" [{side}]"));
        shown(&format!("{name}{side}")).into_owned()
    };
    if list.is_empty() { "someone not named".to_owned() } else { list.iter().map(name).collect::<Vec<_>>().join(", ") }
}

fn also(number: usize) -> String {
    if number == 0 { String::new() } else { format!(" (and {})", count(number, "print")) }
}

fn count(number: usize, of: &str) -> String {
    format!("{number} {of}{}", if number == 1 { "" } else { "s" })
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LETTERS {
        return text.to_owned();
    }
    format!("{}...", text.chars().take(LETTERS).collect::<String>())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use fogline_reconcile::{
        report::{Citation, Report},
        sides::Sides,
        signals::{
            Extractor, Interval, Item,
            commitments::{accords, commitments},
            figures::{Whose, changed_figures},
            narratives::narratives,
            responses::{Read, responses},
            warnings::warnings,
        },
    };

    use super::*;

    /// Two reports of one promise and its reversal, with a warning, a label, a claim and a figure that changes.
    const REPORTS: &str = r#"
{"document":{"ref": "a", "published": "2022-02-17T18:50:00+02:00", "lang": "en", "outlet": "Post", "outlet_kind": "newspaper"},
 "actors":[
   {"id": "g", "name": "Grushko", "kind": "person", "side": "RU"},
   {"id": "u", "name": "Minister", "kind": "person", "side": "UA"},
   {"id": "f", "name": "Russian forces", "kind": "armed_force", "side": "RU"}],
 "places":[
   {"id": "p1", "span": {"start": 9, "end": 16, "exact": "Belarus"}, "name": "Belarus", "gazetteer_id": "geonames:630336"},
   {"id": "p2", "name": "Zolote", "gazetteer_id": "geonames:686868"}],
 "times":[
   {"id": "t1", "span": {"start": 45, "end": 57, "exact": "this weekend"}, "start": "2022-02-19", "end": "2022-02-20"}],
 "quantities":[
   {"id": "q1", "span": {"start": 134, "end": 137, "exact": "two"}, "kind": "injured", "low": 2, "best": 2, "high": 2}],
 "statements":[
   {"id": "s1", "order": 1, "speaker": {"actor": "g", "resolution": "explicit"}, "side": "RU", "speech_act": "promise", "content": [{"start": 0, "end": 57, "exact": "Units in Belarus will go back to their bases this weekend"}]},
   {"id": "s2", "order": 2, "speaker": {"actor": "u", "resolution": "explicit"}, "side": "UA", "speech_act": "warn", "accused": ["f"], "content": [{"start": 58, "end": 87, "exact": "they could attack at any time"}], "events": ["e2"], "warning": {"harm": ["e2"], "agent": ["f"], "likelihood": {"start": 63, "end": 68, "exact": "could"}, "horizon": {"start": 76, "end": 87, "exact": "at any time"}}},
   {"id": "s3", "order": 3, "speaker": {"actor": "u", "resolution": "explicit"}, "side": "UA", "speech_act": "accuse", "accused": ["f"], "content": [{"start": 88, "end": 118, "exact": "the occupiers broke their word"}], "labels": [{"span": {"start": 92, "end": 101, "exact": "occupiers"}, "neutral": "the other side's forces"}]},
   {"id": "s4", "order": 4, "speaker": {"actor": "u", "resolution": "explicit"}, "side": "UA", "speech_act": "assert", "content": [{"start": 119, "end": 147, "exact": "shells hit and two were hurt"}], "events": ["e3"]}],
 "events":[
   {"id": "e2", "trigger": {"start": 69, "end": 75, "exact": "attack"}, "type": "ASSAULT", "actor": ["f"], "polarity": "positive", "modality": "possible", "asserted_in": ["s2"]},
   {"id": "e3", "trigger": {"start": 126, "end": 129, "exact": "hit"}, "type": "ASSAULT", "place": "p2", "time": {"start": "2022-02-17", "end": "2022-02-17"}, "quantities": ["q1"], "polarity": "positive", "modality": "actual", "asserted_in": ["s4"]}]}
{"document":{"ref": "b", "published": "2022-02-20T16:45:00+02:00", "lang": "en", "outlet": "Wire\u001b[2J"},
 "actors":[
   {"id": "g", "name": "Grushko", "kind": "person", "side": "RU"},
   {"id": "u", "name": "Minister", "kind": "person", "side": "UA"},
   {"id": "w", "name": "Envoy", "kind": "person", "side": "WEST"}],
 "places":[
   {"id": "p1", "span": {"start": 34, "end": 41, "exact": "Belarus"}, "name": "Belarus", "gazetteer_id": "geonames:630336"},
   {"id": "p2", "name": "Zolote", "gazetteer_id": "geonames:686868"}],
 "quantities":[
   {"id": "q1", "span": {"start": 57, "end": 62, "exact": "three"}, "kind": "injured", "low": 3, "best": 3, "high": 3}],
 "statements":[
   {"id": "s1", "order": 1, "speaker": {"actor": "w", "resolution": "explicit"}, "side": "WEST", "speech_act": "doubt", "content": [{"start": 0, "end": 41, "exact": "the withdrawal of the troops from Belarus"}]},
   {"id": "s2", "order": 2, "speaker": {"actor": "u", "resolution": "explicit"}, "side": "UA", "speech_act": "assert", "content": [{"start": 42, "end": 72, "exact": "shells hit and three were hurt"}], "events": ["e3"]}],
 "events":[
   {"id": "e3", "trigger": {"start": 49, "end": 52, "exact": "hit"}, "type": "ASSAULT", "place": "p2", "time": {"start": "2022-02-17", "end": "2022-02-17"}, "quantities": ["q1"], "polarity": "positive", "modality": "actual", "asserted_in": ["s2"]}]}
"#;

    fn items() -> (Vec<Item>, Sides) {
        let packs = fogline::packs::Pack::bundled().unwrap();
        let extractor = Extractor::new(packs);
        let reports = serde_json::Deserializer::from_str(REPORTS).into_iter::<Report>().map(Result::unwrap);
        (reports.flat_map(|report| extractor.items(&report)).collect(), Sides::new(packs))
    }

    #[test]
    fn a_promise_is_shown_with_its_day_its_words_and_who_doubts_it() {
        let (items, sides) = items();
        let found = commitments(&items, &[], &sides, "2022-02-21");
        let shown = commitment_list(&found.iter().collect::<Vec<_>>(), 2);
        assert!(
            shown.starts_with("a#s1/withdrawal  OVERDUE · no report of its outcome found · doubted by WEST\n"),
            "{shown}"
        );
        assert!(shown.contains("    promise by Grushko [RU]: about: forces leave (Belarus)\n"), "{shown}");
        assert!(shown.contains("    was due 2022-02-19 to 2022-02-20 \"this weekend\"\n"), "{shown}");
        assert!(
            shown.contains("    doubt  2022-02-20 Envoy [WEST]: \"the withdrawal of the troops from Belarus\" b#s1\n"),
            "{shown}"
        );
        assert!(shown.ends_with("1 commitment, from 2 reports.\n"), "{shown}");
        let packs = fogline::packs::Pack::bundled().unwrap();
        let all = commitments(&items, &accords(packs, &sides), &sides, "2022-02-21");
        let shown = commitment_list(&all.iter().collect::<Vec<_>>(), 2);
        assert!(shown.contains("VIOLATION ALLEGED by UA\n    agreement in force by Ukraine [UA], "), "{shown}");
    }

    #[test]
    fn warnings_labels_figures_and_claims_are_shown_with_their_words() {
        let (items, sides) = items();
        let found = warnings(&items, &sides, "2022-02-21");
        let shown = warning_list(&found.iter().collect::<Vec<_>>(), 2);
        assert!(shown.contains("    Minister [UA] of attack by Russian forces [RU]\n"), "{shown}");
        assert!(shown.contains("likelihood as worded: \"could\" · horizon: \"at any time\"\n"), "{shown}");

        let found = narratives(&items, &BTreeMap::new(), "2022-02-21");
        let shown = narrative_list(&found.iter().collect::<Vec<_>>(), 2, true);
        assert!(
            shown.starts_with(
                "\"occupiers\"  (neutral: the other side's forces)\n    used by UA (1 origin, 1 report)\n"
            ),
            "{shown}"
        );
        assert!(shown.contains("a#s3 [newspaper]\n    2022-02-17  UA uses: 1 origin, 1 report\n"), "{shown}");

        let found = changed_figures(&items, Whose::Speaker, |_, _| None, &Interval::default(), "2022-02-21");
        let shown = change_list(&found.iter().collect::<Vec<_>>(), 2);
        assert!(shown.contains("    2 (\"two\") -> 3 (\"three\")\n"), "{shown}");

        let read = [Read { published: Some("2022-02-18".into()), lang: Some("en".into()) }];
        let found = responses(&items, &read, &sides, "2022-02-21");
        let shown = response_list(&found.iter().collect::<Vec<_>>(), 2);
        assert!(
            shown.contains("NO ANSWER FOUND in 1 report of the next 72 hours (en 1) by Russian forces [RU]\n"),
            "{shown}"
        );
    }

    #[test]
    fn nothing_found_says_what_was_looked_at_and_nothing_steers_the_terminal() {
        for shown in [
            commitment_list(&[], 3),
            warning_list(&[], 3),
            narrative_list(&[], 3, false),
            change_list(&[], 3),
            response_list(&[], 3),
        ] {
            assert!(shown.contains("3 reports"), "{shown}");
        }
        let mut cited = Cited { exact: vec!["a\u{1b}[2Jb".into()], ..Cited::default() };
        cited.citation = Citation { document: "x\u{202e}".into(), statement: "s1".into() };
        cited.channel.outlet = Some("Wire\u{1b}[2J".into());
        cited.speaker.author = true;
        assert!(line(&cited).chars().all(|c| !c.is_control() && c != '\u{202e}'), "{:?}", line(&cited));
    }
}
