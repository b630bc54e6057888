//! A reading as the ledger keeps it: what the contract (`fogline.reading/1`) says of one report, read back.
//!
//! Offsets are Unicode code points into the report's text, as the contract gives them. Fields that nothing here needs are
//! passed over; an unknown value stays the word that it is.

use std::fmt;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One report with what it says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Report {
    /// Where it comes from.
    pub document: Document,
    /// Who is named.
    pub actors: Vec<Actor>,
    /// Places, one a mention.
    pub places: Vec<Place>,
    /// Times, one a mention.
    pub times: Vec<Time>,
    /// Counts.
    pub quantities: Vec<Quantity>,
    /// What was said, by whom.
    pub statements: Vec<Statement>,
    /// What is said to have happened.
    pub events: Vec<Event>,
    /// Sentences that gave nothing.
    pub unread: Vec<Unread>,
}

/// A report besides what it says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Document {
    /// What the input calls it; [`set_apart`] where it calls several so.
    #[serde(rename = "ref")]
    pub reference: String,
    /// SHA-256 of the original bytes, in hexadecimal.
    pub id: String,
    /// Canonical address.
    pub uri: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// Class of the outlet, as the contract names it.
    #[schemars(with = "Option<crate::terms::OutletKind>")]
    pub outlet_kind: Option<String>,
    /// Side on which the outlet stands, by the packs; `None` where nobody says so.
    pub side: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published: a day or an instant (RFC 3339).
    pub published: Option<String>,
    /// Main language, as `en`.
    pub lang: Option<String>,
    /// All visible text.
    pub text: String,
    /// What the parts of the text are.
    pub segments: Vec<Segment>,
    /// Sentences of what is read.
    pub sentences: Vec<Sentence>,
}

/// A part of a report's text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Segment {
    /// As `body` or `headline`.
    #[schemars(with = "crate::terms::SegmentKind")]
    pub kind: String,
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// A sentence.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Sentence {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Its language.
    pub lang: Option<String>,
}

/// Exact words of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// Where they begin.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// The words.
    pub exact: String,
}

/// Someone a report names.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Actor {
    /// Unique in the report; the same in every report where a pack knows it.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it is, as `state`.
    #[schemars(with = "crate::terms::ActorKind")]
    pub kind: String,
    /// Its codes by PLOVER.
    pub plover: Plover,
    /// Its side on the day.
    pub side: Option<String>,
    /// Its id in a pack, where a pack knows it.
    pub pack_id: Option<String>,
    /// Where it is named.
    pub mentions: Vec<Span>,
}

/// PLOVER's codes of an actor.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Plover {
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// As `GOV`.
    pub sectors: Vec<String>,
}

/// A place named in a report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "PlaceMention")]
pub struct Place {
    /// Unique in the report.
    pub id: String,
    /// Its words.
    pub span: Option<Span>,
    /// Its name.
    pub name: String,
    /// As `geonames:709717`.
    pub gazetteer_id: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// GeoNames feature code, as `PPLC`, by which a capital is known; not shown again.
    #[serde(skip_serializing)]
    #[schemars(skip)]
    pub feature: Option<String>,
    /// GeoNames admin1 code.
    pub admin1: Option<String>,
    /// ISO 3166-1 alpha-2 code, as the gazetteer has it.
    pub country: Option<String>,
    /// `point`, `settlement`, `adm2`, `adm1`, `country`, `area` or `line`.
    #[schemars(with = "Option<crate::terms::PlacePrecision>")]
    pub precision: Option<String>,
}

/// An expression of time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "TimeMention")]
pub struct Time {
    /// Unique in the report.
    pub id: String,
    /// Its words.
    pub span: Option<Span>,
    /// Beginning: a day or an instant.
    pub start: Option<String>,
    /// End; a day is included.
    pub end: Option<String>,
    /// What it rests on.
    pub basis: String,
    /// `instant`, `part_of_day`, `day`, `week`, `month`, `year` or `open`.
    #[schemars(with = "Option<crate::terms::TimePrecision>")]
    pub precision: Option<String>,
}

