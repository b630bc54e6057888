//! `fogline assess`: what analysts judge, kept apart from what is derived.

use std::io::{self, Write};

use anyhow::Context;
use clap::Subcommand;
use fogline_ask::{
    Need, View,
    assess::{self, Judgement, Listed, Wish},
};

use crate::{
    asked::Asked,
    exit::Outcome,
    ledger::Place,
    output::{Form, assessment_list, form},
};

/// Record what you judge of an incident or statement, apart from what reports say
///
/// A judgement has a likelihood or a confidence, never both, and a grade by the Admiralty code. No status, position or count rests
/// on it, and no brief has it. Nothing is overwritten: a later judgement
/// takes the place of an earlier one of the same person and of the same subject that it names.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Record a judgement
    Add(Add),
    /// Take back a judgement, which stays on record
    Withdraw(Withdraw),
    /// List the judgements that hold
    List(List),
}

#[derive(clap::Args)]
struct Add {
    #[command(flatten)]
    what: Judgement,

    /// Who judges
    #[arg(long, value_name = "WHO")]
    by: String,

    /// Number of an earlier judgement of yours, of the same incident or statement, that this one takes the place of
    #[arg(long, value_name = "NUMBER")]
    instead_of: Option<i64>,

    #[command(flatten)]
    place: Place,

    /// How to write the outcome: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

#[derive(clap::Args)]
struct Withdraw {
    /// Number of the judgement
    number: i64,

    /// Who takes it back: whoever made it
    #[arg(long, value_name = "WHO")]
    by: String,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,

    #[command(flatten)]
    place: Place,
}

#[derive(clap::Args)]
struct List {
    /// Only of one incident, by its id, of one report, by what the input calls it, or of a statement, as DOC#s1
    #[arg(long, value_name = "ABOUT")]
    about: Option<String>,

    /// Also those that hold no more, with what took their place
    #[arg(long)]
    all: bool,

    #[command(flatten)]
    asked: Asked,
}

pub(crate) fn run(args: Args) -> anyhow::Result<Outcome> {
    match args.command {
        Command::Add(add) => {
            let mut ledger = add.place.open()?;
            let wish = Wish { what: add.what, by: add.by, instead_of: add.instead_of };
            let record = assess::assess(&mut ledger, &wish, None)?;
            match form(add.format) {
                Form::Json => say(&format!("{}\n", serde_json::json!({ "record": record }))),
                Form::Text => say(&format!("recorded as {record}\n")),
            }
        }
        Command::Withdraw(one) => {
            let record = assess::withdraw(&mut one.place.open()?, one.number, &one.by, &one.reason)?;
            say(&format!("recorded as {record}: {} is taken back\n", one.number))
        }
        Command::List(list) => {
            let ledger = list.asked.place.open_read_only()?;
            let all = assess::recorded(&ledger, list.asked.as_of)?;
            let about = list.about.as_deref();
            let incidents: Vec<&str> = about.into_iter().collect();
            let need = Need::Named { reports: &assess::reports(&all), incidents: &incidents };
            let view = View::answering(&ledger, need, list.asked.known())?;
            let found: Vec<Listed> = assess::list(&all, about, list.all, &view)?;
            match list.asked.form() {
                Form::Json => say(&format!("{}\n", serde_json::to_string(&found)?)),
                Form::Text => say(&assessment_list(&found)),
            }
        }
    }
}

fn say(text: &str) -> anyhow::Result<Outcome> {
    io::stdout().lock().write_all(text.as_bytes()).context("cannot write the result")?;
    Ok(Outcome::Done)
}
