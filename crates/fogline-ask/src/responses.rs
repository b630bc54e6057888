//! Claims against sides, by incident, with what those sides say of the same.

use std::collections::{BTreeMap, BTreeSet};

use clap::ValueEnum;
use fogline::packs::SideRole;
use fogline_reconcile::{
    incidents::{self, Account, Incident, mention::Stance},
    report::{Citation, seconds},
    sides::Sides,
    signals::{self, Cited, Claims, Item, Party, responses},
    terms::SpeechAct,
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    View,
    numbers::{Looked, Numbers},
    wanted::{are_in, in_small_letters, is_side},
};

/// Claims about one matter against one side.
#[derive(Serialize, JsonSchema)]
pub struct Claimed {
    /// The incident; none where the claim belongs to no incident.
    pub incident: Option<String>,
    /// What it is about.
    pub label: Option<String>,
    /// The side that is accused; none where that is not known.
    pub accused_side: Option<String>,
    /// Who is accused.
    pub accused: Vec<String>,
    /// What became of it.
    pub response: Response,
    /// Who claims it.
    pub claims: Vec<Said>,
    /// What the accused's side says.
    pub answers: Vec<Said>,
    /// What was read from the first claim on.
    pub looked: Looked,
    /// What was found where an answer was looked for elsewhere, by hand.
    pub sought: Option<String>,
    /// How much stands behind it.
    #[serde(flatten)]
    pub numbers: Numbers,
    /// The words by which it is looked for, in small letters.
    #[serde(skip)]
    said: String,
}

/// What became of a claim, the firmest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Response {
    /// No word of the accused side was found.
    NoAnswerFound,
    /// It declined to say anything.
    Declined,
    /// It spoke to it.
    Commented,
    /// It says that it is so.
    Acknowledged,
    /// It denies it.
    Denied,
}

/// Someone's words.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Quoted")]
pub struct Said {
    /// Where they stand.
    #[serde(flatten)]
    pub citation: Citation,
    /// Other reports that print the same words of the same speaker.
    pub also_in: Vec<Citation>,
    /// Who says it; none for the outlet itself.
    pub speaker: Option<String>,
    /// For which side.
    pub side: Option<String>,
    /// As `deny`.
    #[schemars(with = "SpeechAct")]
    pub speech_act: String,
    /// The exact words.
    pub exact: Vec<String>,
    /// When the report was published.
    pub published: Option<String>,
}

impl Claimed {
    /// With the words by which it is looked for.
    fn findable(self) -> Self {
        let said = self.claims.iter().chain(&self.answers).flat_map(|said| said.speaker.iter().chain(&said.exact));
        let said = in_small_letters(self.label.iter().chain(&self.accused).chain(said).map(String::as_str));
        Self { said, ..self }
    }

    /// Whether any of it was published since a moment.
    pub fn is_since(&self, since: i64) -> bool {
        let mut all = self.claims.iter().chain(&self.answers);
        all.any(|one| one.published.as_deref().and_then(seconds).is_some_and(|at| at >= since))
    }
}

/// Which claims.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only what was claimed or answered in reports published since then.
    pub since: Option<Timestamp>,
    /// Only claims against this side.
    pub accused: Option<String>,
    /// Only what this side claims.
    pub claimant: Option<String>,
    /// Only those of which this became.
    pub response: Option<Response>,
    /// Only those in whose words, names or matter all of these words occur, in any case.
    pub text: Option<String>,
}

impl Wanted {
    /// Whether a claim is among those asked for.
    pub fn takes(&self, one: &Claimed) -> bool {
        let by_claimant = |said: &Said| is_side(self.claimant.as_deref(), said.side.as_deref());
        self.response.is_none_or(|response| one.response == response)
            && is_side(self.accused.as_deref(), one.accused_side.as_deref())
            && (self.claimant.is_none() || one.claims.iter().any(by_claimant))
            && self.since.is_none_or(|since| one.is_since(since.as_second()))
            && self.text.as_deref().is_none_or(|text| are_in(text, &one.said))
    }
}

/// What accuses someone, by where it stands.
type Accusing<'i> = BTreeMap<&'i Citation, &'i Item>;