/// A count.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Quantity {
    /// Unique in the report.
    pub id: String,
    /// Its words.
    pub span: Option<Span>,
    /// As `killed`.
    #[schemars(with = "crate::terms::QuantityKind")]
    pub kind: String,
    /// At least.
    pub low: Option<f64>,
    /// As said.
    pub best: Option<f64>,
    /// At most.
    pub high: Option<f64>,
    /// `exact`, `at_least`, `at_most` or `about`.
    #[schemars(with = "Option<crate::terms::Bound>")]
    pub bound: Option<String>,
    /// What is counted.
    pub unit: Option<String>,
    /// Who the victims are.
    pub victims: Option<String>,
}

/// Something that someone says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Statement {
    /// Unique in the report.
    pub id: String,
    /// Where it stands among the report's.
    pub order: usize,
    /// Who says it.
    pub speaker: Speaker,
    /// Others that are named as its source.
    pub cosources: Vec<String>,
    /// The speaker's side; `None` where that is not sure.
    pub side: Option<String>,
    /// As `deny`.
    #[schemars(with = "crate::terms::SpeechAct")]
    pub speech_act: String,
    /// The word that tells that something is said.
    pub cue: Option<Cue>,
    /// What is said.
    pub content: Vec<Span>,
    /// What of it stands in quotation marks.
    pub quotes: Vec<Span>,
    /// The statement that this one stands in.
    pub parent: Option<String>,
    /// Through whom it came, the origin first, the outlet last: ids of actors.
    pub chain: Vec<String>,
    /// Steps from the origin to the outlet.
    pub hops: usize,
    /// As `telegram`.
    pub medium: Option<String>,
    /// Id of whom it is said to.
    pub addressee: Option<String>,
    /// Ids of those who are accused.
    pub accused: Vec<String>,
    /// What it answers.
    pub targets: Vec<Target>,
    /// When it was said.
    pub said: Said,
    /// As `CT+`.
    pub factuality: Option<String>,
    /// How the writer keeps away from it.
    pub author_distance: Option<String>,
    /// How the speaker knows it: `saw`, `recorded`, `followed_up`, `told`...
    pub evidential: Option<String>,
    /// How sure side and polarity are.
    pub confidence: Confidence,
    /// What is warned of.
    pub warning: Option<Warning>,
    /// Parties' words for one another.
    pub labels: Vec<Label>,
    /// Ids of the events that it tells of.
    pub events: Vec<String>,
    /// The rules that read it.
    pub why: Vec<String>,
    /// Who has looked at it; no part of a reading, but of corrections.
    pub reviewed: Reviewed,
    /// Whether who published it has taken it back; no part of a reading either.
    pub retracted: bool,
}

/// Who has looked at something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reviewed {
    /// A machine alone.
    #[default]
    Machine,
    /// A person has looked at it and let it stand.
    Reviewed,
    /// A person has made it.
    ByHand,
}

/// Who speaks.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "StatementSpeaker")]
pub struct Speaker {
    /// Id of the actor; `None` for an outlet without a name.
    pub actor: Option<String>,
    /// As written.
    pub span: Option<Span>,
    /// As `explicit`; `author` for the outlet's own voice.
    #[schemars(with = "crate::terms::Resolution")]
    pub resolution: String,
    /// Whether no name is given.
    pub anonymous: bool,
}

/// A word of saying.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Cue {
    /// Its lemma; `None` where nothing but the layout tells.
    pub lemma: Option<String>,
    /// `neutral`, `factive`, `distancing`, `belief` or `zero`.
    pub class: String,
    /// Its words.
    pub span: Option<Span>,
}

/// What a statement answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Target {
    /// As `denies`.
    pub relation: String,
    /// Id of the statement in this report.
    pub statement: Option<String>,
    /// Id of the event in this report.
    pub event: Option<String>,
}

/// When something was said.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "SaidWhen")]
pub struct Said {
    /// From.
    pub start: Option<String>,
    /// To; a day is included.
    pub end: Option<String>,
    /// What it rests on.
    pub basis: String,
    /// The words that tell.
    pub span: Option<Span>,
}

/// How sure a reading is, from 0 to 1.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Confidence {
    /// That the side is right.
    pub side: Option<f64>,
    /// That it asserts, or denies, as read.
    pub polarity: Option<f64>,
}

/// What a statement warns of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "StatementWarning")]
pub struct Warning {
    /// Ids of events.
    pub harm: Vec<String>,
    /// Ids of those who would do it.
    pub agent: Vec<String>,
    /// How likely, in its words.
    pub likelihood: Option<Span>,
    /// By when, in its words.
    pub horizon: Option<Span>,
}

