//! `fogline accounts`: who may ask a ledger that is served, and what the records tell of them.

use std::{
    borrow::Cow,
    io::{self, BufRead, IsTerminal, Write},
    path::PathBuf,
};

use anyhow::{Context, bail};
use clap::Subcommand;
use fogline_ask::time::moment;
use fogline_ledger::{
    accounts::{Account, Accounts, Name, Password, Role},
    audit::{Actor, Audited, Deed, Tries},
};
use jiff::Timestamp;

use crate::{
    exit::{Outcome, complain},
    ledger::{Place, secret},
    output::{Columns, Form, form, shown},
};

/// Say who may ask a ledger that is served: accounts, their roles and tokens
///
/// Whatever is changed holds at once, also in a server that runs, and goes into the ledger's records. Readers read; analysts also
/// correct, and read and add reports; admins may do whatever else a server offers. Accounts are changed by this command alone.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Add an account; you are asked for its password
    Add {
        /// Its name: small letters from a to z, digits and `.`, `_`, `-`
        name: Name,

        /// What it may do: `reader`, `analyst` or `admin`
        #[arg(long, value_name = "ROLE")]
        role: Role,

        #[command(flatten)]
        password: GivenPassword,

        #[command(flatten)]
        place: Place,
    },
    /// List the accounts with their tokens
    List(ListArgs),
    /// Show who wrote over the network, what was changed in accounts, and which logins failed
    Log(LogArgs),
    /// Give an account another password; its sessions end, its tokens stay
    Password {
        /// The account
        name: Name,

        #[command(flatten)]
        password: GivenPassword,

        #[command(flatten)]
        place: Place,
    },
    /// Remove an account; its sessions and tokens end at once
    Remove {
        /// The account
        name: Name,

        #[command(flatten)]
        place: Place,
    },
    /// Take a token back
    Revoke {
        /// The account
        name: Name,

        /// What the token is called
        #[arg(long, value_name = "TEXT", default_value = LABEL)]
        label: String,

        #[command(flatten)]
        place: Place,
    },
    /// Give an account another role
    Role {
        /// The account
        name: Name,

        /// What it may do: `reader`, `analyst` or `admin`
        role: Role,

        #[command(flatten)]
        place: Place,
    },
    /// Give an account a token for programs; it is shown this once
    Token {
        /// The account
        name: Name,

        /// What the token is called, to tell it from others
        #[arg(long, value_name = "TEXT", default_value = LABEL)]
        label: String,

        #[command(flatten)]
        place: Place,
    },
}

/// What a token is called unless told.
const LABEL: &str = "token";

#[derive(clap::Args)]
struct ListArgs {
    #[command(flatten)]
    place: Place,

    /// How to write it: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

#[derive(clap::Args)]
struct LogArgs {
    #[command(flatten)]
    place: Place,

    /// What was recorded by then, as 2022-02-17T09:00:00+02:00 or 2022-02-17
    #[arg(long, value_name = "TIME", value_parser = moment)]
    as_of: Option<Timestamp>,

