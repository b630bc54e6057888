//! For whom someone speaks, and whether those who are accused were asked.

use std::collections::BTreeSet;

use fogline::packs::SideRole;
use fogline_reconcile::{
    incidents::{
        Incident, Said,
        mention::{Class, Stance},
    },
    report::Reviewed,
};

use super::{Answer, Choice, Evidence, Kind, Question, said, stands};
use crate::{
    View,
    correct::{AnswerSought, Edit, What},
};

/// Words that a person is shown of one incident.
const SHOWN: usize = 3;

/// Statements of which the side is not known, though someone is named who says them.
pub(super) fn unknown(one: &Incident, view: &View) -> Vec<Question> {
    let open = said(one).filter(|(side, said)| {
        let voiced = said.class != Class::Outlet && said.stance != Stance::Declines;
        side.is_none() && voiced && said.reviewed == Reviewed::Machine
    });
    let question = |(side, said): (Option<&String>, &Said)| {
        let who = said.speaker.as_deref().unwrap_or("someone who is not named");
        let parties = view.sides.ids().filter(|id| view.sides.role(id) != SideRole::Unknown);
        let speaks = parties.map(|id| Choice {
            answer: Answer::Other,
            says: format!("for {id}, {}", view.sides.name(id)),
            correction: What::Edit(Edit {
                document: said.document.clone(),
                target: said.statement.clone(),
                field: "side".to_owned(),
                value: id.to_owned(),
            }),
        });
        let nobody =
            Choice { answer: Answer::No, says: "for no side, or nobody can tell".to_owned(), correction: stands(said) };
        Question {
            id: format!("side_unknown:{}#{}", said.document, said.statement),
            kind: Kind::SideUnknown,
            asks: format!("Does {who} speak for a side here ({})?", one.label),
            // Whoever denies or is named alone changes more.
            uncertainty: if said.stance == Stance::Denies { 0.6 } else { 0.4 },
            incidents: vec![one.id.clone()],
            evidence: vec![Evidence::of(side, said)],
            reasons: Vec::new(),
            figure: None,
            answers: speaks.chain([nobody]).collect(),
        }
    };
    open.map(question).collect()
}

/// Incidents in which a side is accused and of which no answer was found, where nobody has looked elsewhere.
pub(super) fn unanswered(one: &Incident, view: &View) -> Vec<Question> {
    if one.responsibility != "one_sided_unanswered" {
        return Vec::new();
    }
    let accused: BTreeSet<&String> = one.accused.iter().filter_map(|party| party.side.as_ref()).collect();
    let open = accused
        .into_iter()
        .filter(|side| view.sides.role(side) == SideRole::Party && !one.answers_sought.contains_key(*side));
    let question = |side: &String| {
        let found = "looked for elsewhere; no answer was found";
        Question {
            id: format!("unanswered:{}:{side}", one.id),
            kind: Kind::Unanswered,
            asks: format!("Was an answer of {side} looked for elsewhere ({})?", one.label),
            uncertainty: 0.35,
            incidents: vec![one.id.clone()],
            evidence: said(one).take(SHOWN).map(|(side, said)| Evidence::of(side, said)).collect(),
            reasons: Vec::new(),
            figure: None,
            answers: vec![Choice {
                answer: Answer::Yes,
                says: "it was, and none was found".to_owned(),
                correction: What::AnswerSought(AnswerSought {
                    incident: one.id.clone(),
                    side: side.clone(),
                    found: found.to_owned(),
                }),
            }],
        }
    };
    open.map(question).collect()
}
