//! From what was written on the command line to the change that is recorded.

use fogline::read::{events::modes_of, statements::Act};
use fogline_reconcile::{
    corrections::Change,
    report::{Event, EventTime, Report, Said, Speaker, Statement},
    terms::{Modality, Polarity, SpeechAct, Tense},
    visible::visible,
};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    chosen::Chosen,
    named::{actor, free_id, mention, place, report},
};
use crate::{
    View,
    error::{Result, refused, unknown},
};

/// Letters that an incident's name may have.
const NAME_LETTERS: usize = 200;

/// A statement of its own.
#[derive(Debug, Clone, clap::Args, Serialize, Deserialize, JsonSchema)]
pub struct AddStatement {
    /// The report: what the input calls it, or the beginning of its id
    #[arg(value_name = "DOC")]
    document: String,

    #[command(flatten)]
    #[serde(flatten)]
    content: Chosen,

    /// Who says it: someone that the report names, by name or id; without it, the outlet itself
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,

    /// The side that it counts for; without it, that of the speaker
    #[arg(long, value_name = "SIDE")]
    side: Option<String>,

    /// What saying it is, as assert, accuse, deny
    #[arg(long, value_name = "ACT", default_value = "assert", value_parser = act)]
    #[serde(default = "assert")]
    #[schemars(with = "SpeechAct")]
    act: String,

    /// Who is accused; may be given again
    #[arg(long, value_name = "NAME")]
    #[serde(default)]
    accused: Vec<String>,

    /// An event of the report that it tells of; may be given again
    #[arg(long, value_name = "EVENT")]
    #[serde(default)]
    event: Vec<String>,
}

/// An event of its own.
#[derive(Debug, Clone, clap::Args, Serialize, Deserialize, JsonSchema)]
pub struct AddEvent {
    /// The report: what the input calls it, or the beginning of its id
    #[arg(value_name = "DOC")]
    document: String,

    #[command(flatten)]
    #[serde(flatten)]
    trigger: Chosen,

    /// The statement that tells of it; may be given again
    #[arg(long, value_name = "STATEMENT", required = true)]
    asserted_in: Vec<String>,

    /// PLOVER's type of event, as ASSAULT
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(rename = "type")]
    kind: Option<String>,

    /// PLOVER's mode, as heavy_weapons; may be given again
    #[arg(long, value_name = "MODE", requires = "kind")]
    #[serde(default)]
    mode: Vec<String>,

    /// Who did it: someone that the report names; may be given again
    #[arg(long, value_name = "NAME")]
    #[serde(default)]
    actor: Vec<String>,

    /// To whom; may be given again
    #[arg(long, value_name = "NAME")]
    #[serde(default)]
    recipient: Vec<String>,

    /// Where: a place that the report names, by name or id
    #[arg(long, value_name = "NAME")]
    place: Option<String>,

    /// On which day
    #[arg(long, value_name = "DAY")]
    day: Option<Date>,

    /// It is said not to have been
    #[arg(long)]
    #[serde(default)]
    negative: bool,
}

/// A field with its value.
#[derive(Debug, Clone, clap::Args, Serialize, Deserialize, JsonSchema)]
pub struct Edit {
    /// The report: what the input calls it, or the beginning of its id
    #[arg(value_name = "DOC")]
    pub document: String,

    /// Id of the statement or event
    #[arg(value_name = "ID")]
    pub target: String,

    /// The field, as `fogline read` writes it
    #[arg(value_name = "FIELD")]
    pub field: String,

    /// Its value as JSON; what is no JSON is taken as a word
    #[arg(value_name = "VALUE")]
    pub value: String,
}

/// Two mentions.
#[derive(Debug, Clone, clap::Args, Serialize, Deserialize, JsonSchema)]
pub struct Pair {
    /// An incident by its id, or a mention as DOC#e1
    #[arg(value_name = "ONE")]
    pub one: String,

    /// The other
    #[arg(value_name = "OTHER")]
    pub other: String,
}

