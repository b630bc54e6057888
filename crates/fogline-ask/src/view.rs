//! What a question is answered from: all that is derived, as it is known now or was known at a time.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Deref,
    sync::Arc,
};

use fogline::packs::Pack;
use fogline_ledger::{
    Ledger,
    derived::Derived,
    standing::{self, Known, recorded},
};
use fogline_reconcile::{
    copies::CopyGroup,
    corrections::{self, Recorded},
    derive,
    head::Head,
    incidents::{self, Incident, mention::Cited},
    report::{Report, called},
    sides::Sides,
    signals::{
        Item, Matters,
        commitments::{self, Accord},
    },
    status::Origins,
};
use jiff::Timestamp;

use crate::{
    error::{AskError, Result, refused, unknown},
    incident::{unheard, went_by},
    numbers::Published,
    responses,
};

/// What a question is answered from. All that it needs is at hand in its view, and little else.
#[derive(Debug, Clone, Copy)]
pub enum Need<'n> {
    /// What is known of every report without reading it.
    Heads,
    /// One incident by its id, an alias, or the beginning of its id, and the reports that it rests on.
    Incident(&'n str),
    /// Who uses which label.
    Labels,
    /// What was promised and warned of, and what is told of it.
    Commitments,
    /// Incidents in which someone is accused, and who claims and answers.
    Responses,
    /// Incidents with figures, and who gave them.
    Figures,
    /// Incidents by the numbers that what is derived has for them.
    These(&'n [i64]),
    /// All incidents, and what was promised and warned of.
    Brief,
    /// The reports in which monitors speak.
    Monitors,
    /// Incidents of which a figure was replaced, and the reports that correct or take back.
    Corrections,
    /// All incidents.
    Incidents,
    /// One report by what the input calls it or the beginning of its id.
    Report(&'n str),
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
    /// The report whose text each copy prints, by what the input calls them. A later version of a text is no copy.
    pub origins: BTreeMap<String, String>,
    /// Corrections that do not fit the readings any more.
    pub unfit: Vec<i64>,
    /// When what was read was published.
    pub(crate) read: Published,
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
    /// Packs of the conflicts that reports tell of, where that is needed.
    conflicts: BTreeSet<String>,
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
        Self::by(ledger, derived, ledger.packs(known.as_of)?, known)
    }

    /// The same by packs that need not be the ledger's own.
    pub(crate) fn by(ledger: &Ledger, derived: &Derived, packs: Vec<Pack>, known: Known) -> Result<Self> {
        let Known { as_of, .. } = known;
        let recorded = recorded(ledger, as_of)?;
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
        let copies = standing::copies_by_reference(derived, &heads)?;
        let origins = derive::origins(&copies).into_iter();
        Ok(Self {
            origins: origins.map(|(copy, origin)| (copy.to_owned(), origin.to_owned())).collect(),
            sides: Sides::new(&packs),
            head: as_of.map_or_else(|| Ok(Some(ledger.head()?.0)), |at| ledger.head_at(at))?,
            copies,
            named: numbered(heads.iter().map(|one| &one.reference)),
            read: Published::of(&heads),
            packs,
            heads,
            recorded,
            unfit,
            known,
            corrected,
            numbers,
        })
    }

    /// What the input calls reports, by their ids.
    pub(crate) fn names_of<'b>(&'b self, ids: impl Iterator<Item = &'b str>) -> BTreeMap<&'b str, &'b str> {
        let ids: BTreeSet<&str> = ids.collect();
        let wanted = self.heads.iter().filter(|one| ids.contains(one.id.as_str()));
        wanted.map(|one| (one.id.as_str(), one.reference.as_str())).collect()
    }

    /// Number of the record of the report that a citation names.
    pub(crate) fn number_of(&self, document: &str) -> Option<i64> {
        self.named.get(document).and_then(|at| self.numbers.get(*at)).copied()
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

    /// What a question about an incident needs, with the id that it has at that time. One that is only known by that name since is
    /// found by its mentions.
    pub fn of_incident(ledger: &Ledger, id: &str, known: Known) -> Result<(Self, String)> {
        let view = Self::answering(ledger, Need::Incident(id), known)?;
        let unknown = match view.incident(id) {
            Ok(one) => {
                let id = one.id.clone();
                return Ok((view, id));
            }
            Err(error) => error,
        };
        if known == Known::default() || !matches!(unknown, AskError::Unknown(_)) {
            return Err(unknown);
        }
        let now = Self::answering(ledger, Need::Incident(id), Known::default())?;
        let Ok(one) = now.incident(id) else { return Err(unknown) };
        let reports: Vec<&str> = one.documents().collect();
        let then = Self::answering(ledger, Need::Named { reports: &reports, incidents: &[] }, known)?;
        let then = went_by(one, &then.incidents).ok_or_else(|| unheard(id))?;
        Ok((Self::answering(ledger, Need::Incident(then), known)?, then.to_owned()))
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
            Need::Heads | Need::Report(_) | Need::Labels | Need::Commitments | Need::Monitors => Vec::new(),
            Need::These(numbers) => standing::whole(derived, numbers.iter().copied())?,
            Need::Incidents | Need::Brief | Need::All => standing::each_incident(derived, Some)?,
            Need::Responses => standing::each_incident(derived, of_claims)?,
            Need::Figures => standing::each_incident(derived, |one| Some(of_figures(one)))?,
            Need::Corrections => standing::each_incident(derived, of_replaced)?,
        };
        incidents::order(&mut incidents);
        let mut conflicts = BTreeSet::new();
        #[expect(clippy::redundant_closure_for_method_calls, reason = "the methods themselves are not general enough")]
        let items = match need {
            Need::Labels => standing::signals(derived, |one| one.has_labels(), |one| Some(one.without_deeds()))?,
            Need::Responses => {
                let mut claims = responses::placed(&incidents, &base.sides);
                standing::glance_at_signals(derived, |one| claims.add(one))?;
                standing::signals(derived, |one| claims.holds(one), |one| Some(claims.kept(one)))?
            }
            Need::Figures => standing::signals(derived, |one| one.has_figures(), |one| Some(one.with_figures_alone()))?,
            Need::Commitments | Need::Brief => {
                let mut matters = Matters::of(&commitments::accords(&base.packs, &base.sides));
                standing::glance_at_signals(derived, |one| {
                    matters.add(one);
                    conflicts.extend(one.conflicts.iter().cloned());
                })?;
                standing::signals(derived, |one| matters.holds(one), |one| Some(one.with_deeds_alone()))?
            }
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
            Need::Report(name) => is_named(head, &[name]),
            Need::Monitors => head.by_monitors,
            Need::Corrections => head.corrects,
            Need::All => true,
            _ => false,
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
            conflicts,
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
            [] => Err(unknown(format!("there is no incident `{id}`"))),
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

    /// Packs of the conflicts that reports tell of. The view needs [`Need::Commitments`] or [`Need::Brief`].
    pub(crate) fn conflicts(&self) -> &BTreeSet<String> {
        &self.conflicts
    }

    /// The agreements of the conflicts that reports tell of. The view needs [`Need::Commitments`] or [`Need::Brief`].
    pub(crate) fn accords(&self) -> Vec<Accord> {
        let mut accords = commitments::accords(&self.packs, &self.sides);
        accords.retain(|one| self.conflicts.contains(&one.pack));
        accords
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

/// An incident in which someone can be accused, without what tells nothing of that.
fn of_claims(one: Incident) -> Option<Incident> {
    let claimed = one.accused.iter().any(|party| party.side.is_some()) || one.responsibility == "denied_by_accused";
    claimed.then(|| Incident {
        details: BTreeMap::new(),
        members: Vec::new(),
        links: Vec::new(),
        why: Vec::new(),
        origins: Origins { each: Vec::new(), ..one.origins },
        ..one
    })
}

/// An incident with its figures and where it is told.
fn of_figures(one: Incident) -> Incident {
    Incident {
        accounts: Vec::new(),
        links: Vec::new(),
        why: Vec::new(),
        origins: Origins { each: Vec::new(), ..one.origins },
        ..one
    }
}

/// An incident of which a figure was replaced.
fn of_replaced(one: Incident) -> Option<Incident> {
    let replaced = one.details.values().flat_map(|detail| &detail.values).any(|value| value.superseded);
    replaced.then(|| of_figures(one))
}

fn numbered<'n>(names: impl Iterator<Item = &'n String>) -> BTreeMap<String, usize> {
    names.enumerate().map(|(at, name)| (name.clone(), at)).collect()
}
