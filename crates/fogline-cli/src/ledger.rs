//! Which ledger a command works on, and how it is opened.

use std::{
    env, fs,
    io::{self, IsTerminal},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use fogline_ledger::{Ledger, LedgerError};
use jiff::Timestamp;

/// Where the ledger is.
#[derive(clap::Args)]
pub(crate) struct Place {
    /// Folder of the ledger
    #[arg(long = "ledger", value_name = "DIR", default_value = "./fogline-ledger")]
    pub(crate) dir: PathBuf,

    /// File whose first line is the passphrase of a sealed ledger; without it FOGLINE_PASSPHRASE, or you are asked
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// How long to wait for another process to end writing: longer than one record takes, shorter than a person waits.
const PATIENCE: Duration = Duration::from_secs(2);

/// The variable that may hold a passphrase.
const VARIABLE: &str = "FOGLINE_PASSPHRASE";

impl Place {
    /// Opens the ledger to add to it, once whoever is just writing a record, a server for instance, has done so.
    pub(crate) fn open(&self) -> anyhow::Result<Ledger> {
        let passphrase = self.unsealing()?;
        let until = Instant::now() + PATIENCE;
        loop {
            match Ledger::open(&self.dir, passphrase.as_deref()) {
                Err(LedgerError::Busy { .. }) if Instant::now() < until => thread::sleep(PATIENCE / 100),
                opened => return Ok(opened?),
            }
        }
    }

    /// Opens the ledger to add to it; makes one if there is none.
    pub(crate) fn open_or_init(&self, now: Timestamp) -> anyhow::Result<Ledger> {
        match Ledger::init(&self.dir, None, now) {
            // Another process that writes is told about when it is opened.
            Ok(()) | Err(LedgerError::Exists(_) | LedgerError::Busy { .. } | LedgerError::ReadOnly(_)) => self.open(),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens the ledger to look into it.
    pub(crate) fn open_read_only(&self) -> anyhow::Result<Ledger> {
        let passphrase = self.unsealing()?;
        let ledger = Ledger::open_read_only(&self.dir, passphrase.as_deref())?;
        if !ledger.is_behind()? {
            return Ok(ledger);
        }
        // What is derived was lost or stayed behind: opening the ledger to write mends it, if nobody else writes to it.
        drop(ledger);
        match Ledger::open(&self.dir, passphrase.as_deref()) {
            Err(LedgerError::Busy { .. } | LedgerError::ReadOnly(_)) => {
                Ok(Ledger::open_read_only(&self.dir, passphrase.as_deref())?)
            }
            opened => Ok(opened?),
        }
    }

    /// Opens the ledger as it is, to check it.
    pub(crate) fn open_as_it_is(&self) -> anyhow::Result<Ledger> {
        Ok(Ledger::open_read_only(&self.dir, self.unsealing()?.as_deref())?)
    }

    /// Where it is and how it is opened, for those that open it often.
    pub(crate) fn located(&self) -> anyhow::Result<fogline_server::Place> {
        Ok(fogline_server::Place { dir: self.dir.clone(), passphrase: self.unsealing()? })
    }

    /// The passphrase, where the ledger needs one.
    fn unsealing(&self) -> anyhow::Result<Option<String>> {
        if Ledger::is_sealed(&self.dir)? { self.passphrase(false) } else { Ok(None) }
    }

    /// The passphrase from wherever it is given; a new one is asked for twice.
    pub(crate) fn passphrase(&self, new: bool) -> anyhow::Result<Option<String>> {
        let prompt = format!("Passphrase of the ledger in `{}`: ", self.dir.display());
        secret(self.passphrase_file.as_deref(), VARIABLE, &prompt, new)
    }
}

/// A secret from wherever it is given: the first line of a file, a variable, or whoever sits at the terminal, who is asked twice
/// for a new one. Never an argument, which others on the machine can see.
pub(crate) fn secret(file: Option<&Path>, variable: &str, prompt: &str, new: bool) -> anyhow::Result<Option<String>> {
    if let Some(path) = file {
        return first_line(path).map(Some);
    }
    if let Some(secret) = env::var_os(variable) {
        let Ok(secret) = secret.into_string() else { bail!("{variable} is not UTF-8") };
        return Ok(Some(secret));
    }
    if !io::stdin().is_terminal() {
        return Ok(None);
    }
    let ask = |prompt: &str| rpassword::prompt_password(prompt).context("cannot ask on this terminal");
    let secret = ask(prompt)?;
    if new && ask("The same again: ")? != secret {
        bail!("the two are not the same; nothing was made");
    }
    Ok(Some(secret))
}

fn first_line(path: &Path) -> anyhow::Result<String> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
