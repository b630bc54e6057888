//! What a question is answered from: all that is derived, as it is known now or was known at a time.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Deref,
    sync::Arc,
};

use fogline::packs::Pack;
use fogline_ledger::{
    Ledger,
    derived::{Derived, Filter},
    standing::{self, Known, recorded},
};
use fogline_reconcile::{
    copies::CopyGroup,
    corrections::{self, Recorded},
    head::Head,
    incidents::{self, Incident, mention::Cited},
    report::{Report, called},
    sides::Sides,
    signals::Item,
};
use jiff::Timestamp;

use crate::error::{AskError, Result, refused, unknown};

/// What a question is answered from. All that it needs is at hand in its view, and little else.
#[derive(Debug, Clone, Copy)]
pub enum Need<'n> {
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
pub(crate) enum Standing<'l> {
    Kept(&'l Derived),
    Made(Derived),
}

impl<'l> Standing<'l> {
    /// What is kept, where it is up to date and of the time; else what follows from the records.
    pub(crate) fn of(ledger: &'l Ledger, packs: &[Pack], known: Known) -> Result<Self> {
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

/// What every question needs, whichever it is: of one time, and the same until something is recorded.
pub struct Base {
    /// Packs by which sides are known.
    pub packs: Vec<Pack>,
    /// Sides.
    pub sides: Sides,
    /// What is known of every report.
    pub heads: Vec<Head>,
    /// What people have changed.
    pub recorded: Vec<Recorded>,
    /// Reports that print one text.
    pub copies: Vec<CopyGroup>,
    /// Corrections that do not fit the readings any more.
    pub unfit: Vec<i64>,
    /// Where the chain of records ended then; `None` before the first.
    pub head: Option<String>,
    /// The time that is asked about.
    pub known: Known,
    /// Reports that people have corrected, with the corrections laid over them: who has looked at a statement is known of these.
    corrected: Vec<Arc<Report>>,
    /// Numbers of the reports' records, in the order of `heads`.
    numbers: Vec<i64>,
    /// Where in `heads` each stands that is cited so.
    named: BTreeMap<String, usize>,
}

/// What one question is answered from.
pub struct View {
    base: Arc<Base>,
    /// Reports with the corrections laid over them: all, or those that are needed.
    pub reports: Vec<Arc<Report>>,
    /// Incidents: all, or those that are needed.
    pub incidents: Vec<Incident>,
    /// The moment that it is looked at from: the one asked for, else now.
    pub at: Timestamp,
    /// What is taken from every statement, where that is needed.
    items: Vec<Item>,
    /// Where in `reports` each stands that is cited so.
    named: BTreeMap<String, usize>,
}

impl Deref for View {
    type Target = Base;

    fn deref(&self) -> &Base {
        &self.base
    }
}

impl Base {
    /// What is known at a time, of which `derived` is what followed then.
    pub fn of(ledger: &Ledger, derived: &Derived, known: Known) -> Result<Self> {
        let Known { as_of, .. } = known;
        let (packs, recorded) = (ledger.packs(as_of)?, recorded(ledger, as_of)?);
        let (numbers, heads): (Vec<i64>, Vec<Head>) = standing::heads(derived)?.into_iter().unzip();
        let standing = corrections::standing(&recorded);
        let about = corrections::about(&standing);
        let (mut corrected, mut unfit) = (Vec::new(), Vec::new());
        for (number, head) in numbers.iter().zip(&heads) {
            let Some(own) = about.get(head.id.as_str()) else { continue };
            let Some(mut report) = read(ledger, *number, head, as_of)? else { continue };
            unfit.extend(corrections::apply(&mut report, own));
            corrected.push(Arc::new(report));
        }
        unfit.sort_unstable();
        Ok(Self {
            sides: Sides::new(&packs),
            head: as_of.map_or_else(|| Ok(Some(ledger.head()?.0)), |at| ledger.head_at(at))?,
            copies: standing::copies_by_reference(derived, &heads)?,
            named: numbered(heads.iter().map(|one| &one.reference)),
            packs,
            heads,
            recorded,
            unfit,
            known,
            corrected,
            numbers,
        })
    }

    /// What is known of the report that a citation names.
    pub fn head_of(&self, document: &str) -> Option<&Head> {
        self.named.get(document).and_then(|at| self.heads.get(*at))
    }
}

/// The newest reading of a report at a time, under the name by which it is cited.
fn read(ledger: &Ledger, number: i64, head: &Head, as_of: Option<Timestamp>) -> Result<Option<Report>> {
    let Some(read) = ledger.reading_of(number, as_of)? else { return Ok(None) };
    let mut report = read.report()?;
    report.document.reference.clone_from(&head.reference);
    Ok(Some(report))
}

impl View {
    /// What a question needs, of a time.
    pub fn answering(ledger: &Ledger, need: Need<'_>, known: Known) -> Result<Self> {
        let derived = Standing::of(ledger, &ledger.packs(known.as_of)?, known)?;
        Self::over(Arc::new(Base::of(ledger, &derived, known)?), ledger, &derived, need)
    }

    /// What a question needs over what all need.
    pub fn over(base: Arc<Base>, ledger: &Ledger, derived: &Derived, need: Need<'_>) -> Result<Self> {
        let is_named = |head: &Head, names: &[&str]| {
            names.iter().any(|name| head.is_called(name) || name.len() > 7 && head.id.starts_with(name))
        };
        let mut incidents = match need {
            Need::Incident(id) => standing::incidents_named(derived, id)?,
            Need::Named { reports, incidents } => {
                let own = base.numbers.iter().zip(&base.heads).filter(|(_, head)| is_named(head, reports));
                let beside = own.map(|(number, _)| standing::incidents_beside(derived, *number));
                let named = incidents.iter().map(|id| standing::incidents_named(derived, id));
                let mut found = beside.chain(named).collect::<Result<Vec<_>, _>>()?.concat();
                found.sort_by(|a, b| a.id.cmp(&b.id));
                found.dedup_by(|a, b| a.id == b.id);
                found
            }
            Need::Claims | Need::Corrections | Need::Incidents | Need::All => {
                standing::incidents(derived, &Filter::default())?
            }
            Need::Heads | Need::Items | Need::Monitors => Vec::new(),
        };
        incidents::order(&mut incidents);
        let items = match need {
            Need::Items | Need::Claims => standing::signals(derived)?,
            _ => Vec::new(),
        };
        let mut wanted: BTreeSet<usize> = match need {
            Need::Incident(_) => incidents
                .iter()
                .flat_map(Incident::documents)
                .filter_map(|name| base.named.get(name).copied())
                .collect(),
            _ => BTreeSet::new(),
        };
        let needed = |head: &Head| match need {
            Need::Named { reports, .. } => is_named(head, reports),
            Need::Monitors => head.by_monitors,
            Need::Corrections => head.corrects,
            Need::All => true,
            Need::Incident(_) | Need::Heads | Need::Items | Need::Claims | Need::Incidents => false,
        };
        wanted.extend(base.heads.iter().enumerate().filter(|(_, head)| needed(head)).map(|(at, _)| at));
        let Known { as_of, as_published } = base.known;
        let mut view = Self {
            // Nothing is known yet of a time to come.
            at: as_published.or(as_of).map_or_else(Timestamp::now, |at| at.min(Timestamp::now())),
            reports: base.corrected.clone(),
            named: BTreeMap::new(),
            incidents,
            items,
            base,
        };
        view.fetch(ledger, wanted)?;
        Ok(view)
    }

    /// Reads what is cited and not at hand yet.
    pub fn bring(&mut self, ledger: &Ledger, cited: &BTreeSet<&str>) -> Result<()> {
        let wanted = cited.iter().filter_map(|name| self.base.named.get(*name).copied()).collect();
        self.fetch(ledger, wanted)
    }

    /// Reads reports that are not at hand yet, by where they stand among the heads.
    fn fetch(&mut self, ledger: &Ledger, wanted: BTreeSet<usize>) -> Result<()> {
        self.index();
        let base = Arc::clone(&self.base);
        for at in wanted {
            let (Some(head), Some(number)) = (base.heads.get(at), base.numbers.get(at)) else { continue };
            if self.cited(&head.reference).is_none()
                && let Some(report) = read(ledger, *number, head, base.known.as_of)?
            {
                self.reports.push(Arc::new(report));
            }
        }
        // In the order in which the ledger has them.
        self.reports.sort_by_key(|one| base.named.get(&one.document.reference));
        self.index();
        self.vouch()
    }

    fn index(&mut self) {
        self.named = numbered(self.reports.iter().map(|one| &one.document.reference));
    }

    /// Refuses what is derived where words that it quotes do not stand in the report at hand: the records are protected by their
    /// chain, what is derived from them only by this.
    fn vouch(&self) -> Result<()> {
        for one in &self.incidents {
            for said in one.accounts.iter().flat_map(|account| &account.statements) {
                let Some(report) = self.cited(&said.document) else { continue };
                let text = &report.document.text;
                let stands = |words: &Cited| {
                    let there = text.chars().skip(words.start).take(words.end.saturating_sub(words.start));
                    there.eq(words.exact.chars())
                };
                if !said.words.iter().all(stands) {
                    return Err(AskError::Forged(format!(
                        "what is kept of incident {} quotes words that do not stand in report `{}`: derived.sqlite was changed \
                         from outside. Delete it, and all in it is made anew from the records",
                        one.id, said.document
                    )));
                }
            }
        }
        Ok(())
    }

    /// The incident of an id, an alias, or the beginning of one that is like no other.
    pub fn incident(&self, id: &str) -> Result<&Incident> {
        let all = &self.incidents;
        if let Some(incident) = all.iter().find(|one| one.id == id || one.aliases.iter().any(|alias| alias == id)) {
            return Ok(incident);
        }
        let like: Vec<&Incident> = all.iter().filter(|one| !id.is_empty() && one.id.starts_with(id)).collect();
        match like.as_slice() {
            [one] => Ok(one),
            [] => Err(unknown(format!("there is no incident `{id}`; `fogline incidents` lists them"))),
            several => {
                let ids: Vec<&str> = several.iter().map(|one| one.id.as_str()).collect();
                Err(refused(format!("`{id}` could be any of {}", ids.join(", "))))
            }
        }
    }

    /// The report that a citation names, if it is at hand.
    pub fn cited(&self, document: &str) -> Option<&Report> {
        self.named.get(document).and_then(|at| self.reports.get(*at)).map(Arc::as_ref)
    }

    /// The reports that are at hand, which are no longer at hand then.
    pub fn take_reports(&mut self) -> Vec<Report> {
        self.named.clear();
        std::mem::take(&mut self.reports).into_iter().map(Arc::unwrap_or_clone).collect()
    }

    /// What is taken from every statement.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The report that the input calls so, or whose id begins so.
    pub fn report(&self, name: &str) -> Result<&Report> {
        let named = self.reports.iter().find(|one| one.document.reference == name);
        named
            .or_else(|| self.reports.iter().find(|one| called(&one.document.reference, &one.document.id) == name))
            .or_else(|| self.reports.iter().find(|one| name.len() > 7 && one.document.id.starts_with(name)))
            .map(Arc::as_ref)
            .ok_or_else(|| unknown(format!("the ledger has no report `{name}`")))
    }
}

fn numbered<'n>(names: impl Iterator<Item = &'n String>) -> BTreeMap<String, usize> {
    names.enumerate().map(|(at, name)| (name.clone(), at)).collect()
}
