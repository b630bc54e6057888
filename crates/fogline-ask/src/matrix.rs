//! The accounts of an incident as a table: whoever speaks has a row, and each facet of what happened a column. A cell holds what
//! that speaker says of that facet in the exact words of the report, so that accounts can be read side by side.

use std::collections::{BTreeMap, BTreeSet};

use fogline_reconcile::{
    incidents::{
        Account, Incident, Position,
        mention::{Cited, Class, Level, Stance},
    },
    report::{Actor, Event, EventTime, Report, Span, Statement, seconds},
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::View;

/// Who says what of each facet.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Matrix {
    /// One row for each speaker, those first who spoke first; then sides that are accused and of whom no word was found.
    pub rows: Vec<Row>,
}

/// One speaker's account.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Row {
    /// The side; `None` where it is not known for whom one speaks.
    pub side: Option<String>,
    /// Who speaks; `None` for outlets in their own voice, and for a side of whom no word was found.
    pub speaker: Option<String>,
    /// What the speaker is as a source; `None` where nobody spoke.
    pub class: Option<Class>,
    /// Through whom its words came, each once, the origin first.
    pub through: Vec<String>,
    /// Outlets that printed it.
    pub outlets: Vec<String>,
    /// Where it is said, in the order of publication.
    pub said: Vec<Saying>,
    /// Whether it happened.
    pub happened: Cell,
    /// Who did it.
    pub who: Cell,
    /// Where.
    #[serde(rename = "where")]
    pub place: Cell,
    /// When.
    pub when: Cell,
    /// With what.
    pub weapon: Cell,
    /// Who and what was harmed.
    pub harm: Cell,
}

/// One statement of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Saying {
    /// The report.
    pub document: String,
    /// The statement in it.
    pub statement: String,
    /// When the report was published.
    pub published: Option<String>,
    /// As `deny`.
    pub speech_act: String,
    /// Whether the report prints the text of another.
    pub copy: bool,
    /// The exact words.
    pub words: Vec<Cited>,
}

/// What one speaker says of one facet.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Cell {
    /// How the speaker stands to it.
    pub stance: Facet,
    /// What is said, each value once, the earliest first.
    pub values: Vec<Told>,
}

/// How a speaker stands to a facet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// No word of the speaker is on record.
    Unknown,
    /// Spoke, and said nothing of it.
    #[default]
    Silent,
    /// Names somebody, of whom it was not read whether they are said to have done it.
    Names,
    /// Speaks of it without saying whether it is so.
    Comments,
    /// Says it of a wider area or time, not of this incident.
    General,
    /// Says that it is so.
    Asserts,
    /// Says both of different parts.
    Partial,
    /// Says that it is not so, or not as said.
    Denies,
}

/// A value with the words that it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Told {
    /// In the words of the report, or a value as `artillery` where the report's words were sorted under it.
    pub value: String,
    /// How the speaker stands to it.
    pub stance: Facet,
    /// The report.
    pub document: String,
    /// The statement in it.
    pub statement: String,
    /// The words.
    pub words: Vec<Cited>,
}

fn words(span: &Span) -> Cited {
    Cited { start: span.start, end: span.end, exact: span.exact.clone() }
}

/// The accounts of an incident as a table. The view needs the reports that it rests on.
pub fn matrix(one: &Incident, view: &View) -> Matrix {
    let copies: BTreeSet<&str> =
        view.copies.iter().flat_map(|group| &group.members).map(|member| member.reference.as_str()).collect();
    let mut rows: Vec<Row> = Vec::new();
    let mut at = BTreeMap::new();
    for account in &one.accounts {
        if account.position == Position::NoPositionRecorded {
            rows.push(no_word(account));
        }
        for said in &account.statements {
            let key =
                (account.side.as_deref(), said.speaker.as_deref(), said.speaker.is_none().then_some(&said.outlet));
            let row = *at.entry(key).or_insert_with(|| {
                rows.push(Row {
                    class: Some(said.class),
                    speaker: said.speaker.clone(),
                    ..empty(account, Facet::Silent)
                });
                rows.len() - 1
            });
            let Some(row) = rows.get_mut(row) else { continue };
            row.said.push(Saying {
                document: said.document.clone(),
                statement: said.statement.clone(),
                published: said.published.clone(),
                speech_act: said.speech_act.clone(),
                copy: copies.contains(said.document.as_str()),
                words: said.words.clone(),
            });
            once(&mut row.outlets, said.outlet.clone());
            let Some(report) = view.cited(&said.document) else { continue };
            let Some(statement) = report.statements.iter().find(|one| one.id == said.statement) else { continue };
            for name in statement.chain.iter().filter_map(|id| report.actor(id)) {
                once(&mut row.through, Some(name.name.clone()));
            }
            Telling { one, report, statement, stance: said.stance }.fill(row);
        }
    }
    for row in &mut rows {
        for cell in [&mut row.happened, &mut row.who, &mut row.place, &mut row.when, &mut row.weapon, &mut row.harm] {
            cell.settle();
        }
    }
    // By when each first spoke, whichever side; those of whom no word was found stand last.
    rows.sort_by_key(|row| (row.said.is_empty(), row.said.first().and_then(|one| seconds(one.published.as_deref()?))));
    Matrix { rows }
}

