//! What a command that asks the ledger looks at: all that is derived, as it is known now or was known at a time.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Deref,
};

use anyhow::{anyhow, bail};
use fogline::packs::Pack;
use fogline_ledger::{
    Ledger,
    derived::{Derived, Filter},
    standing::{self, Known, recorded},
};
use fogline_reconcile::{
    corrections::{self, Recorded},
    derive::{RULES, State},
    head::Head,
    incidents::{self, Incident, mention::Cited},
    report::{Report, called},
    sides::Sides,
    signals::Item,
};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

use crate::{
    ledger::Place,
    output::{Form, form},
};

/// Which ledger, as of when, in what form.
#[derive(clap::Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    pub(crate) place: Place,

    /// What was known then: only what the ledger had recorded by this time, as 2022-02-17T09:00:00+02:00 or 2022-02-17
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) as_of: Option<Timestamp>,

    /// What had been published by then, whenever it was recorded
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) as_published: Option<Timestamp>,

    /// How to write the answer: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

/// A time, or the end of a day in UTC.
pub(crate) fn moment(argument: &str) -> anyhow::Result<Timestamp> {
    match day(argument)? {
        Some(day) => {
            let end = day.tomorrow().and_then(|next| next.to_zoned(TimeZone::UTC)).map(|next| next.timestamp());
            end.and_then(|end| end.checked_sub(1.second())).map_err(|_| no_such(day))
        }
        None => instant(argument),
    }
}

/// A time, or the beginning of a day in UTC.
pub(crate) fn beginning(argument: &str) -> anyhow::Result<Timestamp> {
    match day(argument)? {
        Some(day) => day.to_zoned(TimeZone::UTC).map(|day| day.timestamp()).map_err(|_| no_such(day)),
        None => instant(argument),
    }
}

/// A day without a time; a time has a day in it too, which is not what it means.
fn day(argument: &str) -> anyhow::Result<Option<Date>> {
    let bare = argument.len() == "2022-02-17".len();
    if bare { argument.parse().map(Some).map_err(|_| neither()) } else { Ok(None) }
}

fn instant(argument: &str) -> anyhow::Result<Timestamp> {
    argument.parse().map_err(|_| neither())
}

fn no_such(day: Date) -> anyhow::Error {
    anyhow!("{day} is beyond the days that can be reckoned with")
}

fn neither() -> anyhow::Error {
    anyhow!("not a time as 2022-02-17T09:00:00+02:00, nor a day as 2022-02-17")
}

/// Which incidents a list is asked for.
pub(crate) struct Asking<'f> {
    /// All that they must be.
    pub(crate) filter: &'f crate::commands::incidents::Filter,
    /// What of it can be looked up.
    pub(crate) looked_up: Filter,
    /// At most so many, those that began last.
    pub(crate) limit: Option<usize>,
    /// Whether all that is known of them is asked for, and not only what lists show.
    pub(crate) whole: bool,
}

/// Incidents that a filter lets through, with what they were taken from.
pub(crate) struct Listed {
    /// The incidents.
    pub(crate) found: Vec<Incident>,
    /// How many there are in all.
    pub(crate) all: usize,
    /// How many reports they are told in.
    pub(crate) reports: usize,
}

/// What a question is answered from. All that it needs is at hand in its view, and little else.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Need<'n> {
    /// What is known of every report without reading it.
    Heads,
    /// One incident by its id, an alias, or the beginning of its id, and the reports that it rests on.
    Incident(&'n str),
    /// What is taken from every statement.
    Items,
    /// All incidents, and what is taken from every statement.
    Claims,
    /// The reports in which monitors speak.
    Monitors,
    /// All incidents, and the reports that correct or take back.
    Corrections,
    /// All incidents.
    Incidents,
    /// Reports by what the input calls them or the beginning of their id, with what incidents tell of them; and incidents by
    /// their ids.
    Named {
        /// The reports.
        reports: &'n [&'n str],
        /// The incidents.
        incidents: &'n [&'n str],
    },
    /// All incidents, and all reports.
    All,
}

