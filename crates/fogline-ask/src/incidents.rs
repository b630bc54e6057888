//! What is said to have happened: which incidents a question lets through.

use std::collections::BTreeSet;

use clap::ValueEnum;
use fogline_ledger::{
    Ledger,
    derived::Filter as Looked,
    standing::{self, Known},
};
use fogline_reconcile::{brief, incidents::Incident, sides::Sides};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    error::{Result, refused},
    time::in_order,
    view::Standing,
    wanted,
};

/// Which incidents.
#[derive(Debug, Clone, Default, clap::Args, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Filter {
    /// From this day on
    #[arg(long, value_name = "DAY")]
    pub since: Option<Date>,

    /// Up to this day
    #[arg(long, value_name = "DAY")]
    pub until: Option<Date>,

    /// In a place: a part of its name, or its gazetteer id
    #[arg(long, value_name = "NAME")]
    pub area: Option<String>,

    /// Of which a side speaks, or that is accused in it
    #[arg(long, value_name = "SIDE")]
    pub side: Option<String>,

    /// With this status: of the occurrence, of responsibility, or the word for lists, as `contested`
    #[arg(long, value_name = "STATUS")]
    pub status: Option<String>,

    /// With these words in its name or in what is said of it
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,

    /// Only those that several reports or several origins tell of
    #[arg(long, value_enum)]
    pub told_by: Option<ToldBy>,
}

/// By how many an incident is told.
#[derive(Debug, Clone, Copy, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ToldBy {
    /// Two reports or more
    Reports,
    /// Two origins or more
    Origins,
}

impl Filter {
    /// Refuses what nothing can be: days that end before they begin, and statuses that there are none of.
    pub fn check(&self) -> Result<()> {
        in_order(self.since, self.until)?;
        let known = brief::statuses();
        match &self.status {
            Some(status) if !known.contains(&wanted::as_word(status).as_str()) => {
                Err(refused(format!("there is no status `{status}`; there are {}", known.join(", "))))
            }
            _ => Ok(()),
        }
    }

    /// Refuses a side that no pack has and nobody speaks for or accuses in any incident; asked where nothing was found.
    pub fn check_side(&self, sides: &Sides, all: &[Incident]) -> Result<()> {
        let Some(side) = &self.side else { return Ok(()) };
        let accused = all.iter().flat_map(|one| &one.accused).filter_map(|party| party.side.as_deref());
        let spoke = all.iter().flat_map(|one| &one.sides).map(String::as_str);
        let known: BTreeSet<&str> = sides.ids().chain(accused).chain(spoke).collect();
        if known.iter().any(|own| own.eq_ignore_ascii_case(side)) {
            return Ok(());
        }
        let known: Vec<&str> = known.into_iter().collect();
        Err(refused(format!("there is no side `{side}`; there are {}", known.join(", "))))
    }

    /// What of it can be looked up; the rest is for [`Filter::takes`].
    pub fn looked_up(&self) -> Looked {
        let day = |date: Option<Date>| {
            let epoch = jiff::civil::date(1970, 1, 1);
            date.and_then(|date| date.since((jiff::Unit::Day, epoch)).ok()).map(|span| span.get_days())
        };
        Looked {
            since: day(self.since),
            until: day(self.until),
            side: self.side.as_ref().map(|side| side.to_uppercase()),
            status: self.status.as_deref().map(wanted::as_word),
            ..Looked::default()
        }
    }

    /// Whether an incident is among those asked for.
    pub fn takes(&self, one: &Incident) -> bool {
        self.takes_card(one) && self.has_words(one)
    }

    /// Whether what is said of it has the words that are asked for.
    pub fn has_words(&self, one: &Incident) -> bool {
        let said = one.accounts.iter().flat_map(|account| &account.statements).flat_map(|said| &said.words);
        let words = said.map(|words| words.exact.as_str()).chain([one.label.as_str()]);
        self.text.as_ref().is_none_or(|text| wanted::are_in(text, &wanted::in_small_letters(words)))
    }

    /// Whether the words that are asked for are in what is said, which is in small letters.
    pub fn words_are_in(&self, said: &str) -> bool {
        self.text.as_ref().is_none_or(|text| wanted::are_in(text, said))
    }

    /// Whether it is among them by all but what is said of it.
    pub fn takes_card(&self, one: &Incident) -> bool {
        let day = |date: Option<Date>| date.map(|date| date.to_string());
        let lower = |text: &str| text.to_lowercase();
        let in_time = day(self.since).is_none_or(|since| one.time.end.as_ref().is_none_or(|end| *end >= since))
            && day(self.until).is_none_or(|until| one.time.start.as_ref().is_none_or(|start| *start <= until));
        let in_area = self.area.as_ref().is_none_or(|area| {
            one.place.as_ref().is_some_and(|place| {
                lower(&place.in_words()).contains(&lower(area)) || place.gazetteer_id.as_ref() == Some(area)
            })
        });
        let by_side = self.side.as_ref().is_none_or(|side| {
            one.sides.iter().any(|own| own.eq_ignore_ascii_case(side))
                || one.accused.iter().any(|party| party.side.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(side)))
        });
        let with_status = self.status.as_ref().is_none_or(|status| {
            let status = wanted::as_word(status);
            [&one.occurrence, &one.responsibility, &one.roll_up].into_iter().any(|own| *own == status)
        });
        let told = match self.told_by {
            None => true,
            Some(ToldBy::Reports) => one.reports > 1,
            Some(ToldBy::Origins) => one.origins.min > 1,
        };
        in_time && in_area && by_side && with_status && told
    }
}

/// Incidents that a filter lets through, with what they were taken from.
pub struct Listed {
    /// The incidents.
    pub found: Vec<Incident>,
    /// How many there are in all.
    pub all: usize,
    /// How many reports they are told in.
    pub reports: usize,
}

/// The incidents that a filter lets through: all, or at most so many, those that began last. `whole` where all that is known
/// of them is asked for, and not only what lists show.
pub fn list(ledger: &Ledger, filter: &Filter, limit: Option<usize>, whole: bool, known: Known) -> Result<Listed> {
    filter.check()?;
    let packs = ledger.packs(known.as_of)?;
    let derived = Standing::of(ledger, &packs, known)?;
    // Words are looked for in what is said, which no card has.
    let of_cards = limit.filter(|_| filter.text.is_none());
    let cards = standing::cards(&derived, &filter.looked_up(), of_cards, |one| filter.takes_card(one))?;
    if cards.is_empty() && filter.side.is_some() {
        let all = standing::cards(&derived, &Looked::default(), None, |_| true)?;
        let all: Vec<Incident> = all.into_iter().map(|(_, one)| one).collect();
        filter.check_side(&Sides::new(&packs), &all)?;
    }
    let mut found: Vec<Incident> = if whole || filter.text.is_some() {
        standing::whole(&derived, cards.into_iter().map(|(num, _)| num))?
    } else {
        cards.into_iter().map(|(_, one)| one).collect()
    };
    found.retain(|one| filter.has_words(one));
    found.drain(..found.len().saturating_sub(limit.unwrap_or(usize::MAX)));
    Ok(Listed { found, all: derived.count_incidents()?, reports: standing::count_reports(&derived)? })
}
