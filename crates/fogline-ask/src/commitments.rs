//! What was promised, agreed or warned of, and what is reported of it since.

use std::collections::BTreeSet;

use clap::ValueEnum;
use fogline_reconcile::{
    report::seconds,
    signals::{
        Based, Cited, Party,
        commitments::{self, Commitment, Status, Timing},
        warnings::{self, Warning, WarningStatus},
    },
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    View,
    numbers::Numbers,
    wanted::{are_in, is_side},
};

/// Which of them.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only one kind.
    pub kind: Option<Kind>,
    /// Only what is due or overdue, or of which something new is reported.
    pub due: bool,
    /// New is what is reported since then, instead of since the day before.
    pub since: Option<Timestamp>,
    /// Only those that stand so.
    pub status: Option<Standing>,
    /// Only those of this side: it promises, or it warns.
    pub side: Option<String>,
    /// Only those in whose words, parties or matter all of these words occur, in any case.
    pub text: Option<String>,
}

/// Kinds that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What a side says that it will do
    Promise,
    /// What someone says that another will do
    Warning,
    /// Measures of agreements in force, as the packs hold them
    Agreement,
}

/// Where something stands, as it can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PledgeStanding")]
pub enum Standing {
    /// Nothing but itself, and its day has not come
    Open,
    /// Its day has come
    Due,
    /// Its day is over, and nothing is reported of it
    Overdue,
    /// Someone reports that it was carried out
    FulfilmentReported,
    /// Someone reports the opposite
    ViolationAlleged,
    /// What is reported of it differs, or is denied
    Disputed,
    /// Its own side has turned to something else
    Superseded,
    /// A term to which it was limited is over
    Expired,
    /// Its words name nothing that could be seen to happen
    NotTestable,
    /// The time of a warning is over
    HorizonPassed,
    /// Someone reports the harm that was warned of
    OutcomeReported,
}

impl From<Status> for Standing {
    fn from(status: Status) -> Self {
        match status {
            Status::Open => Self::Open,
            Status::Due => Self::Due,
            Status::Overdue => Self::Overdue,
            Status::FulfilmentReported => Self::FulfilmentReported,
            Status::ViolationAlleged => Self::ViolationAlleged,
            Status::Disputed => Self::Disputed,
            Status::Superseded => Self::Superseded,
            Status::Expired => Self::Expired,
            Status::NotTestable => Self::NotTestable,
        }
    }
}

impl From<WarningStatus> for Standing {
    fn from(status: WarningStatus) -> Self {
        match status {
            WarningStatus::Open => Self::Open,
            WarningStatus::HorizonPassed => Self::HorizonPassed,
            WarningStatus::OutcomeReported => Self::OutcomeReported,
        }
    }
}

impl Wanted {
    fn takes_kind(&self, kind: Kind) -> bool {
        self.kind.is_none_or(|one| one == kind)
    }

    fn takes(&self, one: &Pledge<'_>) -> bool {
        let of_side = |party: &Party| is_side(self.side.as_deref(), party.side.as_deref());
        self.takes_kind(one.kind())
            && self.status.is_none_or(|status| one.standing() == status)
            && (self.side.is_none() || one.parties().iter().any(of_side))
    }
}

/// What was found.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Commitments")]
pub struct Found {
    /// As of when it is due.
    pub as_of: String,
    /// How many reports were read.
    pub reports: usize,
    /// Promises, offers, announcements.
    pub promises: Option<Vec<Weighed<Commitment>>>,
    /// Measures of agreements.
    pub agreements: Option<Vec<Weighed<Commitment>>>,
    /// Warnings.
    pub warnings: Option<Vec<Weighed<Warning>>>,
    /// Where only what is due was asked for: from when on something that is reported is new, in seconds since 1970.
    #[serde(skip)]
    pub due: Option<i64>,
    /// Whether only some were asked for, by status, side or words.
    #[serde(skip)]
    pub some: bool,
}

