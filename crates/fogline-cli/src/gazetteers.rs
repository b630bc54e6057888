//! Finding gazetteer files: those that are named, else those of the first folder that has any.

use std::path::{Path, PathBuf};

use anyhow::Context;
use fogline::gazetteer::Gazetteer;

use crate::{exit::complain, models::Folders};

/// Variable that lists folders or files, as `PATH` does.
const VARIABLE: &str = "FOGLINE_GAZETTEER";
/// The world file, which layers lie over.
pub(crate) const WORLD: &str = "world.fgz";

/// The folders that gazetteer files are looked for in.
pub(crate) fn folders() -> Folders {
    Folders::for_data("gazetteer", VARIABLE)
}

/// The files of a folder: the world file, then layers in the order of their names. A path of a file is that file.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    if folder.is_file() {
        return vec![folder.to_owned()];
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "fgz")).collect();
    found.sort_by_key(|path| (path.file_name() != Some(WORLD.as_ref()), path.clone()));
    found
}

/// Every gazetteer file that is used: of the world file the first that is found, of layers all, in the order of the
/// folders reversed, so that a file of the user's own lies over one of the working directory.
pub(crate) fn found() -> Vec<PathBuf> {
    let all: Vec<Vec<PathBuf>> = folders().iter().map(files).collect();
    let is_world = |path: &PathBuf| path.file_name() == Some(WORLD.as_ref());
    let world = all.iter().flatten().find(|path| is_world(path)).cloned();
    let layers = all.iter().rev().flatten().filter(|path| !is_world(path)).cloned();
    world.into_iter().chain(layers).collect()
}

/// Opens the files that are named, or those that are found. Without any, says how to get one, and places stay without
/// coordinates.
pub(crate) fn open(named: &[PathBuf]) -> anyhow::Result<Option<Gazetteer>> {
    let paths = if named.is_empty() { found() } else { named.to_vec() };
    if paths.is_empty() {
        complain(&format!(
            "no gazetteer was found, so places have no coordinates. Folders searched:{}\n`make gazetteer` in a clone of \
             the project builds one into ./gazetteer; --gazetteer FILE names one.",
            folders()
        ));
        return Ok(None);
    }
    let mut gazetteer = Gazetteer::default();
    for path in &paths {
        gazetteer.open(path).with_context(|| format!("gazetteer `{}`", path.display()))?;
    }
    Ok(Some(gazetteer))
}
