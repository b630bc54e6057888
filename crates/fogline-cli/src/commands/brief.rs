//! `fogline brief`: a situation report over a window, each sentence with the exact words it rests on.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write},
    path::PathBuf,
    sync::Arc,
};

use anyhow::{Context, anyhow, bail};
use clap::ValueEnum;
use fogline_ask::{
    Need, View,
    incidents::Filter,
    time::{in_order, moment},
};
use fogline_ledger::{DocId, Kind, Ledger, Note, Outcome as Stored, standing::Known};
use fogline_reconcile::{
    brief::{self, Brief, Material, Window, render},
    corrections::{self, Change},
    derive::RULES,
    head::Head,
    incidents::Incident,
    public::{self, Redacted, Redaction},
    report::{Report, day, seconds},
    signals::{commitments, warnings},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    derive,
    exit::{Outcome, complain},
    ledger::Place,
    output::EMPTY,
};

/// Write a situation report: what is new, contested, corroborated, unanswered, each sentence with the exact words
///
/// The public form holds back movements for a time, gives places no finer than may be published, and leaves out the names of
/// persons who are not of the public record. A person must read it before it leaves all the same.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: Place,

    /// First day; without it, that of the first report
    #[arg(long, value_name = "DAY")]
    since: Option<Date>,

    /// Last day; without it, that of the last report
    #[arg(long, value_name = "DAY")]
    until: Option<Date>,

    /// Only incidents in a place: a part of its name, or its gazetteer id
    #[arg(long, value_name = "NAME")]
    area: Option<String>,

    /// Only what the ledger had recorded by this time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    as_of: Option<Timestamp>,

    /// Only what had been published by this time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    as_published: Option<Timestamp>,

    /// The form that may leave the house
    #[arg(long)]
    public: bool,

    /// How to write it
    #[arg(long, value_enum, default_value = "md")]
    format: BriefForm,

    /// A template of your own, in Jinja; `--print-template` shows the one that comes with Fogline
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,

    /// Print the template of the form, to be changed
    #[arg(long)]
    print_template: bool,

    /// Write it to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Keep it in the ledger as it was issued, by this person
    #[arg(long, value_name = "WHO")]
    issued_by: Option<String>,

    /// Print a brief as it was issued, by the number of its record
    #[arg(long, value_name = "RECORD")]
    reprint: Option<i64>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum BriefForm {
    /// Markdown
    Md,
    /// A page for screen and print that loads nothing
    Html,
    /// For programs
    Json,
}

/// A brief as it is kept.
#[derive(Serialize, Deserialize)]
pub(crate) struct Issued {
    /// Who issued it.
    pub(crate) by: String,
    /// What it says, as data.
    pub(crate) brief: Brief,
    /// What was printed.
    pub(crate) text: String,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    if args.print_template {
        let Some(form) = rendered(args.format) else { bail!("JSON has no template") };
        return write(args, render::bundled(form));
    }
    if let Some(record) = args.reprint {
        return reprint(args, record);
    }
    if args.issued_by.as_deref().is_some_and(|by| by.trim().is_empty()) {
        bail!("--issued-by needs a name, which stays on record");
    }
    in_order(args.since, args.until)?;
    let ledger = args.place.open_read_only()?;
    let mut view =
        View::answering(&ledger, Need::Claims, Known { as_of: args.as_of, as_published: args.as_published })?;
    if view.heads.is_empty() && rendered(args.format).is_some() {
        if args.issued_by.is_some() {
            bail!("there is nothing to issue: {}", EMPTY.trim_end());
        }
        return write(args, EMPTY);
    }
    let brief = made(args, &ledger, &mut view)?;
    drop(ledger);
    let text = match rendered(args.format) {
        None => serde_json::to_string_pretty(&brief)? + "\n",
        Some(form) => {
            let own = args.template.as_ref().map(|path| {
                let text = fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
                anyhow::Ok((path.display().to_string(), text))
            });
            let own = own.transpose()?;
            let own = own.as_ref().map(|(file, text)| render::Template { file, text });
            render::render(&brief, form, own)?
        }
    };
    if let Some(by) = &args.issued_by {
        issue(args, &view, &Issued { by: by.clone(), brief, text: text.clone() })?;
    }
    write(args, &text)
}

