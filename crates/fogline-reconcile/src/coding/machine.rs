//! The machine as one more coder: what it read, or derived, in the form in which people code.

use super::{AUTHOR, Coded, CodedEvent, CodedStatement, NONE, Statuses, field::details};
use crate::{
    incidents::{DetailStatus, Incident},
    report::{Event, Quantity, Report, Statement, day},
};

/// What it read in a report.
pub fn coded(report: &Report) -> Coded {
    Coded {
        statements: report.statements.iter().map(statement).collect(),
        events: report.events.iter().map(|one| event(one, report)).collect(),
        statuses: None,
    }
}

/// The same with names in the place of ids, as people write them.
pub fn named(report: &Report) -> Coded {
    let mut coded = coded(report);
    let name = |id: &String| report.actor(id).map_or_else(|| id.clone(), |actor| actor.name.clone());
    for one in &mut coded.statements {
        one.speaker = one.speaker.as_ref().map(name);
        one.accused = one.accused.as_ref().map(|all| all.iter().map(name).collect());
    }
    for one in &mut coded.events {
        let name = |id: &String| report.place(id).map_or_else(|| id.clone(), |place| place.name.clone());
        one.place = one.place.as_ref().map(name);
    }
    coded
}

fn statement(one: &Statement) -> CodedStatement {
    let speaker = if one.speaker.resolution == AUTHOR { Some(AUTHOR.to_owned()) } else { one.speaker.actor.clone() };
    CodedStatement {
        content: one.content.clone(),
        speaker: Some(speaker.unwrap_or_else(|| NONE.to_owned())),
        side: Some(or_none(one.side.as_ref())),
        speech_act: Some(one.speech_act.clone()),
        accused: Some(one.accused.clone()),
        factuality: one.factuality.clone(),
    }
}

fn event(one: &Event, report: &Report) -> CodedEvent {
    let count = |kind: &str| {
        let of = |id: &String| report.quantities.iter().find(|quantity| quantity.id == *id && quantity.kind == kind);
        one.quantities.iter().find_map(of).and_then(number)
    };
    let (start, _) = report.time_of(one);
    CodedEvent {
        trigger: one.trigger.clone(),
        kind: Some(or_none(one.kind.as_ref())),
        mode: Some(or_none(one.modes.first())),
        polarity: Some(one.polarity.clone()),
        modality: Some(one.modality.clone()),
        place: Some(or_none(one.place.as_ref())),
        day: start.and_then(day),
        killed: count("killed"),
        injured: count("injured"),
    }
}

/// A count as one number: as said, or the middle of what it lies between, or its only bound.
fn number(quantity: &Quantity) -> Option<f64> {
    let middle = quantity.low.zip(quantity.high).map(|(low, high)| f64::midpoint(low, high));
    quantity.best.or(middle).or(quantity.low).or(quantity.high)
}

fn or_none(word: Option<&String>) -> String {
    word.cloned().unwrap_or_else(|| NONE.to_owned())
}

/// The statuses that it derived for an incident. Of several figures the ones most at odds count; of several labels whether any
/// is rejected.
pub fn statuses(one: &Incident) -> Statuses {
    let name = |status: DetailStatus| match status {
        DetailStatus::Single => "single",
        DetailStatus::Agreeing => "agreeing",
        DetailStatus::Range => "range",
        DetailStatus::Conflicting => "conflicting",
        DetailStatus::Superseded => "superseded",
    };
    let order = details();
    let rank = |word: &&str| order.iter().position(|known| known == word);
    let figures = one.details.values().map(|detail| name(detail.status)).max_by_key(rank).unwrap_or(NONE);
    let labels = &one.characterisation;
    let labels = match labels.iter().any(|label| !label.rejected_by.is_empty()) {
        true => "rejected",
        false if labels.is_empty() => NONE,
        false => "used",
    };
    Statuses {
        occurrence: Some(one.occurrence.clone()),
        responsibility: Some(one.responsibility.clone()),
        details: Some(figures.to_owned()),
        characterisation: Some(labels.to_owned()),
    }
}
