//! What has made an incident what it is, in the order of recording: reports, corrections, judgements. Each entry has the moment
//! from which it is known, by which the ledger can be asked as it stood then: by the name that the incident has now (see
//! [`View::of_incident`]). No past state is derived for it.

use std::collections::{BTreeMap, BTreeSet};

use fogline_ledger::Ledger;
use fogline_reconcile::{
    assessments::{Recorded as Assessed, Subject},
    copies::Relation,
    corrections::Change,
    incidents::{Incident, Key},
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    Result, View,
    assess::{self, Cited},
    correct,
};

/// What has made an incident what it is.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "IncidentHistory")]
pub struct History {
    /// The incident.
    pub id: String,
    /// In words, without a party's labels.
    pub label: String,
    /// In the order of recording.
    pub entries: Vec<What>,
}

/// What was recorded of an incident.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schemars(rename = "HistoryEntry")]
pub enum What {
    /// A report that tells of it was read for the first time.
    Report(Told),
    /// The report was read again, by other versions of what it is read with.
    Reading(Again),
    /// A person changed something of it.
    Correction(correct::Listed),
    /// An analyst judged it, or a statement of it.
    Assessment(assess::Listed),
    /// An analyst took a judgement of it back.
    Withdrawal(Withdrawal),
}

/// A report that is a member.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "HistoryReport")]
pub struct Told {
    /// Number of the record of its first reading.
    pub record: i64,
    /// When that was recorded.
    pub at: String,
    /// What the input calls it.
    pub document: String,
    /// Headline.
    pub title: Option<String>,
    /// Main language, as `en`.
    pub lang: Option<String>,
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Whose text it prints; none where it is no copy.
    pub copy: Option<CopyOf>,
}

/// Whose text a copy prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "HistoryCopy")]
pub struct CopyOf {
    /// What the input calls the origin.
    pub origin: String,
    /// How it stands to the origin, or to the copy that it is nearest to.
    pub relation: Relation,
}

/// A later reading of a report.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "HistoryReading")]
pub struct Again {
    /// Number of its record.
    pub record: i64,
    /// When it was recorded.
    pub at: String,
    /// What the input calls the report.
    pub document: String,
}

/// A judgement that was taken back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "HistoryWithdrawal")]
pub struct Withdrawal {
    /// Number of its record.
    pub record: i64,
    /// When it was recorded.
    pub at: String,
    /// Who took it back.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Number of the judgement.
    pub instead_of: i64,
}

impl What {
    /// Number of its record, and when it was recorded.
    fn recorded(&self) -> (i64, &str) {
        match self {
            Self::Report(one) => (one.record, &one.at),
            Self::Reading(one) => (one.record, &one.at),
            Self::Correction(one) => (one.record, &one.at),
            Self::Assessment(one) => (one.record, &one.at),
            Self::Withdrawal(one) => (one.record, &one.at),
        }
    }
}

/// What has made an incident what it is. The view needs [`Need::Incident`](crate::Need::Incident), and `assessed` is
/// [`assess::recorded`] of the same time.
pub fn history(id: &str, ledger: &Ledger, view: &View, assessed: &[Assessed]) -> Result<History> {
    let one = view.incident(id)?;
    let mut all = reports(one, ledger, view)?;
    let parts = Parts::of(one, view);
    let corrections = correct::list_of(view, |recorded| parts.are_touched_by(&recorded.correction.change));
    all.extend(corrections.into_iter().map(What::Correction));
    all.extend(judgements(one, &parts, view, assessed)?);
    all.sort_by_key(|what| what.recorded().0);
    Ok(History { id: one.id.clone(), label: one.label.clone(), entries: all })
}

/// The reports that are members, and their later readings.
fn reports(one: &Incident, ledger: &Ledger, view: &View) -> Result<Vec<What>> {
    let members: BTreeSet<&str> = one.documents().collect();
    let mut out = Vec::new();
    for name in members {
        let (Some(head), Some(number)) = (view.head_of(name), view.number_of(name)) else { continue };
        let document = || head.reference.clone();
        for (nth, (record, at)) in ledger.readings_of(number, view.known.as_of)?.into_iter().enumerate() {
            let at = at.to_string();
            out.push(match nth {
                0 => What::Report(Told {
                    record,
                    at,
                    document: document(),
                    title: head.title.clone(),
                    lang: head.lang.clone(),
                    outlet: head.outlet.clone(),
                    published: head.published.clone(),
                    copy: copy_of(name, view),
                }),
                _ => What::Reading(Again { record, at, document: document() }),
            });
        }
    }
    Ok(out)
}

fn copy_of(name: &str, view: &View) -> Option<CopyOf> {
    let origin = view.origins.get(name)?;
    let group = view.copies.iter().find(|group| group.origin == *origin)?;
    let member = group.members.iter().find(|member| member.reference == name)?;
    Some(CopyOf { origin: origin.clone(), relation: member.relation })
}

