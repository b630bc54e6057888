//! What happened to documents and statements after they came out, and which briefs cite them.

use std::collections::{BTreeMap, BTreeSet};

use fogline_ledger::{Kind, Ledger, LedgerError, Outcome};
use fogline_reconcile::{
    copies::Relation,
    corrections::{self, Change},
    incidents::Value as Told,
    report::{Citation, seconds},
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::{Result, View};

/// Something that was changed, replaced or taken back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[schemars(rename = "Retraction")]
pub struct Found {
    /// The document that it bears on, as the input calls it; the id of one that was erased.
    pub of: String,
    /// In what way.
    pub way: Way,
    /// The statement of it that was changed, where it is one.
    pub statement: Option<String>,
    /// Where another report says so.
    pub by: Option<Citation>,
    /// The report that is the later version.
    pub later: Option<String>,
    /// What is said of it: exact words, or the reason that a person gives.
    pub words: Option<String>,
    /// The person that changed it here.
    pub person: Option<String>,
    /// When: published, or recorded for what was done here.
    pub at: Option<String>,
    /// Briefs that cite the document.
    pub cited_in: Vec<BriefOf>,
}

impl Found {
    /// Whether it was published or recorded since a moment.
    pub fn is_since(&self, since: i64) -> bool {
        self.at.as_deref().and_then(seconds).is_some_and(|at| at >= since)
    }
}

/// In what way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RetractionWay")]
pub enum Way {
    /// A report says that it corrects.
    Correction,
    /// A figure of it was replaced by a later one.
    FigureReplaced,
    /// The speaker or outlet took it back.
    Retraction,
    /// There is a later version of the text.
    LaterVersion,
    /// A person changed how it is read here.
    ReadingChanged,
    /// Words of it may not leave the ledger.
    Redacted,
    /// It was erased here.
    Erased,
}

/// An issued brief.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct BriefOf {
    /// Number of its record.
    pub record: i64,
    /// When it was issued.
    pub issued: String,
}

/// All of it, with the number of briefs that were looked at.
pub fn all(ledger: &Ledger, as_of: Option<Timestamp>, view: &View) -> Result<(Vec<Found>, usize)> {
    let mut found: BTreeSet<Found> = BTreeSet::new();
    found.extend(said(view));
    found.extend(replaced(view));
    found.extend(versions(view));
    found.extend(by_hand(view));
    found.extend(erased(ledger, as_of)?);
    let (cited, briefs) = briefs(ledger, as_of, view)?;
    let known = |mut one: Found| {
        one.cited_in = cited.get(&one.of).map(|all| all.iter().cloned().collect()).unwrap_or_default();
        one
    };
    Ok((found.into_iter().map(known).collect(), briefs))
}

fn of(document: &str, way: Way) -> Found {
    Found {
        of: document.to_owned(),
        way,
        statement: None,
        by: None,
        later: None,
        words: None,
        person: None,
        at: None,
        cited_in: Vec::new(),
    }
}

/// Statements that correct or take back, and those that were taken back.
fn said(view: &View) -> Vec<Found> {
    let mut found = Vec::new();
    for report in &view.reports {
        for one in &report.statements {
            let way = match one.speech_act.as_str() {
                "correct" => Way::Correction,
                "retract" => Way::Retraction,
                _ => continue,
            };
            let document = report.document.reference.as_str();
            let words: Vec<&str> = one.content.iter().map(|span| span.exact.as_str()).collect();
            found.push(Found {
                statement: one.targets.iter().find_map(|target| target.statement.clone()),
                by: Some(Citation { document: document.to_owned(), statement: one.id.clone() }),
                words: Some(words.join(" … ")),
                at: report.document.published.clone(),
                ..of(document, way)
            });
        }
    }
    found
}

/// Figures that another took the place of.
fn replaced(view: &View) -> Vec<Found> {
    let mut found = Vec::new();
    for one in &view.incidents {
        for (slot, detail) in &one.details {
            let at = |citation: &Citation| {
                view.head_of(&citation.document).and_then(|head| seconds(head.published.as_deref()?))
            };
            for value in detail.values.iter().filter(|value| value.superseded) {
                // What its own side holds to now; where that is nothing, or no side is known, what anybody does.
                let own = |now: &&Told| value.sides.iter().any(|side| now.sides.contains(side));
                let mut standing: Vec<&Told> = detail.values.iter().filter(|now| !now.superseded).collect();
                if standing.iter().any(own) {
                    standing.retain(own);
                }
                let now: Vec<&str> = standing.iter().map(|value| value.value.as_str()).collect();
                for citation in &value.statements {
                    let later = standing.iter().flat_map(|value| &value.statements);
                    let later = later.filter(|one| one.document != citation.document && at(one) >= at(citation));
                    let by = later.min_by_key(|one| (at(one), &one.document));
                    found.push(Found {
                        statement: Some(citation.statement.clone()),
                        by: by.cloned(),
                        words: Some(format!("{}: {}, now {}", slot.replace('_', " "), value.value, now.join(" or "))),
                        at: by.and_then(|by| view.head_of(&by.document)?.published.clone()),
                        ..of(&citation.document, Way::FigureReplaced)
                    });
                }
            }
        }
    }
    found
}