/// What is derived of the time that is asked about: kept in the ledger, or made for this.
enum Standing<'l> {
    Kept(&'l Derived),
    Made(Derived),
}

impl<'l> Standing<'l> {
    /// What is kept, where it is up to date and of the time; else what follows from the records.
    fn of(ledger: &'l Ledger, packs: &[Pack], known: Known) -> anyhow::Result<Self> {
        if known == Known::default() && standing::is_settled(ledger, packs)? {
            return Ok(Self::Kept(ledger.derived()?));
        }
        Ok(Self::Made(standing::at(ledger, packs, known)?))
    }
}

impl Deref for Standing<'_> {
    type Target = Derived;

    fn deref(&self) -> &Derived {
        match self {
            Self::Kept(derived) => derived,
            Self::Made(derived) => derived,
        }
    }
}

/// What is derived, and what it is derived from.
pub(crate) struct View {
    /// Packs by which sides are known.
    pub(crate) packs: Vec<Pack>,
    /// Sides.
    pub(crate) sides: Sides,
    /// What is known of every report.
    pub(crate) heads: Vec<Head>,
    /// Reports with the corrections laid over them: all, or those that are needed.
    pub(crate) reports: Vec<Report>,
    /// What people have changed.
    pub(crate) recorded: Vec<Recorded>,
    /// Copies and incidents: all, or those that are needed.
    pub(crate) state: State,
    /// Where the chain of records ended then; `None` before the first.
    pub(crate) head: Option<String>,
    /// The moment that it is looked at from: the one asked for, else now.
    pub(crate) at: Timestamp,
    /// What is taken from every statement, where that is needed.
    items: Vec<Item>,
    /// As known when.
    as_of: Option<Timestamp>,
    /// Where in `reports`, and where in `heads`, each stands that the input calls so.
    named: [BTreeMap<String, usize>; 2],
}

impl Asked {
    /// The form of the answer.
    pub(crate) fn form(&self) -> Form {
        form(self.format)
    }

    /// The time that is looked at.
    pub(crate) fn known(&self) -> Known {
        Known { as_of: self.as_of, as_published: self.as_published }
    }

    /// Incidents. Of those that are `shown` in a list alone no more is read than lists show.
    pub(crate) fn incidents(&self, asked: &Asking<'_>) -> anyhow::Result<Listed> {
        let ledger = self.place.open_read_only()?;
        let packs = ledger.packs(self.as_of)?;
        let derived = Standing::of(&ledger, &packs, self.known())?;
        // Words are looked for in what is said, which no card has.
        let limit = asked.limit.filter(|_| asked.filter.text.is_none());
        let cards = standing::cards(&derived, &asked.looked_up, limit, |one| asked.filter.takes_card(one))?;
        if cards.is_empty() && asked.filter.side.is_some() {
            let all = standing::cards(&derived, &Filter::default(), None, |_| true)?;
            let all: Vec<Incident> = all.into_iter().map(|(_, one)| one).collect();
            asked.filter.check_side(&Sides::new(&packs), &all)?;
        }
        let mut found: Vec<Incident> = if asked.whole || asked.filter.text.is_some() {
            standing::whole(&derived, cards.into_iter().map(|(num, _)| num))?
        } else {
            cards.into_iter().map(|(_, one)| one).collect()
        };
        found.retain(|one| asked.filter.has_words(one));
        found.drain(..found.len().saturating_sub(asked.limit.unwrap_or(usize::MAX)));
        Ok(Listed { found, all: derived.count_incidents()?, reports: standing::count_reports(&derived)? })
    }

    /// What a question needs.
    pub(crate) fn view(&self, need: Need<'_>) -> anyhow::Result<View> {
        View::answering(&self.place.open_read_only()?, need, self.known())
    }

    /// Reads what is cited and not at hand yet.
    pub(crate) fn bring(&self, view: &mut View, cited: &BTreeSet<&str>) -> anyhow::Result<()> {
        view.bring(&self.place.open_read_only()?, cited)
    }
}

