//! `fogline model add`: a checked copy of a wheel into the user's models folder.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use tempfile::NamedTempFile;

use super::Log;
use crate::{
    exit::Outcome,
    models::{Folders, WheelName, check, hash_file},
};

/// Check a model's wheel and copy it to where models are found
///
/// The wheel must have its pinned hash, if this program knows one, every member must agree with the wheel's RECORD, and
/// the pipeline must load. The copy appears whole or not at all.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Wheel to add
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Folder to copy it to, instead of the user's models folder
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,

    /// Replace a file of the same name that has other content
    #[arg(long)]
    replace: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let source = &args.file;
    if source.is_dir() {
        bail!(
            "`{}` is a folder; only wheels are copied. Use the folder where it is, with --model or $FOGLINE_MODELS",
            source.display()
        );
    }
    let (hash, _) = hash_file(source).with_context(|| format!("cannot read `{}`", source.display()))?;
    writeln!(io::stdout().lock(), "{}", source.display())?;
    let mut log = Log::default();
    let pin = check(source, |result| log.tell(result))?;
    log.verdict(&format!("`{}` was not added", source.display()))?;

    let name = match (pin, WheelName::parse(source), source.file_name()) {
        (Some(pin), ..) => Path::new(&pin.file),
        (None, Some(_), Some(name)) => Path::new(name),
        _ => {
            bail!("`{}` does not have the name of a wheel, NAME-VERSION-py3-none-any.whl; rename it", source.display())
        }
    };
    let folders = Folders::from_env();
    let Some(folder) = args.to.as_deref().or(folders.users()) else {
        bail!("this user has no data folder; give a folder with --to DIR");
    };
    let target = folder.join(name);
    if target.exists() {
        let (present, _) = hash_file(&target).with_context(|| format!("cannot read `{}`", target.display()))?;
        if present == hash {
            writeln!(io::stdout().lock(), "already there: {}", target.display())?;
            return Ok(Outcome::Done);
        }
        if !args.replace {
            bail!("`{}` is there with other content; --replace takes its place", target.display());
        }
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot create the folder `{}`", folder.display()))?;
    copy_whole(source, &hash, &target, args.replace).with_context(|| format!("cannot write `{}`", target.display()))?;
    writeln!(io::stdout().lock(), "added: {}", target.display())?;
    Ok(Outcome::Done)
}

/// Copies beside the target, makes sure that the copy is what was checked, then renames it into place.
fn copy_whole(source: &Path, hash: &str, target: &Path, replace: bool) -> anyhow::Result<()> {
    let mut copy = new_file_beside(target)?;
    io::copy(&mut File::open(source)?, copy.as_file_mut())?;
    copy.as_file().sync_all()?;
    if hash_file(copy.path())?.0 != hash {
        bail!("`{}` changed while it was copied; try again", source.display());
    }
    if replace {
        copy.persist(target)?;
    } else {
        copy.persist_noclobber(target)?;
    }
    Ok(())
}

fn new_file_beside(target: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".adding-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any file the user makes; a temporary one would be closed to others.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(target.parent().unwrap_or(Path::new(".")))
}