/// One of them, with the numbers of all that it rests on, also where it cites only some of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Weighed{T}")]
pub struct Weighed<T> {
    /// What is known of it.
    #[serde(flatten)]
    pub what: T,
    /// How much stands behind it.
    #[serde(flatten)]
    pub numbers: Numbers,
}

impl<T> Weighed<T> {
    fn by(view: &View, of: Based<'_, T>) -> Self {
        let cited = of.on.iter().map(|item| (&item.citation, item.speaker.party.side.as_deref()));
        Self { numbers: view.numbers(cited), what: of.what }
    }
}

/// Seconds of a day: how far back something reported is new, unless asked otherwise.
pub const NEW: i64 = 24 * 3600;

/// All commitments and warnings, as they stood at a moment.
pub struct All {
    at: String,
    moment: i64,
    reports: usize,
    made: Vec<Latest<Commitment>>,
    warnings: Vec<Latest<Warning>>,
}

/// Something with what it is looked for by.
struct Latest<T> {
    one: Weighed<T>,
    /// When what was reported of it last came out, in seconds since 1970.
    last: Option<i64>,
    /// Its matter, its parties and all words by which it was given, in small letters.
    said: String,
}

impl<T: Pledged> Latest<T> {
    fn of(view: &View, of: Based<'_, T>) -> Self {
        let last = of.what.later().into_iter().filter_map(|one| one.published.as_deref().and_then(seconds)).max();
        // The same words stand in many prints.
        let given = of.on.iter().take(of.what.given()).flat_map(|item| &item.exact).map(String::as_str);
        let said: BTreeSet<&str> = given.chain(of.what.about()).collect();
        let said = said.into_iter().collect::<Vec<_>>().join("\n").to_lowercase();
        Self { last, said, one: Weighed::by(view, of) }
    }
}

/// What promises, agreements and warnings have in common.
trait Pledged {
    /// How many statements give it.
    fn given(&self) -> usize;
    /// The words for its matter and its parties.
    fn about(&self) -> Vec<&str>;
    /// What is cited of what was reported later.
    fn later(&self) -> Vec<&Cited>;
}

fn names(parties: &[Party]) -> impl Iterator<Item = &str> {
    parties.iter().filter_map(|party| party.name.as_deref())
}

impl Pledged for Commitment {
    fn given(&self) -> usize {
        self.statement_total
    }

    fn about(&self) -> Vec<&str> {
        let measure = self.measure.iter().flat_map(|measure| [measure.text.as_str(), &measure.name]);
        self.about.as_deref().into_iter().chain(measure).chain(names(&self.promisor)).collect()
    }

    fn later(&self) -> Vec<&Cited> {
        self.evidence.iter().map(|one| &one.cited).collect()
    }
}

impl Pledged for Warning {
    fn given(&self) -> usize {
        self.statement_total
    }

    fn about(&self) -> Vec<&str> {
        self.harm.words.as_deref().into_iter().chain(names(&self.issuer)).collect()
    }

    fn later(&self) -> Vec<&Cited> {
        self.outcome.iter().map(|one| &one.cited).collect()
    }
}

/// All of them. The view needs [`Need::Commitments`](crate::Need::Commitments).
pub fn all(view: &View) -> All {
    let (items, at) = (view.items(), view.moment());
    let accords = view.accords();
    let made = commitments::commitments(items, &accords, &view.sides, &at).into_iter().map(|one| Latest::of(view, one));
    let warnings = warnings::warnings(items, &view.sides, &at).into_iter().map(|one| Latest::of(view, one));
    All {
        made: made.collect(),
        warnings: warnings.collect(),
        moment: view.at.as_second(),
        reports: view.heads.len(),
        at,
    }
}

/// Those that are wanted. The view needs [`Need::Commitments`](crate::Need::Commitments).
pub fn find(wanted: &Wanted, view: &View) -> Found {
    let all = all(view);
    all.found(wanted, &all.wanted(wanted))
}

