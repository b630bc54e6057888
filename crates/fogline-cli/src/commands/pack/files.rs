//! A pack's folder: its sheet and its files, which are never left half written.

use std::{
    collections::BTreeMap,
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow, bail};
use fogline::{
    faults::{self, Fault},
    packs::Pack,
};
use fogline_ask::packs::sheet::{self, Sheet};

/// The sheet of a folder.
pub(super) fn sheet_of(folder: &Path) -> PathBuf {
    folder.join("sorting.tsv")
}

/// Reads the sheet of a folder; nothing where there is none.
pub(super) fn read_sheet(folder: &Path) -> anyhow::Result<Option<Sheet>> {
    let path = sheet_of(folder);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(anyhow!("cannot read `{}`: {error}", path.display())),
    };
    let read = faults::text("sorting.tsv", bytes).map_err(|fault| vec![fault]).and_then(|text| sheet::parse(&text));
    read.map(Some).map_err(|faults| told(&faults, "the sheet cannot be read"))
}

/// The sheet that must be there.
pub(super) fn sheet(folder: &Path) -> anyhow::Result<Sheet> {
    let path = sheet_of(folder);
    read_sheet(folder)?.ok_or_else(|| anyhow!("there is no `{}`; `fogline pack init` makes one", path.display()))
}

/// Writes a file beside what is there and puts it in its place.
pub(super) fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let beside = path.with_extension("new");
    let placed = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    placed.with_context(|| format!("cannot write `{}`", path.display()))
}

/// The TOML files of a folder by name.
pub(super) fn files(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let files = Pack::files_in(folder)?;
    Ok(files.into_iter().map(|(name, text)| (name, text.into_owned())).collect())
}

/// A pack of a folder, or one that is known by its id. A folder is called by its own name, also where it is given as `.`.
pub(super) fn pack(name: &str, known: &[Pack]) -> anyhow::Result<Pack> {
    let folder = Path::new(name);
    if folder.is_dir() {
        return Ok(Pack::load(&folder.canonicalize().with_context(|| format!("cannot read `{name}`"))?)?);
    }
    if let Some(pack) = known.iter().find(|pack| pack.id == name) {
        Ok(pack.clone())
    } else {
        let known: Vec<_> = known.iter().map(|pack| pack.id.as_str()).collect();
        bail!("there is no pack `{name}`: it is neither a folder nor one of {}", known.join(", "))
    }
}

/// Faults as one error, a line each.
pub(super) fn told(faults: &[Fault], what: &str) -> anyhow::Error {
    let lines: Vec<String> = faults.iter().map(|fault| format!("  {fault}")).collect();
    anyhow!("{what}; nothing was written:\n{}", lines.join("\n"))
}