/// The judgements of an incident and of what is said of it, and those that were taken back.
fn judgements(one: &Incident, parts: &Parts<'_>, view: &View, assessed: &[Assessed]) -> Result<Vec<What>> {
    let names: BTreeMap<&str, &str> = parts.documents.iter().map(|(id, name)| (*name, *id)).collect();
    let is_ours = |cited: &Cited| {
        let id = names.get(cited.document.as_str());
        id.zip(cited.statement.as_deref()).is_some_and(|part| parts.all.contains(&(*part.0, part.1)))
    };
    let mut listed = assess::list(assessed, None, true, view)?;
    listed
        .retain(|own| own.incident.as_deref() == Some(one.id.as_str()) || own.statement.as_ref().is_some_and(is_ours));
    let judged: BTreeSet<i64> = listed.iter().map(|own| own.record).collect();
    let withdrawn = assessed.iter().filter(|own| own.assessment.of == Subject::Withdrawn).filter_map(|own| {
        Some(What::Withdrawal(Withdrawal {
            record: own.seq,
            at: own.at.clone(),
            by: own.assessment.by.clone(),
            reason: own.assessment.text.clone(),
            instead_of: own.assessment.instead_of.filter(|number| judged.contains(number))?,
        }))
    });
    let withdrawn: Vec<What> = withdrawn.collect();
    Ok(listed.into_iter().map(What::Assessment).chain(withdrawn).collect())
}

/// What an incident is made of, as corrections name it.
struct Parts<'v> {
    /// Ids of its reports, with what the input calls them.
    documents: BTreeMap<&'v str, &'v str>,
    /// Its mentions and statements: document id, and id in it.
    all: BTreeSet<(&'v str, &'v str)>,
    /// Words that it quotes: document id, first code point and the one behind the last.
    words: Vec<(&'v str, usize, usize)>,
}

impl<'v> Parts<'v> {
    fn of(one: &'v Incident, view: &'v View) -> Self {
        let id = |name: &str| view.head_of(name).map(|head| head.id.as_str());
        let mut out = Self { documents: BTreeMap::new(), all: BTreeSet::new(), words: Vec::new() };
        for member in &one.members {
            let Some(document) = id(&member.document) else { continue };
            out.documents.insert(document, &member.document);
            out.all.extend(member.event.iter().chain(&member.statement).map(|part| (document, part.as_str())));
        }
        for said in one.accounts.iter().flat_map(|account| &account.statements) {
            let Some(document) = id(&said.document) else { continue };
            out.all.insert((document, &said.statement));
            out.words.extend(said.words.iter().map(|words| (document, words.start, words.end)));
        }
        out
    }

    fn has(&self, document: &str, part: &str) -> bool {
        self.all.contains(&(document, part))
    }

    /// Whether a change is of the incident, or of anything that it is made of.
    fn are_touched_by(&self, change: &Change) -> bool {
        let key = |(document, part): &Key| self.has(document, part);
        match change {
            Change::AddStatement { document, statement } => self.has(document, &statement.id),
            Change::AddEvent { document, event } => self.has(document, &event.id),
            Change::Edit { document, target, .. } => self.has(document, target),
            Change::Retract { document, statement } | Change::Review { document, statement } => {
                let whole = || self.documents.contains_key(document.as_str());
                statement.as_ref().map_or_else(whole, |statement| self.has(document, statement))
            }
            Change::Redact { document, start, end } => {
                self.words.iter().any(|(own, from, to)| own == document && from < end && start < to)
            }
            Change::Merge { one, other } | Change::Split { one, other } => key(one) || key(other),
            Change::Relabel { mention, .. }
            | Change::AnswerSought { mention, .. }
            | Change::LinkRow { mention, .. }
            | Change::UnlinkRow { mention, .. } => key(mention),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_of_an_incident_where_it_names_a_part_of_it() {
        let parts = Parts {
            documents: [("aa", "11")].into(),
            all: [("aa", "e1"), ("aa", "s1")].into(),
            words: vec![("aa", 10, 20)],
        };
        let key = |part: &str| ("aa".to_owned(), part.to_owned());
        let review = |statement: Option<&str>| Change::Review {
            document: "aa".to_owned(),
            statement: statement.map(str::to_owned),
        };
        let redact = |start, end| Change::Redact { document: "aa".to_owned(), start, end };
        for of_it in [
            review(None),
            review(Some("s1")),
            redact(19, 30),
            Change::Split { one: ("bb".to_owned(), "e4".to_owned()), other: key("e1") },
            Change::Relabel { mention: key("s1"), label: "else".to_owned() },
        ] {
            assert!(parts.are_touched_by(&of_it), "{of_it:?}");
        }
        for other in [
            review(Some("s2")),
            redact(20, 30),
            redact(0, 10),
            Change::Merge { one: key("e2"), other: key("e3") },
            Change::Retract { document: "bb".to_owned(), statement: None },
        ] {
            assert!(!parts.are_touched_by(&other), "{other:?}");
        }
    }
}
