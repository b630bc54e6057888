//! Claims against someone, and whether the accused's side answered them in the reports read.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    cited::{Cited, known, same_words},
    item::{Deed, Item, Party},
};
use crate::{
    report::{Citation, day, seconds},
    sides::Sides,
};

/// How long after a claim an answer is looked for: 72 hours.
const REACH: i64 = 72 * 3600;

/// What became of a claim in the reports read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Response {
    /// No answer was found in the reports that were read, which is not silence.
    #[default]
    NoAnswerFound,
    /// The accused's side declined to comment.
    Declined,
    /// It said something else about the same.
    Answered,
    /// It said that it is so.
    Acknowledged,
    /// It said that it is not so.
    Denied,
}

/// An answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Reply {
    /// Who answers, where, in which words.
    #[serde(flatten)]
    pub cited: Cited,
    /// What it says.
    pub response: Response,
    /// The rules that tie it to the claim.
    pub why: Vec<String>,
}

/// A claim against someone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Claim {
    /// Who claims it, where, in which words.
    #[serde(flatten)]
    pub cited: Cited,
    /// Other reports that print the same words of the same speaker.
    pub also_in: Vec<Citation>,
    /// Who is accused.
    pub accused: Vec<Party>,
    /// What became of it: the firmest of its replies.
    pub response: Response,
    /// The answers, in the order of time.
    pub replies: Vec<Reply>,
}

/// Claims against a side with what it answered, as known at a moment, the earliest first.
pub fn responses(items: &[Item], sides: &Sides, as_of: &str) -> Vec<Claim> {
    let end_of_day = if as_of.len() == 10 { 24 * 3600 - 1 } else { 0 };
    let until = seconds(as_of).map(|moment| moment + end_of_day);
    let items = known(items, until);
    let answers = Answers::of(&items, sides);
    let mut at: BTreeMap<_, usize> = BTreeMap::new();
    let mut kept: Vec<Claim> = Vec::new();
    for item in items.iter().filter(|item| item.act == "accuse" && !item.accused.is_empty()) {
        let one = claim(item, &answers, sides);
        let key = same_words(&item.speaker, &item.exact);
        // The same words of the same speaker, printed again, are one claim, with the answers to all prints.
        if let Some(first) = at.get(&key).and_then(|at| kept.get_mut(*at)) {
            first.also_in.push(one.cited.citation);
            let known: BTreeSet<&Citation> = first.replies.iter().map(|reply| &reply.cited.citation).collect();
            let new: Vec<Reply> =
                one.replies.into_iter().filter(|reply| !known.contains(&reply.cited.citation)).collect();
            first.replies.extend(new);
            first.response = first.response.max(one.response);
        } else {
            at.insert(key, kept.len());
            kept.push(one);
        }
    }
    kept
}

/// Acts that can answer a claim.
pub(super) const ANSWERS: [&str; 6] = ["deny", "acknowledge", "confirm", "accuse", "assert", "decline_comment"];

/// What can answer claims, by the bloc that says it and what it can share with a claim; each list in the order of time. A claim
/// is compared with these alone: in a week of fighting everybody says something every hour.
#[derive(Debug, Default)]
struct Answers<'i> {
    /// By report.
    in_report: BTreeMap<(&'i str, &'i str), Vec<&'i Item>>,
    /// By what was done and where.
    of_deed: BTreeMap<(&'i str, &'i str, &'i str), Vec<&'i Item>>,
}

