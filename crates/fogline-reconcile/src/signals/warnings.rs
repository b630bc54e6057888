//! Warnings: who warns of which harm by whom, until when, and what is reported later.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    cited::{Based, Cited, first_and_latest, known},
    item::{Deed, Item, Party, Spot},
};
use crate::{
    report::{Citation, day, seconds},
    sides::Sides,
};

/// How long after it was last given the same warning is taken for the same, and an outcome is looked for where it has no
/// horizon: 31 days.
const MEMORY: i64 = 31 * 24 * 3600;

/// Where a warning stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WarningStatus {
    /// Its horizon is not over, or it has none.
    #[default]
    Open,
    /// Its horizon is over and nobody is known to have reported the harm.
    HorizonPassed,
    /// Someone reports the harm.
    OutcomeReported,
}

/// What is warned of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "WarningHarm")]
pub struct Harm {
    /// PLOVER event, or a theme where only words tell; none where neither was found.
    pub kind: Option<String>,
    /// The words for it.
    pub words: Option<String>,
    /// Where.
    pub places: Vec<Spot>,
}

/// A later report of the harm.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "WarningOutcome")]
pub struct Outcome {
    /// Who reports it, where, in which words.
    #[serde(flatten)]
    pub cited: Cited,
    /// Id of the event in the report.
    pub event: Option<String>,
    /// Whether the report names one of those who were said to do it.
    pub names_agent: bool,
    /// The rules that tie it to the warning.
    pub why: Vec<String>,
}

/// A warning, with what is reported since.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Warning {
    /// From its first statement.
    pub id: String,
    /// Who warns.
    pub issuer: Vec<Party>,
    /// Of what.
    pub harm: Harm,
    /// Who would do it, as far as it is said.
    pub agent: Vec<Party>,
    /// How likely, in the words of each statement.
    pub likelihood: Vec<String>,
    /// By when, in the words of each statement.
    pub horizon: Vec<String>,
    /// By when: the last day that any statement names.
    pub until: Option<String>,
    /// The statements that give it: of each side the first and the latest, in the order of time.
    pub statements: Vec<Cited>,
    /// How many there are in all.
    pub statement_total: usize,
    /// Where it stands.
    pub status: WarningStatus,
    /// Later reports of the harm, in the order of time: of each side that tells of it the first and the latest.
    pub outcome: Vec<Outcome>,
    /// How many there are in all.
    pub outcome_total: usize,
    /// The rules.
    pub why: Vec<String>,
}

/// All warnings of these items as they stood at a moment, the earliest first.
pub fn warnings<'i>(items: &'i [Item], sides: &Sides, as_of: &str) -> Vec<Based<'i, Warning>> {
    let end_of_day = if as_of.len() == 10 { 24 * 3600 - 1 } else { 0 };
    let items = known(items, seconds(as_of).map(|moment| moment + end_of_day));
    let happened = happened(&items);
    let mut found = folded(&items, sides);
    for Based { what: warning, on } in &mut found {
        warning.statement_total = on.len();
        let kept = first_and_latest(on, |item| item.speaker.party.side.as_deref());
        warning.statements = kept.into_iter().map(|item| Cited::from(*item)).collect();
        let told = outcomes(warning, on, &happened);
        on.extend(told.iter().map(|one| one.item));
        warning.outcome_total = told.len();
        let kept = first_and_latest(&told, Told::side);
        warning.outcome = kept.into_iter().map(|told| told.cite(warning)).collect();
        let over = match (warning.until.as_deref().and_then(day), day(as_of)) {
            (Some(until), Some(today)) => today > until,
            _ => false,
        };
        let (status, rule) = match () {
            () if !warning.outcome.is_empty() => (WarningStatus::OutcomeReported, "warning.1_outcome_reported"),
            () if over => (WarningStatus::HorizonPassed, "warning.2_horizon_passed"),
            () => (WarningStatus::Open, "warning.3_open"),
        };
        warning.status = status;
        warning.why.push(rule.to_owned());
    }
    found
}

/// When the last of statements in the order of time came out, in seconds since 1970.
fn last_given(on: &[&Item]) -> Option<i64> {
    on.last().and_then(|item| item.moment)
}