impl View {
    /// Reads what is cited and not at hand yet.
    pub(crate) fn bring(&mut self, ledger: &Ledger, cited: &BTreeSet<&str>) -> anyhow::Result<()> {
        let missing: Vec<&str> = cited.iter().copied().filter(|name| self.cited(name).is_none()).collect();
        for name in missing {
            let Some(head) = self.head_of(name) else { continue };
            // Those that people have corrected are at hand.
            if let Some(read) = ledger.reading_of(ledger.document_of(&head.id)?, self.as_of)? {
                let mut report = read.report()?;
                report.document.reference.clone_from(&head.reference);
                self.reports.push(report);
            }
        }
        let [reports, _] = &mut self.named;
        *reports = numbered(self.reports.iter().map(|one| &one.document.reference));
        self.vouch()
    }

    /// Refuses what is derived where words that it quotes do not stand in the report at hand: the records are protected by their
    /// chain, what is derived from them only by this.
    fn vouch(&self) -> anyhow::Result<()> {
        for one in &self.state.incidents {
            for said in one.accounts.iter().flat_map(|account| &account.statements) {
                let Some(report) = self.cited(&said.document) else { continue };
                let text = &report.document.text;
                let stands = |words: &Cited| {
                    let there = text.chars().skip(words.start).take(words.end.saturating_sub(words.start));
                    there.eq(words.exact.chars())
                };
                if !said.words.iter().all(stands) {
                    bail!(
                        "what is kept of incident {} quotes words that do not stand in report `{}`: derived.sqlite was changed \
                         from outside. Delete it, and all in it is made anew from the records",
                        one.id,
                        said.document
                    );
                }
            }
        }
        Ok(())
    }

    /// What a question needs: from what is kept up to date, where it is of the time that is asked about; else from what the
    /// records give.
    pub(crate) fn answering(ledger: &Ledger, need: Need<'_>, known: Known) -> anyhow::Result<Self> {
        let Known { as_of, as_published } = known;
        let (packs, recorded) = (ledger.packs(as_of)?, recorded(ledger, as_of)?);
        let derived = Standing::of(ledger, &packs, known)?;
        let (numbers, heads): (Vec<i64>, Vec<Head>) = standing::heads(&derived)?.into_iter().unzip();
        let is_named = |head: &Head, names: &[&str]| {
            names.iter().any(|name| head.is_called(name) || name.len() > 7 && head.id.starts_with(name))
        };
        let mut incidents = match need {
            Need::Incident(id) => standing::incidents_named(&derived, id)?,
            Need::Named { reports, incidents } => {
                let own = numbers.iter().zip(&heads).filter(|(_, head)| is_named(head, reports));
                let beside = own.map(|(number, _)| standing::incidents_beside(&derived, *number));
                let named = incidents.iter().map(|id| standing::incidents_named(&derived, id));
                let mut found = beside.chain(named).collect::<Result<Vec<_>, _>>()?.concat();
                found.sort_by(|a, b| a.id.cmp(&b.id));
                found.dedup_by(|a, b| a.id == b.id);
                found
            }
            Need::Claims | Need::Corrections | Need::Incidents | Need::All => {
                standing::incidents(&derived, &Filter::default())?
            }
            Need::Heads | Need::Items | Need::Monitors => Vec::new(),
        };
        incidents::order(&mut incidents);
        let items = match need {
            Need::Items | Need::Claims => standing::signals(&derived)?,
            _ => Vec::new(),
        };
        let corrections = corrections::standing(&recorded);
        let about = corrections::about(&corrections);
        let cited: BTreeSet<&str> = match need {
            Need::Incident(_) => incidents.iter().flat_map(Incident::documents).collect(),
            _ => BTreeSet::new(),
        };
        // Who has looked at a statement is known only of reports that people have corrected.
        let needed = |head: &Head| {
            about.contains_key(head.id.as_str())
                || match need {
                    Need::Incident(_) => cited.contains(head.reference.as_str()),
                    Need::Named { reports, .. } => is_named(head, reports),
                    Need::Monitors => head.by_monitors,
                    Need::Corrections => head.corrects,
                    Need::All => true,
                    Need::Heads | Need::Items | Need::Claims | Need::Incidents => false,
                }
        };
        let (mut reports, mut unfit) = (Vec::new(), Vec::new());
        for (number, head) in numbers.iter().zip(&heads).filter(|(_, head)| needed(head)) {
            let Some(read) = ledger.reading_of(*number, as_of)? else { continue };
            let mut report = read.report()?;
            report.document.reference.clone_from(&head.reference);
            if let Some(own) = about.get(head.id.as_str()) {
                unfit.extend(corrections::apply(&mut report, own));
            }
            reports.push(report);
        }
        unfit.sort_unstable();
        let copies = standing::copies_by_reference(&derived, &heads)?;
        let state = State { rules: RULES, copies, incidents, unfit };
        let named = [
            numbered(reports.iter().map(|one| &one.document.reference)),
            numbered(heads.iter().map(|one| &one.reference)),
        ];
        let view = Self {
            sides: Sides::new(&packs),
            // Nothing is known yet of a time to come.
            at: as_published.or(as_of).map_or_else(Timestamp::now, |at| at.min(Timestamp::now())),
            head: as_of.map_or_else(|| Ok(Some(ledger.head()?.0)), |at| ledger.head_at(at))?,
            as_of,
            packs,
            heads,
            reports,
            recorded,
            state,
            items,
            named,
        };
        view.vouch()?;
        Ok(view)
    }

