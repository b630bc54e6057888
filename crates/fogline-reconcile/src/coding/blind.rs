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
/// themselves or may decide on it. Where nobody is known, all who code it must be done.
pub fn may_see_codings(work: &Work, assignment: &Kept<Assignment>, who: Option<&str>, decides: bool) -> bool {
    let Some(who) = who else { return work.left(assignment).is_empty() };
    let same = |one: &Kept<Assignment>| {
        let documents = one.what.subject.documents();
        documents.iter().any(|id| assignment.what.subject.documents().contains(id))
    };
    let left = still_to_code(work, who).any(same);
    !left && (decides || work.stage(assignment.record, who) == Stage::Finished)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::{Coded, Coding, State, Subject};

    fn assignment(record: i64, document: &str, coders: &[&str], blind: bool) -> Kept<Assignment> {
        let what = Assignment {
            subject: Subject::Report { document: document.to_owned() },
            coders: coders.iter().map(ToString::to_string).collect(),
            fields: Vec::new(),
            blind,
            by: "chief".to_owned(),
            reading: None,
            statuses: None,
        };
        Kept { record, at: String::new(), what }
    }

    fn coding(record: i64, assignment: i64, coder: &str, state: State) -> Kept<Coding> {
        let what = Coding { assignment, coder: coder.to_owned(), state, coded: Coded::default(), withdrawn: None };
        Kept { record, at: String::new(), what }
    }

    fn add(work: &mut Work, coding: Kept<Coding>) {
        work.codings.entry(coding.what.assignment).or_default().push(coding);
    }

    #[test]
    fn a_draft_opens_nothing_and_whoever_is_done_sees_again() {
        let assignments = vec![assignment(1, "d", &["anna", "boris"], true), assignment(2, "e", &["boris"], false)];
        let mut work = Work::of(assignments, Vec::new(), Vec::new());
        assert_eq!((keeps_from_readings(&work, "anna"), keeps_from_readings(&work, "chief")), (Some(1), None));
        add(&mut work, coding(3, 1, "anna", State::Draft));
        assert_eq!(keeps_from_readings(&work, "anna"), Some(1));
        add(&mut work, coding(4, 1, "anna", State::Finished));
        assert_eq!((keeps_from_readings(&work, "anna"), keeps_from_agreement(&work, "anna")), (None, None));
        add(&mut work, coding(5, 1, "boris", State::GivenBack));
        assert_eq!((keeps_from_readings(&work, "boris"), keeps_from_agreement(&work, "boris")), (None, Some(2)));
    }

    #[test]
    fn what_others_made_is_seen_by_who_has_done_it_and_by_who_decides() {
        let assignments = vec![assignment(1, "d", &["anna", "chief"], true), assignment(2, "d", &["boris"], false)];
        let mut work = Work::of(assignments, vec![coding(3, 1, "anna", State::Finished)], Vec::new());
        let sees = |work: &Work, who: &str, decides| may_see_codings(work, &work.assignments[0], Some(who), decides);
        assert!(!may_see_codings(&work, &work.assignments[0], None, true), "somebody is still to code it");
        assert!(sees(&work, "anna", false) && !sees(&work, "dora", false) && sees(&work, "dora", true));
        assert!(!sees(&work, "chief", true), "who decides codes it too, and is not done");
        assert!(!sees(&work, "boris", true), "the same report is left to code by another assignment");
        add(&mut work, coding(4, 1, "chief", State::GivenBack));
        assert!(sees(&work, "chief", true));
        assert!(may_see_codings(&work, &work.assignments[0], None, false));
    }
}
