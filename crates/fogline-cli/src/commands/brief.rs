//! `fogline brief`: a situation report over a window, each sentence with the exact words it rests on.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write},
    path::PathBuf,
};

use anyhow::{Context, anyhow, bail};
use clap::ValueEnum;
use fogline_ask::{
    Need, View,
    brief::{Wanted, brief},
    time::{in_order, moment},
};
use fogline_ledger::{DocId, Kind, Note, Outcome as Stored, standing::Known};
use fogline_reconcile::brief::{Brief, render};
use jiff::Timestamp;
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

    #[command(flatten)]
    wanted: Wanted,

    /// Only what the ledger had recorded by this time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    as_of: Option<Timestamp>,

    /// Only what had been published by this time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    as_published: Option<Timestamp>,

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
    in_order(args.wanted.since, args.wanted.until)?;
    let ledger = args.place.open_read_only()?;
    let mut view = View::answering(&ledger, Need::Brief, Known { as_of: args.as_of, as_published: args.as_published })?;
    if view.heads.is_empty() && rendered(args.format).is_some() {
        if args.issued_by.is_some() {
            bail!("there is nothing to issue: {}", EMPTY.trim_end());
        }
        return write(args, EMPTY);
    }
    let brief = brief(&args.wanted, &ledger, &mut view)?;
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