fn rendered(form: BriefForm) -> Option<render::Form> {
    match form {
        BriefForm::Md => Some(render::Form::Markdown),
        BriefForm::Html => Some(render::Form::Html),
        BriefForm::Json => None,
    }
}

fn write(args: &Args, text: &str) -> anyhow::Result<Outcome> {
    match &args.output {
        Some(path) => fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))?,
        None => io::stdout().lock().write_all(text.as_bytes()).context("cannot write the result")?,
    }
    Ok(Outcome::Done)
}

fn made(args: &Args, ledger: &Ledger, view: &mut View) -> anyhow::Result<Brief> {
    let filter = Filter { since: args.since, until: args.until, area: args.area.clone(), ..Filter::default() };
    let found: Vec<Incident> = view.incidents.iter().filter(|one| filter.takes(one)).cloned().collect();
    let published = || view.heads.iter().filter_map(|head| head.published.as_deref().and_then(day));
    let written = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let window =
        Window { from: written(args.since.or(published().min())), to: written(args.until.or(published().max())) };
    let at = view.moment();
    let items = view.items();
    let accords = commitments::accords(&view.packs, &view.sides);
    let mut commitments = commitments::commitments(items, &accords, &view.sides, &at);
    // An agreement of which nothing is reported in the window is no news.
    commitments.retain(|one| one.kind != commitments::Kind::AgreementInForce || !one.evidence.is_empty());
    let warnings = warnings::warnings(items, &view.sides, &at);
    let commitments: Vec<_> = commitments.iter().map(brief::Commitment::from).collect();
    let warnings: Vec<_> = warnings.iter().map(brief::Warning::from).collect();
    let of_window = |head: &&Head| head.published.as_deref().is_some_and(|at| window.holds(at));
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
    let redactions = redactions(view);
    let redacted = Redacted::new(&reports, &redactions);
    let (mut commitments, mut warnings) = (redacted.all(&commitments), redacted.all(&warnings));
    let (incidents, reports, withheld) = if args.public {
        let released = public::release(&found, &reports, &redactions, &at);
        (commitments, warnings) = (released.references.all(&commitments), released.references.all(&warnings));
        (released.incidents, released.reports, Some(released.withheld))
    } else {
        (redacted.all(&found), redacted.all(&reports), None)
    };
    Ok(brief::brief(&Material {
        window,
        area: args.area.clone(),
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

/// Words that people have decided not to let out.
pub(crate) fn redactions(view: &View) -> Vec<Redaction> {
    let standing = corrections::standing(&view.recorded);
    let named = |id: &str| view.heads.iter().find(|head| head.id == id).map(|head| &head.reference);
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

/// Keeps a brief in the ledger; it is erased with any report that it quotes.
fn issue(args: &Args, view: &View, issued: &Issued) -> anyhow::Result<()> {
    let cited: BTreeSet<&str> = issued.brief.citations.iter().map(|cite| cite.sha256.as_str()).collect();
    let quoted = view.heads.iter().filter(|head| cited.contains(head.id.as_str()));
    let quotes: Vec<DocId> = quoted.filter_map(|head| head.id.parse().ok()).collect();
    let body = serde_json::to_vec(issued)?;
    let mut ledger = args.place.open()?;
    let note = Note { kind: Kind::Brief, about: None, quotes: &quotes, body: &body };
    let (Stored::Stored(seq) | Stored::Known(seq) | Stored::Erased(seq)) =
        ledger.append_note(&note, Timestamp::now())?;
    derive::settle(&mut ledger)?;
    complain(&format!("issued as record {seq}; `fogline brief --reprint {seq}` prints it again as it is"));
    Ok(())
}

fn reprint(args: &Args, record: i64) -> anyhow::Result<Outcome> {
    let ledger = args.place.open_read_only()?;
    let briefs = ledger.notes(Kind::Brief, None)?;
    let entry = briefs.iter().find(|entry| entry.seq == record).ok_or_else(|| {
        let known: Vec<String> = briefs.iter().map(|entry| entry.seq.to_string()).collect();
        anyhow!(
            "record {record} is no brief that can be read; there are {}",
            if known.is_empty() { "none".to_owned() } else { known.join(", ") }
        )
    })?;
    let issued: Issued = serde_json::from_slice(&entry.body).context("the brief cannot be read")?;
    write(args, &issued.text)
}
