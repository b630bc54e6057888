//! Incidents: what could be one occurrence, with each party's account, the denials and the monitors' record side by side.
//!
//! In the order of the data: `extract/` finds the [`Mention`]s of a report, [`block`] tells which mentions can be compared
//! at all, `told.rs` keeps of each account what it is compared by, `near.rs` finds the groups that it can fit into at all,
//! `evidence.rs` weighs whether two accounts are of one occurrence, `cluster.rs` groups them, `accounts.rs` and `details.rs` set what is said side by side, [`crate::status`] derives the statuses. All of it can be made anew from
//! readings and corrections at any time, and comes out the same whatever the order of arrival.

mod accounts;
mod cluster;
pub(crate) mod details;
mod evidence;
mod extract;
pub mod mention;
mod names;
mod near;
mod part;
pub mod rules;
mod stems;
mod told;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    sides::Sides,
    status::{self, Origins, Reason},
};

pub use accounts::{Account, Position, Said};
pub use cluster::{Block, Decisions, Group, Key, Link};
pub use details::{Detail, DetailStatus, Value};
pub use evidence::{Evidence, enough};
pub(crate) use extract::{CLAIM, PLAN};
pub use extract::{classes, has_monitors, mentions, voice};
use mention::{Level, Mention, Reviewed, Where, Written};
pub use names::{Former, Names};
pub use stems::Stem;

/// An occurrence as it is told by all reports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Incident {
    /// Made of its first mention: the one with the least time of publication.
    pub id: String,
    /// Ids that it had before, or that incidents had which are part of it now.
    pub aliases: Vec<String>,
    /// In words, without a party's labels.
    pub label: String,
    /// The family of events, as `violence`.
    #[schemars(with = "crate::terms::Family")]
    pub family: String,
    /// The PLOVER event of its core; `statement` for disputed claims without an event.
    pub kind: String,
    /// Where.
    pub place: Option<Place>,
    /// When.
    pub time: Time,
    /// Whether it happened, by who says so.
    #[schemars(with = "crate::terms::Occurrence")]
    pub occurrence: String,
    /// Sides that say that it did not happen, or not as said.
    pub denied_by: Vec<String>,
    /// Who did it, by who says so.
    #[schemars(with = "crate::terms::Responsibility")]
    pub responsibility: String,
    /// Who is accused, by id and side.
    pub accused: Vec<mention::Party>,
    /// What is said of each detail.
    pub details: BTreeMap<String, Detail>,
    /// Labels that parties use for it.
    pub characterisation: Vec<Characterisation>,
    /// One word for lists.
    #[schemars(with = "crate::terms::RollUp")]
    pub roll_up: String,
    /// Whether people have looked at it.
    pub reviewed: Reviewed,
    /// How many reports tell of it.
    pub reports: usize,
    /// How many origins they go back to.
    pub origins: Origins,
    /// Sides that speak of it.
    pub sides: Vec<String>,
    /// Where it is told.
    pub members: Vec<Member>,
    /// What each side says.
    pub accounts: Vec<Account>,
    /// What joined its members.
    pub links: Vec<Link>,
    /// Sides whose answer was looked for elsewhere, and what was found.
    pub answers_sought: BTreeMap<String, String>,
    /// The rules by which its statuses were derived.
    pub why: Vec<Reason>,
}

/// A place of an incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The name that it is listed under.
    pub name: String,
    /// As the earliest report that names it spells it, in capitals only where all do; none in a copy that may leave.
    pub written: Option<Written>,
    /// As `geonames:692953`.
    pub gazetteer_id: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// First-level division (GeoNames code).
    pub admin1: Option<String>,
    /// `site` for a village or town, `area` for a region or line.
    pub level: Level,
}

impl Place {
    /// Its name as the earliest report spells it, with the listed one in brackets where that is another.
    pub fn in_words(&self) -> String {
        match &self.written {
            Some(written) if written.words.to_lowercase() != self.name.to_lowercase() => {
                format!("{} ({})", written.words, self.name)
            }
            _ => self.name.clone(),
        }
    }
}

/// When an incident was: days, and the time on the clock where it is told.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Time {
    /// First day that it can have been.
    pub start: Option<String>,
    /// Last day.
    pub end: Option<String>,
    /// Whether a report tells the day, and it is not only that of publication.
    pub stated: bool,
}