/// All claims: those of incidents, then those that belong to none.
pub fn claims(view: &View) -> Vec<Claimed> {
    let items = view.items();
    let accusing = items.iter().filter(|item| !item.accused.is_empty()).map(|item| (&item.citation, item)).collect();
    let mut found: Vec<Claimed> = view.incidents.iter().flat_map(|one| of_incident(one, &accusing, view)).collect();
    let placed: BTreeSet<Citation> = found
        .iter()
        .flat_map(|one| &one.claims)
        .flat_map(|said| said.also_in.iter().chain([&said.citation]))
        .cloned()
        .collect();
    let loose = responses::responses(items, &view.sides, &view.moment());
    found.extend(loose.into_iter().filter(|one| !placed.contains(&one.cited.citation)).map(|one| of_claim(&one, view)));
    found
}

/// The sides that are accused of an incident.
fn accused<'o>(one: &'o Incident, sides: &Sides) -> BTreeSet<&'o str> {
    let mut accused: BTreeSet<&str> = one.accused.iter().filter_map(|party| party.side.as_deref()).collect();
    // Who denies it as the accused was accused, if only by what is told of the event.
    if one.responsibility == "denied_by_accused" {
        accused.extend(one.denied_by.iter().map(String::as_str));
    }
    accused.retain(|side| sides.role(side) == SideRole::Party);
    accused
}

/// What others than a side say of an incident to be so.
fn of_others<'o>(
    one: &'o Incident,
    side: &'o str,
    sides: &'o Sides,
) -> impl Iterator<Item = (&'o Account, &'o incidents::Said)> {
    let others = one.accounts.iter().filter(move |account| !is_of(account, side, sides));
    let all = others.flat_map(|account| account.statements.iter().map(move |said| (account, said)));
    all.filter(|(_, said)| said.stance == Stance::Asserts)
}

fn is_of(account: &Account, side: &str, sides: &Sides) -> bool {
    account.side.as_deref().is_some_and(|own| sides.together(own, side))
}

/// Which statements of incidents are claims there, against which sides.
pub(crate) fn placed(incidents: &[Incident], sides: &Sides) -> Claims {
    let mut claims = Claims::default();
    for one in incidents {
        for side in accused(one, sides) {
            for (_, said) in of_others(one, side, sides) {
                claims.place(&said.document, &said.statement, side);
            }
        }
    }
    claims
}

/// The claims of one incident, one for each side that is accused.
fn of_incident(one: &Incident, accusing: &Accusing<'_>, view: &View) -> Vec<Claimed> {
    accused(one, &view.sides).into_iter().map(|side| against(one, side, accusing, view)).collect()
}

fn against(one: &Incident, side: &str, accusing: &Accusing<'_>, view: &View) -> Claimed {
    let mut claims: Vec<Said> = of_others(one, side, &view.sides)
        .filter(|(_, said)| accuses(said, side, accusing))
        .map(|(account, said)| of_said(account.side.as_deref(), said))
        .collect();
    if claims.is_empty() {
        // Told as something that the side did, without a word of accusing: by another party.
        let told = of_others(one, side, &view.sides).filter(|(account, _)| {
            account.side.as_deref().is_some_and(|side| view.sides.role(side) == SideRole::Party)
        });
        claims = told.map(|(account, said)| of_said(account.side.as_deref(), said)).collect();
    }
    let own = one.accounts.iter().filter(|account| is_of(account, side, &view.sides));
    let answering = own.flat_map(|account| account.statements.iter().map(move |said| (account, said)));
    let response = answering.clone().map(|(_, said)| response(said)).max().unwrap_or(Response::NoAnswerFound);
    let answers: Vec<Said> = answering.map(|(account, said)| of_said(account.side.as_deref(), said)).collect();
    let accused = one.accused.iter().filter(|party| party.side.as_deref() == Some(side));
    Claimed {
        incident: Some(one.id.clone()),
        label: Some(one.label.clone()),
        accused_side: Some(side.to_owned()),
        accused: accused.map(|party| party.name.clone()).collect(),
        response,
        looked: looked(&claims, view),
        sought: one.answers_sought.get(side).cloned(),
        numbers: numbers(&claims, &answers, view),
        claims: once_each(claims),
        answers: once_each(answers),
        said: String::new(),
    }
    .findable()
}

