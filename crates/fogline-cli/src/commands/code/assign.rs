//! `fogline code assign`.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ask::coding::{Assigning, assign};
use fogline_reconcile::coding::Field;
use jiff::Timestamp;

use crate::{
    exit::Outcome,
    ledger::Place,
    output::{Form, form},
};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Reports: what the input calls them, or the beginning of their ids
    #[arg(value_name = "DOC", required_unless_present = "incident")]
    reports: Vec<String>,

    /// An incident by its id; may be given again
    #[arg(long, value_name = "ID")]
    incident: Vec<String>,

    /// Who is to code; given once for each coder
    #[arg(long = "to", value_name = "WHO", required = true)]
    to: Vec<String>,

    /// A field that is to be coded, as speech_act; may be given again. Without it, all that the subject has
    #[arg(long, value_name = "FIELD", value_parser = field)]
    field: Vec<Field>,

    /// Let coders see what the machine made of it while they code
    #[arg(long)]
    sighted: bool,

    /// Who assigns
    #[arg(long, value_name = "WHO")]
    by: String,

    #[command(flatten)]
    place: Place,

    /// How to write the outcome: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

fn field(name: &str) -> Result<Field, String> {
    let known = || Field::ALL.iter().copied();
    known()
        .find(|field| field.name() == name)
        .ok_or_else(|| format!("it is one of {}", known().map(Field::name).collect::<Vec<_>>().join(", ")))
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let mut ledger = args.place.open()?;
    let wish = Assigning {
        reports: args.reports.clone(),
        incidents: args.incident.clone(),
        coders: args.to.clone(),
        fields: args.field.clone(),
        sighted: args.sighted,
        by: args.by.clone(),
    };
    let assigned = assign(&mut ledger, &wish, None, Timestamp::now())?;
    let mut out = io::stdout().lock();
    match form(args.format) {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&assigned)?),
        Form::Text => assigned.assignments.iter().try_for_each(|number| writeln!(out, "assignment {number}")),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