fn once(list: &mut Vec<String>, value: Option<String>) {
    if let Some(value) = value.filter(|value| !list.contains(value)) {
        list.push(value);
    }
}

fn empty(account: &Account, stance: Facet) -> Row {
    let cell = || Cell { stance, values: Vec::new() };
    Row {
        side: account.side.clone(),
        speaker: None,
        class: None,
        through: Vec::new(),
        outlets: Vec::new(),
        said: Vec::new(),
        happened: cell(),
        who: cell(),
        place: cell(),
        when: cell(),
        weapon: cell(),
        harm: cell(),
    }
}

fn no_word(account: &Account) -> Row {
    empty(account, Facet::Unknown)
}

impl Cell {
    /// A value is kept once, whoever prints it again.
    fn tell(&mut self, told: Told) {
        if !self.values.iter().any(|one| one.stance == told.stance && one.value.eq_ignore_ascii_case(&told.value)) {
            self.values.push(told);
        }
    }

    /// How the speaker stands to the facet, by what was told of it.
    fn settle(&mut self) {
        let has = |stance: Facet| self.values.iter().any(|one| one.stance == stance);
        self.stance = match (has(Facet::Asserts), has(Facet::Denies)) {
            (true, true) => Facet::Partial,
            (true, false) => Facet::Asserts,
            (false, true) => Facet::Denies,
            (false, false) => self.values.iter().map(|one| one.stance).max().unwrap_or(self.stance),
        };
    }
}

/// A statement that tells of an incident.
struct Telling<'t> {
    one: &'t Incident,
    report: &'t Report,
    statement: &'t Statement,
    stance: Stance,
}

