//! Going through the paths that a command is given: what is allowed, how it is counted, what is told of it.

use std::{
    io,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicU64},
};

use anyhow::bail;
use fogline::acquire::{self, Input, Limits, Options, Quarantined, Record, Source, Summary};

use crate::exit::complain;

/// What one input may ask for.
#[derive(clap::Args)]
pub(crate) struct Allowed {
    /// Bytes that one record may have, unpacked
    #[arg(long = "max-record", value_name = "BYTES", default_value_t = Limits::default().record)]
    record: u64,

    /// Bytes that one packed file may unpack to
    #[arg(long = "max-unpacked", value_name = "BYTES", default_value_t = Limits::default().unpacked)]
    unpacked: u64,

    /// How many times its own size a packed file may unpack to
    #[arg(long = "max-ratio", value_name = "N", default_value_t = Limits::default().ratio)]
    ratio: u64,
}

impl Allowed {
    /// How to read.
    pub(crate) fn options(&self, input: Option<Input>, progress: Arc<AtomicU64>) -> Options {
        let limits = Limits { record: self.record, unpacked: self.unpacked, ratio: self.ratio, ..Limits::default() };
        Options { input, limits, progress: Some(progress) }
    }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Refuses paths where nothing is.
pub(crate) fn check(paths: &[PathBuf]) -> anyhow::Result<()> {
    match paths.iter().find(|path| !is_stdin(path) && !path.exists()) {
        Some(path) => bail!("there is nothing at `{}`", path.display()),
        None => Ok(()),
    }
}

/// Bytes of all paths together; `None` where that is not known.
pub(crate) fn size(paths: &[PathBuf]) -> Option<u64> {
    paths.iter().map(|path| if is_stdin(path) { None } else { Some(acquire::size(path)) }).sum()
}

/// Reads path after path, until it is told to stop.
pub(crate) fn read(
    paths: &[PathBuf],
    options: &Options,
    take: &mut dyn FnMut(Result<Record, Quarantined>) -> ControlFlow<()>,
) -> Summary {
    let mut total = Summary::default();
    let mut stopped = false;
    for path in paths {
        let source =
            if is_stdin(path) { Source::Stream("-", Box::new(io::stdin().lock())) } else { Source::Path(path.clone()) };
        let summary = acquire::read(source, options, &mut |item| {
            let flow = take(item);
            stopped |= flow.is_break();
            flow
        });
        total.records += summary.records;
        total.quarantined += summary.quarantined;
        for (why, count) in summary.skipped {
            *total.skipped.entry(why).or_default() += count;
        }
        for (field, (count, value)) in summary.unusable {
            total.unusable.entry(field).or_insert((0, value)).0 += count;
        }
        if stopped {
            break;
        }
    }
    total
}

/// How much of a value is shown, in characters.
const SHOWN: usize = 60;

/// Says what was passed over or could not be used, if anything.
pub(crate) fn tell(total: &Summary) {
    if !total.skipped.is_empty() {
        let parts: Vec<_> = total.skipped.iter().map(|(why, count)| format!("{} {count}", why.code())).collect();
        complain(&format!("passed over, holding no report: {}", parts.join(", ")));
    }
    for (field, (count, value)) in &total.unusable {
        let value: String = value.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
        complain(&format!("not usable, so not known: `{field}` of {count} records, as `{value}`"));
    }
}