/// An incident's name.
#[derive(Debug, Clone, clap::Args, Serialize, Deserialize, JsonSchema)]
pub struct Relabel {
    /// The incident by its id, or a mention of it as DOC#e1
    #[arg(value_name = "INCIDENT")]
    incident: String,

    /// The name, in neutral words
    #[arg(value_name = "NAME")]
    label: String,
}

/// A report, or a statement of it.
#[derive(Debug, Clone, clap::Args, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// The report: what the input calls it, or the beginning of its id
    #[arg(value_name = "DOC")]
    pub document: String,

    /// The statement; without it, all of the report
    #[arg(value_name = "STATEMENT")]
    pub statement: Option<String>,
}

/// Words of a report.
#[derive(Debug, Clone, clap::Args, Serialize, Deserialize, JsonSchema)]
pub struct Redact {
    /// The report: what the input calls it, or the beginning of its id
    #[arg(value_name = "DOC")]
    document: String,

    #[command(flatten)]
    #[serde(flatten)]
    chosen: Chosen,
}

/// An answer that was looked for.
#[derive(Debug, Clone, clap::Args, Serialize, Deserialize, JsonSchema)]
pub struct AnswerSought {
    /// The incident by its id, or a mention of it as DOC#e1
    #[arg(value_name = "INCIDENT")]
    pub incident: String,

    /// The side whose answer was looked for
    #[arg(value_name = "SIDE")]
    pub side: String,

    /// Where it was looked for, and what was found
    #[arg(long, value_name = "TEXT")]
    pub found: String,
}

/// A coder's row and an incident.
#[derive(Debug, Clone, clap::Args, Serialize, Deserialize, JsonSchema)]
pub struct OfRow {
    /// Who coded the row, as ACLED
    #[arg(value_name = "CODER")]
    pub coder: String,

    /// The coder's id of it
    #[arg(value_name = "ROW")]
    pub row: String,

    /// The incident by its id, or a mention of it as DOC#e1
    #[arg(value_name = "INCIDENT")]
    pub incident: String,
}

/// Any change that can be asked for.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ChangeWish")]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum What {
    /// A statement that was not read.
    AddStatement(AddStatement),
    /// An event that was not read.
    AddEvent(AddEvent),
    /// Another value of a field.
    Edit(Edit),
    /// Two incidents, or mentions, are of one occurrence.
    Merge(Pair),
    /// Two mentions are of two occurrences.
    Split(Pair),
    /// Another name of an incident.
    Relabel(Relabel),
    /// Who published it has taken it back.
    Retract(Part),
    /// Words must not leave the ledger.
    Redact(Redact),
    /// A person has looked at it and lets it stand.
    Review(Part),
    /// An answer was looked for elsewhere.
    AnswerSought(AnswerSought),
    /// A coder's row is an account of an incident.
    LinkRow(OfRow),
    /// A coder's row is no account of an incident.
    UnlinkRow(OfRow),
}

impl What {
    /// The reports and the incidents that it names.
    pub fn names(&self) -> (Vec<&str>, Vec<&str>) {
        let mentions: Vec<&str> = match self {
            What::AddStatement(AddStatement { document, .. })
            | What::AddEvent(AddEvent { document, .. })
            | What::Edit(Edit { document, .. })
            | What::Retract(Part { document, .. })
            | What::Review(Part { document, .. })
            | What::Redact(Redact { document, .. }) => return (vec![document], Vec::new()),
            What::Merge(Pair { one, other }) | What::Split(Pair { one, other }) => vec![one, other],
            What::Relabel(Relabel { incident, .. })
            | What::AnswerSought(AnswerSought { incident, .. })
            | What::LinkRow(OfRow { incident, .. })
            | What::UnlinkRow(OfRow { incident, .. }) => vec![incident],
        };
        let (of_reports, incidents): (Vec<&str>, Vec<&str>) = mentions.into_iter().partition(|name| name.contains('#'));
        (of_reports.into_iter().filter_map(|name| Some(name.rsplit_once('#')?.0)).collect(), incidents)
    }
}

