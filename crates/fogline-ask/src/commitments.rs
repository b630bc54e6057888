//! What was promised, agreed or warned of, and what is reported of it since.

use std::{borrow::Cow, str::FromStr};

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
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema, schema_for};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{
    View,
    error::{AskError, Result, refused},
    numbers::Numbers,
    wanted::{are_in, as_word, in_small_letters, is_side},
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

/// Where something stands, by its word: a status of promises, of warnings, or of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Standing {
    made: Option<Status>,
    warning: Option<WarningStatus>,
}

impl FromStr for Standing {
    type Err = AskError;

    fn from_str(word: &str) -> Result<Self> {
        fn of<T: DeserializeOwned>(word: &str) -> Option<T> {
            serde_json::from_value(Value::String(word.to_owned())).ok()
        }
        let known = as_word(word);
        match (of(&known), of(&known)) {
            (None, None) => Err(refused(format!("nothing stands as `{word}`; it can be {}", Self::words().join(", ")))),
            (made, warning) => Ok(Self { made, warning }),
        }
    }
}

impl TryFrom<String> for Standing {
    type Error = AskError;

    fn try_from(word: String) -> Result<Self> {
        word.parse()
    }
}

impl Standing {
    /// All words, as the schemas of both have them.
    fn words() -> Vec<String> {
        let schemas = [json!(schema_for!(Status)), json!(schema_for!(WarningStatus))];
        let each = schemas.iter().filter_map(|schema| schema["oneOf"].as_array()).flatten();
        let mut words: Vec<String> = Vec::new();
        for word in each.filter_map(|one| one["const"].as_str()) {
            if !words.iter().any(|known| known == word) {
                words.push(word.to_owned());
            }
        }
        words
    }
}

impl JsonSchema for Standing {
    fn schema_name() -> Cow<'static, str> {
        "PledgeStanding".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Self::words() })
    }
}

impl Wanted {
    fn takes_kind(&self, kind: Kind) -> bool {
        self.kind.is_none_or(|one| one == kind)
    }

    /// Whether something is among those asked for; what is reported of it is new since a moment, in seconds since 1970.
    fn takes<T: Pledged>(&self, one: &Latest<T>, since: i64, at: &str) -> bool {
        let Latest { one: Weighed { what, .. }, last, said } = one;
        let of_side = |side: &str| what.parties().iter().any(|party| is_side(Some(side), party.side.as_deref()));
        self.takes_kind(what.kind())
            && self.status.is_none_or(|status| what.stands(status))
            && self.side.as_deref().is_none_or(of_side)
            && self.text.as_deref().is_none_or(|text| are_in(text, said))
            && (!self.due || what.has_come(at) || last.is_some_and(|last| last >= since))
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
        Self { last, said: said(&of), one: Weighed::by(view, of) }
    }
}

/// The matter, the parties and all words by which something was given, in small letters.
fn said<T: Pledged>(of: &Based<'_, T>) -> String {
    let given = of.on.iter().take(of.what.given()).flat_map(|item| &item.exact).map(String::as_str);
    let names = of.what.parties().iter().filter_map(|party| party.name.as_deref());
    in_small_letters(given.chain(names).chain(of.what.matter()))
}

/// What promises, agreements and warnings have in common.
trait Pledged {
    fn kind(&self) -> Kind;
    /// Whether it stands so.
    fn stands(&self, so: Standing) -> bool;
    /// Whether its day has come, as it stood at a time.
    fn has_come(&self, at: &str) -> bool;
    /// Those who promise or warn.
    fn parties(&self) -> &[Party];
    /// The words for its matter.
    fn matter(&self) -> Vec<&str>;
    /// How many statements give it.
    fn given(&self) -> usize;
    /// What is cited of what was reported later.
    fn later(&self) -> Vec<&Cited>;
}

impl Pledged for Commitment {
    fn kind(&self) -> Kind {
        if self.kind == commitments::Kind::AgreementInForce { Kind::Agreement } else { Kind::Promise }
    }

    fn stands(&self, so: Standing) -> bool {
        so.made == Some(self.status)
    }

    fn has_come(&self, _: &str) -> bool {
        matches!(self.status, Status::Due | Status::Overdue) || self.timing == Timing::Due
    }

    fn parties(&self) -> &[Party] {
        &self.promisor
    }

    fn matter(&self) -> Vec<&str> {
        let measure = self.measure.iter().flat_map(|measure| [measure.text.as_str(), &measure.name]);
        self.about.as_deref().into_iter().chain(measure).collect()
    }

    fn given(&self) -> usize {
        self.statement_total
    }

