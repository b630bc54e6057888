//! What a command that asks the ledger looks at: all that is derived, as it is known now or was known at a time.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use anyhow::{anyhow, bail};
use fogline::packs::Pack;
use fogline_ledger::{
    Ledger,
    derived::Filter,
    standing::{self, recorded},
};
use fogline_reconcile::{
    corrections::{self, Correction, Recorded},
    derive::{self, RULES, State},
    head::Head,
    incidents::{self, Incident},
    report::{Report, seconds},
    sides::Sides,
    signals::{Extractor, Item},
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
        Some(day) => Ok(day.tomorrow()?.to_zoned(TimeZone::UTC)?.timestamp().checked_sub(1.second())?),
        None => instant(argument),
    }
}

/// A time, or the beginning of a day in UTC.
pub(crate) fn beginning(argument: &str) -> anyhow::Result<Timestamp> {
    match day(argument)? {
        Some(day) => Ok(day.to_zoned(TimeZone::UTC)?.timestamp()),
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
    /// Copies and incidents; of these all, or those that are needed.
    pub(crate) state: State,
    /// Where the chain of records ends.
    pub(crate) head: String,
    /// The moment that it is looked at from: the one asked for, else now.
    pub(crate) at: Timestamp,
    /// What is taken from every statement, where it is kept.
    items: Option<Vec<Item>>,
    /// Where in `reports`, and where in `heads`, each stands that the input calls so.
    named: [BTreeMap<String, usize>; 2],
}

impl Asked {
    /// The form of the answer.
    pub(crate) fn form(&self) -> Form {
        form(self.format)
    }

    /// Incidents: from what is kept up to date, where it is; else derived from the records. Of those that are `shown` in a list
    /// alone no more is read than lists show.
    pub(crate) fn incidents(&self, asked: &Asking<'_>) -> anyhow::Result<Listed> {
        let ledger = self.place.open_read_only()?;
        let of_last = |number: usize| number.saturating_sub(asked.limit.unwrap_or(number));
        if is_kept(&ledger, self.as_of, self.as_published)? {
            let derived = ledger.derived()?;
            let mut cards = standing::cards(derived, &asked.looked_up)?;
            cards.retain(|(_, one)| asked.filter.takes_card(one));
            cards.sort_by(|(_, a), (_, b)| incidents::in_order(a, b));
            if asked.filter.text.is_none() {
                cards.drain(..of_last(cards.len()));
            }
            let mut found: Vec<Incident> = if asked.whole || asked.filter.text.is_some() {
                standing::whole(derived, cards.into_iter().map(|(num, _)| num))?
            } else {
                cards.into_iter().map(|(_, one)| one).collect()
            };
            found.retain(|one| asked.filter.has_words(one));
            found.drain(..of_last(found.len()));
            return Ok(Listed { found, all: derived.count_incidents()?, reports: ledger.count_reports()? });
        }
        let view = View::of(&ledger, self.as_of, self.as_published)?;
        let (all, reports) = (view.state.incidents.len(), view.reports.len());
        let mut found = view.state.incidents;
        found.retain(|one| asked.filter.takes(one));
        found.drain(..of_last(found.len()));
        Ok(Listed { found, all, reports })
    }

    /// What a question needs: from what is kept up to date, where it is of now; else derived from the records.
    pub(crate) fn view(&self, need: Need<'_>) -> anyhow::Result<View> {
        View::answering(&self.place.open_read_only()?, need, self.as_of, self.as_published)
    }

    /// Reads what is cited and not at hand yet.
    pub(crate) fn bring(&self, view: &mut View, cited: &BTreeSet<&str>) -> anyhow::Result<()> {
        view.bring(&self.place.open_read_only()?, cited)
    }
}

/// Whether what is asked about is what is kept up to date.
fn is_kept(ledger: &Ledger, as_of: Option<Timestamp>, as_published: Option<Timestamp>) -> anyhow::Result<bool> {
    Ok(as_of.is_none() && as_published.is_none() && standing::is_settled(ledger, &ledger.packs(None)?)?)
}

impl View {
    /// What a question needs: from what is kept up to date, where it is of now; else derived from the records.
    pub(crate) fn answering(
        ledger: &Ledger,
        need: Need<'_>,
        as_of: Option<Timestamp>,
        as_published: Option<Timestamp>,
    ) -> anyhow::Result<Self> {
        if is_kept(ledger, as_of, as_published)? {
            return Self::kept(ledger, need);
        }
        Self::of(ledger, as_of, as_published)
    }

    /// Reads what is cited and not at hand yet.
    pub(crate) fn bring(&mut self, ledger: &Ledger, cited: &BTreeSet<&str>) -> anyhow::Result<()> {
        let missing: Vec<&str> = cited.iter().copied().filter(|name| self.cited(name).is_none()).collect();
        for name in missing {
            let Some(head) = self.head_of(name) else { continue };
            // Those that people have corrected are at hand.
            if let Some(read) = ledger.reading_of(ledger.document_of(&head.id)?, None)? {
                self.reports.push(read.report()?);
            }
        }
        let [reports, _] = &mut self.named;
        *reports = numbered(self.reports.iter().map(|one| &one.document.reference));
        Ok(())
    }

    /// What follows from the records of a ledger up to a time, of reports published up to another.
    pub(crate) fn of(
        ledger: &Ledger,
        as_of: Option<Timestamp>,
        as_published: Option<Timestamp>,
    ) -> anyhow::Result<Self> {
        Self::derived(ledger, as_of, as_published, recorded(ledger, as_of)?)
    }

    /// What would follow with one correction more.
    pub(crate) fn with(ledger: &Ledger, correction: &Correction, now: Timestamp) -> anyhow::Result<Self> {
        let mut recorded = recorded(ledger, None)?;
        recorded.push(Recorded { seq: i64::MAX, at: now.to_string(), correction: correction.clone() });
        Self::derived(ledger, None, None, recorded)
    }

    fn derived(
        ledger: &Ledger,
        as_of: Option<Timestamp>,
        as_published: Option<Timestamp>,
        recorded: Vec<Recorded>,
    ) -> anyhow::Result<Self> {
        let packs = ledger.packs(as_of)?;
        let mut reports = Vec::new();
        for read in ledger.reports(as_of)? {
            let report = read?.report()?;
            let at = report.document.published.as_deref().and_then(seconds);
            if as_published.is_none_or(|limit| at.is_some_and(|at| at <= limit.as_second())) {
                reports.push(report);
            }
        }
        let state = derive::derive(&mut reports, &recorded, &packs);
        let sides = Sides::new(&packs);
        let heads = reports.iter().map(|report| Head::of(report, &sides)).collect();
        let at = as_published.or(as_of).unwrap_or_else(Timestamp::now);
        Self::made(ledger, Self { packs, sides, heads, reports, recorded, state, at, ..Self::empty() })
    }

    /// What is kept up to date with the records, as far as it is needed.
    fn kept(ledger: &Ledger, need: Need<'_>) -> anyhow::Result<Self> {
        let (packs, recorded, derived) = (ledger.packs(None)?, recorded(ledger, None)?, ledger.derived()?);
        let (numbers, heads): (Vec<i64>, Vec<Head>) = standing::heads(derived)?.into_iter().unzip();
        let mut incidents = match need {
            Need::Incident(id) => standing::incidents_named(derived, id)?,
            Need::Claims | Need::Corrections => standing::incidents(derived, &Filter::default())?,
            Need::Heads | Need::Items | Need::Monitors => Vec::new(),
        };
        incidents::order(&mut incidents);
        let items = match need {
            Need::Items | Need::Claims => Some(standing::signals(derived)?),
            _ => None,
        };
        let corrections = corrections::standing(&recorded);
        let about = corrections::about(&corrections);
        let cited: BTreeSet<&str> = incidents.iter().flat_map(Incident::documents).collect();
        // Who has looked at a statement is known only of reports that people have corrected.
        let needed = |head: &Head| {
            about.contains_key(head.id.as_str())
                || match need {
                    Need::Incident(_) => cited.contains(head.reference.as_str()),
                    Need::Monitors => head.by_monitors,
                    Need::Corrections => head.corrects,
                    Need::Heads | Need::Items | Need::Claims => false,
                }
        };
        let (mut reports, mut unfit) = (Vec::new(), Vec::new());
        for (number, head) in numbers.iter().zip(&heads).filter(|(_, head)| needed(head)) {
            let Some(read) = ledger.reading_of(*number, None)? else { continue };
            let mut report = read.report()?;
            if let Some(own) = about.get(head.id.as_str()) {
                unfit.extend(corrections::apply(&mut report, own));
            }
            reports.push(report);
        }
        unfit.sort_unstable();
        let copies = standing::copies_by_reference(derived, &heads)?;
        let state = State { rules: RULES, copies, incidents, unfit };
        let sides = Sides::new(&packs);
        Self::made(ledger, Self { packs, sides, heads, reports, recorded, state, items, ..Self::empty() })
    }

    fn empty() -> Self {
        let state = State { rules: RULES, copies: Vec::new(), incidents: Vec::new(), unfit: Vec::new() };
        Self {
            packs: Vec::new(),
            sides: Sides::new(&[]),
            heads: Vec::new(),
            reports: Vec::new(),
            recorded: Vec::new(),
            state,
            head: String::new(),
            at: Timestamp::now(),
            items: None,
            named: Default::default(),
        }
    }

    /// With the end of the chain, and where each report stands.
    fn made(ledger: &Ledger, view: Self) -> anyhow::Result<Self> {
        let reports = view.reports.iter().map(|one| &one.document.reference);
        let heads = view.heads.iter().map(|one| &one.reference);
        let named = [numbered(reports), numbered(heads)];
        Ok(Self { head: ledger.head()?.0, named, ..view })
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
    pub(crate) fn items(&self) -> Cow<'_, [Item]> {
        if let Some(items) = &self.items {
            return Cow::Borrowed(items);
        }
        let extractor = Extractor::new(&self.packs);
        Cow::Owned(self.reports.iter().flat_map(|report| extractor.items(report)).collect())
    }

    /// The report that the input calls so, or whose id begins so.
    pub(crate) fn report(&self, name: &str) -> anyhow::Result<&Report> {
        let by_name = self.reports.iter().find(|one| one.document.reference == name);
        by_name
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
        for wrong in ["yesterday", "2022-02-30", "2022-02-17T09:00", ""] {
            assert!(moment(wrong).unwrap_err().to_string().contains("2022-02-17"), "{wrong}");
        }
    }
}
