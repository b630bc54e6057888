//! The `fogline` command: reads the arguments, runs one command, turns what came of it into an exit code.

mod asked;
mod atlas;
mod cli;
mod commands;
mod derive;
mod engine;
mod exit;
mod gazetteers;
mod input;
mod intake;
mod ledger;
mod models;
mod output;
mod progress;
mod reader;
mod rereading;

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

/// Reading and grouping make and drop many small strings, of which the system's allocator makes half of their time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    exit::guarded(|| cli::Cli::parse().run())
}