impl Telling<'_> {
    /// Puts into a row what the statement says of each facet.
    fn fill(&self, row: &mut Row) {
        let events = self.events();
        let whole: Vec<Cited> = self.statement.content.iter().map(words).collect();
        let stance = self.of_what_is_told(&events);
        let first = whole.first().map(|words| words.exact.clone()).unwrap_or_default();
        let trigger = events.iter().map(|event| event.trigger.exact.clone()).find(|words| !words.is_empty());
        row.happened.tell(self.told(trigger.unwrap_or(first), stance, whole.clone()));
        self.who(row, &events, &whole);
        let spoken = of_what_is_named(stance);
        for event in &events {
            if let Some(span) = self.place_of(event) {
                row.place.tell(self.told(span.exact.clone(), spoken, vec![words(span)]));
            }
            if let Some((value, words)) = self.time_of(event) {
                row.when.tell(self.told(value, spoken, words));
            }
            if let Some(weapon) = &event.weapon {
                row.weapon.tell(self.told(weapon.clone(), spoken, vec![words(&event.trigger)]));
            }
            for span in self.harm_of(event) {
                row.harm.tell(self.told(span.exact.clone(), spoken, vec![words(span)]));
            }
            if let Some(object) = &event.object_struck {
                row.harm.tell(self.told(object.clone(), spoken, vec![words(&event.trigger)]));
            }
        }
    }

    /// The events of the incident that the statement tells of.
    fn events(&self) -> Vec<&Event> {
        let own = self.one.members.iter().filter(|member| member.document == self.report.document.reference);
        let ids: BTreeSet<&str> = own.filter_map(|member| member.event.as_deref()).collect();
        let tells = |event: &&Event| {
            ids.contains(event.id.as_str())
                && (event.asserted_in.contains(&self.statement.id)
                    || self.statement.events.contains(&event.id)
                    || self.statement.targets.iter().any(|target| target.event.as_ref() == Some(&event.id)))
        };
        self.report.events.iter().filter(tells).collect()
    }

    /// What a statement says of a wider area does not speak of the spot of the incident.
    fn of_what_is_told(&self, events: &[&Event]) -> Facet {
        match self.stance {
            Stance::Denies | Stance::Doubts | Stance::Retracts => Facet::Denies,
            Stance::Comments | Stance::Declines => Facet::Comments,
            Stance::Asserts => {
                let at_spot = self.one.place.as_ref().is_some_and(|place| place.level == Level::Site);
                let wide = |event: &&Event| {
                    let place = event.place.as_ref().and_then(|id| self.report.places.iter().find(|one| one.id == *id));
                    place.is_some_and(|place| !matches!(place.precision.as_deref(), Some("point" | "settlement")))
                };
                if at_spot && !events.is_empty() && events.iter().all(wide) { Facet::General } else { Facet::Asserts }
            }
        }
    }

    fn told(&self, value: String, stance: Facet, words: Vec<Cited>) -> Told {
        Told {
            value,
            stance,
            document: self.report.document.reference.clone(),
            statement: self.statement.id.clone(),
            words,
        }
    }

    /// Who is said to have done it; and where it is denied, by whom it is said not to have been.
    fn who(&self, row: &mut Row, events: &[&Event], whole: &[Cited]) {
        let denies = matches!(self.stance, Stance::Denies | Stance::Doubts);
        let named: Vec<&String> = if self.statement.accused.is_empty() {
            events.iter().flat_map(|event| &event.actor).collect()
        } else {
            self.statement.accused.iter().collect()
        };
        let within =
            |span: &&Span| self.statement.content.iter().any(|part| part.start <= span.start && span.end <= part.end);
        if named.is_empty() {
            self.names(row, whole, within);
        }
        for id in named {
            let Some(actor) = self.report.actor(id) else { continue };
            let mention = actor.mentions.iter().find(within);
            let value = mention.map_or_else(|| actor.name.clone(), |span| span.exact.clone());
            let said = mention.map_or_else(|| whole.to_vec(), |span| vec![words(span)]);
            let accuses = !self.statement.accused.is_empty() && self.statement.speech_act == "accuse";
            let stance = if denies && !accuses { Facet::Denies } else { self.of_what_is_told(events) };
            // Who denies and accuses in one breath accuses somebody.
            let stance = if accuses && stance == Facet::Denies { Facet::Asserts } else { stance };
            row.who.tell(self.told(value, stance, said));
        }
    }

    /// Who is named where nobody was read as who did it: no speaker is silent of whom they may accuse.
    fn names(&self, row: &mut Row, whole: &[Cited], within: impl Fn(&&Span) -> bool) {
        let speaker = self.statement.speaker.actor.as_deref();
        let side = self.statement.side.as_deref();
        let could = |actor: &&Actor| {
            let acts = matches!(
                actor.kind.as_str(),
                "state" | "armed_force" | "non_state_armed_group" | "partially_recognised_entity" | "collective"
            );
            acts && Some(actor.id.as_str()) != speaker && (actor.side.is_none() || actor.side.as_deref() != side)
        };
        let mut any = false;
        for actor in self.report.actors.iter().filter(could) {
            if let Some(span) = actor.mentions.iter().find(&within) {
                row.who.tell(self.told(span.exact.clone(), Facet::Names, vec![words(span)]));
                any = true;
            }
        }
        if !any && self.statement.speech_act == "accuse" {
            let value = whole.first().map(|words| words.exact.clone()).unwrap_or_default();
            row.who.tell(self.told(value, Facet::Names, whole.to_vec()));
        }
    }

    fn place_of(&self, event: &Event) -> Option<&Span> {
        let place = self.report.places.iter().find(|one| Some(&one.id) == event.place.as_ref())?;
        place.span.as_ref()
    }

    fn time_of(&self, event: &Event) -> Option<(String, Vec<Cited>)> {
        match event.time.as_ref()? {
            EventTime::Mention(id) => {
                let span = self.report.times.iter().find(|one| one.id == *id)?.span.as_ref()?;
                Some((span.exact.clone(), vec![words(span)]))
            }
            EventTime::Interval { .. } => None,
        }
    }

    fn harm_of(&self, event: &Event) -> Vec<&Span> {
        let harms = |kind: &str| {
            ["killed", "injured", "missing", "detained", "displaced", "damage"]
                .iter()
                .any(|harm| kind.starts_with(harm))
        };
        let counts = self.report.quantities.iter();
        let own = counts.filter(|count| event.quantities.contains(&count.id) && harms(&count.kind));
        own.filter_map(|count| count.span.as_ref()).collect()
    }
}

/// Whoever denies something names its place and time without saying that it was there and then.
fn of_what_is_named(stance: Facet) -> Facet {
    if stance == Facet::Denies { Facet::Comments } else { stance }
}