    /// How to write it: `text` on a terminal and `json` elsewhere, unless given
    #[arg(long, value_enum)]
    format: Option<Form>,
}

#[derive(clap::Args)]
struct GivenPassword {
    /// File whose first line is the password; without it FOGLINE_PASSWORD, or you are asked, or the first line of standard input
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl GivenPassword {
    fn chosen(&self, name: &Name) -> anyhow::Result<Password> {
        let given = secret(self.password_file.as_deref(), "FOGLINE_PASSWORD", &format!("Password of {name}: "), true)?;
        let given = match given {
            Some(given) => given,
            None => line(io::stdin().lock())?,
        };
        if given.is_empty() {
            bail!("an account needs a password: give one by --password-file, FOGLINE_PASSWORD or standard input");
        }
        Ok(Password::chosen(&given, name)?)
    }
}

/// The first line of what is piped in.
fn line(mut from: impl BufRead) -> anyhow::Result<String> {
    let mut line = String::new();
    from.read_line(&mut line).context("cannot read the password")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let (by, now) = (Actor::default(), Timestamp::now());
    let place = match &args.command {
        Command::List(args) => return list(args),
        Command::Log(args) => return log(args),
        Command::Add { name, role, password, place } => {
            let mut accounts = Accounts::open(&place.dir)?;
            accounts.add(name, *role, &password.chosen(name)?, &by, now)?;
            place
        }
        Command::Password { name, password, place } => {
            let mut accounts = Accounts::open(&place.dir)?;
            accounts.set_password(name, &password.chosen(name)?, &by, now)?;
            place
        }
        Command::Remove { name, place } => {
            Accounts::open(&place.dir)?.remove(name, &by, now)?;
            place
        }
        Command::Role { name, role, place } => {
            Accounts::open(&place.dir)?.set_role(name, *role, &by, now)?;
            place
        }
        Command::Revoke { name, label, place } => {
            Accounts::open(&place.dir)?.revoke(name, label, &by, now)?;
            place
        }
        Command::Token { name, label, place } => {
            let token = Accounts::open(&place.dir)?.give_token(name, label, &by, now)?;
            let mut out = io::stdout().lock();
            writeln!(out, "{}{}", fogline_server::TOKEN, token.reveal()).context("cannot write the token")?;
            if out.is_terminal() {
                complain("this token is shown this once; whoever has it may do what the account may");
            }
            place
        }
    };
    record(place, now);
    Ok(Outcome::Done)
}

/// Puts what was changed into the chain. Where somebody else writes to the ledger, a server or the next change does it.
fn record(place: &Place, now: Timestamp) {
    let recorded = Accounts::open(&place.dir)
        .map_err(anyhow::Error::from)
        .and_then(|accounts| Ok(accounts.record(&mut place.open()?, now)?));
    if let Err(error) = recorded {
        complain(&format!("it is done, and goes into the ledger's records when they can be written: {error}"));
    }
}

fn list(args: &ListArgs) -> anyhow::Result<Outcome> {
    let accounts = Accounts::all_in(&args.place.dir)?;
    let mut out = io::stdout().lock();
    match form(args.format) {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&accounts)?),
        Form::Text => table(&accounts, &mut out),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

fn table(accounts: &[Account], out: &mut impl Write) -> io::Result<()> {
    if accounts.is_empty() {
        return writeln!(out, "no accounts: `fogline accounts add NAME --role ROLE` adds one");
    }
    let rows: Vec<[Cow<'_, str>; 4]> = accounts
        .iter()
        .map(|one| {
            let tokens: Vec<_> = one.tokens.iter().map(|token| token.label.as_str()).collect();
            let day = one.created.to_string().chars().take(10).collect::<String>();
            [shown(&one.name), one.role.name().into(), day.into(), tokens.join(", ").into()]
        })
        .collect();
    let mut columns = Columns::new(["name", "role", "since", "tokens"]);
    for row in &rows {
        columns.fit(row);
    }
    columns.write_headings(out)?;
    rows.iter().try_for_each(|row| columns.write(row, out))
}

fn log(args: &LogArgs) -> anyhow::Result<Outcome> {
    let audits = args.place.open_as_it_is()?.audits(args.as_of)?;
    let mut out = io::stdout().lock();
    match form(args.format) {
        Form::Json => writeln!(out, "{}", serde_json::to_string(&audits)?),
        Form::Text => audits.iter().try_for_each(|one| writeln!(out, "{}", told(one))),
    }
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}

/// An audit record in words.
fn told(one: &Audited) -> String {
    let words = match &one.deed {
        Deed::Write { by, request, records: [first, last] } => {
            let records = if first == last { format!("record {first}") } else { format!("records {first} to {last}") };
            format!("{} wrote {records} by {request}", actor(by))
        }
        Deed::Account { by, account, change, .. } => format!("{account} was {change}, by {}", actor(by)),
        Deed::LoginsFailed { since, until, tries, others } => {
            let all: u64 = tries.iter().map(|one| one.times).sum::<u64>() + others;
            let each: Vec<String> = tries.iter().map(try_of).collect();
            format!("{all} failed to sign in between {since} and {until}: {}", each.join(", "))
        }
    };
    format!("{}  {}  {}", one.record, one.recorded_at, shown(&words))
}

fn try_of(one: &Tries) -> String {
    format!("{} times as {} from {}", one.times, one.account.as_deref().unwrap_or("nobody known"), one.address)
}

fn actor(by: &Actor) -> String {
    let who = by.account.clone().unwrap_or_else(|| "somebody at this machine".to_owned());
    let token = by.token.as_ref().map(|label| format!(" (token {label})")).unwrap_or_default();
    let from = by.address.as_ref().map(|address| format!(" from {address}")).unwrap_or_default();
    format!("{who}{token}{from}")
}
