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
    signals::commitments::{Commitment, Status},
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    commitments,
    error::Result,
    news::{self, Entry},
    view::{Base, Need, Standing, View},
};
use std::sync::Arc;

/// Examples of each change of sides.
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
    /// Incidents of which something would be new or other, the most reports first.
    pub incidents: Vec<Entry>,
    /// Incidents that would be no more.
    pub gone: Vec<Gone>,
    /// Promises and measures of agreements that would be new, other, or no more.
    pub commitments: Vec<Bound>,
    /// Reports that are copies of another text now.
    pub copies_before: usize,
    /// Reports that would be.
    pub copies_after: usize,
}

/// Statements that would be on another side.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "PackMoved")]
pub struct Moved {
    /// The side now; none where it is not known.
    pub from: Option<String>,
    /// The side then.
    pub to: Option<String>,
    /// How many.
    pub statements: usize,
    /// Some of them, the first by report.
    pub examples: Vec<Words>,
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

/// An incident that would be no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PackGone")]
pub struct Gone {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
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
}

/// What would change in a ledger if these were its packs. `again` reads documents by their numbers as they would be read then, and
/// gives those that the edit concerns.
pub fn differing(
    ledger: &Ledger,
    packs: Vec<Pack>,
    mut again: impl FnMut(&[i64]) -> Result<BTreeMap<i64, Report>>,
) -> Result<Differing> {
    let mut moved = BTreeMap::<(Option<String>, Option<String>), (usize, BTreeSet<Words>)>::new();
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
            compare_sides(&before, report, &mut moved);
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
    let held: BTreeSet<_> = would.incidents.iter().flat_map(|one| &one.members).collect();
    let gone = was.incidents.iter().filter(|one| !one.members.iter().any(|member| held.contains(member)));
    let gone = gone.map(|one| Gone { id: one.id.clone(), label: one.label.clone() }).collect();
    let (was, would) = at(Need::Commitments)?;
    Ok(Differing {
        reports: before.heads.len(),
        reread: reread.len(),
        changed,
        sides: moved
            .into_iter()
            .map(|((from, to), (statements, examples))| Moved {
                from,
                to,
                statements,
                examples: examples.into_iter().take(EXAMPLES).collect(),
            })
            .collect(),
        incidents,
        gone,
        commitments: bound(&commitments::all(&was), &commitments::all(&would)),
        copies_before: copies(&before.copies),
        copies_after: copies(&after.copies),
    })
}

/// Statements that would be on another side, by the one before and the one after: how many, and some of their words.
type Counted = BTreeMap<(Option<String>, Option<String>), (usize, BTreeSet<Words>)>;

/// Counts the statements of a report that would be on another side. Statements are the same by their words and their speaker.
fn compare_sides(before: &Report, after: &Report, moved: &mut Counted) {
    type Same<'s> = (Vec<(usize, usize)>, &'s str);
    fn same(one: &Statement) -> Same<'_> {
        (one.content.iter().map(|span| (span.start, span.end)).collect(), one.speech_act.as_str())
    }
    let known: BTreeMap<Same<'_>, &Statement> = before.statements.iter().map(|one| (same(one), one)).collect();
    for one in &after.statements {
        let from = known.get(&same(one)).and_then(|old| old.side.clone());
        if from == one.side {
            continue;
        }
        let (number, examples) = moved.entry((from, one.side.clone())).or_default();
        *number += 1;
        examples.insert(Words {
            document: after.document.reference.clone(),
            statement: one.id.clone(),
            speaker: one.speaker.span.as_ref().map(|span| span.exact.clone()),
            exact: one.content.first().map(|span| span.exact.clone()).unwrap_or_default(),
        });
        while examples.len() > EXAMPLES {
            examples.pop_last();
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
        both.map(|one| (one.id.clone(), one)).collect()
    };
    let (before, after) = (all(before), all(after));
    let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    ids.into_iter()
        .filter_map(|id| {
            let (was, would) = (before.get(id), after.get(id));
            let is_same = was
                .zip(would)
                .is_some_and(|(was, would)| (was.status, &was.promisor) == (would.status, &would.promisor));
            let content = would.or(was)?.content.join(" ");
            (!is_same).then(|| Bound {
                id: id.clone(),
                content,
                from: was.map(|one| one.status),
                to: would.map(|one| one.status),
            })
        })
        .collect()
}
