//! `fogline correct`: what people change, recorded beside what was read and never in its place.

mod list;

use std::io::{self, Write};

use anyhow::Context;
use clap::Subcommand;
use fogline_ask::correct::{
    self, AddEvent, AddStatement, AnswerSought, Edit, OfRow, Pair, Part, Redact, Relabel, What, Wish,
};

use self::list::ListArgs;
use crate::{
    exit::Outcome,
    ledger::Place,
    output::{Form, correction_effect, form},
};

/// Change how reports are read and grouped: add, edit, merge, split, rename, retract, redact, review
///
/// Nothing is overwritten: each correction is a record of its own with who made it and why, laid over the readings, also over
/// later ones. What it changes is shown. A correction that contradicts an earlier one must name it, and then takes its place.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Add a statement that was not read; its words are chosen in the stored text
    AddStatement(Change<AddStatement>),
    /// Add an event that was not read; the word that tells of it is chosen in the stored text
    AddEvent(Change<AddEvent>),
    /// Give a field of a statement or event another value
    Edit(Change<Edit>),
    /// Say that two incidents, or two mentions, are of one occurrence
    Merge(Change<Pair>),
    /// Say that two mentions are of two occurrences
    Split(Change<Pair>),
    /// Give an incident another name
    Relabel(Change<Relabel>),
    /// Record that who published a report or statement has taken it back
    Retract(Change<Part>),
    /// Mark words that must not leave the ledger: no brief and no export has them, nor whom they name
    Redact(Change<Redact>),
    /// Record that a person has looked at a report or statement and lets it stand
    Review(Change<Part>),
    /// Record that an answer of an accused side was looked for elsewhere, and what was found
    AnswerSought(Change<AnswerSought>),
    /// Say that a coder's row is an account of an incident
    LinkRow(Change<OfRow>),
    /// Say that a coder's row is no account of an incident
    UnlinkRow(Change<OfRow>),
    /// List the corrections of the ledger
    List(ListArgs),
}

/// A change with who makes it, why, and where.
#[derive(clap::Args)]
struct Change<What: clap::Args> {
    #[command(flatten)]
    what: What,

    #[command(flatten)]
    made: Made,
}

/// What every correction has.
#[derive(clap::Args)]
struct Made {
    /// Who makes the correction
    #[arg(long, value_name = "WHO")]
    by: String,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,

    /// Number of an earlier correction that this one takes the place of
    #[arg(long, value_name = "NUMBER")]
    instead_of: Option<i64>,

    #[command(flatten)]
    place: Place,

    /// How to write the outcome: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

pub(crate) fn run(args: Args) -> anyhow::Result<Outcome> {
    let (what, made) = match args.command {
        Command::AddStatement(change) => (What::AddStatement(change.what), change.made),
        Command::AddEvent(change) => (What::AddEvent(change.what), change.made),
        Command::Edit(change) => (What::Edit(change.what), change.made),
        Command::Merge(change) => (What::Merge(change.what), change.made),
        Command::Split(change) => (What::Split(change.what), change.made),
        Command::Relabel(change) => (What::Relabel(change.what), change.made),
        Command::Retract(change) => (What::Retract(change.what), change.made),
        Command::Redact(change) => (What::Redact(change.what), change.made),
        Command::Review(change) => (What::Review(change.what), change.made),
        Command::AnswerSought(change) => (What::AnswerSought(change.what), change.made),
        Command::LinkRow(change) => (What::LinkRow(change.what), change.made),
        Command::UnlinkRow(change) => (What::UnlinkRow(change.what), change.made),
        Command::List(list) => return list::run(&list),
    };
    let mut ledger = made.place.open()?;
    let wish = Wish { what, by: made.by, reason: made.reason, instead_of: made.instead_of };
    let (effect, after) = correct::correct(&mut ledger, &wish, None)?;
    let mut out = io::stdout().lock();
    match form(made.format) {
        Form::Json => writeln!(out, "{}", after.json(&effect)?),
        Form::Text => write!(out, "{}", correction_effect(&effect, &after)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
