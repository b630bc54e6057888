//! `fogline code`: coding by people, and how far they agree with one another and with the machine.

mod adjudicate;
mod agreement;
mod assign;
mod list;
mod take;
mod withdraw;

use clap::Subcommand;

use crate::exit::Outcome;

/// Have reports and incidents coded by people, blind and twice, and see how far they agree with one another and the machine
///
/// Each step is a record of its own, with who made it and when. The machine is one more coder: it is compared by its reading as it
/// stood when the assignment was made. Whoever has the ledger's files sees all of it; the server keeps coders from what they
/// are not to see.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Assign reports or incidents to coders
    Assign(assign::Args),
    /// List assignments and how far they have come
    List(list::Args),
    /// Take a coding from a JSON file
    Take(take::Args),
    /// Show how far coders agree, field by field (Krippendorff's alpha)
    Agreement(agreement::Args),
    /// Record what was decided where coders differ, and take it over where asked
    Adjudicate(adjudicate::Args),
    /// Withdraw an assignment from coders who will not code it, so that the rest can be decided
    Withdraw(withdraw::Args),
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    match &args.command {
        Command::Assign(args) => assign::run(args),
        Command::List(args) => list::run(args),
        Command::Take(args) => take::run(args),
        Command::Agreement(args) => agreement::run(args),
        Command::Adjudicate(args) => adjudicate::run(args),
        Command::Withdraw(args) => withdraw::run(args),
    }
}