impl<'i> Answers<'i> {
    fn of(items: &[&'i Item], sides: &'i Sides) -> Self {
        let mut answers = Self::default();
        for item in items.iter().filter(|item| !item.speaker.author && ANSWERS.contains(&item.act.as_str())) {
            let Some(bloc) = item.speaker.party.side.as_deref().map(|side| sides.bloc(side)) else { continue };
            answers.in_report.entry((bloc, &item.citation.document)).or_default().push(item);
            for (predicate, place) in done(item) {
                answers.of_deed.entry((bloc, predicate, place)).or_default().push(item);
            }
        }
        answers
    }

    /// What a bloc says that can be about the same as a claim, from then on, as long as an answer is looked for; in the order of
    /// time, each once.
    fn to(&self, claim: &'i Item, bloc: &'i str) -> Vec<&'i Item> {
        let shared = done(claim).filter_map(|(predicate, place)| self.of_deed.get(&(bloc, predicate, place)));
        let lists = shared.chain(self.in_report.get(&(bloc, claim.citation.document.as_str())));
        let ends = claim.moment.map(|moment| moment + REACH);
        let mut found: Vec<&Item> = Vec::new();
        for list in lists {
            let begin = list.partition_point(|one| one.moment < claim.moment);
            let later = list.get(begin..).unwrap_or_default().iter();
            found.extend(later.take_while(|one| ends.is_none() || one.moment <= ends));
        }
        found.sort_by(|one, other| one.order_key().cmp(&other.order_key()));
        found.dedup_by(|one, other| one.citation == other.citation);
        found
    }
}

/// What a statement says was done, and at which places.
fn done(item: &Item) -> impl Iterator<Item = (&str, &str)> {
    let predicates = item.deeds.iter().filter_map(|deed| Some((deed.predicate()?, deed)));
    predicates.flat_map(|(predicate, deed)| deed.places.iter().map(move |place| (predicate, place.id.as_str())))
}

fn claim<'i>(item: &'i Item, answers: &Answers<'i>, sides: &'i Sides) -> Claim {
    let mut blocs: Vec<&str> =
        item.accused.iter().filter_map(|one| one.side.as_deref()).map(|side| sides.bloc(side)).collect();
    blocs.sort_unstable();
    blocs.dedup();
    let said = blocs.iter().flat_map(|bloc| answers.to(item, bloc));
    let mut replies: Vec<(&Item, Reply)> = said.filter_map(|one| Some((one, reply(item, one)?))).collect();
    replies.sort_by(|(one, _), (other, _)| one.order_key().cmp(&other.order_key()));
    Claim {
        cited: Cited::from(item),
        also_in: Vec::new(),
        accused: item.accused.clone(),
        response: replies.iter().map(|(_, reply)| reply.response).max().unwrap_or_default(),
        replies: replies.into_iter().map(|(_, reply)| reply).collect(),
    }
}

/// What a statement of the accused's bloc says to a claim, if it is about the same.
fn reply(claim: &Item, answer: &Item) -> Option<Reply> {
    if claim.citation == answer.citation {
        return None;
    }
    let same_report = claim.citation.document == answer.citation.document;
    let targeted = same_report && answer.answers.iter().any(|one| one.statement == claim.citation.statement);
    let matter = claim
        .deeds
        .iter()
        .find_map(|deed| answer.deeds.iter().find_map(|other| about_same(deed, other, claim, same_report)));
    let rule = if targeted { "response.targets" } else { matter? };
    let response = match answer.act.as_str() {
        "deny" => Response::Denied,
        "acknowledge" | "confirm" => Response::Acknowledged,
        "decline_comment" => Response::Declined,
        _ => Response::Answered,
    };
    Some(Reply { cited: Cited::from(answer), response, why: vec![rule.to_owned(), format!("response.{}", answer.act)] })
}

