//! `fogline incidents`: what is said to have happened, one line each.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use anyhow::{Context, bail};
use clap::ValueEnum;
use fogline_reconcile::{brief, incidents::Incident, sides::Sides};
use jiff::civil::Date;

use crate::{
    exit::Outcome,
    output::{Form, incident_list},
    view::{Asked, Asking},
};

/// List incidents: what could be one occurrence, with who says so and on how many origins
///
/// Each line has the statuses of what happened and of who did it, and three numbers: reports, origins, sides. Copies of one
/// text are one origin.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    asked: Asked,

    #[command(flatten)]
    pub(crate) filter: Filter,

    /// At most so many, those that began last
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// Which incidents.
#[derive(clap::Args, Default)]
pub(crate) struct Filter {
    /// From this day on
    #[arg(long, value_name = "DAY")]
    pub(crate) since: Option<Date>,

    /// Up to this day
    #[arg(long, value_name = "DAY")]
    pub(crate) until: Option<Date>,

    /// In a place: a part of its name, or its gazetteer id
    #[arg(long, value_name = "NAME")]
    pub(crate) area: Option<String>,

    /// Of which a side speaks, or that is accused in it
    #[arg(long, value_name = "SIDE")]
    pub(crate) side: Option<String>,

    /// With this status: of the occurrence, of responsibility, or the word for lists, as `contested`
    #[arg(long, value_name = "STATUS")]
    pub(crate) status: Option<String>,

    /// With these words in its name or in what is said of it
    #[arg(long, value_name = "WORDS")]
    pub(crate) text: Option<String>,

    /// Only those that several reports or several origins tell of
    #[arg(long, value_enum)]
    pub(crate) told_by: Option<ToldBy>,
}

/// By how many an incident is told.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ToldBy {
    /// Two reports or more
    Reports,
    /// Two origins or more
    Origins,
}

/// Refuses days that end before they begin.
pub(crate) fn in_order(since: Option<Date>, until: Option<Date>) -> anyhow::Result<()> {
    match since.zip(until) {
        Some((since, until)) if until < since => bail!("--until {until} is before --since {since}"),
        _ => Ok(()),
    }
}

impl Filter {
    /// Refuses what nothing can be: days that end before they begin, and statuses that there are none of.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        in_order(self.since, self.until)?;
        let known = brief::statuses();
        match &self.status {
            Some(status) if !known.contains(&word(status).as_str()) => {
                bail!("there is no status `{status}`; there are {}", known.join(", "))
            }
            _ => Ok(()),
        }
    }

    /// Refuses a side that no pack has and nobody speaks for or accuses in any incident; asked where nothing was found.
    pub(crate) fn check_side(&self, sides: &Sides, all: &[Incident]) -> anyhow::Result<()> {
        let Some(side) = &self.side else { return Ok(()) };
        let accused = all.iter().flat_map(|one| &one.accused).filter_map(|party| party.side.as_deref());
        let spoke = all.iter().flat_map(|one| &one.sides).map(String::as_str);
        let known: BTreeSet<&str> = sides.ids().chain(accused).chain(spoke).collect();
        if known.iter().any(|own| own.eq_ignore_ascii_case(side)) {
            return Ok(());
        }
        bail!("there is no side `{side}`; there are {}", known.into_iter().collect::<Vec<_>>().join(", "))
    }

    /// What of it can be looked up; the rest is for [`Filter::takes`].
    fn looked_up(&self) -> fogline_ledger::derived::Filter {
        let day = |date: Option<Date>| {
            let epoch = jiff::civil::date(1970, 1, 1);
            date.and_then(|date| date.since((jiff::Unit::Day, epoch)).ok()).map(|span| span.get_days())
        };
        fogline_ledger::derived::Filter {
            since: day(self.since),
            until: day(self.until),
            side: self.side.as_ref().map(|side| side.to_uppercase()),
            status: self.status.as_deref().map(word),
            ..fogline_ledger::derived::Filter::default()
        }
    }

    /// Whether an incident is among those asked for.
    pub(crate) fn takes(&self, one: &Incident) -> bool {
        self.takes_card(one) && self.has_words(one)
    }

    /// Whether what is said of it has the words that are asked for.
    pub(crate) fn has_words(&self, one: &Incident) -> bool {
        let lower = |text: &str| text.to_lowercase();
        self.text.as_ref().is_none_or(|text| {
            let said = one.accounts.iter().flat_map(|account| &account.statements).flat_map(|said| &said.words);
            let all: String =
                said.map(|words| words.exact.as_str()).chain([one.label.as_str()]).collect::<Vec<_>>().join(" ");
            lower(text).split_whitespace().all(|word| lower(&all).contains(word))
        })
    }

    /// Whether it is among them by all but what is said of it.
    pub(crate) fn takes_card(&self, one: &Incident) -> bool {
        let day = |date: Option<Date>| date.map(|date| date.to_string());
        let lower = |text: &str| text.to_lowercase();
        let in_time = day(self.since).is_none_or(|since| one.time.end.as_ref().is_none_or(|end| *end >= since))
            && day(self.until).is_none_or(|until| one.time.start.as_ref().is_none_or(|start| *start <= until));
        let in_area = self.area.as_ref().is_none_or(|area| {
            one.place.as_ref().is_some_and(|place| {
                lower(&place.name).contains(&lower(area)) || place.gazetteer_id.as_ref() == Some(area)
            })
        });
        let by_side = self.side.as_ref().is_none_or(|side| {
            one.sides.iter().any(|own| own.eq_ignore_ascii_case(side))
                || one.accused.iter().any(|party| party.side.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(side)))
        });
        let with_status = self.status.as_ref().is_none_or(|status| {
            let status = word(status);
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

/// A status as the contract writes it, however it is typed.
fn word(status: &str) -> String {
    status.trim().to_lowercase().replace(['-', ' '], "_")
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    args.filter.check()?;
    let listed = args.asked.incidents(&Asking {
        filter: &args.filter,
        looked_up: args.filter.looked_up(),
        limit: args.limit,
        whole: args.asked.form() == Form::Json,
    })?;
    let found: Vec<&Incident> = listed.found.iter().collect();
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&found)?),
        Form::Text => write!(out, "{}", incident_list(&found, listed.all, listed.reports)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