/// Warnings of one issuer of one kind of harm by one bloc are one. Gives each with the statements that give it.
fn folded<'i>(items: &[&'i Item], sides: &Sides) -> Vec<Based<'i, Warning>> {
    let mut live: BTreeMap<(String, Option<String>, Vec<String>), usize> = BTreeMap::new();
    let mut found: Vec<Based<Warning>> = Vec::new();
    for item in items.iter().copied().filter(|item| item.act == "warn" && !item.speaker.author) {
        let Some(warned) = &item.warning else { continue };
        let party = &item.speaker.party;
        let Some(issuer) = party.side.clone().or_else(|| party.actor.clone()) else { continue };
        let harm = Harm { kind: warned.kind.clone(), words: warned.words.clone(), places: warned.places.clone() };
        let mut blocs: Vec<String> = warned
            .agents
            .iter()
            .filter_map(|one| one.side.as_deref())
            .map(|side| sides.bloc(side).to_owned())
            .collect();
        blocs.sort();
        blocs.dedup();
        // Without a kind of harm nothing tells that two warnings are of the same.
        let key = (issuer, harm.kind.clone(), blocs);
        let known = live.get(&key).copied().filter(|_| harm.kind.is_some());
        let moment = item.moment;
        let recent =
            |last: Option<i64>| matches!((last, moment), (Some(last), Some(moment)) if moment - last <= MEMORY);
        let live_one = known.filter(|at| found.get(*at).is_some_and(|one| recent(last_given(&one.on))));
        let at = live_one.unwrap_or(found.len());
        if at == found.len() {
            let Citation { document, statement } = &item.citation;
            let id = format!("{document}#{statement}/warning");
            let why = vec!["warning.act".to_owned()];
            found.push(Based { what: Warning { id, harm, why, ..Warning::default() }, on: Vec::new() });
            live.insert(key, at);
        }
        let Some(one) = found.get_mut(at) else { continue };
        one.on.push(item);
        join(&mut one.what, item);
    }
    found
}

fn join(warning: &mut Warning, item: &Item) {
    let Some(warned) = &item.warning else { return };
    let add = |list: &mut Vec<Party>, one: &Party| {
        if !list.iter().any(|known| known.actor == one.actor) {
            list.push(one.clone());
        }
    };
    add(&mut warning.issuer, &item.speaker.party);
    for agent in &warned.agents {
        add(&mut warning.agent, agent);
    }
    for (words, list) in [(&warned.likelihood, &mut warning.likelihood), (&warned.horizon, &mut warning.horizon)] {
        if let Some(words) = words.as_ref().filter(|words| !list.contains(words)) {
            list.push(words.clone());
        }
    }
    warning.until = warning.until.clone().max(warned.until.clone());
}

/// Something that is said to have happened.
#[derive(Debug, Clone, Copy)]
struct Told<'i> {
    /// Where it stands among all, in the order of time.
    at: usize,
    item: &'i Item,
    deed: &'i Deed,
    /// When it happened, else when it was said.
    day: Option<Date>,
}

impl Told<'_> {
    fn side(&self) -> Option<&str> {
        self.item.speaker.party.side.as_deref()
    }

    fn cite(&self, warning: &Warning) -> Outcome {
        let names = |doer: &Party| warning.agent.iter().any(|agent| agent.actor == doer.actor);
        Outcome {
            cited: Cited::from(self.item),
            event: self.deed.event.clone(),
            names_agent: self.deed.doers.iter().any(names),
            why: vec!["outcome.same_kind".to_owned(), "outcome.same_agent".to_owned()],
        }
    }
}

/// By what those who did something are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Doer<'i> {
    Side(&'i str),
    Actor(&'i str),
}

impl<'i> Doer<'i> {
    fn of(party: &'i Party) -> impl Iterator<Item = Self> {
        let side = party.side.as_deref().map(Self::Side);
        side.into_iter().chain(party.actor.as_deref().map(Self::Actor))
    }
}

/// What is said to have happened, by kind and by whoever did it, each list in the order of time.
type Happened<'i> = BTreeMap<(&'i str, Doer<'i>), Vec<Told<'i>>>;

fn happened<'i>(items: &[&'i Item]) -> Happened<'i> {
    let mut happened = Happened::new();
    let told = items.iter().filter(|item| item.act != "warn" && item.act != "deny");
    let deeds = told.flat_map(|item| item.deeds.iter().map(move |deed| (*item, deed)));
    for (at, (item, deed)) in deeds.filter(|(_, deed)| deed.is_actual() && !deed.negative).enumerate() {
        let Some(kind) = deed.kind.as_deref() else { continue };
        let day = deed.when.start.as_deref().and_then(day).or_else(|| item.said_day().and_then(day));
        let doers: BTreeSet<Doer> = deed.doers.iter().flat_map(Doer::of).collect();
        for doer in doers {
            happened.entry((kind, doer)).or_default().push(Told { at, item, deed, day });
        }
    }
    happened
}

/// Reports of the harm that came out after the first warning, by the horizon where it has one.
fn outcomes<'i>(warning: &Warning, given_by: &[&Item], happened: &Happened<'i>) -> Vec<Told<'i>> {
    // Without a word on who would do it nothing tells that a later deed is the one.
    let Some(kind) = warning.harm.kind.as_deref() else { return Vec::new() };
    let (first, last) = (given_by.first(), last_given(given_by));
    let given = first.and_then(|one| one.published.as_deref().or(one.said.start.as_deref()));
    let (from, given_day) = (given.and_then(seconds), given.and_then(day));
    let until = warning.until.as_deref().and_then(day);
    let in_time = |told: &&Told| {
        until.is_some() || last.is_none_or(|last| told.item.moment.is_none_or(|one| one <= last + MEMORY))
    };
    let fits = |told: &&Told| {
        !matches!((told.day, until), (Some(when), Some(until)) if when > until)
            && !matches!((told.day, given_day), (Some(when), Some(given)) if when < given)
    };
    let mut found: Vec<Told> = Vec::new();
    for agent in &warning.agent {
        let by = |told: &&Told| {
            told.deed.doers.iter().any(|doer| match (&agent.side, &doer.side) {
                (Some(one), Some(other)) => one == other,
                _ => agent.actor.is_some() && agent.actor == doer.actor,
            })
        };
        for list in Doer::of(agent).filter_map(|doer| happened.get(&(kind, doer))) {
            let begin = list.partition_point(|told| told.item.moment <= from);
            let later = list.get(begin..).unwrap_or_default().iter();
            found.extend(later.take_while(in_time).filter(fits).filter(by));
        }
    }
    found.sort_unstable_by_key(|told| told.at);
    found.dedup_by_key(|told| told.at);
    found
}

