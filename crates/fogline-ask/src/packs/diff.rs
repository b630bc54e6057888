//! What an edit of a pack would change before it is taken: reports are read again in memory, all that follows is derived beside
//! what stands, and the two are compared. Nothing is recorded.

use std::collections::{BTreeMap, BTreeSet};

use fogline::packs::Pack;
use fogline_ledger::{
    Ledger,
    standing::{self, Known},
};
use fogline_reconcile::{
    copies::CopyGroup,
    report::{Report, Statement},
    signals::{
        Party,
        commitments::{Commitment, Status},
    },
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    commitments,
    error::Result,
    news::{self, Entry, Lost},
    view::{Base, Need, Standing, View},
};
use std::sync::Arc;

/// Examples of each change of statements.
const EXAMPLES: usize = 3;

/// What an edit of packs would change.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PackDiff")]
pub struct Differing {
    /// Reports in the ledger.
    pub reports: usize,
    /// Those that the edit concerns, which were read again.
    pub reread: usize,
    /// Those in which something else is read then.
    pub changed: usize,
    /// Statements whose speaker would be on another side, by sides from and to.
    pub sides: Vec<Moved>,
    /// Statements that would be another act of speech, by acts from and to.
    pub acts: Vec<Moved>,
    /// Statements that are not read now.
    pub added: Which,
    /// Statements that would not be read any more.
    pub lost: Which,
    /// Incidents now.
    pub incidents_before: usize,
    /// Incidents then.
    pub incidents_after: usize,
    /// Incidents of which something would be new or other, the most reports first.
    pub incidents: Vec<Entry>,
    /// Incidents that would be none by themselves any more, joined into others or told by nobody.
    pub gone: Vec<Lost>,
    /// Promises and measures of agreements that would be new, other, or no more.
    pub commitments: Vec<Bound>,
    /// Reports that are copies of another text now.
    pub copies_before: usize,
    /// Reports that would be.
    pub copies_after: usize,
}

/// Statements, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PackWhich")]
pub struct Which {
    /// How many.
    pub statements: usize,
    /// Some of them, the first by report.
    pub examples: BTreeSet<Words>,
}

/// Statements of which something would be other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PackMoved")]
pub struct Moved {
    /// What it is now; none where that is not known.
    pub from: Option<String>,
    /// What it would be.
    pub to: Option<String>,
    /// Which.
    #[serde(flatten)]
    pub which: Which,
}

/// Words of a statement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[schemars(rename = "PackWords")]
pub struct Words {
    /// What the report is cited by.
    pub document: String,
    /// The statement's id in it.
    pub statement: String,
    /// Who speaks, as written.
    pub speaker: Option<String>,
    /// Its exact words.
    pub exact: String,
}

/// A promise or measure that would stand otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "PackBound")]
pub struct Bound {
    /// Its id.
    pub id: String,
    /// What it says.
    pub content: String,
    /// Where it stands now; none for one that is new.
    pub from: Option<Status>,
    /// Where it would stand; none for one that would be no more.
    pub to: Option<Status>,
    /// Who is committed now.
    pub by_from: Vec<Party>,
    /// Who would be.
    pub by_to: Vec<Party>,
}

/// What would change in a ledger if these were its packs. `again` reads documents by their numbers as they would be read then, and
/// gives those that the edit concerns.
pub fn differing(
    ledger: &Ledger,
    packs: Vec<Pack>,
    mut again: impl FnMut(&[i64]) -> Result<BTreeMap<i64, Report>>,
) -> Result<Differing> {
    let mut statements = Statements::default();
    let (mut reread, mut changed) = (BTreeSet::new(), 0);
    let supposed = standing::supposing(ledger, &packs, |documents| {
        let read = again(documents)?;
        for (document, report) in &read {
            // Reports that the input calls the same are asked for twice.
            if !reread.insert(*document) {
                continue;
            }
            let Some(before) = ledger.reading_of(*document, None)? else { continue };
            let before = before.report()?;
            changed += usize::from(before != *report);
            statements.compare(&before, report);
        }
        Ok::<_, crate::AskError>(read)
    })?;
    let own = ledger.packs(None)?;
    let stands = Standing::of(ledger, &own, Known::default())?;
    let before = Arc::new(Base::by(ledger, &stands, own, Known::default())?);
    let after = Arc::new(Base::by(ledger, &supposed, packs, Known::default())?);
    let at = |need| -> Result<(View, View)> {
        Ok((
            View::over(Arc::clone(&before), ledger, &stands, need)?,
            View::over(Arc::clone(&after), ledger, &supposed, need)?,
        ))
    };
    let (was, would) = at(Need::Incidents)?;
    let news = news::compare(&was, &would, Timestamp::UNIX_EPOCH, false);
    let mut incidents: Vec<Entry> = news.areas.into_values().flatten().collect();
    incidents.sort_by(|a, b| (b.incident.reports, &a.incident.id).cmp(&(a.incident.reports, &b.incident.id)));
    let gone = news::lost(&was, &would);
    let (incidents_before, incidents_after) = (was.incidents.len(), would.incidents.len());
    let (was, would) = at(Need::Commitments)?;
    Ok(Differing {
        reports: before.heads.len(),
        reread: reread.len(),
        changed,
        sides: moved(statements.sides),
        acts: moved(statements.acts),
        added: statements.added,
        lost: statements.lost,
        incidents_before,
        incidents_after,
        incidents,
        gone,
        commitments: bound(&commitments::all(&was), &commitments::all(&would)),
        copies_before: copies(&before.copies),
        copies_after: copies(&after.copies),
    })
}

/// Statements by what they are now and what they would be.
type Counted = BTreeMap<(Option<String>, Option<String>), Which>;

