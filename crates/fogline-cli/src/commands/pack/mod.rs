//! `fogline pack`: a conflict put into a pack, from what the ledger's reports name to what it changes.

mod check;
mod diff;
mod files;
mod init;
mod make;
mod sort;
mod take;

use clap::Subcommand;

use crate::{engine::Sources, exit::Outcome, ledger::Place, output::Form};

/// A pack over a ledger.
#[derive(clap::Args)]
struct Tried {
    /// Folder of the pack, or the name of one that is known
    #[arg(value_name = "DIR|NAME")]
    pack: String,

    #[command(flatten)]
    place: Place,

    #[command(flatten)]
    sources: Sources,

    /// How to write the outcome: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

/// Put a conflict into a pack: list what reports name, sort it into sides, make the files, check and try them
///
/// In this order: `init` lists actors, outlets, places, labels and agreements of the ledger's reports; `sort`, or any editor,
/// says who is on which side; `make` writes the files of the pack; `check` names their faults; `diff` shows what would change;
/// `take` records the pack and reads the reports again. No side is ever guessed.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Init(init::Args),
    Sort(sort::Args),
    Make(make::Args),
    Check(check::Args),
    Diff(diff::Args),
    Take(take::Args),
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    match &args.command {
        Command::Init(args) => init::run(args),
        Command::Sort(args) => sort::run(args),
        Command::Make(args) => make::run(args),
        Command::Check(args) => check::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Take(args) => take::run(args),
    }
}