/// A mention in an incident.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Member {
    /// The report.
    pub document: String,
    /// Event in it; `None` for a claim without one.
    pub event: Option<String>,
    /// First statement that tells of it.
    pub statement: Option<String>,
}

/// A label and who uses or rejects it for an incident.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Characterisation {
    /// Neutral counterpart, which names it.
    pub label: String,
    /// Sides that use it.
    pub used_by: Vec<String>,
    /// Sides that reject it.
    pub rejected_by: Vec<String>,
}

impl Incident {
    /// What lists show and filters ask for: all of it but what is said, where it is told, and why.
    #[must_use]
    pub fn card(&self) -> Self {
        Self {
            details: std::collections::BTreeMap::new(),
            origins: Origins { each: Vec::new(), ..self.origins },
            members: Vec::new(),
            accounts: Vec::new(),
            links: Vec::new(),
            why: Vec::new(),
            ..self.clone()
        }
    }

    /// The reports that it cites.
    pub fn documents(&self) -> impl Iterator<Item = &str> {
        let told = self.members.iter().map(|member| member.document.as_str());
        let said = self.accounts.iter().flat_map(|account| &account.statements).map(|said| said.document.as_str());
        let reasons = self.why.iter().flat_map(|reason| &reason.rests_on).map(|cited| cited.document.as_str());
        told.chain(said).chain(reasons)
    }
}

/// The block of a mention: only mentions of one block can be of one occurrence.
pub fn block(mention: &Mention) -> String {
    let theatre = mention.place.country.as_deref().unwrap_or("");
    match &mention.label {
        Some(label) => format!("{}|{label}", mention.family),
        None => format!("{}|{theatre}", mention.family),
    }
}

/// Groups the mentions of one block into incidents, in the order of their anchors.
pub fn incidents(mentions: Vec<Mention>, sides: &Sides, decisions: &Decisions) -> Vec<Incident> {
    let mut of_report = BTreeMap::<String, Vec<Mention>>::new();
    for one in mentions {
        of_report.entry(one.source.id.clone()).or_default().push(one);
    }
    let of_report: BTreeMap<i64, Vec<Mention>> = (0..).zip(of_report.into_values()).collect();
    let mut block = Block::default();
    for (number, mentions) in &of_report {
        block.add(*number, mentions, sides, decisions);
    }
    let groups = block.groups(decisions);
    let mut out: Vec<Incident> =
        groups.iter().filter_map(|group| incident(group, &of_report, sides, decisions)).collect();
    order(&mut out);
    out
}

/// The incident of a group, of the mentions of its reports by their numbers; `None` if it is of no interest.
pub fn incident(
    group: &Group,
    reports: &BTreeMap<i64, Vec<Mention>>,
    sides: &Sides,
    decisions: &Decisions,
) -> Option<Incident> {
    let chain = |(number, chain): &(i64, usize)| {
        reports.get(number).and_then(|mentions| cluster::chains(mentions).remove(chain)).unwrap_or_default()
    };
    let accounts: Vec<Vec<&Mention>> = group.accounts.iter().map(chain).collect();
    let links = group.joints.iter().filter_map(|joint| link(joint, &accounts)).collect();
    let mentions: Vec<&Mention> = accounts.into_iter().flatten().collect();
    is_of_interest(&mentions).then(|| build(mentions, links, sides, decisions))
}

fn link(joint: &cluster::Joint, accounts: &[Vec<&Mention>]) -> Option<Link> {
    let mention = |account: usize, event: Option<&String>| {
        let mut of_account = accounts.get(account)?.iter();
        of_account.find(|one| event.is_none_or(|event| one.event == *event))
    };
    let events = joint.decided.as_deref();
    let own = mention(joint.own, events.map(|(own, _)| own))?;
    let other = mention(joint.other, events.map(|(_, other)| other))?;
    Some(Link {
        document: own.source.reference.clone(),
        event: own.event.clone(),
        to_document: other.source.reference.clone(),
        to_event: other.event.clone(),
        by: if events.is_some() { "analyst" } else { "evidence" }.to_owned(),
        evidence: joint.found.named(),
    })
}