/// The change that is meant.
pub(super) fn change(what: &What, view: &View) -> Result<Change> {
    let id = |name: &str| report(name, view).map(|report| report.document.id.clone());
    Ok(match what {
        What::AddStatement(one) => {
            let report = report(&one.document, view)?;
            Change::AddStatement {
                document: report.document.id.clone(),
                statement: Box::new(statement(one, report, view)?),
            }
        }
        What::AddEvent(one) => {
            let report = report(&one.document, view)?;
            Change::AddEvent { document: report.document.id.clone(), event: Box::new(event(one, report)?) }
        }
        What::Edit(one) => {
            let value = serde_json::from_str(&one.value).unwrap_or_else(|_| Value::String(one.value.clone()));
            let value = known_value(&one.field, value, view)?;
            Change::Edit { document: id(&one.document)?, target: one.target.clone(), field: one.field.clone(), value }
        }
        What::Merge(pair) => {
            let (one, other) = both(pair, view)?;
            Change::Merge { one, other }
        }
        What::Split(pair) => {
            let (one, other) = both(pair, view)?;
            Change::Split { one, other }
        }
        What::Relabel(one) => Change::Relabel { mention: mention(&one.incident, view)?, label: name(&one.label)? },
        What::Retract(part) => Change::Retract { document: id(&part.document)?, statement: part.statement.clone() },
        What::Review(part) => Change::Review { document: id(&part.document)?, statement: part.statement.clone() },
        What::Redact(one) => {
            let report = report(&one.document, view)?;
            let span = one.chosen.within(&report.document.text)?;
            Change::Redact { document: report.document.id.clone(), start: span.start, end: span.end }
        }
        What::AnswerSought(one) => Change::AnswerSought {
            mention: mention(&one.incident, view)?,
            side: known_side(&one.side, view)?,
            found: one.found.clone(),
        },
        What::LinkRow(one) => {
            Change::LinkRow { coder: one.coder.clone(), row: one.row.clone(), mention: mention(&one.incident, view)? }
        }
        What::UnlinkRow(one) => {
            Change::UnlinkRow { coder: one.coder.clone(), row: one.row.clone(), mention: mention(&one.incident, view)? }
        }
    })
}

/// A name that can stand in a list.
fn name(label: &str) -> Result<String> {
    let label = label.trim();
    if !label.chars().any(char::is_alphanumeric) {
        return Err(refused("an incident needs a name with words in it"));
    }
    if label.chars().count() > NAME_LETTERS || visible(label) != label {
        return Err(refused(format!(
            "an incident's name has at most {NAME_LETTERS} letters, on one line and without characters that are not seen"
        )));
    }
    Ok(label.to_owned())
}

fn both(pair: &Pair, view: &View) -> Result<(fogline_reconcile::incidents::Key, fogline_reconcile::incidents::Key)> {
    let (one, other) = (mention(&pair.one, view)?, mention(&pair.other, view)?);
    if one == other {
        return Err(refused(format!("`{}` and `{}` are the same mention", pair.one, pair.other)));
    }
    Ok((one, other))
}

fn statement(one: &AddStatement, report: &Report, view: &View) -> Result<Statement> {
    let side = one.side.as_deref().map(|side| known_side(side, view)).transpose()?;
    let speech_act = act(&one.act).map_err(refused)?;
    let content = one.content.within(&report.document.text)?;
    let speaker = one.speaker.as_deref().map(|name| actor(name, report)).transpose()?;
    let outlet = report
        .actors
        .iter()
        .find(|actor| actor.kind == "outlet" && Some(&actor.name) == report.document.outlet.as_ref());
    let mut chain: Vec<String> = speaker.into_iter().chain(outlet).map(|actor| actor.id.clone()).collect();
    chain.dedup();
    let accused = one.accused.iter().map(|name| Ok(actor(name, report)?.id.clone())).collect::<Result<_>>()?;
    for event in &one.event {
        if report.event(event).is_none() {
            return Err(refused(format!(
                "the report has no event `{event}`; it has {}",
                ids(report.events.iter().map(|event| &event.id))
            )));
        }
    }
    Ok(Statement {
        id: free_id("h", |id| report.statement(id).is_some()),
        order: report.statements.iter().map(|one| one.order + 1).max().unwrap_or(0),
        side: side.or_else(|| speaker.and_then(|actor| actor.side.clone())),
        speaker: Speaker {
            actor: speaker.or(outlet).map(|actor| actor.id.clone()),
            span: None,
            resolution: if speaker.is_some() { "explicit" } else { "author" }.to_owned(),
            anonymous: speaker.is_some_and(|actor| actor.kind == "anonymous"),
        },
        speech_act,
        content: vec![content],
        hops: chain.len().saturating_sub(1),
        chain,
        accused,
        said: Said { basis: "not_stated".to_owned(), ..Said::default() },
        events: one.event.clone(),
        why: vec!["by_hand".to_owned()],
        ..Statement::default()
    })
}

