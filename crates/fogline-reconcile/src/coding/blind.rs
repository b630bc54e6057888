//! Who may see what before they are done.
//!
//! A coder who is to code blind sees nothing that the machine made of the ledger until they have finished or given back: not of the
//! report alone, as its copies, the incidents that it tells of and every count over them tell of it too. What another made of the
//! same assignment, and how far coders agree, is seen by nobody who is still to code it, blind or not.

use super::{Assignment, Kept, Stage, Work};

/// Numbers of the assignments that somebody is still to code.
pub fn still_to_code<'w>(work: &'w Work, who: &str) -> impl Iterator<Item = &'w Kept<Assignment>> {
    let who = who.to_owned();
    work.assignments.iter().filter(move |one| {
        one.what.coders.contains(&who) && matches!(work.stage(one.record, &who), Stage::Open | Stage::Draft)
    })
}

/// Number of an assignment that keeps somebody from whatever the machine made of the ledger; none where nothing does.
pub fn keeps_from_readings(work: &Work, who: &str) -> Option<i64> {
    still_to_code(work, who).find(|one| one.what.blind).map(|one| one.record)
}

/// Number of an assignment that keeps somebody from how far coders agree; none where nothing does.
pub fn keeps_from_agreement(work: &Work, who: &str) -> Option<i64> {
    still_to_code(work, who).next().map(|one| one.record)
}

/// Whether somebody may see what all coders made of an assignment: who has none of its subject left to code, and has coded it
/// themselves or may decide on it.
pub fn may_see_codings(work: &Work, assignment: &Kept<Assignment>, who: &str, decides: bool) -> bool {
    let same = |one: &Kept<Assignment>| {
        let documents = one.what.subject.documents();
        documents.iter().any(|id| assignment.what.subject.documents().contains(id))
    };
    let left = still_to_code(work, who).any(same);
    !left && (decides || work.stage(assignment.record, who) == Stage::Finished)
}