/// The order in which incidents are listed: by their first day, then by id.
pub fn order(incidents: &mut [Incident]) {
    incidents.sort_by(in_order);
}

/// Which of two incidents is listed first.
pub fn in_order(a: &Incident, b: &Incident) -> std::cmp::Ordering {
    (&a.time.start, &a.id).cmp(&(&b.time.start, &b.id))
}

/// What is only planned is of interest where someone disputes it; all else always.
fn is_of_interest(mentions: &[&Mention]) -> bool {
    let planned = mentions.iter().all(|one| one.family == extract::PLAN);
    !planned || mentions.iter().flat_map(|one| &one.voices).any(|voice| voice.stance == mention::Stance::Denies)
}

fn build(mut mentions: Vec<&Mention>, links: Vec<Link>, sides: &Sides, decisions: &Decisions) -> Incident {
    mentions.sort_by(|a, b| a.key().cmp(&b.key()));
    let accounts = accounts::accounts(&mentions, sides);
    let found = status::derive(&mentions, sides);
    let details = details::details(&mentions);
    let mut members: Vec<Member> = mentions.iter().map(|one| member(one)).collect();
    members.dedup();
    let documents: std::collections::BTreeSet<&str> = mentions.iter().map(|one| one.source.id.as_str()).collect();
    let place = place(&mentions);
    let heard = accounts.iter().filter(|account| !account.statements.is_empty());
    let mut spoken: Vec<String> = heard.filter_map(|account| account.side.clone()).collect();
    spoken.dedup();
    let keys: Vec<Key> = mentions.iter().map(|one| (one.source.id.clone(), one.event.clone())).collect();
    let relabelled = keys.iter().find_map(|key| decisions.labels.get(key)).cloned();
    let sought = keys.iter().filter_map(|key| decisions.sought.get(key)).flatten();
    let family = mentions.first().map(|one| one.family.clone()).unwrap_or_default();
    Incident {
        id: id(&mentions),
        aliases: Vec::new(),
        label: relabelled.unwrap_or_else(|| label(&mentions, place.as_ref())),
        answers_sought: sought.map(|(side, found)| (side.clone(), found.clone())).collect(),
        kind: kind(&mentions),
        time: time(&mentions),
        occurrence: found.occurrence.to_owned(),
        denied_by: found.denied_by,
        responsibility: found.responsibility.to_owned(),
        accused: found.accused,
        details,
        characterisation: accounts::characterisation(&mentions),
        roll_up: found.roll_up.to_owned(),
        reviewed: accounts.iter().map(|account| account.reviewed).max().unwrap_or_default(),
        reports: documents.len(),
        origins: found.origins,
        sides: spoken,
        members,
        links,
        family,
        place,
        accounts,
        why: found.why,
    }
}

/// An incident is named by its anchor: the mention with the least time of publication, then report, then event.
fn id(mentions: &[&Mention]) -> String {
    let Some(anchor) = mentions.first() else { return String::new() };
    let hash = Sha256::digest(format!("{}\n{}", anchor.source.id, anchor.event));
    let hex: String = hash.iter().take(5).map(|byte| format!("{byte:02x}")).collect();
    format!("i{hex}")
}

fn member(one: &Mention) -> Member {
    let statement = one.voices.first().map(|voice| voice.statement.clone());
    let event = Some(one.event.clone()).filter(|event| Some(event) != statement.as_ref());
    Member { document: one.source.reference.clone(), event, statement }
}

fn place(mentions: &[&Mention]) -> Option<Place> {
    let placed =
        mentions.iter().any(|one| rules::Rules::bundled().family_of(&one.family).is_some_and(|family| family.placed));
    let best = mentions.iter().filter(|one| one.place.name.is_some() && (!placed || one.place.level > Level::Unplaced));
    let best = best.max_by_key(|one| (one.place.level, one.place.stated, std::cmp::Reverse(one.key())))?;
    Some(Place {
        name: best.place.name.clone()?,
        written: written(mentions, &best.place),
        gazetteer_id: best.place.id.clone(),
        lat: best.place.point.map(|point| point.0),
        lon: best.place.point.map(|point| point.1),
        admin1: best.place.admin1.clone(),
        level: best.place.level,
    })
}

