//! `fogline correct`: what people change, recorded beside what was read and never in its place.

mod build;
mod chosen;
mod list;
mod named;
mod record;

use clap::Subcommand;

use self::{build::What, list::ListArgs};
use crate::{exit::Outcome, ledger::Place, output::Form};

pub(crate) use list::Listed;
pub(crate) use record::Effect;

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
    AddStatement(Change<build::AddStatement>),
    /// Add an event that was not read; the word that tells of it is chosen in the stored text
    AddEvent(Change<build::AddEvent>),
    /// Give a field of a statement or event another value
    Edit(Change<build::Edit>),
    /// Say that two incidents, or two mentions, are of one occurrence
    Merge(Change<build::Pair>),
    /// Say that two mentions are of two occurrences
    Split(Change<build::Pair>),
    /// Give an incident another name
    Relabel(Change<build::Relabel>),
    /// Record that who published a report or statement has taken it back
    Retract(Change<build::Part>),
    /// Mark words that must not leave the ledger: no brief and no export has them, nor whom they name
    Redact(Change<build::Redact>),
    /// Record that a person has looked at a report or statement and lets it stand
    Review(Change<build::Part>),
    /// Record that an answer of an accused side was looked for elsewhere, and what was found
    AnswerSought(Change<build::AnswerSought>),
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

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let (what, made) = match &args.command {
        Command::AddStatement(change) => (What::AddStatement(&change.what), &change.made),
        Command::AddEvent(change) => (What::AddEvent(&change.what), &change.made),
        Command::Edit(change) => (What::Edit(&change.what), &change.made),
        Command::Merge(change) => (What::Merge(&change.what), &change.made),
        Command::Split(change) => (What::Split(&change.what), &change.made),
        Command::Relabel(change) => (What::Relabel(&change.what), &change.made),
        Command::Retract(change) => (What::Retract(&change.what), &change.made),
        Command::Redact(change) => (What::Redact(&change.what), &change.made),
        Command::Review(change) => (What::Review(&change.what), &change.made),
        Command::AnswerSought(change) => (What::AnswerSought(&change.what), &change.made),
        Command::List(list) => return list::run(list),
    };
    record::run(&what, made)
}
