//! A situation report over a window: what is told of it, made of all that is known.

use std::{collections::BTreeSet, sync::Arc};

use fogline_ledger::Ledger;
use fogline_reconcile::{
    brief::{self, Brief, Material, Window},
    corrections::{self, Change},
    derive::RULES,
    head::Head,
    incidents::Incident,
    public::{self, Redacted, Redaction},
    report::{Report, day, seconds},
    signals::{Based, commitments, warnings},
};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{View, error::Result, incidents::Filter, time::in_order};

/// What a brief covers, and for whom.
#[derive(Debug, Clone, Default, clap::Args, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Wanted {
    /// First day; without it, that of the first report
    #[arg(long, value_name = "DAY")]
    pub since: Option<Date>,

    /// Last day; without it, that of the last report
    #[arg(long, value_name = "DAY")]
    pub until: Option<Date>,

    /// Only incidents in a place: a part of its name, or its gazetteer id
    #[arg(long, value_name = "NAME")]
    pub area: Option<String>,

    /// The form that may leave the house
    #[arg(long)]
    pub public: bool,
}

/// The brief of what is known. The view needs [`Need::Brief`](crate::Need::Brief); the reports that it rests on are brought to
/// hand.
pub fn brief(wanted: &Wanted, ledger: &Ledger, view: &mut View) -> Result<Brief> {
    in_order(wanted.since, wanted.until)?;
    let filter = Filter { since: wanted.since, until: wanted.until, area: wanted.area.clone(), ..Filter::default() };
    let found: Vec<Incident> = view.incidents.iter().filter(|one| filter.takes(one)).cloned().collect();
    let published = || view.heads.iter().filter_map(|head| head.published.as_deref().and_then(day));
    let written = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let window =
        Window { from: written(wanted.since.or(published().min())), to: written(wanted.until.or(published().max())) };
    let at = view.moment();
    let items = view.items();
    let accords = view.accords();
    let mut commitments = commitments::commitments(items, &accords, &view.sides, &at);
    // An agreement of which nothing is reported in the window is no news.
    commitments
        .retain(|Based { what, .. }| what.kind != commitments::Kind::AgreementInForce || !what.evidence.is_empty());
    let mut warnings = warnings::warnings(items, &view.sides, &at);
    // What has no place of its own belongs to an area where a report that tells of it tells of something there.
    let here: Option<BTreeSet<&str>> =
        wanted.area.as_ref().map(|_| found.iter().flat_map(Incident::documents).collect());
    let is_here = |document: &str| here.as_ref().is_none_or(|here| here.contains(document));
    // By all that they rest on, of which they cite some.
    commitments.retain(|one| one.on.iter().any(|item| is_here(&item.citation.document)));
    warnings.retain(|one| one.on.iter().any(|item| is_here(&item.citation.document)));
    let commitments: Vec<_> = commitments.iter().map(|one| brief::Commitment::from(&one.what)).collect();
    let warnings: Vec<_> = warnings.iter().map(|one| brief::Warning::from(&one.what)).collect();
    let of_window =
        |head: &&Head| head.published.as_deref().is_some_and(|at| window.holds(at)) && is_here(&head.reference);
    let heads = view.heads.iter().filter(of_window).map(|head| head.reference.clone()).collect::<Vec<_>>();
    let promised = commitments.iter().flat_map(|one| one.made.iter().chain(&one.evidence));
    let warned = warnings.iter().flat_map(|one| one.made.iter().chain(&one.evidence));
    let told = promised.chain(warned).map(|cited| cited.document.as_str());
    let rests_on: BTreeSet<&str> =
        found.iter().flat_map(Incident::documents).chain(heads.iter().map(String::as_str)).chain(told).collect();
    view.bring(ledger, &rests_on)?;
    let rests = |one: &&Arc<Report>| rests_on.contains(one.document.reference.as_str());
    let mut reports: Vec<Report> = view.reports.iter().filter(rests).map(|one| Report::clone(one)).collect();
    let order = |one: &Report| (one.document.published.as_deref().and_then(seconds), one.document.id.clone());
    reports.sort_by_cached_key(order);
    let redactions = view.redactions();
    let redacted = Redacted::new(&reports, &redactions);
    let (mut commitments, mut warnings) = (redacted.all(&commitments), redacted.all(&warnings));
    let (incidents, reports, withheld) = if wanted.public {
        let released = public::release(&found, &reports, &redactions, &at);
        (commitments, warnings) = (released.references.all(&commitments), released.references.all(&warnings));
        (released.incidents, released.reports, Some(released.withheld))
    } else {
        (redacted.all(&found), redacted.all(&reports), None)
    };
    Ok(brief::brief(&Material {
        window,
        area: wanted.area.clone(),
        as_of: at,
        head: view.head.clone(),
        rules: RULES.to_owned(),
        incidents: &incidents,
        reports: &reports,
        sides: &view.sides,
        commitments,
        warnings,
        figures: brief::changed_figures(&incidents),
        public: withheld,
    }))
}

impl View {
    /// Words that people have decided not to let out.
    pub fn redactions(&self) -> Vec<Redaction> {
        let standing = corrections::standing(&self.recorded);
        let named = |id: &str| self.heads.iter().find(|head| head.id == id).map(|head| &head.reference);
        standing
            .iter()
            .filter_map(|one| match &one.correction.change {
                Change::Redact { document, start, end } => Some(Redaction {
                    document: named(document)?.clone(),
                    start: *start,
                    end: *end,
                    reason: one.correction.reason.clone(),
                }),
                _ => None,
            })
            .collect()
    }

    /// What these hide in what is at hand.
    pub fn redacted(&self) -> Redacted {
        let redactions = self.redactions();
        if redactions.is_empty() {
            return Redacted::default();
        }
        let reports: Vec<Report> = self.reports.iter().map(|one| Report::clone(one)).collect();
        Redacted::new(&reports, &redactions)
    }
}
