//! `fogline model verify`: is a model what it should be?

use std::io::{self, Write};

use super::Log;
use crate::{
    exit::Outcome,
    models::{Folders, Wanted, check, locate},
};

/// Check a model's wheel, its members and that it loads
///
/// Compares the wheel and its weights with the hashes built into this program, every member with the wheel's RECORD, and
/// loads the pipeline. Each check is printed.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Model to check: a name, or the path of a wheel or of an unpacked folder
    #[arg(value_name = "NAME|PATH", default_value_t)]
    model: Wanted,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let path = locate(&args.model, &Folders::from_env())?;
    writeln!(io::stdout().lock(), "{}", path.display())?;
    let mut log = Log::default();
    check(&path, |result| log.tell(result))?;
    log.verdict(&format!("`{}` is not sound", path.display()))?;
    Ok(Outcome::Done)
}