/// Whether two deeds can be the same: the same predicate at the same place, or in one report where a place is open, by the
/// accused where the answer names anyone.
fn about_same(claimed: &Deed, answered: &Deed, claim: &Item, same_report: bool) -> Option<&'static str> {
    if claimed.predicate().is_none() || claimed.predicate() != answered.predicate() {
        return None;
    }
    let days = |deed: &Deed| Some((deed.when.start.as_deref().and_then(day)?, deed.when.end.as_deref().and_then(day)?));
    if let (Some(one), Some(other)) = (days(claimed), days(answered))
        && (one.1 < other.0 || other.1 < one.0)
    {
        return None;
    }
    let accused = |doer: &Party| {
        claim.accused.iter().any(|one| one.actor == doer.actor || (one.side.is_some() && one.side == doer.side))
    };
    if !answered.doers.is_empty() && !answered.doers.iter().any(accused) {
        return None;
    }
    let open = claimed.places.is_empty() || answered.places.is_empty();
    let shared = claimed.places.iter().any(|place| answered.places.iter().any(|other| place.id == other.id));
    match () {
        () if shared => Some("response.same_deed_and_place"),
        () if same_report && claimed.event.is_some() && claimed.event == answered.event => Some("response.same_event"),
        () if same_report && open && claimed.kind == answered.kind && claimed.modes == answered.modes => {
            Some("response.same_kind_in_report")
        }
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Claims, Glance, build::*},
        *,
    };
    use crate::report::Report;

    fn reports() -> Vec<Report> {
        let claim = Make::new("a", "2022-02-17T10:00:00+02:00")
            .says("minister", "UA", "accuse", "the rebels shelled a school in Vrubivka")
            .accusing("sep", "SEP")
            .place("Vrubivka", "geonames:688841", "settlement")
            .event("shelled", "ASSAULT", "actual")
            .says("minister", "UA", "accuse", "they cut off the water of Zolote")
            .accusing("sep", "SEP");
        let denial = Make::new("b", "2022-02-18T10:00:00+02:00")
            .says("spokesman", "SEP", "deny", "our men shelled Vrubivka")
            .place("Vrubivka", "geonames:688841", "settlement")
            .event("shelled", "ASSAULT", "actual")
            .by("sep", "SEP");
        vec![claim.0, denial.0]
    }

    fn at(reports: &[Report], as_of: &str) -> Vec<Claim> {
        responses(&items(reports), &sides(), as_of)
    }

    #[test]
    fn a_claim_is_denied_by_the_accused_and_by_nobody_else() {
        let reports = reports();
        let found = at(&reports, "2022-02-19");
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].response, found[1].response), (Response::Denied, Response::NoAnswerFound));
        assert_eq!(found[0].replies[0].cited.citation.to_string(), "b#s1");
        assert_eq!(at(&reports, "2022-02-17")[0].response, Response::NoAnswerFound, "not yet known");
        let mut third = reports.clone();
        third[1].statements[0].side = Some("US".into());
        assert_eq!(
            at(&third, "2022-02-19")[0].response,
            Response::NoAnswerFound,
            "a third party's denial is none of the accused's"
        );
    }

    #[test]
    fn nothing_more_is_read_than_is_kept_for_the_question() {
        let mut reports = reports();
        reports.push(
            Make::new("c", "2022-02-18T11:00:00+02:00")
                .says("spokesman", "SEP", "assert", "the mills of Zolote grind again")
                .place("Zolote", "geonames:1", "settlement")
                .event("grind", "AID", "actual")
                .0,
        );
        let all = items(&reports);
        let read: Vec<String> = all.iter().map(|item| serde_json::to_string(item).unwrap()).collect();
        let kept = |claims: &mut Claims| {
            let glances: Vec<Glance> = read.iter().map(|item| serde_json::from_str(item).unwrap()).collect();
            for one in &glances {
                claims.add(one);
            }
            let kept = all.iter().zip(&glances).filter(|(_, one)| claims.holds(one));
            kept.map(|(item, _)| claims.kept(item.clone())).collect::<Vec<_>>()
        };
        let whole = responses(&all, &sides(), "2022-02-19");
        assert_eq!(whole[0].response, Response::Denied);
        let loose = kept(&mut Claims::default());
        assert_eq!((all.len(), loose.len()), (4, 3));
        assert_eq!(responses(&loose, &sides(), "2022-02-19"), whole);
        // What an incident has is answered there.
        let mut claims = Claims::default();
        claims.place("a", "s1", "SEP");
        let placed = kept(&mut claims);
        assert_eq!((placed.len(), placed[0].deeds.len()), (2, 0));
        assert_eq!(responses(&placed, &sides(), "2022-02-19")[1], whole[1]);
    }

    #[test]
    fn what_names_no_place_answers_only_in_its_own_report_or_where_it_says_so() {
        let mut apart = reports();
        apart[1].places.clear();
        apart[1].events[0].place = None;
        assert_eq!(at(&apart, "2022-02-19")[0].response, Response::NoAnswerFound);
        let here = Make::new("c", "2022-02-17")
            .says("minister", "UA", "accuse", "the rebels broke the water main")
            .accusing("sep", "SEP")
            .says("spokesman", "SEP", "deny", "the accusation")
            .answering("denies", "s1");
        assert_eq!(at(&[here.0], "2022-02-19")[0].response, Response::Denied);
    }
}