    fn later(&self) -> Vec<&Cited> {
        self.evidence.iter().map(|one| &one.cited).collect()
    }
}

impl Pledged for Warning {
    fn kind(&self) -> Kind {
        Kind::Warning
    }

    fn stands(&self, so: Standing) -> bool {
        so.warning == Some(self.status)
    }

    fn has_come(&self, at: &str) -> bool {
        self.status == WarningStatus::HorizonPassed
            || self.until.as_deref().is_some_and(|until| at.get(..10) == until.get(..10))
    }

    fn parties(&self) -> &[Party] {
        &self.issuer
    }

    fn matter(&self) -> Vec<&str> {
        self.harm.words.as_deref().into_iter().collect()
    }

    fn given(&self) -> usize {
        self.statement_total
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
            Self::Made(one) => one.what.kind(),
            Self::Warning(one) => one.what.kind(),
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
        let made = self.made.iter().filter(|one| wanted.takes(one, since, &self.at));
        let warnings = self.warnings.iter().filter(|one| wanted.takes(one, since, &self.at));
        let made = made.map(|one| Pledge::Made(&one.one));
        made.chain(warnings.map(|one| Pledge::Warning(&one.one))).collect()
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

/// Whether a statement came out since a moment.
pub fn is_new(cited: &Cited, since: i64) -> bool {
    cited.published.as_deref().and_then(seconds).is_some_and(|at| at >= since)
}

#[cfg(test)]
mod tests {
    use fogline_reconcile::signals::Item;

    use super::*;

    fn party(name: &str, side: &str) -> Party {
        Party { actor: None, name: Some(name.to_owned()), side: Some(side.to_owned()) }
    }

    #[test]
    fn what_is_looked_for_is_all_by_which_it_was_given_and_no_evidence() {
        let said_so = |words: &str| Item { exact: vec![words.to_owned()], ..Item::default() };
        let items = ["The troops LEAVE", "They go home at Easter", "They attacked"].map(said_so);
        let what = Commitment {
            promisor: vec![party("Ann Minister", "UA")],
            about: Some("forces leave".to_owned()),
            statement_total: 2,
            ..Commitment::default()
        };
        let said = said(&Based { what, on: items.iter().collect() });
        for words in ["troops leave", "easter", "ann minister", "forces leave"] {
            assert!(are_in(words, &said), "{words}: {said}");
        }
        assert!(!are_in("attacked", &said), "{said}");
    }

    #[test]
    fn each_part_of_what_is_wanted_is_looked_at() {
        let at = "2022-02-20T00:00:00Z";
        let one = Commitment { promisor: vec![party("Ann", "UA")], status: Status::Overdue, ..Commitment::default() };
        let one = Latest { one: Weighed { what: one, numbers: Numbers::default() }, last: Some(5), said: "ann".into() };
        let warned =
            Warning { issuer: vec![party("Ben", "RU")], until: Some("2022-02-20".into()), ..Warning::default() };
        let warned =
            Latest { one: Weighed { what: warned, numbers: Numbers::default() }, last: None, said: "ben".into() };
        let takes = |wanted: Wanted| (wanted.takes(&one, 6, at), wanted.takes(&warned, 6, at));
        let all = Wanted::default;
        assert_eq!(takes(all()), (true, true));
        assert_eq!(takes(Wanted { kind: Some(Kind::Promise), ..all() }), (true, false));
        assert_eq!(takes(Wanted { side: Some("ru".into()), ..all() }), (false, true));
        assert_eq!(takes(Wanted { text: Some("ANN".into()), ..all() }), (true, false));
        let stands = |word: &str| takes(Wanted { status: Some(word.parse().unwrap()), ..all() });
        assert_eq!(
            (stands("overdue"), stands("Open"), stands("horizon-passed")),
            ((true, false), (false, true), (false, false))
        );
        assert_eq!(takes(Wanted { due: true, ..all() }), (true, true), "the one is over, the other ends on that day");
        let later = Wanted { due: true, ..all() };
        assert_eq!((later.takes(&warned, 6, "2022-02-19"), later.takes(&warned, 6, "2022-02-21")), (false, false));
    }

    #[test]
    fn a_standing_is_one_of_the_words_of_both() {
        let words = Standing::words();
        assert_eq!((words.len(), words[0].as_str()), (11, "open"), "{words:?}");
        assert!(words.iter().all(|word| word.parse::<Standing>().is_ok()));
        let told = "kept".parse::<Standing>().unwrap_err().to_string();
        assert!(told.contains("`kept`") && told.contains("violation_alleged"), "{told}");
    }
}
