//! The command line: one subcommand per file in `commands/`.

use clap::{Parser, Subcommand};

use crate::{
    commands::{
        accounts, annotate, assess, brief, code, codebook, commitments, copies, correct, diff, erase, export,
        gazetteer, import, incident, incidents, ingest, init, methods, model, narratives, new, observer, pack, read,
        reread, responses, retractions, review, rows, search, serve, stats, verify, why_read,
    },
    exit::Outcome,
};

/// Reads conflict reporting and keeps every figure tied to the words it rests on
#[derive(Parser)]
#[command(name = "fogline", version, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes: 0 done, 1 finished but part of the input could not be read, 2 wrong use, 3 a fault in fogline itself.
Results go to standard output, progress and warnings to standard error.";

#[derive(Subcommand)]
enum Command {
    Accounts(accounts::Args),
    Annotate(annotate::Args),
    Assess(assess::Args),
    Brief(brief::Args),
    Code(code::Args),
    Codebook(codebook::Args),
    Commitments(commitments::Args),
    Copies(copies::Args),
    Correct(correct::Args),
    Diff(diff::Args),
    Erase(erase::Args),
    Export(export::Args),
    Gazetteer(gazetteer::Args),
    Head(verify::HeadArgs),
    Import(import::Args),
    Incident(incident::Args),
    Incidents(incidents::Args),
    Ingest(ingest::Args),
    Init(init::Args),
    Methods(methods::Args),
    Model(model::Args),
    Narratives(narratives::Args),
    New(new::Args),
    Observer(observer::Args),
    Pack(pack::Args),
    Read(read::Args),
    Reread(reread::Args),
    Responses(responses::Args),
    Retractions(retractions::Args),
    Review(review::Args),
    Rows(rows::Args),
    Search(search::Args),
    Serve(serve::Args),
    Stats(stats::Args),
    Verify(verify::Args),
    Why(incident::WhyArgs),
    WhyRead(why_read::Args),
}

impl Cli {
    /// Runs the command the arguments name.
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        match self.command {
            Command::Accounts(args) => accounts::run(&args),
            Command::Annotate(args) => annotate::run(&args),
            Command::Assess(args) => assess::run(args),
            Command::Brief(args) => brief::run(&args),
            Command::Code(args) => code::run(&args),
            Command::Codebook(args) => codebook::run(&args),
            Command::Commitments(args) => commitments::run(&args),
            Command::Copies(args) => copies::run(&args),
            Command::Correct(args) => correct::run(args),
            Command::Diff(args) => diff::run(&args),
            Command::Erase(args) => erase::run(&args),
            Command::Export(args) => export::run(&args),
            Command::Gazetteer(args) => gazetteer::run(&args),
            Command::Head(args) => verify::head(&args),
            Command::Import(args) => import::run(&args),
            Command::Incident(args) => incident::run(&args),
            Command::Incidents(args) => incidents::run(&args),
            Command::Ingest(args) => ingest::run(&args),
            Command::Init(args) => init::run(&args),
            Command::Methods(args) => methods::run(&args),
            Command::Model(args) => model::run(&args),
            Command::Narratives(args) => narratives::run(&args),
            Command::New(args) => new::run(&args),
            Command::Observer(args) => observer::run(&args),
            Command::Pack(args) => pack::run(&args),
            Command::Read(args) => read::run(&args),
            Command::Reread(args) => reread::run(&args),
            Command::Responses(args) => responses::run(&args),
            Command::Retractions(args) => retractions::run(&args),
            Command::Review(args) => review::run(&args),
            Command::Rows(args) => rows::run(&args),
            Command::Search(args) => search::run(&args),
            Command::Serve(args) => serve::run(args),
            Command::Stats(args) => stats::run(&args),
            Command::Verify(args) => verify::run(&args),
            Command::Why(args) => incident::why(&args),
            Command::WhyRead(args) => why_read::run(&args),
        }
    }
}