fn moved(counted: Counted) -> Vec<Moved> {
    counted.into_iter().map(|((from, to), which)| Moved { from, to, which }).collect()
}

/// What would be other in statements.
#[derive(Default)]
struct Statements {
    sides: Counted,
    acts: Counted,
    added: Which,
    lost: Which,
}

impl Statements {
    /// Counts the statements of a report that would be other. Statements are the same by their words; where several have the same,
    /// by who speaks as written, and else in their order.
    fn compare(&mut self, before: &Report, after: &Report) {
        let mut known = BTreeMap::<Place, Vec<&Statement>>::new();
        for one in &before.statements {
            known.entry(place(one)).or_default().push(one);
        }
        let mut open = Vec::new();
        let mut same = Vec::new();
        for one in &after.statements {
            let at = known.get_mut(&place(one));
            match at.and_then(|old| Some(old.remove(old.iter().position(|old| speaks(old) == speaks(one))?))) {
                Some(old) => same.push((old, one)),
                None => open.push(one),
            }
        }
        for one in open {
            match known.get_mut(&place(one)).filter(|old| !old.is_empty()) {
                Some(old) => same.push((old.remove(0), one)),
                None => self.added.push(after, one),
            }
        }
        for (old, one) in same {
            if old.side != one.side {
                self.sides.entry((old.side.clone(), one.side.clone())).or_default().push(after, one);
            }
            if old.speech_act != one.speech_act {
                let acts = [old, one].map(|one| Some(one.speech_act.clone()));
                self.acts.entry(acts.into()).or_default().push(after, one);
            }
        }
        known.into_values().flatten().for_each(|one| self.lost.push(before, one));
    }
}

/// Where the words of a statement stand.
type Place = Vec<(usize, usize)>;

fn place(one: &Statement) -> Place {
    one.content.iter().map(|span| (span.start, span.end)).collect()
}

/// Where its speaker stands.
fn speaks(one: &Statement) -> Option<(usize, usize)> {
    one.speaker.span.as_ref().map(|span| (span.start, span.end))
}

impl Which {
    fn push(&mut self, report: &Report, one: &Statement) {
        self.statements += 1;
        self.examples.insert(Words {
            document: report.document.reference.clone(),
            statement: one.id.clone(),
            speaker: one.speaker.span.as_ref().map(|span| span.exact.clone()),
            exact: one.content.first().map(|span| span.exact.clone()).unwrap_or_default(),
        });
        while self.examples.len() > EXAMPLES {
            self.examples.pop_last();
        }
    }
}

fn copies(groups: &[CopyGroup]) -> usize {
    groups.iter().map(|group| group.members.len()).sum()
}

fn bound(before: &commitments::All, after: &commitments::All) -> Vec<Bound> {
    let all = |all: &commitments::All| -> BTreeMap<String, Commitment> {
        let wanted = commitments::Wanted::default();
        let found = all.found(&wanted, &all.wanted(&wanted));
        let both = found.promises.into_iter().chain(found.agreements).flatten();
        both.map(|one| (one.what.id.clone(), one.what)).collect()
    };
    let (before, after) = (all(before), all(after));
    let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    ids.into_iter()
        .filter_map(|id| {
            let (was, would) = (before.get(id), after.get(id));
            let is_same = was
                .zip(would)
                .is_some_and(|(was, would)| (was.status, &was.promisor) == (would.status, &would.promisor));
            let one = would.or(was)?;
            let content = one.measure.as_ref().map_or_else(|| one.content.join(" "), |measure| measure.text.clone());
            (!is_same).then(|| Bound {
                id: id.clone(),
                content,
                from: was.map(|one| one.status),
                to: would.map(|one| one.status),
                by_from: was.map(|one| one.promisor.clone()).unwrap_or_default(),
                by_to: would.map(|one| one.promisor.clone()).unwrap_or_default(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use fogline_reconcile::report::{Span, Speaker};

    use super::*;

    fn said(at: usize, speaker: usize, act: &str, side: Option<&str>) -> Statement {
        let span = |start| Span { start, end: start + 1, exact: "x".to_owned() };
        Statement {
            id: format!("s{at}"),
            content: vec![span(at)],
            speaker: Speaker { span: Some(span(speaker)), ..Speaker::default() },
            speech_act: act.to_owned(),
            side: side.map(str::to_owned),
            ..Statement::default()
        }
    }

    #[test]
    fn statements_are_the_same_by_their_words_and_else_new_or_no_more() {
        let report = |statements| Report { statements, ..Report::default() };
        let before = report(vec![
            said(1, 0, "assert", None),
            said(2, 0, "deny", Some("A")),
            // Two say the same words.
            said(4, 5, "assert", None),
            said(4, 6, "assert", Some("B")),
        ]);
        let after = report(vec![
            said(1, 0, "deny", Some("A")),
            said(3, 0, "assert", Some("A")),
            said(4, 6, "assert", Some("B")),
            said(4, 5, "assert", Some("A")),
        ]);
        let mut found = Statements::default();
        found.compare(&before, &after);
        let [sides, acts] = [found.sides, found.acts].map(moved);
        let ids = |which: &Which| -> Vec<String> { which.examples.iter().map(|one| one.statement.clone()).collect() };
        assert_eq!((sides.len(), sides[0].from.as_deref(), sides[0].to.as_deref()), (1, None, Some("A")));
        assert_eq!((sides[0].which.statements, ids(&sides[0].which)), (2, vec!["s1".to_owned(), "s4".to_owned()]));
        assert_eq!((acts.len(), acts[0].from.as_deref(), acts[0].to.as_deref()), (1, Some("assert"), Some("deny")));
        assert_eq!((ids(&found.added), ids(&found.lost)), (vec!["s3".to_owned()], vec!["s2".to_owned()]));
    }
}