/// The same words of the same speaker, printed again, stand once.
fn once_each(all: Vec<Said>) -> Vec<Said> {
    let mut kept: Vec<Said> = Vec::new();
    for one in all {
        let same =
            |known: &&mut Said| (&known.speaker, &known.side, &known.exact) == (&one.speaker, &one.side, &one.exact);
        match kept.iter_mut().find(same) {
            Some(known) => known.also_in.push(one.citation),
            None => kept.push(one),
        }
    }
    kept
}

fn response(said: &incidents::Said) -> Response {
    match (said.stance, said.speech_act.as_str()) {
        (Stance::Denies | Stance::Doubts, _) => Response::Denied,
        (Stance::Asserts, "acknowledge" | "confirm") => Response::Acknowledged,
        (Stance::Declines, _) => Response::Declined,
        _ => Response::Commented,
    }
}

/// Whether a statement accuses someone of a side.
fn accuses(said: &incidents::Said, side: &str, accusing: &Accusing<'_>) -> bool {
    let citation = Citation { document: said.document.clone(), statement: said.statement.clone() };
    let of_side = |party: &Party| party.side.as_deref() == Some(side);
    accusing.get(&citation).is_some_and(|item| item.accused.iter().any(of_side))
}

fn of_said(side: Option<&str>, said: &incidents::Said) -> Said {
    Said {
        citation: Citation { document: said.document.clone(), statement: said.statement.clone() },
        also_in: Vec::new(),
        speaker: said.speaker.clone(),
        side: side.map(str::to_owned),
        speech_act: said.speech_act.clone(),
        exact: said.words.iter().map(|words| words.exact.clone()).collect(),
        published: said.published.clone(),
    }
}

/// A claim outside any incident.
fn of_claim(one: &signals::responses::Claim, view: &View) -> Claimed {
    let claims = vec![Said { also_in: one.also_in.clone(), ..of_cited(&one.cited, "accuse") }];
    let act = |reply: &responses::Reply| match reply.response {
        responses::Response::Denied => "deny",
        responses::Response::Acknowledged => "acknowledge",
        responses::Response::Declined => "decline_comment",
        _ => "comment",
    };
    let answers: Vec<Said> = one.replies.iter().map(|reply| of_cited(&reply.cited, act(reply))).collect();
    Claimed {
        incident: None,
        label: None,
        accused_side: one.accused.iter().find_map(|party| party.side.clone()),
        accused: one.accused.iter().filter_map(|party| party.name.clone().or_else(|| party.actor.clone())).collect(),
        response: match one.response {
            responses::Response::NoAnswerFound => Response::NoAnswerFound,
            responses::Response::Declined => Response::Declined,
            responses::Response::Answered => Response::Commented,
            responses::Response::Acknowledged => Response::Acknowledged,
            responses::Response::Denied => Response::Denied,
        },
        looked: looked(&claims, view),
        sought: None,
        numbers: numbers(&claims, &answers, view),
        claims,
        answers,
        said: String::new(),
    }
    .findable()
}

fn of_cited(cited: &Cited, act: &str) -> Said {
    Said {
        citation: cited.citation.clone(),
        also_in: Vec::new(),
        speaker: cited.speaker.party.name.clone(),
        side: cited.speaker.party.side.clone(),
        speech_act: act.to_owned(),
        exact: cited.exact.clone(),
        published: cited.published.clone(),
    }
}

fn numbers<'s>(claims: &'s [Said], answers: &'s [Said], view: &View) -> Numbers {
    let all = claims.iter().chain(answers);
    let each = |said: &'s Said| said.also_in.iter().chain([&said.citation]).map(|one| (one, said.side.as_deref()));
    view.numbers(all.flat_map(each))
}

/// The reports that came out from the first claim on.
fn looked(claims: &[Said], view: &View) -> Looked {
    let from = claims.iter().filter_map(|said| said.published.as_deref()).min_by_key(|at| seconds(at));
    view.looked(from)
}
