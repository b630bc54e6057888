//! Where a commitment stands, by numbered rules; the first that fits decides.

use jiff::civil::Date;

use super::{
    super::themes::is_lasting,
    model::{Commitment, Effect, Evidence, Kind, Status, Timing},
};
use crate::report::day;

/// Where the day of a commitment stands on a day.
pub(super) fn timing(commitment: &Commitment, today: Option<Date>) -> Timing {
    let Some(deadline) = &commitment.deadline else { return Timing::NoDeadline };
    let of = |text: &Option<String>| text.as_deref().and_then(day);
    let end = of(&deadline.within.end).or_else(|| of(&deadline.within.start));
    let start = of(&deadline.within.start).or(end);
    match (start, end, today) {
        (Some(start), Some(_), Some(today)) if today < start => Timing::Upcoming,
        (_, Some(end), Some(today)) if today > end => Timing::Past,
        (_, Some(_), Some(_)) => Timing::Due,
        _ => Timing::Unresolved,
    }
}

/// The status with the rule that gave it; told whether the promisor itself has turned to something else.
pub(super) fn status(commitment: &Commitment, turned: bool) -> (Status, &'static str) {
    let sides: Vec<&str> = commitment.promisor.iter().filter_map(|party| party.side.as_deref()).collect();
    let own = |one: &Evidence| one.cited.speaker.party.side.as_deref().is_some_and(|side| sides.contains(&side));
    let any = |wanted: &dyn Fn(&Evidence) -> bool| commitment.evidence.iter().any(wanted);
    let violated = any(&|one| one.effect == Effect::ViolationAlleged);
    let fulfilled = any(&|one| one.effect == Effect::FulfilmentReported);
    let opposed = any(&|one| one.effect == Effect::Contradicts || (one.effect == Effect::Denies && !own(one)));
    let rejected = any(&|one| one.effect == Effect::Denies && own(one));
    // That one did not break it is no word against what one promised.
    let taken_back = any(&|one| own(one) && one.why.iter().any(|rule| rule == "evidence.3_own_denial"));
    let agreement = commitment.kind == Kind::AgreementInForce;
    let limited = is_lasting(commitment.predicate.as_deref())
        && commitment.deadline.as_ref().is_some_and(|one| one.until || one.lasting);
    match () {
        () if !commitment.testable => (Status::NotTestable, "status.1_nothing_to_see"),
        () if !agreement && turned => (Status::Superseded, "status.2_own_side_turned"),
        () if fulfilled && (violated || opposed) => (Status::Disputed, "status.3_reports_differ"),
        () if violated && rejected => (Status::Disputed, "status.4_violation_denied"),
        () if violated => (Status::ViolationAlleged, "status.5_violation_alleged"),
        () if opposed || (taken_back && !agreement) => (Status::Disputed, "status.6_opposed"),
        () if fulfilled => (Status::FulfilmentReported, "status.7_fulfilment_reported"),
        () if commitment.timing == Timing::Past && (commitment.kind <= Kind::Offer || limited) => {
            (Status::Expired, "status.8_term_over")
        }
        () if commitment.timing == Timing::Past => (Status::Overdue, "status.9_day_over"),
        () if commitment.timing == Timing::Due => (Status::Due, "status.10_day_has_come"),
        () => (Status::Open, "status.11_open"),
    }
}
