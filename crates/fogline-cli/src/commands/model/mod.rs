//! `fogline model`: the trained pipelines on this machine.

mod add;
mod list;
mod verify;

use std::io::{self, Write};

use anyhow::bail;
use clap::Subcommand;

use crate::{exit::Outcome, models::Check};

/// List, add and verify the trained pipelines on this machine
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    List(list::Args),
    Add(add::Args),
    Verify(verify::Args),
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    match &args.command {
        Command::List(args) => list::run(args),
        Command::Add(args) => add::run(args),
        Command::Verify(args) => verify::run(args),
    }
}

/// Prints each check as it is made and keeps what failed.
#[derive(Default)]
struct Log {
    checks: usize,
    failures: Vec<String>,
    broken: Option<io::Error>,
}

impl Log {
    fn tell(&mut self, check: Check) {
        let (mark, text) = match &check {
            Check::Passed(text) => ("ok     ", text),
            Check::Skipped(text) => ("skipped", text),
            Check::Failed(text) => ("FAILED ", text),
        };
        let written = writeln!(io::stdout().lock(), "  {mark}  {text}");
        self.broken = self.broken.take().or(written.err());
        self.checks += 1;
        if let Check::Failed(text) = check {
            self.failures.push(text);
        }
    }

    /// An error that names every failure, if there was any.
    fn verdict(self, what: &str) -> anyhow::Result<()> {
        if !self.failures.is_empty() {
            bail!(
                "{what}, {} of {} checks failed:\n  {}",
                self.failures.len(),
                self.checks,
                self.failures.join("\n  ")
            );
        }
        self.broken.map_or(Ok(()), |error| Err(error.into()))
    }
}