/// How the earliest report that names a place spells it; not one that has it in capitals, as a head or dateline does, where
/// another has not.
fn written(mentions: &[&Mention], place: &Where) -> Option<Written> {
    let same = |one: &&&Mention| match &place.id {
        Some(id) => one.place.id.as_ref() == Some(id),
        None => one.place.name == place.name,
    };
    let named = mentions.iter().filter(same).filter(|one| one.place.written.is_some());
    let shouted = |one: &Mention| one.place.written.as_ref().is_some_and(|own| is_shouted(&own.words));
    named.min_by_key(|one| (shouted(one), one.key()))?.place.written.clone()
}

/// Whether a name of more than an abbreviation is all in capitals.
fn is_shouted(words: &str) -> bool {
    words.chars().filter(|letter| letter.is_uppercase()).count() > 3 && !words.chars().any(char::is_lowercase)
}

fn time(mentions: &[&Mention]) -> Time {
    let stated: Vec<_> = mentions.iter().map(|one| one.window).filter(|window| window.stated).collect();
    let windows = if stated.is_empty() { mentions.iter().map(|one| one.window).collect() } else { stated.clone() };
    let day = |number: i32| {
        let epoch = jiff::civil::date(1970, 1, 1);
        epoch.checked_add(jiff::Span::new().try_days(number).ok()?).ok().map(|date| date.to_string())
    };
    Time {
        start: windows.iter().map(|window| window.first).min().and_then(day),
        end: windows.iter().map(|window| window.last).max().and_then(day),
        stated: !stated.is_empty(),
    }
}

fn kind(mentions: &[&Mention]) -> String {
    let mut tally = BTreeMap::<&str, usize>::new();
    for kind in mentions
        .iter()
        .filter(|one| one.label.is_none() && one.family != extract::PLAN)
        .filter_map(|one| one.kind.as_deref())
    {
        *tally.entry(kind).or_default() += 1;
    }
    let most = tally.into_iter().max_by_key(|(kind, number)| (*number, std::cmp::Reverse(*kind)));
    most.map_or_else(|| "statement".to_owned(), |(kind, _)| kind.to_owned())
}

/// A name in neutral words: what kind of occurrence, what was struck, where.
fn label(mentions: &[&Mention], place: Option<&Place>) -> String {
    let rules = rules::Rules::bundled();
    let object = mentions
        .iter()
        .filter_map(|one| one.object.as_deref())
        .find(|object| rules.evidence.objects.iter().any(|known| known == object));
    let family = mentions.first().map(|one| one.family.replace('_', " ")).unwrap_or_default();
    let mut label = match mentions.first().and_then(|one| one.label.as_deref()) {
        Some(claim) => format!("claim: {claim}"),
        None => family,
    };
    let weapon = mentions.iter().find_map(|one| one.weapon.as_deref());
    let told: Vec<&str> = weapon.into_iter().chain(object).collect();
    if !told.is_empty() && mentions.iter().all(|one| one.label.is_none()) {
        label = format!("{label} ({})", told.join(", ").replace('_', " "));
    }
    if let Some(place) = place {
        label = format!("{label}, {}", place.name);
    }
    label
}

#[cfg(test)]
mod tests {
    use super::{mention::Source, *};

    #[test]
    fn a_place_is_spelt_as_the_earliest_report_does_that_does_not_shout() {
        let told = |at: i64, words: &str| {
            let written = Some(Written { words: words.to_owned(), lang: None });
            let place = Where { id: Some("geonames:1".to_owned()), written, ..Where::default() };
            Mention { source: Source { at, ..Source::default() }, place, ..Mention::default() }
        };
        let spelt = |words: &[&str]| {
            let all: Vec<Mention> = (0..).zip(words).map(|(at, one)| told(at, one)).collect();
            written(&all.iter().collect::<Vec<_>>(), &all[0].place).unwrap().words
        };
        assert_eq!(spelt(&["VRUBIVKA", "Vroubivka"]), "Vroubivka");
        assert_eq!(spelt(&["Wrubiwka", "Vroubivka"]), "Wrubiwka");
        assert_eq!((spelt(&["VRUBIVKA"]), spelt(&["DPR", "Donetsk"])), ("VRUBIVKA".to_owned(), "DPR".to_owned()));
    }
}
