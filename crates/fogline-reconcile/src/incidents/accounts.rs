//! What each side says of an occurrence, in the order in which it was first said.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Characterisation,
    mention::{Cited, Class, Mention, Reviewed, Stance, Voice},
};
use crate::sides::Sides;

/// What one side says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Account {
    /// The side; `None` where it is not known who speaks for whom.
    pub side: Option<String>,
    /// How it stands to what is said to have happened.
    pub position: Position,
    /// Its statements, in the order in which they were published.
    pub statements: Vec<Said>,
    /// First and last day on which it spoke, by when it was said or published.
    pub first_said: Option<String>,
    /// Last day.
    pub last_said: Option<String>,
    /// Whether people have looked at it.
    pub reviewed: Reviewed,
    /// Languages of the reports that it rests on.
    pub languages: Vec<String>,
}

/// How a side stands to what is said to have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// Says that it was.
    Asserts,
    /// Says that it was not, or not as said.
    Denies,
    /// Says both of different parts of it.
    Partial,
    /// Speaks of it without saying whether it was.
    CommentsOnly,
    /// Nothing of it is recorded.
    NoPositionRecorded,
}

/// A statement in an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "AccountStatement")]
pub struct Said {
    /// The report.
    pub document: String,
    /// The statement in it.
    pub statement: String,
    /// Who speaks; `None` for the outlet itself.
    pub speaker: Option<String>,
    /// The outlet that printed it.
    pub outlet: Option<String>,
    /// As `deny`.
    #[schemars(with = "crate::terms::SpeechAct")]
    pub speech_act: String,
    /// How it stands to the occurrence.
    pub stance: Stance,
    /// What the speaker is as a source.
    pub class: Class,
    /// How the speaker knows.
    pub evidential: Option<String>,
    /// Through how many it came.
    pub hops: usize,
    /// The exact words.
    pub words: Vec<Cited>,
    /// When the report was published.
    pub published: Option<String>,
    /// Whether people have looked at it.
    pub reviewed: Reviewed,
}

impl Said {
    /// Whether who published it took it back, as people recorded; what takes back something else does not count.
    pub fn is_taken_back(&self) -> bool {
        self.stance == Stance::Retracts && self.speech_act != "retract"
    }
}

/// The voices of some mentions, each once, with the mention that has it.
pub(crate) fn voices<'m>(mentions: &[&'m Mention]) -> Vec<(&'m Mention, &'m Voice)> {
    let mut seen = BTreeSet::new();
    let all = mentions.iter().flat_map(|one| one.voices.iter().map(move |voice| (*one, voice)));
    all.filter(|(one, voice)| seen.insert((one.source.id.as_str(), voice.statement.as_str()))).collect()
}

/// What each side says, those first who spoke first; then sides that are accused and of whom no word is recorded.
pub(super) fn accounts(mentions: &[&Mention], sides: &Sides) -> Vec<Account> {
    let mut of_side = BTreeMap::<Option<&str>, Vec<(&Mention, &Voice)>>::new();
    for (one, voice) in voices(mentions) {
        of_side.entry(voice.side.as_deref()).or_default().push((one, voice));
    }
    let mut accused: BTreeSet<&str> = mentions
        .iter()
        .flat_map(|one| one.voices.iter().flat_map(|voice| &voice.accused))
        .filter_map(|party| party.side.as_deref())
        .collect();
    accused.retain(|side| !of_side.contains_key(&Some(*side)) && sides.role(side) == fogline::packs::SideRole::Party);
    let mut out: Vec<(i64, Account)> =
        of_side.into_iter().map(|(side, said)| (first(&said), account(side, &said))).collect();
    out.sort_by(|a, b| (a.0, &a.1.side).cmp(&(b.0, &b.1.side)));
    out.into_iter()
        .map(|(_, account)| account)
        .chain(accused.into_iter().map(|side| account(Some(side), &[])))
        .collect()
}

fn first(said: &[(&Mention, &Voice)]) -> i64 {
    said.iter().map(|(one, _)| one.source.at).min().unwrap_or(i64::MAX)
}

fn account(side: Option<&str>, said: &[(&Mention, &Voice)]) -> Account {
    let has = |stance: Stance| said.iter().any(|(_, voice)| voice.stance == stance);
    let doubts = has(Stance::Denies) || has(Stance::Doubts);
    let position = match (said.is_empty(), has(Stance::Asserts), doubts) {
        (true, ..) => Position::NoPositionRecorded,
        (_, true, true) => Position::Partial,
        (_, true, false) => Position::Asserts,
        (_, false, true) => Position::Denies,
        (_, false, false) => Position::CommentsOnly,
    };
    let mut said = said.to_vec();
    said.sort_by_key(|(one, voice)| (one.source.at, &one.source.id, voice.words.first().map(|words| words.start)));
    let days: BTreeSet<String> = said.iter().filter_map(|(one, _)| one.source.published.clone()).collect();
    let languages: BTreeSet<String> = said.iter().filter_map(|(one, _)| one.source.lang.clone()).collect();
    Account {
        side: side.map(str::to_owned),
        position,
        first_said: days.first().cloned(),
        last_said: days.last().cloned(),
        reviewed: said.iter().map(|(_, voice)| voice.reviewed).max().unwrap_or_default(),
        languages: languages.into_iter().collect(),
        statements: said.iter().map(|(one, voice)| one_said(one, voice)).collect(),
    }
}

fn one_said(one: &Mention, voice: &Voice) -> Said {
    Said {
        document: one.source.reference.clone(),
        statement: voice.statement.clone(),
        speaker: voice.speaker.as_ref().map(|speaker| speaker.name.clone()),
        outlet: one.source.outlet.clone(),
        speech_act: voice.act.clone(),
        stance: voice.stance,
        class: voice.class,
        evidential: voice.evidential.clone(),
        hops: voice.chain.len().saturating_sub(1),
        words: voice.words.clone(),
        published: one.source.published.clone(),
        reviewed: voice.reviewed,
    }
}

/// Who uses and who rejects each label that is put on the occurrence.
pub(super) fn characterisation(mentions: &[&Mention]) -> Vec<Characterisation> {
    let mut of_label = BTreeMap::<&str, (BTreeSet<String>, BTreeSet<String>)>::new();
    for (_, voice) in voices(mentions) {
        let Some(side) = &voice.side else { continue };
        for label in &voice.labels {
            let (used, rejected) = of_label.entry(label).or_default();
            let rejects = matches!(voice.stance, Stance::Denies | Stance::Doubts);
            if rejects {
                rejected.insert(side.clone())
            } else {
                used.insert(side.clone())
            };
        }
    }
    let list = |sides: BTreeSet<String>| sides.into_iter().collect();
    of_label
        .into_iter()
        .map(|(label, (used, rejected))| Characterisation {
            label: label.to_owned(),
            used_by: list(used),
            rejected_by: list(rejected),
        })
        .collect()
}
