//! `fogline pack sort`: the sheet row by row, in the terminal.

use std::{
    io::{self, BufRead, Write},
    path::PathBuf,
};

use anyhow::Context;
use fogline_ask::packs::sheet::{HELP, Sorting, Step, written};

use super::files;
use crate::exit::Outcome;

/// Go through a pack's sheet and say who is on which side
///
/// Shows each open row with its words. A number is its side; sides are named as they come. Every answer is written at once, and
/// the next time begins with what is still open. Reads answers line by line, from a pipe as well.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Folder of the pack
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let mut sorting = Sorting::new(files::sheet(&args.dir)?);
    let path = files::sheet_of(&args.dir);
    let mut answers = io::stdin().lock().lines();
    let mut out = io::stdout().lock();
    let cannot = "cannot write the result";
    writeln!(out, "{HELP}").context(cannot)?;
    while let Some(shown) = sorting.shown() {
        write!(out, "{shown}").and_then(|()| out.flush()).context(cannot)?;
        let Some(answer) = answers.next() else { break };
        let answer = answer.context("cannot read the answer")?;
        match sorting.answer(&answer) {
            Step::Changed => files::write(&path, &written(sorting.sheet()))?,
            Step::Moved => {}
            Step::Unclear => writeln!(out, "{HELP}").context(cannot)?,
            Step::Quit => break,
        }
    }
    let left = sorting.left();
    let dir = args.dir.display();
    writeln!(out, "\n{left} rows are open. `fogline pack make {dir}` writes the pack with what is sorted.")
        .context(cannot)?;
    Ok(Outcome::Done)
}
