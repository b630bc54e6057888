//! Whether reports tell of one occurrence, where that rests on little.

use std::collections::{BTreeMap, BTreeSet};

use fogline_reconcile::{
    corrections::{self, Change},
    incidents::{Incident, Key, Link, Member, enough, mention::Level},
};

use super::{Answer, Choice, Evidence, Kind, Question, said};
use crate::{
    View,
    correct::{Pair, What},
};

/// What the evidence has more than is enough, below which a join is weak.
const WEAK: f64 = 1.0;

/// What people have decided of pairs of mentions.
pub(super) struct Decided(BTreeSet<(Key, Key)>);

impl Decided {
    pub(super) fn of(view: &View) -> Self {
        let pairs = corrections::standing(&view.recorded).into_iter().filter_map(|one| match &one.correction.change {
            Change::Merge { one, other } | Change::Split { one, other } => Some(in_order(one.clone(), other.clone())),
            _ => None,
        });
        Self(pairs.collect())
    }

    fn has(&self, one: Key, other: Key) -> bool {
        self.0.contains(&in_order(one, other))
    }
}

fn in_order(one: Key, other: Key) -> (Key, Key) {
    if one < other { (one, other) } else { (other, one) }
}

fn key(document: &str, event: &str, view: &View) -> Option<Key> {
    Some((view.head_of(document)?.id.clone(), event.to_owned()))
}

fn of_member(member: &Member, view: &View) -> Option<Key> {
    key(&member.document, member.event.as_deref().or(member.statement.as_deref())?, view)
}

/// Joins of an incident that rest on little more than is enough.
pub(super) fn weak(one: &Incident, decided: &Decided, view: &View) -> Vec<Question> {
    let machine = one.links.iter().filter(|link| link.by == "evidence");
    let question = |link: &Link| {
        let over = link.evidence.iter().map(|piece| piece.weight).sum::<f64>() - enough();
        let ends = (key(&link.document, &link.event, view)?, key(&link.to_document, &link.to_event, view)?);
        if over >= WEAK || decided.has(ends.0, ends.1) {
            return None;
        }
        let (own, other) =
            (format!("{}#{}", link.document, link.event), format!("{}#{}", link.to_document, link.to_event));
        let words = [(&link.document, &link.event), (&link.to_document, &link.to_event)];
        Some(Question {
            id: format!("weak_join:{own}:{other}"),
            kind: Kind::WeakJoin,
            asks: format!("Do these two reports tell of one occurrence ({})?", one.label),
            uncertainty: rounded(1.0 - 0.4 * (over / WEAK).clamp(0.0, 1.0)),
            incidents: vec![one.id.clone()],
            evidence: words.into_iter().filter_map(|(document, event)| words_of(one, document, event)).collect(),
            reasons: link.evidence.clone(),
            figure: None,
            answers: both(&own, &other),
        })
    };
    machine.filter_map(question).collect()
}

/// Incidents of one place and family, of days that follow on one another or are the same.
pub(super) fn near(all: &[Incident], decided: &Decided, view: &View) -> Vec<Question> {
    let mut of_place = BTreeMap::<(&str, &str), Vec<&Incident>>::new();
    for one in all {
        let site = one.place.as_ref().filter(|place| place.level == Level::Site);
        if let Some(id) = site.and_then(|place| place.gazetteer_id.as_deref()) {
            of_place.entry((&one.family, id)).or_default().push(one);
        }
    }
    // They stand in the order of their days.
    let pairs = of_place.values().flat_map(|group| group.windows(2)).filter_map(|pair| match pair {
        [one, other] => Some((*one, *other)),
        _ => None,
    });
    let question = |(one, other): (&Incident, &Incident)| {
        let (end, start) = (one.time.end.as_deref()?, other.time.start.as_deref()?);
        let day = |text: &str| text.parse::<jiff::civil::Date>().ok();
        let apart = (day(start)? - day(end)?).get_days();
        let known =
            |one: &Incident| one.members.iter().filter_map(|member| of_member(member, view)).collect::<Vec<_>>();
        let (own, others) = (known(one), known(other));
        let is_decided = own.iter().any(|one| others.iter().any(|other| decided.has(one.clone(), other.clone())));
        if apart > 1 || is_decided {
            return None;
        }
        let told = one.time.stated && other.time.stated;
        let uncertainty = if apart > 0 { 0.3 } else { 0.5 } + if told { 0.0 } else { 0.1 };
        Some(Question {
            id: format!("near_join:{}:{}", one.id, other.id),
            kind: Kind::NearJoin,
            asks: format!("Are these one occurrence: {} ({end}), and {} ({start})?", one.label, other.label),
            uncertainty: rounded(uncertainty),
            incidents: vec![one.id.clone(), other.id.clone()],
            evidence: [one, other].into_iter().filter_map(first_words).collect(),
            reasons: Vec::new(),
            figure: None,
            answers: both(&one.id, &other.id),
        })
    };
    pairs.filter_map(question).collect()
}

fn both(one: &str, other: &str) -> Vec<Choice> {
    let pair = || Pair { one: one.to_owned(), other: other.to_owned() };
    vec![
        Choice { answer: Answer::Yes, says: "they are one occurrence".to_owned(), correction: What::Merge(pair()) },
        Choice { answer: Answer::No, says: "they are two occurrences".to_owned(), correction: What::Split(pair()) },
    ]
}

/// The words by which a report tells of an event; else its first in the incident.
fn words_of(one: &Incident, document: &str, event: &str) -> Option<Evidence> {
    let member = one.members.iter().find(|member| {
        member.document == document && [&member.event, &member.statement].iter().any(|id| id.as_deref() == Some(event))
    });
    let statement = member.and_then(|member| member.statement.as_deref());
    let of_report = || said(one).filter(|(_, said)| said.document == document);
    let own = of_report().find(|(_, said)| Some(said.statement.as_str()) == statement);
    own.or_else(|| of_report().next()).map(|(side, said)| Evidence::of(side, said))
}

fn first_words(one: &Incident) -> Option<Evidence> {
    said(one).next().map(|(side, said)| Evidence::of(side, said))
}

/// With two decimals, the same whatever the order of a sum.
pub(super) fn rounded(figure: f64) -> f64 {
    (figure * 100.0).round() / 100.0
}