fn event(one: &AddEvent, report: &Report) -> Result<Event> {
    if one.asserted_in.is_empty() {
        return Err(refused("an event needs a statement that tells of it"));
    }
    if one.kind.is_none() && !one.mode.is_empty() {
        return Err(refused("a mode needs the type of event that it is a mode of"));
    }
    if let Some(kind) = &one.kind {
        let Some(modes) = modes_of(kind) else {
            return Err(refused(format!(
                "PLOVER has no type of event `{kind}`; it has types as ASSAULT, COERCE, AGREE"
            )));
        };
        if let Some(mode) = one.mode.iter().find(|mode| !modes.contains(&mode.as_str())) {
            return Err(refused(format!(
                "{kind} has no mode `{mode}`; it has {}",
                if modes.is_empty() { "none".to_owned() } else { modes.join(", ") }
            )));
        }
    }
    let of =
        |names: &[String]| names.iter().map(|name| Ok(actor(name, report)?.id.clone())).collect::<Result<Vec<_>>>();
    let day = one.day.map(|day| day.to_string());
    Ok(Event {
        id: free_id("eh", |id| report.event(id).is_some()),
        trigger: one.trigger.within(&report.document.text)?,
        kind: one.kind.clone(),
        modes: one.mode.clone(),
        actor: of(&one.actor)?,
        recipient: of(&one.recipient)?,
        place: one.place.as_deref().map(|name| place(name, report)).transpose()?,
        time: day.map(|day| EventTime::Interval { start: Some(day.clone()), end: Some(day) }),
        polarity: if one.negative { "negative" } else { "positive" }.to_owned(),
        modality: "actual".to_owned(),
        asserted_in: one.asserted_in.clone(),
        why: vec!["by_hand".to_owned()],
        ..Event::default()
    })
}

fn assert() -> String {
    Act::Assert.name().to_owned()
}

/// A speech act of the contract.
fn act(name: &str) -> Result<String, String> {
    serde_json::from_value::<Act>(Value::String(name.to_owned()))
        .map(|act| act.name().to_owned())
        .map_err(|error| error.to_string())
}

/// The value of a field that takes words of a closed list, as that list has it; any other as it is.
fn known_value(field: &str, value: Value, view: &View) -> Result<Value> {
    let words = match field {
        "polarity" => Polarity::words(),
        "modality" => Modality::words(),
        "tense" => Tense::words(),
        "speech_act" => SpeechAct::words(),
        "side" => {
            return match &value {
                Value::String(side) => Ok(known_side(side, view)?.into()),
                _ => Ok(value),
            };
        }
        _ => return Ok(value),
    };
    match &value {
        Value::String(word) if !words.contains(&word.as_str()) => {
            Err(refused(format!("`{field}` cannot be `{word}`; it is one of {}", words.join(", "))))
        }
        _ => Ok(value),
    }
}

fn known_side(side: &str, view: &View) -> Result<String> {
    let all = || view.packs.iter().flat_map(|pack| &pack.sides).map(|side| &side.id);
    let known = all().find(|own| own.eq_ignore_ascii_case(side));
    known.cloned().ok_or_else(|| unknown(format!("no pack knows a side `{side}`; they know {}", ids(all()))))
}

fn ids<'i>(all: impl Iterator<Item = &'i String>) -> String {
    let all: Vec<&str> = all.map(String::as_str).collect();
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}