/// One of them.
#[derive(Debug, Clone, Copy)]
pub enum Pledge<'a> {
    /// A promise, or a measure of an agreement.
    Made(&'a Weighed<Commitment>),
    /// A warning.
    Warning(&'a Weighed<Warning>),
}

impl Pledge<'_> {
    fn kind(&self) -> Kind {
        match self {
            Self::Made(one) if one.what.kind == commitments::Kind::AgreementInForce => Kind::Agreement,
            Self::Made(_) => Kind::Promise,
            Self::Warning(_) => Kind::Warning,
        }
    }

    fn standing(&self) -> Standing {
        match self {
            Self::Made(one) => one.what.status.into(),
            Self::Warning(one) => one.what.status.into(),
        }
    }

    /// Those who promise or warn.
    fn parties(&self) -> &[Party] {
        match self {
            Self::Made(one) => &one.what.promisor,
            Self::Warning(one) => &one.what.issuer,
        }
    }
}

impl All {
    /// The moment at which they stood so, in seconds since 1970.
    pub fn moment(&self) -> i64 {
        self.moment
    }

    /// From when on something that is reported is new, in seconds since 1970.
    fn since(&self, wanted: &Wanted) -> i64 {
        wanted.since.map_or(self.moment - NEW, Timestamp::as_second)
    }

    /// Those that are wanted.
    pub fn wanted(&self, wanted: &Wanted) -> Vec<Pledge<'_>> {
        let since = self.since(wanted);
        let is_new = |last: Option<i64>| last.is_some_and(|last| last >= since);
        let has_words = |said: &str| wanted.text.as_deref().is_none_or(|text| are_in(text, said));
        let made = self.made.iter().filter(|Latest { one, last, said }| {
            (!wanted.due || is_due(&one.what) || is_new(*last)) && has_words(said)
        });
        let warnings = self.warnings.iter().filter(|Latest { one, last, said }| {
            (!wanted.due || has_come(&one.what, &self.at) || is_new(*last)) && has_words(said)
        });
        let all = made.map(|one| Pledge::Made(&one.one));
        let all = all.chain(warnings.map(|one| Pledge::Warning(&one.one)));
        all.filter(|one| wanted.takes(one)).collect()
    }

    /// Some of those that are wanted, by kind.
    pub fn found(&self, wanted: &Wanted, some: &[Pledge<'_>]) -> Found {
        let made = |kind: Kind| {
            let own = some.iter().filter(|one| one.kind() == kind);
            let own = own.filter_map(|one| if let Pledge::Made(own) = one { Some((*own).clone()) } else { None });
            wanted.takes_kind(kind).then(|| own.collect())
        };
        let warning = |one: &Pledge<'_>| if let Pledge::Warning(own) = one { Some((*own).clone()) } else { None };
        Found {
            as_of: self.at.clone(),
            reports: self.reports,
            promises: made(Kind::Promise),
            agreements: made(Kind::Agreement),
            warnings: wanted.takes_kind(Kind::Warning).then(|| some.iter().filter_map(warning).collect()),
            due: wanted.due.then(|| self.since(wanted)),
            some: wanted.status.is_some() || wanted.side.is_some() || wanted.text.is_some(),
        }
    }
}

fn is_due(one: &Commitment) -> bool {
    matches!(one.status, Status::Due | Status::Overdue) || one.timing == Timing::Due
}

fn has_come(one: &Warning, at: &str) -> bool {
    one.status == WarningStatus::HorizonPassed
        || one.until.as_deref().is_some_and(|until| at.get(..10) == until.get(..10))
}

/// Whether a statement came out since a moment.
pub fn is_new(cited: &Cited, since: i64) -> bool {
    cited.published.as_deref().and_then(seconds).is_some_and(|at| at >= since)
}
