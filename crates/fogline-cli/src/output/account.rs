//! What a reading says that was said and done, in rows for people.

use std::{borrow::Cow, collections::BTreeMap};

use fogline::{
    document::Document,
    read::{
        events::{Event, Polarity},
        statements::{Act, Statement},
    },
    reading::Reading,
    span::Span,
};

use super::columns::shown;

/// Letters of a content that are shown.
const LETTERS: usize = 100;

/// Its number, who said it and through whom it came; what kind of act it is, and of whom; what was said.
pub(super) fn statement_row<'r>(
    number: usize,
    statement: &'r Statement,
    reading: &'r Reading,
    document: &'r Document,
) -> [Cow<'r, str>; 3] {
    let chain = if statement.chain.is_empty() {
        statement.speaker.span.map_or("-".into(), |span| shown(span.of(&document.text)).into_owned())
    } else {
        names(&statement.chain, reading).join(" → ")
    };
    let mut act = words(statement.act.name());
    let accused = names(&statement.accused, reading);
    if !accused.is_empty() {
        act = format!("{act}: {}", accused.join(", "));
    }
    let answered = answered(statement);
    if !answered.is_empty() {
        act = format!("{act} {answered}");
    }
    let content: Vec<&str> = statement.content.iter().map(|span| span.of(&document.text)).collect();
    [format!("[{}] {chain}", number + 1).into(), act.into(), cut(&content.join(" ... ")).into()]
}

/// Of a statement that takes a stand on what happened: who, with the side; against whom or on which statement; the words.
pub(super) fn dispute_row<'r>(
    number: usize,
    statement: &'r Statement,
    reading: &'r Reading,
    document: &'r Document,
) -> Option<[Cow<'r, str>; 3]> {
    let act = match statement.act {
        Act::Accuse => "accuses",
        Act::Deny => "denies",
        Act::Warn => "warns of",
        Act::Threaten => "threatens",
        Act::Confirm => "confirms",
        Act::Acknowledge => "acknowledges",
        Act::Doubt => "doubts",
        _ => return None,
    };
    let speaker = statement.speaker.actor.and_then(|actor| reading.actors.get(actor));
    let who = speaker.map_or("someone not named".into(), |actor| {
        let side = statement.side.as_ref().map_or(String::new(), |side| format!(" ({side})"));
        format!("{}{side}", shown(&actor.name))
    });
    let accused = names(&statement.accused, reading).join(", ");
    let answered = answered(statement);
    let stand: Vec<&str> = [act, &accused, &answered].into_iter().filter(|part| !part.is_empty()).collect();
    let content: Vec<&str> = statement.content.iter().map(|span| span.of(&document.text)).collect();
    let words = format!("[{}] {}", number + 1, cut(&content.join(" ... ")));
    Some([who.into(), stand.join(" ").into(), words.into()])
}

/// The numbers of the statements that one answers.
fn answered(statement: &Statement) -> String {
    let numbers = statement.targets.iter().filter_map(|target| target.statement);
    numbers.map(|number| format!("[{}]", number + 1)).collect::<Vec<_>>().join(" ")
}

/// What happened; whether and how surely; who to whom, where, when.
pub(super) fn event_row<'r>(event: &'r Event, reading: &'r Reading, document: &'r Document) -> [Cow<'r, str>; 3] {
    let mut kind = event.kind.as_deref().map_or("other".to_owned(), words);
    for mode in &event.modes {
        kind = format!("{kind}, {}", words(mode));
    }
    let said = match (event.polarity, event.modality.name()) {
        (Polarity::Negative, _) => "did not happen".to_owned(),
        (Polarity::Positive, modality) => words(modality),
    };
    let mut parts = Vec::new();
    let actors = names(&event.actor, reading);
    let recipients = names(&event.recipient, reading);
    match (actors.is_empty(), recipients.is_empty()) {
        (false, false) => parts.push(format!("{} → {}", actors.join(", "), recipients.join(", "))),
        (false, true) => parts.push(actors.join(", ")),
        (true, false) => parts.push(format!("nobody named → {}", recipients.join(", "))),
        (true, true) => {}
    }
    let exact = |span: Span| shown(span.of(&document.text)).into_owned();
    parts.extend(event.place.and_then(|place| reading.places.get(place)).map(|place| exact(place.span)));
    parts.extend(event.time.and_then(|time| reading.times.get(time)).map(|time| exact(time.span)));
    let counts = event.quantities.iter().filter_map(|number| reading.quantities.get(*number));
    parts.extend(counts.map(|quantity| exact(quantity.span)));
    [format!("{} ({kind})", exact(event.trigger)).into(), said.into(), parts.join("; ").into()]
}

/// The sentences that gave nothing, by reason.
pub(super) fn unread(reading: &Reading) -> Option<String> {
    let mut reasons = BTreeMap::<&str, usize>::new();
    for one in &reading.unread {
        *reasons.entry(one.reason).or_default() += 1;
    }
    let parts: Vec<_> = reasons.iter().map(|(reason, count)| format!("{} {count}", words(reason))).collect();
    (!parts.is_empty()).then(|| format!("sentences that gave nothing: {}", parts.join("; ")))
}

fn names(actors: &[usize], reading: &Reading) -> Vec<String> {
    actors.iter().filter_map(|actor| reading.actors.get(*actor)).map(|actor| shown(&actor.name).into_owned()).collect()
}

fn words(code: &str) -> String {
    code.replace('_', " ").to_lowercase()
}

pub(super) fn cut(text: &str) -> String {
    let one: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = one.chars();
    let short: String = letters.by_ref().take(LETTERS).collect();
    if letters.next().is_some() { format!("{}…", shown(&short)) } else { shown(&short).into_owned() }
}