/// A party's word for another.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "StatementLabel")]
pub struct Label {
    /// The word.
    pub span: Span,
    /// Neutral counterpart, which names the label.
    pub neutral: String,
}

/// Something that is said to have happened, or to happen.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Event {
    /// Unique in the report.
    pub id: String,
    /// The word that tells of it.
    pub trigger: Span,
    /// PLOVER event.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// PLOVER modes.
    pub modes: Vec<String>,
    /// Who does it: ids.
    pub actor: Vec<String>,
    /// To whom: ids.
    pub recipient: Vec<String>,
    /// As `school`.
    pub object_struck: Option<String>,
    /// As `artillery`.
    pub weapon: Option<String>,
    /// Id of the place.
    pub place: Option<String>,
    /// When.
    pub time: Option<EventTime>,
    /// Ids of counts.
    pub quantities: Vec<String>,
    /// `positive` or `negative`.
    #[schemars(with = "crate::terms::Polarity")]
    pub polarity: String,
    /// As `actual`.
    #[schemars(with = "crate::terms::Modality")]
    pub modality: String,
    /// As `past`.
    #[schemars(with = "Option<crate::terms::Tense>")]
    pub tense: Option<String>,
    /// Ids of the statements that tell of it.
    pub asserted_in: Vec<String>,
    /// The rules that read it.
    pub why: Vec<String>,
}

impl Event {
    /// Its type and modes, or those that it will have: of an event that is still to come the rule that read it tells what it will
    /// be, as `event.retreat.withdraw.withdraw` of a concession.
    pub fn will_be(&self) -> Option<(String, Vec<String>)> {
        let kind = self.kind.as_ref()?;
        let read = || {
            self.why.contains(&format!("type.{kind}: still to come")).then_some(())?;
            let mut parts = self.why.iter().find_map(|rule| rule.strip_prefix("event."))?.split('.');
            let read = parts.next()?.to_uppercase();
            let modes = fogline::read::events::modes_of(&read)?;
            let mode = parts.next().filter(|mode| modes.contains(mode));
            Some((read, mode.into_iter().map(str::to_owned).collect()))
        };
        Some(read().unwrap_or_else(|| (kind.clone(), self.modes.clone())))
    }
}

/// When an event was: a time of the report, or an interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum EventTime {
    /// Id of the time.
    Mention(String),
    /// An interval of its own.
    Interval {
        /// From.
        start: Option<String>,
        /// To; a day is included.
        end: Option<String>,
    },
}

/// A sentence that gave nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Unread {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Why.
    pub reason: String,
}

impl Report {
    /// The actor of an id.
    pub fn actor(&self, id: &str) -> Option<&Actor> {
        self.actors.iter().find(|actor| actor.id == id)
    }

    /// The statement of an id.
    pub fn statement(&self, id: &str) -> Option<&Statement> {
        self.statements.iter().find(|one| one.id == id)
    }

    /// The event of an id.
    pub fn event(&self, id: &str) -> Option<&Event> {
        self.events.iter().find(|one| one.id == id)
    }

    /// The place of an id.
    pub fn place(&self, id: &str) -> Option<&Place> {
        self.places.iter().find(|one| one.id == id)
    }

    /// When an event was, as from and to.
    pub fn time_of<'r>(&'r self, event: &'r Event) -> (Option<&'r str>, Option<&'r str>) {
        match &event.time {
            Some(EventTime::Mention(id)) => self
                .times
                .iter()
                .find(|time| time.id == *id)
                .map_or((None, None), |time| (time.start.as_deref(), time.end.as_deref())),
            Some(EventTime::Interval { start, end }) => (start.as_deref(), end.as_deref()),
            None => (None, None),
        }
    }
}

impl Document {
    /// Sets it apart, if the input calls another one the same; and where its name has the form of one that is set apart, as that
    /// could be another's.
    pub fn tell_apart(&mut self, is_shared: bool) {
        if is_shared || is_set_apart(&self.reference) {
            self.reference = set_apart(&self.reference, &self.id);
        }
    }
}

/// What a report is cited by where the input calls another one the same: with the beginning of its id, as `1~2ce8842f`.
pub fn set_apart(reference: &str, id: &str) -> String {
    format!("{reference}~{}", id.get(..APART).unwrap_or(id))
}