/// Later versions of one text.
fn versions(view: &View) -> Vec<Found> {
    let groups = view.copies.iter();
    let updates = groups.flat_map(|group| group.members.iter().map(move |member| (&group.origin, member)));
    updates
        .filter(|(_, member)| member.relation == Relation::Update)
        .map(|(origin, member)| Found {
            later: Some(member.reference.clone()),
            at: view.head_of(&member.reference).and_then(|head| head.published.clone()),
            ..of(origin, Way::LaterVersion)
        })
        .collect()
}

/// What people have changed here.
fn by_hand(view: &View) -> Vec<Found> {
    let names: BTreeMap<&str, &str> = view.heads.iter().map(|one| (one.id.as_str(), one.reference.as_str())).collect();
    let mut found = Vec::new();
    for one in corrections::standing(&view.recorded) {
        let (document, statement, way) = match &one.correction.change {
            Change::Retract { document, statement } => (document, statement.clone(), Way::Retraction),
            Change::Edit { document, target, .. } => (document, Some(target.clone()), Way::ReadingChanged),
            Change::Redact { document, .. } => (document, None, Way::Redacted),
            _ => continue,
        };
        let name = names.get(document.as_str()).copied().unwrap_or(document);
        found.push(Found {
            statement,
            words: Some(one.correction.reason.clone()),
            person: Some(one.correction.by.clone()),
            at: Some(one.at.clone()),
            ..of(name, way)
        });
    }
    found
}

fn erased(ledger: &Ledger, as_of: Option<Timestamp>) -> Result<Vec<Found>> {
    let any = ledger.counts(None)?.iter().any(|(kind, count)| *kind == Kind::Erasure && *count > 0);
    let mut found = Vec::new();
    for id in if any { ledger.known_ids()? } else { Vec::new() } {
        let Some(Outcome::Erased(seq)) = ledger.known(id)? else { continue };
        if let Err(LedgerError::Erased { at, reason, .. }) = ledger.document(seq)
            && as_of.is_none_or(|as_of| at <= as_of)
        {
            found.push(Found { words: Some(reason), at: Some(at.to_string()), ..of(&id.to_string(), Way::Erased) });
        }
    }
    Ok(found)
}

/// Which briefs cite which documents, by what the input calls them, and how many briefs there are.
fn briefs(
    ledger: &Ledger,
    as_of: Option<Timestamp>,
    view: &View,
) -> Result<(BTreeMap<String, BTreeSet<BriefOf>>, usize)> {
    let entries = ledger.notes(Kind::Brief, as_of)?;
    let mut cited = BTreeMap::<String, BTreeSet<BriefOf>>::new();
    for entry in &entries {
        let brief = BriefOf { record: entry.seq, issued: entry.recorded_at.to_string() };
        let mut names = BTreeSet::new();
        if let Ok(body) = serde_json::from_slice::<Value>(&entry.body) {
            documents(&body, &mut names);
        }
        for document in &view.heads {
            if names.contains(&document.reference) || names.contains(&document.id) {
                cited.entry(document.reference.clone()).or_default().insert(brief.clone());
            }
        }
    }
    Ok((cited, entries.len()))
}

/// Every document that a brief names, however deep: as the field `document` or `ref` of whatever cites one.
fn documents(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|one| documents(one, names)),
        Value::Object(fields) => {
            let named = ["document", "ref"].iter().filter_map(|field| fields.get(*field)?.as_str());
            names.extend(named.map(str::to_owned));
            fields.values().for_each(|one| documents(one, names));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brief_cites_whatever_it_names_at_any_depth() {
        let body =
            serde_json::json!({ "sections": [{ "cites": [{ "document": "11", "statement": "s2" }] }], "ref": "b" });
        let mut names = BTreeSet::new();
        documents(&body, &mut names);
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["11", "b"]);
    }
}