#[cfg(test)]
mod tests {
    use super::{super::build::*, *};
    use crate::report::Report;

    fn reports() -> Vec<Report> {
        let first = Make::new("a", "2022-02-16T10:00:00+02:00")
            .says("spokesman", "US", "warn", "Russia may attack by Sunday, an assault is likely")
            .accusing("RUS", "RU")
            .time("by Sunday", "2022-02-20", "2022-02-20")
            .event("attack", "ASSAULT", "possible")
            .warning("may", "by Sunday");
        let again = Make::new("b", "2022-02-17T10:00:00+02:00")
            .says("secretary", "US", "warn", "Russia could attack at any time")
            .accusing("RUS", "RU")
            .event("attack", "ASSAULT", "possible")
            .warning("could", "at any time");
        vec![first.0, again.0]
    }

    fn at(reports: &[Report], as_of: &str) -> Vec<Warning> {
        warnings(&items(reports), &sides(), as_of).into_iter().map(|one| one.what).collect()
    }

    #[test]
    fn warnings_of_one_harm_are_one_and_keep_how_likely_each_said_it_is() {
        let found = at(&reports(), "2022-02-18");
        assert_eq!(found.len(), 1, "{found:#?}");
        let one = &found[0];
        assert_eq!((one.id.as_str(), one.status), ("a#s1/warning", WarningStatus::Open));
        assert_eq!(one.likelihood, ["may", "could"]);
        assert_eq!(one.horizon, ["by Sunday", "at any time"]);
        assert_eq!(one.until.as_deref(), Some("2022-02-20"));
        assert_eq!(one.harm.words.as_deref(), Some("attack"));
        assert_eq!(one.issuer.len(), 2);
        let passed = at(&reports(), "2022-02-21");
        assert_eq!(passed[0].status, WarningStatus::HorizonPassed);
    }

    #[test]
    fn of_many_outcomes_the_first_and_the_latest_of_each_side_are_told_and_all_counted() {
        let strike = |hour: usize, side: &str| {
            Make::new(&format!("{side}{hour}"), &format!("2022-02-18T{hour:02}:00:00+02:00"))
                .says("reporter", side, "assert", "they attacked the town")
                .event("attacked", "ASSAULT", "actual")
                .by("RUS.mil", "RU")
                .0
        };
        let told = (0..20).map(|hour| strike(hour, "UA")).chain([strike(21, "US")]);
        let all: Vec<Report> = reports().into_iter().chain(told).collect();
        let items = items(&all);
        let found = warnings(&items, &sides(), "2022-02-19");
        let on: BTreeSet<&str> = found[0].on.iter().map(|item| item.citation.document.as_str()).collect();
        assert_eq!(on.len(), 2 + 21, "it rests on all of them");
        let found: Vec<&Warning> = found.iter().map(|one| &one.what).collect();
        let shown: Vec<&str> = found[0].outcome.iter().map(|one| one.cited.citation.document.as_str()).collect();
        assert_eq!((found[0].outcome_total, shown.len()), (21, 11), "{shown:?}");
        assert_eq!((shown[0], shown[1], shown[9], shown[10]), ("UA0", "UA11", "UA19", "US21"));
    }

    #[test]
    fn an_outcome_is_only_what_someone_reports_of_the_same_agent_in_time() {
        let strike = |reference: &str, day: &str, by: &str, side: &str, act: &str| {
            Make::new(reference, day)
                .says("reporter", "UA", act, "they attacked the town")
                .event("attacked", "ASSAULT", "actual")
                .by(by, side)
                .on(day)
                .0
        };
        let mut all = reports();
        all.push(strike("c", "2022-02-18", "UKR.mil", "UA", "assert"));
        all.push(strike("d", "2022-02-25", "RUS.mil", "RU", "assert"));
        all.push(strike("e", "2022-02-18", "RUS.mil", "RU", "deny"));
        let found = at(&all, "2022-02-26");
        assert_eq!(found[0].status, WarningStatus::HorizonPassed, "{:#?}", found[0].outcome);
        all.push(strike("f", "2022-02-19", "RUS.mil", "RU", "assert"));
        let found = at(&all, "2022-02-26");
        assert_eq!(found[0].status, WarningStatus::OutcomeReported);
        assert_eq!(found[0].outcome[0].cited.citation.to_string(), "f#s1");
        all.reverse();
        assert_eq!(found, at(&all, "2022-02-26"));
    }
}