/// Digits of the id that set a report apart.
const APART: usize = 8;

/// What the input calls a report, from what it is cited by.
pub fn called<'r>(reference: &'r str, id: &str) -> &'r str {
    match reference.rsplit_once('~') {
        Some((called, digits)) if digits.len() == APART && id.starts_with(digits) => called,
        _ => reference,
    }
}

/// Whether a reference has the form of one that is set apart.
pub fn is_set_apart(reference: &str) -> bool {
    reference.rsplit_once('~').is_some_and(|(_, digits)| {
        digits.len() == APART && digits.bytes().all(|digit| digit.is_ascii_hexdigit() && !digit.is_ascii_uppercase())
    })
}

/// The day of a moment as the contract writes it, on its own clock.
pub fn day(moment: &str) -> Option<Date> {
    moment.get(..10)?.parse().ok()
}

/// A moment in seconds since 1970, UTC. A day begins at midnight UTC.
pub fn seconds(moment: &str) -> Option<i64> {
    if moment.len() > 10 {
        return moment.parse::<Timestamp>().ok().map(Timestamp::as_second);
    }
    Some(day(moment)?.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
}

/// Words of a report with where they stand: what any figure leads back to.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Citation {
    /// The report, as the input calls it, or [`set_apart`]: one report alone.
    pub document: String,
    /// Id of the statement in it.
    pub statement: String,
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.document, self.statement)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_still_to_come_counts_as_what_it_will_be() {
        let event = |kind: &str, why: &[&str]| Event {
            kind: Some(kind.to_owned()),
            why: why.iter().map(|one| (*one).to_owned()).collect(),
            ..Event::default()
        };
        let will_be = |kind: &str, why: &[&str]| event(kind, why).will_be().unwrap();
        let promised = ["event.retreat.withdraw.withdraw", "type.CONCEDE: still to come"];
        assert_eq!(will_be("CONCEDE", &promised), ("RETREAT".to_owned(), vec!["withdraw".to_owned()]));
        let meeting = ["event.consult.meet", "type.AGREE: still to come"];
        assert_eq!(will_be("AGREE", &meeting), ("CONSULT".to_owned(), Vec::new()));
        // What is read as it stands, or was set by hand since, is what it says.
        assert_eq!(will_be("CONCEDE", &["event.concede.relent"]).0, "CONCEDE");
        assert_eq!(will_be("ASSAULT", &promised).0, "ASSAULT");
        assert_eq!(will_be("AGREE", &["type.AGREE: still to come"]).0, "AGREE");
        assert_eq!(Event::default().will_be(), None);
    }

    #[test]
    fn moments_are_read_as_the_contract_writes_them() {
        assert_eq!(day("2022-02-17T01:00:00+03:00").unwrap().to_string(), "2022-02-17");
        assert_eq!(seconds("1970-01-02"), Some(86_400));
        assert_eq!(seconds("1970-01-01T03:00:05+03:00"), Some(5));
        assert_eq!(day("soon"), None);
        assert_eq!(seconds(""), None);
    }

    #[test]
    fn a_report_is_set_apart_by_its_id_and_by_no_name_of_another() {
        let apart = set_apart("1", "2ce8842f00");
        assert_eq!((apart.as_str(), called(&apart, "2ce8842f00")), ("1~2ce8842f", "1"));
        assert_eq!(called(&apart, "ffffffff00"), apart, "only its own id is taken off");
        assert!(is_set_apart(&apart) && !is_set_apart("1~draft") && !is_set_apart("http://example.org/~ab"));
    }

    #[test]
    fn a_reading_is_read_back() {
        let json = r#"{"document":{"ref":"a","id":"00","text":"x","later":1},
            "times":[{"id":"t1","start":"2022-02-17","end":null}],
            "events":[{"id":"e1","time":"t1","type":null},{"id":"e2","time":{"start":null,"end":"2022-02-18"}}]}"#;
        let report: Report = serde_json::from_str(json).unwrap();
        assert_eq!(report.time_of(&report.events[0]), (Some("2022-02-17"), None));
        assert_eq!(report.time_of(&report.events[1]), (None, Some("2022-02-18")));
        assert_eq!(report.event("e2").unwrap().kind, None);
    }
}
