//! `fogline responses`: which claims against a side it denied, acknowledged, spoke to, or left without an answer that was found.

use std::io::{self, Write};

use anyhow::Context;
use fogline_ask::{
    Need,
    responses::{self, Response, Wanted},
    time::beginning,
};
use jiff::Timestamp;

use crate::{
    asked::Asked,
    exit::Outcome,
    output::{Form, response_list},
};

/// List claims against someone, and what the accused's side answered, in its exact words
///
/// Where no answer was found it says how many reports were read, in which languages, published when: that is not silence.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only what was claimed or answered in reports published since this time or day
    #[arg(long, value_name = "TIME", value_parser = beginning)]
    since: Option<Timestamp>,

    /// Only claims against this side
    #[arg(long, value_name = "SIDE")]
    accused: Option<String>,

    /// Only what this side claims
    #[arg(long, value_name = "SIDE")]
    claimant: Option<String>,

    /// Only those of which this became
    #[arg(long, value_enum, value_name = "RESPONSE")]
    response: Option<Response>,

    /// Only those in whose words, names or matter all of these words occur
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,

    #[command(flatten)]
    asked: Asked,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let view = args.asked.view(Need::Responses)?;
    let mut found = responses::claims(&view);
    let all = found.len();
    let wanted = Wanted {
        since: args.since,
        accused: args.accused.clone(),
        claimant: args.claimant.clone(),
        response: args.response,
        text: args.text.clone(),
    };
    found.retain(|one| wanted.takes(one));
    let mut out = io::stdout().lock();
    match args.asked.form() {
        Form::Json => writeln!(out, "{}", view.json(&found)?),
        Form::Text => write!(out, "{}", response_list(&found, all, &view)),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