    /// The incident of an id, an alias, or the beginning of one that is like no other.
    pub(crate) fn incident(&self, id: &str) -> anyhow::Result<&Incident> {
        let all = &self.state.incidents;
        if let Some(incident) = all.iter().find(|one| one.id == id || one.aliases.iter().any(|alias| alias == id)) {
            return Ok(incident);
        }
        let like: Vec<&Incident> = all.iter().filter(|one| !id.is_empty() && one.id.starts_with(id)).collect();
        match like.as_slice() {
            [one] => Ok(one),
            [] => bail!("there is no incident `{id}`; `fogline incidents` lists them"),
            several => {
                let ids: Vec<&str> = several.iter().map(|one| one.id.as_str()).collect();
                bail!("`{id}` could be any of {}", ids.join(", "))
            }
        }
    }

    /// The report that a citation names, if it is at hand.
    pub(crate) fn cited(&self, document: &str) -> Option<&Report> {
        let [reports, _] = &self.named;
        reports.get(document).and_then(|at| self.reports.get(*at))
    }

    /// What is known of the report that a citation names.
    pub(crate) fn head_of(&self, document: &str) -> Option<&Head> {
        let [_, heads] = &self.named;
        heads.get(document).and_then(|at| self.heads.get(*at))
    }

    /// What is taken from every statement.
    pub(crate) fn items(&self) -> &[Item] {
        &self.items
    }

    /// The report that the input calls so, or whose id begins so.
    pub(crate) fn report(&self, name: &str) -> anyhow::Result<&Report> {
        let named = self.reports.iter().find(|one| one.document.reference == name);
        named
            .or_else(|| self.reports.iter().find(|one| called(&one.document.reference, &one.document.id) == name))
            .or_else(|| self.reports.iter().find(|one| name.len() > 7 && one.document.id.starts_with(name)))
            .ok_or_else(|| anyhow!("the ledger has no report `{name}`"))
    }
}

fn numbered<'n>(names: impl Iterator<Item = &'n String>) -> BTreeMap<String, usize> {
    names.enumerate().map(|(at, name)| (name.clone(), at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_that_time_and_a_day_its_beginning_or_end() {
        let read = |argument: &str| [moment(argument), beginning(argument)].map(|at| at.unwrap().to_string());
        assert_eq!(read("2022-02-17T09:00:00+02:00"), ["2022-02-17T07:00:00Z", "2022-02-17T07:00:00Z"]);
        assert_eq!(read("2022-02-17"), ["2022-02-17T23:59:59Z", "2022-02-17T00:00:00Z"]);
        assert!(moment("9999-12-31").unwrap_err().to_string().contains("beyond the days"));
        for wrong in ["yesterday", "2022-02-30", "2022-02-17T09:00", ""] {
            assert!(moment(wrong).unwrap_err().to_string().contains("2022-02-17"), "{wrong}");
        }
    }
}
